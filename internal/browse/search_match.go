package browse

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
)

// match reads a query, and finds in every segment the rows that may match.
func (x *Index) match(q *Query, all []*segment) (*match, error) {
	name := q.name()
	m := x.memo.match(name)
	if m == nil {
		m = &match{text: readSearch(q.Text), picks: map[string][]any{}}
		for _, p := range q.Picks {
			m.picks[p.Column] = append(m.picks[p.Column], p.Value)
		}
		if strings.TrimSpace(q.Where) != "" {
			var err error
			if m.where, err = x.memo.condition(q.Where, x.env); err != nil {
				return nil, err
			}
		}
	}
	out := *m // segments may have come since
	out.sets, out.exact = slices.Clip(m.sets), slices.Clip(m.exact)
	for _, s := range all[min(len(out.sets), len(all)):] {
		found, exact, err := m.in(s)
		if err != nil {
			return nil, err
		}
		out.sets, out.exact = append(out.sets, found), append(out.exact, exact)
	}
	x.memo.keep(name, &out)
	return &out, nil
}

// name tells what finds the same rows.
func (q *Query) name() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q", q.Text, q.Where)
	for _, p := range q.Picks {
		fmt.Fprintf(&b, " %q %s", p.Column, seedbed.AppendValue(nil, p.Value))
	}
	return b.String()
}

// in returns the rows of a segment that may match; exact: they do.
func (m *match) in(s *segment) (found set, exact bool, err error) {
	found, exact = allOf(s.rows), true
	for column, values := range m.picks {
		p, e, err := pick(s, column, values)
		if err != nil {
			return nil, false, err
		}
		found.and(p)
		exact = exact && e
	}
	for i := range m.text {
		t := &m.text[i]
		if t.not && t.residual() {
			exact = false
			continue
		}
		for w, word := range t.words {
			in := newSet(s.rows)
			if err := s.word(word, t.prefix && w == len(t.words)-1, in); err != nil {
				return nil, false, err
			}
			if t.not {
				found.andNot(in)
			} else {
				found.and(in)
			}
		}
		exact = exact && !t.residual()
	}
	if m.where != nil {
		yes, _, e, err := m.where.root.eval(s)
		if err != nil {
			return nil, false, err
		}
		found.and(yes)
		exact = exact && e
	}
	return found, exact, nil
}

func pick(s *segment, column string, values []any) (set, bool, error) {
	c := s.cols[column]
	switch {
	case c == nil && (s.names[column] || s.dir.Many), c != nil && c.Number:
		return allOf(s.rows), false, nil
	case c == nil:
		return newSet(s.rows), true, nil
	}
	key := "pick " + column
	for _, v := range values {
		key += "\x00" + string(seedbed.AppendValue(nil, v))
	}
	if got := s.parts.get(key); got != nil {
		return got.yes, true, nil
	}
	codes, err := s.codes(c)
	if err != nil {
		return nil, false, err
	}
	var is [256]uint64
	for i, v := range c.values {
		if slices.Contains(values, v) {
			is[i+1] = 1
		}
	}
	out := choose(codes, &is)
	s.parts.put(key, &part{yes: out, exact: true})
	return out, true, nil
}

// holds asks of a row what sets could not tell.
func (m *match) holds(r *Row) bool {
	for column, values := range m.picks {
		if v, ok := valueIn(r, column); !ok || !slices.ContainsFunc(values, func(w any) bool { return same(v, w) }) {
			return false
		}
	}
	for i := range m.text {
		if t := &m.text[i]; t.residual() && t.in(r) == t.not {
			return false
		}
	}
	if m.where == nil {
		return true
	}
	is, err := m.where.whole.Bool(&r.Record)
	return is && err == nil
}

// same compares values that can be in a pick.
func same(a, b any) bool {
	switch a.(type) {
	case nil, bool, int64, float64, string:
		return a == b
	}
	return false
}

// valueIn is what a row has in a column.
func valueIn(r *Row, column string) (any, bool) {
	switch column {
	case ColumnState:
		return string(r.Decision.State), true
	case ColumnEnded:
		return r.Ended, true
	case ColumnReason:
		return r.Decision.Reason, true
	case ColumnActor:
		return r.Decision.Actor, true
	case ColumnMade:
		return r.Stage, true
	case ColumnOrigin:
		return string(r.Origin), true
	case ColumnSource:
		return r.Lineage.Source, true
	case ColumnLength:
		return int64(lengthOf(r)), true
	}
	if name, ok := strings.CutPrefix(column, "f:"); ok {
		return r.Fields.Get(name)
	}
	if name, ok := strings.CutPrefix(column, "s:"); ok {
		s, ok := r.Score(name)
		return s.Value, ok && s.Status == seedbed.Scored && s.Value != nil
	}
	return nil, false
}
