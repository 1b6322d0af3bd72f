package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/source"
	"seedbed.dev/seedbed/internal/text"
)

// eachStats reads the columns of a file a row at a time, so that a million rows
// take no room: fn finds the row in t.rows[0]. Problems that fn notes are told at
// the end.
func (a *app) eachStats(ctx context.Context, f *statsFlags, file string, fn func(t *statsTable) error, cols ...statsColumn) error {
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
	if _, err := os.Stat(file); file != "-" && errors.Is(err, os.ErrNotExist) && !strings.ContainsAny(file, "*?[") {
		return &seedbed.Error{Code: seedbed.CodeNotFound, Message: "there is no file " + text.Harmless(file, 200)}
	}
	if f.format != "" && !slices.Contains(source.Formats(), f.format) {
		return usageError{fmt.Errorf("--format %q: want jsonl, csv or parquet", f.format)}
	}
	t := &statsTable{file: file, cols: cols, has: make([]bool, len(cols))}
	src := plan.Source{Name: file, Paths: []string{file}, Format: f.format, Origin: seedbed.OriginHuman, BadRows: "error"}
	for rec, err := range rd.Rows(ctx, src) {
		var problems seedbed.Problems
		if errors.As(err, &problems) {
			return statsProblems(problems, 0)
		} else if err != nil {
			return err
		}
		t.rows = t.rows[:0]
		t.add(&rec)
		if err := fn(t); err != nil {
			return err
		}
	}
	if err := t.check(); err != nil {
		return err
	}
	return t.err()
}
