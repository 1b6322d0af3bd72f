package coverage

import (
	"math"
	"math/rand/v2"
	"slices"

	"seedbed.dev/seedbed/internal/stats"
)

// bucketBits is the logarithm of how many buckets words and pairs of words are hashed
// into; two that share one are rare enough not to show.
const bucketBits = 18

const buckets = 1 << bucketBits

// pairOf joins the hashes of two neighbouring words.
func pairOf(a, b uint32) uint32 { return (a*0x9e3779b1 ^ b) * 0x85ebca77 }

// vectors are the rows of groups as sets of words and pairs of words.
type vectors struct {
	groups []*group
	words  int // to which each row is cut
	idf    []float32
	rows   [][][]uint32 // buckets of each group's rows, each once
	sum    []float64    // scratch of alike
	stamp  []int32      // scratch of distinct
}

func newVectors(groups []*group, words int) *vectors {
	v := &vectors{groups: groups, words: words, sum: make([]float64, buckets)}
	df := make([]int32, buckets)
	n := 0
	x := newFeaturer()
	for _, g := range groups {
		all := make([][]uint32, 0, len(g.rows))
		for _, k := range g.rows {
			f := x.features(k.words[:min(len(k.words), words)], g.own)
			for _, at := range f {
				df[at]++
			}
			all = append(all, f)
		}
		n += len(g.rows)
		v.rows = append(v.rows, all)
	}
	v.idf = make([]float32, buckets)
	for at, d := range df {
		if d > 0 {
			v.idf[at] = float32(math.Log(float64(n) / float64(d)))
		}
	}
	return v
}

// featurer makes features; it remembers the row in which it last met each bucket.
type featurer struct {
	last []int32
	row  int32
}

func newFeaturer() *featurer { return &featurer{last: make([]int32, buckets)} }

// features returns the buckets of words and pairs of words, each once, in the order
// in which they come; those of the group's own name are left out.
func (x *featurer) features(words, own []uint32) []uint32 {
	x.row++
	out := make([]uint32, 0, 2*len(words))
	put := func(hash uint32) {
		at := hash >> (32 - bucketBits)
		if x.last[at] != x.row {
			x.last[at] = x.row
			out = append(out, at)
		}
	}
	before := false
	for i, w := range words {
		if slices.Contains(own, w) {
			before = false
			continue
		}
		put(w)
		if before {
			put(pairOf(words[i-1], w))
		}
		before = true
	}
	return out
}

// alike returns the mean cosine of two rows of a group, its standard error, and each
// row's mean cosine with the others.
func (v *vectors) alike(i int) (mean, se float64, typical []float64) {
	rows := v.rows[i]
	n := len(rows)
	length := make([]float64, n)
	for r, f := range rows {
		for _, at := range f {
			w := float64(v.idf[at])
			length[r] += w * w
		}
		if length[r] = math.Sqrt(length[r]); length[r] == 0 {
			continue
		}
		for _, at := range f {
			v.sum[at] += float64(v.idf[at]) / length[r]
		}
	}
	typical = make([]float64, n)
	for r, f := range rows {
		if length[r] == 0 {
			continue // nothing that tells it from any other row
		}
		dot := 0.0
		for _, at := range f {
			dot += float64(v.idf[at]) / length[r] * v.sum[at]
		}
		typical[r] = math.Max(0, dot-1) / float64(n-1)
	}
	for _, f := range rows {
		for _, at := range f {
			v.sum[at] = 0
		}
	}
	mean, variance := stats.MeanVariance(typical)
	return mean, 2 * math.Sqrt(variance/float64(n)), typical
}

// Bounds on the pairs of words at which distinct ones are counted.
const (
	mostPairs = 2000
	orders    = 16
)

// budget is how many pairs of words the group with the fewest has, mostPairs at the
// most.
func (v *vectors) budget() int {
	least := mostPairs
	for _, g := range v.groups {
		n := 0
		for _, k := range g.rows {
			n += max(0, min(len(k.words), v.words)-1)
		}
		least = min(least, n)
	}
	return least
}

// distinct returns the share of distinct pairs of words among so many, in the mean
// over some random orders of a group's rows.
func (v *vectors) distinct(i, budget int, seed uint64) float64 {
	if budget == 0 {
		return 0
	}
	if v.stamp == nil {
		v.stamp = make([]int32, buckets)
	}
	rows := slices.Clone(v.groups[i].rows)
	rng := rand.New(rand.NewPCG(seed, uint64(i)))
	total := 0
	clear(v.stamp)
	for o := range int32(orders) {
		left := budget
		for at := 0; at < len(rows) && left > 0; at++ {
			next := at + rng.IntN(len(rows)-at)
			rows[at], rows[next] = rows[next], rows[at]
			words := rows[at].words[:min(len(rows[at].words), v.words)]
			for w := 1; w < len(words) && left > 0; w++ {
				left--
				if at := pairOf(words[w-1], words[w]) >> (32 - bucketBits); v.stamp[at] != o+1 {
					v.stamp[at] = o + 1
					total++
				}
			}
		}
	}
	return float64(total) / float64(orders*budget)
}

// mixed is the finaliser of splitmix64 (Steele and others 2014).
func mixed(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
