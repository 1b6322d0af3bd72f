package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Computed from the definition.
func TestWeightedSampleKnown(t *testing.T) {
	rows := []Drawn{{3, .2}, {8, .5}, {12, .6}, {20, .8}}
	w := WeightedSample(rows, 15, .95)
	isNear(t, "the total", w.Total.Value, 76, 1e-9)
	isNear(t, "the mean", w.Mean.Value, 5.066667, 5e-7)
	isNear(t, "Hájek", w.Hajek.Value, 7.663866, 5e-7)
	if w.Total.Interval != nil || w.Hajek.NoInterval == "" {
		t.Errorf("four rows have an interval: %+v", w)
	}
	if w := WeightedSample(rows, 0, .95); w.Total.Defined() || w.Mean.Defined() || !w.Hajek.Defined() {
		t.Errorf("%+v", w)
	}
}

func TestWeightedSampleUndefined(t *testing.T) {
	for _, w := range []Weighted{
		WeightedSample(nil, 10, .95), WeightedSample([]Drawn{{1, 0}}, 10, .95), WeightedSample([]Drawn{{1, 1.1}}, 10, .95),
		WeightedSample([]Drawn{{math.NaN(), .5}}, 10, .95), WeightedSample([]Drawn{{1, .5}, {1, .5}}, 1, .95), WeightedSample([]Drawn{{1, .5}}, 10, 7),
	} {
		if w.Total.Defined() || w.Hajek.Defined() {
			t.Errorf("%+v", w)
		}
	}
	for _, e := range []Estimate{
		Stratified(nil, .95), Stratified([]DrawnStratum{{"a", 10, nil}}, .95), Stratified([]DrawnStratum{{"a", 1, []float64{1, 2}}}, .95),
	} {
		if e.Defined() {
			t.Errorf("%+v", e)
		}
	}
}

// Equal probabilities give what Student's t gives; all of the rows give what is
// known; doubling values doubles all.
func TestSurveyProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-10, 10), 40, 80).Draw(t, "values")
		rows, twice := make([]Drawn, len(values)), make([]Drawn, len(values))
		for i, v := range values {
			rows[i], twice[i] = Drawn{v, .01}, Drawn{2 * v, .01}
		}
		w, plain := WeightedSample(rows, 100*len(rows), .9), Mean(values, .9)
		if math.Abs(w.Hajek.Value-plain.Value) > 1e-9 || math.Abs(w.Mean.Value-plain.Value) > 1e-9 || math.Abs(w.Design-1) > 1e-9 {
			t.Fatalf("%+v, unweighted %+v", w, plain)
		}
		if plain.Interval != nil && w.Hajek.Interval != nil && math.Abs(w.Hajek.Interval.High-w.Hajek.Interval.Low-plain.Interval.High+plain.Interval.Low) > .3*(plain.Interval.High-plain.Interval.Low) {
			t.Fatalf("%+v, unweighted %+v", w.Hajek.Interval, plain.Interval)
		}
		if d := WeightedSample(twice, 100*len(rows), .9); math.Abs(d.Total.Value-2*w.Total.Value) > 1e-6 {
			t.Fatalf("%v, doubled %v", w.Total.Value, d.Total.Value)
		}
		whole := Stratified([]DrawnStratum{{"a", len(values), values}}, .9)
		if whole.Interval != nil || whole.NoInterval != "" || math.Abs(whole.Value-plain.Value) > 1e-9 {
			t.Fatalf("%+v", whole)
		}
		half := len(values) / 2
		s := Stratified([]DrawnStratum{{"a", 1000, values[:half]}, {"b", 3000, values[half:]}}, .9)
		a, b := Mean(values[:half], .9), Mean(values[half:], .9)
		if math.Abs(s.Value-(a.Value+3*b.Value)/4) > 1e-9 || s.Interval != nil && (s.Interval.Low > s.Value || s.Interval.High < s.Value) {
			t.Fatalf("%+v of %v and %v", s, a.Value, b.Value)
		}
	})
}
