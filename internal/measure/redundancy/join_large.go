package redundancy

import (
	"cmp"
	"context"
	"slices"

	"seedbed.dev/seedbed/internal/text"
)

// Comparisons of one row in one large group.
const (
	mostTries  = 2048
	leastTries = 24 // once the join's share is used up, of a row that is near none yet
	fewTries   = 4  // and of one that is
	// visits of rows that can quickly be seen not to be near are as dear as one
	// comparison.
	visits = 16
)

// large joins the rows of large groups, one group after the other, without looking
// at all pairs: a row is compared with the members of each cluster other than its
// own until one is near it. The clusters are those that all pairs would give, unless
// the comparisons are used up: then rows that are near none yet come first. What it
// does depends on the rows alone.
type large struct {
	*joiner
	left   int     // comparisons, in visits
	half   int     // what is kept for rows that are near none
	paired []bool  // rows that are near another
	parted bool    // whether one gave up
	found  []pair  // if keep
	crowd  []int32 // rows of groups in which one gave up
	seen   []bool  // in crowd
}

func newLarge(j *joiner, groups []late) *large {
	n := len(j.set.docs)
	l := &large{joiner: j, paired: make([]bool, n), seen: make([]bool, n)}
	l.left = visits * j.set.limit.comparisons * max(n, 10_000) / 2
	l.half = l.left / 2
	for i := range n {
		if r := find(j.up, int32(i)); r != int32(i) {
			l.paired[i], l.paired[r] = true, true
		}
	}
	// Small ones first: what they join, larger ones need not compare.
	slices.SortStableFunc(groups, func(a, b late) int { return cmp.Compare(a.cost, b.cost) })
	return l
}

func (l *large) join(ctx context.Context, groups []late) error {
	var group []entry
	for _, g := range groups {
		if err := ctx.Err(); err != nil {
			return err
		}
		group = l.entries(group[:0], g.marks)
		if l.group(group) {
			continue
		}
		for _, e := range group {
			if !l.seen[e.doc] {
				l.seen[e.doc] = true
				l.crowd = append(l.crowd, int32(e.doc))
			}
		}
	}
	l.sorted = [partitions][]mark{}
	if len(l.crowd) > 0 {
		slices.Sort(l.crowd)
		l.banded(l.crowd)
	}
	return ctx.Err()
}

// alone is how many rows of groups in which one gave up are near none: it may be
// them that it was not compared with.
func (l *large) alone() (n int) {
	for _, i := range l.crowd {
		if !l.paired[i] {
			n++
		}
	}
	return n
}

// group joins one, which is sorted by size. It reports whether every row was
// compared with all that are not in its cluster.
func (l *large) group(group []entry) (done bool) {
	done = true
	f := families{at: map[int32]int{}}
	l.candidates(nil, group, func(y entry, shorter []entry) {
		ok := true
		switch {
		case len(shorter) == 0:
		case len(shorter) <= leastTries:
			l.few(&f, y, shorter)
		default:
			ok = l.many(&f, y)
		}
		if !ok {
			done, l.parted = false, true
		}
		if y.rest() >= l.need(y, y) {
			f.add(find(l.up, int32(y.doc)), y)
		}
	})
	return done
}

// few compares a row with few others.
func (l *large) few(f *families, y entry, others []entry) {
	for i := len(others) - 1; i >= 0; i-- {
		x := others[i]
		a, b := find(l.up, int32(x.doc)), find(l.up, int32(y.doc))
		if need := l.need(x, y); a != b && l.may(x, y, need) && l.try(x.doc, y.doc, need) {
			f.merge(a, b)
		}
	}
}

// many compares a row with those of each cluster but its own until one is near it; ok
// is false when the comparisons are used up first.
func (l *large) many(f *families, y entry) (ok bool) {
	tries := l.allowance(y)
	for k := 0; k < len(f.all); k++ {
		root, own := f.all[k].root, find(l.up, int32(y.doc))
		if root == own {
			continue
		}
		near, ok := l.near(f.all[k].members, y, &tries)
		if !ok {
			return false
		}
		if near {
			f.merge(root, own)
			k-- // another is in its place, or it is y's now
		}
	}
	return true
}

// allowance is how much a row may be compared, in visits.
func (l *large) allowance(y entry) int {
	if l.paired[y.doc] {
		return visits*fewTries + min(max(0, l.left-l.half), visits*mostTries)
	}
	return visits*leastTries + min(max(0, l.left), visits*mostTries)
}

// near looks for a member that y is near to, and unites them; ok is false when
// tries are used up first.
func (l *large) near(members []entry, y entry, tries *int) (near, ok bool) {
	for i := len(members) - 1; i >= 0; i-- {
		x := members[i]
		if *tries <= 0 {
			return false, false
		}
		need := l.need(x, y)
		if !l.long(x.size, y.size) || !l.may(x, y, need) {
			*tries--
			l.left--
			continue
		}
		*tries -= visits
		l.left -= visits
		if l.try(x.doc, y.doc, need) {
			return true, true
		}
	}
	return false, true
}

// try verifies a pair and unites it.
func (l *large) try(x, y uint32, need int) bool {
	l.compared.Add(1)
	p, ok := l.verify(x, y, need)
	if !ok {
		return false
	}
	unite(l.up, int32(x), int32(y))
	l.paired[x], l.paired[y] = true, true
	if l.keep {
		l.found = append(l.found, p)
	}
	return true
}

// MinHash bands for rows of groups that were given up: two rows of similarity .7
// share one of 25 bands of 5 with a chance of .99.
const (
	hardBands    = 25
	hardRows     = 5
	hardPartners = 8 // rows of a band that a row is compared with
)

// banded looks for pairs among rows by MinHash (Broder 1997) in bands, and
// verifies them. Of rows that share a band, each is compared with the few before
// it that are not in its cluster.
func (l *large) banded(rows []int32) {
	sigs := l.signed(rows)
	type banded struct {
		hash uint32
		row  int32
	}
	order := make([]banded, len(rows))
	for b := range hardBands {
		for i := range rows {
			order[i] = banded{sigs[i][b], rows[i]}
		}
		slices.SortFunc(order, func(x, y banded) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.row, y.row)) })
		for i := range order {
			for k := i - 1; k >= max(0, i-hardPartners) && order[k].hash == order[i].hash; k-- {
				x, y := order[k].row, order[i].row
				if find(l.up, x) == find(l.up, y) {
					continue
				}
				sx, sy := int(l.set.docs[x].size), int(l.set.docs[y].size)
				if l.long(min(sx, sy), max(sx, sy)) {
					l.try(uint32(x), uint32(y), l.need(entry{size: sx}, entry{size: sy}))
				}
			}
		}
	}
}

// signed returns a hash of each band of each row.
func (l *large) signed(rows []int32) [][hardBands]uint32 {
	sigs := make([][hardBands]uint32, len(rows))
	parts := 4 * l.workers
	l.each(parts, func(p int) {
		var wide []uint64
		var sig [text.Permutations]uint32
		for i := p * len(rows) / parts; i < (p+1)*len(rows)/parts; i++ {
			wide = wide[:0]
			for _, g := range l.set.set(&l.set.docs[rows[i]]) {
				wide = append(wide, spread(uint64(g)))
			}
			text.Sign(&sig, wide)
			for b := range hardBands {
				h := uint64(b)
				for _, v := range sig[b*hardRows : (b+1)*hardRows] {
					h = spread(h ^ uint64(v))
				}
				sigs[i][b] = uint32(h)
			}
		}
	})
	return sigs
}
