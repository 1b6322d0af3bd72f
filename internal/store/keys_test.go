package store

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
	"seedbed.dev/seedbed"
)

func testKey(i int) uint64 {
	k := benchCallKey(i)
	return prefixOf(k[:])
}

func TestFilter(t *testing.T) {
	const n = blockRows
	var fs [3]filter
	for i := range 3 * n {
		fs[i/n].add(hash(testKey(i)))
	}
	wrong := 0
	for i := range 10 * n {
		for b := range fs {
			has := fs[b].has(hash(testKey(i)))
			if i/n == b && !has {
				t.Fatalf("key %d was added and is not found", i)
			}
			if i >= 3*n && has {
				wrong++
			}
		}
	}
	if rate := float64(wrong) / (7 * n * 3); rate > 0.004 {
		t.Errorf("%.2f %% false answers a block", 100*rate)
	}
	f := filterOf(fs[1].bytes())
	for i := n; i < 2*n; i++ {
		if !f.has(hash(testKey(i))) {
			t.Fatalf("key %d is lost on the way through the file", i)
		}
	}
	if filterOf([]byte("short")) != nil {
		t.Error("a filter of the wrong size is taken")
	}
}

func TestEntryKnown(t *testing.T) {
	e := entryOf(0x123456789abcdef0, 3*blockRows+5)
	if e != 0x123456789abcc006 || entryNum(e, 3) != 3*blockRows+5 {
		t.Errorf("entry %x, number %d", e, entryNum(e, 3))
	}
	if id := partID(kindRecords, 3, 0xf000000000000000); id != (3*2+1)*16+15 {
		t.Errorf("part %d", id)
	}
	if b := appendEntries(nil, []uint64{1, e}); string(b) != "\x00\x00\x00\x00\x00\x00\x00\x01\x12\x34\x56\x78\x9a\xbc\xc0\x06" {
		t.Errorf("stored as %x", b)
	}
	id := []byte("\xff\xff\xff\xff\x7f\xff\xff\xff12345678")
	for _, test := range []struct {
		num, ord, verdict int64
		want              uint64
	}{
		{1, 0, 0, 1 << 30},
		{5, blockRows + 3, 7, 5<<30 | 3<<17 | 7},
		{5, -1, 1 << 17, 5<<30 | 8191<<17},
		{0, 2, 9, 1<<63 | 0x1fffffffe<<30 | 2<<17 | 9},
	} {
		if got := outcomeEntry(test.num, id, test.ord, test.verdict); got != test.want {
			t.Errorf("outcome %+v: %x", test, got)
		}
	}
}

// What was added is found, with keys that are alike too, in memory as when stored.
func TestEntriesFindAll(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		prefixes := rapid.SliceOfN(rapid.OneOf(
			rapid.Uint64(), rapid.Uint64Range(0, 3), rapid.Uint64Range(1<<63-3, 1<<63+1<<15), rapid.Just(^uint64(0)),
		), 0, 200).Draw(rt, "prefixes")
		f := new(fresh)
		for num, p := range prefixes {
			f.add(entryOf(p, int64(num)))
			f.add(entryOf(p, int64(num))) // once more changes nothing
		}
		sorted := f.all(nil)
		if len(sorted) != len(prefixes) {
			rt.Fatalf("%d entries of %d keys", len(sorted), len(prefixes))
		}
		slices.Sort(sorted)
		stored := entries(appendEntries(nil, sorted))
		for _, p := range prefixes {
			var want, inMemory, inFile []int64
			for num, q := range prefixes {
				if p>>placeBits == q>>placeBits {
					want = append(want, int64(num))
				}
			}
			for e, at := f.next(p, slot(p)); e != 0; e, at = f.next(p, at) {
				inMemory = append(inMemory, entryNum(e, 0))
			}
			for from, to := stored.between(p&^placeMask, p|placeMask); from < to; from++ {
				inFile = append(inFile, entryNum(stored.at(from), 0))
			}
			slices.Sort(inMemory)
			if !slices.Equal(want, inMemory) || !slices.Equal(want, inFile) {
				rt.Fatalf("key %x: in memory %v, in the file %v, want %v", p, inMemory, inFile, want)
			}
		}
	})
}

// Whatever bytes are in the file, looking among them ends without a panic, and
// what is found lies where it should.
func FuzzEntries(f *testing.F) {
	f.Add([]byte{}, uint64(0), uint64(0))
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x01\x12\x34\x56\x78\x9a\xbc\xc0\x06"), uint64(1), uint64(1)<<63)
	f.Add([]byte("not sorted at all, and no multiple of eight"), uint64(0), ^uint64(0))
	f.Fuzz(func(t *testing.T, b []byte, lo, hi uint64) {
		e := entries(b)
		i, j := e.between(lo, hi)
		if i < 0 || i > j || j > e.len() {
			t.Fatalf("from %d to %d of %d", i, j, e.len())
		}
		ascending := true
		for k := range e.len() {
			ascending = ascending && (k == 0 || e.at(k-1) <= e.at(k))
		}
		for k := range e.len() {
			if in := lo <= e.at(k) && e.at(k) <= hi; ascending && in != (i <= k && k < j) {
				t.Fatalf("entry %d of %x from %x to %x: %d to %d", k, b, lo, hi, i, j)
			}
			if num := entryNum(e.at(k), 7); num < firstOf(7)-1 || num >= firstOf(9) {
				t.Fatalf("number %d of block 7", num)
			}
		}
	})
}

// likeKey returns keys of which many agree in their first 50 bits, or 64.
func likeKey(i int) (k seedbed.CallKey) {
	switch i % 4 {
	case 0:
		return benchCallKey(i)
	case 1: // the same 8 bytes
		copy(k[:], "\xab\xcd\xef\x01\x23\x45\x67\x89")
		binary.BigEndian.PutUint64(k[24:], uint64(i/400))
		k[23] = byte(i % 400 / 4)
	case 2: // the same 50 bits
		copy(k[:], "\xab\xcd\xef\x01\x23\x45")
		binary.BigEndian.PutUint16(k[6:], 0x4000|uint16(i/4&0x3fff))
	case 3:
		binary.BigEndian.PutUint64(k[24:], uint64(i))
		binary.BigEndian.PutUint16(k[:], uint16(i/8))
	}
	return k
}

func TestKeysThatBeginAlike(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	const n = 9000
	in := func(i int) bool { return i%4 == 0 || i%4 == 3 || i%100 < 3 } // alike ones are compared row by row
	j := openIn(t, dir, Options{})
	var ids []seedbed.Record
	var wg sync.WaitGroup
	for w := range 128 {
		wg.Go(func() {
			for i := w; i < n; i += 128 {
				if in(i) {
					if err := j.PutCall(ctx, seedbed.Call{Key: likeKey(i), Copy: i}); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	for i := range 3 * n {
		if k := likeKey(i); in(i) && i%4 != 1 {
			ids = append(ids, seedbed.Record{ID: seedbed.ID(append(k[:8:8], k[24:]...)), Stage: "s", Lineage: seedbed.Lineage{Line: i}})
		}
	}
	err := j.PutRecords(ctx, ids)
	wg.Wait()
	if err = errors.Join(err, j.Flush(ctx)); err != nil {
		t.Fatal(err)
	}
	look := func(who string, j *Journal) {
		t.Helper()
		for i := 0; i < n; i += 1 + i%7 {
			if !in(i) && i%20 != 0 || i%7 != 0 && i > 100 {
				continue
			}
			c, ok, err := j.Call(ctx, likeKey(i))
			if ok != in(i) || err != nil || ok && c.Copy != i {
				t.Fatalf("%s: call %d: %v, copy %d, %v", who, i, ok, c.Copy, err)
			}
		}
		got, err := j.FindRecords(ctx, "abcdef012345", 5*n)
		var want []seedbed.ID
		for _, r := range slices.Backward(ids) {
			if strings.HasPrefix(r.ID.String(), "abcdef012345") {
				want = append(want, r.ID)
			}
		}
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s: %d records begin alike, want %d, the last first (%v)", who, len(got), len(want), err)
		}
		for i := 0; i < len(ids); i += 1 + i%23 {
			r := ids[i]
			got, ok, err := j.Record(ctx, r.ID)
			if !ok || err != nil || got.Lineage.Line != r.Lineage.Line {
				t.Fatalf("%s: record %d: %v, line %d, %v", who, r.Lineage.Line, ok, got.Lineage.Line, err)
			}
		}
	}
	look("who wrote it", j)
	look("a reader meanwhile", readIn(t, dir))
	j.Close()
	look("a reader after", readIn(t, dir))
	look("the next writer", openIn(t, dir, Options{}))
}

func readIn(t *testing.T, dir string) *Journal {
	t.Helper()
	r, err := OpenReader(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func bareRecords(from, to int) (out []seedbed.Record) {
	for i := from; i < to; i++ {
		k := benchCallKey(i)
		out = append(out, seedbed.Record{ID: seedbed.ID(k[:16]), Stage: "s", Lineage: seedbed.Lineage{Line: i}})
	}
	return out
}
