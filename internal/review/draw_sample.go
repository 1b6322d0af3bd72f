package review

import (
	"seedbed.dev/seedbed"
)

// Sample is which rows of a dataset people look at, and what has to be known of the
// dataset to make claims of it from them.
type Sample struct {
	Inspection string `json:"inspection"`
	Seed       int64  `json:"seed"`
	Rows       int    `json:"rows"`    // of the dataset
	Dataset    string `json:"dataset"` // SHA-256, in hexadecimal, of their ids in the order in which they came
	// Strata are the combinations of By with the rows that each has; without By, the
	// values of the fields of GroupsSeen.
	Strata []Stratum `json:"strata,omitempty"`
	Groups []Group   `json:"groups,omitempty"` // the values of fields of GroupsSeen
	// Judged says how many rows have a number from a judge, by ScoreKey, for every
	// JudgeWithin.
	Judged map[string]int `json:"judged,omitempty"`
	Notes  []string       `json:"notes,omitempty"` // what could not be had: "dialect=Scots has 12 rows; 30 are wanted"
	Items  []Item         `json:"-"`               // random ones first, in the order in which they are looked at
}

// Stratum is a part of the dataset's rows, and how many it has.
type Stratum struct {
	Name string `json:"name"` // "dialect=Scots, grade=9"
	Rows int    `json:"rows"`
}

// Group is one value of a field of a claim that every value is seen.
type Group struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Rows  int    `json:"rows"`
}

// Random returns how many items are of PartRandom; they come first.
func (s *Sample) Random() int {
	n := 0
	for n < len(s.Items) && s.Items[n].Part == PartRandom {
		n++
	}
	return n
}

// ScoreKey names what a judge stage says of a criterion in Item.Judge and
// Sample.Judged.
func ScoreKey(stage, criterion string) string { return stage + "." + criterion }

// GoldRow is a row whose answers are known.
type GoldRow struct {
	Row     seedbed.ID
	Answers map[string]string // by criterion, as anchors name them
	Why     map[string]string // what somebody is told who answers otherwise
}

// Threshold is a number at which a stage decides by a criterion's score.
type Threshold struct {
	Criterion string
	At        float64 // on the criterion's own scale
}

// DrawOptions are what a draw knows beside the plan and the rows.
type DrawOptions struct {
	Gold       []GoldRow
	Evidence   map[seedbed.ID]string // rows that findings point at, with why: "near-duplicate of 7f3a9c01"
	Thresholds []Threshold           // of the keeps behind judges: rows near them are edge cases
}
