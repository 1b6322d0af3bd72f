package store

import (
	"encoding/binary"
	"sync/atomic"
)

const (
	filterWords = blockRows * 16 / 64 // 16 bits a key: one false answer in a thousand
	filterBytes = filterWords * 8
)

// filter is a Bloom filter over the keys of a block, in cache lines of 512 bits:
// a key's 6 bits are in one line. Adding and asking may happen at once.
type filter [filterWords]atomic.Uint64

// prefixOf returns the first 8 bytes of a key.
func prefixOf(key []byte) uint64 { return binary.BigEndian.Uint64(key) }

// hash mixes the first 8 bytes of a key; those are random already, unless
// somebody made the key by hand.
func hash(prefix uint64) uint64 {
	h := prefix
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

// filterOf returns a stored filter; nil: these bytes are none.
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
