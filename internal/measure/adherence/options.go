package adherence

import (
	"math"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
)

// textsOption reads an option that is one text or a list of them.
func textsOption(s *measure.Setup, name string) []string {
	var out []string
	switch v := s.Options[name].(type) {
	case string:
		if v != "" {
			out = append(out, v)
		}
	case []string:
		out = append(out, v...)
	case []any:
		for _, x := range v {
			if t, ok := x.(string); ok && t != "" {
				out = append(out, t)
			}
		}
	}
	return out
}

// namesOption reads an option that is names: a list, or a text with commas.
func namesOption(s *measure.Setup, name string) []string {
	var out []string
	for _, t := range textsOption(s, name) {
		for n := range strings.SplitSeq(t, ",") {
			if n = strings.TrimSpace(n); n != "" {
				out = append(out, n)
			}
		}
	}
	return out
}

// wholeOption reads an option that is a whole number of 0 or more; −1: not given.
func wholeOption(s *measure.Setup, name string) (int, error) {
	v, ok := s.Options[name]
	if !ok {
		return -1, nil
	}
	n := measure.Number(v)
	if n != math.Trunc(n) || n < 0 || n > 1e9 {
		return 0, measure.Cannot("", "the option %s is %.40q: want a whole number", name, seen(v))
	}
	return int(n), nil
}
