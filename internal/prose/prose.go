// Package prose writes figures as the sentences of findings say them: counts with
// their nouns, shares in per cent with their intervals, p-values, values of the data in
// quotation marks.
//
// Invariants: the same figure gives the same text everywhere; a value of the data
// moves no cursor and hides nothing.
//
// It computes no figure, and rounds only for people: what is compared is compared
// before.
package prose

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

// Count writes a whole number with its thousands set apart: 2,000.
func Count[T int | int32 | int64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Rows writes "1 row" or "2,000 rows".
func Rows[T int | int32 | int64](n T) string { return Plural(n, "row", "rows") }

// Plural writes a count with the noun that it asks for: "1 row" or "2,000 rows".
func Plural[T int | int32 | int64](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// Percent writes a share: "1.4 %", and "23 %" where a decimal says nothing.
func Percent(x float64) string { return percentDigits(x) + " %" }

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

// Share writes a share with its interval: "1.4 % [0.9, 2.1]".
func Share(e stats.Estimate) string {
	if !e.Defined() {
		return "no share (" + e.Undefined + ")"
	}
	s := Percent(e.Value)
	if e.Interval != nil {
		s += fmt.Sprintf(" [%s, %s]", percentDigits(e.Interval.Low), percentDigits(e.Interval.High))
	}
	return s
}

// Decimal writes a number as people of this field do: ".83", "1.9", "23".
func Decimal(x float64) string {
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
		return Count(int64(math.Round(math.Max(-1e15, math.Min(1e15, x)))))
	}
	if rest, ok := strings.CutPrefix(s, "0."); ok {
		return "." + rest
	}
	if rest, ok := strings.CutPrefix(s, "-0."); ok {
		return "−." + rest
	}
	return strings.Replace(s, "-", "−", 1)
}

// Figure writes a figure with its interval: ".83 [.79, .87]".
func Figure(e stats.Estimate) string {
	if !e.Defined() {
		return "no figure (" + e.Undefined + ")"
	}
	s := Decimal(e.Value)
	if e.Interval != nil {
		s += fmt.Sprintf(" [%s, %s]", Decimal(e.Interval.Low), Decimal(e.Interval.High))
	}
	return s
}

// Shown makes a value of the data fit to stand in a sentence.
func Shown(v string) string { return text.Harmless(v, 48) }

// Quoted is Shown in quotation marks.
func Quoted(v string) string { return `"` + Shown(v) + `"` }

// List writes the first few of many: "a, b and 3 more".
func List(all []string, few int) string {
	if len(all) <= few {
		return strings.Join(all, ", ")
	}
	return strings.Join(all[:few], ", ") + " and " + Count(len(all)-few) + " more"
}

// PValue writes a p- or q-value: ".013", "< .001".
func PValue(p float64) string {
	if p < .001 {
		return "< .001"
	}
	return strings.TrimPrefix(strconv.FormatFloat(p, 'f', 3, 64), "0")
}

// Equals is PValue with its sign: "= .013", "< .001".
func Equals(p float64) string {
	if p < .001 {
		return PValue(p)
	}
	return "= " + PValue(p)
}
