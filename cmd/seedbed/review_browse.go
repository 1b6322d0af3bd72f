package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	"seedbed.dev/seedbed/internal/expr"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/store"
	"seedbed.dev/seedbed/internal/web"
)

const (
	browseFormat  = "1"              // of what an index holds; another is made anew
	browseLooks   = 5 * time.Second  // so often it is looked whether the run has changed
	browseLeaves  = 40 * time.Second // so long an index whose place was taken stays open
	standingStays = 20 * time.Second
)

// rowBrowser gives the page on which rows are browsed the rows of the newest run, or of
// the sources where nothing was run.
type rowBrowser struct {
	w   *people
	ctx context.Context // of the page

	mu      sync.Mutex
	now     *opened
	next    *opened // being made, while now is shown
	looked  time.Time
	known   ratings.Standings
	knownAt time.Time
	sampled map[string]sampledRows
	old     []*opened // whose place was taken, open for those who still read them
	closed  bool
}

// opened is an index with the run that it is of.
type opened struct {
	key   string
	view  *view // nil: the rows are those of the sources
	index *browse.Index
	until time.Time // since its place was taken
}

func (o *opened) close() error {
	err := o.index.Close()
	if o.view != nil {
		err = errors.Join(err, o.view.close())
	}
	return err
}

// browser returns what the page on which rows are browsed shows. It ends with w.
func (w *people) browser(ctx context.Context) (web.Browser, error) {
	b := &rowBrowser{w: w, ctx: ctx, sampled: map[string]sampledRows{}}
	if _, err := b.Index(ctx); err != nil {
		return nil, err
	}
	w.browsed = b
	return b, nil
}

func (b *rowBrowser) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	for _, o := range append(b.old, b.now, b.next) {
		if o != nil {
			_ = o.close() // it was only read
		}
	}
	b.now, b.next, b.old = nil, nil, nil
}

// Index implements web.Browser.
func (b *rowBrowser) Index(ctx context.Context) (*browse.Index, error) {
	o, err := b.open(ctx)
	if err != nil {
		return nil, err
	}
	return o.index, nil
}

func (b *rowBrowser) open(context.Context) (*opened, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, seedbed.Errorf(seedbed.CodeInterrupted, "the page is ending")
	}
	if b.next != nil {
		switch p := b.next.index.Progress(); {
		case p.Done:
			b.now.until = now().Add(browseLeaves)
			b.old = append(b.old, b.now)
			b.now, b.next = b.next, nil
		case p.Err != nil:
			_ = b.next.close()
			b.next = nil
		}
	}
	b.old = slices.DeleteFunc(b.old, func(o *opened) bool { return now().After(o.until) && o.close() == nil })
	if b.now != nil && (b.next != nil || now().Sub(b.looked) < browseLooks) {
		return b.now, nil
	}
	b.looked = now()
	o, err := b.newest()
	if err != nil || o == nil {
		if b.now != nil { // what was there can still be looked at
			return b.now, nil
		}
		return o, err
	}
	if b.now == nil {
		b.now = o
	} else {
		b.next = o
	}
	return b.now, nil
}

// newest opens an index of the rows as they are now; nil where that is open.
func (b *rowBrowser) newest() (*opened, error) {
	v, err := b.w.view(b.ctx)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound && err != nil {
		v = nil
	} else if err != nil {
		return nil, err
	}
	o := &opened{view: v}
	if err := b.name(o); err != nil || b.now != nil && b.now.key == o.key {
		if v != nil {
			err = errors.Join(err, v.close())
		}
		return nil, err
	}
	rows, total, err := b.rows(v)
	if err == nil {
		o.index, err = browse.Open(browse.Options{
			Dir: filepath.Join(b.w.app.dir, store.Folder, "browse"), Name: o.key, Rows: rows, Total: total, Env: rowsEnv(b.w.plan), Now: now,
		})
	}
	if err != nil && v != nil {
		err = errors.Join(err, v.close())
	}
	if err != nil {
		return nil, err
	}
	return o, nil
}

// name names an index by what it depends on.
func (b *rowBrowser) name(o *opened) error {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s %s\n", browseFormat, b.w.plan.Fingerprint, version())
	if o.view != nil {
		r := &o.view.run
		fmt.Fprintf(h, "run %d %s %d %d\n%s", r.ID, r.Status, r.Begun.UnixMicro(), r.Finished.UnixMicro(), r.Summary)
	} else {
		for i := range b.w.plan.Sources {
			src := b.w.plan.Sources[i]
			stat, err := b.w.reader.Stat(b.ctx, src)
			if err != nil {
				return err
			}
			fmt.Fprintf(h, "source %q %s\n", src.Name, stat)
		}
	}
	o.key = hex.EncodeToString(h.Sum(nil)[:16])
	return nil
}

// rows returns the rows that are indexed, and how many there are; 0: nobody knows.
func (b *rowBrowser) rows(v *view) (func(context.Context) iter.Seq2[browse.Row, error], int64, error) {
	switch {
	case v == nil:
		return b.sourceRows, 0, nil
	case free(v.plan):
		return func(ctx context.Context) iter.Seq2[browse.Row, error] { return computedRows(v.compute(ctx, nil, nil)) }, 0, nil
	}
	counts, err := v.journal.CountOutcomes(b.ctx, v.run.ID)
	total := int64(0)
	for _, c := range counts {
		total += int64(c.N)
	}
	return func(ctx context.Context) iter.Seq2[browse.Row, error] {
		return func(yield func(browse.Row, error) bool) {
			for row, err := range v.journal.Outcomes(ctx, v.run.ID, store.Filter{}) {
				if !yield(browse.Row{Record: row.Record, Ended: row.Outcome.Stage}, err) || err != nil {
					return
				}
			}
		}
	}, total, err
}

func computedRows(rows iter.Seq2[seedbed.Record, error]) iter.Seq2[browse.Row, error] {
	return func(yield func(browse.Row, error) bool) {
		for rec, err := range rows {
			row := browse.Row{Record: rec, Ended: rec.Stage}
			if rec.Decision.State == seedbed.Rejected && rec.Decision.Actor != "" {
				row.Ended = rec.Decision.Actor
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// sourceRows are the rows of all sources, one after another.
func (b *rowBrowser) sourceRows(ctx context.Context) iter.Seq2[browse.Row, error] {
	return func(yield func(browse.Row, error) bool) {
		for i := range b.w.plan.Sources {
			for rec, err := range b.w.reader.Rows(ctx, b.w.plan.Sources[i]) {
				if !yield(browse.Row{Record: rec}, err) || err != nil {
					return
				}
			}
		}
	}
}

// rowsEnv is what conditions over a plan's rows can name, as seedbed rows has it.
func rowsEnv(p *plan.Plan) expr.Env {
	env := expr.Env{Open: true, Criteria: criteria(p)}
	seen := map[string]bool{}
	add := func(s seedbed.Schema) {
		for _, f := range s.Fields {
			if !seen[f.Name] {
				seen[f.Name] = true
				env.Fields = append(env.Fields, expr.Var{Name: f.Name, Type: f.Type})
			}
		}
	}
	for i := range p.Sources {
		add(p.Sources[i].Schema)
	}
	for i := range p.Stages {
		add(p.Stages[i].Output)
	}
	return env
}

// sampledRows are the rows of an inspection's file, as it was read.
type sampledRows struct {
	size int64
	mod  time.Time
	ids  []seedbed.ID
}

// Sampled implements web.Browser.
func (b *rowBrowser) Sampled(context.Context) (map[string][]seedbed.ID, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := map[string][]seedbed.ID{}
	for _, in := range b.w.desk.Inspections() {
		path := filepath.Join(b.w.dir, in+rowsEnding)
		info, err := os.Stat(path)
		if err != nil {
			return nil, seedbed.Errorf(seedbed.CodeStorage, "reading which rows people are asked about: %w", err)
		}
		s, ok := b.sampled[in]
		if !ok || s.size != info.Size() || !s.mod.Equal(info.ModTime()) {
			s = sampledRows{size: info.Size(), mod: info.ModTime()}
			if s.ids, err = idsIn(path); err != nil {
				return nil, seedbed.Errorf(seedbed.CodeStorage, "reading which rows people are asked about: %w", err)
			}
			b.sampled[in] = s
		}
		out[in] = s.ids
	}
	return out, nil
}

// idsIn returns the ids of a file of rows, with which every line begins.
func idsIn(path string) ([]seedbed.ID, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	var out []seedbed.ID
	for {
		part, err := in.ReadSlice('\n')
		if digits, ok := bytes.CutPrefix(part, []byte(`{"id":"`)); ok && len(digits) >= 32 {
			var id seedbed.ID
			if id.UnmarshalText(digits[:32]) == nil {
				out = append(out, id)
			}
		}
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = in.ReadSlice('\n')
		}
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
	}
}
