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
	Rows     int            `json:"rows"`    // settled rows that it rests on
	Defects  int            `json:"defects"` // of these
	// More is how many more rows decide the claim if nothing further turns up; 0 where
	// it is decided, −1 where the sample cannot decide it any more.
	More int    `json:"more"`
	Why  string `json:"why,omitempty"` // what else one has to know: "there are 12 rows of Scots"
}

// Decided reports whether no further row is needed for the claim.
func (s *ClaimState) Decided() bool { return s.Verdict != stats.CannotTell }

// Outcome is what came of one row on which enough people, or an adjudicator, spoke.
type Outcome struct {
	// Defective by majority. A tie is defective, until an adjudicator says otherwise.
	Defective bool
	// Values are the means of people's answers by criterion, from 0 for "no" or the
	// lowest of a scale to 1 for "yes" or the highest; criteria with other answers
	// are not in it.
	Values map[string]float64
}
