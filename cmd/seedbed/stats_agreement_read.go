package main

import (
	"context"
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

// named numbers names in the order in which they come.
type named struct {
	names []string
	index map[string]int
}

func (n *named) of(name string) int {
	if n.index == nil {
		n.index = map[string]int{}
	}
	i, ok := n.index[name]
	if !ok {
		i = len(n.names)
		n.index[name], n.names = i, append(n.names, name)
	}
	return i
}

// ratingsRead is what a file says, by number, and the names behind the numbers.
type ratingsRead struct {
	flags                 *agreementFlags
	table                 *statsTable // gathers what is wrong with cells
	items, raters, values named
	numbers               []float64 // of values, for scales of numbers
	cells                 []stats.Rating
	rows                  []int32 // of the file, of each of cells
}

func newRatingsRead(f *agreementFlags, t *statsTable) *ratingsRead {
	r := &ratingsRead{flags: f, table: t}
	for _, v := range f.values {
		r.values.of(strings.TrimSpace(v))
	}
	return r
}

// add adds a rating that stands in a row of the table.
func (r *ratingsRead) add(row, item, rater int, value string) {
	known := len(r.values.names)
	v := r.values.of(value)
	if v == known && len(r.flags.values) > 0 && v >= len(r.flags.values) {
		r.table.note(row, fmt.Sprintf("the value %s is none of --values", quote(value, 40)), "add it there, or to --missing")
	}
	r.cells = append(r.cells, stats.Rating{Item: item, Rater: rater, Value: v})
	r.rows = append(r.rows, int32(row))
}

// readLong reads a file with a row for each rating.
func (a *app) readLong(ctx context.Context, f *agreementFlags, file string) (*ratingsRead, error) {
	t, err := a.readStats(ctx, &f.statsFlags, file, statsColumn{flag: "item", name: f.item},
		statsColumn{flag: "rater", name: f.rater}, statsColumn{flag: "value", name: f.value})
	if err != nil {
		return nil, err
	}
	r := newRatingsRead(f, t)
	type who struct{ item, rater int }
	first := make(map[who]int, len(t.rows))
	for i := range t.rows {
		item, hasItem := t.text(i, 0)
		rater, hasRater := t.text(i, 1)
		value, _ := t.text(i, 2)
		switch {
		case !hasItem:
			t.note(i, "there is no "+f.item, "every rating is of an item")
			continue
		case !hasRater:
			t.note(i, "there is no "+f.rater, "every rating is somebody's")
			continue
		}
		w := who{r.items.of(item), r.raters.of(rater)}
		if f.isMissing(value) {
			continue
		}
		if line, twice := first[w]; twice {
			t.note(i, fmt.Sprintf("%s rated %s before, on line %d", quote(rater, 40), quote(item, 40), line), "keep one of the two")
			continue
		}
		first[w] = t.rows[i].line
		r.add(i, w.item, w.rater, value)
	}
	return r, nil
}

// readWide reads a file with a row for each item.
func (a *app) readWide(ctx context.Context, f *agreementFlags, file string) (*ratingsRead, error) {
	for _, p := range f.raters {
		if _, err := path.Match(p, ""); err != nil {
			return nil, usageError{fmt.Errorf("--raters %q is no pattern: %w", p, err)}
		}
	}
	t := &statsTable{file: file}
	w := wide{ratingsRead: newRatingsRead(f, t), columns: map[string]int{}, lines: map[string]int{}}
	err := a.statsRows(ctx, &f.statsFlags, file, func(rec *seedbed.Record) error {
		w.add(rec)
		return nil
	})
	if err != nil {
		return nil, err
	}
	switch {
	case len(t.rows) == 0:
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: file + ": the file has no rows"}
	case !w.hasItem && len(f.raters) == 0:
		return nil, t.lacks(statsColumn{flag: "item", name: f.item})
	case len(w.raters.names) == 0:
		return nil, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: file + ": no column is a rater's; there are " + text.Harmless(strings.Join(t.names[:min(12, len(t.names))], ", "), 300),
			Fix: "name them with --raters",
		}
	}
	return w.ratingsRead, nil
}

// wide reads rows of a wide file.
type wide struct {
	*ratingsRead
	columns map[string]int // the rater of a column; −1: none
	lines   map[string]int // the line of each item
	hasItem bool
}

func (w *wide) add(rec *seedbed.Record) {
	t := w.table
	if t.names == nil {
		t.names = rec.Fields.Names()
	}
	row := len(t.rows)
	t.rows = append(t.rows, statsRow{file: rec.Lineage.File, line: rec.Lineage.Line})
	name := strconv.Itoa(rec.Lineage.Line)
	if v, ok := rec.Fields.Get(w.flags.item); ok {
		w.hasItem = true
		if name = strings.TrimSpace(seedbed.TextOf(v)); name == "" {
			t.note(row, "there is no "+w.flags.item, "every row is an item")
			return
		}
		if line, twice := w.lines[name]; twice {
			t.note(row, fmt.Sprintf("the item %s is there before, on line %d", quote(name, 40), line), "a wide file has one row an item")
			return
		}
		w.lines[name] = rec.Lineage.Line
	}
	item := w.items.of(name)
	for _, field := range rec.Fields {
		rater, known := w.columns[field.Name]
		if !known {
			if rater = -1; w.isRater(field.Name) {
				rater = w.raters.of(field.Name)
			}
			w.columns[field.Name] = rater
		}
		if rater < 0 {
			continue
		}
		s, isText := field.Value.(string)
		if !isText {
			s = seedbed.TextOf(field.Value)
		}
		if value := strings.TrimSpace(s); !w.flags.isMissing(value) {
			w.ratingsRead.add(row, item, rater, value)
		}
	}
}

// isRater reports whether a column is a rater's.
func (w *wide) isRater(name string) bool {
	if len(w.flags.raters) == 0 {
		return name != w.flags.item
	}
	return slices.ContainsFunc(w.flags.raters, func(p string) bool {
		ok, _ := path.Match(p, name)
		return ok || p == name
	})
}

// doubts says which values may stand for no rating at all, and were counted as one.
func (r *ratingsRead) doubts() []string {
	var out []string
	for _, name := range r.values.names {
		switch strings.ToLower(name) {
		case "nan", "na", "n/a", "null", "none", "nil", "-", "?", "#n/a":
			if !slices.Contains(r.flags.values, name) {
				out = append(out, fmt.Sprintf("%s was counted as a value; where it stands for no rating, say --missing %s", quote(name, 40), name))
			}
		}
	}
	return out
}

// ratings puts the values in order and makes Ratings of what was read.
func (r *ratingsRead) ratings() (*stats.Ratings, error) {
	if err := r.order(); err != nil {
		return nil, err
	}
	return stats.NewRatings(len(r.items.names), len(r.raters.names), r.numbers, r.cells)
}

// order sorts the values: as --values has them, or by number, or, where order
// means nothing, by name.
func (r *ratingsRead) order() error {
	names := r.values.names
	numbers, allNumbers := make([]float64, len(names)), true
	for i, name := range names {
		n, err := strconv.ParseFloat(name, 64)
		if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
			allNumbers = false
			if r.flags.scale == "interval" || r.flags.scale == "ratio" {
				r.noNumber(i)
			}
		}
		numbers[i] = n
	}
	if !allNumbers && r.flags.scale == "ordinal" && len(r.flags.values) == 0 {
		return &seedbed.Error{
			Code:    seedbed.CodeInvalid,
			Message: fmt.Sprintf("%s: the values of an ordinal scale have an order, and %s is no number", r.table.file, quote(r.firstWord(), 40)),
			Fix:     "say the order, lowest first: --values low,medium,high; or, for a value that stands for no rating, --missing " + text.Harmless(r.firstWord(), 40),
		}
	}
	if err := r.table.err(); err != nil {
		return err
	}
	byNumber := allNumbers && (len(r.flags.values) == 0 || r.flags.scale == "interval" || r.flags.scale == "ratio")
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case byNumber && numbers[a] != numbers[b]:
			return int(math.Copysign(1, numbers[a]-numbers[b]))
		case byNumber || len(r.flags.values) > 0:
			return 0
		default:
			return strings.Compare(names[a], names[b])
		}
	})
	r.apply(order, numbers, byNumber)
	return nil
}

// apply gives values their places. The same number, written in two ways, is one
// value.
func (r *ratingsRead) apply(order []int, numbers []float64, byNumber bool) {
	old := r.values.names
	place := make([]int, len(order))
	r.values.names, r.numbers = nil, nil
	for i, v := range order {
		if !byNumber || i == 0 || numbers[v] != numbers[order[i-1]] {
			r.values.names = append(r.values.names, old[v])
			n := float64(len(r.numbers))
			if byNumber {
				n = numbers[v] + 0 // −0 is 0
			}
			r.numbers = append(r.numbers, n)
		}
		place[v] = len(r.numbers) - 1
	}
	for i := range r.cells {
		r.cells[i].Value = place[r.cells[i].Value]
	}
}

// noNumber notes where a value that is no number stands.
func (r *ratingsRead) noNumber(value int) {
	for i := range r.cells {
		if r.cells[i].Value == value {
			r.table.note(int(r.rows[i]), fmt.Sprintf("%s is no number, and the level is %s", quote(r.values.names[value], 40), r.flags.scale), "leave the cell empty, or name the value in --missing")
			return
		}
	}
}

// firstWord is the first value that is no number.
func (r *ratingsRead) firstWord() string {
	for _, v := range r.values.names {
		if _, err := strconv.ParseFloat(v, 64); err != nil {
			return v
		}
	}
	return ""
}
