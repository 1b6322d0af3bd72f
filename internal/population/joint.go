package population

import (
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed"
)

// CellsMost is how many combinations of traits a joint distribution may have.
const CellsMost = 1_000_000

// Trait is a trait of people with the values that it may have, each once.
type Trait struct {
	Name   string
	Values []any // as record fields hold them
}

// Find returns the index of a value, by its text; -1 where it is none.
func (t *Trait) Find(value string) int {
	for i, v := range t.Values {
		if seedbed.TextOf(v) == value {
			return i
		}
	}
	return -1
}

// Cell is one combination of traits.
type Cell struct {
	At    []int   // index of each trait's value
	Share float64 // of all people, in [0, 1]
}

// Joint is the joint distribution of traits: the combinations that exist, in
// lexicographic order of their values. What is not listed does not exist.
type Joint struct {
	Traits []Trait
	Cells  []Cell
}

// Marginal is the distribution of one trait.
type Marginal struct {
	Trait
	Shares []float64 // beside Values; any positive scale
}

// Independent returns the distribution in which the traits have nothing to do with
// one another.
func Independent(marginals []Marginal) (*Joint, error) {
	j := &Joint{Cells: []Cell{{Share: 1}}}
	for i := range marginals {
		if err := j.Cross(&marginals[i]); err != nil {
			return nil, err
		}
	}
	return j, nil
}

// Cross adds a trait that is independent of those that j has.
func (j *Joint) Cross(m *Marginal) error {
	shares, err := m.normal()
	if err != nil {
		return err
	}
	if len(j.Cells)*len(shares) > CellsMost {
		return fmt.Errorf("the traits have more than %d combinations", CellsMost)
	}
	cells := make([]Cell, 0, len(j.Cells)*len(shares))
	for i := range j.Cells {
		for v, share := range shares {
			if share > 0 {
				at := append(slices.Clip(slices.Clone(j.Cells[i].At)), v)
				cells = append(cells, Cell{At: at, Share: j.Cells[i].Share * share})
			}
		}
	}
	j.Traits, j.Cells = append(j.Traits, m.Trait), cells
	return nil
}

// normal returns the shares, summing to 1.
func (m *Marginal) normal() ([]float64, error) {
	if len(m.Shares) != len(m.Values) {
		return nil, fmt.Errorf("%s has %d values and %d shares", m.Name, len(m.Values), len(m.Shares))
	}
	sum := 0.0
	for i, s := range m.Shares {
		if !(s >= 0) || math.IsInf(s, 0) {
			return nil, fmt.Errorf("the share of %s %s is %v; it has to be 0 or more", m.Name, seedbed.TextOf(m.Values[i]), s)
		}
		sum += s
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return nil, fmt.Errorf("the shares of %s sum to %v", m.Name, sum)
	}
	out := make([]float64, len(m.Shares))
	for i, s := range m.Shares {
		out[i] = s / sum
	}
	return out, nil
}

// Fields returns the traits of a cell as fields.
func (j *Joint) Fields(cell int) seedbed.Fields {
	out := make(seedbed.Fields, len(j.Traits), len(j.Traits)+2)
	for i, v := range j.Cells[cell].At {
		out[i] = seedbed.Field{Name: j.Traits[i].Name, Value: j.Traits[i].Values[v]}
	}
	return out
}

// Trait returns the index of a trait, -1 where j has none of the name.
func (j *Joint) Trait(name string) int {
	return slices.IndexFunc(j.Traits, func(t Trait) bool { return t.Name == name })
}

// Where drops the combinations for which ok is false, and returns the share of
// people that went with them. The others keep their proportions. It reports false
// and changes nothing where none is left.
func (j *Joint) Where(ok func(seedbed.Fields) bool) (dropped float64, left bool) {
	kept := make([]Cell, 0, len(j.Cells))
	sum := 0.0
	for i := range j.Cells {
		if ok(j.Fields(i)) {
			kept = append(kept, j.Cells[i])
			sum += j.Cells[i].Share
		}
	}
	if !(sum > 0) {
		return 1, false
	}
	for i := range kept {
		kept[i].Share /= sum
	}
	j.Cells = kept
	return max(0, 1-sum), true
}

// Shares returns the distribution of one trait.
func (j *Joint) Shares(trait int) []float64 {
	out := make([]float64, len(j.Traits[trait].Values))
	for i := range j.Cells {
		out[j.Cells[i].At[trait]] += j.Cells[i].Share
	}
	return out
}

// Marginals returns the distributions of all traits, in their order.
func (j *Joint) Marginals() []Marginal {
	out := make([]Marginal, len(j.Traits))
	for t := range j.Traits {
		out[t] = Marginal{Trait: j.Traits[t], Shares: j.Shares(t)}
	}
	return out
}
