package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/browse"
	ratings "seedbed.dev/seedbed/internal/measure/people"
	"seedbed.dev/seedbed/internal/store"
	"seedbed.dev/seedbed/internal/web"
)

const (
	browseFormat  = "1"              // of what an index holds; another is made anew
	browseLooks   = 5 * time.Second  // so often it is looked whether the run has changed
	browseLeaves  = 40 * time.Second // so long an index whose place was taken stays open
	browseAnew    = time.Minute      // rows of a run that goes on are indexed anew so often at the most
	browseShare   = 10               // and after so many times what indexing them took
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
	trouble browseTrouble
	known   ratings.Standings
	knownAt time.Time
	sampled map[string]sampledRows
	old     []*opened // whose place was taken, open for those who still read them
	closed  bool
	closing sync.WaitGroup // of indexes that nobody is to wait for
	log     *slog.Logger
}

// opened is an index with the run that it is of.
type opened struct {
	key   string
	view  *view // nil: the rows are those of the sources
	index *browse.Index
	begun time.Time // when it was opened
	whole time.Time // when it was first seen to be whole
	until time.Time // since its place was taken
}

// goesOn reports whether the rows are those of a run that has not come to its end. Those
// that are computed are always all.
func (o *opened) goesOn() bool {
	return o.view != nil && o.view.run.Status == seedbed.RunOpen && !free(o.view.plan)
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
	b := &rowBrowser{w: w, ctx: ctx, sampled: map[string]sampledRows{}, log: slog.New(slog.NewTextHandler(w.app.stderr, nil))}
	if _, err := b.Index(ctx); err != nil {
		return nil, err
	}
	w.browsed = b
	return b, nil
}

func (b *rowBrowser) close() {
	b.mu.Lock()
	b.closed = true
	for _, o := range append(b.old, b.now, b.next) {
		if o != nil {
			b.leave(o)
		}
	}
	b.now, b.next, b.old = nil, nil, nil
	b.mu.Unlock()
	b.closing.Wait()
}

// leave closes an index once whoever reads it has ended; nobody waits for that.
func (b *rowBrowser) leave(o *opened) {
	b.closing.Go(func() { _ = o.close() }) // it was only read
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
	b.turn()
	if b.now != nil && (b.next != nil || now().Sub(b.looked) < browseLooks || now().Before(b.trouble.again)) {
		return b.now, nil
	}
	b.looked = now()
	o, err := b.newest()
	switch {
	case err != nil && b.now == nil:
		return nil, err
	case err != nil: // what was there can still be looked at
		b.fails(err)
	case o == nil && b.now.index.Progress().Done: // what is shown is how things are
		b.trouble = browseTrouble{}
	case o == nil:
	case b.now == nil:
		b.now = o
	default:
		b.next = o
	}
	return b.now, nil
}

// turn has an index that is whole take its place, and lets go those whose time has passed.
func (b *rowBrowser) turn() {
	if b.now != nil && b.now.whole.IsZero() {
		switch p := b.now.index.Progress(); {
		case p.Done:
			b.now.whole = now()
		case p.Err != nil && b.trouble.of != b.now && b.next == nil:
			b.fails(p.Err)
		}
	}
	if b.next != nil {
		switch p := b.next.index.Progress(); {
		case p.Done:
			b.now.until, b.next.whole = now().Add(browseLeaves), now()
			b.old = append(b.old, b.now)
			b.now, b.next, b.trouble = b.next, nil, browseTrouble{}
		case p.Err != nil:
			b.leave(b.next)
			b.next = nil
			b.fails(p.Err) // of the same rows, it may be, as now's
		}
	}
	b.old = slices.DeleteFunc(b.old, func(o *opened) bool {
		if !now().After(o.until) {
			return false
		}
		b.leave(o)
		return true
	})
}

// current reports whether what is shown is the index of a key, and nothing is wrong with it.
func (b *rowBrowser) current(key string) bool {
	return b.now != nil && b.now.key == key && b.now.index.Progress().Err == nil
}

// soon reports whether a run that goes on was indexed too short a while ago to be indexed
// again.
func (b *rowBrowser) soon(v *view) bool {
	if b.now == nil || v == nil || !b.now.goesOn() || b.now.view.run.ID != v.run.ID || v.run.Status != seedbed.RunOpen || b.trouble.err != nil {
		return false
	}
	o := b.now
	return o.whole.IsZero() || now().Before(o.whole.Add(max(browseAnew, browseShare*o.whole.Sub(o.begun))))
}

// newest opens an index of the rows as they are now; nil where that is open.
func (b *rowBrowser) newest() (*opened, error) {
	v, err := b.w.view(b.ctx)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound && err != nil {
		v = nil
	} else if err != nil {
		return nil, err
	}
	o := &opened{view: v, begun: now()}
	shown := b.soon(v)
	if !shown {
		err = b.name(o)
		shown = err == nil && b.current(o.key)
	}
	if err != nil || shown {
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
		if o.goesOn() {
			n, err := o.view.outcomes(b.ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(h, "outcomes %d\n", n)
		}
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
	total, err := v.outcomes(b.ctx)
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

// outcomes is how many outcomes the run has.
func (v *view) outcomes(ctx context.Context) (n int64, err error) {
	counts, err := v.journal.CountOutcomes(ctx, v.run.ID)
	for _, c := range counts {
		n += int64(c.N)
	}
	return n, err
}
