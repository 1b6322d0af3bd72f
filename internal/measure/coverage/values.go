package coverage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed/internal/measure"
)

// maxValue is how many bytes of a value are told apart as they are; a longer one
// stands as its beginning and a hash, so that no column can fill the memory.
const maxValue = 200

// bounded returns a value as it is kept.
func bounded(v string) string {
	if len(v) <= maxValue {
		return v
	}
	return fmt.Sprintf("%s… (%016x)", strings.ToValidUTF8(v[:maxValue-40], ""), xxh3.HashString(v))
}

// firsts are the smallest few row numbers of many.
type firsts struct {
	n  int
	at [4]int64
}

func (f *firsts) add(row int64) {
	if f.n == len(f.at) {
		if row >= f.at[f.n-1] {
			return
		}
		f.n--
	}
	i := f.n
	for ; i > 0 && f.at[i-1] > row; i-- {
		f.at[i] = f.at[i-1]
	}
	f.at[i] = row
	f.n++
}

func (f *firsts) merge(o *firsts) {
	for _, row := range o.at[:o.n] {
		f.add(row)
	}
}

// refs returns references to the rows.
func (f *firsts) refs() []measure.RowRef {
	out := make([]measure.RowRef, f.n)
	for i, row := range f.at[:f.n] {
		out[i] = measure.RowRef{Part: measure.Data, N: row}
	}
	return out
}

// counted is one value of a column with its rows.
type counted struct {
	name   string
	n      int
	first  firsts
	labels *tally // of its rows, where they are counted
}

// tally counts rows by the values of a column, while these are no more than limit.
type tally struct {
	limit int
	over  bool // there are more: nothing is counted
	at    map[string]*counted
}

func newTally(limit int) *tally { return &tally{limit: limit, at: map[string]*counted{}} }

// add counts a row and returns its value's count; nil where there are too many.
func (t *tally) add(v string, row int64) *counted {
	if t.over {
		return nil
	}
	v = bounded(v)
	c := t.at[v]
	if c == nil {
		if len(t.at) == t.limit {
			t.over, t.at = true, nil
			return nil
		}
		c = &counted{name: strings.Clone(v)}
		t.at[c.name] = c
	}
	c.n++
	c.first.add(row)
	return c
}

func (t *tally) merge(o *tally) {
	if t.over = t.over || o.over; t.over {
		t.at = nil
		return
	}
	for v, oc := range o.at {
		c := t.at[v]
		if c == nil {
			t.at[v] = oc
			continue
		}
		c.n += oc.n
		c.first.merge(&oc.first)
		if c.labels == nil {
			c.labels = oc.labels
		} else if oc.labels != nil {
			c.labels.merge(oc.labels)
		}
	}
	if len(t.at) > t.limit {
		t.over, t.at = true, nil
	}
}

// sorted returns the values, the most frequent first.
func (t *tally) sorted() []*counted {
	out := make([]*counted, 0, len(t.at))
	for _, c := range t.at {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *counted) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name)) })
	return out
}

func (t *tally) total() int {
	n := 0
	for _, c := range t.at {
		n += c.n
	}
	return n
}

// compareValues orders values as people do: numbers by size, before texts.
func compareValues(a, b string) int {
	x, y := measure.Number(a), measure.Number(b)
	switch {
	case x == x && y == y:
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a, b))
	case x == x:
		return -1
	case y == y:
		return 1
	}
	return cmp.Compare(a, b)
}

// listOption reads an option that is a list of names: a list, or names with commas
// between.
func listOption(s *measure.Setup, name string) []string {
	var out []string
	add := func(v string) {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	switch v := s.Options[name].(type) {
	case string:
		for part := range strings.SplitSeq(v, ",") {
			add(part)
		}
	case []string:
		for _, part := range v {
			add(part)
		}
	case []any:
		for _, part := range v {
			if name, ok := part.(string); ok {
				add(name)
			}
		}
	}
	return out
}
