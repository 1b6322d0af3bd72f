package stats

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// CalibrationError is the expected calibration error over bins: the mean, over
// rows, of |mean score − share good| of the row's bin (Naeini, Cooper and
// Hauskrecht 2015). With n rows it is above 0 for a perfect judge too.
type CalibrationError struct {
	ECE Estimate `json:"ece"`
	Max float64  `json:"mce"` // of the worst bin
	// Perfect is the mean ECE of judges whose scores are exact probabilities, with
	// these scores: labels drawn anew from the scores. PerfectHigh is what one in
	// twenty of them exceeds.
	Perfect     float64 `json:"ece_of_a_perfect_judge"`
	PerfectHigh float64 `json:"ece_of_a_perfect_judge_95"`
	// P is the share of perfect judges that show at least this ECE.
	P float64 `json:"p_calibrated"`
	// Debiased is the ECE of a judge that is off by as much in every bin, and of
	// which samples of this size show this ECE on average; 0 where a perfect judge
	// shows it too. Where a few bins alone are off, it is still too high.
	Debiased float64 `json:"ece_debiased"`
}

func calibrationError(score []float64, in []int, bins []CalibrationBin, o CalibrationOptions) CalibrationError {
	n := float64(len(score))
	var e CalibrationError
	for i := range bins {
		if b := &bins[i]; b.Rows > 0 {
			d := math.Abs(b.Score - float64(b.Good)/float64(b.Rows))
			e.ECE.Value += float64(b.Rows) / n * d
			e.Max = max(e.Max, d)
		}
	}
	e.ECE.N = len(score)
	e.ECE.NoInterval = "it is biased upwards, and so would its resamples be; hold it against that of a perfect judge"
	draws := perfectJudges(score, in, bins, o)
	for _, d := range draws {
		e.Perfect += d / float64(len(draws))
		if d >= e.ECE.Value-1e-12 {
			e.P++
		}
	}
	e.P = (e.P + 1) / float64(len(draws)+1)
	e.PerfectHigh = Quantile(draws, .95)
	e.Debiased = debiased(bins, e.ECE.Value, n)
	return e
}

// perfectJudges returns the ECE, ascending, of label sets drawn from the scores.
func perfectJudges(score []float64, in []int, bins []CalibrationBin, o CalibrationOptions) []float64 {
	n := float64(len(score))
	draws := make([]float64, o.Draws)
	parallel(o.Draws, func() func(int) {
		source := rand.NewPCG(0, 0)
		rng, good := rand.New(source), make([]int, len(bins))
		return func(d int) {
			source.Seed(mix(o.Seed, uint64(d)))
			clear(good)
			for i, s := range score {
				if rng.Float64() < s {
					good[in[i]]++
				}
			}
			for i := range bins {
				if b := &bins[i]; b.Rows > 0 {
					draws[d] += math.Abs(b.Score*float64(b.Rows)-float64(good[i])) / n
				}
			}
		}
	})
	slices.Sort(draws)
	return draws
}

// debiased finds by how much all bins have to be off for the mean ECE of such
// samples to be the one seen. A bin's difference is taken as normal about its own,
// so its mean absolute value is that of the folded normal.
func debiased(bins []CalibrationBin, seen, n float64) float64 {
	expected := func(off float64) (sum float64) {
		for i := range bins {
			if b := &bins[i]; b.Rows > 0 {
				rows := float64(b.Rows)
				sum += rows / n * foldedMean(off, math.Sqrt(b.Score*(1-b.Score)/rows))
			}
		}
		return sum
	}
	if expected(0) >= seen {
		return 0
	}
	return min(seen, root(0, seen, func(off float64) float64 { return expected(off) - seen }))
}

// foldedMean is the mean of |X| for X normal.
func foldedMean(mean, sd float64) float64 {
	if sd <= 0 {
		return math.Abs(mean)
	}
	t := mean / sd
	return sd*math.Sqrt(2/math.Pi)*math.Exp(-t*t/2) + mean*(1-2*distuv.UnitNormal.CDF(-t))
}
