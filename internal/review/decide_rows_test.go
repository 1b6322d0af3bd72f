package review

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

// What is looked up of one row is what reading all files says of it.
func TestOutcomeOfLooksUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := decideDesk(t)
		var made []string
		for n := range rapid.IntRange(0, 6).Draw(rt, "decisions") {
			if len(made) > 0 && rapid.IntRange(0, 3).Draw(rt, "undo") == 0 {
				if err := d.Undecide(t.Context(), "o", made[0], "it is right"); err != nil {
					rt.Fatal(err)
				}
				made = made[1:]
				continue
			}
			rows := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 9).Draw(rt, "rows")
			do := rapid.SampledFrom([]Deciding{DecideLeaveOut, DecideKeep}).Draw(rt, "do")
			k, err := d.Decide(t.Context(), "o", Decision{Do: do, Reason: strings.Repeat("x", n+1)}, idsOf(rows...))
			if err != nil {
				rt.Fatal(err)
			}
			made = append(made, k.ID)
		}
		all := make([]seedbed.ID, 13)
		for i := range all {
			all[i] = rowID(i)
		}
		want := leftOut(t, d.Desk)
		got, err := d.OutcomeOf(t.Context(), all...)
		if err != nil || !maps.Equal(got.LeftOut, want) {
			rt.Fatalf("%v, %v, want %v", got.LeftOut, err, want)
		}
		one, err := d.OutcomeOf(t.Context(), all[3])
		if by, out := want[all[3]]; err != nil || one.LeftOut[all[3]] != by || len(one.LeftOut) > 1 || (len(one.LeftOut) == 1) != out {
			rt.Fatalf("%v, %v, want %q", one.LeftOut, err, by)
		}
	})
}

// A file of a decision that was damaged or is gone is told, with where and what to do.
func TestOutcomeOfDamagedFiles(t *testing.T) {
	d := decideDesk(t)
	k, err := d.Decide(t.Context(), "o", Decision{Do: DecideLeaveOut, Reason: "x"}, idsOf(1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(d.Desk.dir, decisionDir, k.IDs+".ids")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"empty": {}, "short": whole[:len(whole)-1], "long": append(slices.Clone(whole), '0'),
		"no hexadecimal": []byte(strings.Repeat("x", len(whole))), "NULs": make([]byte, len(whole)),
	} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := d.OutcomeOf(t.Context(), rowID(1)); seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), "is not as it was written") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := d.OutcomeOf(t.Context(), rowID(1)); seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), "are not there") {
		t.Error(err)
	}
}
