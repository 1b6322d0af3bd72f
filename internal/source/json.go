package source

import (
	"fmt"

	"seedbed.dev/seedbed"
)

// Bounds on one row, so that no row can take the time or stack of many.
const (
	maxDepth  = 1000
	maxFields = 10_000
)

// parser reads one JSON object, as seedbed.DecodeFields does and with the same
// result, several times as fast and with words for what is wrong. A test holds
// the two against each other.
//
// Without build it makes no values: it only notes names and types in seen.
type parser struct {
	b     []byte
	s     string // b as text, which values are parts of; only with build
	i     int
	build bool
	seen  []seenField
	known []string // the names of the last object, to share theirs
	many  map[string]bool
	fault fault
}

// seenField is a field of an object that was not built.
type seenField struct {
	name []byte
	typ  seedbed.Type
	size int // bytes of its value, quotes and all
}

// object reads line, and says with ok whether it is an object and no more.
// With build, the fields are in the result; else they are in p.seen.
func (p *parser) object(line []byte) (fields seedbed.Fields, ok bool) {
	p.b, p.i, p.seen = line, 0, p.seen[:0]
	if p.build {
		p.s = string(line)
	}
	p.space()
	if p.peek() != '{' {
		return nil, p.fail(p.notObject())
	}
	p.i++
	if p.build {
		fields = make(seedbed.Fields, 0, max(4, len(p.known)))
	}
	fields, ok = p.members(fields)
	if !ok {
		return nil, false
	}
	p.space()
	if p.i < len(p.b) {
		return nil, p.fail("something follows the object", "write one object a line")
	}
	return fields, true
}

func (p *parser) notObject() (string, string) {
	switch c := p.peek(); {
	case c == '[':
		return "want an object {...}, got a list", "write one object a line, without [ ] around all and without commas between"
	case c == '"' || c == '-' || c >= '0' && c <= '9':
		return "want an object {...}, got a bare value", `write {"text": ...}`
	default:
		return "want an object {...}", "write one JSON object a line, or say which format it is: format: csv"
	}
}

// members reads the rest of the outermost object after its {.
func (p *parser) members(fields seedbed.Fields) (seedbed.Fields, bool) {
	p.space()
	if p.peek() == '}' {
		p.i++
		return fields, true
	}
	for n := 0; ; n++ {
		p.space()
		at := p.i
		start, end, escaped, ok := p.key()
		if !ok {
			return nil, false
		}
		if !p.unique(fields, n, start, end, escaped, at) {
			return nil, false
		}
		var name string
		if p.build {
			name = p.name(n, start, end, escaped)
		}
		from := p.i
		v, typ, ok := p.value(1)
		if !ok {
			return nil, false
		}
		if p.build {
			fields = append(fields, seedbed.Field{Name: name, Value: v})
		} else {
			p.seen[n].typ, p.seen[n].size = typ, p.i-from
		}
		more, ok := p.comma('}')
		if !ok || !more {
			return fields, ok
		}
	}
}

// name returns the n-th name, shared with the last object's where it is the same.
func (p *parser) name(n, start, end int, escaped bool) string {
	if n < len(p.known) && !escaped && p.known[n] == p.s[start:end] {
		return p.known[n]
	}
	name := p.text(start, end, escaped)
	if n < 64 {
		p.known = append(p.known[:min(n, len(p.known))], string([]byte(name)))
	}
	return name
}

// unique notes the n-th name and fails when an earlier one is the same.
func (p *parser) unique(fields seedbed.Fields, n, start, end int, escaped bool, at int) bool {
	if n >= maxFields {
		p.i = at
		return p.fail(fmt.Sprintf("more than %d fields", maxFields), "put them into a list or an object")
	}
	name := p.b[start:end]
	if escaped {
		name = unescape(nil, name)
	}
	twice := false
	switch {
	case n >= 32:
		if n == 32 {
			p.many = map[string]bool{}
			for k := range n {
				p.many[p.nth(fields, k)] = true
			}
		}
		twice = p.many[string(name)]
		p.many[string(name)] = true
	case p.build:
		for k := range fields {
			twice = twice || fields[k].Name == string(name)
		}
	default:
		for k := range p.seen {
			twice = twice || string(p.seen[k].name) == string(name)
		}
	}
	if twice {
		p.i = at
		return p.fail(fmt.Sprintf("field %s is there twice", quoteName(string(name))), "rename one of the two")
	}
	if !p.build {
		p.seen = append(p.seen, seenField{name: name})
	}
	return true
}

func (p *parser) nth(fields seedbed.Fields, k int) string {
	if p.build {
		return fields[k].Name
	}
	return string(p.seen[k].name)
}

// key reads a name and its colon, and the space after it.
func (p *parser) key() (start, end int, escaped, ok bool) {
	if p.peek() != '"' {
		return 0, 0, false, p.fail("want the name of a field in double quotes", p.instead())
	}
	if start, end, escaped, ok = p.span(); !ok {
		return
	}
	p.space()
	if p.peek() != ':' {
		return 0, 0, false, p.fail("want a colon after the name", "")
	}
	p.i++
	p.space()
	return
}

// comma reads a comma (more) or the end of an object or list.
func (p *parser) comma(end byte) (more, ok bool) {
	p.space()
	switch c := p.peek(); {
	case c == end && p.i < len(p.b):
		p.i++
		return false, true
	case c != ',':
		return false, p.fail(fmt.Sprintf("want a comma or %c", end), "")
	}
	at := p.i
	p.i++
	p.space()
	if p.peek() == end {
		p.i = at
		return false, p.fail(fmt.Sprintf("a comma before %c", end), "leave the comma out")
	}
	return true, true
}

// value reads any value. p.i is at its first byte.
func (p *parser) value(depth int) (any, seedbed.Type, bool) {
	switch c := p.peek(); {
	case c == '"':
		start, end, escaped, ok := p.span()
		if !ok || !p.build {
			return nil, seedbed.TypeText, ok
		}
		return p.text(start, end, escaped), seedbed.TypeText, true
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	case c == '{' || c == '[':
		if depth >= maxDepth {
			return nil, "", p.fail(fmt.Sprintf("nested more than %d deep", maxDepth), "")
		}
		if c == '{' {
			return p.nested(depth)
		}
		return p.list(depth)
	case p.word("null"):
		return nil, seedbed.TypeAny, true
	case p.word("true"):
		return true, seedbed.TypeBool, true
	case p.word("false"):
		return false, seedbed.TypeBool, true
	default:
		return nil, "", p.fail("want a value", p.instead())
	}
}

func (p *parser) nested(depth int) (any, seedbed.Type, bool) {
	p.i++
	var m map[string]any
	if p.build {
		m = map[string]any{}
	}
	p.space()
	if p.peek() == '}' {
		p.i++
		return m, seedbed.TypeObject, true
	}
	for {
		p.space()
		start, end, escaped, ok := p.key()
		if !ok {
			return nil, "", false
		}
		v, _, ok := p.value(depth + 1)
		if !ok {
			return nil, "", false
		}
		if p.build {
			m[p.text(start, end, escaped)] = v
		}
		more, ok := p.comma('}')
		if !ok || !more {
			return m, seedbed.TypeObject, ok
		}
	}
}

func (p *parser) list(depth int) (any, seedbed.Type, bool) {
	p.i++
	out := []any{}
	p.space()
	if p.peek() == ']' {
		p.i++
		return out, seedbed.TypeList, true
	}
	for {
		p.space()
		v, _, ok := p.value(depth + 1)
		if !ok {
			return nil, "", false
		}
		if p.build {
			out = append(out, v)
		}
		more, ok := p.comma(']')
		if !ok || !more {
			return out, seedbed.TypeList, ok
		}
	}
}
