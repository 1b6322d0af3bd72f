package stats

import "math"

// Weights say how much two values that differ still agree: in full when equal,
// not at all at the two ends of the scale.
type Weights string

// The weights.
const (
	Unweighted       Weights = ""
	LinearWeights    Weights = "linear"    // 1 − |difference| over the widest (Cicchetti and Allison, 1971)
	QuadraticWeights Weights = "quadratic" // 1 − its square over the widest's (Fleiss and Cohen, 1973)
)

// weighing is a scale with weights.
type weighing struct {
	kind  Weights
	scale []float64 // of each category, within 0 to 1
}

// newWeighing uses positions in the order of categories for nominal and ordinal
// values, and the values themselves where differences mean something.
func newWeighing(kind Weights, values []float64, level Level) weighing {
	if level == LevelInterval || level == LevelRatio {
		return weighing{kind, unitScale(values)}
	}
	positions := make([]float64, len(values))
	for i := range positions {
		positions[i] = float64(i)
	}
	return weighing{kind, unitScale(positions)}
}

// differ is 1 − the weight of two categories.
func (w weighing) differ(c, k int32) float64 {
	switch d := w.scale[c] - w.scale[k]; {
	case c == k:
		return 0
	case w.kind == LinearWeights:
		return math.Abs(d)
	case w.kind == QuadraticWeights:
		return d * d
	default:
		return 1
	}
}

// total adds the weights of all ordered pairs of categories up, without visiting
// each pair: a scale may have very many values.
func (w weighing) total() float64 {
	q := float64(len(w.scale))
	sum, squares, apart := 0.0, 0.0, 0.0
	for i, x := range w.scale {
		apart += x*float64(i) - sum
		sum += x
		squares += x * x
	}
	switch w.kind {
	case LinearWeights:
		return q*q - 2*apart
	case QuadraticWeights:
		return q*q - 2*(q*squares-sum*sum)
	default:
		return q
	}
}
