package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/review"
)

// lookedGround is a project of so many rows that people look at, two at each.
func lookedGround(t *testing.T, rows int) *ground {
	var b strings.Builder
	for i := range rows {
		fmt.Fprintf(&b, "{\"text\": \"row %d\", \"topic\": \"t%d\"}\n", i, i%3)
	}
	g := newGround(t, map[string]string{
		"rows.jsonl":  b.String(),
		"rubric.yaml": "task: Look at a text.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n",
		"seedbed.yaml": `seedbed: 1
name: looked
sources: {rows: {file: rows.jsonl, origin: human, license: MIT}}
stages: {looked: {inspect: {from: rows, rubric: rubric.yaml, claim: [defects <= 10%, every topic seen 5 times], defect: "!score.sound", raters: 2}}}
`,
	})
	g.must(exitOK, "run")
	return g
}

// at opens what people do in the ground's project.
func (g *ground) at() *people {
	g.t.Helper()
	a := &app{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, dir: g.dir, recipe: "seedbed.yaml", env: func(string) (string, bool) { return "", false }}
	p, err := a.open(g.t.Context(), 0)
	if err != nil {
		g.t.Fatal(err)
	}
	w, err := p.people(g.t.Context())
	if err != nil {
		g.t.Fatal(err)
	}
	return w
}

// rate has somebody rate until there is nothing for them; says gives the answer.
func (w *people) rate(t *testing.T, who string, most int, says func(seedbed.Record) string) (rated int) {
	t.Helper()
	for rated < most {
		task, err := w.desk.Next(t.Context(), "looked", who)
		var nothing *review.Nothing
		if errors.As(err, &nothing) {
			return rated
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err = w.desk.Answer(t.Context(), "looked", who, review.Answer{Row: task.Row, Values: map[string]string{"sound": says(task.Record)}, Rubric: task.Rubric.Revision}); err != nil {
			t.Fatal(err)
		}
		rated++
	}
	return rated
}

// An inspection goes from its plan to a sentence in the card: two people look, one row
// parts them, somebody settles it, and enough is known before all was looked at.
func TestInspectionFromPlanToCard(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 400)
	if r := g.must(exitOK, "inspect"); !strings.Contains(r.stdout, "looked: not begun; 400 rows") || !strings.Contains(r.stdout, "really defective") {
		t.Errorf("the plan: %v", r)
	}
	if r := g.must(exitOK, "release", "-o", "early"); !strings.Contains(r.stdout, "Nobody has inspected these rows yet") {
		t.Errorf("a release before anybody looked: %v", r)
	}
	g.must(exitOK, "inspect", "--begin")
	if r := g.must(exitOK, "inspect"); !strings.Contains(r.stdout, "cannot be told yet") {
		t.Errorf("begun: %v", r)
	}

	w := g.at()
	owner := w.anOwner()
	ana := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater}, Credit: review.CreditName}
	ben := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater}}
	for _, p := range []review.Person{ana, ben} {
		if err := w.desk.Join(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.roster.Rename(ana.ID, "Ana Souza", ""); err != nil {
		t.Fatal(err)
	}
	var parted string
	w.rate(t, ana.ID, 20, func(r seedbed.Record) string {
		if parted == "" {
			parted = r.Fields.Text("text")
		}
		return "yes"
	})
	w.rate(t, ben.ID, 20, func(r seedbed.Record) string {
		if r.Fields.Text("text") == parted {
			return "no"
		}
		return "yes"
	})
	if r := g.must(exitOK, "inspect"); !strings.Contains(r.stdout, "1 disagreement") {
		t.Errorf("one row parts two people, while the page is open: %v", r)
	}
	open, err := w.desk.Disputes("looked", owner)
	if err != nil || len(open) != 1 {
		t.Fatalf("%d disagreements, %v", len(open), err)
	}
	if err := w.desk.Settle(t.Context(), "looked", owner, review.Settlement{Row: open[0].Row, Cause: review.CauseSlip, Values: map[string]string{"sound": "yes"}}); err != nil {
		t.Fatal(err)
	}
	sound := func(seedbed.Record) string { return "yes" }
	for again := true; again; {
		again = w.rate(t, ana.ID, 10, sound)+w.rate(t, ben.ID, 10, sound) > 0
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}

	r := g.must(exitOK, "inspect")
	for _, want := range []string{"Of 400 accepted rows, with 95 % confidence fewer than ", "defective by rubric rubric", "2 people", "enough is known"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it does not say %q: %v", want, r)
		}
	}
	r = g.must(exitOK, "release", "-o", "out")
	card := readFile(t, filepath.Join(g.dir, "out/README.md"))
	for _, want := range []string{"What people found who looked", "Of 400 accepted rows, with 95 % confidence fewer than", "Rated by Ana Souza and one who is not named."} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q:\n%s", want, card)
		}
	}
	if strings.Contains(card, "Nobody has inspected") || !strings.Contains(r.stdout, "is in the card") {
		t.Errorf("somebody has looked: %v", r)
	}

	g.write("rows.jsonl", readFile(t, filepath.Join(g.dir, "rows.jsonl"))+"{\"text\": \"one more\", \"topic\": \"t0\"}\n")
	g.must(exitOK, "run")
	g.must(exitOK, "release", "-o", "later")
	if card := readFile(t, filepath.Join(g.dir, "later/README.md")); !strings.Contains(card, "These are not the rows that people looked at") {
		t.Errorf("other rows are released as those that people looked at:\n%s", card)
	}
}

// A worksheet goes out to somebody, is answered elsewhere, and comes back; what is wrong
// in it is told, and the rest counts.
func TestWorksheetGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 60)
	if r := g.must(exitNotFound, "inspect", "sheet", "looked", "--for", "Ana", "-o", "ana.jsonl"); !strings.Contains(r.stderr, "was not begun") {
		t.Errorf("a sheet of what was not begun: %v", r)
	}
	g.must(exitOK, "inspect", "--begin")
	w := g.at()
	ana := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater}}
	if err := errors.Join(w.desk.Join(t.Context(), ana), w.roster.Rename(ana.ID, "Ana", ""), w.close()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ana.csv", "ana.xlsx", "ana.jsonl"} {
		if r := g.must(exitOK, "inspect", "sheet", "looked", "--for", "ana", "--rows", "10", "-o", name); !strings.Contains(r.stdout, "10 rows for Ana") {
			t.Errorf("%s: %v", name, r)
		}
	}
	if r := g.must(exitInvalid, "inspect", "sheet", "looked", "--for", "Ana", "-o", "ana.doc"); !strings.Contains(r.stderr, ".xlsx, .csv or .jsonl") {
		t.Errorf("a sheet as no file: %v", r)
	}
	sheet := readFile(t, filepath.Join(g.dir, "ana.jsonl"))
	if n := strings.Count(sheet, `"sound":null`); n != 10 {
		t.Fatalf("%d rows to answer:\n%s", n, sheet)
	}
	sheet = strings.Replace(sheet, `"sound":null`, `"sound":"perhaps"`, 1)
	g.write("ana.jsonl", strings.ReplaceAll(sheet, `"sound":null`, `"sound":"yes"`))
	r := g.must(exitInvalid, "inspect", "read", "looked", "ana.jsonl", "--by", "Ana")
	if !strings.Contains(r.stderr, "perhaps") || !strings.Contains(r.stderr, "1 value was refused") || !strings.Contains(r.stdout, "9 answers read, 9 of them counted") {
		t.Errorf("one wrong answer among ten: %v", r)
	}
	g.replace("ana.jsonl", `"perhaps"`, `"no"`)
	if r := g.must(exitOK, "inspect", "read", "looked", "ana.jsonl", "--by", ana.ID); !strings.Contains(r.stdout, "10 answers read") {
		t.Errorf("mended: %v", r)
	}
	w = g.at()
	defer w.close()
	mine, err := w.desk.Mine("looked", ana.ID, 100)
	if err != nil || len(mine) != 10 {
		t.Errorf("%d answers are kept, %v", len(mine), err)
	}
}

// begunGround is lookedGround with its inspection begun, and three raters, two of whom
// have the same name.
func begunGround(t *testing.T, rows int) (*ground, []string) {
	t.Helper()
	g := lookedGround(t, rows)
	g.must(exitOK, "inspect", "--begin")
	w := g.at()
	defer func() {
		if err := w.close(); err != nil {
			t.Error(err)
		}
	}()
	var ids []string
	for _, name := range []string{"Ana", "Kim", "Kim"} {
		p := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater}}
		if err := w.desk.Join(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := w.roster.Rename(p.ID, name, ""); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, p.ID)
	}
	return g, ids
}

// An answer that the desk refuses is told with its line, and the rest is read; a skip is
// kept with its reason; and who is meant by a shared name is asked for.
func TestReadGoesOn(t *testing.T) {
	t.Parallel()
	g, ids := begunGround(t, 30)
	w := g.at()
	first, err := w.desk.Next(t.Context(), "looked", ids[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.Answer(t.Context(), "looked", ids[0], review.Answer{Row: first.Row, Values: map[string]string{"sound": "no"}}); err != nil {
		t.Fatal(err)
	}
	tasks, err := w.desk.Ahead(t.Context(), "looked", ids[0], 3)
	if err != nil || len(tasks) < 3 {
		t.Fatal(tasks, err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	line := func(row seedbed.ID, rest string) string { return fmt.Sprintf("{\"row\": \"%s\", %s}\n", row, rest) }
	g.write("back.jsonl", line(first.Row, `"answers": {"sound": "yes"}`)+line(tasks[0].Row, `"answers": {"sound": "yes"}`)+line(tasks[1].Row, `"skip": "it is in a language that I do not read"`)+line(tasks[2].Row, `"answers": {"sound": "maybe"}`))
	r := g.does(exitInvalid, "inspect", "read", "looked", "back.jsonl", "--by", "Ana")
	for _, want := range []string{"back.jsonl:1: you have answered row " + first.Row.Short() + " otherwise before", "back.jsonl:4:", "2 values were refused"} {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("it does not say %q: %v", want, r)
		}
	}
	for _, want := range []string{"1 answer read, 1 of them counted", "1 row skipped, each with its reason"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it does not say %q: %v", want, r)
		}
	}
	if r := g.does(exitInvalid, "inspect", "read", "looked", "back.jsonl", "--by", "Kim"); !strings.Contains(r.stderr, ids[1]) || !strings.Contains(r.stderr, ids[2]) {
		t.Errorf("whose it is: %v", r)
	}
	if r := g.does(exitInvalid, "inspect", "read", "looked", "back.jsonl", "--by", ids[0], "--json"); !strings.Contains(r.stdout, `"skipped":1`) && !strings.Contains(r.stdout, `"skipped": 1`) {
		t.Errorf("read again: %v", r)
	}
	w = g.at()
	defer w.close()
	mine, err := w.desk.Mine("looked", ids[0], 10)
	if err != nil || len(mine) != 3 {
		t.Errorf("%d things are kept, %v", len(mine), err)
	}
}

// A refuted claim is no reason to release: it says what can be done.
func TestRefutedClaimSaysWhatToDo(t *testing.T) {
	t.Parallel()
	g, ids := begunGround(t, 60)
	w := g.at()
	for _, who := range ids[:2] {
		w.rate(t, who, 60, func(seedbed.Record) string { return "no" })
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	r := g.must(exitOK, "inspect")
	if !strings.Contains(r.stdout, "not so: defects <= 10%") || !strings.Contains(r.stdout, "seedbed run") || strings.Contains(r.stdout, "next:  seedbed release") {
		t.Errorf("%v", r)
	}
}

// A clearer rubric is previewed, and then asked; the rows that parted people are asked
// again.
func TestInspectRevise(t *testing.T) {
	t.Parallel()
	g, ids := begunGround(t, 30)
	w := g.at()
	n := 0
	var parted string
	w.rate(t, ids[0], 4, func(r seedbed.Record) string { parted = r.Fields.Text("text"); return "yes" })
	w.rate(t, ids[1], 4, func(r seedbed.Record) string {
		if n++; r.Fields.Text("text") == parted {
			return "no"
		}
		return "yes"
	})
	owner := w.anOwner()
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	if r := g.does(exitInvalid, "inspect", "revise", "looked", "--preview"); !strings.Contains(r.stderr, "is the one that people answer already") {
		t.Errorf("%v", r)
	}
	g.write("rubric.yaml", "task: Look at a text.\ncriteria: {sound: {ask: Is every claim in it true?, yes_no: true}}\n")
	if r := g.must(exitOK, "inspect", "revise", "looked", "--preview"); !strings.Contains(r.stdout, "changed: sound") || !strings.Contains(r.stdout, "1 row would be asked again") {
		t.Errorf("%v", r)
	}
	if r := g.does(exitInvalid, "inspect", "revise", "looked"); !strings.Contains(r.stderr, "--as") {
		t.Errorf("%v", r)
	}
	if r := g.does(exitInvalid, "inspect", "revise", "looked", "--as", ids[0]); !strings.Contains(r.stderr, "only adjudicators change a guideline") {
		t.Errorf("a rater changes the guideline: %v", r)
	}
	if r := g.must(exitOK, "inspect", "revise", "looked", "--as", owner); !strings.Contains(r.stdout, "1 row asked again") {
		t.Errorf("%v", r)
	}
	w = g.at()
	defer w.close()
	if rubrics := w.desk.Rubrics("looked"); len(rubrics) != 2 {
		t.Errorf("%d revisions", len(rubrics))
	}
}

// Programs can try a plan out. Nothing that they answer passes for a person's word: not
// in the sentence, not at a gate, not where judges are held against people.
func TestProgramsAreNoPeople(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 400)
	g.replace("seedbed.yaml", "stages:", "gate: {ready: {inspected: 2, claims: all}}\nstages:")
	g.must(exitOK, "inspect", "--begin")
	if r := g.must(exitInvalid, "people", "add", "a script", "--role", "owner,rater", "--program", "demo.sh"); !strings.Contains(r.stderr, "nothing else") {
		t.Errorf("a program that owns: %v", r)
	}
	for _, name := range []string{"long", "short"} {
		g.must(exitOK, "people", "add", name, "--role", "rater", "--program", "hints longer than 80 characters")
	}
	if r := g.must(exitOK, "people"); !strings.Contains(r.stdout, "short (a program: hints longer than 80 characters)") {
		t.Errorf("who is here: %v", r)
	}
	for again := true; again; {
		again = false
		for _, name := range []string{"long", "short"} {
			g.must(exitOK, "inspect", "sheet", "looked", "--for", name, "--rows", "60", "-o", "sheet.jsonl")
			sheet := readFile(t, filepath.Join(g.dir, "sheet.jsonl"))
			if strings.Contains(sheet, `"sound":null`) {
				g.write("sheet.jsonl", strings.ReplaceAll(sheet, `"sound":null`, `"sound":"yes"`))
				g.must(exitOK, "inspect", "read", "looked", "sheet.jsonl", "--by", name)
				again = true
			}
		}
	}
	if r := g.must(exitOK, "inspect"); !strings.Contains(r.stdout, "by 2 programs and no person") {
		t.Errorf("what came of it: %v", r)
	}
	if r := g.must(exitUnmet, "gate"); strings.Count(r.stdout, "programs answered") < 2 {
		t.Errorf("a gate that programs open: %v", r)
	}
	w := g.at()
	defer w.close()
	votes, err := ratings.ReadVotes(w.dir)
	if err != nil || len(votes) != 0 {
		t.Errorf("%d rows have the word of a program for a person's, %v", len(votes), err)
	}
}
