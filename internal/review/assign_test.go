package review

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func TestNobodyRatesWhatTheyWrote(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(6, 0, 0), 1, func(o *DeskOptions) {
		o.Rows = madeRows{change: func(r *seedbed.Record) {
			if r.ID[15]%2 == 0 {
				r.Lineage.Source = "anas-questions"
			}
		}}
	})
	d.join(Person{ID: "ana", Roles: []Role{Rater}, Wrote: []string{"anas-questions"}})
	d.join(Person{ID: "ben", Roles: []Role{Rater}, Wrote: []string{"hints"}})
	for n := range 3 {
		task := d.next("ana")
		if task.Row[15]%2 == 0 {
			t.Errorf("ana is given row %d of her own", n)
		}
		d.says("ana", task, answers(true, 5))
	}
	if _, err := d.Next(t.Context(), "inspected", "ana"); whyOf(err) != WhyDone {
		t.Errorf("ana goes on: %v", err)
	}
	if _, err := d.Next(t.Context(), "inspected", "ben"); whyOf(err) != WhyDone {
		t.Errorf("ben wrote all: %v", err)
	}
	if _, err := d.Answer(t.Context(), "inspected", "ana", Answer{Row: rowID(0), Values: answers(true, 5)}); !isForbidden(err) {
		t.Errorf("by a worksheet: %v", err)
	}
	d.join(Person{ID: "ben", Roles: []Role{Rater}})
	d.next("ben")
}

func TestDomain(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Domain = "paediatrics" }), sampleOf(6, 0, 0), 1, nil)
	d.join(Person{ID: "doctor", Roles: []Role{Rater}, Domains: []string{" Paediatrics"}})
	if _, err := d.Next(t.Context(), "inspected", "r1"); !isForbidden(err) || !strings.Contains(err.Error(), "paediatrics") {
		t.Errorf("%v", err)
	}
	d.next("doctor")
}

// Gold rows come first and are explained; later ones come among the others, and are not.
func TestCalibration(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(40, 0, 4), 2, func(o *DeskOptions) {
		o.Rules = Rules{Calibration: 2, GoldEvery: 10, Pass: .9}
	})
	task := d.next("r1")
	if !task.Calibration || task.Row != rowID(40) {
		t.Fatalf("%+v is no gold row", task)
	}
	r := d.says("r1", task, answers(true, 7))
	if f := r.Feedback; f == nil || !f.Right || f.Done != 1 || f.Of != 2 {
		t.Errorf("feedback %+v", f)
	}
	if _, err := d.Undo(t.Context(), "inspected", "r1"); err == nil {
		t.Error("a calibration answer is taken back")
	}
	d.says("r1", d.next("r1"), answers(true, 7))
	golds, quiet := 0, 0
	for range 25 {
		task := d.next("r1")
		r := d.says("r1", task, answers(true, 7))
		if task.Calibration || r.Feedback != nil {
			t.Error("a later gold row shows that it is one")
		}
		if task.Row == rowID(42) || task.Row == rowID(43) {
			golds++
		} else {
			quiet++
		}
	}
	if golds != 2 || quiet != 23 {
		t.Errorf("%d gold rows among %d", golds, quiet)
	}
	if q := d.status("r1").People[0].Quality[0]; q.Gold.Value != 1 || q.Gold.N != 4 {
		t.Errorf("agreement with gold: %+v", q.Gold)
	}
	if f := d.says("r2", d.next("r2"), answers(true, 1)).Feedback; f.Right || f.Known["helpful"] != "7" || f.Why["sound"] == "" {
		t.Errorf("feedback to a wrong answer: %+v", f)
	}
	d.says("r2", d.next("r2"), answers(true, 7))
	if _, err := d.Next(t.Context(), "inspected", "r2"); whyOf(err) != WhyCalibrated {
		t.Errorf("who did not pass goes on: %v", err)
	}
}

// A share of the rows comes a second time, after at least twenty others, once each.
func TestRepeats(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Fixed, in.Again = true, .1 }), sampleOf(300, 0, 0), 1, nil)
	at, repeats := map[seedbed.ID]int{}, map[seedbed.ID]bool{}
	n := 0
	for ; ; n++ {
		task, err := d.Next(t.Context(), "inspected", "r1")
		if err != nil {
			break
		}
		before, had := at[task.Row]
		if task.Again != had || repeats[task.Row] {
			t.Fatalf("%d: again %v, seen before %v, a third time %v", n, task.Again, had, repeats[task.Row])
		}
		if task.Again {
			repeats[task.Row] = true
			if n-before <= spaced {
				t.Errorf("it comes again after %d", n-before)
			}
		}
		at[task.Row] = n
		d.says("r1", task, answers(true, 5+len(repeats)%2))
	}
	if len(at) != 300 || len(repeats) < 26 || len(repeats) > 30 {
		t.Errorf("%d rows, %d of them twice", len(at), len(repeats))
	}
	q := d.status("r1").People[0].Quality
	if q[0].Self.Value != 1 || q[0].Self.N != len(repeats) || q[1].Self.Value == 1 {
		t.Errorf("consistency: %+v", q)
	}
	if p := d.status("o").Parts[0]; p.Settled != 300 {
		t.Errorf("%+v", p)
	}
}

// Rows that others have begun come first, so that the drawn rows are settled in their
// order but for those under way; and a row that was given back comes before new ones.
func TestRowsAreSettledInDrawnOrder(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(40, 0, 0), 4, nil)
	held := d.next("r4")
	if err := d.Leave(t.Context(), "inspected", "r4"); err != nil {
		t.Fatal(err)
	}
	for n := range 60 {
		who := fmt.Sprintf("r%d", n%3+1)
		task := d.next(who)
		if n == 0 && task.Row != held.Row {
			t.Error("a row that was given back is not the first")
		}
		d.says(who, task, answers(true, 5))
		d.mu.Lock()
		c := d.courses["inspected"]
		open, furthest := 0, 0
		for i := range c.rows {
			if c.rows[i].got > 0 {
				furthest = i
				if !c.rows[i].is(rowDone) {
					open++
				}
			}
		}
		d.mu.Unlock()
		if open > 3 || furthest > n {
			t.Fatalf("after %d answers %d rows are open, the furthest is %d", n+1, open, furthest)
		}
	}
	if p := d.status("o").Parts[0]; p.Settled < 28 {
		t.Errorf("60 answers settled %d rows", p.Settled)
	}
}

func TestRowsThatAreGone(t *testing.T) {
	gone := map[seedbed.ID]bool{rowID(0): true, rowID(2): true}
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(3, 0, 0), 1, func(o *DeskOptions) { o.Rows = madeRows{gone: gone} })
	task := d.next("r1")
	if task.Row != rowID(1) {
		t.Fatal("a row that is not there is given")
	}
	d.says("r1", task, answers(true, 5))
	if _, err := d.Next(t.Context(), "inspected", "r1"); whyOf(err) != WhyDone {
		t.Error(err)
	}
}

func TestOrderOfPairs(t *testing.T) {
	pairs := func(in *plan.Inspection) {
		in.Rubric = &seedbed.Rubric{Name: "pairs", Revision: "p", Criteria: []seedbed.Criterion{{Name: "better", Kind: seedbed.Choice, Choices: []string{"question", "hint"}}}}
		in.Claims, in.Defect, in.DefectText = nil, nil, ""
	}
	d := openTestDesk(t, hintPlan(t, 1, pairs), sampleOf(200, 0, 0), 1, nil)
	first := 0
	for range 200 {
		task := d.next("r1")
		if again := d.next("r1"); fmt.Sprint(again.Order) != fmt.Sprint(task.Order) || len(task.Order) != 2 {
			t.Fatalf("%v, then %v", task.Order, again.Order)
		}
		first += task.Order[0]
		d.says("r1", task, map[string]string{"better": "hint"})
	}
	if first < 70 || first > 130 {
		t.Errorf("the hint stands first in %d of 200", first)
	}
}

// A desk on the disk: what is acknowledged is there when it is opened again, one
// process has it, and drafts that cannot be read are no reason not to open.
func TestDeskOnDisk(t *testing.T) {
	defer goleak.VerifyNone(t)
	dir, c := t.TempDir(), newStopwatch()
	o := DeskOptions{Dir: dir, Rows: madeRows{}, Now: c.now}
	open := func() *deskOf {
		d, err := OpenDesk(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return &deskOf{Desk: d, tb: t, clock: c}
	}
	d := open()
	d.join(Person{ID: "o", Roles: []Role{Owner, Rater}})
	if err := d.Begin(t.Context(), "o", hintPlan(t, 1, nil), sampleOf(20, 0, 0)); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		d.says("o", d.next("o"), answers(true, 6))
	}
	if err := d.SaveDraft(t.Context(), "inspected", "o", d.next("o").Row, []byte(`{"values":{}}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Append(t.Context(), Event{By: "o", Kind: EventSign, Body: []byte("{}")}); err != nil {
		t.Error(err)
	}
	if _, err := d.Append(t.Context(), Event{By: "o", Kind: EventAnswer, Of: "inspected", Body: []byte("{}")}); seedbed.CodeOf(err) != seedbed.CodeInternal {
		t.Errorf("an answer past the desk: %v", err)
	}
	d.says("o", d.next("o"), answers(true, 6))
	if _, err := OpenDesk(t.Context(), o); seedbed.CodeOf(err) != seedbed.CodeBusy {
		t.Errorf("a second one: %v", err)
	}
	want := dump(t, d.Desk)
	if err := errors.Join(d.Close(), os.WriteFile(dir+"/drafts/x.json", []byte("{"), 0o600)); err != nil {
		t.Fatal(err)
	}
	d = open()
	if got := dump(t, d.Desk); got != want {
		t.Error(difference(got, want))
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	path, _ := SamplePath(dir, "inspected")
	b, _ := os.ReadFile(path)
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), "random", "edge", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenDesk(t.Context(), o); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Errorf("another sample: %v", err)
	}
}

func FuzzParseDrafts(f *testing.F) {
	f.Add([]byte(`{"person":"a","drafts":{"i":{"00000000000000000000000000000001":{"note":"x"}}}}`))
	f.Add([]byte(`{"person":"a"}`))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if text, ok := parseDrafts(b); ok && (text.Person == "" || text.Drafts == nil) {
			t.Errorf("%+v", text)
		}
	})
}
