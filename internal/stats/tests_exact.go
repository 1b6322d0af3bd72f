package stats

import "math"

// BinomialTest returns the exact two-sided p-value of k successes in n under a
// true share of p: the probability of all outcomes that are no likelier than k.
// It is 1 where nothing was seen, or where p is not in [0, 1].
func BinomialTest(k, n int, p float64) float64 {
	if n <= 0 || k < 0 || k > n || !(p >= 0 && p <= 1) {
		return 1
	}
	mode := min(n, int(float64(n+1)*p))
	if k == mode {
		return 1
	}
	seen := logBinomial(k, n, p)
	if math.IsInf(seen, -1) {
		return 0 // p is 0 or 1, and what was seen cannot be
	}
	likely := seen + 1e-7 // what differs by rounding alone is as likely
	if k < mode {
		// The outcomes above the mode that are no likelier begin at the first.
		first := searchInt(mode, n+1, func(j int) bool { return logBinomial(j, n, p) <= likely })
		return min(1, binomialAtMost(k, n, p)+binomialAtLeast(first, n, p))
	}
	last := mode - searchInt(0, mode+1, func(j int) bool { return logBinomial(mode-j, n, p) <= likely })
	return min(1, binomialAtLeast(k, n, p)+binomialAtMost(last, n, p))
}

// BinomialAbove returns the exact one-sided p-value P(X >= k) of k successes in n
// under a true share of p.
func BinomialAbove(k, n int, p float64) float64 {
	if n <= 0 || k < 0 || k > n || !(p >= 0 && p <= 1) {
		return 1
	}
	return binomialAtLeast(k, n, p)
}

// searchInt returns the first of lo to hi−1 that is true, or hi; once true, the
// rest are.
func searchInt(lo, hi int, ok func(int) bool) int {
	for lo < hi {
		mid := lo + (hi-lo)/2
		if ok(mid) {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// SignTest returns the exact two-sided p-value of the sign test: wins against
// losses, ties left out.
func SignTest(wins, losses int) float64 { return BinomialTest(wins, wins+losses, .5) }

// FisherExact returns the two-sided p-value of Fisher's exact test (1935) of the
// table
//
//	a b
//	c d
//
// the probability of all tables with its margins that are no likelier. Counts
// below 0 count as 0. It allocates nothing and takes time in proportion to the
// spread of the distribution: under a microsecond for tables of a few hundred.
func FisherExact(a, b, c, d int) float64 {
	a, b, c, d = max(0, a), max(0, b), max(0, c), max(0, d)
	row, col, total := a+b, a+c, a+b+c+d
	first, last := max(0, row+col-total), min(row, col)
	if first == last {
		return 1
	}
	// Weights are relative to that of the mode; up takes one from x to x+1.
	r, cl, rest := float64(row), float64(col), float64(total-row-col)
	up := func(x float64) float64 { return (r - x) * (cl - x) / ((x + 1) * (rest + x + 1)) }
	mode := min(last, max(first, int((r+1)*(cl+1)/float64(total+2))))
	seen := 1.0
	for x := mode; x < a && seen > 0; x++ {
		seen *= up(float64(x))
	}
	for x := mode; x > a && seen > 0; x-- {
		seen /= up(float64(x - 1))
	}
	if seen < 1e-280 {
		return fisherFar(a, row, col, total, first, last)
	}
	limit := seen * (1 + 1e-7)
	var all, unlikely float64
	add := func(w float64) {
		all += w
		if w <= limit {
			unlikely += w
		}
	}
	w := 1.0
	for x := mode; x <= last && (w > 1e-18*all || w > 1e-18*seen); x++ {
		add(w)
		w *= up(float64(x))
	}
	w = 1.0
	for x := mode - 1; x >= first; x-- {
		w /= up(float64(x))
		if w <= 1e-18*all && w <= 1e-18*seen {
			break
		}
		add(w)
	}
	return min(1, unlikely/all)
}

// fisherFar is FisherExact for a table so unlikely that its weight against the
// mode's is no number: in logarithms, over the tables that count.
func fisherFar(a, row, col, total, first, last int) float64 {
	log := func(x int) float64 { return logHypergeometric(x, col, row, total) }
	seen := log(a)
	sum := 0.0
	tail := func(x, step int) {
		for ; x >= first && x <= last; x += step {
			w := math.Exp(log(x) - seen)
			sum += w
			if w < 1e-18*sum {
				return
			}
		}
	}
	mode := min(last, max(first, int(float64(row+1)*float64(col+1)/float64(total+2))))
	if a > mode {
		tail(a, 1)
		other := searchInt(0, mode-first+1, func(j int) bool { return log(mode-j) <= seen+1e-7 })
		tail(mode-other, -1)
	} else {
		tail(a, -1)
		tail(searchInt(mode, last+1, func(j int) bool { return log(j) <= seen+1e-7 }), 1)
	}
	return max(math.SmallestNonzeroFloat64, min(1, math.Exp(seen+math.Log(sum))))
}

// MutualInformation returns the mutual information, in bits, of the two sides of
// the table a b / c d: how much knowing the row tells of the column. It is 0 for
// an empty table.
func MutualInformation(a, b, c, d int) float64 {
	n := float64(a + b + c + d)
	part := func(cell, row, col int) float64 {
		if cell <= 0 {
			return 0
		}
		x := float64(cell)
		return x / n * math.Log2(x*n/(float64(row)*float64(col)))
	}
	return max(0, part(a, a+b, a+c)+part(b, a+b, b+d)+part(c, c+d, a+c)+part(d, c+d, b+d))
}
