package adherence

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestEndings(t *testing.T) {
	wants := hashSet(wanting)
	for text, want := range map[string]ending{
		"She counts the eggs.":                  ended,
		"Does she?  \n":                         ended,
		"She said: \"I count.\"":                ended,
		"She counts (twice)":                    ended,
		"She counts the eggs":                   open,
		"She counts the":                        dangling,
		"She counts the eggs,":                  dangling,
		"She counts the eggs and":               dangling,
		"She counts (the eggs":                  unclosed,
		"She said: \"I count the eggs":          unclosed,
		"{\"a\": [1, 2":                         unclosed,
		"{\"a\": [1, 2]}":                       ended,
		"Use this:\n```\nx = 1":                 unclosed,
		"Use this:\n```\nx = 1\n```":            ended,
		"See https://example.org/eggs":          ended,
		"So many eggs #easter":                  ended,
		"Eggs:\n- one\n- two":                   ended,
		"Steps\n1. count\n2. sell":              ended,
		"Too many eggs 😀":                       ended,
		"No more eggs :(":                       ended,
		"卵を数えます。":                               ended,
		"**She counts the eggs.**":              ended,
		"A pipe of 5\" and one of 7 were laid.": ended,
	} {
		if got, _ := endingOf(text, measure.NewTokens(text), wants); got != want {
			t.Errorf("%q ends %q, want %q", text, endingNames[got], endingNames[want])
		}
	}
}

func truncationOf(t *testing.T, data []seedbed.Record) *measure.Result {
	t.Helper()
	s := setup()
	s.Columns.By = nil
	return measuretest.Run(t, truncation{}, measuretest.Case{Setup: s, Data: data}, 2)
}

// A run of rows is found where no ingredient tells of it, and the common length.
func TestTruncatedRun(t *testing.T) {
	data := maker(t).Clean(5).Data
	for i := 700; i < 800; i++ {
		text := strings.Repeat(strings.ReplaceAll(data[i].Fields.Text("text"), ".", "")+" and ", 9)
		data[i].Fields = data[i].Fields.With("text", text[:200]+"x")
	}
	r := truncationOf(t, data)
	if f := r.Findings[0]; f.Severity != measure.Serious || f.Of != "rows 701 to 800" || len(f.Evidence) == 0 {
		t.Errorf("%+v", f)
	}
	for _, f := range r.Findings {
		if f.Figure == "truncation" && (!strings.Contains(f.Says, "rows 701 to 800: 100 of 100") || !strings.Contains(f.Says, "exactly 201 bytes")) {
			t.Errorf("it says %s", f.Says)
		}
	}
}

// Data that never ends with a full stop is not cut off.
func TestTitlesAreNotCutOff(t *testing.T) {
	data := edited(t, 1, func(_ int, s string) string { return strings.TrimRight(s, ".?!") })
	for _, f := range truncationOf(t, data).Findings {
		if f.Severity == measure.Serious || f.Estimate.Value > .02 { // some words were put at random, also at ends
			t.Errorf("%s: %s", f.Figure, f.Says)
		}
	}
}

func TestLongestRun(t *testing.T) {
	var b bits
	for _, n := range []int64{3, 50, 51, 52, 54, 90} {
		b.set(n)
	}
	if r := longestRun(b, 100, 6); r.from != 50 || r.to != 55 || r.k != 4 || r.k2 != 2 || r.n2 != 95 {
		t.Errorf("%+v", r)
	}
}
