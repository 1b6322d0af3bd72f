package redundancy

import (
	"cmp"
	"slices"
)

// spectrum counts how often each of many different things was seen. Past its bound
// it goes on with a sample of them: those whose hash is below a threshold, which
// halves when it is full. Of what it keeps it has seen every occurrence, so that
// the numbers of things seen once, twice, ... are those of all, thinned evenly.
// What is kept depends on the things alone, not on their order.
type spectrum struct {
	bound  int
	halved int
	slots  []uint32 // places in items, one higher; 0: free
	items  []counted
	moved  func(kept []int) // told which items stay, in order, when some are dropped
}

type counted struct {
	hash  uint64
	count uint32
}

func newSpectrum(bound int) *spectrum { return &spectrum{bound: bound} }

// share is the part of all things that is kept.
func (s *spectrum) share() float64 { return 1 / float64(uint64(1)<<s.halved) }

// keeps reports whether a thing is in the sample.
func (s *spectrum) keeps(hash uint64) bool { return keeps(hash, s.halved) }

// add counts a thing and returns its place; −1: it is not kept.
func (s *spectrum) add(hash uint64, times uint32) int {
	if !s.keeps(hash) {
		return -1
	}
	if len(s.items)*2 >= len(s.slots) {
		s.grow(max(64, 2*len(s.slots)))
	}
	at := s.slot(hash)
	if k := s.slots[at]; k > 0 {
		s.items[k-1].count += min(times, ^uint32(0)-s.items[k-1].count)
		return int(k - 1)
	}
	s.items = append(s.items, counted{hash, times})
	s.slots[at] = uint32(len(s.items))
	return len(s.items) - 1
}

// fit drops things until there are no more than the bound. It is for after each
// row: places are good until then.
func (s *spectrum) fit() {
	for len(s.items) > s.bound {
		s.halve(s.halved + 1)
	}
}

// count returns how often a thing was seen; 0 also where it is not kept.
func (s *spectrum) count(hash uint64) uint32 {
	if len(s.slots) == 0 {
		return 0
	}
	if k := s.slots[s.slot(hash)]; k > 0 {
		return s.items[k-1].count
	}
	return 0
}

func (s *spectrum) slot(hash uint64) uint64 {
	mask := uint64(len(s.slots) - 1)
	at := hash & mask
	for s.slots[at] != 0 && s.items[s.slots[at]-1].hash != hash {
		at = (at + 1) & mask
	}
	return at
}

func (s *spectrum) grow(slots int) {
	s.slots = make([]uint32, slots)
	for i := range s.items {
		s.slots[s.slot(s.items[i].hash)] = uint32(i + 1)
	}
}

func (s *spectrum) halve(halved int) {
	s.halved = halved
	var kept []int
	items := s.items[:0]
	for i, it := range s.items {
		if s.keeps(it.hash) {
			items = append(items, it)
			kept = append(kept, i)
		}
	}
	s.items = items
	s.grow(len(s.slots))
	if s.moved != nil {
		s.moved(kept)
	}
}

// level makes two spectra keep the same part of things, before they are merged.
func level(a, b *spectrum) {
	for _, s := range []*spectrum{a, b} {
		if m := max(a.halved, b.halved); s.halved < m && len(s.slots) > 0 {
			s.halve(m)
		}
		s.halved = max(a.halved, b.halved)
	}
}

// frequency is how many things were seen so often.
type frequency struct {
	times int
	f     float64 // divided by the share that is kept: of all things
}

// frequencies are ordered by times.
type frequencies struct {
	list  []frequency
	share float64 // of things that was counted
}

// frequencies returns how many things were seen once, twice, ...
func (s *spectrum) frequencies() frequencies {
	by := map[uint32]int{}
	for i := range s.items {
		by[s.items[i].count]++
	}
	out := frequencies{share: s.share()}
	for times, n := range by {
		out.list = append(out.list, frequency{int(times), float64(n) / out.share})
	}
	slices.SortFunc(out.list, func(a, b frequency) int { return cmp.Compare(a.times, b.times) })
	return out
}

// of returns how many things were seen so often.
func (f *frequencies) of(times int) float64 {
	for _, x := range f.list {
		if x.times == times {
			return x.f
		}
	}
	return 0
}

// different returns how many things were seen.
func (f *frequencies) different() (n float64) {
	for _, x := range f.list {
		n += x.f
	}
	return n
}
