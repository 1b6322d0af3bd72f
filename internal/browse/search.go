package browse

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// Pick wants a value in a column. Of several picks in one column one has to be met.
type Pick struct {
	Column string
	Value  any
}

// Query is what is searched for. The zero Query means all rows, in their order.
type Query struct {
	Text  string // words, "words that follow each other", -not, beginn*
	Where string // a condition, as package expr reads it
	Picks []Pick
	// Only are rows among which is searched, and Not such as are left out; nil: all, none.
	Only, Not []*Marks
	Sort      string // a column whose values are numbers, yes or no; "": the rows' order. Rows without come last
	Down      bool   // from the highest on
	After     string // Page.Next of the page before
	Limit     int    // rows of a page
	// Judged reports of a field that it tells what judges said, for Scored; nil: none does.
	Judged func(field string) bool
	// Within is how long rows may be read to find out whether they match; 0: as long as
	// it takes.
	Within time.Duration
}

// Hit is a row that was found.
type Hit struct {
	Place int64 // among all rows, from 0
	Row   Row
}

// Page is a part of what was found.
type Page struct {
	Hits []Hit
	Next string // what goes on after it; "": nothing does
	// Found is how many rows match; where Exact is false it counts those of this page
	// alone, and the others are not known without reading them.
	Found int64
	Exact bool
	// Looked is how many rows were read of Of that may match, from where the page begins;
	// Stopped: the time was over before the page was full.
	Looked, Of int64
	Stopped    bool
	All        int64 // rows of the index
	Scores     bool  // judges' scores have a part in what was found or in its order
}

// match is a query that was read, with what it says of each segment.
type match struct {
	text  []term
	where *condition
	picks map[string][]any
	sets  []set  // of segments
	exact []bool // whether rows need not be read
}

// Scored reports whether judges' scores, or what follows from them, have a part in a query:
// what became of a row and where, and the fields that Judged names. A search in texts goes
// over all fields that there are. Its errors are those of Search.
func (x *Index) Scored(q *Query) (bool, error) {
	if q.judged(q.Sort) || strings.TrimSpace(q.Text) != "" && x.anyJudged(q) {
		return true, nil
	}
	for _, p := range q.Picks {
		switch {
		case q.judged(p.Column), p.Column == ColumnReason, p.Column == ColumnActor, p.Column == ColumnState, p.Column == ColumnEnded:
			return true, nil
		}
	}
	if strings.TrimSpace(q.Where) == "" {
		return false, nil
	}
	c, err := x.memo.condition(q.Where, x.env)
	if err != nil {
		return false, err
	}
	return c.scores || slices.ContainsFunc(c.fields, q.judged), nil
}

// judged reports whether a column tells what judges said.
func (q *Query) judged(column string) bool {
	if strings.HasPrefix(column, "s:") {
		return true
	}
	field, _ := ColumnName(column)
	return field != "" && q.Judged != nil && q.Judged(field)
}

// anyJudged reports whether there are fields that tell what judges said; it takes them to
// be there where there are too many fields to know all by name.
func (x *Index) anyJudged(q *Query) bool {
	if q.Judged == nil {
		return false
	}
	x.mu.Lock()
	all := x.segments
	x.mu.Unlock()
	seen := map[string]bool{}
	for _, s := range all {
		if s.dir.Many {
			return true
		}
		for name := range s.names {
			if strings.HasPrefix(name, "f:") && !seen[name] {
				if seen[name] = true; q.judged(name) {
					return true
				}
			}
		}
	}
	return false
}

// Search returns a page of the rows that match. Errors are seedbed.CodeInvalid for a
// condition that cannot be read, or an After that is none.
func (x *Index) Search(ctx context.Context, q *Query) (Page, error) {
	all, done, err := x.use()
	if err != nil {
		return Page{}, err
	}
	defer done()
	f := finder{x: x, q: q, all: all, rd: &reader{dec: x.dec}, limit: min(max(q.Limit, 1), 1000)}
	if f.m, err = x.match(q, all); err != nil {
		return Page{}, damaged(err)
	}
	if f.after, err = readPlace(q.After); err != nil {
		return Page{}, err
	}
	if q.Within > 0 {
		f.until = x.now().Add(q.Within)
	}
	if f.page.Scores, err = x.Scored(q); err != nil {
		return Page{}, err
	}
	f.sets()
	if q.Sort == "" {
		err = f.inOrder(ctx)
	} else {
		err = f.sorted(ctx)
	}
	return f.page, damaged(err)
}

// Each gives the ids of all rows that match, in their order, and takes the time it needs.
// Sort, After, Limit and Within do not count.
func (x *Index) Each(ctx context.Context, q *Query) iter.Seq2[seedbed.ID, error] {
	return func(yield func(seedbed.ID, error) bool) {
		all, done, err := x.use()
		if err != nil {
			yield(seedbed.ID{}, err)
			return
		}
		defer done()
		f := finder{x: x, q: q, all: all, rd: &reader{dec: x.dec}}
		if f.m, err = x.match(q, all); err != nil {
			yield(seedbed.ID{}, damaged(err))
			return
		}
		f.sets()
		for k, s := range all {
			ids, err := s.ids()
			if err != nil {
				yield(seedbed.ID{}, damaged(err))
				return
			}
			if !f.found[k].each(0, func(i int) bool {
				if i%1024 == 0 && ctx.Err() != nil {
					return yield(seedbed.ID{}, ctx.Err()) && false
				}
				if !f.m.exact[k] {
					row, err := f.rd.row(s, i)
					if err != nil {
						return yield(seedbed.ID{}, damaged(err)) && false
					}
					if !f.m.holds(&row) {
						return true
					}
				}
				return yield(seedbed.ID(ids[16*i:16*i+16]), nil)
			}) {
				return
			}
		}
	}
}

// finder makes one page.
type finder struct {
	x     *Index
	q     *Query
	m     *match
	all   []*segment
	rd    *reader
	found []set // of segments, with what Only and Not say
	limit int
	after place
	until time.Time
	page  Page
}

// place is where a page ends: the value by which is sorted, and the row.
type place struct {
	key  uint64
	row  int64
	some bool // there is a page before
}

func (p place) String() string {
	b := binary.BigEndian.AppendUint64(nil, p.key)
	return hex.EncodeToString(binary.BigEndian.AppendUint64(b, uint64(p.row)))
}

func readPlace(s string) (place, error) {
	if s == "" {
		return place{}, nil
	}
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 16 || b[8] > 127 {
		return place{}, &seedbed.Error{Code: seedbed.CodeInvalid, Message: "the address names no place to go on from", Fix: "go back to the first page"}
	}
	return place{binary.BigEndian.Uint64(b), int64(binary.BigEndian.Uint64(b[8:])), true}, nil
}

// sets applies Only and Not, and counts.
func (f *finder) sets() {
	f.found = make([]set, len(f.all))
	f.page.Exact = true
	for k, s := range f.all {
		found := f.m.sets[k]
		if len(f.q.Only)+len(f.q.Not) > 0 {
			found = found.clone()
		}
		for _, m := range f.q.Only {
			found.and(m.of(k, s))
		}
		for _, m := range f.q.Not {
			found.andNot(m.of(k, s))
		}
		f.found[k] = found
		n := int64(found.count())
		f.page.All += int64(s.rows)
		f.page.Of += n
		f.page.Exact = f.page.Exact && (f.m.exact[k] || n == 0)
	}
	if f.page.Exact {
		f.page.Found = f.page.Of
	}
}

// take reads a row and makes it part of the page where it matches. more: there may be
// further ones.
func (f *finder) take(ctx context.Context, k, i int, key uint64) (more bool, err error) {
	at := place{key, f.all[k].base + int64(i), true}
	if len(f.page.Hits) == f.limit {
		f.page.Next = f.after.String()
		return false, nil
	}
	if f.page.Looked%64 == 63 && !f.m.exact[k] {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if !f.until.IsZero() && f.x.now().After(f.until) {
			f.page.Stopped, f.page.Next = true, f.after.String()
			return false, nil
		}
	}
	row, err := f.rd.row(f.all[k], i)
	if err != nil {
		return false, err
	}
	f.page.Looked++
	f.after = at
	if f.m.exact[k] || f.m.holds(&row) {
		f.page.Hits = append(f.page.Hits, Hit{at.row, row})
		if !f.page.Exact {
			f.page.Found++
		}
	}
	return true, nil
}

func (f *finder) inOrder(ctx context.Context) (err error) {
	for k, s := range f.all {
		from := 0
		if f.after.some {
			if f.after.row >= s.base+int64(s.rows)-1 {
				continue
			}
			from = int(max(0, f.after.row+1-s.base))
		}
		if !f.found[k].each(from, func(i int) bool {
			var more bool
			more, err = f.take(ctx, k, i, 0)
			return more && err == nil
		}) {
			return err
		}
	}
	return nil
}

// sortedMost is how many rows are put into order at once, where it is not known how many
// of them match.
const sortedMost = 2000

type candidate struct {
	key  uint64
	k, i int32
}

// sorted goes through rows by a column: as often as it takes, the best that come after
// what was looked at are put into order and read.
func (f *finder) sorted(ctx context.Context) error {
	most := f.limit + 1
	if !f.page.Exact {
		most = sortedMost
	}
	for {
		best, err := f.best(most)
		if err != nil {
			return err
		}
		for _, c := range best {
			if more, err := f.take(ctx, int(c.k), int(c.i), c.key); !more || err != nil {
				return err
			}
		}
		if len(best) < most {
			return nil
		}
	}
}

// best returns the first rows after f.after, in order.
func (f *finder) best(most int) ([]candidate, error) {
	var out []candidate
	order := func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(f.all[a.k].base+int64(a.i), f.all[b.k].base+int64(b.i)))
	}
	cut := func() {
		if slices.SortFunc(out, order); len(out) > most {
			out = out[:most]
		}
	}
	var worst candidate
	full := false
	for k, s := range f.all {
		keys, err := f.keys(s)
		if err != nil {
			return nil, err
		}
		f.found[k].each(0, func(i int) bool {
			c := candidate{keys(i), int32(k), int32(i)}
			if f.after.some && (c.key < f.after.key || c.key == f.after.key && s.base+int64(i) <= f.after.row) {
				return true
			}
			if full && c.key > worst.key { // equal ones come later, and lose
				return true
			}
			if out = append(out, c); len(out) >= 4*most+64 {
				cut()
				worst, full = out[len(out)-1], len(out) == most
			}
			return true
		})
	}
	cut()
	return out, nil
}

// keys returns by what the rows of a segment are put into order.
func (f *finder) keys(s *segment) (func(i int) uint64, error) {
	c := s.cols[f.q.Sort]
	last := func(int) uint64 { return math.MaxUint64 }
	if c == nil {
		return last, nil
	}
	key := func(v float64) uint64 {
		b := math.Float64bits(v)
		if v != v {
			return math.MaxUint64
		}
		if b>>63 == 1 {
			b = ^b
		} else {
			b |= 1 << 63
		}
		if f.q.Down {
			b = ^b
		}
		return b
	}
	if c.Number {
		b, err := s.read(c.At, 8*s.rows)
		return func(i int) uint64 { return key(math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))) }, err
	}
	codes, err := s.codes(c)
	if err != nil {
		return nil, err
	}
	var by [valuesMost + 1]uint64
	by[0] = math.MaxUint64
	for i, v := range c.values {
		by[i+1] = math.MaxUint64
		switch v := v.(type) {
		case int64:
			by[i+1] = key(float64(v))
		case float64:
			by[i+1] = key(v)
		case bool:
			by[i+1] = key(map[bool]float64{false: 0, true: 1}[v])
		}
	}
	return func(i int) uint64 { return by[codes[i]] }, nil
}

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
