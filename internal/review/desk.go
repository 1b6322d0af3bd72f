package review

import (
	"context"
	"encoding/json"
	"iter"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Desk is what page, command line and worksheets work through: who is asked what
// next, what they said, and what may be seen of it. Roles and blindness are kept here,
// so that whatever is built on it cannot show too much. Any goroutine may use it.
//
// All that counts is a function of the ledger's events in their order. Beside it the
// desk remembers who has which row in hand: places that a restart gives back, and for
// which nobody's answer is lost (see Answer).
//
// One lock guards what is in memory. It is held for microseconds, never while the ledger
// writes, a row is read or the bound of a claim is worked out, so that nobody waits for
// somebody else's disk or sums.
type Desk struct {
	log    appender
	rows   Rows
	now    func() time.Time
	rules  Rules
	dir    string
	drafts *drafts

	mu      sync.Mutex
	live    bool // the events that were there are applied
	closed  bool
	members map[string]*member
	joined  []*member
	courses map[string]*course
	names   []string

	decisions []Decided
	decided   map[string]int  // places in decisions, by id
	deciding  map[string]bool // ids whose event is not yet on the disk
	mended    []MendedRow     // in the order of events

	begins map[string]*course // begun, the event not yet on the disk

	next    int64 // Seq of the event that is applied next
	early   map[int64]Event
	failed  map[int64]error // to apply, for those who wait for it
	applied *sync.Cond

	stop    chan struct{}  // is closed when the desk is
	working sync.WaitGroup // figures that are being made, and what takes up what others hand over
}

// appender is the ledger as a desk needs it.
type appender interface {
	Append(ctx context.Context, events ...Event) ([]Event, error)
	Events() iter.Seq2[Event, error]
	Head() Head
	Close() error
}

// DeskOptions are what a desk is opened with.
type DeskOptions struct {
	Dir   string           // folder of what people do
	Rows  Rows             // rows of the samples
	Now   func() time.Time // the clock; nil: the system's. Its location says when a day begins
	Rules Rules
}

// Rules are what a desk keeps to. A zero means what the comment says.
type Rules struct {
	Reserve     time.Duration // how long a place is held for somebody; 30 minutes
	UndoFor     time.Duration // how long the answer that settled a row can be taken back; 10 minutes
	Calibration int           // gold rows of the calibration round, at most; 10; -1: no round
	Pass        float64       // share of gold rows answered as is known that lets somebody go on; 0: anyone may
	GoldEvery   int           // after so many rows a further gold row comes, without feedback; 25
	PerDay      int           // rows that one person is given in a day, at most; 0: as many as they like
	HarmPerDay  int           // rows that one person reveals in a day, at most; 100; -1: as many as they like
	BreakAfter  int           // rows revealed since the last break after which one is advised; 20
	OpenVotes   bool          // raters see what others said of a row that is settled, once their own answer is final
}

func (r Rules) filled() Rules {
	or := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	if r.Reserve <= 0 {
		r.Reserve = 30 * time.Minute
	}
	if r.UndoFor <= 0 {
		r.UndoFor = 10 * time.Minute
	}
	or(&r.Calibration, 10)
	or(&r.GoldEvery, 25)
	or(&r.HarmPerDay, 100)
	or(&r.BreakAfter, 20)
	return r
}

// OpenDesk opens the ledger of a folder, and works out from its events how everything
// stands. Errors are those of OpenLedger, and seedbed.CodeStorage where an event cannot
// be read or a sample is not the one that was begun.
func OpenDesk(ctx context.Context, o DeskOptions) (*Desk, error) {
	log, err := OpenLedger(o.Dir, LedgerOptions{Now: o.Now})
	if err != nil {
		return nil, err
	}
	d, err := newDesk(ctx, o, log)
	if err != nil {
		log.Close()
		return nil, err
	}
	for _, c := range d.courses {
		d.bound(c, true)
	}
	d.stop = make(chan struct{})
	d.working.Go(func() { d.takeUp(d.stop) })
	return d, nil
}

func newDesk(ctx context.Context, o DeskOptions, log appender) (*Desk, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &Desk{
		log: log, rows: o.Rows, now: o.Now, rules: o.Rules.filled(), dir: o.Dir,
		members: map[string]*member{}, courses: map[string]*course{}, begins: map[string]*course{}, early: map[int64]Event{}, failed: map[int64]error{}, next: 1,
		decided: map[string]int{}, deciding: map[string]bool{},
	}
	d.applied = sync.NewCond(&d.mu)
	for e, err := range log.Events() {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && e.Kind == EventInspection {
			err = d.readBegun(&e)
		}
		if err != nil {
			return nil, err
		}
		d.mu.Lock()
		err = d.apply(&e)
		d.next = e.Seq + 1
		d.mu.Unlock()
		if err != nil {
			return nil, seedbed.Errorf(seedbed.CodeStorage, "reading event %d (%s) of what people did: %w", e.Seq, e.Kind, err)
		}
	}
	d.mu.Lock()
	d.live = true
	d.mu.Unlock()
	var err error
	drafts := filepath.Join(o.Dir, "drafts")
	if _, tells := log.(*pastEvents); tells {
		drafts = "" // whoever has the ledger has them too
	}
	if d.drafts, err = openDrafts(drafts); err != nil {
		return nil, err
	}
	return d, nil
}

// Close gives the ledger back. What was acknowledged is on the disk.
func (d *Desk) Close() error {
	d.mu.Lock()
	if !d.closed && d.stop != nil {
		close(d.stop)
	}
	d.closed = true
	d.mu.Unlock()
	d.working.Wait()
	return d.log.Close()
}

// Append keeps an event that the desk makes nothing of, such as a signature at a gate
// or a consultation, and returns it as it was written. Kinds that the desk decides on
// (answers, settlements and the like) have methods of their own, and are refused.
// Whether e.By may do it is for the caller to know.
func (d *Desk) Append(ctx context.Context, e Event) (Event, error) {
	if slices.Contains(deskKinds, e.Kind) {
		return Event{}, refusedKind(e.Kind)
	}
	return d.act(ctx, e)
}

func refusedKind(k EventKind) error {
	return seedbed.Errorf(seedbed.CodeInternal, "an event %q is not appended past the desk's own checks", k)
}

// Events gives the events that are in the ledger when it is called, in order.
func (d *Desk) Events() iter.Seq2[Event, error] { return d.log.Events() }

// Head returns how far the ledger goes.
func (d *Desk) Head() Head { return d.log.Head() }

// deskKinds are what the desk makes something of.
var deskKinds = []EventKind{
	EventInspection, EventPerson, EventAnswer, EventSkip, EventUndo, EventReveal, EventPause, EventSettle, EventRubric, EventRepair,
	EventDecide, EventDecideUndo, EventWithdraw,
}

// act makes an event durable, and applies it after all that were appended before it.
// The ledger gives many writers their receipts at once, in any order.
func (d *Desk) act(ctx context.Context, e Event) (Event, error) {
	got, err := d.log.Append(ctx, e)
	if err != nil {
		return Event{}, err
	}
	e = got[0]
	if err := d.take(e); err != nil {
		return Event{}, err
	}
	d.mu.Lock()
	c := d.courses[e.Of]
	d.mu.Unlock()
	if c != nil {
		d.bound(c, false)
	}
	return e, nil
}

// take applies an event when all before it are applied.
func (d *Desk) take(e Event) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.early[e.Seq] = e
	for {
		next, ok := d.early[d.next]
		if !ok {
			break
		}
		delete(d.early, d.next)
		d.next++
		if err := d.apply(&next); err != nil {
			d.failed[next.Seq] = seedbed.Errorf(seedbed.CodeInternal, "applying event %d (%s): %w", next.Seq, next.Kind, err)
		}
		d.applied.Broadcast()
	}
	for d.next <= e.Seq {
		d.applied.Wait()
	}
	err := d.failed[e.Seq]
	delete(d.failed, e.Seq)
	return err
}

// eventOf makes an event of a body.
func eventOf(by string, kind EventKind, of string, body any) (Event, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return Event{}, seedbed.Errorf(seedbed.CodeInternal, "writing an event: %w", err)
	}
	return Event{By: by, Kind: kind, Of: of, Body: b}, nil
}

// do is act with a body.
func (d *Desk) do(ctx context.Context, by string, kind EventKind, of string, body any) (Event, error) {
	e, err := eventOf(by, kind, of, body)
	if err != nil {
		return Event{}, err
	}
	return d.act(ctx, e)
}

// apply changes what is in memory as an event says. It is called in the order of Seq
// with the lock held, and depends on the events before it alone.
func (d *Desk) apply(e *Event) error {
	switch e.Kind {
	case EventPerson:
		return with(e, func(p *Person) error { return d.applyPerson(p) })
	case EventInspection:
		d.applyBegun(e)
		return nil
	case EventDecide:
		return with(e, func(k *Decision) error { return d.applyDecide(e, k) })
	case EventDecideUndo:
		return with(e, func(u *DecisionUndo) error { return d.applyUndecide(e, u) })
	case EventWithdraw:
		return with(e, func(w *Withdrawal) error { return d.applyWithdraw(e, w) })
	}
	if !slices.Contains(deskKinds, e.Kind) {
		return nil
	}
	c, m := d.courses[e.Of], d.members[e.By]
	if c == nil || m == nil {
		return seedbed.Errorf(seedbed.CodeStorage, "there is no inspection %q or no person %q before it", e.Of, e.By)
	}
	s := c.seat(m)
	switch e.Kind {
	case EventAnswer, EventSkip, EventRepair:
		if m.withdrew {
			return nil // it was on its way when they withdrew
		}
	}
	switch e.Kind {
	case EventAnswer:
		if !d.live && d.now().Sub(e.At) <= d.rules.UndoFor {
			c.boundNow() // what the person was shown may still matter
		}
		return with(e, func(a *Answer) error { return c.applyAnswer(s, a, e.At) })
	case EventSkip:
		return with(e, func(k *Skip) error { return c.applySkip(s, k, e.At) })
	case EventUndo:
		return with(e, func(u *Undo) error { return c.applyUndo(s, u) })
	case EventReveal:
		return with(e, func(r *Reveal) error { d.applyReveal(c, s, r, e.At); return nil })
	case EventPause:
		return with(e, func(p *Pause) error { c.applyPause(s, p); return nil })
	case EventSettle:
		return with(e, func(k *Settlement) error { return c.applySettle(m, k) })
	case EventRubric:
		return with(e, func(r *RubricRevision) error { return c.applyRevision(r, e.At) })
	case EventRepair:
		if m.Program != "" {
			return nil // a program's, from before such were refused
		}
		return with(e, func(r *Repair) error {
			d.mended = append(d.mended, MendedRow{Repair: *r, By: e.By, At: e.At, Inspection: e.Of})
			return nil
		})
	}
	return nil
}

func with[T any](e *Event, f func(*T) error) error {
	var body T
	if err := json.Unmarshal(e.Body, &body); err != nil {
		return err
	}
	return f(&body)
}

// Inspections returns the names of those that were begun, in that order.
func (d *Desk) Inspections() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.names)
}

// Plan returns an inspection as it stands: with the newest revision of its rubric.
func (d *Desk) Plan(inspection string) (*plan.Inspection, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.courses[inspection]
	if c == nil {
		return nil, false
	}
	in := *c.in
	return &in, true
}

// Rubrics returns the revisions of an inspection's rubric, the newest last; none where
// there is no such inspection.
func (d *Desk) Rubrics(inspection string) []*seedbed.Rubric {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []*seedbed.Rubric
	if c := d.courses[inspection]; c != nil {
		for i := range c.revs {
			out = append(out, c.revs[i].rubric)
		}
	}
	return out
}

// find returns an inspection and a person, and says who or what is not there.
func (d *Desk) find(inspection, person string) (*course, *member, error) {
	c, m := d.courses[inspection], d.members[person]
	if c == nil {
		return nil, nil, seedbed.Errorf(seedbed.CodeNotFound, "there is no inspection %q (%d are: %v)", inspection, len(d.names), d.names[:min(10, len(d.names))])
	}
	if m == nil {
		return nil, nil, forbidden(person, "nobody is known here as %q; ask the owner for an invitation", person)
	}
	return c, m, nil
}
