package coverage

import (
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// planned knows which values, pairs and triples of values constraints allow.
type planned struct{ sets []*plannedSet }

// plannedSet is columns that constraints tie together. Whether a value, a pair or a
// triple is allowed is whether one of the planned combinations has it.
type plannedSet struct {
	at      []int // the columns' places, rising
	singles map[int]*[maxLevels]bool
	pairs   map[[2]int]*[maxLevels * maxLevels]bool
	triples map[[3]int][]uint64
}

// plannedOf projects the planned combinations onto the columns.
func plannedOf(all []measure.Combinations, axes []*axis) *planned {
	p := &planned{}
	for i := range all {
		s := &plannedSet{singles: map[int]*[maxLevels]bool{}, pairs: map[[2]int]*[maxLevels * maxLevels]bool{}, triples: map[[3]int][]uint64{}}
		var from []int // the places of the columns' values in a combination
		for k, a := range axes {
			if at := slices.Index(all[i].Attributes, a.name); at >= 0 && !a.over {
				s.at, from = append(s.at, k), append(from, at)
			}
		}
		if len(s.at) == 0 || all[i].All == nil {
			continue
		}
		here := make([]int, len(s.at))
		for values := range all[i].All {
			for k, at := range s.at {
				here[k] = -1
				if v, ok := axes[at].index[bounded(values[from[k]])]; ok {
					here[k] = v
				}
			}
			s.allow(here)
		}
		p.sets = append(p.sets, s)
	}
	return p
}

// allow notes a combination: a value for each of the set's columns, −1 for one that
// is none of the column's.
func (s *plannedSet) allow(values []int) {
	for x, i := range s.at {
		if values[x] < 0 {
			continue
		}
		one := s.singles[i]
		if one == nil {
			one = new([maxLevels]bool)
			s.singles[i] = one
		}
		one[values[x]] = true
		for y := x + 1; y < len(s.at); y++ {
			if values[y] < 0 {
				continue
			}
			two := s.pairs[[2]int{i, s.at[y]}]
			if two == nil {
				two = new([maxLevels * maxLevels]bool)
				s.pairs[[2]int{i, s.at[y]}] = two
			}
			at := values[x]*maxLevels + values[y]
			two[at] = true
			for z := y + 1; z < len(s.at); z++ {
				if values[z] < 0 {
					continue
				}
				key := [3]int{i, s.at[y], s.at[z]}
				if s.triples[key] == nil {
					s.triples[key] = make([]uint64, maxLevels*maxLevels*maxLevels/64)
				}
				bit := at*maxLevels + values[z]
				s.triples[key][bit>>6] |= 1 << (bit & 63)
			}
		}
	}
}

// allows reports whether rows with these values of one to three columns, their
// places rising, could have been asked for.
func (p *planned) allows(axes, values []int) bool {
	for _, s := range p.sets {
		var at, v [3]int
		n := 0
		for i, a := range axes {
			if slices.Contains(s.at, a) {
				at[n], v[n] = a, values[i]
				n++
			}
		}
		ok := true
		switch n {
		case 1:
			one := s.singles[at[0]]
			ok = one != nil && one[v[0]]
		case 2:
			two := s.pairs[[2]int{at[0], at[1]}]
			ok = two != nil && two[v[0]*maxLevels+v[1]]
		case 3:
			three := s.triples[at]
			bit := (v[0]*maxLevels+v[1])*maxLevels + v[2]
			ok = three != nil && three[bit>>6]&(1<<(bit&63)) != 0
		}
		if !ok {
			return false
		}
	}
	return true
}

// ruledOut tells of combinations that are not counted, since constraints rule them
// out; "" where there are none.
func ruledOut(n int) string {
	if n == 0 {
		return ""
	}
	return "; " + prose.Plural(n, "more is", "more are") + " ruled out by constraints"
}

// quasi sets what is expected of the cells of a block with cells that cannot be:
// rows and columns have nothing to do with each other in the others (quasi-
// independence), by iterative proportional fitting.
func (b *block) quasi(inA, inB *[maxLevels]int) {
	var rows, fit [maxLevels]float64 // the factors of the values of a and of b
	for i := range fit {
		fit[i] = 1
	}
	for range 500 {
		var sumA, sumB [maxLevels]float64
		for _, c := range b.cells {
			if !c.ruled {
				sumA[c.values[0]] += fit[c.values[1]]
			}
		}
		for i := range rows {
			if rows[i] = 0; sumA[i] > 0 {
				rows[i] = float64(inA[i]) / sumA[i]
			}
		}
		for _, c := range b.cells {
			if !c.ruled {
				sumB[c.values[1]] += rows[c.values[0]]
			}
		}
		change := 0.
		for i := range fit {
			next := 0.
			if sumB[i] > 0 {
				next = float64(inB[i]) / sumB[i]
			}
			change = math.Max(change, math.Abs(next-fit[i])/math.Max(next, 1e-12))
			fit[i] = next
		}
		if change < 1e-9 {
			break
		}
	}
	for _, c := range b.cells {
		if c.expected = 0; !c.ruled {
			c.expected = rows[c.values[0]] * fit[c.values[1]]
			c.p = poissonAtMost(c.n, c.expected)
		}
	}
}

// poissonAtMost returns P(X ≤ k), X of Poisson's distribution; 1 for a k that is not
// below the mean.
func poissonAtMost(k int, mean float64) float64 {
	if float64(k) >= mean {
		return 1
	}
	lg, _ := math.Lgamma(float64(k) + 1)
	term := math.Exp(float64(k)*math.Log(mean) - mean - lg)
	sum := 0.
	for x := k; x >= 0 && term > 1e-17*sum; x-- {
		sum += term
		term *= float64(x) / mean
	}
	return math.Min(1, sum)
}

// unplanned tells of rows that have what the constraints rule out.
func (s *combining) unplanned(blocks []*block) string {
	n, first := 0, ""
	for _, b := range blocks {
		for _, c := range b.cells {
			if c.unplanned {
				if n == 0 {
					first = c.name()
				}
				n++
			}
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" %s although the constraints rule them out, and are counted: %s.", prose.Plural(n, "pair of values occurs", "pairs of values occur"), first)
}
