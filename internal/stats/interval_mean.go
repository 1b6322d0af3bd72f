package stats

import (
	"fmt"
	"math"
	"slices"
)

// The names of the intervals of means and of differences of means.
const (
	methodMean       = "Student's t, corrected for skewness"
	methodDifference = "Welch's t, corrected for skewness"
)

// moments are what intervals of means need of values.
type moments struct {
	n        int
	mean     float64
	variance float64 // with n − 1
	skew     float64 // g1; 0 where all values are the same
	min, max float64
}

// momentsOf returns the moments of values, in two passes so that a large mean
// costs no digits.
func momentsOf(values []float64) moments {
	m := moments{n: len(values)}
	if m.n == 0 {
		return m
	}
	m.min, m.max = values[0], values[0]
	for _, v := range values {
		m.mean += v / float64(m.n)
		m.min, m.max = min(m.min, v), max(m.max, v)
	}
	var rest, s2, s3 float64
	for _, v := range values {
		rest += v - m.mean
	}
	m.mean += rest / float64(m.n)
	for _, v := range values {
		d := v - m.mean
		s2 += d * d
		s3 += d * d * d
	}
	if m.n > 1 {
		m.variance = s2 / float64(m.n-1)
	}
	if m.min != m.max && s2 > 0 {
		m.skew = (s3 / float64(m.n)) / math.Pow(s2/float64(m.n), 1.5)
	}
	return m
}

// mostSkew is up to which skewness of a mean, that of the values over √n, an
// interval by t or bootstrap holds its level once it is corrected for skewness.
const mostSkew = .3

// skewOfMean returns the skewness of the mean of values of these moments.
func (m *moments) skewOfMean() float64 { return m.skew / math.Sqrt(float64(m.n)) }

// tooSkewed says why the mean of values of these moments has no interval by t or
// bootstrap; "" where it has.
func (m *moments) tooSkewed() string {
	switch {
	case m.n < 2:
		return "one value alone says nothing about how values vary"
	case m.min == m.max:
		return fmt.Sprintf("all %d values are the same, which does not show how values vary", m.n)
	case math.Abs(m.skewOfMean()) > mostSkew:
		need := m.skew / mostSkew
		return fmt.Sprintf("the values are too skewed for n = %d: a few far ones decide the mean; about %d would do", m.n, int(math.Min(need*need, 1e9))+1)
	}
	return ""
}

// skewed is the caveat of a mean whose skewness is near the most.
func skewed(skewOfMean float64) string {
	if math.Abs(skewOfMean) > .6*mostSkew {
		return "the values are skewed: where rare values far out are missing from these, the interval is too short"
	}
	return ""
}

// unskewed returns by how many standard errors a bound lies from a mean of some
// skewness, where it would be x for one without: the inverse of Hall's (1992)
// cubic transformation.
func unskewed(x, skewOfMean float64) float64 {
	if math.Abs(skewOfMean) < 1e-6 {
		return x
	}
	return 3 / skewOfMean * (math.Cbrt(1+skewOfMean*(x-skewOfMean/6)) - 1)
}

// usable returns the finite values, and a caveat where some were not.
func usable(values []float64) ([]float64, string) {
	bad := func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }
	if !slices.ContainsFunc(values, bad) {
		return values, ""
	}
	out := slices.DeleteFunc(slices.Clone(values), bad)
	return out, fmt.Sprintf("%d of %d values are not numbers and were left out", len(values)-len(out), len(values))
}

// Mean returns the mean of values with Student's t interval, corrected for their
// skewness (Johnson 1978; Hall 1992). Where they are too skewed for n there is no
// interval but the reason: n has to be over 11 times the square of the skewness; values of which some are 0 and all others 1 have that of
// Share.
func Mean(values []float64, level float64) Estimate {
	values, caveat := usable(values)
	if len(values) == 0 || !validLevel(level) {
		return Undefined("%s", checkShare(0, len(values), level))
	}
	if k, ok := zeroOne(values); ok && k > 0 && k < len(values) {
		return withCaveat(Share(k, len(values), level), caveat)
	}
	m := momentsOf(values)
	if why := m.tooSkewed(); why != "" {
		return withCaveat(finite(Estimate{Value: m.mean, N: m.n, NoInterval: why}), caveat)
	}
	q, se, a := tQuantile(level, float64(m.n-1)), math.Sqrt(m.variance/float64(m.n)), m.skewOfMean()
	e := Between(m.mean, m.mean-se*unskewed(q, a), m.mean-se*unskewed(-q, a), level, methodMean, m.n)
	return withCaveat(e, caveat, skewed(a))
}

// MeanDifference returns the difference of the means of two separate samples with
// Welch's t interval (1947), corrected for skewness as by Mean, or that of
// ShareDifference where all values are 0 or 1. Values that are too skewed are refused
// as by Mean.
func MeanDifference(x, y []float64, level float64) Estimate {
	x, cx := usable(x)
	y, cy := usable(y)
	if len(x) == 0 || len(y) == 0 || !validLevel(level) {
		return Undefined("%s", checkShare(0, min(len(x), len(y)), level))
	}
	kx, ky, binary := bothZeroOne(x, y)
	if binary {
		return withCaveat(ShareDifference(kx, len(x), ky, len(y), level), cx, cy)
	}
	mx, my := momentsOf(x), momentsOf(y)
	e := finite(Estimate{Value: mx.mean - my.mean, N: mx.n + my.n})
	switch whyX, whyY := mx.tooSkewed(), my.tooSkewed(); {
	case !e.Defined():
		return e
	case whyX != "":
		e.NoInterval = "in the first sample, " + whyX
	case whyY != "":
		e.NoInterval = "in the second sample, " + whyY
	default:
		q, se, a := welch(&mx, &my, level)
		e = Between(e.Value, e.Value-se*unskewed(q, a), e.Value-se*unskewed(-q, a), level, methodDifference, e.N)
	}
	return withCaveat(e, cx, cy, skewed(max(math.Abs(mx.skewOfMean()), math.Abs(my.skewOfMean()))))
}

// welch returns the quantile of t, the standard error and the skewness of a
// difference of means.
func welch(x, y *moments, level float64) (q, se, skew float64) {
	a, b := x.variance/float64(x.n), y.variance/float64(y.n)
	df := (a + b) * (a + b) / (a*a/float64(x.n-1) + b*b/float64(y.n-1))
	se = math.Sqrt(a + b)
	third := func(m *moments) float64 { return m.skew * math.Pow(m.variance, 1.5) / float64(m.n*m.n) }
	return tQuantile(level, df), se, (third(x) - third(y)) / (se * se * se)
}

// bothZeroOne returns how many values of either are 1, and whether all are 0 or 1
// and both occur: zeros alone may be of anything.
func bothZeroOne(x, y []float64) (ones, others int, ok bool) {
	ones, okX := zeroOne(x)
	others, okY := zeroOne(y)
	all := ones + others
	return ones, others, okX && okY && all > 0 && all < len(x)+len(y)
}

// meanOf is Mean, or Share where values are known to be 0 or 1.
func meanOf(values []float64, binary bool, level float64) Estimate {
	if values, caveat := usable(values); binary && len(values) > 0 {
		k, _ := zeroOne(values)
		return withCaveat(Share(k, len(values), level), caveat)
	}
	return Mean(values, level)
}

// zeroOne returns how many values are 1, and whether all are 0 or 1.
func zeroOne(values []float64) (ones int, ok bool) {
	for _, v := range values {
		switch v {
		case 0:
		case 1:
			ones++
		default:
			return 0, false
		}
	}
	return ones, true
}

func withCaveat(e Estimate, caveats ...string) Estimate {
	for _, c := range caveats {
		if c != "" {
			e.Caveats = append(e.Caveats, c)
		}
	}
	return e
}

// Quantile returns the q-quantile, q in [0, 1], of values in ascending order, with
// linear interpolation (type 7 of Hyndman and Fan 1996). It is 0 for no values.
func Quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := max(0, min(1, q)) * float64(len(sorted)-1)
	i := int(at)
	if i >= len(sorted)-1 {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
