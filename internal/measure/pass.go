package measure

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// batch is rows on their way to a worker.
type batch struct {
	from int64
	recs []seedbed.Record
}

// pass reads a part once and adds each row to one of the summaries that start
// gives, one a worker and measure. It returns them merged, in the order of js; nil
// where start gave nil.
func (r *runner) pass(ctx context.Context, p Part, js []*measuring, start func(*measuring) (Summary, error)) ([]Summary, error) {
	workers := r.workers()
	sums := make([][]Summary, workers)
	for w := range sums {
		sums[w] = make([]Summary, len(js))
	}
	r.atOnce(len(js), func(i int) { // some make an index of what they learned first
		for w := range sums {
			if js[i].err == nil {
				sums[w][i], js[i].err = guardStart(start, js[i])
			}
		}
	})
	feed := make(chan batch, 2*workers)
	spare := make(chan []seedbed.Record, 3*workers)
	var wg sync.WaitGroup
	bad := make([]atomic.Pointer[error], len(js)) // of a measure that panicked
	for w := range workers {
		wg.Go(func() { r.work(p, js, feed, spare, sums[w], bad, r.scratch[w]) })
	}
	n, err := r.read(ctx, p, feed, spare)
	close(feed)
	wg.Wait()
	if err != nil {
		return nil, err
	}
	r.Setup.Rows[p] = n // not before: summaries may look at it
	out := make([]Summary, len(js))
	for i, j := range js {
		if e := bad[i].Load(); e != nil {
			j.err = *e
		}
		if j.err != nil {
			continue
		}
		out[i] = sums[0][i]
		for w := 1; w < workers && out[i] != nil && j.err == nil; w++ {
			j.err = guard(j.info.Name, func() error { return out[i].Merge(sums[w][i]) })
			sums[w][i] = nil
		}
	}
	return out, nil
}

func guardStart(start func(*measuring) (Summary, error), j *measuring) (s Summary, err error) {
	err = guard(j.info.Name, func() (err error) {
		s, err = start(j)
		return err
	})
	if err != nil {
		s = nil // it may be a nil of some type
	}
	return s, err
}

// guard turns a panic into an error: one measure that goes wrong on some text must
// not take the others with it.
func guard(name string, f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = seedbed.Errorf(seedbed.CodeInternal, "measure %s went wrong: %v (please report this)\n%s", name, p, debug.Stack())
		}
	}()
	return f()
}

// read makes batches of the part's rows, and returns how many there are.
func (r *runner) read(ctx context.Context, p Part, feed chan<- batch, spare <-chan []seedbed.Record) (int64, error) {
	hold := newHeld()
	r.held[p] = hold
	b := batch{recs: make([]seedbed.Record, 0, batchRows)}
	n, left := int64(0), leftOut{column: r.Setup.Columns.Text}
	send := func() error {
		select {
		case feed <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
		b = batch{from: n}
		select {
		case b.recs = <-spare:
		default:
			b.recs = make([]seedbed.Record, 0, batchRows)
		}
		if r.Progress != nil {
			r.Progress(p, n)
		}
		return nil
	}
	for rec, err := range r.Parts[p](ctx) {
		if err != nil {
			return n, fmt.Errorf("reading the %s: %w", p, err)
		}
		if !readable(p, &rec) {
			left.unread(&rec)
			continue
		}
		left.look(&rec)
		hold.add(&r.Setup.Columns, &rec)
		b.recs = append(b.recs, rec)
		n++
		if len(b.recs) == batchRows {
			if err := send(); err != nil {
				return n, err
			}
		}
	}
	if len(b.recs) > 0 {
		if err := send(); err != nil {
			return n, err
		}
	}
	r.out.Rows[p.String()] = n
	if p == Data {
		r.out.Unreadable = left.unreadable
	}
	r.out.Notes = append(r.out.Notes, left.notes(p, n)...)
	return n, ctx.Err()
}

// readable reports whether a record is one of a part's rows.
func readable(p Part, rec *seedbed.Record) bool {
	return (rec.Decision.State != seedbed.Rejected || p == Data || p == Judged) && !unread(rec)
}

// unread reports whether a record stands for a row that could not be read.
func unread(rec *seedbed.Record) bool {
	return rec.Decision.State == seedbed.Rejected && len(rec.Fields) == 1 && rec.Fields[0].Name == "raw"
}

// work adds batches to one worker's summaries.
func (r *runner) work(p Part, js []*measuring, feed <-chan batch, spare chan<- []seedbed.Record, sums []Summary, bad []atomic.Pointer[error], s *scratch) {
	var row Row
	row.Part = p
	for b := range feed {
		r.guardBatch(b, js, sums, bad, &row, s)
		clear(b.recs)
		select {
		case spare <- b.recs[:0]:
		default:
		}
	}
}

// guardBatch adds a batch; a measure that panics gets no more rows.
func (r *runner) guardBatch(b batch, js []*measuring, sums []Summary, bad []atomic.Pointer[error], row *Row, s *scratch) {
	for k := range b.recs {
		r.Setup.Columns.fill(row, &b.recs[k], s)
		row.N = b.from + int64(k)
		for at := 0; at < len(sums); {
			err := guard("", func() error {
				for ; at < len(sums); at++ {
					if sums[at] != nil && bad[at].Load() == nil {
						row.measure = js[at].info.Name
						sums[at].Add(row)
					}
				}
				return nil
			})
			if err != nil {
				err = fmt.Errorf("at row %d: %w", row.N+1, err)
				bad[at].Store(&err)
				at++
			}
		}
	}
}
