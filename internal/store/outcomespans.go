package store

import (
	"database/sql/driver"
	"math"
)

// outcomeSpan is a part of a run's places: a block that is stored, or the places
// between two of those, whose outcomes are found by reading them.
type outcomeSpan struct {
	from, to int64 // ords
	stored   bool
	lo, hi   uint64 // the smallest and largest record number in it, in 33 bits
	strays   int64  // how many are by the record's id
}

// outcomeSpans returns all places of a run, the last first.
func outcomeSpans(c *conn, run int64) ([]outcomeSpan, error) {
	var out []outcomeSpan
	top := int64(math.MaxInt64)
	err := c.each(`SELECT block, lo, hi, strays FROM outcome_blocks WHERE run = ? AND block BETWEEN ? AND ?
		ORDER BY block DESC`, []any{run, int64(math.MinInt64>>blockBits + 1), int64(math.MaxInt64 >> blockBits)},
		func(row []driver.Value) error {
			block := intOf(row[0])
			if last := lastOrdOf(block); last < top {
				out = append(out, outcomeSpan{from: last + 1, to: top})
			}
			s := outcomeSpan{from: block << blockBits, to: lastOrdOf(block), stored: true, lo: 1, strays: intOf(row[3])}
			if lo, hi := intOf(row[1]), intOf(row[2]); lo <= hi {
				s.lo, s.hi = uint64(lo), uint64(hi)
			}
			out = append(out, s)
			top = s.from - 1
			return nil
		})
	return append(out, outcomeSpan{from: math.MinInt64, to: top}), err
}

// outcomeFinder finds the outcome of one record with the highest ord.
type outcomeFinder struct {
	c     *conn
	run   int64
	spans []outcomeSpan
	take  func(row []driver.Value) error // ord, verdict, detail, scores
}

// find looks for outcomes that hold record, who in entries, until one is found.
func (f *outcomeFinder) find(record any, who uint64, found *bool) error {
	for _, s := range f.spans {
		switch {
		case !s.stored:
			if err := f.row(s.from, s.to, record); err != nil {
				return err
			}
		case who&stray != 0 && s.strays > 0, who&stray == 0 && s.lo <= who>>outWho && who>>outWho <= s.hi:
			if err := f.inBlock(s, record, who, found); err != nil {
				return err
			}
		}
		if *found {
			return nil
		}
	}
	return nil
}

func (f *outcomeFinder) inBlock(s outcomeSpan, record any, who uint64, found *bool) error {
	b, err := readOutcomeBlock(f.c, f.run, s)
	from, to := b.between(who, who|(1<<outWho-1))
	for k := to - 1; k >= from && err == nil && !*found; k-- {
		ord := s.from + outcomePlace(b.at(k))
		err = f.row(ord, ord, record)
	}
	return err
}

func (f *outcomeFinder) row(from, to int64, record any) error {
	return f.c.each("SELECT ord, verdict, detail, scores"+sqlOutcomeRange+" AND record = ? ORDER BY ord DESC LIMIT 1",
		[]any{f.run, from, to, record}, f.take)
}

func readOutcomeBlock(c *conn, run int64, s outcomeSpan) (b entries, err error) {
	_, err = c.one("SELECT entries FROM outcome_blocks WHERE run = ? AND block = ?", []any{run, s.from >> blockBits}, (*[]byte)(&b))
	return b, err
}

// countVerdicts counts a run's outcomes by the verdict that they hold: the number
// of a name, or a text.
func countVerdicts(c *conn, run int64) (map[driver.Value]int, error) {
	spans, err := outcomeSpans(c, run)
	counts := map[driver.Value]int{}
	byNumber := make([]int, verdictMask+1)
	for _, s := range spans {
		var b entries
		if err == nil && s.stored {
			b, err = readOutcomeBlock(c, run, s)
		}
		if err != nil {
			return nil, err
		}
		numbered := s.stored
		for i := range b.len() {
			numbered = numbered && b.at(i)&verdictMask != 0
		}
		if !numbered {
			err = c.each("SELECT verdict, count(*)"+sqlOutcomeRange+" GROUP BY verdict", []any{run, s.from, s.to},
				func(row []driver.Value) error {
					v := row[0]
					if _, number := v.(int64); !number {
						v = textOf(v)
					}
					counts[v] += int(intOf(row[1]))
					return nil
				})
			continue
		}
		for i := range b.len() {
			byNumber[b.at(i)&verdictMask]++
		}
	}
	for id, n := range byNumber {
		if n > 0 {
			counts[int64(id)] += n
		}
	}
	return counts, err
}
