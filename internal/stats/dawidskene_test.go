package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The likelihood with the priors never falls: the invariant of EM, and what it
// stops by.
func TestDawidSkeneNeverFalls(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q, rows := smallRatings(rt)
		c := DawidSkene(grid(t, q, rows...))
		for i := 1; i < len(c.objective); i++ {
			if c.objective[i] < c.objective[i-1]-1e-8*(1+math.Abs(c.objective[i-1])) {
				rt.Fatalf("iteration %d: %v after %v", i, c.objective[i], c.objective[i-1])
			}
		}
		if c.Undefined != "" {
			return
		}
		for i, it := range c.Items {
			if sum := total(c.probs[i*c.q : (i+1)*c.q]); math.Abs(sum-1) > 1e-9 || it.Category >= q {
				rt.Fatalf("item %d: %v, probabilities add up to %v", i, it, sum)
			}
		}
	})
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

// skilled draws items of q categories, rated by raters who are right with a chance
// of their skill and say another category at random otherwise.
func skilled(t testing.TB, items, q int, skills []float64) (*Ratings, []int) {
	rng := rand.New(rand.NewPCG(1, 9))
	rows, truth := make([][]int, items), make([]int, items)
	for i := range rows {
		truth[i] = rng.IntN(q)
		for _, s := range skills {
			v := truth[i]
			if rng.Float64() > s {
				v = (v + 1 + rng.IntN(q-1)) % q
			}
			rows[i] = append(rows[i], v+1)
		}
	}
	return grid(t, q, rows...), truth
}

func TestDawidSkeneFindsSkill(t *testing.T) {
	skills := []float64{.95, .9, .6, .55, .5}
	r, truth := skilled(t, 3000, 3, skills)
	c := DawidSkene(r)
	if c.Undefined != "" || !c.Converged || len(c.Switched) > 0 {
		t.Fatalf("%q, converged %v, switched %v", c.Undefined, c.Converged, c.Switched)
	}
	for j, s := range skills {
		for k := range 3 {
			near(t, "chance to be right", c.Confusion[j][k][k], s, .05)
			near(t, "sum of a row", total(c.Confusion[j][k]), 1, 1e-9)
		}
	}
	right, byVote := 0, 0
	for i := range truth {
		if c.Items[i].Category == truth[i] {
			right++
		}
		votes := make([]int, 3)
		for _, cell := range r.of(i) {
			votes[cell.value]++
		}
		best := 0
		for k := range votes {
			if votes[k] > votes[best] {
				best = k
			}
		}
		if best == truth[i] {
			byVote++
		}
	}
	if right <= byVote || right < 2800 {
		t.Errorf("consensus is right on %d items, the majority on %d", right, byVote)
	}
}

// At its end the parameters are the means of the probabilities with the priors: a
// fixed point of EM.
func TestDawidSkeneFixedPoint(t *testing.T) {
	r, _ := skilled(t, 500, 2, []float64{.9, .8, .7, .8})
	c := DawidSkene(r)
	sum := make([]float64, 2)
	for i := range r.items {
		for k := range sum {
			sum[k] += c.posterior(i, k)
		}
	}
	for k, s := range c.Shares {
		near(t, "share", s.Value, (sum[k]+priorItems/2.)/(500+priorItems), 1e-4)
	}
}

// A rater who always says the opposite is found out, and does not turn the labels.
func TestDawidSkeneLiar(t *testing.T) {
	r, truth := skilled(t, 800, 2, []float64{.9, .9, .9, .1})
	c := DawidSkene(r)
	if p := c.Confusion[3][0][0]; p > .2 {
		t.Errorf("the liar is right with %v", p)
	}
	right := 0
	for i := range truth {
		if c.Items[i].Category == truth[i] {
			right++
		}
	}
	if right < 760 {
		t.Errorf("right on %d of 800", right)
	}
}

func TestDawidSkeneUndefined(t *testing.T) {
	for name, r := range map[string]*Ratings{
		"two raters": grid(t, 2, []int{1, 2}, []int{2, 2}),
		"one value":  grid(t, 2, []int{1, 1, 1}, []int{1, 1, 1}),
		"values":     grid(t, 200, []int{1, 2, 200}, []int{2, 2, 9}),
	} {
		if c := DawidSkene(r); c.Undefined == "" || len(c.Items) > 0 {
			t.Errorf("%s: %+v", name, c)
		}
	}
}
