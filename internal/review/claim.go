package review

import (
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

// ClaimState is how a claim stands.
type ClaimState struct {
	Text    string         `json:"text"` // as it was written: "defects <= 5%"
	Kind    plan.ClaimKind `json:"kind"`
	Limit   float64        `json:"limit,omitempty"` // ShareOfDefects, JudgeWithin
	Verdict stats.Verdict  `json:"verdict"`
	// Estimate is the share of defective rows with its upper bound; how much higher
	// the judge is on average than people, from −1 to 1, with its interval; the share
	// of groups that were seen often enough. Bounds of an inspection that is not Fixed
	// hold whenever one looks. The figure rests on random rows alone.
	Estimate stats.Estimate `json:"estimate"`
	Rows     int            `json:"rows"`           // settled rows that it rests on
	Defects  int            `json:"defects"`        // of these
	Void     int            `json:"void,omitempty"` // of the defects: rows that nobody could rate
	// More is how many more rows decide the claim if nothing further turns up; 0 where
	// it is decided, −1 where the sample cannot decide it any more.
	More int    `json:"more"`
	Why  string `json:"why,omitempty"` // what else one has to know: "there are 12 rows of Scots"
}

// Decided reports whether no further row is needed for the claim.
func (s *ClaimState) Decided() bool { return s.Verdict != stats.CannotTell }

// RowOutcome is what came of one row on which enough people, or an adjudicator, spoke.
type RowOutcome struct {
	// Defective by majority. A tie is defective, until an adjudicator says otherwise.
	Defective bool
	// Values are the means of people's answers by criterion, from 0 for "no" or the
	// lowest of a scale to 1 for "yes" or the highest; criteria with other answers
	// are not in it.
	Values map[string]float64
	// Void is a row that nobody could rate. It counts against whatever is to be shown:
	// as defective where few defects are claimed, as sound before that is refuted.
	Void bool
}

// OutcomeOf makes an outcome of what people answered about one row, by criterion. A
// row is defective where half of them or more say so; tie is true where exactly half
// do. err says which answers do not tell whether it is; the outcome is of the others.
func OutcomeOf(in *plan.Inspection, answers []map[string]string) (o RowOutcome, tie bool, err error) {
	if len(answers) == 0 {
		return RowOutcome{Void: true}, false, nil
	}
	if in.Defect != nil {
		told, bad := 0, 0
		for _, a := range answers {
			is, derr := in.Defective(a)
			if derr != nil {
				err = derr
				continue
			}
			told++
			if is {
				bad++
			}
		}
		o.Void = told == 0
		o.Defective, tie = told > 0 && 2*bad >= told, told > 0 && 2*bad == told
	}
	if in.Rubric == nil {
		return o, tie, err
	}
	for i := range in.Rubric.Criteria {
		c := &in.Rubric.Criteria[i]
		sum, n := 0.0, 0
		for _, a := range answers {
			if v, ok := c.Value(a[c.Name]); ok {
				if x, ok := unit(c, v); ok {
					sum, n = sum+x, n+1
				}
			}
		}
		if n > 0 {
			if o.Values == nil {
				o.Values = make(map[string]float64, len(in.Rubric.Criteria))
			}
			o.Values[c.Name] = sum / float64(n)
		}
	}
	return o, tie, err
}
