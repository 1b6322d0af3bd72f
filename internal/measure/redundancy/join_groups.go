package redundancy

import (
	"cmp"
	"iter"
	"math/bits"
	"slices"
	"sort"
)

const (
	// comparisons is how many a row the join may take in groups of which all pairs
	// are looked at, and once more in larger ones. Ordinary text takes fewer than ten.
	comparisons = 300
	// keptPairs is how many comparisons a row are so few that all pairs are kept,
	// reckoned for leastRows at least.
	keptPairs = 24
	leastRows = 100_000
	// fewRows is the size of groups up to which the cost is that of all pairs.
	fewRows = 32
)

// entry is a mark in its group.
type entry struct {
	doc         uint32
	size, place int
}

// rest is how many grams the row has from the mark on. If the mark is the first
// that two prefixes have in common, the rows share no more than that.
func (e entry) rest() int { return e.size - e.place }

// groupsOf gives the runs of marks of the same gram.
func groupsOf(all []mark) iter.Seq[[]mark] {
	return func(yield func([]mark) bool) {
		for from, to := 0, 0; from < len(all); from = to {
			for to = from + 1; to < len(all) && all[to].gram() == all[from].gram(); {
				to++
			}
			if to > from+1 && !yield(all[from:to]) {
				return
			}
		}
	}
}

// entries appends the entries of marks, by size.
func (j *joiner) entries(out []entry, marks []mark) []entry {
	for _, m := range marks {
		row := uint32(m>>placeBits) & (1<<rowBits - 1)
		out = append(out, entry{row, int(j.set.docs[row].size), int(m & (1<<placeBits - 1))})
	}
	slices.SortStableFunc(out, func(a, b entry) int { return cmp.Compare(a.size, b.size) })
	return out
}

// late is a group that is too large to look at all its pairs.
type late struct {
	marks []mark
	cost  int
}

// plan shares out the comparisons that the join may take: the groups of lowest cost
// have all their pairs looked at.
func (j *joiner) plan() {
	var few [partitions][fewRows + 1]int
	j.each(partitions, func(p int) {
		var group, shorter []entry
		for marks := range groupsOf(j.sorted[p]) {
			if len(marks) <= fewRows {
				few[p][len(marks)]++
				continue
			}
			group = j.entries(group[:0], marks)
			n := 0
			shorter = j.candidates(shorter[:0], group, func(_ entry, x []entry) { n += len(x) })
			j.costs[p] = append(j.costs[p], n)
		}
	})
	var costs []int
	total := 0
	byCost := map[int]int{}
	for p := range partitions {
		for _, c := range j.costs[p] {
			byCost[c]++
		}
		for size, n := range few[p] {
			byCost[allPairs(size)] += n
		}
	}
	for c, n := range byCost {
		costs = append(costs, c)
		total += c * n
	}
	slices.Sort(costs)
	left := j.set.limit.comparisons * max(len(j.set.docs), 10_000)
	j.keep = j.every || total <= min(keptPairs, j.set.limit.comparisons)*max(len(j.set.docs), leastRows)
	for _, c := range costs {
		if left -= c * byCost[c]; left < 0 {
			break
		}
		j.most = c
	}
}

func allPairs(rows int) int { return rows * (rows - 1) / 2 }

// groups looks at all pairs of the groups of a partition, and returns the groups
// that are too large for that.
func (j *joiner) groups(p int) (found []pair, rest []late) {
	var group, shorter []entry
	costs, n := j.costs[p], int64(0)
	for marks := range groupsOf(j.sorted[p]) {
		cost := allPairs(len(marks))
		if len(marks) > fewRows {
			cost, costs = costs[0], costs[1:]
		}
		if cost > j.most {
			rest = append(rest, late{marks, cost})
			continue
		}
		if cost == 0 {
			continue
		}
		group = j.entries(group[:0], marks)
		shorter = j.candidates(shorter[:0], group, func(y entry, shorter []entry) {
			for i := len(shorter) - 1; i >= 0; i-- {
				x := shorter[i]
				need := j.need(x, y)
				if !j.may(x, y, need) || !j.keep && find(j.up, int32(x.doc)) == find(j.up, int32(y.doc)) {
					continue
				}
				n++
				if q, ok := j.verify(x.doc, y.doc, need); ok {
					unite(j.up, int32(q.a), int32(q.b))
					if j.keep {
						found = append(found, q)
					}
				}
			}
		})
	}
	j.compared.Add(n)
	return found, rest
}

// candidates calls f with each row of a group, which is sorted by size, and those
// no longer and before it that it may be near to. Candidates are only rows with
// enough grams from the mark on for a row as long as themselves (the index prefix
// of PPJoin). It returns shorter, which it uses as memory.
func (j *joiner) candidates(shorter, group []entry, f func(y entry, shorter []entry)) []entry {
	from := 0
	for _, y := range group {
		for from < len(shorter) && !j.long(shorter[from].size, y.size) {
			from++
		}
		to := len(shorter)
		if most := j.longest(y); most < y.size {
			to = from + sort.Search(len(shorter)-from, func(i int) bool { return shorter[from+i].size > most })
		}
		f(y, shorter[from:max(from, to)])
		if y.rest() >= j.need(y, y) {
			shorter = append(shorter, y)
		}
	}
	return shorter
}

// long reports whether a row of x grams is long enough to be near one of y ≥ x.
func (j *joiner) long(x, y int) bool { return float64(x) >= j.t*float64(y)-1e-9 }

// longest is how many grams a row may have that y can be near to from its mark on.
func (j *joiner) longest(y entry) int {
	return int(float64(y.rest())*(1+j.t)/j.t+1e-6) - y.size
}

// need is how many grams two rows have to share to be near.
func (j *joiner) need(x, y entry) int { return ceil(j.t / (1 + j.t) * float64(x.size+y.size)) }

// may reports whether two rows may share as many as need, as far as is quickly seen.
func (j *joiner) may(x, y entry, need int) bool {
	return x.rest() >= need && y.rest() >= need && bits.OnesCount64(j.parity[x.doc]^j.parity[y.doc]) <= x.size+y.size-2*need
}

// parityOf puts each gram of a row into one of 64 bits, which is whether they are odd:
// two rows have at least as many grams apart as bits that differ (the xor bitmap of
// Sandes, Teodoro and Melo 2020).
func parityOf(set []uint32) (p uint64) {
	for _, g := range set {
		p ^= 1 << (g * 0x9e3779b1 >> 26)
	}
	return p
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
