package people

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// Anchored is what a judge said of an anchor row at two times: in two runs, or two
// waves of one.
type Anchored struct {
	Row           seedbed.ID
	Before, After float64 // scores; of yes and no, 1 and 0
}

// Anchors are a judge's scores of the same rows at two times.
type Anchors struct {
	Criterion, Judge string
	Pairs            []Anchored
	Lost             int // rows that have a score at one of the two times only, or one that is a word
}

// PairAnchors finds the rows that are in both, by id, and pairs each judge's scores of
// them. Anchors come in the order of criterion and judge, pairs in that of before.
func PairAnchors(before, after []seedbed.Record) []Anchors {
	now := map[seedbed.ID]*seedbed.Record{}
	for i := range after {
		now[after[i].ID] = &after[i]
	}
	found := map[scoreKey]*Anchors{}
	for i := range before {
		rec := now[before[i].ID]
		if rec == nil {
			continue
		}
		then, again := lastScores(&before[i]), lastScores(rec)
		for k, a := range then {
			all := found[k]
			if all == nil {
				all = &Anchors{Criterion: k.criterion, Judge: k.judge}
				found[k] = all
			}
			b, ok := again[k]
			if !ok || a.kind == word || b.kind == word {
				all.Lost++
				continue
			}
			all.Pairs = append(all.Pairs, Anchored{before[i].ID, a.num, b.num})
		}
	}
	var out []Anchors
	for _, a := range found {
		out = append(out, *a)
	}
	slices.SortFunc(out, func(a, b Anchors) int {
		return cmp.Or(cmp.Compare(a.Criterion, b.Criterion), cmp.Compare(a.Judge, b.Judge))
	})
	return out
}

type scoreKey struct{ criterion, judge string }

// lastScores are the last answers of each judge to each criterion.
func lastScores(rec *seedbed.Record) map[scoreKey]answer {
	out := map[scoreKey]answer{}
	for i := range rec.Scores {
		s := &rec.Scores[i]
		if a := answerOf(s.Value); s.Status == seedbed.Scored && a.kind != 0 {
			out[scoreKey{s.Criterion, s.Judge}] = a
		}
	}
	return out
}

// Drift is how a judge's scores of the same rows have moved.
type Drift struct {
	Anchors
	Mean    stats.Comparison // First: after, Second: before
	Changed stats.Estimate   // share of rows with another score
}

// Measure compares the scores. Its test is one of the mean: a judge that has become
// less steady and no higher or lower shows in Changed, which without drift is what the
// judge's own noise gives.
func (a *Anchors) Measure(o stats.CompareOptions) (Drift, error) {
	d := Drift{Anchors: *a}
	if len(a.Pairs) == 0 {
		return d, seedbed.Errorf(seedbed.CodeInvalid, "%s on %s has no anchor row with a score at both times", a.Judge, a.Criterion)
	}
	before, after := make([]float64, len(a.Pairs)), make([]float64, len(a.Pairs))
	changed := 0
	for i, p := range a.Pairs {
		before[i], after[i] = p.Before, p.After
		if p.Before != p.After {
			changed++
		}
	}
	var err error
	if d.Mean, err = stats.ComparePaired(after, before, o); err != nil {
		return d, fmt.Errorf("comparing the scores of anchor rows: %w", err)
	}
	d.Changed = stats.Share(changed, len(a.Pairs), o.Level)
	return d, nil
}

// Finding says it: serious where the mean has moved by a tenth of the scores' range and
// more beyond doubt, notable where it has moved at p < .01. where tells of an anchor row
// its place in the data, for the evidence.
func (d *Drift) Finding(where func(seedbed.ID) (n int64, ok bool)) measure.Finding {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range d.Pairs {
		low, high = min(low, p.Before, p.After), max(high, p.Before, p.After)
	}
	e := d.Mean.Difference
	name := (&judging{judgeKey: judgeKey{criterion: d.Criterion, judge: d.Judge}}).name()
	f := measure.Finding{
		Measure: "judges", Figure: "judges.drift", Severity: measure.Plain, Unit: measure.Ratio, Of: name, Estimate: e,
		Compared: "its own scores of the same rows before: " + prose.Figure(d.Mean.Second),
		Caveat:   "It says that the judge has changed, and not which of the two was right: compare both with people.",
		Says: fmt.Sprintf("on %s that %s scored twice, its mean has moved by %s (p %s); %s got another score",
			prose.Plural(len(d.Pairs), "anchor row", "anchor rows"), name, prose.Figure(e), prose.Equals(d.Mean.Test.P), prose.Share(d.Changed)),
	}
	if d.Mean.Test.P < .01 {
		f.Severity = measure.Notable
		if i := e.Interval; i != nil && max(i.Low, -i.High) >= .1*(high-low) {
			f.Severity = measure.Serious
		}
	}
	if d.Lost > 0 {
		f.Caveat += fmt.Sprintf(" %s left out: without a number at both times.", prose.Rows(d.Lost))
	}
	moved := slices.Clone(d.Pairs)
	slices.SortStableFunc(moved, func(a, b Anchored) int {
		return cmp.Compare(math.Abs(b.After-b.Before), math.Abs(a.After-a.Before))
	})
	for _, p := range moved {
		if len(f.Evidence) == measure.MaxEvidence || p.Before == p.After {
			break
		}
		if n, ok := where(p.Row); ok {
			f.Evidence = append(f.Evidence, measure.Evidence{
				Note: "before: " + prose.Decimal(p.Before) + "; after: " + prose.Decimal(p.After),
				Rows: []measure.RowRef{{Part: measure.Data, From: measure.Data.String(), N: n, ID: p.Row}},
			})
		}
	}
	return f
}
