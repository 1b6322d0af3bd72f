package review

import (
	"encoding/json"
	"time"

	"seedbed.dev/seedbed"
)

// Event is one thing that somebody did. Events are never changed: one that is taken
// back is followed by another that says so.
type Event struct {
	Seq  int64           `json:"seq"` // from 1, without gaps
	At   time.Time       `json:"at"`  // to the microsecond, UTC
	By   string          `json:"by"`  // the id of a Person; "seedbed" for what the program did
	Kind EventKind       `json:"kind"`
	Of   string          `json:"of,omitempty"` // the inspection; "" where it is about the project
	Body json.RawMessage `json:"body"`
	Hash string          `json:"hash"` // SHA-256, in hexadecimal, of the event before it and of this one
}

// EventKind says what Body holds.
type EventKind string

// The kinds of events, with what their bodies are.
const (
	EventInspection EventKind = "inspection" // Begun: a plan and its sample
	EventPerson     EventKind = "person"     // Person: somebody joined, or changed what may be said of them
	EventAnswer     EventKind = "answer"     // Answer
	EventSkip       EventKind = "skip"       // Skip: would not or could not answer
	EventUndo       EventKind = "undo"       // Undo: takes an own answer or skip back
	EventReveal     EventKind = "reveal"     // Reveal: chose to see harmful content
	EventPause      EventKind = "pause"      // Pause: a break, or leaving
	EventSettle     EventKind = "settle"     // Settlement: what became of a disagreement
	EventRubric     EventKind = "rubric"     // RubricRevision: a new revision, and what is asked again
	EventRepair     EventKind = "repair"     // Repair: a row mended by hand
	EventDecide     EventKind = "decide"     // Decision over many rows, with its reason
	EventDecideUndo EventKind = "decide_undo"
	EventWithdraw   EventKind = "withdraw"  // Withdrawal: somebody takes their name, or all that they answered, back
	EventSign       EventKind = "sign"      // Signature: somebody stands for something at a gate
	EventOverride   EventKind = "override"  // of a condition of a gate, with who and why
	EventConsult    EventKind = "consult"   // a consultation, or a change of it
	EventContest    EventKind = "contest"   // somebody objects to a row, or the objection is answered
	EventQuestions  EventKind = "questions" // whether the data should be synthetic at all, with the answers
)

// Role is what a person may do.
type Role string

// The roles, each with all that those after it may do but rating: who owns or
// adjudicates rates as well only where they are a rater too.
const (
	Owner       Role = "owner"       // plans, invites, sees everything, signs
	Adjudicator Role = "adjudicator" // settles disagreements; sees answers once all are in
	Rater       Role = "rater"       // rates
	Reader      Role = "reader"      // reads what was found, and contests
)

// Roles are all roles.
var Roles = []Role{Owner, Adjudicator, Rater, Reader}

// Person is somebody who looks at rows. Names stand in the roster alone, which its
// owner may change; the ledger knows people by ID.
type Person struct {
	ID      string   `json:"id"` // "p-7f3a9c01"
	Roles   []Role   `json:"roles"`
	Domains []string `json:"domains,omitempty"` // fields that they are at home in
	Credit  Credit   `json:"credit,omitempty"`
	Wrote   []string `json:"wrote,omitempty"` // sources and stages of what they wrote: they do not rate it
	// Program is what answers in this name where nobody does: a script that tries a plan
	// out, another model. Its answers settle rows as a person's do; no sentence, gate or
	// measure takes them for a person's.
	Program string `json:"program,omitempty"`
}

// Credit is how a person is named in releases: by name, by a pseudonym, or not at all.
type Credit string

// The ways to be credited.
const (
	CreditNone      Credit = ""
	CreditName      Credit = "name"
	CreditPseudonym Credit = "pseudonym"
)

// Has reports whether a person has a role.
func (p *Person) Has(r Role) bool {
	for _, have := range p.Roles {
		if have == r {
			return true
		}
	}
	return false
}

// Begun is an inspection as it was begun: what it wants to show, and of which rows.
type Begun struct {
	Plan     json.RawMessage `json:"plan"`    // the plan as a person wrote it
	Rubric   string          `json:"rubric"`  // its revision
	Rows     int             `json:"rows"`    // that there are: what is claimed, is claimed of them
	Dataset  string          `json:"dataset"` // digest of their ids, in order
	Sample   string          `json:"sample"`  // SHA-256 of the file of the sample
	Seed     int64           `json:"seed"`
	PlanHash string          `json:"plan_hash"` // of plan and rubric: another is another inspection
}

// Part is why a row is in a sample.
type Part string

// The parts of a sample. Only PartRandom counts for claims about all rows.
const (
	PartRandom Part = "random"
	PartEdge   Part = "edge" // near a threshold, judges who disagree, evidence of a finding
	PartCell   Part = "cell" // of a small combination of attributes
	PartGold   Part = "gold" // its answers are known
)

// Item is one row of a sample. Of a sequential inspection the random items come in
// the order in which they are drawn, and as many as could be needed.
type Item struct {
	Row     seedbed.ID        `json:"row"`
	Part    Part              `json:"part"`
	Share   float64           `json:"share,omitempty"` // PartRandom, PartCell: probability with which a row like it is in this part, above 0 up to 1
	Stratum string            `json:"stratum,omitempty"`
	Because string            `json:"because,omitempty"` // why people look at it: "judges disagree: 2 and 7"
	Gold    map[string]string `json:"gold,omitempty"`    // PartGold: the known answers, by criterion
	Why     map[string]string `json:"why,omitempty"`     // PartGold: what a rater is told who answered otherwise
	// Judge is what judges said, by ScoreKey, from 0 to 1, where a claim compares them
	// with people. It is shown to nobody who rates.
	Judge map[string]float64 `json:"judge,omitempty"`
	// Groups are the values of the fields of GroupsSeen, in the order of the claims.
	Groups []string `json:"groups,omitempty"`
}

// Answer is what one person said of one row.
type Answer struct {
	Row     seedbed.ID        `json:"row"`
	Again   bool              `json:"again,omitempty"` // asked a second time, for consistency
	Values  map[string]string `json:"values"`          // by criterion, as anchors name them: "7", "yes", one of the choices
	Spans   []Span            `json:"spans,omitempty"`
	Note    string            `json:"note,omitempty"`
	Flags   []string          `json:"flags,omitempty"` // "unclear guideline", "harmful", or own words
	Rubric  string            `json:"rubric"`          // the revision that it answers
	Order   []int             `json:"order,omitempty"` // pairs and lists: the order in which the parts were shown
	Filled  map[string]string `json:"filled,omitempty"`
	Through string            `json:"through,omitempty"` // "page", "worksheet", "label-studio", "argilla", "table"
	// Surplus is an answer that came when the row's places were all given to others. It
	// is kept, and counts for nothing. The desk sets it.
	Surplus bool      `json:"surplus,omitempty"`
	Given   time.Time `json:"given,omitzero"` // when it was given elsewhere, before it came here; zero where nobody says
}

// Span is a part of a field's text that was marked, in code points: from From up to To.
type Span struct {
	Field    string `json:"field"`
	From     int    `json:"from"`
	To       int    `json:"to"`
	Category string `json:"category"`
}

// Repair is a row that a person mended: a new record of human origin, with the old one
// as its parent.
type Repair struct {
	Row    seedbed.ID     `json:"row"`    // the old one
	New    seedbed.ID     `json:"new"`    // the new one's id: of who mended it from what to what
	Fields seedbed.Fields `json:"fields"` // all of the new one's
	Note   string         `json:"note,omitempty"`
}

// Skip is a row that somebody would not or could not rate.
type Skip struct {
	Row    seedbed.ID `json:"row"`
	Reason string     `json:"reason"`
	Rubric string     `json:"rubric,omitempty"` // the revision by which the person was asked; "": the newest
}

// Undo takes one's own last answer or skip about a row back.
type Undo struct {
	Row   seedbed.ID `json:"row"`
	Again bool       `json:"again,omitempty"`
}

// Reveal is somebody's choice to see what was blurred.
type Reveal struct {
	Row        seedbed.ID `json:"row"`
	Categories []string   `json:"categories"`
}

// Pause is a break or a leave-taking. Nothing is held against who takes it.
type Pause struct {
	Leaves bool `json:"leaves,omitempty"`
	Back   bool `json:"back,omitempty"` // it is over
}

// Cause is why people disagreed.
type Cause string

// The causes of disagreement. A real disagreement stays: the release keeps every vote.
const (
	CauseGap       Cause = "guideline gap"
	CauseAmbiguous Cause = "ambiguous row"
	CauseSlip      Cause = "slip"
	CauseReal      Cause = "real disagreement"
)

// Settlement is what an adjudicator made of a disagreement about one row.
type Settlement struct {
	Row    seedbed.ID        `json:"row"`
	Cause  Cause             `json:"cause"`
	Values map[string]string `json:"values,omitempty"` // what counts from now on; none where the disagreement stays
	Note   string            `json:"note,omitempty"`
}

// RubricRevision is a guideline that was made clearer, and the rows that are asked
// again because of it.
type RubricRevision struct {
	From  string       `json:"from"`
	To    string       `json:"to"`
	Text  string       `json:"text"` // the rubric's file
	Again []seedbed.ID `json:"again,omitempty"`
	// Rubric is Text as it was read, so that the ledger says by itself what was asked.
	Rubric *seedbed.Rubric `json:"rubric"`
	// Ask is what the desk adds to Again of the rows that whoever revises is not told of.
	Ask Asking `json:"-"`
}
