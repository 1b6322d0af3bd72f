package stats

import (
	"fmt"
	"math"
)

// Comparison is how two sets of scores differ.
type Comparison struct {
	First      Estimate        `json:"first"`      // mean of the first set
	Second     Estimate        `json:"second"`     // mean of the second
	Difference Estimate        `json:"difference"` // first − second
	Test       PermutationTest `json:"test"`
	Paired     bool            `json:"paired"`
}

// CompareOptions are how a comparison is made.
type CompareOptions struct {
	Level     float64
	Resamples int // bootstrap resamples, and shuffles of the test times five
	Seed      uint64
}

// bootstrapMost is up to how many scores a difference is bootstrapped: beyond, the
// bootstrap and Student's t give the same interval, and t is at once there.
const bootstrapMost = 20_000

// CompareUnpaired compares two separate sets of scores. The interval of the
// difference is Miettinen and Nurminen's for scores of 0 and 1, else a bootstrap's
// (within each set); skewed scores are refused as by Mean.
func CompareUnpaired(x, y []float64, o CompareOptions) Comparison {
	finiteX, _ := usable(x)
	finiteY, _ := usable(y)
	_, _, binary := bothZeroOne(finiteX, finiteY)
	c := Comparison{First: meanOf(x, binary, o.Level), Second: meanOf(y, binary, o.Level), Difference: MeanDifference(x, y, o.Level)}
	x, y = finiteX, finiteY
	c.Test = PermuteUnpaired(x, y, 5*o.Resamples, o.Seed)
	d := c.Difference
	if d.Interval == nil || d.Interval.Method != methodDifference || len(x)+len(y) > bootstrapMost || min(len(x), len(y)) < 10 {
		return c
	}
	if e := bootstrapDifference(x, y, o); e.Interval != nil {
		e.Caveats = d.Caveats
		c.Difference = e
	}
	return c
}

// sample adds up the mean and its squared standard error of a resample.
func sample(values []float64, units []int) (mean, square float64) {
	sum, squares := 0.0, 0.0
	for _, u := range units {
		v := values[u] - values[0] // near 0, so that squares keep their digits
		sum += v
		squares += v * v
	}
	n := float64(len(units))
	mean = sum / n
	return mean + values[0], max(0, (squares/n-mean*mean)/(n-1))
}

// bootstrapDifference resamples both sets, each of which keeps its size, and
// studentizes: how far resampled differences lie from that of the sets, in their
// own standard errors (bootstrap-t, Efron 1982; Hall 1988), which holds its level
// for skewed scores where percentiles do not.
func bootstrapDifference(x, y []float64, o CompareOptions) Estimate {
	mx, my := momentsOf(x), momentsOf(y)
	value, se := mx.mean-my.mean, math.Sqrt(mx.variance/float64(mx.n)+my.variance/float64(my.n))
	r := bootstrapTwo(len(x), len(y), o.Resamples, o.Seed, func(a, b []int) float64 {
		ma, va := sample(x, a)
		mb, vb := sample(y, b)
		return (ma - mb - value) / math.Sqrt(va+vb)
	})
	return r.studentized(value, se, o.Level)
}

// studentized makes an estimate of draws that count standard errors.
func (r *Resampled) studentized(value, se, level float64) Estimate {
	r.Failed, r.Value = 0, value // a resample of equal values has no error to count in
	if why := r.check(level); why != "" {
		return Estimate{Value: value, N: r.N, NoInterval: why}
	}
	tail := (1 - level) / 2
	return Between(value, value-se*Quantile(r.Draws, 1-tail), value-se*Quantile(r.Draws, tail), level, "bootstrap-t", r.N)
}

// ComparePaired compares two scores of each of the same items. The interval of the
// difference is Tango's for scores of 0 and 1, else a bootstrap's over items.
func ComparePaired(x, y []float64, o CompareOptions) (Comparison, error) {
	if len(x) != len(y) {
		return Comparison{}, fmt.Errorf("paired scores want as many of one as of the other; got %d and %d", len(x), len(y))
	}
	var a, b, d []float64
	for i := range x {
		if !notFinite(x[i]) && !notFinite(y[i]) {
			a, b, d = append(a, x[i]), append(b, y[i]), append(d, x[i]-y[i])
		}
	}
	_, _, binary := bothZeroOne(a, b)
	c := Comparison{First: meanOf(a, binary, o.Level), Second: meanOf(b, binary, o.Level), Paired: true}
	if len(a) < len(x) {
		c.First = withCaveat(c.First, fmt.Sprintf("%d of %d pairs lack a number and were left out", len(x)-len(a), len(x)))
	}
	c.Test = PermutePaired(d, 5*o.Resamples, o.Seed)
	if binary {
		first, second := 0, 0
		for _, v := range d {
			if v > 0 {
				first++
			} else if v < 0 {
				second++
			}
		}
		c.Difference = PairedShareDifference(first, second, len(d), o.Level)
		return c, nil
	}
	c.Difference = resampledMean(d, o)
	return c, nil
}

// resampledMean is the mean with a bootstrap-t interval where Mean's would hold, and
// 10 values or more.
func resampledMean(d []float64, o CompareOptions) Estimate {
	e := Mean(d, o.Level)
	if e.Interval == nil || e.Interval.Method != methodMean || len(d) < 10 || len(d) > bootstrapMost {
		return e
	}
	d, _ = usable(d)
	m := momentsOf(d)
	r := Bootstrap(len(d), o.Resamples, o.Seed, func(units []int) float64 {
		mean, square := sample(d, units)
		return (mean - m.mean) / math.Sqrt(square)
	})
	if b := r.studentized(m.mean, math.Sqrt(m.variance/float64(m.n)), o.Level); b.Interval != nil {
		b.Caveats = e.Caveats
		return b
	}
	return e
}
