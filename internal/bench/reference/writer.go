package main

import (
	"database/sql"
	"errors"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// A transaction ends with so many rows, or after so long.
const (
	batchRows = 256
	batchTime = 20 * time.Millisecond
)

// writer puts replies into a database, many in one transaction.
type writer struct {
	replies chan reply
	db      *sql.DB
	rows    int // committed
	err     error
	done    chan struct{}
}

func newWriter(path string) (*writer, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.Exec(`CREATE TABLE calls (row INTEGER PRIMARY KEY, question TEXT, text TEXT, raw BLOB, tokens_in INT, tokens_out INT)`)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w := &writer{replies: make(chan reply, 4096), db: db, done: make(chan struct{})}
	go w.loop()
	return w, nil
}

// close writes what is left, and says how many rows were written.
func (w *writer) close() (int, error) {
	close(w.replies)
	<-w.done
	return w.rows, errors.Join(w.err, w.db.Close())
}

func (w *writer) loop() {
	defer close(w.done)
	tick := time.NewTicker(batchTime)
	defer tick.Stop()
	var batch []reply
	for {
		select {
		case r, more := <-w.replies:
			if !more {
				w.commit(batch)
				return
			}
			if batch = append(batch, r); len(batch) < batchRows {
				continue
			}
		case <-tick.C:
		}
		w.commit(batch)
		batch = batch[:0]
	}
}

// commit writes a batch, unless an earlier one could not be written.
func (w *writer) commit(batch []reply) {
	if len(batch) == 0 || w.err != nil {
		return
	}
	if w.err = w.insert(batch); w.err == nil {
		w.rows += len(batch)
	}
}

func (w *writer) insert(batch []reply) error {
	tx, err := w.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	st, err := tx.Prepare("INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer st.Close()
	for i := range batch {
		r := &batch[i]
		if _, err := st.Exec(r.row, r.question, r.text, r.raw, r.tokensIn, r.tokens); err != nil {
			return err
		}
	}
	return tx.Commit()
}
