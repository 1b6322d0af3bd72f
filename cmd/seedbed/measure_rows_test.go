package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
)

func TestRowsOfFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, rows int, row func(i int) string) {
		var b strings.Builder
		if strings.HasSuffix(name, ".csv") {
			b.WriteString("text,id\n")
		}
		for i := range rows {
			b.WriteString(row(i))
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("short.jsonl", 50, func(i int) string { return fmt.Sprintf("{\"text\": \"row %d\"}\n", i) })
	write("even.jsonl", 40_000, func(i int) string { return fmt.Sprintf("{\"text\": \"row %d of many\"}\n", i) })
	write("growing.jsonl", 60_000, func(i int) string {
		return fmt.Sprintf("{\"text\": \"row %d %s\"}\n", i, strings.Repeat("long ", i/4000))
	})
	write("lines.csv", 20_000, func(i int) string { return fmt.Sprintf("\"row %d\ngoes over\nthree lines\",%d\n", i, i) })
	write("blank.jsonl", 5000, func(i int) string { return fmt.Sprintf("{\"text\": \"row %d\"}\n\n", i) })
	write("a[1].jsonl", 5000, func(i int) string { return fmt.Sprintf("{\"text\": \"row %d\"}\n", i) })
	write("packed.jsonl.gz", 5000, func(i int) string { return fmt.Sprintf("{\"text\": \"row %d\"}\n", i) })
	for _, c := range []struct {
		paths string
		want  float64
		off   float64 // of want
	}{
		{"short.jsonl", 50, 0},
		{"even.jsonl", 40_000, .02},
		{"growing.jsonl", 60_000, .25},
		{"lines.csv", 20_000, .02},
		{"blank.jsonl", 5000, .02},
		{"a[1].jsonl", 5000, .02},
		{"even.jsonl growing.jsonl", 100_000, .25},
		{"packed.jsonl.gz", 0, 0},
		{"even.jsonl packed.jsonl.gz", 0, 0},
	} {
		src := plan.Source{Name: "data", Paths: strings.Fields(c.paths), BadRows: "reject"}
		rd := &source.Reader{Dir: dir}
		if strings.HasPrefix(c.paths, "packed") {
			if got := rowsInFiles(dir, &src, make([]seedbed.Record, sampleRows)); got.n != 0 {
				t.Errorf("%s: %+v", c.paths, got)
			}
			continue
		}
		recs, _, _ := rd.Sample(t.Context(), src, sampleRows)
		got := rowsInFiles(dir, &src, recs)
		if math.Abs(float64(got.n)-c.want) > c.off*c.want || got.about == (c.off == 0) && c.want > 0 {
			t.Errorf("%s: %+v, want %v", c.paths, got, c.want)
		}
	}
}

func TestCountingTellsWhatIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var errs bytes.Buffer
		c := (&app{stderr: &errs}).newCounting("measuring", map[measure.Part]expectedRows{
			measure.Reference: {n: 300}, measure.Data: {n: 12_345, about: true},
		})
		c.rows(measure.Seeds, 1)
		time.Sleep(3 * time.Second)
		c.rows(measure.Seeds, 3001)
		time.Sleep(4 * time.Second)
		c.rows(measure.Reference, 100)
		time.Sleep(5 * time.Second)
		c.rows(measure.Reference, 150)
		time.Sleep(5 * time.Second)
		c.rows(measure.Data, 1000)
		time.Sleep(10 * time.Second)
		c.rows(measure.Data, 6000)
		time.Sleep(10 * time.Second)
		c.rows(measure.Data, 13_000)
		c.end()
		want := strings.Join([]string{
			"measuring the seeds: 3,001 rows, 1,000 a second",
			"measuring the reference: 150 of 300 rows, 10 a second, 15 s to go",
			"measuring the data: 1,000 of about 13,000 rows",
			"measuring the data: 6,000 of about 13,000 rows, 500 a second, 12 s to go",
			"measuring the data: 13,000 rows, 600 a second",
			"",
		}, "\n")
		if errs.String() != want {
			t.Errorf("it tells\n%swant\n%s", errs.String(), want)
		}
	})
}

// Contents count: a file that was changed and has its old size and time is another,
// and one that was only touched is the same.
func TestComparedNow(t *testing.T) {
	dir := t.TempDir()
	a := &app{dir: dir, stdin: strings.NewReader(""), stderr: &bytes.Buffer{}}
	path := filepath.Join(dir, "real.jsonl")
	then := time.Now().Add(-time.Hour)
	put := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, then, then); err != nil {
			t.Fatal(err)
		}
	}
	m := &plan.Measure{Against: []string{"real.jsonl"}, Holdout: []string{"-"}}
	now := func(before []comparedState) []comparedState {
		t.Helper()
		out, err := a.comparedNow(t.Context(), m, before)
		if err != nil || len(out) != 1 {
			t.Fatalf("%v %v", out, err)
		}
		return out
	}
	put("{\"text\": \"one\"}\n")
	first := now(nil)
	if first[0].Digest == "" || comparedChanges(first, now(first)) != "" {
		t.Errorf("%+v, then %+v", first, now(first))
	}
	put("{\"text\": \"two\"}\n")
	if got := comparedChanges(first, now(first)); got != "real.jsonl has changed" {
		t.Errorf("a change of the same size at the same time: %q", got)
	}
	put("{\"text\": \"one\"}\n")
	if err := os.Chtimes(path, time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := comparedChanges(first, now(first)); got != "" {
		t.Errorf("the same contents: %q", got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := a.comparedNow(t.Context(), m, first); err == nil || !strings.Contains(err.Error(), "there is no file real.jsonl") {
		t.Errorf("a file that is gone: %v", err)
	}
	changed, err := a.comparedStands(t.Context(), m, first)
	if changed != "" || err != nil || !strings.Contains(fmt.Sprint(a.stderr), "stands as it was found") {
		t.Errorf("%q %v %s", changed, err, a.stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	put("{\"text\": \"one\"}\n")
	if _, err := a.comparedStands(ctx, m, nil); err == nil {
		t.Error("Ctrl-C is not noticed")
	}
}
