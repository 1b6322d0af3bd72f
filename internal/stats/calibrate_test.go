package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var (
	nineTruth  = []float64{0, 0, 0, 0, 1, 1, 1, 1, 1}
	nineScores = []float64{0, .1, .2, .3, .4, .65, .7, .8, .9}
)

// The Brier score by scikit-learn's brier_score_loss; the rest by the definition.
func TestCalibrationKnown(t *testing.T) {
	c := Calibrate(nineScores, nineTruth, CalibrationOptions{Bins: 2, EqualWidth: true, Level: .95})
	isNear(t, "Brier", c.Brier.Score.Value, .7625/9, 1e-12)
	isNear(t, "Brier, to six digits", c.Brier.Score.Value, .084722, 5e-7)
	// Bins (0, .5] with mean .2 and 1 of 5, and (.5, 1] with mean .7625 and 4 of 4.
	isNear(t, "ECE", c.Err.ECE.Value, 4./9*.2375, 1e-12)
	if len(c.Bins) != 2 || c.Bins[0].Rows != 5 || c.Bins[0].Good != 1 {
		t.Errorf("a score of 0 is not in the first bin: %+v", c.Bins)
	}
	isNear(t, "uncertainty", c.Brier.Uncertainty, 20./81, 1e-12)
	isNear(t, "reliability", c.Brier.Reliability, 4./9*.2375*.2375, 1e-12)
	for _, c := range []struct {
		score float64
		bin   int
	}{{0, 0}, {.1, 0}, {.2, 1}, {.25, 2}, {1, 9}} {
		if got := binOf(equalWidth(10), c.score); got != c.bin {
			t.Errorf("%g is in bin %d, want %d", c.score, got, c.bin)
		}
	}
}

// scikit-learn's isotonic_regression.
func TestIsotonicKnown(t *testing.T) {
	if got, want := Isotonic([]float64{3, 7, 5, 9, 8, 7, 10}, nil), []float64{3, 6, 6, 8, 8, 8, 10}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Isotonic([]float64{4, 1}, []float64{1, 3}); got[0] != 1.75 || got[1] != 1.75 {
		t.Errorf("weighted: %v", got)
	}
	m := IsotonicMap([]float64{.9, .1, .1, .5}, []float64{1, 0, 1, 0})
	if len(m) != 2 || m[0].Score != .1 || math.Abs(m[0].Probability-1./3) > 1e-12 || m[0].Rows != 3 || m[1].Score != .9 {
		t.Errorf("map: %+v", m)
	}
}

// By the definition: k = ⌈(n+1)(1−α)⌉.
func TestSplitConformalKnown(t *testing.T) {
	scores := []float64{.62, .05, .1, .2, .22, .3, .41, .5, .8}
	if k, q := SplitConformal(scores, .2); k != 8 || q.Value != .62 {
		t.Errorf("k = %d, q = %v", k, q.Value)
	}
	if k, q := SplitConformal(scores, .1); k != 9 || q.Value != .8 {
		t.Errorf("k = %d, q = %v", k, q.Value)
	}
	if _, q := SplitConformal(scores, .05); q.Defined() {
		t.Errorf("nine rows hold for 95 %%: %v", q)
	}
}

// At Platt's maximum the gradient is 0, and with balanced symmetrical data the
// middle is worth 1/2.
func TestPlatt(t *testing.T) {
	p := PlattMap(nineScores, nineTruth)
	var ga, gb float64
	for i, s := range nineScores {
		target := 1. / 6
		if nineTruth[i] == 1 {
			target = 6. / 7
		}
		ga += s * (target - p.At(s))
		gb += target - p.At(s)
	}
	isNear(t, "slope of A", ga, 0, 1e-7)
	isNear(t, "slope of B", gb, 0, 1e-7)
	isNear(t, "the middle", PlattMap([]float64{-1, -2, 1, 2}, []float64{0, 0, 1, 1}).At(0), .5, 1e-9)
	for _, bad := range []Platt{PlattMap(nil, nil), PlattMap([]float64{1, 1}, []float64{0, 1}), PlattMap([]float64{1, 2}, []float64{1, 1}), PlattMap([]float64{1, 2}, []float64{3, 1})} {
		if bad.Undefined == "" {
			t.Errorf("%+v is a map", bad)
		}
	}
}

func TestCalibrateUndefined(t *testing.T) {
	for name, c := range map[string]Calibration{
		"empty":       Calibrate(nil, nil, CalibrationOptions{Level: .95}),
		"outside":     Calibrate([]float64{7}, []float64{1}, CalibrationOptions{Level: .95}),
		"NaN":         Calibrate([]float64{math.NaN()}, []float64{1}, CalibrationOptions{Level: .95}),
		"label":       Calibrate([]float64{.5}, []float64{2}, CalibrationOptions{Level: .95}),
		"level":       Calibrate([]float64{.5}, []float64{1}, CalibrationOptions{}),
		"other count": Calibrate([]float64{.5}, nil, CalibrationOptions{Level: .95}),
	} {
		if c.Why == "" {
			t.Errorf("%s: %+v", name, c)
		}
	}
	c := Calibrate([]float64{.5, .5}, []float64{1, 1}, CalibrationOptions{Level: .95})
	if c.Brier.Skill.Defined() || len(c.Bins) != 1 {
		t.Errorf("one class, one score: %+v", c)
	}
}

// Murphy's parts add up to the Brier score, bins hold all rows, isotonic values
// rise and keep the mean, and the order of rows does not matter.
func TestCalibrationProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n, coarse := rapid.IntRange(1, 200).Draw(t, "n"), rapid.Bool().Draw(t, "coarse")
		var s, y []float64
		for range n {
			v := r.Float64()
			if coarse {
				v = math.Round(v*5) / 5
			}
			s, y = append(s, v), append(y, float64(r.IntN(2)))
		}
		o := CalibrationOptions{Bins: rapid.IntRange(1, 20).Draw(t, "bins"), EqualWidth: rapid.Bool().Draw(t, "width"), Level: .95, Draws: 50}
		c := Calibrate(s, y, o)
		b := c.Brier
		if sum := b.Reliability - b.Resolution + b.Uncertainty + b.Within; math.Abs(sum-b.Score.Value) > 1e-9 {
			t.Fatalf("parts add up to %v, the score is %v", sum, b.Score.Value)
		}
		rows := 0
		for i, k := range c.Bins {
			rows += k.Rows
			if k.Score > k.High+1e-12 || k.Score < k.Low-1e-12 || i > 0 && k.Low < c.Bins[i-1].High {
				t.Fatalf("bin %d: %+v", i, k)
			}
		}
		if rows != n || c.Err.ECE.Value > c.Err.Max+1e-12 || c.Err.Debiased > c.Err.ECE.Value+1e-12 || c.Err.P <= 0 || c.Err.P > 1 {
			t.Fatalf("%d of %d rows; %+v", rows, n, c.Err)
		}
		for i, p := range r.Perm(n) {
			s[i], s[p], y[i], y[p] = s[p], s[i], y[p], y[i]
		}
		if again := Calibrate(s, y, o); math.Abs(again.Err.ECE.Value-c.Err.ECE.Value) > 1e-9 {
			t.Fatalf("another order: %v, %v", again.Err.ECE.Value, c.Err.ECE.Value)
		}
		iso := Isotonic(s, nil)
		var a, m float64
		for i := range s {
			a, m = a+s[i], m+iso[i]
		}
		if !slices.IsSorted(iso) || math.Abs(a-m) > 1e-9 {
			t.Fatalf("isotonic %v", iso)
		}
	})
}

// A perfect judge's ECE is of the size that is said, and the debiased one is
// nearer to the truth of a judge that is off by .1.
func TestECEBias(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var plain, less, low float64
	const draws, n = 60, 200
	for range draws {
		var s, good, off []float64
		for range n {
			v := .1 + .8*r.Float64()
			bit := func(p float64) float64 {
				if r.Float64() < p {
					return 1
				}
				return 0
			}
			s, good, off = append(s, v), append(good, bit(v)), append(off, bit(v-.1))
		}
		o := CalibrationOptions{Level: .95, Draws: 200}
		c := Calibrate(s, good, o)
		if c.Err.P < .05 {
			low++
		}
		isNear(t, "a perfect judge", c.Err.Perfect, .075, .02)
		d := Calibrate(s, off, o)
		plain += d.Err.ECE.Value / draws
		less += d.Err.Debiased / draws
	}
	if low/draws > .15 {
		t.Errorf("%v of perfect judges are found out", low/draws)
	}
	if math.Abs(less-.1) > math.Abs(plain-.1) || math.Abs(less-.1) > .02 {
		t.Errorf("a judge off by .1 has an ECE of %.3f, debiased %.3f", plain, less)
	}
}

func TestScoreClaims(t *testing.T) {
	c := ClaimScores(nineScores, nineTruth, .5, true, .95)
	if c.Rows != 4 || c.Good != 4 || len(c.Wrong) != 0 || c.Of.Value != .8 {
		t.Errorf("above: %+v", c)
	}
	c = ClaimScores(nineScores, nineTruth, .65, false, .95)
	if c.Rows != 5 || c.Good != 1 || !slices.Equal(c.Wrong, []int{4}) {
		t.Errorf("below: %+v", c)
	}
	if c = ClaimScores(nineScores, nineTruth, 2, true, .95); c.Share.Defined() {
		t.Errorf("nothing is above 2: %+v", c)
	}
}

// The threshold's precision is below the wanted one in fewer draws than the level
// leaves.
func TestThresholdGuarantee(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	draws, n := 300, 400
	if fullCoverage() {
		draws = 4000
	}
	wrong, found := 0, 0
	for range draws {
		var s, y []float64
		for range n {
			v := r.Float64()
			s = append(s, v)
			if r.Float64() < v { // the precision at t and above is (1 + t)/2
				y = append(y, 1)
			} else {
				y = append(y, 0)
			}
		}
		th := ThresholdFor(s, y, .8, 0, 1, .9)
		if !th.Threshold.Defined() {
			continue
		}
		found++
		if (1+th.Threshold.Value)/2 < .8 {
			wrong++
		}
	}
	if share := float64(wrong) / float64(draws); share > .1 {
		t.Errorf("too low in %.1f %% of draws", 100*share)
	}
	if found < draws/2 {
		t.Errorf("found in %d of %d draws", found, draws)
	}
	for _, p := range []PrecisionThreshold{ThresholdFor(nil, nil, .9, 0, 1, .95), ThresholdFor([]float64{1}, []float64{1}, 1, 0, 1, .95), ThresholdFor([]float64{1}, []float64{1}, .9, 0, 0, .95), ThresholdFor(nineScores, nineTruth, .9, 0, 1, .95)} {
		if p.Threshold.Defined() {
			t.Errorf("%+v", p)
		}
	}
	if rows, _ := countAbove([]float64{.3, .1, 1e300, -1e300, math.NaN()}, make([]float64, 5), 0, 1); rows[30] != 2 || rows[31] != 1 || rows[0] != 3 {
		t.Errorf("rows above .3: %d, above .31: %d, all: %d", rows[30], rows[31], rows[0])
	}
}
