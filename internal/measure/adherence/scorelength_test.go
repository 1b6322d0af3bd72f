package adherence

import (
	"math"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestSpearman(t *testing.T) {
	// scipy's documentation: spearmanr([1,2,3,4,5], [5,6,7,8,7]) is .8208.
	e := func(words []int, scores []float64) float64 {
		var rows []scoredRow
		for i := range words {
			rows = append(rows, scoredRow{score: scores[i], words: words[i]})
		}
		rho, _ := spearman(rows, .95)
		return rho.Value
	}
	if got := e([]int{1, 2, 3, 4, 5}, []float64{5, 6, 7, 8, 7}); math.Abs(got-.8207826817) > 1e-9 {
		t.Errorf("ρ = %v", got)
	}
	if got := e([]int{10, 20, 30, 40, 50, 60, 70, 80, 90}, []float64{9, 8, 7, 6, 5, 4, 3, 2, 1}); got != -1 {
		t.Errorf("ρ = %v", got)
	}
	rho, p := sums{1, 1, .5}.correlation(103, 1, .95)
	// z = .549306, half = 1.959964 × √(1.125 ÷ 100)
	if math.Abs(rho.Interval.Low-math.Tanh(.5493061-.2078856)) > 1e-5 || p > 1e-6 {
		t.Errorf("%+v, p = %v", rho.Interval, p)
	}
}

// A label whose texts are long and good is no judge that loves length.
func TestScoreLengthWithin(t *testing.T) {
	data := maker(t).Clean(5).Data
	for i := range data {
		label, text := "bad", "Short."
		if i%2 == 0 {
			label, text = "good", data[i].Fields.Text("text")
		}
		f := data[i].Fields.With("label", label).With("text", text)
		score := int64(i / 2 % 3)
		if i%2 == 0 {
			score += 4
		}
		data[i].Fields = f.With("score", score)
	}
	for _, f := range measuretest.Run(t, scoreLength{}, measuretest.Case{Setup: setup(), Data: data}, 2).Findings {
		if f.Severity == measure.Serious {
			t.Errorf("%s: %s", f.Figure, f.Says)
		}
	}
	for i := range data {
		data[i].Fields = data[i].Fields.With("score", int64(4))
	}
	if f := measuretest.Run(t, scoreLength{}, measuretest.Case{Setup: setup(), Data: data}, 2).Findings[0]; f.Estimate.Undefined == "" {
		t.Errorf("one score: %+v", f)
	}
}
