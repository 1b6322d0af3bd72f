package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRatioFigure(t *testing.T) {
	// The median of the ratios is 0.5, that of the figures would be 0.6.
	got := ratioFigure("generate", []pair{
		{speed{10_000, 50}, speed{4_000, 99}},
		{speed{20_000, 40}, speed{10_000, 90}},
		{speed{5_000, 60}, speed{6_000, 80}},
	}, 0.5)
	want := figure{
		Line: "generate", Seedbed: "6,000/s", Reference: "10,000/s", Ratio: "0.50 [0.40, 1.20]",
		Value: 0.5, Min: 0.4, Max: 1.2, Target: "≥ 0.50", Met: true,
		Note: "CPU a call: 90 µs, reference 50 µs",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if ratioFigure("generate", []pair{{speed{rate: 100}, speed{rate: 49}}}, 0.5).Met {
		t.Error("0.49 meets 0.50")
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want float64
	}{{nil, 0}, {[]float64{7}, 7}, {[]float64{9, 1}, 5}, {[]float64{3, 9, 1}, 3}, {[]float64{4, 1, 3, 2}, 2.5}} {
		if got := median(c.of); got != c.want {
			t.Errorf("median(%v) = %v, want %v", c.of, got, c.want)
		}
	}
}

func TestCount(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 999_999.6: "1,000,000", 12_345_678: "12,345,678"} {
		if got := count(x); got != want {
			t.Errorf("count(%v) = %s, want %s", x, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	met := figure{Line: "why", Seedbed: "43 ms", Ratio: "[42, 46 ms]", Target: "< 100 ms", Met: true}
	told := figure{Line: "a peer", Reference: "20/s", Met: true, Note: "2,000 rows"}
	missed := figure{Line: "check", Seedbed: "143 ms", Target: "< 100 ms"}
	broken := figure{Line: "expand", Error: "no space left"}
	for _, c := range []struct {
		name    string
		figures []figure
		ok      bool
		words   []string
	}{
		{"none", nil, true, nil},
		{"met", []figure{met, told}, true, []string{"met", "-\n  2,000 rows"}},
		{"missed", []figure{met, missed}, false, []string{"met", "not met"}},
		{"broken", []figure{broken, met}, false, []string{"failed\n  no space left", "met"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if ok := printTable(&b, c.figures); ok != c.ok {
				t.Errorf("all met: %v, want %v", ok, c.ok)
			}
			for _, w := range c.words {
				if !strings.Contains(b.String(), "  "+w+"\n") {
					t.Errorf("no line ends in %q:\n%s", w, b.String())
				}
			}
		})
	}
}

func TestLastEvent(t *testing.T) {
	e, err := lastEvent([]byte(`{"event":"progress"}
{"event":"end","complete":true,"already":true,"summary":{"accepted":7}}
`))
	if err != nil || !e.Complete || !e.Already || e.Summary.Accepted != 7 {
		t.Errorf("got %+v, %v", e, err)
	}
	for _, out := range []string{"", "{", `{"event":"progress"}`, "\x00", "null", "[]"} {
		if e, err := lastEvent([]byte(out)); err == nil {
			t.Errorf("%q: got %+v, want an error", out, e)
		}
	}
}

// Equal questions would share one reply: the server would be asked less often
// than is counted.
func TestQuestionsDiffer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "seeds.jsonl")
	if err := writeQuestions(path, 5_000); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		_, question, ok := strings.Cut(line, `"question":`)
		if !ok || seen[question] {
			t.Fatalf("no question, or one that was there: %s", line)
		}
		seen[question] = true
	}
	if len(seen) != 5_000 {
		t.Errorf("%d questions, want 5,000", len(seen))
	}
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{{"-only", "("}, {"-rows", "3"}, {"-quick=perhaps"}, {"-only", "nothing"}, {"-only", "peers"}, {"more"}} {
		var b bytes.Buffer
		if _, err := benchmark(t.Context(), args, &b, &b); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

func TestLastJSON(t *testing.T) {
	var report struct{ Seconds float64 }
	if err := lastJSON([]byte("loading\n{\"seconds\": 1}\n{\"seconds\": 2.5}\n\n"), &report); err != nil || report.Seconds != 2.5 {
		t.Errorf("got %+v, %v", report, err)
	}
	for _, out := range []string{"", " \n", "{\"seconds\": 1}\ndone", "\x00", `{"seconds": "soon"}`} {
		if err := lastJSON([]byte(out), &report); err == nil {
			t.Errorf("%q: no error", out)
		}
	}
}

func TestReportFigures(t *testing.T) {
	r := reports{took: []float64{1.5, 1.9, 2.5}, peak: []float64{200e6, 400e6, 299e6}}
	got := r.figures("report")
	if !got[0].Met || got[0].Value != 1.9 || got[0].Ratio != "[1.50, 2.50]" || !got[1].Met || got[1].Seedbed != "299 MB" {
		t.Errorf("got %+v", got)
	}
	r = reports{took: []float64{2}, peak: []float64{300e6}}
	if got := r.figures("report"); got[0].Met || got[1].Met {
		t.Errorf("2 s and 300 MB meet less than that: %+v", got)
	}
	if got := ratiosOf([]float64{10, 6, 8}, []float64{1, 2, 2}); got != "4.0 [3.0, 10.0]" {
		t.Errorf("ratios are %s", got)
	}
}
