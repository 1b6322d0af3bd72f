package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"sync"

	"seedbed.dev/seedbed"
)

// extra is Params.Extra, ready to be merged into a body.
type extra struct {
	keys    map[string]bool
	members []byte // what stands between its braces
}

// parseExtra reads Params.Extra. nil where there is none.
func parseExtra(raw json.RawMessage) (*extra, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "extra is not a JSON object", Fix: "write it as {name: value}", Err: err}
	}
	if string(members["stream"]) == "true" {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "extra asks for a stream, which is not read", Fix: "take stream out of it"}
	}
	if n, ok := members["n"]; ok && string(n) != "1" {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "extra asks for n replies at once, of which one would be read", Fix: "use copies in the stage instead"}
	}
	e := &extra{keys: make(map[string]bool, len(members))}
	for k := range members {
		e.keys[k] = true
	}
	raw = bytes.TrimSpace(raw)
	e.members = bytes.TrimSpace(raw[1 : len(raw)-1])
	return e, nil
}

// prepared keeps what is worked out of the few schemas and extras that a run
// has, so that a call does not parse them again.
type prepared[T any] struct {
	mu sync.RWMutex
	m  map[string]preparedEntry[T]
}

type preparedEntry[T any] struct {
	v   T
	err error
}

// get returns what make gives for raw. It keeps at most 256 of them.
func (p *prepared[T]) get(raw []byte, make func([]byte) (T, error)) (T, error) {
	p.mu.RLock()
	e, ok := p.m[string(raw)]
	p.mu.RUnlock()
	if ok {
		return e.v, e.err
	}
	e.v, e.err = make(raw)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.m == nil || len(p.m) >= 256 {
		p.m = map[string]preparedEntry[T]{}
	}
	p.m[string(raw)] = e
	return e.v, e.err
}

// builder writes a request's body: an object whose members Extra may override.
type builder struct {
	b     []byte
	extra *extra
}

func newBuilder(size int, x *extra) builder {
	if x != nil {
		size += len(x.members) + 1
	}
	b := builder{b: make([]byte, 0, size), extra: x}
	b.b = append(b.b, '{')
	return b
}

// name starts a member; false when Extra has it.
func (b *builder) name(name string) bool {
	if b.extra != nil && b.extra.keys[name] {
		return false
	}
	if len(b.b) > 1 {
		b.b = append(b.b, ',')
	}
	b.b = append(b.b, '"')
	b.b = append(b.b, name...)
	b.b = append(b.b, '"', ':')
	return true
}

func (b *builder) text(name, v string) {
	if b.name(name) {
		b.b = seedbed.AppendString(b.b, v)
	}
}

func (b *builder) num(name string, v int64) {
	if b.name(name) {
		b.b = strconv.AppendInt(b.b, v, 10)
	}
}

func (b *builder) float(name string, v *float64) {
	if v != nil && b.name(name) {
		b.b = strconv.AppendFloat(b.b, *v, 'g', -1, 64)
	}
}

func (b *builder) raw(name, v string) {
	if b.name(name) {
		b.b = append(b.b, v...)
	}
}

func (b *builder) texts(name string, v []string) {
	if len(v) == 0 || !b.name(name) {
		return
	}
	b.b = append(b.b, '[')
	for i := range v {
		if i > 0 {
			b.b = append(b.b, ',')
		}
		b.b = seedbed.AppendString(b.b, v[i])
	}
	b.b = append(b.b, ']')
}

// messages writes messages as {"role", "content"}, those of role skip left out,
// with tail appended to the last of the user's.
func (b *builder) messages(messages []seedbed.Message, skip seedbed.Role, tail string) {
	if !b.name("messages") {
		return
	}
	b.b = b.appendMessages(messages, skip, tail)
}

// list writes messages as a list and returns all that was written.
func (b *builder) list(messages []seedbed.Message) []byte { return b.appendMessages(messages, "", "") }

func (b *builder) appendMessages(messages []seedbed.Message, skip seedbed.Role, tail string) []byte {
	last := -1
	for i := range messages {
		if messages[i].Role == seedbed.User {
			last = i
		}
	}
	b.b = append(b.b, '[')
	first := true
	write := func(role seedbed.Role, content, tail string) {
		if !first {
			b.b = append(b.b, ',')
		}
		first = false
		b.b = append(b.b, `{"role":`...)
		b.b = seedbed.AppendString(b.b, string(role))
		b.b = append(b.b, `,"content":`...)
		b.b = seedbed.AppendString(b.b, content+tail)
		b.b = append(b.b, '}')
	}
	for i := range messages {
		switch {
		case messages[i].Role == skip:
		case i == last:
			write(messages[i].Role, messages[i].Content, tail)
		default:
			write(messages[i].Role, messages[i].Content, "")
		}
	}
	if last < 0 && tail != "" {
		write(seedbed.User, tail, "")
	}
	return append(b.b, ']')
}

// done ends the body.
func (b *builder) done() []byte {
	if b.extra != nil && len(b.extra.members) > 0 {
		if len(b.b) > 1 {
			b.b = append(b.b, ',')
		}
		b.b = append(b.b, b.extra.members...)
	}
	return append(b.b, '}')
}

// bodySize estimates a body's length.
func bodySize(r *seedbed.Request) int {
	n := 256 + len(r.Schema) + len(r.Schema)/4
	for i := range r.Messages {
		n += len(r.Messages[i].Content) + len(r.Messages[i].Content)/16 + 32
	}
	return n
}

// instruction asks for JSON in words.
func instruction(schema json.RawMessage) string {
	return fmt.Sprintf("\n\nAnswer with one JSON value and nothing else: no introduction, no code fence. It must follow this JSON Schema:\n%s", schema)
}

// seedOf is the seed that is sent: another for each copy and attempt, since the
// same seed would give the same reply again. Servers take 31 bits.
func seedOf(r *seedbed.Request) int64 {
	seed := *r.Params.Seed + int64(r.Copy) + 1_000_003*int64(r.Attempt)
	if seed > math.MaxInt32 {
		seed = seed%math.MaxInt32 + 1
	}
	return seed
}
