package stats

import (
	"fmt"
	"math"
)

// Consensus is the true category of each item as Dawid and Skene (1979) estimate
// it together with how each rater errs.
type Consensus struct {
	Undefined string     `json:"undefined,omitempty"` // why there is none; then nothing else means anything
	Shares    []Estimate `json:"shares,omitempty"`    // of each category among true ones
	// Confusion is, of each rater, the probability of each category said, given the
	// true one: Confusion[rater][true][said].
	Confusion     [][][]float64   `json:"confusion,omitempty"`
	Items         []ItemConsensus `json:"-"`
	LogLikelihood float64         `json:"log_likelihood"` // of the ratings, natural; without priors
	Iterations    int             `json:"iterations"`
	Converged     bool            `json:"converged"`
	Switched      []Switch        `json:"switched,omitempty"`
	Caveats       []string        `json:"caveats,omitempty"`

	objective []float64 // after each iteration: likelihood and priors, for tests
	q         int
	probs     []float64 // of each item and category
}

// Switch says that raters, where the consensus is True, say Said more often.
type Switch struct{ True, Said int }

// ItemConsensus is the most probable true category of an item.
type ItemConsensus struct {
	Category    int // −1: nobody rated it
	Probability float64
}

const (
	modelOnly = "it is what the model gives; the model's own error is not known"

	mostClasses    = 100
	mostConfusion  = 4 << 20
	mostIterations = 1000
	mostWork       = 4_000_000_000 // additions over all iterations: some seconds
	// The priors stand for one item, spread over the categories, and for each rater
	// and true category one rating that is right with a chance of .7. They keep
	// probabilities off 0 and 1 and tie a category to its name.
	priorItems = 1
	priorRight = .7
)

// posterior is the probability that an item's true category is k.
func (c *Consensus) posterior(item, k int) float64 { return c.probs[item*c.q+k] }

// DawidSkene estimates true categories by EM, in logarithms, from the shares of
// votes. It stops when the likelihood of the observed ratings with the priors of
// the parameters (a category's prior counted once an item) no longer grows. EM
// never lowers it; it may end in a maximum that is not the highest.
func DawidSkene(r *Ratings) Consensus {
	q := len(r.values)
	if why := r.nothing(); why != "" {
		return Consensus{Undefined: why}
	}
	_, _, perCategory := r.counted()
	active := map[int32]bool{}
	for _, c := range r.cells {
		active[c.rater] = true
	}
	switch seen := (margin{perCategory: perCategory}).seen(); {
	case seen < 2:
		return Consensus{Undefined: "every rating is the same value: there is nothing to decide"}
	case len(active) < 3:
		return Consensus{Undefined: "two raters do not tell who of them errs where they differ; it takes three"}
	case q > mostClasses:
		return Consensus{Undefined: fmt.Sprintf("%d values are too many for a table of how raters confuse them; up to %d are", q, mostClasses)}
	case r.raters*q*q > mostConfusion:
		return Consensus{Undefined: fmt.Sprintf("%d raters and %d values make more tables than fit", r.raters, q)}
	}
	e := newEM(r)
	c := Consensus{q: q}
	for most := e.affordable(); c.Iterations < most && !c.Converged; {
		likelihood := e.step()
		c.Iterations++
		n := len(c.objective)
		c.Converged = n > 0 && likelihood+e.prior-c.objective[n-1] < 1e-9*(1+math.Abs(c.objective[n-1]))
		c.LogLikelihood, c.objective = likelihood, append(c.objective, likelihood+e.prior)
	}
	e.finish(r, &c)
	return c
}

// em is the state of the algorithm: over patterns, since items of which the same
// raters said the same have the same probabilities.
type em struct {
	p         *patterns
	q, raters int
	post      []float64 // of each pattern and category
	share     []float64 // logarithms, of each category
	confusion []float64 // logarithms, by rater, said and true: what an item needs lies together
	prior     float64   // log density of the priors at share and confusion, up to a constant
}

func newEM(r *Ratings) *em {
	e := &em{p: r.byRater(), q: len(r.values), raters: r.raters}
	e.post = make([]float64, e.p.len()*e.q)
	for i := range e.p.len() {
		for _, entry := range e.p.of(i) {
			e.post[i*e.q+int(entry.b)] += 1 / e.p.m[i]
		}
	}
	e.share, e.confusion = make([]float64, e.q), make([]float64, e.raters*e.q*e.q)
	return e
}

// affordable is how many iterations there may be.
func (e *em) affordable() int {
	each := (len(e.p.entry) + e.p.len() + e.raters*e.q) * e.q
	return min(mostIterations, max(20, mostWork/each))
}

// step maximises over the parameters, works out the probabilities anew, and
// returns the log-likelihood of the ratings.
func (e *em) step() float64 {
	e.maximise()
	total := 0.0
	for i, f := range e.p.freq {
		post := e.post[i*e.q : (i+1)*e.q]
		copy(post, e.share)
		for _, entry := range e.p.of(i) {
			at := (int(entry.a)*e.q + int(entry.b)) * e.q
			for k, l := range e.confusion[at : at+e.q] {
				post[k] += l
			}
		}
		total += float64(f) * normalise(post)
	}
	return total
}

// normalise turns logarithms into probabilities that add up to 1, and returns the
// logarithm of what they added up to.
func normalise(x []float64) float64 {
	most := math.Inf(-1)
	for _, v := range x {
		most = max(most, v)
	}
	sum := 0.0
	for k, v := range x {
		x[k] = math.Exp(v - most)
		sum += x[k]
	}
	for k := range x {
		x[k] /= sum
	}
	return most + math.Log(sum)
}

// maximise sets the parameters to what is most probable given post.
func (e *em) maximise() {
	q := e.q
	for k := range e.share {
		e.share[k] = priorItems / float64(q)
	}
	wrong := (1 - priorRight) / float64(q-1)
	for i := range e.confusion {
		e.confusion[i] = wrong
		if i/q%q == i%q {
			e.confusion[i] = priorRight
		}
	}
	for i, f := range e.p.freq {
		for k, g := range e.post[i*q : (i+1)*q] {
			g *= float64(f)
			e.share[k] += g
			for _, entry := range e.p.of(i) {
				e.confusion[(int(entry.a)*q+int(entry.b))*q+k] += g
			}
		}
	}
	e.prior = 0
	total := 0.0
	for _, s := range e.share {
		total += s
	}
	for k := range e.share {
		e.share[k] = math.Log(e.share[k] / total)
		e.prior += priorItems / float64(q) * e.share[k]
	}
	for j := range e.raters {
		for k := range q {
			e.logRow(e.confusion[j*q*q:(j+1)*q*q], k, wrong)
		}
	}
}

// logRow turns what a rater said of true category k into log-probabilities.
func (e *em) logRow(table []float64, k int, wrong float64) {
	total := 0.0
	for said := range e.q {
		total += table[said*e.q+k]
	}
	for said := range e.q {
		l := math.Log(table[said*e.q+k] / total)
		table[said*e.q+k] = l
		if said == k {
			e.prior += priorRight * l
		} else {
			e.prior += wrong * l
		}
	}
}

// finish writes what was found into c.
func (e *em) finish(r *Ratings, c *Consensus) {
	q := e.q
	c.Confusion = make([][][]float64, e.raters)
	for j := range c.Confusion {
		c.Confusion[j] = make([][]float64, q)
		for k := range q {
			c.Confusion[j][k] = make([]float64, q)
			for said := range q {
				c.Confusion[j][k][said] = math.Exp(e.confusion[(j*q+said)*q+k])
			}
		}
	}
	for k := range q {
		c.Shares = append(c.Shares, Estimate{Value: math.Exp(e.share[k]), N: len(e.p.item), NoInterval: modelOnly})
	}
	c.probs, c.Items = make([]float64, r.items*q), make([]ItemConsensus, r.items)
	for i := range r.items {
		of, post := r.of(i), c.probs[i*q:(i+1)*q]
		copy(post, e.share)
		for _, cell := range of {
			at := (int(cell.rater)*q + int(cell.value)) * q
			for k, l := range e.confusion[at : at+q] {
				post[k] += l
			}
		}
		normalise(post)
		c.Items[i] = ItemConsensus{Category: -1}
		if len(of) == 0 {
			continue
		}
		best := 0
		for k := range post {
			if post[k] > post[best] {
				best = k
			}
		}
		c.Items[i] = ItemConsensus{best, post[best]}
	}
	c.warn(e)
}

// warn says what a reader has to know.
func (c *Consensus) warn(e *em) {
	if !c.Converged {
		c.Caveats = append(c.Caveats, fmt.Sprintf("EM had not settled after %d iterations", c.Iterations))
	}
	ratings := 0.0
	for i, f := range e.p.freq {
		ratings += float64(f) * e.p.m[i]
	}
	if mean := ratings / float64(len(e.p.item)); mean < 2.5 {
		c.Caveats = append(c.Caveats, fmt.Sprintf("items have %.1f ratings on average; with fewer than three the consensus leans on what the model assumes", mean))
	}
	for k := range c.q {
		said := make([]float64, c.q)
		for i, f := range e.p.freq {
			for _, entry := range e.p.of(i) {
				said[entry.b] += float64(f) * e.post[i*c.q+k]
			}
		}
		most := k
		for other := range said {
			if said[other] > said[most] && said[other] > .5 {
				most = other
			}
		}
		if most != k {
			c.Switched = append(c.Switched, Switch{k, most})
		}
	}
	if len(c.Switched) > 0 {
		c.Caveats = append(c.Caveats, "where the consensus is one value, raters say another more often: the two may have changed places, or most raters may be wrong; look at the confusion matrices")
	}
}
