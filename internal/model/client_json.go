package model

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/text"
)

var errJSON = errors.New("it is not whole JSON")

// reader walks through JSON without building it: a reply has one text and a few
// numbers that are wanted, among much that is not. It checks what it reads and
// that everything it passes over is closed, so a body that was cut off is an
// error; it does not check every literal that it passes over.
type reader struct {
	b   []byte
	i   int
	bad bool // something was wrong; all further reads give nothing
}

func (r *reader) fail() { r.bad, r.i = true, len(r.b) }

// peek returns the next byte that is not space; 0 at the end.
func (r *reader) peek() byte {
	for r.i < len(r.b) {
		switch c := r.b[r.i]; c {
		case ' ', '\t', '\n', '\r':
			r.i++
		default:
			return c
		}
	}
	return 0
}

// end fails unless nothing but space is left.
func (r *reader) end() error {
	if r.peek() != 0 || r.i < len(r.b) {
		r.fail()
	}
	if r.bad {
		return errJSON
	}
	return nil
}

// open enters an object or a list; when the next value is something else, it is
// passed over and open returns false.
func (r *reader) open(c byte) bool {
	if r.peek() != c {
		r.skip()
		return false
	}
	r.i++
	return true
}

// more goes to the next member of what ends with close; the first call follows
// open.
func (r *reader) more(first *bool, close byte) bool {
	if r.bad {
		return false
	}
	c := r.peek()
	if c == close {
		r.i++
		return false
	}
	if !*first {
		if c != ',' {
			r.fail()
			return false
		}
		r.i++
		if r.peek() == close { // a comma before the end
			r.fail()
			return false
		}
	}
	*first = false
	return true
}

// key goes to the next member of an object and returns its name, with escapes
// as they are: the names that are looked for have none.
func (r *reader) key(first *bool) ([]byte, bool) {
	if !r.more(first, '}') {
		return nil, false
	}
	name := r.rawString()
	if r.peek() != ':' {
		r.fail()
		return nil, false
	}
	r.i++
	return name, true
}

// rawString passes a string and returns what stands between its quotes.
func (r *reader) rawString() []byte {
	if r.peek() != '"' {
		r.fail()
		return nil
	}
	start := r.i + 1
	for i := start; i < len(r.b); {
		n := bytes.IndexByte(r.b[i:], '"')
		if n < 0 {
			break
		}
		i += n
		slashes := 0
		for j := i - 1; j >= start && r.b[j] == '\\'; j-- {
			slashes++
		}
		i++
		if slashes%2 == 0 {
			r.i = i
			return r.b[start : i-1]
		}
	}
	r.fail()
	return nil
}

// text reads a string; anything else is passed over and gives "".
func (r *reader) text() string {
	if r.peek() != '"' {
		r.skip()
		return ""
	}
	raw := r.rawString()
	s, ok := unquote(raw)
	if !ok {
		r.fail()
	}
	return s
}

// num reads a number as a count: whole, not negative, at most 2^40. Anything
// else gives 0.
func (r *reader) num() int {
	c := r.peek()
	if c < '0' || c > '9' {
		r.skip()
		return 0
	}
	raw := r.value()
	v, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		r.fail()
		return 0
	}
	return int(min(v, 1<<40))
}

// value passes over one value and returns it as it stands.
func (r *reader) value() []byte {
	r.peek()
	start := r.i
	r.skip()
	return r.b[start:r.i]
}

// skip passes over one value, however deep.
func (r *reader) skip() {
	depth := 0
	for {
		switch r.peek() {
		case 0:
			r.fail()
			return
		case '"':
			r.rawString()
		case '{', '[':
			depth++
			r.i++
		case '}', ']':
			if depth == 0 {
				r.fail()
				return
			}
			depth--
			r.i++
		case ',', ':':
			if depth == 0 {
				r.fail()
				return
			}
			r.i++
			continue
		default:
			r.literal()
		}
		if depth == 0 || r.bad {
			return
		}
	}
}

func (r *reader) literal() {
	start := r.i
	for r.i < len(r.b) {
		switch c := r.b[r.i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '+', c == '.':
			r.i++
			continue
		}
		break
	}
	if r.i == start {
		r.fail()
	}
}

// unquote resolves the escapes of a JSON string's inside. Bytes that are not
// UTF-8 and halves of surrogate pairs become U+FFFD, as encoding/json has it.
func unquote(raw []byte) (string, bool) {
	plain := true
	for _, c := range raw {
		if c < ' ' {
			return "", false
		}
		if c == '\\' {
			plain = false
		}
	}
	if plain && utf8.Valid(raw) {
		return string(raw), true
	}
	out := make([]byte, 0, len(raw)+8)
	for i := 0; i < len(raw); {
		c := raw[i]
		switch {
		case c == '\\':
			var n int
			out, n = unescape(out, raw[i:])
			if n == 0 {
				return "", false
			}
			i += n
		case c < utf8.RuneSelf:
			out = append(out, c)
			i++
		default:
			v, size := utf8.DecodeRune(raw[i:])
			out = utf8.AppendRune(out, v)
			i += size
		}
	}
	return string(out), true
}

// unescape appends what the escape at the start of raw stands for and returns
// its length; 0 when it is not one.
func unescape(out, raw []byte) ([]byte, int) {
	if len(raw) < 2 {
		return out, 0
	}
	switch raw[1] {
	case '"', '\\', '/':
		return append(out, raw[1]), 2
	case 'b':
		return append(out, '\b'), 2
	case 'f':
		return append(out, '\f'), 2
	case 'n':
		return append(out, '\n'), 2
	case 'r':
		return append(out, '\r'), 2
	case 't':
		return append(out, '\t'), 2
	case 'u':
		v := text.Escaped(raw)
		if v < 0 {
			return out, 0
		}
		if !utf16.IsSurrogate(v) {
			return utf8.AppendRune(out, v), 6
		}
		if low := text.Escaped(raw[6:]); low >= 0 {
			if pair := utf16.DecodeRune(v, low); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair), 12
			}
		}
		return utf8.AppendRune(out, utf8.RuneError), 6
	}
	return out, 0
}
