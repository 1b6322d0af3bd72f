package redundancy

import (
	"math"
	"strconv"
	"strings"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// percent writes a share with its interval: "1.4 % [0.9, 2.1]".
func percent(e *stats.Estimate) string {
	if e.Interval == nil {
		return oneShare(e.Value) + " %"
	}
	in := e.Interval
	digits := digitsFor(100 * (in.High - in.Low))
	if e.Value < .1 {
		digits = max(digits, 1)
	}
	write := func(v float64) string {
		if v == 0 || v == 1 {
			return strconv.Itoa(int(100 * v)) // not an approximation of it
		}
		return strconv.FormatFloat(100*v, 'f', digits, 64)
	}
	return write(e.Value) + " % [" + write(in.Low) + ", " + write(in.High) + "]"
}

// digitsFor returns how many digits behind the point tell the ends of an interval
// apart that is so wide.
func digitsFor(width float64) int {
	if !(width > 0) {
		return 0
	}
	return min(max(int(math.Ceil(math.Log10(2/width)-1e-9)), 0), 4)
}

// oneShare writes a share in per cent, of two digits that count.
func oneShare(v float64) string {
	p := 100 * v
	switch {
	case p == 0, p >= 10 && p <= 99.5, p == 100:
		return strconv.FormatFloat(p, 'f', 0, 64)
	case p > 99.5:
		return strconv.FormatFloat(math.Min(p, 99.99), 'f', 2, 64)
	case p >= .1:
		return strconv.FormatFloat(p, 'f', 1, 64)
	}
	return strconv.FormatFloat(p, 'f', 3, 64)
}

// figure writes a number with its interval, with so many digits behind the point or
// more.
func figure(e *stats.Estimate, digits int) string {
	if e.Interval == nil {
		return decimal(e.Value, digits)
	}
	digits = max(digits, digitsFor(e.Interval.High-e.Interval.Low))
	return decimal(e.Value, digits) + " [" + decimal(e.Interval.Low, digits) + ", " + decimal(e.Interval.High, digits) + "]"
}

// decimal writes a number, with commas where it is long.
func decimal(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if s[0] == '0' && digits > 0 && len(s) > 1 {
		return s[1:]
	}
	whole, rest, _ := strings.Cut(s, ".")
	n, _ := strconv.ParseInt(whole, 10, 64)
	if rest != "" {
		rest = "." + rest
	}
	return prose.Count(n) + rest
}
