package adherence

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// bits is a set of row numbers.
type bits []uint64

func (b *bits) set(n int64) {
	at := int(n >> 6)
	if at >= len(*b) {
		*b = append(*b, make([]uint64, at+1-len(*b))...)
	}
	(*b)[at] |= 1 << (n & 63)
}

func (b bits) has(n int64) bool { return n>>6 < int64(len(b)) && b[n>>6]>>(n&63)&1 == 1 }

func (b *bits) merge(o bits) {
	if len(o) > len(*b) {
		*b = append(*b, make([]uint64, len(o)-len(*b))...)
	}
	for i, w := range o {
		(*b)[i] |= w
	}
}

// mostLength is the length in words from which on lengths are not told apart.
const mostLength = 4096

// lengths counts texts by their length.
type lengths struct {
	words []int32       // by words
	bytes map[int]int32 // by bytes, of those that are cut off
}

func (l *lengths) add(words, bytes int) {
	if l.words == nil {
		l.words = make([]int32, mostLength+1)
	}
	l.words[min(words, mostLength)]++
	if bytes > 0 && bytes <= 1<<16 {
		if l.bytes == nil {
			l.bytes = map[int]int32{}
		}
		l.bytes[bytes]++
	}
}

func (l *lengths) merge(o *lengths) {
	if l.words == nil {
		l.words = o.words
	} else {
		for i, k := range o.words {
			l.words[i] += k
		}
	}
	if l.bytes == nil {
		l.bytes = o.bytes
		return
	}
	for b, k := range o.bytes {
		l.bytes[b] += k
	}
}

// span returns the lengths between which all but a tenth at either end are, and how
// many there are.
func (l *lengths) span() (low, high int, n int64) {
	for _, k := range l.words {
		n += int64(k)
	}
	sum := int64(0)
	low, high = -1, 0
	for words, k := range l.words {
		sum += int64(k)
		if low < 0 && sum*10 > n {
			low = words
		}
		if sum*10 >= n*9 {
			high = words
			break
		}
	}
	return max(low, 0), high, n
}

// commonLength says whether what is cut off was cut at one length: half of it or more
// at the very same number of bytes, or all but a fifth at nearly the same number of
// words, which few others exceed.
func (s *truncated) commonLength(cut int64) string {
	for _, b := range slices.Sorted(maps.Keys(s.lengths[1].bytes)) {
		if k := int64(s.lengths[1].bytes[b]); k >= 5 && 2*k >= cut && cut > 0 {
			return fmt.Sprintf("; %s of %s of them have exactly %s bytes", prose.Count(k), prose.Count(cut), prose.Count(b))
		}
	}
	low, high, n := s.lengths[1].span()
	if n < 10 || high == 0 || high == mostLength || float64(low) < .85*float64(high) {
		return ""
	}
	longer, ended := int64(0), int64(0)
	for words, k := range s.lengths[0].words {
		ended += int64(k)
		if words > high {
			longer += int64(k)
		}
	}
	if ended == 0 || 20*longer > ended {
		return ""
	}
	return fmt.Sprintf("; most of them stop at %s to %s words, which %s of %s others exceed", prose.Count(low), prose.Count(high), prose.Count(longer), prose.Count(ended))
}

// farAbove is the lead over other rows of a place that needs a decision.
const farAbove = .25

// places returns a finding for each place where rows are cut off far oftener.
func (s *truncated) places(total, cut int64, strong bool) (out []measure.Finding) {
	const most = 5
	all := s.where.compare(total, cut, strong)
	for _, l := range above(all, .1) {
		if len(out) == most {
			break
		}
		f := measure.Finding{
			Figure: "truncation.where", Unit: measure.Share, Severity: measure.Notable, Of: l.name(), Census: true,
			Estimate: s.setup.Share(l.k, l.n),
			Compared: fmt.Sprintf("the other rows: %s of %s", prose.Count(l.k2), prose.Count(l.n2)),
			Caveat:   "What stands out was chosen among many labels, groups and ingredients; its interval does not know that. Something that goes with it may be the cause.",
		}
		f.Says = fmt.Sprintf("with %s, %s of %s look cut off, and %s of the other %s", l.name(), prose.Share(f.Estimate), prose.Rows(l.n), prose.Count(l.k2), prose.Count(l.n2))
		if l.lead() >= farAbove && l.k >= 10 && 100*int64(l.k) >= total {
			f.Severity = measure.Serious
		}
		if !strong {
			for _, n := range s.where.first(l.kind, l.value) {
				f.Evidence = append(f.Evidence, measure.Evidence{Note: "stops in the middle", Rows: []measure.RowRef{{N: n}}})
			}
		}
		if t, ok := placesTable("Where texts are cut off", all, s.setup.Level); ok && len(out) == 0 {
			f.Tables = append(f.Tables, t)
		}
		out = append(out, f)
	}
	return out
}

// run is neighbouring rows: from ≤ n < to.
type run struct {
	from, to int64
	k        int64 // of them, cut off
	k2, n2   int64 // cut off of the others
	p        float64
	rows     []int64 // the first that are cut off
}

func (r *run) n() int64 { return r.to - r.from }

// clear reports whether so many are not cut off there by chance.
func (r *run) clear() bool {
	return r.k >= 10 && r.n2 >= fewestThere && r.p < .001 && share(int(r.k), int(r.n()))-share(int(r.k2), int(r.n2)) >= farAbove
}

// longestRun returns the run of rows that stands out most among n, of which cut are
// cut off: the one with the largest sum (Kadane's).
func longestRun(b bits, n, cut int64) run {
	if cut == 0 || n == 0 {
		return run{p: 1}
	}
	const scale = 1 << 20 // whole numbers, so that ties are ties
	rate := float64(cut) / float64(n)
	t := int64(scale * (rate + .4*(1-rate)))
	var best, sum, k, bestK int64
	from, r := int64(0), run{}
	for i := range n {
		if b.has(i) {
			sum += scale - t
			k++
		} else {
			sum -= t
		}
		if sum <= 0 {
			sum, k, from = 0, 0, i+1
		} else if sum > best {
			best, bestK = sum, k
			r.from, r.to = from, i+1
		}
	}
	r.k, r.k2, r.n2 = bestK, cut-bestK, n-r.n()
	elsewhere := (float64(r.k2) + 1) / (float64(r.n2) + 2) // never 0: one row more may be cut off there
	r.p = math.Min(1, stats.BinomialAbove(int(r.k), int(r.n()), elsewhere)*float64(n)*float64(n)/2)
	for i := r.from; i < r.to && len(r.rows) < mostFirst; i++ {
		if b.has(i) {
			r.rows = append(r.rows, i)
		}
	}
	return r
}

// runFinding is a run that no place explains.
func (s *truncated) runFinding(r *run) measure.Finding {
	f := measure.Finding{
		Figure: "truncation.where", Unit: measure.Share, Severity: measure.Serious, Census: true,
		Of:       fmt.Sprintf("rows %s to %s", prose.Count(r.from+1), prose.Count(r.to)),
		Estimate: s.setup.Share(int(r.k), int(r.n())),
		Compared: fmt.Sprintf("rows before and after: %s of %s", prose.Count(r.k2), prose.Count(r.n2)),
		Caveat:   "The run was chosen among all runs of rows; its interval does not know that.",
	}
	if 100*r.k < r.n()+r.n2 {
		f.Severity = measure.Notable
	}
	f.Says = fmt.Sprintf("of %s, %s look cut off, and %s of the other %s", f.Of, prose.Share(f.Estimate), prose.Count(r.k2), prose.Count(r.n2))
	for _, n := range r.rows {
		f.Evidence = append(f.Evidence, measure.Evidence{Note: "stops in the middle", Rows: []measure.RowRef{{N: n}}})
	}
	return f
}
