package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Normalize returns s in the form in which texts are compared: NFKC, case
// folded, runs of white space one space, none at the ends. Bytes that are not
// UTF-8 become U+FFFD.
func Normalize(s string) string { return string(appendNormal(nil, s, false)) }

// NormalizeWords is Normalize without punctuation, symbols and control
// characters: words and numbers alone, with one space between.
func NormalizeWords(s string) string { return string(appendNormal(nil, s, true)) }

// AppendNormalWords appends NormalizeWords(s) to dst.
func AppendNormalWords(dst []byte, s string) []byte { return appendNormal(dst, s, true) }

func appendNormal(dst []byte, s string, words bool) []byte {
	if !isASCII(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		s = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(s)))
	}
	start := len(dst)
	gap := false
	for i := 0; i < len(s); {
		c := s[i]
		size := 1
		keep, space := true, false
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			class := asciiClass[c]
			space = class == classSpace
			keep = !space && (class == classWord || !words)
			space = space || (words && !keep && c != '\'')
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			space = unicode.IsSpace(r)
			keep = !space && (!words || isWordRune(r))
			space = space || (words && !keep && r != '’')
		}
		switch {
		case keep:
			if gap && len(dst) > start {
				dst = append(dst, ' ')
			}
			gap = false
			if size == 1 {
				dst = append(dst, c)
			} else {
				dst = append(dst, s[i:i+size]...)
			}
		case space:
			gap = true
		}
		i += size
	}
	return dst
}

const (
	classOther = iota
	classWord
	classSpace
)

// asciiClass says what an ASCII character is. White space is as unicode.IsSpace
// has it.
var asciiClass = func() (t [128]byte) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			t[c] = classWord
		case c == ' ' || c >= '\t' && c <= '\r':
			t[c] = classSpace
		}
	}
	return t
}()

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isWordRune reports whether r is part of a word: a letter, digit or mark.
func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return asciiClass[r] == classWord
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}
