package stats

import (
	"cmp"
	"math"
)

// fewForScore is up to how many counts score intervals are not used.
const fewForScore = 4

// ShareDifference returns k1/n1 − k2/n2 of two separate samples, with the score
// interval of Miettinen and Nurminen (1985), which at 95 % covers 93 to 98 % for
// samples of 50 and more. Where both samples together have fewer than 5 rows on
// one side, it is made of two intervals of Clopper and Pearson, and covers at
// least as often as it says.
func ShareDifference(k1, n1, k2, n2 int, level float64) Estimate {
	if why := checkTwo(k1, n1, k2, n2, level); why != "" {
		return Undefined("%s", why)
	}
	d := float64(k1)/float64(n1) - float64(k2)/float64(n2)
	if min(k1+k2, n1-k1+n2-k2) <= fewForScore {
		tail := (1 - math.Sqrt(level)) / 2 // both hold together in level of all samples
		low := exactLower(k1, n1, tail) - exactUpper(k2, n2, tail)
		high := exactUpper(k1, n1, tail) - exactLower(k2, n2, tail)
		return Between(d, low, high, level, "two "+methodExact, n1+n2)
	}
	c2 := z(level)
	c2 *= c2
	outside := func(delta float64) float64 { return scoreDifference(k1, n1, k2, n2, delta) - c2 }
	low := root(-1, d, func(delta float64) float64 { return -outside(delta) })
	high := root(d, 1, outside)
	return Between(d, max(-1, low), min(1, high), level, "Miettinen–Nurminen", n1+n2)
}

// ShareRatio returns (k1/n1) / (k2/n2) of two separate samples, with the score
// interval of Koopman (1984) as Miettinen and Nurminen (1985) correct it.
// Undefined where k2 is 0; without an interval where either count is below 5, of
// which a ratio can be told only roughly.
func ShareRatio(k1, n1, k2, n2 int, level float64) Estimate {
	if why := checkTwo(k1, n1, k2, n2, level); why != "" {
		return Undefined("%s", why)
	}
	if k2 == 0 {
		return Undefined("nothing was counted in the second sample, and there is no ratio to nothing")
	}
	ratio := float64(k1) / float64(n1) / (float64(k2) / float64(n2))
	if min(k1, k2) <= fewForScore {
		return Estimate{Value: ratio, N: n1 + n2, NoInterval: "one of the two counts is below 5: too few for the interval of a ratio; see the difference"}
	}
	c2 := z(level)
	c2 *= c2
	outside := func(logRatio float64) float64 { return scoreRatio(k1, n1, k2, n2, math.Exp(logRatio)) - c2 }
	at := math.Log(ratio)
	low := root(at-40, at, func(l float64) float64 { return -outside(l) })
	high := root(at, at+40, outside)
	return Between(ratio, math.Exp(low), math.Exp(high), level, "Koopman score", n1+n2)
}

// scoreRatio returns the score statistic of the hypothesis that p1/p2 is ratio.
func scoreRatio(k1, n1, k2, n2 int, ratio float64) float64 {
	a, b, x, y := float64(n1), float64(n2), float64(k1), float64(k2)
	qa, qb, qc := (a+b)*ratio, a*ratio+x+b+y*ratio, x+y
	p2 := 2 * qc / (qb + math.Sqrt(max(0, qb*qb-4*qa*qc)))
	p2 = min(p2, 1, 1/ratio)
	p1 := min(1, ratio*p2)
	v := (p1*(1-p1)/a + ratio*ratio*p2*(1-p2)/b) * (a + b) / (a + b - 1)
	d := x/a - ratio*y/b
	if d == 0 {
		return 0
	}
	if v <= 0 {
		return math.Inf(1)
	}
	return d * d / v
}

// PairedShareDifference returns the difference of two shares over the same n
// pairs: (first − second)/n, where first pairs have only the first, second only
// the second, with the score interval of Tango (1998). At 95 % it covers 93 to
// 97.5 % where 10 or more pairs differ; with fewer than 5 there is no interval
// but the one of those pairs themselves.
func PairedShareDifference(first, second, n int, level float64) Estimate {
	if why := checkShare(first+second, n, level); why != "" || first < 0 || second < 0 {
		return Undefined("%s", cmp.Or(why, "a count is below 0"))
	}
	d := float64(first-second) / float64(n)
	if first+second <= fewForScore {
		tail := (1 - level) / 4 // two bounds on each of two shares, all to hold together
		return Between(d, exactLower(first, n, tail)-exactUpper(second, n, tail),
			exactUpper(first, n, tail)-exactLower(second, n, tail), level, "two "+methodExact, n)
	}
	c2 := z(level)
	c2 *= c2
	outside := func(delta float64) float64 { return scorePaired(first, second, n, delta) - c2 }
	low := root(-1, d, func(delta float64) float64 { return -outside(delta) })
	high := root(d, 1, outside)
	return Between(d, low, high, level, "Tango score", n)
}

// scorePaired returns Tango's score statistic of the hypothesis that the
// difference is delta (Tango 1998, equations 3 and 4).
func scorePaired(first, second, n int, delta float64) float64 {
	b, c, m := float64(first), float64(second), float64(n)
	d := b - c - m*delta
	if d == 0 {
		return 0
	}
	qa, qb, qc := 2*m, -b-c+(2*m-b+c)*delta, -c*delta*(1-delta)
	q := (math.Sqrt(max(0, qb*qb-4*qa*qc)) - qb) / (2 * qa)
	v := m * (2*q + delta*(1-delta))
	if v <= 0 {
		return math.Inf(1)
	}
	return d * d / v
}

func checkTwo(k1, n1, k2, n2 int, level float64) string {
	if why := checkShare(k1, n1, level); why != "" {
		return "in the first sample, " + why
	}
	if why := checkShare(k2, n2, level); why != "" {
		return "in the second sample, " + why
	}
	return ""
}

// scoreDifference returns the score statistic, a chi-square with one degree of
// freedom, of the hypothesis that p1 − p2 is delta.
func scoreDifference(k1, n1, k2, n2 int, delta float64) float64 {
	p1, p2 := restrictedShares(k1, n1, k2, n2, delta)
	a, b := float64(n1), float64(n2)
	v := (p1*(1-p1)/a + p2*(1-p2)/b) * (a + b) / (a + b - 1)
	d := float64(k1)/a - float64(k2)/b - delta
	if d == 0 {
		return 0
	}
	if v <= 0 {
		return math.Inf(1)
	}
	return d * d / v
}

// restrictedShares returns the likeliest p1 and p2 with p1 − p2 = delta: the root
// of a cubic (Miettinen and Nurminen 1985, appendix 1).
func restrictedShares(k1, n1, k2, n2 int, delta float64) (float64, float64) {
	a, b := float64(n1), float64(n2)
	x, y := float64(k1), float64(k2)
	n := a + b
	l3 := n
	l2 := (a+2*b)*delta - n - x - y
	l1 := (b*delta-n-2*y)*delta + x + y
	l0 := y * delta * (1 - delta)
	q := math.Pow(l2/(3*l3), 3) - l1*l2/(6*l3*l3) + l0/(2*l3)
	r := l2*l2/(9*l3*l3) - l1/(3*l3)
	p := math.Sqrt(max(0, r))
	if q < 0 {
		p = -p
	}
	var cosine float64
	if p != 0 {
		cosine = max(-1, min(1, q/(p*p*p)))
	}
	angle := (math.Pi + math.Acos(cosine)) / 3
	p2 := 2*p*math.Cos(angle) - l2/(3*l3)
	p2 = max(0, -delta, min(1, 1-delta, p2))
	return p2 + delta, p2
}
