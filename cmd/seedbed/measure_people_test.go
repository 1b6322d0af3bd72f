package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// rateHints has two people rate all rows of a project, as an inspection would: one says of
// every hint what the other says, but for each sixth.
func rateHints(t *testing.T, g *ground, rows []seedbed.ID) {
	t.Helper()
	dir := filepath.Join(g.dir, ".seedbed", "people")
	s := &review.Sample{Inspection: "looked", Seed: 1, Rows: len(rows)}
	for _, id := range rows {
		s.Items = append(s.Items, review.Item{Row: id, Part: review.PartRandom, Share: 1})
	}
	digest, err := review.WriteSample(dir, s)
	if err != nil {
		t.Fatal(err)
	}
	l, err := review.OpenLedger(dir, review.LedgerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	add := func(by string, kind review.EventKind, body any) {
		b, err := json.Marshal(body)
		if err == nil {
			_, err = l.Append(t.Context(), review.Event{By: by, Kind: kind, Of: "looked", Body: b})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("p-1", review.EventInspection, review.Begun{Plan: json.RawMessage("{}"), Sample: digest, Rows: len(rows)})
	for i, id := range rows {
		for _, by := range []string{"p-1", "p-2"} {
			says := 2 + i%4
			if by == "p-2" && i%6 == 0 {
				says++
			}
			add(by, review.EventAnswer, review.Answer{Row: id, Values: map[string]string{"good": fmt.Sprint(says)}})
		}
	}
}

// A judge is uncalibrated until people rated its rows; then it is held against them, in
// what is measured, and in what the release says once that is measured again.
func TestMeasureHoldsJudgesAgainstPeople(t *testing.T) {
	t.Parallel()
	g := newGround(t, eggs(scriptedJudge(t, nil, false), 60))
	g.replace("seedbed.yaml", "stages:\n", "measure: {only: [people]}\nstages:\n")
	g.must(exitOK, "run")
	if r := g.must(exitOK, "measure"); !strings.Contains(r.stdout, "grader on good is uncalibrated") {
		t.Fatal(r)
	}
	r := g.must(exitOK, "rows", "--json", "--limit", "0")
	var ids []seedbed.ID
	for line := range strings.Lines(r.stdout) {
		var row struct {
			ID    seedbed.ID `json:"id"`
			State string     `json:"state"`
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if row.State == string(seedbed.Accepted) {
			ids = append(ids, row.ID)
		}
	}
	if len(ids) != 60 {
		t.Fatalf("%d rows", len(ids))
	}
	rateHints(t, g, ids)

	if r := g.must(exitOK, "measure", "--all"); strings.Contains(r.stdout, "uncalibrated") || !strings.Contains(r.stdout, "2 people agree among themselves") {
		t.Fatal(r)
	}
	if r := g.must(exitOK, "release", "-o", "before"); !strings.Contains(r.stderr, "people have said more of the rows since they were measured") {
		t.Fatal(r)
	}
	if r := g.must(exitOK, "run"); !strings.Contains(r.stderr, "they are measured again") {
		t.Fatal(r)
	}
	if r := g.must(exitOK, "run"); strings.Contains(r.stderr, "measured again") {
		t.Fatal(r)
	}
	if r := g.must(exitOK, "release", "-o", "after"); strings.Contains(r.stderr, "since they were measured") {
		t.Fatal(r)
	}
	for folder, want := range map[string]bool{"before": false, "after": true} {
		if got := strings.Contains(readFile(t, filepath.Join(g.dir, folder, "README.md")), "by the judge alone"); got != want {
			t.Errorf("the card of %s has the corrected figure: %v", folder, got)
		}
	}
}
