package store

import (
	"database/sql/driver"

	"seedbed.dev/seedbed"
)

// maxRows bounds the numbers of rows that a file is believed to have.
const maxRows = 1 << 33

// The queries of a table: its last number, and the keys of rows from one number
// to another.
func (t *table) queries() (last, keys string) {
	if t.kind == kindCalls {
		return "SELECT coalesce(max(num), 0) FROM calls",
			"SELECT num, substr(key, 1, 8) FROM calls WHERE num BETWEEN ? AND ?"
	}
	return "SELECT coalesce(max(num), 0) FROM records",
		"SELECT num, substr(id, 1, 8) FROM records WHERE num BETWEEN ? AND ?"
}

func (t *table) last(c *conn) (last int64, err error) {
	query, _ := t.queries()
	_, err = c.one(query, nil, &last)
	if err == nil && (last < 0 || last >= maxRows) {
		err = seedbed.Errorf(seedbed.CodeStorage, "the journal has a row with the number %d: it is damaged", last)
	}
	return last, err
}

// refresh looks for rows that another process has stored, and reports whether
// there are blocks that were not among those seen.
func (t *table) refresh(c *conn, seen *[]block) (bool, error) {
	t.loading.Lock()
	defer t.loading.Unlock()
	last, err := t.last(c)
	if err == nil && (last >= t.next || t.next == 0) {
		err = c.snapshot(func() error { return t.load(c, nil) })
	}
	return t.blocks.Load() != seen, err
}

// load brings the blocks up to what is stored. Blocks that are not are made from
// the rows; keep, unless it is nil, stores those of them that are full.
func (t *table) load(c *conn, keep func(i int, b block) error) error {
	last, err := t.last(c)
	if err != nil || last < max(t.next, 1) {
		t.next = max(t.next, 1)
		return err
	}
	known, covered := t.all(), t.covered
	first := blockOf(covered)
	blocks := append([]block(nil), known[:min(first, len(known))]...)
	stored, err := t.stored(c, first, blockOf(last))
	if err != nil {
		return err
	}
	for k, s := range stored {
		i := first + k
		rows := min(last+1-firstOf(i), blockRows)
		b, upTo, err := t.loadBlock(c, i, rows, s)
		if err == nil && b.fresh != nil && rows == blockRows && keep != nil {
			err = keep(i, b)
			b.fresh, upTo = nil, firstOf(i+1)
		}
		if err != nil {
			return err
		}
		covered = max(covered, upTo)
		blocks = append(blocks, b)
	}
	t.next, t.covered = last+1, covered
	t.blocks.Store(&blocks)
	return nil
}

// loadBlock returns the i-th block, which has so many places, and up to which
// number it is stored; 0: it is not.
func (t *table) loadBlock(c *conn, i int, rows int64, s storedBlock) (b block, upTo int64, err error) {
	known, from := t.all(), firstOf(i)
	switch {
	case s.filter != nil && s.rows == blockRows && rows == blockRows:
		return block{filter: s.filter}, firstOf(i + 1), nil
	case i < len(known):
		if b, from = known[i], t.next; b.fresh == nil {
			return b, 0, nil
		}
	case s.filter != nil && 0 < s.rows && s.rows <= rows:
		f, err := t.readFresh(c, i, s.rows)
		if err != nil {
			return b, 0, err
		}
		if f != nil {
			b = block{s.filter, f}
			from += s.rows
			upTo = from
		}
	}
	if b.fresh == nil {
		b = block{new(filter), new(fresh)}
	}
	return b, upTo, t.readKeys(c, b, from, firstOf(i)+rows-1)
}

// load is for a writer that begins. It stores the keys of full blocks of which
// they are not stored: those of an older journal.
func (w *writer) load() error {
	for _, t := range []*table{w.calls, w.records} {
		err := t.load(w.c, func(i int, b block) error {
			return w.c.transaction(func() error { return t.store(w.c, i, b, blockRows) })
		})
		if err != nil {
			return err
		}
	}
	return w.ended.buildMissing(w.c)
}

type storedBlock struct {
	rows   int64
	filter *filter
}

// stored reads what is stored of the blocks from first to last.
func (t *table) stored(c *conn, first, last int) ([]storedBlock, error) {
	out := make([]storedBlock, last-first+1)
	err := c.each("SELECT block, rows, bits FROM blocks WHERE kind = ? AND block BETWEEN ? AND ?",
		[]any{t.kind, int64(first), int64(last)}, func(row []driver.Value) error {
			out[int(intOf(row[0]))-first] = storedBlock{intOf(row[1]), filterOf(bytesOf(row[2]))}
			return nil
		})
	return out, err
}

// readFresh reads the stored keys of a block that is not full; nil: they are not
// as many as they are said to be.
func (t *table) readFresh(c *conn, i int, rows int64) (*fresh, error) {
	f := new(fresh)
	n := 0
	first := partID(t.kind, i, 0)
	err := c.each("SELECT entries FROM keys WHERE id BETWEEN ? AND ?", []any{first, first + partCount - 1},
		func(row []driver.Value) error {
			e := entries(bytesOf(row[0]))
			if n += e.len(); int64(n) <= rows {
				for k := range e.len() {
					f.add(e.at(k))
				}
			}
			return nil
		})
	if i == 0 {
		n++ // numbers begin at 1
	}
	if err != nil || int64(n) != rows {
		return nil, err
	}
	return f, nil
}

// readKeys adds the keys of rows from one number to another of the same block.
func (t *table) readKeys(c *conn, b block, from, to int64) error {
	if from > to {
		return nil
	}
	_, query := t.queries()
	return c.each(query, []any{from, to}, func(row []driver.Value) error {
		if k := bytesOf(row[1]); len(k) == 8 {
			b.filter.add(hash(prefixOf(k)))
			b.fresh.add(entryOf(prefixOf(k), intOf(row[0])))
		}
		return nil
	})
}
