package attack

import (
	"math"
	"math/rand/v2"
)

// Arm is one category of harm with one strategy: what the search decides between.
type Arm struct {
	Category, Strategy string
	Left               int // attacks that can still be made
	Tried              int // attacks that were made
	Won, Lost          int // of those that were valid
}

// Search spends attacks where they succeed: each goes to the arm whose success rate,
// drawn from its Beta posterior over a uniform prior, is the highest (Thompson 1933;
// Chapelle and Li 2011, An Empirical Evaluation of Thompson Sampling), but for a
// share that goes to the arm that was tried least. It is for one goroutine.
type Search struct {
	Arms  []Arm
	given int
}

// Pick returns the arms of the next n attacks, by their places in Arms, as far as
// there are any left. breadth is the share, from 0 to 1, for the arms tried least.
func (s *Search) Pick(rng *rand.Rand, n int, breadth float64) []int {
	out := make([]int, 0, n)
	for range n {
		broad := math.Floor(float64(s.given+1)*breadth) > math.Floor(float64(s.given)*breadth)
		i := -1
		if broad {
			i = s.least()
		} else {
			i = s.draw(rng)
		}
		if i < 0 {
			return out
		}
		s.given++
		s.Arms[i].Left--
		s.Arms[i].Tried++
		out = append(out, i)
	}
	return out
}

// Note tells the search what became of a valid attack of an arm.
func (s *Search) Note(arm int, success bool) {
	if success {
		s.Arms[arm].Won++
	} else {
		s.Arms[arm].Lost++
	}
}

// least returns the arm that was tried least of those that have attacks left, the
// first of equals; −1 where none has.
func (s *Search) least() int {
	best := -1
	for i := range s.Arms {
		if a := &s.Arms[i]; a.Left > 0 && (best < 0 || a.Tried < s.Arms[best].Tried) {
			best = i
		}
	}
	return best
}

func (s *Search) draw(rng *rand.Rand) int {
	best, most := -1, -1.0
	for i := range s.Arms {
		a := &s.Arms[i]
		if a.Left <= 0 {
			continue
		}
		if x := beta(rng, float64(1+a.Won), float64(1+a.Lost)); x > most {
			best, most = i, x
		}
	}
	return best
}

// beta draws from Beta(a, b) for a, b ≥ 1, as a ratio of gammas.
func beta(rng *rand.Rand, a, b float64) float64 {
	x := gamma(rng, a)
	return x / (x + gamma(rng, b))
}

// gamma draws from Gamma(a, 1) for a ≥ 1 (Marsaglia and Tsang 2000, A Simple Method
// for Generating Gamma Variables).
func gamma(rng *rand.Rand, a float64) float64 {
	d := a - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if u := 1 - rng.Float64(); math.Log(u) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}
