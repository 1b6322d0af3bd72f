package expr

import (
	"strings"

	"seedbed.dev/seedbed/internal/number"
)

// finalAnswer returns the number after the last #### of s, as GSM8K marks it,
// in its plain form (1000 for 1,000.0); "" where there is none.
func finalAnswer(s string) string {
	i := strings.LastIndex(s, "####")
	if i < 0 {
		return ""
	}
	n, _, ok := number.Next(nil, s[i+4:], 0)
	if !ok {
		return ""
	}
	return string(n)
}
