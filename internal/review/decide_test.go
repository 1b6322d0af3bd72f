package review

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func idsOf(rows ...int) iter.Seq2[seedbed.ID, error] {
	return func(yield func(seedbed.ID, error) bool) {
		for _, i := range rows {
			if !yield(rowID(i), nil) {
				return
			}
		}
	}
}

func decideDesk(t testing.TB) *deskOf {
	d := openTestDesk(t, hintPlan(t, 2, nil), sampleOf(3, 0, 0), 1, nil)
	d.join(Person{ID: "a", Roles: []Role{Adjudicator}})
	return d
}

func leftOut(t testing.TB, d *Desk) map[seedbed.ID]string {
	t.Helper()
	o, err := d.Outcome(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return o.LeftOut
}

func TestDecide(t *testing.T) {
	d := decideDesk(t)
	ctx := t.Context()
	out := Decision{Do: DecideLeaveOut, Filter: `text("tacos")`, Reason: "all about tacos"}
	first, err := d.Decide(ctx, "o", out, idsOf(900, 3, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	if first.Rows != 3 || first.By != "o" || !isDecisionID(first.ID) {
		t.Fatalf("%+v", first)
	}
	again, err := d.Decide(ctx, "o", out, idsOf(2, 3, 900))
	if err != nil || again.ID != first.ID || len(d.Decisions()) != 1 {
		t.Fatalf("the same once more: %+v, %v", again, err)
	}
	keep, err := d.Decide(ctx, "a", Decision{ID: "d-00000001", Do: DecideKeep, Reason: "3 is about eggs", Rows: 1}, idsOf(3))
	if err != nil || keep.ID != "d-00000001" {
		t.Fatalf("%+v, %v", keep, err)
	}
	want := map[seedbed.ID]string{rowID(2): first.ID, rowID(900): first.ID}
	for name, desk := range map[string]*Desk{"live": d.Desk, "opened again": d.reopen()} {
		if got := leftOut(t, desk); !maps.Equal(got, want) {
			t.Errorf("%s: left out are %v", name, got)
		}
	}
	if err := d.Undecide(ctx, "a", first.ID, "tacos are welcome"); err != nil {
		t.Fatal(err)
	}
	k := d.reopen().Decisions()[0]
	if got := leftOut(t, d.Desk); len(got) != 0 || !k.Undone || k.UndoneBy != "a" || k.UndoReason != "tacos are welcome" {
		t.Errorf("after it was taken back: %v, %+v", got, k)
	}
	// Taken back, the same may be decided anew.
	if anew, err := d.Decide(ctx, "o", out, idsOf(2, 3, 900)); err != nil || anew.ID == first.ID {
		t.Errorf("%+v, %v", anew, err)
	}
}

func TestDecideRefuses(t *testing.T) {
	d := decideDesk(t)
	ctx := t.Context()
	good := Decision{Do: DecideLeaveOut, Reason: "because"}
	if _, err := d.Decide(ctx, "o", Decision{ID: "d-0000000a", Do: DecideLeaveOut, Reason: "x"}, idsOf(1)); err != nil {
		t.Fatal(err)
	}
	var no *Forbidden
	for _, who := range []string{"r1", "nobody"} {
		if _, err := d.Decide(ctx, who, good, idsOf(1)); !errors.As(err, &no) {
			t.Errorf("%s: %v", who, err)
		}
		if err := d.Undecide(ctx, who, "d-0000000a", "x"); !errors.As(err, &no) {
			t.Errorf("%s: %v", who, err)
		}
	}
	broken := errors.New("the pipe broke")
	for _, c := range []struct {
		dec  Decision
		ids  iter.Seq2[seedbed.ID, error]
		want string
	}{
		{Decision{Do: "delete", Reason: "x"}, idsOf(1), "nothing to do"},
		{Decision{Do: DecideKeep, Reason: " \n"}, idsOf(1), "say why"},
		{Decision{Do: DecideKeep, Reason: strings.Repeat("x", 4001)}, idsOf(1), "4000 bytes"},
		{Decision{Do: DecideKeep, Reason: "\xff"}, idsOf(1), "UTF-8"},
		{Decision{Do: DecideKeep, Reason: "x", Filter: strings.Repeat("x", 4001)}, idsOf(1), "filter"},
		{Decision{Do: DecideKeep, Reason: "x", ID: "d-XYZ"}, idsOf(1), "names no decision"},
		{Decision{Do: DecideKeep, Reason: "x", ID: "d-0000000a"}, idsOf(1), "something else"},
		{Decision{Do: DecideKeep, Reason: "x", Rows: 2}, idsOf(1, 1), "2 rows were shown to you, and 1 row match"},
		{good, idsOf(), "matches none"},
		{good, func(yield func(seedbed.ID, error) bool) { yield(seedbed.ID{}, broken) }, "the pipe broke"},
	} {
		if _, err := d.Decide(ctx, "o", c.dec, c.ids); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.dec, err, c.want)
		}
	}
	if err := d.Undecide(ctx, "o", "d-ffffffff", "x"); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Error(err)
	}
	if err := d.Undecide(ctx, "o", "d-0000000a", ""); seedbed.CodeOf(err) != seedbed.CodeInvalid {
		t.Error(err)
	}
	if n := len(d.Decisions()); n != 1 {
		t.Errorf("%d decisions are there", n)
	}
	if _, err := d.Append(ctx, Event{By: "o", Kind: EventDecide, Body: []byte("{}")}); err == nil {
		t.Error("a decision goes past the desk")
	}
}

// Whatever is decided, taken back and opened again, in whatever order: left out is what
// the last standing decision about a row says.
func TestDecideProperty(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := decideDesk(t)
		type one struct {
			id     string
			do     Deciding
			rows   []int
			undone bool
		}
		var all []one
		for n := range rapid.IntRange(1, 12).Draw(r, "steps") {
			if len(all) > 0 && rapid.IntRange(0, 2).Draw(r, "undo") == 0 {
				k := &all[rapid.IntRange(0, len(all)-1).Draw(r, "which")]
				if err := d.Undecide(t.Context(), "o", k.id, "no"); (err == nil) == k.undone {
					r.Fatal(err)
				}
				k.undone = true
				continue
			}
			k := one{do: rapid.SampledFrom([]Deciding{DecideLeaveOut, DecideKeep}).Draw(r, "do"), rows: rapid.SliceOfN(rapid.IntRange(0, 6), 1, 8).Draw(r, "rows")}
			got, err := d.Decide(t.Context(), "o", Decision{Do: k.do, Reason: fmt.Sprint(n)}, idsOf(k.rows...))
			if err != nil {
				r.Fatal(err)
			}
			k.id = got.ID
			all = append(all, k)
		}
		want := map[seedbed.ID]string{}
		for _, k := range all {
			for _, i := range k.rows {
				switch {
				case k.undone:
				case k.do == DecideKeep:
					delete(want, rowID(i))
				default:
					want[rowID(i)] = k.id
				}
			}
		}
		if got := leftOut(t, d.Desk); !maps.Equal(got, want) {
			r.Fatalf("left out are %v, want %v", got, want)
		}
		if got := leftOut(t, d.reopen()); !maps.Equal(got, want) {
			r.Fatalf("opened again: left out are %v, want %v", got, want)
		}
	})
}

// A million rows in one decision take their ids once.
func TestDecideManyRows(t *testing.T) {
	d := decideDesk(t)
	const rows = 1_000_000
	var most uint64
	ids := func(yield func(seedbed.ID, error) bool) {
		for i := range rows {
			if !yield(rowID(i), nil) {
				return
			}
		}
		most = inUse()
	}
	before := inUse()
	got, err := d.Decide(t.Context(), "o", Decision{Do: DecideLeaveOut, Reason: "too many"}, ids)
	if err != nil || got.Rows != rows {
		t.Fatal(got, err)
	}
	if mb := float64(most-before) / (1 << 20); mb > 48 {
		t.Errorf("%d ids take %.0f MB", rows, mb)
	}
	if n := len(leftOut(t, d.Desk)); n != rows {
		t.Errorf("%d rows are left out", n)
	}
	runtime.KeepAlive(d)
}

// A file that was changed, cut or lost is said to be so, and never taken for what was
// decided.
func TestDecideDamaged(t *testing.T) {
	d := decideDesk(t)
	k, err := d.Decide(t.Context(), "o", Decision{Do: DecideLeaveOut, Reason: "x"}, idsOf(1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(d.opts.Dir, decisionDir, k.IDs+".ids")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	line := len(good) / 3
	other := append([]byte{}, good...)
	other[0] ^= 1
	for name, b := range map[string][]byte{
		"cut": good[:2*line], "longer": append(append([]byte{}, good...), good[:line]...), "no hex": append([]byte("zz"), good[2:]...),
		"empty": nil, "another id": other,
	} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		o, err := d.Outcome(t.Context())
		if seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), path) || o.LeftOut != nil {
			t.Errorf("%s: %v, %v", name, o, err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Outcome(t.Context()); seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Error(err)
	}
	must(t, d.Undecide(t.Context(), "o", k.ID, "its file is lost"))
	if _, err := d.Outcome(t.Context()); err != nil {
		t.Error(err)
	}
}

// What people mended is in the outcome, the newest of a row, with who and where.
func TestOutcomeRepairs(t *testing.T) {
	d := decideDesk(t)
	task := d.next("r1")
	ctx := context.Background()
	for _, text := range []string{"a hint", "a better hint"} {
		if _, err := d.Repair(ctx, "inspected", "r1", task.Row, seedbed.Fields{{Name: "hint", Value: text}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	for name, desk := range map[string]*Desk{"live": d.Desk, "opened again": d.reopen()} {
		o, err := desk.Outcome(ctx)
		if err != nil {
			t.Fatal(err)
		}
		m, ok := o.Repairs[task.Row]
		if !ok || m.By != "r1" || m.Inspection != "inspected" || m.Fields.Text("hint") != "a better hint" || m.At.IsZero() {
			t.Errorf("%s: %+v", name, o.Repairs)
		}
	}
}
