package copying

import (
	"bytes"
	"cmp"
	"iter"
	"math/bits"
	"slices"
	"strings"
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
)

// SharedSpan is a stretch of a text, and where it stands in another.
type SharedSpan struct {
	From, To int // bytes of the text
	Row      int // index of the other text, and where in it the stretch begins
	At       int
}

// SpanIndex finds what texts share, byte by byte. It keeps the texts, and 30 to
// 40 bytes for every 19 of theirs. It is read only once made.
//
// Every stride-th window of the texts is hashed; windows of one hash are ordered by
// what follows them, so that the longest match is found by halving. Where more than
// 1,024 places of other texts begin alike for 512 bytes, the longest of them may be
// missed, but not that there is one.
type SpanIndex struct {
	all    []byte
	starts []int32 // of the texts, and the end
	rows   []int32 // the index of each text that is kept
	places []place // by hash, then by what follows
	first  []int32 // of the places of a hash's upper bits
	filter []uint64
	shift  uint
}

// place is where a window stands.
type place struct {
	hash uint64 // mixed
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
	for range x.windows() {
		n++
	}
	width := max(6, bits.Len(uint(n))+1)
	x.shift = uint(64 - width)
	x.first = make([]int32, 1<<width+1)
	x.filter = make([]uint64, max(1, 1<<(width+2)/64))
	for p := range x.windows() {
		x.first[p.hash>>x.shift+1]++
		bit := p.hash >> (x.shift - 2)
		x.filter[bit/64] |= 1 << (bit % 64)
	}
	for i := 1; i < len(x.first); i++ {
		x.first[i] += x.first[i-1]
	}
	x.places = make([]place, n)
	for p := range x.windows() {
		slot := &x.first[p.hash>>x.shift]
		x.places[*slot] = p
		*slot++
	}
	copy(x.first[1:], x.first) // each has come to where the next begins
	x.first[0] = 0
	for i := range len(x.first) - 1 {
		if from, to := x.first[i], x.first[i+1]; to-from > 1 {
			slices.SortFunc(x.places[from:to], func(a, b place) int {
				if a.hash != b.hash {
					return cmp.Compare(a.hash, b.hash)
				}
				return cmp.Or(bytes.Compare(x.follows(a), x.follows(b)), cmp.Compare(a.at, b.at))
			})
		}
	}
}

// windows gives the places that are indexed.
func (x *SpanIndex) windows() iter.Seq[place] {
	return func(yield func(place) bool) {
		for k := range x.rows {
			for at := x.starts[k]; at+window <= x.starts[k+1]; at += stride {
				if !yield(place{mixed64(hashOf(x.all[at : at+window])), at, int32(k)}) {
					return
				}
			}
		}
	}
}

// follows returns the window at a place and what comes behind it, within its text.
func (x *SpanIndex) follows(p place) []byte {
	return x.all[p.at:min(x.starts[p.text+1], p.at+compared)]
}

func hashOf(b []byte) uint64 {
	h := uint64(0)
	for _, c := range b {
		h = h*base + uint64(c) + 1
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

// Append appends the maximal spans of at least LeastSpan bytes that text shares with
// one of the indexed texts: those that go on in neither direction and are not within
// another, by place; they may overlap. out is used as memory.
func (x *SpanIndex) Append(out []SharedSpan, text string) []SharedSpan {
	if len(text) < LeastSpan || len(x.places) == 0 {
		return out
	}
	from := len(out)
	budget := 1<<20 + 64*len(text) // bytes that are compared at most
	h := uint64(0)
	covered := 0 // the end of the longest span yet
	for i := range len(text) {
		h = h*base + uint64(text[i]) + 1
		if i >= window {
			h -= lead * (uint64(text[i-window]) + 1)
		} else if i < window-1 {
			continue
		}
		m := mixed64(h)
		bit := m >> (x.shift - 2)
		if x.filter[bit/64]&(1<<(bit%64)) == 0 {
			continue
		}
		at := i - window + 1
		if budget < 0 && at+window < covered {
			continue
		}
		slot := m >> x.shift
		places := ofHash(x.places[x.first[slot]:x.first[slot+1]], m)
		if len(places) > 0 {
			before := len(out)
			out = x.matches(out, text, at, places, &budget)
			for _, s := range out[before:] {
				covered = max(covered, s.To)
			}
		}
	}
	return append(out[:from], outermost(out[from:])...)
}

// ofHash returns the places of one mixed hash among those of a slot, which are
// ordered by it.
func ofHash(places []place, mixed uint64) []place {
	lo, hi := 0, len(places)
	for hi-lo > 8 {
		if mid := (lo + hi) / 2; places[mid].hash < mixed {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for lo < len(places) && places[lo].hash < mixed {
		lo++
	}
	places = places[lo:]
	if len(places) > 16 {
		n, _ := slices.BinarySearchFunc(places, mixed, func(p place, mixed uint64) int {
			if p.hash <= mixed {
				return -1
			}
			return 1
		})
		return places[:n]
	}
	n := 0
	for n < len(places) && places[n].hash == mixed {
		n++
	}
	return places[:n]
}

// matches appends the spans over the window at of text that stands at places, which
// are ordered by what follows.
func (x *SpanIndex) matches(out []SharedSpan, text string, at int, places []place, budget *int) []SharedSpan {
	rest := text[at:]
	mid := 0
	if len(places) > 1 {
		key := rest[:min(len(rest), compared)]
		mid, _ = slices.BinarySearchFunc(places, key, func(p place, key string) int {
			f := x.follows(p)
			*budget -= window
			return strings.Compare(string(f), key)
		})
	}
	// Outwards from where text would stand the match gets shorter to the right, so
	// only what reaches further to the left can be new; a stride is enough, since
	// further left another window has found it.
	for _, step := range [2]int{-1, 1} {
		k := mid
		if step < 0 {
			k--
		}
		most := -1
		for seen := 0; k >= 0 && k < len(places) && seen < mostPlace && most < stride-1; k, seen = k+step, seen+1 {
			s := x.extend(text, at, places[k], budget)
			if s.To == s.From {
				continue // another text of the same hash
			}
			if left := at - s.From; left > most {
				most = left
				if s.To-s.From >= LeastSpan {
					out = append(out, s)
				}
			}
			if *budget < 0 {
				break
			}
		}
	}
	return out
}

// extend returns the span around the window at of text and at place; an empty one
// where they differ.
func (x *SpanIndex) extend(text string, at int, there place, budget *int) SharedSpan {
	k, p := there.text, int(there.at)
	start, end := int(x.starts[k]), int(x.starts[k+1])
	n := common(text[at:], x.all[p:end])
	if n < window {
		return SharedSpan{}
	}
	left := 0
	for left < at && p-left > start && text[at-left-1] == x.all[p-left-1] {
		left++
	}
	*budget -= n + left
	return SharedSpan{From: at - left, To: at + n, Row: int(x.rows[k]), At: p - left - start}
}

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
