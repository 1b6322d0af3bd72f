package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/store"
)

// standings are how the judges of a plan stand against people over the rows that are
// released, with their rates. Unless it was worked out before, that takes a pass over the
// rows; none where nobody rated any.
func (v *view) standings(ctx context.Context) (ratings.Standings, error) {
	votes, err := v.votes()
	if err != nil || len(votes) == 0 || len(criteria(v.plan)) == 0 {
		return nil, err
	}
	if kept, ok := v.keptStandings(votes); ok || free(v.plan) { // which has no judge
		return kept, nil
	}
	got, err := v.hold(ctx, votes.Join(v.rows(ctx, v.released(), []seedbed.State{seedbed.Accepted})))
	if err == nil {
		v.keepStandings(votes, got)
	}
	return got, err
}

// calibration is standings for who shows single scores: it reads the rows that people
// rated and no others, and has the rates only where they were worked out before.
func (v *view) calibration(ctx context.Context) (ratings.Standings, error) {
	votes, err := v.votes()
	if err != nil {
		return nil, err
	}
	return v.calibrationBy(ctx, votes)
}

// calibrationBy is calibration for who has read the votes already.
func (v *view) calibrationBy(ctx context.Context, votes ratings.Votes) (ratings.Standings, error) {
	if len(votes) == 0 || len(criteria(v.plan)) == 0 {
		return nil, nil
	}
	if kept, ok := v.keptStandings(votes); ok || free(v.plan) { // which has no judge
		return kept, nil
	}
	got, err := v.hold(ctx, votes.Join(v.ratedRows(ctx, votes)))
	for i := range got {
		got[i].Scored, got[i].Rates = 0, nil
	}
	return got, err
}

func (v *view) votes() (ratings.Votes, error) { return ratings.ReadVotes(v.app.peopleDir()) }

// hold compares judges with people as the recipe measures it.
func (v *view) hold(ctx context.Context, rows iter.Seq2[seedbed.Record, error]) (ratings.Standings, error) {
	return ratings.Hold(ctx, rows, &measure.Setup{Level: .95, Seed: 1, Families: modelFamilies(v.plan), Options: measureOptions(v.plan)})
}

// measureOptions are the settings of measures in the recipe, such as judges.good.
func measureOptions(p *plan.Plan) map[string]any {
	out := map[string]any{}
	if p.Measure != nil {
		for _, o := range p.Measure.Options {
			out[o.Key] = o.Value
		}
	}
	return out
}

// released are the stages whose accepted rows are released.
func (v *view) released() []string {
	if from := v.plan.Release.From; len(from) > 0 {
		return from
	}
	return v.plan.Leaves()
}

// ratedRows gives the released rows that people rated, in plan order.
func (v *view) ratedRows(ctx context.Context, votes ratings.Votes) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		stages := v.released()
		var outs []seedbed.Outcome
		for id := range votes {
			out, ok, err := v.journal.OutcomeOf(ctx, v.run.ID, id)
			if err != nil {
				yield(seedbed.Record{}, err)
				return
			}
			if ok && matches(&out, stages, []seedbed.State{seedbed.Accepted}) {
				outs = append(outs, out)
			}
		}
		slices.SortFunc(outs, func(a, b seedbed.Outcome) int {
			return cmp.Or(cmp.Compare(a.Ord, b.Ord), bytes.Compare(a.Record[:], b.Record[:]))
		})
		for _, out := range outs {
			rec, err := v.record(ctx, out.Record)
			rec.Decision, rec.Scores = out.Decision, out.Scores
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// standingsKept is what is kept of standings beside the journal: it can be worked out again.
type standingsKept struct {
	Of        string            `json:"of"` // digest of the rows, of what people said, and of how it was measured
	Standings ratings.Standings `json:"standings"`
}

func (v *view) standingsPath() string {
	return filepath.Join(v.app.dir, store.Folder, "standings.json")
}

// standingsOf names what standings rest on.
func (v *view) standingsOf(votes ratings.Votes) string {
	options, _ := json.Marshal(measureOptions(v.plan)) // of strings: cannot fail
	return fmt.Sprintf("%s %d %d %s %v %s %s", version(), v.run.ID, v.run.Finished.UnixMicro(), v.plan.Fingerprint, v.released(), options, votes.Digest())
}

func (v *view) keptStandings(votes ratings.Votes) (ratings.Standings, bool) {
	b, err := os.ReadFile(v.standingsPath())
	var kept standingsKept
	if err != nil || v.run.Status == seedbed.RunOpen || json.Unmarshal(b, &kept) != nil || kept.Of != v.standingsOf(votes) {
		return nil, false
	}
	return kept.Standings, true
}

// keepStandings keeps them for the next time. Where that cannot be, they are worked out
// again.
func (v *view) keepStandings(votes ratings.Votes, all ratings.Standings) {
	b, err := json.Marshal(standingsKept{v.standingsOf(votes), all})
	if err != nil || v.run.Status == seedbed.RunOpen {
		return
	}
	path := v.standingsPath()
	t, err := os.CreateTemp(filepath.Dir(path), ".standings.*")
	if err != nil {
		return
	}
	defer os.Remove(t.Name())
	_, err = t.Write(b)
	if cerr := t.Close(); err == nil && cerr == nil {
		_ = os.Rename(t.Name(), path)
	}
}
