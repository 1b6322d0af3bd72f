package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

var update = flag.Bool("update", false, "write the golden files anew")

const hostile = "</script><img src=x onerror=alert(1)> \u202egnp.exe\x00 `*_[x](javascript:1)_*` {{.Version}} | \x1b[31mred"

// canned is a result with everything that a report can show.
func canned() *measure.Result {
	low, high := .82, .95
	ref := func(n int64, text string, marks ...measure.Span) measure.RowRef {
		return measure.RowRef{From: "data", N: n, Text: text, Marks: marks, Group: "women", Label: "non-hateful"}
	}
	exact := stats.Exact(12, 400)
	near := stats.Between(.024, .013, .042, .95, "Wilson", 400)
	return &measure.Result{
		Of:      map[string]string{"data": "rows.jsonl", "reference": "real.jsonl"},
		Rows:    map[string]int64{"data": 12400, "reference": 1},
		Columns: measure.Columns{Text: "hint", Groups: []string{"group"}}, Level: .95, Seed: 1, Embedder: "hashed n-grams", Unreadable: 1,
		Notes: []string{"1 row of the data could not be read and was left out; the first: rows.jsonl:3: " + hostile},
		Measures: []measure.Measured{
			{Name: "influence", Family: "influence"},
			{Name: "duplicates", Family: "redundancy"},
			{Name: "coverage", Family: "coverage"},
			{Name: "lengths", Family: "fidelity"},
		},
		Findings: []measure.Finding{
			{
				Measure: "influence", Figure: "influence", Severity: measure.Serious, Unit: measure.Share,
				Says:     `"tacos" is in 91 % of rows that saw exemplar e7 and in 2 % of the others (64 of 70, 7 of 330)`,
				Estimate: stats.Between(.91, low, high, .95, "Wilson", 70), Caveat: "Rows that saw the exemplar may differ in other ways.", Compared: "rows without it",
				Plots: []measure.Plot{{Title: "n-grams", XLabel: "difference", YLabel: "n-gram", Share: true, Dots: []measure.Dot{
					{Label: "tacos", Value: .89, Low: &low, High: &high, Evidence: 1}, {Label: hostile, Value: -.1, Note: hostile},
				}}},
				Evidence: []measure.Evidence{{Note: hostile, Rows: []measure.RowRef{ref(7, "I like tacos. "+hostile, measure.Span{From: 7, To: 12})}}},
			},
			{
				Measure: "duplicates", Figure: "duplicates.near", Severity: measure.Notable, Unit: measure.Share, Census: true,
				Says: "2.4 % [1.3, 4.2] of 400 rows are near-duplicates", Estimate: near, Caveat: "It goes by words.",
				Expect: "< 5%", Verdict: measure.Met,
				Evidence: []measure.Evidence{{Rows: []measure.RowRef{
					ref(1, "Think of how many eggs are left over."), ref(2, "Think of how many pens are left.\nSecond line."),
					{From: "reference", N: 0, Text: "kill them all", Label: "hateful", Cut: true},
				}}},
			},
			{
				Measure: "coverage", Figure: "coverage.pairwise", Severity: measure.Plain, Unit: measure.Share, Says: "19 of 24 pairs occur",
				Estimate: stats.Exact(19.0/24, 24), Caveat: "What is impossible is counted as missing.",
				Plots: []measure.Plot{{Title: "grade by topic", Heat: &measure.Heat{
					RowName: "grade", ColumnName: "topic", Rows: []string{"3", "9"}, Columns: []string{"algebra", "geometry"}, Cells: [][]float64{{12, 3}, {0, -1}},
				}}},
				Tables: []measure.Table{{Title: "Missing", Columns: []string{"grade", "topic"}, Rows: [][]string{{"9", "geometry"}, {hostile, "|"}}, More: 3}},
			},
			{
				Measure: "lengths", Figure: "lengths", Severity: measure.Plain, Unit: measure.Length, Says: "rows have 12 words in the median", Estimate: exact, Caveat: "Words, not tokens.",
				Plots: []measure.Plot{{Title: "Lengths", XLabel: "words", YLabel: "share", Share: true, Curves: []measure.Curve{
					{Name: "ours", X: []float64{0, 10, 20, 30}, Y: []float64{0, .3, .1, 0}, Area: true},
					{Name: "theirs", X: []float64{0, 10, 20, 30}, Y: []float64{0, .1, .3, .2}, Low: []float64{0, 0, .2, .1}, High: []float64{0, .2, .4, .3}, From: 20},
				}}},
			},
			{
				Measure: "duplicates", Figure: "duplicates.exact", Severity: measure.Plain, Unit: measure.Share, Says: "it cannot be said how many are the same",
				Estimate: stats.Undefined("there are no rows"), Caveat: "None.", Expect: "= 0", Verdict: measure.CannotTell, Because: "n = 40; 320 would do",
			},
		},
		NotMeasured: []measure.NotMeasured{{Measure: "memorisation", Why: "no reference given", Fix: "--against FILE"}},
	}
}

func TestGolden(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer) error{
		"report.txt":  func(b *bytes.Buffer) error { return Text(b, canned(), Options{Version: "test"}) },
		"short.txt":   func(b *bytes.Buffer) error { _, err := Short(b, canned(), Options{Version: "test"}); return err },
		"brief.txt":   func(b *bytes.Buffer) error { return Brief(b, canned(), Options{}) },
		"report.md":   func(b *bytes.Buffer) error { return Markdown(b, canned(), Options{Version: "test"}) },
		"report.html": func(b *bytes.Buffer) error { return HTML(b, canned(), Options{Version: "test"}) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(want, b.Bytes()) {
			t.Errorf("%s is not as it was (%v); look at what changed, then run go test -update", name, err)
		}
	}
}

func TestHostileTextStaysText(t *testing.T) {
	var page, text, mark bytes.Buffer
	for _, err := range []error{HTML(&page, canned(), Options{}), Text(&text, canned(), Options{}), Markdown(&mark, canned(), Options{})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, s := range map[string]string{"page": page.String(), "text": text.String(), "markdown": mark.String()} {
		for _, bad := range []string{"\u202e", "\x00", "\x1b[31m"} {
			if strings.Contains(s, bad) {
				t.Errorf("the %s holds %q", name, bad)
			}
		}
	}
	if n := strings.Count(page.String(), "<script"); n != 1 {
		t.Errorf("%d scripts", n)
	}
	if strings.Contains(page.String(), "<img") || strings.Contains(mark.String(), "\n<img") {
		t.Error("an image came from a row")
	}
}

func TestPageLoadsNothing(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, canned(), Options{}); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	if m := regexp.MustCompile(`(?i)(src|href|action|data)\s*=\s*["']?\s*(https?:|//|data:)`).FindString(s); m != "" {
		t.Errorf("the page points at %s", m)
	}
	if strings.Contains(s, " style=") || regexp.MustCompile(`\son[a-z]+=`).MatchString(strings.ReplaceAll(s, "onerror=alert", "")) {
		t.Error("an inline style or handler, which the policy refuses")
	}
	for _, want := range []string{digest(styleCSS), digest(pageJS), "default-src 'none'"} {
		if !strings.Contains(s, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
	for _, want := range []string{"<details class=\"veil\">", "class=\"hole\"", "<mark>tacos</mark>", "<mark class=\"diff\">pens</mark>", "not possible"} {
		if !strings.Contains(s, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// What differs is marked in rows that are mostly the same, and not in rows that are
// mostly different, where everything would be marked.
func TestDifferencesAreMarkedWhereRowsAreAlike(t *testing.T) {
	p := &page{}
	ev := p.evidence(&measure.Evidence{Rows: []measure.RowRef{
		{Text: "She saves ten pounds in March and ten in May."}, {Text: "He saves ten pounds in March and ten in May."}, {Text: "A box of bars was shared by three people."},
	}}, "e")
	marks := func(r evidenceRow) (n int) {
		for _, s := range r.Segments {
			if s.Kind != "" {
				n++
			}
		}
		return n
	}
	if marks(ev.Rows[1]) == 0 || marks(ev.Rows[2]) > 0 {
		t.Errorf("marks: %+v", ev.Rows)
	}
}

func TestJSONGoesRound(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, canned(), Options{}); err != nil {
		t.Fatal(err)
	}
	var back measure.Result
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := JSON(&again, &back, Options{}); err != nil || again.String() != b.String() {
		t.Errorf("reading and writing gives another document (%v)", err)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		v    float64
		u    measure.Unit
		want string
	}{
		{.024, measure.Share, "2.4 %"},
		{0, measure.Share, "0 %"},
		{1, measure.Share, "100 %"},
		{.0004, measure.Share, "0.04 %"},
		{.9997, measure.Share, "99.97 %"},
		{12400, measure.Count, "12,400"},
		{2.1573, measure.Ratio, "2.16"},
		{.0519, measure.Ratio, "0.0519"},
		{1e-9, measure.Ratio, "1e-09"},
		{-1234.2, measure.Ratio, "-1,234"},
		{75.2, measure.Count, "75.2"},
	} {
		if got := number(c.v, c.u); got != c.want {
			t.Errorf("%v in %s is written %q, want %q", c.v, c.u, got, c.want)
		}
	}
}

func TestPercentIsNeverRoundedToAll(t *testing.T) {
	for v, want := range map[float64]string{
		.9994: "99.9", .9995: "99.95", .9999: "99.99", .99996: "99.996", .99999: "99.999", .999999: "99.9999", 1: "100", .5: "50", 0: "0", .0004: "0.04",
	} {
		if got := percent(v); got != want {
			t.Errorf("%v is %s %%, want %s", v, got, want)
		}
	}
}
