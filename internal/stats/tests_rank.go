package stats

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// NormalAbove returns P(Z ≥ z) of a standard normal.
func NormalAbove(z float64) float64 { return .5 * math.Erfc(z/math.Sqrt2) }

// NormalTwoSided returns P(|Z| ≥ |z|).
func NormalTwoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// NormalQuantile returns the z with P(|Z| ≤ z) = level.
func NormalQuantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }

// ChiSquareAbove returns P(X ≥ x) of a chi-squared with df degrees of freedom.
func ChiSquareAbove(x float64, df int) float64 {
	if df <= 0 || !(x > 0) {
		return 1
	}
	return mathext.GammaIncRegComp(float64(df)/2, x/2)
}

// ProbabilityAbove returns the probability that a value of x is above one of y, ties
// counted half (the area under the ROC curve; Mann and Whitney 1947), with the interval of
// DeLong and others (1988) on the scale of logits.
func ProbabilityAbove(x, y []float64, level float64) Estimate {
	if len(x) < 2 || len(y) < 2 {
		return Undefined("there are fewer than two values on one side")
	}
	x, y = slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y))
	mx, vx := MeanVariance(placements(x, y))
	_, vy := MeanVariance(placements(y, x))
	se := math.Sqrt(vx/float64(len(x)) + vy/float64(len(y)))
	n := len(x) + len(y)
	if mx <= 0 || mx >= 1 || se == 0 {
		e := Exact(mx, n)
		e.NoInterval = "the two sides do not overlap, or are all the same, which does not show how values vary"
		return e
	}
	logit, half := math.Log(mx/(1-mx)), NormalQuantile(level)*se/(mx*(1-mx))
	inverse := func(v float64) float64 { return 1 / (1 + math.Exp(-v)) }
	return Between(mx, inverse(logit-half), inverse(logit+half), level, "DeLong, on logits", n)
}

// placements returns, of each value, the share of the others below it. Both are in
// ascending order.
func placements(of, among []float64) []float64 {
	out := make([]float64, len(of))
	below, upTo := 0, 0
	for i, v := range of {
		for below < len(among) && among[below] < v {
			below++
		}
		for upTo < len(among) && among[upTo] <= v {
			upTo++
		}
		out[i] = float64(below+upTo) / 2 / float64(len(among))
	}
	return out
}

// RankSum returns the two-sided p-value of the Mann–Whitney test (1947) by the normal
// approximation with ties.
func RankSum(x, y []float64) float64 {
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
	return NormalTwoSided(d / math.Sqrt(variance))
}

// MeanVariance returns the mean of values and their variance with n − 1.
func MeanVariance(values []float64) (mean, variance float64) {
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
