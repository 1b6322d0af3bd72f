package review

import (
	"time"

	"seedbed.dev/seedbed"
)

// appending is what one Append waits for.
type appending struct {
	events []Event
	size   int        // at most, in bytes
	done   chan error // has room for one
}

// mostBatch is how many bytes are written before one sync, unless one Append alone has
// more.
const mostBatch = 1 << 20

// write is the one goroutine that appends. What comes while the disk is busy waits,
// and is written together: the more people answer at once, the fewer syncs an answer
// costs.
func (l *Ledger) write() {
	defer close(l.done)
	for {
		<-l.wake
		for {
			l.mu.Lock()
			batch := l.take()
			closing := l.closing
			l.mu.Unlock()
			if len(batch) == 0 {
				if closing {
					return
				}
				break
			}
			err := l.commit(batch)
			for _, a := range batch {
				a.done <- err
			}
		}
	}
}

// take takes the next batch off the queue.
func (l *Ledger) take() []*appending {
	n, size := 0, 0
	for n < len(l.queue) && (n == 0 || size+l.queue[n].size <= mostBatch) {
		size += l.queue[n].size
		n++
	}
	batch := l.queue[:n:n]
	if l.queue = l.queue[n:]; len(l.queue) == 0 {
		l.queue = nil
	}
	return batch
}

// commit writes a batch and waits until it is on the disk. After an error nothing of
// it is in the file; where that cannot be made sure of, the ledger takes no more.
func (l *Ledger) commit(batch []*appending) error {
	l.mu.Lock()
	head, size, broken := l.head, l.size, l.broken
	l.mu.Unlock()
	if broken != nil {
		return broken
	}
	now, last := l.now(), l.last
	var lines []byte
	for _, a := range batch {
		for i := range a.events {
			e := &a.events[i]
			head.Seq++
			e.Seq = head.Seq
			if e.At.IsZero() || e.At.After(now) {
				e.At = now
			}
			e.At = e.At.UTC().Truncate(time.Microsecond)
			lines, last = appendLine(lines, e, last)
			head.Hash = e.Hash
		}
	}
	if _, err := l.file.Write(lines); err != nil {
		err = seedbed.Errorf(seedbed.CodeStorage, "keeping what people did in %s: %w", l.path, err)
		if terr := l.file.Truncate(size); terr != nil {
			return l.fail(err)
		}
		return err
	}
	if err := l.file.Sync(); err != nil {
		// What the system still has of it, and whether a second sync would say so, is
		// not known: nothing is written after it.
		_ = l.file.Truncate(size)
		return l.fail(seedbed.Errorf(seedbed.CodeStorage, "keeping what people did in %s: %w", l.path, err))
	}
	l.last = last
	l.mu.Lock()
	l.head, l.size = head, size+int64(len(lines))
	l.mu.Unlock()
	return nil
}

// fail makes the ledger take no more.
func (l *Ledger) fail(err error) error {
	err = &seedbed.Error{
		Code: seedbed.CodeStorage, Err: err,
		Message: "the disk failed, and nothing more is taken",
		Fix:     "see to the disk and start again; every answer that was acknowledged is kept",
	}
	l.mu.Lock()
	l.broken = err
	l.mu.Unlock()
	return err
}
