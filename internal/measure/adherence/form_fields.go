package adherence

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed"
)

// class is what kind of value a field has.
type class uint8

const (
	classNone class = iota // null, or an empty or blank text
	classNumber
	classText
	classBool
	classList
	classObject
	classes
)

var classNames = [classes]string{"nothing", "a number", "a text", "true or false", "a list", "an object"}

// classOf tells the class of a value. A text that reads as a number is one: CSV has
// texts only.
func classOf(v any) class {
	switch v := v.(type) {
	case nil:
		return classNone
	case string:
		if strings.TrimSpace(v) == "" {
			return classNone
		}
		if numberLike(v) {
			return classNumber
		}
		return classText
	case bool:
		return classBool
	case int64, float64, json.Number:
		return classNumber
	case []any:
		return classList
	case map[string]any:
		return classObject
	}
	return classText
}

func numberLike(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) > 24 {
		return false
	}
	digits := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' || c == ',' || (c == '-' || c == '+') && (i == 0 || s[i-1]|0x20 == 'e'):
		case c|0x20 == 'e' && digits > 0:
		default:
			return false
		}
	}
	return digits > 0
}

// fieldStats is what is known of the field of one name.
type fieldStats struct {
	rows  [classes]int64
	first [classes]firstRows
	hash  uint64 // of one value
	mixed bool   // not all values have that hash
	value string // the value with that hash, cut
}

// firstRows are the first rows of some kind.
type firstRows []int64

func (f *firstRows) note(n int64) {
	if len(*f) == mostFirst && n > (*f)[mostFirst-1] {
		return
	}
	i, _ := slices.BinarySearch(*f, n)
	*f = slices.Insert(*f, i, n)
	*f = (*f)[:min(len(*f), mostFirst)]
}

// layout is rows that have the same fields in the same order.
type layout struct {
	names []string
	stats []*fieldStats // of the names
	rows  int64
	first firstRows
}

// mostLayouts bounds how many kinds of rows, and fields, are told apart.
const (
	mostLayouts = 256
	mostFields  = 512
)

// fieldsSeen is what is known of the fields of all rows.
type fieldsSeen struct {
	rows    int64
	over    bool // there are too many layouts or fields
	layouts map[uint64]*layout
	fields  map[string]*fieldStats
	last    *layout // of the row before
}

func newFieldsSeen() *fieldsSeen {
	return &fieldsSeen{layouts: map[uint64]*layout{}, fields: map[string]*fieldStats{}}
}

func (s *fieldsSeen) add(n int64, f seedbed.Fields) {
	s.rows++
	if s.over || len(f) == 0 {
		return
	}
	l := s.layoutOf(f)
	if l == nil {
		s.over, s.layouts, s.fields, s.last = true, nil, nil, nil
		return
	}
	l.rows++
	l.first.note(n)
	for i := range f {
		st := l.stats[i]
		c := classOf(f[i].Value)
		st.rows[c]++
		st.first[c].note(n)
		if !st.mixed {
			st.compare(f[i].Value)
		}
	}
}

// compare notes whether a value is like those before.
func (st *fieldStats) compare(v any) {
	text := seedbed.TextOf(v)
	h := xxh3.HashString(text) | 1
	if st.hash == 0 {
		st.hash, st.value = h, bounded(text, longValue)
	}
	st.mixed = st.hash != h
}

// layoutOf returns the layout of fields; nil where there are too many.
func (s *fieldsSeen) layoutOf(f seedbed.Fields) *layout {
	if s.last != nil && sameNames(s.last.names, f) {
		return s.last
	}
	h := uint64(len(f))
	for i := range f {
		h = h*0x9e3779b97f4a7c15 + xxh3.HashString(f[i].Name)
	}
	l := s.layouts[h]
	if l == nil {
		if len(s.layouts) == mostLayouts || len(f) > mostFields {
			return nil
		}
		l = &layout{names: f.Names()}
		for _, name := range l.names {
			if s.fields[name] == nil {
				s.fields[name] = new(fieldStats)
			}
			l.stats = append(l.stats, s.fields[name])
		}
		if len(s.fields) > mostFields {
			return nil
		}
		s.layouts[h] = l
	}
	s.last = l
	return l
}

func sameNames(names []string, f seedbed.Fields) bool {
	if len(names) != len(f) {
		return false
	}
	for i := range f {
		if names[i] != f[i].Name {
			return false
		}
	}
	return true
}

func (s *fieldsSeen) merge(o *fieldsSeen) {
	s.rows += o.rows
	if s.over || o.over {
		s.over, s.layouts, s.fields, s.last = true, nil, nil, nil
		return
	}
	for name, of := range o.fields {
		f := s.fields[name]
		if f == nil {
			s.fields[name] = of
			continue
		}
		for c := range of.rows {
			f.rows[c] += of.rows[c]
			for _, n := range of.first[c] {
				f.first[c].note(n)
			}
		}
		f.mixed = f.mixed || of.mixed || f.hash != of.hash
	}
	for h, ol := range o.layouts {
		l := s.layouts[h]
		if l == nil {
			l = &layout{names: ol.names, rows: ol.rows, first: ol.first}
			for _, name := range l.names {
				l.stats = append(l.stats, s.fields[name])
			}
			s.layouts[h] = l
			continue
		}
		l.rows += ol.rows
		for _, n := range ol.first {
			l.first.note(n)
		}
	}
	if len(s.layouts) > mostLayouts || len(s.fields) > mostFields {
		s.over, s.layouts, s.fields, s.last = true, nil, nil, nil
	}
}

// lacking returns how many rows lack a field altogether, and the first of them.
func (s *fieldsSeen) lacking(name string) (rows int64, first firstRows) {
	have := int64(0)
	for _, l := range s.layouts {
		if slices.Contains(l.names, name) {
			have += l.rows
			continue
		}
		for _, n := range l.first {
			first.note(n)
		}
	}
	return s.rows - have, first
}
