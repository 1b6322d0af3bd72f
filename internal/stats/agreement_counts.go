package stats

import "math"

// The figures that rest on how many ratings of each category an item has. They
// are worked out together, as one pass over the patterns gives them all.
const (
	figPercent  = iota // share of pairs of ratings of an item that are equal
	figFleiss          // Fleiss' κ
	figRandolph        // Randolph's free-marginal κ
	figAC1             // Gwet's AC1
	figWeighted        // as figPercent, weighted
	figAC2             // Gwet's AC2
	figAlpha           // Krippendorff's α
	countFigures
)

// counts is the evaluator of those figures. Items with other numbers of ratings
// are handled as Gwet (2014, "Handbook of Inter-Rater Reliability", chapter 2)
// has them: agreement over items with two ratings or more, shares of categories as
// the mean over all rated items of each item's shares.
type counts struct {
	p        *patterns
	equal    []float64 // share of a pattern's pairs that are equal
	weighted []float64 // the same, weighted; nil without weights
	total    float64   // sum of the weights of all pairs of categories
	alpha    *alpha    // nil where it cannot be worked out
	share    []float64 // scratch
}

func newCounts(p *patterns, w weighing, a *alpha) *counts {
	c := &counts{p: p, alpha: a, equal: make([]float64, p.len()), share: make([]float64, len(w.scale))}
	if w.kind != Unweighted {
		c.weighted, c.total = make([]float64, p.len()), w.total()
	}
	for i := range p.len() {
		pairs := p.m[i] * (p.m[i] - 1)
		if pairs == 0 {
			continue
		}
		c.equal[i] = 1 - disagreement(p.of(i), func(_, _ int32) float64 { return 1 })/pairs
		if c.weighted != nil {
			c.weighted[i] = 1 - disagreement(p.of(i), w.differ)/pairs
		}
	}
	return c
}

// fork returns an evaluator for another goroutine.
func (c *counts) fork() *counts {
	d := *c
	d.share = make([]float64, len(c.share))
	if c.alpha != nil {
		d.alpha = c.alpha.fork()
	}
	return &d
}

func (c *counts) eval(freq []int32, out []float64) {
	clear(c.share)
	rated, usable, equal, weighted := 0.0, 0.0, 0.0, 0.0
	for i, f := range freq {
		if f == 0 {
			continue
		}
		n := float64(f)
		rated += n
		if c.p.m[i] > 1 {
			usable += n
			equal += n * c.equal[i]
			if c.weighted != nil {
				weighted += n * c.weighted[i]
			}
		}
		n /= c.p.m[i]
		for _, e := range c.p.of(i) {
			c.share[e.a] += n * float64(e.b)
		}
	}
	q, squares, spread := float64(len(c.share)), 0.0, 0.0
	for _, s := range c.share {
		s /= rated
		squares += s * s
		spread += s * (1 - s)
	}
	equal, weighted = equal/usable, weighted/usable // NaN where nothing is usable
	out[figPercent] = equal
	out[figFleiss] = corrected(equal, squares)
	out[figRandolph] = corrected(equal, 1/q)
	out[figAC1] = corrected(equal, spread/(q-1))
	out[figWeighted], out[figAC2], out[figAlpha] = math.NaN(), math.NaN(), math.NaN()
	if c.weighted != nil {
		out[figWeighted] = weighted
		out[figAC2] = corrected(weighted, c.total/(q*(q-1))*spread)
	}
	if c.alpha != nil {
		out[figAlpha] = c.alpha.value(freq)
	}
}

// corrected corrects agreement for what chance would give; NaN where chance alone
// gives all there is.
func corrected(agreement, chance float64) float64 {
	if !(chance < 1-1e-12) {
		return math.NaN()
	}
	return (agreement - chance) / (1 - chance)
}
