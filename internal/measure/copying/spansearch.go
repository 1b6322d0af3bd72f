package copying

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// spanSearch looks for the spans of one text, window by window.
//
// A window in the middle of a span that is known can be left out. Say it is from
// `from` to `to`. Another that begins before it has its first window that is indexed
// less than a stride behind `from`; one that begins later, and is not within it, ends
// later and has a window among the last LeastSpan bytes. So looking goes on from
// there, with all windows of a stride (the zone), in which spans may have begun as far
// back as the one that is known.
type spanSearch struct {
	x    *SpanIndex
	text string
	out  []SharedSpan

	from, to int // the span yet that ends last, of these the longest
	zone     int // the last window of the zone
	// The span because of which windows are left out, or were before the zone. While
	// they are owed no other takes its place, unless it begins no later.
	zoneFrom, zoneTo int
	owed             bool

	places int // that were looked at by byRank
	budget int // bytes that are still compared, at most
	work   int // places that were looked at, and eighths of bytes that were compared
}

// Append appends the maximal spans of at least LeastSpan bytes that text shares with
// one of the indexed texts: those that go on in neither direction and are not within
// another, by place; they may overlap. out is used as memory.
func (x *SpanIndex) Append(out []SharedSpan, text string) []SharedSpan {
	out, _ = x.search(out, text)
	return out
}

// search is Append; it tells its work too.
func (x *SpanIndex) search(out []SharedSpan, text string) (spans []SharedSpan, work int) {
	if len(text) < LeastSpan || len(x.places) == 0 {
		return out, 0
	}
	from := len(out)
	s := spanSearch{x: x, text: text, out: out, zone: -1, budget: 1<<20 + 64*len(text)}
	s.run()
	return append(s.out[:from], outermost(s.out[from:])...), s.work
}

func (s *spanSearch) run() {
	x, text := s.x, s.text
	h := hashOf(text[:window])
	for at := 0; ; {
		next, before := s.next(at)
		if next+window > len(text) {
			return
		}
		if next != at {
			at, h = next, hashOf(text[next:next+window])
		}
		m := mixed64(h)
		bit := m >> (x.shift - 2)
		if x.filter[bit/64]&(1<<(bit%64)) != 0 && (s.budget >= 0 || at+window >= s.to) {
			slot := m >> x.shift
			if from, to := ofHash(x.places, x.first[slot], x.first[slot+1], uint32(m)); from < to {
				s.window(at, from, to, before)
			}
		}
		if at+window == len(text) {
			return
		}
		h = h*base + uint64(text[at+window]) + 1 - lead*(uint64(text[at])+1)
		at++
	}
}

// next returns the window to look at, this one or a later one, and whether only
// spans count that begin before the one that is known.
func (s *spanSearch) next(at int) (next int, before bool) {
	if at <= s.zone {
		return at, false
	}
	if !s.owed || s.from <= s.zoneFrom {
		s.zoneFrom, s.zoneTo = s.from, s.to
	}
	if at <= s.zoneTo-LeastSpan {
		s.owed = true
		if at < s.zoneFrom+stride-1 {
			return at, true
		}
		if s.zoneTo == len(s.text) {
			return len(s.text), false
		}
		at = s.zoneTo - LeastSpan + 1
	}
	if s.owed {
		s.owed, s.zone = false, s.zoneTo-window+1
	}
	return at, false
}

// ofHash returns the range of the places of one hash among those of a slot, which are
// ordered by it.
func ofHash(places []place, from, to int32, hash uint32) (first, end int32) {
	first, end = from, to
	for end-first > 8 {
		if mid := (first + end) / 2; places[mid].hash < hash {
			first = mid + 1
		} else {
			end = mid
		}
	}
	for first < end && places[first].hash < hash {
		first++
	}
	end = first
	for step := int32(1); end < to && places[end].hash == hash; {
		if end+step < to && places[end+step].hash == hash {
			end, step = end+step, 2*step
			continue
		}
		if step == 1 {
			return first, end + 1
		}
		step = max(1, step/4)
	}
	return first, end
}

// window finds the spans over the window at that stands at places.
func (s *spanSearch) window(at int, from, to int32, before bool) {
	limit := min(stride-1, at) // what begins further to the left, another window has found
	if at <= s.zone {
		limit = max(limit, at-s.zoneFrom)
	}
	if to-from <= manyPlaces {
		mid := from
		if to-from > 1 {
			mid = s.rank(at, from, to)
		}
		s.byRank(at, from, to, mid, limit)
		return
	}
	left := s.left(at, from, to)
	known := at - s.from // what begins later has to end later
	if before && left <= at-s.zoneFrom {
		return
	}
	mid := s.rank(at, from, to)
	right := 0
	for k := max(from, mid-1); k < min(to, mid+1); k++ {
		right = max(right, s.right(at, k))
	}
	if right < compared {
		// Where as much precedes as is told, it may be more, but not than limit.
		further := left > known || left == stride-1 && limit > known && at+right > s.zoneTo
		if at+right <= s.to && !further || limit < stride && s.byLeft(at, from, to, mid, right) {
			return
		}
	}
	if left < stride-1 {
		limit = min(limit, left)
	}
	s.byRank(at, from, to, mid, limit)
}

// rank returns where the text from the window on would stand among places, which are
// ordered by what follows.
func (s *spanSearch) rank(at int, from, to int32) int32 {
	key := s.text[at:min(len(s.text), at+compared)]
	mid, _ := slices.BinarySearchFunc(s.x.places[from:to], key, func(p place, key string) int {
		s.spend(window)
		return strings.Compare(string(s.x.follows(p)), key)
	})
	return from + int32(mid)
}

// context is what precedes a window, as far as places are ordered by it.
func (s *spanSearch) context(at int) string { return s.text[max(0, at-(stride-1)):at] }

// left returns how much of what precedes the window precedes a place, at most.
func (s *spanSearch) left(at int, from, to int32) (left int) {
	x, context := s.x, s.context(at)
	lo, hi := from, to
	for lo < hi && left < len(context) {
		mid := (lo + hi) / 2
		order, same := fromBehind(x.precedes(x.places[x.back[mid]]), context)
		s.work++
		left = max(left, same)
		if order < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return left
}

func (s *spanSearch) spend(n int) {
	s.budget -= n
	s.work += 1 + n/8
}

// right returns how much of the text from the window on stands at a place.
func (s *spanSearch) right(at int, k int32) int {
	p := s.x.places[k]
	n := common(s.text[at:], s.x.all[p.at:s.x.starts[p.text+1]])
	s.spend(n)
	return n
}

// byLeft looks at places in the order of how much of what precedes the window they
// have, from most to least: only those that reach further to the right than all
// before are new. The longest to the right is known; done is false where it was
// not come to.
func (s *spanSearch) byLeft(at int, from, to, mid int32, longest int) (done bool) {
	x := s.x
	context := s.context(at)
	n, _ := slices.BinarySearchFunc(x.back[from:to], mid, func(k, mid int32) int {
		order, _ := fromBehind(x.precedes(x.places[k]), context)
		s.work++
		return cmp.Or(order, cmp.Compare(k, mid))
	})
	low, high := from+int32(n)-1, from+int32(n)
	left := func(i int32) int {
		if i < from || i >= to {
			return -1
		}
		_, same := fromBehind(x.precedes(x.places[x.back[i]]), context)
		s.work++
		return same
	}
	a, b := left(low), left(high)
	best := 0
	for range mostLeft {
		if best >= longest || max(a, b) < 0 || max(a, b) <= at-s.from && at+longest <= s.to {
			return true
		}
		k := high
		if a >= b {
			k = low
			low--
			a = left(low)
		} else {
			high++
			b = left(high)
		}
		if n := s.right(at, x.back[k]); n > best {
			best = n
			s.add(at, x.back[k])
		}
	}
	return false
}

// byRank looks at places outwards from where the text would stand, where the match
// gets shorter to the right, so that only what reaches further to the left can be
// new. What reaches as far as limit need not be surpassed.
func (s *spanSearch) byRank(at int, from, to, mid int32, limit int) {
	before := lastBytes(s.text[:at])
	for _, step := range [2]int32{-1, 1} {
		k := mid
		if step < 0 {
			k--
		}
		most := -1
		for seen := 0; k >= from && k < to && seen < mostPlace && most < limit; k, seen = k+step, seen+1 {
			if s.places++; s.places > mostPlaces && seen >= fewPlaces {
				break
			}
			s.work++
			// What the last bytes have in common is as much as there is, or all of them.
			if same := bits.TrailingZeros32(s.x.places[k].left^before) / 8; same <= most && (same < 4 || !s.precededBy(at, k, most+1)) {
				continue
			}
			span := s.add(at, k)
			if span.To == span.From {
				continue // another text of the same hash
			}
			most = max(most, at-span.From)
			if span.To-at < compared { // of those that follow too
				if span.To <= s.to {
					most = max(most, at-s.from)
				}
				if at <= s.zone && span.To <= s.zoneTo {
					most = max(most, at-s.zoneFrom)
				}
			}
			if s.budget < 0 {
				break
			}
		}
	}
}

// precededBy reports whether so much of what precedes the window precedes a place.
func (s *spanSearch) precededBy(at int, k int32, n int) bool {
	s.work++
	p := s.x.places[k]
	return n <= at && p.at-int32(n) >= s.x.starts[p.text] && s.text[at-n:at] == string(s.x.all[p.at-int32(n):p.at])
}

// add adds the span around the window at and a place; it is empty where they differ.
func (s *spanSearch) add(at int, k int32) SharedSpan {
	x, there := s.x, s.x.places[k]
	p, start, end := int(there.at), int(x.starts[there.text]), int(x.starts[there.text+1])
	n := common(s.text[at:], x.all[p:end])
	if n < window {
		s.spend(n)
		return SharedSpan{}
	}
	left := 0
	for left < at && p-left > start && s.text[at-left-1] == x.all[p-left-1] {
		left++
	}
	s.spend(n + left)
	span := SharedSpan{From: at - left, To: at + n, Row: int(x.rows[there.text]), At: p - left - start}
	if n+left < LeastSpan {
		return span
	}
	s.out = append(s.out, span)
	if span.To > s.to || span.To == s.to && span.From < s.from {
		s.from, s.to = span.From, span.To
	}
	return span
}
