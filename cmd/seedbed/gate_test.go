package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
)

// gated is a project whose release two people sign for, and that needs no model.
func gated(t *testing.T) *ground {
	return newGround(t, map[string]string{
		"rows.jsonl": "{\"text\": \"one\"}\n{\"text\": \"two\"}\n",
		"seedbed.yaml": `seedbed: 1
name: gated
sources: {rows: {file: rows.jsonl, origin: human}}
stages: {kept: {keep: {from: rows, when: "text != ''"}}}
gate: {ready: {sign: [owner, {role: adjudicator, domain: law}]}}
`,
	})
}

// join puts people into a project, as the page does.
func (g *ground) join(people ...review.Person) {
	g.t.Helper()
	dir := filepath.Join(g.dir, ".seedbed", "people")
	l, err := review.OpenLedger(dir, review.LedgerOptions{})
	if err != nil {
		g.t.Fatal(err)
	}
	defer l.Close()
	roster, err := review.OpenRoster(dir, nil)
	if err != nil {
		g.t.Fatal(err)
	}
	for _, p := range people {
		e, err := gate.NewPerson(p)
		if err == nil {
			_, err = l.Append(g.t.Context(), e)
		}
		if err == nil {
			err = roster.Rename(p.ID, strings.ToUpper(p.ID), "")
		}
		if err != nil {
			g.t.Fatal(err)
		}
	}
}

// does runs seedbed and returns what it printed.
func (g *ground) does(code int, args ...string) result {
	g.t.Helper()
	r := g.start(args...).wait()
	if r.code != code {
		g.t.Fatalf("seedbed %v: want %d\n%v", args, code, r)
	}
	return r
}

func TestTwoPeopleSign(t *testing.T) {
	t.Parallel()
	g := gated(t)
	g.does(exitOK, "run")
	g.join(
		review.Person{ID: "ana", Roles: []review.Role{review.Owner, review.Adjudicator}},
		review.Person{ID: "bo", Roles: []review.Role{review.Adjudicator}},
		review.Person{ID: "cy", Roles: []review.Role{review.Adjudicator}, Domains: []string{"law"}},
	)
	if r := g.does(exitOK, "gate", "sign", "ready", "--as", "ana"); !strings.Contains(r.stdout, "the signature of an adjudicator at home in law") {
		t.Error(r)
	}
	if r := g.does(exitUnmet, "gate", "sign", "ready", "--as", "BO", "--role", "owner"); !strings.Contains(r.stderr, "bo cannot sign at ready") {
		t.Error(r)
	}
	g.does(exitOK, "gate", "sign", "ready", "--as", "bo") // has the role, and is no expert: it opens nothing
	g.does(exitUnmet, "release", "-o", "out")
	g.does(exitOK, "gate", "sign", "ready", "--as", "cy")
	g.does(exitOK, "release", "-o", "out")
	card := readFile(t, filepath.Join(g.dir, "out", "README.md"))
	if !strings.Contains(card, "  - ANA, owner, ") || !strings.Contains(card, "  - CY, adjudicator, ") || strings.Contains(card, "BO") {
		t.Errorf("the card does not name those who signed:\n%s", card)
	}
	roster, err := review.OpenRoster(filepath.Join(g.dir, ".seedbed", "people"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := roster.Erase("cy"); err != nil {
		t.Fatal(err)
	}
	g.does(exitOK, "release", "-o", "out")
	if card := readFile(t, filepath.Join(g.dir, "out", "README.md")); strings.Contains(card, "CY") || !strings.Contains(card, "  - cy, adjudicator, ") {
		t.Errorf("a name that was erased:\n%s", card)
	}
}

// While others work on the ledger, a gate can be looked at and passed, and nobody signs.
func TestGateWhileTheLedgerIsHeld(t *testing.T) {
	t.Parallel()
	g := gated(t)
	g.does(exitOK, "run")
	g.join(review.Person{ID: "ana", Roles: []review.Role{review.Owner}})
	dir := filepath.Join(g.dir, ".seedbed", "people")
	l, err := review.OpenLedger(dir, review.LedgerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	g.does(exitUnmet, "gate")
	g.does(exitUnmet, "release", "-o", "out")
	g.does(exitBusy, "gate", "sign", "ready", "--as", "ana")
	g.does(exitBusy, "release", "-o", "out", "--override", "it is late", "--as", "ana")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(g.dir, "out")); err == nil {
		t.Error("a release that nobody answers for is there")
	}
	before := readFile(t, filepath.Join(dir, "ledger.jsonl"))
	g.does(exitNotFound, "gate", "sign", "ready", "--as", "nobody")
	g.does(exitInvalid, "release", "-o", "out", "--override", " ", "--as", "ana")
	if after := readFile(t, filepath.Join(dir, "ledger.jsonl")); after != before {
		t.Errorf("what was refused is in the ledger:\n%s", after)
	}
	g.does(exitOK, "release", "-o", "out", "--override", "it is late", "--as", "ana")
	r := g.does(exitOK, "gate", "--json")
	var doc struct {
		Open  bool
		Gates []gate.Standing
	}
	if err := json.Unmarshal([]byte(r.stdout), &doc); err != nil || !doc.Open || doc.Gates[0].Conditions[0].Overrides[0].Because != "it is late" {
		t.Errorf("%v %s", err, r.stdout)
	}
	// A ledger that somebody changed is not believed.
	if err := os.WriteFile(filepath.Join(dir, "ledger.jsonl"), []byte(strings.Replace(before, `"ana"`, `"eve"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	g.does(exitStorage, "gate")
	g.does(exitStorage, "release", "-o", "out2")
}

// The same journal and ledger give the same release.
func TestGatedReleaseIsTheSame(t *testing.T) {
	t.Parallel()
	g := gated(t)
	g.does(exitOK, "run")
	g.does(exitOK, "release", "-o", "one", "--override", "it is late", "--as", "Ana Souza")
	g.does(exitOK, "release", "-o", "two")
	for _, name := range []string{"README.md", "manifest.json"} {
		if one, two := readFile(t, filepath.Join(g.dir, "one", name)), readFile(t, filepath.Join(g.dir, "two", name)); one != two {
			t.Errorf("%s differs:\n%s\n%s", name, one, two)
		}
	}
}

func TestAskAtATerminal(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	typed := strings.Repeat("Some words.\nMore of them.\n\n", len(gate.Questions())) + "perhaps\n\nYes\n\n\nIt has to be.\n"
	q, err := ask(strings.NewReader(typed), &out)
	if err != nil || q.Decision != "yes" || q.Because != "It has to be." || q.Answers[0].Answer != "Some words.\nMore of them." {
		t.Fatalf("%v %+v", err, q)
	}
	for _, k := range gate.Questions() {
		if !strings.Contains(out.String(), k.Ask) {
			t.Errorf("it does not ask %q", k.Ask)
		}
	}
	for _, typed := range []string{"", "\n\n", "one\n\ntwo", strings.Repeat("x", 2*gate.MaxText)} {
		if _, err := ask(strings.NewReader(typed), &out); err == nil {
			t.Errorf("%.20q answers everything", typed)
		}
	}
}

// A judge of the writer's own kind, and one that nobody tried, are told at a gate that
// asks for it, though training may go on with a warning.
func TestJudgesAtAGate(t *testing.T) {
	t.Parallel()
	files := eggs(scriptedJudge(t, nil, false), 4)
	files["seedbed.yaml"] += "gate: {ready: {judges: [independent, tried]}}\n"
	g := newGround(t, files)
	g.does(exitOK, "run")
	r := g.does(exitUnmet, "gate", "ready")
	for _, want := range []string{"(stage scored) judges ", "the judge of scored was not tried as it is now", "→ seedbed kin, seedbed judge-test"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("it does not say %q: %v", want, r)
		}
	}
	g.does(exitUnmet, "release", "-o", "out")
	g.does(exitOK, "judge-test", "--pairs", "4")
	if r := g.does(exitUnmet, "gate", "ready"); strings.Contains(r.stdout, "was not tried") {
		t.Error(r)
	}
}
