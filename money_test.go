package seedbed

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDollars(t *testing.T) {
	for _, c := range []struct {
		usd  float64
		want string
	}{
		{0, "$0.00"},
		{12.345, "$12.35"},
		{0.01, "$0.01"},
		{0.0149, "$0.01"},
		{0.00999, "$0.01"},
		{0.0098, "$0.0098"},
		{0.001, "$0.0010"},
		{0.00099999, "$0.0010"},
		{0.005, "$0.0050"},
		{0.00031, "$0.00031"},
		{0.0000004, "$0.00000040"},
		{1.23e-9, "$0.0000000012"},
		{1e-12, "less than $0.000000001"},
		{-0.00031, "-$0.00031"},
		{math.NaN(), "an unknown amount"},
		{math.Inf(1), "$+Inf"},
	} {
		if got := Dollars(c.usd); got != c.want {
			t.Errorf("Dollars(%g) = %q, want %q", c.usd, got, c.want)
		}
	}
	if got := (Cost{USD: 3}).String(); got != "unknown" {
		t.Errorf("an unknown cost prints as %q", got)
	}
}

// What is printed below a cent is within half a unit of its second digit, and is
// never nothing.
func TestDollarsAreClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		usd := rapid.Float64Range(leastDollars, 0.01).Draw(t, "usd")
		s, ok := strings.CutPrefix(Dollars(usd), "$")
		got, err := strconv.ParseFloat(s, 64)
		if !ok || err != nil || got == 0 || math.Abs(got-usd) > 0.0501*usd {
			t.Fatalf("%g prints as %s", usd, s)
		}
	})
}
