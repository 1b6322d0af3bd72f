package release

import (
	"seedbed.dev/seedbed"
)

// jsonlSink writes one JSON object a row, every column in each, null for null.
// Lists and objects
// are written as they are, a field whose type varies as JSON text: a reader that
// wants one type a column gets it.
type jsonlSink struct {
	out    *digestFile
	layout *layout
	names  [][]byte // `,"name":`, the first with { for the comma
	buf    []byte
}

func newJSONLSink(out *digestFile, l *layout) *jsonlSink {
	s := &jsonlSink{out: out, layout: l}
	for i := range l.columns {
		start := byte(',')
		if i == 0 {
			start = '{'
		}
		s.names = append(s.names, append(seedbed.AppendString([]byte{start}, l.columns[i].name), ':'))
	}
	return s
}

func (s *jsonlSink) write(b *batch) error {
	s.buf = s.buf[:0]
	columns := s.layout.columns
	for i := range b.records {
		slots := b.slots[i*len(columns):][:len(columns)]
		for c := range columns {
			s.buf = append(s.buf, s.names[c]...)
			s.buf = appendCell(s.buf, &b.records[i], &columns[c], slots[c])
		}
		s.buf = append(s.buf, '}', '\n')
	}
	if _, err := s.out.Write(s.buf); err != nil {
		return s.out.failed(err)
	}
	return nil
}

func (s *jsonlSink) close() (File, error) { return s.out.finish() }

func (s *jsonlSink) abort() { s.out.abort() }

// appendCell appends the cell of r in column c as JSON.
func appendCell(b []byte, r *seedbed.Record, c *column, slot int32) []byte {
	switch c.from {
	case fromField:
		if slot < 0 {
			return append(b, "null"...)
		}
		return appendTyped(b, r.Fields[slot].Value, c.typ)
	case fromScore:
		if slot < 0 {
			return append(b, "null"...)
		}
		return appendTyped(b, r.Scores[slot].Value, c.typ)
	case fromID, fromParents: // hexadecimal digits and spaces
		n := len(b)
		b, ok := appendOwn(append(b, '"'), r, c.from)
		if !ok {
			return append(b[:n], "null"...)
		}
		return append(b, '"')
	default:
		if s := ownText(r, c.from); s != "" {
			return seedbed.AppendString(b, s)
		}
		return append(b, "null"...)
	}
}

func appendTyped(b []byte, v any, t cellType) []byte {
	if t == cellJSON {
		return seedbed.AppendString(b, string(seedbed.AppendValue(nil, v)))
	}
	if i, whole := v.(int64); whole && t == cellFloat {
		v = float64(i)
	}
	return seedbed.AppendValue(b, v)
}
