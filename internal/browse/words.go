package browse

import (
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// wordMost is how much of a word is kept, in bytes; what is longer is found by its
// beginning.
const wordMost = 64

// mostDepth is how deep values within values are searched.
const mostDepth = 8

// eachWord calls yield with the words of s in order, in lower case, and with where each
// begins and ends in s: runs of letters, digits and marks. Characters of scripts that put
// no spaces between words are words of their own. The slice is used again for the next.
func eachWord(s string, buf []byte, yield func(word []byte, from, to int) bool) []byte {
	for i := 0; i < len(s); {
		from := i
		buf = buf[:0]
		for i < len(s) {
			c := s[i]
			if c < utf8.RuneSelf {
				if c >= 'A' && c <= 'Z' {
					c += 'a' - 'A'
				} else if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
					break
				}
				buf = append(buf, c)
				i++
				continue
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			if alone(r) {
				if i == from {
					buf = utf8.AppendRune(buf, r)
					i += size
				}
				break
			}
			if !inWord(r) {
				break
			}
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
			i += size
		}
		if len(buf) > 0 {
			if !yield(clipped(buf), from, i) {
				return buf
			}
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return buf
}

func clipped(b []byte) []byte {
	if len(b) <= wordMost {
		return b
	}
	n := wordMost
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return b[:n]
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// alone reports whether a character is a word by itself.
func alone(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// eachText calls yield with every text and number within v, until it returns false.
func eachText(v any, depth int, yield func(string) bool) bool {
	switch v := v.(type) {
	case nil, bool:
		return true
	case string:
		return yield(v)
	case []any:
		if depth >= mostDepth {
			return true
		}
		for i := range v {
			if !eachText(v[i], depth+1, yield) {
				return false
			}
		}
		return true
	case map[string]any:
		if depth >= mostDepth {
			return true
		}
		for _, e := range v {
			if !eachText(e, depth+1, yield) {
				return false
			}
		}
		return true
	default:
		return yield(seedbed.TextOf(v))
	}
}
