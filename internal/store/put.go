package store

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
	sqlite3 "modernc.org/sqlite/lib"
	"seedbed.dev/seedbed"
)

// PutCall stores a reply, and returns when it is durable. A call with the same
// key as one that is stored changes nothing. c's slices must not change until
// it returns.
//
// CodeStorage says that the journal cannot take more: no further call should be
// sent. The reply may have been kept all the same; the error says so. When the
// context ends first, the reply is stored or not.
func (j *Journal) PutCall(ctx context.Context, c seedbed.Call) error {
	if j.queue == nil {
		return errReadOnly
	}
	row, err := j.callRow(&c)
	if err != nil {
		return err
	}
	b, err := j.queue.put(ctx, op{call: row}, 1, len(row.buf)+256)
	if err != nil {
		row.release()
		return err
	}
	select {
	case <-b.done:
		row.release()
		if b.err != nil {
			return b.err
		}
		return j.queue.failure()
	case <-ctx.Done():
		return ctx.Err() // the row stays with the writer
	}
}

// PutRecords queues records, and returns when there is room for them in the
// queue. They are stored in the order in which they were put, after all that was
// put before. A record with the ID of one that is stored changes nothing. Scores
// and Decision are not stored here: they are those of the outcome.
func (j *Journal) PutRecords(ctx context.Context, records []seedbed.Record) error {
	if j.queue == nil {
		return errReadOnly
	}
	if len(records) == 0 {
		return nil
	}
	rr, err := j.recordRows(records)
	if err != nil {
		return err
	}
	if _, err = j.queue.put(ctx, op{records: rr}, len(records), len(rr.buf)+64*len(records)); err != nil {
		rr.release()
	}
	return err
}

// PutOutcomes queues outcomes of a run, as PutRecords does records. The last
// outcome put at a place is the one that counts. Records are put before their
// outcomes.
func (j *Journal) PutOutcomes(ctx context.Context, run int64, outcomes []seedbed.Outcome) error {
	if j.queue == nil {
		return errReadOnly
	}
	if len(outcomes) == 0 {
		return nil
	}
	or := j.outcomeRows(run, outcomes)
	_, err := j.queue.put(ctx, op{outcomes: or}, len(outcomes), len(or.buf)+64*len(outcomes))
	if err != nil {
		or.release()
	}
	return err
}

// Flush returns when all that was put before is durable.
func (j *Journal) Flush(ctx context.Context) error {
	if j.queue == nil {
		return nil
	}
	return j.wait(ctx, op{})
}

// do runs f in the writer's next transaction, after all that was put before,
// and returns when it is durable.
func (j *Journal) do(ctx context.Context, doing string, f func(*conn) error) error {
	if j.queue == nil {
		return errReadOnly
	}
	var own error
	if err := j.wait(ctx, op{do: f, err: &own}); err != nil {
		return err
	}
	return explain(doing, own)
}

func (j *Journal) wait(ctx context.Context, o op) error {
	b, err := j.queue.put(ctx, o, 1, 0)
	if err != nil {
		return err
	}
	select {
	case <-b.done:
		return b.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// When a batch had so many rows, the next one is given a moment to fill.
const (
	busyRows = 64
	linger   = 1500 * time.Microsecond
)

// write is the writing goroutine.
func (j *Journal) write() {
	defer close(j.stopped)
	var spare []op
	busy := false
	for n := 1; ; n++ {
		if busy {
			// A commit costs as much as dozens of rows: where many come, a moment's
			// wait gathers more of them than it delays.
			time.Sleep(linger)
		}
		b := j.queue.take(spare)
		if b == nil {
			return
		}
		busy = b.rows >= busyRows
		b.err = j.commit(b)
		for i := range b.ops {
			if r := b.ops[i].records; r != nil {
				r.release()
			}
			if r := b.ops[i].outcomes; r != nil {
				r.release()
			}
		}
		spare = b.ops[:0]
		clear(b.ops)
		close(b.done)
		if n%16 == 0 && b.err == nil {
			_ = j.w.boundLog(j.path) // the next batch meets the same error, if it lasts
		}
	}
}

// commit writes a batch. When the disk is full, the ballast is given up for it,
// and the journal takes nothing more but replies that are in hand.
func (j *Journal) commit(b *batch) error {
	failed := j.queue.failure()
	if failed != nil && !j.queue.keeps() {
		return failed
	}
	err := j.w.apply(b)
	if err == nil {
		return nil
	}
	full := noRoom(err) && (sqliteCode(err) == sqlite3.SQLITE_FULL || j.diskFull())
	if full && dropBallast(j.ballast) {
		j.raiseBound()
		if err = j.w.apply(b); err == nil {
			j.queue.fail(&seedbed.Error{
				Code:    seedbed.CodeStorage,
				Message: fmt.Sprintf("the disk is full: %s in hand could still be kept, no other should be sent", replies(b.calls)),
				Fix:     "free some room and run again",
			}, true)
			return nil
		}
	}
	if full {
		err = &seedbed.Error{
			Code:    seedbed.CodeStorage,
			Message: fmt.Sprintf("the disk is full: %s in hand could not be kept", replies(b.calls+j.queue.waiting())),
			Fix:     "free some room and run again",
			Err:     err,
		}
	} else {
		err = explain("writing to the journal "+j.path, err)
	}
	j.queue.fail(err, false)
	return err
}

func replies(n int) string {
	if n == 1 {
		return "1 reply"
	}
	return fmt.Sprintf("%d replies", n)
}

// raiseBound makes Options.MaxPages, which stands for a small disk, behave as a
// disk does when the ballast is gone.
func (j *Journal) raiseBound() {
	if j.maxPages > 0 {
		_ = j.w.c.run("PRAGMA max_page_count = " + itoa(j.maxPages+ballastSize/4096))
	}
}

// diskFull reports whether the file system has less than 1 MiB left.
func (j *Journal) diskFull() bool {
	var st unix.Statfs_t
	if err := unix.Statfs(j.path, &st); err != nil {
		return false
	}
	return st.Bavail*uint64(st.Bsize) < 1<<20
}
