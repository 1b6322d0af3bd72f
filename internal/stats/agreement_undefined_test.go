package stats

import (
	"encoding/json"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func TestAgreementUndefined(t *testing.T) {
	o := AgreementOptions{Resampling: Resampling{Resamples: 100, Confidence: .95}}
	for _, tt := range []struct {
		name string
		rows [][]int
		q    int
		why  string // of α
		// percent is what percent agreement says; "" where it is a figure.
		percent string
	}{
		{"no rows", nil, 2, "no rating at all", "no rating at all"},
		{"all missing", [][]int{{0, 0}, {0, 0}}, 2, "no rating at all", "no rating at all"},
		{"one rater", [][]int{{1}, {2}, {1}}, 2, "one rater alone", "one rater alone"},
		{"no overlap", [][]int{{1, 0}, {0, 2}, {1, 0}}, 2, "no item was rated by two", "no item was rated by two"},
		{"one value", [][]int{{1, 1}, {1, 1}}, 2, "every rating is the same value", ""},
		{"one value where two rated", [][]int{{1, 1}, {1, 1}, {2, 0}}, 2, "every rating is the same value", ""},
	} {
		a := report(t, grid(t, tt.q, tt.rows...), o)
		if !strings.Contains(a.Alpha.Undefined, tt.why) {
			t.Errorf("%s: α is %+v", tt.name, a.Alpha)
		}
		if tt.percent == "" != a.Percent.Defined() || !strings.Contains(a.Percent.Undefined, tt.percent) {
			t.Errorf("%s: percent is %+v", tt.name, a.Percent)
		}
		if a.Consensus.Undefined == "" {
			t.Errorf("%s: there is a consensus", tt.name)
		}
		if _, err := json.Marshal(a); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestAgreementFewItems(t *testing.T) {
	a := report(t, grid(t, 2, []int{1, 1}, []int{2, 2}, []int{1, 2}), AgreementOptions{Resampling: Resampling{Resamples: 200, Confidence: .95}})
	if !a.Alpha.Defined() || a.Alpha.Interval != nil || a.Percent.Interval != nil {
		t.Errorf("three items have intervals: %+v %+v", a.Alpha, a.Percent)
	}
}

// Everybody agrees on everything: the figure is 1, and no interval pretends that
// nothing else could have come out.
func TestAgreementPerfectHasNoInterval(t *testing.T) {
	var rows [][]int
	for i := range 60 {
		rows = append(rows, []int{1 + i%2, 1 + i%2})
	}
	a := report(t, grid(t, 2, rows...), AgreementOptions{Resampling: Resampling{Resamples: 200, Confidence: .95}})
	if a.Percent.Interval != nil || !strings.Contains(a.Percent.NoInterval, "same in every resample") {
		t.Errorf("percent: %+v", a.Percent)
	}
}

func TestRatioWantsNoNegatives(t *testing.T) {
	r, err := NewRatings(2, 2, []float64{-1, 1}, []Rating{{0, 0, 0}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}})
	if err != nil {
		t.Fatal(err)
	}
	if e := KrippendorffAlpha(r, LevelRatio, Resampling{}); !strings.Contains(e.Undefined, "no values below zero") {
		t.Errorf("%+v", e)
	}
}

func TestRatingsRefused(t *testing.T) {
	two := []float64{0, 1}
	for name, try := range map[string]func() (*Ratings, error){
		"twice":          func() (*Ratings, error) { return NewRatings(1, 1, two, []Rating{{0, 0, 0}, {0, 0, 1}}) },
		"item beyond":    func() (*Ratings, error) { return NewRatings(1, 1, two, []Rating{{1, 0, 0}}) },
		"rater beyond":   func() (*Ratings, error) { return NewRatings(1, 1, two, []Rating{{0, -1, 0}}) },
		"value beyond":   func() (*Ratings, error) { return NewRatings(1, 1, two, []Rating{{0, 0, 2}}) },
		"values fall":    func() (*Ratings, error) { return NewRatings(1, 1, []float64{1, 0}, nil) },
		"negative items": func() (*Ratings, error) { return NewRatings(-1, 1, two, nil) },
		"too many":       func() (*Ratings, error) { return NewRatings(1<<40, 1, two, nil) },
	} {
		if _, err := try(); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := grid(t, 2, []int{1, 2})
	for name, o := range map[string]AgreementOptions{
		"level":            {Level: "cardinal"},
		"weights":          {Level: LevelOrdinal, Weights: "cubic"},
		"nominal weights":  {Weights: LinearWeights},
		"few resamples":    {Resampling: Resampling{Resamples: 3, Confidence: .9}},
		"confidence of 1":  {Resampling: Resampling{Resamples: 100, Confidence: 1}},
		"confidence unset": {Resampling: Resampling{Resamples: 100}},
	} {
		if _, err := Agreement(r, o); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
