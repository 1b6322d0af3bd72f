package review

import "slices"

// A lane is rows in the order in which they are to be looked at. People go through it
// each with a cursor of their own, and pass over what is not for them. A row comes into
// the lane of its level, which is the number of its answers and places held, whenever
// it gets there; whether it is still there is seen by who passes. So the next row is
// found in amortised constant time, however many there are: nobody passes an entry
// twice, and those that are for nobody any more are dropped by whoever meets them first.
type lane struct {
	level int
	// Entries 0 to fresh are the rows from first on, which nobody was given yet, in the
	// order of the sample: they are not listed. rows has those behind, less the cut
	// first ones.
	first, fresh int32
	rows         []int32
	cut          int
	gone         int // entries before it are for nobody
}

func (l *lane) at(i int) int32 {
	if i < int(l.fresh) {
		return l.first + int32(i)
	}
	return l.rows[i-int(l.fresh)-l.cut]
}

func (l *lane) end() int { return int(l.fresh) + l.cut + len(l.rows) }

// drop notes that an entry is for nobody.
func (l *lane) drop(at int) {
	if at != l.gone {
		return // one before it may still be for somebody
	}
	l.gone++
	if n := l.gone - int(l.fresh) - l.cut; n > 1024 && n > len(l.rows)/2 {
		l.rows = slices.Clone(l.rows[n:])
		l.cut += n
	}
}

// newLanes makes the lanes: for random rows and then for the others, those with most
// answers first, so that rows are settled and not merely begun; those that were given
// back; and those that nobody has seen.
func (c *course) newLanes() {
	for _, ends := range [2][2]int{{0, c.random}, {c.random, len(c.rows)}} {
		for level := c.in.Raters - 1; level >= 0; level-- {
			c.lanes = append(c.lanes, lane{level: level})
		}
		c.lanes = append(c.lanes, lane{first: int32(ends[0]), fresh: int32(ends[1] - ends[0])})
	}
}

// The sides of a sample: random rows carry the claims, others stand beside them.
const (
	sideRandom = iota
	sideOther
)

func (c *course) side(i int32) int {
	if int(i) < c.random {
		return sideRandom
	}
	return sideOther
}

// lanesOf returns the lanes of a side, in the order in which they are gone through.
func (c *course) lanesOf(side int) (from, to int) {
	n := c.in.Raters + 1
	return side * n, side*n + n
}

// level is how many people a row was given to, and not taken back from.
func (c *course) level(i int32) int { return int(c.rows[i].got) + int(c.rows[i].held) }

// list puts a row into the lane of its level, where it still wants an answer.
func (c *course) list(i int32) {
	if c.wants(i) <= 0 {
		return
	}
	from, _ := c.lanesOf(c.side(i))
	l := &c.lanes[from+c.in.Raters-1-c.level(i)]
	l.rows = append(l.rows, i)
}

// pick returns the first row of a side that is for somebody.
func (c *course) pick(s *seat, side int) (int32, bool) {
	if s.cursor == nil {
		s.cursor = make([]int, len(c.lanes))
	}
	from, to := c.lanesOf(side)
	for k := from; k < to; k++ {
		l := &c.lanes[k]
		at, end := max(s.cursor[k], l.gone), l.end()
		for ; at < end; at++ {
			i := l.at(at)
			if c.level(i) != l.level || c.wants(i) <= 0 {
				l.drop(at)
				continue
			}
			if c.isFor(s, i) {
				break
			}
		}
		s.cursor[k] = at // what is found stays: its place may be given back
		if at < end {
			return l.at(at), true
		}
	}
	return 0, false
}

// isFor reports whether a row may be given to somebody: not one that they answered or
// skipped, nor one that they wrote, nor one that was settled once, where they may have
// seen what the others said of it.
func (c *course) isFor(s *seat, i int32) bool {
	if c.rows[i].is(rowReopened) && s.settles() && c.in.Raters > 1 {
		return false
	}
	if _, has := c.own(s, i, false); has {
		return false
	}
	return !c.wrote(s, i)
}
