package coverage

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// Bounds on what is combined.
const (
	maxAxes   = 10 // columns
	maxLevels = 64 // values of a column
	fewLevels = 24 // values of a column that nobody named for this
)

// combinations is the measure of the t-way coverage of attributes.
type combinations struct{}

func (combinations) Info() measure.Info {
	return measure.Info{
		Name: "coverage", Family: family, Title: "Coverage of attributes and their combinations",
		Says: "How many of the possible values, pairs and triples of values of the declared attributes occur in the data: what was planned against what came. " +
			"Every missing pair is listed, the most surprising first: the one for which most rows would be expected if its two attributes had nothing to do with each other. " +
			"Without declared attributes, the columns of groups, ingredients and labels are taken with the values that they have, if these are few. " +
			"A finding is serious where a pair (or triple) is missing altogether although 10 rows or more would be expected and the exact test of it, after Benjamini and Hochberg over all cells, has q < .001; notable where q < .05 and 5 would be expected, or a declared combination never came, or a cell has less than a quarter of at least 20 expected rows.",
		Cannot: "In a project, combinations that constraints of the prompts rule out are left out of what was planned, and counted apart. Of others it does not know which make no sense: one column that follows from another (a city from its country) leaves holes that are right, and so does a constraint of data that is no project's. Where more than half of the cells of two columns are empty it takes them for such a pair and tests none of them. It says nothing of values that nobody declared and no row has.",
		Formula: "t-way coverage = Σ seen ÷ Σ possible over all sets of t columns (Kuhn, Kacker and Lei 2013, *Introduction to Combinatorial Testing*, ch. 7). " +
			"A cell with k rows, of a rows with the one value and b with the other among n: p = P(X ≤ k), X hypergeometric (the lower tail of Fisher's exact test, 1935). Where constraints rule out cells of two columns, the others are expected under quasi-independence (Goodman 1968), fitted by iterative proportions, and p = P(X ≤ k), X Poisson. " +
			"A missing triple: p = exp(−E), E = n_ab·n_ac·n_bc·n ÷ (n_a·n_b·n_c), as if there were no interaction of all three. q by Benjamini and Hochberg (1995).",
		Use:  "Whenever rows were asked for by attributes. `coverage.columns` names the columns (at most 10, each with at most 64 values). For one column alone, and for labels, see balance.",
		Cost: "One pass; for each pair of columns 48 kB and for each triple 32 kB a worker, whatever the number of rows.",
		Figures: []measure.Figure{
			{Name: "coverage", Unit: measure.Share, Says: "share of the possible pairs of values that occur"},
			{Name: "coverage.single", Unit: measure.Share, Says: "share of the declared values that occur"},
			{Name: "coverage.pairwise", Unit: measure.Share, Says: "the same as coverage"},
			{Name: "coverage.triple", Unit: measure.Share, Says: "share of the possible triples of values that occur"},
		},
	}
}

func (combinations) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	axes, left := axesOf(s)
	if len(axes) == 0 {
		return nil, measure.Cannot("--group COLUMN,... or --option coverage.columns=COLUMN,...", "no attributes are declared, and no columns of groups or ingredients are named")
	}
	sum := &combining{setup: s, axes: axes, left: left, at: make([]int, len(axes)), at3: make([]int, 0, len(axes))}
	sum.pairs = make([]*cells, len(axes)*len(axes))
	sum.triples = make([][]uint64, len(axes)*len(axes)*len(axes))
	return sum, nil
}

// axis is a column with the values that it has or should have.
type axis struct {
	name     string
	declared bool // its values are all that were planned
	most     int  // values
	values   []string
	index    map[string]int
	counts   []int64
	over     bool  // it has more values than most: it is left out
	none     int64 // rows without a value
	strange  int64 // rows with a value that was not declared
}

func newAxis(name string, most int) *axis {
	return &axis{name: name, most: most, index: map[string]int{}}
}

// axesOf returns the columns to combine, and says which were left out.
func axesOf(s *measure.Setup) (axes []*axis, left []string) {
	declared := map[string][]string{}
	var names []string
	for _, a := range s.Declared {
		declared[a.Name] = a.Values
		names = append(names, a.Name)
	}
	most := fewLevels
	if named := listOption(s, "coverage.columns"); len(named) > 0 {
		names, most = named, maxLevels
	} else if len(names) == 0 {
		names = slices.Concat(s.Columns.Groups, s.Columns.By)
		if s.Columns.Label != "" {
			names = append(names, s.Columns.Label)
		}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			continue
		}
		a := newAxis(name, most)
		if values, ok := declared[name]; ok {
			a.declared, a.most = true, maxLevels
			for _, v := range values {
				if _, twice := a.index[bounded(v)]; !twice && v != "" {
					a.put(bounded(v))
				}
			}
		}
		switch {
		case len(a.values) > maxLevels:
			left = append(left, fmt.Sprintf("%s has %d declared values, more than %d", prose.Shown(name), len(a.values), maxLevels))
		case len(axes) == maxAxes:
			left = append(left, fmt.Sprintf("%s: %d columns are combined at the most", prose.Shown(name), maxAxes))
		default:
			axes = append(axes, a)
		}
	}
	return axes, left
}

func (a *axis) put(v string) int {
	v = strings.Clone(v)
	a.index[v] = len(a.values)
	a.values, a.counts = append(a.values, v), append(a.counts, 0)
	return len(a.values) - 1
}

// place returns the index of a row's value, −1 for none that counts.
func (a *axis) place(r *measure.Row) int {
	if a.over {
		return -1
	}
	v := r.Fields.Text(a.name)
	if v == "" {
		a.none++
		return -1
	}
	i, ok := a.index[v]
	if !ok && len(v) > maxValue {
		v = bounded(v)
		i, ok = a.index[v]
	}
	switch {
	case ok:
	case a.declared:
		a.strange++
		return -1
	case len(a.values) == a.most:
		a.over = true
		return -1
	default:
		i = a.put(v)
	}
	a.counts[i]++
	return i
}

// cells count the rows with each pair of values of two columns.
type cells struct {
	n     [maxLevels * maxLevels]int32
	first [maxLevels * maxLevels]int64 // the first row of each, where n > 0
}

func (c *cells) add(at int, n int32, row int64) {
	if c.n[at] == 0 || row < c.first[at] {
		c.first[at] = row
	}
	c.n[at] += n
}

// combining is the summary of combinations.
type combining struct {
	setup   *measure.Setup
	rows    int64
	axes    []*axis
	left    []string   // columns that were left out, and why
	pairs   []*cells   // of axes i < j at i·axes + j
	triples [][]uint64 // bits of seen triples of axes i < j < k
	at, at3 []int      // of the row at hand
	allowed *planned   // by plan, once all rows are there
}

// plan returns what constraints allow. All values are known when it is first called.
func (s *combining) plan() *planned {
	if s.allowed == nil {
		s.allowed = plannedOf(s.setup.Planned, s.axes)
	}
	return s.allowed
}

func (s *combining) Add(r *measure.Row) {
	s.rows++
	here := s.at3[:0]
	for i, a := range s.axes {
		if s.at[i] = a.place(r); s.at[i] >= 0 {
			here = append(here, i)
		}
	}
	for x, i := range here {
		for y := x + 1; y < len(here); y++ {
			j := here[y]
			cell := s.at[i]*maxLevels + s.at[j]
			s.pair(i, j).add(cell, 1, r.N)
			for _, k := range here[y+1:] {
				bit := cell*maxLevels + s.at[k]
				s.triple(i, j, k)[bit>>6] |= 1 << (bit & 63)
			}
		}
	}
}

func (s *combining) pair(i, j int) *cells {
	p := &s.pairs[i*len(s.axes)+j]
	if *p == nil {
		*p = new(cells)
	}
	return *p
}

func (s *combining) triple(i, j, k int) []uint64 {
	t := &s.triples[(i*len(s.axes)+j)*len(s.axes)+k]
	if *t == nil {
		*t = make([]uint64, maxLevels*maxLevels*maxLevels/64)
	}
	return *t
}

func (s *combining) sawTriple(i, j, k, a, b, c int) bool {
	t := s.triples[(i*len(s.axes)+j)*len(s.axes)+k]
	bit := (a*maxLevels+b)*maxLevels + c
	return t != nil && t[bit>>6]&(1<<(bit&63)) != 0
}

func (s *combining) Merge(other measure.Summary) error {
	o := other.(*combining)
	s.rows += o.rows
	maps := make([][]int, len(s.axes))
	for i, a := range s.axes {
		maps[i] = a.merge(o.axes[i])
	}
	for i := range s.axes {
		for j := i + 1; j < len(s.axes); j++ {
			if p := o.pairs[i*len(s.axes)+j]; p != nil && maps[i] != nil && maps[j] != nil {
				s.mergePair(o, i, j, maps)
			}
		}
	}
	return nil
}

// merge takes in another's values and returns where each of them is now; nil where
// the column is left out.
func (a *axis) merge(o *axis) []int {
	a.none += o.none
	a.strange += o.strange
	if a.over = a.over || o.over; a.over {
		return nil
	}
	to := make([]int, len(o.values))
	for k, v := range o.values {
		i, ok := a.index[v]
		if !ok {
			if len(a.values) == a.most {
				a.over = true
				return nil
			}
			i = a.put(v)
		}
		a.counts[i] += o.counts[k]
		to[k] = i
	}
	return to
}

func (s *combining) mergePair(o *combining, i, j int, maps [][]int) {
	p, mine := o.pair(i, j), s.pair(i, j)
	for a, toA := range maps[i] {
		for b, toB := range maps[j] {
			at := a*maxLevels + b
			if p.n[at] == 0 {
				continue
			}
			mine.add(toA*maxLevels+toB, p.n[at], p.first[at])
			for k := j + 1; k < len(s.axes); k++ {
				for c, toC := range maps[k] {
					if o.sawTriple(i, j, k, a, b, c) {
						bit := (toA*maxLevels+toB)*maxLevels + toC
						s.triple(i, j, k)[bit>>6] |= 1 << (bit & 63)
					}
				}
			}
		}
	}
}
