package coverage

import (
	"cmp"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// When a hole is surprising.
const (
	seriousHole  = 10.0 // expected rows
	notableHole  = 5.0
	thinExpected = 20.0
	thinShare    = .25 // of what was expected
	seriousQ     = .001
	notableQ     = .05
)

// cell is a combination of values of two or three columns.
type cell struct {
	axes     []*axis
	values   []int
	n        int
	first    int64 // a row of it, where n > 0
	expected float64
	p, q     float64
	tested   bool
	// ruled: no row has it, and constraints rule it out. unplanned: they do, and rows
	// have it all the same.
	ruled, unplanned bool
}

func (c *cell) name() string {
	s := ""
	for i, a := range c.axes {
		if i > 0 {
			s += " × "
		}
		s += prose.Shown(a.name) + " " + prose.Shown(a.values[c.values[i]])
	}
	return s
}

// surprise orders the least likely first; among those that cannot be told apart, the
// most expected.
func surprise(a, b *cell) int {
	if c := cmp.Or(cmp.Compare(a.q, b.q), cmp.Compare(b.expected, a.expected)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(len(a.axes), len(b.axes)), cmp.Compare(a.name(), b.name()))
}

func (c *cell) serious() bool {
	return c.tested && c.n == 0 && c.expected >= seriousHole && c.q < seriousQ
}

func (c *cell) notable() bool {
	if !c.tested || c.q >= notableQ {
		return false
	}
	return c.n == 0 && c.expected >= notableHole ||
		c.expected >= thinExpected && float64(c.n) <= thinShare*c.expected && c.q < seriousQ
}

// block is two columns with all their cells.
type block struct {
	a, b   *axis
	cells  []*cell // by values of a, then of b
	seen   int
	ruled  int  // cells that constraints rule out, which are not counted
	nested bool // so empty that one column seems to follow from the other
}

// blocks returns the pairs of columns, with values in an order that people expect.
func (s *combining) blocks() []*block {
	var out []*block
	for i, a := range s.axes {
		for j := i + 1; j < len(s.axes); j++ {
			if b := s.axes[j]; a.usable() && b.usable() {
				out = append(out, s.block(i, j))
			}
		}
	}
	return out
}

// usable reports whether a column can be combined.
func (a *axis) usable() bool { return !a.over && len(a.values) > 1 }

// order returns the indices of the values: as declared, else as people sort.
func (a *axis) order() []int {
	out := make([]int, len(a.values))
	for i := range out {
		out[i] = i
	}
	if !a.declared {
		slices.SortFunc(out, func(x, y int) int { return compareValues(a.values[x], a.values[y]) })
	}
	return out
}

func (s *combining) block(i, j int) *block {
	a, b := s.axes[i], s.axes[j]
	bl := &block{a: a, b: b}
	p := s.pairs[i*len(s.axes)+j]
	if p == nil {
		p = new(cells)
	}
	var inA, inB [maxLevels]int
	n := 0
	for x := range a.values {
		for y := range b.values {
			k := int(p.n[x*maxLevels+y])
			inA[x] += k
			inB[y] += k
			n += k
		}
	}
	for _, x := range a.order() {
		for _, y := range b.order() {
			at := x*maxLevels + y
			c := &cell{axes: []*axis{a, b}, values: []int{x, y}, n: int(p.n[at]), first: p.first[at], p: 1, q: 1}
			if n > 0 {
				c.expected = float64(inA[x]) * float64(inB[y]) / float64(n)
				c.p = atMost(c.n, inA[x], inB[y], n)
			}
			if c.n > 0 {
				bl.seen++
			}
			if !s.plan().allows([]int{i, j}, c.values) {
				c.ruled, c.unplanned = c.n == 0, c.n > 0
			}
			if c.ruled {
				bl.ruled++
			}
			bl.cells = append(bl.cells, c)
		}
	}
	if bl.ruled > 0 && n > 0 {
		bl.quasi(&inA, &inB)
	}
	bl.judgeNested()
	for _, c := range bl.cells {
		c.tested = !bl.nested && n > 0 && !c.ruled
	}
	return bl
}

// possible is how many cells there can be.
func (b *block) possible() int { return len(b.cells) - b.ruled }

// judgeNested finds out whether one column seems to follow from the other: more than
// half of the cells where rows would be expected are empty.
func (b *block) judgeNested() {
	likely, empty := 0, 0
	for _, c := range b.cells {
		if c.expected >= 1 {
			likely++
			if c.n == 0 {
				empty++
			}
		}
	}
	b.nested = 2*empty > likely
}

// adjust sets the q-values of all cells that are tested.
func adjust(all []*cell) {
	var p []float64
	var at []*cell
	for _, c := range all {
		if c.tested {
			p, at = append(p, c.p), append(at, c)
		}
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		at[i].q = q
	}
}

// mostTriples is how many triples of values are looked at one by one.
const mostTriples = 2_000_000

// triplesSeen counts the triples of values, and returns those that are missing
// although all their pairs are there.
func (s *combining) triplesSeen(blocks []*block) (seen, possible, ruled, tested int, missing []*cell) {
	nested := map[[2]*axis]bool{}
	for _, b := range blocks {
		nested[[2]*axis{b.a, b.b}] = b.nested
	}
	for i, a := range s.axes {
		for j := i + 1; j < len(s.axes); j++ {
			for k := j + 1; k < len(s.axes); k++ {
				b, c := s.axes[j], s.axes[k]
				if !a.usable() || !b.usable() || !c.usable() {
					continue
				}
				all := len(a.values) * len(b.values) * len(c.values)
				test := possible < mostTriples && !nested[[2]*axis{a, b}] && !nested[[2]*axis{a, c}] && !nested[[2]*axis{b, c}]
				n, out, holes := s.triplesOf(i, j, k, test)
				possible += all - out
				ruled += out
				if test {
					tested += all - out
				}
				seen += n
				missing = append(missing, holes...)
			}
		}
	}
	// The cells that are there count among those that were looked at.
	p := make([]float64, max(tested, len(missing)))
	for i := range p {
		p[i] = 1
	}
	for i, c := range missing {
		p[i] = c.p
	}
	for i, q := range stats.BenjaminiHochberg(p)[:len(missing)] {
		missing[i].q = q
	}
	slices.SortFunc(missing, surprise)
	return seen, possible, ruled, tested, missing
}

// triplesOf counts the triples of three columns, and those that constraints rule out
// and no row has; with test, it returns those missing for which a row or more would be
// expected.
func (s *combining) triplesOf(i, j, k int, test bool) (seen, ruled int, missing []*cell) {
	a, b, c := s.axes[i], s.axes[j], s.axes[k]
	ab, ac, bc := s.pair(i, j), s.pair(i, k), s.pair(j, k)
	for x := range a.values {
		for y := range b.values {
			for z := range c.values {
				if s.sawTriple(i, j, k, x, y, z) {
					seen++
					continue
				}
				if !s.plan().allows([]int{i, j, k}, []int{x, y, z}) {
					ruled++
					continue
				}
				if !test {
					continue
				}
				two := float64(ab.n[x*maxLevels+y]) * float64(ac.n[x*maxLevels+z]) * float64(bc.n[y*maxLevels+z])
				one := float64(a.counts[x]) * float64(b.counts[y]) * float64(c.counts[z])
				if one == 0 || two == 0 {
					continue // a pair is missing already
				}
				if e := two * float64(s.rows) / one; e >= 1 {
					missing = append(missing, &cell{axes: []*axis{a, b, c}, values: []int{x, y, z}, expected: e, p: math.Exp(-e), q: 1, tested: true})
				}
			}
		}
	}
	return seen, ruled, missing
}
