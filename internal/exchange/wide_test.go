package exchange

import (
	"bytes"
	"maps"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

func hateful() *seedbed.Rubric {
	return &seedbed.Rubric{Name: "hate", Revision: "r1", Criteria: []seedbed.Criterion{{Name: "hateful", Kind: seedbed.YesNo}}}
}

// readVotes imports HateCheck's votes, and says which rows are in the published suite
// and what they should be.
func readVotes(t *testing.T) (got *Read, fields map[seedbed.ID]seedbed.Fields) {
	t.Helper()
	data, err := os.ReadFile("testdata/hatecheck_votes.csv")
	if err != nil {
		t.Fatal(err)
	}
	fields = map[seedbed.ID]seedbed.Fields{}
	w := Wide{Raters: []string{"label_*"}, Means: map[string]string{"hateful": "yes", "non-hateful": "no"}}
	got, err = ReadWide("votes.csv", data, w, Want{Rubrics: []*seedbed.Rubric{hateful()}, At: time.Unix(1, 0)},
		func(row seedbed.ID, f seedbed.Fields) error {
			fields[row] = f
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return got, fields
}

// agreementOf are the ratings of the rows that are wanted.
func agreementOf(t *testing.T, got *Read, in func(seedbed.ID) bool) *stats.AgreementReport {
	t.Helper()
	items, raters := map[seedbed.ID]int{}, map[string]int{}
	var cells []stats.Rating
	for i := range got.Answers {
		a := &got.Answers[i]
		if !in(a.Answer.Row) {
			continue
		}
		if _, ok := items[a.Answer.Row]; !ok {
			items[a.Answer.Row] = len(items)
		}
		if _, ok := raters[a.Person]; !ok {
			raters[a.Person] = len(raters)
		}
		value := 0
		if a.Answer.Values["hateful"] == "yes" {
			value = 1
		}
		cells = append(cells, stats.Rating{Item: items[a.Answer.Row], Rater: raters[a.Person], Value: value})
	}
	ratings, err := stats.NewRatings(len(items), len(raters), []float64{0, 1}, cells)
	if err != nil {
		t.Fatal(err)
	}
	report, err := stats.Agreement(ratings, stats.AgreementOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// Röttger and others (2021) give Fleiss's κ of .93 for all 3,901 cases, of which four of
// five annotators or more labelled 3,879 as they were meant.
func TestHateCheckAgreesAsPublished(t *testing.T) {
	got, fields := readVotes(t)
	if len(got.Problems) > 0 || got.Empty > 0 || len(got.Answers) != 3901*5 || len(fields) != 3901 {
		t.Fatalf("%d answers to %d rows, %d empty, problems %v", len(got.Answers), len(fields), got.Empty, got.Problems)
	}
	all := agreementOf(t, got, func(seedbed.ID) bool { return true })
	if k := all.Fleiss.Value; all.Raters != 10 || all.Items != 3901 || math.Abs(k-.9285122634179135) > 1e-12 {
		t.Errorf("%d raters, %d cases: κ = %v; .93 is published", all.Raters, all.Items, k)
	}
	suite := agreementOf(t, got, func(id seedbed.ID) bool { return fields[id].Text("in_suite") == "yes" })
	if k := suite.Fleiss.Value; suite.Items != 3728 || math.Abs(k-.939016154434236) > 1e-12 {
		t.Errorf("%d cases of the suite: κ = %v", suite.Items, k)
	}
	as := map[seedbed.ID]int{}
	for i := range got.Answers {
		a := &got.Answers[i].Answer
		if (a.Values["hateful"] == "yes") == (fields[a.Row].Text("label_gold") == "hateful") {
			as[a.Row]++
		}
	}
	four := 0
	for id, n := range as {
		if n >= 4 {
			four++
		} else if fields[id].Text("in_suite") == "yes" {
			t.Errorf("case %s is in the suite, and %d of 5 labelled it as meant", fields[id].Text("case_id"), n)
		}
	}
	if four != 3879 {
		t.Errorf("%d cases were labelled as meant by four of five; 3,879 are published", four)
	}
}

func TestWideTable(t *testing.T) {
	w := Wide{Raters: []string{"ana", "rater*"}, Means: map[string]string{"H": "yes"}}
	want := Want{Rubrics: []*seedbed.Rubric{hateful()}, People: map[string]string{"ana": "p-1", "rater1": "p-2"}}
	text := "text;ana;rater1;rater2;rater2b\na;H;no;;x\na;maybe;yes;yes;x\n;;;;\n"
	var rows []seedbed.ID
	got, err := ReadWide("w.csv", []byte(text), w, want, func(id seedbed.ID, _ seedbed.Fields) error {
		rows = append(rows, id)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || rows[0] == rows[1] || got.Empty != 1 {
		t.Errorf("rows %v, %d empty", rows, got.Empty)
	}
	var said []string
	for _, a := range got.Answers {
		said = append(said, a.Person+" "+a.Answer.Row.Short()+" "+a.Answer.Values["hateful"]+" "+a.Answer.Through)
	}
	wanted := []string{"p-1 " + rows[0].Short() + " yes table", "p-2 " + rows[0].Short() + " no table", "p-2 " + rows[1].Short() + " yes table"}
	if !reflect.DeepEqual(said, wanted) {
		t.Errorf("%q\nwant %q", said, wanted)
	}
	const problems = `w.csv:3:2: cell B3: "maybe" is no answer to hateful; write yes or no
w.csv:3:4: nobody here is known as "rater2"; say which person of the project that is`
	if got.Problems.Error() != problems {
		t.Errorf("%v\nwant\n%s", got.Problems, problems)
	}
	for _, bad := range []struct {
		w    Wide
		text string
		says string
	}{
		{Wide{Raters: []string{"bob"}}, text, `no column is called "bob"`},
		{Wide{}, text, "no column is a rater's"},
		{Wide{Raters: []string{"ana"}}, "", "no row"},
		{Wide{Raters: []string{"ana"}, Criterion: "other"}, text, "one question"},
	} {
		if _, err := ReadWide("w.csv", []byte(bad.text), bad.w, want, nil); seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(err.Error(), bad.says) {
			t.Errorf("%+v: %v", bad.w, err)
		}
	}
}

func FuzzWide(f *testing.F) {
	f.Add([]byte("text,a1,a2\nx,yes,no\n"))
	f.Add([]byte("text;a1\n\"x;yes\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ReadWide("w.csv", data, Wide{Raters: []string{"a*"}}, Want{Rubrics: []*seedbed.Rubric{hateful()}}, nil)
		if err == nil {
			allowedOnly(t, got, hateful())
		}
	})
}

func sortedRows(m map[seedbed.ID]seedbed.Fields) []seedbed.ID {
	return slices.SortedFunc(maps.Keys(m), func(a, b seedbed.ID) int { return bytes.Compare(a[:], b[:]) })
}
