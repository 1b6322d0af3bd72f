package stats

import (
	"math"
	"sort"
)

// Isotonic returns the non-decreasing sequence that is nearest to values in
// squares, by pooling adjacent violators (Ayer et al. 1955). Weights are above 0;
// nil counts all the same.
func Isotonic(values, weights []float64) []float64 {
	type block struct {
		mean, weight float64
		n            int
	}
	var blocks []block
	for i, v := range values {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		b := block{v, w, 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].mean >= b.mean {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			total := last.weight + b.weight
			b = block{(last.mean*last.weight + b.mean*b.weight) / total, total, last.n + b.n}
		}
		blocks = append(blocks, b)
	}
	out := make([]float64, 0, len(values))
	for _, b := range blocks {
		for range b.n {
			out = append(out, b.mean)
		}
	}
	return out
}

// Step is a point of a map from scores to probabilities: from Score on, up to the
// next step, the probability is Probability.
type Step struct {
	Score       float64 `json:"score"`
	Probability float64 `json:"probability"`
	Rows        int     `json:"rows"`
}

// IsotonicMap fits a rising map from scores to the share of good rows (Zadrozny
// and Elkan 2002). Equal scores get one value.
func IsotonicMap(score, truth []float64) []Step {
	order := make([]int, min(len(score), len(truth)))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return score[order[a]] < score[order[b]] })
	var at, mean, rows []float64
	for _, i := range order {
		if len(at) == 0 || score[i] != at[len(at)-1] {
			at, mean, rows = append(at, score[i]), append(mean, 0), append(rows, 0)
		}
		last := len(at) - 1
		rows[last]++
		mean[last] += (truth[i] - mean[last]) / rows[last]
	}
	var out []Step
	for i, p := range Isotonic(mean, rows) {
		if len(out) == 0 || math.Abs(out[len(out)-1].Probability-p) > 1e-12 {
			out = append(out, Step{Score: at[i], Probability: p})
		}
		out[len(out)-1].Rows += int(rows[i])
	}
	return out
}

// Platt is the map p = 1/(1 + exp(A·score + B)) (Platt 1999).
type Platt struct {
	A         float64 `json:"a"`
	B         float64 `json:"b"`
	Undefined string  `json:"undefined,omitempty"`
}

// At returns the probability of a score.
func (p Platt) At(score float64) float64 { return logistic(-(p.A*score + p.B)) }

func logistic(x float64) float64 {
	if x >= 0 {
		return 1 / (1 + math.Exp(-x))
	}
	e := math.Exp(x)
	return e / (1 + e)
}

// PlattMap fits Platt's map with his regularised targets, (n₊+1)/(n₊+2) for good
// rows and 1/(n₋+2) for bad ones, by Newton's method as Lin, Lin and Weng (2007)
// do it.
func PlattMap(score, truth []float64) Platt {
	if len(score) == 0 || len(score) != len(truth) {
		return Platt{Undefined: "there are no rows with a score and a label"}
	}
	m := momentsOf(score)
	if !(m.variance > 0) || notFinite(m.variance) {
		return Platt{Undefined: "all scores are the same"}
	}
	good, binary := zeroOne(truth)
	if !binary {
		return Platt{Undefined: "a label is neither 0 nor 1"}
	}
	bad := len(truth) - good
	if good == 0 || bad == 0 {
		return Platt{Undefined: "all labels are the same"}
	}
	yes, no := float64(good+1)/float64(good+2), 1/float64(bad+2)
	sd := math.Sqrt(m.variance)
	f := plattFit{yes: yes, no: no, truth: truth, x: make([]float64, len(score))}
	for i, s := range score {
		f.x[i] = (s - m.mean) / sd // scaled: Newton's steps are then of one size
	}
	a, b := f.fit(math.Log(float64(bad+1) / float64(good+1)))
	return Platt{A: a / sd, B: b - a*m.mean/sd}
}

type plattFit struct {
	yes, no  float64
	x, truth []float64
}

// loss is the cross entropy; slopes and curvature are added where they are
// wanted.
func (f *plattFit) loss(a, b float64, d *[5]float64) float64 {
	var sum float64
	for i, x := range f.x {
		t := f.no
		if f.truth[i] == 1 {
			t = f.yes
		}
		u := a*x + b
		if u >= 0 {
			sum += t*u + math.Log1p(math.Exp(-u))
		} else {
			sum += (t-1)*u + math.Log1p(math.Exp(u))
		}
		if d != nil {
			p := logistic(-u)
			q := p * (1 - p)
			d[0] += x * (t - p)
			d[1] += t - p
			d[2] += x * x * q
			d[3] += x * q
			d[4] += q
		}
	}
	return sum
}

func (f *plattFit) fit(b float64) (float64, float64) {
	a := 0.0
	for range 100 {
		d := [5]float64{2: 1e-12, 4: 1e-12}
		at := f.loss(a, b, &d)
		if math.Abs(d[0])+math.Abs(d[1]) < 1e-10*float64(len(f.x)) {
			break
		}
		det := d[2]*d[4] - d[3]*d[3]
		da, db := -(d[4]*d[0]-d[3]*d[1])/det, -(d[2]*d[1]-d[3]*d[0])/det
		slope := d[0]*da + d[1]*db
		step := 1.0
		for step > 1e-10 && !(f.loss(a+step*da, b+step*db, nil) < at+1e-4*step*slope) {
			step /= 2
		}
		if step <= 1e-10 {
			break
		}
		a, b = a+step*da, b+step*db
	}
	return a, b
}
