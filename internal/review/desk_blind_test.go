package review

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// secret stands in the note of the answer that nobody is to see.
const secret = "the-others-secret"

// looks are all ways in which somebody may try to see what others, or judges, said of
// a row; each returns all that it gave.
func looks(t *testing.T, d *Desk, who string, row seedbed.ID) map[string]string {
	ctx := t.Context()
	all := func(v any, err error) string {
		b, _ := json.Marshal(v)
		return string(b) + fmt.Sprint(err)
	}
	out := map[string]string{}
	votes, err := d.Votes("inspected", row, who)
	out["Votes"] = all(votes, err)
	mine, err := d.Mine("inspected", who, 1000)
	out["Mine"] = all(mine, err)
	disputes, err := d.Disputes("inspected", who)
	out["Disputes"] = all(disputes, err)
	status, err := d.Status("inspected", who)
	out["Status"] = all(status, err)
	task, err := d.Next(ctx, "inspected", who)
	out["Next"] = all(task, err)
	again, err := d.AskAgain("inspected", who, nil)
	out["AskAgain"] = all(again, err)
	unfit, err := d.Unfit("inspected", who, hintRubric("b"))
	out["Unfit"] = all(unfit, err)
	out["Settle"] = all(nil, d.Settle(ctx, "inspected", who, Settlement{Row: row, Cause: CauseSlip, Values: answers(true, 7)}))
	out["Revise"] = all(nil, d.Revise(ctx, "inspected", who, RubricRevision{From: "x", To: "b", Rubric: hintRubric("b")}))
	undone, err := d.Undo(ctx, "inspected", who)
	out["Undo"] = all(undone, err)
	out["Reveal"] = all(nil, d.Reveal(ctx, "inspected", who, Reveal{Row: row}))
	out["SaveDraft"] = all(nil, d.SaveDraft(ctx, "inspected", who, row, []byte("{}")))
	out["Skip"] = all(nil, d.Skip(ctx, "inspected", who, Skip{Row: row, Reason: "to see"}))
	repair, err := d.Repair(ctx, "inspected", who, row, nil, "")
	out["Repair"] = all(repair, err)
	person, ok := d.Person("r1")
	out["Person"] = all(person, nil) + fmt.Sprint(ok)
	return out
}

// Before one's own answer is in, no method gives anybody who may still be asked what
// others said of a row, and none ever what a judge said.
func TestNobodySeesOthersBefore(t *testing.T) {
	for _, roles := range [][]Role{{Rater}, {Rater, Reader}, {Rater, Adjudicator}, {Rater, Owner}, {Reader}, {Adjudicator}, {}} {
		d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(10, 0, 2), 1, func(o *DeskOptions) {
			o.Rules = Rules{OpenVotes: true, Calibration: -1}
		})
		d.join(Person{ID: "spy", Roles: roles})
		task := d.next("r1")
		if _, err := d.Answer(t.Context(), "inspected", "r1", Answer{Row: task.Row, Values: answers(false, 1), Note: secret, Flags: []string{secret}}); err != nil {
			t.Fatal(err)
		}
		for how, got := range looks(t, d.Desk, "spy", task.Row) {
			for _, hidden := range []string{secret, "helpful 6", "grader", `"scored"`, "writer"} {
				if strings.Contains(got, hidden) {
					t.Errorf("%v: %s tells %q: %s", roles, how, hidden, got)
				}
			}
		}
		if n := len(d.log.events); roles == nil && n > 6 {
			t.Errorf("nobody in particular did something: %d events", n)
		}
	}
}

// What each role may do at all.
func TestRoles(t *testing.T) {
	type tried struct {
		what string
		by   func(d *deskOf, who string, row seedbed.ID) error
		may  map[Role]bool
	}
	raters, settlers := map[Role]bool{Rater: true}, map[Role]bool{Owner: true, Adjudicator: true}
	ctx := t.Context()
	for _, try := range []tried{
		{"Next", func(d *deskOf, who string, _ seedbed.ID) error { _, err := d.Next(ctx, "inspected", who); return err }, raters},
		{"Answer", func(d *deskOf, who string, _ seedbed.ID) error {
			_, err := d.Answer(ctx, "inspected", who, Answer{Row: rowID(7), Values: answers(true, 5)})
			return err
		}, raters},
		{"SaveDraft", func(d *deskOf, who string, row seedbed.ID) error {
			return d.SaveDraft(ctx, "inspected", who, row, []byte("{}"))
		}, raters},
		{"Disputes", func(d *deskOf, who string, _ seedbed.ID) error { _, err := d.Disputes("inspected", who); return err }, settlers},
		{"AskAgain", func(d *deskOf, who string, _ seedbed.ID) error {
			_, err := d.AskAgain("inspected", who, nil)
			return err
		}, settlers},
		{"Settle", func(d *deskOf, who string, row seedbed.ID) error {
			return d.Settle(ctx, "inspected", who, Settlement{Row: row, Cause: CauseReal})
		}, settlers},
		{"Revise", func(d *deskOf, who string, _ seedbed.ID) error {
			r := hintRubric("b")
			return d.Revise(ctx, "inspected", who, RubricRevision{From: "aaaaaaaaaaaaaaaa", To: "b", Rubric: r})
		}, settlers},
		{"Votes", func(d *deskOf, who string, row seedbed.ID) error {
			_, err := d.Votes("inspected", row, who)
			return err
		}, map[Role]bool{Owner: true, Adjudicator: true, Rater: true}},
		{"Status", func(d *deskOf, who string, _ seedbed.ID) error { _, err := d.Status("inspected", who); return err }, map[Role]bool{Owner: true, Adjudicator: true, Rater: true, Reader: true}},
		{"Begin", func(d *deskOf, who string, _ seedbed.ID) error {
			return d.Begin(ctx, who, hintPlan(t, 1, func(in *plan.Inspection) { in.Name = "another" }), sampleOf(3, 0, 0))
		}, map[Role]bool{Owner: true}},
		{"Repair", func(d *deskOf, who string, row seedbed.ID) error {
			_, err := d.Repair(ctx, "inspected", who, row, seedbed.Fields{{Name: "hint", Value: "better"}}, "")
			return err
		}, settlers},
	} {
		for _, role := range append([]Role{""}, Roles...) {
			d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(20, 0, 0), 2, nil)
			p := Person{ID: "x"}
			if role != "" {
				p.Roles = []Role{role}
			}
			d.join(p)
			row := disputedRow(d)
			if err := try.by(d, "x", row); isForbidden(err) == try.may[role] || !isForbidden(err) && err != nil {
				t.Errorf("%s by %q: %v", try.what, role, err)
			}
			if err := try.by(d, "nobody", row); !isForbidden(err) {
				t.Errorf("%s by nobody: %v", try.what, err)
			}
		}
	}
}

// disputedRow has r1 and r2 disagree about the first row.
func disputedRow(d *deskOf) seedbed.ID {
	d.tb.Helper()
	task := d.next("r1")
	d.says("r1", task, answers(true, 6))
	d.says("r2", d.next("r2"), answers(false, 2))
	return task.Row
}

// Whoever settled a row with their answer is told the same, whatever others said of it,
// as long as they can take it back; and can no longer when they are told.
func TestReceiptTellsNothingThatCanBeUndone(t *testing.T) {
	told := map[bool]string{}
	for _, other := range []bool{true, false} {
		d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(100, 0, 0), 2, func(o *DeskOptions) { o.Rules.OpenVotes = true })
		first, mine := d.next("r1"), d.next("r2")
		d.says("r1", first, answers(other, 6))
		if mine.Row != first.Row {
			t.Fatal("they look at different rows")
		}
		receipt := d.says("r2", mine, answers(true, 6))
		receipt.Seq = 0
		votes, _ := d.Votes("inspected", mine.Row, "r2")
		task := d.next("r2")
		b, _ := json.Marshal([]any{receipt, d.status("r2"), votes, task})
		told[other] = string(b)
		if o := d.status("o").Claims[0]; o.Rows != 1 || (o.Defects == 1) == other {
			t.Errorf("the owner sees %+v", o)
		}
		if _, err := d.Undo(t.Context(), "inspected", "r2"); err != nil {
			t.Error(err)
		}
		d.says("r2", mine, answers(true, 6))
		d.clock.move(time.Hour)
		if votes, _ := d.Votes("inspected", mine.Row, "r2"); len(votes) != 2 || votes[0].Person != "" {
			t.Errorf("when it is final: %+v", votes)
		}
		if _, err := d.Undo(t.Context(), "inspected", "r2"); err == nil {
			t.Error("an answer is taken back when the others' were seen")
		}
	}
	if told[true] != told[false] {
		t.Errorf("what the other said shows:\n%s\n%s", told[true], told[false])
	}
}

// An adjudicator who rates as well is not asked about a row whose answers they could
// see, when somebody takes theirs back.
func TestReopenedRowsAreForOthers(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(1, 0, 0), 3, nil)
	d.join(Person{ID: "a", Roles: []Role{Adjudicator, Rater}})
	row := disputedRow(d)
	if ds, err := d.Disputes("inspected", "a"); err != nil || len(ds) != 1 || len(ds[0].Votes) != 2 {
		t.Fatalf("%+v %v", ds, err)
	}
	if _, err := d.Undo(t.Context(), "inspected", "r2"); err != nil {
		t.Fatal(err)
	}
	if err := d.Leave(t.Context(), "inspected", "r2"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Next(t.Context(), "inspected", "a"); whyOf(err) != WhyDone {
		t.Errorf("who saw what was said is asked: %v", err)
	}
	if r, err := d.Answer(t.Context(), "inspected", "a", Answer{Row: row, Values: answers(true, 5)}); err != nil || r.Counted {
		t.Errorf("and counts: %+v %v", r, err)
	}
	if task := d.next("r3"); task.Row != row {
		t.Error("nobody else is asked")
	}
}

// Who may see what others said cannot answer otherwise when they have seen it.
func TestWhoSeesDisputesTakesNothingBack(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(2, 0, 0), 1, nil)
	d.join(Person{ID: "a", Roles: []Role{Adjudicator, Rater}})
	d.says("r1", d.next("r1"), answers(true, 6))
	d.says("a", d.next("a"), answers(false, 6))
	if _, err := d.Undo(t.Context(), "inspected", "a"); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Errorf("%v", err)
	}
	if ds, _ := d.Disputes("inspected", "a"); len(ds) != 1 {
		t.Errorf("%+v", ds)
	}
}

func TestTaskShowsNoOpinion(t *testing.T) {
	row := func(t *testing.T, change func(*plan.Inspection)) *Task {
		d := openTestDesk(t, hintPlan(t, 1, change), sampleOf(1, 0, 0), 1, nil)
		return d.next("r1")
	}
	plain := row(t, nil)
	if names := fmt.Sprint(plain.Record.Fields.Names()); names != "[question hint]" || plain.Record.Scores != nil || plain.Record.Lineage.Model != "" || plain.Filled != nil {
		t.Errorf("%+v", plain.Record)
	}
	if names := fmt.Sprint(row(t, func(in *plan.Inspection) { in.Show = []string{"hint", "none", seedbed.FieldValidity} }).Record.Fields.Names()); names != "[hint validity]" {
		t.Errorf("shown: %s", names)
	}
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Assisted = "scored" }), sampleOf(1, 0, 0), 1, nil)
	task := d.next("r1")
	if fmt.Sprint(task.Filled) != "map[helpful:6 sound:yes]" {
		t.Errorf("assisted: %v", task.Filled)
	}
	d.says("r1", task, answers(true, 5))
	if v, _ := d.Votes("inspected", task.Row, "o"); fmt.Sprint(v[0].Filled) != "map[helpful:6 sound:yes]" {
		t.Errorf("what stood in the form is not kept: %+v", v)
	}
}

// Who changes a guideline and rates as well learns from what would be asked again nothing
// of a row that they may still be asked about, and has those rows asked all the same.
func TestGuidelineTellsNothingOfOpenRows(t *testing.T) {
	for _, roles := range [][]Role{{Owner, Rater}, {Adjudicator, Rater}} {
		for _, ask := range []Asking{AskNeeded, AskUnclear, AskAll} {
			d := openTestDesk(t, hintPlan(t, 3, nil), sampleOf(10, 0, 0), 3, nil)
			d.join(Person{ID: "spy", Roles: roles})
			say := func(who string, row int, a Answer) {
				a.Row = rowID(row)
				if _, err := d.Answer(t.Context(), "inspected", who, a); err != nil {
					t.Fatal(err)
				}
			}
			say("r1", 0, Answer{Values: answers(true, 7)}) // unfit, differs, and open
			say("r2", 0, Answer{Values: answers(true, 4)})
			say("r1", 1, Answer{Values: answers(true, 4), Flags: []string{FlagUnclear}}) // open
			say("r1", 2, Answer{Values: answers(true, 4)})                               // open
			for who, helpful := range map[string]int{"r1": 7, "r2": 4, "r3": 4} {
				say(who, 3, Answer{Values: answers(true, helpful)}) // done
			}
			to := hintRubric("bbbbbbbbbbbbbbbb")
			to.Criteria[1].Max = 5
			done := []seedbed.ID{rowID(3)}
			for _, criteria := range [][]string{nil, {"helpful"}} {
				if got, err := d.AskAgain("inspected", "spy", criteria); err != nil || !slices.Equal(got, done) {
					t.Errorf("%v, %q: %v, %v", roles, criteria, got, err)
				}
			}
			if got, err := d.Unfit("inspected", "spy", to); err != nil || !slices.Equal(got, done) {
				t.Errorf("%v: %v, %v", roles, got, err)
			}
			if all, err := d.AskAgain("inspected", "o", nil); err != nil || len(all) != 4 {
				t.Errorf("an owner who does not rate is told of %v, %v", all, err)
			}
			must(t, d.Revise(t.Context(), "inspected", "spy", RubricRevision{From: "aaaaaaaaaaaaaaaa", To: to.Revision, Rubric: to, Again: done, Ask: ask}))
			want := map[Asking][]int{AskNeeded: {0, 3}, AskUnclear: {0, 1, 3}, AskAll: {0, 1, 2, 3}}[ask]
			for i := range 4 {
				d.mu.Lock()
				again := d.courses["inspected"].rows[i].since > 0
				d.mu.Unlock()
				if again != slices.Contains(want, i) {
					t.Errorf("%v, %q: row %d asked again: %v", roles, ask, i, again)
				}
			}
			if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
				t.Error(difference(got, want))
			}
		}
	}
}
