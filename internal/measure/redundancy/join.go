package redundancy

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// pair is two rows whose similarity was computed: their places in a settled
// rowSet, a before b, and how many grams they share.
type pair struct{ a, b, both uint32 }

// joined is what a join found.
type joined struct {
	// pairs are sorted by rows. In very large groups those that would join what is
	// joined already are not looked at.
	pairs []pair
	// hard is how many rows share even their rarest grams with too many others:
	// their partners were looked for by MinHash, which misses some.
	hard int
}

// join returns the pairs of rows of a settled set whose Jaccard similarity is at
// least threshold, among those that wanted names (nil: all).
//
// It is the prefix filter of AllPairs and PPJoin (Bayardo, Ma and Srikant 2007;
// Xiao et al. 2008): with the grams of each row in one common order, two sets
// of similarity t share one among the first |x| − ⌈t·|x|⌉ + 1 of each. The order
// is from rare to frequent, by counts in buckets: any order is right, and a rare
// first one leaves few candidates. Every candidate is verified, so that none is
// missed and none is wrong but where groups are too large (see hard).
func join(ctx context.Context, s *rowSet, threshold float64, wanted []bool) (joined, error) {
	j := &joiner{set: s, t: threshold, wanted: wanted, workers: workers()}
	j.count()
	j.prefixes()
	if err := ctx.Err(); err != nil {
		return joined{}, err
	}
	j.sort()
	j.plan()
	found := make([][]pair, partitions)
	hard := make([][]uint32, partitions)
	j.each(partitions, func(p int) {
		if ctx.Err() == nil {
			found[p], hard[p] = j.groups(j.sorted[p])
		}
	})
	j.sorted = [partitions][]mark{}
	if err := ctx.Err(); err != nil {
		return joined{}, err
	}
	out := joined{pairs: slices.Concat(found...)}
	if rest := slices.Concat(hard...); len(rest) > 0 {
		slices.Sort(rest)
		rest = slices.Compact(rest)
		out.hard = len(rest)
		out.pairs = append(out.pairs, j.banded(rest)...)
	}
	slices.SortFunc(out.pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	out.pairs = slices.Compact(out.pairs)
	return out, ctx.Err()
}

func workers() int { return runtime.GOMAXPROCS(0) }

const (
	partitions = 1 << partitionBits // of grams by their upper bits
	// Comparisons a row that the join may take, in groups of which all pairs are
	// looked at and in larger ones. Ordinary text takes fewer than ten.
	comparisons = 300
	leastTries  = 24   // a row of a larger group
	mostTries   = 2048 // a row of a larger group
)

type joiner struct {
	set     *rowSet
	t       float64
	wanted  []bool
	workers int
	counts  []uint16
	shift   uint
	rare    [][partitions][]mark // by worker
	sorted  [partitions][]mark
	// largest is the size of groups up to which all pairs are looked at, and tries
	// how many comparisons a row may take in larger ones.
	largest, tries int
}

// mark is a gram of a row's prefix: the gram's lower 26 bits, the row in 21, and the
// gram's place in the row's order in 16. The upper bits are the partition's.
type mark uint64

const (
	partitionBits = 6
	rowBits       = 21 // mostRows
	placeBits     = 16 // mostOfRow
)

func markOf(gram uint32, row, place int) mark {
	return mark(gram<<partitionBits>>partitionBits)<<(rowBits+placeBits) | mark(row)<<placeBits | mark(place)
}

func (m mark) gram() uint32 { return uint32(m >> (rowBits + placeBits)) }

// entry is a mark in its group.
type entry struct {
	doc         uint32
	size, place int
}

// each calls f with 0 to n−1 on all processors.
func (j *joiner) each(n int, f func(int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(j.workers, n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}

// count counts grams in buckets, up to 65,535. Each goroutine counts those of its
// own buckets.
func (j *joiner) count() {
	bits := uint(16)
	for 1<<bits < 2*j.set.grams && bits < 26 {
		bits++
	}
	j.counts, j.shift = make([]uint16, 1<<bits), 32-bits
	parts := uint64(j.workers)
	j.each(j.workers, func(w int) {
		from, to := uint32(uint64(w)<<32/parts>>j.shift), uint32((uint64(w)+1)<<32/parts>>j.shift)
		for i := range j.set.docs {
			if j.wanted != nil && !j.wanted[i] {
				continue
			}
			for _, g := range j.set.set(&j.set.docs[i]) {
				if at := g >> j.shift; at-from < to-from && j.counts[at] < math.MaxUint16 {
					j.counts[at]++
				}
			}
		}
	})
}

// prefixLength is how many of size grams are looked at.
func prefixLength(size int, t float64) int { return size - ceil(t*float64(size)) + 1 }

// ceil is ⌈x⌉ of a product that may lie a rounding error over a whole number.
func ceil(x float64) int { return int(math.Ceil(x - 1e-9)) }

// prefixes makes the entries of the first grams of each row, those that no other
// row has left out.
func (j *joiner) prefixes() {
	docs := j.set.docs
	j.rare = make([][partitions][]mark, j.workers)
	j.each(j.workers, func(w int) {
		out := &j.rare[w]
		var order []uint64
		for i := w * len(docs) / j.workers; i < (w+1)*len(docs)/j.workers; i++ {
			set := j.set.set(&docs[i])
			if len(set) == 0 || j.wanted != nil && !j.wanted[i] {
				continue
			}
			order = order[:0]
			for _, g := range set {
				order = append(order, uint64(j.counts[g>>j.shift])<<32|uint64(g))
			}
			n := prefixLength(len(set), j.t)
			smallest(order, n)
			for at, o := range order[:n] {
				if o>>32 > 1 {
					g := uint32(o)
					p := g >> (32 - partitionBits)
					out[p] = append(out[p], markOf(g, i, at))
				}
			}
		}
	})
	j.counts = nil
}

// smallest sorts the n smallest of x to its front.
func smallest(x []uint64, n int) {
	if len(x) > 256 {
		slices.Sort(x)
		return
	}
	for i := 1; i < len(x); i++ {
		v := x[i]
		at := min(i, n)
		if at == n && v >= x[n-1] {
			continue
		}
		if at == n { // the largest of the front makes room
			x[i] = x[n-1]
			at--
		}
		for at > 0 && x[at-1] > v {
			x[at] = x[at-1]
			at--
		}
		x[at] = v
	}
}

// sort brings the marks of each partition together, those of a gram side by side.
func (j *joiner) sort() {
	j.each(partitions, func(p int) {
		n := 0
		for w := range j.rare {
			n += len(j.rare[w][p])
		}
		all := make([]mark, 0, n)
		for w := range j.rare {
			all = append(all, j.rare[w][p]...)
			j.rare[w][p] = nil
		}
		slices.Sort(all)
		j.sorted[p] = all
	})
	j.rare = nil
}

// plan shares out the comparisons that the join may take.
func (j *joiner) plan() {
	bySize := map[int]int{}
	for p := range j.sorted {
		for group := range groupsOf(j.sorted[p]) {
			bySize[len(group)]++
		}
	}
	budget := j.set.limit.comparisons * max(len(j.set.docs), 10_000)
	j.largest, j.tries = 1, mostTries
	left, rest := budget, 0
	for _, size := range slices.Sorted(maps.Keys(bySize)) {
		n := bySize[size]
		if takes := n * (size * (size - 1) / 2); rest == 0 && takes <= left {
			left -= takes
			j.largest = size
		} else {
			rest += n * size
		}
	}
	if rest > 0 {
		j.tries = min(max(budget/rest, leastTries), mostTries)
	}
}

// groupsOf gives the runs of marks of the same gram.
func groupsOf(all []mark) iter.Seq[[]mark] {
	return func(yield func([]mark) bool) {
		for from, to := 0, 0; from < len(all); from = to {
			for to = from + 1; to < len(all) && all[to].gram() == all[from].gram(); {
				to++
			}
			if !yield(all[from:to]) {
				return
			}
		}
	}
}

// groups verifies the candidates among rows that share a gram. It returns the pairs
// and the rows of groups that it gave up.
func (j *joiner) groups(all []mark) (found []pair, hard []uint32) {
	var group []entry
	for marks := range groupsOf(all) {
		if len(marks) == 1 {
			continue
		}
		group = group[:0]
		for _, m := range marks {
			row := uint32(m>>placeBits) & (1<<rowBits - 1)
			group = append(group, entry{row, int(j.set.docs[row].size), int(m & (1<<placeBits - 1))})
		}
		slices.SortStableFunc(group, func(a, b entry) int { return cmp.Compare(a.size, b.size) })
		if len(group) <= j.largest {
			found = j.small(found, group)
			continue
		}
		var ok bool
		if found, ok = j.large(found, group); !ok {
			for _, e := range group {
				hard = append(hard, e.doc)
			}
		}
	}
	return found, hard
}

// small looks at all pairs of a group, which is sorted by size.
func (j *joiner) small(found []pair, group []entry) []pair {
	for i := 1; i < len(group); i++ {
		for k := i - 1; k >= 0; k-- {
			if !j.long(group[k].size, group[i].size) {
				break
			}
			if p, ok := j.near(group[k], group[i]); ok {
				found = append(found, p)
			}
		}
	}
	return found
}

// long reports whether a row of x grams is long enough to be near one of y ≥ x.
func (j *joiner) long(x, y int) bool { return float64(x) >= j.t*float64(y)-1e-9 }

// near verifies a candidate: x is no longer than y.
func (j *joiner) near(x, y entry) (pair, bool) {
	need := ceil(j.t / (1 + j.t) * float64(x.size+y.size))
	// If this is the first gram that both prefixes have, no more than this can
	// follow; if it is not, the pair is met there.
	if min(x.size-x.place, y.size-y.place) < need {
		return pair{}, false
	}
	return j.verify(x.doc, y.doc, need)
}

func (j *joiner) verify(a, b uint32, need int) (pair, bool) {
	both := overlap(j.set.set(&j.set.docs[a]), j.set.set(&j.set.docs[b]), need)
	return pair{min(a, b), max(a, b), uint32(both)}, both >= need
}

// overlap returns how many values two sorted sets share, or fewer than need once
// it is clear that they share fewer.
func overlap(a, b []uint32, need int) int {
	both, i, k := 0, 0, 0
	spare := len(a) + len(b) - 2*need // values that may be without partner
	for i < len(a) && k < len(b) {
		x, y := a[i], b[k]
		if x == y {
			both++
			i++
			k++
			continue
		}
		if spare--; spare < 0 {
			return both
		}
		if x < y {
			i++
		} else {
			k++
		}
	}
	return both
}
