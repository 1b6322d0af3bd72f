package redundancy

import (
	"fmt"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// evidence shows clusters, the largest first, of equal ones those that are most
// alike without being the same.
func (d *duplicateRows) evidence(c *clustering, clusters [][]int32) []measure.Evidence {
	var out []measure.Evidence
	for _, rows := range d.choose(c, clusters) {
		shown := d.shown(c, rows)
		ev := measure.Evidence{Note: prose.Plural(len(rows), "row", "rows")}
		low, high := 1.0, 0.0
		for _, i := range shown[1:] {
			s := c.similarity(shown[0], i)
			low, high = min(low, s), max(high, s)
		}
		switch {
		case c.same[shown[0]] == c.same[shown[len(shown)-1]] && low == 1:
			ev.Note += ", the same"
		case fmt.Sprintf("%.2f", low) == fmt.Sprintf("%.2f", high):
			ev.Note += ", Jaccard " + decimal(low, 2)
		default:
			ev.Note += ", Jaccard " + decimal(low, 2) + " to " + decimal(high, 2) + " with the first"
		}
		marks := d.marks(c, shown)
		for k, i := range shown {
			ev.Rows = append(ev.Rows, measure.RowRef{Part: measure.Data, N: c.set.docs[i].n, Marks: marks[k]})
		}
		if more := len(rows) - len(shown); more > 0 {
			ev.Note += fmt.Sprintf("; %s not shown", prose.Plural(more, "is", "are"))
		}
		out = append(out, ev)
	}
	return out
}

// choose returns the clusters to show. Where only a part of the texts is held,
// those whose differences can be marked come first among equally large ones.
func (d *duplicateRows) choose(c *clustering, clusters [][]int32) [][]int32 {
	if len(clusters) == 0 {
		return nil
	}
	most := min(len(clusters), measure.MaxEvidence)
	size := len(clusters[most-1])
	from := slices.IndexFunc(clusters, func(x []int32) bool { return len(x) == size })
	out := slices.Clone(clusters[:from])
	for _, marked := range []bool{true, false} {
		for _, x := range clusters[from:] {
			if len(x) != size || len(out) == most {
				break
			}
			if d.markable(c, x) == marked {
				out = append(out, x)
			}
		}
	}
	return out
}

// markable reports whether the texts of two different rows of a cluster are held.
func (d *duplicateRows) markable(c *clustering, rows []int32) bool {
	first := int32(-1)
	for _, i := range rows[:min(len(rows), 64)] {
		if _, ok := d.set.text(c.set.docs[i].n); !ok {
			continue
		}
		if first >= 0 && c.same[i] != c.same[first] {
			return true
		}
		if first < 0 {
			first = i
		}
	}
	return false
}

// shown returns the rows of a cluster to show: first those that differ and whose
// text is held, in the order of the data.
func (d *duplicateRows) shown(c *clustering, rows []int32) []int32 {
	var out []int32
	for _, pass := range []func(i int32, held bool) bool{
		func(i int32, held bool) bool { return held && c.same[i] == i },
		func(i int32, _ bool) bool { return c.same[i] == i },
		func(int32, bool) bool { return true },
	} {
		for _, i := range rows[:min(len(rows), 4096)] {
			if len(out) == measure.MaxCluster {
				break
			}
			_, held := d.set.text(c.set.docs[i].n)
			if pass(i, held) && !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return out
}

// marks returns, for each row shown, the words in which it differs from the first,
// and for the first those that differ from any other.
func (d *duplicateRows) marks(c *clustering, shown []int32) [][]measure.Span {
	out := make([][]measure.Span, len(shown))
	base, ok := d.set.text(c.set.docs[shown[0]].n)
	if !ok {
		return out
	}
	a := measure.NewTokens(base)
	changed := make([]bool, len(a.Words()))
	for k, i := range shown[1:] {
		other, ok := d.set.text(c.set.docs[i].n)
		if !ok {
			continue
		}
		b := measure.NewTokens(other)
		inA, inB := differing(a.Hashes(), b.Hashes())
		for w, differs := range inA {
			changed[w] = changed[w] || differs
		}
		out[k+1] = spans(b.Words(), inB)
	}
	out[0] = spans(a.Words(), changed)
	return out
}

// spans joins the marked words to stretches of text.
func spans(words []measure.Word, marked []bool) []measure.Span {
	var out []measure.Span
	for i, m := range marked {
		switch {
		case !m:
		case i > 0 && marked[i-1]:
			out[len(out)-1].To = words[i].To
		default:
			out = append(out, measure.Span{From: words[i].From, To: words[i].To})
		}
	}
	return out
}

// mostAligned is the longest stretch of words that is aligned word by word.
const mostAligned = 1500

// differing returns which words of two texts are in no longest common subsequence
// of both. Stretches too long for that are compared as bags of words.
func differing(a, b []uint64) (inA, inB []bool) {
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	toA, toB := len(a), len(b)
	for toA > from && toB > from && a[toA-1] == b[toB-1] {
		toA--
		toB--
	}
	x, y := a[from:toA], b[from:toB]
	markX, markY := inA[from:toA], inB[from:toB]
	if len(x) > mostAligned || len(y) > mostAligned {
		bags(x, y, markX)
		bags(y, x, markY)
		return inA, inB
	}
	// best[i][j] is the length for x[i:], y[j:].
	best := make([][]uint16, len(x)+1)
	for i := range best {
		best[i] = make([]uint16, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			i++
			j++
		case best[i+1][j] >= best[i][j+1]:
			markX[i] = true
			i++
		default:
			markY[j] = true
			j++
		}
	}
	for ; i < len(x); i++ {
		markX[i] = true
	}
	for ; j < len(y); j++ {
		markY[j] = true
	}
	return inA, inB
}

// bags marks the words of x that y has no more of.
func bags(x, y []uint64, mark []bool) {
	left := map[uint64]int{}
	for _, w := range y {
		left[w]++
	}
	for i, w := range x {
		if left[w] == 0 {
			mark[i] = true
		} else {
			left[w]--
		}
	}
}
