package review

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/filelock"
)

// Ledger is what people did, in order: a file that is only ever appended to. One
// process has it at a time; others read it by ReadLedger. Any goroutine may use it.
type Ledger struct {
	path string
	lock *os.File
	now  func() time.Time
	file appendFile

	mu      sync.Mutex
	queue   []*appending
	closing bool
	broken  error // why nothing can be appended any more
	size    int64 // of what is durable, in bytes
	head    Head

	wake chan struct{} // has room for one: there is something to do
	done chan struct{} // the writer has gone
	last link          // the writer's
}

// appendFile is what the writer needs of the file.
type appendFile interface {
	io.Writer
	Sync() error
	Truncate(size int64) error
	Close() error
}

// LedgerOptions are what a ledger is opened with.
type LedgerOptions struct {
	Now func() time.Time // the clock; nil: the system's
}

// OpenLedger opens the ledger of a folder, which it makes if need be, and holds all of
// it to its chain. What a kill left of a last line is moved into a file beside it: no
// event whose Append returned is in there.
//
// Errors: seedbed.CodeBusy, with who has it; seedbed.CodeStorage, where a line is not
// as it was written, or the disk does not let it be read or written.
func OpenLedger(dir string, o LedgerOptions) (*Ledger, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "making the folder for what people do: %w", err)
	}
	lock, err := takeLock(dir, o.Now())
	if err != nil {
		return nil, err
	}
	l := &Ledger{
		path: filepath.Join(dir, ledgerFile), lock: lock, now: o.Now,
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	if err := l.open(dir); err != nil {
		return nil, errors.Join(err, filelock.Drop(lock))
	}
	go l.write()
	return l, nil
}

func (l *Ledger) open(dir string) error {
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "opening what people did: %w", err)
	}
	err = l.recover(f)
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	l.file = f
	return nil
}

// Append appends events one behind the other and returns them as they were written
// once all are on the disk; a kill before that may leave the first few of them. Of what is given, By, Kind, Of and Body count;
// and At where it is set and has passed, for what was done elsewhere before (else it
// is now). The order of events is that of Seq. Once an event is queued, ctx does not
// take it back.
//
// Errors: seedbed.CodeInvalid and CodeInternal, for an event that cannot be written;
// seedbed.CodeStorage, where the disk takes no more: then nothing of it is in the
// ledger.
func (l *Ledger) Append(ctx context.Context, events ...Event) ([]Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := &appending{events: make([]Event, len(events)), done: make(chan error, 1)}
	for i, e := range events {
		if err := checkDraft(&e); err != nil {
			return nil, err
		}
		a.events[i] = e
		a.size += len(e.Body) + 512
	}
	if len(events) == 0 {
		return nil, nil
	}
	l.mu.Lock()
	err := l.broken
	if err == nil && l.closing {
		err = seedbed.Errorf(seedbed.CodeInternal, "the ledger is closed")
	}
	if err == nil {
		l.queue = append(l.queue, a)
	}
	l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case l.wake <- struct{}{}:
	default: // the writer knows already
	}
	if err := <-a.done; err != nil {
		return nil, err
	}
	return a.events, nil
}

// Head returns how far the ledger goes.
func (l *Ledger) Head() Head {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head
}

// Events gives the events that are in the ledger when it is called, in order. An
// error comes last.
func (l *Ledger) Events() iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		l.mu.Lock()
		size := l.size
		l.mu.Unlock()
		f, err := os.Open(l.path)
		if err != nil {
			yield(Event{}, seedbed.Errorf(seedbed.CodeStorage, "reading what people did: %w", err))
			return
		}
		defer f.Close()
		newLedgerReader(io.LimitReader(f, size), l.path).all(yield)
	}
}

// Verify is VerifyLedger for a ledger that is open.
func (l *Ledger) Verify() (Head, error) {
	l.mu.Lock()
	size := l.size
	l.mu.Unlock()
	f, err := os.Open(l.path)
	if err != nil {
		return Head{}, seedbed.Errorf(seedbed.CodeStorage, "reading what people did: %w", err)
	}
	defer f.Close()
	r := newLedgerReader(io.LimitReader(f, size), l.path)
	head, err := verify(r)
	if err == nil && r.at != size {
		err = r.damaged(fmt.Errorf("it has %d bytes, and %d were written", r.at, size))
	}
	return head, err
}

// Close waits for what is being appended and gives the ledger back. It may be called
// more than once.
func (l *Ledger) Close() error {
	l.mu.Lock()
	again := l.closing
	l.closing = true
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
	<-l.done
	if again {
		return nil
	}
	return errors.Join(l.file.Close(), filelock.Drop(l.lock))
}

// takeLock takes the lock of what people do. It is not the project's: people rate while
// a run goes on.
func takeLock(dir string, now time.Time) (*os.File, error) {
	return filelock.Take(filepath.Join(dir, "lock"), 0o600, now, seedbed.Error{
		Code: seedbed.CodeBusy, Message: "keeps what people say of this project's rows", Fix: "use its page, or stop it with Ctrl-C where it runs",
	})
}
