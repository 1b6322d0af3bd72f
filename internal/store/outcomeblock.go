package store

import (
	"database/sql/driver"
	"math"
	"slices"
)

// An entry of a block of outcomes, from the highest bit on: whether it is by the
// record's id; 33 bits of the record's number or of its id; 13 bits of place; 17
// bits of the verdict's number, 0 where it has none.
const (
	verdictBits = 17
	verdictMask = 1<<verdictBits - 1
	outPlace    = verdictBits // where the place begins
	outWho      = verdictBits + blockBits
	whoMask     = 1<<(63-outWho) - 1
	stray       = 1 << 63
)

// who is the part of an entry that says which record it is of.
func whoOfNum(num int64) uint64 { return (uint64(num) & whoMask) << outWho }

func whoOfID(id []byte) uint64 {
	if len(id) < 8 {
		return stray // no id at all: the file is damaged
	}
	return stray | prefixOf(id)>>(outWho+1)<<outWho
}

func outcomeEntry(num int64, id []byte, ord int64, verdict int64) uint64 {
	who := whoOfNum(num)
	if num == 0 {
		who = whoOfID(id)
	}
	if verdict < 0 || verdict > verdictMask {
		verdict = 0
	}
	return who | uint64(ord&(blockRows-1))<<outPlace | uint64(verdict)
}

func lastOrdOf(block int64) int64 { return block<<blockBits | (blockRows - 1) }

func outcomePlace(e uint64) int64 { return int64(e >> outPlace & (blockRows - 1)) }

const sqlOutcomeRange = " FROM outcomes WHERE run = ? AND ord BETWEEN ? AND ?"

// outcomeBlock is the block of outcomes that is being written. Nothing is stored
// of it meanwhile; of any other block of outcomes, either nothing is stored or
// an entry for each outcome in it. One goroutine uses it.
type outcomeBlock struct {
	open       bool
	run, block int64
	at         [blockRows]uint64 // entries by place; 0: none
	sorted     []uint64          // scratch, as is buf
	buf        []byte
}

// put notes an outcome that is put in this transaction.
func (o *outcomeBlock) put(c *conn, run, ord int64, e uint64) error {
	if !o.open || o.run != run || o.block != ord>>blockBits {
		if err := o.leave(c); err != nil {
			return err
		}
		if err := o.enter(c, run, ord>>blockBits); err != nil {
			return err
		}
	}
	o.at[ord&(blockRows-1)] = e
	return nil
}

// forget is for when a transaction was rolled back.
func (o *outcomeBlock) forget() { o.open = false }

// enter makes a block the one that is being written.
func (o *outcomeBlock) enter(c *conn, run, block int64) error {
	clear(o.at[:])
	o.open, o.run, o.block = false, run, block
	found := false
	err := c.each("SELECT entries FROM outcome_blocks WHERE run = ? AND block = ?", []any{run, block}, func(row []driver.Value) error {
		found = true
		b := entries(bytesOf(row[0]))
		for i := range b.len() {
			o.at[outcomePlace(b.at(i))] = b.at(i)
		}
		return nil
	})
	if err == nil && found {
		err = c.exec("DELETE FROM outcome_blocks WHERE run = ? AND block = ?", run, block)
	} else if err == nil {
		err = c.each("SELECT ord, record, verdict"+sqlOutcomeRange, []any{run, block << blockBits, lastOrdOf(block)},
			func(row []driver.Value) error {
				e := outcomeEntry(intOf(row[1]), bytesOf(row[1]), intOf(row[0]), intOf(row[2]))
				o.at[outcomePlace(e)] = e
				return nil
			})
	}
	o.open = err == nil
	return err
}

// leave stores the block that was being written, if there is one.
func (o *outcomeBlock) leave(c *conn) error {
	if !o.open {
		return nil
	}
	o.open = false
	o.sorted = o.sorted[:0]
	for _, e := range o.at {
		if e != 0 {
			o.sorted = append(o.sorted, e)
		}
	}
	if len(o.sorted) == 0 {
		return nil
	}
	slices.Sort(o.sorted)
	byNum, _ := slices.BinarySearch(o.sorted, stray)
	lo, hi := int64(0), int64(-1)
	if byNum > 0 {
		lo, hi = int64(o.sorted[0]>>outWho), int64(o.sorted[byNum-1]>>outWho)
	}
	o.buf = appendEntries(o.buf[:0], o.sorted)
	return c.exec("INSERT OR REPLACE INTO outcome_blocks (run, block, lo, hi, strays, entries) VALUES (?, ?, ?, ?, ?, ?)",
		o.run, o.block, lo, hi, int64(len(o.sorted)-byNum), o.buf)
}

// cut removes the outcomes of a run beyond an ord.
func (o *outcomeBlock) cut(c *conn, run, lastOrd int64) error {
	if err := o.leave(c); err != nil || lastOrd == math.MaxInt64 {
		return err
	}
	beyond, err := c.one("SELECT ord FROM outcomes WHERE run = ? AND ord > ? LIMIT 1", []any{run, lastOrd})
	if err != nil || !beyond {
		return err
	}
	if err := c.exec("DELETE FROM outcomes WHERE run = ? AND ord > ?", run, lastOrd); err != nil {
		return err
	}
	block := (lastOrd + 1) >> blockBits
	if err := c.exec("DELETE FROM outcome_blocks WHERE run = ? AND block >= ?", run, block); err != nil {
		return err
	}
	return o.build(c, run, block)
}

// build stores a block of which nothing is stored.
func (o *outcomeBlock) build(c *conn, run, block int64) error {
	err := o.enter(c, run, block)
	if err == nil {
		err = o.leave(c)
	}
	return err
}

// buildMissing stores the blocks of outcomes of which nothing is stored: those of
// an older journal, and the one that a process was writing when it was killed.
func (o *outcomeBlock) buildMissing(c *conn) error {
	var runs []int64
	err := c.each("SELECT id FROM runs ORDER BY id", nil, func(row []driver.Value) error {
		runs = append(runs, intOf(row[0]))
		return nil
	})
	for _, run := range runs {
		var spans []outcomeSpan
		if err == nil {
			spans, err = outcomeSpans(c, run)
		}
		for _, s := range spans {
			for err == nil && !s.stored && s.from <= s.to {
				found, ord := false, int64(0)
				found, err = c.one("SELECT ord"+sqlOutcomeRange+" ORDER BY ord LIMIT 1", []any{run, s.from, s.to}, &ord)
				if err != nil || !found {
					break
				}
				err = c.transaction(func() error { return o.build(c, run, ord>>blockBits) })
				s.from = lastOrdOf(ord>>blockBits) + 1
			}
		}
	}
	return err
}
