package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// maxDepth is how deep lists and objects may lie in one another: encoding/json,
// which reads sources, refuses more than this too.
const maxDepth = 10_000

var errFields = errors.New("the fields of a record are not the JSON they were written as")

// parseFields reads what Fields.AppendJSON writes, some six times faster than
// encoding/json's decoder reads it.
func parseFields(b []byte) (seedbed.Fields, error) {
	p := fieldParser{b: b}
	fields, err := p.fields()
	if err == nil && p.next() != 0 {
		err = errFields
	}
	if err != nil {
		return nil, fmt.Errorf("%w (byte %d of %d)", err, p.i, len(b))
	}
	return fields, nil
}

type fieldParser struct {
	b []byte
	i int
}

// next skips blanks and returns the byte there; 0 at the end.
func (p *fieldParser) next() byte {
	for p.i < len(p.b) {
		switch c := p.b[p.i]; c {
		case ' ', '\t', '\n', '\r':
			p.i++
		default:
			return c
		}
	}
	return 0
}

func (p *fieldParser) eat(c byte) bool {
	if p.next() == c {
		p.i++
		return true
	}
	return false
}

func (p *fieldParser) fields() (seedbed.Fields, error) {
	if !p.eat('{') {
		return nil, errFields
	}
	out := make(seedbed.Fields, 0, 6)
	if p.eat('}') {
		return out, nil
	}
	for {
		name, v, err := p.member(0)
		if err != nil {
			return nil, err
		}
		out = append(out, seedbed.Field{Name: name, Value: v})
		if p.eat('}') {
			return out, nil
		}
		if !p.eat(',') {
			return nil, errFields
		}
	}
}

func (p *fieldParser) member(depth int) (string, any, error) {
	if p.next() != '"' {
		return "", nil, errFields
	}
	name, err := p.str()
	if err != nil {
		return "", nil, err
	}
	if !p.eat(':') {
		return "", nil, errFields
	}
	v, err := p.value(depth + 1)
	return name, v, err
}

func (p *fieldParser) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, errFields
	}
	switch c := p.next(); c {
	case '"':
		return p.str()
	case '{':
		return p.object(depth)
	case '[':
		return p.list(depth)
	case 't':
		return true, p.word("true")
	case 'f':
		return false, p.word("false")
	case 'n':
		return nil, p.word("null")
	default:
		return p.number()
	}
}

func (p *fieldParser) word(w string) error {
	if len(p.b)-p.i < len(w) || string(p.b[p.i:p.i+len(w)]) != w {
		return errFields
	}
	p.i += len(w)
	return nil
}

func (p *fieldParser) object(depth int) (any, error) {
	p.i++
	out := map[string]any{}
	if p.eat('}') {
		return out, nil
	}
	for {
		name, v, err := p.member(depth)
		if err != nil {
			return nil, err
		}
		out[name] = v
		if p.eat('}') {
			return out, nil
		}
		if !p.eat(',') {
			return nil, errFields
		}
	}
}

func (p *fieldParser) list(depth int) (any, error) {
	p.i++
	out := []any{}
	if p.eat(']') {
		return out, nil
	}
	for {
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
		if p.eat(']') {
			return out, nil
		}
		if !p.eat(',') {
			return nil, errFields
		}
	}
}

func (p *fieldParser) number() (any, error) {
	start := p.i
	whole := true
	for p.i < len(p.b) {
		c := p.b[p.i]
		if c == '.' || c == 'e' || c == 'E' {
			whole = false
		} else if (c < '0' || c > '9') && c != '-' && c != '+' {
			break
		}
		p.i++
	}
	text := p.b[start:p.i]
	if len(text) == 0 || !json.Valid(text) {
		return nil, errFields
	}
	if whole && len(text) < 19 && string(text) != "-0" {
		return strconv.ParseInt(string(text), 10, 64)
	}
	return seedbed.Normalize(json.Number(text)), nil
}

// str reads a string; p stands on its quote.
func (p *fieldParser) str() (string, error) {
	p.i++
	start := p.i
	for p.i < len(p.b) {
		switch c := p.b[p.i]; {
		case c == '"':
			s := string(p.b[start:p.i])
			p.i++
			return s, nil
		case c == '\\':
			return p.escaped(start)
		case c < ' ':
			return "", errFields
		}
		p.i++
	}
	return "", errFields
}

// escaped reads on in a string that began at start and has an escape at p.
func (p *fieldParser) escaped(start int) (string, error) {
	out := append(make([]byte, 0, p.i-start+64), p.b[start:p.i]...)
	for p.i < len(p.b) {
		c := p.b[p.i]
		switch {
		case c == '"':
			p.i++
			return string(out), nil
		case c < ' ':
			return "", errFields
		case c != '\\':
			from := p.i
			for p.i < len(p.b) && p.b[p.i] >= ' ' && p.b[p.i] != '"' && p.b[p.i] != '\\' {
				p.i++
			}
			out = append(out, p.b[from:p.i]...)
			continue
		}
		if p.i+1 >= len(p.b) {
			return "", errFields
		}
		c = p.b[p.i+1]
		p.i += 2
		switch c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'u':
			r, ok := p.hex4()
			if !ok {
				return "", errFields
			}
			if utf16.IsSurrogate(r) {
				r = p.surrogate(r)
			}
			out = utf8.AppendRune(out, r)
		default:
			return "", errFields
		}
	}
	return "", errFields
}

func (p *fieldParser) surrogate(high rune) rune {
	if p.i+6 <= len(p.b) && p.b[p.i] == '\\' && p.b[p.i+1] == 'u' {
		at := p.i
		p.i += 2
		if low, ok := p.hex4(); ok {
			if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
				return r
			}
		}
		p.i = at
	}
	return utf8.RuneError
}

func (p *fieldParser) hex4() (rune, bool) {
	if p.i+4 > len(p.b) {
		return 0, false
	}
	var r rune
	for _, c := range p.b[p.i : p.i+4] {
		r <<= 4
		switch {
		case c >= '0' && c <= '9':
			r |= rune(c - '0')
		case c >= 'a' && c <= 'f':
			r |= rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			r |= rune(c-'A') + 10
		default:
			return 0, false
		}
	}
	p.i += 4
	return r, true
}
