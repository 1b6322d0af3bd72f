package measure

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// holdBytes is how much text of a part is held, to show evidence without reading
// the part again.
const holdBytes = 48 << 20

// held are the rows of a part while they are few.
type held struct {
	rows  []RowRef // without marks
	bytes int
	over  bool
}

func newHeld() *held { return new(held) }

func (h *held) add(c *Columns, rec *seedbed.Record) {
	if h.over {
		return
	}
	ref := refOf(c, rec)
	h.rows = append(h.rows, ref)
	h.bytes += len(ref.Text) + 96
	if h.bytes > holdBytes {
		h.rows, h.over = nil, true
	}
}

func refOf(c *Columns, rec *seedbed.Record) RowRef {
	ref := RowRef{ID: rec.ID}
	if c.Text != "" {
		ref.Text = rec.Fields.Text(c.Text)
	} else {
		ref.Text = string(rec.Fields.AppendJSON(nil))
	}
	if len(c.Groups) > 0 {
		ref.Group = rec.Fields.Text(c.Groups[0])
	}
	if c.Label != "" {
		ref.Label = rec.Fields.Text(c.Label)
	}
	return ref
}

// excerpts fills in the rows that findings point to: from those that are held, else
// by reading the part once more.
func (r *runner) excerpts(ctx context.Context) error {
	var wanted [parts]map[int64][]*RowRef
	for i := range r.out.Findings {
		for k := range r.out.Findings[i].Evidence {
			ev := &r.out.Findings[i].Evidence[k]
			if len(ev.Rows) > MaxCluster {
				ev.Note += fmt.Sprintf(" (and %d more rows)", len(ev.Rows)-MaxCluster)
				ev.Rows = ev.Rows[:MaxCluster]
			}
			for q := range ev.Rows {
				ref := &ev.Rows[q]
				if wanted[ref.Part] == nil {
					wanted[ref.Part] = map[int64][]*RowRef{}
				}
				wanted[ref.Part][ref.N] = append(wanted[ref.Part][ref.N], ref)
			}
		}
	}
	for p := range parts {
		if err := r.fetch(ctx, p, wanted[p]); err != nil {
			return err
		}
		r.held[p] = nil
	}
	return nil
}

func (r *runner) fetch(ctx context.Context, p Part, wanted map[int64][]*RowRef) error {
	if len(wanted) == 0 {
		return nil
	}
	give := func(n int64, row *RowRef) {
		for _, ref := range wanted[n] {
			ref.fill(p, row)
		}
		delete(wanted, n)
	}
	if h := r.held[p]; h != nil && !h.over {
		for n := range wanted {
			if n >= 0 && n < int64(len(h.rows)) {
				give(n, &h.rows[n])
			}
		}
		return nil
	}
	n := int64(0)
	for rec, err := range r.Parts[p](ctx) {
		if err != nil {
			return fmt.Errorf("reading the %s again for its evidence: %w", p, err)
		}
		if !readable(p, &rec) {
			continue
		}
		if wanted[n] != nil {
			row := refOf(&r.Setup.Columns, &rec)
			give(n, &row)
		}
		if n++; len(wanted) == 0 {
			break
		}
	}
	return ctx.Err()
}

// fill completes a reference by its row, whose text is cut around the first mark.
func (ref *RowRef) fill(p Part, row *RowRef) {
	ref.From, ref.ID, ref.Group, ref.Label = p.String(), row.ID, row.Group, row.Label
	text := row.Text
	from, to := 0, len(text)
	if to > MaxExcerpt {
		ref.Cut = true
		if len(ref.Marks) > 0 {
			from = max(0, ref.Marks[0].From-MaxExcerpt/4)
		}
		to = min(len(text), from+MaxExcerpt)
		for from > 0 && !utf8.RuneStart(text[from]) {
			from--
		}
		for to < len(text) && !utf8.RuneStart(text[to]) {
			to--
		}
	}
	ref.Text = text[from:to]
	var marks []Span
	for _, m := range ref.Marks {
		m = Span{max(m.From-from, 0), min(m.To-from, to-from)}
		if m.From < m.To {
			marks = append(marks, m)
		}
	}
	slices.SortFunc(marks, func(a, b Span) int { return a.From - b.From })
	ref.Marks = marks
}
