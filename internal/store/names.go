package store

import (
	"database/sql/driver"
	"sync"
)

// ref is a text in the journal: the number of a name, or the text itself.
type ref struct {
	id   int64 // 0: text
	text string
}

func (r ref) value() driver.Value {
	if r.id != 0 {
		return r.id
	}
	return r.text
}

// Bounds on what is numbered, so that texts that never come again cannot fill
// memory.
const (
	maxNames    = 1 << 16
	maxNameText = 1024
)

// names numbers texts that come again and again. Any goroutine may use it. A
// number is given when a text is first seen, and stored by the writer before
// any row that can refer to it.
type names struct {
	mu    sync.RWMutex
	ids   map[string]int64
	texts []string // texts[id]; id 0 is no name
	fresh []int64  // not stored yet
}

func newNames() *names {
	return &names{ids: map[string]int64{}, texts: []string{""}}
}

// ref returns the reference to a text, which it does not keep.
func (n *names) ref(text []byte) ref {
	n.mu.RLock()
	id := n.ids[string(text)]
	n.mu.RUnlock()
	if id != 0 {
		return ref{id: id}
	}
	return n.add(string(text))
}

func (n *names) refText(text string) ref {
	n.mu.RLock()
	id := n.ids[text]
	n.mu.RUnlock()
	if id != 0 {
		return ref{id: id}
	}
	return n.add(text)
}

func (n *names) add(text string) ref {
	n.mu.Lock()
	defer n.mu.Unlock()
	if id := n.ids[text]; id != 0 {
		return ref{id: id}
	}
	if len(text) > maxNameText || len(n.texts) > maxNames {
		return ref{text: text}
	}
	id := int64(len(n.texts))
	n.texts = append(n.texts, text)
	n.ids[text] = id
	n.fresh = append(n.fresh, id)
	return ref{id: id}
}

// text returns the text of a name.
func (n *names) text(id int64) (string, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if id <= 0 || id >= int64(len(n.texts)) {
		return "", false
	}
	return n.texts[id], true
}

// save stores the names not stored yet and returns how many; saved says that
// they are durable.
func (n *names) save(c *conn) (int, error) {
	n.mu.RLock()
	fresh := n.fresh
	texts := n.texts
	n.mu.RUnlock()
	for _, id := range fresh {
		if err := c.exec("INSERT INTO names (id, text) VALUES (?, ?)", id, texts[id]); err != nil {
			return 0, err
		}
	}
	return len(fresh), nil
}

func (n *names) saved(count int) {
	if count == 0 {
		return
	}
	n.mu.Lock()
	n.fresh = append([]int64(nil), n.fresh[count:]...)
	n.mu.Unlock()
}

// load reads the names that are stored and not known yet.
func (n *names) load(c *conn) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return c.each("SELECT id, text FROM names WHERE id >= ? ORDER BY id", []any{int64(len(n.texts))},
		func(row []driver.Value) error {
			id, text := intOf(row[0]), textOf(row[1])
			for int64(len(n.texts)) < id && len(n.texts) <= 2*maxNames {
				n.texts = append(n.texts, "") // a gap: nothing refers to it
			}
			if id == int64(len(n.texts)) {
				n.texts = append(n.texts, text)
				n.ids[text] = id
			}
			return nil
		})
}
