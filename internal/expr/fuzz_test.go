package expr_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

// Whatever is written, Compile gives a program or problems that have a place in
// it, and a program ends with a value or an error.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{
		`score.gives_away <= 2 && words(hint) < 40`, `row["in"] == "x"`, `has(score.helpful)`,
		`tags.map(t, t + 1).filter(x, x > 2)`, `[1,2].all(a, [3].exists(b, a == b))`, `"\xff"`, `((((`, `a.b.c.d`,
		`question.matches("(a*)*$")`, `{"a": {"b": 1}}.a.b == 1`, "1 +\n\n x", `.question`, `score`, `row`, `-9223372036854775808`,
		`hint.format([1])`, `b"a" + b"\x00"`, `timestamp("x")`, "é == ü", "\x00", `has_number(answer, 1e308)`, `type(1) == int`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		p, problems := expr.Compile(src, hints, seedbed.TypeAny)
		if (p == nil) != (len(problems) > 0) {
			t.Fatalf("program %v, problems %v", p, problems)
		}
		lines := strings.Split(src, "\n")
		for _, q := range problems {
			if q.Message == "" || q.Line < 1 || q.Line > len(lines) || q.Col < 1 || q.Col > utf8.RuneCountInString(lines[q.Line-1])+1 {
				t.Fatalf("%q: place %d:%d of %q", src, q.Line, q.Col, q.Message)
			}
		}
		if p == nil {
			return
		}
		if _, err := p.Eval(row()); err != nil && err.Error() == "" {
			t.Fatal("an error without words")
		}
	})
}

// A number is found however it is written, and never within a longer one.
func TestHasNumberProperties(t *testing.T) {
	p := compile(t, `has_number(hint, answer)`, hints, seedbed.TypeBool)
	ask := func(text, number string) bool {
		ok, err := p.Bool(&seedbed.Record{Fields: seedbed.Fields{{Name: "hint", Value: text}, {Name: "answer", Value: number}}})
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1_000_000_000).Draw(t, "n")
		plain := strconv.Itoa(n)
		for _, form := range []string{plain, "$" + plain, plain + "%", plain + ".00", grouped(n), "(" + plain + ")", plain + ".", "is " + plain + ", so", "=" + plain} {
			if !ask("so "+form+" it is", plain) || !ask(form, grouped(n)) {
				t.Fatalf("%q does not hold %s", form, plain)
			}
		}
		for _, form := range []string{"1" + plain, plain + "1", plain + ".5", "B" + plain, "v_" + plain} {
			if ask("so "+form+" it is", plain) {
				t.Fatalf("%q holds %s", form, plain)
			}
		}
	})
	for _, tc := range []struct {
		text, number string
		want         bool
	}{
		{"180", "18", false},
		{"1.8", "18", false},
		{"-18", "18", false},
		{"5-18", "18", true},
		{"a -18", "-18", true},
		{"−$18", "-18", true},
		{"1,2,18", "18", true},
		{"1,000,000", "1000000", true},
		{"1,0000", "1000", false},
		{"1,0000", "1", true},
		{"0,018", "18", true},
		{"007", "7", true},
		{".5", "0.5", true},
		{"is.18", "18", true},
		{"3.14.15", "3.14", false},
		{"18kg", "18", true},
		{"x18", "18", false},
		{"-0", "0", true},
		{"", "0", false},
		{"0", "", false},
		{"0", "none", false},
		{"１８", "18", false},
		{"18\x00", "18", true},
		{"\xff18", "18", true},
		{strings.Repeat("9", 100), strings.Repeat("9", 100), true},
		{strings.Repeat("9", 100), strings.Repeat("9", 101), false},
	} {
		if ask(tc.text, tc.number) != tc.want {
			t.Errorf("has_number(%q, %q) = %v", tc.text, tc.number, !tc.want)
		}
	}
}

func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
