package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/text"
)

// record lets a person record something: make says what, of the project as it stands,
// and done tells of it. The ledger is open for writing meanwhile, so that nothing comes
// in between.
func (a *app) record(ctx context.Context, as string, make func(*stand, string) ([]review.Event, error), done func(*stand) error) error {
	if as == "" {
		return usagef("it is recorded who acts: --as \"Ana Souza\", or the id of a person")
	}
	s, err := a.openStand(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	if _, err := s.write(ctx, as, make); err != nil {
		return err
	}
	a.acts = true
	return done(s)
}

// write appends to the ledger what make says, by whom as names. as may be "" for
// somebody who is not known.
func (s *stand) write(ctx context.Context, as string, make func(*stand, string) ([]review.Event, error)) (written []review.Event, err error) {
	// A desk tells how inspections stand, and needs the ledger for it.
	if err := s.read(ctx, nil); err != nil {
		return nil, err
	}
	l, err := review.OpenLedger(s.app.peopleDir(), review.LedgerOptions{Now: now})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := s.read(ctx, l); err != nil {
		return nil, err
	}
	s.by = programID
	var first *review.Event // of the project's first owner
	if as != "" {
		if s.by, first, err = s.person(as); err != nil {
			return nil, err
		}
	}
	events, err := make(s, s.by)
	if err != nil {
		return nil, err
	}
	if first != nil {
		if err := s.roster.Rename(s.by, strings.TrimSpace(as), ""); err != nil {
			return nil, err
		}
		events = append([]review.Event{*first}, events...)
	}
	if written, err = l.Append(ctx, events...); err != nil {
		return nil, err
	}
	if first != nil {
		s.app.tell(fmt.Sprintf("%s (%s) is the first owner of this project.", strings.TrimSpace(as), s.by))
	}
	return written, s.read(ctx, l)
}

// wrongFile tells what is wrong with a file that was to be recorded.
func (a *app) wrongFile(problems seedbed.Problems) error {
	if a.json {
		return problems
	}
	for _, p := range problems {
		fmt.Fprintln(a.stderr, p.String())
	}
	fmt.Fprintf(a.stderr, "%s; nothing was recorded.\n", count(int64(len(problems)), "problem"))
	return errReported{seedbed.CodeInvalid}
}

// programID stands for somebody who is not known.
const programID = review.ByProgram

// person returns the id of whom a name or an id names. Where nobody is an owner yet, a
// new name becomes the first one, with the event that says so: whoever has the project
// folder can do anything to it.
func (s *stand) person(as string) (id string, first *review.Event, err error) {
	as = strings.TrimSpace(as)
	if _, ok := s.record.People[as]; ok {
		return as, nil, nil
	}
	members, err := s.roster.Members()
	if err != nil {
		return "", nil, err
	}
	var found []string
	for _, m := range members {
		if _, joined := s.record.People[m.ID]; joined && as != "" && (strings.EqualFold(m.Name, as) || strings.EqualFold(m.Pseudonym, as)) {
			found = append(found, m.ID)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil, nil
	case len(found) > 1:
		return "", nil, seedbed.Errorf(seedbed.CodeInvalid, "%s is the name of several people: %s; write the id", harmlessLine(as), strings.Join(found, ", "))
	}
	for _, p := range s.record.People {
		if p.Has(review.Owner) {
			return "", nil, &seedbed.Error{Code: seedbed.CodeNotFound, Message: fmt.Sprintf("nobody here is called %q", text.Harmless(as, 100)), Fix: "an owner invites people: seedbed review --invite owner"}
		}
	}
	if !namesPerson(as) {
		return "", nil, usagef("--as wants the name of a person, on one line and without commas")
	}
	p := review.FirstOwner()
	e, err := gate.NewPerson(p)
	s.record.People[p.ID] = p
	return p.ID, &e, err
}

// name is how a person is called where it is said who answers for something: by name,
// and by id where the roster has none, or none any more.
func (s *stand) name(id string) string {
	if id == programID {
		return "somebody who is not known"
	}
	if m, ok, err := s.roster.Member(id); err == nil && ok && m.Name != "" {
		return harmlessLine(m.Name)
	}
	return harmlessLine(id)
}
