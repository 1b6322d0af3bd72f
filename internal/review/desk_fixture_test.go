package review

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/plan"
)

// memoryLedger is a ledger without a disk.
type memoryLedger struct {
	mu     sync.Mutex
	events []Event
	now    func() time.Time
	fail   error
}

func (l *memoryLedger) Append(_ context.Context, events ...Event) ([]Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil {
		return nil, l.fail
	}
	for i := range events {
		e := &events[i]
		e.Seq = int64(len(l.events) + 1)
		if now := l.now(); e.At.IsZero() || e.At.After(now) {
			e.At = now
		}
		e.At = e.At.UTC().Truncate(time.Microsecond)
		l.events = append(l.events, *e)
	}
	return events, nil
}

func (l *memoryLedger) Events() iter.Seq2[Event, error] {
	l.mu.Lock()
	events := slices.Clone(l.events)
	l.mu.Unlock()
	return func(yield func(Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (l *memoryLedger) Head() Head {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Head{Seq: int64(len(l.events))}
}
func (l *memoryLedger) Close() error { return nil }

// stopwatch is a clock that stands still until it is moved.
type stopwatch struct {
	mu sync.Mutex
	t  time.Time
}

func newStopwatch() *stopwatch { return &stopwatch{t: time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)} }

func (c *stopwatch) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *stopwatch) move(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(by)
}

func (c *stopwatch) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

// madeRows are rows that are made when they are asked for.
type madeRows struct {
	change func(*seedbed.Record)
	gone   map[seedbed.ID]bool
}

func rowID(i int) (id seedbed.ID) {
	binary.BigEndian.PutUint64(id[:], (uint64(i)+1)*0x9e3779b97f4a7c15)
	binary.BigEndian.PutUint32(id[12:], uint32(i))
	return id
}

func (m madeRows) Row(_ context.Context, id seedbed.ID) (seedbed.Record, bool, error) {
	i := int(binary.BigEndian.Uint32(id[12:]))
	if rowID(i) != id || m.gone[id] {
		return seedbed.Record{}, false, nil
	}
	r := seedbed.Record{
		ID: id, Stage: "hints", Origin: seedbed.OriginGenerated,
		Fields:   seedbed.Fields{{Name: "question", Value: fmt.Sprintf("question %d", i)}, {Name: "hint", Value: "think of the eggs"}, {Name: seedbed.FieldValidity, Value: "valid"}},
		Scores:   []seedbed.Score{{Criterion: "sound", Status: seedbed.Scored, Value: true, Stage: "scored", Judge: "grader"}, {Criterion: "helpful", Status: seedbed.Scored, Value: int64(6), Stage: "scored", Judge: "grader"}},
		Lineage:  seedbed.Lineage{Source: "questions", Model: "writer"},
		Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "kept", Detail: "helpful 6"},
	}
	if m.change != nil {
		m.change(&r)
	}
	return r, true, nil
}

func hintRubric(revision string) *seedbed.Rubric {
	return &seedbed.Rubric{Name: "hint", Revision: revision, Task: "Look at a hint.", Criteria: []seedbed.Criterion{
		{Name: "sound", Question: "Is it sound?", Kind: seedbed.YesNo},
		{Name: "helpful", Question: "Does it help?", Kind: seedbed.Scale, Min: 1, Max: 7},
	}}
}

func answers(sound bool, helpful int) map[string]string {
	s := "no"
	if sound {
		s = "yes"
	}
	return map[string]string{"sound": s, "helpful": fmt.Sprint(helpful)}
}

func hintPlan(tb testing.TB, raters int, change func(*plan.Inspection)) *plan.Inspection {
	tb.Helper()
	in := &plan.Inspection{Name: "inspected", Confidence: .95, Raters: raters, Rubric: hintRubric("aaaaaaaaaaaaaaaa"), DefectText: "!score.sound || score.helpful <= 2", Seed: 1}
	claim, err := plan.ParseClaim("defects <= 5%")
	if err != nil {
		tb.Fatal(err)
	}
	in.Claims = []plan.InspectionClaim{claim}
	var problems []expr.Problem
	in.Defect, problems = expr.Compile(in.DefectText, expr.EnvOf(seedbed.Schema{Criteria: in.Rubric.Criteria}), seedbed.TypeBool)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	if change != nil {
		change(in)
	}
	return in
}

// sampleOf makes a sample of so many rows of each part, out of a dataset of a thousand
// times as many.
func sampleOf(random, edges, gold int) *Sample {
	s := &Sample{Inspection: "inspected", Seed: 1, Rows: 1000 * (random + edges + 1), Dataset: "d"}
	for i := range random + edges + gold {
		it := Item{Row: rowID(i), Part: PartRandom, Share: .001}
		switch {
		case i >= random+edges:
			it = Item{Row: rowID(i), Part: PartGold, Gold: answers(true, 7), Why: map[string]string{"sound": "it gives nothing away"}}
		case i >= random:
			it = Item{Row: rowID(i), Part: PartEdge, Because: "judges disagree: 2 and 7"}
		}
		s.Items = append(s.Items, it)
	}
	return s
}

// deskOf opens a desk with an inspection that has begun, an owner o, and raters r1 to
// rN.
type deskOf struct {
	*Desk
	tb    testing.TB
	clock *stopwatch
	log   *memoryLedger
	opts  DeskOptions
}

func openTestDesk(tb testing.TB, in *plan.Inspection, s *Sample, raters int, change func(*DeskOptions)) *deskOf {
	tb.Helper()
	c := newStopwatch()
	t := &deskOf{tb: tb, clock: c, log: &memoryLedger{now: c.now}, opts: DeskOptions{Dir: tb.TempDir(), Rows: madeRows{}, Now: c.now}}
	if change != nil {
		change(&t.opts)
	}
	t.Desk = t.reopen()
	t.join(Person{ID: "o", Roles: []Role{Owner}})
	for i := range raters {
		t.join(Person{ID: fmt.Sprintf("r%d", i+1), Roles: []Role{Rater}})
	}
	if err := t.Begin(tb.Context(), "o", in, s); err != nil {
		tb.Fatal(err)
	}
	return t
}

func (t *deskOf) reopen() *Desk { return t.after(len(t.log.events)) }

// after opens a desk as it stood after so many events.
func (t *deskOf) after(events int) *Desk {
	t.tb.Helper()
	l := t.log
	if events < len(l.events) {
		l = &memoryLedger{now: l.now, events: slices.Clone(l.events[:events])}
	}
	d, err := newDesk(t.tb.Context(), t.opts, l)
	if err != nil {
		t.tb.Fatal(err)
	}
	return d
}

func (t *deskOf) join(p Person) {
	t.tb.Helper()
	if err := t.Join(t.tb.Context(), p); err != nil {
		t.tb.Fatal(err)
	}
}

func (t *deskOf) next(who string) *Task {
	t.tb.Helper()
	task, err := t.Next(t.tb.Context(), "inspected", who)
	if err != nil {
		t.tb.Fatalf("%s asks what is next: %v", who, err)
	}
	return task
}

func (t *deskOf) says(who string, task *Task, values map[string]string) Receipt {
	t.tb.Helper()
	r, err := t.Answer(t.tb.Context(), "inspected", who, Answer{Row: task.Row, Again: task.Again, Values: values, Rubric: task.Rubric.Revision})
	if err != nil {
		t.tb.Fatalf("%s answers %s: %v", who, task.Row.Short(), err)
	}
	return r
}

func (t *deskOf) status(who string) Status {
	t.tb.Helper()
	s, err := t.Status("inspected", who)
	if err != nil {
		t.tb.Fatal(err)
	}
	return s
}

// dump is all that counts of a desk, as text.
func dump(tb testing.TB, d *Desk) string {
	tb.Helper()
	var out []any
	for _, name := range d.Inspections() {
		d.mu.Lock()
		c := d.courses[name]
		d.mu.Unlock()
		d.bound(c, true)
		for _, p := range d.People() {
			s, err := d.Status(name, p.ID)
			out = append(out, p, s, fmt.Sprint(err))
			mine, _ := d.Mine(name, p.ID, 1<<20)
			ds, _ := d.Disputes(name, p.ID)
			out = append(out, mine, ds)
		}
		r, err := d.Result(name)
		out = append(out, r, fmt.Sprint(err))
		d.mu.Lock()
		for i := range c.rows {
			r := c.rows[i]
			out = append(out, []any{r.since, r.got, r.skips, r.status &^ rowGone})
		}
		out = append(out, c.open, c.answers)
		d.mu.Unlock()
	}
	b, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}
