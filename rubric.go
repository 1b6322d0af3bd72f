package seedbed

import (
	"slices"
	"strconv"
)

// Rubric is an annotation guideline: what is asked of a judge or a rater about
// one record. It is immutable once read.
type Rubric struct {
	Name     string // the file's name without its ending
	Revision string // hash of the file
	Task     string // what is being judged, in the words shown to judges and raters
	Criteria []Criterion
	// DraftedBy is the auxiliary model that wrote the rubric, and AcceptedBy the person
	// who answers for it since; "" where people wrote it. A draft that nobody accepted
	// is not used.
	DraftedBy, AcceptedBy string
}

// CriterionKind is the form that an answer to a criterion takes.
type CriterionKind string

// The kinds of criteria.
const (
	Scale   CriterionKind = "scale"   // a whole number from Min to Max
	YesNo   CriterionKind = "yes_no"  // true or false
	Choice  CriterionKind = "choice"  // one of Choices
	Ranking CriterionKind = "ranking" // the items of a list, best first
)

// Criterion is one question of a rubric.
type Criterion struct {
	Name     string
	Question string
	Kind     CriterionKind
	Min, Max int      // Scale: the ends, inclusive
	Choices  []string // Choice: what may be answered
	Anchors  []Anchor // what values mean, so that judges and people mean the same
	Examples []RubricExample
}

// Value reads an answer as anchors name it: "7" as an int64, "yes" or "no" as a bool,
// one of the choices as it is. ok is false for what the criterion does not allow, and
// for rankings, which nobody gives in one word.
func (c *Criterion) Value(answer string) (value any, ok bool) {
	switch c.Kind {
	case Scale:
		n, err := strconv.Atoi(answer)
		return int64(n), err == nil && n >= c.Min && n <= c.Max
	case YesNo:
		return answer == "yes", answer == "yes" || answer == "no"
	case Choice:
		return answer, slices.Contains(c.Choices, answer)
	}
	return nil, false
}

// Anchor says what one value of a criterion means.
type Anchor struct {
	Value string
	Words string
}

// RubricExample is a text with the answer that it is to get.
type RubricExample struct {
	Text    string
	Value   string // as anchors name it: "7", "yes", one of the choices
	Because string // why; "" where nobody says
}

// PanelJudge is the Judge of the scores that a panel of judges came to together.
// They stand behind those of its judges, so that they are what Record.Score gives.
const PanelJudge = "panel"

// ScoreStatus says whether a criterion was answered.
type ScoreStatus string

// A criterion is scored; or unscored, because the judge answered outside the
// rubric or not at all; or failed, because no answer could be had.
const (
	Scored   ScoreStatus = "scored"
	Unscored ScoreStatus = "unscored"
	FailedTo ScoreStatus = "failed"
)

// Score is one answer to one criterion about one record.
type Score struct {
	Criterion string      `json:"criterion"`
	Status    ScoreStatus `json:"status"`
	// Value is an int64 (scale), a bool (yes_no) or a string: one of the choices, or a
	// ranking, the numbers of the items from 1, best first, with = between those that
	// are as good: "3 1=2". nil unless scored.
	Value  any     `json:"value,omitempty"`
	Reason string  `json:"reason,omitempty"` // the judge's reason, or why there is no value
	Stage  string  `json:"stage,omitempty"`  // the judge stage
	Judge  string  `json:"judge,omitempty"`  // the model's name in the recipe, or PanelJudge
	Call   CallKey `json:"-"`
	// Confidence is how sure the judge is, by the ways in which that was asked.
	Confidence *Confidence `json:"confidence,omitempty"`
}

// Confidence is how sure a judge is of a score, each way for itself: they mean
// different things and are never made into one. nil: it was not had this way. All
// are from 0 to 1.
type Confidence struct {
	Stated  *float64 `json:"stated,omitempty"`  // what the model says of itself
	Logprob *float64 `json:"logprob,omitempty"` // probability of the value's tokens, among the values that the criterion allows
	Repeats *float64 `json:"repeats,omitempty"` // share of repeats that gave this value
	Panel   *float64 `json:"panel,omitempty"`   // share of the panel's judges that gave this value
}
