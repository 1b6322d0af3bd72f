package people

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

func idOf(i int) seedbed.ID {
	return seedbed.SeedID(seedbed.Fingerprint{}, seedbed.Fields{{Name: "i", Value: int64(i)}}, 0)
}

func TestProposeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		errs := rapid.SliceOfN(rapid.Float64Range(-1, 5), 1, 60).Draw(t, "errors")
		n := rapid.IntRange(0, 70).Draw(t, "n")
		seed := rapid.Uint64().Draw(t, "seed")
		rows := make([]Candidate, len(errs))
		for i, e := range errs {
			rows[i] = Candidate{idOf(i), e}
		}
		total := 0.
		for _, p := range shares(rows, min(max(n, 1), len(rows))) {
			if !(p > 0 && p <= 1) {
				t.Fatalf("probability %v", p)
			}
			total += p
		}
		if want := float64(min(max(n, 1), len(rows))); math.Abs(total-want) > 1e-6 {
			t.Fatalf("probabilities add up to %v, want %v", total, want)
		}
		got := Propose(rows, n, seed)
		if d := len(got) - min(n, len(rows)); d < -1 || d > 1 {
			t.Fatalf("%d proposals of %d wanted", len(got), n)
		}
		seen := map[seedbed.ID]bool{}
		for _, p := range got {
			if seen[p.Row] {
				t.Fatal("a row twice")
			}
			seen[p.Row] = true
		}
		other := append([]Candidate(nil), rows...)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		again := Propose(other, n, seed)
		if fmt.Sprint(got) != fmt.Sprint(again) && total < 1e9 {
			for i := range got { // sums in another order may differ in the last bit
				if i >= len(again) || got[i].Row != again[i].Row || math.Abs(got[i].Share-again[i].Share) > 1e-12 {
					t.Fatalf("another order of rows gives other proposals:\n%v\n%v", got, again)
				}
			}
		}
	})
}

// Each row is drawn as often as its probability says.
func TestProposeKeepsItsProbabilities(t *testing.T) {
	rows := make([]Candidate, 40)
	for i := range rows {
		rows[i] = Candidate{idOf(i), float64(i % 7)}
	}
	rows[3].Error, rows[4].Error = 200, math.NaN()
	want, times, draws := shares(rows, 12), map[seedbed.ID]int{}, 20_000
	for seed := range draws {
		for _, p := range Propose(rows, 12, uint64(seed)) {
			times[p.Row]++
		}
	}
	chi := 0.
	for i, p := range want {
		e := p * float64(draws)
		if d := float64(times[rows[i].Row]) - e; p < 1 {
			chi += d * d / (e * (1 - p))
		} else if d != 0 {
			t.Errorf("row %d is certain and was drawn %v times too few", i, -d)
		}
	}
	if p := stats.ChiSquareAbove(chi, len(rows)-2); p < 1e-4 {
		t.Errorf("chi-squared %.1f over %d rows, p = %.2g", chi, len(rows), p)
	}
}

// planted is a lot of which a judge is sure of four rows in five, and right; of the rest
// it is not, and errs in a third.
type planted struct {
	rows         []Candidate
	at           map[seedbed.ID]int
	judge, truth []float64
}

const plantedRate = .2

// plant makes lots of so many rows: the same rows, of which the judge knows how sure it
// is, with what is true of them drawn anew.
func plant(n int) func(seed uint64) *planted {
	w := &planted{at: map[seedbed.ID]int{}}
	rng := rand.New(rand.NewPCG(3, 3))
	wrong := make([]float64, n)
	for i := range n {
		id := idOf(i)
		if wrong[i] = .01; rng.Float64() < .2 {
			wrong[i] = .35
		}
		w.at[id] = i
		w.rows = append(w.rows, Candidate{id, math.Sqrt(wrong[i] * (1 - wrong[i]))})
	}
	return func(seed uint64) *planted {
		rng := rand.New(rand.NewPCG(seed, 4))
		w.judge, w.truth = make([]float64, n), make([]float64, n)
		for i := range n {
			if rng.Float64() < plantedRate {
				w.truth[i] = 1
			}
			if w.judge[i] = w.truth[i]; rng.Float64() < wrong[i] {
				w.judge[i] = 1 - w.truth[i]
			}
		}
		return w
	}
}

// look corrects the judge by what people say of some rows.
func (w *planted) look(p []Proposal, level float64) corrected {
	var judge, truth, share []float64
	rated := map[float64]int64{}
	equal := true
	for _, one := range p {
		i := w.at[one.Row]
		judge, truth, share = append(judge, w.judge[i]), append(truth, w.truth[i]), append(share, one.Share)
		rated[w.judge[i]]++
		equal = equal && one.Share == p[0].Share
	}
	if equal {
		share = nil
	}
	return correct(judge, truth, share, func(yield func(float64, int64)) {
		for _, v := range []float64{0, 1} {
			n := int64(0)
			for _, j := range w.judge {
				if j == v {
					n++
				}
			}
			yield(v, n)
		}
	}, rated, level)
}

// Active samples stay unbiased, their intervals cover, and are narrower than those of
// plain samples of the same size.
func TestProposeNarrowsAndCovers(t *testing.T) {
	const lot, runs, n = 4000, 2000, 250
	lots := plant(lot)
	plain := make([]Candidate, lot)
	for i := range plain {
		plain[i].Row = idOf(i)
	}
	var active, even struct {
		held             int
		sum, sum2, width float64
	}
	for seed := range runs {
		w := lots(uint64(seed))
		for k, rows := range [][]Candidate{w.rows, plain} {
			c := w.look(Propose(rows, n, uint64(seed)), .95)
			of := &active
			if k == 1 {
				of = &even
			}
			i := c.rate.Interval
			if i == nil {
				t.Fatal(c.rate.NoInterval)
			}
			if i.Low <= plantedRate && plantedRate <= i.High {
				of.held++
			}
			of.sum += c.rate.Value
			of.sum2 += (c.rate.Value - plantedRate) * (c.rate.Value - plantedRate)
			of.width += i.High - i.Low
		}
	}
	for name, of := range map[string]*struct {
		held             int
		sum, sum2, width float64
	}{"active": &active, "plain": &even} {
		cover := float64(of.held) / runs
		bias, sd := of.sum/runs-plantedRate, math.Sqrt(of.sum2/runs)
		t.Logf("%s: covers %.3f, mean width %.4f, bias %.5f of a standard deviation %.5f", name, cover, of.width/runs, bias, sd)
		if cover < .93 || cover > .97 {
			t.Errorf("%s samples cover %.3f", name, cover)
		}
		// Of 2,000 runs the mean is known to .022 standard deviations; that the judge's
		// weight is chosen by the same rows brings a bias of order 1/n.
		if math.Abs(bias) > .15*sd || name == "active" && math.Abs(bias) > .09*sd {
			t.Errorf("%s samples are biased: %.5f, standard deviation %.5f", name, bias, sd)
		}
	}
	if ratio := active.width / even.width; ratio > .85 {
		t.Errorf("intervals of active samples are %.2f as wide as plain ones", ratio)
	}
}

// Corrected rates of good, poor and useless judges cover, at shares that are common and
// rare.
func TestCorrectedRateCovers(t *testing.T) {
	const lot, n, runs = 8000, 250, 2000
	for _, c := range []struct{ rate, sensitivity, alarm float64 }{
		{.3, .9, .1}, {.1, .9, .25}, {.1, .7, .02}, {.5, .5, .5}, {.05, .95, .05},
	} {
		t.Run(fmt.Sprintf("rate %.2f, judge %.2f and %.2f", c.rate, c.sensitivity, c.alarm), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 5))
			held, sum, squares := 0, 0., 0.
			for range runs {
				var judge, truth []float64
				ones := int64(0)
				rated := map[float64]int64{}
				for i := range lot {
					y, f := 0., 0.
					if rng.Float64() < c.rate {
						y = 1
					}
					if p := rng.Float64(); y == 1 && p < c.sensitivity || y == 0 && p < c.alarm {
						f = 1
						ones++
					}
					if i < n {
						judge, truth = append(judge, f), append(truth, y)
						rated[f]++
					}
				}
				got := correct(judge, truth, nil, func(yield func(float64, int64)) {
					yield(0, lot-ones)
					yield(1, ones)
				}, rated, .95)
				sum += got.rate.Value
				squares += (got.rate.Value - c.rate) * (got.rate.Value - c.rate)
				if i := got.rate.Interval; i != nil && i.Low <= c.rate && c.rate <= i.High {
					held++
				}
			}
			cover := float64(held) / runs
			bias, sd := sum/runs-c.rate, math.Sqrt(squares/runs)
			t.Logf("covers %.3f, bias %.4f of a standard deviation %.4f", cover, bias, sd)
			if cover < .93 || cover > .97 {
				t.Errorf("covers %.3f", cover)
			}
			if math.Abs(bias) > .25*sd { // the judge's weight is chosen by the same rows
				t.Errorf("biased by %.4f, standard deviation %.4f", bias, sd)
			}
		})
	}
}

func TestExpectedError(t *testing.T) {
	if e := ExpectedError(nil)(.3); e != 1 {
		t.Errorf("of nothing: %v", e)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var seen []Compared
	for range 500 {
		c := Compared{Signal: rng.Float64()}
		if c.Signal < .5 && rng.Float64() < .4 {
			c.Off = 1
		}
		seen = append(seen, c)
	}
	seen = append(seen, Compared{Signal: math.NaN(), Off: 1}, Compared{Off: math.Inf(1)})
	e := ExpectedError(seen)
	if low, high := e(.1), e(.9); low < .5 || high > .2 || high <= 0 || e(-5) != e(0) || e(7) != high {
		t.Errorf("at .1 %v, at .9 %v, at −5 %v", low, high, e(-5))
	}
	if x := e(math.NaN()); !(x > 0 && x < 1) {
		t.Errorf("without a signal %v", x)
	}
}

func BenchmarkPropose(b *testing.B) {
	rows := make([]Candidate, 1_000_000)
	for i := range rows {
		rows[i] = Candidate{idOf(i), float64(i % 10)}
	}
	for b.Loop() {
		Propose(rows, 500, 1)
	}
}
