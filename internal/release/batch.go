package release

import (
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// A batch is full at so many rows or so many bytes of text.
const (
	batchRows  = 1024
	batchBytes = 4 << 20
)

// batch is a run of records on the way to the files, with the place of each
// cell in its record. Several writers read it at once; nobody changes it until
// the last of them has let it go.
type batch struct {
	records []seedbed.Record
	slots   []int32 // record-major: index into Fields or Scores; -1: null
	bytes   int
	readers atomic.Int32
}

func newBatch() *batch {
	return &batch{records: make([]seedbed.Record, 0, batchRows)}
}

func (b *batch) reset() {
	clear(b.records)
	b.records, b.slots, b.bytes = b.records[:0], b.slots[:0], 0
}

func (b *batch) full() bool { return len(b.records) >= batchRows || b.bytes >= batchBytes }

// add puts r into b. It is false when r does not fit l: a value of another
// type, or a field that has no column.
func (b *batch) add(r *seedbed.Record, l *layout) bool {
	base := len(b.slots)
	for range l.columns {
		b.slots = append(b.slots, -1)
	}
	slots := b.slots[base:]
	for i := range r.Fields {
		f := &r.Fields[i]
		c, known := i, false
		if i < len(l.columns) && l.columns[i].from == fromField && l.columns[i].key == f.Name {
			known = true
		} else {
			c, known = l.fields[f.Name]
		}
		if !known {
			if l.open {
				continue
			}
			return false
		}
		if f.Value == nil {
			continue
		}
		if !l.columns[c].typ.fits(f.Value) {
			return false
		}
		slots[c] = int32(i)
		b.bytes += sizeOf(f.Value)
	}
	for i := range r.Scores {
		s := &r.Scores[i]
		c, known := l.scores[s.Criterion]
		if !known || (s.Status == seedbed.Scored && !l.columns[c].typ.fits(s.Value)) {
			return false
		}
		slots[c] = -1
		if s.Status == seedbed.Scored && s.Value != nil {
			slots[c] = int32(i)
		}
	}
	b.records = append(b.records, *r)
	return true
}

// sizeOf says about how many bytes a value takes in the files.
func sizeOf(v any) int {
	switch v := v.(type) {
	case string:
		return len(v)
	case []any:
		n := 2
		for i := range v {
			n += 1 + sizeOf(v[i])
		}
		return n
	case map[string]any:
		n := 2
		for k, e := range v {
			n += len(k) + 4 + sizeOf(e)
		}
		return n
	default:
		return 8
	}
}
