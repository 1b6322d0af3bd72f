package main

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
)

// measureJob makes the job that flags and arguments describe, and what closes what
// it reads.
func (a *app) measureJob(ctx context.Context, f *measureFlags, args []string) (job measure.Job, close func(), err error) {
	close = func() {}
	if err := a.canWrite(f.out); err != nil { // before the work, not after
		return job, close, err
	}
	if f.workers < 0 {
		return job, close, usagef("--workers %d: want a number from 0", f.workers)
	}
	level, err := (&statsFlags{level: f.level}).confidence()
	if err != nil {
		return job, close, err
	}
	job.Setup = measure.Setup{
		Level: level, Seed: f.seed, Options: map[string]any{},
	}
	f.columns(&job)
	job.Workers = f.workers
	if _, err := os.Stat(a.path(a.recipe)); len(args) == 0 && errors.Is(err, fs.ErrNotExist) {
		return job, close, usagef("measure what? name files (seedbed measure rows.jsonl), or go to a project: there is no %s here", a.recipe)
	}
	if dir, ok := a.projectOf(args); ok {
		a.dir = dir
		if close, err = a.projectJob(ctx, &job, f); err != nil {
			return job, close, err
		}
	} else if err := a.fileJob(ctx, &job, f, args); err != nil {
		return job, close, err
	}
	return job, close, a.complete(ctx, &job, f)
}

// complete fills in what does not depend on where the data is from.
func (a *app) complete(ctx context.Context, job *measure.Job, f *measureFlags) (err error) {
	if job.Measures, err = chosen(f.only); err != nil {
		return err
	}
	if err := f.settings(job); err != nil {
		return err
	}
	e, err := a.embedder(f.embed)
	if err != nil {
		return err
	}
	job.Setup.Embed, job.Setup.Embedder = e.Embed, e.Name()
	return a.reference(ctx, job, f)
}

// projectOf reports whether the arguments mean a project, and which.
func (a *app) projectOf(args []string) (string, bool) {
	if len(args) == 0 {
		return a.dir, true
	}
	if len(args) > 1 {
		return "", false
	}
	_, err := os.Stat(filepath.Join(a.path(args[0]), a.recipe))
	return a.path(args[0]), err == nil
}

// settings reads --expect and --option.
func (f *measureFlags) settings(job *measure.Job) error {
	_, figures := measureNames()
	for _, text := range f.expect {
		at := strings.IndexAny(text, "<>=")
		if at < 0 {
			return usagef("--expect %q: want a figure and what it should be, such as 'duplicates.near < 2%%'", text)
		}
		name := strings.TrimSpace(text[:at])
		if !slices.Contains(figures, name) {
			return unknownName("--expect", "figure", name, figures)
		}
		e, err := measure.ParseExpect(name, strings.TrimSpace(text[at:]))
		if err != nil {
			return usagef("--expect %q: %w", text, err)
		}
		job.Expect = append(job.Expect, e)
	}
	for _, text := range f.options {
		name, value, ok := strings.Cut(text, "=")
		if !ok || !strings.Contains(name, ".") {
			return usagef("--option %q: want measure.setting=value", text)
		}
		if known := measureSettings(); !slices.Contains(known, name) {
			return unknownName("--option", "setting", name, known)
		}
		job.Setup.Options[name] = value
	}
	return nil
}

// fileJob fills in a job over files that Seedbed need not have made.
func (a *app) fileJob(ctx context.Context, job *measure.Job, f *measureFlags, args []string) error {
	src := plan.Source{Name: "data", Format: f.format, BadRows: "reject", Origin: seedbed.OriginHuman}
	for _, arg := range args {
		paths, err := a.dataFiles(arg)
		if err != nil {
			return err
		}
		src.Paths = append(src.Paths, paths...)
	}
	reader := a.fileReader(&src)
	recs, schema, problems := reader.Sample(ctx, src, sampleRows)
	if fatal, _ := split(problems); len(fatal) > 0 {
		return byFlags(fatal, "--format")
	}
	if err := checkColumns(&job.Setup.Columns, schema, recs); err != nil {
		return err
	}
	job.Setup.Schema = schema
	f.rows[measure.Data] = rowsInFiles(a.dir, &src, recs)
	job.Setup.Origin[measure.Data] = strings.Join(args, ", ")
	job.Parts[measure.Data] = func(ctx context.Context) iter.Seq2[seedbed.Record, error] { return reader.Rows(ctx, src) }
	return nil
}

// fileReader reads files that are named on the command line, and standard input
// where that is one of them.
func (a *app) fileReader(src *plan.Source) *source.Reader {
	dir := a.dir
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	rd := &source.Reader{Dir: dir}
	if slices.Contains(src.Paths, "-") && !isTerminal(a.stdin) {
		rd.Stdin = a.stdin
	}
	return rd
}

// byFlags says of files named on the command line what a reader says of the
// sources of a recipe. format is the flag that tells their format; "": none does.
func byFlags(problems seedbed.Problems, format string) seedbed.Problems {
	out := slices.Clone(problems)
	for i := range out {
		p := &out[i]
		if rest, ok := strings.CutPrefix(p.Message, "source "); ok && strings.Contains(rest, ": there is no file ") {
			_, p.Message, _ = strings.Cut(rest, ": ")
			p.Fix = ""
		}
		if strings.HasPrefix(p.Fix, "say so: format: ") {
			if p.Fix = "give it a name that ends in .jsonl, .csv or .parquet"; format != "" {
				p.Fix = "say so: " + format + " jsonl, csv or parquet"
			}
		}
		if strings.HasPrefix(p.Message, "nothing is piped into standard input") || strings.Contains(p.Message, ": nothing is piped into standard input") {
			p.Message, p.Fix = "nothing is piped into standard input, which - stands for", ""
		}
	}
	return out
}

// dataFiles returns the files of data behind an argument: itself, or those of a
// release.
func (a *app) dataFiles(arg string) ([]string, error) {
	if arg == "-" {
		return []string{"-"}, nil
	}
	info, err := os.Stat(a.path(arg))
	if err != nil || !info.IsDir() {
		return []string{arg}, nil // a pattern, or the reader says what is wrong
	}
	for _, pattern := range []string{"data/*.parquet", "data/*.jsonl", "data/*.csv"} {
		if found, _ := filepath.Glob(filepath.Join(a.path(arg), pattern)); len(found) > 0 {
			return []string{filepath.Join(arg, pattern)}, nil
		}
	}
	return nil, &seedbed.Error{
		Code: seedbed.CodeInvalid, Message: "the folder " + arg + " is neither a project (it has no " + a.recipe + ") nor a release (it has no data/*.parquet)",
		Fix: "name files, such as " + filepath.Join(arg, "*.jsonl"),
	}
}

// reference fills in the parts that the data is compared with.
func (a *app) reference(ctx context.Context, job *measure.Job, f *measureFlags) error {
	parts, err := a.comparedWith(f.against, f.holdout)
	if err != nil {
		return err
	}
	for _, c := range parts {
		part, args, reader, src := c.part, c.args, c.reader, c.src
		recs, schema, problems := reader.Sample(ctx, src, sampleRows)
		if fatal, _ := split(problems); len(fatal) > 0 {
			return byFlags(fatal, "")
		}
		f.rows[part] = rowsInFiles(a.dir, &src, recs)
		// A reference may call its text otherwise.
		column := job.Setup.Columns.Text
		other := column
		if part == measure.Reference && f.againstText != "" {
			if _, ok := schema.Has(f.againstText); !ok && len(recs) > 0 {
				return unknownName("--against-text", "column", f.againstText, schema.Names())
			}
			other = f.againstText
		} else if _, ok := schema.Has(column); !ok && column != "" && len(recs) > 0 {
			if other = guessText(schema, recs); other == "" {
				return usagef("--%s: %s has no column %q, and none that looks like text; it has %s", flagOf(part), strings.Join(args, ", "), column, strings.Join(schema.Names(), ", "))
			}
		}
		job.Setup.Origin[part] = strings.Join(args, ", ")
		if other != column {
			job.Setup.Origin[part] += " (column " + other + ")"
		}
		job.Parts[part] = func(ctx context.Context) iter.Seq2[seedbed.Record, error] {
			return renamed(reader.Rows(ctx, src), other, column)
		}
	}
	return nil
}

func flagOf(p measure.Part) string {
	if p == measure.Reference {
		return "against"
	}
	return "holdout"
}

// renamed gives records in which the field from is called to.
func renamed(rows iter.Seq2[seedbed.Record, error], from, to string) iter.Seq2[seedbed.Record, error] {
	if from == to {
		return rows
	}
	return func(yield func(seedbed.Record, error) bool) {
		for rec, err := range rows {
			if err == nil {
				if v, ok := rec.Fields.Get(from); ok {
					rec.Fields = rec.Fields.With(to, v)
				}
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

// checkColumns finds the text column where none is named, and refuses columns that
// are not there.
func checkColumns(c *measure.Columns, schema seedbed.Schema, recs []seedbed.Record) error {
	if len(recs) == 0 {
		return nil // the measures say that there are no rows
	}
	for _, of := range []struct {
		flag  string
		names []string
	}{
		{"--text", []string{c.Text}},
		{"--label", []string{c.Label}},
		{"--answer", []string{c.Answer}},
		{"--score", []string{c.Score}},
		{"--group", c.Groups},
		{"--by", c.By},
		{"--people", c.People},
		{"--drawn", []string{c.Drawn}},
	} {
		for _, name := range of.names {
			if _, ok := schema.Has(name); !ok && name != "" {
				return unknownName(of.flag, "column", name, schema.Names())
			}
		}
	}
	if c.Text == "" {
		c.Text = guessText(schema, recs)
	}
	return nil
}

// guessText returns the column that looks most like text: the longest in words over
// all rows, where rows differ. Where in no column they do, rows may be the same
// text over and over: the longest of more than four words. "" where there is none.
func guessText(schema seedbed.Schema, recs []seedbed.Record) string {
	best, most := "", 0. // words of a row, over all rows
	repeated, longest := "", 4.
	for _, field := range schema.Fields {
		words, n := 0, 0
		distinct := map[string]bool{}
		for i := range recs {
			v, _ := recs[i].Fields.Get(field.Name)
			s, isText := v.(string)
			if !isText {
				continue
			}
			n++
			distinct[s] = true
			words += len(strings.FieldsFunc(s, unicode.IsSpace))
		}
		if n == 0 {
			continue
		}
		mean := float64(words) / float64(len(recs))
		varies := n <= 20 || len(distinct)*5 >= n
		switch {
		case varies && float64(words) > 1.5*float64(n) && mean > most:
			best, most = field.Name, mean
		case !varies && mean > longest:
			repeated, longest = field.Name, mean
		}
	}
	if best == "" {
		return repeated
	}
	return best
}
