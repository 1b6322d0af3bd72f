package stats

import (
	"math"
	"math/rand/v2"
)

// PermutationTest is the result of a permutation test of two sets of scores.
type PermutationTest struct {
	P     float64 `json:"p"`     // two-sided, over 0
	Exact bool    `json:"exact"` // all arrangements were gone through
	// Extreme of Arrangements were as far apart as what was seen, or farther; where
	// not Exact, of those drawn, and P counts what was seen as one of them.
	Extreme      int `json:"extreme"`
	Arrangements int `json:"arrangements"`
}

// mostExact is up to how many arrangements are gone through one by one.
const mostExact = 1 << 20

// permuteCost bounds the numbers that are shuffled in all: with very many scores,
// fewer shuffles are drawn, 1,000 at the least.
const permuteCost = 500_000_000

// PermuteUnpaired tests whether two separate samples have the same mean, by how
// often scores dealt out at random are as far apart (Fisher 1935; Phipson and Smyth
// 2010 for drawn ones). Where there are a million arrangements or fewer, all are
// gone through. An empty sample, or scores that are all the same, give 1.
func PermuteUnpaired(x, y []float64, draws int, seed uint64) PermutationTest {
	if len(x) == 0 || len(y) == 0 {
		return PermutationTest{P: 1}
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	all := make([]float64, 0, len(x)+len(y))
	all = append(append(all, x...), y...)
	total, seen := 0.0, 0.0
	for _, v := range all {
		total += v
	}
	for _, v := range x {
		seen += v
	}
	// The difference of means is linear in the sum of the smaller sample.
	center := total * float64(len(x)) / float64(len(all))
	limit := almost(math.Abs(seen-center), all)
	if arrangements := chooseUpTo(len(all), len(x), mostExact); arrangements <= mostExact {
		extreme := countSubsets(all, len(x), center, limit)
		return PermutationTest{P: float64(extreme) / float64(arrangements), Exact: true, Extreme: extreme, Arrangements: arrangements}
	}
	draws = max(1000, min(draws, permuteCost/len(all)))
	hits := make([]bool, draws)
	parallel(draws, func() func(int) {
		own, source := make([]float64, len(all)), rand.NewPCG(0, 0)
		rng := rand.New(source)
		return func(i int) {
			source.Seed(mix(seed, uint64(i)))
			hits[i] = math.Abs(dealt(rng, all, own, len(x))-center) >= limit
		}
	})
	return permutation(hits)
}

// PermutePaired tests whether paired scores differ in mean, by flipping the signs
// of their differences; all flips are gone through for 20 pairs or fewer that
// differ. Pairs without a difference change nothing.
func PermutePaired(differences []float64, draws int, seed uint64) PermutationTest {
	var d []float64
	seen := 0.0
	for _, v := range differences {
		if v != 0 && !notFinite(v) {
			d = append(d, v)
			seen += v
		}
	}
	if len(d) == 0 {
		return PermutationTest{P: 1}
	}
	limit := almost(math.Abs(seen), d)
	if len(d) <= 20 {
		extreme := countSigns(d, limit)
		return PermutationTest{P: float64(extreme) / float64(int(1)<<len(d)), Exact: true, Extreme: extreme, Arrangements: 1 << len(d)}
	}
	draws = max(1000, min(draws, permuteCost/len(d)))
	hits := make([]bool, draws)
	parallel(draws, func() func(int) {
		source := rand.NewPCG(0, 0)
		return func(i int) {
			source.Seed(mix(seed, uint64(i)))
			sum, bits := 0.0, uint64(0)
			for j, v := range d {
				if j%64 == 0 {
					bits = source.Uint64()
				}
				if bits&1 == 0 {
					v = -v
				}
				bits >>= 1
				sum += v
			}
			hits[i] = math.Abs(sum) >= limit
		}
	})
	return permutation(hits)
}

// dealt returns the sum of k of the values, drawn without replacement; own is room
// for as many. Where they are too many for the cache, they are gone through in order
// (selection sampling, Knuth 1969, algorithm 3.4.2S) instead of shuffled.
func dealt(rng *rand.Rand, values, own []float64, k int) float64 {
	sum := 0.0
	if len(values) > 50_000 {
		for j, v := range values {
			if rng.Uint64N(uint64(len(values)-j)) < uint64(k) {
				sum += v
				k--
			}
		}
		return sum
	}
	copy(own, values)
	for j := range k {
		at := j + int(rng.Uint64N(uint64(len(own)-j)))
		own[j], own[at] = own[at], own[j]
		sum += own[j]
	}
	return sum
}

func permutation(hits []bool) PermutationTest {
	t := PermutationTest{Arrangements: len(hits)}
	for _, h := range hits {
		if h {
			t.Extreme++
		}
	}
	t.P = float64(t.Extreme+1) / float64(len(hits)+1)
	return t
}

// almost lowers a sum by what rounding may have added to one of such values, so
// that arrangements that are the same but for rounding count.
func almost(sum float64, values []float64) float64 {
	size := 0.0
	for _, v := range values {
		size += math.Abs(v)
	}
	return sum - 1e-12*size
}

// chooseUpTo returns n over k, or most+1 where it is more than most.
func chooseUpTo(n, k, most int) int {
	c := 1
	for i := 1; i <= k; i++ {
		if c > (most*i)/(n-k+i)+1 {
			return most + 1
		}
		c = c * (n - k + i) / i
	}
	return min(c, most+1)
}

// countSubsets counts the subsets of k values whose sum is limit or more away from
// center.
func countSubsets(values []float64, k int, center, limit float64) int {
	count := 0
	var pick func(from, left int, sum float64)
	pick = func(from, left int, sum float64) {
		if left == 0 {
			if math.Abs(sum-center) >= limit {
				count++
			}
			return
		}
		for i := from; i <= len(values)-left; i++ {
			pick(i+1, left-1, sum+values[i])
		}
	}
	pick(0, k, 0)
	return count
}

// countSigns counts the choices of signs whose sum is limit or more away from 0, in
// the order of a Gray code: one flip each.
func countSigns(d []float64, limit float64) int {
	n := uint64(1) << len(d)
	signs := make([]float64, len(d))
	for i := range signs {
		signs[i] = 1
	}
	count := 0
	for i := range n {
		if i > 0 {
			bit := 0
			for i>>bit&1 == 0 {
				bit++
			}
			signs[bit] = -signs[bit]
		}
		sum := 0.0 // added up anew: rounding must not pile up
		for j, v := range d {
			sum += signs[j] * v
		}
		if math.Abs(sum) >= limit {
			count++
		}
	}
	return count
}
