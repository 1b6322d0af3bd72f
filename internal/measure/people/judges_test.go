package people

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestJudgesConform(t *testing.T) {
	t.Run("yes or no", func(t *testing.T) {
		measuretest.Test(t, judges{}, measuretest.Case{Setup: setup(), Data: yesNoWorld(1, 500, .2, .3).rows})
	})
	t.Run("scale", func(t *testing.T) {
		measuretest.Test(t, judges{}, measuretest.Case{Setup: setup("judges.good", ">= 5"), Data: scaleWorld(1, 400, .4).rows})
	})
}

func TestJudgeThatRaisesFalseAlarms(t *testing.T) {
	w := yesNoWorld(2, 4000, .25, .1)
	s := setup()
	s.Families = map[string]string{"grader": "gpt", "writer": "gpt", "other": "llama"}
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: s, Data: w.rows}, 2)
	f := named(t, r, "judges.rate", "grader on harmful")
	wants(t, f, measure.Serious, `"yes" is the answer in`, "by the judge alone", "which is not what people say")
	if i := f.Estimate.Interval; i == nil || i.Low > w.truth || i.High < w.truth {
		t.Errorf("the truth is %.3f: %s", w.truth, f.Says)
	}
	raw := named(t, r, "judges.raw", "")
	if raw.Estimate.Value < .25 || !strings.Contains(raw.Compared, "by people's answers too") {
		t.Errorf("%s; %s", raw.Says, raw.Compared)
	}
	wants(t, named(t, r, "judges.bias", ""), measure.Notable, "more than people's share")
	wants(t, named(t, r, "judges.people", ""), measure.Plain, "3 people agree among themselves by α = ")
	if f := named(t, r, "judges", ""); f.Estimate.Value > .6 || f.Severity != measure.Notable || len(f.Evidence) != measure.MaxEvidence {
		t.Errorf("%s, %d", f.Says, len(f.Evidence))
	}
	if f := named(t, r, "judges.precision", ""); f.Estimate.Value > .45 || len(f.Tables) != 1 {
		t.Errorf("%s", f.Says)
	}
	wants(t, named(t, r, "judges.confidence", "token probabilities"), measure.Notable)
	wants(t, named(t, r, "judges.threshold", ""), measure.Plain, "no threshold can be proposed for the probability of \"yes\" of grader on harmful")
}

func TestScaleKnowsWithWhomTheJudgeIsOff(t *testing.T) {
	w := scaleWorld(3, 3000, .15)
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: setup("judges.good", ">= 4", "judges.precision", "75%"), Data: w.rows}, 2)
	f := named(t, r, "judges.group", "veterans")
	wants(t, f, measure.Notable, `with group "veterans"`) // a point of six is less than a fifth
	if f.Estimate.Value < 1 || len(f.Evidence) == 0 {
		t.Errorf("%+v", f)
	}
	mean := named(t, r, "judges.mean", "")
	if i := mean.Estimate.Interval; i == nil || i.Low > w.truth+.05 || i.High < w.truth-.05 {
		t.Errorf("the truth is about %.2f: %s", w.truth, mean.Says)
	}
	wants(t, named(t, r, "judges.threshold", ""), measure.Plain, "at least 75 % of rows are good where the score of grader on helpful is from")
	agrees := named(t, r, "judges", "")
	if !(agrees.Estimate.Value > .4) || len(agrees.Plots) != 2 {
		t.Errorf("%s, %d plots", agrees.Says, len(agrees.Plots))
	}
}

func TestUncalibrated(t *testing.T) {
	w := yesNoWorld(4, 300, .2, 0)
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: w.rows}, 2)
	f := named(t, r, "judges.uncalibrated", "grader")
	wants(t, f, measure.Notable, "grader on harmful is uncalibrated: it scored 300 rows, and nobody rated one of them")
	if len(r.Findings) != 1 || f.Estimate.Value != 300 {
		t.Errorf("%+v", r.Findings)
	}
	for i := range 12 {
		w.rows[i].Votes = []seedbed.Vote{{Criterion: "harmful", Person: "p", Value: "no", Share: .05}}
	}
	r = measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: w.rows}, 2)
	wants(t, named(t, r, "judges.uncalibrated", ""), measure.Notable, "people rated 12 of them that were drawn; 30 are the least")
	for i := range 80 { // chosen for what they are: gold and edges
		w.rows[i].Votes = []seedbed.Vote{{Criterion: "harmful", Person: "p", Value: "no"}}
	}
	r = measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: w.rows}, 2)
	wants(t, named(t, r, "judges.uncalibrated", ""), measure.Notable, "the 80 that people rated were chosen for what they are")
}

// Rows that were chosen for what they are change no figure.
func TestChosenRowsTellNothingOfHowOften(t *testing.T) {
	w := yesNoWorld(5, 2000, .2, .1)
	before := named(t, measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: w.rows}, 2), "judges.rate", "").Estimate
	for i := range w.rows {
		if r := &w.rows[i]; len(r.Votes) == 0 && r.Scores[0].Value == true {
			r.Votes = []seedbed.Vote{{Criterion: "harmful", Person: "p-0", Value: "no"}}
		}
	}
	f := named(t, measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: w.rows}, 2), "judges.rate", "")
	if f.Estimate.Value != before.Value || !strings.Contains(f.Caveat, "because of what they are") {
		t.Errorf("%v, before %v; %s", f.Estimate, before, f.Caveat)
	}
}

// What an adjudicator says counts in place of the votes.
func TestSettledCounts(t *testing.T) {
	var rows []seedbed.Record
	for i := range 60 {
		r := measuretest.Record("text", fmt.Sprint("Row ", i))
		says := i%2 == 0
		r.Scores = []seedbed.Score{{Criterion: "ok", Status: seedbed.Scored, Value: says, Judge: "grader"}}
		good, bad := "yes", "no"
		if !says {
			good, bad = bad, good
		}
		r.Votes = []seedbed.Vote{
			{Criterion: "ok", Person: "a", Value: bad, Share: 1},
			{Criterion: "ok", Person: "b", Value: bad, Share: 1},
			{Criterion: "ok", Person: "c", Value: good, Share: 1, Settled: true},
		}
		rows = append(rows, r)
	}
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: setup(), Data: rows}, 2)
	if f := named(t, r, "judges", ""); f.Estimate.Value != 1 {
		t.Errorf("%s", f.Says)
	}
}

// A file: a column of the judge's verdicts, columns of people's, one of probabilities.
func TestFileOfChoices(t *testing.T) {
	var rows []seedbed.Record
	kinds := []string{"praise", "threat", "joke"}
	rng := rand.New(rand.NewPCG(1, 9))
	for i := range 600 {
		share := .5
		if i%3 == 1 {
			share = .25
		}
		said := kinds[i%3]
		if rng.Float64() < .1 {
			said = "joke"
		}
		r := measuretest.Record("text", fmt.Sprint("Line ", i), "verdict", kinds[i%3], "ana", said, "ben", said, "p", share)
		if rng.Float64() >= share {
			r.Fields = r.Fields.With("ana", nil).With("ben", "")
		}
		rows = append(rows, r)
	}
	s := measure.Setup{Columns: measure.Columns{Text: "text", Score: "verdict", People: []string{"ana", "ben"}, Drawn: "p"}}
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: s, Data: rows}, 2)
	f := named(t, r, "judges", "verdict")
	if f.Estimate.Value < .8 || !strings.Contains(f.Says, `the score "verdict" goes with people`) || !strings.Contains(f.Caveat, "unequal") {
		t.Errorf("%s %s", f.Says, f.Caveat)
	}
	n := 0
	for _, f := range r.Findings {
		if f.Figure == "judges.rate" {
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d rates of 3 choices", n)
	}
	s.Options = map[string]any{"judges.good": "threat"}
	r = measuretest.Run(t, judges{}, measuretest.Case{Setup: s, Data: rows}, 2)
	f = named(t, r, "judges.rate", "")
	if math.Abs(f.Estimate.Value-.3) > .02 || !strings.Contains(f.Says, `"threat" is the answer in`) {
		t.Errorf("three rows in ten are threats: %s", f.Says)
	}
	measuretest.Test(t, judges{}, measuretest.Case{Setup: s, Data: rows})
}

// Scores from 0 to 1 beside people's yes and no are probabilities.
func TestProbabilities(t *testing.T) {
	w := yesNoWorld(6, 2000, 0, .5)
	for i := range w.rows {
		p := w.rng.Float64()
		w.rows[i].Scores[0].Value = p
		for k := range w.rows[i].Votes {
			v := &w.rows[i].Votes[k]
			if v.Value = "no"; float64(i%97)/97 < p {
				v.Value = "yes"
			}
		}
	}
	r := measuretest.Run(t, judges{}, measuretest.Case{Setup: setup("judges.precision", "80%"), Data: w.rows}, 2)
	wants(t, named(t, r, "judges.confidence", "its score"), measure.Plain, "people's share")
	f := named(t, r, "judges.threshold", "")
	wants(t, f, measure.Plain, "at least 80 % of rows are good")
	if f.Estimate.Value < .6 || f.Estimate.Value > .85 {
		t.Errorf("a precision of .8 begins at .6: %v", f.Estimate.Value)
	}
}

func TestReadingOf(t *testing.T) {
	read := func(texts ...string) (out []answer) {
		for _, s := range texts {
			out = append(out, answerIn(s))
		}
		return out
	}
	for _, c := range []struct {
		people, judge []answer
		good          answer
		form          form
		chances, bad  bool
	}{
		{people: read("no", "yes"), judge: read("true"), form: ofYesNo},
		{people: read("0", "1"), judge: read("0", "1"), form: ofYesNo},
		{people: read("0", "1"), judge: read("0.2", "0.9"), form: ofYesNo, chances: true},
		{people: read("1", "2", "3"), judge: read("7"), form: ofScale},
		{people: read("a", "b"), judge: read("b"), form: ofYesNo},
		{people: read("a", "b", "c"), judge: read("b"), form: ofChoices},
		{people: read("a", "b", "c"), judge: read("b"), good: read("c")[0], form: ofYesNo},
		{people: read("a", "b"), judge: read(".5"), good: read("a")[0], form: ofYesNo, chances: true},
		{people: read("a", "b"), judge: read("5"), bad: true},
		{people: read("no", "yes"), judge: read("5"), bad: true},
	} {
		r, why := readingOf(c.people, c.judge, c.good)
		if (why != "") != c.bad || !c.bad && (r.form != c.form || r.chances != c.chances) {
			t.Errorf("%v, %v: %+v %q", c.people, c.judge, r, why)
		}
	}
}

func FuzzAnswers(f *testing.F) {
	for _, s := range []string{"yes", " 7 ", "-0", "1e300", "\xff", "inf", "0.12345", strings.Repeat("é", 200)} {
		f.Add(s, "no", true)
	}
	f.Fuzz(func(t *testing.T, a, b string, person bool) {
		x, y := answerIn(a), answerIn(b)
		if x.kind != 0 && (math.IsNaN(x.num) || math.IsInf(x.num, 0) || x != answerIn(a)) {
			t.Fatalf("%q is %+v", a, x)
		}
		if x.kind == 0 || y.kind == 0 {
			return
		}
		r, why := readingOf([]answer{x}, []answer{y}, x)
		if why != "" {
			return
		}
		k := &rated{people: []said{{answer: x}, {answer: x, settled: person}}}
		if v := r.verdict(k); math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%q against %q: %v", a, b, v)
		}
		if p := r.place(y); p >= len(r.values) {
			t.Fatalf("place %d of %d", p, len(r.values))
		}
	})
}

func BenchmarkJudges(b *testing.B) {
	w := yesNoWorld(1, 1000, .2, .01)
	for i := range w.rows {
		for c := range 2 {
			w.rows[i].Scores = append(w.rows[i].Scores, seedbed.Score{Criterion: fmt.Sprint("scale", c), Judge: "grader", Stage: "scored", Status: seedbed.Scored, Value: int64(i % 7)})
		}
	}
	var rows []*measure.Row
	for i := range w.rows {
		row, _ := measure.RowOf(&measure.Columns{Text: "text"}, measure.Data, int64(i), &w.rows[i])
		rows = append(rows, row)
	}
	s := &judgings{setup: &measure.Setup{Level: .95}}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.Add(rows[i%len(rows)])
		i++
	}
}

// A judge that favours what its own family wrote is told, with the family.
func TestJudgeThatFavoursItsFamily(t *testing.T) {
	w := yesNoWorld(8, 3000, .05, .3)
	for i := range w.rows {
		if r := &w.rows[i]; r.Lineage.Model == "writer" && w.rng.Float64() < .4 {
			r.Scores[0].Value = true
		}
	}
	s := setup()
	s.Families = map[string]string{"grader": "gpt", "writer": "gpt", "other": "llama"}
	f := named(t, measuretest.Run(t, judges{}, measuretest.Case{Setup: s, Data: w.rows}, 2), "judges.group", "written by gpt")
	wants(t, f, measure.Serious, "rows written by gpt", "; it is of the same family")
}
