package people

import (
	"cmp"
	"math"
	"slices"
)

// Compared is a row that a judge and people saw.
type Compared struct {
	// Signal is what may tell how far the judge is off: its score, its confidence, or
	// the probability that it gives.
	Signal float64
	Off    float64 // judge less people
}

// signalBins is into how many parts of nearly as many rows signals are put, and pull
// how many rows with the mean error of all each part is given.
const (
	signalBins = 10
	pull       = 5
)

// ExpectedError tells from rows that people rated how far off the judge is likely to be
// on others, by the signal: the root of the mean squared difference among rows with such
// a signal, drawn to that of all rows. Without rows to tell it by, it is 1 everywhere.
// Before there are any, √(p(1 − p)) of a probability p serves.
func ExpectedError(seen []Compared) func(signal float64) float64 {
	seen = slices.DeleteFunc(slices.Clone(seen), func(c Compared) bool {
		return math.IsNaN(c.Signal) || math.IsNaN(c.Off) || math.IsInf(c.Off, 0)
	})
	if len(seen) == 0 {
		return func(float64) float64 { return 1 }
	}
	slices.SortStableFunc(seen, func(a, b Compared) int { return cmp.Compare(a.Signal, b.Signal) })
	squares := 0.
	for _, c := range seen {
		squares += c.Off * c.Off
	}
	mean := squares / float64(len(seen))
	var upTo, errs []float64
	for from := 0; from < len(seen); {
		to := min(len(seen), from+max(1, len(seen)/signalBins))
		for to < len(seen) && seen[to].Signal == seen[to-1].Signal {
			to++
		}
		sum := 0.
		for _, c := range seen[from:to] {
			sum += c.Off * c.Off
		}
		upTo = append(upTo, seen[to-1].Signal)
		errs = append(errs, math.Sqrt((sum+pull*mean)/float64(to-from+pull)))
		from = to
	}
	return func(signal float64) float64 {
		at, _ := slices.BinarySearch(upTo, signal)
		if math.IsNaN(signal) {
			return math.Sqrt(mean)
		}
		return errs[min(at, len(errs)-1)]
	}
}
