package main

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/embed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/adherence"
	"seedbed.dev/seedbed/internal/measure/copying"
	"seedbed.dev/seedbed/internal/measure/coverage"
	"seedbed.dev/seedbed/internal/measure/fidelity"
	"seedbed.dev/seedbed/internal/measure/influence"
	"seedbed.dev/seedbed/internal/measure/redundancy"
	"seedbed.dev/seedbed/internal/testkit/planted"
)

// families are the measures that defects are looked for with: all there are.
func families() []measure.Measure {
	return slices.Concat(
		redundancy.Measures(), fidelity.Measures(), copying.Measures(), coverage.Measures(), adherence.Measures(), influence.Measures(),
	)
}

// What the issue promises of planted defects.
const (
	familiesPlanted = 12
	familiesFound   = 11
	cleanSets       = 20
	falseAlarms     = 1
)

// discovery is what became of one planted defect.
type discovery struct {
	planted.Dataset
	found, named bool
	by           string // figure, severity
	others       []string
}

// plantedDefects measures datasets with known defects, and clean ones.
func plantedDefects(ctx context.Context, b *bench) ([]figure, error) {
	maker, err := planted.NewMaker(filepath.Join(b.root, "examples", "hints", "seeds.jsonl"))
	if err != nil {
		return nil, err
	}
	found, err := discover(ctx, maker, 1)
	if err != nil {
		return nil, err
	}
	var out []figure
	good := map[string]bool{}
	for _, d := range found {
		good[d.Family] = good[d.Family] || d.found && d.named
		said := "not found"
		if d.found {
			said = "found, not named: " + d.by
		}
		if d.named {
			said = "found by " + d.by
		}
		name := d.Family
		if d.Variant != "" {
			name += " (" + d.Variant + ")"
		}
		out = append(out, figure{Line: "planted: " + name, Seedbed: said, Met: true, Note: strings.Join(d.others, "; ")})
	}
	n := 0
	for _, ok := range good {
		if ok {
			n++
		}
	}
	out = append(out, figure{
		Line: "planted: families found and named", Seedbed: fmt.Sprintf("%d of %d", n, len(good)), Value: float64(n),
		Target: fmt.Sprintf("≥ %d of %d", familiesFound, familiesPlanted), Met: n >= familiesFound,
	})
	alarms, err := falselyAlarmed(ctx, maker, b.size(cleanSets, 6))
	if err != nil {
		return nil, err
	}
	return append(out, figure{
		Line: "planted: serious findings in clean sets", Seedbed: fmt.Sprintf("%d in %d", len(alarms), b.size(cleanSets, 6)), Value: float64(len(alarms)),
		Target: fmt.Sprintf("≤ %d", falseAlarms), Met: len(alarms) <= falseAlarms, Note: strings.Join(alarms, "; "),
	}), nil
}

// discover looks for each planted defect.
func discover(ctx context.Context, maker *planted.Maker, seed uint64) ([]discovery, error) {
	var out []discovery
	for _, set := range maker.Defects(seed) {
		r, err := measureSet(ctx, set)
		if err != nil {
			return nil, err
		}
		d := discovery{Dataset: set}
		for i := range r.Findings {
			f := &r.Findings[i]
			if f.Severity == measure.Plain {
				continue
			}
			if !slices.Contains(set.Want.Measures, f.Measure) {
				if f.Severity == measure.Serious {
					d.others = append(d.others, "also "+f.Figure+": "+f.Says)
				}
				continue
			}
			if !d.found {
				d.found, d.by = true, fmt.Sprintf("%s, %s", f.Figure, f.Severity)
			}
			if !d.named && shows(f, set.Want) {
				d.named, d.by = true, fmt.Sprintf("%s, %s", f.Figure, f.Severity)
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// shows reports whether a finding names the ingredient or shows the rows of a defect.
func shows(f *measure.Finding, w planted.Want) bool {
	for _, name := range w.Names {
		if strings.Contains(f.Of, name) || strings.Contains(f.Says, name) {
			return true
		}
		for _, p := range f.Plots {
			for _, d := range p.Dots {
				if strings.Contains(d.Label, name) {
					return true
				}
			}
		}
		for _, t := range f.Tables {
			for _, row := range t.Rows {
				if slices.ContainsFunc(row, func(c string) bool { return strings.Contains(c, name) }) {
					return true
				}
			}
		}
	}
	if len(w.Rows) == 0 {
		return false
	}
	hit, all := 0, 0
	for _, ev := range f.Evidence {
		for _, ref := range ev.Rows {
			if ref.From == measure.Data.String() {
				all++
				if w.Rows[ref.N] {
					hit++
				}
			}
		}
	}
	return all > 0 && 2*hit > all
}

// falselyAlarmed returns the serious findings in clean datasets.
func falselyAlarmed(ctx context.Context, maker *planted.Maker, sets int) ([]string, error) {
	var out []string
	for i := range sets {
		r, err := measureSet(ctx, maker.Clean(uint64(1000+i)))
		if err != nil {
			return nil, err
		}
		for _, f := range r.Findings {
			if f.Severity == measure.Serious {
				out = append(out, f.Figure+": "+f.Says)
			}
		}
	}
	return out, nil
}

// measureSet takes all measures of a dataset.
func measureSet(ctx context.Context, set planted.Dataset) (*measure.Result, error) {
	job := measure.Job{
		Setup: measure.Setup{
			Columns: measure.Columns{
				Text: planted.Text, Label: planted.Label, Answer: planted.Answer, Score: planted.Score, Groups: []string{planted.Group},
				By: []string{planted.Exemplar, planted.Revision, planted.Source, planted.Batch, planted.Seed},
			},
			Seed: 1, Embed: embed.Hashed{}.Embed, Embedder: embed.Hashed{}.Name(),
		},
		Measures: families(),
	}
	for _, a := range set.Attributes {
		job.Setup.Declared = append(job.Setup.Declared, measure.Attribute{Name: a.Name, Values: a.Values})
	}
	job.Parts[measure.Data] = recordRows(set.Data)
	job.Parts[measure.Reference] = recordRows(set.Reference)
	return measure.Run(ctx, job)
}

func recordRows(recs []seedbed.Record) measure.Rows {
	return func(context.Context) iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for _, r := range recs {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}
