package store

import (
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
	sqlSpend = `INSERT INTO spend (asker, calls, tokens_in, tokens_out, pico_usd, priced, latency) VALUES (?,?,?,?,?,?,?)
		ON CONFLICT (asker) DO UPDATE SET calls = calls + excluded.calls, tokens_in = tokens_in + excluded.tokens_in,
		tokens_out = tokens_out + excluded.tokens_out, pico_usd = pico_usd + excluded.pico_usd,
		priced = priced + excluded.priced, latency = latency + excluded.latency`
)

// writer is the one goroutine's side of the journal.
type writer struct {
	c       *conn
	names   *names
	dicts   *dictionaries
	calls   *table
	records *table
	ended   outcomeBlock
	spend   map[ref]*spendRow
	recent  recent
}

type spendRow struct {
	calls, in, out, picos, priced, latency int64
}

// apply writes a batch in one transaction. After an error nothing of it is
// stored, and the writer stands where it stood.
func (w *writer) apply(b *batch) (err error) {
	calls, records := w.calls.next, w.records.next
	names, dicts := 0, 0
	err = w.c.transaction(func() (err error) {
		clear(w.spend)
		if names, err = w.names.save(w.c); err != nil {
			return err
		}
		if dicts, err = w.dicts.save(w.c); err != nil {
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
		return w.saveKeys(false)
	})
	if err != nil {
		w.calls.reset(calls)
		w.records.reset(records)
		w.ended.forget()
		w.recent.reset()
		return err
	}
	w.names.saved(names)
	w.dicts.saved(dicts)
	w.calls.saved()
	w.records.saved()
	return nil
}

// saveKeys stores the keys of blocks that are full, or with partly all.
func (w *writer) saveKeys(partly bool) error {
	err := w.calls.save(w.c, partly)
	if err == nil {
		err = w.records.save(w.c, partly)
	}
	return err
}

// finish stores what is otherwise read from the rows when the journal is opened.
// When it cannot, that is what happens.
func (w *writer) finish() {
	_ = w.c.transaction(func() error {
		err := w.saveKeys(true)
		if err == nil {
			err = w.ended.leave(w.c)
		}
		return err
	})
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

const (
	sqlIsCall   = "SELECT num FROM calls WHERE num = ? AND key = ?"
	sqlIsRecord = "SELECT num FROM records WHERE num = ? AND id = ?"
)

// numOf returns the number of the row with a key; 0: there is none.
func (w *writer) numOf(t *table, key []byte, h uint64) (int64, error) {
	if !t.has(h) {
		return 0, nil
	}
	return t.numOf(w.c, key)
}

// numOf returns the number of the row with a key; 0: there is none.
func (t *table) numOf(c *conn, key []byte) (num int64, err error) {
	_, err = t.find(c, key, t.isRow(c, key, &num))
	return num, err
}

// isRow returns a function that sets num where it is that of the row with a key.
func (t *table) isRow(c *conn, key []byte, num *int64) func(int64) (bool, error) {
	query := sqlIsCall
	if t.kind == kindRecords {
		query = sqlIsRecord
	}
	return func(n int64) (bool, error) { return c.one(query, []any{n, key}, num) }
}

func (w *writer) putCall(r *callRow) error {
	prefix := prefixOf(r.Key[:])
	h := hash(prefix)
	num, err := w.numOf(w.calls, r.Key[:], h)
	if err != nil || num != 0 {
		return err
	}
	num = w.calls.number(prefix, h)
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
	num, err := w.numOf(w.records, id[:], h)
	if err == nil && num != 0 {
		w.recent.put(*id, num)
	}
	return num, err
}

func (w *writer) putRecord(rr *recordRows, r *recordRow) error {
	prefix := prefixOf(r.id[:])
	h := hash(prefix)
	num, err := w.recordNum(&r.id, h)
	if err != nil || num != 0 {
		return err
	}
	num = w.records.number(prefix, h)
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
	num, err := w.recordNum(&r.record, hash(prefixOf(r.record[:])))
	if err != nil {
		return err
	}
	if err := w.ended.put(w.c, or.run, r.ord, outcomeEntry(num, r.record[:], r.ord, r.verdict.id)); err != nil {
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
