package prompt

import (
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	tokEnd tokenKind = iota
	tokName
	tokNumber
	tokString
	tokOp
)

type token struct {
	kind       tokenKind
	start, end int
	text       string
}

// tokens cuts the inside of a tag, src[from:to], into tokens, and an end token.
func tokens(src string, from, to int) ([]token, *fault) {
	var out []token
	for pos := from; pos < to; {
		c := src[pos]
		start := pos
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			pos++
			continue
		case c == '"' || c == '\'':
			pos++
			for pos < to && src[pos] != c {
				if src[pos] == '\\' {
					pos++
				}
				pos++
			}
			if pos >= to {
				return nil, &fault{start, "a text in quotes is never closed", "close it with " + string(c)}
			}
			pos++
			out = append(out, token{tokString, start, pos, src[start:pos]})
		case c >= '0' && c <= '9':
			pos = numberEnd(src, pos, to)
			out = append(out, token{tokNumber, start, pos, src[start:pos]})
		case isNameStart(src[pos:to]):
			for pos < to {
				r, size := utf8.DecodeRuneInString(src[pos:to])
				if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
					break
				}
				pos += size
			}
			out = append(out, token{tokName, start, pos, src[start:pos]})
		default:
			pos += opLen(src[pos:to])
			out = append(out, token{tokOp, start, pos, src[start:pos]})
		}
	}
	return append(out, token{kind: tokEnd, start: to, end: to}), nil
}

func isNameStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == '_' || unicode.IsLetter(r)
}

func numberEnd(src string, pos, to int) int {
	digits := func() {
		for pos < to && (src[pos] >= '0' && src[pos] <= '9' || src[pos] == '_') {
			pos++
		}
	}
	digits()
	if pos+1 < to && src[pos] == '.' && src[pos+1] >= '0' && src[pos+1] <= '9' {
		pos++
		digits()
	}
	if pos < to && (src[pos] == 'e' || src[pos] == 'E') {
		mark := pos
		pos++
		if pos < to && (src[pos] == '+' || src[pos] == '-') {
			pos++
		}
		if pos < to && src[pos] >= '0' && src[pos] <= '9' {
			digits()
		} else {
			pos = mark
		}
	}
	return pos
}

// opLen is the length of the operator at the start of s; unknown characters are
// operators of their own, for the parser to complain about.
func opLen(s string) int {
	if len(s) >= 2 {
		switch s[:2] {
		case "==", "!=", "<=", ">=", "//", "**":
			return 2
		}
	}
	_, size := utf8.DecodeRuneInString(s)
	return size
}
