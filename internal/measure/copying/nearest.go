package copying

import (
	"cmp"
	"math/bits"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// sketch is what is kept of a row to find its nearest: its text, and its pairs of
// neighbouring words.
type sketch struct {
	text string
	set  []uint64
}

// Bounds on a sketch: of longer rows the pairs with the smallest hashes are kept,
// which stand for all (Broder 1997), and the text's beginning is marked.
const (
	mostPairs  = 4_096
	mostSketch = 64 << 10
)

func sketchOf(r *measure.Row) sketch {
	set := r.Tokens.Set(nearWords)
	return sketch{r.Text[:min(len(r.Text), mostSketch)], slices.Clone(set[:min(len(set), mostPairs)])}
}

// nearWords is how many neighbouring words make a gram.
const nearWords = 2

// sketches are the sampled rows of a part.
type sketches struct{ sample *measure.Sample[sketch] }

func (s *sketches) Add(r *measure.Row) {
	if r.Text == "" {
		return
	}
	s.sample.Offer(r.N, func() sketch { return sketchOf(r) })
}

func (s *sketches) Merge(o measure.Summary) error {
	s.sample.Merge(o.(*sketches).sample)
	return nil
}

// near is the nearest row of an index: how many grams both have, and how many at
// least one has.
type near struct {
	row          int32
	common, both int
}

// compare orders by similarity, the Jaccard index of the grams; exactly.
func (a near) compare(b near) int {
	hi, lo := bits.Mul64(uint64(a.common), uint64(max(b.both, 1)))
	hi2, lo2 := bits.Mul64(uint64(b.common), uint64(max(a.both, 1)))
	return cmp.Or(cmp.Compare(hi, hi2), cmp.Compare(lo, lo2))
}

// distance is 1 − the Jaccard index.
func (a near) distance() float64 { return 1 - float64(a.common)/float64(max(a.both, 1)) }

// nearIndex finds the rows that have the most grams in common with another, by
// lists of the rows of each gram. It is exact.
type nearIndex struct {
	ns    []int64
	rows  []sketch
	grams *gramTable
	start []int32 // of each gram's list, by slot
	lists []int32
}

// newNearIndex indexes sampled rows.
func newNearIndex(ns []int64, rows []sketch) *nearIndex {
	x := &nearIndex{ns: ns, rows: rows, grams: newGramTable(1 << 12)}
	total := 0
	for i := range rows {
		for _, h := range rows[i].set {
			x.grams.add(h, int32(i))
		}
		total += len(rows[i].set)
	}
	x.start = make([]int32, len(x.grams.keys)+1)
	x.each(func(at uint64, _ int32) { x.start[at+1]++ })
	for i := 1; i < len(x.start); i++ {
		x.start[i] += x.start[i-1]
	}
	fill := slices.Clone(x.start)
	x.lists = make([]int32, total)
	x.each(func(at uint64, i int32) {
		x.lists[fill[at]] = i
		fill[at]++
	})
	return x
}

func (x *nearIndex) each(f func(at uint64, row int32)) {
	for i := range x.rows {
		for _, h := range x.rows[i].set {
			if at, found := x.grams.slot(h); found {
				f(at, int32(i))
			}
		}
	}
}

// nearest returns the nearest row of each query; of equally near ones the first.
// counts is memory: one number a row of the index, all 0, and left so.
func (x *nearIndex) nearest(q *sketch, counts []uint32, touched []int32) (near, []int32) {
	touched = touched[:0]
	for _, h := range q.set {
		at, found := x.grams.slot(h)
		if !found {
			continue
		}
		for _, i := range x.lists[x.start[at]:x.start[at+1]] {
			if counts[i] == 0 {
				touched = append(touched, i)
			}
			counts[i]++
		}
	}
	best := near{row: -1, both: 1}
	for _, i := range touched {
		c := int(counts[i])
		counts[i] = 0
		n := near{i, c, len(q.set) + len(x.rows[i].set) - c}
		if d := n.compare(best); d > 0 || d == 0 && n.row < best.row {
			best = n
		}
	}
	return best, touched
}

// nearestOf finds the nearest row of each of many.
func (x *nearIndex) nearestOf(queries []sketch, stop func() bool) []near {
	out := make([]near, len(queries))
	counts, touched := make([]uint32, len(x.rows)), []int32(nil)
	for i := range queries {
		if i%64 == 0 && stop() {
			return nil
		}
		out[i], touched = x.nearest(&queries[i], counts, touched)
	}
	return out
}

// sized returns a sample of at most size rows of what was sampled.
func (s *sketches) sized(size int, seed uint64) ([]int64, []sketch) {
	ns, rows := s.sample.Rows()
	if len(ns) <= size {
		return ns, rows
	}
	fewer := measure.NewSample[sketch](size, seed)
	for i, n := range ns {
		fewer.Offer(n, func() sketch { return rows[i] })
	}
	return fewer.Rows()
}

// sharedMarks are the words of a text that are in grams of another.
func sharedMarks(text string, other *sketch) []measure.Span {
	t := measure.NewTokens(text)
	words := t.Words()
	var out []measure.Span
	for i, h := range t.NGrams(nearWords) {
		if _, found := slices.BinarySearch(other.set, h); !found {
			continue
		}
		span := measure.Span{From: words[i].From, To: words[i+nearWords-1].To}
		if k := len(out) - 1; k >= 0 && span.From <= out[k].To {
			out[k].To = span.To
		} else if len(out) < 32 {
			out = append(out, span)
		}
	}
	return out
}

// kept returns how many rows were sampled.
func (s *sketches) kept() int { return int(min(s.sample.Seen(), nearMost)) }
