package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// The bounds of sequences may be looked at after every row: in at most 5 % of runs
// do they ever leave the truth out.
func TestCoverageSequences(t *testing.T) {
	runs, rows := 60, 120
	if fullRun() {
		runs, rows = 2000, 300
	}
	for _, lot := range []int{0, 400} {
		for _, p := range []float64{.01, .05, .3, .5} {
			if !fullRun() && p != .05 && p != .5 {
				continue
			}
			var betting, share, atMost int
			for run := range runs {
				rng := rand.New(rand.NewPCG(uint64(run), uint64(lot)+uint64(p*1000)))
				s, _ := NewSequence(.95, lot)
				q, _ := NewShareSequence(.95, lot)
				left, defects := lot, int(math.Round(p*float64(lot)))
				missed := [3]bool{}
				for range rows {
					bad := rng.Float64() < p
					if lot > 0 {
						bad = rng.IntN(left) < defects
						left--
						if bad {
							defects--
						}
					}
					x := 0.0
					if bad {
						x = 1
					}
					if s.Add(x) != nil || q.Add(bad) != nil {
						t.Fatal("refused")
					}
				}
				// Bounds only narrow: once the truth is out, it stays out.
				missed[0] = missedBy(s.Bounds(), p)
				missed[1] = missedBy(q.Bounds(), p)
				missed[2] = missedBy(q.AtMost(), p)
				for i, count := range []*int{&betting, &share, &atMost} {
					if missed[i] {
						*count++
					}
				}
			}
			t.Logf("lot %d, p %.2f: left out in %d, %d and %d of %d runs", lot, p, betting, share, atMost, runs)
			limit := int(.05*float64(runs) + 3*math.Sqrt(.05*.95*float64(runs)))
			if betting > limit || share > limit || atMost > limit {
				t.Errorf("lot %d, p %.2f: the truth was left out oftener than in 5 %% of runs", lot, p)
			}
		}
	}
}

func missedBy(e Estimate, truth float64) bool {
	return e.Interval != nil && (truth < e.Interval.Low-1e-9 || truth > e.Interval.High+1e-9)
}

// Strengths of contestants whose chances are known; several verdicts on an item
// share what makes the item easy for one of the two.
func TestCoverageBradleyTerry(t *testing.T) {
	truth := []float64{-.6, -.2, .1, .7}
	for _, c := range []struct {
		items int
		ties  float64
	}{{60, 0}, {150, .3}} {
		var all coverage
		for d := range coverageDraws() {
			rng := rand.New(rand.NewPCG(mix(31, uint64(d))))
			var m []Match
			for item := range c.items {
				for a := range truth {
					for b := range a {
						score := .5
						if rng.Float64() >= c.ties {
							// A win stands for a tie's half with the same chance, so that the
							// expected score is the model's.
							score = 0
							p := 1 / (1 + math.Exp(truth[b]-truth[a]))
							p = (p - c.ties/2) / (1 - c.ties)
							if rng.Float64() < p {
								score = 1
							}
						}
						m = append(m, Match{Item: fmt.Sprint(item), A: a, B: b, Score: score})
					}
				}
			}
			r := BradleyTerry(m, len(truth), .95)
			all.add(r.Strengths[d%4], truth[d%4])
		}
		all.check(t, fmt.Sprintf("Bradley–Terry, %d items, ties %.1f", c.items, c.ties), .93, .97)
	}
}

func TestCoverageWinRate(t *testing.T) {
	o := CompareOptions{Level: .95, Resamples: 400}
	for _, items := range []int{50, 200} {
		var rate, first, consistent coverage
		for d := range coverageDraws() {
			rng := rand.New(rand.NewPCG(mix(33, uint64(d))))
			var m []Match
			for item := range items {
				// A wins an item whatever the order in half of all, loses so in a fifth; in
				// the rest what is shown first wins, or it is a tie.
				switch u := rng.Float64(); {
				case u < .5:
					m = append(m, Match{fmt.Sprint(item), 0, 1, 1, 'A'}, Match{fmt.Sprint(item), 0, 1, 1, 'B'})
				case u < .7:
					m = append(m, Match{fmt.Sprint(item), 0, 1, 0, 'A'}, Match{fmt.Sprint(item), 0, 1, 0, 'B'})
				case u < .9:
					m = append(m, Match{fmt.Sprint(item), 0, 1, 1, 'A'}, Match{fmt.Sprint(item), 0, 1, 0, 'B'})
				default:
					m = append(m, Match{fmt.Sprint(item), 0, 1, .5, 'A'}, Match{fmt.Sprint(item), 0, 1, .5, 'B'})
				}
			}
			o.Seed = uint64(d)
			w := WinRates(m, 0, 1, o)
			rate.add(w.Rate, .65)
			first.add(w.ShownFirst, (.7*.5+.2)/.9)
			consistent.add(w.Swapped.Consistent, .8)
		}
		rate.check(t, fmt.Sprintf("win rate, %d items", items), .93, .97)
		first.check(t, fmt.Sprintf("shown first, %d items", items), .93, .97)
		consistent.check(t, fmt.Sprintf("consistent, %d items", items), .93, .97)
	}
}

// PromptSensiScore, and shares of variance with the same variants: the truth is
// that of endlessly many items under them.
func TestCoverageSensitivity(t *testing.T) {
	shift := []float64{-.6, -.1, .2, .5}
	variance := [parts]float64{0, 1, .3, .5}
	for _, v := range shift {
		variance[partPrompt] += v * v / 3
	}
	sizes := []int{50}
	if fullRun() {
		sizes = append(sizes, 200)
	}
	for _, items := range sizes {
		var score coverage
		var share [parts]coverage
		o := CompareOptions{Level: .95, Resamples: 800}
		truth, _ := shares(variance)
		truthScore := sensiTruth(shift, variance[partBoth]+variance[partRepeat]/2)
		for d := range coverageDraws() {
			rng := rand.New(rand.NewPCG(mix(35, uint64(d))))
			var in []Scored
			for i := range items {
				item := rng.NormFloat64() * math.Sqrt(variance[partItem])
				for v := range shift {
					both := rng.NormFloat64() * math.Sqrt(variance[partBoth])
					for range 2 {
						in = append(in, Scored{i, v, item + shift[v] + both + rng.NormFloat64()*math.Sqrt(variance[partRepeat])})
					}
				}
			}
			o.Seed = uint64(d)
			s := PromptSensitivity(in, o)
			score.add(s.Score, truthScore)
			for i, p := range s.Parts {
				share[i].add(p.Share, truth[i])
			}
		}
		score.check(t, fmt.Sprintf("PromptSensiScore, %d items", items), .93, .97)
		for i := range share {
			share[i].check(t, fmt.Sprintf("share of variance %d, %d items", i, items), .93, .97)
		}
	}
}

// sensiTruth is the mean difference of two variants' scores: normal, with means
// apart by their shift.
func sensiTruth(shift []float64, variance float64) float64 {
	sum, n := 0.0, 0.0
	sd := math.Sqrt(2 * variance)
	for i := range shift {
		for j := range i {
			d := shift[i] - shift[j]
			sum += sd*math.Sqrt(2/math.Pi)*math.Exp(-d*d/(2*sd*sd)) + d*math.Erf(d/(sd*math.Sqrt2))
			n++
		}
	}
	return sum / n
}

// Samples drawn by probabilities that follow the values roughly, of rows that stay
// the same.
func TestCoverageSurvey(t *testing.T) {
	rng := rand.New(rand.NewPCG(37, 37))
	const rows = 20_000
	values, inclusion := make([]float64, rows), make([]float64, rows)
	total, sizes := 0.0, 0.0
	for i := range values {
		size := .3 + rng.Float64()
		values[i] = size + .5*rng.NormFloat64()
		inclusion[i] = size
		total += values[i]
		sizes += size
	}
	for _, n := range []int{60, 300} {
		var ht, hajek, strata, fixed coverage
		for range coverageDraws() {
			var sample []Drawn
			parts := []DrawnStratum{{Name: "low", Rows: rows / 4}, {Name: "high", Rows: rows - rows/4}}
			for i, v := range values {
				p := inclusion[i] / sizes * float64(n)
				if rng.Float64() < p {
					sample = append(sample, Drawn{v, p})
				}
			}
			for s := range parts {
				for range n / 2 {
					at := rng.IntN(rows / 4)
					if s == 1 {
						at = rows/4 + rng.IntN(rows-rows/4)
					}
					parts[s].Values = append(parts[s].Values, values[at])
				}
			}
			var systematic []Drawn // a fixed number, by steps along all sizes
			at := rng.Float64()
			for _, i := range rng.Perm(rows) {
				p := inclusion[i] / sizes * float64(n)
				if at -= p; at < 0 {
					at++
					systematic = append(systematic, Drawn{values[i], p})
				}
			}
			fixed.add(WeightedFixedSample(systematic, rows, .95).Mean, total/rows)
			w := WeightedSample(sample, rows, .95)
			ht.add(w.Total, total)
			hajek.add(w.Hajek, total/rows)
			strata.add(Stratified(parts, .95), total/rows)
		}
		// Rows were drawn one by one, so that their number varies too: Hájek's mean
		// divides by it, and Horvitz and Thompson's total does not.
		ht.check(t, fmt.Sprintf("Horvitz–Thompson, n %d", n), .93, .97)
		fixed.check(t, fmt.Sprintf("Horvitz–Thompson, fixed n %d", n), .93, .97)
		hajek.check(t, fmt.Sprintf("Hájek, n %d", n), .93, .97)
		strata.check(t, fmt.Sprintf("strata, n %d", n), .93, .97)
	}
}

// The bootstrap's own intervals, for a figure that is no mean: a correlation.
func TestCoverageBootstrap(t *testing.T) {
	for _, n := range []int{50, 150} {
		var percentile, bca coverage
		for d := range coverageDraws() {
			rng := rand.New(rand.NewPCG(mix(39, uint64(d))))
			x, y := make([]float64, n), make([]float64, n)
			for i := range x {
				x[i] = rng.NormFloat64()
				y[i] = .6*x[i] + .8*rng.NormFloat64()
			}
			r := Bootstrap(n, 400, uint64(d), func(units []int) float64 {
				var sx, sy, sxx, syy, sxy float64
				for _, u := range units {
					sx += x[u]
					sy += y[u]
					sxx += x[u] * x[u]
					syy += y[u] * y[u]
					sxy += x[u] * y[u]
				}
				m := float64(len(units))
				return (sxy - sx*sy/m) / math.Sqrt((sxx-sx*sx/m)*(syy-sy*sy/m))
			})
			percentile.add(r.Percentile(.95), .6)
			bca.add(r.BCa(.95), .6)
		}
		percentile.check(t, fmt.Sprintf("percentile, correlation, n %d", n), .93, .97)
		bca.check(t, fmt.Sprintf("BCa, correlation, n %d", n), .93, .97)
	}
}
