package review

import (
	"container/heap"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

// aim is a plan with one claim.
func aim(t testing.TB, confidence float64, texts ...string) *plan.Inspection {
	t.Helper()
	in := &plan.Inspection{Name: "kept", Confidence: confidence, Raters: 2, Seed: 1, Rubric: &seedbed.Rubric{
		Name: "hint", Criteria: []seedbed.Criterion{
			{Name: "sound", Kind: seedbed.YesNo},
			{Name: "helpful", Kind: seedbed.Scale, Min: 1, Max: 7},
			{Name: "tone", Kind: seedbed.Choice, Choices: []string{"warm", "cold"}},
		},
	}}
	for _, text := range texts {
		c, err := plan.ParseClaim(text)
		if err != nil {
			t.Fatal(err)
		}
		in.Claims = append(in.Claims, c)
	}
	return in
}

// work is a row that somebody has under way.
type work struct {
	at   float64
	item int
}

type works []work

func (w works) Len() int           { return len(w) }
func (w works) Less(i, j int) bool { return w[i].at < w[j].at }
func (w works) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *works) Push(x any)        { *w = append(*w, x.(work)) }
func (w *works) Pop() any {
	last := (*w)[len(*w)-1]
	*w = (*w)[:len(*w)-1]
	return last
}

// crew has people work side by side on items 0 to n−1 in order. took says how long an
// item takes; done is told in the order in which they are settled, until it says stop.
func crew(people, n int, took func(item int) float64, done func(item int) (stop bool)) {
	var under works
	next, now := 0, 0.0
	for {
		for len(under) < people && next < n {
			heap.Push(&under, work{now + took(next), next})
			next++
		}
		if len(under) == 0 {
			return
		}
		w := heap.Pop(&under).(work)
		if now = w.at; done(w.item) {
			return
		}
	}
}

// lotOf returns which rows of a random permutation's beginning are defective.
func lotOf(rng *rand.Rand, rows, bad, first int) []bool {
	out := make([]bool, first)
	for i := range out {
		out[i] = rng.IntN(rows-i) < bad
		if out[i] {
			bad--
		}
	}
	return out
}

// The claim is false: whoever looks after every row and stops at the first moment at
// which it passes is wrong in under 5 % of runs, alone or with twenty people whose
// defective rows take ten times as long, or who never come to an end with them.
func TestSequentialClaimsKeepTheirError(t *testing.T) {
	const runs = 2000
	for _, c := range []struct {
		name   string
		rows   int
		bad    float64 // times the limit
		people int
		slow   float64 // by how much defective rows take longer
	}{
		{"alone, at the limit", 1_000_000, 1, 1, 1},
		{"a small lot, at the limit", 500, 1, 1, 1},
		{"twenty people, defects take long", 12_400, 1, 20, 10},
		{"twenty people who never end with a defect", 500, 1.2, 20, math.Inf(1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := aim(t, .95, "defects <= 5%")
			follow := followed(t, in, c.rows)
			rng := rand.New(rand.NewPCG(6, uint64(c.rows+c.people)))
			bad := int(math.Ceil(.05 * c.bad * float64(c.rows)))
			wrong, naive := 0, 0
			for range runs {
				d := follow()
				truth := lotOf(rng, c.rows, bad, d.all.random)
				n, k, fooled := 0, 0, false
				crew(c.people, len(truth), func(i int) float64 {
					if truth[i] {
						return rng.ExpFloat64() * c.slow
					}
					return rng.ExpFloat64()
				}, func(i int) bool {
					if err := d.all.Settle(i, RowOutcome{Defective: truth[i]}); err != nil {
						t.Fatal(err)
					}
					if n++; truth[i] {
						k++
					}
					fooled = fooled || d.plan.After(n, k) == stats.Met
					d.decide()
					return d.met > 0
				})
				if d.met > 0 {
					wrong++
				}
				if fooled {
					naive++
				}
			}
			t.Logf("wrong in %.1f %% of %d runs; by the settled rows alone in %.1f %%", 100*float64(wrong)/runs, runs, 100*float64(naive)/runs)
			if wrong > runs*5/100 {
				t.Errorf("wrong in %d of %d runs", wrong, runs)
			}
			if c.slow >= 10 && naive < 3*runs*5/100 {
				t.Errorf("taking the settled rows for a sample is wrong in %d of %d runs alone: the delay does not try what it is to try", naive, runs)
			}
		})
	}
}

// The bound that is shown, looked at again and again while the defective rows take long,
// is below the truth at any moment in under 5 % of runs.
func TestBoundsHoldWheneverOneLooks(t *testing.T) {
	const runs, rows, bad, first = 200, 300, 36, 100
	in := aim(t, .95, "defects <= 10%")
	follow := followed(t, in, rows)
	rng := rand.New(rand.NewPCG(8, 8))
	wrong := 0
	for range runs {
		d := follow()
		truth := lotOf(rng, rows, bad, first)
		below, n := false, 0
		crew(20, len(truth), func(i int) float64 { return rng.ExpFloat64() * float64(1+9*b2i(truth[i])) }, func(i int) bool {
			_ = d.all.Settle(i, RowOutcome{Defective: truth[i]})
			if n++; n%20 == 0 {
				s := d.all.States()[0]
				below = below || s.Estimate.Interval != nil && s.Estimate.Interval.High < bad/float64(rows)-1e-9
			}
			return below
		})
		wrong += b2i(below)
	}
	t.Logf("below the truth in %.1f %% of %d runs", 100*float64(wrong)/runs, runs)
	if wrong > runs*5/100 {
		t.Errorf("below the truth in %d of %d runs", wrong, runs)
	}
}

// followed returns a function that begins to follow the one claim of a plan afresh.
func followed(t testing.TB, in *plan.Inspection, rows int) func() *defects {
	t.Helper()
	most, _, err := randomRows(in, rows)
	if err != nil {
		t.Fatal(err)
	}
	s := &Sample{Inspection: in.Name, Rows: rows, Items: make([]Item, most)}
	for i := range s.Items {
		s.Items[i].Part = PartRandom
	}
	first, err := NewClaims(in, s)
	if err != nil {
		t.Fatal(err)
	}
	p := first.follow[0].(*defects).plan
	return func() *defects {
		c := &Claims{in: in, s: s, random: most, state: make([]rowState, most)}
		d := &defects{all: c, claim: &in.Claims[0], plan: p}
		if err := d.restart(); err != nil {
			t.Fatal(err)
		}
		c.follow = []follower{d}
		return d
	}
}

// The claim is true: it is met, and soon.
func TestSequentialClaimsEnd(t *testing.T) {
	in := aim(t, .95, "defects <= 5%")
	follow := followed(t, in, 12_400)
	rng := rand.New(rand.NewPCG(9, 9))
	met, refuted, rows := 0, 0, 0
	for range 300 {
		d := follow()
		truth := lotOf(rng, 12_400, 62, d.all.random) // .5 %
		crew(5, len(truth), func(int) float64 { return rng.ExpFloat64() }, func(i int) bool {
			_ = d.all.Settle(i, RowOutcome{Defective: truth[i]})
			d.decide()
			rows++
			return d.met > 0 || d.refuted > 0
		})
		if d.met > 0 {
			met++
		}
		if d.refuted > 0 {
			refuted++
		}
	}
	t.Logf("met in %d of 300 runs, refuted in %d, after %.0f rows on average", met, refuted, float64(rows)/300)
	if met < 285 || refuted > 3 || rows > 300*110 {
		t.Errorf("met in %d of 300 runs, refuted in %d, after %d rows in all", met, refuted, rows)
	}
}

// Whatever the order in which rows are settled, undone and settled otherwise, the state
// is that of who is told the same in drawn order at once; and the bound with open rows
// is never below that with all of them known.
func TestClaimsDoNotDependOnTheOrder(t *testing.T) {
	in := aim(t, .9, "defects <= 20%")
	follow := followed(t, in, 300)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 100).Draw(t, "rows")
		truth := rapid.SliceOfN(rapid.SampledFrom([]bool{false, false, false, true}), n, n).Draw(t, "truth")
		moves := rapid.SliceOfN(rapid.IntRange(0, 3*n-1), 0, 3*n).Draw(t, "moves")
		d, state := follow(), make([]rowState, n)
		for _, m := range moves {
			i := m % n
			switch {
			case m >= 2*n && state[i] != rowOpen: // taken back
				_ = d.all.Unsettle(i)
				state[i] = rowOpen
			case m >= n && m < n+5: // otherwise than it is
				_ = d.all.Settle(i, RowOutcome{Defective: !truth[i]})
				state[i] = rowSound + rowState(b2i(!truth[i]))
			default:
				_ = d.all.Settle(i, RowOutcome{Defective: truth[i]})
				state[i] = rowSound + rowState(b2i(truth[i]))
			}
			if m%5 == 0 {
				d.all.States()
			}
		}
		got := d.all.States()[0]
		fresh, whole := follow(), follow()
		for i, s := range state {
			if s != rowOpen {
				_ = fresh.all.Settle(i, RowOutcome{Defective: s == rowDefective})
			}
		}
		want := fresh.all.States()[0]
		if got.Verdict != want.Verdict || got.Rows != want.Rows || got.Defects != want.Defects || got.More != want.More || !sameEstimate(got.Estimate, want.Estimate) {
			t.Fatalf("%+v; in drawn order at once %+v", got, want)
		}
		for i := range len(d.bound.used) {
			_ = whole.all.Settle(i, RowOutcome{Defective: state[i] == rowDefective})
		}
		full := whole.all.States()[0]
		if got.Estimate.Interval != nil && full.Estimate.Interval != nil && got.Estimate.Interval.High < full.Estimate.Interval.High-1e-12 {
			t.Fatalf("with open rows at most %v, with all known %v", got.Estimate.Interval.High, full.Estimate.Interval.High)
		}
		if got.Verdict == stats.Met && got.Estimate.Interval != nil && got.Estimate.Interval.High >= .2 {
			t.Fatalf("met, and at most %v", got.Estimate.Interval.High)
		}
	})
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sameEstimate(a, b stats.Estimate) bool {
	if a.Value != b.Value || a.N != b.N || a.Undefined != b.Undefined || (a.Interval == nil) != (b.Interval == nil) {
		return false
	}
	return a.Interval == nil || *a.Interval == *b.Interval
}
