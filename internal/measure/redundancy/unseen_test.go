package redundancy

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed/internal/measure"
)

// freq makes frequencies of counts.
func freq(counts ...int) frequencies {
	s := newSpectrum(1 << 20)
	for i, c := range counts {
		if c > 0 {
			s.add(spread(uint64(i+1)), uint32(c))
		}
	}
	return s.frequencies()
}

// scikit-bio: chao1 of these counts is 9.75.
func TestChao1KnownAnswer(t *testing.T) {
	u := one(freq(0, 1, 1, 4, 2, 5, 2, 4, 1, 2), 22, .95)
	if e := u.chao1(); e.Value != 9.75 || e.Interval != nil || e.NoInterval == "" {
		t.Errorf("%+v", e)
	}
}

// scikit-bio: Good's coverage of 75 ones, 6 twos, one 3 and two 4s is 0.234694.
func TestCoverageKnownAnswer(t *testing.T) {
	counts := slices.Repeat([]int{1}, 75)
	counts = append(counts, 2, 2, 2, 2, 2, 2, 3, 4, 4)
	u := one(freq(counts...), 98, .95)
	if e := u.coverage(); math.Abs(e.Value-.234694) > 1e-6 {
		t.Errorf("%+v", e)
	}
}

// The interval of Chao (1987) by its formula: S = 50, f1 = 20, f2 = 10 gives
// 17.2727… unseen, and a variance of 84.03.
func TestChao1Interval(t *testing.T) {
	counts := slices.Repeat([]int{1}, 20)
	counts = append(counts, slices.Repeat([]int{2}, 10)...)
	counts = append(counts, slices.Repeat([]int{5}, 20)...)
	u := one(freq(counts...), 140, .95)
	e := u.chao1()
	extra := 20. * 19 / 22
	v := extra + 20*39*39/(4*121.) + 400*10*361/(4*14641.)
	k := math.Exp(1.959963984540054 * math.Sqrt(math.Log(1+v/extra/extra)))
	if math.Abs(e.Value-50-extra) > 1e-9 || math.Abs(e.Interval.Low-50-extra/k) > 1e-9 || math.Abs(e.Interval.High-50-extra*k) > 1e-9 {
		t.Errorf("%+v %+v, want %v %v", e, e.Interval, 50+extra/k, 50+extra*k)
	}
}

// By hand: f = 5, 2, 1 at t = ½: 2.5 − .5 + .125.
func TestGoodToulminByHand(t *testing.T) {
	u := one(freq(1, 1, 1, 1, 1, 2, 2, 3), 12, .95)
	if v, _ := u.more(.5); math.Abs(v-2.125) > 1e-12 {
		t.Error(v)
	}
	// Smoothed at t = 2, n = 12: L ~ B(⌈log₃(48)/2⌉ = 2, ½): P(L ≥ 1, 2, 3) = ¾, ¼, 0.
	if v, _ := u.more(2); math.Abs(v-(2*5*.75-4*2*.25)) > 1e-9 {
		t.Error(v)
	}
}

// Far ahead, things seen very often do not upset what is foretold.
func TestFarAhead(t *testing.T) {
	u := one(freq(1, 1, 2, 5000, 100_000), 105_004, .95)
	for _, x := range []float64{.5, 1, 1.25, 2, 10} {
		if v, variance := u.more(x); math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 100 || math.IsNaN(variance) || math.IsInf(variance, 0) {
			t.Errorf("%v times the rows: %v, variance %v", x, v, variance)
		}
	}
}

// kinds draws rows of one thing each, whose frequencies fall off.
type kinds struct {
	cumulative []float64
	rng        *rand.Rand
}

func newKinds(n int, skew float64, seed uint64) *kinds {
	k := &kinds{make([]float64, n), rand.New(rand.NewPCG(seed, uint64(n)))}
	sum := 0.0
	for i := range k.cumulative {
		sum += math.Pow(float64(i+1), -skew)
		k.cumulative[i] = sum
	}
	for i := range k.cumulative {
		k.cumulative[i] /= sum
	}
	return k
}

func (k *kinds) draw() int {
	i, _ := slices.BinarySearch(k.cumulative, k.rng.Float64())
	return i
}

// What the next rows bring lies in the interval as often as it says, and so does
// the true coverage.
func TestUnseenCovers(t *testing.T) {
	const draws = 400
	for _, c := range []struct {
		rows, kinds int
		skew        float64
		share       int // 1 in 2^share of things are counted
	}{
		{50, 300, .5, 0},
		{200, 100, 0, 0},
		{200, 5000, 0, 0},
		{400, 2000, 1, 0},
		{400, 100_000, 0, 0},
		{500, 1000, 1.2, 0},
		{2000, 500, 1, 0},
		{2000, 20_000, 1, 0},
		{2000, 2_000_000, 0, 0},
		{2000, 20_000, 1, 3},
	} {
		k := newKinds(c.kinds, c.skew, 11)
		next := horizon(int64(c.rows))
		inNext, inCoverage, width := 0, 0, 0.0
		for d := range draws {
			seen := map[int]int{}
			s := newSpectrum(1 << 30)
			s.halved = c.share
			for range c.rows {
				x := k.draw()
				seen[x]++
				s.add(spread(spread(uint64(x+d<<32))), 1)
			}
			u := one(s.frequencies(), float64(c.rows), .95)
			fresh := map[int]bool{}
			for range next {
				if x := k.draw(); seen[x] == 0 {
					fresh[x] = true
				}
			}
			truth := 0.0
			for x := range seen {
				truth += k.cumulative[x]
				if x > 0 {
					truth -= k.cumulative[x-1]
				}
			}
			e := u.next(next)
			if got := float64(len(fresh)); e.Interval.Low <= got && got <= e.Interval.High {
				inNext++
			}
			width += (e.Interval.High - e.Interval.Low) / draws
			if e := u.coverage(); e.Interval.Low <= truth && truth <= e.Interval.High {
				inCoverage++
			}
		}
		a, b := float64(inNext)/draws, float64(inCoverage)/draws
		t.Logf("%+v: next %d covered %.3f (width %.1f), coverage %.3f", c, next, a, width, b)
		if a < .92 || b < .92 {
			t.Errorf("%+v: the next %d rows are covered %.3f, coverage %.3f", c, next, a, b)
		}
	}
}

// The interval of Chao (1987) covers how many there are where all are equally
// frequent; otherwise the estimate is a lower bound, as it says.
func TestChao1Covers(t *testing.T) {
	for _, n := range []int{150, 400} {
		k := newKinds(300, 0, uint64(n))
		covered := 0
		for range 1000 {
			counts := make([]int, 300)
			for range n {
				counts[k.draw()]++
			}
			u := one(freq(counts...), float64(n), .95)
			if e := u.chao1(); e.Interval != nil && e.Interval.Low <= 300 && 300 <= e.Interval.High {
				covered++
			}
		}
		t.Logf("n = %d: covered %.3f", n, float64(covered)/1000)
		if covered < 925 || covered > 980 {
			t.Errorf("n = %d: covered %.3f", n, float64(covered)/1000)
		}
	}
}

// The interval holds for runs of words, of which a row has many at once.
func TestRunsCover(t *testing.T) {
	for _, bound := range []int{1 << 20, 2000} {
		covered := 0
		const draws, rows = 200, 300
		for d := range draws {
			s := newSentences(uint64(d)*7+1, 300)
			sum := newSaturation(&measure.Setup{Level: .95, Seed: 1}, bound, nil)
			seen := map[uint64]bool{}
			fresh := map[uint64]bool{}
			next := horizon(rows)
			for i := range rows + next {
				tk := measure.NewTokens(s.text(4 + s.rng.IntN(30)))
				if i < rows {
					sum.Add(&measure.Row{N: int64(i), Tokens: tk})
				}
				for _, g := range tk.Set(gramWords) {
					if i < rows {
						seen[g] = true
					} else if !seen[g] {
						fresh[g] = true
					}
				}
			}
			u := sum.unseen(runs)
			e := u.next(next)
			if got := float64(len(fresh)); e.Interval.Low <= got && got <= e.Interval.High {
				covered++
			}
		}
		t.Logf("bound %d: covered %.3f", bound, float64(covered)/draws)
		if covered < draws*91/100 {
			t.Errorf("bound %d: covered %.3f", bound, float64(covered)/draws)
		}
	}
}

// A spectrum's parts merge to that of the whole, whatever its bound.
func TestSpectrumMerges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bound := rapid.IntRange(1, 60).Draw(t, "bound")
		things := rapid.SliceOfN(rapid.Uint64Range(0, 100), 0, 300).Draw(t, "things")
		whole, a, b := newSpectrum(bound), newSpectrum(bound), newSpectrum(bound)
		for i, x := range things {
			for _, s := range []*spectrum{whole, []*spectrum{a, b}[i%2]} {
				s.add(spread(x), 1)
				s.fit()
			}
		}
		level(a, b)
		for _, it := range b.items {
			a.add(it.hash, it.count)
		}
		a.fit()
		if x, y := fmt.Sprint(whole.frequencies()), fmt.Sprint(a.frequencies()); x != y || a.halved != whole.halved {
			t.Fatalf("%s of the whole, %s of parts", x, y)
		}
	})
}
