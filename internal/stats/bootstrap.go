package stats

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/stat/distuv"
)

// Resampled is what a bootstrap of a figure over n units gave.
type Resampled struct {
	Value  float64   // over the units themselves
	Draws  []float64 // over resamples, ascending; those without a figure left out
	Failed int       // resamples without a figure
	N      int       // units

	smallest  int              // units of the smaller of two samples; 0: there is one
	jackknife func() []float64 // the figure with each unit, or group of units, left out
}

// Bootstrap computes a figure over n units and over resamples of them, drawn with
// replacement (Efron 1979). f gets the indices of units and returns NaN where the
// figure is not defined; it is called by several goroutines at once and must not
// keep or change the slice. The same seed gives the same draws on any number of
// processors.
func Bootstrap(n, resamples int, seed uint64, f func(units []int) float64) Resampled {
	return BootstrapWith(n, resamples, seed, func() func([]int) float64 { return f })
}

// BootstrapWith is Bootstrap for figures that need room to work in: every
// goroutine calls worker once and then its own function alone.
func BootstrapWith(n, resamples int, seed uint64, worker func() func(units []int) float64) Resampled {
	return bootstrapMany(n, resamples, 1, seed, func() func([]int, []float64) {
		f := worker()
		return func(units []int, out []float64) { out[0] = f(units) }
	})[0]
}

// bootstrapMany is BootstrapWith for several figures over the same resamples: f puts
// them into its second argument.
func bootstrapMany(n, resamples, figures int, seed uint64, worker func() func(units []int, out []float64)) []Resampled {
	rs := make([]Resampled, figures)
	if n <= 0 {
		for k := range rs {
			rs[k].Value = math.NaN()
		}
		return rs
	}
	all, value := make([]int, n), make([]float64, figures)
	for i := range all {
		all[i] = i
	}
	worker()(all, value)
	draws := make([]float64, max(0, resamples)*figures)
	parallel(max(0, resamples), func() func(int) {
		f, units := worker(), make([]int, n)
		source := rand.NewPCG(0, 0)
		rng := rand.New(source)
		return func(i int) {
			source.Seed(mix(seed, uint64(i))) // a resample's own: whoever draws it
			for j := range units {
				units[j] = int(rng.Uint64N(uint64(n)))
			}
			f(units, draws[i*figures:(i+1)*figures])
		}
	})
	left := sync.OnceValue(func() [][]float64 { return leaveOut(n, figures, worker) })
	for k := range rs {
		own := column(draws, k, figures)
		rs[k] = Resampled{Value: value[k], N: n, Draws: slices.DeleteFunc(own, notFinite)}
		rs[k].Failed = resamples - len(rs[k].Draws)
		slices.Sort(rs[k].Draws)
		rs[k].jackknife = func() []float64 { return left()[k] }
	}
	return rs
}

// column returns every figures-th number from the k-th on.
func column(flat []float64, k, figures int) []float64 {
	out := make([]float64, 0, len(flat)/figures)
	for i := k; i < len(flat); i += figures {
		out = append(out, flat[i])
	}
	return out
}

// bootstrapTwo is Bootstrap over two separate samples, each of which keeps its
// size. Its expanded intervals go by the smaller one.
func bootstrapTwo(n1, n2, resamples int, seed uint64, f func(first, second []int) float64) Resampled {
	draws := make([]float64, max(0, resamples))
	parallel(len(draws), func() func(int) {
		units := make([]int, n1+n2)
		source := rand.NewPCG(0, 0)
		rng := rand.New(source)
		return func(i int) {
			source.Seed(mix(seed, uint64(i)))
			for j := range units {
				n := n1
				if j >= n1 {
					n = n2
				}
				units[j] = int(rng.Uint64N(uint64(n)))
			}
			draws[i] = f(units[:n1], units[n1:])
		}
	})
	all := make([]int, max(n1, n2))
	for i := range all {
		all[i] = i
	}
	r := Resampled{Value: f(all[:n1], all[:n2]), N: n1 + n2, smallest: min(n1, n2)}
	r.Draws = slices.DeleteFunc(draws, notFinite)
	r.Failed = resamples - len(r.Draws)
	slices.Sort(r.Draws)
	return r
}

// mix spreads a seed and a number over the state of a generator, so that
// neighbouring numbers give unrelated draws (splitmix64, Steele et al. 2014).
func mix(seed, i uint64) (hi, lo uint64) {
	spread := func(x uint64) uint64 {
		x ^= x >> 30
		x *= 0xbf58476d1ce4e5b9
		x ^= x >> 27
		x *= 0x94d049bb133111eb
		return x ^ x>>31
	}
	hi = spread(seed + 0x9e3779b97f4a7c15*(2*i+1))
	return hi, spread(hi + 0x9e3779b97f4a7c15*(2*i+2))
}

func notFinite(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }

// parallel calls the function that worker makes, one a goroutine, with 0 to n−1,
// each once.
func parallel(n int, worker func() func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		if n > 0 {
			do := worker()
			for i := range n {
				do(i)
			}
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			do := worker()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// mostJackknife bounds how many times the jackknife computes the figure; with
// more units, it leaves out groups of them.
const mostJackknife = 500

func leaveOut(n, figures int, worker func() func([]int, []float64)) [][]float64 {
	groups := min(n, mostJackknife)
	flat := make([]float64, groups*figures)
	parallel(groups, func() func(int) {
		f, units := worker(), make([]int, 0, n)
		return func(g int) {
			units = units[:0]
			from, to := g*n/groups, (g+1)*n/groups
			for i := range n {
				if i < from || i >= to {
					units = append(units, i)
				}
			}
			f(units, flat[g*figures:(g+1)*figures])
		}
	})
	out := make([][]float64, figures)
	for k := range out {
		out[k] = column(flat, k, figures)
	}
	return out
}

// check says why there is no interval; "" where there is.
func (r *Resampled) check(level float64) string {
	switch {
	case !validLevel(level):
		return checkShare(0, 1, level)
	case r.N < 10:
		return fmt.Sprintf("%d units are too few to resample; 10 are the least", r.N)
	case len(r.Draws)+r.Failed < 100:
		return "too few resamples were drawn"
	case r.Failed*20 > len(r.Draws):
		return fmt.Sprintf("the figure is not defined in %d of %d resamples", r.Failed, r.Failed+len(r.Draws))
	case r.Draws[0] == r.Draws[len(r.Draws)-1]:
		return "the figure is the same in every resample, which does not show how it varies"
	}
	return ""
}

// estimate is the Estimate with an interval between two shares of the draws.
func (r *Resampled) estimate(low, high, level float64, method string) Estimate {
	e := Between(r.Value, Quantile(r.Draws, low), Quantile(r.Draws, high), level, method, r.N)
	if r.Failed > 0 {
		e.Caveats = append(e.Caveats, fmt.Sprintf("the figure is not defined in %d of %d resamples, which were left out", r.Failed, r.Failed+len(r.Draws)))
	}
	return e
}

// Percentile returns the figure with the expanded percentile interval: that of
// Efron (1979), widened so that it is as wide as Student's t would be for a mean
// (Hesterberg 2015, section 5.3); the plain one is too narrow for small n.
func (r *Resampled) Percentile(level float64) Estimate {
	if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		return Undefined("the figure is not defined for these rows")
	}
	if why := r.check(level); why != "" {
		return Estimate{Value: r.Value, N: r.N, NoInterval: why}
	}
	tail := distuv.UnitNormal.CDF(-expanded(level, cmp.Or(r.smallest, r.N)))
	return r.estimate(tail, 1-tail, level, "bootstrap percentile")
}

// expanded returns the normal quantile that Hesterberg's correction uses.
func expanded(level float64, n int) float64 {
	return math.Sqrt(float64(n)/float64(n-1)) * tQuantile(level, float64(n-1))
}

// BCa returns the figure with the bias-corrected and accelerated interval of Efron
// (1987), expanded as by Percentile. It suits figures whose draws are skewed or
// off centre: ratios, coefficients near their bounds.
func (r *Resampled) BCa(level float64) Estimate {
	if math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
		return Undefined("the figure is not defined for these rows")
	}
	if why := r.check(level); why != "" {
		return Estimate{Value: r.Value, N: r.N, NoInterval: why}
	}
	below := 0.0
	for _, d := range r.Draws {
		if d < r.Value {
			below++
		} else if d == r.Value {
			below += .5
		}
	}
	n := float64(len(r.Draws))
	if below < 1 || below > n-1 {
		return Estimate{Value: r.Value, N: r.N, NoInterval: "all resamples lie on one side of the figure"}
	}
	acc := 0.0
	if r.jackknife != nil {
		acc = acceleration(r.jackknife())
	}
	bias, c := distuv.UnitNormal.Quantile(below/n), expanded(level, cmp.Or(r.smallest, r.N))
	at := func(q float64) float64 {
		return distuv.UnitNormal.CDF(bias + (bias+q)/(1-acc*(bias+q)))
	}
	low, high := at(-c), at(c)
	if acc*(bias+c) >= 1 || acc*(bias-c) >= 1 || low*n < 1 || (1-high)*n < 1 {
		return Estimate{Value: r.Value, N: r.N, NoInterval: "the figure is too skewed over resamples"}
	}
	return r.estimate(low, high, level, "bootstrap BCa")
}

// acceleration is Efron's (1987, equation 6.6) from the jackknife; 0 where the
// jackknife has no figures.
func acceleration(left []float64) float64 {
	left = slices.DeleteFunc(left, notFinite)
	m := momentsOf(left)
	if m.n < 3 || m.variance <= 0 {
		return 0
	}
	return -m.skew / (6 * math.Sqrt(float64(m.n)))
}
