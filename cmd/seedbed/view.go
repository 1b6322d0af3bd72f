package main

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/engine"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/store"
)

// view is a run as people look at it: its outcomes with their records, from the
// journal, or computed again where the plan is free.
type view struct {
	*project
	journal *store.Journal
	run     seedbed.Run
	summary report
}

// view opens the run of the recipe as it is now that was last begun or gone on
// with. Where it has none, another is not shown in its place: rows of another
// plan would be taken for this one's.
func (p *project) view(ctx context.Context) (*view, error) {
	j, err := p.app.readJournal(ctx)
	if err != nil {
		return nil, err
	}
	runs, err := j.Runs(ctx)
	if err != nil {
		j.Close()
		return nil, err
	}
	copied, limited := *p, *p.plan // what a run was limited to holds for its view alone: a plan does not change
	limited.Sources = slices.Clone(limited.Sources)
	copied.plan = &limited
	v := &view{project: &copied, journal: j}
	for _, r := range runs {
		if r.Plan == p.plan.Fingerprint && !r.Begun.Before(v.run.Begun) {
			v.run = r
		}
	}
	if v.run.ID == 0 {
		j.Close()
		return nil, &seedbed.Error{Code: seedbed.CodeNotFound, Message: "the recipe has not been run as it is now", Fix: "run it with seedbed run; seedbed status lists earlier runs"}
	}
	if v.summary, err = readReport(&v.run); err != nil {
		j.Close()
		return nil, err
	}
	for _, r := range v.summary.Sources {
		if src := v.plan.Source(r.Name); src != nil {
			src.Limit = r.Limit // as the run was limited
		}
	}
	return v, nil
}

func (v *view) close() error { return v.journal.Close() }

// rows gives the outcomes of stages and states (empty: all) with their records,
// in plan order.
func (v *view) rows(ctx context.Context, stages []string, states []seedbed.State) iter.Seq2[seedbed.Record, error] {
	if free(v.plan) {
		return v.compute(ctx, stages, states)
	}
	return func(yield func(seedbed.Record, error) bool) {
		for row, err := range v.journal.Outcomes(ctx, v.run.ID, store.Filter{Stages: stages, States: states}) {
			if !yield(row.Record, err) || err != nil {
				return
			}
		}
	}
}

// compute runs a free plan again for its rows.
func (v *view) compute(ctx context.Context, stages []string, states []seedbed.State) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		made, err := makeStages(v.project, v.plan, noModels, func(string) {})
		if err != nil {
			yield(seedbed.Record{}, err)
			return
		}
		stopped := false
		e, err := engine.New(engine.Config{
			Plan: v.plan, Stages: made, Sources: v.sources(), Tasks: 64,
			Sink: func(rec *seedbed.Record, out *seedbed.Outcome) error {
				if stopped {
					return errEnough // rows that were on their way still come
				}
				if !matches(out, stages, states) {
					return nil
				}
				r := *rec
				r.Decision, r.Scores = out.Decision, out.Scores
				if !yield(r, nil) {
					stopped = true
					return errEnough
				}
				return nil
			},
		})
		if err == nil {
			_, err = e.Run(ctx)
		}
		if err != nil && !stopped {
			yield(seedbed.Record{}, err)
		}
	}
}

// errEnough ends a computation whose reader has seen enough.
var errEnough = fmt.Errorf("enough rows")

func noModels(name string) (seedbed.Model, error) {
	return nil, seedbed.Errorf(seedbed.CodeInternal, "a free plan asked for model %q", name)
}

func matches(out *seedbed.Outcome, stages []string, states []seedbed.State) bool {
	return (len(stages) == 0 || slices.Contains(stages, out.Stage)) && (len(states) == 0 || slices.Contains(states, out.Decision.State))
}

// criteria returns all criteria that the plan's judges score.
func criteria(p *plan.Plan) []seedbed.Criterion {
	var out []seedbed.Criterion
	for i := range p.Stages {
		if r := p.Stages[i].Needs.Rubric; r != nil {
			out = append(out, r.Criteria...)
		}
	}
	return out
}
