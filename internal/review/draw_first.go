package review

import (
	"container/heap"
	"slices"
)

// first keeps the first few of many candidates by an order, whatever the order in
// which they come.
type first struct {
	most int
	less func(a, b *candidate) bool
	kept []candidate // a heap with the last of them on top
}

// offer takes a candidate, and gives back the one that has no place: out is true
// where there is one.
func (f *first) offer(c candidate) (rest candidate, out bool) {
	if len(f.kept) < f.most {
		heap.Push(f, c)
		return candidate{}, false
	}
	if f.most == 0 || !f.less(&c, &f.kept[0]) {
		return c, true
	}
	rest, f.kept[0] = f.kept[0], c
	heap.Fix(f, 0)
	return rest, true
}

// sorted returns what was kept, in order, and keeps nothing more.
func (f *first) sorted() []candidate {
	out := f.kept
	f.kept = nil
	slices.SortFunc(out, func(a, b candidate) int {
		switch {
		case f.less(&a, &b):
			return -1
		case f.less(&b, &a):
			return 1
		}
		return 0
	})
	return out
}

// Len implements heap.Interface, as do the other four.
func (f *first) Len() int           { return len(f.kept) }
func (f *first) Less(i, j int) bool { return f.less(&f.kept[j], &f.kept[i]) }
func (f *first) Swap(i, j int)      { f.kept[i], f.kept[j] = f.kept[j], f.kept[i] }
func (f *first) Push(x any)         { f.kept = append(f.kept, x.(candidate)) }

func (f *first) Pop() any {
	c := f.kept[len(f.kept)-1]
	f.kept = f.kept[:len(f.kept)-1]
	return c
}
