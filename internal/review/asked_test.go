package review

import (
	"slices"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// both is an owner who rates too.
func openWithBoth(t *testing.T, raters int, change func(*plan.Inspection)) *deskOf {
	t.Helper()
	d := openTestDesk(t, hintPlan(t, raters, change), sampleOf(80, 0, 0), 2, nil)
	d.join(Person{ID: "both", Roles: []Role{Owner, Rater}})
	return d
}

func (t *deskOf) asked(who string, row seedbed.ID) bool { return t.MayBeAsked("inspected", row, who) }

func TestMayBeAsked(t *testing.T) {
	d := openWithBoth(t, 2, nil)
	task := d.next("both")
	if !d.asked("both", task.Row) || d.asked("o", task.Row) || d.asked("nobody", task.Row) || d.asked("both", rowID(5000)) || d.MayBeAsked("other", task.Row, "both") {
		t.Fatal("before anybody answered")
	}
	d.says("both", task, answers(true, 7))
	d.clock.move(time.Hour)
	if !d.asked("both", task.Row) {
		t.Error("an answer that can be taken back")
	}
	other := d.next("r1")
	if other.Row != task.Row {
		t.Fatal("r1 was given another row")
	}
	d.says("r1", other, answers(false, 1))
	if d.asked("both", task.Row) {
		t.Error("the row has all its answers, and an owner's is final")
	}
	// Who has not answered a row of which all is said is asked no more, unless they do not settle.
	d.join(Person{ID: "late", Roles: []Role{Adjudicator, Rater}})
	if d.asked("late", task.Row) || !d.asked("r2", task.Row) {
		t.Errorf("late %v, r2 %v", d.asked("late", task.Row), d.asked("r2", task.Row))
	}
	// A guideline that became another asks again of who answered and not yet.
	third := d.next("both")
	d.says("both", third, answers(true, 7))
	to := hintRubric("bbbbbbbbbbbbbbbb")
	to.Criteria[1].Question = "How much does it help?"
	if err := d.Revise(t.Context(), "inspected", "o", RubricRevision{From: "aaaaaaaaaaaaaaaa", To: to.Revision, Rubric: to, Again: []seedbed.ID{third.Row}}); err != nil {
		t.Fatal(err)
	}
	if !d.asked("both", third.Row) {
		t.Error("a row that is asked again")
	}
}

// One answer a row can be taken back at any time, and then the row comes again.
func TestMayBeAskedAlone(t *testing.T) {
	d := openWithBoth(t, 1, nil)
	task := d.next("both")
	d.says("both", task, answers(true, 7))
	d.clock.move(24 * time.Hour)
	if !d.asked("both", task.Row) {
		t.Fatal("it can be taken back")
	}
	if _, err := d.Undo(t.Context(), "inspected", "both"); err != nil {
		t.Fatal(err)
	}
	if !d.asked("both", task.Row) {
		t.Error("it was taken back")
	}
	d.says("both", task, answers(true, 7))
	if err := d.Settle(t.Context(), "inspected", "o", Settlement{Row: task.Row, Cause: CauseSlip, Values: answers(false, 1)}); err != nil {
		t.Fatal(err)
	}
	if d.asked("both", task.Row) {
		t.Error("an adjudicator has spoken")
	}
}

// What may come a second time is not shown before.
func TestMayBeAskedTwice(t *testing.T) {
	d := openWithBoth(t, 2, func(in *plan.Inspection) { in.Again, in.Fixed = .5, true })
	var given []seedbed.ID
	shown := map[seedbed.ID]bool{} // what was said of them could be seen once
	again := 0
	for range 60 {
		task := d.next("both")
		if task.Again {
			again++
			if shown[task.Row] || !d.asked("both", task.Row) {
				t.Fatalf("%s comes a second time, and could be seen before", task.Row.Short())
			}
		} else {
			given = append(given, task.Row)
		}
		d.says("both", task, answers(true, 7))
		for !task.Again {
			other := d.next("r1")
			d.says("r1", other, answers(true, 7))
			if other.Row == task.Row {
				break
			}
		}
		for _, row := range given {
			shown[row] = shown[row] || !d.asked("both", row)
		}
	}
	n := 0
	for _, is := range shown {
		if is {
			n++
		}
	}
	if again < 5 || n == 0 {
		t.Errorf("%d repeats, %d rows of %d could be seen", again, n, len(given))
	}
}

// All open disagreements are told, more than a page has, and no settled one.
func TestOpenDisputes(t *testing.T) {
	const n = mostDisputes + 50
	d := openTestDesk(t, hintPlan(t, 2, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(n, 0, 0), 2, nil)
	for who, sound := range map[string]bool{"r1": true, "r2": false} {
		for range n {
			d.says(who, d.next(who), answers(sound, 7))
		}
	}
	if err := d.Settle(t.Context(), "inspected", "o", Settlement{Row: rowID(3), Cause: CauseReal}); err != nil {
		t.Fatal(err)
	}
	open, err := d.OpenDisputes("inspected", "o")
	if err != nil || len(open) != n-1 || open[0] != rowID(0) || slices.Contains(open, rowID(3)) {
		t.Errorf("%d of %d: %v", len(open), n-1, err)
	}
	if _, err := d.OpenDisputes("inspected", "r1"); !isForbidden(err) {
		t.Errorf("a rater is told: %v", err)
	}
	if _, err := d.OpenDisputes("other", "o"); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Error(err)
	}
}

func TestMended(t *testing.T) {
	d := openWithBoth(t, 2, nil)
	task := d.next("r1")
	for _, text := range []string{"better", "best"} {
		if _, err := d.Repair(t.Context(), "inspected", "r1", task.Row, seedbed.Fields{{Name: "hint", Value: text}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	o, err := d.Outcome(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m, ok := d.Mended(task.Row)
	if !ok || m.Fields.Text("hint") != "best" || m.New != o.Repairs[task.Row].New {
		t.Errorf("%+v", m)
	}
	if _, ok := d.Mended(rowID(70)); ok {
		t.Error("a row that nobody mended")
	}
}
