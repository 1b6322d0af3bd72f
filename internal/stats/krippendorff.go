package stats

import "math"

// alpha works Krippendorff's α out: 1 − observed over expected disagreement, over
// the pairable values, that is, those of items with two or more (Krippendorff,
// 2011, "Computing Krippendorff's alpha-reliability").
//
// The coincidence matrix is never made. Observed disagreement is a sum over
// items, so it is linear in the frequencies of patterns; expected disagreement is
// a function of the margins. The ordinal metric is the interval metric on
// mid-ranks, since the values between two categories, half of either's own
// counted, are the difference of their mid-ranks.
type alpha struct {
	p        *patterns
	level    Level
	scale    []float64 // of each category: interval, within 0 to 1
	observed []float64 // of each pattern; nil for ordinal, whose metric varies
	delta    []float64 // ratio: the metric of each two categories
	margin   []float64 // scratch: ratings of each category
	rank     []float64 // scratch: mid-rank of each category, from the middle
}

// newAlpha prepares α. Those made from one by fork share what is not scratch.
func newAlpha(p *patterns, values []float64, level Level) *alpha {
	a := &alpha{p: p, level: level}
	switch level {
	case LevelInterval:
		a.scale = unitScale(values)
	case LevelRatio:
		a.delta = ratioMetric(values)
	}
	if level != LevelOrdinal {
		a.observed = make([]float64, p.len())
		for i := range a.observed {
			if p.m[i] > 1 {
				a.observed[i] = disagreement(p.of(i), a.metric(len(values))) / (p.m[i] - 1)
			}
		}
	}
	a.margin = make([]float64, len(values))
	a.rank = make([]float64, len(values))
	return a
}

// fork returns an α for another goroutine.
func (a *alpha) fork() *alpha {
	b := *a
	b.margin, b.rank = make([]float64, len(a.margin)), make([]float64, len(a.rank))
	return &b
}

// metric is the squared difference of two categories.
func (a *alpha) metric(categories int) func(c, k int32) float64 {
	switch a.level {
	case LevelInterval:
		return func(c, k int32) float64 { d := a.scale[c] - a.scale[k]; return d * d }
	case LevelRatio:
		return func(c, k int32) float64 { return a.delta[int(c)*categories+int(k)] }
	default:
		return func(c, k int32) float64 { return 1 }
	}
}

// disagreement adds up the metric over the ordered pairs of an item's ratings.
func disagreement(of []pairOf, metric func(c, k int32) float64) float64 {
	sum := 0.0
	for i := range of {
		for j := range i {
			sum += 2 * float64(of[i].b) * float64(of[j].b) * metric(of[i].a, of[j].a)
		}
	}
	return sum
}

// unitScale moves rising values to 0 to 1: α does not change, and nothing
// overflows or cancels.
func unitScale(values []float64) []float64 {
	out := make([]float64, len(values))
	if len(values) < 2 {
		return out
	}
	low, width := values[0]/2, values[len(values)-1]/2-values[0]/2
	for i, v := range values {
		out[i] = (v/2 - low) / width
	}
	return out
}

func ratioMetric(values []float64) []float64 {
	q := len(values)
	out := make([]float64, q*q)
	for c := range q {
		for k := range c {
			d := (values[c]/2 - values[k]/2) / (values[c]/2 + values[k]/2)
			out[c*q+k], out[k*q+c] = d*d, d*d
		}
	}
	return out
}

// value returns α of patterns that occur so often; NaN where no disagreement is
// expected, that is, where fewer than two categories occur.
func (a *alpha) value(freq []int32) float64 {
	clear(a.margin)
	n, observed := 0.0, 0.0
	for i, f := range freq {
		m := a.p.m[i]
		if f == 0 || m < 2 {
			continue
		}
		w := float64(f)
		n += w * m
		for _, e := range a.p.of(i) {
			a.margin[e.a] += w * float64(e.b)
		}
		if a.observed != nil {
			observed += w * a.observed[i]
		}
	}
	expected := a.expected(n)
	if a.observed == nil {
		observed = a.ordinal(freq)
	}
	if expected <= 0 {
		return math.NaN()
	}
	return 1 - (n-1)*observed/expected
}

// expected adds the metric up over all ordered pairs of the n values.
func (a *alpha) expected(n float64) float64 {
	sum := 0.0
	switch a.level {
	case LevelOrdinal:
		below := 0.0
		for c, m := range a.margin {
			a.rank[c] = (below + m/2 - n/2) / n
			sum += m * a.rank[c] * a.rank[c]
			below += m
		}
		if sum = 2 * n * sum; !a.several() {
			return 0
		}
		return sum
	case LevelInterval:
		mean := 0.0
		for c, m := range a.margin {
			mean += m * a.scale[c]
		}
		mean /= n
		for c, m := range a.margin {
			d := a.scale[c] - mean
			sum += m * d * d
		}
		if !a.several() {
			return 0 // what is left is rounding
		}
		return 2 * n * sum
	case LevelRatio:
		q := len(a.margin)
		for c, m := range a.margin {
			if m == 0 {
				continue
			}
			row, part := a.delta[c*q:c*q+c], 0.0
			for k, d := range row {
				part += a.margin[k] * d
			}
			sum += 2 * m * part
		}
		return sum
	default:
		for _, m := range a.margin {
			sum += m * (n - m)
		}
		return sum
	}
}

// several reports whether two categories occur.
func (a *alpha) several() bool {
	seen := 0
	for _, m := range a.margin {
		if m > 0 {
			seen++
		}
	}
	return seen > 1
}

// ordinal is the observed disagreement by the ranks that expected left.
func (a *alpha) ordinal(freq []int32) float64 {
	sum := 0.0
	for i, f := range freq {
		m := a.p.m[i]
		if f == 0 || m < 2 {
			continue
		}
		of, mean, part := a.p.of(i), 0.0, 0.0
		for _, e := range of {
			mean += float64(e.b) * a.rank[e.a]
		}
		mean /= m
		for _, e := range of { // squared differences of all pairs, from those from the mean
			d := a.rank[e.a] - mean
			part += float64(e.b) * d * d
		}
		sum += float64(f) * 2 * m * part / (m - 1)
	}
	return sum
}
