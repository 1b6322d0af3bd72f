package review

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

func whyOf(err error) Why {
	var n *Nothing
	if errors.As(err, &n) {
		return n.Why
	}
	return Why(fmt.Sprint(err))
}

func isForbidden(err error) bool {
	var f *Forbidden
	return errors.As(err, &f)
}

// Three people look until enough is known; then the rows that stand beside come; then
// nothing.
func TestDeskUntilEnough(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(200, 4, 0), 3, nil)
	enough := 0
	for round := 0; ; round++ {
		busy := false
		for r := range 3 {
			who := fmt.Sprintf("r%d", r+1)
			task, err := d.Next(t.Context(), "inspected", who)
			if err != nil {
				continue
			}
			busy = true
			if same := d.next(who); same.Row != task.Row {
				t.Fatalf("%s has %s in hand and is given %s", who, task.Row.Short(), same.Row.Short())
			}
			if r := d.says(who, task, answers(true, 6)); r.Enough && enough == 0 {
				enough = d.status("o").Parts[0].Settled
			}
		}
		if !busy {
			break
		}
	}
	s := d.status("o")
	if enough < 60 || enough > 80 || !s.Enough || s.Claims[0].Verdict != stats.Met {
		t.Errorf("enough after %d rows: %+v", enough, s.Claims)
	}
	if s.Parts[1].Settled != 4 || s.Parts[0].Settled > enough+3 {
		t.Errorf("parts %+v after enough at %d", s.Parts, enough)
	}
	if _, err := d.Next(t.Context(), "inspected", "r1"); whyOf(err) != WhyEnough && whyOf(err) != WhyDone {
		t.Errorf("after the end: %v", err)
	}
	r, err := d.Result("inspected")
	if err != nil || !strings.Contains(r.Sentence(), "by 3 people") || len(r.Votes) != s.Answers || r.Unnamed != 3 {
		t.Errorf("%s (%d votes of %d) %v", r.Sentence(), len(r.Votes), s.Answers, err)
	}
	if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
		t.Errorf("opened again, it is another:\n%s", difference(got, want))
	}
}

func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d\n-%s\n+%s", i, strings.Join(x[max(0, i-8):min(i+3, len(x))], "\n-"), strings.Join(y[max(0, i-8):min(i+3, len(y))], "\n+"))
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

func TestAnswerIsIdempotent(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(10, 0, 0), 2, nil)
	task := d.next("r1")
	first := d.says("r1", task, answers(true, 6))
	n := len(d.log.events)
	if again := d.says("r1", task, answers(true, 6)); len(d.log.events) != n || !again.Counted || first.Seq == 0 {
		t.Errorf("%+v then %+v, %d events more", first, again, len(d.log.events)-n)
	}
	_, err := d.Answer(t.Context(), "inspected", "r1", Answer{Row: task.Row, Values: answers(false, 6)})
	if seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(err.Error(), "take that answer back first") {
		t.Errorf("another answer: %v", err)
	}
	for want, a := range map[string]Answer{
		"there is no answer to helpful":                                  {Row: rowID(5), Values: map[string]string{"sound": "yes"}},
		`"8" is no answer to helpful; answer a whole number from 1 to 7`: {Row: rowID(5), Values: answers(true, 8)},
		"the rubric does not ask for":                                    {Row: rowID(5), Values: map[string]string{"sound": "yes", "helpful": "1", "x": "1"}},
		"is not in the sample":                                           {Row: rowID(50), Values: answers(true, 1)},
		"never asked by revision":                                        {Row: rowID(5), Values: answers(true, 1), Rubric: "b"},
		"span 1 runs from 3 to 3":                                        {Row: rowID(5), Values: answers(true, 1), Spans: []Span{{From: 3, To: 3}}},
		"the note has":                                                   {Row: rowID(5), Values: answers(true, 1), Note: "\xff"},
		"is no repeat":                                                   {Row: rowID(5), Values: answers(true, 1), Again: true},
	} {
		if _, err := d.Answer(t.Context(), "inspected", "r1", a); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v; want %q", a, err, want)
		}
	}
	if len(d.log.events) != n {
		t.Error("what was refused is kept")
	}
}

// A place that was held too long goes to somebody else; what its first holder then says
// is kept and does not count, and the row has no rater too many.
func TestReservationEnds(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 1, nil), sampleOf(1, 0, 0), 3, nil)
	task := d.next("r1")
	_, err := d.Next(t.Context(), "inspected", "r2")
	var n *Nothing
	if !errors.As(err, &n) || n.Why != WhyHeld || !n.Until.Equal(task.Until) {
		t.Fatalf("r2 is told %v until %v", err, task.Until)
	}
	d.clock.move(31 * time.Minute)
	second := d.next("r2")
	if second.Row != task.Row {
		t.Fatal("the row is lost")
	}
	if r := d.says("r1", task, answers(true, 6)); r.Counted {
		t.Error("an answer counts whose place was given to another")
	}
	if r := d.says("r2", second, answers(false, 6)); !r.Counted {
		t.Error("the answer of who has the place does not count")
	}
	votes, _ := d.Votes("inspected", task.Row, "o")
	if len(votes) != 2 || votes[0].Counted || !votes[1].Counted {
		t.Errorf("%+v", votes)
	}
	if got, want := dump(t, d.reopen()), dump(t, d.Desk); got != want {
		t.Error(difference(got, want))
	}
	late := openTestDesk(t, hintPlan(t, 1, nil), sampleOf(1, 0, 0), 1, nil)
	task = late.next("r1")
	late.clock.move(time.Hour)
	if r := late.says("r1", task, answers(true, 6)); !r.Counted {
		t.Error("a late answer whose place nobody took does not count")
	}
}

// What a person had in hand when everything stopped is not lost: the draft brings it
// back, and an answer without one finds its place.
func TestRestartKeepsDrafts(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(50, 0, 0), 2, nil)
	d.says("r1", d.next("r1"), answers(true, 6))
	task, other := d.next("r1"), d.next("r2")
	if err := d.SaveDraft(t.Context(), "inspected", "r1", task.Row, []byte(`{"note":"half"}`)); err != nil {
		t.Fatal(err)
	}
	d.Desk = d.reopen()
	d.next("r2") // would take the first row there is
	back := d.next("r1")
	if back.Row != task.Row || string(back.Draft) != `{"note":"half"}` {
		t.Errorf("%s with draft %s; want %s", back.Row.Short(), back.Draft, task.Row.Short())
	}
	if r := d.says("r2", other, answers(true, 5)); !r.Counted {
		t.Error("an answer from before the restart does not count")
	}
	d.says("r1", back, answers(true, 5))
	if got := d.drafts.of("r1", "inspected"); len(got) != 0 {
		t.Errorf("drafts of what is answered: %v", got)
	}
}

func TestBeginTwice(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(10, 0, 0), 1, nil)
	n := len(d.log.events)
	if err := d.Begin(t.Context(), "o", hintPlan(t, 2, nil), sampleOf(10, 0, 0)); err != nil || len(d.log.events) != n {
		t.Errorf("the same again: %v", err)
	}
	if err := d.Begin(t.Context(), "o", hintPlan(t, 3, nil), sampleOf(10, 0, 0)); err == nil || !strings.Contains(err.Error(), "another name") {
		t.Errorf("another plan: %v", err)
	}
	if err := d.Begin(t.Context(), "r1", hintPlan(t, 3, func(in *plan.Inspection) { in.Name = "x" }), sampleOf(10, 0, 0)); !isForbidden(err) {
		t.Errorf("by a rater: %v", err)
	}
	twice := sampleOf(10, 0, 0)
	twice.Items[3].Row = twice.Items[4].Row
	if err := d.Begin(t.Context(), "o", hintPlan(t, 3, func(in *plan.Inspection) { in.Name = "y" }), twice); err == nil || !strings.Contains(err.Error(), "stands twice") {
		t.Errorf("a row twice: %v", err)
	}
	in, _ := d.reopen().Plan("inspected")
	if in.Defect == nil || in.Raters != 2 || in.Rubric.Criteria[1].Max != 7 {
		t.Errorf("read back: %+v", in)
	}
}

func TestDeskSaysWhatDiskSays(t *testing.T) {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(10, 0, 0), 2, nil)
	task := d.next("r1")
	before := dump(t, d.Desk)
	d.log.fail = seedbed.Errorf(seedbed.CodeStorage, "the disk is full")
	if _, err := d.Answer(t.Context(), "inspected", "r1", Answer{Row: task.Row, Values: answers(true, 6)}); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Fatalf("a full disk: %v", err)
	}
	if err := d.Skip(t.Context(), "inspected", "r1", Skip{Row: task.Row, Reason: "no"}); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Fatalf("a full disk: %v", err)
	}
	if dump(t, d.Desk) != before {
		t.Error("what is not on the disk counts")
	}
	d.log.fail = nil
	if again := d.next("r1"); again.Row != task.Row {
		t.Error("the row is lost")
	}
	if r := d.says("r1", task, answers(true, 6)); !r.Counted {
		t.Error("the second try does not count")
	}
}

// Answers that come at the same moment, to rows that nobody asked for, take the places
// that there are: no row gets one too many, and none is refused one that it lacks.
func TestAnswersAtOnceFindTheirPlaces(t *testing.T) {
	const raters, rows = 8, 12
	for range 6 {
		in, s := hintPlan(t, 3, nil), sampleOf(rows, 0, 0)
		d := openTestDesk(t, in, s, raters, nil)
		var wait sync.WaitGroup
		for i := range raters {
			wait.Go(func() {
				for _, item := range s.Items {
					a := Answer{Row: item.Row, Values: answers(true, 7), Rubric: in.Rubric.Revision}
					if _, err := d.Answer(t.Context(), in.Name, fmt.Sprintf("r%d", i+1), a); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		for _, p := range d.status("o").Parts {
			if p.Settled != p.Rows {
				t.Fatalf("%d of %d rows are settled", p.Settled, p.Rows)
			}
		}
	}
}
