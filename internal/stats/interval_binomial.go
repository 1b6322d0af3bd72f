package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// z returns the two-sided normal quantile of a level: 1.96 for .95.
func z(level float64) float64 { return NormalQuantile(level) }

// tQuantile returns the two-sided quantile of Student's t with df degrees of
// freedom.
func tQuantile(level, df float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile((1 + level) / 2)
}

// validLevel reports whether level is one that an interval can have.
func validLevel(level float64) bool { return level > 0 && level < 1 }

// checkShare says why k of n at a level has no share; "" where it has one.
func checkShare(k, n int, level float64) string {
	switch {
	case n <= 0:
		return "there are no rows"
	case k < 0 || k > n:
		return "the count is not between 0 and the number of rows"
	case !validLevel(level):
		return "the confidence level is not between 0 and 1"
	}
	return ""
}

// binomialAtLeast returns P(X >= k) for X binomial of n and p, by the incomplete
// beta function.
func binomialAtLeast(k, n int, p float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n:
		return 0
	case p <= 0:
		return 0
	case p >= 1:
		return 1
	}
	return mathext.RegIncBeta(float64(k), float64(n-k+1), p)
}

// binomialAtMost returns P(X <= k).
func binomialAtMost(k, n int, p float64) float64 {
	switch {
	case k >= n:
		return 1
	case k < 0:
		return 0
	case p <= 0:
		return 1
	case p >= 1:
		return 0
	}
	return mathext.RegIncBeta(float64(n-k), float64(k+1), 1-p)
}

// logBinomial returns ln P(X = k); -Inf where that is 0.
func logBinomial(k, n int, p float64) float64 {
	if k < 0 || k > n {
		return math.Inf(-1)
	}
	return logChoose(n, k) + xlogy(float64(k), p) + xlogy(float64(n-k), 1-p)
}

// xlogy is x ln y, and 0 for x = 0.
func xlogy(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(y)
}

// logChoose returns ln of n over k.
func logChoose(n, k int) float64 {
	return lgamma(float64(n)+1) - lgamma(float64(k)+1) - lgamma(float64(n-k)+1)
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// root finds where a function that rises through 0 between lo and hi does so,
// by bisection to the last bit that matters.
func root(lo, hi float64, f func(float64) float64) float64 {
	for range 200 {
		mid := (lo + hi) / 2
		if mid <= lo || mid >= hi || hi-lo < 1e-15*math.Max(1e-300, math.Abs(mid)) {
			break
		}
		if f(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// logIncBeta returns ln of the integral of t^(a−1) (1−t)^(b−1) from 0 to x, or,
// with upper, from x to 1.
func logIncBeta(a, b, x float64, upper bool) float64 {
	whole := lgamma(a) + lgamma(b) - lgamma(a+b)
	if upper {
		a, b, x = b, a, 1-x
	}
	part := mathext.RegIncBeta(a, b, x)
	if part > 1e-280 {
		return whole + math.Log(part)
	}
	// Far out in a tail the share is no number; its logarithm is, by the first terms
	// of the series x^a (1−x)^b / a · Σ (a+b)…(a+b+i−1) / ((a+1)…(a+i)) x^i.
	sum, term := 1.0, 1.0
	for i := 1.0; i < 1e5 && term > 1e-16*sum; i++ {
		term *= x * (a + b + i - 1) / (a + i)
		sum += term
	}
	return a*math.Log(x) + b*math.Log1p(-x) - math.Log(a) + math.Log(sum)
}
