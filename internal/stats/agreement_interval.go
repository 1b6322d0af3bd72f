package stats

import (
	"fmt"
	"math"
)

// margin is how ratings share themselves out, which decides whether a coefficient
// can have an interval.
type margin struct {
	rated, usable, ratings int
	perCategory            []int
}

// leastMinor is how many items' worth of ratings have to lie outside the most
// common category for a coefficient that divides by what the margins give (κ, π,
// α) to have an interval. With fewer, a handful of items that may or may not be in
// the sample decide the figure, and no resampling of those that are can tell:
// see the coverage simulations in coverage_agreement_test.go.
const leastMinor = 25

// minor is how many items' worth of ratings lie outside the most common category.
func (m margin) minor() float64 {
	most := 0
	for _, n := range m.perCategory {
		most = max(most, n)
	}
	return float64(m.rated) * float64(m.ratings-most) / float64(m.ratings)
}

// seen is how many categories were used.
func (m margin) seen() int {
	n := 0
	for _, of := range m.perCategory {
		if of > 0 {
			n++
		}
	}
	return n
}

// estimate makes an Estimate of resamples over items. By margins says that the
// figure divides by what the margins give.
func (m margin) estimate(r *Resampled, o Resampling, byMargins bool) Estimate {
	switch {
	case notFinite(r.Value) && m.seen() < 2:
		return Undefined("every rating is the same value, so that chance alone explains all agreement")
	case notFinite(r.Value) && byMargins:
		return Undefined("on the items with two ratings or more every rating is the same value, so that chance alone explains all agreement")
	case notFinite(r.Value):
		return Undefined("there is nothing to compare")
	}
	if r.N = min(r.N, m.usable); o.Resamples == 0 {
		return Estimate{Value: r.Value, N: r.N, NoInterval: "none was asked for"}
	}
	if why := r.check(o.Confidence); why != "" {
		return Estimate{Value: r.Value, N: r.N, NoInterval: why}
	}
	if minor := m.minor(); byMargins && minor < leastMinor {
		return Estimate{Value: r.Value, N: r.N, NoInterval: fmt.Sprintf(
			"all but %.0f items' worth of ratings are of one value; below %d, a few rare items decide the figure and no interval holds its level", math.Floor(minor), leastMinor)}
	}
	e := r.BCa(o.Confidence)
	if e.Interval == nil {
		e = r.Percentile(o.Confidence) // too skewed for BCa: few items differ, and all one way
	}
	if e.Interval != nil {
		e.Interval.Method += " over items"
	}
	return e
}

// pair is the Estimate of κ of two raters who share n items.
func (m margin) pair(r *Resampled, o Resampling, table [][]float64, n int) Estimate {
	own := margin{rated: n, usable: n, ratings: 2 * n, perCategory: make([]int, len(table))}
	for c, row := range table {
		for k, of := range row {
			own.perCategory[c] += int(of)
			own.perCategory[k] += int(of)
		}
	}
	return own.estimate(r, o, true)
}

// alphaUndefined says why α cannot be worked out at a level; "" where it can, as
// far as values and their number go.
func alphaUndefined(r *Ratings, level Level) string {
	switch {
	case level == LevelRatio && len(r.values) > 0 && r.values[0] < 0:
		return fmt.Sprintf("a ratio scale has no values below zero, and there is %v", r.values[0])
	case level == LevelRatio && len(r.values) > mostRatioValues:
		return fmt.Sprintf("the ratio metric compares every two values, and there are %d; up to %d are compared", len(r.values), mostRatioValues)
	}
	return ""
}

// mostRatioValues bounds the metric's table at 32 MB.
const mostRatioValues = 2000
