package stage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// judgeChanged is the reason of a verdict that was another when what is judged was
// shown in another order.
const judgeChanged = "the verdict changed with the order"

// ChangedWithOrder reports whether a score is what was left when a judge said one thing
// in one order and another in the other: how often that is says how far the judge goes
// by where something stands.
func ChangedWithOrder(s *seedbed.Score) bool { return s.Reason == judgeChanged }

// judgeOrders makes one verdict of those in different orders: what both say, or else a
// tie; of rankings, the mean of places.
func judgeOrders(how string, orders [][]seedbed.Score) []seedbed.Score {
	if len(orders) == 1 {
		return orders[0]
	}
	out := slices.Clone(orders[0])
	for i := range out {
		a, b := &orders[0][i], &orders[1][i]
		switch {
		case a.Status != seedbed.Scored || b.Status != seedbed.Scored:
			if a.Status == seedbed.Scored {
				out[i] = *b
			}
			out[i].Reason = verdictClip("in one order: "+out[i].Reason, verdictReason)
			if a.Status != seedbed.Scored && b.Status != seedbed.Scored {
				out[i].Reason = a.Reason
			}
		case a.Value == b.Value:
			out[i].Confidence = judgeLeastSure(a.Confidence, b.Confidence)
		default:
			out[i].Reason, out[i].Confidence = judgeChanged, nil
			if out[i].Value = any(judgeTie); how == judgeListwise {
				out[i].Value = rankingMean(a.Value.(string), b.Value.(string))
			}
		}
	}
	return out
}

// judgeLeastSure is how sure a judge is of what it said twice: as sure as the less sure
// time.
func judgeLeastSure(a, b *seedbed.Confidence) *seedbed.Confidence {
	if a == nil || b == nil {
		return nil
	}
	least := func(x, y *float64) *float64 {
		if x == nil || y == nil {
			return nil
		}
		return new(min(*x, *y))
	}
	c := seedbed.Confidence{Stated: least(a.Stated, b.Stated), Logprob: least(a.Logprob, b.Logprob)}
	if c == (seedbed.Confidence{}) {
		return nil
	}
	return &c
}

// judgeRepeats makes one opinion of a judge's repeated verdicts. Reason, call and
// stated confidence are those of the first repeat that gave the value.
func judgeRepeats(criteria []seedbed.Criterion, repeats [][]seedbed.Score) []seedbed.Score {
	if len(repeats) == 1 {
		return repeats[0]
	}
	out := make([]seedbed.Score, len(criteria))
	for i := range criteria {
		of := judgeColumn(repeats, i)
		value, share, why := judgeTogether(&criteria[i], of, "repeats")
		first := slices.IndexFunc(of, func(s seedbed.Score) bool { return s.Status == seedbed.Scored && s.Value == value })
		switch {
		case why != nil:
			out[i] = *why
			out[i].Stage, out[i].Judge, out[i].Call = of[0].Stage, of[0].Judge, of[0].Call
			continue
		case first < 0: // a mean of rankings that none gave
			out[i] = of[0]
			out[i].Status, out[i].Value, out[i].Reason, out[i].Confidence = seedbed.Scored, value, "mean of the repeats' rankings", nil
		default:
			out[i] = of[first]
		}
		c := seedbed.Confidence{}
		if out[i].Confidence != nil {
			c = *out[i].Confidence
		}
		c.Repeats = &share
		out[i].Confidence = &c
	}
	return out
}

// judgePanel makes the panel's scores of what each judge says.
func judgePanel(criteria []seedbed.Criterion, opinions [][]seedbed.Score) []seedbed.Score {
	out := make([]seedbed.Score, len(criteria))
	for i := range criteria {
		of := judgeColumn(opinions, i)
		value, share, why := judgeTogether(&criteria[i], of, seedbed.PanelJudge)
		if why != nil {
			out[i] = *why
		} else {
			out[i] = seedbed.Score{
				Criterion: criteria[i].Name, Status: seedbed.Scored, Value: value, Confidence: &seedbed.Confidence{Panel: &share},
				Reason: verdictClip(judgeRule(&criteria[i], len(of))+judgeSaid(of), verdictReason),
			}
		}
		out[i].Stage, out[i].Judge = of[0].Stage, seedbed.PanelJudge
	}
	return out
}

func judgeColumn(rows [][]seedbed.Score, i int) []seedbed.Score {
	of := make([]seedbed.Score, len(rows))
	for k := range rows {
		of[k] = rows[k][i]
	}
	return of
}

func judgeRule(c *seedbed.Criterion, n int) string {
	switch {
	case c.Kind == seedbed.Ranking:
		return "mean of the places: "
	case c.Kind != seedbed.Scale:
		return "what most say: "
	case n%2 == 0:
		return "lower median: "
	default:
		return "median: "
	}
}

// judgeSaid lists what each judge said: "strict 5, kind 6, third unscored".
func judgeSaid(of []seedbed.Score) string {
	parts := make([]string, len(of))
	for i := range of {
		word := string(of[i].Status)
		if of[i].Status == seedbed.Scored {
			word = judgeWord(of[i].Value)
		}
		parts[i] = of[i].Judge + " " + word
	}
	return strings.Join(parts, ", ")
}

func judgeWord(v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		return v
	}
	return fmt.Sprint(v)
}

// judgeTogether makes one value of several scores of one criterion: of a scale the
// median, of an even number of values the lower; of answers what most say; of rankings
// the mean of places. share is how many of all gave that value. why is the score that
// stands there instead where no value comes of it: fewer than half have one, or two
// answers are given as often.
func judgeTogether(c *seedbed.Criterion, of []seedbed.Score, what string) (value any, share float64, why *seedbed.Score) {
	values := make([]any, 0, len(of))
	for i := range of {
		if of[i].Status == seedbed.Scored {
			values = append(values, of[i].Value)
		}
	}
	if 2*len(values) <= len(of) {
		return nil, 0, judgeFew(c, of, len(values), what)
	}
	switch c.Kind {
	case seedbed.Scale:
		value = judgeMedian(values)
	case seedbed.Ranking:
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i], _ = v.(string)
		}
		value = rankingMean(texts...)
	default:
		var tied bool
		if value, tied = judgeMost(values); tied {
			return nil, 0, &seedbed.Score{Criterion: c.Name, Status: seedbed.Unscored, Reason: what + " tied"}
		}
	}
	same := 0
	for _, v := range values {
		if v == value {
			same++
		}
	}
	return value, float64(same) / float64(len(of)), nil
}

// judgeFew is the score where at most half have a value: the reason that all of the
// others share, or how many there are.
func judgeFew(c *seedbed.Criterion, of []seedbed.Score, scored int, what string) *seedbed.Score {
	s := seedbed.Score{Criterion: c.Name, Status: seedbed.FailedTo, Reason: of[0].Reason}
	for i := range of {
		if of[i].Status != seedbed.FailedTo {
			s.Status = seedbed.Unscored
		}
		if scored > 0 || of[i].Reason != s.Reason {
			s.Reason = ""
		}
	}
	if s.Reason == "" {
		s.Reason = fmt.Sprintf("%s: %d of %d have a value", what, scored, len(of))
	}
	return &s
}

// judgeMedian is the median of whole numbers; of an even number of them the lower of
// the two in the middle, so that it is a value of the scale.
func judgeMedian(values []any) any {
	n := make([]int64, len(values))
	for i, v := range values {
		n[i], _ = v.(int64)
	}
	slices.Sort(n)
	return n[(len(n)-1)/2]
}

// judgeMost is the most frequent value; tied where another is as frequent.
func judgeMost(values []any) (value any, tied bool) {
	most := 0
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			continue
		}
		n := 0
		for _, u := range values[i:] {
			if u == v {
				n++
			}
		}
		if n > most {
			value, most, tied = v, n, false
		} else if n == most {
			tied = true
		}
	}
	return value, tied
}
