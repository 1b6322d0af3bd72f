package stats

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"

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
// and returns the figures of each draw: one row a draw, figures values a row. The
// draw of a row depends on seed and its number alone.
func resampled(p *patterns, figures, b int, seed uint64, make_ func() evaluator) []float64 {
	out := make([]float64, b*figures)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range max(1, min(runtime.GOMAXPROCS(0), b)) {
		workers.Go(func() {
			e, freq := make_(), make([]int32, p.len())
			src := rand.NewPCG(0, 0)
			for i := int(next.Add(1)) - 1; i < b; i = int(next.Add(1)) - 1 {
				src.Seed(seed, uint64(i))
				p.draw(src, freq)
				e.eval(freq, out[i*figures:(i+1)*figures])
			}
		})
	}
	workers.Wait()
	return out
}

// drawsAPattern is about how many items can be drawn one by one in the time that
// one binomial variate takes.
const drawsAPattern = 40

// draw writes into freq how often each pattern occurs among as many items, drawn
// with replacement: a multinomial variate. It takes whichever way is quicker: item
// by item, or pattern by pattern from conditional binomials (Davis, 1993).
func (p *patterns) draw(src *rand.PCG, freq []int32) {
	n := len(p.item)
	clear(freq)
	if p.len()*drawsAPattern >= n {
		for range n {
			freq[p.item[below(src, uint64(n))]]++
		}
		return
	}
	left, weight := n, n
	for i, f := range p.freq {
		if left == 0 {
			return
		}
		if int(f) == weight {
			freq[i] = int32(left)
			return
		}
		k := binomial(src, left, float64(f)/float64(weight))
		freq[i] = int32(k)
		left -= k
		weight -= int(f)
	}
}

// below returns a uniform whole number below n, which is under 2³²: Lemire (2019).
func below(src *rand.PCG, n uint64) uint64 {
	x := (src.Uint64() >> 32) * n
	if low := x & math.MaxUint32; low < n {
		for threshold := (1 << 32) % n; x&math.MaxUint32 < threshold; {
			x = (src.Uint64() >> 32) * n
		}
	}
	return x >> 32
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
