package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
)

// report is what the journal keeps of a run besides its outcomes.
type report struct {
	engine.Summary
	Sources []sourceRead `json:"sources"`
}

// sourceRead is what a run has read of one source.
type sourceRead struct {
	Name   string         `json:"name"`
	Rows   int            `json:"rows"`
	Limit  int            `json:"limit,omitempty"`
	Digest string         `json:"digest"`
	Schema seedbed.Schema `json:"schema"`
}

func newReport(p *plan.Plan, sum engine.Summary, scans map[string]source.Scan) report {
	r := report{Summary: sum}
	for _, name := range slices.Sorted(maps.Keys(scans)) {
		sc := scans[name]
		r.Sources = append(r.Sources, sourceRead{Name: name, Rows: sc.Rows, Limit: p.Source(name).Limit, Digest: sc.Digest, Schema: sc.Schema})
	}
	slices.SortFunc(r.Sources, func(a, b sourceRead) int { return cmp.Compare(a.Name, b.Name) })
	return r
}

// readReport reads a run's report; a run that was killed has an empty one.
func readReport(run *seedbed.Run) (report, error) {
	var r report
	if len(run.Summary) == 0 {
		return r, nil
	}
	if err := json.Unmarshal(run.Summary, &r); err != nil {
		return r, seedbed.Errorf(seedbed.CodeStorage, "reading the report of run %d: %w", run.Number, err)
	}
	return r, nil
}
