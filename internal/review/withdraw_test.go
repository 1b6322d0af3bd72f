package review

import (
	"slices"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Who takes their answers back is in nothing that a release says: their rows are open
// again and asked of others, and the report says so. Opened again, it is the same.
func TestWithdraw(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(4, 1, 1), 3, func(o *DeskOptions) { o.Rules.Calibration = -1 })
	d.join(Person{ID: "r1", Roles: []Role{Rater}, Credit: CreditName})
	d.join(Person{ID: "r2", Roles: []Role{Rater}, Credit: CreditName})
	var rows []seedbed.ID
	for range 2 {
		for _, who := range []string{"r1", "r2"} {
			task := d.next(who)
			d.says(who, task, answers(true, 6))
			rows = append(rows, task.Row)
		}
	}
	if _, err := d.Repair(t.Context(), "inspected", "r1", rows[0], seedbed.Fields{{Name: "hint", Value: "better"}}, ""); err != nil {
		t.Fatal(err)
	}
	if r, _ := d.Result("inspected"); r.LookedAt != 2 || r.People != 2 || r.Answers != 4 || len(r.Repairs) != 1 {
		t.Fatalf("before: %+v", r.Result)
	}
	must(t, d.Withdraw(t.Context(), "r2", WithdrawCredit))
	if p, _ := d.Person("r2"); p.Credit != CreditNone {
		t.Errorf("named as %q after they took that back", p.Credit)
	}
	if r, _ := d.Result("inspected"); r.LookedAt != 2 || r.People != 2 {
		t.Errorf("who is not named counts: %+v", r.Result)
	}
	must(t, d.SaveDraft(t.Context(), "inspected", "r1", d.next("r1").Row, []byte(`{"a":1}`)))
	must(t, d.Withdraw(t.Context(), "r1", WithdrawAnswers))
	must(t, d.Withdraw(t.Context(), "r1", WithdrawAnswers)) // once more changes nothing
	for name, desk := range map[string]*Desk{"live": d.Desk, "opened again": d.reopen()} {
		r, err := desk.Result("inspected")
		if err != nil {
			t.Fatal(err)
		}
		if r.LookedAt != 0 || r.People != 1 || r.Answers != 2 || len(r.Repairs) != 0 || len(r.Raters) != 1 || r.Raters[0].ID != "r2" {
			t.Errorf("%s: %+v, %v", name, r.Result, r.Raters)
		}
		if !slices.Contains(r.Notes, "one person took their answers back; what is said stands without them") {
			t.Errorf("%s: %q", name, r.Notes)
		}
		if slices.ContainsFunc(r.Votes, func(v Vote) bool { return v.Person == "r1" }) {
			t.Errorf("%s: a vote of who withdrew is there", name)
		}
		if o, _ := desk.Outcome(t.Context()); len(o.Repairs) != 0 {
			t.Errorf("%s: what they mended is there", name)
		}
		if _, err := desk.Next(t.Context(), "inspected", "r1"); !isForbidden(err) {
			t.Errorf("%s: they are asked again: %v", name, err)
		}
	}
	if n := len(d.drafts.of("r1", "inspected")); n != 0 {
		t.Errorf("%d drafts stay", n)
	}
	// The rows go to somebody else.
	for range 2 {
		d.says("r3", d.next("r3"), answers(true, 6))
	}
	if r, _ := d.Result("inspected"); r.LookedAt != 2 || r.People != 2 {
		t.Errorf("after others answered: %+v", r.Result)
	}
	if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
		t.Error(difference(got, want))
	}
}

func TestWithdrawRefuses(t *testing.T) {
	d := decideDesk(t)
	if err := d.Withdraw(t.Context(), "nobody", WithdrawAnswers); !isForbidden(err) {
		t.Error(err)
	}
	if err := d.Withdraw(t.Context(), "r1", "everything"); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Error(err)
	}
}

// What an adjudicator settled stays settled, though who answered withdraws.
func TestWithdrawLeavesSettlements(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(3, 0, 0), 2, nil)
	row := disputedRow(d)
	must(t, d.Settle(t.Context(), "inspected", "o", Settlement{Row: row, Cause: CauseSlip, Values: answers(true, 6)}))
	must(t, d.Withdraw(t.Context(), "r1", WithdrawAnswers))
	r, err := d.Result("inspected")
	if err != nil || r.LookedAt != 1 || len(r.Settled) != 1 || r.Claims[0].Defects != 0 {
		t.Errorf("%+v, %v", r.Result, err)
	}
}

// A row that too many skipped is one of which nobody knows, unless those who could rate
// it decide it whatever the others would have said.
func TestSkippedRowIsVoid(t *testing.T) {
	for _, c := range []struct {
		name    string
		raters  int
		given   []bool // sound
		void    bool
		defects int
	}{
		{"one sound of three", 3, []bool{true}, true, 1},
		{"one defective of three", 3, []bool{false}, true, 1},
		{"nobody of three", 3, nil, true, 1},
		{"two sound of three", 3, []bool{true, true}, false, 0},
		{"two defective of three", 3, []bool{false, false}, false, 1},
		{"one sound of two", 2, []bool{true}, true, 1},
		{"one defective of two: a tie is defective", 2, []bool{false}, false, 1},
		{"two sound and one not of five", 5, []bool{true, true, false}, true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			people := len(c.given) + 2
			d := openTestDesk(t, hintPlan(t, c.raters, nil), sampleOf(1, 0, 0), people, nil)
			for i, sound := range c.given {
				who := "r" + string(rune('1'+i))
				d.says(who, d.next(who), answers(sound, 6))
			}
			for i := len(c.given); i < people; i++ {
				who := "r" + string(rune('1'+i))
				must(t, d.Skip(t.Context(), "inspected", who, Skip{Row: d.next(who).Row, Reason: "I cannot tell"}))
			}
			r, err := d.Result("inspected")
			if err != nil {
				t.Fatal(err)
			}
			s := r.Claims[0]
			if (s.Void == 1) != c.void || (r.Unrated == 1) != c.void || s.Defects != c.defects || s.Rows != 1 {
				t.Errorf("void %d, unrated %d, defects %d of %d", s.Void, r.Unrated, s.Defects, s.Rows)
			}
			if told := slices.Contains(r.Notes, "1 row could not be rated"); told != c.void {
				t.Errorf("%q", r.Notes)
			}
			must(t, d.Settle(t.Context(), "inspected", "o", Settlement{Row: rowID(0), Cause: CauseAmbiguous, Values: answers(true, 6)}))
			if r, _ := d.Result("inspected"); r.Unrated != 0 || r.Claims[0].Void != 0 || r.Claims[0].Defects != 0 {
				t.Errorf("settled: %+v", r.Claims[0])
			}
		})
	}
}

// Answers that count for nothing are not among those that a sentence rests on.
func TestSurplusCountsNobody(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(3, 0, 0), 3, nil)
	row := rowID(0)
	say := func(who string) Receipt {
		r, err := d.Answer(t.Context(), "inspected", who, Answer{Row: row, Values: answers(true, 6)})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	say("r1")
	res, _ := d.Result("inspected")
	if s := res.Sentence(); !strings.Contains(s, "1 answer is in by 1 person, and no row has all that it needs yet") {
		t.Error(s)
	}
	say("r2")
	d.clock.move(48 * 3600e9)
	if say("r3").Counted {
		t.Fatal("a third answer counts")
	}
	res, _ = d.Result("inspected")
	if res.People != 2 || res.Answers != 2 || res.From.Day() != res.To.Day() {
		t.Errorf("%+v", res.Result)
	}
	if len(res.Raters) != 3 {
		t.Errorf("%d are credited, and all three worked", len(res.Raters))
	}
}

// A guideline that no longer allows what was answered has those rows asked again.
func TestReviseAsksUnfitRowsAgain(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, nil), sampleOf(4, 0, 0), 1, nil)
	for _, helpful := range []int{7, 3} {
		d.says("r1", d.next("r1"), answers(true, helpful))
	}
	to := hintRubric("bbbbbbbbbbbbbbbb")
	to.Criteria[1].Max = 5
	unfit, err := d.Unfit("inspected", "o", to)
	if err != nil || len(unfit) != 1 || unfit[0] != rowID(0) {
		t.Fatalf("%v, %v", unfit, err)
	}
	k := RubricRevision{From: "aaaaaaaaaaaaaaaa", To: to.Revision, Rubric: to}
	if err := d.Revise(t.Context(), "inspected", "o", k); err == nil || !strings.Contains(err.Error(), "answers to 1 row are none") {
		t.Errorf("%v", err)
	}
	k.Again = unfit
	must(t, d.Revise(t.Context(), "inspected", "o", k))
	// An answer to the older guideline that comes late, and that this one does not allow.
	r, err := d.Answer(t.Context(), "inspected", "r1", Answer{Row: rowID(2), Values: answers(true, 7), Rubric: "aaaaaaaaaaaaaaaa"})
	if err != nil || r.Counted {
		t.Errorf("%+v, %v", r, err)
	}
}

// Rows that somebody flagged are asked again whatever changes.
func TestAskAgainFlagged(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(4, 0, 0), 2, nil)
	for i := range 2 {
		for _, who := range []string{"r1", "r2"} {
			task := d.next(who)
			a := Answer{Row: task.Row, Values: answers(true, 5+b2i(i == 1 && who == "r2")), Rubric: task.Rubric.Revision}
			if i == 0 && who == "r1" {
				a.Flags = []string{FlagUnclear}
			}
			if _, err := d.Answer(t.Context(), "inspected", who, a); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		criteria []string
		want     []seedbed.ID
	}{
		{nil, []seedbed.ID{rowID(0), rowID(1)}},
		{[]string{}, []seedbed.ID{rowID(0)}},
		{[]string{"sound"}, []seedbed.ID{rowID(0)}},
		{[]string{"helpful"}, []seedbed.ID{rowID(0), rowID(1)}},
	} {
		if got, err := d.AskAgain("inspected", "o", c.criteria); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v", c.criteria, got, err)
		}
	}
}

// However many answer at once, the bounds that are shown in the end are those of who is
// told all of it one after another.
func TestBoundsCatchUp(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, func(in *plan.Inspection) { in.Claims[0].Limit = .02 }), sampleOf(400, 0, 0), 12, nil)
	done := make(chan error)
	for i := range 12 {
		who := "r" + [...]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}[i]
		go func() {
			for range 15 {
				task, err := d.Next(t.Context(), "inspected", who)
				if err == nil {
					_, err = d.Answer(t.Context(), "inspected", who, Answer{Row: task.Row, Values: answers(task.Row[15]%10 != 0, 6)})
				}
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range 12 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.Result("inspected")
	if err != nil {
		t.Fatal(err)
	}
	want, err := d.reopen().Result("inspected")
	if err != nil || got.Claims[0].Verdict != want.Claims[0].Verdict || !sameEstimate(got.Claims[0].Estimate, want.Claims[0].Estimate) || got.Claims[0].Rows != 180 {
		t.Errorf("%+v\nopened again %+v, %v", got.Claims[0], want.Claims[0], err)
	}
}

// What was skipped elsewhere is kept, once, and not where the person has answered.
func TestImportSkip(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(3, 0, 0), 3, nil)
	k := Skip{Row: rowID(1), Reason: "it is in a language that I do not read"}
	for range 2 {
		must(t, d.ImportSkip(t.Context(), "inspected", "r1", k, d.clock.now()))
	}
	if mine, _ := d.Mine("inspected", "r1", 9); len(mine) != 1 || mine[0].Skipped != k.Reason {
		t.Errorf("%+v", mine)
	}
	if task := d.next("r2"); task.Row != rowID(0) {
		t.Errorf("r2 is given %s", task.Row.Short())
	}
	must(t, d.ImportSkip(t.Context(), "inspected", "r2", Skip{Row: rowID(0), Reason: "no"}, d.clock.now())) // what they have in hand
	if task := d.next("r2"); task.Row != rowID(1) {
		t.Errorf("r2 is given %s", task.Row.Short())
	}
	if _, err := d.Answer(t.Context(), "inspected", "r3", Answer{Row: rowID(1), Values: answers(true, 6)}); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		who string
		k   Skip
	}{{"r3", k}, {"r2", Skip{Row: rowID(77), Reason: "x"}}, {"r2", Skip{Row: rowID(2)}}, {"o", k}} {
		if err := d.ImportSkip(t.Context(), "inspected", bad.who, bad.k, d.clock.now()); err == nil {
			t.Errorf("%s skips %+v", bad.who, bad.k)
		}
	}
	must(t, d.ImportSkip(t.Context(), "inspected", "r2", k, d.clock.now()))
	if s := d.status("o"); s.Disputes != 1 {
		t.Errorf("two skipped it: %+v", s)
	}
	if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
		t.Error(difference(got, want))
	}
}

// A skip from before a row was asked again counts no longer, however often it is read.
func TestImportSkipOfAnOlderGuideline(t *testing.T) {
	for _, named := range []bool{true, false} {
		d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(4, 0, 0), 3, nil)
		then := d.clock.now()
		skip := func(who string, row int, rubric string) error {
			k := Skip{Row: rowID(row), Reason: "I cannot tell"}
			if named {
				k.Rubric = rubric
			}
			at := then
			if rubric != "aaaaaaaaaaaaaaaa" {
				at = d.clock.now()
			}
			return d.ImportSkip(t.Context(), "inspected", who, k, at)
		}
		old := "aaaaaaaaaaaaaaaa"
		must(t, skip("r1", 0, old))
		must(t, skip("r1", 1, old))
		if _, err := d.Answer(t.Context(), "inspected", "r3", Answer{Row: rowID(0), Values: answers(true, 6)}); err != nil {
			t.Fatal(err)
		}
		d.clock.move(time.Hour)
		to := hintRubric("bbbbbbbbbbbbbbbb")
		to.Task = "Look at a hint, jokes aside."
		must(t, d.Revise(t.Context(), "inspected", "o", RubricRevision{From: old, To: to.Revision, Rubric: to, Again: []seedbed.ID{rowID(0)}}))
		events := d.Head().Seq
		must(t, skip("r1", 0, old)) // the same worksheet, read again
		must(t, skip("r1", 1, old)) // of a row that is not asked again
		if d.Head().Seq != events {
			t.Errorf("named %v: an old skip is kept a second time", named)
		}
		if err := skip("r2", 0, old); seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(err.Error(), "asked again") {
			t.Errorf("named %v: a skip by the older guideline: %v", named, err)
		}
		must(t, skip("r2", 1, old)) // it is the second
		must(t, skip("r2", 2, to.Revision))
		must(t, skip("r1", 0, to.Revision))
		for i, want := range []uint8{1, 2, 1} {
			if got := d.courses["inspected"].rows[i].skips; got != want {
				t.Errorf("named %v: row %d has %d skips, want %d", named, i, got, want)
			}
		}
		if err := d.ImportSkip(t.Context(), "inspected", "r3", Skip{Row: rowID(3), Reason: "x", Rubric: "cccc"}, then); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("a revision that was never asked: %v", err)
		}
		if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
			t.Error(difference(got, want))
		}
	}
}

// A skip that was on its way while the row was asked again counts no longer either.
func TestSkipOnItsWay(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(2, 0, 0), 2, nil)
	to := hintRubric("bbbbbbbbbbbbbbbb")
	to.Task = "Look at a hint, jokes aside."
	d.says("r2", d.next("r2"), answers(true, 6))
	must(t, d.Revise(t.Context(), "inspected", "o", RubricRevision{From: "aaaaaaaaaaaaaaaa", To: to.Revision, Rubric: to, Again: []seedbed.ID{rowID(0)}}))
	if _, err := d.do(t.Context(), "r1", EventSkip, "inspected", &Skip{Row: rowID(0), Reason: "x", Rubric: "aaaaaaaaaaaaaaaa"}); err != nil {
		t.Fatal(err)
	}
	if r := d.courses["inspected"].rows[0]; r.skips != 0 || r.got != 0 {
		t.Errorf("%d skips", r.skips)
	}
	if task := d.next("r1"); task.Row != rowID(0) {
		t.Errorf("r1 is given %s", task.Row.Short())
	}
}
