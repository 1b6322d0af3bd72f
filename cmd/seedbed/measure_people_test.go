package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// ratedEggs is a project with a judge whose accepted rows are inspected; rate has two
// people rate all of them, one of whom says of every hint what the other says, but for
// each sixth.
func ratedEggs(t *testing.T, rows int) (g *ground, rate func()) {
	t.Helper()
	g = newGround(t, eggs(scriptedJudge(t, nil, false), rows))
	g.replace("seedbed.yaml", "stages:\n", "measure: {only: [people]}\nstages:\n")
	g.write("seedbed.yaml", readFile(t, filepath.Join(g.dir, "seedbed.yaml"))+
		"  looked: {inspect: {from: kept, rubric: rubrics/hint.yaml, claim: defects <= 1%, defect: score.good <= 1, raters: 2}}\n")
	g.must(exitOK, "run")
	return g, func() {
		g.must(exitOK, "inspect", "--begin")
		w := g.at()
		defer w.close()
		places := map[seedbed.ID]int{}
		for n, name := range []string{"Ana Souza", ""} {
			p := review.Person{ID: fmt.Sprintf("p-%d", n), Roles: []review.Role{review.Rater}, Credit: review.CreditName}
			if err := errors.Join(w.desk.Join(t.Context(), p), w.roster.Rename(p.ID, name, "")); err != nil {
				t.Fatal(err)
			}
			w.rateAs(t, p.ID, "good", rows, func(rec seedbed.Record) string {
				if _, known := places[rec.ID]; !known {
					places[rec.ID] = len(places)
				}
				says := 2 + places[rec.ID]%4
				if n == 1 && places[rec.ID]%6 == 0 {
					says++
				}
				return fmt.Sprint(says)
			})
		}
	}
}

// rateAs has somebody answer one criterion until there is nothing for them.
func (w *people) rateAs(t *testing.T, who, criterion string, most int, says func(seedbed.Record) string) {
	t.Helper()
	for range most {
		task, err := w.desk.Next(t.Context(), "looked", who)
		var nothing *review.Nothing
		if errors.As(err, &nothing) {
			return
		}
		if err == nil {
			_, err = w.desk.Answer(t.Context(), "looked", who, review.Answer{Row: task.Row, Values: map[string]string{criterion: says(task.Record)}, Rubric: task.Rubric.Revision})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A judge is uncalibrated until people rated its rows; then it is held against them, in
// what is measured, and in what the release says once that is measured again.
func TestMeasureHoldsJudgesAgainstPeople(t *testing.T) {
	t.Parallel()
	g, rate := ratedEggs(t, 60)
	if r := g.must(exitOK, "measure"); !strings.Contains(r.stdout, "grader on good is uncalibrated") {
		t.Fatal(r)
	}
	for _, c := range [][]string{{"plan"}, {"rows"}} {
		if r := g.must(exitOK, c...); !strings.Contains(r.stdout, "calibrated") || strings.Contains(r.stdout, "κ") {
			t.Errorf("%v before anybody rated: %v", c, r)
		}
	}
	rate()

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
	g.saysHowJudgesStand(t)
}

// saysHowJudgesStand checks that every place where scores are shown says how the judge
// stands, in the same words.
func (g *ground) saysHowJudgesStand(t *testing.T) {
	t.Helper()
	r := g.must(exitOK, "rows", "--json", "--limit", "1")
	var row struct {
		ID     string `json:"id"`
		Scores map[string]struct {
			JudgeIs string `json:"judge_is"`
		} `json:"scores"`
	}
	if err := json.Unmarshal([]byte(r.stdout), &row); err != nil {
		t.Fatal(err)
	}
	words := row.Scores["good"].JudgeIs
	if !strings.Contains(words, " 2 people on 60 rows") || !strings.Contains(words, ": κ ") {
		t.Fatalf("the judge is %q", words)
	}
	for _, c := range [][]string{{"plan"}, {"rows"}, {"why", row.ID}} {
		if r := g.must(exitOK, c...); !strings.Contains(r.stdout, words) || strings.Contains(r.stdout, "uncalibrated") {
			t.Errorf("%v does not say %q: %v", c, words, r)
		}
	}
	if r := g.must(exitOK, "rows"); !strings.Contains(r.stdout, "; corrected by people ") {
		t.Errorf("rows: %v", r)
	}
	if r := g.must(exitOK, "why", row.ID); !strings.Contains(r.stdout, "inspected  by 2 people: good ") {
		t.Errorf("why: %v", r)
	}
	// What was kept of it says the same as what is worked out of the rated rows alone.
	if err := os.Remove(filepath.Join(g.dir, ".seedbed", "standings.json")); err != nil {
		t.Fatal(err)
	}
	if r := g.must(exitOK, "why", row.ID); !strings.Contains(r.stdout, words) {
		t.Errorf("why does not say %q: %v", words, r)
	}
	card := strings.ReplaceAll(readFile(t, filepath.Join(g.dir, "after", "README.md")), "\\", "")
	if strings.Count(card, words) < 2 || strings.Contains(card, "uncalibrated") || !strings.Contains(card, "; corrected by people ") {
		t.Errorf("the card does not say %q:\n%s", words, card)
	}
}

// What people would best rate next is drawn with probabilities; and a judge whose rubric
// was changed is compared with what it said of the same rows before.
func TestRowsToRateNextAndDrift(t *testing.T) {
	t.Parallel()
	g, rate := ratedEggs(t, 40)
	r := g.must(exitOK, "rows", "--rate-next", "10", "--json")
	n := 0
	for line := range strings.Lines(r.stdout) {
		var one struct {
			ID     seedbed.ID     `json:"id"`
			Drawn  float64        `json:"drawn"`
			Fields seedbed.Fields `json:"fields"`
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil || one.Drawn <= 0 || one.Drawn > 1 || len(one.Fields) == 0 {
			t.Fatalf("%v: %s", err, line)
		}
		n++
	}
	if n < 9 || n > 11 {
		t.Errorf("%d rows", n)
	}
	if r := g.must(exitOK, "rows", "--rate-next", "5", "--by", "grader.good"); !strings.Contains(r.stdout, "drawn with ") {
		t.Errorf("%v", r)
	}
	for _, args := range [][]string{{"--rate-next", "5", "--by", "nobody"}, {"--rate-next", "-1"}, {"--by", "good"}} {
		g.must(exitInvalid, append([]string{"rows"}, args...)...)
	}
	rate()
	if r := g.must(exitOK, "rows"); strings.Contains(r.stdout, "since the run before") {
		t.Errorf("there is no run before: %v", r)
	}
	if _, err := drifted(nil, nil); err != nil {
		t.Error(err)
	}
	var before, now []seedbed.Record
	for i := range 20 {
		score := func(v int) []seedbed.Score {
			return []seedbed.Score{{Criterion: "good", Judge: "grader", Status: seedbed.Scored, Value: int64(v)}}
		}
		before = append(before, seedbed.Record{ID: seedbed.ID{byte(i)}, Scores: score(2 + i%3)})
		now = append(now, seedbed.Record{ID: seedbed.ID{byte(i)}, Scores: score(4 + i%3)})
	}
	moved, err := drifted(before, now)
	if err != nil || len(moved) != 1 || !strings.Contains(moved[0].Says, "20 anchor rows") || !strings.Contains(moved[0].Says, "moved by 2.0") {
		t.Errorf("%+v, %v", moved, err)
	}
	if same, err := drifted(before, before); err != nil || len(same) != 0 {
		t.Errorf("nothing has moved: %+v, %v", same, err)
	}
}
