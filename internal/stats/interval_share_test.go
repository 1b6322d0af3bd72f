package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func isNear(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.9g, want %.9g", what, got, want)
	}
}

func bounds(t *testing.T, what string, e Estimate, low, high, tolerance float64) {
	t.Helper()
	if !e.Defined() || e.Interval == nil {
		t.Fatalf("%s: %+v", what, e)
	}
	isNear(t, what+", low", e.Interval.Low, low, tolerance)
	isNear(t, what+", high", e.Interval.High, high, tolerance)
}

// Known answers, computed from the definitions of the intervals.
func TestShareKnown(t *testing.T) {
	bounds(t, "Clopper–Pearson 7/50", ClopperPearson(7, 50, .95), .0581917, .267396, 5e-7)
	isNear(t, "0/100 one-sided", ShareAtMost(0, 100, .95).Interval.High, .029513, 5e-7)
	isNear(t, "100/100 one-sided", ShareAtLeast(100, 100, .95).Interval.Low, 1-.029513, 5e-7)
	// Newcombe (1998), Statistics in Medicine 17, table I: 81/263 and 15/148.
	bounds(t, "Wilson 81/263", Wilson(81, 263, .95), .2553, .3662, 5e-5)
	bounds(t, "Wilson 15/148", Wilson(15, 148, .95), .0624, .1605, 5e-5)
	bounds(t, "Clopper–Pearson 81/263", ClopperPearson(81, 263, .95), .2527, .3676, 5e-5)
	bounds(t, "mid-p 81/263", Share(81, 263, .95), .2544, .3658, 5e-5)
	bounds(t, "mid-p 15/148", Share(15, 148, .95), .0601, .1581, 5e-5)
}

func TestShareUndefined(t *testing.T) {
	for _, e := range []Estimate{
		Share(0, 0, .95), Share(-1, 5, .95), Share(6, 5, .95), Share(1, 5, 0), Share(1, 5, 1), Share(1, 5, math.NaN()),
		ClopperPearson(1, 0, .9), ShareAtMost(1, 0, .9), ShareAtLeast(1, 0, .9), Wilson(1, 0, .9), Wilson(math.NaN(), 1, .9),
		Wilson(1, 2, 2), LotShare(1, 5, 4, .9), LotShare(0, 0, 4, .9), ShareDifference(1, 0, 1, 2, .9), ShareDifference(1, 2, 3, 2, .9),
		ShareRatio(1, 5, 0, 5, .95), PairedShareDifference(-1, 2, 5, .95), PairedShareDifference(3, 3, 5, .95),
	} {
		if e.Defined() || e.Interval != nil {
			t.Errorf("%+v", e)
		}
	}
}

func TestShareProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		level := rapid.Float64Range(.5, .999).Draw(t, "level")
		for name, f := range map[string]func(k, n int, level float64) Estimate{"share": Share, "exact": ClopperPearson} {
			e, mirror, wider := f(k, n, level), f(n-k, n, level), f(k, n, (1+level)/2)
			i := e.Interval
			if i.Low < 0 || i.High > 1 || i.Low > e.Value || i.High < e.Value || i.Low >= i.High {
				t.Fatalf("%s: %+v %+v", name, e, i)
			}
			if math.Abs(1-mirror.Interval.High-i.Low) > 1e-9 {
				t.Fatalf("%s: counting the others gives %v, not %v", name, mirror.Interval, i)
			}
			if wider.Interval.Low > i.Low || wider.Interval.High < i.High {
				t.Fatalf("%s: a higher level is narrower", name)
			}
			if k < n && f(k+1, n, level).Interval.Low < i.Low-1e-9 && name == "exact" {
				t.Fatalf("%s: one more lowers the interval", name)
			}
		}
		if in := Share(k, n, level).Interval; in.Low < ClopperPearson(k, n, level).Interval.Low-1e-9 {
			t.Fatal("mid-p is wider than Clopper–Pearson")
		}
	})
}

func TestLotShare(t *testing.T) {
	// 0 in 57 of 1000: the lot has fewer than 5 %.
	if e := LotShareAtMost(0, 57, 1000, .95); !(e.Interval.High < .05) {
		t.Errorf("%+v", e.Interval)
	}
	if e := LotShareAtMost(0, 56, 1000, .95); !(e.Interval.High >= .05) {
		t.Errorf("%+v", e.Interval)
	}
	if e := LotShare(3, 10, 10, .95); e.Interval != nil || e.NoInterval != "" || e.Value != .3 {
		t.Errorf("a lot that was looked at whole is known: %+v", e)
	}
	rapid.Check(t, func(t *rapid.T) {
		lot := rapid.IntRange(1, 60).Draw(t, "lot")
		n := rapid.IntRange(1, lot).Draw(t, "n")
		d := rapid.IntRange(0, lot).Draw(t, "defects")
		covered, sum := 0.0, 0.0
		for k := max(0, n-lot+d); k <= min(n, d); k++ {
			p := math.Exp(logHypergeometric(k, n, d, lot))
			sum += p
			e := LotShare(k, n, lot, .95)
			truth := float64(d) / float64(lot)
			if e.Interval == nil || e.Interval.Low <= truth+1e-12 && truth <= e.Interval.High+1e-12 {
				covered += p
			}
		}
		if math.Abs(sum-1) > 1e-9 || covered < .95-1e-9 {
			t.Fatalf("covers %v of %v", covered, sum)
		}
	})
}

func TestShareDifferenceKnown(t *testing.T) {
	// Newcombe (1998), Statistics in Medicine 17, 873: example (a), 56/70 and 48/80.
	bounds(t, "56/70 − 48/80", ShareDifference(56, 70, 48, 80, .95), .0528, .3382, 5e-5)
	bounds(t, "9/10 − 3/10", ShareDifference(9, 10, 3, 10, .95), .1700, .8406, 5e-5)
	bounds(t, "5/56 − 0/29", ShareDifference(5, 56, 0, 29, .95), -.0326, .1933, 5e-5)
}

func TestDifferenceProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n1, n2 := rapid.IntRange(1, 400).Draw(t, "n1"), rapid.IntRange(1, 400).Draw(t, "n2")
		k1, k2 := rapid.IntRange(0, n1).Draw(t, "k1"), rapid.IntRange(0, n2).Draw(t, "k2")
		e, back, flip := ShareDifference(k1, n1, k2, n2, .9), ShareDifference(k2, n2, k1, n1, .9), ShareDifference(n1-k1, n1, n2-k2, n2, .9)
		i := e.Interval
		if i.Low < -1 || i.High > 1 || i.Low > e.Value || i.High < e.Value {
			t.Fatalf("%+v", i)
		}
		if math.Abs(back.Interval.High+i.Low) > 1e-7 || math.Abs(flip.Interval.High+i.Low) > 1e-7 {
			t.Fatalf("%+v, the other way round %+v, of the others %+v", i, back.Interval, flip.Interval)
		}
		r := ShareRatio(k1, n1, k2, n2, .9)
		if r.Defined() && r.Interval != nil && (r.Interval.Low > r.Value || r.Interval.High < r.Value || r.Interval.Low < 0) {
			t.Fatalf("%+v", r.Interval)
		}
		if r.Defined() && r.Interval != nil && e.Interval.Method == "Miettinen–Nurminen" && (r.Interval.Low > 1) != (i.Low > 0) {
			t.Fatalf("the ratio %+v and the difference %+v do not agree on whether there is one", r.Interval, i)
		}
		first, second := k1%(n1+1), 0
		if n1 > first {
			second = k2 % (n1 - first + 1)
		}
		p, q := PairedShareDifference(first, second, n1, .9), PairedShareDifference(second, first, n1, .9)
		if math.Abs(p.Interval.Low+q.Interval.High) > 1e-7 || p.Interval.Low > p.Value || p.Interval.High < p.Value {
			t.Fatalf("paired %d %d of %d: %+v", first, second, n1, p.Interval)
		}
	})
}

// Tango's statistic rests on the likeliest shares under the hypothesis: here they
// are searched for instead of solved for.
func TestPairedScoreByDefinition(t *testing.T) {
	for _, c := range [][3]int{{12, 2, 50}, {7, 5, 30}, {1, 9, 40}, {0, 7, 20}} {
		b, d, n := float64(c[0]), float64(c[1]), float64(c[2])
		for _, delta := range []float64{-.3, -.05, 0, .1, .25} {
			best, at := math.Inf(-1), 0.0
			for q := max(0, -delta) + 1e-7; q < (1-delta)/2; q += 1e-6 {
				l := xlogy(b, q+delta) + xlogy(d, q) + xlogy(n-b-d, 1-2*q-delta)
				if l > best {
					best, at = l, q
				}
			}
			want := math.Pow(b-d-n*delta, 2) / (n * (2*at + delta*(1-delta)))
			isNear(t, "the score", scorePaired(c[0], c[1], c[2], delta)/want, 1, 1e-3)
		}
	}
	// At the bounds the statistic is the quantile.
	e := PairedShareDifference(12, 2, 50, .95)
	isNear(t, "the score at the bound", scorePaired(12, 2, 50, e.Interval.Low), z(.95)*z(.95), 1e-6)
}
