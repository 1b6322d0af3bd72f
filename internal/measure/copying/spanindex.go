package copying

import (
	"bytes"
	"cmp"
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

// SpanIndex finds what texts share, byte by byte. It keeps the texts, and about 12
// bytes for every 19 of theirs. It is read only once made.
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

type place struct {
	hash uint64
	at   int32
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
	x.hashPlaces()
	x.table()
	return x, complete
}

func (x *SpanIndex) hashPlaces() {
	x.places = make([]place, 0, len(x.all)/stride+len(x.rows))
	for k := range x.rows {
		from, to := int(x.starts[k]), int(x.starts[k+1])
		for at := from; at+window <= to; at += stride {
			x.places = append(x.places, place{hashOf(x.all[at : at+window]), int32(at)})
		}
	}
	slices.SortFunc(x.places, func(a, b place) int { return cmp.Compare(a.hash, b.hash) })
	for i := 0; i < len(x.places); {
		j := i + 1
		for j < len(x.places) && x.places[j].hash == x.places[i].hash {
			j++
		}
		if j > i+1 {
			slices.SortFunc(x.places[i:j], func(a, b place) int {
				return cmp.Or(bytes.Compare(x.follows(a.at), x.follows(b.at)), cmp.Compare(a.at, b.at))
			})
		}
		i = j
	}
}

// follows returns the window at a place and what comes behind it, within its text.
func (x *SpanIndex) follows(at int32) []byte {
	end := x.starts[x.textOf(at)+1]
	return x.all[at:min(end, at+compared)]
}

// textOf returns which of the kept texts a byte is of.
func (x *SpanIndex) textOf(at int32) int {
	i, found := slices.BinarySearch(x.starts, at)
	if !found {
		i--
	}
	return i
}

func hashOf(b []byte) uint64 {
	h := uint64(0)
	for _, c := range b {
		h = h*base + uint64(c) + 1
	}
	return h
}

// table makes the tables that find places by the upper bits of a mixed hash.
func (x *SpanIndex) table() {
	width := max(6, bits.Len(uint(len(x.places)))+1)
	x.shift = uint(64 - width)
	slices.SortStableFunc(x.places, func(a, b place) int { return cmp.Compare(mixed64(a.hash), mixed64(b.hash)) })
	x.first = make([]int32, 1<<width+1)
	x.filter = make([]uint64, max(1, 1<<(width+2)/64))
	for _, p := range x.places {
		m := mixed64(p.hash)
		x.first[m>>x.shift+1]++
		bit := m >> (x.shift - 2)
		x.filter[bit/64] |= 1 << (bit % 64)
	}
	for i := 1; i < len(x.first); i++ {
		x.first[i] += x.first[i-1]
	}
}

// mixed64 spreads a hash over its upper bits.
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
		if mid := (lo + hi) / 2; mixed64(places[mid].hash) < mixed {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for lo < len(places) && mixed64(places[lo].hash) < mixed {
		lo++
	}
	places = places[lo:]
	if len(places) > 16 {
		n, _ := slices.BinarySearchFunc(places, mixed, func(p place, mixed uint64) int {
			if mixed64(p.hash) <= mixed {
				return -1
			}
			return 1
		})
		return places[:n]
	}
	n := 0
	for n < len(places) && mixed64(places[n].hash) == mixed {
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
			f := x.follows(p.at)
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
			s := x.extend(text, at, places[k].at, budget)
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
func (x *SpanIndex) extend(text string, at int, p int32, budget *int) SharedSpan {
	k := x.textOf(p)
	start, end := int(x.starts[k]), int(x.starts[k+1])
	n := common(text[at:], x.all[p:end])
	if n < window {
		return SharedSpan{}
	}
	left := 0
	for left < at && int(p)-left > start && text[at-left-1] == x.all[int(p)-left-1] {
		left++
	}
	*budget -= n + left
	return SharedSpan{From: at - left, To: at + n, Row: int(x.rows[k]), At: int(p) - left - start}
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
