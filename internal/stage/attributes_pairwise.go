package stage

import (
	"math/rand/v2"
)

// pairwise returns a covering array of strength two: rows in which every pair of
// values of any two attributes that some allowed combination holds appears.
//
// It is the greedy construction of Cohen, Dalal, Fredman and Patton (The AETG
// System, 1997): each new row is the best of several candidates, each candidate
// filled attribute by attribute, in random order, with the value that covers
// most pairs not yet covered. The whole is done several times from fixed seeds
// and the shortest array kept, so the same attributes always give the same rows.
func (s *attributeSet) pairwise() []attributeCombo {
	if len(s.names) < 2 {
		return s.allowed()
	}
	pairs := 0
	for i := range s.values {
		for j := range i {
			pairs += len(s.values[i]) * len(s.values[j])
		}
	}
	table := s.pairwiseTable()
	// Large sets are spared the repetitions: they would take seconds.
	restarts := min(max(2_000_000/(pairs*len(s.names)+1), 1), 20)
	var best []attributeCombo
	for seed := range restarts {
		rows := newPairwiseCover(s, table, uint64(seed)).rows(len(best))
		if best == nil || (rows != nil && len(rows) < len(best)) {
			best = rows
		}
	}
	return best
}

// pairwiseTable says of every combination whether the constraints allow it, in
// the order of allowed; nil where there are no constraints or too many
// combinations: then the constraints are asked each time.
func (s *attributeSet) pairwiseTable() []bool {
	const most = 200_000
	if len(s.constraints) == 0 || s.size() > most {
		return nil
	}
	out := make([]bool, int(s.size()))
	for _, c := range s.allowed() {
		out[s.pairwiseIndex(c)] = true
	}
	return out
}

func (s *attributeSet) pairwiseIndex(c attributeCombo) int {
	at := 0
	for i, v := range c {
		at = at*len(s.values[i]) + v
	}
	return at
}

// pairwiseCover keeps count of the pairs still to be covered.
type pairwiseCover struct {
	set    *attributeSet
	table  []bool // what the constraints allow; nil: ask them
	rng    *rand.Rand
	offset []int  // of an attribute's first value among all values
	total  int    // of values of all attributes
	open   []bool // by value × value: the pair is to be covered
	left   int    // how many pairs are
	degree []int  // by value: how many of its pairs are
}

func newPairwiseCover(s *attributeSet, table []bool, seed uint64) *pairwiseCover {
	c := &pairwiseCover{set: s, table: table, rng: rand.New(rand.NewPCG(seed, 7))}
	for i := range s.values {
		c.offset = append(c.offset, c.total)
		c.total += len(s.values[i])
	}
	c.open = make([]bool, c.total*c.total)
	c.degree = make([]int, c.total)
	if table != nil {
		c.openAllowed()
		return c
	}
	for i := range s.values {
		for j := range i {
			for v := range s.values[i] {
				for w := range s.values[j] {
					c.mark(c.offset[i]+v, c.offset[j]+w, true)
				}
			}
		}
	}
	return c
}

// openAllowed opens the pairs that some allowed combination holds.
func (c *pairwiseCover) openAllowed() {
	row := make(attributeCombo, len(c.offset))
	for at, ok := range c.table {
		if !ok {
			continue
		}
		for i := len(row) - 1; i >= 0; i-- {
			row[i] = at % len(c.set.values[i])
			at /= len(c.set.values[i])
		}
		for i := range row {
			for j := range i {
				c.mark(c.offset[i]+row[i], c.offset[j]+row[j], true)
			}
		}
	}
}

func (c *pairwiseCover) allows(row attributeCombo) bool {
	if c.table != nil {
		return c.table[c.set.pairwiseIndex(row)]
	}
	return c.set.allows(row)
}

func (c *pairwiseCover) mark(a, b int, open bool) {
	if c.open[a*c.total+b] == open {
		return
	}
	c.open[a*c.total+b], c.open[b*c.total+a] = open, open
	d := 1
	if !open {
		d = -1
	}
	c.left += d
	c.degree[a] += d
	c.degree[b] += d
}

// rows builds the array; nil once it gets as long as one that is known, unless
// most is zero.
func (c *pairwiseCover) rows(most int) []attributeCombo {
	const candidates = 30
	var out []attributeCombo
	for c.left > 0 {
		if most > 0 && len(out)+1 >= most {
			return nil
		}
		var best attributeCombo
		gain := 0
		for range candidates {
			row := c.candidate()
			if row == nil {
				continue
			}
			if g := c.gain(row); g > gain {
				best, gain = row, g
			}
		}
		if best == nil { // greed met the constraints: take the open pairs one by one
			best = c.forced()
			if best == nil {
				break
			}
		}
		c.cover(best)
		out = append(out, best)
	}
	return out
}

// candidate fills a row greedily, starting with the value that has most open
// pairs; nil where the constraints do not allow what came out.
func (c *pairwiseCover) candidate() attributeCombo {
	first, best, ties := -1, 0, 0
	for v := range c.degree {
		switch {
		case c.degree[v] > best:
			first, best, ties = v, c.degree[v], 1
		case c.degree[v] == best && best > 0:
			if ties++; c.rng.IntN(ties) == 0 {
				first = v
			}
		}
	}
	if first < 0 {
		return nil
	}
	row := make(attributeCombo, len(c.set.names))
	chosen := make([]int, 0, len(row)) // values, as numbers over all attributes
	start := c.attribute(first)
	row[start] = first - c.offset[start]
	chosen = append(chosen, first)
	for _, i := range c.rng.Perm(len(row)) {
		if i == start {
			continue
		}
		row[i] = c.greedy(i, chosen)
		chosen = append(chosen, c.offset[i]+row[i])
	}
	if !c.allows(row) && !c.repair(row, start, -1) {
		return nil
	}
	return row
}

// greedy returns the value of attribute i that covers most open pairs with those
// chosen; of several, one at random.
func (c *pairwiseCover) greedy(i int, chosen []int) int {
	value, best, ties := 0, -1, 0
	for v := range c.set.values[i] {
		at := c.offset[i] + v
		n := 0
		for _, other := range chosen {
			if c.open[at*c.total+other] {
				n++
			}
		}
		switch {
		case n > best:
			value, best, ties = v, n, 1
		case n == best:
			if ties++; c.rng.IntN(ties) == 0 {
				value = v
			}
		}
	}
	return value
}

func (c *pairwiseCover) attribute(value int) int {
	i := len(c.offset) - 1
	for c.offset[i] > value {
		i--
	}
	return i
}

// repair changes attributes of a row, other than two that are held, until the
// constraints allow it: each in turn by itself first, then drawn at random.
func (c *pairwiseCover) repair(row attributeCombo, held, held2 int) bool {
	for _, i := range c.rng.Perm(len(row)) {
		if i == held || i == held2 {
			continue
		}
		old := row[i]
		for _, v := range c.rng.Perm(len(c.set.values[i])) {
			row[i] = v
			if c.allows(row) {
				return true
			}
		}
		row[i] = old
	}
	for range attributesTries {
		for i := range row {
			if i != held && i != held2 {
				row[i] = c.rng.IntN(len(c.set.values[i]))
			}
		}
		if c.allows(row) {
			return true
		}
	}
	return false
}

// forced returns a row for some open pair, and closes the pairs that no allowed
// combination holds.
func (c *pairwiseCover) forced() attributeCombo {
	for a := range c.total {
		for b := range a {
			if !c.open[a*c.total+b] {
				continue
			}
			if row := c.holding(a, b); row != nil {
				return row
			}
			c.mark(a, b, false)
		}
	}
	return nil
}

// holding returns an allowed combination with two values in it: found by luck
// or, where that fails and it can be done, by going over all.
func (c *pairwiseCover) holding(a, b int) attributeCombo {
	row := make(attributeCombo, len(c.set.names))
	for i := range row {
		row[i] = c.rng.IntN(len(c.set.values[i]))
	}
	i, j := c.attribute(a), c.attribute(b)
	row[i], row[j] = a-c.offset[i], b-c.offset[j]
	if c.allows(row) || c.repair(row, i, j) {
		return row
	}
	free := 1.0
	for k := range row {
		if k != i && k != j {
			free *= float64(len(c.set.values[k]))
			row[k] = 0
		}
	}
	if free > attributesMost/10 {
		return nil
	}
	for {
		if c.allows(row) {
			return row
		}
		k := len(row) - 1
		for ; k >= 0; k-- {
			if k == i || k == j {
				continue
			}
			if row[k]++; row[k] < len(c.set.values[k]) {
				break
			}
			row[k] = 0
		}
		if k < 0 {
			return nil
		}
	}
}

func (c *pairwiseCover) gain(row attributeCombo) int {
	n := 0
	for i := range row {
		for j := range i {
			if c.open[(c.offset[i]+row[i])*c.total+c.offset[j]+row[j]] {
				n++
			}
		}
	}
	return n
}

func (c *pairwiseCover) cover(row attributeCombo) {
	for i := range row {
		for j := range i {
			c.mark(c.offset[i]+row[i], c.offset[j]+row[j], false)
		}
	}
}
