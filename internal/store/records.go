package store

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
)

// decoder turns stored rows into records and outcomes. What many rows share is
// parsed once. One goroutine uses it.
type decoder struct {
	j        *Journal
	c        *conn // to read names that another process added; may be nil
	makers   map[int64]maker
	verdicts map[int64]verdict
}

func (j *Journal) decoder(c *conn) *decoder {
	return &decoder{j: j, c: c, makers: map[int64]maker{}, verdicts: map[int64]verdict{}}
}

// text returns a name, taking a connection where it has none.
func (d *decoder) text(id int64) (string, error) {
	if s, ok := d.j.names.text(id); ok {
		return s, nil
	}
	if d.c != nil {
		return d.j.nameText(d.c, id)
	}
	var s string
	err := d.j.read(context.Background(), "reading names", func(c *conn) (err error) {
		s, err = d.j.nameText(c, id)
		return err
	})
	return s, err
}

// unpack expands what a row holds. c is the connection that the row came by, or
// nil where it is in use no more.
func (j *Journal) unpack(c *conn, b []byte) ([]byte, error) {
	return j.packer.unpack(b, func() error {
		if c != nil {
			return j.packer.dicts.load(c)
		}
		return j.read(context.Background(), "reading dictionaries", j.packer.dicts.load)
	})
}

func (d *decoder) maker(v driver.Value) (m maker, err error) {
	id, ok := v.(int64)
	if !ok {
		return parseMaker(textOf(v))
	}
	if m, ok := d.makers[id]; ok {
		return m, nil
	}
	text, err := d.text(id)
	if err == nil {
		m, err = parseMaker(text)
	}
	if err == nil {
		d.makers[id] = m
	}
	return m, err
}

// record fills r from the columns id, maker, lineage, fields.
func (d *decoder) record(r *seedbed.Record, row []driver.Value) error {
	var err error
	if r.ID, err = id16(bytesOf(row[0])); err != nil {
		return err
	}
	m, err := d.maker(row[1])
	if err != nil {
		return fmt.Errorf("record %s: %w", r.ID.Short(), err)
	}
	r.Stage, r.Origin = m.Stage, m.Origin
	r.Lineage = seedbed.Lineage{Source: m.Source, File: m.File, Revision: m.Revision, Model: m.Model, Attributes: m.Attributes}
	if err := decodeLineage(bytesOf(row[2]), &r.Lineage, d.text); err != nil {
		return fmt.Errorf("record %s: %w", r.ID.Short(), err)
	}
	b, err := d.j.unpack(d.c, bytesOf(row[3]))
	if err == nil {
		r.Fields, err = parseFields(b)
	}
	if err != nil {
		return fmt.Errorf("record %s: %w", r.ID.Short(), err)
	}
	return nil
}

// Record returns the record with an ID, and whether it is stored: as it was
// made, without scores or decision.
func (j *Journal) Record(ctx context.Context, id seedbed.ID) (seedbed.Record, bool, error) {
	var r seedbed.Record
	found := false
	err := j.read(ctx, "reading a record", func(c *conn) (err error) {
		found, err = j.readRecord(j.decoder(c), c, id, &r)
		return err
	})
	if err != nil || !found {
		return seedbed.Record{}, false, err
	}
	return r, true, nil
}

func (j *Journal) readRecord(d *decoder, c *conn, id seedbed.ID, r *seedbed.Record) (found bool, err error) {
	num, err := j.numOf(c, j.recordsIn, id[:])
	if err != nil || num == 0 {
		return false, err
	}
	err = c.each("SELECT id, maker, lineage, fields FROM records WHERE num = ?", []any{num}, func(row []driver.Value) error {
		found = true
		return d.record(r, row)
	})
	return found, err
}

// Records returns the records with these IDs, in that order. CodeNotFound says
// which one is not stored.
func (j *Journal) Records(ctx context.Context, ids []seedbed.ID) ([]seedbed.Record, error) {
	out := make([]seedbed.Record, len(ids))
	err := j.read(ctx, "reading records", func(c *conn) error {
		d := j.decoder(c)
		for i := range ids {
			if i%256 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			found, err := j.readRecord(d, c, ids[i], &out[i])
			if err != nil {
				return err
			}
			if !found {
				return seedbed.Errorf(seedbed.CodeNotFound, "record %s is not in the journal", ids[i])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// FindRecords returns the IDs of at most limit records whose hexadecimal digits
// begin with prefix, the last stored first. CodeInvalid: prefix is no such
// digits, or more than 32.
func (j *Journal) FindRecords(ctx context.Context, prefix string, limit int) ([]seedbed.ID, error) {
	lo, hi, err := prefixRange(prefix)
	if err != nil {
		return nil, err
	}
	var out []seedbed.ID
	err = j.read(ctx, "looking for a record", func(c *conn) error {
		t := j.recordsIn
		if j.queue == nil {
			if _, err := t.refresh(c, nil); err != nil {
				return err
			}
		}
		all := t.all()
		for i := len(all) - 1; i >= 0; i-- {
			nums, err := t.span(c, i, all[i], prefixOf(lo[:]), prefixOf(hi[:]))
			if err != nil {
				return err
			}
			for _, num := range nums {
				if len(out) >= limit {
					return nil
				}
				err := c.each("SELECT id FROM records WHERE num = ? AND id BETWEEN ? AND ?", []any{num, lo[:], hi[:]},
					func(row []driver.Value) error {
						id, err := id16(bytesOf(row[0]))
						out = append(out, id)
						return err
					})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

// prefixRange returns the first and the last ID with a hexadecimal prefix.
func prefixRange(prefix string) (lo, hi seedbed.ID, err error) {
	if len(prefix) == 0 || len(prefix) > 2*len(lo) {
		return lo, hi, seedbed.Errorf(seedbed.CodeInvalid, "%.40q names no row: want 1 to 32 of the digits 0-9 and a-f", prefix)
	}
	pad := 2*len(lo) - len(prefix)
	if _, err := hex.Decode(lo[:], []byte(prefix+strings.Repeat("0", pad))); err != nil {
		return lo, hi, seedbed.Errorf(seedbed.CodeInvalid, "%.40q names no row: want the digits 0-9 and a-f", prefix)
	}
	_, err = hex.Decode(hi[:], []byte(prefix+strings.Repeat("f", pad)))
	return lo, hi, err
}
