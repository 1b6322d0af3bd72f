package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/source"
	"seedbed.dev/seedbed/internal/store"
)

// project is a recipe's plan with what reads its sources.
type project struct {
	app    *app
	plan   *plan.Plan
	reader *source.Reader
}

// sampleRows is how many rows of a source `check` and `plan` look at to know its
// fields. A run reads all of it before the first call.
const sampleRows = 200

// open reads the project's recipe. It prints warnings, but where rows are looked at, and
// returns all problems as one error. limit, if positive, is put on every source.
func (a *app) open(ctx context.Context, limit int) (*project, error) {
	if err := a.loadDotEnv(); err != nil {
		return nil, err
	}
	p := &project{app: a, reader: &source.Reader{Dir: a.dir}}
	if err := a.pipe(p.reader); err != nil {
		return nil, err
	}
	names, figures := measureNames()
	pl, problems := recipe.Load(recipe.Options{
		Measures: names, Figures: figures,
		Expect: func(figure, text string) error {
			_, err := measure.ParseExpect(figure, text)
			return err
		},
		Dir:   a.dir,
		File:  a.recipe,
		Set:   a.set,
		Limit: limit,
		Kinds: kinds(),
		Env:   a.env,

		RelatedWarns: a.relatedWarns,
		Sample: func(src plan.Source) (seedbed.Schema, int, seedbed.Problems) {
			return p.sample(ctx, src)
		},
	})
	fatal, warnings := split(problems)
	if len(fatal) > 0 {
		return nil, problems
	}
	if !a.json && !a.quiet {
		a.printWarnings(warnings)
	}
	p.plan = pl
	return p, nil
}

// pipe says what a source of file "-" reads: what is piped in, where the command
// begins work with it; otherwise what was piped in last. A command that only
// looks never reads standard input, which may be somebody else's.
func (a *app) pipe(r *source.Reader) error {
	if a.takesInput && !isTerminal(a.stdin) {
		r.Stdin = a.stdin
		return nil
	}
	spools, err := source.Spools(a.dir)
	if err != nil {
		return err
	}
	if len(spools) > 0 {
		r.Spool = spools[0].Digest
	}
	return nil
}

// sample reads the head of a source: its fields, and how many rows it seems to
// have.
func (p *project) sample(ctx context.Context, src plan.Source) (seedbed.Schema, int, seedbed.Problems) {
	// One row more tells whether there are more.
	recs, schema, problems := p.reader.Sample(ctx, src, sampleRows+1)
	rows := len(recs)
	if rows > sampleRows {
		rows = p.guessRows(src, recs)
	}
	if src.Limit > 0 {
		rows = min(rows, src.Limit)
	}
	return schema, rows, problems
}

// guessRows estimates the rows of a source from its size and its first rows.
func (p *project) guessRows(src plan.Source, recs []seedbed.Record) int {
	var size, head int64
	for _, pattern := range src.Paths {
		files, _ := filepath.Glob(filepath.Join(p.app.dir, pattern))
		for _, f := range files {
			if info, err := os.Stat(f); err == nil {
				size += info.Size()
			}
		}
	}
	for i := range recs {
		head += int64(len(recs[i].Fields.AppendJSON(nil))) + 1
	}
	if head == 0 {
		return len(recs)
	}
	return max(len(recs), int(size*int64(len(recs))/head))
}

// split parts problems from warnings.
func split(problems seedbed.Problems) (fatal, warnings seedbed.Problems) {
	for _, p := range problems {
		if p.Warning {
			warnings = append(warnings, p)
		} else {
			fatal = append(fatal, p)
		}
	}
	return fatal, warnings
}

func (a *app) printWarnings(warnings seedbed.Problems) {
	for _, w := range warnings {
		fmt.Fprintln(a.stderr, w.String())
	}
}

// printProblems lists what is wrong, one line each, and says that nothing ran.
func (a *app) printProblems(problems seedbed.Problems) {
	fatal, _ := split(problems)
	for _, p := range problems {
		fmt.Fprintln(a.stderr, p.String())
	}
	if len(fatal) > 0 {
		fmt.Fprintf(a.stderr, "%s; nothing was run.\n", count(int64(len(fatal)), "problem"))
	}
}

// reader opens the project's journal for reading.
func (a *app) readJournal(ctx context.Context) (*store.Journal, error) {
	j, err := store.OpenReader(ctx, a.dir)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound {
		return nil, &seedbed.Error{Code: seedbed.CodeNotFound, Message: "nothing has been run here yet", Fix: "start with seedbed run"}
	}
	return j, err
}

// loadDotEnv makes the variables of the project's .env file known, behind those
// of the environment itself.
func (a *app) loadDotEnv() error {
	f, err := os.Open(filepath.Join(a.dir, ".env"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "reading .env: %w", err)
	}
	defer f.Close()
	vars := map[string]string{}
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(sc.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(strings.TrimPrefix(line, "export "), "=")
		if !ok {
			return seedbed.Errorf(seedbed.CodeInvalid, ".env:%d: want NAME=value", n)
		}
		vars[strings.TrimSpace(name)] = unquote(strings.TrimSpace(value))
	}
	if err := sc.Err(); err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "reading .env: %w", err)
	}
	outer := a.env
	a.env = func(name string) (string, bool) {
		if v, ok := outer(name); ok {
			return v, true
		}
		v, ok := vars[name]
		return v, ok
	}
	return nil
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}
