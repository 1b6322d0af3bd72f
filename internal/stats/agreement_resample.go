package stats

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// evaluator works figures out from how often each pattern occurs. An evaluator
// has scratch space, so each goroutine makes its own.
type evaluator interface {
	// eval writes the figures into out; NaN where one is not defined. It does not
	// keep freq.
	eval(freq []int32, out []float64)
}

// resampled draws n items with replacement from those that p collapsed, b times,
// and returns the figures of each draw: one row a draw, so many figures a row. The
// draw of a row depends on seed and its number alone.
func resampled(p *patterns, figures, b int, seed uint64, worker func() evaluator) []float64 {
	out := make([]float64, b*figures)
	parallel(b, func() func(int) {
		e, freq, src := worker(), make([]int32, p.len()), rand.NewPCG(0, 0)
		return func(i int) {
			src.Seed(mix(seed, uint64(i)))
			p.draw(src, freq)
			e.eval(freq, out[i*figures:(i+1)*figures])
		}
	})
	return out
}

// mostLeftOut bounds how many patterns, and items, the jackknife looks at. Beyond,
// the skewness that it is for has no weight any more.
const mostLeftOut = 4000

// leftOut returns the figures with one item of each pattern left out: one row a
// pattern; nil where there are too many.
func leftOut(p *patterns, figures int, worker func() evaluator) []float64 {
	if p.len() > mostLeftOut || len(p.item) > 4*mostLeftOut {
		return nil
	}
	out := make([]float64, p.len()*figures)
	parallel(p.len(), func() func(int) {
		e, freq := worker(), slices.Clone(p.freq)
		return func(i int) {
			freq[i]--
			e.eval(freq, out[i*figures:(i+1)*figures])
			freq[i]++
		}
	})
	return out
}

// bootstrapped returns every figure of an evaluator as package bootstrap's own
// functions take it.
func bootstrapped(p *patterns, figures int, o Resampling, worker func() evaluator) []Resampled {
	value := make([]float64, figures)
	worker().eval(p.freq, value)
	draws, left := resampled(p, figures, o.Resamples, o.Seed, worker), []float64(nil)
	if o.Resamples > 0 {
		left = leftOut(p, figures, worker)
	}
	out := make([]Resampled, figures)
	for f := range out {
		column := make([]float64, 0, o.Resamples)
		for i := f; i < len(draws); i += figures {
			if !notFinite(draws[i]) {
				column = append(column, draws[i])
			}
		}
		slices.Sort(column)
		out[f] = Resampled{Value: value[f], Draws: column, Failed: o.Resamples - len(column), N: len(p.item), jackknife: func() []float64 {
			var each []float64
			for i := f; i < len(left); i += figures {
				for range p.freq[i/figures] {
					each = append(each, left[i])
				}
			}
			return each
		}}
	}
	return out
}

// drawsAPattern is about how many items can be drawn one by one in the time that
// one binomial variate takes.
const drawsAPattern = 40

// draw writes into freq how often each pattern occurs among as many items, drawn
// with replacement: a multinomial variate. Frequent patterns are drawn whole, from
// conditional binomials (Davis, 1993), what is left over item by item among the
// rest.
func (p *patterns) draw(src *rand.PCG, freq []int32) {
	clear(freq)
	left, weight := len(p.item), len(p.item)
	for i, f := range p.freq {
		if left == 0 || int(f) < drawsAPattern {
			break
		}
		k := left
		if int(f) < weight {
			k = binomial(src, left, float64(f)/float64(weight))
		}
		freq[i] = int32(k)
		left -= k
		weight -= int(f)
	}
	rest := p.item[len(p.item)-weight:]
	for i := 1; i < left; i += 2 {
		a, b := below2(src, uint64(weight))
		freq[rest[a]]++
		freq[rest[b]]++
	}
	if left%2 == 1 {
		a, _ := below2(src, uint64(weight))
		freq[rest[a]]++
	}
}

// below2 returns two uniform whole numbers below n, which is under 2³², from the
// halves of one variate: Lemire (2019).
func below2(src *rand.PCG, n uint64) (uint64, uint64) {
	u := src.Uint64()
	a, b := (u>>32)*n, (u&math.MaxUint32)*n
	if a&math.MaxUint32 < n || b&math.MaxUint32 < n {
		a, b = again(src, a, n), again(src, b, n)
	}
	return a >> 32, b >> 32
}

// again draws anew for as long as x is one of the few products that would make
// some numbers likelier than others.
func again(src *rand.PCG, x, n uint64) uint64 {
	for threshold := (1 << 32) % n; x&math.MaxUint32 < threshold; {
		x = (src.Uint64() >> 32) * n
	}
	return x
}

// binomial returns a binomial variate. Where few are expected it adds up
// probabilities (algorithm BINV of Kachitvichyanukul and Schmeiser, 1988), which
// is exact and quicker there than rejection.
func binomial(src *rand.PCG, n int, p float64) int {
	if p > .5 {
		return n - binomial(src, n, 1-p)
	}
	if float64(n)*p >= 10 {
		return int(distuv.Binomial{N: float64(n), P: p, Src: src}.Rand())
	}
	odds := p / (1 - p)
	a := float64(n+1) * odds
	for {
		at := math.Exp(float64(n) * math.Log1p(-p))
		u := float64(src.Uint64()>>11) / (1 << 53)
		for k := 0; k <= n; k++ {
			if u < at {
				return k
			}
			u -= at
			at *= a/float64(k+1) - odds
			if at <= 0 {
				break // rounding has eaten the tail: draw again
			}
		}
	}
}
