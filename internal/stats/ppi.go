package stats

import (
	"fmt"
	"math"
)

// PPI is a share or a mean by a few labels and a judge's scores of many rows.
type PPI struct {
	// Estimate is the figure. Its interval holds its level for shares from .01 to
	// .99, 50 labels and more, whatever the judge; where labels are too few for
	// that, it is the figure of the labels alone, or says why there is none.
	Estimate Estimate `json:"estimate"`
	Labels   Estimate `json:"labels"` // by the labels alone
	Lambda   float64  `json:"lambda"` // how far the judge is leant on: 0 not at all, 1 wholly
	SE       float64  `json:"se"`     // standard error of the rectified figure
	// Worth is how many labels alone would tell as much, over the labels there
	// are: 1 says that the judge adds nothing. 0 where that cannot be told.
	Worth float64 `json:"worth"`

	value float64 // the rectified figure, also where Estimate is not
}

// rectified holds the parts of a PPI++ figure.
type rectified struct {
	n             int
	value         float64
	lambda        float64
	rest, imputed float64 // variance of the labels' part and of the scores' part
	mean          float64 // of the labels
	own           float64 // variance of mean, by labels alone, for how much the judge adds
}

func (r *rectified) se() float64 { return math.Sqrt(r.rest + r.imputed) }

// PPIMean returns the share of rows that are good, or the mean, where truth are
// the labels of some rows, score a judge's scores of the same rows, and pool its
// scores of others. Labelled rows have to be a random sample of all.
//
// The figure is PPI++ (Angelopoulos, Duchi and Zrnic 2023): λ·mean(pool) +
// mean(truth − λ·score), λ = Cov(truth, score) / ((1 + n/N)·Var(score)) clipped
// to [0, 1], with the same divisors as ppi-python. λ is chosen by the rows that
// it is used on; the bias of that is of order 1/n, and smaller than .1 standard
// errors from 50 labels on.
//
// For labels of 0 and 1 the interval is Wilson's with the effective number of
// labels, as for shares of survey samples (Korn and Graubard 1998; Franco et al.
// 2019): n is replaced by mean(1 − mean)/SE², and z by Student's t with n − 2
// degrees of freedom. At 95 % it covers 93 to 97.6 %. The normal interval of the
// paper covers 40 to 90 % where positives are few; see Normal.
// It gives way to Clopper and Pearson's of the labels alone, which is guaranteed,
// where fewer than 3 labels differ from the rest, or where labels show so few
// disagreements with the judge that its errors cannot be told. Other labels get
// Student's t, where they are not too skewed for it.
func PPIMean(truth, score []float64, pool *Pool, level float64) PPI {
	if why := checkPPI(truth, score, pool, level); why != "" {
		return PPI{Estimate: Undefined("%s", why), Labels: Mean(truth, level)}
	}
	r := rectify(truth, score, pool)
	out := PPI{Labels: Mean(truth, level), Lambda: r.lambda, SE: r.se(), value: r.value}
	if r.own > 0 && out.SE > 0 {
		out.Worth = r.own / (out.SE * out.SE)
	}
	k, binary := zeroOne(truth)
	if !binary {
		out.Estimate = r.byT(truth, score, level)
		return out
	}
	if why := r.sparse(k); why != "" {
		out.Estimate = withCaveat(ClopperPearson(k, r.n, level), why)
		out.Worth = 0
		return out
	}
	out.Estimate = r.byWilson(level, float64(r.n-2))
	if r.n < fewLabels {
		out.Estimate.Caveats = append(out.Estimate.Caveats, fmt.Sprintf("%d labels are few: intervals were checked from 50 on", r.n))
	}
	return out
}

// fewLabels is how many labels the coverage simulations begin with.
const fewLabels = 50

// Normal returns the interval of ppi-python 0.2: the figure of PPI++ ± z standard
// errors. It does not hold its level where n·p or n·(1 − p) is below 20, and is
// there for comparison.
func (p *PPI) Normal(level float64) (low, high float64) {
	half := z(level) * p.SE
	return p.value - half, p.value + half
}

func checkPPI(truth, score []float64, pool *Pool, level float64) string {
	switch {
	case len(truth) == 0:
		return "there are no labelled rows"
	case len(truth) != len(score):
		return "not every labelled row has a score"
	case pool == nil || pool.n == 0:
		return "there are no scored rows without a label"
	case !validLevel(level):
		return checkShare(0, 1, level)
	case len(truth) < 5:
		return fmt.Sprintf("%d labels are too few to tell how the judge errs", len(truth))
	}
	for i := range truth {
		if notFinite(truth[i]) || notFinite(score[i]) {
			return fmt.Sprintf("label or score %d is not a number", i+1)
		}
	}
	return ""
}

// rectify computes the parts as ppi-python does: covariance and variances with n,
// the variance of all scores together with n − 1.
func rectify(truth, score []float64, pool *Pool) rectified {
	y, f := momentsOf(truth), momentsOf(score)
	n, N := float64(y.n), float64(pool.n)
	var cov float64
	for i := range truth {
		cov += (truth[i] - y.mean) * (score[i] - f.mean)
	}
	cov /= n
	d := f.mean - pool.mean
	all := (f.variance*(n-1) + pool.m2 + d*d*n*N/(n+N)) / (n + N - 1)
	r := rectified{n: y.n, mean: y.mean, own: y.variance * (n - 1) / n / n}
	if all > 0 {
		r.lambda = max(0, min(1, cov/((1+n/N)*all)))
	}
	r.value = r.lambda*pool.mean + y.mean - r.lambda*f.mean
	var s float64
	for i := range truth {
		e := truth[i] - y.mean - r.lambda*(score[i]-f.mean)
		s += e * e
	}
	r.rest = s / n / n
	r.imputed = r.lambda * r.lambda * pool.variance() / N
	return r
}

// sparse says why k ones among the labels do not let the judge be used; "" where
// they do.
func (r *rectified) sparse(k int) string {
	unexplained := r.rest * float64(r.n) * float64(r.n) // squares left by the judge: disagreements, where it says 0 and 1
	switch fewer := min(k, r.n-k); {
	case fewer < 3:
		return fmt.Sprintf("only %d of %d labels differ from the rest, too few for the judge to add to them: the figure is that of the labels alone", fewer, r.n)
	case unexplained < 4 && r.rest < r.own/2:
		return fmt.Sprintf("%d labels show too few disagreements with the judge to tell how often it errs: the figure is that of the labels alone; more labels let the judge help", r.n)
	}
	return ""
}

// byWilson is a share with Wilson's interval by the effective number of labels.
func (r *rectified) byWilson(level, df float64) Estimate {
	n := float64(r.n)
	effective := r.mean * (1 - r.mean) / (r.rest + r.imputed)
	effective *= df / (df + 2)
	c, p := tQuantile(level, df), max(0, min(1, r.value))
	mid := (p + c*c/(2*effective)) / (1 + c*c/effective)
	half := c / (1 + c*c/effective) * math.Sqrt(p*(1-p)/effective+c*c/(4*effective*effective))
	low, high := min(p, max(0, mid-half)), max(p, min(1, mid+half)) // at an edge, but for rounding, they are equal
	e := Between(p, low, high, level, "PPI++, Wilson with effective n", r.n)
	if p != r.value {
		e.Caveats = append(e.Caveats, fmt.Sprintf("the rectified figure, %.3g, is outside 0 to 1 and was moved to its edge", r.value))
	}
	if r.lambda == 0 {
		e.Caveats = append(e.Caveats, fmt.Sprintf("among %.0f labels the judge does not go with the truth: its scores were not used", n))
	}
	return e
}

// byT is a mean with Student's t interval, where what the judge leaves
// unexplained is not too skewed for it.
func (r *rectified) byT(truth, score []float64, level float64) Estimate {
	left := make([]float64, r.n)
	for i := range left {
		left[i] = truth[i] - r.lambda*score[i]
	}
	m := momentsOf(left)
	e := finite(Estimate{Value: r.value, N: r.n})
	switch why := m.tooSkewed(); {
	case !e.Defined():
		return e
	case r.n < 30:
		e.NoInterval = fmt.Sprintf("%d labels are too few for the interval of a mean with a judge; 30 are the least", r.n)
		return e
	case why != "":
		e.NoInterval = "labels less scores: " + why
		return e
	}
	half := tQuantile(level, float64(r.n-2)) * math.Sqrt(r.rest*float64(r.n)/float64(r.n-2)+r.imputed)
	return Between(r.value, r.value-half, r.value+half, level, "PPI++, Student's t", r.n)
}
