package browse

import (
	"sync"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

// remembered is how many searches, and how many conditions, are remembered: a page and
// those that follow it ask for the same. A search takes an eighth of a byte a row.
const remembered = 48

// memo remembers searches by their names, the newest ones.
type memo struct {
	mu         sync.Mutex
	matches    map[string]*match
	conditions map[string]*condition
	order      []string // of matches, the one asked for last at the end
}

func newMemo() *memo { return &memo{matches: map[string]*match{}, conditions: map[string]*condition{}} }

func (m *memo) match(name string) *match {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.matches[name]
}

func (m *memo) keep(name string, found *match) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, n := range m.order {
		if n == name {
			m.order = append(m.order[:i], m.order[i+1:]...)
			break
		}
	}
	m.order = append(m.order, name)
	if old := m.matches[name]; old == nil || len(old.sets) < len(found.sets) {
		m.matches[name] = found
	}
	if len(m.order) > remembered {
		delete(m.matches, m.order[0])
		m.order = m.order[1:]
	}
}

// condition compiles a condition, or remembers it.
func (m *memo) condition(src string, env expr.Env) (*condition, error) {
	m.mu.Lock()
	c := m.conditions[src]
	m.mu.Unlock()
	if c != nil {
		return c, nil
	}
	c, err := compile(src, env)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.conditions) >= remembered {
		clear(m.conditions)
	}
	m.conditions[src] = c
	return c, nil
}

// Check says what is wrong with a condition.
func (x *Index) Check(where string) error {
	_, err := x.memo.condition(where, x.env)
	return err
}

// Marks are rows of an index that were found elsewhere, such as those on which people
// disagree.
type Marks struct {
	sets []set
	rows int64
}

// Rows returns how many there are.
func (m *Marks) Rows() int64 { return m.rows }

// of returns the marks of a segment; one that has come since has none.
func (m *Marks) of(k int, s *segment) set {
	if k < len(m.sets) {
		return m.sets[k]
	}
	return newSet(s.rows)
}

// Has reports whether a row by its place is among them.
func (m *Marks) Has(h Hit, x *Index) bool {
	x.mu.Lock()
	all := x.segments
	x.mu.Unlock()
	for k, s := range all {
		if i := h.Place - s.base; i >= 0 && i < int64(s.rows) && k < len(m.sets) {
			return m.sets[k].has(int(i))
		}
	}
	return false
}

// fewIDs are looked up one by one; of more the ids of all rows are read.
const fewIDs = 2000

// Mark finds rows by their ids; those that the index does not have are left out.
func (x *Index) Mark(ids map[seedbed.ID]bool) (*Marks, error) {
	all, done, err := x.use()
	if err != nil {
		return nil, err
	}
	defer done()
	out := &Marks{}
	for _, s := range all {
		in := newSet(s.rows)
		if len(ids) > fewIDs {
			err = s.markMany(ids, in)
		} else {
			err = s.markFew(ids, in)
		}
		if err != nil {
			return nil, damaged(err)
		}
		out.sets = append(out.sets, in)
		out.rows += int64(in.count())
	}
	return out, nil
}

func (s *segment) markMany(ids map[seedbed.ID]bool, in set) error {
	b, err := s.ids()
	if err != nil {
		return err
	}
	for i := range s.rows {
		if ids[seedbed.ID(b[16*i:16*i+16])] {
			in.add(i)
		}
	}
	return nil
}

func (s *segment) markFew(ids map[seedbed.ID]bool, in set) error {
	for id, is := range ids {
		if !is {
			continue
		}
		places, err := s.where(id, id, s.rows)
		if err != nil {
			return err
		}
		for _, i := range places {
			in.add(i)
		}
	}
	return nil
}

// partsMost is how many parts of searches a segment remembers: 8 or 16 kB each at most.
const partsMost = 64

// part is what a part of a search, such as one picked value, came to in a segment. It is
// never changed.
type part struct {
	yes, no set
	exact   bool
}

// parts remembers the newest of a segment.
type parts struct {
	mu sync.Mutex
	by map[string]*part
}

func (p *parts) get(key string) *part {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.by[key]
}

func (p *parts) put(key string, found *part) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.by == nil {
		p.by = map[string]*part{}
	}
	if len(p.by) >= partsMost {
		for k := range p.by { // any
			delete(p.by, k)
			break
		}
	}
	p.by[key] = found
}
