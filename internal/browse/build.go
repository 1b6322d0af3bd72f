package browse

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/filelock"
)

const (
	building  = ".making" // ends the name of a folder that is being written
	lockFile  = "lock"
	batchRows = 256
)

// build writes the segments of an index, and gives each to x when it is there. The folder
// has its name when all are.
func build(ctx context.Context, o *Options, x *Index) (err error) {
	lock, err := takeTurn(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, filelock.Drop(lock)) }()
	whole := filepath.Join(o.Dir, o.Name)
	if x.opened(whole) { // somebody else has made it meanwhile
		return nil
	}
	sweep(o.Dir, "")
	if err := os.RemoveAll(whole); err != nil { // it was there, and could not be read
		return storing(err)
	}
	dir := whole + building
	if err := os.Mkdir(dir, 0o700); err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "making an index of rows: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "making an index of rows: %w", err)
	}
	defer enc.Close()
	b := builder{o: o, x: x, dir: dir, enc: enc}
	if err := b.all(ctx); err != nil {
		return err
	}
	err = syncDir(dir)
	if err == nil {
		err = os.Rename(dir, whole)
	}
	if err == nil {
		err = syncDir(o.Dir)
	}
	if err != nil {
		return seedbed.Errorf(seedbed.CodeStorage, "making an index of rows: %w", err)
	}
	sweep(o.Dir, o.Name) // of runs that were; who has them open can go on
	return nil
}

// takeTurn waits until no other process makes an index here.
func takeTurn(ctx context.Context, o *Options) (*os.File, error) {
	for {
		f, err := filelock.Take(filepath.Join(o.Dir, lockFile), 0o600, o.Now(), seedbed.Error{Code: seedbed.CodeBusy, Message: "the index of rows is being made"})
		if err == nil || seedbed.CodeOf(err) != seedbed.CodeBusy {
			return f, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// opened takes an index that is whole; false: it is not.
func (x *Index) opened(dir string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.openWhole(dir) == nil
}

// sweep removes indexes but keep, and what a kill has left of them. keep "" removes what
// is not whole. What cannot be removed stays: it is in nobody's way.
func sweep(dir, keep string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != keep && (keep != "" || strings.HasSuffix(e.Name(), building)) {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

type builder struct {
	o   *Options
	x   *Index
	dir string
	enc *zstd.Encoder
	w   *segmentWriter
	n   int // segments
}

// all reads rows on one goroutine and indexes them on another.
func (b *builder) all(ctx context.Context) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	batches := make(chan []Row, 4)
	failed := make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- b.read(ctx, batches)
	}()
	for rows := range batches {
		for i := range rows {
			if err = b.add(&rows[i]); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
		b.x.count(int64(b.open()))
	}
	cancel()
	for range batches { // until whoever reads has ended
	}
	if e := <-failed; err == nil {
		err = e
	}
	if err == nil && b.w != nil {
		err = b.end()
	}
	if b.w != nil {
		b.w.f.Close()
	}
	return err
}

func (b *builder) open() int {
	if b.w == nil {
		return 0
	}
	return b.w.rows
}

// count says how many rows of a segment that is not there yet are indexed.
func (x *Index) count(more int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.progress.Rows = x.rows + more
}

func (b *builder) read(ctx context.Context, batches chan<- []Row) error {
	batch := make([]Row, 0, batchRows)
	send := func() bool {
		select {
		case batches <- batch:
			batch = make([]Row, 0, batchRows)
			return true
		case <-ctx.Done():
			return false
		}
	}
	for row, err := range b.o.Rows(ctx) {
		if err != nil {
			return err
		}
		if batch = append(batch, row); len(batch) == batchRows && !send() {
			return ctx.Err()
		}
	}
	if err := ctx.Err(); err != nil || len(batch) == 0 {
		return err
	}
	if !send() {
		return ctx.Err()
	}
	return nil
}

func (b *builder) add(r *Row) (err error) {
	if b.w == nil {
		if b.w, err = newSegmentWriter(filepath.Join(b.dir, segmentName(b.n)), b.enc); err != nil {
			return storing(err)
		}
	}
	if err := b.w.add(r); err != nil {
		return storing(err)
	}
	if b.w.rows >= b.o.SegmentRows {
		return b.end()
	}
	return nil
}

// end makes a segment of what was added, and gives it to the index.
func (b *builder) end() error {
	w := b.w
	b.w = nil
	if err := w.close(); err != nil {
		return storing(err)
	}
	b.x.mu.Lock()
	base := b.x.rows
	b.x.mu.Unlock()
	s, err := openSegment(filepath.Join(b.dir, segmentName(b.n)), base)
	if err != nil {
		return storing(err)
	}
	b.n++
	b.x.take(s)
	return nil
}

func storing(err error) error {
	var coded *seedbed.Error
	if errors.As(err, &coded) {
		return err
	}
	return seedbed.Errorf(seedbed.CodeStorage, "writing an index of rows: %w; what is searched can be less than all", err)
}
