package influence

import (
	"math"
	"strconv"
	"strings"

	"seedbed.dev/seedbed/internal/text"
)

// count writes a whole number with its thousands set apart: 2,000.
func count[T int | int32 | int64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// rows writes "1 row" or "2,000 rows".
func rows[T int | int32 | int64](n T) string { return plural(n, "row", "rows") }

func plural[T int | int32 | int64](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// percent writes a share: "1.4 %", and "23 %" where a decimal says nothing.
func percent(x float64) string { return percentDigits(x) + " %" }

func percentDigits(x float64) string {
	x *= 100
	a := math.Abs(x)
	switch {
	case a == 0 || a == 100:
		return strconv.FormatFloat(x, 'f', 0, 64)
	case a < .005:
		return "<0.01"
	case a < .095:
		return strconv.FormatFloat(x, 'f', 2, 64)
	case a > 99 && a < 100:
		return strconv.FormatFloat(math.Min(99.9, x), 'f', 1, 64) // 100 would say that there is no other
	case a < 9.95:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 0, 64)
}

// shown makes a value of the data fit to stand in a sentence.
func shown(v string) string { return text.Harmless(v, 48) }

// quoted is shown in quotation marks.
func quoted(v string) string { return `"` + shown(v) + `"` }

// pValue writes a p- or q-value: ".013", "< .001".
func pValue(p float64) string {
	if p < .001 {
		return "< .001"
	}
	return strings.TrimPrefix(strconv.FormatFloat(p, 'f', 3, 64), "0")
}

// quotedLong is quoted, for phrases.
func quotedLong(v string) string { return `"` + text.Harmless(v, 120) + `"` }
