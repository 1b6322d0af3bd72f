package redundancy

import (
	"cmp"
	"context"
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
	// pairs are sorted by rows. Unless all is true, there may be more.
	pairs []pair
	all   bool
	// parted is whether there were rows that were not compared with all others that
	// share their rarest grams, since they are too many: the others were looked for by
	// MinHash, which misses some. Then clusters may be parts of one, and alone is how
	// many rows that none was found to be near may be near one.
	parted bool
	alone  int
	// compared is how many pairs were verified.
	compared int64
}

// join finds the pairs of rows of a settled set whose Jaccard similarity is at least
// threshold, among those that wanted names (nil: all), and unites them in up. It
// keeps the pairs where every is true, or where they cannot be many: of rows of one
// template each is near each, and only what is joined, and by what, is of a size
// with the rows.
//
// It is the prefix filter of AllPairs and PPJoin (Bayardo, Ma and Srikant 2007;
// Xiao et al. 2008): with the grams of each row in one common order, two sets
// of similarity t share one among the first |x| − ⌈t·|x|⌉ + 1 of each. The order
// is from rare to frequent, by counts in buckets: any order is right, and a rare
// first one leaves few candidates. Every candidate is verified, or is joined
// already, so that none is missed and none is wrong but where groups are too large
// (see joined).
func join(ctx context.Context, s *rowSet, threshold float64, wanted []bool, up []int32, every bool) (joined, error) {
	j := &joiner{set: s, t: threshold, wanted: wanted, up: up, every: every, workers: workers()}
	j.count()
	j.prefixes()
	if err := ctx.Err(); err != nil {
		return joined{}, err
	}
	j.sort()
	j.plan()
	found, late := make([][]pair, partitions), make([][]late, partitions)
	j.each(partitions, func(p int) {
		if ctx.Err() == nil {
			found[p], late[p] = j.groups(p)
		}
	})
	if err := ctx.Err(); err != nil {
		return joined{}, err
	}
	out := joined{pairs: slices.Concat(found...), all: j.keep}
	if rest := slices.Concat(late...); len(rest) > 0 {
		out.all = false
		l := newLarge(j, rest)
		if err := l.join(ctx, rest); err != nil {
			return joined{}, err
		}
		out.pairs = append(out.pairs, l.found...)
		out.alone, out.parted = l.alone(), l.parted
	}
	slices.SortFunc(out.pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	out.pairs = slices.Compact(out.pairs)
	out.compared = j.compared.Load()
	return out, ctx.Err()
}

func workers() int { return runtime.GOMAXPROCS(0) }

const (
	partitions = 1 << partitionBits // of grams by their upper bits
)

type joiner struct {
	set     *rowSet
	t       float64
	wanted  []bool
	up      []int32 // clusters, by unite
	every   bool
	workers int
	counts  []uint16
	shift   uint
	parity  []uint64             // of each row (see parityOf)
	rare    [][partitions][]mark // by worker
	sorted  [partitions][]mark
	costs   [partitions][]int // of groups of more than fewRows, in their order
	// most is the cost of groups up to which all pairs are looked at, and keep
	// whether those found are kept.
	most     int
	keep     bool
	compared atomic.Int64
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
	j.parity = make([]uint64, len(docs))
	j.each(j.workers, func(w int) {
		out := &j.rare[w]
		var order []uint64
		for i := w * len(docs) / j.workers; i < (w+1)*len(docs)/j.workers; i++ {
			set := j.set.set(&docs[i])
			if len(set) == 0 || j.wanted != nil && !j.wanted[i] {
				continue
			}
			j.parity[i] = parityOf(set)
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
