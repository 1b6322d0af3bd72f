package prose

import (
	"math"
	"testing"

	"seedbed.dev/seedbed/internal/stats"
)

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", -999: "-999", -1000: "-1,000", 123456: "123,456", -123456: "-123,456",
		math.MaxInt64: "9,223,372,036,854,775,807", math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := Count(n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

func TestFigures(t *testing.T) {
	for got, want := range map[string]string{
		Percent(0): "0 %", Percent(1): "100 %", Percent(.0137): "1.4 %", Percent(.234): "23 %", Percent(.99996): "99.9 %", Percent(.00001): "<0.01 %",
		Decimal(.834): ".83", Decimal(-.5): "−.50", Decimal(1.94): "1.9", Decimal(1204): "1,204", Decimal(0): "0",
		PValue(.0134): ".013", Equals(.0134): "= .013", Equals(1e-9): "< .001",
		Rows(1): "1 row", Rows(2000): "2,000 rows", List([]string{"a", "b", "c"}, 2): "a, b and 1 more", Quoted("a\x1b[31m"): "\"a␛[31m\"",
		Share(stats.Between(.014, .009, .021, .95, "Wilson", 2000)): "1.4 % [0.9, 2.1]", Share(stats.Undefined("no rows")): "no share (no rows)",
		Figure(stats.Between(.83, .79, .87, .95, "bootstrap", 50)): ".83 [.79, .87]",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
