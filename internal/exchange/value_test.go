package exchange

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

func TestWhatSpreadsheetsDo(t *testing.T) {
	r := hints()
	for _, c := range []struct {
		criterion  int
		text, want string
		ok         bool
	}{
		{0, "5", "5", true},
		{0, " 5 ", "5", true},
		{0, "5.0", "5", true},
		{0, "5,00", "5", true},
		{0, "5E0", "5", true},
		{0, "５", "5", true},
		{0, "\u200b5\u00a0", "5", true},
		{0, "5.5", "", false},
		{0, "8", "", false},
		{0, "0", "", false},
		{0, "-5", "", false},
		{0, "5,000,0", "", false},
		{0, "five", "", false},
		{0, "NaN", "", false},
		{0, "1e400", "", false},
		{1, "YES", "yes", true},
		{1, "y", "yes", true},
		{1, "TRUE", "yes", true},
		{1, "WAHR", "yes", true},
		{1, "1.0", "yes", true},
		{1, "0", "no", true},
		{1, "FALSO", "no", true},
		{1, "2", "", false},
		{1, "perhaps", "", false},
		{2, "plain", "plain", true},
		{2, " Plain", "plain", true},
		{2, "warm,  and KIND", "Warm, and kind", true},
		{2, "=cold", "=cold", true},
		{2, "1−2", "1-2", true},
		{2, "2. Jan", "", false},
		{2, "cold", "", false},
		{2, strings.Repeat("x", 1<<20), "", false},
	} {
		got, ok := readValue(&r.Criteria[c.criterion], c.text)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%.20q for %s: %q, %v; want %q, %v", c.text, r.Criteria[c.criterion].Name, got, ok, c.want, c.ok)
		}
	}
	// Choices that only differ in what is folded are told apart, or refused.
	c := &seedbed.Criterion{Kind: seedbed.Choice, Choices: []string{"A", "a", "1", "1.0"}}
	for text, want := range map[string]string{"A": "A", "a": "a", "1": "1", "1.0": "1.0", " a": "a", "1,0": ""} {
		if got, ok := readValue(c, text); got != want && ok {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
