package main

import (
	"fmt"
	"time"

	"seedbed.dev/seedbed/internal/engine"
)

// smoothed is a rate over the last quarter of a minute or so, or over all the time that a
// run has lasted: of slow rows there is none in most looks.
func smoothed(was, got float64, since, elapsed time.Duration) float64 {
	share := min(since.Seconds()/max(min(elapsed.Seconds(), 15), 1e-3), 1)
	return (1-share)*was + share*got
}

// finished counts the records that the last stages have dealt with.
func finished(counts []engine.StageCount) int64 {
	if len(counts) == 0 {
		return 0
	}
	c := counts[len(counts)-1]
	n := c.Out + c.Failed + c.Surplus
	for _, r := range c.Rejected {
		n += r
	}
	return n
}

// perTime is a rate a second, or a minute where that says more.
func perTime(rate float64) string {
	switch {
	case rate >= 10:
		return fmt.Sprintf("%.0f rows/s", rate)
	case rate >= .95:
		return fmt.Sprintf("%.1f rows/s", rate)
	}
	return fmt.Sprintf("%.0f rows/min", rate*60)
}
