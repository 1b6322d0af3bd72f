package stats

import "math"

// Pool gathers a judge's scores of the rows that nobody labelled, as they are
// read: it holds sums and no rows. The zero Pool is empty. It is a summary: pools
// of parts merge into the pool of the whole.
type Pool struct {
	n        int
	weighted bool // some weight was not 1
	w        float64
	ww       float64 // of squared weights
	mean     float64 // weighted
	m2       float64 // weighted squares about mean
	s1, s2   float64 // weighted by squares: w²(x − mean), w²(x − mean)²
	ones     int
	others   int // scores that are neither 0 nor 1
}

// Add adds a score that counts once. A score that is not finite is left out.
func (p *Pool) Add(score float64) { p.AddWeighted(score, 1) }

// AddWeighted adds a score that stands for weight rows. It is left out where it
// is not finite, or the weight is not above 0.
func (p *Pool) AddWeighted(score, weight float64) {
	if notFinite(score) || !(weight > 0) || notFinite(weight) {
		return
	}
	one := Pool{n: 1, weighted: weight != 1, w: weight, ww: weight * weight, mean: score}
	switch score {
	case 0:
	case 1:
		one.ones = 1
	default:
		one.others = 1
	}
	p.Merge(&one)
}

// AddAll adds scores that count once each.
func (p *Pool) AddAll(scores []float64) {
	const block = 4096 // small enough to be read twice from the cache
	for len(scores) > 0 {
		part := scores[:min(block, len(scores))]
		scores = scores[len(part):]
		if one, ok := poolOf(part); ok {
			p.Merge(&one)
			continue
		}
		for _, s := range part {
			p.Add(s)
		}
	}
}

// poolOf makes the pool of finite scores in two passes over them.
func poolOf(scores []float64) (Pool, bool) {
	n := float64(len(scores))
	p := Pool{n: len(scores), w: n, ww: n}
	var a, b, c, d float64 // four sums that do not wait for one another
	i := 0
	for ; i+4 <= len(scores); i += 4 {
		a, b, c, d = a+scores[i], b+scores[i+1], c+scores[i+2], d+scores[i+3]
	}
	for ; i < len(scores); i++ {
		a += scores[i]
	}
	p.mean = (a + b + c + d) / n
	if notFinite(p.mean) {
		return p, false
	}
	a, b = 0, 0
	zeros := 0
	for _, s := range scores {
		e := s - p.mean
		a += e * e
		b += e
		if s == 0 {
			zeros++
		}
		if s == 1 {
			p.ones++
		}
	}
	p.others = len(scores) - zeros - p.ones
	p.m2, p.s1, p.s2 = a, b, a
	return p, !notFinite(a)
}

// Merge adds all that q holds.
func (p *Pool) Merge(q *Pool) {
	if q.n == 0 {
		return
	}
	if p.n == 0 {
		*p = *q
		return
	}
	w := p.w + q.w
	d := q.mean - p.mean
	mean := p.mean + d*q.w/w
	p.m2 += q.m2 + d*d*p.w*q.w/w // Chan, Golub and LeVeque 1983
	from := func(s1, s2, ww, shift float64) (float64, float64) {
		return s1 + ww*shift, s2 + 2*shift*s1 + ww*shift*shift
	}
	a1, a2 := from(p.s1, p.s2, p.ww, p.mean-mean)
	b1, b2 := from(q.s1, q.s2, q.ww, q.mean-mean)
	p.s1, p.s2, p.mean, p.w = a1+b1, a2+b2, mean, w
	p.ww += q.ww
	p.n += q.n
	p.ones += q.ones
	p.others += q.others
	p.weighted = p.weighted || q.weighted
}

// N returns how many scores were added.
func (p *Pool) N() int { return p.n }

// Mean returns the weighted mean of the scores; 0 for none.
func (p *Pool) Mean() float64 { return p.mean }

// Ones returns how many scores are 1, and whether all are 0 or 1.
func (p *Pool) Ones() (ones int, binary bool) { return p.ones, p.others == 0 }

// variance is that of the scores, with n.
func (p *Pool) variance() float64 {
	if p.n == 0 {
		return 0
	}
	return p.m2 / p.w
}

// ofMean is the variance of Mean: that of Hájek's ratio by linearisation, which
// without weights is variance over n.
func (p *Pool) ofMean() float64 {
	if p.n == 0 {
		return 0
	}
	return math.Max(0, p.s2) / (p.w * p.w)
}
