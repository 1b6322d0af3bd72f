package redundancy

import (
	"testing"

	"seedbed.dev/seedbed/internal/stats"
)

func TestSay(t *testing.T) {
	for _, c := range []struct {
		share, low, high float64
		want             string
	}{
		{.014, .009, .021, "1.4 % [0.9, 2.1]"},
		{0, 0, .002, "0 % [0, 0.2]"},
		{.095, .09, .10, "9.5 % [9.0, 10.0]"},
		{.19, .18, .21, "19 % [18, 21]"},
		{.3118, .3101, .3135, "31.2 % [31.0, 31.4]"},
		{1, .97, 1, "100 % [97, 100]"},
		{1, .999982, 1, "100 % [99.9982, 100]"},
	} {
		e := stats.Between(c.share, c.low, c.high, .95, "", 10)
		if got := percent(&e); got != c.want {
			t.Errorf("%v: %q, want %q", c.share, got, c.want)
		}
	}
	for _, c := range []struct {
		v      float64
		digits int
		want   string
	}{{.31, 2, ".31"}, {0, 0, "0"}, {1234.5, 1, "1,234.5"}, {1e6, 0, "1,000,000"}, {12, 2, "12.00"}} {
		if got := decimal(c.v, c.digits); got != c.want {
			t.Errorf("%v: %q, want %q", c.v, got, c.want)
		}
	}
}
