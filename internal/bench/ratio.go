package main

import (
	"fmt"
	"slices"
)

// speed is how fast calls were made in one process.
type speed struct {
	rate float64 // calls a second, over the life of the process
	cpu  float64 // µs of processor time a call
}

func (u usage) speed(calls int) speed {
	return speed{rate: u.rate(calls), cpu: u.cpu.Seconds() * 1e6 / float64(calls)}
}

// pair is the reference's figure and Seedbed's, measured one after the other.
type pair struct{ reference, seedbed speed }

func (p pair) ratio() float64 { return p.seedbed.rate / p.reference.rate }

// inTurn measures pairs.
func (b *bench) inTurn(what string, reference, seedbed func() (speed, error)) ([]pair, error) {
	var out []pair
	for i := range b.pairs {
		r, err := reference()
		if err != nil {
			return out, err
		}
		s, err := seedbed()
		if err != nil {
			return out, err
		}
		out = append(out, pair{r, s})
		b.tell("%s, %d of %d: seedbed %s/s, reference %s/s, ratio %.2f", what, i+1, b.pairs, count(s.rate), count(r.rate), s.rate/r.rate)
	}
	return out, nil
}

// ratioFigure is a figure of pairs: medians, and the median of the ratios, which
// is to be target at the least.
func ratioFigure(name string, pairs []pair, target float64) figure {
	var refs, own, ratios, refCPU, ownCPU []float64
	for _, p := range pairs {
		refs, own, ratios = append(refs, p.reference.rate), append(own, p.seedbed.rate), append(ratios, p.ratio())
		refCPU, ownCPU = append(refCPU, p.reference.cpu), append(ownCPU, p.seedbed.cpu)
	}
	m := median(ratios)
	return figure{
		Line: name, Seedbed: count(median(own)) + "/s", Reference: count(median(refs)) + "/s",
		Value: m, Min: slices.Min(ratios), Max: slices.Max(ratios),
		Ratio:  fmt.Sprintf("%.2f [%.2f, %.2f]", m, slices.Min(ratios), slices.Max(ratios)),
		Target: fmt.Sprintf("≥ %.2f", target), Met: m >= target,
		Note: fmt.Sprintf("CPU a call: %.0f µs, reference %.0f µs", median(ownCPU), median(refCPU)),
	}
}

// median is the middle value, or the mean of the two in the middle.
func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	if len(s) == 0 {
		return 0
	}
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
