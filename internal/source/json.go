package source

import (
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

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
		if hex4(b) >= 0 {
			return 6
		}
	}
	return 0
}

// hex4 returns the value of the \uXXXX that b starts with, or -1.
func hex4(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
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
		r := hex4(b[i:])
		i += 6
		if utf16.IsSurrogate(r) {
			if both := utf16.DecodeRune(r, hex4(b[i:])); both != utf8.RuneError {
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
