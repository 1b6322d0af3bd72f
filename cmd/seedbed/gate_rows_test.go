package main

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
)

// signedGround is a project of inspected rows that an owner has to sign for.
func signedGround(t *testing.T) (g *ground, ids []seedbed.ID, owner string) {
	t.Helper()
	g = newGround(t, map[string]string{
		"rows.jsonl":  "{\"text\": \"one two\"}\n{\"text\": \"three four\"}\n{\"text\": \"five six\"}\n",
		"rubric.yaml": "task: Look at a text.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n",
		"seedbed.yaml": `seedbed: 1
name: looked
sources: {rows: {file: rows.jsonl, origin: human, license: MIT}}
stages:
  long: {keep: {from: rows, when: "words(text) >= 2", reason: too short}}
  looked: {inspect: {from: long, rubric: rubric.yaml, claim: defects <= 10%, defect: "!score.sound"}}
gate: {ready: {sign: [owner]}}
`,
	})
	g.must(exitOK, "run")
	g.must(exitOK, "inspect", "--begin")
	ids = g.listed(t)
	g.people(func(w *people) { owner = w.anOwner() })
	return g, ids, owner
}

// people opens what people do, and closes it again.
func (g *ground) people(do func(*people)) {
	g.t.Helper()
	w := g.at()
	do(w)
	if err := w.close(); err != nil {
		g.t.Fatal(err)
	}
}

// leaveOut decides that rows are in no release, and says by which decision.
func (g *ground) leaveOut(by string, ids ...seedbed.ID) (decision string) {
	g.t.Helper()
	g.people(func(w *people) {
		d, err := w.desk.Decide(g.t.Context(), by, review.Decision{Do: review.DecideLeaveOut, Reason: "it is wrong"}, idsOf(ids...))
		if err != nil {
			g.t.Fatal(err)
		}
		decision = d.ID
	})
	return decision
}

func (g *ground) mendRow(by string, id seedbed.ID, text string) (rep review.Repair) {
	g.t.Helper()
	g.people(func(w *people) {
		var err error
		if rep, err = w.desk.Repair(g.t.Context(), "looked", by, id, seedbed.Fields{{Name: "text", Value: text}}, ""); err != nil {
			g.t.Fatal(err)
		}
	})
	return rep
}

// A signature and an override are for the rows that are released: rows that people leave
// out or mend afterwards want another one.
func TestSignaturesAreForRowsAsPeopleChangedThem(t *testing.T) {
	t.Parallel()
	g, ids, owner := signedGround(t)
	g.must(exitOK, "gate", "sign", "ready", "--as", owner)
	g.must(exitOK, "gate")

	d := g.leaveOut(owner, ids[0])
	g.must(exitUnmet, "gate")
	if r := g.must(exitUnmet, "release", "-o", "out"); !strings.Contains(r.stderr, "the signature of an owner") {
		t.Error(r)
	}
	g.must(exitOK, "release", "-o", "bare", "--no-people") // the rows that were signed for

	g.people(func(w *people) {
		if err := w.desk.Undecide(t.Context(), owner, d, "it is right"); err != nil {
			t.Fatal(err)
		}
	})
	g.must(exitOK, "gate") // the same rows again

	g.mendRow(owner, ids[1], "seven eight")
	g.must(exitUnmet, "gate")
	g.must(exitOK, "gate", "sign", "ready", "--as", owner)
	g.must(exitOK, "release", "-o", "out")

	g.mendRow(owner, ids[1], "nine ten")
	g.must(exitUnmet, "gate")
	g.must(exitOK, "release", "-o", "over", "--override", "it is late", "--as", owner)
	g.must(exitOK, "release", "-o", "over2")
	g.leaveOut(owner, ids[2])
	g.must(exitUnmet, "release", "-o", "over3")
}

// What names people's changes is the same for the same changes alone.
func TestChangesDigest(t *testing.T) {
	if changesDigest(nil) != "" || changesDigest(&review.Outcome{}) != "" {
		t.Error("nothing has a digest")
	}
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(name string) review.Outcome {
			o := review.Outcome{LeftOut: map[seedbed.ID]string{}, Repairs: map[seedbed.ID]review.MendedRow{}}
			for _, b := range rapid.SliceOfN(rapid.ByteRange(0, 3), 0, 4).Draw(rt, name+" out") {
				o.LeftOut[seedbed.ID{b}] = rapid.SampledFrom([]string{"d-00000000", "d-00000001"}).Draw(rt, name+" by")
			}
			for _, b := range rapid.SliceOfN(rapid.ByteRange(0, 3), 0, 4).Draw(rt, name+" mended") {
				made := seedbed.ID{9, rapid.ByteRange(0, 1).Draw(rt, name+" made")}
				o.Repairs[seedbed.ID{b}] = review.MendedRow{Repair: review.Repair{Row: seedbed.ID{b}, New: made}}
			}
			return o
		}
		a, b := draw("a"), draw("b")
		same := true
		for i := range byte(4) {
			id := seedbed.ID{i}
			_, outA := a.LeftOut[id]
			_, outB := b.LeftOut[id]
			same = same && outA == outB && (outA || a.Repairs[id].New == b.Repairs[id].New)
		}
		if got := changesDigest(&a) == changesDigest(&b); got != same {
			rt.Fatalf("the same digest: %v, the same rows: %v", got, same)
		}
	})
}

// A row that was rightly objected to is out of the way once it is left out or mended; but
// not where the repair is turned away, and not in a release without people's work.
func TestUpheldObjectionsAreHeeded(t *testing.T) {
	t.Parallel()
	g, ids, owner := signedGround(t)
	g.replace("seedbed.yaml", "gate: {ready: {sign: [owner]}}\n", "")
	g.must(exitOK, "run")
	object := func(row seedbed.ID) {
		t.Helper()
		var objection int64
		g.people(func(w *people) {
			e, err := gate.NewContest(row, programID, "it is about me", now(), gate.Deadline)
			if err == nil {
				e, err = w.desk.Append(t.Context(), e)
			}
			if err != nil {
				t.Fatal(err)
			}
			objection = e.Seq
		})
		g.must(exitOK, "contest", "answer", fmt.Sprint(objection), "--upheld", "--as", owner, "--because", "it is")
	}
	for i, id := range ids {
		object(id)
		g.must(exitUnmet, "gate")
		switch i {
		case 0:
			g.leaveOut(owner, id)
		case 1:
			g.mendRow(owner, id, "short")
			g.must(exitUnmet, "gate") // a release has the old one
			g.mendRow(owner, id, "seven eight")
		case 2:
			made := g.mendRow(owner, id, "nine ten").New
			g.must(exitOK, "gate")
			object(made)
			if r := g.must(exitUnmet, "gate"); !strings.Contains(r.stdout, "row "+made.Short()+" is still among the accepted rows") || !strings.Contains(r.stdout, "mend them on the page") {
				t.Error(r)
			}
			g.mendRow(owner, id, "eleven twelve")
		}
		g.must(exitOK, "gate")
	}
	g.must(exitOK, "release", "-o", "out")
	if r := g.must(exitUnmet, "release", "-o", "bare", "--no-people"); !strings.Contains(r.stderr, "row "+ids[0].Short()+" is still among") {
		t.Error(r)
	}
}
