package store

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// Packed bytes have one byte in front that says how the rest is written. A space
// keeps JSON valid, and readable in the sqlite3 tool.
const (
	plain      = ' '
	compressed = 'z'
	packFrom   = 512 // shorter ones gain nothing
)

// packer compresses and expands. Any goroutine may use it.
type packer struct {
	enc *zstd.Encoder
	dec *zstd.Decoder
}

func newPacker() (*packer, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2),
		zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false), zstd.WithWindowSize(256<<10))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxMemory(1<<30))
	return &packer{enc, dec}, err
}

func (p *packer) close() {
	p.dec.Close()
}

// pack appends b, packed, to dst.
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

// unpack returns what was packed. It may share b's memory.
func (p *packer) unpack(b []byte) ([]byte, error) {
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
	}
	return nil, fmt.Errorf("expanding %d bytes: unknown codec %#x", len(b), b[0])
}
