package review

import (
	"errors"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/plan"
)

func harmful(in *plan.Inspection) { in.Harm, in.Fixed = []string{"slurs", "violence"}, true }

func TestExposureIsCountedAndCapped(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, harmful), sampleOf(30, 0, 0), 2, func(o *DeskOptions) {
		o.Rules.HarmPerDay, o.Rules.BreakAfter = 5, 3
	})
	if err := d.Reveal(t.Context(), "inspected", "r2", Reveal{Row: rowID(0)}); !isForbidden(err) {
		t.Errorf("a row that is not in hand: %v", err)
	}
	for n := range 5 {
		task := d.next("r1")
		if len(task.Notice) != 2 || task.Break != (n >= 3) {
			t.Errorf("row %d: notice %v, break %v", n, task.Notice, task.Break)
		}
		k := Reveal{Row: task.Row}
		if n == 0 {
			k.Categories = []string{"slurs"}
		}
		for range 2 { // a second look at the same row
			if err := d.Reveal(t.Context(), "inspected", "r1", k); err != nil {
				t.Fatal(err)
			}
		}
		d.says("r1", task, answers(true, 5))
	}
	if e := d.status("o").People[0].Exposure; e["slurs"] != 5 || e["violence"] != 4 {
		t.Errorf("exposure %v", e)
	}
	if err := d.Reveal(t.Context(), "inspected", "r1", Reveal{Row: rowID(0), Categories: []string{"x"}}); err == nil {
		t.Error("there is no such category")
	}
	_, err := d.Next(t.Context(), "inspected", "r1")
	var n *Nothing
	if !errors.As(err, &n) || n.Why != WhyCap || !n.Until.Equal(time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC)) {
		t.Fatalf("%v", err)
	}
	d.clock.move(24 * time.Hour)
	d.next("r1")
}

func TestRowsADay(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(30, 0, 0), 1, func(o *DeskOptions) { o.Rules.PerDay = 3 })
	for range 3 {
		d.says("r1", d.next("r1"), answers(true, 5))
	}
	if _, err := d.Next(t.Context(), "inspected", "r1"); whyOf(err) != WhyCap {
		t.Errorf("%v", err)
	}
	if _, err := d.reopen().Next(t.Context(), "inspected", "r1"); whyOf(err) != WhyCap {
		t.Errorf("after a restart: %v", err)
	}
}

func TestBreaksAndLeaving(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, harmful), sampleOf(10, 0, 0), 2, nil)
	task := d.next("r1")
	d.says("r1", task, answers(true, 5))
	held := d.next("r1")
	if err := d.Pause(t.Context(), "inspected", "r1"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Next(t.Context(), "inspected", "r1"); whyOf(err) != WhyBreak {
		t.Errorf("%v", err)
	}
	if other := d.next("r2"); other.Row == held.Row {
		t.Error("a break loses the row in hand")
	}
	if err := d.Resume(t.Context(), "inspected", "r1"); err != nil {
		t.Fatal(err)
	}
	if back := d.next("r1"); back.Row != held.Row {
		t.Error("the row in hand is another after the break")
	}
	if err := d.Leave(t.Context(), "inspected", "r1"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Next(t.Context(), "inspected", "r1"); whyOf(err) != WhyLeft {
		t.Errorf("%v", err)
	}
	d.says("r2", d.next("r2"), answers(true, 5))
	if other := d.next("r2"); other.Row != held.Row {
		t.Error("what somebody had in hand who left goes to nobody")
	}
	s := d.status("o")
	if s.Answers != 2 || !s.People[0].Left || s.People[0].Answers != 1 {
		t.Errorf("what was answered stays: %+v", s.People)
	}
	n := len(d.log.events)
	if err := d.Leave(t.Context(), "inspected", "r1"); err != nil || len(d.log.events) != n {
		t.Errorf("leaving twice: %v", err)
	}
	if err := d.Resume(t.Context(), "inspected", "r1"); err != nil {
		t.Fatal(err)
	}
	d.next("r1")
}

// Undo gives the row back with what was answered, one step at a time.
func TestUndo(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, nil), sampleOf(10, 0, 0), 1, nil)
	if _, err := d.Undo(t.Context(), "inspected", "r1"); err == nil {
		t.Error("nothing is taken back")
	}
	first := d.next("r1")
	d.says("r1", first, answers(false, 1))
	second := d.next("r1")
	d.says("r1", second, answers(true, 6))
	d.next("r1")
	back, err := d.Undo(t.Context(), "inspected", "r1")
	if err != nil || back.Row != second.Row || len(back.Draft) == 0 {
		t.Fatalf("%+v %v", back, err)
	}
	if back, err = d.Undo(t.Context(), "inspected", "r1"); err != nil || back.Row != first.Row {
		t.Fatalf("%+v %v", back, err)
	}
	d.says("r1", back, answers(true, 6))
	if s := d.status("o"); s.Answers != 1 || s.Claims[0].Defects != 0 {
		t.Errorf("%+v", s)
	}
	if again := d.next("r1"); again.Row != second.Row {
		t.Error("the other row that was taken back does not come")
	}
	if mine, _ := d.Mine("inspected", "r1", 10); len(mine) != 1 {
		t.Errorf("%+v", mine)
	}
}
