package browse

import "math/bits"

// set is which rows of a segment are meant, a bit a row.
type set []uint64

func newSet(rows int) set { return make(set, (rows+63)/64) }

func allOf(rows int) set {
	s := newSet(rows)
	for i := range s {
		s[i] = ^uint64(0)
	}
	if n := rows % 64; n > 0 {
		s[len(s)-1] = 1<<n - 1
	}
	return s
}

func (s set) add(i int) { s[i>>6] |= 1 << (i & 63) }

func (s set) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s set) clone() set { return append(set(nil), s...) }

func (s set) and(o set) {
	for i := range s {
		s[i] &= o[i]
	}
}

func (s set) or(o set) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s set) andNot(o set) {
	for i := range s {
		s[i] &^= o[i]
	}
}

// choose returns the rows whose code is one of those that are 1 in is.
func choose(codes []byte, is *[256]uint64) set {
	s := newSet(len(codes))
	for w := range s {
		var word uint64
		part := codes[w<<6 : min(w<<6+64, len(codes))]
		for j, c := range part {
			word |= is[c] << (j & 63)
		}
		s[w] = word
	}
	return s
}

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each calls yield with the rows that are meant from from on, until it returns false.
func (s set) each(from int, yield func(i int) bool) bool {
	for w := from >> 6; w < len(s); w++ {
		word := s[w]
		if w == from>>6 {
			word &= ^uint64(0) << (from & 63)
		}
		for word != 0 {
			if !yield(w<<6 + bits.TrailingZeros64(word)) {
				return false
			}
			word &= word - 1
		}
	}
	return true
}
