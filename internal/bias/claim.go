package bias

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// ParseClaim reads what is demanded of a figure: ">= 0.8", "<= 5%".
func ParseClaim(s string) (stats.Claim, error) {
	var c stats.Claim
	rest := strings.TrimSpace(s)
	for _, op := range []string{"<=", ">=", "<", ">"} {
		if after, ok := strings.CutPrefix(rest, op); ok {
			c.Op, rest = op, strings.TrimSpace(after)
			break
		}
	}
	digits, percent := strings.CutSuffix(rest, "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if c.Op == "" || err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return c, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%.40q is no demand", s), Fix: `write ">= 0.8", "<= 0.05" or "<= 5%"`,
		}
	}
	if percent {
		v /= 100
	}
	c.Limit = v
	return c, nil
}
