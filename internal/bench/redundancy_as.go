package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/redundancy"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
)

// asFlag makes the bench one of the programs below, so that each is a process of
// its own whose time and memory can be told.
const asFlag = "-as"

// as runs a program of the redundancy lines: what it is, and its arguments.
func as(ctx context.Context, args []string, stdout io.Writer) error {
	switch {
	case len(args) == 3 && args[0] == "pairs":
		return pairsOf(ctx, args[1], args[2])
	case len(args) == 3 && args[0] == "score":
		return scorePairs(args[1], args[2], stdout)
	case len(args) == 2 && args[0] == "read":
		return readRows(ctx, args[1], stdout)
	case len(args) == 3 && args[0] == "stream":
		return stream(ctx, args[1], args[2])
	}
	return fmt.Errorf("%s %q: there is no such program", asFlag, args)
}

// fileRows gives the rows of a file.
func fileRows(path string) measure.Rows {
	rd := &source.Reader{Dir: filepath.Dir(path)}
	src := plan.Source{Name: "data", Paths: []string{path}, Origin: seedbed.OriginHuman, BadRows: "reject"}
	return func(ctx context.Context) iter.Seq2[seedbed.Record, error] { return rd.Rows(ctx, src) }
}

// pairsOf writes the verified near-duplicates of a file, one pair a line.
func pairsOf(ctx context.Context, path, out string) error {
	job := measure.Job{Setup: measure.Setup{Columns: measure.Columns{Text: "text"}}, Measures: []measure.Measure{pairWriter{redundancy.Duplicates(), out}}}
	job.Parts[measure.Data] = fileRows(path)
	r, err := measure.Run(ctx, job)
	if err == nil && len(r.NotMeasured) > 0 {
		err = &r.NotMeasured[0]
	}
	return err
}

// pairWriter writes the pairs in place of reporting them.
type pairWriter struct {
	measure.Measure
	out string
}

type pairSummary struct {
	measure.Summary
	out string
}

func (p pairWriter) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	sum, err := p.Measure.Start(s, known)
	return &pairSummary{sum, p.out}, err
}

func (p *pairSummary) Merge(o measure.Summary) error {
	return p.Summary.Merge(o.(*pairSummary).Summary)
}

func (p *pairSummary) Report(ctx context.Context) ([]measure.Finding, error) {
	pairs, err := redundancy.Pairs(ctx, p.Summary)
	if err != nil {
		return nil, err
	}
	file, err := os.Create(p.out)
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriter(file)
	for _, x := range pairs {
		fmt.Fprintf(w, "%d\t%d\n", x.A, x.B)
	}
	if err := w.Flush(); err != nil {
		_ = file.Close()
		return nil, err
	}
	return nil, file.Close()
}

// readRows reads a file and does nothing with it.
func readRows(ctx context.Context, path string, stdout io.Writer) error {
	n := 0
	for _, err := range fileRows(path)(ctx) {
		if err != nil {
			return err
		}
		n++
	}
	_, err := fmt.Fprintln(stdout, n)
	return err
}

// stream measures rows as they are made, by all of the family but duplicates.
func stream(ctx context.Context, root, rows string) error {
	n, err := strconv.Atoi(rows)
	if err != nil {
		return err
	}
	c, err := newCorpus(root, n)
	if err != nil {
		return err
	}
	job := measure.Job{Setup: measure.Setup{Columns: measure.Columns{Text: "text"}}, Measures: []measure.Measure{redundancy.Diversity(), redundancy.Saturation()}}
	job.Parts[measure.Data] = func(context.Context) iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for i := range n {
				if !yield(seedbed.Record{Fields: seedbed.Fields{{Name: "text", Value: c.row(i)}}}, nil) {
					return
				}
			}
		}
	}
	r, err := measure.Run(ctx, job)
	if err == nil && len(r.NotMeasured) > 0 {
		err = &r.NotMeasured[0]
	}
	return err
}
