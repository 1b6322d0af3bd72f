package copying

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func letters(from, n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("w%d", from+i))
	}
	return strings.Join(out, " ")
}

// Counted by hand: what is shared, and how long the longest is.
func TestContaminationByHand(t *testing.T) {
	c := caseOf(
		letters(0, 20), // all of it
		"X! "+strings.ToUpper(strings.ReplaceAll(letters(5, 13), " ", ", "))+" y", // 13 words in another typography
		letters(5, 12)+" x y z",             // 12 words: too few
		"a short row",                       // a row as a whole
		letters(1000, 30),                   // nothing
		letters(100, 14)+" "+letters(0, 16), // two runs
	)
	c.Reference = measuretest.Texts(letters(0, 20), "A short row!", letters(100, 20), letters(0, 20))
	r := measuretest.Run(t, Contamination{}, c, 2)
	f := of(t, r, "contamination", "reference")
	if f.Estimate.Value != 3./5 || f.Estimate.N != 5 {
		t.Errorf("%s", f.Says)
	}
	if f := of(t, r, "contamination.whole", "reference"); f.Estimate.Value != 2./6 {
		t.Errorf("%s", f.Says)
	}
	if f := of(t, r, "contamination.longest", "reference"); f.Estimate.Value != 20 {
		t.Errorf("%s", f.Says)
	}
	// from w100 to w113, a space, and the w of the next word
	if f := of(t, r, "contamination.longest_span", "reference"); f.Estimate.Value != 71 {
		t.Errorf("%s", f.Says)
	}
	i := slices.IndexFunc(f.Evidence, func(e measure.Evidence) bool { return e.Rows[0].N == 1 })
	ev := f.Evidence[i]
	row, other := ev.Rows[0], ev.Rows[1]
	if got := row.Text[row.Marks[0].From:row.Marks[0].To]; !strings.HasPrefix(got, "W5, W6") || !strings.HasSuffix(got, "W17") {
		t.Errorf("%q is marked", got)
	}
	if got := other.Text[other.Marks[0].From:other.Marks[0].To]; got != letters(5, 13) || other.From != "reference" || other.N != 0 {
		t.Errorf("%q of row %d is marked", got, other.N)
	}
	if ev.Note != "13 words in a row" {
		t.Errorf("%q", ev.Note)
	}
}

func TestFormulasCountApart(t *testing.T) {
	c := caseOf()
	for i := range 40 {
		c.Reference = append(c.Reference, measuretest.Record("text", letters(0, 13)+fmt.Sprint(" n", i)))
		c.Data = append(c.Data, measuretest.Record("text", letters(0, 13)+fmt.Sprint(" m", i)))
	}
	f := of(t, measuretest.Run(t, Contamination{}, c, 2), "contamination", "reference")
	if f.Estimate.Value != 0 || !strings.Contains(f.Says, "40 more only formulas") {
		t.Errorf("%s", f.Says)
	}
}

func TestContaminationOfTheHoldoutIsSerious(t *testing.T) {
	c := caseOf(passage(1, 2000, 30)...)
	held := passage(2, 500, 30)
	for i := range 100 {
		c.Data[20*i+3] = measuretest.Record("text", "So: "+held[i]+" Right?")
	}
	c.Holdout = measuretest.Texts(held...)
	f := of(t, measuretest.Run(t, Contamination{}, c, 2), "contamination", "holdout")
	if f.Severity != measure.Serious || len(f.Evidence) != measure.MaxEvidence || f.Evidence[0].Rows[0].N%20 != 3 {
		t.Errorf("%s: %s", f.Severity, f.Says)
	}
}

func TestShortRowsAreUndefined(t *testing.T) {
	c := caseOf("one two three", "four")
	c.Reference = measuretest.Texts("one, two: three")
	r := measuretest.Run(t, Contamination{}, c, 1)
	if f := of(t, r, "contamination", "reference"); f.Estimate.Defined() {
		t.Errorf("%s", f.Says)
	}
	if f := of(t, r, "contamination.whole", "reference"); f.Estimate.Value != .5 {
		t.Errorf("%s", f.Says)
	}
	c.Reference = nil
	if r := measuretest.Run(t, Contamination{}, c, 1); len(r.NotMeasured) != 1 || r.NotMeasured[0].Fix != "--against FILE" {
		t.Errorf("%+v", r)
	}
}

func TestGramTableGrowsAndThins(t *testing.T) {
	table := newGramTable(16)
	for i := range int32(5000) {
		table.add(uint64(i+1)*base, i)
		table.add(uint64(i+1)*base, i)
		table.add(uint64(i/2+1)*base, i)
	}
	for i := range int32(5000) {
		at, found := table.slot(uint64(i+1) * base)
		if !found || table.first[at] > i || table.rows[at] == 0 {
			t.Fatalf("run %d: found %v", i, found)
		}
	}
	if table.used != 5000 {
		t.Errorf("%d runs", table.used)
	}
}

func BenchmarkContamination(b *testing.B) { benchmark(b, Contamination{}) }
func BenchmarkMemorisation(b *testing.B)  { benchmark(b, Memorisation{}) }
func BenchmarkPersonalRun(b *testing.B)   { benchmark(b, PersonalData{}) }
func BenchmarkSmallCells(b *testing.B)    { benchmark(b, SmallCells{}) }

func benchmark(b *testing.B, m measure.Measure) {
	c := caseOf()
	c.Setup.Columns.Groups = []string{"group", "tone"}
	for i, s := range corpus20k(b) {
		c.Data = append(c.Data, measuretest.Record("text", s, "group", fmt.Sprint(i%7), "tone", fmt.Sprint(i%31)))
	}
	c.Reference, c.Holdout = measuretest.Texts(passage(2, 8000, 40)...), measuretest.Texts(passage(3, 8000, 40)...)
	for b.Loop() {
		measuretest.Run(b, m, c, 2)
	}
	b.ReportMetric(float64(len(c.Data)*b.N)/b.Elapsed().Seconds(), "rows/s")
}
