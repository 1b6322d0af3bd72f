package gate

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// MaxText bounds a text that somebody records, in bytes.
const MaxText = 16 << 10

// Signature is the body of an event of kind review.EventSign: somebody stands for the
// data at a gate, or takes that back.
type Signature struct {
	Gate    string      `json:"gate"`
	Role    review.Role `json:"role"`    // as what they sign
	Subject string      `json:"subject"` // what they sign
	Says    string      `json:"says,omitempty"`
	Back    bool        `json:"back,omitempty"` // takes an own signature back
}

// Override is the body of an event of kind review.EventOverride: what was missing at a
// gate, and why it is passed all the same.
type Override struct {
	Gate    string   `json:"gate"`
	Demand  string   `json:"demand"`
	Subject string   `json:"subject"`
	Missing []string `json:"missing"` // word for word as Check said it
	Because string   `json:"because"`
}

// Questionnaire is the body of an event of kind review.EventQuestions: whether the
// data should be synthetic at all.
type Questionnaire struct {
	Answers  []QuestionAnswer `json:"answers"`
	Decision string           `json:"decision"` // one of Decisions
	Because  string           `json:"because"`
	Purpose  string           `json:"purpose,omitempty"` // the recipe's, when it was answered
	Use      string           `json:"use,omitempty"`
}

// QuestionAnswer is a question as it was asked, with its answer.
type QuestionAnswer struct {
	ID     string `json:"id"`
	Ask    string `json:"ask"`
	Answer string `json:"answer"`
}

// Consulted is the body of an event of kind review.EventConsult. What people said
// stays in the file, which its owner can change and erase.
type Consulted struct {
	File   string `json:"file"`
	Digest string `json:"digest"` // SHA-256 of the file, in hexadecimal
	When   string `json:"when"`
	Voices int    `json:"voices"`
}

// Objection is the body of an event of kind review.EventContest: somebody objects to a
// row, or the objection is answered or taken back.
type Objection struct {
	Row     seedbed.ID `json:"row,omitzero"`
	Due     time.Time  `json:"due,omitzero"` // until when it is to be answered
	Because string     `json:"because"`
	// Of is the Seq of the event that raised the objection; 0: this one raises it.
	Of   int64   `json:"of,omitempty"`
	What Verdict `json:"verdict,omitempty"` // of an answer
}

// Verdict is what became of an objection.
type Verdict string

// The verdicts.
const (
	Upheld    Verdict = "upheld"    // the row should not be there as it is
	Dismissed Verdict = "dismissed" // it stays
	Withdrawn Verdict = "withdrawn" // by who raised it
)

// NewPerson makes the event of somebody who joins.
func NewPerson(p review.Person) (review.Event, error) { return event(p.ID, review.EventPerson, p) }

// event makes an event to be appended: Seq, At and Hash are the ledger's.
func event(by string, kind review.EventKind, body any) (review.Event, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return review.Event{}, seedbed.Errorf(seedbed.CodeInternal, "writing down what was recorded: %w", err)
	}
	return review.Event{By: by, Kind: kind, Body: b}, nil
}

// checkText refuses what cannot be recorded as somebody's words. what is how a message
// calls it: "the reason".
func checkText(what, s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return seedbed.Errorf(seedbed.CodeInvalid, "%s is empty; write at least a sentence", what)
	case len(s) > MaxText:
		return seedbed.Errorf(seedbed.CodeInvalid, "%s has %d bytes; %d are the most", what, len(s), MaxText)
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return seedbed.Errorf(seedbed.CodeInvalid, "%s is not plain UTF-8 text; write it anew", what)
	}
	return nil
}
