package browse

import (
	"context"
	"iter"
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
