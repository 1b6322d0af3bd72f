package stats

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
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

// Very many raters, or values, leave out what would not fit, and say so.
func TestAgreementManyRaters(t *testing.T) {
	o := AgreementOptions{Resampling: Resampling{Resamples: 200, Confidence: .95, Seed: 1}}
	var cells []Rating
	for i := range 50_000 {
		cells = append(cells, Rating{i / 2, i, i % 3}, Rating{i / 2, 50_000 + i%2000, (i / 2) % 3})
	}
	cells = slices.CompactFunc(cells, func(a, b Rating) bool { return a.Item == b.Item && a.Rater == b.Rater })
	for _, size := range []struct{ raters, values int }{{52_000, 3}, {52_000, 9000}} {
		values := make([]float64, size.values)
		for i := range values {
			values[i] = float64(i)
		}
		r, err := NewRatings(25_000, size.raters, values, cells)
		if err != nil {
			t.Fatal(err)
		}
		a := report(t, r, o)
		if !strings.Contains(a.Cohen.Undefined, "too many tables") || !a.Alpha.Defined() || a.Alpha.Interval == nil {
			t.Errorf("%v: κ %+v, α %+v", size, a.Cohen, a.Alpha)
		}
		if e := a.PerRater[0].Agreement; !e.Defined() || e.NoInterval == "" || a.Consensus.Undefined == "" && size.values > 3 {
			t.Errorf("%v: %+v", size, e)
		}
	}
}

// Whatever is said, nothing panics and every figure is one or says why not.
func FuzzAgreement(f *testing.F) {
	f.Add(byte(3), byte(2), []byte{0, 0, 0, 0, 1, 1, 1, 0, 2})
	f.Add(byte(1), byte(200), []byte{0, 0, 0})
	f.Add(byte(0), byte(0), []byte{})
	f.Fuzz(func(t *testing.T, raters, q byte, said []byte) {
		values := make([]float64, q)
		for i := range values {
			values[i] = float64(i) * 1e300
		}
		if len(said) > 8 {
			values = append(values, math.Float64frombits(binary.LittleEndian.Uint64(said)))
		}
		var cells []Rating
		for i := 0; i+2 < len(said); i += 3 {
			cells = append(cells, Rating{int(said[i]), int(said[i+1]), int(said[i+2])})
		}
		r, err := NewRatings(256, int(raters), values, cells)
		if err != nil {
			return
		}
		for _, level := range Levels() {
			a := report(t, r, AgreementOptions{Level: level, Resampling: Resampling{Resamples: 100, Confidence: .95}})
			for i, e := range figuresOf(a) {
				if e.Defined() && (notFinite(e.Value) || e.Interval == nil && e.NoInterval == "") {
					t.Errorf("%s: figure %d is %+v", level, i, e)
				}
			}
			if _, err := json.Marshal(a); err != nil {
				t.Error(err)
			}
		}
	})
}
