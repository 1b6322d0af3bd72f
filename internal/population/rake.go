package population

import (
	"fmt"
	"math"

	"seedbed.dev/seedbed"
)

const (
	// rakeRounds is how often all marginals are gone over, and rakeWork how many cells
	// are in all: a large table gets fewer rounds, and 20 at least.
	rakeRounds, rakeWork = 1000, 300_000_000
	// RakeTolerance is how far a share may be from its marginal, in shares, for Rake to
	// say that they agree.
	RakeTolerance = 1e-6
)

// Fit is what raking came to.
type Fit struct {
	Rounds int
	Off    float64 // the largest difference of a share from its marginal
	Trait  string  // where that is
	Value  string
}

// Agrees reports whether all marginals are met.
func (f Fit) Agrees() bool { return f.Off <= RakeTolerance }

// Rake fits j to the marginals by iterative proportional fitting (Deming and
// Stephan 1940): what the traits have to do with one another stays, their shares
// become those declared. A combination that does not exist stays so; where that
// makes the marginals impossible the fit is the nearest that the iteration comes
// to, and the Fit says how far off it is. It is an error where a value with a share
// stands in no combination, or the other way round a value is not in its marginal.
func (j *Joint) Rake(marginals []Marginal) (Fit, error) {
	targets := make([][]float64, len(marginals))
	at := make([]int, len(marginals))
	for i := range marginals {
		var err error
		if at[i], targets[i], err = j.target(&marginals[i]); err != nil {
			return Fit{}, err
		}
	}
	rounds := min(rakeRounds, max(20, rakeWork/max(1, len(j.Cells)*len(at))))
	var fit Fit
	for fit.Rounds = 0; ; fit.Rounds++ {
		fit.Off, fit.Trait, fit.Value = 0, "", ""
		for i, trait := range at {
			for v, share := range j.Shares(trait) {
				if off := math.Abs(share - targets[i][v]); off > fit.Off {
					fit.Off, fit.Trait, fit.Value = off, j.Traits[trait].Name, seedbed.TextOf(j.Traits[trait].Values[v])
				}
			}
		}
		if fit.Off < RakeTolerance/100 || fit.Rounds == rounds {
			return fit, nil
		}
		for i, trait := range at {
			j.scale(trait, targets[i])
		}
	}
}

// target is a marginal in the order of j's values.
func (j *Joint) target(m *Marginal) (trait int, out []float64, err error) {
	if trait = j.Trait(m.Name); trait < 0 {
		return 0, nil, fmt.Errorf("%s is no trait of the table", m.Name)
	}
	shares, err := m.normal()
	if err != nil {
		return 0, nil, err
	}
	t := &j.Traits[trait]
	out = make([]float64, len(t.Values))
	for i, v := range m.Values {
		k := t.Find(seedbed.TextOf(v))
		if k < 0 && shares[i] > 0 {
			return 0, nil, fmt.Errorf("%s %s is in no combination", m.Name, seedbed.TextOf(v))
		}
		if k >= 0 {
			out[k] = shares[i]
		}
	}
	for v, share := range j.Shares(trait) {
		if share == 0 && out[v] > 0 {
			return 0, nil, fmt.Errorf("%s %s is in no combination with a share", m.Name, seedbed.TextOf(t.Values[v]))
		}
		if share > 0 && m.Find(seedbed.TextOf(t.Values[v])) < 0 {
			return 0, nil, fmt.Errorf("%s %s is in the table and not in the marginal; write its share, 0 among them", m.Name, seedbed.TextOf(t.Values[v]))
		}
	}
	return trait, out, nil
}

// scale brings one trait's shares to target.
func (j *Joint) scale(trait int, target []float64) {
	now := j.Shares(trait)
	sum := 0.0
	for i := range j.Cells {
		c := &j.Cells[i]
		if v := c.At[trait]; now[v] > 0 {
			c.Share *= target[v] / now[v]
		}
		sum += c.Share
	}
	for i := range j.Cells {
		j.Cells[i].Share /= sum
	}
}
