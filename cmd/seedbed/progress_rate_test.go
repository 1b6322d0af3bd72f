package main

import (
	"testing"
	"time"
)

// Of rows that take half a minute each a plain line every five seconds says how many come
// in a minute, and not 0.
func TestRateOfSlowRows(t *testing.T) {
	rate, elapsed := 0.0, time.Duration(0)
	for i := range 120 {
		elapsed += 5 * time.Second
		got := 0.0
		if i%2 == 1 { // one row in ten seconds
			got = .2
		}
		rate = smoothed(rate, got, 5*time.Second, elapsed)
		if i > 4 && (rate < .06 || rate > .15) {
			t.Fatalf("%.3f a second after %s", rate, elapsed)
		}
	}
	for range 12 {
		elapsed += 5 * time.Second
		rate = smoothed(rate, 100, 5*time.Second, elapsed)
	}
	if rate < 99 {
		t.Errorf("%.1f a second after a minute at 100", rate)
	}
	for rate, want := range map[float64]string{0: "0 rows/min", .1: "6 rows/min", .96: "1.0 rows/s", 9.94: "9.9 rows/s", 12.3: "12 rows/s", 10240: "10240 rows/s"} {
		if got := perTime(rate); got != want {
			t.Errorf("%v is %q, not %q", rate, got, want)
		}
	}
}
