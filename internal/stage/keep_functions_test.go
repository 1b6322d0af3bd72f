package stage

import (
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
	"seedbed.dev/seedbed/internal/number"
	"seedbed.dev/seedbed/internal/text"
)

// Packages text and expr must not import each other, and each counts words and
// finds numbers: here they are held to the same answers.
func TestExpressionsAgreeWithText(t *testing.T) {
	program := func(src string) *expr.Program {
		p, problems := expr.Compile(src, expr.EnvOf(keepSchema), seedbed.TypeAny)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return p
	}
	words, has := program("words(hint)"), program("has_number(hint, answer)")
	piece := rapid.SampledFrom([]string{"18", "1,000", "-", "$", ".", ",", " ", "0", "a", "don't", "’", "–", "7.50", "x", "\xff", "é", "−", "%", "1000", "007"})
	rapid.Check(t, func(t *rapid.T) {
		s, n := "", ""
		for range rapid.IntRange(0, 12).Draw(t, "pieces") {
			s += piece.Draw(t, "piece")
		}
		for range rapid.IntRange(0, 3).Draw(t, "number pieces") {
			n += piece.Draw(t, "number")
		}
		r := &seedbed.Record{Fields: seedbed.Fields{{Name: "hint", Value: s}, {Name: "answer", Value: n}}}
		if got, err := words.Eval(r); err != nil || got != int64(text.CountWords(s)) {
			t.Fatalf("words(%q) = %v, %v; %d by text", s, got, err, text.CountWords(s))
		}
		if got, err := has.Bool(r); err != nil || got != number.In(s, n) {
			t.Fatalf("has_number(%q, %q) = %v, %v; %v by number", s, n, got, err, number.In(s, n))
		}
	})
}
