package release

import (
	"math"
	"unsafe"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"seedbed.dev/seedbed"
)

// A row group is closed at so many rows or so many bytes, estimated before
// compression: this is what a release needs of memory.
const (
	groupRows  = 1 << 17
	groupBytes = 64 << 20
)

// dictionaryBytes is where a column's dictionary is given up for plain values.
const dictionaryBytes = 1 << 20

// parquetSink writes rows as Parquet, by column. Nothing in the file depends on
// time: its only metadata is the writer's name and version.
type parquetSink struct {
	out     *digestFile
	layout  *layout
	writer  *parquet.GenericWriter[any]
	group   *parquet.ConcurrentRowGroupWriter
	rows    int // in the open row group
	values  []parquet.Value
	scratch []byte
}

func newParquetSink(out *digestFile, l *layout, version string) *parquetSink {
	root := orderedGroup{Group: parquet.Group{}}
	for i := range l.columns {
		c := &l.columns[i]
		root.add(c.name, parquet.Optional(node(c)))
	}
	schema := parquet.NewSchema("seedbed", root)
	options := []parquet.WriterOption{
		schema,
		parquet.CreatedBy("seedbed", version, "none"),
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
		parquet.DictionaryMaxBytes(dictionaryBytes),
	}
	for i := range l.columns {
		if t := l.columns[i].typ; t == cellText || t.asJSON() {
			options = append(options, parquet.SkipPageBounds(l.columns[i].name))
		}
	}
	return &parquetSink{out: out, layout: l, writer: parquet.NewGenericWriter[any](out, options...)}
}

// node returns the Parquet type of a column. Only columns with few different
// values get a dictionary: building one of all-different texts costs more than
// the compression that follows would miss.
func node(c *column) parquet.Node {
	switch c.typ {
	case cellInt:
		return parquet.Int(64)
	case cellFloat:
		return parquet.Leaf(parquet.DoubleType)
	case cellBool:
		return parquet.Leaf(parquet.BooleanType)
	}
	n := parquet.String()
	switch c.from {
	case fromField, fromID, fromParents, fromDetail:
		return n
	default:
		return parquet.Encoded(n, &parquet.RLEDictionary)
	}
}

// orderedGroup is a group whose fields stay in the order in which they were
// added; parquet.Group sorts them by name.
type orderedGroup struct {
	parquet.Group
	names []string
}

func (g *orderedGroup) add(name string, n parquet.Node) {
	g.Group[name] = n
	g.names = append(g.names, name)
}

// Fields implements parquet.Node.
func (g orderedGroup) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	out := make([]parquet.Field, len(g.names))
	for i, name := range g.names {
		out[i] = byName[name]
	}
	return out
}

func (s *parquetSink) write(b *batch) error {
	if s.group == nil {
		s.group = s.writer.BeginRowGroup()
	}
	writers := s.group.ColumnWriters()
	s.scratch = s.scratch[:0]
	for c := range s.layout.columns {
		s.fill(b, c)
		if _, err := writers[c].WriteRowValues(s.values); err != nil {
			return s.out.failed(err)
		}
	}
	s.rows += len(b.records)
	if s.rows >= groupRows || s.group.Size() >= groupBytes {
		return s.commit()
	}
	return nil
}

func (s *parquetSink) commit() error {
	if s.rows == 0 {
		return nil
	}
	s.rows = 0
	if _, err := s.group.Commit(); err != nil {
		return s.out.failed(err)
	}
	return nil
}

// fill sets s.values to the cells of column c.
func (s *parquetSink) fill(b *batch, c int) {
	col, width := &s.layout.columns[c], len(s.layout.columns)
	null := parquet.NullValue().Level(0, 0, c)
	s.values = s.values[:0]
	for i := range b.records {
		r, slot := &b.records[i], b.slots[i*width+c]
		v, ok := parquet.Value{}, false
		switch {
		case col.from == fromField && slot >= 0:
			v, ok = s.value(col.typ, r.Fields[slot].Value)
		case col.from == fromScore && slot >= 0:
			v, ok = s.value(col.typ, r.Scores[slot].Value)
		case col.from == fromField, col.from == fromScore:
		case col.from == fromID, col.from == fromParents:
			start := len(s.scratch)
			s.scratch, ok = appendOwn(s.scratch, r, col.from)
			v = parquet.ByteArrayValue(s.scratch[start:])
		default:
			text := ownText(r, col.from)
			v, ok = s.text(text), text != ""
		}
		if !ok {
			s.values = append(s.values, null)
			continue
		}
		s.values = append(s.values, v.Level(0, 1, c))
	}
}

// value returns the cell of a column of type t that shows v, which fits it.
func (s *parquetSink) value(t cellType, v any) (parquet.Value, bool) {
	if t.asJSON() {
		start := len(s.scratch)
		s.scratch = seedbed.AppendValue(s.scratch, v)
		return parquet.ByteArrayValue(s.scratch[start:]), true
	}
	switch v := v.(type) {
	case string:
		return s.text(v), true
	case int64:
		if t == cellFloat {
			return parquet.DoubleValue(float64(v)), true
		}
		return parquet.Int64Value(v), true
	case float64:
		return parquet.DoubleValue(v), !math.IsNaN(v) && !math.IsInf(v, 0)
	case bool:
		return parquet.BooleanValue(v), true
	}
	return parquet.Value{}, false
}

// text returns the value of a text without copying it: the writer copies it
// into its page, and a string never changes.
func (s *parquetSink) text(v string) parquet.Value {
	v = validText(v)
	return parquet.ByteArrayValue(unsafe.Slice(unsafe.StringData(v), len(v)))
}

func (s *parquetSink) close() (File, error) {
	if err := s.commit(); err != nil {
		return File{}, err
	}
	if err := s.writer.Close(); err != nil {
		return File{}, s.out.failed(err)
	}
	return s.out.finish()
}

func (s *parquetSink) abort() { s.out.abort() }
