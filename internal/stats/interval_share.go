package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// The names of methods that guarantee their level: they cover at least as often
// as they say, and with small counts a good deal oftener.
const (
	methodExact   = "Clopper–Pearson, guaranteed at least"
	methodMidP    = "mid-p"
	fewForMidP    = 8 // counts up to which Share takes the guaranteed interval
	noRowsForThis = "there are no rows"
)

// Share returns the share k/n with a two-sided interval at a level in (0, 1).
//
// With 9 or more rows on either side, the interval is that of the mid-p test
// (Lancaster 1961; Berry and Armitage 1995), which at 95 % covers 93.4 to 97.3 %
// for n from 50 to 500. Smaller counts come in steps too coarse for any interval to
// hold a level nearly: there it is Clopper and Pearson's (1934), which covers at
// least as often as it says.
func Share(k, n int, level float64) Estimate {
	if why := checkShare(k, n, level); why != "" {
		return Undefined("%s", why)
	}
	if min(k, n-k) <= fewForMidP {
		return ClopperPearson(k, n, level)
	}
	tail, share := (1-level)/2, float64(k)/float64(n)
	at := func(p float64) float64 { return math.Exp(logBinomial(k, n, p)) / 2 }
	low := root(0, share, func(p float64) float64 { return binomialAtLeast(k, n, p) - at(p) - tail })
	high := root(share, 1, func(p float64) float64 { return tail - binomialAtMost(k, n, p) + at(p) })
	return Between(share, low, high, level, methodMidP, n)
}

// ClopperPearson returns the share k/n with the exact two-sided interval of
// Clopper and Pearson (1934): it covers at least as often as its level says.
func ClopperPearson(k, n int, level float64) Estimate {
	if why := checkShare(k, n, level); why != "" {
		return Undefined("%s", why)
	}
	tail := (1 - level) / 2
	return Between(float64(k)/float64(n), exactLower(k, n, tail), exactUpper(k, n, tail), level, methodExact, n)
}

// ShareAtMost returns the share k/n with an exact one-sided upper bound: the true
// share is at most Interval.High, in at least level of all samples. Of 0 in n the
// bound is 1 − (1 − level)^(1/n).
func ShareAtMost(k, n int, level float64) Estimate {
	if why := checkShare(k, n, level); why != "" {
		return Undefined("%s", why)
	}
	return Between(float64(k)/float64(n), 0, exactUpper(k, n, 1-level), level, methodExact+", one-sided", n)
}

// ShareAtLeast returns the share k/n with an exact one-sided lower bound in
// Interval.Low.
func ShareAtLeast(k, n int, level float64) Estimate {
	if why := checkShare(k, n, level); why != "" {
		return Undefined("%s", why)
	}
	return Between(float64(k)/float64(n), exactLower(k, n, 1-level), 1, level, methodExact+", one-sided", n)
}

// exactUpper returns the p with P(X <= k) = tail.
func exactUpper(k, n int, tail float64) float64 {
	switch {
	case k >= n:
		return 1
	case k == 0:
		return -math.Expm1(math.Log(tail) / float64(n))
	}
	return mathext.InvRegIncBeta(float64(k+1), float64(n-k), 1-tail)
}

// exactLower returns the p with P(X >= k) = tail.
func exactLower(k, n int, tail float64) float64 {
	if k <= 0 {
		return 0
	}
	return 1 - exactUpper(n-k, n, tail)
}

// Wilson returns the share k/n with the score interval of Wilson (1927): a closed
// form, for where an interval is needed millions of times. k and n need not be
// whole, so that weighted counts can have one. At 95 % it covers 93 to 97 % where
// 10 or more are expected on either side, and down to 90 % below.
func Wilson(k, n, level float64) Estimate {
	if !(n > 0) || k < 0 || k > n || math.IsInf(n, 0) {
		return Undefined(noRowsForThis)
	}
	if !validLevel(level) {
		return Undefined("%s", checkShare(0, 1, level))
	}
	c, p := z(level), k/n
	mid := (p + c*c/(2*n)) / (1 + c*c/n)
	half := c / (1 + c*c/n) * math.Sqrt(p*(1-p)/n+c*c/(4*n*n))
	low, high := max(0, mid-half), min(1, mid+half)
	if k == 0 {
		low = 0
	}
	if k == n {
		high = 1
	}
	return Between(p, low, high, level, "Wilson", int(n))
}

// LotShare returns the share k/n of a lot of so many rows, all of which could have
// been drawn, with an exact two-sided interval for the lot's share by inverting
// the hypergeometric distribution. With n = lot the share is known.
func LotShare(k, n, lot int, level float64) Estimate {
	if why := checkShare(k, n, level); why != "" {
		return Undefined("%s", why)
	}
	if lot < n {
		return Undefined("more rows were looked at than the lot has")
	}
	if lot == n {
		return Exact(float64(k)/float64(n), n)
	}
	tail := (1 - level) / 2
	low := float64(lotLower(k, n, lot, tail)) / float64(lot)
	high := float64(lotUpper(k, n, lot, tail)) / float64(lot)
	return Between(float64(k)/float64(n), low, high, level, "hypergeometric, guaranteed at least", n)
}

// LotShareAtMost is LotShare with an upper bound alone.
func LotShareAtMost(k, n, lot int, level float64) Estimate {
	e := LotShare(k, n, lot, level)
	if e.Interval != nil {
		e.Interval.Low, e.Interval.High = 0, float64(lotUpper(k, n, lot, 1-level))/float64(lot)
		e.Interval.Method += ", one-sided"
	}
	return e
}

// lotUpper returns the most defects in the lot with which k or fewer in n still
// have a probability over tail.
func lotUpper(k, n, lot int, tail float64) int {
	lo, hi := k, lot-(n-k)
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if hypergeometricAtMost(k, n, mid, lot) > tail {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// lotLower is lotUpper of the rows that have no defect.
func lotLower(k, n, lot int, tail float64) int { return lot - lotUpper(n-k, n, lot, tail) }

// hypergeometricAtMost returns the probability of k or fewer defects among n rows
// drawn from a lot that has so many.
func hypergeometricAtMost(k, n, defects, lot int) float64 {
	first, last := max(0, n-(lot-defects)), min(n, defects)
	switch {
	case k >= last:
		return 1
	case k < first:
		return 0
	}
	// The sum from k down falls off, so it is taken relative to its first term.
	sum, term := 0.0, 1.0
	for x := k; x >= first; x-- {
		sum += term
		term *= float64(x) * float64(lot-defects-n+x) / (float64(defects-x+1) * float64(n-x+1))
		if term < sum*1e-17 && float64(x) < float64(n)*float64(defects)/float64(lot) {
			break
		}
	}
	return min(1, math.Exp(math.Log(sum)+logHypergeometric(k, n, defects, lot)))
}

// logHypergeometric returns ln P(X = k).
func logHypergeometric(k, n, defects, lot int) float64 {
	return logChoose(defects, k) + logChoose(lot-defects, n-k) - logChoose(lot, n)
}
