package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// chunkRows is how many rows are read at a time; chunkBytes ends a chunk of
// large rows earlier.
const (
	chunkRows  = 1024
	chunkBytes = 4 << 20
)

// columns of a stored row, in the order in which rowReader asks for them.
const (
	colOrd = iota
	colVerdict
	colDetail
	colScores
	colRecord
	colID
	colMaker
	colLineage
	colFields
	numCols
)

// rowReader streams the rows of a run. One goroutine reads a chunk while the
// consumer decodes and uses the one before.
type rowReader struct {
	j   *Journal
	run int64
	f   Filter
}

// chunk is a part of the rows as they are stored.
type chunk struct {
	rows [][numCols]driver.Value
	err  error // ends the stream
}

func (r *rowReader) stream(ctx context.Context, yield func(Row, error) bool) {
	ctx, cancel := context.WithCancel(ctx)
	chunks := make(chan chunk, 1)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		r.read(ctx, chunks)
	}()
	defer func() {
		cancel()
		<-gone
	}()
	d := r.j.decoder(nil)
	left := r.f.Limit
	for c := range chunks {
		for i := range c.rows {
			row, skip, err := r.decode(ctx, d, &c.rows[i])
			if skip {
				continue
			}
			if !yield(row, explain("reading outcomes", err)) || err != nil {
				return
			}
			if left--; left == 0 {
				return
			}
		}
		if c.err != nil {
			yield(Row{}, c.err)
			return
		}
	}
}

// read sends chunks until there are no more rows, or the context ends.
func (r *rowReader) read(ctx context.Context, chunks chan<- chunk) {
	defer close(chunks)
	from, where, known := r.f.From, "", -1
	n := chunkRows
	if r.f.Limit > 0 {
		n = min(n, r.f.Limit)
	}
	for last := false; !last; {
		c := chunk{}
		c.err = r.j.read(ctx, "reading outcomes", func(conn *conn) error {
			var err error
			if where, known, err = r.where(conn, where, known); err != nil {
				return err
			}
			from, last, err = c.fill(ctx, conn, where, r.run, from, n)
			return err
		})
		last = last || c.err != nil
		select {
		case chunks <- c:
		case <-ctx.Done():
			return
		}
	}
}

const sqlRows = `SELECT o.ord, o.verdict, o.detail, o.scores, o.record, r.id, r.maker, r.lineage, r.fields
	FROM outcomes o LEFT JOIN records r ON r.num = o.record WHERE o.run = ? AND o.ord >= ?`

// where returns the condition on verdicts, made anew when names were added.
func (r *rowReader) where(c *conn, old string, known int) (string, int, error) {
	if len(r.f.Stages) == 0 && len(r.f.States) == 0 {
		return "", 0, nil
	}
	n := r.j.names
	if r.j.queue == nil {
		if err := n.load(c); err != nil {
			return "", 0, err
		}
	}
	n.mu.RLock()
	texts := n.texts
	n.mu.RUnlock()
	if len(texts) == known {
		return old, known, nil
	}
	var b strings.Builder
	b.WriteString(" AND (typeof(o.verdict) = 'text' OR o.verdict IN (")
	first := true
	for id, text := range texts {
		if !strings.HasPrefix(text, "[") {
			continue
		}
		if v, err := parseVerdict(text); err != nil || !r.f.takes(v) {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(strconv.Itoa(id))
	}
	b.WriteString("))")
	return b.String(), len(texts), nil
}

// fill reads up to n rows from a place on, and returns where to go on, and
// whether these were the last.
func (c *chunk) fill(ctx context.Context, conn *conn, where string, run, from int64, n int) (int64, bool, error) {
	if err := ctx.Err(); err != nil {
		return from, false, err
	}
	c.rows = make([][numCols]driver.Value, 0, n)
	bytes := 0
	query := sqlRows + where + " ORDER BY o.ord LIMIT ?"
	err := conn.each(query, []any{run, from, int64(n)}, func(row []driver.Value) error {
		c.rows = append(c.rows, [numCols]driver.Value(row))
		from = intOf(row[colOrd]) + 1
		if bytes += len(bytesOf(row[colFields])); bytes > chunkBytes {
			return errEnough
		}
		return nil
	})
	if where != "" {
		conn.forget(query)
	}
	if errors.Is(err, errEnough) {
		return from, false, nil
	}
	return from, len(c.rows) < n, err
}

// decode turns a stored row into a Row; skip says that the filter does not take
// it after all.
func (r *rowReader) decode(ctx context.Context, d *decoder, row *[numCols]driver.Value) (out Row, skip bool, err error) {
	if err := d.outcome(&out.Outcome, row[:colRecord]); err != nil {
		return out, false, err
	}
	if _, text := row[colVerdict].(string); text {
		o := &out.Outcome
		if !r.f.takes(verdict{stage: o.Stage, state: o.Decision.State}) {
			return out, true, nil
		}
	}
	if row[colID] != nil {
		err = d.record(&out.Record, row[colID:])
	} else if b, ok := row[colRecord].([]byte); ok {
		err = r.late(ctx, &out.Record, b)
	}
	out.Outcome.Record = out.Record.ID
	out.Record.Scores, out.Record.Decision = out.Outcome.Scores, out.Outcome.Decision
	return out, false, err
}

// late reads a record that was stored after its outcome, or never.
func (r *rowReader) late(ctx context.Context, rec *seedbed.Record, b []byte) error {
	id, err := id16(slices.Clone(b))
	if err != nil {
		return err
	}
	got, found, err := r.j.Record(ctx, id)
	if found {
		*rec = got
	}
	rec.ID = id
	return err
}
