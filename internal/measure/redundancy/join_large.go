package redundancy

import (
	"cmp"
	"slices"

	"seedbed.dev/seedbed/internal/text"
)

// large joins the rows of a group without looking at all pairs: a row is compared
// with the members of each cluster of the group until one is near it. The clusters
// are those that all pairs would give. It gives up, with ok false, when that takes
// too long: when many rows share their rarest runs and are not near.
func (j *joiner) large(found []pair, group []entry) (out []pair, ok bool) {
	tries := j.tries * len(group)
	var clusters [][]entry
	for _, y := range group {
		home := -1
		for c := 0; c < len(clusters); c++ {
			members := clusters[c]
			for k := len(members) - 1; k >= 0; k-- {
				x := members[k]
				if !j.long(x.size, y.size) {
					// Members are by size within what was joined last, so that shorter
					// ones may still be followed by longer ones: look on.
					continue
				}
				if tries--; tries < 0 {
					return found, false
				}
				p, near := j.near(x, y)
				if !near {
					continue
				}
				found = append(found, p)
				if home < 0 {
					home = c
				} else {
					clusters[home] = append(clusters[home], clusters[c]...)
					clusters = slices.Delete(clusters, c, c+1)
					c--
				}
				break
			}
		}
		if home < 0 {
			clusters = append(clusters, []entry{y})
		} else {
			clusters[home] = append(clusters[home], y)
		}
	}
	return found, true
}

// MinHash bands for hard rows: two rows of similarity .7 share one of 25 bands of 5
// with a chance of .99.
const (
	hardBands    = 25
	hardRows     = 5
	hardPartners = 8 // rows of a band that a row is compared with
)

// banded looks for pairs among rows by MinHash (Broder 1997) in bands, and
// verifies them. Of rows that share a band, each is compared with the few before
// it.
func (j *joiner) banded(rows []uint32) []pair {
	type banded struct {
		hash uint64
		row  uint32
	}
	sigs := make([][hardBands]uint64, len(rows))
	parts := 4 * j.workers
	j.each(parts, func(p int) {
		var wide []uint64
		var sig [text.Permutations]uint32
		for i := p * len(rows) / parts; i < (p+1)*len(rows)/parts; i++ {
			wide = wide[:0]
			for _, g := range j.set.set(&j.set.docs[rows[i]]) {
				wide = append(wide, spread(uint64(g)))
			}
			text.Sign(&sig, wide)
			for b := range hardBands {
				h := uint64(b)
				for _, v := range sig[b*hardRows : (b+1)*hardRows] {
					h = spread(h ^ uint64(v))
				}
				sigs[i][b] = h
			}
		}
	})
	found := make([][]pair, hardBands)
	j.each(hardBands, func(b int) {
		order := make([]banded, len(rows))
		for i := range rows {
			order[i] = banded{sigs[i][b], rows[i]}
		}
		slices.SortFunc(order, func(x, y banded) int { return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.row, y.row)) })
		for i := range order {
			for k := i - 1; k >= max(0, i-hardPartners) && order[k].hash == order[i].hash; k-- {
				x, y := order[k].row, order[i].row
				sx, sy := int(j.set.docs[x].size), int(j.set.docs[y].size)
				if !j.long(min(sx, sy), max(sx, sy)) {
					continue
				}
				if p, ok := j.verify(x, y, ceil(j.t/(1+j.t)*float64(sx+sy))); ok {
					found[b] = append(found[b], p)
				}
			}
		}
	})
	return slices.Concat(found...)
}
