package main

import (
	"context"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/stats"
)

// fewestAnchors is how many rows tell anything of drift.
const fewestAnchors = 10

// drift says how the scores of the rows that people rated have moved since the run before
// this one, where that has enough of them: another model, prompt or rubric under the same
// name is another judge. It reads those rows alone.
func (v *view) drift(ctx context.Context) ([]measure.Finding, error) {
	votes, err := v.votes()
	if err != nil || len(votes) == 0 || free(v.plan) {
		return nil, err
	}
	runs, err := v.journal.Runs(ctx)
	if err != nil {
		return nil, err
	}
	now, err := v.scoredIn(ctx, v.run.ID, votes)
	if err != nil || len(now) < fewestAnchors {
		return nil, err
	}
	for _, run := range slices.Backward(runs) {
		if run.ID == v.run.ID || run.Begun.After(v.run.Begun) {
			continue
		}
		before, err := v.scoredIn(ctx, run.ID, votes)
		if err != nil || len(before) < fewestAnchors {
			return nil, err // no run before that: each costs a look at every rated row
		}
		return drifted(before, now)
	}
	return nil, nil
}

// scoredIn are the rows that people rated as a run has them, with their scores.
func (v *view) scoredIn(ctx context.Context, run int64, votes ratings.Votes) (out []seedbed.Record, err error) {
	for id := range votes {
		o, ok, err := v.journal.OutcomeOf(ctx, run, id)
		if err != nil {
			return nil, err
		}
		if ok && len(o.Scores) > 0 {
			out = append(out, seedbed.Record{ID: id, Scores: o.Scores})
		}
	}
	sortRecords(out)
	return out, nil
}

// drifted compares the scores of the same rows, for the judges whose scores have changed.
func drifted(before, now []seedbed.Record) (out []measure.Finding, err error) {
	for _, a := range ratings.PairAnchors(before, now) {
		if len(a.Pairs) < fewestAnchors {
			continue
		}
		d, err := a.Measure(stats.CompareOptions{Level: .95, Resamples: 2000, Seed: 1})
		if err != nil {
			return nil, err
		}
		if d.Changed.Value > 0 {
			out = append(out, d.Finding(func(seedbed.ID) (int64, bool) { return 0, false }))
		}
	}
	return out, nil
}
