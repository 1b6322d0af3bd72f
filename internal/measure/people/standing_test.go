package people

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/stats"
)

// Standings say what the measure says, for whoever shows scores.
func TestStandings(t *testing.T) {
	w := yesNoWorld(2, 1500, .05, .2)
	for i := range w.rows {
		w.rows[i].Scores = append(w.rows[i].Scores, seedbed.Score{Criterion: "kind", Judge: "grader", Status: seedbed.Scored, Value: int64(i % 7)})
	}
	s := setup()
	all, err := Hold(t.Context(), measuretest.Rows(w.rows)(t.Context()), &s)
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: w.rows}, 2)
	h, k := all[0], all[1]
	rate, kappa := named(t, r, "judges.rate", ""), named(t, r, "judges", "on harmful")
	if !h.Calibrated || h.Scored != 1500 || h.Rates[0].Answer != "yes" || h.Rates[0].Corrected.Value != rate.Estimate.Value || h.Agreement.Value != kappa.Estimate.Value {
		t.Errorf("%+v", h)
	}
	if got := all.Words("harmful", "scored", "grader"); !strings.HasPrefix(got, "calibrated against ") || !strings.Contains(got, " rows: κ .") || strings.Contains(got, "wanting") {
		t.Errorf("%q", got)
	}
	if got := h.Rates[0].Words(); !strings.Contains(got, "\"yes\" in ") || !strings.Contains(got, "; corrected by people ") || !strings.Contains(got, "(PPI, ") {
		t.Errorf("%q", got)
	}
	if got := all.Words("kind", "", "grader"); got != Uncalibrated || k.Calibrated || k.Rated != 0 || k.Agreement.Defined() {
		t.Errorf("%q %+v", got, k)
	}
	if got := k.Rates[0].Words(); got != "mean 3.0 (a judge's word; not compared with people)" {
		t.Errorf("%q", got)
	}
	if got := all.Words("other", "scored", "grader"); got != Uncalibrated {
		t.Errorf("a judge of whom nothing is known: %q", got)
	}
	broken := func(yield func(seedbed.Record, error) bool) { yield(seedbed.Record{}, errors.New("gone")) }
	if _, err := Hold(t.Context(), broken, &s); err == nil {
		t.Error("no error of reading")
	}
}

// A judge that tosses a coin was compared, and found wanting.
func TestStandingOfAJudgeThatGuesses(t *testing.T) {
	w := yesNoWorld(3, 1500, .25, .2)
	for i := range w.rows {
		w.rows[i].Scores[0].Value = w.rng.Float64() < .5
	}
	s := setup()
	all, err := Hold(t.Context(), measuretest.Rows(w.rows)(t.Context()), &s)
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	if got := all[0].Words(); !all[0].Wanting || !strings.HasPrefix(got, "compared with ") || !strings.Contains(got, "found wanting: κ ") {
		t.Errorf("%q", got)
	}
}

func TestStandingWords(t *testing.T) {
	at := func(v, low, high float64) stats.Estimate {
		return stats.Estimate{Value: v, N: 140, Interval: &stats.Interval{Low: low, High: high}}
	}
	for _, c := range []struct {
		s    Standing
		want string
	}{
		{Standing{}, "uncalibrated"},
		{Standing{Rated: 12, People: 1}, "uncalibrated: compared with 1 person on 12 rows, and 30 are the least"},
		{Standing{Why: "people and judge do not answer in the same way"}, "uncalibrated: it cannot be compared with people, as people and judge do not answer in the same way"},
		{Standing{Calibrated: true, Rated: 140, People: 3, Agreement: at(.71, .6, .8)}, "calibrated against 3 people on 140 rows: κ .71 [.60, .80]"},
		{Standing{Calibrated: true, Wanting: true, Rated: 140, People: 3, Agreement: at(.08, -.05, .21)}, "compared with 3 people on 140 rows and found wanting: κ .080 [−.050, .21]"},
		{Standing{Calibrated: true, Wanting: true, Rated: 40, People: 2, Agreement: stats.Undefined("all say yes")}, "compared with 2 people on 40 rows, which does not tell how far it goes with them: all say yes"},
	} {
		if got := c.s.Words(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	for _, c := range []struct {
		e    stats.Estimate
		want bool
	}{
		{at(.71, .6, .8), false},
		{at(.5, .3, .7), false},
		{at(.4, .3, .5), true},
		{at(.3, 0, .7), true},
		{stats.Estimate{Value: .7, N: 9}, false},
		{stats.Estimate{Value: .3, N: 9}, true},
		{stats.Undefined("no"), true},
	} {
		if got := wanting(&c.e); got != c.want {
			t.Errorf("%+v is wanting: %v", c.e, got)
		}
	}
	all := Standings{{Criterion: "a", Stage: "s", Judge: "j", Calibrated: true, Rated: 140, People: 3, Agreement: at(.71, .6, .8)}, {Criterion: "b", Stage: "s", Judge: "j"}}
	if got := all.Together([]string{"a", "b"}, "s", "j"); got != "a calibrated against 3 people on 140 rows: κ .71 [.60, .80]; b uncalibrated" {
		t.Errorf("%q", got)
	}
	if got := all.Together([]string{"b", "c"}, "s", "j"); got != Uncalibrated {
		t.Errorf("%q", got)
	}
	if got := all.Together(nil, "s", "j"); got != Uncalibrated {
		t.Errorf("%q", got)
	}
}

// What a judge says alone is what its answers come to, whatever they are.
func TestRatesOfAJudgeAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.IntRange(0, 2).Draw(rt, "kind")
		n := rapid.IntRange(1, 60).Draw(rt, "rows")
		s := &judgings{setup: &measure.Setup{Level: .95, Seed: 1}, options: options{precision: .9}}
		sum := 0.
		for i := range n {
			v := rapid.IntRange(0, 6).Draw(rt, "value")
			var value any
			switch kind {
			case 0:
				value = v > 2
				if v > 2 {
					sum++
				}
			case 1:
				value = int64(v + 2)
				sum += float64(v + 2)
			default:
				value = string(rune('a' + v))
			}
			rec := seedbed.Record{Scores: []seedbed.Score{{Criterion: "c", Judge: "j", Status: seedbed.Scored, Value: value}}}
			row, _ := measure.RowOf(&measure.Columns{}, measure.Data, int64(i), &rec)
			s.Add(row)
		}
		got := s.standing(s.judges[0])
		if len(got.Rates) == 0 || got.Calibrated {
			rt.Fatalf("%+v", got)
		}
		total := 0.
		for i := range got.Rates {
			total += got.Rates[i].Raw.Value
			if !strings.Contains(got.Rates[i].Words(), "not compared with people") {
				rt.Fatalf("%q", got.Rates[i].Words())
			}
		}
		if kind < 2 && math.Abs(total-sum/float64(n)) > 1e-9 {
			rt.Fatalf("%v of %d rows: %+v", sum, n, got.Rates)
		}
		if kind == 2 && len(got.Rates) > 1 && math.Abs(total-1) > 1e-9 {
			rt.Fatalf("shares add up to %v: %+v", total, got.Rates)
		}
	})
}
