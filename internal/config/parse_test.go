package config

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed"
)

func TestParseProblems(t *testing.T) {
	for src, want := range map[string]string{
		"a: [1, 2\nb: 3\n":         "f.yaml:2:2: not YAML: did not find expected ',' or ']'",
		"\ta: 1\n":                 "f.yaml:1:1: not YAML: found character that cannot start any token; indent with spaces",
		"a: 1\nb: 2\na: 3\n'b': 4": "f.yaml:3:1: \"a\" is there twice: it is also on line 1; remove one\nf.yaml:4:1: \"b\" is there twice: it is also on line 2; remove one",
		"a: *nope\n":               "f.yaml:1:4: not YAML: unknown anchor 'nope' referenced; put text that starts with * in quotes",
		"a: \"x\n":                 "close the quote",
		"a: 1\n---\nb: 2\n":        "f.yaml:2:1: a second document starts here; remove the line --- and what follows it",
		"a: \x00b\nc: \x1b[31m":    "f.yaml:1:4: control character U+0000; remove it, or write it as \"\\x00\" in double quotes\nf.yaml:2:4: control character U+001B",
		"é: \xff\xfe":              "f.yaml:1:4: byte 0xff is not UTF-8 text; save the file as UTF-8",
		"a: b: c\n":                "f.yaml:1:5: not YAML: mapping values are not allowed in this context; put text that holds a colon and a space in quotes",
		"a: @x\n":                  "put text that starts with @",
		"a: -\n":                   "f.yaml:1:4: not YAML: block sequence entries are not allowed in this context; start a list on a line of its own; put text that is a mere - in quotes",
		"? [a]\n: 1\n":             "f.yaml:1:3: a key must be text",
		"~: 1\n":                   "a key must be text",
		"a: &x [*x]\n":             "f.yaml:1:8: *x stands within what it stands for",
		"<<: 3\n":                  "<< wants a map, or a list of maps",
		strings.Repeat("[", 200) + strings.Repeat("]", 200): "nested more than 100 deep",
		strings.Repeat("[", 1<<20):                          "exceeded max depth",
		strings.Repeat("a: {", 50000):                       "exceeded max depth",
		strings.Repeat("- ", 50000) + "x":                   "exceeded max depth",
	} {
		start := time.Now()
		d, probs := Parse("f.yaml", []byte(src), 1)
		if !strings.Contains(probs.Error(), want) {
			t.Errorf("%.40q: got %s, want %s", src, probs, want)
		}
		if d == nil {
			t.Errorf("%.40q: no document", src)
		}
		if e := time.Since(start); e > 2*time.Second {
			t.Errorf("%.40q took %v", src, e)
		}
	}
}

func TestParseRefusesWhatIsTooMuch(t *testing.T) {
	_, probs := Parse("f.yaml", bytes.Repeat([]byte("a"), MaxBytes+1), 1)
	if len(probs) != 1 || !strings.Contains(probs[0].Message, "more than 4194304 are not read") {
		t.Error(probs)
	}
	bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 10; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	start := time.Now()
	_, probs = Parse("f.yaml", []byte(bomb), 1)
	if !strings.Contains(probs.Error(), "aliases stand for more than 100000 values") {
		t.Error(probs)
	}
	if e := time.Since(start); e > 2*time.Second {
		t.Errorf("took %v", e)
	}
}

func TestParseTolerates(t *testing.T) {
	for _, src := range []string{"\ufeffa: 1\r\nb: x\r\n", "---\na: 1\nb: x\n", "a: 1\nb: x\n...\n", "base: &b {b: x}\n<<: *b\na: 1", "x: &b [{b: y}, {b: z}]\n<<: *b\nb: x\na: 1\n"} {
		d, probs := Parse("f.yaml", []byte(src), 1)
		if len(probs) > 0 {
			t.Errorf("%q: %v", src, probs)
		}
		if s, _ := d.Text("b"); s != "x" || d.Value("a") != int64(1) {
			t.Errorf("%q: %v", src, d.Value(""))
		}
	}
}

func TestPaths(t *testing.T) {
	d, _ := Parse("f.yaml", []byte("a:\n  b.c: {d: [x, {e: y}]}\n  n:\nz: 1\n"), 10)
	path := Join(Join("a", "b.c"), "d")
	for _, tc := range []struct {
		path string
		kind Kind
		pos  string
	}{
		{"", Mapping, "f.yaml:10:1"},
		{"a", Mapping, "f.yaml:11:3"},
		{path, List, "f.yaml:11:12"},
		{Join(path, "1"), Mapping, "f.yaml:11:16"},
		{Join(Join(path, "1"), "e"), Scalar, "f.yaml:11:20"},
		{Join(path, "2"), None, "f.yaml:11:9"}, // the key of the list
		{"a.n", None, "f.yaml:12:3"},
		{"a.n.x", None, "f.yaml:12:3"},
		{"a.q", None, "f.yaml:10:1"},
		{"q.r.s", None, "f.yaml:10:1"},
		{"z.y", None, "f.yaml:13:1"},
	} {
		if k := d.Kind(tc.path); k != tc.kind {
			t.Errorf("%s: kind %s, want %s", tc.path, k, tc.kind)
		}
		if p := d.Pos(tc.path).String(); p != tc.pos {
			t.Errorf("%s: at %s, want %s", tc.path, p, tc.pos)
		}
	}
	if got := strings.Join(d.Keys("a"), " "); got != "b.c n" {
		t.Error(got)
	}
	if d.Has("a.n") || !d.Has("a") || d.Len(path) != 2 || d.KeyPos("z").Col != 1 {
		t.Error("wrong")
	}
}

// TestPosIn looks for the word HERE through every way of writing text.
func TestPosIn(t *testing.T) {
	for _, src := range []string{
		"a: x == HERE y",
		"a: \"x == HERE y\"",
		"a: 'it''s == HERE y'",
		"a: \"\\t\\x41 \\u00e9\\\"\\n HERE y\"",
		"a: \"é \\\n   more HERE y\"",
		"a: |\n  first\n    second\n\n  HERE y\n",
		"a: |-\n  HERE\n",
		"a: |2\n    x\n  HERE\n",
		"a: >\n  folded\n  lines HERE y\n\n  z\n",
		"a: one\n  two\n  HERE y\n",
		"a: 'one\n  two\n\n  HERE y'\n",
		"a: \"one\n  two HERE\"\n",
		"a: &anchor \"x HERE\"\n",
		"a: !!str x HERE\n",
		"a: &b !!str |\n  x HERE\n",
		"a: !!str\n  x HERE\n",
		"a: {b: é, c: [\"ü HERE\"]}",
		"\ufeffa: x HERE",
		"a: |\r\n  x\r\n  HERE\r\n",
	} {
		d, probs := Parse("f.yaml", []byte(src), 1)
		if len(probs) > 0 {
			t.Fatalf("%q: %v", src, probs)
		}
		path := "a"
		if d.Kind("a") == Mapping {
			path = "a.c.0"
		}
		text, _ := d.Text(path)
		line, col := place(text, "HERE")
		wantLine, wantCol := place(strings.TrimPrefix(src, "\ufeff"), "HERE")
		got := d.PosIn(path, line, col)
		if got.Line != wantLine || got.Col != wantCol {
			t.Errorf("%q: %d:%d of the text is at %s, want %d:%d", src, line, col, got, wantLine, wantCol)
		}
		// And right behind the word, where parsers report an early end.
		if got := d.PosIn(path, line, col+4); got.Line != wantLine || got.Col != wantCol+4 {
			t.Errorf("%q: behind the word: %s, want %d:%d", src, got, wantLine, wantCol+4)
		}
	}
}

// place returns the 1-based line and column, in characters, of a word.
func place(s, word string) (line, col int) {
	before := s[:strings.Index(s, word)]
	line = strings.Count(before, "\n") + 1
	return line, len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
}

func TestPosInFrontMatterAndOutside(t *testing.T) {
	d, _ := Parse("p.md", []byte("when: a < b\nlist: [x]"), 2)
	if p := d.PosIn("when", 1, 5); p.String() != "p.md:2:11" {
		t.Error(p)
	}
	for _, path := range []string{"list", "nothing", "when.x"} {
		if p := d.PosIn(path, 3, 9); p.File != "p.md" {
			t.Error(p)
		}
	}
	for _, at := range [][2]int{{0, 0}, {-1, -5}, {99, 99}, {1, 1 << 40}} {
		if p := d.PosIn("when", at[0], at[1]); p.Line != 2 || p.Col < 7 {
			t.Errorf("%v: %v", at, p)
		}
	}
	if err := d.Set("when", "c < d"); err != nil {
		t.Fatal(err)
	}
	if p := d.PosIn("when", 1, 3); p != (seedbed.Position{File: "--set when"}) {
		t.Error(p)
	}
}

func TestSet(t *testing.T) {
	d, _ := Parse("f.yaml", []byte("a: {b: 1, l: [x, y]}\nn:\n"), 1)
	for _, s := range [][2]string{{"a.b", "two"}, {"a.c.d", "{e: 3}"}, {"a.l.1", "z"}, {"n.m", "1.5"}, {"t", ""}, {"g", "*.csv"}, {"h", "-"}} {
		if err := d.Set(s[0], s[1]); err != nil {
			t.Error(err)
		}
	}
	if got := string(d.JSON("")); got != `{"a":{"b":"two","l":["x","z"],"c":{"d":{"e":3}}},"n":{"m":1.5},"t":"","g":"*.csv","h":"-"}` {
		t.Error(got)
	}
	for path, want := range map[string]string{
		"a.l.2": `a.l has no item "2"; it has 2, counted from 0`,
		"a.b.x": `a.b is text "two", which has no keys`,
		"":      "want the path of a key",
		"a..b":  "a key is empty",
	} {
		if err := d.Set(path, "1"); err == nil || !strings.Contains(err.Error(), want) || seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%q: %v", path, err)
		}
	}
	if err := d.Set("a", "*.c\x1bsv"); err == nil {
		t.Error("a control character is text")
	}
	if err := d.Set("a", "[1"); err == nil || !strings.Contains(err.Error(), "put text in quotes") {
		t.Error(err)
	}
	empty, _ := Parse("f.yaml", nil, 1)
	if err := empty.Set("a.b", "1"); err != nil || string(empty.JSON("")) != `{"a":{"b":1}}` {
		t.Error(err, string(empty.JSON("")))
	}
}

func TestNearest(t *testing.T) {
	known := []string{"hints", "scored", "kept", "temperature", "max_tokens", "in", "from", "a"}
	for word, want := range map[string]string{
		"hint": "hints", "HINTS": "hints", "hitns": "hints", "temprature": "temperature", "tmperatur": "temperature",
		"max_token": "max_tokens", "maxtokens": "max_tokens", "temp": "temperature", "form": "from", "fromm": "from",
		"zebra": "", "": "", "b": "", "x": "", strings.Repeat("x", 100): "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

// TestPosInOfAnyText writes random words in each of YAML's ways and looks for
// one that is there once.
func TestPosInOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zé§漢=<&|(.]{1,6}`), 1, 12).Draw(t, "words")
		at := rapid.IntRange(0, len(words)-1).Draw(t, "at")
		words[at] = "HERE"
		seps := make([]string, len(words))
		style := rapid.SampledFrom([]string{"'", "\"", "|", ">", "|-", "plain"}).Draw(t, "style")
		for i := range seps {
			seps[i] = rapid.SampledFrom([]string{" ", " ", "\n  ", "\n\n  ", "   "}).Draw(t, "separator")
		}
		text := words[0]
		for i, w := range words[1:] {
			text += seps[i] + w
		}
		src := "k: x\na: "
		switch style {
		case "'", "\"":
			src += style + text + style
		case "plain":
			src += "x" + text
		default:
			src += style + "\n  " + text
		}
		d, probs := Parse("f", []byte(src+"\nz: 1\n"), 1)
		if len(probs) > 0 {
			t.Fatal(probs)
		}
		value, _ := d.Text("a")
		line, col := place(value, "HERE")
		wantLine, wantCol := place(src, "HERE")
		if got := d.PosIn("a", line, col); got.Line != wantLine || got.Col != wantCol {
			t.Errorf("%q: %d:%d of %q is at %s, want %d:%d", src, line, col, value, got, wantLine, wantCol)
		}
	})
}
