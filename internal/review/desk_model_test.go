package review

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// world is a desk with people who do at random what people do, and a model of what of
// it counts: a map and no more.
type world struct {
	*deskOf
	rt     *rapid.T
	tasks  map[string]*Task
	rubric int
	dumps  map[int]dumped // by number of events
}

type dumped struct {
	text string
	at   time.Time
}

func (w *world) dump() { w.dumps[len(w.log.events)] = dumped{dump(w.tb, w.Desk), w.clock.now()} }

func (w *world) step() {
	who := rapid.SampledFrom([]string{"r1", "r2", "r3", "r4"}).Draw(w.rt, "who")
	ctx := w.tb.Context()
	switch rapid.IntRange(0, 24).Draw(w.rt, "does") {
	case 0:
		w.clock.move(time.Duration(rapid.IntRange(1, 40).Draw(w.rt, "minutes")) * time.Minute)
	case 1, 2:
		if t := w.tasks[who]; t != nil {
			w.allowed(w.Skip(ctx, "inspected", who, Skip{Row: t.Row, Reason: "I cannot tell"}))
			delete(w.tasks, who)
		}
	case 3, 4:
		t, err := w.Undo(ctx, "inspected", who)
		w.allowed(err)
		delete(w.tasks, who)
		if err == nil {
			w.tasks[who] = t
		}
	case 5:
		w.allowed(w.pause(ctx, "inspected", who, Pause{Leaves: rapid.Bool().Draw(w.rt, "leaves"), Back: rapid.Bool().Draw(w.rt, "back")}))
	case 6:
		ds, err := w.Disputes("inspected", "o")
		w.allowed(err)
		if len(ds) > 0 {
			k := Settlement{Row: ds[0].Row, Cause: CauseReal}
			if rapid.Bool().Draw(w.rt, "decides") {
				k.Cause, k.Values = CauseSlip, answers(rapid.Bool().Draw(w.rt, "sound"), 5)
			}
			w.allowed(w.Settle(ctx, "inspected", "o", k))
		}
	case 7:
		if w.rubric < 3 && rapid.Bool().Draw(w.rt, "revises") {
			w.revise()
		}
	case 8:
		if rapid.IntRange(0, 3).Draw(w.rt, "restarts") == 0 {
			w.Desk = w.reopen()
			clear(w.tasks)
		}
	case 9:
		_, err := w.Answer(ctx, "inspected", who, Answer{Row: rowID(rapid.IntRange(0, 30).Draw(w.rt, "row")), Values: answers(true, 5), Through: "worksheet"})
		w.allowed(err)
	case 10:
		if t := w.tasks[who]; t != nil {
			w.allowed(w.Reveal(ctx, "inspected", who, Reveal{Row: t.Row}))
		}
	case 11:
		if rapid.IntRange(0, 5).Draw(w.rt, "withdraws") == 0 {
			w.allowed(w.Withdraw(ctx, "r3", rapid.SampledFrom([]WithdrawScope{WithdrawCredit, WithdrawAnswers}).Draw(w.rt, "scope")))
		}
	default:
		w.answers(who)
	}
}

func (w *world) answers(who string) {
	t := w.tasks[who]
	if t == nil {
		var err error
		if t, err = w.Next(w.tb.Context(), "inspected", who); err != nil {
			w.allowed(err)
			return
		}
		w.tasks[who] = t
		return
	}
	a := Answer{Row: t.Row, Again: t.Again, Values: answers(rapid.IntRange(0, 3).Draw(w.rt, "sound") > 0, rapid.IntRange(1, 7).Draw(w.rt, "helpful")), Rubric: t.Rubric.Revision}
	if rapid.IntRange(0, 9).Draw(w.rt, "flags") == 0 {
		a.Flags, a.Note = []string{"unclear guideline"}, "what is meant?"
	}
	_, err := w.Answer(w.tb.Context(), "inspected", who, a)
	w.allowed(err)
	delete(w.tasks, who)
}

func (w *world) revise() {
	in, _ := w.Plan("inspected")
	w.rubric++
	r := hintRubric(fmt.Sprintf("revision%08d", w.rubric))
	r.Task = fmt.Sprintf("Look at a hint, the %d. way.", w.rubric)
	again, err := w.AskAgain("inspected", "o", nil)
	w.allowed(err)
	w.allowed(w.Revise(w.tb.Context(), "inspected", "o", RubricRevision{From: in.Rubric.Revision, To: r.Revision, Rubric: r, Again: again[:min(len(again), 5)]}))
}

// allowed fails for an error that people cannot get by doing what they may.
func (w *world) allowed(err error) {
	w.tb.Helper()
	var n *Nothing
	if err == nil || errors.As(err, &n) || isForbidden(err) || seedbed.CodeOf(err) == seedbed.CodeInvalid {
		return
	}
	w.rt.Fatal(err)
}

// holds checks what has to hold at any moment, and now and then that the claims are
// those of the rows that are settled.
func (w *world) holds(claims bool) {
	w.mu.Lock()
	known := w.courses["inspected"]
	w.mu.Unlock()
	w.bound(known, true)
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.courses["inspected"]
	held := make([]int, len(c.rows))
	for _, s := range c.seats {
		if h := s.hold; h != nil && !h.again && c.part(h.row) != PartGold {
			held[h.row]++
		}
	}
	var open [2]int
	for i := range c.rows {
		r := &c.rows[i]
		said := map[int32]int{}
		c.marksOf(int32(i), func(_ int32, m *mark) bool {
			if c.counted(m) {
				said[m.who]++
			}
			return true
		})
		for who, n := range said {
			if n > 1 {
				w.rt.Fatalf("%d counts twice on row %d", who, i)
			}
		}
		need := c.need(int32(i))
		if len(said) != int(r.got) || held[i] != int(r.held) || c.part(int32(i)) != PartGold && len(said)+held[i] > need {
			w.rt.Fatalf("row %d: %d answers (%d), held %d (%d) of %d", i, len(said), r.got, held[i], r.held, need)
		}
		if !r.is(rowDone | rowAdjudicated | rowGone) {
			open[c.side(int32(i))] += max(0, need-int(r.got))
		}
	}
	if open != c.open {
		w.rt.Fatalf("%v answers are wanted; %v are counted", open, c.open)
	}
	if claims {
		w.claimed(c)
	}
}

func (w *world) claimed(c *course) {
	claims, err := NewClaims(c.in, c.sample)
	if err != nil {
		w.rt.Fatal(err)
	}
	for i := range c.rows {
		if !c.rows[i].is(rowDone | rowAdjudicated) {
			continue
		}
		o, _, _ := OutcomeOf(c.in, c.answersOf(int32(i)))
		if c.rows[i].is(rowSkippedOut) && !foregone(c.in, c.answersOf(int32(i))) {
			o = RowOutcome{Void: true}
		}
		if k := c.settled[int32(i)]; k != nil && len(k.Values) > 0 {
			o, _, _ = OutcomeOf(c.in, []map[string]string{k.Values})
		}
		if err := claims.Settle(i, o); err != nil {
			w.rt.Fatal(err)
		}
	}
	if got, want := fmt.Sprint(stateTexts(c.standing())), fmt.Sprint(stateTexts(claims.States())); got != want {
		w.rt.Fatalf("claims\n%s\n%s", got, want)
	}
}

// foregone reports whether all that could still be answered makes the same of a row.
func foregone(in *plan.Inspection, given []map[string]string) bool {
	missing := in.Raters - len(given)
	var first *bool
	for bad := range missing + 1 {
		all := slices.Clone(given)
		for k := range missing {
			all = append(all, answers(k >= bad, 6))
		}
		o, _, _ := OutcomeOf(in, all)
		if first != nil && *first != o.Defective {
			return false
		}
		first = &o.Defective
	}
	return true
}

func stateTexts(states []ClaimState) (out []string) {
	for i := range states {
		out = append(out, fmt.Sprintf("%s %d of %d, %d more, %v", states[i].Verdict, states[i].Defects, states[i].Rows, states[i].More, states[i].Estimate.Value))
	}
	return out
}

// Whatever people do, in whatever order, and wherever everything stops: no row has an
// answer too many, the counts are true, and the ledger gives the same state again.
func TestDeskIsItsLedger(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		raters := rapid.IntRange(1, 3).Draw(rt, "raters")
		in := hintPlan(t, raters, func(in *plan.Inspection) {
			in.Again, in.Harm = .1, []string{"slurs"}
			in.Fixed = rapid.Bool().Draw(rt, "fixed")
		})
		w := &world{rt: rt, tasks: map[string]*Task{}, dumps: map[int]dumped{}}
		w.deskOf = openTestDesk(t, in, sampleOf(24, 4, 3), 4, func(o *DeskOptions) { o.Rules.Calibration = 2 })
		for n := range rapid.IntRange(1, 150).Draw(rt, "steps") {
			w.step()
			w.holds(n%15 == 14)
			if n%40 == 20 {
				w.dump()
			}
		}
		w.dump()
		for events, want := range w.dumps {
			w.clock.set(want.at)
			if got := dump(t, w.after(events)); got != want.text {
				rt.Fatalf("after %d events:\n%s", events, difference(got, want.text))
			}
		}
	})
}

// Twenty people at once, who skip, take back and come late, never make a row have more
// answers than were asked for, and every row gets what it needs.
func TestNeverOneTooMany(t *testing.T) {
	const people, rows, raters = 20, 300, 3
	in := hintPlan(t, raters, func(in *plan.Inspection) { in.Fixed = true })
	d := openTestDesk(t, in, sampleOf(rows, 0, 0), people, nil)
	var wg sync.WaitGroup
	for p := range people {
		wg.Go(func() { rateAll(t, d, fmt.Sprintf("r%d", p+1), rand.New(rand.NewPCG(uint64(p), 1))) })
	}
	wg.Wait()
	r, err := d.Result("inspected")
	if err != nil {
		t.Fatal(err)
	}
	got := map[seedbed.ID]map[string]bool{}
	for _, v := range r.Votes {
		if v.Counted {
			if got[v.Row] == nil {
				got[v.Row] = map[string]bool{}
			}
			if got[v.Row][v.Person] {
				t.Fatalf("%s counts twice", v.Person)
			}
			got[v.Row][v.Person] = true
		}
	}
	for i := range rows {
		if n := len(got[rowID(i)]); n != raters {
			t.Errorf("row %d has %d answers", i, n)
		}
	}
	d.clock.move(time.Hour) // then nobody is shown less than there is
	if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
		t.Error(difference(got, want))
	}
}

func rateAll(t *testing.T, d *deskOf, who string, rng *rand.Rand) {
	for tries := 0; tries < 10_000; tries++ {
		task, err := d.Next(t.Context(), "inspected", who)
		switch whyOf(err) {
		case WhyHeld:
			time.Sleep(time.Microsecond)
			continue
		case WhyDone, WhyEnough:
			return
		}
		if err != nil {
			t.Error(err)
			return
		}
		switch a := (Answer{Row: task.Row, Again: task.Again, Values: answers(rng.IntN(20) > 0, 1+rng.IntN(7))}); rng.IntN(20) {
		case 0:
			_ = d.SaveDraft(t.Context(), "inspected", who, task.Row, []byte("{}"))
		case 1: // twice at once
			var wg sync.WaitGroup
			for range 2 {
				wg.Go(func() {
					if _, err := d.Answer(t.Context(), "inspected", who, a); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		case 2: // a row that it was not given
			a.Row = rowID(rng.IntN(300))
			if _, err := d.Answer(t.Context(), "inspected", who, a); err != nil && seedbed.CodeOf(err) != seedbed.CodeInvalid {
				t.Error(err)
			}
		default:
			if _, err := d.Answer(t.Context(), "inspected", who, a); err != nil {
				t.Error(err)
				return
			}
			if rng.IntN(10) == 0 {
				_, _ = d.Undo(t.Context(), "inspected", who)
			}
		}
	}
	t.Errorf("%s never comes to an end", who)
}

// Whatever stands in an event or a plan, nothing panics.
func FuzzDeskApplies(f *testing.F) {
	f.Add(2, []byte(`{"row":"9e3779b97f4a7c150000000000000000","values":{"sound":"yes","helpful":"6"},"rubric":"aaaaaaaaaaaaaaaa"}`))
	f.Add(4, []byte(`{"row":"9e3779b97f4a7c150000000000000000","again":true}`))
	f.Add(7, []byte(`{"row":"9e3779b97f4a7c150000000000000000","cause":"slip","values":{}}`))
	f.Add(8, []byte(`{"from":"a","to":"b","rubric":{"Criteria":[{"Name":"x","Kind":"scale","Min":1,"Max":1}]},"again":["9e3779b97f4a7c150000000000000000"]}`))
	f.Add(0, []byte(`{"plan":{"name":"x","claims":["defects <= 5%"],"confidence":0.95,"raters":2,"rubric":{"Criteria":[{"Name":"sound","Kind":"yes_no"}]},"defect":"!score.sound"}}`))
	in := hintPlan(f, 2, nil)
	log := &memoryLedger{now: newStopwatch().now}
	d := &deskOf{tb: f, log: log, opts: DeskOptions{Dir: f.TempDir(), Rows: madeRows{}, Now: log.now}}
	d.Desk = d.reopen()
	d.join(Person{ID: "o", Roles: []Role{Owner, Rater}})
	if err := d.Begin(f.Context(), "o", in, sampleOf(10, 2, 2)); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind int, body []byte) {
		desk, err := newDesk(t.Context(), d.opts, log)
		if err != nil {
			t.Fatal(err)
		}
		if kind == 0 {
			_ = with(&Event{Body: body}, func(b *Begun) error { _, err := newCourse(b, sampleOf(3, 0, 0)); return err })
			return
		}
		desk.mu.Lock()
		defer desk.mu.Unlock()
		for range 3 {
			_ = desk.apply(&Event{Seq: 9, At: log.now(), By: "o", Of: "inspected", Kind: deskKinds[uint(kind)%uint(len(deskKinds))], Body: body})
			desk.courses["inspected"].boundNow()
		}
	})
}
