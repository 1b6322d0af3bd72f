package outcome

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// Bounds on cells: how many are kept, of how many fields, and of how long values.
const (
	mostCells      = 4096
	mostDimensions = 4
	longestValue   = 200
)

// Bounds on what is said of a cell, in valid rows.
const (
	tooFew = 5  // below: no rate
	few    = 30 // below: said to be few
)

// counts are the rows of a cell.
type counts struct {
	good, bad, missing int64
	rows               [3]int64 // the first that are good, from 1; 0: none
}

func (c *counts) known() int64 { return c.good + c.bad }
func (c *counts) all() int64   { return c.good + c.bad + c.missing }

func (c *counts) add(o *counts) {
	c.good, c.bad, c.missing = c.good+o.good, c.bad+o.bad, c.missing+o.missing
	for _, n := range o.rows {
		c.show(n)
	}
}

// show keeps the first rows.
func (c *counts) show(n int64) {
	for i, have := range c.rows {
		switch {
		case n == 0 || n == have:
			return
		case have == 0 || n < have:
			c.rows[i], n = n, have
		}
	}
}

// cells counts rows by the values of fields, and by the combinations of all of them.
// Of more cells than mostCells it keeps those whose names have the smallest hashes:
// whatever the order of rows, those have all their rows counted.
type cells struct {
	fields []string
	m      map[string]*counts
	limit  uint64 // the hash from which on cells are not kept
	cut    bool
	key    []byte
	set    []bool
}

func newCells(fields []string) *cells {
	return &cells{fields: fields, m: map[string]*counts{}, limit: ^uint64(0), set: make([]bool, len(fields))}
}

// hashOf is the same in every run: FNV-1a with its bits mixed.
func hashOf(key []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range key {
		h = (h ^ uint64(c)) * 1099511628211
	}
	h ^= h >> 31
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// add counts a row in the cell of each of its values, and in that of all together.
func (c *cells) add(r *measure.Row, one counts) {
	given := 0
	for i, f := range c.fields {
		v := r.Fields.Text(f)
		c.set[i] = v != ""
		if v == "" {
			continue
		}
		given++
		c.key = appendValue(append(c.key[:0], byte('0'+i)), v)
		c.count(one)
	}
	if given < 2 {
		return
	}
	c.key = append(c.key[:0], 'x')
	for i, f := range c.fields {
		if c.set[i] {
			c.key = appendValue(append(c.key, byte('0'+i)), r.Fields.Text(f))
		}
	}
	c.count(one)
}

func appendValue(b []byte, v string) []byte {
	if len(v) > longestValue {
		v = strings.ToValidUTF8(v[:longestValue], "")
	}
	for i := range len(v) {
		if v[i] != 0 {
			b = append(b, v[i])
		}
	}
	return append(b, 0)
}

func (c *cells) count(one counts) {
	n := c.m[string(c.key)]
	if n == nil {
		if c.cut && hashOf(c.key) >= c.limit {
			return
		}
		n = new(counts)
		c.m[string(c.key)] = n
	}
	n.add(&one)
	if len(c.m) > 2*mostCells {
		c.shrink()
	}
}

// shrink leaves the mostCells cells with the smallest hashes.
func (c *cells) shrink() {
	if len(c.m) <= mostCells {
		return
	}
	hashes := make([]uint64, 0, len(c.m))
	for k := range c.m {
		hashes = append(hashes, hashOf([]byte(k)))
	}
	slices.Sort(hashes)
	c.limit, c.cut = min(c.limit, hashes[mostCells]), true
	for k := range c.m {
		if hashOf([]byte(k)) >= c.limit {
			delete(c.m, k)
		}
	}
}

func (c *cells) merge(o *cells) {
	c.limit, c.cut = min(c.limit, o.limit), c.cut || o.cut
	for k, n := range o.m {
		if mine := c.m[k]; mine != nil {
			mine.add(n)
		} else {
			c.m[k] = n
		}
	}
	if c.cut {
		for k := range c.m {
			if hashOf([]byte(k)) >= c.limit {
				delete(c.m, k)
			}
		}
	}
	c.shrink()
}

// cell is one of them, compared with all other rows.
type cell struct {
	key  string
	name string // "strategy crescendo", or "crescendo × danger"
	many bool   // a combination
	counts
	rate   stats.Bounded
	others float64 // rate among the known of the others
	p, q   float64 // of Fisher's exact test against the others; 1 where there are too few
}

// list returns the cells, those of single values first, the fuller ones before. total
// are all rows. Cells that hold all rows are left out.
func (c *cells) list(total counts, level float64) []cell {
	c.shrink()
	var out []cell
	for _, key := range slices.Sorted(maps.Keys(c.m)) {
		n := c.m[key]
		if n.all() == total.all() {
			continue
		}
		out = append(out, cell{key: key, name: c.name(key), many: key[0] == 'x', counts: *n, p: 1, q: 1})
	}
	slices.SortStableFunc(out, func(a, b cell) int {
		if a.many != b.many {
			if a.many {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.all(), a.all()), cmp.Compare(a.key, b.key))
	})
	return compare(out, total, level)
}

// compare gives each cell its rate, and tests those with enough rows against all
// other rows. All tests of a report are one family: q is over all of them.
func compare(all []cell, total counts, level float64) []cell {
	var tested []int
	var ps []float64
	for i := range all {
		n := &all[i]
		n.rate = stats.WithMissing(int(n.good), int(n.known()), int(n.missing), level)
		good, bad := total.good-n.good, total.bad-n.bad
		if good+bad > 0 {
			n.others = float64(good) / float64(good+bad)
		}
		if n.known() < tooFew || good+bad < tooFew {
			continue
		}
		n.p = stats.FisherExact(int(n.good), int(n.bad), int(good), int(bad))
		tested, ps = append(tested, i), append(ps, n.p)
	}
	for j, q := range stats.BenjaminiHochberg(ps) {
		all[tested[j]].q = q
	}
	return all
}

// name writes a key for people: "strategy base64", "base64 × danger".
func (c *cells) name(key string) string {
	if key[0] != 'x' {
		return prose.Shown(c.fields[key[0]-'0']) + " " + prose.Quoted(strings.TrimSuffix(key[1:], "\x00"))
	}
	var out []string
	for part := range strings.SplitSeq(strings.TrimSuffix(key[1:], "\x00"), "\x00") {
		if part != "" {
			out = append(out, prose.Quoted(part[1:]))
		}
	}
	return strings.Join(out, " × ")
}
