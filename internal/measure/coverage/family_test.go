package coverage

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/prose"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// Clean data gives no serious finding, and few notable ones.
func TestCleanDataIsClean(t *testing.T) {
	notable := 0
	for seed := range uint64(20) {
		c := measuretest.Case{Setup: setup(), Data: clean(100+seed, 2000).records()}
		job := measure.Job{Setup: c.Setup, Measures: Measures()}
		job.Parts[measure.Data] = measuretest.Rows(c.Data)
		r, err := measure.Run(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Findings {
			switch f.Severity {
			case measure.Serious:
				t.Errorf("set %d: %s: %s", seed, f.Figure, f.Says)
			case measure.Notable:
				notable++
				t.Logf("set %d: %s: %s", seed, f.Figure, f.Says)
			}
		}
	}
	if notable > 4 {
		t.Errorf("%d notable findings in 20 clean sets", notable)
	}
}

// What measures say of themselves is complete: the documentation is made from it.
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

// Real data, whole family: nothing is left unsaid for want of a figure.
func TestFamilyOnHateCheck(t *testing.T) {
	c := hatecheckCase(t)
	job := measure.Job{Setup: c.Setup, Measures: Measures()}
	job.Parts[measure.Data] = measuretest.Rows(c.Data)
	r, err := measure.Run(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.NotMeasured) > 0 {
		t.Errorf("not measured: %+v", r.NotMeasured)
	}
	var of []string
	for _, f := range r.Findings {
		of = append(of, f.Measure)
		t.Logf("%-8s %-24s %s", f.Severity, f.Figure, f.Says)
	}
	for _, m := range Measures() {
		if !slices.Contains(of, m.Info().Name) {
			t.Errorf("%s says nothing", m.Info().Name)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{prose.Count(2000), "2,000"},
		{prose.Count(-1234567), "-1,234,567"},
		{prose.Count(7), "7"},
		{prose.Rows(1), "1 row"},
		{prose.Percent(.014), "1.4 %"},
		{prose.Percent(.4567), "46 %"},
		{prose.Percent(0), "0 %"},
		{prose.Percent(1), "100 %"},
		{prose.Percent(.9996), "99.9 %"},
		{prose.Percent(.0002), "0.02 %"},
		{prose.Decimal(0), "0"},
		{prose.Decimal(.00512), ".0051"},
		{prose.Equals(.0134), "= .013"},
		{prose.Decimal(.8312), ".83"},
		{prose.Decimal(-.02), "−.020"},
		{prose.Decimal(12.34), "12.3"},
		{prose.Decimal(1e300), "1,000,000,000,000,000"},
		{prose.List([]string{"a", "b", "c"}, 2), "a, b and 1 more"},
		{prose.PValue(.0134), ".013"},
		{bounded(strings.Repeat("é", 200))[:4], "éé"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if n := len(bounded(strings.Repeat("x", 1<<20))); n > maxValue {
		t.Errorf("a bounded value of %d bytes", n)
	}
}

// corpus is 20,000 rows of about 40 words: those of SEEDBED_CORPUS, if it names a file
// of JSON lines, else made ones.
func corpus(b *testing.B) []seedbed.Record {
	b.Helper()
	m := clean(1, 20_000)
	if path := os.Getenv("SEEDBED_CORPUS"); path != "" {
		f, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		in := bufio.NewScanner(f)
		in.Buffer(nil, 1<<20)
		for i := 0; i < len(m.rows) && in.Scan(); i++ {
			var line struct{ Text string }
			if err := json.Unmarshal(in.Bytes(), &line); err != nil {
				b.Fatal(err)
			}
			m.rows[i].text = line.Text
		}
	}
	return m.records()
}

func BenchmarkFamily(b *testing.B) {
	data := corpus(b)
	all := Measures()
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
	for _, m := range all {
		run(m.Info().Name, []measure.Measure{m})
	}
	run(fmt.Sprint("all-", len(all)), all)
}

// Whatever a row holds, no measure panics or gives what is no number.
func FuzzRows(f *testing.F) {
	f.Add("Nurses are often tired. I know.", "nurses", "good", 3.5)
	f.Add("\x00\xff A the\u202e people who 日本", "\xff", "", -1e308)
	f.Add("", "a nurse", "x\x00", 0.0)
	f.Fuzz(func(t *testing.T, text, group, label string, score float64) {
		var data []seedbed.Record
		for i := range 48 {
			data = append(data, measuretest.Record("text", fmt.Sprint(text, i%7), "group", group+people[i%2], "label", label+glad[i%3], "score", score*float64(i), "topic", label, "seed", int64(i%5)))
		}
		c := measuretest.Case{Setup: setup(), Data: data}
		c.Setup.Options = map[string]any{"counterfactual.pair": "seed", "coverage.columns": text}
		job := measure.Job{Setup: c.Setup, Measures: Measures(), Workers: 2}
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
