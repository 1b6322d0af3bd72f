package store

import (
	"database/sql/driver"
	"fmt"
	"math"
	"os"

	"seedbed.dev/seedbed"
)

const (
	sqlCall = `INSERT INTO calls (num, key, asker, record, copy, attempt, tokens_in, tokens_cached, tokens_out,
		tokens_reasoning, usd, known, started, latency, attempts, request, reply)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`
	sqlRecord  = `INSERT INTO records (num, id, maker, lineage, fields) VALUES (?,?,?,?,?)`
	sqlOutcome = `INSERT INTO outcomes (run, ord, record, verdict, detail, scores) VALUES (?,?,?,?,?,?)
		ON CONFLICT (run, ord) DO UPDATE SET record = excluded.record, verdict = excluded.verdict,
		detail = excluded.detail, scores = excluded.scores`
	sqlFindCall   = `SELECT num FROM calls WHERE num >> 13 = ? AND substr(key, 1, 8) = ? AND key = ?`
	sqlFindRecord = `SELECT num FROM records WHERE num >> 13 = ? AND substr(id, 1, 8) = ? AND id = ?`
	sqlSpend      = `INSERT INTO spend (asker, calls, tokens_in, tokens_out, pico_usd, priced, latency) VALUES (?,?,?,?,?,?,?)
		ON CONFLICT (asker) DO UPDATE SET calls = calls + excluded.calls, tokens_in = tokens_in + excluded.tokens_in,
		tokens_out = tokens_out + excluded.tokens_out, pico_usd = pico_usd + excluded.pico_usd,
		priced = priced + excluded.priced, latency = latency + excluded.latency`
)

// kinds of filters, as they are stored.
const (
	kindCalls   = 1
	kindRecords = 2
)

// table is where the writer stands in calls or in records.
type table struct {
	kind    int64
	next    int64 // number of the next row
	filters filters
	find    string // the query for a row's number by block and key
}

// writer is the one goroutine's side of the journal.
type writer struct {
	c       *conn
	names   *names
	dicts   *dictionaries
	calls   table
	records table
	spend   map[ref]*spendRow
	recent  recent
	blocks  []int // scratch
}

type spendRow struct {
	calls, in, out, picos, priced, latency int64
}

// apply writes a batch in one transaction. After an error nothing of it is
// stored, and the writer stands where it stood.
func (w *writer) apply(b *batch) (err error) {
	calls, records := w.calls.next, w.records.next
	if err := w.c.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = w.c.exec("ROLLBACK") // SQLite may have rolled back already
			w.calls.reset(calls)
			w.records.reset(records)
			w.recent.reset()
		}
	}()
	clear(w.spend)
	fresh, err := w.names.save(w.c)
	if err != nil {
		return err
	}
	dicts, err := w.dicts.save(w.c)
	if err != nil {
		return err
	}
	for i := range b.ops {
		if err := w.applyOp(&b.ops[i]); err != nil {
			return err
		}
	}
	if err := w.saveSpend(); err != nil {
		return err
	}
	if err := w.c.exec("COMMIT"); err != nil {
		return err
	}
	w.names.saved(fresh)
	w.dicts.saved(dicts)
	return nil
}

func (w *writer) applyOp(o *op) error {
	switch {
	case o.call != nil:
		return w.putCall(o.call)
	case o.records != nil:
		for i := range o.records.rows {
			if err := w.putRecord(o.records, &o.records.rows[i]); err != nil {
				return err
			}
		}
	case o.outcomes != nil:
		for i := range o.outcomes.rows {
			if err := w.putOutcome(o.outcomes, &o.outcomes.rows[i]); err != nil {
				return err
			}
		}
	case o.do != nil:
		return w.do(o)
	}
	return nil
}

// do runs a function within the transaction. When it goes wrong by itself, and
// not for the disk, only what it wrote is taken back.
func (w *writer) do(o *op) error {
	if err := w.c.exec("SAVEPOINT one"); err != nil {
		return err
	}
	if *o.err = o.do(w.c); *o.err != nil {
		if code := sqliteCode(*o.err); code != 0 {
			return *o.err
		}
		if err := w.c.exec("ROLLBACK TO one"); err != nil {
			return err
		}
	}
	return w.c.exec("RELEASE one")
}

func (t *table) reset(next int64) {
	t.next = next
	t.filters.cut(blockOf(next-1) + 1)
}

// number gives the next row its number. The filter of a block that is full is
// stored, so that opening the journal need not read all keys.
func (w *writer) number(t *table, h uint64) (int64, error) {
	num := t.next
	if block := blockOf(num); block > 0 && blockOf(num-1) < block {
		bits := t.filters.all()[block-1].bytes()
		if err := w.c.exec("INSERT OR REPLACE INTO filters (kind, block, bits) VALUES (?, ?, ?)",
			t.kind, int64(block-1), bits); err != nil {
			return 0, err
		}
	}
	t.next++
	t.filters.add(num, h)
	return num, nil
}

// lookup returns the number of the row with a key; 0: there is none.
func (t *table) lookup(c *conn, key []byte, h uint64, blocks []int) (int64, error) {
	for _, block := range t.filters.may(h, blocks[:0]) {
		num, err := findIn(c, t.find, block, key)
		if err != nil || num != 0 {
			return num, err
		}
	}
	return 0, nil
}

func findIn(c *conn, query string, block int, key []byte) (num int64, err error) {
	s, err := c.prepare(query)
	if err != nil {
		return 0, err
	}
	s.size(3)
	s.args[0].Value, s.args[1].Value, s.args[2].Value = int64(block), key[:8], key
	err = s.each(func(row []driver.Value) error {
		num = intOf(row[0])
		return nil
	})
	return num, err
}

func (w *writer) putCall(r *callRow) error {
	h := hash(r.Key[:])
	num, err := w.calls.lookup(w.c, r.Key[:], h, w.blocks)
	if err != nil || num != 0 {
		return err
	}
	if num, err = w.number(&w.calls, h); err != nil {
		return err
	}
	s, err := w.c.prepare(sqlCall)
	if err != nil {
		return err
	}
	s.size(17)
	a := s.args
	a[0].Value, a[1].Value, a[2].Value = num, r.Key[:], r.asker.value()
	a[3].Value = nil
	if r.record != nil {
		a[3].Value = r.record
	}
	a[4].Value, a[5].Value = orNull(int64(r.Copy)), orNull(int64(r.Attempt))
	a[6].Value, a[7].Value = orNull(int64(r.Usage.In)), orNull(int64(r.Usage.CachedIn))
	a[8].Value, a[9].Value = orNull(int64(r.Usage.Out)), orNull(int64(r.Usage.Reasoning))
	a[10].Value = nil
	if r.Cost.USD != 0 && !math.IsNaN(r.Cost.USD) {
		a[10].Value = r.Cost.USD
	}
	known := int64(0)
	if r.Usage.Known {
		known |= 1
	}
	if r.Cost.Known {
		known |= 2
	}
	a[11].Value = known
	a[12].Value, a[13].Value = orNull(micros(r.Started)), orNull(int64(r.Latency))
	a[14].Value = orNull(int64(r.Attempts))
	a[15].Value, a[16].Value = r.request, r.reply
	if err := s.exec(); err != nil {
		return err
	}
	w.addSpend(r)
	return nil
}

func (w *writer) addSpend(r *callRow) {
	s := w.spend[r.asker]
	if s == nil {
		s = new(spendRow)
		w.spend[r.asker] = s
	}
	s.calls++
	s.in += int64(r.Usage.In)
	s.out += int64(r.Usage.Out)
	s.latency += int64(r.Latency)
	if r.Cost.Known {
		s.priced++
		s.picos += picos(r.Cost.USD)
	}
}

func (w *writer) saveSpend() error {
	for asker, s := range w.spend {
		if err := w.c.exec(sqlSpend, asker.value(), s.calls, s.in, s.out, s.picos, s.priced, s.latency); err != nil {
			return err
		}
	}
	return nil
}

// recordNum returns the number of a stored record; 0: it is not stored.
func (w *writer) recordNum(id *seedbed.ID, h uint64) (int64, error) {
	if num, ok := w.recent.get(*id); ok {
		return num, nil
	}
	num, err := w.records.lookup(w.c, id[:], h, w.blocks)
	if err == nil && num != 0 {
		w.recent.put(*id, num)
	}
	return num, err
}

func (w *writer) putRecord(rr *recordRows, r *recordRow) error {
	h := hash(r.id[:])
	num, err := w.recordNum(&r.id, h)
	if err != nil || num != 0 {
		return err
	}
	if num, err = w.number(&w.records, h); err != nil {
		return err
	}
	s, err := w.c.prepare(sqlRecord)
	if err != nil {
		return err
	}
	s.size(5)
	a := s.args
	a[0].Value, a[1].Value, a[2].Value = num, r.id[:], r.maker.value()
	a[3].Value = rr.buf[r.lineage[0]:r.lineage[1]]
	a[4].Value = rr.buf[r.fields[0]:r.fields[1]]
	if err := s.exec(); err != nil {
		return err
	}
	w.recent.put(r.id, num)
	return nil
}

func (w *writer) putOutcome(or *outcomeRows, r *outcomeRow) error {
	num, err := w.recordNum(&r.record, hash(r.record[:]))
	if err != nil {
		return err
	}
	s, err := w.c.prepare(sqlOutcome)
	if err != nil {
		return err
	}
	s.size(6)
	a := s.args
	a[0].Value, a[1].Value, a[3].Value = or.run, r.ord, r.verdict.value()
	a[2].Value = num
	if num == 0 {
		a[2].Value = r.record[:]
	}
	a[4].Value, a[5].Value = nil, nil
	if r.detail != "" {
		a[4].Value = r.detail
	}
	if r.scores[0] < r.scores[1] {
		a[5].Value = or.buf[r.scores[0]:r.scores[1]]
	}
	return s.exec()
}

// recent remembers the numbers of the last records, since outcomes follow soon
// after. It holds two generations of at most recentSize each.
type recent struct {
	young, old map[seedbed.ID]int64
}

const recentSize = 8192

func (r *recent) reset() { r.young, r.old = map[seedbed.ID]int64{}, nil }

func (r *recent) get(id seedbed.ID) (int64, bool) {
	if num, ok := r.young[id]; ok {
		return num, true
	}
	num, ok := r.old[id]
	return num, ok
}

func (r *recent) put(id seedbed.ID, num int64) {
	if len(r.young) >= recentSize {
		old := r.old
		r.old = r.young
		clear(old)
		if old == nil {
			old = make(map[seedbed.ID]int64, recentSize)
		}
		r.young = old
	}
	r.young[id] = num
}

// walBound is how large the write-ahead log may grow before readers are made to
// let go of it.
const walBound = 48 << 20

// boundLog folds the log into the file when a reader kept the usual checkpoint
// from starting it anew.
func (w *writer) boundLog(path string) error {
	info, err := os.Stat(path + "-wal")
	if err != nil || info.Size() < walBound {
		return nil
	}
	if err := w.c.exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("folding the log into the journal: %w", err)
	}
	return nil
}
