package browse

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

// Options are what an index is made of.
type Options struct {
	Dir string // the folder of indexes; it is made where it is not there
	// Name names what is indexed, such as a digest of it: letters and digits. An index of
	// that name that is whole is opened and not made again.
	Name string
	// Rows gives what is indexed, in the order in which it is shown. A row may come twice.
	Rows func(context.Context) iter.Seq2[Row, error]
	// Total is how many rows are expected; 0: nobody knows.
	Total int64
	Env   expr.Env // of conditions
	Now   func() time.Time
	// SegmentRows is how many rows a segment has; 0: as many as it can.
	SegmentRows int
}

// Index is an index of rows, which may still be being made: what is there of it can be
// searched. Any goroutine may use it.
type Index struct {
	name string
	env  expr.Env
	now  func() time.Time
	dec  *zstd.Decoder
	memo *memo
	stop context.CancelFunc
	made chan struct{} // closed when nothing more comes

	mu       sync.Mutex
	segments []*segment
	rows     int64
	progress Progress
	begun    time.Time
	closed   bool
	users    sync.WaitGroup
	facets   []Facet
	facetsOf int // segments that facets are of
}

// Progress is how far an index has come.
type Progress struct {
	Rows  int64         // indexed
	Total int64         // expected; 0: not known
	Left  time.Duration // about how long it still takes; 0: not known, or done
	Done  bool
	Err   error // why it ended before its end
}

// Open opens the index of a name, or begins to make it and returns at once. It has to be
// closed. Errors have seedbed.CodeStorage.
func Open(o Options) (*Index, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SegmentRows < 1 || o.SegmentRows > segmentMost {
		o.SegmentRows = segmentMost
	}
	if o.Name == "" || strings.ContainsFunc(o.Name, func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') }) {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "an index of rows cannot be called %q", o.Name)
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "making the folder of indexes: %w", err)
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(blockMost))
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making an index of rows: %w", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	x := &Index{name: o.Name, env: o.Env, now: o.Now, dec: dec, memo: newMemo(), stop: stop, made: make(chan struct{}), begun: o.Now()}
	x.progress.Total = o.Total
	if err := x.openWhole(filepath.Join(o.Dir, o.Name)); err == nil {
		close(x.made)
		return x, nil
	}
	go func() {
		defer close(x.made)
		err := build(ctx, &o, x)
		x.mu.Lock()
		defer x.mu.Unlock()
		x.progress.Done = err == nil
		if err != nil {
			x.progress.Err = err
		}
	}()
	return x, nil
}

// openWhole opens the segments of a folder that is whole.
func (x *Index) openWhole(dir string) (err error) {
	files, err := segmentFiles(dir)
	if err != nil {
		return err
	}
	var all []*segment
	var rows int64
	for _, f := range files {
		s, err := openSegment(f, rows)
		if err != nil {
			for _, s := range all {
				s.f.Close()
			}
			return err
		}
		all = append(all, s)
		rows += int64(s.rows)
	}
	x.segments, x.rows = all, rows
	x.progress = Progress{Rows: rows, Total: rows, Done: true}
	return nil
}

// segmentFiles are the files of an index in order; an error where the folder is not there,
// or one is missing.
func segmentFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	out := make([]string, 0, len(entries))
	for i, e := range entries {
		if e.Name() != segmentName(i) {
			return nil, errDamaged
		}
		out = append(out, filepath.Join(dir, e.Name()))
	}
	return out, nil
}

func segmentName(i int) string { return fmt.Sprintf("%06d.rows", i) }

// take makes a segment one of those that are searched.
func (x *Index) take(s *segment) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.segments = append(slices.Clip(x.segments), s)
	x.rows += int64(s.rows)
	x.progress.Rows = x.rows
}

// Name returns what the index is called.
func (x *Index) Name() string { return x.name }

// Progress returns how far the index has come.
func (x *Index) Progress() Progress {
	x.mu.Lock()
	defer x.mu.Unlock()
	p := x.progress
	if spent := x.now().Sub(x.begun); !p.Done && p.Err == nil && p.Rows > 0 && p.Total > p.Rows {
		p.Left = time.Duration(float64(spent) / float64(p.Rows) * float64(p.Total-p.Rows))
	}
	return p
}

// Wait waits until the index is whole, and returns why it did not become so.
func (x *Index) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-x.made:
		return x.Progress().Err
	}
}

// Close ends the making of the index, waits for searches and closes its files.
func (x *Index) Close() error {
	x.stop()
	<-x.made
	x.mu.Lock()
	if x.closed {
		x.mu.Unlock()
		return nil
	}
	x.closed = true
	x.mu.Unlock()
	x.users.Wait()
	var err error
	for _, s := range x.segments {
		err = errors.Join(err, s.f.Close())
	}
	x.dec.Close()
	return err
}

// use returns the segments that are there, for a search that calls done.
func (x *Index) use() (all []*segment, done func(), err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil, nil, seedbed.Errorf(seedbed.CodeInterrupted, "the index of rows is closed")
	}
	x.users.Add(1)
	return x.segments, x.users.Done, nil
}

// damaged says of a file that could not be read what to do.
func damaged(err error) error {
	var coded *seedbed.Error
	if err == nil || errors.As(err, &coded) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &seedbed.Error{Code: seedbed.CodeStorage, Message: "reading the index of rows", Err: err, Fix: "delete the folder .seedbed/browse; it is made again"}
}

// Row returns a row by its id; the first where it is there twice.
func (x *Index) Row(id seedbed.ID) (Row, bool, error) {
	all, done, err := x.use()
	if err != nil {
		return Row{}, false, err
	}
	defer done()
	for _, s := range all {
		places, err := s.where(id, id, 1)
		if err != nil {
			return Row{}, false, damaged(err)
		}
		if len(places) > 0 {
			row, err := (&reader{dec: x.dec}).row(s, places[0])
			return row, err == nil, damaged(err)
		}
	}
	return Row{}, false, nil
}

// Find returns the ids that begin with digits, most at most; none where digits are none.
func (x *Index) Find(digits string, most int) ([]seedbed.ID, error) {
	from, to, ok := bounds(digits)
	if !ok {
		return nil, nil
	}
	all, done, err := x.use()
	if err != nil {
		return nil, err
	}
	defer done()
	var out []seedbed.ID
	for _, s := range all {
		places, err := s.where(from, to, most)
		for _, i := range places {
			var id seedbed.ID
			if err == nil {
				id, err = s.id(i)
			}
			if !slices.Contains(out, id) && len(out) < most {
				out = append(out, id)
			}
		}
		if err != nil {
			return nil, damaged(err)
		}
	}
	return out, nil
}

// bounds are the first and the last id that begin with digits.
func bounds(digits string) (from, to seedbed.ID, ok bool) {
	digits = strings.ToLower(strings.TrimSpace(digits))
	if digits == "" || len(digits) > 2*len(from) {
		return from, to, false
	}
	fill := func(with string) (id seedbed.ID, ok bool) {
		b, err := hex.DecodeString(digits + strings.Repeat(with, 2*len(id)-len(digits)))
		copy(id[:], b)
		return id, err == nil
	}
	if from, ok = fill("0"); !ok {
		return from, to, false
	}
	to, ok = fill("f")
	return from, to, ok
}
