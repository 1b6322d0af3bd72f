package web

import (
	"html/template"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/text"
)

// The ways in which a code point of a text is set off. They only style: every
// character of the source stays where it is, so that offsets mean what they say and
// nothing can hide in a rendering.
const (
	styleStrong = 1 << iota
	styleCode
	styleHeading
	styleNew // not in the row that it was made from
	styleOld // in the row that it was made from, and no longer
	styleSpan
)

var styleClasses = []struct {
	bit   uint8
	class string
}{
	{styleStrong, "strong"},
	{styleCode, "code"},
	{styleHeading, "heading"},
	{styleNew, "new"},
	{styleOld, "old"},
	{styleSpan, "marked"},
}

// shownText is a text that is to be shown: its code points, each with its style. A byte
// that is not UTF-8 counts as one code point, as it does when Go ranges over a string.
type shownText struct {
	source string
	styles []uint8 // by code point
	cut    int     // code points that are left out at the end
}

// newShown takes at most limit code points of s; limit below 1 takes all.
func newShown(s string, limit int) *shownText {
	n := 0
	for i := range s {
		if limit > 0 && n == limit {
			t := &shownText{source: s[:i], styles: make([]uint8, n), cut: utf8.RuneCountInString(s[i:])}
			t.markdown()
			return t
		}
		n++
	}
	t := &shownText{source: s, styles: make([]uint8, n)}
	t.markdown()
	return t
}

// set gives the code points from from up to to a style, as far as they are there.
func (t *shownText) set(from, to int, style uint8) {
	for i := max(from, 0); i < min(to, len(t.styles)); i++ {
		t.styles[i] |= style
	}
}

// html returns the text escaped. What is shown by a symbol stands in a span whose
// data-n is how many code points it stands for.
func (t *shownText) html() template.HTML {
	var b strings.Builder
	b.Grow(len(t.source) + len(t.source)/8)
	w := writer{b: &b}
	n, marks := 0, 0
	var before rune
	for i := 0; i < len(t.source); n++ {
		r, size := utf8.DecodeRuneInString(t.source[i:])
		after, _ := utf8.DecodeRuneInString(t.source[i+size:])
		if unicode.IsMark(r) {
			marks++
		} else {
			marks = 0
		}
		w.style(t.styles[n])
		switch symbol, plain := symbolOf(t.source[i:i+size], r, before, after, marks); {
		case plain:
			w.text(t.source[i : i+size])
		default:
			w.symbol(symbol)
		}
		i += size
		before = r
	}
	w.flush()
	w.style(0)
	return template.HTML(b.String())
}

// symbolOf returns what is shown in place of a code point; plain: it is shown itself.
func symbolOf(s string, r, before, after rune, marks int) (symbol string, plain bool) {
	switch {
	case r == '\n' || r == '\t' || r >= ' ' && r < 0x7f:
		return "", true
	case r == '\r' && after == '\n':
		return "", false
	case marks > 4: // of marks that are heaped on one letter, four are shown
		return "", false
	case unicode.IsLetter(r) && r != 0x115f && r != 0x1160 && r != 0x3164 && r != 0xffa0:
		return "", true
	case (r == 0x200c || r == 0x200d) && joins(before) && joins(after):
		return "", true // scripts and emoji are written with them
	}
	symbol = text.Harmless(s, 0)
	return symbol, symbol == s
}

// joins reports whether a code point is of a kind between which joiners are written.
func joins(r rune) bool {
	return r > 0x7f && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsSymbol(r))
}

// writer writes runs of one style, and of symbols, as one element each.
type writer struct {
	b       *strings.Builder
	open    uint8
	symbols strings.Builder
	n       int
}

func (w *writer) style(s uint8) {
	if s == w.open {
		return
	}
	w.flush()
	if w.open != 0 {
		w.b.WriteString("</span>")
	}
	if w.open = s; s == 0 {
		return
	}
	w.b.WriteString(`<span class="`)
	space := ""
	for _, c := range styleClasses {
		if s&c.bit != 0 {
			w.b.WriteString(space + c.class)
			space = " "
		}
	}
	w.b.WriteString(`">`)
}

func (w *writer) symbol(s string) {
	w.symbols.WriteString(s)
	w.n++
}

func (w *writer) text(s string) {
	w.flush()
	switch s {
	case "<":
		w.b.WriteString("&lt;")
	case ">":
		w.b.WriteString("&gt;")
	case "&":
		w.b.WriteString("&amp;")
	case `"`:
		w.b.WriteString("&#34;")
	case "'":
		w.b.WriteString("&#39;")
	default:
		w.b.WriteString(s)
	}
}

func (w *writer) flush() {
	if w.n == 0 {
		return
	}
	w.b.WriteString(`<span class="symbol" data-n="` + strconv.Itoa(w.n) + `">`)
	w.b.WriteString(template.HTMLEscapeString(w.symbols.String()))
	w.b.WriteString("</span>")
	w.symbols.Reset()
	w.n = 0
}

// visible makes a short text fit to stand in a page: what hides or turns it is shown
// by symbols; a template escapes it.
func visible(s string) string { return text.Harmless(s, 400) }
