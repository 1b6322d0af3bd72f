package exchange

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Label Studio counts offsets in code points since version 1.4.1, and counted UTF-16
// code units before and, in texts of one build of 2024, again. It gives the text that
// was marked too, which tells which it is. Argilla counts UTF-16 code units, as its page
// does, and gives no text.

// units turns an offset in UTF-16 code units into code points. ok is false for one that
// is outside of the text or within a character.
func units(text string, offset int) (points int, ok bool) {
	if offset < 0 {
		return 0, false
	}
	n := 0
	for _, r := range text {
		if n >= offset {
			break
		}
		n += utf16.RuneLen(r)
		points++
	}
	return points, n == offset
}

// cut returns the code points of text from one up to another.
func cut(text string, from, to int) (string, bool) {
	if from < 0 || to < from {
		return "", false
	}
	begin, end, n := -1, -1, 0
	for i := range text {
		if n == from {
			begin = i
		}
		if n == to {
			end = i
			break
		}
		n++
	}
	if begin < 0 && n == from {
		begin = len(text)
	}
	if end < 0 && n == to {
		end = len(text)
	}
	if begin < 0 || end < 0 {
		return "", false
	}
	return text[begin:end], true
}

// pointsOf finds what a marked text's offsets count in: from and to in code points. With
// marked "", which some exports leave out, they are code points as long as no character
// takes two UTF-16 code units, and otherwise nobody can tell.
func pointsOf(text, marked string, from, to int) (a, b int, ok bool) {
	if got, fits := cut(text, from, to); fits && from < to {
		if sameMarked(got, marked) || marked == "" && !astral(text) {
			return from, to, true
		}
	}
	if marked == "" {
		return 0, 0, false
	}
	a, okA := units(text, from)
	b, okB := units(text, to)
	if !okA || !okB || a >= b {
		return 0, 0, false
	}
	got, fits := cut(text, a, b)
	return a, b, fits && sameMarked(got, marked)
}

// toolText is a text as other tools are given it: without control characters, which
// their databases refuse, and with line ends of one character, as browsers make them.
func toolText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff:
			return '\ufffd'
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

// fromTool turns an offset in toolText(s) into one in s, both in code points.
func fromTool(s string, offset int) int {
	if !strings.Contains(s, "\r\n") {
		return offset
	}
	n, at, last := 0, 0, rune(0)
	for _, r := range s {
		if r != '\n' || last != '\r' {
			if n == offset {
				return at
			}
			n++
		}
		at++
		last = r
	}
	return at + offset - n
}

// astral reports whether a character takes two UTF-16 code units.
func astral(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 0xffff }) >= 0
}

// sameMarked compares what was marked with what stands there, past line ends, which
// Label Studio writes as a backslash and an n, and spaces, which browsers fold.
func sameMarked(a, b string) bool {
	if b == "" {
		return false
	}
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(s, `\n`, "\n")), " ")
	}
	return a == b || plain(a) == plain(b) && utf8.ValidString(b)
}
