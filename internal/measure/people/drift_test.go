package people

import (
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// anchors are rows that a judge scored from 1 to 7, twice: the second time so much
// higher, with some noise.
func anchors(n int, moved float64) (before, after []seedbed.Record) {
	rng := rand.New(rand.NewPCG(2, 2))
	score := func(x float64) []seedbed.Score {
		return []seedbed.Score{
			{Criterion: "helpful", Judge: "grader", Status: seedbed.Scored, Value: int64(max(1, min(7, x+rng.NormFloat64()*.4+.5)))},
			{Criterion: "kind", Judge: "grader", Status: seedbed.Scored, Value: "praise"},
		}
	}
	for i := range n {
		x := 1 + 5*rng.Float64()
		r := seedbed.Record{ID: idOf(i), Scores: score(x)}
		before = append(before, r)
		r.Scores = score(x + moved)
		after = append(after, r)
	}
	after[0].Scores[0] = seedbed.Score{Criterion: "helpful", Judge: "grader", Status: seedbed.Unscored}
	return before, append(after[:len(after)-1], seedbed.Record{ID: idOf(-1)})
}

func TestDrift(t *testing.T) {
	for _, c := range []struct {
		moved    float64
		severity measure.Severity
	}{{0, measure.Plain}, {.3, measure.Notable}, {1.2, measure.Serious}} {
		before, after := anchors(200, c.moved)
		all := PairAnchors(before, after)
		if len(all) != 2 || all[0].Criterion != "helpful" || len(all[0].Pairs) != 198 || all[0].Lost != 1 || all[1].Lost != 199 {
			t.Fatalf("%d anchors: %d pairs, %d lost", len(all), len(all[0].Pairs), all[0].Lost)
		}
		d, err := all[0].Measure(stats.CompareOptions{Level: .95, Resamples: 500, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		f := d.Finding(func(id seedbed.ID) (int64, bool) {
			return 7, id != idOf(1)
		})
		wants(t, &f, c.severity, "on 198 anchor rows that grader on helpful scored twice")
		if i := f.Estimate.Interval; i == nil || i.Low > c.moved+.15 || i.High < c.moved-.15 {
			t.Errorf("moved by %v: %s", c.moved, f.Says)
		}
		if len(f.Evidence) == 0 || f.Evidence[0].Rows[0].N != 7 || !strings.Contains(f.Evidence[0].Note, "before: ") || !strings.Contains(f.Caveat, "1 row left out") {
			t.Errorf("%+v %s", f.Evidence, f.Caveat)
		}
	}
	if _, err := (&Anchors{Judge: "g", Criterion: "c"}).Measure(stats.CompareOptions{Level: .95}); err == nil || seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("no pairs: %v", err)
	}
}

// A judge that has not changed drifts in about one of a hundred tests at p < .01.
func TestDriftCoversNoChange(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	found := 0
	for range 1000 {
		a := Anchors{Criterion: "c", Judge: "j"}
		for range 60 {
			x := float64(rng.IntN(5))
			a.Pairs = append(a.Pairs, Anchored{Before: x + float64(rng.IntN(3)), After: x + float64(rng.IntN(3))})
		}
		d, err := a.Measure(stats.CompareOptions{Level: .95, Resamples: 200, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if f := d.Finding(func(seedbed.ID) (int64, bool) { return 0, false }); f.Severity != measure.Plain {
			found++
		}
	}
	if found > 25 {
		t.Errorf("%d of 1,000 judges that have not changed are found to drift", found)
	}
}
