package gate

import (
	"fmt"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// Deadline is how long an objection may wait for its answer, where nobody says
// otherwise; MaxDeadline the longest that may be given.
const (
	Deadline    = 14 * 24 * time.Hour
	MaxDeadline = 366 * 24 * time.Hour
)

// contests is the gate of objections to rows; any is false where there is none.
func contests(f *Facts, r *Record) (s Standing, any bool) {
	if len(r.Contests) == 0 {
		return s, false
	}
	answered := Condition{Demand: "answered", Wants: "objections to rows are answered in time", Do: "seedbed contest answer ID --as WHO --because ..."}
	heeded := Condition{Demand: "heeded", Wants: "rows that were rightly objected to are not released as they are", Do: "leave them out or mend them on the page, or have the recipe reject them and run it again"}
	waiting := 0
	for i := range r.Contests {
		c := &r.Contests[i]
		switch {
		case c.Late(f.Now):
			answered.Missing = append(answered.Missing, fmt.Sprintf("objection %d to row %s was to be answered by %s", c.ID, c.Row.Short(), Day(c.Due)))
		case c.Open():
			waiting++
		case c.What == Upheld && f.Accepted[c.Row]:
			heeded.Missing = append(heeded.Missing, fmt.Sprintf("objection %d was upheld, and row %s is still among the accepted rows", c.ID, c.Row.Short()))
		}
	}
	if waiting > 0 {
		answered.Note = fmt.Sprintf("%d still within their time", waiting)
	}
	return standing(ContestsGate, f, r, answered, heeded), true
}

// NewContest makes the event of an objection to a row, to be answered within a time.
// by is "seedbed" for somebody who is not known.
func NewContest(row seedbed.ID, by, because string, now time.Time, within time.Duration) (review.Event, error) {
	if err := checkText("the objection", because); err != nil {
		return review.Event{}, err
	}
	if within <= 0 || within > MaxDeadline {
		return review.Event{}, seedbed.Errorf(seedbed.CodeInvalid, "an objection is to be answered within 1 to 366 days")
	}
	return event(by, review.EventContest, Objection{Row: row, Due: now.Add(within).UTC().Truncate(time.Second), Because: because})
}

// NewAnswer makes the event of an answer to an objection: an owner or an adjudicator
// upholds or dismisses it, or who raised it takes it back.
func NewAnswer(r *Record, id int64, by string, what Verdict, because string) (review.Event, error) {
	c := r.Contest(id)
	if c == nil {
		return review.Event{}, &seedbed.Error{Code: seedbed.CodeNotFound, Message: fmt.Sprintf("there is no objection %d", id), Fix: "seedbed contest lists them"}
	}
	if !c.Open() {
		return review.Event{}, seedbed.Errorf(seedbed.CodeInvalid, "objection %d was %s on %s", id, c.What, Day(c.AnsweredAt))
	}
	if err := r.mayAnswer(by, c, what); err != nil {
		return review.Event{}, err
	}
	if err := checkText("the answer", because); err != nil {
		return review.Event{}, err
	}
	return event(by, review.EventContest, Objection{Of: id, What: what, Because: because})
}

func (r *Record) mayAnswer(by string, c *Contest, what Verdict) error {
	p, known := r.People[by]
	switch {
	case what == Withdrawn && c.By == by && known:
		return nil
	case what == Withdrawn:
		return seedbed.Errorf(seedbed.CodeUnmet, "objection %d is taken back by who raised it", c.ID)
	case what != Upheld && what != Dismissed:
		return seedbed.Errorf(seedbed.CodeInvalid, "an objection is upheld, dismissed or withdrawn; %q is none of these", what)
	case !known:
		return unknownPerson(by)
	case !p.Has(review.Owner) && !p.Has(review.Adjudicator):
		return seedbed.Errorf(seedbed.CodeUnmet, "%s is neither owner nor adjudicator; one of these answers objections", by)
	case by == c.By:
		return seedbed.Errorf(seedbed.CodeUnmet, "%s raised objection %d, and somebody else answers it", by, c.ID)
	}
	return nil
}
