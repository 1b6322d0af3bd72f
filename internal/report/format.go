package report

import (
	"math"
	"strconv"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// number prints v in the unit: shares in per cent, counts whole, others in three
// digits.
func number(v float64, u measure.Unit) string {
	switch u {
	case measure.Share:
		return percent(v) + " %"
	case measure.Count, measure.Length:
		if v == math.Trunc(v) && math.Abs(v) < 1e15 {
			return prose.Count(int64(v))
		}
	}
	abs := math.Abs(v)
	switch {
	case v == 0:
		return "0"
	case abs >= 1000 && abs < 1e15:
		return prose.Count(int64(math.Round(v)))
	case abs >= .001 && abs < 1000:
		digits := 2 - int(math.Floor(math.Log10(abs)))
		return trim(strconv.FormatFloat(v, 'f', max(digits, 0), 64))
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}

// percent prints a share in per cent, without the sign.
func percent(v float64) string {
	p := v * 100
	switch abs := math.Abs(p); {
	case p == 0 || p == 100:
		return strconv.FormatFloat(p, 'f', 0, 64)
	case abs >= 99.95 && abs < 100: // never rounded to what it is not
		return strconv.FormatFloat(p, 'f', min(2+int(math.Max(0, -math.Log10(2*(100-abs))-1)), 9), 64)
	case abs >= .1:
		return trim(strconv.FormatFloat(p, 'f', 1, 64))
	default:
		return strconv.FormatFloat(p, 'g', 2, 64)
	}
}

// trim takes trailing zeros after a point away.
func trim(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// figure prints an estimate with its interval: "2.4 % [1.3, 4.2]".
func figure(e *stats.Estimate, u measure.Unit) string {
	if !e.Defined() {
		return "not defined"
	}
	s := number(e.Value, u)
	if e.Interval != nil {
		s += " [" + strings.TrimSuffix(number(e.Interval.Low, u), " %") + ", " + strings.TrimSuffix(number(e.Interval.High, u), " %") + "]"
	}
	return s
}

// unsure says what the interval of an estimate is, or why there is none.
func unsure(e *stats.Estimate) string {
	switch {
	case !e.Defined():
		return "Not defined: " + e.Undefined + "."
	case e.Interval != nil:
		return "Interval at " + number(e.Interval.Level, measure.Share) + " by " + e.Interval.Method + ", n = " + prose.Count(int64(e.N)) + "."
	case e.NoInterval != "":
		return "No interval: " + e.NoInterval + "."
	}
	return "Exact: a count over all " + prose.Count(int64(e.N)) + "."
}
