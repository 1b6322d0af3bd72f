package stats

import (
	"fmt"
	"math"
)

// Drawn is a row of a sample that was drawn with unequal probabilities.
type Drawn struct {
	Value     float64
	Inclusion float64 // the probability with which it was to be in the sample, in (0, 1]
}

// Weighted are the estimates of a weighted sample.
type Weighted struct {
	Total  Estimate `json:"total"`  // Horvitz–Thompson; undefined where the rows there are are not known
	Mean   Estimate `json:"mean"`   // Horvitz–Thompson's total over the rows there are
	Hajek  Estimate `json:"hajek"`  // the weighted mean: steadier where weights vary and values do not follow them
	Design float64  `json:"design"` // Kish's effect of unequal weights: by what they divide n
}

// leastWeighted is from how many rows, by Kish's effective number, the intervals of
// a weighted sample hold.
const leastWeighted = 30

// WeightedSample estimates the total and the mean over rows of which some were
// drawn with known probabilities (Horvitz and Thompson 1952; Hájek 1971). of is how
// many rows there are; 0 where it is not known. Hájek's variance is that of drawing
// with replacement (Hansen and Hurwitz 1943), linearized. Horvitz and Thompson's also
// depends on whether the number of rows drawn was left to chance: not knowing, it is
// the larger of both (Särndal, Swensson and Wretman 1992, sections 2.9 and 3.5), which is
// cautious where the number was fixed; see WeightedFixedSample. Where weights are so
// unequal that they leave fewer than 30 rows in effect, or the weighted values are
// too skewed, there is no interval.
func WeightedSample(rows []Drawn, of int, level float64) Weighted {
	return weightedSample(rows, of, level, false)
}

// WeightedFixedSample is WeightedSample for draws whose number was fixed beforehand.
func WeightedFixedSample(rows []Drawn, of int, level float64) Weighted {
	return weightedSample(rows, of, level, true)
}

func weightedSample(rows []Drawn, of int, level float64, fixed bool) Weighted {
	var w Weighted
	if why := checkDrawn(rows, of, level); why != "" {
		u := Undefined("%s", why)
		return Weighted{Total: u, Mean: u, Hajek: u}
	}
	n := float64(len(rows))
	var total, weights, squares, poisson float64
	for _, r := range rows {
		total += r.Value / r.Inclusion
		weights += 1 / r.Inclusion
		squares += 1 / (r.Inclusion * r.Inclusion)
		poisson += (1 - r.Inclusion) * r.Value * r.Value / (r.Inclusion * r.Inclusion)
	}
	w.Design = n * squares / (weights * weights)
	hajek := total / weights
	expanded, residuals := make([]float64, len(rows)), make([]float64, len(rows))
	for i, r := range rows {
		expanded[i] = n * r.Value / r.Inclusion
		residuals[i] = n * (r.Value - hajek) / r.Inclusion / weights
	}
	why := ""
	if effective := n / w.Design; effective < leastWeighted {
		why = fmt.Sprintf("the weights leave %.0f rows in effect; %d are the least", math.Floor(effective), leastWeighted)
	}
	w.Hajek = weightedEstimate(hajek, residuals, 0, level, "Hájek, linearized", why)
	if of == 0 {
		w.Total = Undefined("how many rows there are is not known")
		w.Mean = w.Total
		return w
	}
	least, method := math.Sqrt(poisson), "Horvitz–Thompson, the larger of two variances"
	if fixed {
		least, method = 0, "Horvitz–Thompson"
	}
	w.Total = weightedEstimate(total, expanded, least, level, method, why)
	for i := range expanded {
		expanded[i] /= float64(of)
	}
	w.Mean = weightedEstimate(total/float64(of), expanded, least/float64(of), level, method, why)
	return w
}

func checkDrawn(rows []Drawn, of int, level float64) string {
	switch {
	case len(rows) == 0:
		return noRowsForThis
	case !validLevel(level):
		return checkShare(0, 1, level)
	case of < 0 || of > 0 && of < len(rows):
		return "there are fewer rows than were drawn"
	}
	for i, r := range rows {
		if notFinite(r.Value) || !(r.Inclusion > 0 && r.Inclusion <= 1) {
			return fmt.Sprintf("row %d of the sample has no number, or no probability over 0 and up to 1", i+1)
		}
	}
	return ""
}

// weightedEstimate is an estimate whose standard error is that of the mean of
// contributions, or least if that is more.
func weightedEstimate(value float64, contributions []float64, least, level float64, method, why string) Estimate {
	m := momentsOf(contributions)
	if why == "" {
		if why = m.tooSkewed(); why != "" {
			why = "weighted, " + why
		}
	}
	if why != "" {
		return finite(Estimate{Value: value, N: m.n, NoInterval: why})
	}
	half := tQuantile(level, float64(m.n-1)) * max(least, math.Sqrt(m.variance/float64(m.n)))
	return Between(value, value-half, value+half, level, method+", t", m.n)
}

// DrawnStratum is a part of all rows, of which some were drawn with equal probability.
type DrawnStratum struct {
	Name   string
	Rows   int // that there are
	Values []float64
}

// Stratified estimates the mean over all rows from a sample of each stratum, with
// the interval of Student's t at Satterthwaite's degrees of freedom, and the finite
// population correction (Cochran 1977, section 5.4). A stratum without a value is
// named, and there is no figure; one with a single value, or none that differ, tells
// nothing of how its rows vary, and there is no interval.
func Stratified(strata []DrawnStratum, level float64) Estimate {
	all, n := 0.0, 0
	for _, s := range strata {
		values, _ := usable(s.Values)
		switch {
		case s.Rows <= 0 || len(values) > s.Rows:
			return Undefined("stratum %q has fewer rows than were drawn, or none", s.Name)
		case len(values) == 0:
			return Undefined("no row of stratum %q was drawn", s.Name)
		}
		all += float64(s.Rows)
		n += len(values)
	}
	if len(strata) == 0 || !validLevel(level) {
		return Undefined("%s", checkShare(0, len(strata), level))
	}
	var mean, variance, over float64
	why := ""
	for _, s := range strata {
		values, _ := usable(s.Values)
		m, share := momentsOf(values), float64(s.Rows)/all
		mean += share * m.mean
		if m.n == s.Rows {
			continue // known
		}
		if problem := m.tooSkewed(); problem != "" && why == "" {
			why = fmt.Sprintf("in stratum %q, %s", s.Name, problem)
			continue
		}
		part := share * share * (1 - float64(m.n)/float64(s.Rows)) * m.variance / float64(m.n)
		variance += part
		over += part * part / float64(max(1, m.n-1))
	}
	switch {
	case why != "":
		return finite(Estimate{Value: mean, N: n, NoInterval: why})
	case variance == 0:
		return Exact(mean, n)
	}
	half := tQuantile(level, variance*variance/over) * math.Sqrt(variance)
	return Between(mean, mean-half, mean+half, level, "stratified, Student's t", n)
}
