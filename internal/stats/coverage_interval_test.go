package stats

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// -stats.full, or SEEDBED_FULL in the environment, has simulations draw 2,000
// samples instead of a few hundred.
var fullFlag = flag.Bool("stats.full", os.Getenv("SEEDBED_FULL") != "", "simulations in full")

func fullRun() bool { return *fullFlag || os.Getenv("SEEDBED_FULL") != "" }

// coverage is what a simulation counts.
type coverage struct {
	draws, given, held int
	guaranteed         int // of given, by a method that covers at least as often as it says
}

func (c *coverage) add(e Estimate, truth float64) {
	c.draws++
	if !e.Defined() || e.Interval == nil {
		return
	}
	c.given++
	if strings.Contains(e.Interval.Method, "guaranteed") {
		c.guaranteed++
	}
	if e.Interval.Low <= truth+1e-12 && truth-1e-12 <= e.Interval.High {
		c.held++
	}
}

// check wants 93 to 97 % of the intervals to hold the truth, give or take what
// binomial error allows of so many draws. Where most intervals guarantee their
// level, or highest is set, they may hold it oftener; where fewer than a fifth of
// samples get an interval, there is nothing to count.
func (c *coverage) check(t *testing.T, what string, lowest, highest float64) {
	t.Helper()
	if c.given*5 <= c.draws {
		t.Logf("%-60s refused in %d of %d", what, c.draws-c.given, c.draws)
		return
	}
	share := float64(c.held) / float64(c.given)
	slack := 3 * math.Sqrt(.05*.95/float64(c.given))
	if c.guaranteed*4 > c.given {
		highest = 1
	}
	t.Logf("%-60s covers %.4f of %d, %d guaranteed", what, share, c.given, c.guaranteed)
	if share < lowest-slack || share > highest+slack {
		t.Errorf("%s: %.4f of %d intervals hold the truth", what, share, c.given)
	}
}

func coverageDraws() int {
	if fullRun() {
		return 2000
	}
	return 300
}

// Shares and differences of shares are gone through exactly: every count that can
// come about, weighted by its probability.
func TestCoverageShare(t *testing.T) {
	for _, n := range []int{50, 100, 200, 500} {
		intervals := make([]Estimate, n+1)
		for k := range intervals {
			intervals[k] = Share(k, n, .95)
		}
		step := .01
		if fullRun() {
			step = .001
		}
		for p := .01; p <= .5+1e-9; p += step {
			held, guaranteed := 0.0, 0.0
			for k, e := range intervals {
				w := math.Exp(logBinomial(k, n, p))
				if strings.Contains(e.Interval.Method, "guaranteed") {
					guaranteed += w
				}
				if e.Interval.Low <= p && p <= e.Interval.High {
					held += w
				}
			}
			if held < .93 || held > .975 && guaranteed < .25 {
				t.Errorf("n %d, p %.3f: %.4f held, %.2f guaranteed", n, p, held, guaranteed)
			}
		}
	}
}

func binomialWeights(n int, p float64) []float64 {
	out := make([]float64, n+1)
	for k := range out {
		out[k] = math.Exp(logBinomial(k, n, p))
	}
	return out
}

func TestCoverageShareDifference(t *testing.T) {
	sizes := [][2]int{{50, 50}, {50, 200}}
	if fullRun() {
		sizes = append(sizes, [2]int{100, 100}, [2]int{200, 50}, [2]int{200, 200}, [2]int{100, 500})
	}
	for _, size := range sizes {
		difference, ratio := map[[2]int]Estimate{}, map[[2]int]Estimate{}
		for k1 := range size[0] + 1 {
			for k2 := range size[1] + 1 {
				difference[[2]int{k1, k2}] = ShareDifference(k1, size[0], k2, size[1], .95)
				ratio[[2]int{k1, k2}] = ShareRatio(k1, size[0], k2, size[1], .95)
			}
		}
		for _, p1 := range []float64{.01, .02, .05, .1, .2, .5} {
			for _, p2 := range []float64{.01, .05, .1, .3, .5} {
				var held, guaranteed, ratioGiven, ratioHeld float64
				w1, w2 := binomialWeights(size[0], p1), binomialWeights(size[1], p2)
				for k, e := range difference {
					w := w1[k[0]] * w2[k[1]]
					if strings.Contains(e.Interval.Method, "guaranteed") {
						guaranteed += w
					}
					if i := e.Interval; i.Low <= p1-p2+1e-12 && p1-p2-1e-12 <= i.High {
						held += w
					}
					if i := ratio[k].Interval; i != nil {
						ratioGiven += w
						if i.Low <= p1/p2 && p1/p2 <= i.High {
							ratioHeld += w
						}
					}
				}
				what := fmt.Sprintf("%v, %.2f and %.2f", size, p1, p2)
				if held < .93 || held > .982 && guaranteed < .25 {
					t.Errorf("difference, %s: %.4f held, %.2f guaranteed", what, held, guaranteed)
				}
				// An interval that small counts are refused is shown for the others alone.
				if ratioGiven > .8 && (ratioHeld/ratioGiven < .93 || ratioHeld/ratioGiven > .975) {
					t.Errorf("ratio, %s: %.4f of %.4f held", what, ratioHeld, ratioGiven)
				}
			}
		}
	}
}

func TestCoveragePairedShareDifference(t *testing.T) {
	for _, n := range []int{50, 200} {
		table := map[[2]int]Estimate{}
		for b := range n + 1 {
			for c := range n + 1 - b {
				if b+c <= n*7/10 {
					table[[2]int{b, c}] = PairedShareDifference(b, c, n, .95)
				}
			}
		}
		for _, p := range [][2]float64{{.02, .02}, {.05, .01}, {.1, .05}, {.2, .2}, {.3, .1}} {
			var held, guaranteed, mass float64
			for k, e := range table {
				w := math.Exp(logChoose(n, k[0]) + logChoose(n-k[0], k[1]) + xlogy(float64(k[0]), p[0]) +
					xlogy(float64(k[1]), p[1]) + xlogy(float64(n-k[0]-k[1]), 1-p[0]-p[1]))
				mass += w
				if strings.Contains(e.Interval.Method, "guaranteed") {
					guaranteed += w
				}
				if truth := p[0] - p[1]; e.Interval.Low <= truth+1e-12 && truth-1e-12 <= e.Interval.High {
					held += w
				}
			}
			if held/mass < .93 || held/mass > .98 && guaranteed < .25 {
				t.Errorf("n %d, %v: %.4f of %.4f held, %.2f guaranteed", n, p, held, mass, guaranteed)
			}
		}
	}
}

// worlds of scores: their mean, and how one is drawn.
var scoreWorlds = map[string]struct {
	mean float64
	draw func(*rand.Rand) float64
}{
	"normal":            {3, func(r *rand.Rand) float64 { return 3 + r.NormFloat64() }},
	"uniform":           {.5, func(r *rand.Rand) float64 { return r.Float64() }},
	"1 to 7":            {5.5, func(r *rand.Rand) float64 { return []float64{3, 4, 5, 6, 6, 6, 7, 7}[r.IntN(8)] }},
	"exponential":       {1, func(r *rand.Rand) float64 { return r.ExpFloat64() }},
	"mostly the best":   {.96, func(r *rand.Rand) float64 { return 1 - .2*math.Pow(r.Float64(), 4) }},
	"lognormal, skewed": {math.Exp(2), func(r *rand.Rand) float64 { return math.Exp(2 * r.NormFloat64()) }},
}

// bootstrapOf is the difference as CompareUnpaired gives it, without the test.
func bootstrapOf(x, y []float64, o CompareOptions) Estimate {
	if e := MeanDifference(x, y, o.Level); e.Interval == nil || e.Interval.Method != methodDifference {
		return e
	}
	return bootstrapDifference(x, y, o)
}

func TestCoverageMean(t *testing.T) {
	for name, w := range scoreWorlds {
		sizes := []int{50, 100}
		if fullRun() {
			sizes = append(sizes, 500)
		}
		for _, n := range sizes {
			var mean, boot, difference coverage
			rng := rand.New(rand.NewPCG(11, uint64(n)))
			o := CompareOptions{Level: .95, Resamples: 400}
			for d := range coverageDraws() {
				x, y := make([]float64, n), make([]float64, n)
				for i := range x {
					x[i], y[i] = w.draw(rng), w.draw(rng)
				}
				o.Seed = uint64(d)
				mean.add(Mean(x, o.Level), w.mean)
				boot.add(resampledMean(x, o), w.mean)
				difference.add(bootstrapOf(x, y, o), 0)
			}
			mean.check(t, fmt.Sprintf("mean, %s, n %d", name, n), .93, .97)
			boot.check(t, fmt.Sprintf("bootstrap, %s, n %d", name, n), .93, .97)
			difference.check(t, fmt.Sprintf("difference, %s, n %d", name, n), .93, .97)
		}
	}
}
