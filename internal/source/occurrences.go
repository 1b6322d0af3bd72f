package source

// occurrences counts how often each row content was seen. Contents are told
// apart by 64-bit hashes kept in open-addressing tables: 11 to 21 bytes a
// distinct row, 16 on average. Only contents seen more than once have a counter.
//
// Two contents that share a hash (at 10 million rows: a chance of 3 in a
// million) are counted together: the second then has an ID as if it had been
// seen before, which is still its own, since IDs cover the content.
type occurrences struct {
	shards [256]shard
	again  map[uint64]int // contents seen more than once: how often before
}

// shard is one table; there are many so that growing one copies little.
type shard struct {
	slots []uint64 // 0: free; its length is a power of two
	used  int
}

// add notes one more row of content hash h and returns how many came before.
func (o *occurrences) add(h uint64) int {
	if h == 0 {
		h = 1
	}
	if o.shards[h>>56].insert(h) {
		return 0
	}
	if o.again == nil {
		o.again = map[uint64]int{}
	}
	o.again[h]++
	return o.again[h]
}

// insert adds h and reports whether it is new.
func (s *shard) insert(h uint64) bool {
	if s.used*4 >= len(s.slots)*3 {
		s.grow()
	}
	mask := uint64(len(s.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch s.slots[i] {
		case 0:
			s.slots[i] = h
			s.used++
			return true
		case h:
			return false
		}
	}
}

func (s *shard) grow() {
	old := s.slots
	s.slots = make([]uint64, max(8, 2*len(old)))
	mask := uint64(len(s.slots) - 1)
	for _, h := range old {
		if h == 0 {
			continue
		}
		i := h & mask
		for s.slots[i] != 0 {
			i = (i + 1) & mask
		}
		s.slots[i] = h
	}
}
