package store

import (
	"database/sql/driver"
	"fmt"
	"sync"

	"github.com/klauspost/compress/s2"
)

// dictionary is a text that others are written as differences from.
type dictionary struct {
	id int64
	s2 *s2.Dict
}

// maxDictionaries bounds the sorts that have one, and so memory.
const maxDictionaries = 128

// dictionaries are those of a journal. Any goroutine may use them. Like names,
// one is made when a sort is first seen, and stored by the writer before any row
// that can refer to it.
type dictionaries struct {
	mu    sync.RWMutex
	sorts map[string]*dictionary
	all   []*dictionary // by id - 1
	fresh []freshDict   // not stored yet
}

type freshDict struct {
	id   int64
	sort string
}

func newDictionaries() *dictionaries {
	return &dictionaries{sorts: map[string]*dictionary{}}
}

// of returns the dictionary of a sort; the first text seen of a sort becomes it.
// nil: there are too many sorts.
func (d *dictionaries) of(sort string, first []byte) *dictionary {
	d.mu.RLock()
	dict := d.sorts[sort]
	d.mu.RUnlock()
	if dict != nil {
		return dict
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if dict := d.sorts[sort]; dict != nil || len(d.all) >= maxDictionaries {
		return dict
	}
	made := s2.MakeDict(append([]byte(nil), first...), nil)
	if made == nil {
		return nil
	}
	dict = &dictionary{int64(len(d.all) + 1), made}
	d.all = append(d.all, dict)
	d.sorts[sort] = dict
	d.fresh = append(d.fresh, freshDict{dict.id, sort})
	return dict
}

// known returns the dictionary of a number, or nil.
func (d *dictionaries) known(id uint64) *dictionary {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if id == 0 || id > uint64(len(d.all)) {
		return nil
	}
	return d.all[id-1]
}

// save stores those not stored yet and returns how many; saved says that they
// are durable.
func (d *dictionaries) save(c *conn) (int, error) {
	d.mu.RLock()
	fresh, all := d.fresh, d.all
	d.mu.RUnlock()
	for _, f := range fresh {
		if err := c.exec("INSERT INTO dictionaries (id, sort, s2) VALUES (?, ?, ?)", f.id, f.sort, all[f.id-1].s2.Bytes()); err != nil {
			return 0, err
		}
	}
	return len(fresh), nil
}

func (d *dictionaries) saved(count int) {
	if count == 0 {
		return
	}
	d.mu.Lock()
	d.fresh = append([]freshDict(nil), d.fresh[count:]...)
	d.mu.Unlock()
}

// load reads those that are stored and not known yet.
func (d *dictionaries) load(c *conn) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return c.each("SELECT id, sort, s2 FROM dictionaries WHERE id > ? ORDER BY id", []any{int64(len(d.all))},
		func(row []driver.Value) error {
			id, made := intOf(row[0]), s2.NewDict(append([]byte(nil), bytesOf(row[2])...))
			if made == nil || id != int64(len(d.all)+1) {
				return fmt.Errorf("dictionary %d is damaged", id)
			}
			dict := &dictionary{id, made}
			d.all = append(d.all, dict)
			d.sorts[textOf(row[1])] = dict
			return nil
		})
}
