package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	reports "seedbed.dev/seedbed/internal/report"
)

// measureFlags are the flags of measure.
type measureFlags struct {
	against, holdout []string
	againstText      string
	text, label      string
	answer, score    string
	group, by        []string
	people           []string
	drawn            string
	only, from       []string
	expect           []string
	options          []string
	embed            string
	format           string
	out              string
	level            string
	seed             uint64
	workers          int
	listMeasures     bool
	all              bool

	rows map[measure.Part]expectedRows // as far as that is known before they are read
}

func (a *app) measureCommand() *cobra.Command {
	var f measureFlags
	cmd := &cobra.Command{
		Use:   "measure [DATA...]",
		Short: "Say what data is like, compared with what, and how sure",
		Long: `Measure takes JSON lines, CSV or Parquet files (also compressed, many at once; -
is standard input), a release or a project, and says what the rows are like: what
repeats, what is missing, what was copied, what gives them away. Every figure comes
with its interval, or the reason why it has none, its caveat and the rows that are
its evidence. It prints what asks for a decision or is worth knowing, and counts the
rest, which --all prints and a report (-o) holds. Without DATA it measures the
accepted rows of the project here, whose recipe says how (measure:).

It reports. Something passes or fails only where you declare what it should be
(--expect), compared by the interval: met, not met, or cannot tell. When one is
not met the exit status is 9.`,
		Example: `  seedbed measure rows.jsonl
  seedbed measure hatecheck.csv --group target_ident --label label_gold -o report.html
  seedbed measure ours.parquet --against theirs.jsonl --holdout test.jsonl
  seedbed measure judged.csv --score verdict --people ana,ben,cem --only people
  seedbed measure rows.jsonl --only duplicates,leakage --answer answer --expect 'duplicates.near < 2%'
  seedbed measure --list`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.measure(cmd.Context(), f, args) },
	}
	a.jsonFlag(cmd)
	flags := cmd.Flags()
	flags.StringSliceVar(&f.against, "against", nil, "real data that it should be like: files or patterns")
	flags.StringSliceVar(&f.holdout, "holdout", nil, "data that it must not know: files or patterns")
	flags.StringVar(&f.againstText, "against-text", "", "column of the text in --against, where it has another name")
	flags.StringVar(&f.text, "text", "", "column of the text; left out: the one that looks most like text")
	flags.StringVar(&f.label, "label", "", "column of the label")
	flags.StringVar(&f.answer, "answer", "", "column of the answer, which the text must not give away")
	flags.StringVar(&f.score, "score", "", "column of a score, or a criterion of the recipe's judges")
	flags.StringSliceVar(&f.group, "group", nil, "columns of groups that rows are of or about")
	flags.StringSliceVar(&f.by, "by", nil, "columns of what went into a row: exemplar, revision, source, batch")
	flags.StringSliceVar(&f.people, "people", nil, "columns with what people said, a column each, that the score is held against")
	flags.StringVar(&f.drawn, "drawn", "", "column of the probability with which a row was drawn for people, where it was not the same for all")
	flags.StringSliceVar(&f.only, "only", nil, "measures or families of measures to take; left out: all that can be")
	flags.StringSliceVar(&f.from, "stage", nil, "of a project: stages whose accepted rows are measured; left out: those that are released")
	flags.StringArrayVar(&f.expect, "expect", nil, "what a figure should be: 'duplicates.near < 2%'")
	flags.StringArrayVar(&f.options, "option", nil, "setting of a measure: duplicates.threshold=0.8; there are "+strings.Join(measureSettings(), ", "))
	flags.StringVar(&f.embed, "embed", "", "how texts become vectors: hash (hashed n-grams), a folder with a static model, or the address of /v1/embeddings, #model at its end; its key in SEEDBED_EMBED_KEY")
	flags.StringVar(&f.format, "format", "", "jsonl, csv or parquet, where a file's name does not tell")
	flags.StringVarP(&f.out, "output", "o", "", "write a report to this file: .html, .md or .json")
	flags.StringVar(&f.level, "confidence", "95%", "level of the intervals")
	flags.Uint64Var(&f.seed, "seed", 1, "seed of what is sampled; the same seed gives the same figures")
	flags.IntVar(&f.workers, "workers", 0, "rows measured at once; 0: as many as there are processors")
	flags.BoolVar(&f.all, "all", false, "print every figure, also those that ask for nothing")
	flags.BoolVar(&f.listMeasures, "list", false, "list the measures and what they need")
	return cmd
}

func (a *app) measure(ctx context.Context, f measureFlags, args []string) error {
	unprofile, err := profile(a.cpuProfile)
	if err != nil {
		return err
	}
	defer unprofile()
	if f.listMeasures {
		a.listMeasures()
		return nil
	}
	f.rows = map[measure.Part]expectedRows{}
	job, close, err := a.measureJob(ctx, &f, args)
	if err != nil {
		return err
	}
	defer close()
	return a.measureAndTell(ctx, job, &f)
}

// measureAndTell runs a job, writes the report, and says where it is.
func (a *app) measureAndTell(ctx context.Context, job measure.Job, f *measureFlags) error {
	show := a.newCounting("measuring", f.rows)
	job.Progress = show.rows
	result, err := measure.Run(ctx, job)
	show.end()
	if err != nil {
		return err
	}
	if err := a.writeMeasured(result, f); err != nil {
		return err
	}
	for i := range result.Findings {
		if result.Findings[i].Verdict == measure.NotMet {
			return errReported{seedbed.CodeUnmet}
		}
	}
	return nil
}

// writeMeasured writes a result to a file by its ending, and to standard output.
func (a *app) writeMeasured(result *measure.Result, f *measureFlags) error {
	opt := reports.Options{Version: version(), Width: a.width(), Color: a.colour()}
	if f.out != "" {
		write, err := reportWriter(f.out)
		if err != nil {
			return err
		}
		if err := writeFile(a.path(f.out), func(w io.Writer) error { return write(w, result, opt) }); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return reports.JSON(a.stdout, result, opt)
	case f.all:
		if err := reports.Text(a.stdout, result, opt); err != nil {
			return err
		}
	default:
		more, err := reports.Short(a.stdout, result, opt)
		if err != nil {
			return err
		}
		if more > 0 {
			a.printf("--all prints %s\n", count(int64(more), "more figure"))
		}
	}
	if f.out == "" {
		a.printf("-o report.html writes the report: each figure opens its rows\n")
	} else {
		a.printf("%s · each figure opens its rows\n", f.out)
	}
	return nil
}

type reportFunc func(io.Writer, *measure.Result, reports.Options) error

// reportWriter returns what writes a report to a file of that name.
func reportWriter(name string) (reportFunc, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm":
		return reports.HTML, nil
	case ".md", ".markdown":
		return reports.Markdown, nil
	case ".json":
		return reports.JSON, nil
	case ".txt":
		return reports.Text, nil
	}
	return nil, usageError{fmt.Errorf("-o %q: the name ends in .html, .md, .json or .txt", name)}
}

// canWrite says what is wrong with the name of a report; "" is none.
func (a *app) canWrite(out string) error {
	if out == "" {
		return nil
	}
	if _, err := reportWriter(out); err != nil {
		return err
	}
	dir := filepath.Dir(a.path(out))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usagef("-o %q: there is no folder %s", out, filepath.Dir(out))
	}
	return nil
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) (err error) {
	t, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing the report: %w", err)
	}
	defer os.Remove(t.Name())
	err = write(t)
	err = errors.Join(err, t.Chmod(0o644), t.Close())
	if err == nil {
		err = os.Rename(t.Name(), path)
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "writing the report: %w", err)
	}
	return nil
}

// listMeasures prints every measure by family.
func (a *app) listMeasures() {
	if a.json {
		var infos []measure.Info
		for _, m := range measures() {
			infos = append(infos, m.Info())
		}
		a.printJSON(infos)
		return
	}
	family := ""
	for _, m := range measures() {
		info := m.Info()
		if info.Family != family {
			family = info.Family
			a.printf("%s\n", family)
		}
		var needs []string
		for _, n := range info.Needs {
			if n != measure.NeedText {
				needs = append(needs, string(n))
			}
		}
		line := info.Title
		if len(needs) > 0 {
			line += " (needs " + strings.Join(needs, ", ") + ")"
		}
		a.printf("  %-16s %s\n", info.Name, line)
	}
}
