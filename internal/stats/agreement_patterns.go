package stats

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// patterns are items collapsed to those that differ: agreement looks at nothing
// but how many items have which pattern, so that a resample of 100,000 items is a
// draw over a few hundred patterns.
type patterns struct {
	start []int32   // of each pattern's entries; one longer than there are patterns
	entry []pairOf  // of one pattern after another
	freq  []int32   // how many items have it
	item  []int32   // the pattern of each rated item, rising
	m     []float64 // how many ratings it has
}

// pairOf is one entry of a pattern: a category and how often it was given, or a
// rater and the category that they gave.
type pairOf struct{ a, b int32 }

func (p *patterns) of(i int) []pairOf { return p.entry[p.start[i]:p.start[i+1]] }

func (p *patterns) len() int { return len(p.freq) }

// byCount collapses items with the same number of ratings in each category.
func (r *Ratings) byCount() *patterns {
	var entries []pairOf
	var values []int32
	return r.collapse(func(of []vote) []pairOf {
		values, entries = values[:0], entries[:0]
		for _, c := range of {
			values = append(values, c.value)
		}
		slices.Sort(values)
		for i, v := range values {
			if i > 0 && v == values[i-1] {
				entries[len(entries)-1].b++
			} else {
				entries = append(entries, pairOf{v, 1})
			}
		}
		return entries
	}, func(e pairOf) int32 { return e.b })
}

// byRater collapses items of which the same raters said the same.
func (r *Ratings) byRater() *patterns {
	var entries []pairOf
	return r.collapse(func(of []vote) []pairOf {
		entries = entries[:0]
		for _, c := range of {
			entries = append(entries, pairOf{c.rater, c.value})
		}
		return entries
	}, func(pairOf) int32 { return 1 })
}

// collapse gathers the items that describe gives the same entries for; weigh says
// how many ratings an entry stands for. Items without ratings are left out: they
// say nothing. Frequent patterns come first.
func (r *Ratings) collapse(describe func([]vote) []pairOf, weigh func(pairOf) int32) *patterns {
	found := map[string]int32{}
	var firsts [][]pairOf
	var freq, item []int32
	var key []byte
	for i := range r.items {
		of := r.of(i)
		if len(of) == 0 {
			continue
		}
		entries := describe(of)
		key = key[:0]
		for _, e := range entries {
			key = binary.AppendUvarint(key, uint64(e.a))
			key = binary.AppendUvarint(key, uint64(e.b))
		}
		at, ok := found[string(key)]
		if !ok {
			at = int32(len(freq))
			found[string(key)] = at
			firsts, freq = append(firsts, slices.Clone(entries)), append(freq, 0)
		}
		freq[at]++
		item = append(item, at)
	}
	order := make([]int32, len(freq))
	for i := range order {
		order[i] = int32(i)
	}
	// By frequency and then by content, so that neither the order of items nor that
	// of the map shows in what follows.
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(freq[b], freq[a]), slices.CompareFunc(firsts[a], firsts[b], func(x, y pairOf) int {
			return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
		}))
	})
	p := &patterns{start: make([]int32, 1, len(freq)+1), freq: make([]int32, 0, len(freq)), m: make([]float64, 0, len(freq)), item: item}
	for _, from := range order {
		p.entry = append(p.entry, firsts[from]...)
		p.start = append(p.start, int32(len(p.entry)))
		p.freq = append(p.freq, freq[from])
		m := int32(0)
		for _, e := range firsts[from] {
			m += weigh(e)
		}
		p.m = append(p.m, float64(m))
	}
	// Sorted, so that a draw does not depend on the order of items.
	item = item[:0]
	for i, f := range p.freq {
		for range f {
			item = append(item, int32(i))
		}
	}
	return p
}
