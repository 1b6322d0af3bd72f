package copying

import (
	"bytes"
	"cmp"
	"iter"
	"math/bits"
	"slices"
)

// LeastSpan is the shortest shared span that is told, in bytes: 50 letters of
// English, or 17 characters of Japanese, which say about as much.
const LeastSpan = 50

const (
	window = 32                     // bytes that are hashed together
	stride = LeastSpan - window + 1 // every span of LeastSpan bytes holds a window that begins at a multiple of it
	base   = 0x9e3779b97f4a7c15     // of the rolling hash

	compared  = 512 // bytes behind a window by which places of one hash are ordered
	mostPlace = 512 // places of one window that are looked at on either side of the best

	mostPlaces = 4096 // of all windows of a text; then it is fewPlaces on either side
	fewPlaces  = 16

	manyPlaces = 16 // of one window: more are ordered by what precedes them too
	mostLeft   = 16 // of those, that are looked at in that order
)

// SharedSpan is a stretch of a text, and where it stands in another.
type SharedSpan struct {
	From, To int // bytes of the text
	Row      int // index of the other text, and where in it the stretch begins
	At       int
}

// SpanIndex finds what texts share, byte by byte. It keeps the texts, and 35 to
// 45 bytes for every 19 of theirs. It is read only once made.
//
// Every stride-th window of the texts is hashed; windows of one hash are ordered by
// what follows them, so that the longest match is found by halving, and where there
// are many also by what precedes them. Where more than 1,024 places of other texts,
// or 4,096 of all windows of a text, begin alike for 512 bytes, or reach further to
// one side and less far to the other, the longest of them may be missed, but not that
// there is one.
type SpanIndex struct {
	all    []byte
	starts []int32 // of the texts, and the end
	rows   []int32 // the index of each text that is kept
	places []place // by hash, then by what follows
	back   []int32 // places of each hash that has many, by what precedes
	first  []int32 // of the places of a hash's upper bits
	filter []uint64
	shift  uint
}

// place is where a window stands.
type place struct {
	hash uint32 // the lower half; the slot has most of the upper one
	left uint32 // the four bytes before, the last one in the lowest bits
	at   int32
	text int32 // of those that are kept
}

// mostIndexed is how many bytes an index holds at most.
const mostIndexed = 1 << 30

// NewSpanIndex indexes texts. Texts that are the same are kept once, those beyond a
// gigabyte not at all: complete says whether all are there.
func NewSpanIndex(texts []string) (x *SpanIndex, complete bool) {
	x = &SpanIndex{}
	size := 0
	for _, t := range texts {
		size += len(t)
	}
	x.all = make([]byte, 0, min(size, mostIndexed)+window)
	seen := make(map[string]bool, len(texts))
	complete = true
	for i, t := range texts {
		if len(t) < LeastSpan || seen[t] {
			continue
		}
		if len(x.all)+len(t) > mostIndexed {
			complete = false
			continue
		}
		seen[t] = true
		x.starts, x.rows = append(x.starts, int32(len(x.all))), append(x.rows, int32(i))
		x.all = append(x.all, t...)
	}
	x.starts = append(x.starts, int32(len(x.all)))
	x.order()
	return x, complete
}

// order puts every window into the slot of its hash's upper bits, of which there
// are two to four for each, and orders those of a slot.
func (x *SpanIndex) order() {
	n := 0
	for k := range x.rows {
		if size := x.starts[k+1] - x.starts[k]; size >= window {
			n += int(size-window)/stride + 1
		}
	}
	width := max(6, bits.Len(uint(n))+1)
	x.shift = uint(64 - width)
	x.first = make([]int32, 1<<width+1)
	x.filter = make([]uint64, max(1, 1<<(width+2)/64))
	for h := range x.windows() {
		x.first[h>>x.shift+1]++
		bit := h >> (x.shift - 2)
		x.filter[bit/64] |= 1 << (bit % 64)
	}
	for i := 1; i < len(x.first); i++ {
		x.first[i] += x.first[i-1]
	}
	x.places = make([]place, n)
	for h, p := range x.windows() {
		slot := &x.first[h>>x.shift]
		x.places[*slot] = p
		*slot++
	}
	copy(x.first[1:], x.first) // each has come to where the next begins
	x.first[0] = 0
	for i := range len(x.first) - 1 {
		if from, to := x.first[i], x.first[i+1]; to-from > 1 {
			x.orderSlot(from, to)
		}
	}
}

func (x *SpanIndex) orderSlot(from, to int32) {
	slices.SortFunc(x.places[from:to], func(a, b place) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Or(bytes.Compare(x.follows(a), x.follows(b)), cmp.Compare(a.at, b.at))
	})
	for to-from > manyPlaces {
		end := from + 1
		for end < to && x.places[end].hash == x.places[from].hash {
			end++
		}
		if end-from > manyPlaces {
			x.orderBack(from, end)
		}
		from = end
	}
}

// orderBack orders places of one hash by what precedes them.
func (x *SpanIndex) orderBack(from, to int32) {
	if x.back == nil {
		x.back = make([]int32, len(x.places))
	}
	back := x.back[from:to]
	for i := range back {
		back[i] = from + int32(i)
	}
	slices.SortFunc(back, func(a, b int32) int {
		order, _ := fromBehind(x.precedes(x.places[a]), x.precedes(x.places[b]))
		return cmp.Or(order, cmp.Compare(a, b))
	})
}

// windows gives the places that are indexed, and their mixed hashes.
func (x *SpanIndex) windows() iter.Seq2[uint64, place] {
	return func(yield func(uint64, place) bool) {
		for k := range x.rows {
			start := x.starts[k]
			for at := start; at+window <= x.starts[k+1]; at += stride {
				h := mixed64(hashOf(x.all[at : at+window]))
				if !yield(h, place{uint32(h), lastBytes(x.all[start:at]), at, int32(k)}) {
					return
				}
			}
		}
	}
}

// lastBytes returns the last four bytes, 0 where there are fewer.
func lastBytes[T string | []byte](b T) (out uint32) {
	for i := range min(4, len(b)) {
		out |= uint32(b[len(b)-1-i]) << (8 * i)
	}
	return out
}

// follows returns the window at a place and what comes behind it, within its text.
func (x *SpanIndex) follows(p place) []byte {
	return x.all[p.at:min(x.starts[p.text+1], p.at+compared)]
}

// precedes returns the bytes before a place, within its text, by which back is ordered.
func (x *SpanIndex) precedes(p place) []byte {
	return x.all[max(x.starts[p.text], p.at-(stride-1)):p.at]
}

// fromBehind compares two texts from their ends, and returns how much they have in
// common there.
func fromBehind[A, B string | []byte](a A, b B) (order, same int) {
	n := min(len(a), len(b))
	for i := 1; i <= n; i++ {
		if x, y := a[len(a)-i], b[len(b)-i]; x != y {
			return cmp.Compare(x, y), i - 1
		}
	}
	return cmp.Compare(len(a), len(b)), n
}

func hashOf[T string | []byte](b T) uint64 {
	h := uint64(0)
	for i := range len(b) {
		h = h*base + uint64(b[i]) + 1
	}
	return h
}

// mixed64 spreads a hash over its upper bits; no two become one.
func mixed64(h uint64) uint64 {
	h ^= h >> 29
	return h * 0xbf58476d1ce4e5b9
}

// lead is base to the power of window: the weight of the byte that leaves.
var lead = func() uint64 {
	p := uint64(1)
	for range window {
		p *= base
	}
	return p
}()

// common returns how many bytes two texts have in common from their beginnings.
func common(a string, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for ; i+8 <= n; i += 8 {
		if a[i:i+8] != string(b[i:i+8]) {
			break
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// outermost sorts spans, and leaves out those that are within another; of equal
// ones the first text's stays.
func outermost(spans []SharedSpan) []SharedSpan {
	slices.SortFunc(spans, func(a, b SharedSpan) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To), cmp.Compare(a.Row, b.Row), cmp.Compare(a.At, b.At))
	})
	out := spans[:0]
	end := 0
	for _, s := range spans {
		if s.To > end {
			out = append(out, s)
			end = s.To
		}
	}
	return out
}
