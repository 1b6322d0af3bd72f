package stage

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// The bands that a record can fall into.
const (
	bandAccept = "accept"
	bandReject = "reject"
	bandPerson = "person"
)

// judgeBands is what a recipe says of bands. Bounds are on a criterion's value put
// to 0 to 1: the ends of its scale, or no and yes.
type judgeBands struct {
	Accept string `yaml:"accept" doc:"from which value on a record is accepted; 0 and 1 are the ends of the scale, or no and yes" example:"\">= 0.9\""`
	Reject string `yaml:"reject" doc:"up to which value it is rejected" example:"\"<= 0.3\""`
	Of     string `yaml:"of" doc:"the criterion; left out: the rubric's first"`
	As     string `yaml:"as" doc:"name of the criterion that holds the band; left out: band"`
}

// judgeBanding is a checked judgeBands.
type judgeBanding struct {
	of             seedbed.Criterion
	criterion      seedbed.Criterion // of the band
	accept, reject judgeBound
}

// judgeBound is one end of a band.
type judgeBound struct {
	limit float64 // in 0 to 1
	open  bool    // the limit itself lies outside
}

// check reads the bands; nil where there are none, or where they are wrong.
func (b *judgeBands) check(s *plan.Scope, rubric *seedbed.Rubric, c *judgeConfig) *judgeBanding {
	if *b == (judgeBands{}) || len(rubric.Criteria) == 0 {
		return nil
	}
	out := &judgeBanding{of: rubric.Criteria[0]}
	if b.Of != "" {
		i := slices.IndexFunc(rubric.Criteria, func(k seedbed.Criterion) bool { return k.Name == b.Of })
		if i < 0 {
			var names []string
			for _, k := range rubric.Criteria {
				names = append(names, k.Name)
			}
			s.Problem("bands.of", fmt.Sprintf("the rubric has no criterion %q", b.Of), "there is "+strings.Join(names, ", "))
			return nil
		}
		out.of = rubric.Criteria[i]
	}
	if out.of.Kind != seedbed.Scale && out.of.Kind != seedbed.YesNo {
		s.Problem("bands", fmt.Sprintf("the answers of %q have no order from 0 to 1", out.of.Name), "name by of: a criterion with a scale, or one of yes and no")
		return nil
	}
	accept, ok := judgeBoundOf(s, "accept", b.Accept, ">")
	reject, ok2 := judgeBoundOf(s, "reject", b.Reject, "<")
	if !ok || !ok2 {
		return nil
	}
	if reject.limit > accept.limit || reject.limit == accept.limit && !reject.open && !accept.open {
		s.Problem("bands.reject", "the two bands overlap", "reject below where accept begins")
		return nil
	}
	out.accept, out.reject = accept, reject
	name := b.As
	if name == "" {
		name = "band"
	}
	if !judgeIsCriterion(name) {
		s.Problem("bands.as", fmt.Sprintf("%q cannot name a criterion", name), "write small letters, digits and _, a letter first")
		return nil
	}
	if slices.ContainsFunc(rubric.Criteria, func(k seedbed.Criterion) bool { return k.Name == name }) {
		s.Problem("bands", fmt.Sprintf("the rubric has a criterion %q already", name), "name the bands by as:")
		return nil
	}
	out.criterion = seedbed.Criterion{
		Name: name, Kind: seedbed.Choice, Choices: []string{bandAccept, bandReject, bandPerson},
		Question: fmt.Sprintf("Which band does %s fall into, from 0 to 1: accept %s, reject %s, between them a person.", out.of.Name, strings.TrimSpace(b.Accept), strings.TrimSpace(b.Reject)),
	}
	return out
}

func judgeIsCriterion(name string) bool {
	for i, r := range name {
		if (r < 'a' || r > 'z') && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return name != "" && len(name) <= 64
}

// judgeBoundOf reads ">= 0.9", "> 90%".
func judgeBoundOf(s *plan.Scope, key, text, side string) (judgeBound, bool) {
	example := map[string]string{">": `accept: ">= 0.9"`, "<": `reject: "<= 0.3"`}[side]
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), side)
	if !ok {
		s.Problem("bands."+key, fmt.Sprintf("%s wants a bound that begins with %s; got %q", key, side, verdictClip(text, 40)), "write "+example)
		return judgeBound{}, false
	}
	rest, closed := strings.CutPrefix(rest, "=")
	number, percent := strings.CutSuffix(strings.TrimSpace(rest), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		x /= 100
	}
	if err != nil || math.IsNaN(x) || x < 0 || x > 1 {
		s.Problem("bands."+key, fmt.Sprintf("%q is not a bound from 0 to 1", verdictClip(text, 40)), "write "+example)
		return judgeBound{}, false
	}
	return judgeBound{x, !closed}, true
}

// rubric returns r with the band as a further criterion, as what reads the scores is
// told; r itself where there are no bands.
func (b *judgeBanding) rubric(r *seedbed.Rubric) *seedbed.Rubric {
	if b == nil {
		return r
	}
	out := *r
	out.Criteria = append(slices.Clone(r.Criteria), b.criterion)
	return &out
}

// score says which band a score falls into. What has no value is for a person.
func (b *judgeBanding) score(of *seedbed.Score) seedbed.Score {
	s := seedbed.Score{
		Criterion: b.criterion.Name, Status: seedbed.Scored, Value: bandPerson,
		Stage: of.Stage, Judge: of.Judge, Call: of.Call,
	}
	var x float64
	switch v := of.Value.(type) {
	case int64:
		x = float64(v-int64(b.of.Min)) / float64(b.of.Max-b.of.Min)
	case bool:
		if v {
			x = 1
		}
	default:
		s.Reason = verdictClip(fmt.Sprintf("%s is %s: %s", b.of.Name, of.Status, of.Reason), verdictReason)
		return s
	}
	s.Reason = fmt.Sprintf("%s is %s, which is %.2f from 0 to 1", b.of.Name, judgeWord(of.Value), x)
	switch {
	case x > b.accept.limit || x == b.accept.limit && !b.accept.open:
		s.Value = bandAccept
	case x < b.reject.limit || x == b.reject.limit && !b.reject.open:
		s.Value = bandReject
	}
	return s
}
