package adherence

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
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

// shareText writes a share with its interval: "1.4 % [0.9, 2.1]".
func shareText(e stats.Estimate) string {
	if !e.Defined() {
		return "no share (" + e.Undefined + ")"
	}
	s := percent(e.Value)
	if e.Interval != nil {
		s += fmt.Sprintf(" [%s, %s]", percentDigits(e.Interval.Low), percentDigits(e.Interval.High))
	}
	return s
}

// decimal writes a number as people of this field do: ".83", "1.9", "23".
func decimal(x float64) string {
	a := math.Abs(x)
	var s string
	switch {
	case a < 5e-5:
		return "0"
	case a < .00995:
		s = strconv.FormatFloat(x, 'f', 4, 64)
	case a < .0995:
		s = strconv.FormatFloat(x, 'f', 3, 64)
	case a < .995:
		s = strconv.FormatFloat(x, 'f', 2, 64)
	case a < 99.5:
		s = strconv.FormatFloat(x, 'f', 1, 64)
	default:
		return count(int64(math.Round(math.Max(-1e15, math.Min(1e15, x)))))
	}
	if rest, ok := strings.CutPrefix(s, "0."); ok {
		return "." + rest
	}
	if rest, ok := strings.CutPrefix(s, "-0."); ok {
		return "−." + rest
	}
	return strings.Replace(s, "-", "−", 1)
}

// numberText writes a figure with its interval: ".83 [.79, .87]".
func numberText(e stats.Estimate) string {
	if !e.Defined() {
		return "no figure (" + e.Undefined + ")"
	}
	s := decimal(e.Value)
	if e.Interval != nil {
		s += fmt.Sprintf(" [%s, %s]", decimal(e.Interval.Low), decimal(e.Interval.High))
	}
	return s
}

// shown makes a value of the data fit to stand in a sentence.
func shown(v string) string { return text.Harmless(v, 48) }

// quoted is shown in quotation marks.
func quoted(v string) string { return `"` + shown(v) + `"` }

// list writes the first few of many: "a, b and 3 more".
func list(all []string, few int) string {
	if len(all) <= few {
		return strings.Join(all, ", ")
	}
	return strings.Join(all[:few], ", ") + " and " + count(len(all)-few) + " more"
}

// pValue writes a p- or q-value: ".013", "< .001".
func pValue(p float64) string {
	if p < .001 {
		return "< .001"
	}
	return strings.TrimPrefix(strconv.FormatFloat(p, 'f', 3, 64), "0")
}

// seen is a value of an option, to be shown in an error.
func seen(v any) string { return shown(fmt.Sprint(v)) }

// habit is the share of rows above which something is how the data is written.
const habit = .5

// worth returns the severity of a share of rows that are defective: serious where
// ten rows are and the lower end of the interval is 1 % or more, notable where three
// are and it is .1 % or more, or there are fewer than 100 rows.
func worth(e stats.Estimate, k int64) measure.Severity {
	if !e.Defined() || e.Interval == nil {
		return measure.Plain
	}
	switch low := e.Interval.Low; {
	case k >= 10 && low >= .01:
		return measure.Serious
	case k >= 3 && (low >= .001 || e.N < 100):
		return measure.Notable
	}
	return measure.Plain
}
