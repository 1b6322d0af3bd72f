package release

import (
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func votesOf(all ...Vote) Votes {
	return func() iter.Seq2[Vote, error] {
		return func(yield func(Vote, error) bool) {
			for _, v := range all {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// spoken is the hint story with what people said of its rows and changed in it.
func spoken(t *testing.T) Input {
	in := hintStory(t)
	row := hintRows()[0].ID
	in.Votes = votesOf(
		Vote{Row: row, Inspection: "looked", Criterion: "polite", Value: "yes", Rater: "A. Becker", Rubric: "ab12", Day: "2026-03-10", Counted: true},
		Vote{Row: row, Inspection: "looked", Criterion: "polite", Value: "no", Rater: "r1", Rubric: "ab12", Day: "2026-03-11", Counted: true, Assisted: true, Settled: "yes", Cause: "slip"},
		Vote{Row: row, Inspection: "looked", Criterion: "kind", Value: "a \x00 \xff value", Rater: "=cmd()", Program: true, Rubric: "ab12", Day: "2026-03-11"},
	)
	in.Facts.Calibrations = []Calibration{
		{Stage: "scored", Judge: "grader", Criterion: "polite", Calibrated: true, Words: "calibrated against 3 people on 140 rows: κ .71 [.60, .80]", Rates: []string{"\"yes\" in 62 %; corrected by people 55 % [49, 61] (PPI, 3 people on 140 rows)"}},
		{Stage: "scored", Judge: "grader", Criterion: "kind", Words: "uncalibrated", Rates: []string{"\"step\" in 62 % (a judge's word; not compared with people)"}},
	}
	in.Facts.Work = Work{
		LeftOut: []LeftOut{{ID: "d-00000001", Reason: "names a <pupil>.", Filter: "grade = 9", By: "A. Becker", On: "12 March 2026", Rows: 2}, {ID: "d-00000002", Reason: "twice", On: "13 March 2026", Rows: 1}},
		Mended:  []Mended{{Rows: 1}},
		Refused: []Refused{{Row: row, Why: "the field level is no number any more"}},
	}
	return in
}

// Votes are read by those who load a release, and never with its rows.
func TestDatasetsAndDuckDBReadVotes(t *testing.T) {
	in := spoken(t)
	m := writeStory(t, in)
	v := readBack(t, in.Out)[0]
	if len(v.Splits) != 1 || len(v.Splits["train"].Rows) != 3 {
		t.Fatalf("load_dataset gave %v", v.Splits)
	}
	for client, got := range map[string]seen{"datasets": v.Votes, "DuckDB": v.DuckDB["votes.parquet"]} {
		if len(got.Rows) != 3 || len(got.Columns) != len(voteColumns) {
			t.Fatalf("%s gave %v", client, got)
		}
		first, second, third := got.Rows[0], got.Rows[1], got.Rows[2]
		if first["rater"] != "A. Becker" || first["settled"] != nil || first["counted"] != true || first["row"] != hintRows()[0].ID.String() {
			t.Errorf("%s: %v", client, first)
		}
		if second["settled"] != "yes" || second["cause"] != "slip" || second["assisted"] != true || second["day"] != "2026-03-11" {
			t.Errorf("%s: %v", client, second)
		}
		if third["value"] != "a \x00 \ufffd value" || third["counted"] != false || third["program"] != true || first["program"] != false {
			t.Errorf("%s: %v", client, third)
		}
	}
	for _, f := range m.Files {
		if strings.HasPrefix(f.Path, "votes.") && f.Rows != 3 {
			t.Errorf("%+v", f)
		}
	}
	lines := readText(t, in.Out, "votes.jsonl")
	if strings.Count(lines, "\n") != 3 || !strings.HasPrefix(lines, `{"row":"`) {
		t.Errorf("votes.jsonl: %s", lines)
	}
}

func readText(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The card says what people left out and mended, how each judge stands, and what is in the
// files of votes; the same input gives the same bytes.
func TestCardOfWhatPeopleChanged(t *testing.T) {
	in := spoken(t)
	one := writeStory(t, in)
	card := strings.ReplaceAll(readText(t, in.Out, "README.md"), "\\", "")
	for _, want := range []string{
		"- 2 rows left out by A. Becker on 12 March 2026: names a &lt;pupil&gt; (rows by the filter grade = 9). Decision d-00000001.",
		"- 1 row left out by somebody who is not named on 13 March 2026: twice. Decision d-00000002.",
		"1 row mended by somebody who is not named", "is no number any more", "is of the rows as they were before",
		"**The scores of grader on kind are uncalibrated:**", "calibrated against 3 people on 140 rows: κ .71 [.60, .80]",
		"corrected by people 55 % [49, 61] (PPI, 3 people on 140 rows)", "not compared with people",
		"a judge's answer to polite, calibrated against 3 people", "a judge's answer to kind, uncalibrated; null",
		"have 2 answers by people and 1 by programs, which are no people's, one a line", "real disagreement stays, and the release keeps every vote", "config_name: votes",
	} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q", want)
		}
	}
	if strings.Contains(card, "**The scores are uncalibrated:**") {
		t.Error("the card says of all judges what is true of one")
	}
	if t.Failed() {
		t.Log(card)
	}
	two := in
	two.Out = filepath.Join(t.TempDir(), "again")
	if again := writeStory(t, two); again.Digest() != one.Digest() {
		t.Error("the same input gives other bytes")
	}
}

// A release that leaves people's work out says so; one without votes has no file of them,
// and one whose votes cannot be read is not there.
func TestReleaseWithoutPeople(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	in := Input{Plan: &plan.Plan{}, Out: out, Accepted: rowsOf(), Votes: votesOf(), Facts: Facts{Work: Work{Ignored: true}}}
	m := writeStory(t, in)
	if card := readText(t, out, "README.md"); !strings.Contains(card, "as if they had not (`--no-people`)") || strings.Contains(card, "config_name: votes") {
		t.Errorf("the card: %s", card)
	}
	for _, f := range m.Files {
		if strings.HasPrefix(f.Path, "votes") {
			t.Errorf("%+v", f)
		}
	}
	for _, before := range []int{0, 1} {
		in.Out = filepath.Join(t.TempDir(), "broken")
		in.Votes = func() iter.Seq2[Vote, error] {
			return func(yield func(Vote, error) bool) {
				for range before {
					if !yield(Vote{Row: seedbed.ID{1}}, nil) {
						return
					}
				}
				yield(Vote{}, errors.New("the ledger is gone"))
			}
		}
		if _, err := Write(t.Context(), in); err == nil || !strings.Contains(err.Error(), "the ledger is gone") {
			t.Errorf("error after %d votes: %v", before, err)
		}
		if _, err := os.Stat(in.Out); err == nil {
			t.Error("a release is there")
		}
	}
}

// What was decided about rows that a release does not have is told, and so are mended rows
// that have no place in it.
func TestCardOfWorkAstray(t *testing.T) {
	w := Work{
		LeftOut: []LeftOut{{ID: "d-1", Reason: "bad", On: "1 May 2026", Of: 40}, {ID: "d-2", Reason: "bad", On: "1 May 2026", Rows: 2, Of: 3}, {ID: "d-3", Reason: "bad", Rows: 2, Of: 2}},
		Astray:  1,
	}
	c := &card{in: &Input{Plan: &plan.Plan{}, Facts: Facts{Work: w}}}
	c.work()
	card := strings.ReplaceAll(c.String(), "\\", "")
	for _, want := range []string{
		"- No row left out by", "Decision d-1 leaves out 40 rows; none is in this release.", "Decision d-2 leaves out 3 rows; 2 of them would be in this release.",
		"- 1 mended row is not in this release",
	} {
		if !strings.Contains(card, want) {
			t.Errorf("the card does not say %q:\n%s", want, card)
		}
	}
	if strings.Contains(card, "Decision d-3 leaves out") {
		t.Errorf("a decision that found all its rows is told as one that did not:\n%s", card)
	}
}

// Where judges were compared with people on too few rows, the card says so and not that
// nobody compared them.
func TestCardOfTooFewCompared(t *testing.T) {
	words := "uncalibrated: compared with 3 people on 20 rows, and 30 are the least"
	in := &Input{Plan: &plan.Plan{}, Facts: Facts{Calibrations: []Calibration{{Stage: "scored", Judge: "grader", Criterion: "polite", Words: words}}}}
	c := &card{in: in, m: &Manifest{}, accepted: &table{stats: stats{scored: true}}, rejected: &table{}}
	c.uncalibrated()
	if got := strings.ReplaceAll(c.String(), "\\", ""); !strings.Contains(got, "grader on polite: "+words) || strings.Contains(got, "nobody has compared") {
		t.Errorf("the card says: %s", got)
	}
}

// Every text that people wrote is escaped in the card.
func FuzzCardOfPeoplesWork(f *testing.F) {
	f.Add("a reason", "filter", "Ana")
	f.Add("<script>\x00\xff", "](x)", "`|`\n# h")
	f.Fuzz(func(t *testing.T, reason, filter, by string) {
		in := &Input{Plan: &plan.Plan{}, Facts: Facts{
			Work:         Work{LeftOut: []LeftOut{{ID: reason, Reason: reason, Filter: filter, By: by, On: filter, Rows: 1, Of: 2}}, Mended: []Mended{{By: by, Rows: 1}}, Refused: []Refused{{Why: reason}}},
			Calibrations: []Calibration{{Stage: by, Judge: filter, Criterion: reason, Words: reason, Rates: []string{filter}}},
		}}
		c := &card{in: in, m: &Manifest{}, accepted: &table{stats: stats{scored: true}}, rejected: &table{}}
		c.uncalibrated()
		c.work()
		c.calibrations()
		got := c.String() + c.worth(reason)
		if strings.Contains(got, "<s") || strings.ContainsAny(got, "\x00\x1b") {
			t.Errorf("not escaped: %q", got)
		}
	})
}
