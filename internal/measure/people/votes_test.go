package people

import (
	"encoding/json"
	"fmt"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/review"
)

// ledger begins an inspection of so many random rows, an edge and a gold row, and gives
// what appends to it.
func ledger(t *testing.T, dir string, random int) func(by string, kind review.EventKind, body any) {
	t.Helper()
	s := &review.Sample{Inspection: "looked", Seed: 1, Rows: 10 * random}
	for i := range random {
		s.Items = append(s.Items, review.Item{Row: idOf(i), Part: review.PartRandom, Share: .1})
	}
	s.Items = append(s.Items, review.Item{Row: idOf(random), Part: review.PartEdge, Because: "near"},
		review.Item{Row: idOf(random + 1), Part: review.PartGold, Gold: map[string]string{"ok": "yes"}})
	digest, err := review.WriteSample(dir, s)
	if err != nil {
		t.Fatal(err)
	}
	l, err := review.OpenLedger(dir, review.LedgerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	add := func(by string, kind review.EventKind, body any) {
		t.Helper()
		b, err := json.Marshal(body)
		if err == nil {
			_, err = l.Append(t.Context(), review.Event{By: by, Kind: kind, Of: "looked", Body: b})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("p-own", review.EventInspection, review.Begun{Plan: json.RawMessage("{}"), Sample: digest, Rows: s.Rows})
	return add
}

func answered(row int, value string) review.Answer {
	return review.Answer{Row: idOf(row), Values: map[string]string{"ok": value}}
}

func TestReadVotes(t *testing.T) {
	dir := t.TempDir()
	add := ledger(t, dir, 5)
	surplus, again, assisted := answered(0, "no"), answered(0, "no"), answered(2, "yes")
	surplus.Surplus, again.Again, assisted.Filled = true, true, map[string]string{"ok": "yes"}
	for _, e := range []struct {
		by   string
		kind review.EventKind
		body any
	}{
		{"a", review.EventAnswer, answered(0, "yes")},
		{"b", review.EventAnswer, answered(0, "no")},
		{"c", review.EventAnswer, surplus},
		{"a", review.EventAnswer, again},
		{"d", review.EventSettle, review.Settlement{Row: idOf(0), Cause: review.CauseSlip, Values: map[string]string{"ok": "yes"}}},
		{"a", review.EventAnswer, answered(1, "no")},
		{"a", review.EventUndo, review.Undo{Row: idOf(1)}},
		{"a", review.EventAnswer, assisted},
		{"a", review.EventAnswer, answered(3, "no")},
		{"d", review.EventRubric, review.RubricRevision{From: "1", To: "2", Again: []seedbed.ID{idOf(3)}}},
		{"b", review.EventAnswer, answered(3, "yes")},
		{"b", review.EventSettle, review.Settlement{Row: idOf(3), Cause: review.CauseReal}},
		{"a", review.EventAnswer, answered(5, "no")},
		{"a", review.EventAnswer, answered(6, "no")},
		{"a", review.EventPause, review.Pause{}},
	} {
		add(e.by, e.kind, e.body)
	}
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

// An event that cannot be read, and a sample that was changed, are errors that say so.
func TestReadVotesOfBrokenEvents(t *testing.T) {
	dir := t.TempDir()
	add := ledger(t, dir, 2)
	add("a", review.EventAnswer, []int{1})
	if _, err := ReadVotes(dir); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Errorf("%v", err)
	}
	other := t.TempDir()
	ledger(t, other, 2)
	if _, err := review.WriteSample(other, &review.Sample{Inspection: "looked", Rows: 1}); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadVotes(other); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Errorf("%v", err)
	}
}
