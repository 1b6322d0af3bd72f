package browse

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Row is a record with where it ended. Of its lineage it has the parents, the source with
// file and line, the model and the depth; the journal has the rest.
type Row struct {
	seedbed.Record
	// Ended is the stage whose record it is or that decided it.
	Ended string
}

// appendRow appends a row as a block has it.
func appendRow(b []byte, r *Row) ([]byte, error) {
	b = append(b, r.ID[:]...)
	for _, s := range [...]string{
		r.Stage, string(r.Origin), r.Ended, string(r.Decision.State), r.Decision.Actor, r.Decision.Reason, r.Decision.Detail,
		r.Lineage.Source, r.Lineage.File, r.Lineage.Model,
	} {
		b = appendBytes(b, s)
	}
	b = binary.AppendVarint(b, int64(r.Lineage.Line))
	b = binary.AppendVarint(b, int64(r.Lineage.Depth))
	b = binary.AppendUvarint(b, uint64(len(r.Lineage.Parents)))
	for i := range r.Lineage.Parents {
		b = append(b, r.Lineage.Parents[i][:]...)
	}
	at := len(b)
	b = r.Fields.AppendJSON(append(b, 0, 0, 0, 0))
	binary.LittleEndian.PutUint32(b[at:], uint32(len(b)-at-4))
	if len(r.Scores) == 0 {
		return append(b, 0), nil
	}
	scores, err := json.Marshal(r.Scores)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "indexing row %s: writing its scores: %w", r.ID.Short(), err)
	}
	return appendBytes(b, scores), nil
}

func appendBytes[T string | []byte](b []byte, s T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

var errDamaged = errors.New("it is damaged")

// rowDecoder reads what appendRow wrote; bad says that it was something else.
type rowDecoder struct {
	b   []byte
	bad bool
}

func (d *rowDecoder) take(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.bad, d.b = true, nil
		return nil
	}
	out := d.b[:n]
	d.b = d.b[n:]
	return out
}

func (d *rowDecoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *rowDecoder) varint() int {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

func (d *rowDecoder) text() string { return string(d.take(d.uvarint())) }

func decodeRow(b []byte) (Row, error) {
	d := rowDecoder{b: b}
	var r Row
	copy(r.ID[:], d.take(uint64(len(r.ID))))
	r.Stage, r.Origin, r.Ended = d.text(), seedbed.Origin(d.text()), d.text()
	r.Decision = seedbed.Decision{State: seedbed.State(d.text()), Actor: d.text(), Reason: d.text(), Detail: d.text()}
	r.Lineage.Source, r.Lineage.File, r.Lineage.Model = d.text(), d.text(), d.text()
	r.Lineage.Line, r.Lineage.Depth = d.varint(), d.varint()
	for range min(d.uvarint(), uint64(len(d.b))) {
		var id seedbed.ID
		copy(id[:], d.take(uint64(len(id))))
		r.Lineage.Parents = append(r.Lineage.Parents, id)
	}
	var size uint64
	if n := d.take(4); n != nil {
		size = uint64(binary.LittleEndian.Uint32(n))
	}
	fields, scores := d.take(size), d.take(d.uvarint())
	if d.bad {
		return r, errDamaged
	}
	if err := r.Fields.UnmarshalJSON(fields); err != nil {
		return r, err
	}
	if len(scores) > 0 {
		if err := json.Unmarshal(scores, &r.Scores); err != nil {
			return r, err
		}
		for i := range r.Scores {
			if f, ok := r.Scores[i].Value.(float64); ok && f == float64(int64(f)) {
				r.Scores[i].Value = int64(f) // a scale's values are whole
			}
		}
	}
	return r, nil
}

// lengthOf is how many characters the texts of a row have together.
func lengthOf(r *Row) int {
	n := 0
	for i := range r.Fields {
		eachText(r.Fields[i].Value, 0, func(s string) bool { n += utf8.RuneCountInString(s); return true })
	}
	return n
}
