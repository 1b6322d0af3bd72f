package review

import (
	"testing"

	"seedbed.dev/seedbed"
)

// Whoever has acted stays what they were, so that what a program answered never becomes a
// person's word, nor a person's a program's.
func TestProgramsBecomeNoPeople(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(5, 0, 0), 1, nil)
	long := Person{ID: "long", Roles: []Role{Rater}, Program: "the longest wins"}
	d.join(long)
	long.Program = "the shortest wins"
	must(t, d.Admit(t.Context(), ByProgram, long)) // nothing was said yet
	d.says("long", d.next("long"), answers(true, 6))
	if err := d.Skip(t.Context(), "inspected", "r1", Skip{Row: d.next("r1").Row, Reason: "no"}); err != nil {
		t.Fatal(err)
	}
	for who, programs := range map[string][]string{"long": {"", "the longest wins"}, "r1": {"a script"}} {
		for _, program := range programs {
			p := Person{ID: who, Roles: []Role{Rater}, Program: program}
			if err := d.Admit(t.Context(), ByProgram, p); seedbed.CodeOf(err) != seedbed.CodeInvalid {
				t.Errorf("%s is admitted as %q: %v", who, program, err)
			}
			if err := d.Join(t.Context(), p); seedbed.CodeOf(err) != seedbed.CodeInvalid {
				t.Errorf("%s joins as %q: %v", who, program, err)
			}
		}
	}
	long.Domains = []string{"physics"}
	must(t, d.Admit(t.Context(), ByProgram, long)) // anything else may change
	if r, err := d.Result("inspected"); err != nil || r.Programs != 1 || r.People != 0 {
		t.Errorf("%d programs and %d people, %v", r.Programs, r.People, err)
	}
}

// What a program writes is of no human origin, whatever a ledger from before this was
// refused says.
func TestProgramsMendNothing(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(5, 0, 0), 1, nil)
	d.join(Person{ID: "long", Roles: []Role{Rater}, Program: "the longest wins"})
	better := seedbed.Fields{{Name: "hint", Value: "count the eggs"}}
	task := d.next("long")
	if _, err := d.Repair(t.Context(), "inspected", "long", task.Row, better, ""); !isForbidden(err) {
		t.Errorf("a program mends what it has in hand: %v", err)
	}
	d.says("long", task, answers(false, 1))
	if _, err := d.Repair(t.Context(), "inspected", "long", task.Row, better, ""); !isForbidden(err) {
		t.Errorf("a program mends what it has answered: %v", err)
	}
	if _, err := d.do(t.Context(), "long", EventRepair, "inspected", &Repair{Row: task.Row, New: rowID(90), Fields: better}); err != nil {
		t.Fatal(err)
	}
	_, err := d.Repair(t.Context(), "inspected", "r1", d.next("r1").Row, better, "")
	must(t, err)
	for name, desk := range map[string]*Desk{"open": d.Desk, "opened again": d.reopen()} {
		o, err := desk.Outcome(t.Context())
		if err != nil || len(o.Repairs) != 1 || o.Repairs[rowID(0)].By != "r1" {
			t.Errorf("%s: %+v, %v", name, o.Repairs, err)
		}
	}
}
