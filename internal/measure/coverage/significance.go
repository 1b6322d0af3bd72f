package coverage

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"seedbed.dev/seedbed/internal/stats"
)

// noncentralBelow returns P(X ≤ x) of a noncentral chi-squared: the Poisson mixture
// of central ones (Patnaik 1949), from its middle outwards.
func noncentralBelow(x float64, df int, lambda float64) float64 {
	term := func(j float64) float64 {
		lg, _ := math.Lgamma(j + 1)
		w := math.Exp(-lambda/2 + j*math.Log(lambda/2) - lg)
		return w * mathext.GammaIncReg(float64(df)/2+j, x/2)
	}
	if lambda <= 0 {
		return mathext.GammaIncReg(float64(df)/2, x/2)
	}
	mid, sum := math.Floor(lambda/2), 0.0
	span := 12*math.Sqrt(lambda/2) + 30
	for j := mid; j >= 0 && j > mid-span; j-- {
		sum += term(j)
	}
	for j := mid + 1; j < mid+span; j++ {
		sum += term(j)
	}
	return math.Min(1, sum)
}

// noncentrality returns the λ with P(X ≤ x) = p, 0 where there is none.
func noncentrality(x float64, df int, p float64) float64 {
	if noncentralBelow(x, df, 0) <= p {
		return 0
	}
	lo, hi := 0.0, x+10
	for noncentralBelow(x, df, hi) > p {
		hi *= 2
	}
	for range 60 {
		mid := (lo + hi) / 2
		if noncentralBelow(x, df, mid) > p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// cramerV returns how closely two columns go together, 0 to 1: Cramér's V (1946)
// with χ² less its degrees of freedom, so that it is near 0 for columns that are
// independent, and the interval by inverting the noncentral χ² (Smithson 2003); and
// the p-value of χ².
func cramerV(table [][]int, level float64) (v stats.Estimate, p float64) {
	table = dense(table)
	if len(table) < 2 || len(table[0]) < 2 {
		return stats.Undefined("there is one value alone on one side"), 1
	}
	chi, n := chiSquare(table)
	df := (len(table) - 1) * (len(table[0]) - 1)
	scale := float64(n * (min(len(table), len(table[0])) - 1))
	of := func(lambda float64) float64 { return math.Min(1, math.Sqrt(math.Max(0, lambda)/scale)) }
	value := of(chi - float64(df))
	if chi > 1e5 {
		e := stats.Exact(value, n)
		e.NoInterval = "the columns go together so closely that χ² has no usable interval"
		return e, 0
	}
	low := of(noncentrality(chi, df, 1-(1-level)/2))
	high := of(noncentrality(chi, df, (1-level)/2))
	return stats.Between(value, math.Min(low, value), math.Max(high, value), level, "noncentral χ² (Smithson)", n), stats.ChiSquareAbove(chi, df)
}

// dense leaves out rows and columns of a table that are all 0.
func dense(table [][]int) [][]int {
	var columns []int
	for c := range len(first(table)) {
		if slices.ContainsFunc(table, func(r []int) bool { return r[c] > 0 }) {
			columns = append(columns, c)
		}
	}
	var out [][]int
	for _, r := range table {
		var row []int
		sum := 0
		for _, c := range columns {
			row = append(row, r[c])
			sum += r[c]
		}
		if sum > 0 {
			out = append(out, row)
		}
	}
	return out
}

func first(table [][]int) []int {
	if len(table) == 0 {
		return nil
	}
	return table[0]
}

// chiSquare returns Pearson's χ² (1900) of a table without empty rows or columns.
func chiSquare(table [][]int) (chi float64, n int) {
	columns := make([]int, len(table[0]))
	for _, r := range table {
		for c, k := range r {
			columns[c] += k
			n += k
		}
	}
	for _, r := range table {
		sum := 0
		for _, k := range r {
			sum += k
		}
		for c, k := range r {
			expected := float64(sum) * float64(columns[c]) / float64(n)
			d := float64(k) - expected
			chi += d * d / expected
		}
	}
	return chi, n
}

// atMost returns P(X ≤ k), X how many of a rows fall among b of n: the lower tail of
// the hypergeometric distribution.
func atMost(k, a, b, n int) float64 {
	lowest := max(0, a+b-n)
	if k < lowest {
		return 0
	}
	if float64(k) >= float64(a)*float64(b)/float64(n) {
		return 1 // at or above what is expected: of no interest here
	}
	term := math.Exp(logChoose(b, k) + logChoose(n-b, a-k) - logChoose(n, a))
	sum := 0.0
	for x := k; x >= lowest; x-- {
		sum += term
		term *= float64(x) * float64(n-b-a+x) / (float64(b-x+1) * float64(a-x+1))
		if term < 1e-17*sum {
			break
		}
	}
	return math.Min(1, sum)
}

func logChoose(n, k int) float64 {
	if k < 0 || k > n {
		return math.Inf(-1)
	}
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
