package main

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/plan"
)

// judgedRows returns up to n rows as they come to a judge: those that the last run of
// this recipe had it judge, drawn evenly; or, before any run, the first that the
// stages before it give.
func (s *session) judgedRows(ctx context.Context, st *plan.Stage, n int) ([]seedbed.Record, error) {
	rows, err := s.rowsOfRun(ctx, st, n)
	if err != nil || len(rows) > 0 {
		return rows, err
	}
	return s.rowsBefore(ctx, st, n)
}

// rowsOfRun are rows that a run has had judged: those with the smallest ids, which is
// a draw that rows of any order have the same part in.
func (s *session) rowsOfRun(ctx context.Context, st *plan.Stage, n int) ([]seedbed.Record, error) {
	runs, err := s.journal.Runs(ctx)
	if err != nil {
		return nil, err
	}
	var run seedbed.Run
	for _, r := range runs {
		if r.Plan == s.plan.Fingerprint && !r.Begun.Before(run.Begun) {
			run = r
		}
	}
	if run.ID == 0 {
		return nil, nil
	}
	byID := func(a, b seedbed.Record) int { return bytes.Compare(a.ID[:], b.ID[:]) }
	var out []seedbed.Record
	for r, err := range s.view(run).rows(ctx, nil, nil) {
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(r.Scores, func(sc seedbed.Score) bool { return sc.Stage == st.Name }) {
			continue
		}
		r.Scores = nil
		out = append(out, r)
		if len(out) >= 2*n+100 { // memory follows what is wanted, not the rows
			slices.SortFunc(out, byID)
			out = out[:n]
		}
	}
	slices.SortFunc(out, byID)
	return out[:min(n, len(out))], nil
}

// rowsBefore carries out the stages before a judge until they have given n rows. What
// that costs is in the journal: a later run does not pay for it again.
func (s *session) rowsBefore(ctx context.Context, st *plan.Stage, n int) ([]seedbed.Record, error) {
	var out []seedbed.Record
	cut := project{app: s.app, plan: s.plan, reader: s.reader}
	if err := cut.cutAt(st.Name); err != nil {
		return nil, err
	}
	before := *cut.plan
	before.Stages = slices.DeleteFunc(slices.Clone(before.Stages), func(t plan.Stage) bool { return t.Name == st.Name })
	for _, from := range st.From {
		src := s.plan.Source(from)
		if src == nil {
			continue
		}
		for r, err := range s.reader.Rows(ctx, *src) {
			if err != nil {
				return nil, err
			}
			if out = append(out, r); len(out) >= n {
				return out, nil
			}
		}
	}
	if len(before.Stages) == 0 {
		return out, nil
	}
	made, err := makeStages(s.project, &before, s.models.get, func(message string) { s.notices(message) })
	defer func() { s.stages = made }() // closed with the session
	if err != nil {
		return nil, err
	}
	e, err := engine.New(engine.Config{
		Plan: &before, Stages: made, Sources: s.sources(), Tasks: min(n, tasks(s.plan)),
		OnStop: func(err error) {
			if !errors.Is(err, errEnough) { // the judge's own questions come after
				s.gate.Close(err)
			}
		},
		Sink: func(rec *seedbed.Record, o *seedbed.Outcome) error {
			if !slices.Contains(st.From, o.Stage) || o.Decision.State != seedbed.Accepted {
				return nil
			}
			if len(out) == n { // what was under way comes to its end
				return errEnough
			}
			r := *rec
			r.Scores = nil
			out = append(out, r)
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	if _, err := e.Run(ctx); err != nil && !errors.Is(err, errEnough) && len(out) < n {
		return nil, err
	}
	return out, nil
}

// judgedField is the field of the text that a judge judges, where nobody names it: of
// those that it is shown the last that is no seed's and no attribute.
func judgedField(p *plan.Plan, st *plan.Stage, cfg *judgeSettings) string {
	known := map[string]bool{}
	for i := range p.Sources {
		for _, f := range p.Sources[i].Schema.Fields {
			known[f.Name] = true
		}
	}
	for i := range p.Stages {
		for _, at := range p.Stages[i].Needs.Attributes {
			known[at.Name] = true
		}
	}
	made, any := "", ""
	for _, f := range st.Output.Fields {
		switch {
		case len(cfg.Show) > 0 && !slices.Contains(cfg.Show, f.Name):
			continue
		case f.Type != seedbed.TypeText && f.Name != "conversation":
			continue
		}
		any = f.Name
		if !known[f.Name] {
			made = f.Name
		}
	}
	if made != "" {
		return made
	}
	if any == "" && len(cfg.Show) > 0 {
		return cfg.Show[len(cfg.Show)-1]
	}
	return any
}
