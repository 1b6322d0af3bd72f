package coverage

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"seedbed.dev/seedbed/internal/stats"
)

// normalAbove returns P(Z ≥ z) of a standard normal.
func normalAbove(z float64) float64 { return .5 * math.Erfc(z/math.Sqrt2) }

// normalTwoSided returns P(|Z| ≥ |z|).
func normalTwoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// normalQuantile returns the z with P(|Z| ≤ z) = level.
func normalQuantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }

// chiSquareAbove returns P(X ≥ x) of a chi-squared with df degrees of freedom.
func chiSquareAbove(x float64, df int) float64 {
	if df <= 0 || !(x > 0) {
		return 1
	}
	return mathext.GammaIncRegComp(float64(df)/2, x/2)
}

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
	return stats.Between(value, math.Min(low, value), math.Max(high, value), level, "noncentral χ² (Smithson)", n), chiSquareAbove(chi, df)
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

// above returns the probability that a value of x is above one of y, ties counted
// half (the area under the ROC curve; Mann and Whitney 1947), with the interval of
// DeLong and others (1988) on the scale of logits.
func above(x, y []float64, level float64) stats.Estimate {
	if len(x) < 2 || len(y) < 2 {
		return stats.Undefined("there are fewer than two values on one side")
	}
	x, y = slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y))
	// Placements: of each value, the share of the other side below it.
	place := func(of, among []float64) []float64 {
		out := make([]float64, len(of))
		below, upTo := 0, 0
		for i, v := range of {
			for below < len(among) && cmp.Less(among[below], v) {
				below++
			}
			for upTo < len(among) && !cmp.Less(v, among[upTo]) {
				upTo++
			}
			out[i] = float64(below+upTo) / 2 / float64(len(among))
		}
		return out
	}
	mx, vx := meanVariance(place(x, y))
	_, vy := meanVariance(place(y, x))
	se := math.Sqrt(vx/float64(len(x)) + vy/float64(len(y)))
	n := len(x) + len(y)
	if mx <= 0 || mx >= 1 || se == 0 {
		e := stats.Exact(mx, n)
		e.NoInterval = "the two sides do not overlap, or are all the same, which does not show how values vary"
		return e
	}
	logit, half := math.Log(mx/(1-mx)), normalQuantile(level)*se/(mx*(1-mx))
	inverse := func(v float64) float64 { return 1 / (1 + math.Exp(-v)) }
	return stats.Between(mx, inverse(logit-half), inverse(logit+half), level, "DeLong, on logits", n)
}

// rankSum returns the two-sided p-value of the Mann–Whitney test (1947) by the normal
// approximation with ties.
func rankSum(x, y []float64) float64 {
	if len(x) == 0 || len(y) == 0 {
		return 1
	}
	type ranked struct {
		v   float64
		inX bool
	}
	all := make([]ranked, 0, len(x)+len(y))
	for _, v := range x {
		all = append(all, ranked{v, true})
	}
	for _, v := range y {
		all = append(all, ranked{v, false})
	}
	slices.SortFunc(all, func(a, b ranked) int { return cmp.Compare(a.v, b.v) })
	var sum, ties float64
	for i := 0; i < len(all); {
		j, inX := i, 0
		for ; j < len(all) && all[j].v == all[i].v; j++ {
			if all[j].inX {
				inX++
			}
		}
		t := float64(j - i)
		sum += float64(inX) * (float64(i+j) + 1) / 2
		ties += t*t*t - t
		i = j
	}
	a, b, n := float64(len(x)), float64(len(y)), float64(len(all))
	variance := a * b / 12 * ((n + 1) - ties/(n*(n-1)))
	if !(variance > 0) {
		return 1
	}
	d := math.Max(0, math.Abs(sum-a*(n+1)/2)-.5)
	return normalTwoSided(d / math.Sqrt(variance))
}

// meanVariance returns the mean of values and their variance with n − 1.
func meanVariance(values []float64) (mean, variance float64) {
	if len(values) == 0 {
		return 0, 0
	}
	for _, v := range values {
		mean += v
	}
	mean /= float64(len(values))
	if len(values) < 2 {
		return mean, 0
	}
	for _, v := range values {
		variance += (v - mean) * (v - mean)
	}
	return mean, variance / float64(len(values)-1)
}
