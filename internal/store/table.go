package store

import (
	"cmp"
	"database/sql/driver"
	"slices"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// kinds of tables whose rows are found by key, as they are stored.
const (
	kindCalls   = 1
	kindRecords = 2
)

// table finds the rows of calls or of records by their keys. The keys of full
// blocks are in the table keys, sorted; those of the newest block are in memory.
//
// In the process that writes, one goroutine adds and any may look. A block's
// keys stay in memory until the transaction that stores them is committed, since
// other connections do not see them before: a look takes the blocks first and
// the database after, so that it never misses a row that was committed before it
// began. Its connection must not be in a transaction that began earlier.
type table struct {
	kind    int64
	next    int64 // number of the next row; of the goroutine that writes, or under loading
	covered int64 // rows with smaller numbers are in stored blocks; guarded as next is
	blocks  atomic.Pointer[[]block]
	loading sync.Mutex // held by who loads, where another process writes
	cache   [64]atomic.Pointer[part]
}

// block is 8192 rows.
type block struct {
	filter *filter
	fresh  *fresh // nil: its keys are stored
}

// part is a stored part of a full block, which never changes.
type part struct {
	id      int64
	entries entries
}

func (t *table) all() []block {
	if p := t.blocks.Load(); p != nil {
		return *p
	}
	return nil
}

// has reports whether any row may have a key of hash h.
func (t *table) has(h uint64) bool {
	for _, b := range t.all() {
		if b.filter.has(h) {
			return true
		}
	}
	return false
}

// number gives the next row, with a key that begins so, its number.
func (t *table) number(prefix, h uint64) int64 {
	num := t.next
	all := t.all()
	if blockOf(num) >= len(all) {
		grown := append(all[:len(all):len(all)], block{new(filter), new(fresh)})
		t.blocks.Store(&grown)
		all = grown
	}
	b := all[blockOf(num)]
	b.filter.add(h)
	b.fresh.add(entryOf(prefix, num))
	t.next++
	return num
}

// find calls row for each number whose key may be this one, the newest block's
// first, until it says that it was, and reports whether it did.
func (t *table) find(c *conn, key []byte, row func(num int64) (bool, error)) (bool, error) {
	prefix := prefixOf(key)
	h := hash(prefix)
	all := t.all()
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].filter.has(h) {
			continue
		}
		if f := all[i].fresh; f != nil {
			for e, at := f.next(prefix, slot(prefix)); e != 0; e, at = f.next(prefix, at) {
				if found, err := row(entryNum(e, i)); found || err != nil {
					return found, err
				}
			}
			continue
		}
		p, err := t.part(c, i, prefix)
		if err != nil {
			return false, err
		}
		from, to := p.between(prefix&^placeMask, prefix|placeMask)
		for ; from < to; from++ {
			if found, err := row(entryNum(p.at(from), i)); found || err != nil {
				return found, err
			}
		}
	}
	return false, nil
}

// span returns the numbers of rows of a block whose keys begin as those from lo
// to hi do, which are in one part; the last first.
func (t *table) span(c *conn, i int, b block, lo, hi uint64) (nums []int64, err error) {
	lo, hi = lo&^placeMask, hi|placeMask
	if b.fresh != nil {
		for _, e := range b.fresh.all(nil) {
			if lo <= e && e <= hi {
				nums = append(nums, entryNum(e, i))
			}
		}
	} else {
		p, err := t.part(c, i, lo)
		if err != nil {
			return nil, err
		}
		for from, to := p.between(lo, hi); from < to; from++ {
			nums = append(nums, entryNum(p.at(from), i))
		}
	}
	slices.SortFunc(nums, func(a, b int64) int { return cmp.Compare(b, a) })
	return nums, nil
}

// part reads a stored part, or remembers it.
func (t *table) part(c *conn, i int, prefix uint64) (entries, error) {
	id := partID(t.kind, i, prefix)
	at := &t.cache[id%int64(len(t.cache))]
	if p := at.Load(); p != nil && p.id == id {
		return p.entries, nil
	}
	p := &part{id: id}
	found := false
	err := c.each("SELECT entries FROM keys WHERE id = ?", []any{id}, func(row []driver.Value) error {
		found, p.entries = true, bytesOf(row[0])
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, seedbed.Errorf(seedbed.CodeStorage, "part %d of the journal's keys is gone: the file is damaged", id)
	}
	at.Store(p)
	return p.entries, nil
}

// save stores the keys of blocks that have become full, and with partly those of
// the newest one too. Once that is committed, saved must be called.
func (t *table) save(c *conn, partly bool) error {
	all := t.all()
	for i := blockOf(t.covered); i < len(all); i++ {
		rows := min(t.next-firstOf(i), blockRows)
		if rows < blockRows && !partly || firstOf(i)+rows <= t.covered {
			break
		}
		if err := t.store(c, i, all[i], rows); err != nil {
			return err
		}
	}
	return nil
}

// saved lets go of keys that are stored.
func (t *table) saved() {
	full := blockOf(t.next)
	if firstOf(full) <= t.covered {
		return
	}
	all := slices.Clone(t.all())
	for i := blockOf(t.covered); i < full; i++ {
		all[i].fresh = nil
	}
	t.covered = firstOf(full)
	t.blocks.Store(&all)
}

func (t *table) store(c *conn, i int, b block, rows int64) error {
	sorted := b.fresh.all(make([]uint64, 0, blockRows))
	slices.Sort(sorted)
	buf := make([]byte, 0, 8*blockRows/partCount*2)
	for p := range uint64(partCount) {
		n := 0
		for n < len(sorted) && sorted[n]>>partShift == p {
			n++
		}
		buf, sorted = appendEntries(buf[:0], sorted[:n]), sorted[n:]
		if err := c.exec("INSERT OR REPLACE INTO keys (id, entries) VALUES (?, ?)", partID(t.kind, i, p<<partShift), buf); err != nil {
			return err
		}
	}
	return c.exec("INSERT OR REPLACE INTO blocks (kind, block, rows, bits) VALUES (?, ?, ?, ?)",
		t.kind, int64(i), rows, b.filter.bytes())
}

// reset forgets rows from next on: those of a transaction that was rolled back.
func (t *table) reset(next int64) {
	if t.next == next {
		return
	}
	t.next = next
	all := t.all()
	last := blockOf(next - 1)
	all = slices.Clone(all[:min(len(all), last+1)])
	if last < len(all) && all[last].fresh != nil {
		kept := new(fresh)
		for _, e := range all[last].fresh.all(nil) {
			if entryNum(e, last) < next {
				kept.add(e)
			}
		}
		all[last].fresh = kept
	}
	t.blocks.Store(&all)
}
