package measure

import (
	"cmp"
	"slices"
)

// Sample keeps a simple random sample of rows, the same one whatever the order and
// the split over workers: those whose number has the smallest hashes.
type Sample[T any] struct {
	size int
	seed uint64
	seen int64
	kept []sampled[T] // a heap, the largest hash first
}

type sampled[T any] struct {
	hash uint64
	n    int64
	v    T
}

// NewSample returns an empty sample of at most size rows.
func NewSample[T any](size int, seed uint64) *Sample[T] {
	return &Sample[T]{size: size, seed: mix(seed)}
}

// Offer takes row n in; value is called only where the row is kept.
func (s *Sample[T]) Offer(n int64, value func() T) {
	s.seen++
	h := mix(uint64(n)*gramBase ^ s.seed)
	if len(s.kept) == s.size {
		if s.size == 0 || !s.less(h, n, 0) {
			return
		}
	}
	s.push(sampled[T]{h, n, value()})
}

// less reports whether (h, n) comes before kept[i].
func (s *Sample[T]) less(h uint64, n int64, i int) bool {
	return h < s.kept[i].hash || h == s.kept[i].hash && n < s.kept[i].n
}

func (s *Sample[T]) push(v sampled[T]) {
	if len(s.kept) < s.size {
		s.kept = append(s.kept, v)
		for i := len(s.kept) - 1; i > 0; {
			up := (i - 1) / 2
			if s.less(v.hash, v.n, up) {
				break
			}
			s.kept[i], s.kept[up] = s.kept[up], s.kept[i]
			i = up
		}
		return
	}
	if s.size == 0 || !s.less(v.hash, v.n, 0) {
		return
	}
	s.kept[0] = v
	for i := 0; ; {
		down := 2*i + 1
		if down >= len(s.kept) {
			return
		}
		if r := down + 1; r < len(s.kept) && s.less(s.kept[down].hash, s.kept[down].n, r) {
			down = r
		}
		if !s.less(s.kept[i].hash, s.kept[i].n, down) {
			return
		}
		s.kept[i], s.kept[down] = s.kept[down], s.kept[i]
		i = down
	}
}

// Merge takes in another sample of the same size and seed.
func (s *Sample[T]) Merge(o *Sample[T]) {
	s.seen += o.seen
	for _, v := range o.kept {
		s.push(v)
	}
}

// Seen returns how many rows were offered.
func (s *Sample[T]) Seen() int64 { return s.seen }

// All reports whether every row that was offered is kept.
func (s *Sample[T]) All() bool { return s.seen == int64(len(s.kept)) }

// Rows returns the numbers and values of the kept rows, by number.
func (s *Sample[T]) Rows() (ns []int64, values []T) {
	kept := slices.Clone(s.kept)
	slices.SortFunc(kept, func(a, b sampled[T]) int { return cmp.Compare(a.n, b.n) })
	for i := range kept {
		ns, values = append(ns, kept[i].n), append(values, kept[i].v)
	}
	return ns, values
}

// Top keeps the most telling pieces of evidence: the largest weights, of equal
// ones those that come first in the data. The zero value keeps MaxEvidence.
type Top struct {
	Size int // 0: MaxEvidence
	kept []weighed
}

type weighed struct {
	weight float64
	ev     Evidence
}

func (w *weighed) compare(o *weighed) int {
	if c := cmp.Compare(o.weight, w.weight); c != 0 {
		return c
	}
	a, b := &w.ev.Rows[0], &o.ev.Rows[0]
	if c := cmp.Or(cmp.Compare(a.Part, b.Part), cmp.Compare(a.N, b.N), cmp.Compare(w.ev.Note, o.ev.Note)); c != 0 {
		return c
	}
	return slices.CompareFunc(a.Marks, b.Marks, func(x, y Span) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
}

// Wants reports whether evidence of this weight, first row n of the data, would be
// kept: to spare making it.
func (t *Top) Wants(weight float64, n int64) bool {
	if len(t.kept) < t.size() {
		return true
	}
	last := &t.kept[len(t.kept)-1]
	return weight > last.weight || weight == last.weight && n <= last.ev.Rows[0].N
}

func (t *Top) size() int {
	if t.Size > 0 {
		return t.Size
	}
	return MaxEvidence
}

// Offer takes evidence in. It keeps ev's slices.
func (t *Top) Offer(weight float64, ev Evidence) {
	w := weighed{weight, ev}
	i, _ := slices.BinarySearchFunc(t.kept, &w, func(a weighed, b *weighed) int { return a.compare(b) })
	if i >= t.size() {
		return
	}
	t.kept = slices.Insert(t.kept, i, w)
	if len(t.kept) > t.size() {
		t.kept = t.kept[:t.size()]
	}
}

// Merge takes in what another Top kept.
func (t *Top) Merge(o *Top) {
	for _, w := range o.kept {
		t.Offer(w.weight, w.ev)
	}
}

// Evidence returns what was kept, most telling first.
func (t *Top) Evidence() []Evidence {
	var out []Evidence
	for i := range t.kept {
		out = append(out, t.kept[i].ev)
	}
	return out
}

// Ref returns a reference to row with spans of its text marked.
func Ref(r *Row, marks ...Span) RowRef {
	return RowRef{Part: r.Part, N: r.N, Marks: marks}
}
