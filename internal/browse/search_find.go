package browse

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"
	"time"

	"seedbed.dev/seedbed"
)

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
