package adherence

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/testkit/planted"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func setup() measure.Setup {
	return measure.Setup{
		Seed: 1,
		Columns: measure.Columns{
			Text: planted.Text, Label: planted.Label, Answer: planted.Answer, Score: planted.Score, Groups: []string{planted.Group},
			By: []string{planted.Exemplar, planted.Revision, planted.Source, planted.Batch, planted.Seed},
		},
	}
}

// named returns the measure of this family with a name.
func named(name string) measure.Measure {
	for _, m := range Measures() {
		if m.Info().Name == name {
			return m
		}
	}
	return nil
}

func maker(t testing.TB) *planted.Maker {
	t.Helper()
	m, err := planted.NewMaker(filepath.Join("..", "..", "..", "examples", "hints", "seeds.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// edited returns clean rows of which every nth has another text.
func edited(t testing.TB, nth int, edit func(i int, text string) string) []seedbed.Record {
	t.Helper()
	data := maker(t).Clean(5).Data
	for i := range data {
		if i%nth == 0 {
			data[i].Fields = data[i].Fields.With(planted.Text, edit(i, data[i].Fields.Text(planted.Text)))
		}
	}
	return data
}

// cases are data that each measure has something to say about.
func cases(t testing.TB) map[string]measuretest.Case {
	t.Helper()
	c := func(data []seedbed.Record, options ...string) measuretest.Case {
		s := setup()
		for i := 0; i+1 < len(options); i += 2 {
			if s.Options == nil {
				s.Options = map[string]any{}
			}
			s.Options[options[i]] = options[i+1]
		}
		return measuretest.Case{Setup: s, Data: data[:400]}
	}
	marks := strings.Split("<|im_end|>|As an AI, I see it so. |[NAME] |Sure! Here is a question: |Assistant: |I hope this helps.|Dear {{name}}, |%s ", "|")
	out := map[string]measuretest.Case{
		"leakage":  c(edited(t, 9, func(i int, s string) string { return s + " It comes to " + fmt.Sprint(i%50) + "." })),
		"refusals": c(edited(t, 9, func(_ int, _ string) string { return "I'm sorry, but I can't help with that. As an AI, I must not." })),
		"residue": c(edited(t, 9, func(i int, s string) string {
			if i%2 == 0 {
				return marks[i/9%len(marks)] + s
			}
			return s + " " + marks[i/9%len(marks)]
		})),
		"truncation": c(edited(t, 9, func(_ int, s string) string { return s[:len(s)*2/3] })),
		"form": c(edited(t, 9, func(_ int, s string) string {
			return "Das ist nicht die Sprache, in der sich die anderen Texte finden."
		}), "form.forbidden", "/Sprache|tickets?/", "form.max_words", "60"),
		"score-length": c(maker(t).Clean(5).Data),
	}
	for i := range out["leakage"].Data {
		r := &out["leakage"].Data[i]
		r.Fields = r.Fields.With(planted.Answer, fmt.Sprint(i%50))
	}
	return out
}

func TestConform(t *testing.T) {
	all := cases(t)
	for _, m := range Measures() {
		t.Run(m.Info().Name, func(t *testing.T) { measuretest.Test(t, m, all[m.Info().Name]) })
	}
}

func measureAll(t testing.TB, set planted.Dataset) *measure.Result {
	t.Helper()
	job := measure.Job{Setup: setup(), Measures: Measures()}
	job.Parts[measure.Data] = measuretest.Rows(set.Data)
	r, err := measure.Run(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.NotMeasured) > 0 {
		t.Fatalf("not measured: %+v", r.NotMeasured)
	}
	return r
}

// Clean data gives no serious finding, and few notable ones.
func TestCleanDataIsClean(t *testing.T) {
	m, notable := maker(t), 0
	for i := range 20 {
		for _, f := range measureAll(t, m.Clean(uint64(2000+i))).Findings {
			if f.Severity == measure.Serious {
				t.Errorf("set %d: %s: %s", i, f.Figure, f.Says)
			} else if f.Severity == measure.Notable {
				notable++
				t.Logf("set %d: %s: %s", i, f.Figure, f.Says)
			}
		}
	}
	if notable > 2 {
		t.Errorf("%d notable findings in 20 clean sets", notable)
	}
}

// Defects that this family is there for are found, with their rows or names.
func TestPlantedDefects(t *testing.T) {
	for _, set := range maker(t).Defects(3) {
		for _, want := range set.Want.Measures {
			if want != "leakage" && want != "residue" && want != "truncation" && want != "score-length" && want != "refusals" {
				continue
			}
			found := false
			for _, f := range measureAll(t, set).Findings {
				if f.Measure != want || f.Severity == measure.Plain {
					continue
				}
				t.Logf("%s: %s %s: %s", set.Family, f.Severity, f.Figure, f.Says)
				right := 0
				for _, ev := range f.Evidence {
					if set.Want.Rows[ev.Rows[0].N] {
						right++
					}
				}
				named := len(set.Want.Names) == 0
				for _, name := range set.Want.Names {
					named = named || strings.Contains(f.Of+f.Says, name)
				}
				if named && (set.Want.Rows == nil || 2*right > len(f.Evidence)) {
					found = true
				}
			}
			if !found {
				t.Errorf("%s is not found by %s", set.Family, want)
			}
		}
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

func corpus(b *testing.B) []seedbed.Record {
	b.Helper()
	m := maker(b)
	var out []seedbed.Record
	for i := range 10 {
		out = append(out, m.Clean(uint64(i)).Data...)
	}
	if path := os.Getenv("SEEDBED_CORPUS"); path != "" {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		in := bufio.NewScanner(f)
		in.Buffer(nil, 1<<20)
		for i := 0; i < len(out) && in.Scan(); i++ {
			var line struct{ Text string }
			if err := json.Unmarshal(in.Bytes(), &line); err != nil {
				b.Fatal(err)
			}
			out[i].Fields = out[i].Fields.With(planted.Text, line.Text)
		}
	}
	return out
}

func BenchmarkFamily(b *testing.B) {
	data := corpus(b)
	run := func(name string, ms []measure.Measure) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				job := measure.Job{Setup: setup(), Measures: ms}
				job.Parts[measure.Data] = measuretest.Rows(data)
				if _, err := measure.Run(b.Context(), job); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(data)*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	run("none", nil)
	for _, m := range Measures() {
		run(m.Info().Name, []measure.Measure{m})
	}
	run("all", Measures())
}

// Whatever a row holds, no measure panics or gives what is no number.
func FuzzRows(f *testing.F) {
	f.Add("I'm sorry, but I can't help with that.", "18", "good", 3.5, "x")
	f.Add("\x00\xff {{x}} [NAME] <|im_end|> ${a} %s ```", "\xff", "", -1e308, "/(/")
	f.Add("", "#### 1,000", "x\x00", 0.0, "")
	f.Add("{\"a\": [1, 2", "a b c", "y", 1.0, "/a+/")
	f.Fuzz(func(t *testing.T, text, answer, label string, score float64, pattern string) {
		rng := rand.New(rand.NewPCG(1, 2))
		var data []seedbed.Record
		for i := range 40 {
			cut := text[:rng.IntN(len(text)+1)]
			data = append(data, measuretest.Record("text", cut+fmt.Sprint(i%7), "answer", answer+fmt.Sprint(i%5), "label", label, "group", cut, "score", score*float64(i), "batch", int64(i/10)))
		}
		s := setup()
		s.Options = map[string]any{"form.required": text, "form.forbidden": pattern, "form.language": "en"}
		job := measure.Job{Setup: s, Measures: Measures(), Workers: 2}
		job.Parts[measure.Data] = measuretest.Rows(data)
		r, err := measure.Run(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
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
