package store

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"sync"

	"github.com/klauspost/compress/s2"
	"github.com/klauspost/compress/zstd"
)

// Packed bytes have one byte in front that says how the rest is written. A space
// keeps JSON valid, and readable in the sqlite3 tool.
const (
	plain      = ' '
	likeOthers = 'd' // the number of a dictionary as a uvarint, then S2 with it
	compressed = 'z' // zstd
	// goesOn is of requests alone: a call's key, as a uvarint how many bytes of that
	// call's request come first, and what follows them, packed.
	goesOn = 's'

	packFrom = 1024 // shorter ones gain little for what it takes, and stay readable
	// dictMost bounds what is written with a dictionary: it reaches no further
	// than the dictionary's own length, and zstd does better on long texts.
	dictMost = 16 << 10
)

// packer compresses and expands. Any goroutine may use it.
//
// The requests of one stage have most of their text in common, and so have
// replies of one server: what was seen first of each sort is the dictionary for
// all that come after, at a quarter of the time and half the size of zstd.
type packer struct {
	enc   *zstd.Encoder
	dec   *zstd.Decoder
	dicts *dictionaries
	jobs  chan *packJob
	over  chan struct{} // closed when there is no one to do jobs any more
	spare sync.Pool
}

// packJob is one text to compress with a dictionary. That takes a table of 64 KiB on
// the stack, which each of a thousand goroutines that bring replies would grow, and the
// garbage collector walk and shrink again: a few goroutines do it for all.
type packJob struct {
	dict     *s2.Dict
	dst, src []byte
	done     chan struct{}
}

// encode compresses src into dst, which has room for it.
func (p *packer) encode(d *s2.Dict, dst, src []byte) []byte {
	j, _ := p.spare.Get().(*packJob)
	if j == nil {
		j = &packJob{done: make(chan struct{}, 1)}
	}
	j.dict, j.dst, j.src = d, dst, src
	select {
	case p.jobs <- j:
		<-j.done
	case <-p.over:
		j.dst = d.Encode(dst, src)
	}
	out := j.dst
	j.dict, j.dst, j.src = nil, nil, nil
	p.spare.Put(j)
	return out
}

func (p *packer) work() {
	for {
		select {
		case j := <-p.jobs:
			j.dst = j.dict.Encode(j.dst, j.src)
			j.done <- struct{}{}
		case <-p.over:
			return
		}
	}
}

func newPacker() (*packer, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2),
		zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false), zstd.WithWindowSize(256<<10))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(1<<30))
	p := &packer{enc: enc, dec: dec, dicts: newDictionaries(), jobs: make(chan *packJob), over: make(chan struct{})}
	for range runtime.GOMAXPROCS(0) {
		go p.work()
	}
	return p, err
}

func (p *packer) close() {
	p.dec.Close()
	close(p.over)
}

// packLike appends b, packed, to dst; sort names what b has much in common with.
func (p *packer) packLike(sort string, dst, b []byte) []byte {
	if len(b) < packFrom || len(b) > dictMost {
		return p.pack(dst, b)
	}
	d := p.dicts.of(sort, b)
	if d == nil {
		return p.pack(dst, b)
	}
	n := len(dst)
	dst = binary.AppendUvarint(append(dst, likeOthers), uint64(d.id))
	head := len(dst)
	dst = grow(dst, s2.MaxEncodedLen(len(b)))
	if out := p.encode(d.s2, dst[head:], b); len(out) > 0 && head-n+len(out) <= len(b) {
		return dst[:head+len(out)]
	}
	return append(append(dst[:n], plain), b...)
}

// grow makes dst longer by n bytes of any content.
func grow(dst []byte, n int) []byte {
	if cap(dst)-len(dst) >= n {
		return dst[:len(dst)+n]
	}
	out := make([]byte, len(dst)+n, 2*(len(dst)+n))
	copy(out, dst)
	return out
}

// pack appends b, packed by itself, to dst.
func (p *packer) pack(dst, b []byte) []byte {
	if len(b) >= packFrom {
		n := len(dst)
		dst = p.enc.EncodeAll(b, append(dst, compressed))
		if len(dst)-n <= len(b) {
			return dst
		}
		dst = dst[:n]
	}
	dst = append(dst, plain)
	return append(dst, b...)
}

// unpack returns what was packed. It may share b's memory. A dictionary that is
// not known yet, since another process has added it, is read through fetch.
func (p *packer) unpack(b []byte, fetch func() error) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	switch b[0] {
	case plain:
		return b[1:], nil
	case compressed:
		out, err := p.dec.DecodeAll(b[1:], nil)
		if err != nil {
			return nil, fmt.Errorf("expanding %d bytes: %w", len(b), err)
		}
		return out, nil
	case likeOthers:
		return p.unpackLike(b[1:], fetch)
	}
	return nil, fmt.Errorf("expanding %d bytes: unknown codec %#x", len(b), b[0])
}

func (p *packer) unpackLike(b []byte, fetch func() error) ([]byte, error) {
	id, n := binary.Uvarint(b)
	if n <= 0 {
		return nil, fmt.Errorf("expanding %d bytes: they have no dictionary", len(b))
	}
	d := p.dicts.known(id)
	if d == nil && fetch != nil {
		if err := fetch(); err != nil {
			return nil, err
		}
		d = p.dicts.known(id)
	}
	if d == nil {
		return nil, fmt.Errorf("expanding %d bytes: dictionary %d is not in the journal", len(b), id)
	}
	if size, err := s2.DecodedLen(b[n:]); err != nil || size > dictMost {
		return nil, fmt.Errorf("expanding %d bytes: they are damaged", len(b))
	}
	out, err := d.s2.Decode(nil, b[n:])
	if err != nil {
		return nil, fmt.Errorf("expanding %d bytes: %w", len(b), err)
	}
	return out, nil
}
