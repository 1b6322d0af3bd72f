package text

import (
	"math"
	"math/bits"
)

// mersenne is 2⁶¹−1, the prime that datasketch computes with.
const mersenne = 1<<61 - 1

// MinHasher makes MinHash signatures (Broder 1997) by the permutations
// h ↦ ((a·h + b) mod 2⁶⁴ mod (2⁶¹−1)) mod 2³², as datasketch has them, so that
// signatures can be compared with those made there from the same a and b.
type MinHasher struct{ a, b []uint64 }

// NewMinHasher returns a MinHasher for the given permutations; a and b are of
// one length, which is that of the signatures.
func NewMinHasher(a, b []uint64) *MinHasher {
	n := min(len(a), len(b))
	return &MinHasher{a[:n:n], b[:n:n]}
}

// Signature returns the signature of a set of hashes; all ones for an empty set.
func (m *MinHasher) Signature(hashes []uint64) []uint64 {
	sig := make([]uint64, len(m.a))
	for i := range sig {
		sig[i] = math.MaxUint32
		for _, h := range hashes {
			v := (m.a[i]*h + m.b[i]) % mersenne & math.MaxUint32
			sig[i] = min(sig[i], v)
		}
	}
	return sig
}

// Permutations is how many permutations the signatures of Sign have.
const Permutations = 128

// Sign writes the MinHash signature of a set of hashes, which should be well
// mixed (Shingles are). The share of equal places of two signatures estimates
// the Jaccard similarity of the sets; the standard error is at most 0.045.
//
// Its permutations are h ↦ the high half of a·(h xor b) for fixed odd a: quicker
// than those of MinHasher, and of use within one program.
func Sign(sig *[Permutations]uint32, hashes []uint64) {
	for i := range sig {
		sig[i] = math.MaxUint32
	}
	for _, h := range hashes {
		for i := range sig {
			v := uint32(((h ^ signSeeds[i].b) * signSeeds[i].a) >> 32)
			if v < sig[i] {
				sig[i] = v
			}
		}
	}
}

type signSeed struct{ a, b uint64 }

// signSeeds come from SplitMix64 (Steele, Lea and Flood 2014), started at 1.
var signSeeds = func() (out [Permutations]signSeed) {
	state := uint64(1)
	next := func() uint64 {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	for i := range out {
		out[i] = signSeed{next() | 1, next()}
	}
	return out
}()

// Bands returns the bands and rows a band with which a locality-sensitive index
// over signatures of so many permutations errs least at a Jaccard threshold:
// the b and r that minimise ½ ∫₀ᵗ 1−(1−sʳ)ᵇ ds + ½ ∫ₜ¹ (1−sʳ)ᵇ ds, the weight of
// false positives and negatives (Zhu et al. 2016, as datasketch computes it: by
// the midpoint rule in steps of .001). b·r is at most permutations.
func Bands(threshold float64, permutations int) (bands, rows int) {
	return bandsWeighted(threshold, permutations, 0.5, 0.001)
}

// bandsWeighted is Bands with the weight of false negatives in [0, 1] given;
// that of false positives is the rest. A high weight finds more, and costs more
// comparisons.
func bandsWeighted(threshold float64, permutations int, missed, step float64) (bands, rows int) {
	best := math.Inf(1)
	for b := 1; b <= permutations; b++ {
		for r := 1; r <= permutations/b; r++ {
			fp := integrate(func(s float64) float64 { return 1 - unseen(s, b, r) }, 0, threshold, step)
			fn := integrate(func(s float64) float64 { return unseen(s, b, r) }, threshold, 1, step)
			if e := (1-missed)*fp + missed*fn; e < best {
				best, bands, rows = e, b, r
			}
		}
	}
	return bands, rows
}

// unseen is the chance that two sets of similarity s share no band.
func unseen(s float64, b, r int) float64 {
	return power(1-power(s, r), b)
}

// power is x to a whole power.
func power(x float64, n int) float64 {
	out := 1.0
	for i := bits.Len(uint(n)) - 1; i >= 0; i-- {
		out *= out
		if n>>i&1 == 1 {
			out *= x
		}
	}
	return out
}

func integrate(f func(float64) float64, from, to, step float64) float64 {
	sum := 0.0
	for x := from; x < to; x += step {
		sum += f(x+step/2) * step
	}
	return sum
}
