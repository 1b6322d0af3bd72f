package stats

import (
	"fmt"
	"math"
	"slices"
)

// SplitConformal returns the threshold q of split conformal prediction (Vovk,
// Gammerman and Shafer 2005; Lei et al. 2018): the k-th smallest of n
// nonconformity scores of labelled rows, k = ⌈(n+1)(1−alpha)⌉. A new row's score is
// at most q with a probability of at least 1 − alpha, whatever the distribution,
// if rows are exchangeable. Undefined where k > n: no finite threshold has the
// guarantee with so few rows.
func SplitConformal(scores []float64, alpha float64) (k int, q Estimate) {
	n := len(scores)
	if !(alpha > 0 && alpha < 1) {
		return 0, Undefined("the share of errors is not between 0 and 1")
	}
	if slices.ContainsFunc(scores, notFinite) {
		return 0, Undefined("a score is not a number")
	}
	// A product that is whole but for its last bits is taken as whole.
	k = int(math.Ceil(float64(n+1)*(1-alpha) - 1e-9))
	if k > n {
		return k, Undefined("with %d rows no threshold holds for %g of rows; %d are the least", n, 1-alpha, int(math.Ceil(1/alpha-1e-9))-1)
	}
	sorted := slices.Clone(scores)
	slices.Sort(sorted)
	return k, Exact(sorted[k-1], n)
}

// PrecisionThreshold is the lowest threshold from which on a wanted precision is
// guaranteed.
type PrecisionThreshold struct {
	Precision float64 `json:"precision"` // wanted
	Level     float64 `json:"level"`
	// Threshold: of rows with at least this score, a share of at least Precision is
	// good, with confidence Level. Undefined where no threshold is shown to.
	Threshold Estimate `json:"threshold"`
	Rows      int      `json:"rows"` // labelled ones at or above it
	Good      int      `json:"good"`
	Kept      Estimate `json:"kept"` // share of all rows at or above it
	Recall    Estimate `json:"recall"`
	Tried     int      `json:"tried"` // thresholds
	Method    string   `json:"method"`
}

// thresholdStarts is how many chains of tests there are.
const (
	thresholdStarts = 5
	thresholdSteps  = 100
)

// ThresholdFor finds the lowest threshold between low and high, the ends of the
// scale, with a guaranteed precision, by learn-then-test (Angelopoulos et al.
// 2021): each of 100 thresholds, fixed before the labels are seen, has the exact
// binomial p-value of "its precision is at most the wanted one". Five chains of
// tests, begun at .9, .7, .5, .3 and .1 of the scale and each going down until a
// test fails, share the error among them (fixed sequence testing with several
// starts), so that all thresholds passed hold together with confidence level.
func ThresholdFor(score, truth []float64, precision, low, high, level float64) PrecisionThreshold {
	out := PrecisionThreshold{Precision: precision, Level: level, Tried: thresholdSteps, Method: "learn-then-test, fixed sequences, exact binomial; guaranteed at least"}
	switch {
	case len(score) == 0 || len(score) != len(truth):
		out.Threshold = Undefined("there are no rows with a score and a label")
		return out
	case !(precision > 0 && precision < 1) || !validLevel(level):
		out.Threshold = Undefined("the precision and the confidence level have to be between 0 and 1")
		return out
	case !(low < high):
		out.Threshold = Undefined("the scale has no width")
		return out
	}
	rows, good := countAbove(score, truth, low, high)
	passed := -1
	budget := (1 - level) / thresholdStarts
	for start := range thresholdStarts {
		at := thresholdSteps * (9 - 2*start) / 10
		for ; at >= 0; at-- {
			// P(X ≥ good) where the precision is the wanted one.
			if rows[at] == 0 || binomialAtLeast(good[at], rows[at], precision) > budget {
				break
			}
			if passed < 0 || at < passed {
				passed = at
			}
		}
	}
	if passed < 0 {
		need := int(math.Ceil(math.Log(budget) / math.Log(precision)))
		out.Threshold = Undefined("no threshold is shown to have a precision of %g with confidence %g; with not one bad row above it, a threshold needs %d labelled rows at or above it", precision, level, need)
		return out
	}
	out.Threshold = Exact(thresholdAt(passed, low, high), len(score))
	out.Threshold.Caveats = append(out.Threshold.Caveats, fmt.Sprintf("it holds for rows like these %d, judged by the same judge", len(score)))
	out.Rows, out.Good = rows[passed], good[passed]
	all, _ := zeroOne(truth)
	out.Kept = Share(out.Rows, len(score), level)
	out.Recall = Share(out.Good, all, level)
	return out
}

func thresholdAt(step int, low, high float64) float64 {
	return low + (high-low)*float64(step)/thresholdSteps
}

// countAbove counts rows, and good ones, at or above each threshold.
func countAbove(score, truth []float64, low, high float64) (rows, good []int) {
	rows, good = make([]int, thresholdSteps+1), make([]int, thresholdSteps+1)
	for i, s := range score {
		if notFinite(s) || s < low {
			continue
		}
		at := int(min(thresholdSteps, math.Floor((s-low)/(high-low)*thresholdSteps)))
		for at >= 0 && at < thresholdSteps && thresholdAt(at+1, low, high) <= s {
			at++
		}
		for at >= 0 && thresholdAt(at, low, high) > s {
			at--
		}
		if at < 0 {
			continue
		}
		rows[at]++
		if truth[i] == 1 {
			good[at]++
		}
	}
	for i := thresholdSteps - 1; i >= 0; i-- {
		rows[i] += rows[i+1]
		good[i] += good[i+1]
	}
	return rows, good
}
