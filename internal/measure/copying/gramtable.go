package copying

import "seedbed.dev/seedbed/internal/measure"

const (
	gramWords = 13      // words of a run (Brown et al. 2020, appendix C)
	formula   = 10      // rows of the other file beyond which a run is a formula, as there
	leastRow  = 3       // words of a row that is compared as a whole
	mostGrams = 1 << 26 // slots of a table; of more runs, a known fraction is kept
)

// gramTable says of hashes of runs of words in which row they stand first and in
// how many: open addressing, 17 bytes a slot.
type gramTable struct {
	keys   []uint64 // 0: free
	first  []int32
	last   []int32
	rows   []uint8 // distinct rows, 255: or more
	mask   uint64
	used   int
	sparse uint64 // of more runs than mostGrams, those with these bits 0 are kept
}

func newGramTable(slots int) *gramTable {
	return &gramTable{
		keys: make([]uint64, slots), first: make([]int32, slots), last: make([]int32, slots), rows: make([]uint8, slots), mask: uint64(slots - 1),
	}
}

// slot returns where a hash is, or would be.
func (t *gramTable) slot(h uint64) (at uint64, found bool) {
	for at = h & t.mask; t.keys[at] != 0; at = (at + 1) & t.mask {
		if t.keys[at] == h {
			return at, true
		}
	}
	return at, false
}

// add counts a run of row i. Rows are added in order.
func (t *gramTable) add(h uint64, i int32) {
	if h>>32&t.sparse != 0 || h == 0 {
		return
	}
	at, found := t.slot(h)
	switch {
	case !found:
		if t.used++; t.used > len(t.keys)/4*3 {
			t.grow()
			t.add(h, i)
			return
		}
		t.keys[at], t.first[at], t.last[at], t.rows[at] = h, i, i, 1
	case t.last[at] != i:
		t.last[at] = i
		if t.rows[at] < 255 {
			t.rows[at]++
		}
	}
}

// wholeHash is the hash of the words of a text; 0 where they are too few to compare
// it as a whole.
func wholeHash(words []uint64) uint64 {
	if len(words) < leastRow {
		return 0
	}
	return max(1, measure.GramHash(words...)+uint64(len(words)))
}

// indexRuns indexes the runs of words, and the texts as a whole. Texts that have the
// same words count once.
func (c *corpus) indexRuns() {
	c.made.grams, c.made.wholes = newGramTable(1<<12), make(map[uint64]int32, len(c.rows))
	for i := range c.rows {
		r := &c.rows[i]
		if _, twice := c.made.wholes[r.whole]; twice || r.whole == 0 {
			continue
		}
		c.made.wholes[r.whole] = int32(i)
		for _, h := range c.grams[r.from:r.to] {
			c.made.grams.add(h, int32(i))
		}
	}
	c.grams = nil
}

// grow makes room: by twice the slots, or where that would be too much by keeping
// half of the runs.
func (t *gramTable) grow() {
	slots := 2 * len(t.keys)
	if slots > mostGrams {
		slots, t.sparse = len(t.keys), t.sparse<<1|1
	}
	next := newGramTable(slots)
	next.sparse = t.sparse
	for i, h := range t.keys {
		if h != 0 && h>>32&next.sparse == 0 {
			at, _ := next.slot(h)
			next.keys[at], next.first[at], next.last[at], next.rows[at] = h, t.first[i], t.last[i], t.rows[i]
			next.used++
		}
	}
	*t = *next
}
