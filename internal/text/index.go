package text

import (
	"math"
	"slices"

	"github.com/zeebo/xxh3"
)

// Index finds near-duplicates among texts that are added one at a time:
// candidates share a band of their MinHash signatures, and every candidate is
// verified by the exact Jaccard similarity of the shingles (kept as 32-bit
// hashes). What it returns is therefore right; what it misses are pairs that
// share no band: at the threshold 1 to 4 in 100, fewer above it.
//
// Memory for each text added: at most about 300 bytes, and 4 for each shingle.
// It is for one goroutine at a time.
type Index struct {
	threshold   float64
	shingle     int
	bands, rows int

	sh      Shingler
	query   Doc
	cands   []uint32
	tokens  [][]uint32 // arena of shingles, in blocks that never move
	docs    []span
	entries []bandEntry // open addressing
	used    int
	chains  []chainLink // of bands that several texts share
}

// Doc is a text made ready for an Index.
type Doc struct {
	shingles []uint32
	bands    []uint64
}

type span struct{ block, from, to uint32 }

// bandEntry maps a band's hash to the text that has it: its number, or, with the
// highest bit set, the first of several in chains. The number is one higher, so
// that 0 means free.
type bandEntry struct{ hash, head uint32 }

type chainLink struct{ doc, next uint32 } // next: one higher; 0 ends

const (
	chained   = 1 << 31
	blockSize = 1 << 18
)

// Neighbour is a text of an Index that is near another.
type Neighbour struct {
	Doc     int // its number: 0 for the first that was added
	Jaccard float64
}

// NewIndex returns an empty Index for texts whose word n-grams (shingle words
// each) have a Jaccard similarity of at least threshold, in (0, 1].
func NewIndex(threshold float64, shingle int) *Index {
	threshold = min(max(threshold, 0.05), 1)
	// A false candidate costs a fraction of a microsecond, a missed one a duplicate.
	bands, rows := bandsWeighted(threshold, Permutations, 0.985, 0.01)
	return &Index{threshold: threshold, shingle: max(shingle, 1), bands: bands, rows: rows, entries: make([]bandEntry, 64)}
}

// Len returns how many texts were added.
func (x *Index) Len() int { return len(x.docs) }

// Prepare makes a text ready for Near and Add. The result is good until the next
// call.
func (x *Index) Prepare(s string) *Doc {
	d := &x.query
	d.shingles, d.bands = d.shingles[:0], d.bands[:0]
	hashes := x.sh.Shingles(s, x.shingle)
	if len(hashes) == 0 {
		return d
	}
	for _, h := range hashes {
		d.shingles = append(d.shingles, uint32(h>>32))
	}
	d.shingles = slices.Compact(d.shingles)
	var sig [Permutations]uint32
	Sign(&sig, hashes)
	for b := range x.bands {
		h := uint64(b)
		for _, v := range sig[b*x.rows : (b+1)*x.rows] {
			h = (h ^ uint64(v)) * 0x9e3779b97f4a7c15
			h ^= h >> 29
		}
		d.bands = append(d.bands, h)
	}
	return d
}

// Near returns the text most like d, the first added among equals, where one is
// at least as near as the threshold. A text without words is near no other.
func (x *Index) Near(d *Doc) (Neighbour, bool) {
	x.cands = x.cands[:0]
	for _, h := range d.bands {
		e := x.entries[x.slot(h)]
		switch {
		case e.head == 0:
		case e.head&chained == 0:
			x.cands = append(x.cands, e.head-1)
		default:
			for l := e.head &^ chained; l != 0; l = x.chains[l-1].next {
				x.cands = append(x.cands, x.chains[l-1].doc)
			}
		}
	}
	if len(x.cands) > 1 {
		slices.Sort(x.cands)
		x.cands = slices.Compact(x.cands)
	}
	best, found := Neighbour{Jaccard: x.threshold}, false
	for _, c := range x.cands {
		s := x.docs[c]
		other := x.tokens[s.block][s.from:s.to]
		small, large := float64(min(len(other), len(d.shingles))), float64(max(len(other), len(d.shingles)))
		if small < best.Jaccard*large {
			continue
		}
		if j := Jaccard(other, d.shingles); j > best.Jaccard || (!found && j >= best.Jaccard) {
			best, found = Neighbour{int(c), j}, true
		}
	}
	return best, found
}

// Add adds d and returns its number. It panics after 2³¹−2 texts.
func (x *Index) Add(d *Doc) int {
	if len(x.docs) >= math.MaxInt32-1 {
		panic("text: index is full")
	}
	doc := uint32(len(x.docs))
	x.docs = append(x.docs, x.store(d.shingles))
	if x.used+len(d.bands) > len(x.entries)/5*4 {
		x.grow()
	}
	for _, h := range d.bands {
		e := &x.entries[x.slot(h)]
		switch {
		case e.head == 0:
			*e = bandEntry{uint32(h), doc + 1}
			x.used++
		case e.head&chained == 0:
			x.chains = append(x.chains, chainLink{e.head - 1, 0})
			x.chains = append(x.chains, chainLink{doc, uint32(len(x.chains))})
			e.head = chained | uint32(len(x.chains))
		default:
			x.chains = append(x.chains, chainLink{doc, e.head &^ chained})
			e.head = chained | uint32(len(x.chains))
		}
	}
	return int(doc)
}

// slot returns the place of a band's entry, or of the free one where it belongs.
// Bands whose lower halves agree are taken as one: their texts are verified.
func (x *Index) slot(h uint64) int {
	n := uint64(len(x.entries))
	i := place(uint32(h), n)
	for x.entries[i].head != 0 && x.entries[i].hash != uint32(h) {
		if i++; i == n {
			i = 0
		}
	}
	return int(i)
}

// place spreads a 32-bit hash over n slots.
func place(h uint32, n uint64) uint64 {
	return uint64(h) * n >> 32
}

func (x *Index) grow() {
	old := x.entries
	x.entries = make([]bandEntry, max(len(old)+len(old)/2, len(old)+2*x.bands))
	for _, e := range old {
		if e.head != 0 {
			x.entries[x.slot(uint64(e.hash))] = e
		}
	}
}

func (x *Index) store(shingles []uint32) span {
	last := len(x.tokens) - 1
	if last < 0 || len(x.tokens[last])+len(shingles) > cap(x.tokens[last]) {
		size := min(blockSize, max(1024, 4*x.Len()*8))
		x.tokens = append(x.tokens, make([]uint32, 0, max(size, len(shingles))))
		last++
	}
	from := len(x.tokens[last])
	x.tokens[last] = append(x.tokens[last], shingles...)
	return span{uint32(last), uint32(from), uint32(from + len(shingles))}
}

// Hash returns a 64-bit hash (xxh3) of NormalizeWords(s), which is the same for
// texts that differ in case, punctuation and white space alone. A text without
// words is hashed by Normalize.
func (sh *Shingler) Hash(s string) uint64 {
	sh.norm = AppendNormalWords(sh.norm[:0], s)
	if len(sh.norm) == 0 {
		sh.norm = appendNormal(append(sh.norm, 0), s, false)
	}
	return xxh3.Hash(sh.norm)
}
