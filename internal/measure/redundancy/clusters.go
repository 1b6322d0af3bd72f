package redundancy

import (
	"cmp"
	"context"
	"slices"
	"sync/atomic"
)

// clustering is which rows of a settled set are near one another.
type clustering struct {
	set *rowSet
	// pairs are verified, between rows that stand for all of the same text; all of
	// them if all is true.
	pairs []pair
	all   bool
	same  []int32
	// exact and near are the clusters of two rows and more, each sorted, the largest
	// first and of equal ones that with the first row. Near ones have the exact
	// ones in them.
	exact, near [][]int32
	parted      bool // clusters may be parts of one, and
	alone       int  // rows that are in none may be near one
	compared    int64
}

// cluster joins a settled set. Every pair is kept if every is true, or they are few.
func cluster(ctx context.Context, s *rowSet, threshold float64, every bool) (*clustering, error) {
	c := &clustering{set: s}
	wanted := c.identical()
	up := slices.Clone(c.same)
	j, err := join(ctx, s, threshold, wanted, up, every)
	if err != nil {
		return nil, err
	}
	c.pairs, c.all, c.alone, c.parted, c.compared = j.pairs, j.all, j.alone, j.parted, j.compared
	c.exact, c.near = gather(c.same), gather(up)
	return c, nil
}

// identical finds the rows of the same normal words: same of a row is the first of
// them. It returns which rows have to be compared further: those that are not the
// same as another in their grams too.
func (c *clustering) identical() []bool {
	docs := c.set.docs
	order := make([]int32, len(docs))
	c.same = make([]int32, len(docs))
	wanted := make([]bool, len(docs))
	for i := range order {
		order[i], c.same[i], wanted[i] = int32(i), int32(i), true
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(docs[a].exact, docs[b].exact), cmp.Compare(a, b))
	})
	for from, to := 0, 0; from < len(order); from = to {
		first := order[from]
		for to = from + 1; to < len(order) && docs[order[to]].exact == docs[first].exact; to++ {
			i := order[to]
			c.same[i] = first
			// Words may be parted otherwise by an apostrophe: then both are compared.
			wanted[i] = !slices.Equal(c.set.set(&docs[first]), c.set.set(&docs[i]))
		}
	}
	return wanted
}

// find returns the root of a cluster: the first row of it. Several may call find and
// unite at once.
func find(up []int32, i int32) int32 {
	for {
		p := atomic.LoadInt32(&up[i])
		if p == i {
			return i
		}
		if g := atomic.LoadInt32(&up[p]); g != p {
			atomic.CompareAndSwapInt32(&up[i], p, g)
			p = g
		}
		i = p
	}
}

// unite joins two clusters under the smaller of their roots.
func unite(up []int32, a, b int32) {
	for {
		a, b = find(up, a), find(up, b)
		if a > b {
			a, b = b, a
		}
		if a == b || atomic.CompareAndSwapInt32(&up[b], b, a) {
			return
		}
	}
}

// gather returns the clusters of two and more.
func gather(up []int32) [][]int32 {
	sizes := make(map[int32]int32)
	for i := range up {
		if r := find(up, int32(i)); r != int32(i) {
			sizes[r]++
		}
	}
	at := make(map[int32]int, len(sizes))
	var out [][]int32
	for i := range up {
		r := find(up, int32(i))
		more := sizes[r]
		if more == 0 {
			continue
		}
		k, ok := at[r]
		if !ok {
			k = len(out)
			at[r] = k
			out = append(out, make([]int32, 0, more+1))
		}
		out[k] = append(out[k], int32(i))
	}
	slices.SortStableFunc(out, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	return out
}

// rowsIn is how many rows are in clusters.
func rowsIn(clusters [][]int32) (n int) {
	for _, c := range clusters {
		n += len(c)
	}
	return n
}

// Pair is two rows, A before B, and the Jaccard similarity of their runs of three
// words.
type Pair struct {
	A, B    int64
	Jaccard float64
}

// allOf returns the pairs, also those of rows of the same text.
func (c *clustering) allOf() []Pair {
	members := map[int32][]int32{}
	for _, e := range c.exact {
		members[e[0]] = e
	}
	of := func(i uint32) []int32 {
		if m := members[int32(i)]; m != nil {
			return m
		}
		return []int32{int32(i)}
	}
	docs := c.set.docs
	var out []Pair
	put := func(a, b int32, j float64) {
		out = append(out, Pair{docs[min(a, b)].n, docs[max(a, b)].n, j})
	}
	for _, p := range c.pairs {
		j := c.jaccard(p)
		for _, a := range of(p.a) {
			for _, b := range of(p.b) {
				put(a, b, j)
			}
		}
	}
	for _, e := range c.exact {
		for i, a := range e {
			for _, b := range e[i+1:] {
				put(a, b, 1)
			}
		}
	}
	slices.SortFunc(out, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return slices.CompactFunc(out, func(x, y Pair) bool { return x.A == y.A && x.B == y.B })
}

func (c *clustering) jaccard(p pair) float64 {
	a, b := c.set.docs[p.a].size, c.set.docs[p.b].size
	return float64(p.both) / float64(a+b-p.both)
}

// similarity computes the Jaccard similarity of two rows of the set.
func (c *clustering) similarity(a, b int32) float64 {
	x, y := c.set.set(&c.set.docs[a]), c.set.set(&c.set.docs[b])
	both := overlap(x, y, 0)
	return float64(both) / float64(max(1, len(x)+len(y)-both))
}
