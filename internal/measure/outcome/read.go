package outcome

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// usual are the fields that attacks and conversations are told apart by where nobody
// names others.
var usual = []string{"category", "strategy", "identity"}

// dimensions are the fields that cells are made of: the option, the groups that are
// named, or the usual ones.
func dimensions(s *measure.Setup, option string) []string {
	var out []string
	add := func(names string) {
		for n := range strings.SplitSeq(names, ",") {
			if n = strings.TrimSpace(n); n != "" && !slices.Contains(out, n) && len(out) < mostDimensions {
				out = append(out, n)
			}
		}
	}
	add(listed(s.Options[option]))
	switch {
	case len(out) > 0:
	case len(s.Columns.Groups) > 0:
		add(strings.Join(s.Columns.Groups, ","))
	default:
		out = usual
	}
	return out
}

// listed is an option that names fields, as one text with commas.
func listed(option any) string {
	switch v := option.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, ",")
	case []any:
		var all []string
		for _, x := range v {
			all = append(all, seedbed.TextOf(x))
		}
		return strings.Join(all, ",")
	}
	return ""
}

// validityOf returns why a row is invalid; "" where it is valid, or says nothing of
// it: then said is false.
func validityOf(r *measure.Row) (why string, said bool) {
	v, ok := seedbed.ValidityOf(r.Fields)
	switch {
	case !ok || v == "":
		return "", false
	case v == seedbed.Valid:
		return "", true
	case slices.Contains(seedbed.Validities, v):
		return string(v), true
	}
	return "another reason", true // what others write may be anything
}

// reading is how the outcome of a row is read.
type reading struct {
	field   string  // of the outcome
	score   bool    // the run's score is the outcome, and no field
	atLeast float64 // of a number: from where it is a success; NaN: it is a yes or no
	says    string  // "success is true", "harm is 4 or more"
}

func readingOf(s *measure.Setup) (reading, error) {
	r := reading{atLeast: math.NaN()}
	if v, ok := s.Options["outcome.at_least"]; ok {
		if r.atLeast = measure.Number(v); math.IsNaN(r.atLeast) {
			return r, measure.Cannot("", "the option outcome.at_least is %.40q: want a number", seedbed.TextOf(v))
		}
	}
	if v, ok := s.Options["outcome.field"]; ok {
		r.field = strings.TrimSpace(seedbed.TextOf(v))
	}
	switch {
	case r.field == "" && !math.IsNaN(r.atLeast) && s.Columns.Score != "":
		r.field, r.score = s.Columns.Score, true
	case r.field == "":
		r.field = "success"
	}
	r.says = r.field + " is true"
	if !math.IsNaN(r.atLeast) {
		r.says = fmt.Sprintf("%s is %v or more", r.field, r.atLeast)
	}
	return r, nil
}

// of returns whether a row came to what was looked for; known is false where it does
// not say.
func (o *reading) of(r *measure.Row) (good, known bool) {
	if o.score {
		return r.Score >= o.atLeast, r.HasScore()
	}
	v, ok := r.Fields.Get(o.field)
	if !ok || v == nil {
		return false, false
	}
	if !math.IsNaN(o.atLeast) {
		x := measure.Number(v)
		return x >= o.atLeast, !math.IsNaN(x)
	}
	switch x := v.(type) {
	case bool:
		return x, true
	case string:
		switch strings.ToLower(strings.TrimSpace(x)) {
		case "true", "yes", "1", "success":
			return true, true
		case "false", "no", "0", "failure":
			return false, true
		}
		return false, false
	}
	switch measure.Number(v) {
	case 1:
		return true, true
	case 0:
		return false, true
	}
	return false, false
}
