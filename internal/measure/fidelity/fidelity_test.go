package fidelity

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// writer makes texts with words as frequent as in a language.
type writer struct{ rng *rand.Rand }

func newWriter(seed uint64) *writer { return &writer{rand.New(rand.NewPCG(seed, 5))} }

func (w *writer) word() string {
	common := strings.Fields(functionWords)
	if w.rng.IntN(100) < 45 {
		return common[int(math.Pow(float64(len(common)), w.rng.Float64()))-1]
	}
	syllables := []string{"ba", "ren", "to", "mi", "lor", "ka", "sun", "der", "fi", "pel"}
	r := int(math.Pow(900, w.rng.Float64())) - 1
	return syllables[r%10] + syllables[r/10%10] + syllables[r/100]
}

func (w *writer) text() string {
	var b strings.Builder
	for range 1 + w.rng.IntN(4) {
		n := 4 + w.rng.IntN(12)
		for i := range n {
			word := w.word()
			if i == 0 {
				word = strings.ToUpper(word[:1]) + word[1:]
			} else {
				b.WriteByte(' ')
			}
			b.WriteString(word)
			if i < n-1 && w.rng.IntN(9) == 0 {
				b.WriteByte(',')
			}
		}
		b.WriteString([]string{". ", ". ", "? ", "! "}[w.rng.IntN(4)])
	}
	return strings.TrimSpace(b.String())
}

func (w *writer) rows(n int) []seedbed.Record {
	topics := []string{"work", "home", "school", "weather"}
	var out []seedbed.Record
	for i := range n {
		out = append(out, measuretest.Record("text", w.text(), "topic", topics[w.rng.IntN(4)], "score", math.Round(w.rng.NormFloat64()*100)/10, "id", fmt.Sprint("row", i)))
	}
	return out
}

func setup() measure.Setup {
	return measure.Setup{Columns: measure.Columns{Text: "text"}, Seed: 1, Level: .95}
}

// changed is data that differs from its reference in words, length, a field and
// values that are missing.
func changed(n int) measuretest.Case {
	c := measuretest.Case{Setup: setup(), Data: newWriter(1).rows(n), Reference: newWriter(2).rows(n)}
	for i := range c.Data {
		f := c.Data[i].Fields
		t := f.Text("text")
		if i%10 < 7 {
			t = "Certainly! " + t + " We delve into a rich tapestry of this."
		}
		c.Data[i].Fields = f.With("text", t)
		if i%2 == 0 {
			c.Data[i].Fields = c.Data[i].Fields.With("topic", "work")
		}
		if i%3 == 0 {
			c.Data[i].Fields = c.Data[i].Fields.With("score", 30.5+float64(i%7))
		}
	}
	return c
}

func find(tb testing.TB, r *measure.Result, figure string) *measure.Finding {
	tb.Helper()
	for i := range r.Findings {
		if r.Findings[i].Figure == figure {
			return &r.Findings[i]
		}
	}
	tb.Fatalf("no finding %s; not measured: %+v", figure, r.NotMeasured)
	return nil
}

func TestConformance(t *testing.T) {
	for _, m := range Measures() {
		t.Run(m.Info().Name, func(t *testing.T) { measuretest.Test(t, m, changed(160)) })
	}
}

func TestInfo(t *testing.T) {
	for _, m := range Measures() {
		i := m.Info()
		for what, s := range map[string]string{"Title": i.Title, "Says": i.Says, "Cannot": i.Cannot, "Formula": i.Formula, "Use": i.Use, "Cost": i.Cost} {
			if s == "" {
				t.Errorf("%s has no %s", i.Name, what)
			}
		}
		if i.Family != family || len(i.Figures) == 0 || i.Figures[0].Name != i.Name {
			t.Errorf("%s: family %q, figures %v", i.Name, i.Family, i.Figures)
		}
	}
}

func run(tb testing.TB, c measuretest.Case, ms ...measure.Measure) *measure.Result {
	tb.Helper()
	job := measure.Job{Setup: c.Setup, Measures: ms}
	job.Parts[measure.Data] = measuretest.Rows(c.Data)
	job.Parts[measure.Reference] = measuretest.Rows(c.Reference)
	r, err := measure.Run(tb.Context(), job)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// Data of the reference's own kind gives no serious finding and few notable ones.
func TestCleanDataIsClean(t *testing.T) {
	notable := 0
	for seed := range uint64(20) {
		c := measuretest.Case{Setup: setup(), Data: newWriter(100 + seed).rows(500), Reference: newWriter(200 + seed).rows(500)}
		for _, f := range run(t, c, Measures()...).Findings {
			switch f.Severity {
			case measure.Serious:
				t.Errorf("set %d: %s: %s", seed, f.Figure, f.Says)
			case measure.Notable:
				notable++
				t.Logf("set %d: %s: %s", seed, f.Figure, f.Says)
			}
		}
	}
	if notable > 3 {
		t.Errorf("%d notable findings in 20 clean sets", notable)
	}
}

func TestWhatWasChangedIsNamed(t *testing.T) {
	r := run(t, changed(2000), Measures()...)
	if len(r.NotMeasured) > 0 {
		t.Errorf("not measured: %+v", r.NotMeasured)
	}
	for _, f := range r.Findings {
		t.Logf("%-8s %-24s %s", f.Severity, f.Figure, f.Says)
	}
	told := find(t, r, "two-sample")
	if told.Severity == measure.Plain || told.Estimate.Value < .75 || len(told.Evidence) == 0 || len(told.Evidence[0].Rows[0].Marks) == 0 {
		t.Errorf("told apart: %s", told.Says)
	}
	give := find(t, r, "two-sample.giveaway")
	var labels []string
	for _, d := range give.Plots[0].Dots {
		labels = append(labels, d.Label)
	}
	if give.Severity != measure.Serious || !slices.ContainsFunc(labels[:5], func(s string) bool { return strings.Contains(s, "certainly") }) {
		t.Errorf("%s: %q", give.Severity, labels)
	}
	if f := find(t, r, "fields"); f.Estimate.Value != 2 || !strings.Contains(f.Says, `"topic"`) || !strings.Contains(f.Says, `"score"`) {
		t.Errorf("fields: %s", f.Says)
	}
	if f := find(t, r, "profile"); f.Compared == "" || len(f.Plots[0].Curves) != 2 {
		t.Errorf("profile: %s", f.Says)
	}
	for _, figure := range []string{"distance", "prdc", "prdc.precision", "mauve"} {
		if f := find(t, r, figure); !f.Estimate.Defined() {
			t.Errorf("%s: %s", figure, f.Estimate.Undefined)
		}
	}
}

// A near-duplicate of a reference row never stands on the other side of the split,
// so that copies do not look like a difference.
func TestCopiesOfTheReference(t *testing.T) {
	c := measuretest.Case{Setup: setup(), Reference: newWriter(3).rows(800)}
	for i, r := range c.Reference {
		text := r.Fields.Text("text")
		if i%2 == 0 {
			text = text[:strings.LastIndex(text, " ")]
		}
		c.Data = append(c.Data, measuretest.Record("text", text))
	}
	r := run(t, c, twoSample{})
	f := find(t, r, "two-sample")
	if f.Severity != measure.Plain || !strings.Contains(f.Caveat, "near-duplicates") || f.Estimate.Value < .4 || f.Estimate.Value > .6 {
		t.Errorf("%s %s (%s)", f.Severity, f.Says, f.Caveat)
	}
}

// What ends every row of both sides is no giveaway, although cutting the longer row
// of a pair takes it from that one alone.
func TestWhatEndsAllRowsGivesNoneAway(t *testing.T) {
	c := measuretest.Case{Setup: setup()}
	for i, side := range []*[]seedbed.Record{&c.Data, &c.Reference} {
		for _, r := range newWriter(uint64(5 + i)).rows(800) {
			text := r.Fields.Text("text")
			if i == 1 {
				text = "so " + text // one word longer throughout
			}
			*side = append(*side, measuretest.Record("text", text+" #### 18 apples"))
		}
	}
	f := find(t, run(t, c, twoSample{}), "two-sample.giveaway")
	if !strings.Contains(f.Says, `"so"`) {
		t.Errorf("what is there is not named: %s", f.Says)
	}
	for _, d := range f.Plots[0].Dots {
		for _, end := range []string{"#", "apples", "18", "digit"} {
			if strings.Contains(d.Label, end) {
				t.Errorf("%s is at the end of every row of both sides, and told as a giveaway: %s", d.Label, d.Note)
			}
		}
	}
}

func TestTooLittle(t *testing.T) {
	ok := newWriter(1).rows(300)
	for name, c := range map[string]struct {
		data, ref []seedbed.Record
		why       string
	}{
		"small reference": {ok, newWriter(2).rows(4), "prdc: the reference has 4 rows"},
		"whose rows":      {ok, newWriter(2).rows(3), "two-sample: the data has 300 rows and the reference 3 rows"},
		"one text":        {slices.Repeat(ok[:1], 100), slices.Repeat(ok[:1], 100), "distance: all rows of both sides are the same"},
		"other fields":    {ok, measuretest.Texts("a b c", "d e f"), "fields: no field"},
		"no text":         {ok, slices.Repeat([]seedbed.Record{measuretest.Record("topic", "x")}, 50), "prdc: no row of the reference has a text"},
	} {
		r := run(t, measuretest.Case{Setup: setup(), Data: c.data, Reference: c.ref}, Measures()...)
		var all []string
		for _, n := range r.NotMeasured {
			all = append(all, n.Measure+": "+n.Why)
		}
		for _, f := range r.Findings {
			all = append(all, f.Measure+": "+f.Estimate.Undefined)
		}
		if !slices.ContainsFunc(all, func(s string) bool { return strings.HasPrefix(s, c.why) }) {
			t.Errorf("%s: want %q among %q", name, c.why, all)
		}
	}
}

func TestProfileWithoutReference(t *testing.T) {
	c := measuretest.Case{Setup: setup(), Data: newWriter(1).rows(500)}
	f := find(t, measuretest.Run(t, profile{}, c, 2), "profile")
	if f.Compared != "" || !f.Estimate.Defined() || f.Estimate.Interval == nil || len(f.Plots[0].Curves) != 1 {
		t.Errorf("%+v", f)
	}
}

// corpora are 20,000 rows of about 40 words a side: those of SEEDBED_CORPUS, if it
// names a file of JSON lines, else made ones.
func corpora(b *testing.B) measuretest.Case {
	b.Helper()
	c := measuretest.Case{Setup: setup(), Data: newWriter(1).rows(20_000), Reference: newWriter(2).rows(20_000)}
	if path := os.Getenv("SEEDBED_CORPUS"); path != "" {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		in := bufio.NewScanner(f)
		in.Buffer(nil, 1<<20)
		for i := 0; i < len(c.Data) && in.Scan(); i++ {
			var line struct{ Text string }
			if err := json.Unmarshal(in.Bytes(), &line); err != nil {
				b.Fatal(err)
			}
			c.Data[i].Fields = c.Data[i].Fields.With("text", line.Text)
		}
	}
	return c
}

func BenchmarkFamily(b *testing.B) {
	c := corpora(b)
	all := Measures()
	bench := func(name string, c measuretest.Case, ms ...measure.Measure) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run(b, c, ms...)
			}
		})
	}
	bench("none", c)
	for _, m := range all {
		bench(m.Info().Name, c, m)
	}
	bench("all", c, all...)
	c.Reference = nil
	bench("without-reference", c, all...)
}

// Whatever a row holds, no measure panics or gives what is no number.
func FuzzRows(f *testing.F) {
	f.Add("Certainly! The nurse is tired. I know.", "work", 3.5)
	f.Add("\x00\xff A the\u202e people who 日本", "\xff", -1e308)
	f.Add("", "", 0.0)
	f.Fuzz(func(t *testing.T, text, topic string, score float64) {
		c := measuretest.Case{Setup: setup(), Data: newWriter(1).rows(60), Reference: newWriter(2).rows(60)}
		for i := range 45 {
			c.Data[i] = measuretest.Record("text", fmt.Sprint(text, i%7), "topic", topic, "score", score*float64(i))
			c.Reference[i/3] = measuretest.Record("text", fmt.Sprint(i%5, text), topic, topic, "score", score)
		}
		r := run(t, c, Measures()...)
		if _, err := json.Marshal(r); err != nil {
			t.Fatalf("a finding cannot be written: %v", err)
		}
		for _, n := range r.NotMeasured {
			if strings.Contains(n.Why, "went wrong") {
				t.Fatal(n.Why)
			}
		}
	})
}

// A ball around texts that are the same has no size: that the data leaves them out
// would be a false alarm.
func TestBallsWithoutSizeAreNoFinding(t *testing.T) {
	same := measuretest.Texts(slices.Repeat([]string{"The cat runs to the red house and eats."}, 60)...)
	c := measuretest.Case{Setup: measure.Setup{Columns: measure.Columns{Text: "text"}}, Data: same, Reference: same}
	r := measuretest.Run(t, prdc{}, c, 2)
	if len(r.Findings) > 0 || len(r.NotMeasured) != 1 || !strings.Contains(r.NotMeasured[0].Why, "the same text") {
		t.Errorf("%+v, not measured: %+v", r.Findings, r.NotMeasured)
	}
}
