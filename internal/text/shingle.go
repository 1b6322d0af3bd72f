package text

import (
	"slices"

	"github.com/zeebo/xxh3"
)

// Shingles returns the hashes (xxh3) of the runs of n neighbouring words of
// NormalizeWords(s), sorted, each once. A text of fewer than n words has one
// shingle, all of it; a text without words has none. n below 1 is taken as 1.
func Shingles(s string, n int) []uint64 {
	var sh Shingler
	return slices.Clone(sh.Shingles(s, n))
}

// Shingler makes shingles again and again without new memory. The zero value is
// ready; it is for one goroutine at a time.
type Shingler struct {
	norm   []byte
	starts []int
	out    []uint64
}

// Shingles is the function Shingles; the result is good until the next call.
func (sh *Shingler) Shingles(s string, n int) []uint64 {
	n = max(n, 1)
	sh.norm = AppendNormalWords(sh.norm[:0], s)
	sh.starts, sh.out = sh.starts[:0], sh.out[:0]
	if len(sh.norm) == 0 {
		return nil
	}
	sh.starts = append(sh.starts, 0)
	for i, c := range sh.norm {
		if c == ' ' {
			sh.starts = append(sh.starts, i+1)
		}
	}
	if len(sh.starts) <= n {
		sh.out = append(sh.out, xxh3.Hash(sh.norm))
		return sh.out
	}
	for i := 0; i+n <= len(sh.starts); i++ {
		end := len(sh.norm)
		if i+n < len(sh.starts) {
			end = sh.starts[i+n] - 1
		}
		sh.out = append(sh.out, xxh3.Hash(sh.norm[sh.starts[i]:end]))
	}
	slices.Sort(sh.out)
	sh.out = slices.Compact(sh.out)
	return sh.out
}

// Jaccard returns |a ∩ b| / |a ∪ b| of two sorted sets without repetitions
// (Jaccard 1901), in [0, 1]; 1 where both are empty.
func Jaccard[T uint32 | uint64](a, b []T) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
