package redundancy

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/text"
)

// gramWords is the length of the runs of words by which near-duplicates are told.
const gramWords = 3

// The bounds of a rowSet. A row of 40 words takes 190 bytes.
const (
	mostRows  = 1 << rowBits // rows kept
	mostGrams = 96 << 20     // hashes of runs kept
	mostOfRow = 1<<placeBits - 1
	mostText  = 24 << 20 // bytes of text held to mark what differs
	longText  = 64 << 10 // longer ones are not held
)

// bounds are those of a rowSet and of joining it, smaller in tests.
type bounds struct{ rows, grams, text, comparisons int }

var fullBounds = bounds{mostRows, mostGrams, mostText, comparisons}

// rowDoc is what is kept of a row.
type rowDoc struct {
	exact uint64 // hash of its normal words
	n     int64
	key   uint64 // decides whether it is kept: rows below the threshold are
	block uint32
	from  uint32
	size  uint32 // grams
}

// rowSet keeps rows as sets of the hashes of their runs of words. Past its bounds
// it keeps a sample: the rows whose key is below a threshold, which halves when it
// is full. The key is a hash of the smallest hash of the row's set (a MinHash), so
// that exact duplicates stay together always, and near-duplicates of similarity J
// with probability J. What is kept depends on the rows alone.
type rowSet struct {
	limit   bounds
	rows    int64 // added
	wordy   int64 // of them with words
	long    int64 // of them with more runs than mostOfRow: compared exactly alone
	docs    []rowDoc
	blocks  [][]uint32
	grams   int
	halved  int // how often the threshold was halved
	held    []heldText
	heldSum int
	less    int // how often that of held texts was halved
	sh      text.Shingler
	norm    []byte
}

type heldText struct {
	n    int64
	key  uint64
	text string
}

func newRowSet(limit bounds) *rowSet { return &rowSet{limit: limit} }

// keeps reports whether a well mixed key is below a threshold that was halved so
// often.
func keeps(key uint64, halved int) bool { return bits.LeadingZeros64(key) >= halved }

func (s *rowSet) add(r *measure.Row) {
	s.rows++
	set := r.Tokens.Set(gramWords)
	if len(set) == 0 {
		return
	}
	s.wordy++
	key := spread(set[0])
	if len(set) > mostOfRow {
		s.long++
	}
	if !keeps(key, s.halved) {
		return
	}
	d := rowDoc{exact: s.hash(r), n: r.N, key: key}
	if len(set) <= mostOfRow {
		d.block, d.from, d.size = s.store(set)
	}
	s.docs = append(s.docs, d)
	if keeps(key, s.less) && len(r.Text) <= longText {
		s.held = append(s.held, heldText{r.N, key, strings.Clone(r.Text)})
		s.heldSum += len(r.Text)
	}
	s.fit()
}

// hash returns the Shingler's hash of a text's normal words. Where the words are
// parted already and have but to be put side by side, that is quicker.
func (s *rowSet) hash(r *measure.Row) uint64 {
	for i := range len(r.Text) {
		if c := r.Text[i]; c >= utf8.RuneSelf || c == '\'' {
			return s.sh.Hash(r.Text)
		}
	}
	b := s.norm[:0]
	for i, w := range r.Tokens.Words() {
		if i > 0 {
			b = append(b, ' ')
		}
		from := len(b)
		b = append(b, w.Lower...)
		for k, c := range b[from:] {
			if c == '-' {
				b[from+k] = ' '
			}
		}
	}
	s.norm = b
	return xxh3.Hash(b)
}

// spread mixes a hash anew (the finaliser of splitmix64, Steele et al. 2014).
func spread(h uint64) uint64 {
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return h ^ h>>31
}

// gramBlock is the length of a block of grams.
const gramBlock = 1 << 16

// store keeps the upper halves of a sorted set of hashes.
func (s *rowSet) store(set []uint64) (block, from, size uint32) {
	last := len(s.blocks) - 1
	if last < 0 || len(s.blocks[last])+len(set) > cap(s.blocks[last]) {
		room := gramBlock
		if len(s.blocks) == 0 {
			room = 1 << 12
		}
		s.blocks = append(s.blocks, make([]uint32, 0, max(room, len(set))))
		last++
	}
	b := s.blocks[last]
	start := len(b)
	for _, h := range set {
		if v := uint32(h >> 32); len(b) == start || b[len(b)-1] != v {
			b = append(b, v)
		}
	}
	s.blocks[last] = b
	s.grams += len(b) - start
	return uint32(last), uint32(start), uint32(len(b) - start)
}

// set returns the grams of a row, sorted.
func (s *rowSet) set(d *rowDoc) []uint32 {
	if d.size == 0 {
		return nil
	}
	return s.blocks[d.block][d.from : d.from+d.size]
}

// fit halves the thresholds until all is within the bounds.
func (s *rowSet) fit() {
	if len(s.docs) > s.limit.rows || s.grams > s.limit.grams {
		for len(s.docs) > s.limit.rows || s.grams > s.limit.grams {
			s.halve(s.halved + 1)
		}
	}
	for s.heldSum > s.limit.text {
		s.dropTexts(s.less + 1)
	}
}

func (s *rowSet) halve(halved int) {
	s.halved = halved
	old := *s
	s.docs, s.blocks, s.grams = nil, nil, 0
	for i := range old.docs {
		d := old.docs[i]
		if !keeps(d.key, halved) {
			continue
		}
		set := old.set(&d)
		if d.size > 0 {
			d.block, d.from, d.size = s.storeAgain(set)
		}
		s.docs = append(s.docs, d)
	}
	if s.less < halved {
		s.dropTexts(halved)
	}
}

func (s *rowSet) storeAgain(set []uint32) (block, from, size uint32) {
	last := len(s.blocks) - 1
	if last < 0 || len(s.blocks[last])+len(set) > cap(s.blocks[last]) {
		s.blocks = append(s.blocks, make([]uint32, 0, max(gramBlock, len(set))))
		last++
	}
	start := len(s.blocks[last])
	s.blocks[last] = append(s.blocks[last], set...)
	s.grams += len(set)
	return uint32(last), uint32(start), uint32(len(set))
}

func (s *rowSet) dropTexts(less int) {
	s.less = less
	s.held = slices.DeleteFunc(s.held, func(h heldText) bool { return !keeps(h.key, less) })
	s.heldSum = 0
	for i := range s.held {
		s.heldSum += len(s.held[i].text)
	}
}

// merge takes in another set, which is not used after.
func (s *rowSet) merge(o *rowSet) {
	s.rows += o.rows
	s.wordy += o.wordy
	s.long += o.long
	halved := max(s.halved, o.halved)
	for _, x := range []*rowSet{s, o} {
		if x.halved < halved {
			x.halve(halved)
		}
	}
	less := max(s.less, o.less)
	for _, x := range []*rowSet{s, o} {
		if x.less < less {
			x.dropTexts(less)
		}
	}
	base := uint32(len(s.blocks))
	s.blocks = append(s.blocks, o.blocks...)
	for i := range o.docs {
		o.docs[i].block += base
	}
	s.docs = append(s.docs, o.docs...)
	s.grams += o.grams
	s.held = append(s.held, o.held...)
	s.heldSum += o.heldSum
	s.fit()
}

// settle puts everything into the order of the rows.
func (s *rowSet) settle() {
	if !slices.IsSortedFunc(s.docs, byRow) {
		slices.SortFunc(s.docs, byRow)
	}
	slices.SortFunc(s.held, func(a, b heldText) int { return cmp.Compare(a.n, b.n) })
}

func byRow(a, b rowDoc) int { return cmp.Compare(a.n, b.n) }

// text returns the text of a row, if it is held. The set is settled.
func (s *rowSet) text(n int64) (string, bool) {
	i, ok := slices.BinarySearchFunc(s.held, n, func(h heldText, n int64) int { return cmp.Compare(h.n, n) })
	if !ok {
		return "", false
	}
	return s.held[i].text, true
}
