package stats

import "math"

// ratedShare is the score test of a true share: of good labelled rows the judge
// calls x good, of bad ones w, and of rows without label X.
type ratedShare struct {
	good, x float64
	bad, w  float64
	all, X  float64

	tpr, fpr float64 // where the last search ended: the next begins there
}

func newRatedShare(c Confusion, judged, of int) *ratedShare {
	return &ratedShare{
		good: float64(c.TP + c.FN), x: float64(c.TP), bad: float64(c.FP + c.TN), w: float64(c.FP),
		all: float64(of), X: float64(judged), tpr: .5, fpr: .5,
	}
}

// statistic returns the score statistic, a chi-square with one degree of freedom,
// of the hypothesis that the share is theta: the squared difference between the
// judged share and the one expected by theta, over its variance with the
// likeliest TPR and FPR under theta.
func (s *ratedShare) statistic(theta float64) float64 {
	s.likeliest(theta)
	p := theta*s.tpr + (1-theta)*s.fpr
	d := s.X/s.all - theta*s.x/s.good - (1-theta)*s.w/s.bad
	v := p*(1-p)/s.all + theta*theta*s.tpr*(1-s.tpr)/s.good + (1-theta)*(1-theta)*s.fpr*(1-s.fpr)/s.bad
	if d == 0 {
		return 0
	}
	return d * d / v // v > 0: the barrier keeps p inside
}

// barrier is added to each count, so that the likeliest shares are inside (0, 1).
const barrier = 1e-4

// likeliest finds the TPR and FPR of the greatest likelihood under theta. The
// logarithm of the likelihood is concave: Newton's steps, cut short of the edge
// and halved until they climb, reach its only maximum.
func (s *ratedShare) likeliest(theta float64) {
	a, b := s.tpr, s.fpr
	a, b = max(1e-6, min(1-1e-6, a)), max(1e-6, min(1-1e-6, b))
	at := s.likelihood(theta, a, b)
	for range 100 {
		ga, gb, haa, hab, hbb := s.slopes(theta, a, b)
		det := haa*hbb - hab*hab
		if !(det > 0) {
			break
		}
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		climb := ga*da + gb*db
		if climb < 1e-12 {
			break
		}
		step := math.Min(1, .95*math.Min(room(a, da), room(b, db)))
		next := s.likelihood(theta, a+step*da, b+step*db)
		for halved := 0; next < at+1e-4*step*climb && halved < 40; halved++ {
			step /= 2
			next = s.likelihood(theta, a+step*da, b+step*db)
		}
		if next <= at {
			break
		}
		a, b, at = a+step*da, b+step*db, next
	}
	s.tpr, s.fpr = a, b
}

// room returns how many steps d fit between x and the edge of (0, 1).
func room(x, d float64) float64 {
	switch {
	case d > 0:
		return (1 - x) / d
	case d < 0:
		return x / -d
	}
	return math.Inf(1)
}

func (s *ratedShare) likelihood(theta, a, b float64) float64 {
	p := theta*a + (1-theta)*b
	return (s.x+barrier)*math.Log(a) + (s.good-s.x+barrier)*math.Log1p(-a) +
		(s.w+barrier)*math.Log(b) + (s.bad-s.w+barrier)*math.Log1p(-b) +
		(s.X+barrier)*math.Log(p) + (s.all-s.X+barrier)*math.Log1p(-p)
}

// slopes returns the gradient, and the curvature with its sign turned.
func (s *ratedShare) slopes(theta, a, b float64) (ga, gb, haa, hab, hbb float64) {
	p := theta*a + (1-theta)*b
	one := func(k, n, q float64) (g, h float64) {
		g = (k+barrier)/q - (n-k+barrier)/(1-q)
		return g, (k+barrier)/(q*q) + (n-k+barrier)/((1-q)*(1-q))
	}
	ga, haa = one(s.x, s.good, a)
	gb, hbb = one(s.w, s.bad, b)
	gp, hp := one(s.X, s.all, p)
	return ga + theta*gp, gb + (1-theta)*gp, haa + theta*theta*hp, theta * (1 - theta) * hp, hbb + (1-theta)*(1-theta)*hp
}
