package store

import (
	"encoding/binary"
	"sync/atomic"
)

// Rows of calls and records are grouped in blocks of 8192 by their number. Keys
// are hashes, so an index over all of them would touch another page for each
// insert; an index by block and key touches the few pages of the newest block,
// and a Bloom filter for each block says where an old key may be.
const (
	blockBits   = 13
	filterWords = 1 << blockBits * 16 / 64 // 16 bits a key: one false answer in a thousand
	filterBytes = filterWords * 8
)

func blockOf(num int64) int { return int(num >> blockBits) }

// filter is a Bloom filter in cache lines of 512 bits: a key's 6 bits are in one
// line. Adding and asking may happen at once.
type filter [filterWords]atomic.Uint64

// hash mixes the first 8 bytes of a key; those are random already, unless
// somebody made the key by hand.
func hash(key []byte) uint64 {
	h := binary.BigEndian.Uint64(key)
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 32
	return h
}

func (f *filter) add(h uint64) {
	line := (h >> 56) % (filterWords / 8) * 8
	for range 6 {
		f[line+h>>6&7].Or(1 << (h & 63))
		h >>= 9
	}
}

func (f *filter) has(h uint64) bool {
	line := (h >> 56) % (filterWords / 8) * 8
	for range 6 {
		if f[line+h>>6&7].Load()&(1<<(h&63)) == 0 {
			return false
		}
		h >>= 9
	}
	return true
}

// bytes returns the filter as it is stored.
func (f *filter) bytes() []byte {
	b := make([]byte, 0, filterBytes)
	for i := range f {
		b = binary.LittleEndian.AppendUint64(b, f[i].Load())
	}
	return b
}

func filterOf(b []byte) *filter {
	if len(b) != filterBytes {
		return nil
	}
	f := new(filter)
	for i := range f {
		f[i].Store(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return f
}

// filters are the filters of all blocks of one table. One goroutine adds; any
// may ask. A nil filter may hold anything.
type filters struct {
	blocks atomic.Pointer[[]*filter]
}

func (fs *filters) all() []*filter {
	if p := fs.blocks.Load(); p != nil {
		return *p
	}
	return nil
}

// add notes that the row num has a key of hash h.
func (fs *filters) add(num int64, h uint64) {
	all := fs.all()
	for blockOf(num) >= len(all) {
		grown := append(all[:len(all):len(all)], new(filter))
		fs.blocks.Store(&grown)
		all = grown
	}
	if f := all[blockOf(num)]; f != nil {
		f.add(h)
	}
}

// cut forgets blocks from n on: those of a transaction that was rolled back.
func (fs *filters) cut(n int) {
	if all := fs.all(); len(all) > n {
		short := all[:n:n]
		fs.blocks.Store(&short)
	}
}

// may returns the blocks that may hold h, newest first.
func (fs *filters) may(h uint64, out []int) []int {
	all := fs.all()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i] == nil || all[i].has(h) {
			out = append(out, i)
		}
	}
	return out
}

// has reports whether any block may hold h.
func (fs *filters) has(h uint64) bool {
	for _, f := range fs.all() {
		if f == nil || f.has(h) {
			return true
		}
	}
	return false
}
