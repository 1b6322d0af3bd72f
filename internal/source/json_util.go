package source

import "strconv"

// at returns the byte at i; 0 beyond the end.
func (p *parser) at(i int) byte {
	if i < len(p.b) {
		return p.b[i]
	}
	return 0
}

func (p *parser) peek() byte { return p.at(p.i) }

func (p *parser) space() {
	for p.i < len(p.b) {
		switch p.b[p.i] {
		case ' ', '\t', '\r', '\n':
			p.i++
		default:
			return
		}
	}
}

// word passes over w if it is what comes next.
func (p *parser) word(w string) bool {
	if len(p.b)-p.i < len(w) || string(p.b[p.i:p.i+len(w)]) != w {
		return false
	}
	p.i += len(w)
	return true
}

// fail notes what is wrong at p.i. It returns false.
func (p *parser) fail(message, fix string) bool {
	if p.i >= len(p.b) {
		message, fix = "the line ends inside the object", "write each object on one line"
	}
	p.fault = fault{col: column(p.b, p.i), message: message, fix: fix}
	return false
}

// instead says what to write in place of what people often write at p.i.
func (p *parser) instead() string {
	switch c := p.peek(); {
	case c == '\'':
		return "write double quotes"
	case c == 'N' || c == 'I' || c == 'n' || c == 'u':
		return "write null"
	case c == 'T':
		return "write true"
	case c == 'F':
		return "write false"
	case c == '/' || c == '#':
		return "JSON has no comments; leave it out"
	case c == '.' || c == '+':
		return "write a number with a digit first"
	default:
		return ""
	}
}

// quoteName prints a name for a person, however long or strange it is.
func quoteName(s string) string {
	if r := []rune(s[:min(len(s), 300)]); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return strconv.Quote(s)
}
