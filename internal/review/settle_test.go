package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

func TestSettle(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(20, 0, 0), 2, nil)
	d.join(Person{ID: "a", Roles: []Role{Adjudicator}})
	row := disputedRow(d)
	if s := d.status("a"); s.Disputes != 1 || s.Claims[0].Defects != 1 {
		t.Errorf("a tie: %+v", s)
	}
	ds, err := d.Disputes("inspected", "a")
	if err != nil || len(ds) != 1 || !slices.Equal(ds[0].About, []string{"defective: 1 of 2 say so", "sound: yes, no", "helpful: 6, 2"}) {
		t.Fatalf("%+v, %v", ds, err)
	}
	for want, s := range map[string]Settlement{
		"is no cause":                 {Row: row, Cause: "boredom"},
		"it is settled when all":      {Row: rowID(5), Cause: CauseSlip},
		"is no answer to helpful":     {Row: row, Cause: CauseSlip, Values: answers(true, 9)},
		"is not in the sample of":     {Row: rowID(99), Cause: CauseSlip},
		"there is no answer to sound": {Row: row, Cause: CauseSlip, Values: map[string]string{"helpful": "3"}},
	} {
		if err := d.Settle(t.Context(), "inspected", "a", s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	if err := d.Settle(t.Context(), "inspected", "a", Settlement{Row: row, Cause: CauseReal}); err != nil {
		t.Fatal(err)
	}
	if s := d.status("a"); s.Disputes != 0 || s.Claims[0].Defects != 1 {
		t.Errorf("a real disagreement stays, and the tie with it: %+v", s)
	}
	if err := d.Settle(t.Context(), "inspected", "a", Settlement{Row: row, Cause: CauseSlip, Values: answers(true, 6)}); err != nil {
		t.Fatal(err)
	}
	if s := d.status("a"); s.Claims[0].Defects != 0 || s.Claims[0].Rows != 1 {
		t.Errorf("what an adjudicator says counts: %+v", s.Claims[0])
	}
	r, _ := d.Result("inspected")
	if len(r.Settled) != 2-1 || len(r.Votes) != 2 || !r.Votes[0].Counted || !r.Votes[1].Counted {
		t.Errorf("votes stay: %+v %+v", r.Settled, r.Votes)
	}
	if _, err := d.Undo(t.Context(), "inspected", "r2"); err == nil {
		t.Error("an answer is taken back that an adjudicator has seen")
	}
}

// A majority decides; a flag, an answer far off on a scale and a row that two skipped
// go to an adjudicator.
func TestWhatIsDisputed(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 3, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(8, 0, 0), 4, nil)
	say := func(row int, a ...Answer) {
		for i := range a {
			a[i].Row = rowID(row)
			if _, err := d.Answer(t.Context(), "inspected", fmt.Sprintf("r%d", i+1), a[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	good := Answer{Values: answers(true, 6)}
	say(0, good, good, good)
	say(1, good, good, Answer{Values: answers(true, 5)}) // near on the scale
	say(2, good, good, Answer{Values: answers(true, 3)}) // far
	say(3, good, good, Answer{Values: answers(false, 6)})
	say(4, good, good, Answer{Values: answers(true, 6), Flags: []string{"unclear guideline"}})
	for _, who := range []string{"r1", "r2"} {
		task := d.next(who)
		if task.Row != rowID(5) {
			t.Fatalf("%s is given %s", who, task.Row.Short())
		}
		if err := d.Skip(t.Context(), "inspected", who, Skip{Row: task.Row, Reason: "not my language"}); err != nil {
			t.Fatal(err)
		}
	}
	if task := d.next("r3"); task.Row != rowID(6) {
		t.Errorf("a row that two skipped is given to a third: %s", task.Row.Short())
	}
	ds, err := d.Disputes("inspected", "o")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range ds {
		got = append(got, fmt.Sprintf("%d %s", q.Row[15], strings.Join(q.About, "; ")))
	}
	want := []string{"2 helpful: 6, 6, 3", "3 defective: 1 of 3 say so; sound: yes, yes, no", "4 flagged: unclear guideline", "5 skipped by 2 people"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if ds[3].Votes[0].Skipped != "not my language" {
		t.Errorf("the reason is lost: %+v", ds[3].Votes)
	}
	if _, err := d.Undo(t.Context(), "inspected", "r2"); err != nil {
		t.Fatal(err)
	}
	if n := d.status("o").Disputes; n != 3 {
		t.Errorf("a skip was taken back, and %d are disputed", n)
	}
}

// A clearer guideline has the rows asked again that it may change, by the people who
// said so before as well; what they said is kept and counts no longer.
func TestRevise(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(10, 0, 0), 3, nil)
	d.join(Person{ID: "a", Roles: []Role{Adjudicator}})
	for range 2 {
		for _, who := range []string{"r1", "r2"} {
			d.says(who, d.next(who), answers(true, 6))
		}
	}
	row := disputedRow(d)
	old := d.next("r3")
	r := hintRubric("bbbbbbbbbbbbbbbb")
	r.Criteria[0].Anchors = []seedbed.Anchor{{Value: "no", Words: "it gives the number away"}}
	if all, err := d.AskAgain("inspected", "a", nil); err != nil || len(all) != 3 {
		t.Fatalf("all rows: %v, %v", all, err)
	}
	changed := ChangedCriteria(hintRubric("c"), r)
	again, err := d.AskAgain("inspected", "a", changed)
	if err != nil || !slices.Equal(changed, []string{"sound"}) || len(again) != 1 || again[0] != row {
		t.Fatalf("%v: asked again: %v, %v", changed, again, err)
	}
	if same, _ := d.AskAgain("inspected", "a", ChangedCriteria(hintRubric("b"), hintRubric("c"))); len(same) != 0 {
		t.Errorf("nothing changed, and %v are asked again", same)
	}
	if _, err := d.AskAgain("inspected", "a", []string{"funny"}); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Error(err)
	}
	if err := d.Revise(t.Context(), "inspected", "a", RubricRevision{From: "aaaaaaaaaaaaaaaa", To: r.Revision, Rubric: r, Again: again[:1]}); err != nil {
		t.Fatal(err)
	}
	if s := d.status("a"); s.Disputes != 0 || s.Parts[0].Settled != 2 || s.Rubric != r.Revision {
		t.Errorf("%+v", s)
	}
	for _, who := range []string{"r1", "r2"} {
		task := d.next(who)
		for task.Row == old.Row { // r3 has begun it
			d.says(who, task, answers(true, 6))
			task = d.next(who)
		}
		if task.Row != row || task.Rubric.Revision != r.Revision {
			t.Errorf("%s is asked %s by %s", who, task.Row.Short(), task.Rubric.Revision)
		}
		if got := d.says(who, task, answers(false, 2)); !got.Counted {
			t.Error("the new answer does not count")
		}
	}
	if got := d.says("r3", old, answers(true, 6)); !got.Counted {
		t.Error("an answer to a row that is not asked again, by the older guideline, does not count")
	}
	votes, _ := d.Votes("inspected", row, "a")
	if len(votes) != 4 || votes[0].Counted || !votes[3].Counted {
		t.Errorf("%+v", votes)
	}
	if _, err := d.Answer(t.Context(), "inspected", "r3", Answer{Row: row, Values: answers(true, 1), Rubric: "aaaaaaaaaaaaaaaa"}); err != nil {
		t.Error(err)
	}
	if p := d.status("a").Parts[0]; p.Settled != 4 {
		t.Errorf("%+v", p)
	}
	if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
		t.Error(difference(got, want))
	}
	if res, _ := d.Result("inspected"); res.Rubric != "hint r2" || !slices.Contains(res.Notes, "the guideline was changed 1 time on the way") {
		t.Errorf("%s %q", res.Rubric, res.Notes)
	}
}

func TestReviseRefuses(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(10, 0, 1), 1, nil)
	d.join(Person{ID: "a", Roles: []Role{Adjudicator}})
	r := hintRubric("bbbbbbbbbbbbbbbb")
	bad := hintRubric("d")
	bad.Criteria = bad.Criteria[1:]
	for want, k := range map[string]RubricRevision{
		"changed by somebody else": {From: "x", To: r.Revision, Rubric: r},
		"does not fit the rubric":  {From: "aaaaaaaaaaaaaaaa", To: "d", Rubric: bad},
		"was asked before":         {From: "aaaaaaaaaaaaaaaa", To: "aaaaaaaaaaaaaaaa", Rubric: hintRubric("aaaaaaaaaaaaaaaa")},
		"without the rubric":       {From: "aaaaaaaaaaaaaaaa", To: "b"},
	} {
		if err := d.Revise(t.Context(), "inspected", "a", k); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	narrow := hintRubric("e")
	narrow.Criteria[1].Max = 5
	if err := d.Revise(t.Context(), "inspected", "a", RubricRevision{From: "aaaaaaaaaaaaaaaa", To: "e", Rubric: narrow}); err == nil || !strings.Contains(err.Error(), "gold row") {
		t.Errorf("a known answer that is none any more: %v", err)
	}
}

// Of three people one says the contrary of the others about a third of the rows.
func TestQuality(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 3, func(in *plan.Inspection) { in.Fixed = true }), sampleOf(60, 0, 0), 3, nil)
	for i := range 60 {
		for r := range 3 {
			sound := i%2 == 0
			if r == 2 && i%3 == 0 {
				sound = !sound
			}
			if _, err := d.Answer(t.Context(), "inspected", fmt.Sprintf("r%d", r+1), Answer{Row: rowID(i), Values: answers(sound, 5)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	s := d.status("o")
	if a := s.Agreement[0]; a.Rows != 60 || a.Alpha.Interval == nil || a.Alpha.Value < .5 || a.Alpha.Value > .6 {
		t.Errorf("α: %+v", a.Alpha)
	}
	if q := s.People[0].Quality[0]; q.Accuracy.Value < .95 || q.Others.Value < .83 || q.Others.Value > .84 {
		t.Errorf("r1: %+v", q)
	}
	if q := s.People[2].Quality[0]; q.Accuracy.Value > .75 || q.Others.Value > .67 {
		t.Errorf("r3: %+v", q)
	}
	d.join(Person{ID: "a", Roles: []Role{Adjudicator}})
	for _, p := range d.status("a").People {
		if p.Quality != nil {
			t.Error("an adjudicator is shown the quality of others")
		}
	}
	if mine := d.status("r1").People; len(mine) != 1 || mine[0].Person != "r1" {
		t.Errorf("a rater sees %+v", mine)
	}
	if v := d.status("o").Claims[0].Verdict; v != stats.NotMet && v != stats.CannotTell {
		t.Errorf("%s", v)
	}
}

func TestRepair(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, nil), sampleOf(10, 0, 0), 2, nil)
	task := d.next("r1")
	r, err := d.Repair(t.Context(), "inspected", "r1", task.Row, seedbed.Fields{{Name: "hint", Value: "count the eggs"}}, "it was vague")
	if err != nil || r.Row != task.Row || r.Fields.Text("hint") != "count the eggs" || r.Fields.Text(seedbed.FieldValidity) != "valid" {
		t.Fatalf("%+v %v", r, err)
	}
	n := len(d.log.events)
	if same, err := d.Repair(t.Context(), "inspected", "r1", task.Row, seedbed.Fields{{Name: "hint", Value: "count the eggs"}}, ""); err != nil || same.New != r.New || len(d.log.events) != n {
		t.Errorf("the same again: %+v %v", same, err)
	}
	if _, err := d.Repair(t.Context(), "inspected", "r2", task.Row, nil, ""); !isForbidden(err) {
		t.Errorf("by who does not look at it: %v", err)
	}
	if _, err := d.Repair(t.Context(), "inspected", "r1", task.Row, seedbed.Fields{{Name: seedbed.FieldValidity, Value: "x"}}, ""); err == nil {
		t.Error("a field that is not shown is changed")
	}
	if res, _ := d.Result("inspected"); len(res.Repairs) != 1 {
		t.Errorf("%+v", res.Repairs)
	}
}
