package copying

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// number writes one with a noun, whose plural takes an s.
func number(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return prose.Count(n) + " " + noun + "s"
}

// perCent writes a share with its interval: "1.4 % [0.9, 2.1]".
func perCent(e stats.Estimate) string {
	if !e.Defined() {
		return "no share"
	}
	s := hundredths(e.Value) + " %"
	if e.Interval != nil {
		s += fmt.Sprintf(" [%s, %s]", hundredths(e.Interval.Low), hundredths(e.Interval.High))
	}
	return s
}

// hundredths writes a share in per cent with as many places as it needs.
func hundredths(v float64) string {
	p := 100 * v
	places := 1
	if p != 0 && math.Abs(p) < .1 {
		places = 2
	} else if math.Abs(p) >= 99.95 || math.Abs(p) < 1e-9 {
		places = 0
	}
	return strconv.FormatFloat(p, 'f', places, 64)
}

// figure writes a number with two places at most.
func figure(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimPrefix(s, "0")
}

// masked shows the first and last two characters of a value, and nothing of one
// that is shorter than six.
func masked(s string) string {
	if utf8.RuneCountInString(s) < 6 {
		return "…"
	}
	from, to := 0, len(s)
	for range 2 {
		_, n := utf8.DecodeRuneInString(s[from:])
		from += n
		_, n = utf8.DecodeLastRuneInString(s[:to])
		to -= n
	}
	return s[:from] + "…" + s[to:]
}

// origin names a part as the user did.
func origin(setup *measure.Setup, p measure.Part) string {
	if o := setup.Origin[p]; o != "" {
		return o
	}
	return "the " + p.String()
}

// whole reads an option that is a whole number within bounds.
func whole(setup *measure.Setup, name string, least, most, fallback int) (int, error) {
	v, ok := setup.Options[name]
	if !ok {
		return fallback, nil
	}
	n := measure.Number(v)
	if n != math.Trunc(n) || n < float64(least) || n > float64(most) {
		return 0, measure.Cannot("", "the option %s is %v: want a whole number from %d to %d", name, v, least, most)
	}
	return int(n), nil
}

// list reads an option that is names: a list, or text with commas.
func list(setup *measure.Setup, name string) []string {
	var out []string
	switch v := setup.Options[name].(type) {
	case string:
		for _, s := range strings.Split(v, ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
	case []any:
		for _, s := range v {
			if s, ok := s.(string); ok && s != "" {
				out = append(out, s)
			}
		}
	case []string:
		out = append(out, v...)
	}
	return out
}
