package seedbed

import (
	"math"
	"strconv"
)

// leastDollars is the least that Dollars puts into figures: a thousandth of what
// the cheapest token costs.
const leastDollars = 1e-9

// Dollars prints an amount of US dollars for a person: to the cent, and below a
// cent to two significant digits, so that what is not nothing never looks so. It
// is the one form of money in messages.
func Dollars(usd float64) string {
	switch {
	case math.IsNaN(usd):
		return "an unknown amount"
	case usd < 0:
		return "-" + Dollars(-usd)
	case usd == 0 || usd >= 0.01:
		return "$" + strconv.FormatFloat(usd, 'f', 2, 64)
	case usd < leastDollars:
		return "less than $0.000000001"
	}
	e := strconv.FormatFloat(usd, 'e', 1, 64) // as rounded: 0.00999 is 1.0e-02
	exponent, _ := strconv.Atoi(e[len("1.0e"):])
	if exponent == -2 {
		return "$0.01"
	}
	return "$" + strconv.FormatFloat(usd, 'f', 1-exponent, 64)
}
