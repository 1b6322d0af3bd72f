package review

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"seedbed.dev/seedbed"
)

// Rows gives the rows of inspections. Any goroutine may use it.
type Rows interface {
	Row(ctx context.Context, id seedbed.ID) (r seedbed.Record, ok bool, err error)
}

// RowFile is a file with the rows of a sample as they were when it was drawn, one JSON
// object a line: what people rated stays as they saw it, whatever becomes of the run
// or the file that the rows are from. Only places are in memory, 24 bytes a row.
type RowFile struct {
	f  *os.File
	at []rowAt // sorted by id
}

type rowAt struct {
	id   seedbed.ID
	from int64
}

// rowLine is a record as a RowFile has it.
type rowLine struct {
	ID       seedbed.ID       `json:"id"`
	Stage    string           `json:"stage"`
	Origin   seedbed.Origin   `json:"origin"`
	Fields   seedbed.Fields   `json:"fields"`
	Scores   []seedbed.Score  `json:"scores,omitempty"`
	Lineage  seedbed.Lineage  `json:"lineage"`
	Decision seedbed.Decision `json:"decision"`
}

// rowMost is the longest line that is read, in bytes.
const rowMost = 256 << 20

// WriteRows writes a RowFile, whole or not at all.
func WriteRows(path string, rows iter.Seq2[seedbed.Record, error]) error {
	var failed error // of the rows, and not of the file
	err := writeWhole(path, func(out io.Writer) error {
		w := bufio.NewWriterSize(out, 1<<16)
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for r, err := range rows {
			if err != nil {
				failed = err
				return err
			}
			if err := enc.Encode(rowLine{r.ID, r.Stage, r.Origin, r.Fields, r.Scores, r.Lineage, r.Decision}); err != nil {
				return fmt.Errorf("row %s: %w", r.ID.Short(), err)
			}
		}
		return w.Flush()
	})
	switch {
	case failed != nil:
		return failed
	case err != nil:
		return seedbed.Errorf(seedbed.CodeStorage, "writing the rows of a sample: %w", err)
	}
	return nil
}

// OpenRows opens a RowFile. A line that is no row is an error that names it.
func OpenRows(path string) (*RowFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading the rows of a sample: %w", err)
	}
	r := &RowFile{f: f}
	if err := r.index(); err != nil {
		f.Close()
		return nil, seedbed.Errorf(seedbed.CodeStorage, "reading the rows of a sample: %s:%w", path, err)
	}
	return r, nil
}

// idFrom is how every line begins, up to the digits of its id.
const idFrom = `{"id":"`

func (r *RowFile) index() error {
	in := bufio.NewReaderSize(r.f, 1<<16)
	at := int64(0)
	for line := 1; ; line++ {
		b, size, err := readLine(in)
		if errors.Is(err, io.EOF) && size == 0 {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%d: %w", line, err)
		}
		var id seedbed.ID
		digits, ok := bytes.CutPrefix(b, []byte(idFrom))
		if !ok || len(digits) < 2*len(id) {
			return fmt.Errorf("%d: this is no row of a sample", line)
		}
		if err := id.UnmarshalText(digits[:2*len(id)]); err != nil {
			return fmt.Errorf("%d: %w", line, err)
		}
		r.at = append(r.at, rowAt{id, at})
		at += size
	}
	slices.SortStableFunc(r.at, func(a, b rowAt) int { return bytes.Compare(a.id[:], b.id[:]) })
	return nil
}

// readLine returns the beginning of a line, and how long it is with its end.
func readLine(in *bufio.Reader) (begin []byte, size int64, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if begin == nil {
			begin = slices.Clone(part[:min(len(part), 256)])
		}
		size += int64(len(part))
		if !errors.Is(err, bufio.ErrBufferFull) {
			return begin, size, err
		}
	}
}

// Len returns how many rows there are.
func (r *RowFile) Len() int { return len(r.at) }

// Row implements Rows.
func (r *RowFile) Row(ctx context.Context, id seedbed.ID) (seedbed.Record, bool, error) {
	i, ok := slices.BinarySearchFunc(r.at, id, func(a rowAt, id seedbed.ID) int { return bytes.Compare(a.id[:], id[:]) })
	if !ok || ctx.Err() != nil {
		return seedbed.Record{}, false, ctx.Err()
	}
	var l rowLine
	dec := json.NewDecoder(io.NewSectionReader(r.f, r.at[i].from, rowMost))
	if err := dec.Decode(&l); err != nil {
		return seedbed.Record{}, false, seedbed.Errorf(seedbed.CodeStorage, "reading row %s of a sample: %w", id.Short(), err)
	}
	for j := range l.Scores {
		l.Scores[j].Value = wholeNumber(l.Scores[j].Value)
	}
	return seedbed.Record{ID: l.ID, Stage: l.Stage, Origin: l.Origin, Fields: l.Fields, Scores: l.Scores, Lineage: l.Lineage, Decision: l.Decision}, true, nil
}

// wholeNumber makes the float64 that JSON gives for a scale an int64 again.
func wholeNumber(v any) any {
	if f, ok := v.(float64); ok && f == float64(int64(f)) {
		return int64(f)
	}
	return v
}

// Close closes the file.
func (r *RowFile) Close() error { return r.f.Close() }
