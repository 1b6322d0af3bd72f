package influence

// maxGram is the longest run of words that is counted.
const maxGram = 3

// gram is a run of words that is in enough rows.
type gram struct {
	n        int8
	rows     int32 // that have it
	doc, pos int32 // where it is first
}

// sieveBits is the size of the table of rough counts: most runs of words are in one
// row alone, and never get an entry of their own.
const sieveBits = 21

// countGrams finds the runs of one to three words that are in fewest rows or more, and
// which rows have which. A longer run is only looked at where both of its shorter ones
// are there often enough.
func (t *table) countGrams() {
	total := 0
	for i := range t.docs {
		total += len(t.docs[i].words)
	}
	t.of = make([][]int32, len(t.docs))
	first := make([]int32, total) // the word at each place, −1: too rare
	prev := make([]int32, total)  // the run of n − 1 words at each place
	keys := make([]uint64, total)
	seen := make([]uint32, 0) // by gram: the last doc that had it, plus one
	for n := 1; n <= maxGram; n++ {
		at := 0
		for i := range t.docs {
			words := t.docs[i].words
			for p := range words {
				switch {
				case n == 1:
					keys[at+p] = words[p] | 1
				case p+n > len(words) || prev[at+p] < 0 || prev[at+p+1] < 0 || first[at+p+n-1] < 0:
					keys[at+p] = 0
				default:
					keys[at+p] = mix(uint64(prev[at+p])<<32|uint64(first[at+p+n-1])) | 1
				}
			}
			at += len(words)
		}
		t.countLevel(n, keys, prev)
		if n == 1 {
			copy(first, prev)
		}
		for len(seen) < len(t.grams) {
			seen = append(seen, 0)
		}
		t.list(prev, seen)
	}
}

func mix(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xbf58476d1ce4e5b9
	return h ^ h>>29
}

// countLevel counts runs of n words by their keys (0: none), appends those that are in
// enough rows to grams, and writes which of them is at each place; −1: none.
func (t *table) countLevel(n int, keys []uint64, out []int32) {
	sieve := make([]uint8, 1<<sieveBits)
	for _, k := range keys {
		if k == 0 {
			continue
		}
		if c := &sieve[k>>(64-sieveBits)]; *c < fewest {
			*c++
		}
	}
	slots := newSlots()
	at := int32(0)
	for i := range t.docs {
		for p := range int32(len(t.docs[i].words)) {
			k := keys[at+p]
			out[at+p] = -1
			if k == 0 || sieve[k>>(64-sieveBits)] < fewest {
				continue
			}
			s := slots.at(k)
			out[at+p] = s
			e := &slots.entries[s]
			if e.last != int32(i)+1 {
				if e.last == 0 {
					e.doc, e.pos = int32(i), p
				}
				e.last = int32(i) + 1
				e.rows++
			}
		}
		at += int32(len(t.docs[i].words))
	}
	id := make([]int32, len(slots.entries))
	for s := range slots.entries {
		e := &slots.entries[s]
		id[s] = -1
		if e.rows >= fewest {
			id[s] = int32(len(t.grams))
			t.grams = append(t.grams, gram{int8(n), e.rows, e.doc, e.pos})
		}
	}
	for i, s := range out {
		if s >= 0 {
			out[i] = id[s]
		}
	}
}

// list appends to each doc the grams that are at its places, each once.
func (t *table) list(at []int32, seen []uint32) {
	p := 0
	for i := range t.docs {
		for range t.docs[i].words {
			if g := at[p]; g >= 0 && seen[g] != uint32(i)+1 {
				seen[g] = uint32(i) + 1
				t.of[i] = append(t.of[i], g)
			}
			p++
		}
	}
}

// slots is a hash table from keys other than 0 to entries, in the order in which they
// are first asked for.
type slots struct {
	index   []int32 // entry, plus one
	keys    []uint64
	entries []entry
}

type entry struct{ rows, last, doc, pos int32 }

func newSlots() *slots { return &slots{index: make([]int32, 1<<12)} }

func (s *slots) at(key uint64) int32 {
	mask := len(s.index) - 1
	i := int(key>>1) & mask
	for ; s.index[i] != 0; i = (i + 1) & mask {
		if e := s.index[i] - 1; s.keys[e] == key {
			return e
		}
	}
	s.keys = append(s.keys, key)
	s.entries = append(s.entries, entry{})
	s.index[i] = int32(len(s.keys))
	if 2*len(s.keys) > len(s.index) {
		s.grow()
	}
	return int32(len(s.keys) - 1)
}

func (s *slots) grow() {
	s.index = make([]int32, 2*len(s.index))
	mask := len(s.index) - 1
	for e, key := range s.keys {
		i := int(key>>1) & mask
		for s.index[i] != 0 {
			i = (i + 1) & mask
		}
		s.index[i] = int32(e) + 1
	}
}
