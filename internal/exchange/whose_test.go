package exchange

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"seedbed.dev/seedbed"
)

func TestSomebodyElsesWorksheet(t *testing.T) {
	s := sheetOf(20)
	rows := csvOf(t, s)
	in := make([]filled, 20)
	for i := range in {
		in[i].values = map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}
	}
	fill(t, rows, in)
	for _, c := range []struct {
		change func(w *Want)
		says   string
	}{
		{func(w *Want) { w.Person = "p-2" }, `this worksheet is "p-7f3a9c01"'s, not p-2's`},
		{func(w *Want) { w.Inspection = "other" }, `this is of the inspection "kept", not of other`},
		{func(w *Want) { w.Rubrics = []*seedbed.Rubric{{Revision: "r2", Criteria: hints().Criteria}} }, `revision "3f2a9c01" of the rubric, which is not known here`},
	} {
		w := wantOf(s)
		c.change(&w)
		got, err := ReadCSV("s.csv", join(rows, ','), w)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Answers) != 0 || len(got.Problems) != 1 || got.Refused() != 20 || !strings.Contains(got.Problems[0].Message, c.says) {
			t.Errorf("%d answers, %d refused, %v; want %q", len(got.Answers), got.Refused(), got.Problems, c.says)
		}
	}
	// An older revision that is known is read, and says which it is.
	w := wantOf(s)
	w.Rubrics = append(w.Rubrics, &seedbed.Rubric{Revision: "r2", Criteria: append(hints().Criteria, seedbed.Criterion{Name: "new", Kind: seedbed.YesNo})})
	got, err := ReadCSV("s.csv", join(rows, ','), w)
	if err != nil || len(got.Answers) != 20 || got.Answers[0].Answer.Rubric != "3f2a9c01" {
		t.Errorf("%v %v", got, err)
	}
	// Nobody is named.
	for i := range rows {
		rows[i][colOf(t, rows, "sheet")] = map[bool]string{true: rows[0][colOf(t, rows, "sheet")]}[i == 0]
	}
	w = wantOf(s)
	w.Person = ""
	if got, err := ReadCSV("s.csv", join(rows, ','), w); err != nil || len(got.Answers) != 0 || !strings.Contains(got.Problems.Error(), "nothing says whose") {
		t.Errorf("%v %v", got, err)
	}
}

func TestOtherEncodingsAndTimes(t *testing.T) {
	s := sheetOf(20)
	rows := csvOf(t, s)
	in := make([]filled, 20)
	in[16] = filled{values: map[string]string{"helpful": "5", "sound": "yes", "tone": "plain"}, note: "schön"}
	fill(t, rows, in)
	rows[0] = append(rows[0], "answered at")
	for i := range rows[1:] {
		rows[i+1] = append(rows[i+1], "2026-03-11 14:30")
		rows[i+1][2] = "gone" // what no code page has
	}
	for i := range rows {
		for j := range rows[i] {
			rows[i][j] = strings.NewReplacer("→", ">", "“", "").Replace(rows[i][j])
		}
	}
	data, err := charmap.Windows1252.NewEncoder().Bytes(join(rows, ';'))
	if err != nil {
		t.Fatal(err)
	}
	w := wantOf(s)
	w.Fields = nil
	got, err := ReadCSV("s.csv", data, w)
	if err != nil || len(got.Answers) != 1 || got.Answers[0].Answer.Note != "schön" || got.Refused() != 0 || len(got.Problems) != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	if at := got.Answers[0].At; !at.Equal(time.Date(2026, 3, 11, 14, 30, 0, 0, time.UTC)) {
		t.Errorf("answered at %v", at)
	}
}

// A skip names the revision that its sheet is of, as an answer does.
func TestSkipsNameTheirRevision(t *testing.T) {
	s := sheetOf(3)
	rows := csvOf(t, s)
	fill(t, rows, []filled{{skip: "I cannot tell"}, {skip: "nor this"}, {}})
	w := wantOf(s)
	w.Rubrics = append(w.Rubrics, &seedbed.Rubric{Revision: "r2", Criteria: hints().Criteria})
	got, err := ReadCSV("s.csv", join(rows, ','), w)
	if err != nil || len(got.Skips) != 2 || got.Skips[0].Skip.Rubric != "3f2a9c01" || got.Skips[1].Skip.Rubric != "3f2a9c01" {
		t.Errorf("%+v %v", got, err)
	}
}
