package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
	"seedbed.dev/seedbed/internal/text"
)

// statsColumn is a column that a command under stats reads.
type statsColumn struct {
	flag     string // the flag that names it, without dashes; "" where none does
	name     string // the column; "" where it is optional and nobody named it
	optional bool   // the file need not have it
}

// statsTable holds the columns that a command asked for, in the order in which
// it asked, and gathers what is wrong with cells.
type statsTable struct {
	file  string
	names []string // all columns of the first row
	cols  []statsColumn
	has   []bool // for each of cols, whether any row has it
	rows  []statsRow
	bad   seedbed.Problems
	more  int // problems beyond those in bad
}

type statsRow struct {
	file  string
	line  int
	cells []any
}

// mostProblems is how many bad cells are told one by one.
const mostProblems = 10

// readStats reads the columns of a file; "-" is standard input. A column that is
// not optional and in no row is an error.
func (a *app) readStats(ctx context.Context, f *statsFlags, file string, cols ...statsColumn) (*statsTable, error) {
	return a.scanStats(ctx, f, file, func(*statsTable) error { return nil }, cols)
}

// eachStats reads the columns of a file a row at a time, so that a million rows
// take no room: fn finds the row in t.rows[0]. Problems that fn notes are told at
// the end.
func (a *app) eachStats(ctx context.Context, f *statsFlags, file string, fn func(t *statsTable) error, cols ...statsColumn) error {
	t, err := a.scanStats(ctx, f, file, func(t *statsTable) error {
		t.rows[0] = t.rows[len(t.rows)-1]
		t.rows = t.rows[:1]
		return fn(t)
	}, cols)
	if err != nil {
		return err
	}
	return t.err()
}

// scanStats reads the columns of a file, and calls fn after each row.
func (a *app) scanStats(ctx context.Context, f *statsFlags, file string, fn func(t *statsTable) error, cols []statsColumn) (*statsTable, error) {
	t := &statsTable{file: file, cols: cols, has: make([]bool, len(cols))}
	err := a.statsRows(ctx, f, file, func(rec *seedbed.Record) error {
		t.add(rec)
		return fn(t)
	})
	if err != nil {
		return nil, err
	}
	return t, t.check()
}

// statsRows calls fn with each row of a file; "-" is standard input. A file that is
// not there is a mistake on the command line, as it is for measure.
func (a *app) statsRows(ctx context.Context, f *statsFlags, file string, fn func(*seedbed.Record) error) error {
	if f.format != "" && !slices.Contains(source.Formats(), f.format) {
		return usageError{fmt.Errorf("--format %q: want jsonl, csv or parquet", f.format)}
	}
	rd := &source.Reader{}
	if file == "-" {
		dir, err := os.MkdirTemp("", "seedbed-stats-")
		if err != nil {
			return seedbed.Errorf(seedbed.CodeStorage, "copying standard input: %w", err)
		}
		defer os.RemoveAll(dir)
		rd.Dir, rd.Stdin = dir, a.stdin
		if isTerminal(a.stdin) {
			rd.Stdin = nil
		}
	}
	src := plan.Source{Name: file, Paths: []string{file}, Format: f.format, Origin: seedbed.OriginHuman, BadRows: "error"}
	for rec, err := range rd.Rows(ctx, src) {
		var problems seedbed.Problems
		if errors.As(err, &problems) {
			problems = byFlags(problems, "--format")
			for i := range problems {
				problems[i].Message = strings.TrimPrefix(problems[i].Message, fmt.Sprintf("source %q: ", file))
			}
			return statsProblems(problems, 0)
		} else if err != nil {
			return err
		}
		if err := fn(&rec); err != nil {
			return err
		}
	}
	return nil
}

// add keeps what the table wants of a row.
func (t *statsTable) add(rec *seedbed.Record) {
	if t.names == nil {
		t.names = rec.Fields.Names()
	}
	row := statsRow{file: rec.Lineage.File, line: rec.Lineage.Line, cells: make([]any, len(t.cols))}
	for i, c := range t.cols {
		if c.name == "" {
			continue
		}
		if v, ok := rec.Fields.Get(c.name); ok {
			row.cells[i], t.has[i] = v, true
		}
	}
	t.rows = append(t.rows, row)
}

// check says which columns are missing.
func (t *statsTable) check() error {
	if len(t.rows) == 0 {
		return &seedbed.Error{Code: seedbed.CodeInvalid, Message: t.file + ": the file has no rows"}
	}
	for i, c := range t.cols {
		if t.has[i] || c.optional {
			continue
		}
		return t.lacks(c)
	}
	return nil
}

func (t *statsTable) lacks(c statsColumn) error {
	shown := t.names
	if len(shown) > 12 {
		shown = shown[:12]
	}
	e := &seedbed.Error{
		Code:    seedbed.CodeInvalid,
		Message: fmt.Sprintf("%s: there is no column %s; there are %s", t.file, quote(c.name, 60), text.Harmless(strings.Join(shown, ", "), 300)),
	}
	near := config.Nearest(c.name, t.names)
	switch {
	case c.flag != "" && near != "":
		e.Fix = fmt.Sprintf("did you mean --%s %s?", c.flag, text.Harmless(near, 60))
	case c.flag != "":
		e.Fix = fmt.Sprintf("name it with --%s", c.flag)
	}
	return e
}

// text returns a cell as text, and whether there is anything in it.
func (t *statsTable) text(row, col int) (string, bool) {
	v := t.rows[row].cells[col]
	if v == nil {
		return "", false
	}
	s := strings.TrimSpace(seedbed.TextOf(v))
	return s, s != ""
}

// number returns a cell as a number, and whether there is one. What is in the
// cell and is no number is noted; see err.
func (t *statsTable) number(row, col int) (float64, bool) {
	switch v := t.rows[row].cells[col].(type) {
	case nil:
		return 0, false
	case int64:
		return float64(v), true
	case float64:
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v, true
		}
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	case json.Number:
		if x, err := v.Float64(); err == nil && !math.IsInf(x, 0) {
			return x, true
		}
	case string:
		v = strings.TrimSpace(v)
		if v == "" {
			return 0, false
		}
		switch strings.ToLower(v) {
		case "true", "yes":
			return 1, true
		case "false", "no":
			return 0, true
		}
		if x, err := strconv.ParseFloat(v, 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x, true
		}
	}
	cell, _ := t.text(row, col)
	t.note(row, fmt.Sprintf("%s is %s, want a number", t.cols[col].name, quote(cell, 40)), "leave the cell empty where there is none")
	return 0, false
}

// note notes that something is wrong with a row.
func (t *statsTable) note(row int, message, fix string) {
	if len(t.bad) == mostProblems {
		t.more++
		return
	}
	r := &t.rows[row]
	t.bad = append(t.bad, seedbed.Problem{Pos: seedbed.Position{File: r.file, Line: r.line}, Message: message, Fix: fix})
}

// err returns all that was noted, or nil.
func (t *statsTable) err() error {
	if len(t.bad) == 0 {
		return nil
	}
	slices.SortStableFunc(t.bad, func(a, b seedbed.Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line))
	})
	return statsProblems(t.bad, t.more)
}

// statsProblems makes one error of what is wrong with a file.
func statsProblems(problems seedbed.Problems, more int) error {
	message := problems.Error()
	if more > 0 {
		message += fmt.Sprintf("\n... and %s", count(int64(more), "more such cell"))
	}
	return &seedbed.Error{Code: seedbed.CodeInvalid, Message: message}
}
