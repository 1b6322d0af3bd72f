package stats

import (
	"math"
	"slices"
	"sort"
)

// CalibrationBin is a range (Low, High] of scores, the first of which holds Low
// too, with how many rows of it are good.
type CalibrationBin struct {
	Low   float64  `json:"low"`
	High  float64  `json:"high"`
	Rows  int      `json:"rows"`
	Good  int      `json:"good"`
	Score float64  `json:"mean_score"`
	Share Estimate `json:"share_good"`
}

// Brier is the mean squared difference between scores and labels, and its parts
// over bins: Score = Reliability − Resolution + Uncertainty + Within (Murphy 1973;
// the last term is that of Stephenson, Coelho and Jolliffe 2008, and 0 where all
// scores of a bin are the same).
type Brier struct {
	Score       Estimate `json:"score"`
	Reliability float64  `json:"reliability"` // how far bins' scores are from their shares; 0 is best
	Resolution  float64  `json:"resolution"`  // how far bins' shares are from the overall one; more is better
	Uncertainty float64  `json:"uncertainty"` // of the labels themselves
	Within      float64  `json:"within"`      // what varies inside bins
	// Skill is 1 − score/uncertainty: 0 for a judge that always gives the overall
	// share, 1 for one that is always right.
	Skill Estimate `json:"skill"`
}

// Calibration says what scores in [0, 1] are worth as probabilities.
type Calibration struct {
	Rows int              `json:"rows"`
	Good int              `json:"good"`
	Why  string           `json:"undefined,omitempty"` // nothing else holds where this is set
	Bins []CalibrationBin `json:"bins"`
	Err  CalibrationError `json:"calibration_error"`

	Brier Brier `json:"brier"`
}

// CalibrationOptions are how to bin, and the level of intervals.
type CalibrationOptions struct {
	Bins       int  // 0: 10
	EqualWidth bool // bins of equal width; otherwise of nearly as many rows each, equal scores together
	Level      float64
	Seed       uint64
	Draws      int // of labels from the scores, for ECE's bias; 0: 2,000
}

// Calibrate compares scores, probabilities in [0, 1], with labels 0 and 1.
func Calibrate(score, truth []float64, o CalibrationOptions) Calibration {
	out := Calibration{Rows: len(score)}
	if out.Why = checkScores(score, truth); out.Why == "" && !validLevel(o.Level) {
		out.Why = checkShare(0, 1, o.Level)
	}
	if out.Why != "" {
		return out
	}
	out.Good, _ = zeroOne(truth)
	if o.Bins <= 0 {
		o.Bins = 10
	}
	if o.Draws <= 0 {
		o.Draws = 2000
	}
	edges := equalWidth(o.Bins)
	if !o.EqualWidth {
		edges = equalMass(score, o.Bins)
	}
	in := make([]int, len(score))
	for i, s := range score {
		in[i] = binOf(edges, s)
	}
	out.Bins = fillBins(score, truth, in, edges, o.Level)
	out.Brier = brier(score, truth, in, out.Bins, o.Level)
	out.Err = calibrationError(score, in, out.Bins, o)
	out.Bins = slices.DeleteFunc(out.Bins, func(b CalibrationBin) bool { return b.Rows == 0 })
	return out
}

// checkScores says why scores and labels cannot be compared.
func checkScores(score, truth []float64) string {
	if len(score) == 0 {
		return "there are no rows with a score and a label"
	}
	if len(score) != len(truth) {
		return "not every score has a label"
	}
	for i, s := range score {
		if !(s >= 0 && s <= 1) {
			return "a score is not between 0 and 1"
		}
		if truth[i] != 0 && truth[i] != 1 {
			return "a label is neither 0 nor 1"
		}
	}
	return ""
}

func equalWidth(n int) []float64 {
	edges := make([]float64, n+1)
	for i := range edges {
		edges[i] = float64(i) / float64(n)
	}
	return edges
}

// equalMass returns edges between which there are nearly as many rows each. A
// score that fills more than a bin has one of its own.
func equalMass(score []float64, n int) []float64 {
	sorted := slices.Clone(score)
	slices.Sort(sorted)
	edges := []float64{sorted[0]}
	for i := 1; i <= n; i++ {
		at := sorted[max(0, i*len(sorted)/n-1)]
		if at > edges[len(edges)-1] || len(edges) == 1 && at == edges[0] {
			edges = append(edges, at)
		}
	}
	if len(edges) == 1 {
		edges = append(edges, edges[0])
	}
	return edges
}

// binOf returns which (low, high] holds s; what is not above the first edge is in
// the first.
func binOf(edges []float64, s float64) int {
	i := sort.SearchFloat64s(edges[1:], s) // the first high that is not below s
	return min(i, len(edges)-2)
}

func fillBins(score, truth []float64, in []int, edges []float64, level float64) []CalibrationBin {
	bins := make([]CalibrationBin, len(edges)-1)
	for i, s := range score {
		b := &bins[in[i]]
		b.Rows++
		b.Score += s
		if truth[i] == 1 {
			b.Good++
		}
	}
	for i := range bins {
		b := &bins[i]
		b.Low, b.High = edges[i], edges[i+1]
		if b.Rows > 0 {
			b.Score /= float64(b.Rows)
		}
		b.Share = Share(b.Good, b.Rows, level)
	}
	return bins
}

func brier(score, truth []float64, in []int, bins []CalibrationBin, level float64) Brier {
	n := float64(len(score))
	losses := make([]float64, len(score))
	good := 0.0
	for i, s := range score {
		losses[i] = (s - truth[i]) * (s - truth[i])
		good += truth[i]
	}
	b := Brier{Score: Mean(losses, level)}
	overall := good / n
	b.Uncertainty = overall * (1 - overall)
	for i := range bins {
		if k := &bins[i]; k.Rows > 0 {
			w, share := float64(k.Rows)/n, float64(k.Good)/float64(k.Rows)
			b.Reliability += w * (k.Score - share) * (k.Score - share)
			b.Resolution += w * (share - overall) * (share - overall)
		}
	}
	for i, s := range score {
		k := &bins[in[i]]
		d := s - k.Score
		b.Within += (d*d - 2*d*(truth[i]-float64(k.Good)/float64(k.Rows))) / n
	}
	if b.Uncertainty > 0 {
		b.Skill = Estimate{Value: 1 - b.Score.Value/b.Uncertainty, N: len(score), NoInterval: "it goes with the Brier score's"}
	} else {
		b.Skill = Undefined("all labels are the same")
	}
	if math.Abs(b.Within) < 1e-15 {
		b.Within = 0
	}
	return b
}
