package main

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/stats"
)

func TestFigure(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", .83: ".830", -.83: "-.830", 12.43: "12.4", 1204: "1,204", 2.7e-9: "2.7e-09", .0009: ".0009", .0044: ".0044",
		1.5: "1.50", 123456.7: "123,457", -12000: "-12,000", 5e20: "5e+20", 100.26: "100.3",
	} {
		if got := figure(v); got != want {
			t.Errorf("figure(%v) is %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]string{0: "0 %", .05: "5 %", .041: "4.1 %", 1: "100 %", .9999: "99.99 %", .0005: "0.05 %", 1e-6: "0.0001 %"} {
		if got := percent(v); got != want {
			t.Errorf("percent(%v) is %q, want %q", v, got, want)
		}
	}
}

func TestEstimateText(t *testing.T) {
	for want, e := range map[string]stats.Estimate{
		".810 [.740, .870]":           stats.Between(.81, .74, .87, .95, "", 9),
		"not defined: one rater":      stats.Undefined("one rater"),
		".500":                        stats.Exact(.5, 4),
		".500 (no interval: too few)": {Value: .5, NoInterval: "too few"},
	} {
		if got := estimate(e, figure); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := estimate(stats.Between(.041, .02, .07, .95, "", 9), percent); got != "4.1 % [2, 7]" {
		t.Error(got)
	}
}

// A share that was read is a number, and what it prints as can be read.
func FuzzShare(f *testing.F) {
	for _, s := range []string{"5%", ".05", " 95 %", "NaN", "1e-9", "-3%", "%", "", "0x1p-2", "１%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := share(s)
		if err != nil {
			return
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%q is read as %v", s, v)
		}
		for _, out := range []string{figure(v), percent(v)} {
			if out == "" || !utf8.ValidString(out) || strings.Contains(out, "NaN") {
				t.Fatalf("%q prints as %q", s, out)
			}
		}
	})
}
