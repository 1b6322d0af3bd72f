package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/release"
	"seedbed.dev/seedbed/internal/review"
)

func idsOf(ids ...seedbed.ID) iter.Seq2[seedbed.ID, error] {
	return func(yield func(seedbed.ID, error) bool) {
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	}
}

// listed are the ids of a project's accepted rows, in plan order.
func (g *ground) listed(t *testing.T) (ids []seedbed.ID) {
	t.Helper()
	for line := range strings.Lines(g.must(exitOK, "rows", "--json", "--limit", "0").stdout) {
		var row struct{ ID seedbed.ID }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, row.ID)
	}
	return ids
}

// begun begins the inspections of a project, and opens what people do there as its owner.
func (g *ground) begun(t *testing.T) (w *people, owner string, ids []seedbed.ID) {
	t.Helper()
	g.must(exitOK, "inspect", "--begin")
	ids, w = g.listed(t), g.at()
	owner, err := w.owner(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return w, owner, ids
}

// released are the lines of a file of a release.
func (g *ground) released(t *testing.T, folder, name string) (rows []map[string]any) {
	t.Helper()
	for line := range strings.Lines(readFile(t, filepath.Join(g.dir, folder, name))) {
		row := map[string]any{}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// rejectedRow is what rejected.parquet says of a row.
type rejectedRow struct {
	ID     string `parquet:"id,optional"`
	Actor  string `parquet:"actor,optional"`
	Reason string `parquet:"reason,optional"`
	Detail string `parquet:"detail,optional"`
}

// What people decided and mended is in a release: rows are left out with their reasons, a
// mended one stands in the place of the old, every vote is kept; and it can all be left
// out. The same work gives the same bytes.
func TestReleaseTakesWhatPeopleDecided(t *testing.T) {
	t.Parallel()
	g := lookedGround(t, 30)
	w, owner, ids := g.begun(t)
	ana := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater, review.Adjudicator}, Credit: review.CreditName}
	ben := review.Person{ID: review.NewPersonID(), Roles: []review.Role{review.Rater}}
	if err := errors.Join(w.desk.Join(t.Context(), ana), w.desk.Join(t.Context(), ben), w.roster.Rename(ana.ID, "Ana Souza", ""), w.roster.Rename(ben.ID, "Ben Okafor", "")); err != nil {
		t.Fatal(err)
	}
	w.rate(t, ana.ID, 8, func(seedbed.Record) string { return "yes" })
	w.rate(t, ben.ID, 8, func(seedbed.Record) string { return "no" })
	first, err := w.desk.Decide(t.Context(), ana.ID, review.Decision{Do: review.DecideLeaveOut, Filter: "topic = t1", Reason: "names a pupil"}, idsOf(ids[1], ids[4], seedbed.ID{9}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.Decide(t.Context(), owner, review.Decision{Do: review.DecideKeep, Reason: "it does not"}, idsOf(ids[4])); err != nil {
		t.Fatal(err)
	}
	mine, err := w.desk.Mine("looked", ana.ID, 10)
	if err != nil || len(mine) < 2 {
		t.Fatalf("%d, %v", len(mine), err)
	}
	old := mine[0].Row
	for _, m := range mine {
		if m.Row != ids[1] && m.Row != ids[4] {
			old = m.Row
		}
	}
	rep, err := w.desk.Repair(t.Context(), "looked", ana.ID, old, seedbed.Fields{{Name: "text", Value: "a better row"}}, "it was wrong")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}

	r := g.must(exitOK, "release", "-o", "out")
	if !strings.Contains(r.stdout, "1 row left out by people, and 1 mended") {
		t.Errorf("release says: %v", r)
	}
	if want := "Decision " + first.ID + " leaves out 2 rows; 1 of them would be in this release."; !strings.Contains(r.stdout, want) {
		t.Errorf("release does not say %q: %v", want, r)
	}
	rows := g.released(t, "out", "data/train.jsonl")
	if len(rows) != 29 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, id := range append([]seedbed.ID{ids[0]}, ids[2:]...) {
		if id == old {
			if rows[i]["id"] != rep.New.String() || rows[i]["text"] != "a better row" || rows[i]["origin"] != "human" || rows[i]["parents"] != old.String() {
				t.Errorf("the mended row: %v", rows[i])
			}
		} else if rows[i]["id"] != id.String() {
			t.Errorf("row %d is %v, want %s", i, rows[i]["id"], id)
		}
	}
	turned, err := parquet.ReadFile[rejectedRow](filepath.Join(g.dir, "out/rejected.parquet"))
	if err != nil || len(turned) != 2 {
		t.Fatalf("%v, %v", turned, err)
	}
	for _, one := range turned {
		switch one.ID {
		case ids[1].String():
			if one.Actor != "people" || one.Reason != "left out by people: names a pupil" || one.Detail != "decision "+first.ID+" by Ana Souza" {
				t.Errorf("%+v", one)
			}
		case old.String():
			if one.Reason != "mended" || one.Detail != "see "+rep.New.String()+": it was wrong" {
				t.Errorf("%+v", one)
			}
		default:
			t.Errorf("%+v", one)
		}
	}
	votes := g.released(t, "out", "votes.jsonl")
	who := map[string]int{}
	for _, v := range votes {
		who[fmt.Sprint(v["rater"])]++
	}
	if len(votes) != 16 || who["Ana Souza"] != 8 || who["r1"] != 8 {
		t.Errorf("votes by %v", who)
	}
	card := strings.ReplaceAll(readFile(t, filepath.Join(g.dir, "out/README.md")), "\\", "")
	for _, want := range []string{
		"1 row left out by Ana Souza on ", ": names a pupil (rows by the filter topic = t1). Decision " + first.ID, "1 row mended by Ana Souza",
		"Since then 1 row was left out and 1 mended.", "have 16 answers by people",
	} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q:\n%s", want, card)
		}
	}
	if strings.Contains(card, "Ben Okafor") {
		t.Error("somebody who does not wish it is named")
	}

	g.must(exitOK, "release", "-o", "again")
	for _, name := range []string{"data/train.parquet", "rejected.parquet", "votes.parquet", "README.md", "manifest.json"} {
		if readFile(t, filepath.Join(g.dir, "out", name)) != readFile(t, filepath.Join(g.dir, "again", name)) {
			t.Errorf("%s differs the second time", name)
		}
	}
	g.must(exitOK, "release", "-o", "bare", "--no-people")
	if rows := g.released(t, "bare", "data/train.jsonl"); len(rows) != 30 {
		t.Errorf("%d rows without people's work", len(rows))
	}
	if card := readFile(t, filepath.Join(g.dir, "bare/README.md")); !strings.Contains(card, "`--no-people`") || strings.Contains(card, "votes.jsonl") {
		t.Errorf("the card without people's work:\n%s", card)
	}
	g.whyOfPeople(t, ids[1], old, rep.New, first.ID)
}

// whyOfPeople checks what why says of a row that is left out, one that was mended, and the
// new one.
func (g *ground) whyOfPeople(t *testing.T, left, old, made seedbed.ID, decision string) {
	t.Helper()
	for _, c := range []struct {
		id   seedbed.ID
		want []string
	}{
		{left, []string{"left out   of every release by Ana Souza on ", "decision " + decision, "names a pupil"}},
		{old, []string{"mended     by Ana Souza on ", ": a release has " + made.Short() + " in its place", "inspected  by 2 people: sound yes, no"}},
		{made, []string{"a better row", "seed       rows:", "mended     by Ana Souza on ", "in place of " + old.Short(), "it was wrong"}},
	} {
		r := g.must(exitOK, "why", c.id.String())
		for _, want := range c.want {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("why %s does not say %q: %v", c.id.Short(), want, r)
			}
		}
		g.must(exitOK, "why", c.id.String(), "--json")
	}
}

// A repair that the plan would turn away is told, and not taken.
func TestRepairsAreHeldAgainstThePlan(t *testing.T) {
	t.Parallel()
	g := newGround(t, map[string]string{
		"rows.jsonl":  "{\"text\": \"one two three\", \"n\": 1}\n{\"text\": \"four five six\", \"n\": 2}\n{\"text\": \"seven eight nine\", \"n\": 3}\n",
		"rubric.yaml": "task: Look at a text.\ncriteria: {sound: {ask: Is it sound?, yes_no: true}}\n",
		"seedbed.yaml": `seedbed: 1
name: looked
sources: {rows: {file: rows.jsonl, origin: human, license: MIT}}
stages:
  long: {keep: {from: rows, when: "words(text) >= 3", reason: too short}}
  looked: {inspect: {from: long, rubric: rubric.yaml, claim: defects <= 10%, defect: "!score.sound"}}
`,
	})
	g.must(exitOK, "run")
	w, owner, ids := g.begun(t)
	var short review.Repair
	for i, fields := range []seedbed.Fields{
		{{Name: "text", Value: "short"}}, {{Name: "n", Value: "many"}}, {{Name: "text", Value: "ten eleven twelve"}},
	} {
		rep, err := w.desk.Repair(t.Context(), "looked", owner, ids[i], fields, "")
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			short = rep
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	r := g.must(exitOK, "release", "-o", "out")
	for _, want := range []string{"0 rows left out by people, and 1 mended", "stage long turns it away: too short", "the field n is text, and has been int in all rows"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("release does not say %q: %v", want, r)
		}
	}
	if rows := g.released(t, "out", "data/train.jsonl"); len(rows) != 3 || rows[0]["text"] != "one two three" || rows[1]["n"] != 2.0 || rows[2]["text"] != "ten eleven twelve" {
		t.Errorf("%v", rows)
	}
	if card := readFile(t, filepath.Join(g.dir, "out/README.md")); !strings.Contains(card, "was not taken") {
		t.Errorf("the card:\n%s", card)
	}
	for i, want := range []string{"which no release has:", "which no release has:", "in its place"} {
		if r := g.must(exitOK, "why", ids[i].String()); !strings.Contains(r.stdout, want) {
			t.Errorf("why does not say %q: %v", want, r)
		}
	}
	if r := g.must(exitOK, "why", short.New.String()); !strings.Contains(r.stdout, "no release has it: stage long turns it away") {
		t.Errorf("why of the row that is not taken: %v", r)
	}

	g.replace("seedbed.yaml", "words(text) >= 3", "words(text) >= 3 && n > 0 && text != 'seven eight nine'")
	g.must(exitOK, "run")
	if r := g.must(exitOK, "why", ids[2].String()); strings.Contains(r.stdout, "in its place") || !strings.Contains(r.stdout, "is not among those that are released") {
		t.Errorf("why of a row that is turned away: %v", r)
	}
}

// Whatever people change, a release has each accepted row once: as it was, mended, or
// among the rejected.
func TestWorkKeepsEveryRow(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := &work{out: map[seedbed.ID]seedbed.Decision{}, mended: map[seedbed.ID]seedbed.Record{}}
		n := rapid.IntRange(0, 30).Draw(rt, "rows")
		var all []seedbed.Record
		for i := range n {
			rec := seedbed.Record{ID: seedbed.ID{byte(i), 1}}
			all = append(all, rec)
			switch rapid.IntRange(0, 2).Draw(rt, "what") {
			case 1:
				k.out[rec.ID] = seedbed.Decision{State: seedbed.Rejected, Reason: "left out by people: x"}
			case 2:
				k.mended[rec.ID] = seedbed.Record{ID: seedbed.ID{byte(i), 2}, Lineage: seedbed.Lineage{Parents: []seedbed.ID{rec.ID}}}
			}
		}
		rows := release.Rows(func() iter.Seq2[seedbed.Record, error] {
			return func(yield func(seedbed.Record, error) bool) {
				for _, r := range all {
					if !yield(r, nil) {
						return
					}
				}
			}
		})
		none := release.Rows(func() iter.Seq2[seedbed.Record, error] { return func(func(seedbed.Record, error) bool) {} })
		var got, turned []seedbed.ID
		for r := range k.accepted(rows)() {
			if len(r.Lineage.Parents) > 0 {
				r.ID = r.Lineage.Parents[0]
			}
			got = append(got, r.ID)
		}
		for r := range k.rejected(none, rows)() {
			if r.Decision.State != seedbed.Rejected || r.Decision.Reason == "" {
				rt.Fatalf("%+v", r)
			}
			turned = append(turned, r.ID)
		}
		if len(got) != n-len(k.out) || len(turned) != len(k.out)+len(k.mended) {
			rt.Fatalf("%d of %d accepted, %d rejected; %d are left out and %d mended", len(got), n, len(turned), len(k.out), len(k.mended))
		}
		for i := 1; i < len(got); i++ {
			if got[i][0] <= got[i-1][0] {
				rt.Fatalf("the order is %v", got)
			}
		}
	})
}

// The stages that a row has surely passed are those on every way.
func TestPassed(t *testing.T) {
	p := &plan.Plan{Stages: []plan.Stage{
		{Name: "a", From: []string{"src"}},
		{Name: "b", From: []string{"a"}},
		{Name: "c", From: []string{"a"}},
		{Name: "d", From: []string{"b", "c"}},
		{Name: "e", From: []string{"d", "other"}},
	}}
	for _, c := range []struct{ from, to, want string }{
		{"src", "a", "a"}, {"src", "b", "a b"}, {"src", "d", "a d"}, {"src", "e", "a d e"}, {"b", "d", "d"}, {"other", "e", "e"}, {"e", "e", ""}, {"x", "e", ""},
	} {
		var got []string
		for _, s := range passed(p, c.from, c.to, map[string][]*plan.Stage{}) {
			got = append(got, s.Name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("from %s to %s: %v, want %q", c.from, c.to, got, c.want)
		}
	}
}
