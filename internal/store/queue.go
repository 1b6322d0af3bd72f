package store

import (
	"context"
	"sync"
)

// Bounds on what waits for the writer; one put may go beyond them.
const (
	maxBatchRows  = 4096
	maxBatchBytes = 4 << 20
)

// op is one thing to write. Exactly one of call, records, outcomes and do is
// set, or none: then it only waits for what was put before it.
type op struct {
	call     *callRow
	records  *recordRows
	outcomes *outcomeRows
	do       func(*conn) error
	err      *error // of do, where the batch itself was stored
}

// batch is what is written in one transaction.
type batch struct {
	ops   []op
	rows  int
	bytes int
	calls int           // of ops, how many are replies
	taken chan struct{} // closed when the writer takes it: there is room again
	done  chan struct{} // closed when it is durable, or failed; then err holds
	err   error
}

func newBatch() *batch {
	return &batch{taken: make(chan struct{}), done: make(chan struct{})}
}

// queue gathers what the next transaction will write. What one goroutine puts
// is written in that order.
type queue struct {
	mu      sync.Mutex
	pending *batch
	closed  bool
	failed  error         // further puts get it
	keeping bool          // though failed, replies are still written while there is room
	wake    chan struct{} // of capacity 1: something is pending, or closed
}

func newQueue() *queue {
	return &queue{pending: newBatch(), wake: make(chan struct{}, 1)}
}

// put adds an op and returns the batch that it is in. It waits while the batch
// is full.
func (q *queue) put(ctx context.Context, o op, rows, bytes int) (*batch, error) {
	for {
		q.mu.Lock()
		switch {
		case q.failed != nil && (o.call == nil || !q.keeping):
			err := q.failed
			q.mu.Unlock()
			return nil, err
		case q.closed:
			q.mu.Unlock()
			return nil, errClosed
		}
		b := q.pending
		if b.rows < maxBatchRows && b.bytes < maxBatchBytes {
			first := len(b.ops) == 0
			b.ops = append(b.ops, o)
			b.rows += rows
			b.bytes += bytes
			if o.call != nil {
				b.calls++
			}
			q.mu.Unlock()
			if first {
				q.signal()
			}
			return b, nil
		}
		q.mu.Unlock()
		select {
		case <-b.taken:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take waits for something to write; nil means that the queue is closed and
// empty.
func (q *queue) take(spare []op) *batch {
	for {
		q.mu.Lock()
		b := q.pending
		if len(b.ops) > 0 {
			q.pending = newBatch()
			q.pending.ops = spare
			q.mu.Unlock()
			close(b.taken)
			return b
		}
		if q.closed {
			q.mu.Unlock()
			return nil
		}
		q.mu.Unlock()
		<-q.wake
	}
}

func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.signal()
}

// fail makes further puts give err; with keeping, those of replies are written
// all the same.
func (q *queue) fail(err error, keeping bool) {
	q.mu.Lock()
	q.failed, q.keeping = err, keeping
	q.mu.Unlock()
}

// failure returns the error that further puts get.
func (q *queue) failure() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.failed
}

// keeps reports whether replies are still written though the journal failed.
func (q *queue) keeps() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.keeping
}

// waiting returns how many replies wait for the next batch.
func (q *queue) waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.pending.calls
}
