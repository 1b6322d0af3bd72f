package measure_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shouts counts rows with a word in capitals.
type shouts struct{ panics bool }

func (shouts) Info() measure.Info {
	return measure.Info{
		Name: "shouts", Title: "Shouting", Needs: []measure.Need{measure.NeedText},
		Figures: []measure.Figure{{Name: "shouts", Unit: measure.Share}},
	}
}

func (s shouts) Start(setup *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &shouting{setup: setup, panics: s.panics}, nil
}

type shouting struct {
	setup  *measure.Setup
	panics bool
	hits   measure.Hits
}

func (s *shouting) Add(r *measure.Row) {
	if s.panics && r.N == 3 {
		panic("three")
	}
	var hits []measure.Hit
	for _, w := range r.Tokens.Words() {
		word := r.Text[w.From:w.To]
		if len(word) > 2 && word == strings.ToUpper(word) && word != strings.ToLower(word) {
			hits = append(hits, measure.Hit{Kind: "shout", Marks: []measure.Span{{From: w.From, To: w.To}}, Weight: float64(len(word))})
		}
	}
	s.hits.Add(r, hits)
}

func (s *shouting) Merge(o measure.Summary) error {
	s.hits.Merge(&o.(*shouting).hits)
	return nil
}

func (s *shouting) Report(context.Context) ([]measure.Finding, error) {
	if s.hits.Checked == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	k := s.hits.Of("shout")
	return []measure.Finding{{
		Figure: "shouts", Severity: measure.Notable, Unit: measure.Share, Census: true, Caveat: "Abbreviations count too.",
		Says:     fmt.Sprintf("%d of %d rows shout", k.Rows, s.hits.Checked),
		Estimate: s.setup.Share(int(k.Rows), int(s.hits.Checked)), Evidence: k.Top.Evidence(),
	}}, nil
}

func loud(n int) measuretest.Case {
	var texts []string
	for i := range n {
		t := fmt.Sprintf("row number %d says hello to the world", i)
		if i%10 == 0 {
			t = fmt.Sprintf("row %d says HELLO%s", i, strings.Repeat("O", i%7))
		}
		texts = append(texts, t)
	}
	return measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Text: "text"}}, Data: measuretest.Texts(texts...)}
}

func TestConformance(t *testing.T) { measuretest.Test(t, shouts{}, loud(1000)) }

func TestEvidenceIsReadAgain(t *testing.T) {
	c := loud(300)
	long := strings.Repeat("quiet ", 1000) + "LOUDLOUD " + strings.Repeat("é", 3000)
	c.Data[200] = measuretest.Record("text", long)
	for range 425 { // more than is held
		c.Data = append(c.Data, measuretest.Record("text", strings.Repeat("still ", 20_000)))
	}
	r := measuretest.Run(t, shouts{}, c, 2)
	ev := r.Findings[0].Evidence
	if len(ev) != measure.MaxEvidence {
		t.Fatalf("%d pieces of evidence", len(ev))
	}
	for _, e := range ev {
		ref := e.Rows[0]
		want := "HELLO"
		if ref.N == 200 {
			want = "LOUDLOUD"
			if !ref.Cut || len(ref.Text) > measure.MaxExcerpt {
				t.Errorf("a text of %d bytes, cut: %v", len(ref.Text), ref.Cut)
			}
		}
		if got := ref.Text[ref.Marks[0].From:ref.Marks[0].To]; !strings.HasPrefix(got, want) || ref.From != "data" {
			t.Errorf("row %d marks %q", ref.N, got)
		}
	}
}

func TestOneMeasureThatPanics(t *testing.T) {
	c := loud(1000)
	job := measure.Job{Setup: c.Setup, Measures: []measure.Measure{shouts{panics: true}, shouts{}}}
	job.Parts[measure.Data] = measuretest.Rows(c.Data)
	r, err := measure.Run(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.NotMeasured) != 1 || !strings.Contains(r.NotMeasured[0].Why, "row 4") {
		t.Errorf("not measured: %+v", r.NotMeasured)
	}
	if len(r.Findings) != 1 || r.Findings[0].Estimate.N != 1000 {
		t.Errorf("the other measure did not go on: %+v", r.Findings)
	}
}

func TestReadingStops(t *testing.T) {
	broken := errors.New("the disk is gone")
	job := measure.Job{Setup: loud(1).Setup, Measures: []measure.Measure{shouts{}}}
	job.Parts[measure.Data] = func(context.Context) iter.Seq2[seedbed.Record, error] {
		return func(yield func(seedbed.Record, error) bool) {
			for i := range 500 {
				if !yield(measuretest.Record("text", fmt.Sprint(i)), nil) {
					return
				}
			}
			yield(seedbed.Record{}, broken)
		}
	}
	if _, err := measure.Run(t.Context(), job); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	job.Parts[measure.Data] = measuretest.Rows(loud(5000).Data)
	if _, err := measure.Run(ctx, job); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestExpect(t *testing.T) {
	for _, c := range []struct {
		expect  string
		n       int
		verdict measure.Verdict
	}{
		{"< 50%", 1000, measure.Met},
		{"< 5%", 1000, measure.NotMet},
		{"> 5%", 1000, measure.Met},
		{"< 10.5%", 1000, measure.CannotTell},
		{"= 0", 1000, measure.NotMet},
		{"= 0", 1, measure.NotMet},
		{"< 0.2", 40, measure.CannotTell},
	} {
		e, err := measure.ParseExpect("shouts", c.expect)
		if err != nil {
			t.Fatal(err)
		}
		cs := loud(c.n)
		cs.Expect = []measure.Expect{e}
		f := measuretest.Run(t, shouts{}, cs, 2).Findings[0]
		if f.Verdict != c.verdict {
			t.Errorf("%s of %d: %s (%v %+v)", c.expect, c.n, f.Verdict, f.Estimate.Value, f.Estimate.Interval)
		}
		if f.Verdict == measure.CannotTell && !strings.Contains(f.Because, "would do") {
			t.Errorf("%s: because %q", c.expect, f.Because)
		}
	}
	for _, bad := range []string{"", "2%", "< ", "< x", "~ 3", "< NaN", "=> 3"} {
		if _, err := measure.ParseExpect("f", bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestNeeds(t *testing.T) {
	c := loud(10)
	c.Setup.Columns.Text = ""
	r := measuretest.Run(t, shouts{}, c, 1)
	if len(r.NotMeasured) != 1 || r.NotMeasured[0].Fix != "--text COLUMN" || len(r.Findings) != 0 {
		t.Errorf("%+v", r)
	}
}

// expecting measures with shouts what is expected.
func expecting(t *testing.T, c measuretest.Case, figuresAndTexts ...string) *measure.Result {
	t.Helper()
	for i := 0; i < len(figuresAndTexts); i += 2 {
		e, err := measure.ParseExpect(figuresAndTexts[i], figuresAndTexts[i+1])
		if err != nil {
			t.Fatal(err)
		}
		c.Expect = append(c.Expect, e)
	}
	return measuretest.Run(t, shouts{}, c, 2)
}

func TestExpectationsOfOneFigureAreAllHeld(t *testing.T) {
	for _, c := range []struct {
		texts   [2]string
		verdict measure.Verdict
	}{
		{[2]string{"< 50%", "> 1%"}, measure.Met},
		{[2]string{"< 50%", "> 90%"}, measure.NotMet},
		{[2]string{"> 90%", "< 50%"}, measure.NotMet},
		{[2]string{"< 50%", "< 10%"}, measure.CannotTell},
		{[2]string{"< 10%", "> 90%"}, measure.NotMet},
	} {
		f := expecting(t, loud(1000), "shouts", c.texts[0], "shouts", c.texts[1]).Findings[0]
		if f.Verdict != c.verdict || f.Expect != c.texts[0]+" and "+c.texts[1] {
			t.Errorf("%v is %s (%s)", c.texts, f.Verdict, f.Expect)
		}
		if (f.Verdict == measure.CannotTell) != (f.Because != "") {
			t.Errorf("%v is %s because %q", c.texts, f.Verdict, f.Because)
		}
	}
}

func TestExpectationsWithoutAFigureAreTold(t *testing.T) {
	c := loud(10)
	c.Setup.Columns.Text = ""
	for name, r := range map[string]*measure.Result{
		"no column of text": expecting(t, c, "shouts", "= 0"),
		"it was not asked":  expecting(t, loud(10), "silence", "= 0"),
		"there are no rows": expecting(t, measuretest.Case{Setup: loud(1).Setup}, "shouts", "= 0"),
	} {
		f := r.Findings[len(r.Findings)-1]
		if f.Verdict != measure.CannotTell || !strings.Contains(f.Because, name) || f.Estimate.Defined() || f.Expect != "= 0" {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestWithoutRowsNothingElseIsAskedFor(t *testing.T) {
	c := measuretest.Case{} // no column either: rows could not have told one
	r := measuretest.Run(t, shouts{}, c, 2)
	if len(r.NotMeasured) != 1 || r.NotMeasured[0].Why != "there are no rows" || r.NotMeasured[0].Fix != "" || r.NotMeasured[0].Measure != "shouts" {
		t.Errorf("%+v", r.NotMeasured)
	}
}

// likens is a measure that compares with a reference and a holdout.
type likens struct{ shouts }

func (likens) Info() measure.Info {
	info := shouts{}.Info()
	info.Needs = []measure.Need{measure.NeedReference}
	return info
}

func (l likens) Learn(s *measure.Setup, _ measure.Part) (measure.Summary, error) {
	return l.Start(s, measure.Known{})
}

func (l likens) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	if known.Holdout != nil {
		panic("a holdout without rows was learned")
	}
	return l.shouts.Start(s, known)
}

func TestPartsWithoutRowsAreNone(t *testing.T) {
	c := loud(10)
	c.Reference, c.Holdout = []seedbed.Record{}, []seedbed.Record{}
	r := measuretest.Run(t, likens{}, c, 2)
	if len(r.NotMeasured) != 1 || r.NotMeasured[0].Why != "the reference has no rows" {
		t.Errorf("not measured: %+v", r.NotMeasured)
	}
	c.Reference = c.Data
	if r = measuretest.Run(t, likens{}, c, 2); len(r.NotMeasured) > 0 {
		t.Errorf("not measured: %+v", r.NotMeasured)
	}
}

func TestWhatIsLeftOutIsTold(t *testing.T) {
	c := loud(4)
	bad := measuretest.Record("raw", "{")
	bad = bad.Reject("data", "unreadable", "rows.jsonl:3: no end")
	c.Data = append(c.Data, bad, bad, measuretest.Record("body", "another schema"), measuretest.Record("text", ""),
		measuretest.Record("text", nil), measuretest.Record("text", int64(7)), measuretest.Record("text", []any{"a"}))
	c.Reference = []seedbed.Record{bad}
	r := measuretest.Run(t, shouts{}, c, 2)
	want := []string{
		"1 row of the reference could not be read and was left out; the first: rows.jsonl:3: no end",
		"2 rows of the data could not be read and were left out; the first: rows.jsonl:3: no end",
		`3 of 9 rows of the data have no text in "text": measures of text leave them out`,
		`2 of 9 rows of the data have a number, a list or the like in "text": it was read as text, as it is written`,
	}
	if strings.Join(r.Notes, "\n") != strings.Join(want, "\n") {
		t.Errorf("notes:\n%s", strings.Join(r.Notes, "\n"))
	}
}
