package review

import (
	"encoding/json"
	"fmt"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// Task is one row that somebody is asked to look at.
type Task struct {
	Inspection string     `json:"inspection"`
	Row        seedbed.ID `json:"row"`
	// Record has the row's ID, its fields that are shown, and its parents' IDs: no
	// scores, no decision, nothing of the model that wrote it. Parent is the row that
	// it was made from, where it can be had, with the fields that are shown.
	Record seedbed.Record  `json:"record"`
	Parent *seedbed.Record `json:"parent,omitempty"`
	Rubric *seedbed.Rubric `json:"rubric"` // the revision that is answered
	Again  bool            `json:"again,omitempty"`
	// Calibration rows have known answers, which are told after one's own.
	Calibration bool `json:"calibration,omitempty"`
	// Order is in which places of Record.Fields stands what is shown, where a
	// criterion asks to choose between fields: they are shown in random order. nil:
	// as they are.
	Order  []int             `json:"order,omitempty"`
	Draft  json.RawMessage   `json:"draft,omitempty"`  // what the person had written, as SaveDraft was given it
	Notice []string          `json:"notice,omitempty"` // categories of what may hurt: told first, the row blurred until Reveal
	Filled map[string]string `json:"filled,omitempty"` // assisted inspections alone: what stands in the form, by criterion
	Break  bool              `json:"break,omitempty"`  // so much was revealed since the last break that one is advised
	Until  time.Time         `json:"until"`            // so long nobody else is given this place
	Done   int               `json:"done"`             // rows that this person answered
	Left   int               `json:"left"`             // answers that are still wanted, of all people together; -1 where it is not known
}

// Why is why there is no task.
type Why string

// The reasons.
const (
	WhyDone       Why = "done"        // every row has what it needs, or the person has seen all
	WhyEnough     Why = "enough"      // the claims are decided, and nothing else is to be looked at
	WhyHeld       Why = "held"        // others have what is left; it may come back at Until
	WhyCap        Why = "cap"         // as much as one person is to see in a day
	WhyBreak      Why = "break"       // the person is on a break: Resume ends it
	WhyLeft       Why = "left"        // the person has left: Resume takes it back
	WhyCalibrated Why = "calibration" // the calibration round was not passed
)

// Nothing says that there is no task for somebody, and why.
type Nothing struct {
	Why   Why
	Until time.Time // when to ask again; zero: not by waiting
}

// Error says it to the person.
func (n *Nothing) Error() string {
	switch n.Why {
	case WhyEnough:
		return "enough is known: nothing more is to be looked at"
	case WhyHeld:
		return "others have the rows that are left; ask again in a while"
	case WhyCap:
		return "that is enough for one day; go on tomorrow"
	case WhyBreak:
		return "you are on a break; resume to go on"
	case WhyLeft:
		return "you have left this inspection; resume to come back"
	case WhyCalibrated:
		return "your answers to the calibration rows are too far from the known ones; talk to whoever planned this before going on"
	default:
		return "you have looked at all that there is for you"
	}
}

// Forbidden says that somebody may not do or see something.
type Forbidden struct {
	Person  string
	Message string
}

// Error says what, to the person.
func (f *Forbidden) Error() string { return f.Message }

func forbidden(person, format string, args ...any) error {
	return &Forbidden{Person: person, Message: fmt.Sprintf(format, args...)}
}

// Receipt is what somebody is told whose answer is on the disk.
type Receipt struct {
	Seq int64 `json:"seq"` // of the event
	// Counted is false for an answer that came when the row had all that it needs, or
	// others were at it, and for one to a guideline that was changed since. It is kept.
	Counted bool         `json:"counted"`
	Claims  []ClaimState `json:"claims,omitempty"`
	Enough  bool         `json:"enough"`
	More    int          `json:"more"` // rows that decide the claims if nothing further turns up; -1: the sample cannot
	// Feedback is of calibration rows alone.
	Feedback *GoldFeedback `json:"feedback,omitempty"`
}

// GoldFeedback is what is known of a calibration row.
type GoldFeedback struct {
	Right bool              `json:"right"` // every known answer was given
	Known map[string]string `json:"known"`
	Why   map[string]string `json:"why,omitempty"`
	Done  int               `json:"done"` // calibration rows that the person answered
	Of    int               `json:"of"`
}

// Vote is what one person said of a row, as others may see it.
type Vote struct {
	Row     seedbed.ID        `json:"row"`
	Person  string            `json:"person"`
	At      time.Time         `json:"at"`
	Values  map[string]string `json:"values"`
	Spans   []Span            `json:"spans,omitempty"`
	Note    string            `json:"note,omitempty"`
	Flags   []string          `json:"flags,omitempty"`
	Rubric  string            `json:"rubric"`
	Order   []int             `json:"order,omitempty"`
	Filled  map[string]string `json:"filled,omitempty"`
	Through string            `json:"through,omitempty"`
	Again   bool              `json:"again,omitempty"`   // the second time that the person was asked
	Counted bool              `json:"counted"`           // it is one of those that decide the row
	Skipped string            `json:"skipped,omitempty"` // why there is no answer
}

// Dispute is a row on which people do not agree, or which they could not rate.
type Dispute struct {
	Row     seedbed.ID  `json:"row"`
	Part    Part        `json:"part"`
	About   []string    `json:"about"` // "sound: yes and no"
	Votes   []Vote      `json:"votes"`
	Settled *Settlement `json:"settled,omitempty"` // what became of it; nil: it is open
}

// Progress is how far a part of a sample has come, in rows.
type Progress struct {
	Part    Part `json:"part"`
	Rows    int  `json:"rows"`
	Begun   int  `json:"begun"`   // with an answer, but fewer than they need
	Settled int  `json:"settled"` // with all that they need
}

// CriterionAgreement is how far people agree on a criterion.
type CriterionAgreement struct {
	Criterion string         `json:"criterion"`
	Rows      int            `json:"rows"` // rated by two people or more
	Alpha     stats.Estimate `json:"alpha"`
	Percent   stats.Estimate `json:"percent"`
}

// Quality is how one person's answers to a criterion compare. It is shown to that
// person and to the owner, and ranks nobody.
type Quality struct {
	Criterion string         `json:"criterion"`
	Others    stats.Estimate `json:"others"`   // share of others who said the same of the same rows
	Accuracy  stats.Estimate `json:"accuracy"` // by the consensus of Dawid and Skene
	Gold      stats.Estimate `json:"gold"`     // share of known answers given
	Self      stats.Estimate `json:"self"`     // share of repeats with the same answer
}

// PersonStatus is what one person did in an inspection.
type PersonStatus struct {
	Person   string         `json:"person"`
	Answers  int            `json:"answers"`
	Skips    int            `json:"skips"`
	Left     bool           `json:"left,omitempty"`
	Paused   bool           `json:"paused,omitempty"`
	Withdrew bool           `json:"withdrew,omitempty"` // took all that they answered back
	Exposure map[string]int `json:"exposure,omitempty"` // rows revealed, by category
	Quality  []Quality      `json:"quality,omitempty"`  // owner and the person alone
}

// Status is how an inspection stands, as far as somebody's roles may see.
type Status struct {
	Inspection string               `json:"inspection"`
	Begun      time.Time            `json:"begun"`
	Rows       int                  `json:"rows"` // of the dataset
	Rubric     string               `json:"rubric"`
	Raters     int                  `json:"raters"`
	Parts      []Progress           `json:"parts"`
	Claims     []ClaimState         `json:"claims"`
	Enough     bool                 `json:"enough"`
	More       int                  `json:"more"`
	Answers    int                  `json:"answers"`
	Agreement  []CriterionAgreement `json:"agreement,omitempty"` // not for raters before they are done; of some thousand answers, up to one in a hundred behind
	People     []PersonStatus       `json:"people,omitempty"`    // raters: themselves alone; in the order in which they joined
	Disputes   int                  `json:"disputes"`            // open ones; 0 for who may not settle them
}

// Report is what came of an inspection, with all that people said, for documents and
// releases.
type Report struct {
	Result
	Criteria []CriterionAgreement `json:"criteria,omitempty"`
	Settled  []Settlement         `json:"settled,omitempty"` // what adjudicators decided, in the order of the sample
	Repairs  []Repair             `json:"repairs,omitempty"`
	Votes    []Vote               `json:"votes"`  // in the order in which they were given; people by id
	Raters   []Person             `json:"raters"` // who answered, in the order in which they joined
}
