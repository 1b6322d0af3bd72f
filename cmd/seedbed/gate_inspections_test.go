package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/review"
)

// What people found opens a gate, of the rows that they looked at; how it stands is told
// while they are at it, too.
func TestInspectionsAtAGate(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for i := range 30 {
		fmt.Fprintf(&rows, "{\"text\": \"row %d\"}\n", i)
	}
	g := newGround(t, map[string]string{
		"rows.jsonl":  rows.String(),
		"rubric.yaml": "task: Look at a text.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n",
		"seedbed.yaml": `seedbed: 1
name: looked
sources: {rows: {file: rows.jsonl, origin: human}}
stages: {looked: {inspect: {from: rows, rubric: rubric.yaml, claim: defects <= 20%, defect: "!score.sound"}}}
gate: {ready: {inspected: 1, claims: all}}
`,
	})
	says := func(code int, want ...string) {
		t.Helper()
		r := g.does(code, "gate")
		for _, w := range want {
			if !strings.Contains(r.stdout, w) {
				t.Errorf("it does not say %q: %v", w, r)
			}
		}
	}
	g.does(exitOK, "run")
	says(exitUnmet, "nobody has looked yet for looked", "nothing is shown by looked of these rows yet")
	g.does(exitOK, "inspect", "--begin")
	says(exitUnmet, "looked is under way: not enough people have looked yet", "looked: defects <= 20%: cannot tell")

	w := g.at()
	says(exitUnmet, "looked is under way: not enough people have looked yet") // while people are at it, too
	who, err := w.owner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		task, err := w.desk.Next(t.Context(), "looked", who)
		var nothing *review.Nothing
		if errors.As(err, &nothing) {
			break
		}
		if err == nil {
			_, err = w.desk.Answer(t.Context(), "looked", who, review.Answer{Row: task.Row, Values: map[string]string{"sound": "yes"}, Rubric: task.Rubric.Revision})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	says(exitOK, "met  inspected  1 person looked at each row", "met  claims     what people were to show is shown", "Nothing holds a release.")
	g.does(exitOK, "release", "-o", "out")

	g.write("rows.jsonl", rows.String()+"{\"text\": \"one more\"}\n")
	g.does(exitOK, "run")
	says(exitUnmet, "looked was of other rows than these", "nothing is shown by looked of these rows yet")
}

// Somebody signs, objects and answers for something while the page has the ledger: it is
// handed to the page, and is there once the command has ended.
func TestSigningWhileAPageRuns(t *testing.T) {
	t.Parallel()
	g := newGround(t, map[string]string{
		"rows.jsonl":  "{\"text\": \"one\"}\n{\"text\": \"two\"}\n",
		"rubric.yaml": "task: Look at a text.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n",
		"seedbed.yaml": `seedbed: 1
name: looked
sources: {rows: {file: rows.jsonl, origin: human}}
stages: {looked: {inspect: {from: rows, rubric: rubric.yaml, claim: every text seen 1 times}}}
gate: {ready: {sign: [owner]}, other: {questions: true}}
`,
	})
	g.does(exitOK, "run")
	g.does(exitOK, "inspect", "--begin")
	w := g.at()
	defer func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	owner := w.anOwner()
	if r := g.does(exitOK, "gate", "sign", "ready", "--as", owner); !strings.Contains(r.stdout, "ready: open") {
		t.Errorf("%v", r)
	}
	if r := g.does(exitInvalid, "gate", "sign", "ready", "--as", owner); !strings.Contains(r.stderr, "has signed at ready already") {
		t.Errorf("%v", r)
	}
	if r := g.does(exitOK, "gate", "override", "other.questions", "--as", owner, "--because", "it is a test"); !strings.Contains(r.stdout, "overridden") {
		t.Errorf("%v", r)
	}
	var row string
	v, err := w.view(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.close()
	for r, err := range v.inspectable(t.Context(), w.plan.Stages[len(w.plan.Stages)-1].Needs.Inspection) {
		if err != nil {
			t.Fatal(err)
		}
		row = r.ID.String()
	}
	if r := g.does(exitOK, "contest", "add", row, "--because", "it is about me"); !strings.Contains(r.stdout, "is to be answered by") {
		t.Errorf("%v", r)
	}
	kinds := ""
	for e, err := range w.desk.Events() {
		if err != nil {
			t.Fatal(err)
		}
		kinds += string(e.Kind) + " "
	}
	if !strings.HasSuffix(kinds, "sign override contest ") {
		t.Errorf("the page's ledger has %s", kinds)
	}
}
