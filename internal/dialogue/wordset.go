package dialogue

import "slices"

// wordSet are words, by their hashes. Bits of these tell most that are none of them.
type wordSet struct {
	hashes []uint64 // sorted
	bits   [16]uint64
}

func hashesOf(lists ...string) *wordSet {
	s := &wordSet{}
	for _, list := range lists {
		for i := 0; i < len(list); {
			j := i
			for j < len(list) && list[j] != ' ' {
				j++
			}
			if j > i {
				s.hashes = append(s.hashes, hash([]byte(list[i:j])))
			}
			i = j + 1
		}
	}
	slices.Sort(s.hashes)
	s.hashes = slices.Compact(s.hashes)
	for _, h := range s.hashes {
		s.bits[h>>60] |= 1 << (h >> 54 & 63)
	}
	return s
}

// maybe reports false for most words that are not in s, and is inlined.
func (s *wordSet) maybe(h uint64) bool { return s.bits[h>>60]&(1<<(h>>54&63)) != 0 }

func (s *wordSet) has(h uint64) bool {
	if !s.maybe(h) {
		return false
	}
	_, ok := slices.BinarySearch(s.hashes, h)
	return ok
}

// any reports whether a turn's content has one of the words.
func (s *wordSet) any(content []uint64) bool {
	for _, h := range content {
		if s.maybe(h) && s.has(h) {
			return true
		}
	}
	return false
}
