package influence

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/testkit/planted"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func setup() measure.Setup {
	return measure.Setup{
		Seed: 1, Ingredients: true,
		Columns: measure.Columns{
			Text: planted.Text, Label: planted.Label, Groups: []string{planted.Group},
			By: []string{planted.Exemplar, planted.Revision, planted.Source, planted.Batch, planted.Seed},
		},
	}
}

func maker(t testing.TB) *planted.Maker {
	t.Helper()
	m, err := planted.NewMaker(filepath.Join("..", "..", "..", "examples", "hints", "seeds.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func leaked(t testing.TB) planted.Dataset {
	t.Helper()
	for _, d := range maker(t).Defects(1) {
		if d.Family == "exemplar leak" {
			return d
		}
	}
	t.Fatal("no such defect")
	return planted.Dataset{}
}

func TestConform(t *testing.T) {
	measuretest.Test(t, influence{}, measuretest.Case{Setup: setup(), Data: leaked(t).Data[:600]})
}

func TestPlantedExemplar(t *testing.T) {
	c := measuretest.Case{Setup: setup(), Data: leaked(t).Data}
	c.Seeds = []seedbed.Record{
		{Fields: seedbed.Fields{{Name: "q", Value: "They went to the pier and shared a plate of fish tacos."}}, Lineage: seedbed.Lineage{Exemplars: []string{"e7"}}},
		{Fields: seedbed.Fields{{Name: "q", Value: "How many pens has Tom?"}}, Lineage: seedbed.Lineage{Exemplars: []string{"e2"}}},
	}
	r := measuretest.Run(t, influence{}, c, 2)
	for _, f := range r.Findings {
		t.Logf("%s %s: %s", f.Severity, f.Of, f.Says)
	}
	f := r.Findings[0]
	if f.Severity != measure.Serious || f.Of != "exemplar e7" || !strings.Contains(f.Says, `"then they shared a plate of fish tacos" is in`) {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
	if ref := f.Evidence[0].Rows[0]; !strings.HasSuffix(ref.Text[ref.Marks[0].From:ref.Marks[0].To], "plate of fish tacos") {
		t.Errorf("marked %q", ref.Text[ref.Marks[0].From:ref.Marks[0].To])
	}
}

// Clean data gives no serious finding.
func TestCleanDataIsClean(t *testing.T) {
	m, notable := maker(t), map[string]int{}
	for i := range 20 {
		r := measuretest.Run(t, influence{}, measuretest.Case{Setup: setup(), Data: m.Clean(uint64(3000 + i)).Data}, 2)
		for _, f := range r.Findings {
			switch f.Severity {
			case measure.Serious:
				t.Errorf("set %d: %s", i, f.Says)
			case measure.Notable:
				if strings.HasPrefix(f.Of, "topic ") {
					continue // that texts are about their topic is so
				}
				notable[f.Of]++
				t.Logf("set %d: %s", i, f.Says)
			}
		}
	}
	if len(notable) > 1 {
		t.Errorf("notable in clean sets: %v", notable)
	}
}

// The counts of the published example: 64 of 70 and 7 of 330.
func TestTacos(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("river village basket camera jacket kettle mirror pencil rocket saddle teapot umbrella wallet anchor button candle")
	var data []seedbed.Record
	for i := range 400 {
		var b []string
		for range 8 {
			b = append(b, words[rng.IntN(len(words))])
		}
		exemplar, has := "e7", i < 64
		if i >= 70 {
			exemplar, has = fmt.Sprint("e", i%5), i < 77
		}
		if has {
			b[rng.IntN(8)] = "tacos"
			b = append(b, "tacos") // twice in a row counts once
		}
		data = append(data, measuretest.Record("text", strings.Join(b, " "), "by", exemplar, "same", exemplar+"!", "rare", fmt.Sprint(i)))
	}
	s := measure.Setup{Columns: measure.Columns{Text: "text", By: []string{"by", "same", "rare"}}}
	r := measuretest.Run(t, influence{}, measuretest.Case{Setup: s, Data: data}, 2)
	f := r.Findings[0]
	if !strings.HasPrefix(f.Says, `"tacos" is in 91 % of rows with by "e7" and in 2.1 % of the others (64 of 70, 7 of 330)`) || f.Severity != measure.Serious {
		t.Errorf("%s %s", f.Severity, f.Says)
	}
	if !strings.Contains(f.Says, "same e7! went into the very same rows") || !strings.Contains(f.Caveat, "400 values with fewer than 5 rows") {
		t.Errorf("%s %s", f.Says, f.Caveat)
	}
	if math.Abs(f.Estimate.Value-(64./70-7./330)) > 1e-12 || f.Estimate.Interval == nil {
		t.Errorf("%+v", f.Estimate)
	}
}

// Fisher's exact test and the mutual information of 30 of 100 against 1 of 100.
func TestGolden(t *testing.T) {
	if p := stats.FisherExact(30, 70, 1, 99); math.Abs(p-2.67e-9) > .005e-9 {
		t.Errorf("p = %v", p)
	}
	if b := stats.MutualInformation(30, 70, 1, 99); math.Abs(b-.141171) > 1e-6 {
		t.Errorf("%v bits", b)
	}
}

// records are rows with a phrase in so many of the rows of a value.
func rowsWith(phrase string, share float64, fields func(i int) []any) []seedbed.Record {
	rng := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("river village basket camera jacket kettle mirror pencil rocket saddle teapot umbrella wallet anchor button candle")
	var data []seedbed.Record
	for i := range 1000 {
		var b []string
		for range 12 {
			b = append(b, words[rng.IntN(len(words))])
		}
		if i%5 == 0 && rng.Float64() < share {
			b = append(b, phrase)
		}
		data = append(data, measuretest.Record(append([]any{"text", strings.Join(b, " ")}, fields(i)...)...))
	}
	return data
}

// An attribute's own word is what was asked for.
func TestOwnWord(t *testing.T) {
	data := rowsWith("half a fraction", .9, func(i int) []any {
		return []any{"topic", []string{"fractions", "time", "money", "length", "angles"}[i%5]}
	})
	s := measure.Setup{Columns: measure.Columns{Text: "text", By: []string{"topic"}}}
	f := measuretest.Run(t, influence{}, measuretest.Case{Setup: s, Data: data}, 2).Findings[0]
	if f.Severity != measure.Plain || !strings.Contains(f.Says, "own word") {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
}

// A column that only comes with the cause is not reported beside it.
func TestExplained(t *testing.T) {
	data := rowsWith("fish tacos", .8, func(i int) []any {
		batch := i % 7
		if i%5 == 0 && i%10 != 0 {
			batch = 3 // half of the exemplar's rows are in one batch
		}
		return []any{"exemplar", fmt.Sprint("e", i%5), "batch", fmt.Sprint("b", batch)}
	})
	s := measure.Setup{Columns: measure.Columns{Text: "text", By: []string{"exemplar", "batch"}}}
	r := measuretest.Run(t, influence{}, measuretest.Case{Setup: s, Data: data}, 2)
	if len(r.Findings) != 1 || r.Findings[0].Of != "exemplar e0" {
		for _, f := range r.Findings {
			t.Errorf("%s: %s", f.Of, f.Says)
		}
	}
}

// A column whose rows are about something else altogether is no leak.
func TestPervasive(t *testing.T) {
	other := strings.Fields("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu omicron pi rho sigma tau upsilon phi")
	rng := rand.New(rand.NewPCG(5, 6))
	data := rowsWith("", 0, func(i int) []any { return []any{"kind", fmt.Sprint("k", i%5)} })
	for i := range data {
		if i%5 == 0 {
			var b []string
			for range 12 {
				b = append(b, other[rng.IntN(len(other))])
			}
			data[i].Fields = data[i].Fields.With("text", strings.Join(b, " "))
		}
	}
	s := measure.Setup{Columns: measure.Columns{Text: "text", By: []string{"kind"}}}
	if f := measuretest.Run(t, influence{}, measuretest.Case{Setup: s, Data: data}, 2).Findings[0]; f.Severity != measure.Notable || f.Of != "kind k0" {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
}

// Counting by sieve and levels finds what counting plainly does.
func TestGramsAreCounted(t *testing.T) {
	var docs []*doc
	plain := map[string]int{}
	for _, rec := range leaked(t).Data[:300] {
		tokens := measure.NewTokens(rec.Fields.Text("text"))
		docs = append(docs, &doc{words: tokens.Hashes()})
		once := map[string]bool{}
		for n := 1; n <= maxGram; n++ {
			for i := 0; i+n <= len(tokens.Hashes()); i++ {
				once[fmt.Sprint(tokens.Hashes()[i:i+n])] = true
			}
		}
		for g := range once {
			plain[g]++
		}
	}
	tab := &table{docs: docs}
	tab.countGrams()
	want := 0
	for _, rows := range plain {
		if rows >= fewest {
			want++
		}
	}
	if len(tab.grams) != want {
		t.Errorf("%d grams, want %d", len(tab.grams), want)
	}
	listed := make([]int32, len(tab.grams))
	for _, of := range tab.of {
		for _, g := range of {
			listed[g]++
		}
	}
	for g := range tab.grams {
		rows := int32(plain[fmt.Sprint(tab.wordsOf(int32(g)))])
		if tab.grams[g].rows != rows || listed[g] != rows {
			t.Fatalf("gram %d is in %d rows, listed %d times, want %d", g, tab.grams[g].rows, listed[g], rows)
		}
	}
}

func TestInfo(t *testing.T) {
	i := influence{}.Info()
	for what, s := range map[string]string{"Title": i.Title, "Says": i.Says, "Cannot": i.Cannot, "Formula": i.Formula, "Use": i.Use, "Cost": i.Cost} {
		if s == "" {
			t.Errorf("no %s", what)
		}
	}
}

func BenchmarkInfluence(b *testing.B) {
	m := maker(b)
	var data []seedbed.Record
	for i := range 10 {
		data = append(data, m.Clean(uint64(i)).Data...)
	}
	for name, ms := range map[string][]measure.Measure{"none": nil, "influence": Measures()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				job := measure.Job{Setup: setup(), Measures: ms}
				job.Parts[measure.Data] = measuretest.Rows(data)
				if _, err := measure.Run(b.Context(), job); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func FuzzRows(f *testing.F) {
	f.Add("tacos are here", "e1", "fractions")
	f.Add("\x00\xff a a a a", "\xff", "")
	f.Fuzz(func(t *testing.T, text, exemplar, topic string) {
		var data []seedbed.Record
		for i := range 40 {
			e := exemplar
			if i%2 == 0 {
				e = "other"
				text += " word"
			}
			data = append(data, measuretest.Record("text", text+fmt.Sprint(i%3), "exemplar", e, "batch", topic))
		}
		job := measure.Job{Setup: setup(), Measures: Measures(), Workers: 2}
		job.Parts[measure.Data] = measuretest.Rows(data)
		r, err := measure.Run(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
		for _, n := range r.NotMeasured {
			if strings.Contains(n.Why, "went wrong") {
				t.Fatal(n.Why)
			}
		}
	})
}
