package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// regime is where people use the intervals of rates: n labels, others without, a
// share that is good, a judge.
type regime struct {
	n, others  int
	share      float64
	sens, spec float64
	balanced   bool // half of the labelled rows were chosen good, half bad
	seed       uint64
}

func (r regime) String() string {
	return fmt.Sprintf("n %d, N %d, share %g, TPR %g, TNR %g", r.n, r.others, r.share, r.sens, r.spec)
}

// regimes are all of them, or, for the short form, some at the corners.
func regimes(full bool) []regime {
	var out []regime
	for _, n := range []int{50, 100, 200, 500} {
		for _, others := range []int{1000, 10_000} {
			for _, share := range []float64{.01, .02, .05, .1, .2, .3, .5} {
				for _, j := range [][2]float64{{.6, .6}, {.6, .95}, {.8, .8}, {.95, .6}, {.95, .95}} {
					out = append(out, regime{n: n, others: others, share: share, sens: j[0], spec: j[1], seed: uint64(len(out))})
				}
			}
		}
	}
	if full {
		return out
	}
	var some []regime
	for i := 0; i < len(out); i += 7 {
		some = append(some, out[i])
	}
	return some
}

func binomialDraw(r *rand.Rand, n int, p float64) int {
	if n == 0 || p <= 0 {
		return 0
	}
	return int(distuv.Binomial{N: float64(n), P: p, Src: r}.Rand())
}

// draw makes one sample.
func (g regime) draw(r *rand.Rand) (c Confusion, judged int) {
	good := binomialDraw(r, g.n, g.share)
	if g.balanced {
		good = g.n / 2
	}
	c.TP = binomialDraw(r, good, g.sens)
	c.FN = good - c.TP
	c.FP = binomialDraw(r, g.n-good, 1-g.spec)
	c.TN = g.n - good - c.FP
	return c, binomialDraw(r, g.others, g.share*g.sens+(1-g.share)*(1-g.spec))
}

// covered counts what became of the draws of a regime.
type covered struct {
	draws, printed, hit, guaranteed int
}

// simulate draws samples and looks whether the interval of each has the truth.
func simulate(draws int, seed uint64, truth float64, f func(*rand.Rand) Estimate) covered {
	r := rand.New(rand.NewPCG(seed, 20))
	c := covered{draws: draws}
	for range draws {
		e := f(r)
		if !e.Defined() || e.Interval == nil {
			continue
		}
		c.printed++
		if strings.Contains(e.Interval.Method, "guaranteed") {
			c.guaranteed++
		}
		if e.Interval.Low <= truth && truth <= e.Interval.High {
			c.hit++
		}
	}
	return c
}

// check holds the promise of a 95 % interval: it covers the truth in 93 to 97 % of
// draws, within three binomial errors of that many draws, and in more only where
// a quarter or more of the intervals say that they are guaranteed. What is not
// printed can mislead nobody, and counts as covering; where most are not printed,
// the promise is kept by not printing.
func (c covered) check(t *testing.T, what string) {
	t.Helper()
	if c.printed == 0 {
		return
	}
	share := float64(c.hit+c.draws-c.printed) / float64(c.draws)
	slack := 3 * math.Sqrt(.05*.95/float64(c.draws))
	if c.draws >= 2000 {
		slack = 2 * math.Sqrt(.05*.95/float64(c.draws))
	}
	if share < .93-slack {
		t.Errorf("%s: covers in %.1f %% of %d draws", what, 100*share, c.draws)
	}
	if c.printed*2 > c.draws {
		given := float64(c.hit) / float64(c.printed)
		if given < .93-slack {
			t.Errorf("%s: of the %d intervals printed, %.1f %% cover", what, c.printed, 100*given)
		}
		// Refusing where no share goes with the rows takes misses away, and says
		// nothing of width: only intervals that were printed and hold count here.
		if held := float64(c.hit) / float64(c.draws); held > .97+slack && c.guaranteed*4 < c.printed {
			t.Errorf("%s: covers in %.1f %%, too often for what does not say that it is guaranteed", what, 100*held)
		}
	}
}

// inParallel runs f for each regime on two goroutines.
func inParallel(gs []regime, f func(regime)) {
	var wg sync.WaitGroup
	next := make(chan regime)
	for range 2 {
		wg.Go(func() {
			for g := range next {
				f(g)
			}
		})
	}
	for _, g := range gs {
		next <- g
	}
	close(next)
	wg.Wait()
}

func drawsOf(full bool) int {
	if full {
		return 2000
	}
	return 300
}

// expand makes rows of counts.
func (c Confusion) expand() (truth, score []float64) {
	add := func(n int, y, f float64) {
		for range n {
			truth, score = append(truth, y), append(score, f)
		}
	}
	add(c.TP, 1, 1)
	add(c.FN, 1, 0)
	add(c.FP, 0, 1)
	add(c.TN, 0, 0)
	return truth, score
}

// onesOf is a pool of 0 and 1.
func onesOf(ones, n int) *Pool {
	p := float64(ones) / float64(n)
	m2 := float64(n) * p * (1 - p)
	return &Pool{n: n, w: float64(n), ww: float64(n), mean: p, m2: m2, s2: m2, ones: ones}
}

func TestCoverageOfPPI(t *testing.T) {
	full := fullCoverage()
	inParallel(regimes(full), func(g regime) {
		simulate(drawsOf(full), g.seed, g.share, func(r *rand.Rand) Estimate {
			c, judged := g.draw(r)
			y, f := c.expand()
			p := PPIMean(y, f, onesOf(judged, g.others), .95)
			return p.Estimate
		}).check(t, "PPI++ at "+g.String())
	})
}

func TestCoverageOfRoganGladen(t *testing.T) {
	full := fullCoverage()
	all := regimes(full)
	for _, g := range regimes(full) {
		g.balanced = true
		all = append(all, g)
	}
	inParallel(all, func(g regime) {
		what := fmt.Sprintf("Rogan–Gladen at %v, balanced %v", g, g.balanced)
		simulate(drawsOf(full), g.seed+1000, g.share, func(r *rand.Rand) Estimate {
			c, judged := g.draw(r)
			return RoganGladen(c, judged, g.others, .95)
		}).check(t, what)
	})
}

// fullCoverage reports whether simulations are to be run in full: every regime,
// 2,000 draws.
func fullCoverage() bool { return agreementFull() }

// surveyed draws a sample of three strata with their own shares, labelled at
// rates that do not follow their sizes.
func surveyed(r *rand.Rand, labels int, shares, sizes []float64) ([]PPIStratum, float64) {
	var out []PPIStratum
	truth := 0.0
	bit := func(p float64) float64 {
		if r.Float64() < p {
			return 1
		}
		return 0
	}
	judge := func(y float64) float64 { return bit(.15 + .7*y) }
	for h, share := range shares {
		truth += sizes[h] * share
		s := PPIStratum{Name: fmt.Sprint(h)}
		for range labels / len(shares) {
			y := bit(share)
			s.Truth, s.Score = append(s.Truth, y), append(s.Score, judge(y))
		}
		for range int(4000 * sizes[h]) {
			s.Pool.Add(judge(bit(share)))
		}
		out = append(out, s)
	}
	return out, truth
}

func TestCoverageOfStrata(t *testing.T) {
	full := fullCoverage()
	draws := drawsOf(full)
	for i, shares := range [][]float64{{.1, .3, .6}, {.05, .1, .2}, {.5, .5, .5}} {
		sizes := []float64{.5, .3, .2}
		for _, labels := range []int{60, 150, 450} {
			_, truth := surveyed(rand.New(rand.NewPCG(0, 0)), labels, shares, sizes)
			what := fmt.Sprintf("strata with %v, %d labels", shares, labels)
			simulate(draws, uint64(i*1000+labels), truth, func(r *rand.Rand) Estimate {
				s, _ := surveyed(r, labels, shares, sizes)
				return PPISurvey(s, .95).Estimate
			}).check(t, what)
			simulate(draws, uint64(i*1000+labels+1), truth, func(r *rand.Rand) Estimate {
				s, _ := surveyed(r, labels, shares, sizes)
				return PPISurvey(s, .95).Labels
			}).check(t, what+", labels alone")
		}
	}
}

// Rows are labelled with a probability that depends on the judge's score, and
// weighted by one over it.
func TestCoverageOfWeights(t *testing.T) {
	full := fullCoverage()
	for _, share := range []float64{.1, .3, .5} {
		for _, labels := range []int{50, 100, 400} {
			what := fmt.Sprintf("weights, share %g, %d labels", share, labels)
			simulate(drawsOf(full), uint64(labels), share, func(r *rand.Rand) Estimate {
				s := PPIStratum{}
				row := func() (y, f float64) {
					if r.Float64() < share {
						y = 1
					}
					f = .3*y + .7*r.Float64()
					return y, f
				}
				for len(s.Truth) < labels {
					y, f := row()
					keep := .25 + .75*f
					if r.Float64() < keep {
						s.Truth, s.Score, s.Weight = append(s.Truth, y), append(s.Score, f), append(s.Weight, 1/keep)
					}
				}
				for range 3000 {
					_, f := row()
					s.Pool.Add(f)
				}
				return PPISurvey([]PPIStratum{s}, .95).Estimate
			}).check(t, what)
		}
	}
}

// Means of scales of 1 to 7 and of lengths.
func TestCoverageOfMeans(t *testing.T) {
	full := fullCoverage()
	for _, n := range []int{50, 200} {
		for name, draw := range map[string]func(*rand.Rand) float64{
			"1 to 7": func(r *rand.Rand) float64 { return math.Round(1 + 6*math.Sqrt(r.Float64())) },
			"length": func(r *rand.Rand) float64 { return math.Exp(3 + .4*r.NormFloat64()) },
		} {
			mean, probe := 0.0, rand.New(rand.NewPCG(9, 9))
			for range 1_000_000 {
				mean += draw(probe) / 1e6
			}
			simulate(drawsOf(full), uint64(n), mean, func(r *rand.Rand) Estimate {
				var y, f []float64
				var p Pool
				judge := func(v float64) float64 { return .7*v + mean*.3*r.NormFloat64() }
				for range n {
					v := draw(r)
					y, f = append(y, v), append(f, judge(v))
				}
				for range 2000 {
					p.Add(judge(draw(r)))
				}
				return PPIMean(y, f, &p, .95).Estimate
			}).check(t, fmt.Sprintf("means of %s, %d labels", name, n))
		}
	}
}
