package source

import (
	"encoding/json"

	"seedbed.dev/seedbed"
)

// number reads a number by JSON's grammar.
func (p *parser) number() (any, seedbed.Type, bool) {
	start, n := p.i, int64(0)
	if p.peek() == '-' {
		p.i++
	}
	first := p.i
	for p.digit() {
		n = n*10 + int64(p.b[p.i]-'0') // wraps beyond 18 digits, and is not used then
		p.i++
	}
	digits := p.i - first
	if digits == 0 {
		return nil, "", p.fail("want a digit", "")
	}
	if digits > 1 && p.b[first] == '0' {
		p.i = start
		return nil, "", p.fail("a number starts with 0", "leave the zeros out, or put it in quotes")
	}
	whole := true
	if p.peek() == '.' {
		whole = false
		if !p.digits() {
			return nil, "", false
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		whole = false
		if c := p.at(p.i + 1); c == '+' || c == '-' {
			p.i++
		}
		if !p.digits() {
			return nil, "", false
		}
	}
	if whole && digits <= 18 && (n != 0 || first == start) {
		if !p.build {
			return nil, seedbed.TypeInt, true
		}
		if first > start {
			n = -n
		}
		return n, seedbed.TypeInt, true
	}
	v := seedbed.Normalize(json.Number(p.b[start:p.i]))
	return v, seedbed.TypeOf(v), true
}

// digits passes over the byte at p.i and at least one digit after it.
func (p *parser) digits() bool {
	p.i++
	if !p.digit() {
		return p.fail("want a digit", "")
	}
	for p.digit() {
		p.i++
	}
	return true
}

func (p *parser) digit() bool { return p.i < len(p.b) && p.b[p.i]-'0' <= 9 }
