package source

import (
	"context"
	"crypto/sha256"
	"io"
	"os"
)

// tap reads a file ahead and hashes it in a goroutine of its own.
type tap struct {
	s      *scanner
	blocks chan block
	free   chan []byte
	cancel context.CancelFunc
	cur    []byte // what is left of the block in hand
	buf    []byte // the block in hand
	sum    []byte // digest, once the last block was taken
	err    error
}

type block struct {
	b   []byte
	err error
	sum []byte // with err io.EOF
}

func (s *scanner) tap(ctx context.Context, file *os.File) *tap {
	ctx, cancel := context.WithCancel(ctx)
	t := &tap{s: s, blocks: make(chan block, 4), free: make(chan []byte, 6), cancel: cancel}
	for range cap(t.free) {
		t.free <- nil
	}
	go t.run(ctx, file)
	return t
}

func (t *tap) run(ctx context.Context, file io.Reader) {
	defer close(t.blocks)
	h := sha256.New()
	for {
		var b []byte
		select {
		case b = <-t.free:
		case <-ctx.Done():
			return
		}
		if b == nil {
			b = make([]byte, bufferSize)
		}
		n, err := file.Read(b[:cap(b)])
		h.Write(b[:n])
		bl := block{b: b[:n], err: err}
		if err == io.EOF {
			bl.sum = h.Sum(nil)
		}
		select {
		case t.blocks <- bl:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// Read gives what the goroutine has read.
func (t *tap) Read(b []byte) (int, error) {
	for len(t.cur) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		if t.buf != nil {
			t.free <- t.buf
			t.buf = nil
		}
		bl, ok := <-t.blocks
		if !ok {
			t.err = context.Canceled
			continue
		}
		t.cur, t.buf, t.err, t.sum = bl.b, bl.b, bl.err, bl.sum
		t.s.done += int64(len(bl.b))
		if t.s.progress != nil && len(bl.b) > 0 {
			t.s.progress(t.s.done, max(t.s.total, t.s.done))
		}
	}
	n := copy(b, t.cur)
	t.cur = t.cur[n:]
	return n, nil
}

// finish reads what is left, so that all is hashed, and ends the goroutine.
func (t *tap) finish() error {
	defer func() {
		t.cancel()
		for range t.blocks { // until the goroutine is gone
		}
	}()
	for t.err == nil {
		t.cur = nil
		_, _ = t.Read(nil)
	}
	if t.err != io.EOF {
		return t.err
	}
	t.s.digests = append(t.s.digests, t.sum)
	return nil
}
