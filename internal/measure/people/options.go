package people

import (
	"math"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// options are the settings of judges.
type options struct {
	good      answer  // 0: not told
	bound     float64 // of a scale: good from here on, or up to here
	op        byte    // '>', '<'; 0: no bound was told
	precision float64
}

func optionsOf(s *measure.Setup) (options, error) {
	o := options{precision: .9}
	if v, ok := s.Options["judges.precision"]; ok {
		o.precision = measure.Number(v)
		if text, percent := strings.CutSuffix(strings.TrimSpace(seedbed.TextOf(v)), "%"); percent {
			o.precision = measure.Number(text) / 100
		}
		if !(o.precision > 0 && o.precision < 1) {
			return o, measure.Cannot("", "the option judges.precision is %.40q: want a share between 0 and 1", seedbed.TextOf(v))
		}
	}
	v, ok := s.Options["judges.good"]
	if !ok {
		return o, nil
	}
	text := strings.TrimSpace(seedbed.TextOf(v))
	for _, op := range []string{">=", "≥", "<=", "≤"} {
		rest, found := strings.CutPrefix(text, op)
		if !found {
			continue
		}
		o.bound, o.op = measure.Number(strings.TrimSpace(rest)), '>'
		if op == "<=" || op == "≤" {
			o.op = '<'
		}
		if math.IsNaN(o.bound) {
			return o, measure.Cannot("", "the option judges.good is %.40q: want a number after %s", text, op)
		}
		return o, nil
	}
	if o.good = answerIn(text); o.good.kind == 0 {
		return o, measure.Cannot("", "the option judges.good is empty: want an answer, or a bound such as '>= 5'")
	}
	return o, nil
}

// isGood reports whether a number on a scale is good.
func (o *options) isGood(x float64) bool {
	if o.op == '<' {
		return x <= o.bound
	}
	return x >= o.bound
}
