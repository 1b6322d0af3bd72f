package source

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/text"
)

// plain says which bytes stand for themselves in a JSON string.
var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= ' ' && c != '"' && c != '\\'
	}
	return
}()

// span reads a string and returns where its inside is.
func (p *parser) span() (start, end int, escaped, ok bool) {
	b, i := p.b, p.i+1
	start = i
	for {
		for i < len(b) && plain[b[i]] {
			i++
		}
		if i >= len(b) {
			return 0, 0, false, p.fail("the text that begins here has no end on this line", "write line breaks as \\n")
		}
		switch b[i] {
		case '"':
			p.i = i + 1
			return start, i, escaped, true
		case '\\':
			n := escapeLen(b[i:])
			if n == 0 {
				p.i = i
				return 0, 0, false, p.fail("a backslash that starts no escape", `write \\ for a backslash`)
			}
			escaped = true
			i += n
		default:
			p.i = i
			return 0, 0, false, p.fail(fmt.Sprintf("control character 0x%02X in a text", b[i]),
				fmt.Sprintf(`write \u%04x`, b[i]))
		}
	}
}

// escapeLen returns the length of the escape that b starts with; 0: it is none.
func escapeLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if text.Escaped(b) >= 0 {
			return 6
		}
	}
	return 0
}

func (p *parser) text(start, end int, escaped bool) string {
	if !escaped {
		return p.s[start:end]
	}
	return string(unescape(make([]byte, 0, end-start), p.b[start:end]))
}

// unescape appends the text that the inside of a checked JSON string stands
// for. Half a surrogate pair becomes U+FFFD.
func unescape(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		if b[i] != '\\' {
			start := i
			for i < len(b) && b[i] != '\\' {
				i++
			}
			dst = append(dst, b[start:i]...)
			continue
		}
		c := b[i+1]
		if c != 'u' {
			dst = append(dst, escapes[c])
			i += 2
			continue
		}
		r := text.Escaped(b[i:])
		i += 6
		if utf16.IsSurrogate(r) {
			if both := utf16.DecodeRune(r, text.Escaped(b[i:])); both != utf8.RuneError {
				r = both
				i += 6
			} else {
				r = utf8.RuneError
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

var escapes = [256]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}
