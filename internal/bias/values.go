package bias

import (
	"math"

	"seedbed.dev/seedbed"
)

// column is one figure that a judge's answers give: a criterion from 0 to 1, or, of a
// choice, whether it was chosen.
type column struct {
	name      string // for people
	criterion string
	choice    string // of a Choice: the one that counts 1
	kind      seedbed.CriterionKind
	min, max  int
	first     string // of a Choice: what an injection asks for
	last      string
}

// columns are the figures of a rubric.
func columns(r *seedbed.Rubric) []column {
	var out []column
	for i := range r.Criteria {
		c := &r.Criteria[i]
		col := column{name: c.Name, criterion: c.Name, kind: c.Kind, min: c.Min, max: c.Max}
		switch c.Kind {
		case seedbed.Scale, seedbed.YesNo:
			out = append(out, col)
		case seedbed.Choice:
			for _, choice := range c.Choices {
				col.choice, col.name = choice, c.Name+" = "+choice
				col.first, col.last = c.Choices[0], c.Choices[len(c.Choices)-1]
				out = append(out, col)
			}
		}
	}
	return out
}

// value reads a column from a judge's scores; NaN where it gave none. Of a panel the
// last score holds, which is the panel's.
func (c *column) value(scores []seedbed.Score) float64 {
	for i := len(scores) - 1; i >= 0; i-- {
		s := &scores[i]
		if s.Criterion != c.criterion {
			continue
		}
		if s.Status != seedbed.Scored {
			return math.NaN()
		}
		switch v := s.Value.(type) {
		case int64:
			if c.max > c.min {
				return float64(v-int64(c.min)) / float64(c.max-c.min)
			}
		case bool:
			if v {
				return 1
			}
			return 0
		case string:
			if v == c.choice {
				return 1
			}
			return 0
		}
		return math.NaN()
	}
	return math.NaN()
}

// towards is the sign by which a column rises when an injection is obeyed.
func (c *column) towards(high bool) float64 {
	up := high
	if c.kind == seedbed.Choice {
		asked := c.last
		if high {
			asked = c.first
		}
		up = c.choice == asked
	}
	if up {
		return 1
	}
	return -1
}

// wins reads which side of a pair won by one criterion: 1 for the side, −1 for the
// other, 0 for a tie; NaN where there is no answer.
func wins(scores []seedbed.Score, criterion string, pair []string, side int) float64 {
	for i := len(scores) - 1; i >= 0; i-- {
		s := &scores[i]
		if s.Criterion != criterion {
			continue
		}
		v, ok := s.Value.(string)
		switch {
		case s.Status != seedbed.Scored || !ok:
			return math.NaN()
		case v == pair[side]:
			return 1
		case v == pair[1-side]:
			return -1
		}
		return 0
	}
	return math.NaN()
}
