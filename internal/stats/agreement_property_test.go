package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// smallRatings makes small ratings with missing values.
func smallRatings(t *rapid.T) (q int, rows [][]int) {
	q = rapid.IntRange(2, 6).Draw(t, "q")
	raters := rapid.IntRange(2, 6).Draw(t, "raters")
	rows = rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, q), raters, raters), 1, 40).Draw(t, "rows")
	return q, rows
}

// byDefinition is Krippendorff's α from its coincidence matrix.
func byDefinition(q int, rows [][]int, level Level) float64 {
	o := make([][]float64, q)
	for c := range o {
		o[c] = make([]float64, q)
	}
	for _, row := range rows {
		var said []int
		for _, v := range row {
			if v > 0 {
				said = append(said, v-1)
			}
		}
		for i, a := range said {
			for j, b := range said {
				if i != j {
					o[a][b] += 1 / float64(len(said)-1)
				}
			}
		}
	}
	n, total := make([]float64, q), 0.0
	for c := range o {
		for _, v := range o[c] {
			n[c] += v
			total += v
		}
	}
	delta := func(c, k int) float64 {
		a, b := float64(c+1), float64(k+1)
		switch {
		case c == k:
			return 0
		case level == LevelNominal:
			return 1
		case level == LevelInterval:
			return (a - b) * (a - b)
		case level == LevelRatio:
			return (a - b) / (a + b) * (a - b) / (a + b)
		}
		sum := -(n[c] + n[k]) / 2
		for g := min(c, k); g <= max(c, k); g++ {
			sum += n[g]
		}
		return sum * sum
	}
	observed, expected := 0.0, 0.0
	for c := range q {
		for k := range q {
			observed += o[c][k] * delta(c, k)
			expected += n[c] * n[k] * delta(c, k)
		}
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - (total-1)*observed/expected
}

func same(a, b, within float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= within
}

func TestAlphaIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q, rows := smallRatings(rt)
		r := grid(t, q, rows...)
		p := r.byCount()
		for _, level := range Levels() {
			got, want := newAlpha(p, r.values, level).value(p.freq), byDefinition(q, rows, level)
			if !same(got, want, 1e-9) {
				rt.Fatalf("%s: α = %v, by definition %v", level, got, want)
			}
		}
	})
}

// What is said of whom in which order does not matter, and neither do items twice
// over, for figures that know no sample size.
func TestAgreementInvariances(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q, rows := smallRatings(rt)
		o := AgreementOptions{Level: LevelOrdinal, Weights: LinearWeights, Resampling: Resampling{Resamples: 100, Confidence: .9, Seed: 3}}
		a := report(t, grid(t, q, rows...), o)
		shuffled := slices.Clone(rows)
		order := rapid.Permutation(shuffled).Draw(rt, "order")
		b := report(t, grid(t, q, order...), o)
		sameFigures(rt, "items shuffled", a, b, true)
		turned := make([][]int, len(rows))
		for i, row := range rows {
			turned[i] = slices.Clone(row)
			slices.Reverse(turned[i])
		}
		o.Weights, o.Level = Unweighted, LevelNominal
		sameFigures(rt, "raters renamed", report(t, grid(t, q, rows...), o), report(t, grid(t, q, turned...), o), false)
		twice := report(t, grid(t, q, append(slices.Clone(rows), rows...)...), o)
		once := report(t, grid(t, q, rows...), o)
		for _, pair := range [][2]Estimate{{once.Percent, twice.Percent}, {once.Fleiss, twice.Fleiss}, {once.AC1, twice.AC1}, {once.Cohen, twice.Cohen}} {
			if pair[0].Defined() != pair[1].Defined() || !same(pair[0].Value, pair[1].Value, 1e-9) {
				rt.Fatalf("items twice over: %v and %v", pair[0], pair[1])
			}
		}
	})
}

func report(t testing.TB, r *Ratings, o AgreementOptions) *AgreementReport {
	t.Helper()
	a, err := Agreement(r, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func figuresOf(a *AgreementReport) []Estimate {
	return []Estimate{a.Percent, a.Cohen, a.Fleiss, a.Randolph, a.Alpha, a.AC1}
}

func sameFigures(t *rapid.T, what string, a, b *AgreementReport, intervals bool) {
	for i, x := range figuresOf(a) {
		y := figuresOf(b)[i]
		if x.Undefined != y.Undefined || !same(x.Value, y.Value, 1e-9) {
			t.Fatalf("%s: figure %d is %v and %v", what, i, x, y)
		}
		if !intervals || x.Interval == nil && y.Interval == nil {
			continue
		}
		if x.Interval == nil || y.Interval == nil || !same(x.Interval.Low, y.Interval.Low, 1e-9) || !same(x.Interval.High, y.Interval.High, 1e-9) {
			t.Fatalf("%s: interval %d is %v and %v", what, i, x.Interval, y.Interval)
		}
	}
}

// No figure is ever NaN, none is above 1, and an interval lies around it or says
// why there is none.
func TestAgreementBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q, rows := smallRatings(rt)
		a := report(t, grid(t, q, rows...), AgreementOptions{Resampling: Resampling{Resamples: 100, Confidence: .95, Seed: 1}})
		for i, e := range figuresOf(a) {
			switch {
			case !e.Defined():
				continue
			case notFinite(e.Value) || e.Value > 1+1e-12 || i == 0 && e.Value < 0:
				rt.Fatalf("figure %d is %v", i, e.Value)
			case e.Interval == nil && e.NoInterval == "":
				rt.Fatalf("figure %d has no interval and no reason", i)
			case e.Interval != nil && (e.Interval.Low > e.Interval.High || e.Interval.High > 1+1e-12):
				rt.Fatalf("figure %d has the interval %v", i, e.Interval)
			}
		}
	})
}

// Interval α does not know the unit or the zero, ratio α not the unit, ordinal α
// only the order.
func TestAlphaScales(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q, rows := smallRatings(rt)
		r := grid(t, q, rows...)
		p := r.byCount()
		scale, shift := rapid.Float64Range(1e-3, 1e12).Draw(rt, "scale"), rapid.Float64Range(-1e6, 1e6).Draw(rt, "shift")
		for level, f := range map[Level]func(x float64) float64{
			LevelInterval: func(x float64) float64 { return (x + shift) * scale },
			LevelRatio:    func(x float64) float64 { return x * scale },
			LevelOrdinal:  math.Exp,
			LevelNominal:  math.Exp,
		} {
			values := slices.Clone(r.values)
			for i := range values {
				values[i] = f(values[i])
			}
			if a, b := newAlpha(p, r.values, level).value(p.freq), newAlpha(p, values, level).value(p.freq); !same(a, b, 1e-6) {
				rt.Fatalf("%s: %v and %v", level, a, b)
			}
		}
	})
}

func TestAlphaExtremeValues(t *testing.T) {
	cells := []Rating{{0, 0, 0}, {0, 1, 0}, {1, 0, 1}, {1, 1, 1}, {2, 0, 0}, {2, 1, 1}}
	for _, values := range [][]float64{{-math.MaxFloat64, math.MaxFloat64}, {0, math.SmallestNonzeroFloat64}, {0, math.MaxFloat64}} {
		r, err := NewRatings(3, 2, values, cells)
		if err != nil {
			t.Fatal(err)
		}
		for _, level := range Levels() {
			if e := KrippendorffAlpha(r, level, Resampling{}); e.Defined() && notFinite(e.Value) {
				t.Errorf("%v, %s: %v", values, level, e.Value)
			}
		}
	}
}

func TestAgreementPerfect(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		raters := rapid.IntRange(2, 5).Draw(rt, "raters")
		items := rapid.SliceOfN(rapid.IntRange(1, 4), 2, 30).Draw(rt, "items")
		items = append(items, 1, 2)
		var rows [][]int
		for _, v := range items {
			rows = append(rows, slices.Repeat([]int{v}, raters))
		}
		for i, e := range figuresOf(report(t, grid(t, 4, rows...), AgreementOptions{})) {
			if !e.Defined() || math.Abs(e.Value-1) > 1e-9 {
				rt.Fatalf("figure %d is %v", i, e)
			}
		}
	})
}

// The draw has the distribution of items drawn one by one with replacement, by
// either of its ways.
func TestDrawIsMultinomial(t *testing.T) {
	for _, freq := range [][]int32{{30, 12, 5, 3}, {9000, 900, 90, 9, 1}, {500, 400, 300}, {300, 41, 39, 20, 7}} {
		p := &patterns{freq: freq}
		n := 0
		for i, f := range freq {
			n += int(f)
			p.item = append(p.item, slices.Repeat([]int32{int32(i)}, int(f))...)
		}
		src, got := rand.NewPCG(1, 2), make([]int32, len(freq))
		const draws = 20_000
		sum, squares, cross := make([]float64, len(freq)), make([]float64, len(freq)), 0.0
		for range draws {
			p.draw(src, got)
			total := 0
			for i, k := range got {
				total += int(k)
				d := float64(k - freq[i])
				sum[i] += d
				squares[i] += d * d
			}
			cross += float64(got[0]-freq[0]) * float64(got[1]-freq[1])
			if total != n {
				t.Fatalf("%d items drawn of %d", total, n)
			}
		}
		for i, f := range freq {
			share := float64(f) / float64(n)
			variance := float64(n) * share * (1 - share)
			if mean := sum[i] / draws; math.Abs(mean) > 5*math.Sqrt(variance/draws) {
				t.Errorf("pattern %d of %v: mean is off by %v", i, freq, mean)
			}
			if v := squares[i] / draws; math.Abs(v/variance-1) > .08 {
				t.Errorf("pattern %d of %v: variance %v, want %v", i, freq, v, variance)
			}
		}
		covariance := -float64(freq[0]) * float64(freq[1]) / float64(n)
		if c := cross / draws; math.Abs(c/covariance-1) > .1 {
			t.Errorf("%v: covariance %v, want %v", freq, c, covariance)
		}
	}
}

// The figures do not depend on the number of processors or on how they are split.
func TestResamplesAreTheSame(t *testing.T) {
	r := crowd(t, 300, 4, 3, .3)
	o := Resampling{Resamples: 200, Confidence: .95, Seed: 5}
	p := r.byCount()
	a := newAlpha(p, r.values, LevelNominal)
	all := resampled(p, 1, o.Resamples, o.Seed, func() evaluator { return alphaAlone{a.fork()} })
	one, freq, src := make([]float64, 1), make([]int32, p.len()), rand.NewPCG(0, 0)
	for _, i := range []int{199, 0, 77} {
		src.Seed(mix(o.Seed, uint64(i)))
		p.draw(src, freq)
		alphaAlone{a}.eval(freq, one)
		if one[0] != all[i] {
			t.Errorf("resample %d is %v alone and %v among others", i, one[0], all[i])
		}
	}
}
