package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"seedbed.dev/seedbed"
)

const codecVersion = 1

var errShort = errors.New("it ends too early")

// maker is what the records of one stage or source have in common.
type maker struct {
	Stage      string         `json:"stage"`
	Origin     seedbed.Origin `json:"origin"`
	Source     string         `json:"source,omitempty"`
	File       string         `json:"file,omitempty"`
	Revision   string         `json:"revision,omitempty"`
	Model      string         `json:"model,omitempty"`
	Attributes []string       `json:"attributes,omitempty"`
}

// appendMaker appends the JSON of r's maker.
func appendMaker(b []byte, r *seedbed.Record) []byte {
	b = append(b, `{"stage":`...)
	b = seedbed.AppendString(b, r.Stage)
	b = append(b, `,"origin":`...)
	b = seedbed.AppendString(b, string(r.Origin))
	for _, f := range [...]struct{ key, value string }{
		{`,"source":`, r.Lineage.Source},
		{`,"file":`, r.Lineage.File},
		{`,"revision":`, r.Lineage.Revision},
		{`,"model":`, r.Lineage.Model},
	} {
		if f.value != "" {
			b = append(b, f.key...)
			b = seedbed.AppendString(b, f.value)
		}
	}
	if len(r.Lineage.Attributes) > 0 {
		b = append(b, `,"attributes":`...)
		for i, a := range r.Lineage.Attributes {
			b = append(b, "[,"[min(i, 1)])
			b = seedbed.AppendString(b, a)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

func parseMaker(text string) (maker, error) {
	var m maker
	err := json.Unmarshal([]byte(text), &m)
	return m, err
}

// appendLineage appends what is particular to one record.
func appendLineage(b []byte, l *seedbed.Lineage, n *names) []byte {
	b = append(b, codecVersion)
	b = binary.AppendUvarint(b, uint64(len(l.Parents)))
	for i := range l.Parents {
		b = append(b, l.Parents[i][:]...)
	}
	b = binary.AppendVarint(b, int64(l.Copy))
	b = binary.AppendVarint(b, int64(l.Line))
	b = binary.AppendVarint(b, int64(l.Depth))
	b = binary.AppendUvarint(b, uint64(len(l.Calls)))
	for i := range l.Calls {
		b = append(b, l.Calls[i][:]...)
	}
	b = binary.AppendUvarint(b, uint64(len(l.Exemplars)))
	for _, e := range l.Exemplars {
		b = appendRef(b, n.refText(e))
	}
	return b
}

// appendRef appends a name's number, or a text with its length.
func appendRef(b []byte, r ref) []byte {
	if r.id != 0 {
		return binary.AppendUvarint(b, uint64(r.id)<<1)
	}
	b = binary.AppendUvarint(b, uint64(len(r.text))<<1|1)
	return append(b, r.text...)
}

// cursor reads the binary forms. After an error it gives zeros.
type cursor struct {
	b    []byte
	err  error
	text func(int64) (string, error)
}

func (c *cursor) take(n uint64) []byte {
	if c.err != nil || n > uint64(len(c.b)) {
		c.fail()
		return nil
	}
	out := c.b[:n]
	c.b = c.b[n:]
	return out
}

func (c *cursor) fail() {
	if c.err == nil {
		c.err = errShort
	}
	c.b = nil
}

func (c *cursor) byte() byte {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *cursor) uint() uint64 {
	v, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.fail()
		return 0
	}
	c.b = c.b[n:]
	return v
}

func (c *cursor) int() int64 {
	v, n := binary.Varint(c.b)
	if n <= 0 {
		c.fail()
		return 0
	}
	c.b = c.b[n:]
	return v
}

// count reads a number of items of at least size bytes each.
func (c *cursor) count(size int) int {
	n := c.uint()
	if n > uint64(len(c.b)/size) {
		c.fail()
		return 0
	}
	return int(n)
}

func (c *cursor) ref() string {
	v := c.uint()
	if c.err != nil {
		return ""
	}
	if v&1 == 1 {
		return string(c.take(v >> 1))
	}
	s, err := c.text(int64(v >> 1))
	if err != nil && c.err == nil {
		c.err = err
	}
	return s
}

func (c *cursor) version() {
	if v := c.byte(); v != codecVersion && c.err == nil {
		c.err = fmt.Errorf("unknown form %d", v)
	}
}

func decodeLineage(b []byte, l *seedbed.Lineage, text func(int64) (string, error)) error {
	c := cursor{b: b, text: text}
	c.version()
	if n := c.count(16); n > 0 {
		l.Parents = make([]seedbed.ID, n)
		for i := range l.Parents {
			copy(l.Parents[i][:], c.take(16))
		}
	}
	l.Copy = int(c.int())
	l.Line = int(c.int())
	l.Depth = int(c.int())
	if n := c.count(32); n > 0 {
		l.Calls = make([]seedbed.CallKey, n)
		for i := range l.Calls {
			copy(l.Calls[i][:], c.take(32))
		}
	}
	if n := c.count(1); n > 0 {
		l.Exemplars = make([]string, n)
		for i := range l.Exemplars {
			l.Exemplars[i] = c.ref()
		}
	}
	if c.err != nil {
		return fmt.Errorf("reading lineage: %w", c.err)
	}
	return nil
}
