package coverage

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/stats"
)

func TestBalanceConforms(t *testing.T) {
	m := clean(1, 400)
	for i := range m.rows {
		if m.rows[i].group == "nurses" {
			m.rows[i].label, m.rows[i].score = "bad", 2
		}
		if i%5 == 0 {
			m.rows[i].seed = "s0"
		}
	}
	m.conform(t, balance{})
}

func TestBalanceOfShares(t *testing.T) {
	var data []seedbed.Record
	for i := range 1000 {
		g := []string{"a", "b", "c"}[i%3]
		if i%100 == 7 {
			g = "rare"
		}
		if i%50 == 3 {
			g = ""
		}
		data = append(data, measuretest.Record("g", g))
	}
	c := measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Groups: []string{"g"}}}, Data: data}
	f := finding(t, measuretest.Run(t, balance{}, c, 2), "balance", "g")
	wantSevere(t, f, measure.Notable, `"rare"`, "of 980 rows")
	if f.Estimate.Value != 10./980 || f.Estimate.Interval == nil || !strings.Contains(f.Caveat, "20 rows have no group") {
		t.Errorf("%+v %s", f.Estimate, f.Caveat)
	}
}

func TestBalanceOfLabels(t *testing.T) {
	m := clean(2, 2000)
	for i := range m.rows {
		if m.rows[i].group == "veterans" && i%3 > 0 {
			m.rows[i].label = "bad"
		}
	}
	f := finding(t, m.measure(t, balance{}), "balance.labels", "group")
	wantSevere(t, f, measure.Serious, `"veterans"`)
	if len(f.Evidence) == 0 || f.Evidence[0].Rows[0].Group != "veterans" {
		t.Errorf("evidence %+v", f.Evidence)
	}
}

func TestBalanceDominance(t *testing.T) {
	m := clean(3, 2000)
	for i := range m.rows {
		if i%20 == 0 { // 5 % of rows, of 101 seeds with about 20 rows each
			m.rows[i].seed = "s7"
		}
	}
	f := finding(t, m.measure(t, balance{}), "balance.dominance", "seed")
	wantSevere(t, f, measure.Serious, `seed "s7"`, "2,000 rows")
	s := setup()
	s.Declared = []measure.Attribute{{Name: "seed"}}
	r := measuretest.Run(t, balance{}, measuretest.Case{Setup: s, Data: m.records()}, 2)
	wantSevere(t, finding(t, r, "balance.dominance", "seed"), measure.Notable)
}

func TestBalanceScores(t *testing.T) {
	m := clean(4, 2000)
	for i := range m.rows {
		if m.rows[i].group == "students" {
			m.rows[i].score = math.Max(1, m.rows[i].score-4)
		}
	}
	f := finding(t, m.measure(t, balance{}), "balance.score", "")
	wantSevere(t, f, measure.Serious, `"students"`)
	if f.Estimate.Value > .25 {
		t.Errorf("above others in %v", f.Estimate.Value)
	}
}

func TestBalanceManyValues(t *testing.T) {
	var data []seedbed.Record
	for i := range 3000 {
		data = append(data, measuretest.Record("g", fmt.Sprint("g", i), "l", fmt.Sprint("l", i)))
	}
	c := measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Groups: []string{"g"}, Label: "l", By: []string{"g"}}}, Data: data}
	for _, workers := range []int{1, 3} {
		r := measuretest.Run(t, balance{}, c, workers)
		for _, f := range r.Findings {
			if f.Estimate.Defined() {
				t.Errorf("%s: %s", f.Figure, f.Says)
			}
		}
	}
}

// Values by hand and by R: chisq.test(matrix(c(20,10,5,15), 2)), V² = (χ² − 1)/50.
func TestSignificance(t *testing.T) {
	near := func(what string, got, want, within float64) {
		t.Helper()
		if !(math.Abs(got-want) <= within) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	chi, n := chiSquare([][]int{{20, 5}, {10, 15}})
	near("χ²", chi, 50*math.Pow(20*15-5*10, 2)/(25*25*30*20), 1e-9)
	near("n", float64(n), 50, 0)
	near("P(χ² ≥ 3.841)", stats.ChiSquareAbove(3.841458820694124, 1), .05, 1e-9)
	v, _ := cramerV([][]int{{20, 5, 0}, {10, 15, 0}, {0, 0, 0}}, .95)
	near("V", v.Value, math.Sqrt((chi-1)/50), 1e-9)
	// A χ² of 0 degrees beyond its mean has the interval [0, ·]; the bounds give back
	// their own tails.
	lambda := noncentrality(chi, 1, .025)
	near("P(X ≤ χ²; λ)", noncentralBelow(chi, 1, lambda), .025, 1e-6)
	// A noncentral χ² of one degree of freedom is a squared normal.
	near("noncentral", noncentralBelow(4, 1, 2.25), stats.NormalAbove(1.5-2)-stats.NormalAbove(2+1.5), 1e-9)
	near("hypergeometric", atMost(0, 5, 4, 20), 15*14*13*12/(20.*19*18*17), 1e-12)
	near("hypergeometric", atMost(1, 10, 10, 30), (18.4756e4+10*16.7960e4)/3.0045015e7, 1e-9)
	a := stats.ProbabilityAbove([]float64{3, 4, 5}, []float64{1, 2, 3}, .95)
	near("area", a.Value, 8.5/9, 1e-12)
	if a.Interval == nil || a.Interval.High > 1 {
		t.Errorf("%+v", a)
	}
	near("rank sum, by coin and scipy's formula", stats.RankSum([]float64{1, 2, 3, 4}, []float64{5, 6, 7, 8}), stats.NormalTwoSided((8-.5)/math.Sqrt(12)), 1e-12)
}
