package web

import (
	"strings"
	"unicode/utf8"
)

// markdown styles headings, code and strong words where they are written as Markdown.
// Nothing is taken away, and links are not made: a rater sees what a reader of the raw
// text would.
func (t *shownText) markdown() {
	if !strings.ContainsAny(t.source, "#`*") {
		return
	}
	at, fenced := 0, false
	for line := range strings.Lines(t.source) {
		n := utf8.RuneCountInString(line)
		bare := strings.TrimLeft(line, " ")
		switch {
		case strings.HasPrefix(bare, "```"):
			fenced = !fenced
			t.set(at, at+n, styleCode)
		case fenced:
			t.set(at, at+n, styleCode)
		case isHeading(bare):
			t.set(at, at+n, styleHeading)
		default:
			t.inline(line, at)
		}
		at += n
	}
}

func isHeading(line string) bool {
	rest := strings.TrimLeft(line, "#")
	depth := len(line) - len(rest)
	return depth >= 1 && depth <= 6 && strings.HasPrefix(rest, " ")
}

// inline styles `code` and **strong** within one line whose first code point is the
// at-th of the text.
func (t *shownText) inline(line string, at int) {
	for len(line) > 0 {
		i := strings.IndexAny(line, "`*")
		if i < 0 {
			return
		}
		at += utf8.RuneCountInString(line[:i])
		line = line[i:]
		mark, style := "`", uint8(styleCode)
		if line[0] == '*' {
			mark, style = "**", styleStrong
		}
		if !strings.HasPrefix(line, mark) {
			at, line = at+1, line[1:]
			continue
		}
		end := strings.Index(line[len(mark):], mark)
		if end <= 0 || mark == "**" && line[2] == ' ' {
			at, line = at+len(mark), line[len(mark):]
			continue
		}
		whole := line[:end+2*len(mark)]
		n := utf8.RuneCountInString(whole)
		t.set(at, at+n, style)
		at, line = at+n, line[len(whole):]
	}
}
