package web

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
)

// contests are the objections to rows, in memory: the ledger is read once, and what this
// server appends is added. What is recorded on the command line meanwhile comes through
// the desk: now and then the ledger is read again, behind whoever looks.
type contests struct {
	desk Desk
	now  func() time.Time

	mu      sync.Mutex
	kept    []review.Event // who may do what, and objections
	record  *gate.Record
	seq     int64     // how far the ledger was read
	next    time.Time // when it is read again, at the earliest
	reading bool
	working sync.WaitGroup
}

// The ledger is read again after so long at the earliest, and takes so small a part of
// the time at the most.
const (
	contestsStay  = 10 * time.Second
	contestsShare = 50
)

// contestsMost bounds how many objections of one person wait for an answer.
const contestsMost = 50

// readPast reads of the ledger, once, what this server keeps of it: objections, and
// guidelines that were changed.
func (s *Server) readPast() error {
	s.contests = &contests{desk: s.desk, now: s.now, next: s.now().Add(contestsStay)}
	for e, err := range s.desk.Events() {
		if err != nil {
			return err
		}
		s.contests.seq = e.Seq
		switch e.Kind {
		case review.EventPerson, review.EventContest:
			s.contests.kept = append(s.contests.kept, e)
		case review.EventRubric:
			var r review.RubricRevision
			if err := json.Unmarshal(e.Body, &r); err != nil {
				return seedbed.Errorf(seedbed.CodeStorage, "reading event %d of the ledger: %w", e.Seq, err)
			}
			s.rubrics[e.Of] = rubricWritten{r.To, r.Text}
		}
	}
	return s.contests.fold()
}

// refresh has the ledger read again where that is due, and waits for nobody.
func (c *contests) refresh() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reading || c.now().Before(c.next) || c.desk.Head().Seq == c.seq {
		return
	}
	c.reading = true
	c.working.Go(c.reread)
}

func (c *contests) reread() {
	began, seq := time.Now(), int64(0)
	var kept []review.Event
	var failed error
	for e, err := range c.desk.Events() {
		if failed = err; err != nil {
			break
		}
		seq = e.Seq
		if e.Kind == review.EventPerson || e.Kind == review.EventContest {
			kept = append(kept, e)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reading, c.next = false, c.now().Add(max(contestsStay, contestsShare*time.Since(began)))
	if failed != nil {
		return // what was known stays known
	}
	for _, e := range c.kept { // what this server has appended meanwhile
		if e.Seq > seq {
			kept = append(kept, e)
		}
	}
	was, before := c.kept, c.record
	if c.kept, c.seq = kept, seq; c.fold() != nil {
		c.kept, c.record = was, before
	}
}

// fold works out how objections stand; with the lock held, or before anybody has c.
func (c *contests) fold() (err error) {
	c.record, err = gate.Fold(func(yield func(review.Event, error) bool) {
		for _, e := range c.kept {
			if !yield(e, nil) {
				return
			}
		}
	})
	return err
}

// all returns the objections in the order in which they were raised.
func (c *contests) all() []gate.Contest {
	c.mu.Lock()
	known := slices.Clone(c.record.Contests)
	c.mu.Unlock()
	c.refresh() // for who looks next
	return known
}

// append has the ledger told of an objection or an answer, which make words by what is
// known of the person who acts.
func (c *contests) append(ctx context.Context, by review.Person, make func(*gate.Record) (review.Event, error)) (review.Event, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	who, err := gate.NewPerson(by) // as they are now: roles change while the page is open
	if err != nil {
		return review.Event{}, err
	}
	was, before := c.kept, c.record
	c.kept = append(slices.Clip(was), who)
	e, err := review.Event{}, c.fold()
	if err == nil {
		e, err = make(c.record)
	}
	if err == nil {
		e, err = c.desk.Append(ctx, e)
	}
	if err != nil { // nothing came of it: nothing of it is kept
		c.kept, c.record = was, before
		return e, err
	}
	c.kept = append(c.kept, e)
	return e, c.fold()
}

// raise keeps an objection.
func (s *Server) raise(ctx context.Context, by review.Person, row seedbed.ID, because string) (review.Event, error) {
	return s.contests.append(ctx, by, func(r *gate.Record) (review.Event, error) {
		open := 0
		for i := range r.Contests {
			if r.Contests[i].By == by.ID && r.Contests[i].Open() {
				open++
			}
		}
		if open >= contestsMost {
			return review.Event{}, seedbed.Errorf(seedbed.CodeInvalid, "%d of your objections wait for an answer, and that is as many as one person has at once", open)
		}
		return gate.NewContest(row, by.ID, because, s.now(), gate.Deadline)
	})
}
