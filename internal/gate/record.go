package gate

import (
	"encoding/json"
	"iter"
	"slices"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// Record is what people recorded that gates ask for.
type Record struct {
	People     map[string]review.Person // by id, as they are last known
	Signatures []Signed                 // that were not taken back
	Overrides  []OverrideBy
	Questions  *Answered            // the last answers; nil: none
	Consulted  map[string]Consulted // by file, the last of each
	Contests   []Contest            // in the order in which they were raised
	// Begun are the inspections that were begun, by name, as they were last begun.
	Begun map[string]review.Begun
	// Changed is the Seq of the last event that may have changed which rows are released:
	// a decision, a repair, something taken back. 0: there is none.
	Changed int64
}

// Signed is a signature with who gave it. Domains are those they had then.
type Signed struct {
	Signature
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Domains []string  `json:"domains,omitempty"`
}

// OverrideBy is an override with who gave it.
type OverrideBy struct {
	Override
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Answered are answers to the questions with who gave them.
type Answered struct {
	Questionnaire
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Contest is an objection to a row and what became of it.
type Contest struct {
	ID      int64      `json:"id"` // the Seq of the event that raised it
	Row     seedbed.ID `json:"row"`
	By      string     `json:"by"`
	At      time.Time  `json:"at"`
	Due     time.Time  `json:"due"`
	Because string     `json:"because"`
	// What is "" while nobody has answered.
	What       Verdict   `json:"verdict,omitempty"`
	Answer     string    `json:"answer,omitempty"`
	AnsweredBy string    `json:"answered_by,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// Open reports whether nobody has answered.
func (c *Contest) Open() bool { return c.What == "" }

// Late reports whether a contest is open and its deadline is past.
func (c *Contest) Late(now time.Time) bool { return c.Open() && now.After(c.Due) }

// Fold reads what people recorded out of the ledger's events. Events of other kinds
// are passed over. What does not follow the rules, such as a signature of somebody who
// did not have the role then, stays in the ledger and counts for nothing.
func Fold(events iter.Seq2[review.Event, error]) (*Record, error) {
	r := &Record{People: map[string]review.Person{}, Consulted: map[string]Consulted{}, Begun: map[string]review.Begun{}}
	for e, err := range events {
		if err != nil {
			return nil, err
		}
		if err := r.add(&e); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Record) add(e *review.Event) error {
	switch e.Kind {
	case review.EventDecide, review.EventDecideUndo, review.EventRepair, review.EventWithdraw:
		r.Changed = e.Seq
	case review.EventPerson:
		var p review.Person
		if err := read(e, &p); err != nil {
			return err
		}
		if p.ID != "" {
			r.People[p.ID] = p
		}
	case review.EventInspection:
		var b review.Begun
		if err := read(e, &b); err != nil {
			return err
		}
		r.Begun[e.Of] = b
	case review.EventSign:
		var s Signature
		if err := read(e, &s); err != nil {
			return err
		}
		r.sign(e, s)
	case review.EventOverride:
		o := OverrideBy{By: e.By, At: e.At}
		if err := read(e, &o.Override); err != nil {
			return err
		}
		if p := r.People[e.By]; p.Has(review.Owner) && o.Because != "" {
			r.Overrides = append(r.Overrides, o)
		}
	case review.EventQuestions:
		q := &Answered{By: e.By, At: e.At}
		if err := read(e, &q.Questionnaire); err != nil {
			return err
		}
		r.Questions = q
	case review.EventConsult:
		var c Consulted
		if err := read(e, &c); err != nil {
			return err
		}
		r.Consulted[c.File] = c
	case review.EventContest:
		var o Objection
		if err := read(e, &o); err != nil {
			return err
		}
		r.contest(e, &o)
	}
	return nil
}

func read(e *review.Event, body any) error {
	if err := json.Unmarshal(e.Body, body); err != nil {
		return &seedbed.Error{
			Code: seedbed.CodeStorage, Message: "event " + decimal(e.Seq) + " of the ledger is no " + string(e.Kind), Err: err,
			Fix: "a newer seedbed may have written it",
		}
	}
	return nil
}

func (r *Record) sign(e *review.Event, s Signature) {
	if s.Back {
		r.Signatures = slices.DeleteFunc(r.Signatures, func(have Signed) bool {
			return have.By == e.By && have.Gate == s.Gate && have.Subject == s.Subject
		})
		return
	}
	if p, ok := r.People[e.By]; ok && p.Has(s.Role) && !r.signed(e.By, s.Gate, s.Subject) {
		r.Signatures = append(r.Signatures, Signed{Signature: s, By: e.By, At: e.At, Domains: slices.Clone(p.Domains)})
	}
}

// signed reports whether somebody's signature for this data stands at a gate.
func (r *Record) signed(by, gate, subject string) bool {
	return slices.ContainsFunc(r.Signatures, func(s Signed) bool { return s.By == by && s.Gate == gate && s.Subject == subject })
}

func (r *Record) contest(e *review.Event, o *Objection) {
	if o.Of == 0 {
		r.Contests = append(r.Contests, Contest{ID: e.Seq, Row: o.Row, By: e.By, At: e.At, Due: o.Due, Because: o.Because})
		return
	}
	c := r.Contest(o.Of)
	if c == nil || !c.Open() || r.mayAnswer(e.By, c, o.What) != nil {
		return
	}
	c.What, c.Answer, c.AnsweredBy, c.AnsweredAt = o.What, o.Because, e.By, e.At
}

// Contest returns the contest of an id; nil where there is none.
func (r *Record) Contest(id int64) *Contest {
	for i := range r.Contests {
		if r.Contests[i].ID == id {
			return &r.Contests[i]
		}
	}
	return nil
}
