package people

import (
	"context"
	"fmt"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/review"
)

// desk begins an inspection of so many random rows, an edge and a gold row, which two
// people rate: of a, b and c; d owns it.
func desk(t *testing.T, dir string, random int) *review.Desk {
	t.Helper()
	s := &review.Sample{Inspection: "looked", Seed: 1, Rows: 10 * random}
	for i := range random {
		s.Items = append(s.Items, review.Item{Row: idOf(i), Part: review.PartRandom, Share: .1})
	}
	s.Items = append(s.Items, review.Item{Row: idOf(random), Part: review.PartEdge, Because: "near"},
		review.Item{Row: idOf(random + 1), Part: review.PartGold, Gold: map[string]string{"ok": "yes"}})
	d, err := review.OpenDesk(t.Context(), review.DeskOptions{Dir: dir, Rows: anyRow{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	in := &plan.Inspection{Name: "looked", Confidence: .95, Raters: 2, Rubric: okRubric("1"), Fixed: true}
	for _, who := range []string{"a", "b", "c"} {
		must(t, d.Join(t.Context(), review.Person{ID: who, Roles: []review.Role{review.Rater}}))
	}
	must(t, d.Join(t.Context(), review.Person{ID: "d", Roles: []review.Role{review.Owner}}))
	must(t, d.Begin(t.Context(), "d", in, s))
	return d
}

// anyRow has every row, with nothing in it.
type anyRow struct{}

func (anyRow) Row(_ context.Context, id seedbed.ID) (seedbed.Record, bool, error) {
	return seedbed.Record{ID: id}, true, nil
}

func okRubric(revision string) *seedbed.Rubric {
	return &seedbed.Rubric{Name: "r", Revision: revision, Task: "look", Criteria: []seedbed.Criterion{{Name: "ok", Question: "Is it?", Kind: seedbed.YesNo}}}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func answered(row int, value string) review.Answer {
	return review.Answer{Row: idOf(row), Values: map[string]string{"ok": value}}
}

func TestReadVotes(t *testing.T) {
	dir := t.TempDir()
	d := desk(t, dir, 5)
	ctx := t.Context()
	says := func(who string, a review.Answer) {
		t.Helper()
		_, err := d.Answer(ctx, "looked", who, a)
		must(t, err)
	}
	again, assisted := answered(0, "no"), answered(2, "yes")
	again.Again, assisted.Filled = true, map[string]string{"ok": "yes"}
	says("a", answered(0, "yes"))
	says("b", answered(0, "no"))
	says("c", answered(0, "no")) // surplus
	says("a", again)
	must(t, d.Settle(ctx, "looked", "d", review.Settlement{Row: idOf(0), Cause: review.CauseSlip, Values: map[string]string{"ok": "yes"}}))
	says("a", answered(1, "no"))
	_, err := d.Undo(ctx, "looked", "a")
	must(t, err)
	says("a", assisted)
	says("a", answered(3, "no"))
	must(t, d.Revise(ctx, "looked", "d", review.RubricRevision{From: "1", To: "2", Rubric: okRubric("2"), Again: []seedbed.ID{idOf(3)}}))
	says("b", answered(3, "yes"))
	says("a", answered(4, "yes"))
	says("b", answered(4, "no"))
	must(t, d.Settle(ctx, "looked", "d", review.Settlement{Row: idOf(4), Cause: review.CauseReal}))
	says("a", answered(5, "no"))
	says("a", answered(6, "no")) // gold
	got, err := ReadVotes(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := Votes{
		idOf(0): {
			{Criterion: "ok", Person: "a", Value: "yes", Share: .1},
			{Criterion: "ok", Person: "b", Value: "no", Share: .1},
			{Criterion: "ok", Person: "d", Value: "yes", Share: .1, Settled: true},
		},
		idOf(3): {{Criterion: "ok", Person: "b", Value: "yes", Share: .1}},
		idOf(4): {{Criterion: "ok", Person: "a", Value: "yes", Share: .1}, {Criterion: "ok", Person: "b", Value: "no", Share: .1}},
		idOf(5): {{Criterion: "ok", Person: "a", Value: "no"}},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
	if again, err := ReadVotes(dir); err != nil || again.Digest() != got.Digest() || len(got.Digest()) != 64 {
		t.Errorf("read again: %q and %q, %v", again.Digest(), got.Digest(), err)
	}
	got[idOf(5)][0].Value = "yes"
	if got.Digest() == want.Digest() || (Votes{}).Digest() != "" {
		t.Error("other votes have the same digest")
	}
	n := 0
	for rec, err := range got.Join(measuretest.Rows([]seedbed.Record{{ID: idOf(0)}, {ID: idOf(1)}})(t.Context())) {
		if err != nil || len(rec.Votes) != []int{3, 0}[n] {
			t.Errorf("%+v %v", rec, err)
		}
		n++
	}
}

func TestReadVotesWithoutLedger(t *testing.T) {
	got, err := ReadVotes(t.TempDir())
	if err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

// Who took their answers back is in no vote.
func TestReadVotesWithoutWhoWithdrew(t *testing.T) {
	dir := t.TempDir()
	d := desk(t, dir, 2)
	for _, who := range []string{"a", "b"} {
		_, err := d.Answer(t.Context(), "looked", who, answered(0, "yes"))
		must(t, err)
	}
	must(t, d.Withdraw(t.Context(), "a", review.WithdrawAnswers))
	got, err := ReadVotes(dir)
	if err != nil || len(got) != 1 || len(got[idOf(0)]) != 1 || got[idOf(0)][0].Person != "b" {
		t.Errorf("%v, %v", got, err)
	}
}

// A sample that was changed is an error that says so.
func TestReadVotesOfAnotherSample(t *testing.T) {
	dir := t.TempDir()
	desk(t, dir, 2)
	if _, err := review.WriteSample(dir, &review.Sample{Inspection: "looked", Rows: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadVotes(dir); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Errorf("%v", err)
	}
}
