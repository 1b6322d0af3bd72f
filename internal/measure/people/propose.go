package people

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"

	"seedbed.dev/seedbed"
)

// Candidate is a row that people could be asked to rate.
type Candidate struct {
	Row seedbed.ID
	// Error is how far the judge is likely to be off on it: the root of the expected
	// squared difference from what people would say. See ExpectedError.
	Error float64
}

// Proposal is a row that people are to rate, with the probability with which it was
// drawn: the Share of their votes.
type Proposal struct {
	Row   seedbed.ID
	Share float64
}

// even is how much of the draw is shared out evenly: no row has less than this part of
// the probability that it would have in a plain random sample, and no weight is more
// than one over it as large. The estimate stays unbiased whatever the expected errors
// are; where they are wrong altogether, its variance is 1 ÷ even times that of a plain
// sample at the most.
const even = .3

// Propose draws about n rows (one more or less, where probabilities do not add up to a
// whole number) such that the corrected rate, weighted by 1 ÷ Share, gets the narrowest
// interval: with probabilities in proportion to the judge's expected errors, which is
// what minimises the variance of a difference estimator (Särndal, Swensson and Wretman
// 1992, section 12.2; Zrnic and Candès 2024, "Active statistical inference", section 4),
// mixed with an even part. The draw is systematic in an order of keyed hashes of row ids
// (Madow 1949), so that the probabilities are exact, and neither the order of rows nor
// anything but the seed decides.
//
// Errors that are not numbers from 0 count as the mean of the others; where there are
// none above 0, the draw is even. With n rows or fewer all are given, with Share 1.
// Proposals come in the order in which they are drawn.
func Propose(rows []Candidate, n int, seed uint64) []Proposal {
	n = max(0, min(n, len(rows)))
	if n == 0 {
		return nil
	}
	order := hashed(rows, seed)
	share := shares(rows, n)
	var out []Proposal
	next := start(seed)
	sum := 0.
	for _, at := range order {
		sum += share[at]
		if sum > next || share[at] == 1 { // a certain row always takes a place
			out = append(out, Proposal{rows[at].Row, share[at]})
			next++
		}
	}
	return out
}

// shares are the probabilities: n in all, each at most 1.
func shares(rows []Candidate, n int) []float64 {
	errors := make([]float64, len(rows))
	total, known := 0., 0
	for i := range rows {
		if e := rows[i].Error; e >= 0 && !math.IsInf(e, 0) {
			errors[i] = e
			total += e
			known++
		} else {
			errors[i] = math.NaN()
		}
	}
	mean := 0.
	if known > 0 {
		mean = total / float64(known)
	}
	out := make([]float64, len(rows))
	if n == 0 {
		return out
	}
	for i := range out {
		if out[i] = 1; mean > 0 && !math.IsInf(total, 0) {
			e := errors[i]
			if math.IsNaN(e) {
				e = mean
			}
			out[i] = even + (1-even)*e/mean
		}
	}
	return capped(out, n)
}

// capped scales weights to add up to n; what would be over 1 is 1, and the others share
// the rest.
func capped(w []float64, n int) []float64 {
	certain := 0
	full := make([]bool, len(w))
	for {
		total := 0.
		for i, x := range w {
			if !full[i] {
				total += x
			}
		}
		scale, more := float64(n-certain)/total, false
		for i, x := range w {
			if !full[i] && x*scale >= 1 {
				full[i], more = true, true
				certain++
			}
		}
		if more && certain < n && certain < len(w) {
			continue
		}
		for i := range w {
			if w[i] *= scale; full[i] || w[i] > 1 {
				w[i] = 1
			}
		}
		return w
	}
}

// hashed is the order of the rows' keyed hashes.
func hashed(rows []Candidate, seed uint64) []int {
	type keyed struct {
		hash uint64
		at   int
	}
	keys := make([]keyed, len(rows))
	for i := range rows {
		keys[i] = keyed{hashOf(seed, rows[i].Row[:]), i}
	}
	slices.SortFunc(keys, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), bytes.Compare(rows[a.at].Row[:], rows[b.at].Row[:]), cmp.Compare(a.at, b.at))
	})
	out := make([]int, len(keys))
	for i := range keys {
		out[i] = keys[i].at
	}
	return out
}

func hashOf(seed uint64, id []byte) uint64 {
	var b [40]byte
	binary.LittleEndian.PutUint64(b[:], seed)
	n := copy(b[8:], id)
	h := sha256.Sum256(b[:8+n])
	return binary.LittleEndian.Uint64(h[:])
}

// start is where in [0, 1) a systematic draw begins.
func start(seed uint64) float64 {
	return float64(hashOf(seed, []byte("start"))>>11) / (1 << 53)
}
