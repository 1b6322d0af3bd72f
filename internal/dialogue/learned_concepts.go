package dialogue

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed learned_concepts.txt
var conceptLines string

// concepts tells words that mean alike: a word's number by its hash, whole or by how it
// starts. It is immutable once made.
type concepts struct {
	table  []conceptSlot  // open addressing
	starts [1 << 7]uint64 // bits of the hashes of starts: most words have none
}

type conceptSlot struct {
	hash uint64 // with the lowest bit set for a start
	id   uint32 // 0: free
}

// A start has so many bytes.
const (
	startLeast = 2
	startMost  = 12
)

var knownConcepts = sync.OnceValue(func() *concepts { return newConcepts(conceptLines) })

// newConcepts reads lines of a name and its words. Lines of one name that follow one
// another are one.
func newConcepts(lines string) *concepts {
	type named struct {
		hash uint64
		id   uint32
	}
	var all []named
	id, last := uint32(0), ""
	for line := range strings.Lines(lines) {
		name, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if name != last {
			id, last = id+1, name
		}
		for w := range strings.FieldsSeq(words) {
			start, begins := strings.CutSuffix(w, "*")
			h := hash([]byte(start)) &^ 1
			if begins {
				h |= 1
			}
			all = append(all, named{h, id})
		}
	}
	size := 1
	for size < 2*len(all) {
		size *= 2
	}
	c := &concepts{table: make([]conceptSlot, size)}
	for _, n := range all {
		if c.of(n.hash) != 0 {
			continue // it stands on an earlier line
		}
		at := n.hash >> 1 & uint64(size-1)
		for c.table[at].id != 0 {
			at = (at + 1) & uint64(size-1)
		}
		c.table[at] = conceptSlot(n)
		if n.hash&1 != 0 {
			bit := n.hash >> 40 & (1<<13 - 1)
			c.starts[bit/64] |= 1 << (bit % 64)
		}
	}
	return c
}

// of returns the concept with a hash; 0 where there is none.
func (c *concepts) of(hash uint64) uint32 {
	mask := uint64(len(c.table) - 1)
	for at := hash >> 1 & mask; ; at = (at + 1) & mask {
		switch s := &c.table[at]; {
		case s.id == 0:
			return 0
		case s.hash == hash:
			return s.id
		}
	}
}

// ofStart returns the concept of the longest start that a word has; w is in lower case.
func (c *concepts) ofStart(w []byte) (id uint32) {
	h := uint64(fnvBasis)
	for i := 0; i < len(w) && i < startMost; i++ {
		h = (h ^ uint64(w[i])) * fnvPrime
		if i < startLeast {
			continue
		}
		s := h | 1
		if bit := s >> 40 & (1<<13 - 1); c.starts[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		if n := c.of(s); n != 0 {
			id = n
		}
	}
	return id
}
