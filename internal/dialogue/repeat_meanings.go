package dialogue

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed repeat_meanings.txt
var meaningLines string

// meanings tells words that mean alike when something is asked. Its words are folded: "ä"
// is "a", as who types in haste leaves accents out.
var meanings = sync.OnceValue(func() *concepts {
	var b strings.Builder
	for i := 0; i < len(meaningLines); i++ {
		c, n := folded(meaningLines, i)
		b.WriteByte(c)
		i += n - 1
	}
	return newConcepts(b.String())
})

// The first meanings of the table.
const (
	meansFrame uint32 = 1 // it carries a request, and is not what it is about
	meansGame  uint32 = 2
	meansCost  uint32 = 3
	meansTime  uint32 = 4
	meansDate  uint32 = 5
	meansCivil uint32 = 6 // thanks, wishes, excuses
)

// folds are Latin letters with accents, from U+00C0 on, without them and in lower case.
const folds = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"

// folded returns the byte that stands for what a text has at a place, and how many bytes
// it stands for.
func folded(s string, i int) (byte, int) {
	c := s[i]
	switch {
	case 'A' <= c && c <= 'Z':
		return c + 32, 1
	case c == 0xc3 && i+1 < len(s) && s[i+1]&0xc0 == 0x80:
		return folds[s[i+1]&0x3f], 2
	case c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x99:
		return '\'', 3
	}
	return c, 1
}

// meaning returns what a word means to the table, 0 for none of it, and a hash of how it
// starts: what comes again in another form counts as the same.
func (c *concepts) meaning(w string) (id uint32, start uint64) {
	h, singular := uint64(fnvBasis), uint64(0)
	n := 0
	for i := 0; i < len(w) && i < lowerMost; {
		b, size := folded(w, i)
		if b == '\'' && n > 0 && n < 3 && i+size < len(w) { // "l'hiver", "d'hiver"
			h, n, id = fnvBasis, 0, 0
			i += size
			continue
		}
		if singular = 0; b == 's' && n > 3 {
			singular = h
		}
		h = (h ^ uint64(b)) * fnvPrime
		if n++; n <= stemBytes {
			start = h
		}
		if n > startLeast && n <= startMost {
			bit := h >> 40 & (1<<13 - 1)
			if c.starts[bit/64]&(1<<(bit%64)) != 0 {
				if got := c.of(h | 1); got != 0 {
					id = got
				}
			}
		}
		i += size
	}
	if whole := c.of(h &^ 1); whole != 0 {
		return whole, start
	}
	if singular != 0 {
		if whole := c.of(singular &^ 1); whole != 0 {
			id = whole
		}
	}
	return id, start
}
