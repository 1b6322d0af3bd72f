package store

import (
	"encoding/binary"
	"sort"
	"sync/atomic"
)

// Rows of calls and records are grouped in blocks of 8192 by their number, and
// outcomes of a run by their place.
const (
	blockBits = 13
	blockRows = 1 << blockBits
)

func blockOf(num int64) int { return int(num >> blockBits) }

// firstOf returns the number of a block's first row.
func firstOf(block int) int64 { return int64(block) << blockBits }

// An entry of a block of keys is the first 50 bits of a key, and the row's place
// in the block, counted from 1.
const (
	placeBits = blockBits + 1
	placeMask = 1<<placeBits - 1
)

func entryOf(prefix uint64, num int64) uint64 {
	return prefix&^placeMask | uint64(num&(blockRows-1)+1)
}

func entryNum(e uint64, block int) int64 { return firstOf(block) + int64(e&placeMask) - 1 }

// A block's entries are stored in 16 parts by the first 4 bits of the key, so
// that a filter's false answer costs a read of 4 KiB.
const (
	partCount = 16
	partShift = 60
)

func partID(kind int64, block int, prefix uint64) int64 {
	return (int64(block)*2+kind-1)*partCount + int64(prefix>>partShift)
}

// appendEntries appends entries as they are stored.
func appendEntries(b []byte, entries []uint64) []byte {
	for _, e := range entries {
		b = binary.BigEndian.AppendUint64(b, e)
	}
	return b
}

// entries are ascending entries as they are stored. Whatever the bytes are, none
// of its methods panics.
type entries []byte

func (e entries) len() int { return len(e) / 8 }

func (e entries) at(i int) uint64 { return binary.BigEndian.Uint64(e[8*i:]) }

// between returns which entries lie from lo to hi: those from i on, before j.
func (e entries) between(lo, hi uint64) (i, j int) {
	i = sort.Search(e.len(), func(i int) bool { return e.at(i) >= lo })
	j = i + sort.Search(e.len()-i, func(k int) bool { return e.at(i+k) > hi })
	return i, j
}

// fresh finds the rows of a block whose keys are not stored yet, or not
// committed: a hash table of entries, at most half full. One goroutine adds; any
// may look meanwhile. Nothing is ever taken out, and nothing is in it twice.
type fresh [2 * blockRows]atomic.Uint64

// slot mixes the 50 bits of a key that an entry has, which need not be random.
func slot(e uint64) uint64 { return (e >> placeBits) * 0x9e3779b97f4a7c15 >> (64 - placeBits) }

func (f *fresh) add(e uint64) {
	i := slot(e)
	for {
		switch f[i].Load() {
		case 0:
			f[i].Store(e)
			return
		case e:
			return
		}
		i = (i + 1) % uint64(len(f))
	}
}

// next returns the first entry from slot i on whose key begins as prefix does,
// and the slot after it; 0: there is none. A search begins at slot(prefix).
func (f *fresh) next(prefix, i uint64) (e, after uint64) {
	for {
		e := f[i].Load()
		i = (i + 1) % uint64(len(f))
		if e == 0 || e>>placeBits == prefix>>placeBits {
			return e, i
		}
	}
}

// all appends the entries, in no order.
func (f *fresh) all(out []uint64) []uint64 {
	for i := range f {
		if e := f[i].Load(); e != 0 {
			out = append(out, e)
		}
	}
	return out
}
