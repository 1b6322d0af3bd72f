package copying

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/text"
)

func TestAnExemplarThatLeaks(t *testing.T) {
	r := measuretest.Run(t, Memorisation{}, leaking(), 2)
	f := of(t, r, "memorisation.exemplar", "e7")
	if f.Severity != measure.Serious || !strings.HasPrefix(f.Says, `"tacos" of exemplar e7 is in `) {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
	for _, ev := range f.Evidence {
		for _, row := range ev.Rows {
			if got := row.Text[row.Marks[0].From:row.Marks[0].To]; got != "tacos" {
				t.Errorf("%q is marked", got)
			}
		}
	}
	for k := range 7 {
		for _, f := range r.Findings {
			if f.Of == fmt.Sprint("e", k) {
				t.Errorf("false alarm: %s", f.Says)
			}
		}
	}
}

func TestSeedsThatAreRepeated(t *testing.T) {
	r := measuretest.Run(t, Memorisation{}, leaking(), 2)
	own, other := of(t, r, "memorisation", "own seed"), of(t, r, "memorisation", "other seeds")
	if own.Estimate.Value != 10./600 || own.Severity != measure.Plain {
		t.Errorf("own: %s", own.Says)
	}
	if other.Estimate.Value != 10./600 {
		t.Errorf("others: %s", other.Says)
	}
	for _, ev := range other.Evidence {
		if ev.Rows[0].N%60 != 4 || ev.Rows[1].From != "seeds" {
			t.Errorf("row %d beside %s", ev.Rows[0].N, ev.Rows[1].From)
		}
	}
}

func TestNearerToTheReference(t *testing.T) {
	ref, hold := passage(1, 500, 30), passage(2, 700, 30)
	c := caseOf()
	c.Reference, c.Holdout = measuretest.Texts(ref...), measuretest.Texts(hold...)
	for i, s := range passage(3, 400, 30) {
		if i%4 == 0 {
			s = ref[i] + " " + s[:20]
		}
		c.Data = append(c.Data, measuretest.Record("text", s))
	}
	r := measuretest.Run(t, Memorisation{}, c, 2)
	f := of(t, r, "memorisation.nearer", "")
	if f.Severity != measure.Serious || f.Estimate.Value < .55 || f.Evidence[0].Rows[0].N%4 != 0 {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
	if !strings.Contains(f.Compared, "500 rows of each") {
		t.Errorf("compared with %s", f.Compared)
	}
	c.Data = c.Reference[:50]
	c.Holdout = c.Reference
	if f := of(t, measuretest.Run(t, Memorisation{}, c, 2), "memorisation.nearer", ""); f.Estimate.Defined() {
		t.Errorf("all ties: %s", f.Says)
	}
	c.Holdout = nil
	if f := of(t, measuretest.Run(t, Memorisation{}, c, 2), "memorisation.nearest", ""); f.Estimate.Value != 0 || !strings.Contains(f.Caveat, "--holdout") {
		t.Errorf("%s; %s", f.Says, f.Caveat)
	}
}

// The nearest row by lists is the one that comparing all gives.
func TestNearestIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringOfN(rapid.RuneFrom([]rune("ab c")), 0, 40, -1)
		var rows []sketch
		for _, s := range rapid.SliceOfN(line, 0, 20).Draw(t, "rows") {
			rows = append(rows, sketch{s, slices.Clone(measure.NewTokens(s).Set(nearWords))})
		}
		s := line.Draw(t, "query")
		q := sketch{s, slices.Clone(measure.NewTokens(s).Set(nearWords))}
		x := newNearIndex(make([]int64, len(rows)), rows)
		got, _ := x.nearest(&q, make([]uint32, len(rows)), nil)
		best := 0.
		for i := range rows {
			best = max(best, text.Jaccard(q.set, rows[i].set))
		}
		if len(q.set) == 0 {
			best = 0
		}
		if math.Abs(1-got.distance()-best) > 1e-12 {
			t.Fatalf("similarity %v, want %v", 1-got.distance(), best)
		}
	})
}

func TestMedianInterval(t *testing.T) {
	x := make([]float64, 20)
	for i := range x {
		x[i] = float64(i + 1)
	}
	// Conover 1999, table of the binomial: of 20, P(Bin < 6) = .0207 and P(Bin < 7) = .0577.
	if e := medianOf(x, .95); e.Value != 10.5 || e.Interval.Low != 6 || e.Interval.High != 15 {
		t.Errorf("%v %+v", e.Value, e.Interval)
	}
	if e := medianOf(x[:3], .95); e.Interval != nil || e.NoInterval == "" {
		t.Errorf("%+v", e)
	}
}

func TestMemorisationWithoutAnythingToCompare(t *testing.T) {
	c := caseOf("a b c")
	if r := measuretest.Run(t, Memorisation{}, c, 1); len(r.NotMeasured) != 1 || r.NotMeasured[0].Fix != "--against FILE" {
		t.Errorf("%+v", r)
	}
	c.Seeds = []seedbed.Record{{}}
	if r := measuretest.Run(t, Memorisation{}, c, 1); len(r.Findings) != 1 {
		t.Errorf("%+v", r)
	}
	c.Setup.Options = map[string]any{"memorisation.sample": "many"}
	if r := measuretest.Run(t, Memorisation{}, c, 1); len(r.NotMeasured) != 1 || !strings.Contains(r.NotMeasured[0].Why, "whole number") {
		t.Errorf("%+v", r)
	}
}
