package main

import (
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// What people decided about rows, and the rows that they mended, do not vanish without a
// word where the rows have other ids since.
func TestReleaseTellsWorkThatMissesIt(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 20)
	w, owner, ids := g.begun(t)
	dec, err := w.desk.Decide(t.Context(), owner, review.Decision{Do: review.DecideLeaveOut, Reason: "names a pupil"}, idsOf(ids[0], ids[1]))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []seedbed.ID{ids[1], ids[2]} {
		if _, err := w.desk.Repair(t.Context(), "looked", owner, id, seedbed.Fields{{Name: "text", Value: "better"}}, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	if r := g.must(exitOK, "release", "-o", "out"); strings.Contains(r.stdout, "in this release") {
		t.Errorf("nothing is amiss yet: %v", r)
	}

	g.write("rows.jsonl", strings.ReplaceAll(readFile(t, filepath.Join(g.dir, "rows.jsonl")), "row ", "line "))
	g.must(exitOK, "run")
	r := g.must(exitOK, "release", "-o", "later")
	card := strings.ReplaceAll(readFile(t, filepath.Join(g.dir, "later/README.md")), "\\", "")
	for _, want := range []string{"Decision " + dec.ID + " leaves out 2 rows; none is in this release.", "1 mended row is not in this release"} {
		if !strings.Contains(r.stdout, want) || !strings.Contains(card, want) {
			t.Errorf("the release or its card does not say %q: %v\n%s", want, r, card)
		}
	}
}

// A program's answers are in the files of votes as a program's, and the card does not call
// them people's.
func TestReleaseTellsProgramsFromPeople(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 20)
	g.must(exitOK, "inspect", "--begin")
	w := g.at()
	ana := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater}}
	script := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater}, Program: "a script"}
	for n, p := range []review.Person{ana, script} {
		if err := w.desk.Join(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		w.rate(t, p.ID, 2+n, func(seedbed.Record) string { return "yes" })
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	g.must(exitOK, "release", "-o", "out")
	programs := 0
	for _, v := range g.released(t, "out", "votes.jsonl") {
		if v["program"] == true {
			programs++
		}
	}
	card := strings.ReplaceAll(readFile(t, filepath.Join(g.dir, "out/README.md")), "\\", "")
	if programs != 3 || !strings.Contains(card, "have 2 answers by people and 3 by programs") {
		t.Errorf("%d votes are by programs; the card:\n%s", programs, card)
	}
}
