package stats

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// world is raters who err independently of one another: a share of items is of
// the second category, and each rater says so with a chance of skill, and says the
// first of others with the same chance.
type world struct {
	raters      int
	skill, rare float64
	items       int
}

func (w world) String() string {
	return fmt.Sprintf("%d raters, skill %.2f, prevalence %.2f, %d items", w.raters, w.skill, w.rare, w.items)
}

// probabilities are those of each pattern of answers, one bit a rater.
func (w world) probabilities() []float64 {
	out := make([]float64, 1<<w.raters)
	for v := range out {
		second, first := w.rare, 1-w.rare
		for j := range w.raters {
			if v>>j&1 == 1 {
				second, first = second*w.skill, first*(1-w.skill)
			} else {
				second, first = second*(1-w.skill), first*w.skill
			}
		}
		out[v] = second + first
	}
	return out
}

// draw makes ratings of the world.
func (w world) draw(t testing.TB, rng *rand.Rand) *Ratings {
	rows := make([][]int, w.items)
	for i := range rows {
		truth, row := rng.Float64() < w.rare, make([]int, w.raters)
		for j := range row {
			if row[j] = 1; truth == (rng.Float64() < w.skill) {
				row[j] = 2
			}
		}
		rows[i] = row
	}
	return grid(t, 2, rows...)
}

// truths are the figures of endlessly many items: those of as many as fit.
func (w world) truths(t testing.TB) map[string]float64 {
	rows := make([][]int, 1<<w.raters)
	for v := range rows {
		for j := range w.raters {
			rows[v] = append(rows[v], 1+v>>j&1)
		}
	}
	r, prob := grid(t, 2, rows...), w.probabilities()
	weigh := func(p *patterns, of func(item int) []pairOf) []int32 {
		freq := make([]int32, p.len())
		for v, pr := range prob {
			for i := range freq {
				if fmt.Sprint(p.of(i)) == fmt.Sprint(of(v)) {
					freq[i] += int32(math.Round(pr * 2e9))
				}
			}
		}
		return freq
	}
	counted, c := make([]float64, countFigures), r.byCount()
	newCounts(c, newWeighing(Unweighted, r.values, LevelNominal), newAlpha(c, r.values, LevelNominal)).eval(weigh(c, func(v int) []pairOf {
		return grid(t, 2, rows[v]).byCount().of(0)
	}), counted)
	p := r.byRater()
	e := newPairs(p, newWeighing(Unweighted, r.values, LevelNominal), r.raters, 0)
	paired := make([]float64, e.figures())
	e.eval(weigh(p, func(v int) []pairOf { return grid(t, 2, rows[v]).byRater().of(0) }), paired)
	return map[string]float64{
		"percent": counted[figPercent], "Fleiss": counted[figFleiss], "Randolph": counted[figRandolph],
		"AC1": counted[figAC1], "α": counted[figAlpha], "Cohen": paired[0],
	}
}

// agreementFull reports whether the long form of the simulations was asked for.
func agreementFull() bool {
	f := flag.Lookup("stats.full")
	return os.Getenv("SEEDBED_FULL") != "" || f != nil && f.Value.String() == "true"
}

// tallied is how often an interval was given, and held the truth.
type tallied struct{ given, held int }

// cover draws the world so many times.
func (w world) cover(t testing.TB, draws, resamples int) map[string]*tallied {
	out, truths := map[string]*tallied{}, w.truths(t)
	rng := rand.New(rand.NewPCG(7, uint64(w.items)))
	for d := range draws {
		a, err := Agreement(w.draw(t, rng), AgreementOptions{Resampling: Resampling{Resamples: resamples, Confidence: .95, Seed: uint64(d)}})
		if err != nil {
			t.Fatal(err)
		}
		for name, e := range map[string]Estimate{
			"percent": a.Percent, "Fleiss": a.Fleiss, "Randolph": a.Randolph, "AC1": a.AC1, "α": a.Alpha, "Cohen": a.Cohen,
		} {
			if out[name] == nil {
				out[name] = &tallied{}
			}
			if i := e.Interval; i != nil {
				out[name].given++
				if i.Low <= truths[name]+1e-9 && truths[name]-1e-9 <= i.High {
					out[name].held++
				}
			}
		}
	}
	return out
}

// TestAgreementCoverage draws worlds and counts how often the 95 % intervals hold
// the figure of endlessly many items. Where an interval is refused in most draws,
// there is nothing to count.
func TestAgreementCoverage(t *testing.T) {
	worlds := []world{{2, .8, .1, 200}, {3, .95, .3, 100}, {5, .8, .05, 200}, {2, .95, .05, 500}}
	draws, resamples := 300, 400
	if agreementFull() {
		worlds, draws, resamples = nil, 2000, 1000
		for _, raters := range []int{2, 3, 5} {
			for _, skill := range []float64{.6, .8, .95} {
				for _, rare := range []float64{.01, .05, .1, .3, .5} {
					for _, items := range []int{50, 100, 200, 500} {
						worlds = append(worlds, world{raters, skill, rare, items})
					}
				}
			}
		}
	}
	for _, w := range worlds {
		for name, got := range w.cover(t, draws, resamples) {
			if got.given < draws/2 {
				t.Logf("%v: %s has an interval in %d of %d draws", w, name, got.given, draws)
				continue
			}
			share := float64(got.held) / float64(got.given)
			// Three standard errors beyond 93 and 97 %.
			slack := 3 * math.Sqrt(.95*.05/float64(got.given))
			if agreementFull() {
				t.Logf("%v: %s held in %.1f %% of %d", w, name, 100*share, got.given)
			}
			if share < .93-slack || share > .97+slack {
				t.Errorf("%v: the interval of %s holds in %.1f %% of %d draws", w, name, 100*share, got.given)
			}
		}
	}
}

// Where few items are of the second category, κ and α have no interval.
func TestAgreementRefuses(t *testing.T) {
	w := world{2, .95, .01, 100}
	for name, got := range w.cover(t, 50, 200) {
		margins := name == "Fleiss" || name == "Cohen" || name == "α"
		if margins && got.given > 0 || !margins && got.given < 25 {
			t.Errorf("%v: %s has an interval in %d of 50 draws", w, name, got.given)
		}
	}
}
