package review

import (
	"context"

	"seedbed.dev/seedbed"
)

// WithdrawScope is what somebody takes back.
type WithdrawScope string

// What can be taken back.
const (
	// WithdrawCredit: releases name them no longer.
	WithdrawCredit WithdrawScope = "credit"
	// WithdrawAnswers: that, and what they answered and mended is in no release from now
	// on, and in no figure.
	WithdrawAnswers WithdrawScope = "answers"
)

// Withdrawal is the body of an event of kind EventWithdraw.
type Withdrawal struct {
	Scope WithdrawScope `json:"scope"`
}

// Withdraw takes back that somebody is named in releases, or all that they answered,
// skipped and mended, in every inspection. It needs no reason and nobody's leave.
//
// With WithdrawAnswers, claims stand without their answers from then on: rows that lack
// one are open again and are asked of others, and the report says that somebody took
// theirs back. What they settled as an adjudicator, decided or signed stays: that was
// done for the project. They are asked for nothing more. The ledger, which only grows,
// keeps by their id what they said; and releases that were made before stay as they are.
//
// Errors: *Forbidden for who has not joined; seedbed.CodeInvalid for another scope.
func (d *Desk) Withdraw(ctx context.Context, person string, scope WithdrawScope) error {
	if scope != WithdrawCredit && scope != WithdrawAnswers {
		return seedbed.Errorf(seedbed.CodeInvalid, "%.40q cannot be taken back; there are %q and %q", scope, WithdrawCredit, WithdrawAnswers)
	}
	d.mu.Lock()
	m := d.members[person]
	var names []string
	nothing := false
	if m != nil {
		nothing = m.withdrew || scope == WithdrawCredit && m.Credit == CreditNone
		names = append(names, d.names...)
	}
	d.mu.Unlock()
	switch {
	case m == nil:
		return forbidden(person, "nobody is known here as %q", person)
	case nothing:
		return nil
	}
	if _, err := d.do(ctx, person, EventWithdraw, "", &Withdrawal{Scope: scope}); err != nil {
		return err
	}
	if scope == WithdrawAnswers {
		for _, name := range names {
			for row := range d.drafts.of(person, name) {
				d.drafts.drop(person, name, row)
			}
		}
	}
	return nil
}

// applyWithdraw counts on the event alone, whoever may ask for it now.
func (d *Desk) applyWithdraw(e *Event, w *Withdrawal) error {
	m := d.members[e.By]
	if m == nil {
		return seedbed.Errorf(seedbed.CodeStorage, "there is no person %q before it", e.By)
	}
	m.Credit = CreditNone
	if w.Scope != WithdrawAnswers || m.withdrew {
		return nil
	}
	m.withdrew = true
	for _, name := range d.names {
		c := d.courses[name]
		s := c.seats[m.index]
		if s == nil {
			continue
		}
		for _, at := range s.acts {
			if !c.marks[at].is(markUndone) {
				c.takeBack(s, at, markWithdrawn)
			}
		}
		if h := s.hold; h != nil && !h.sending {
			c.release(s, h)
		}
	}
	return nil
}
