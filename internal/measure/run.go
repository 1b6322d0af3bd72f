package measure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// Rows gives the rows of a part, from the first, as often as it is called. A row
// that is rejected was not readable: it is counted and left out.
type Rows func(context.Context) iter.Seq2[seedbed.Record, error]

// Job is what Run does.
type Job struct {
	Setup    Setup
	Measures []Measure
	Parts    [parts]Rows // nil: there is no such part
	Expect   []Expect
	Workers  int // goroutines; 0: as many as there are processors
	// Progress, if not nil, is called now and then with how many rows were read.
	Progress func(part Part, rows int64)
}

// batchRows is how many rows a worker gets at a time.
const batchRows = 128

// Run measures. It returns the error of the context, or of reading rows; all else
// that goes wrong is NotMeasured in the result.
func Run(ctx context.Context, job Job) (*Result, error) {
	r := &runner{Job: job}
	if r.Setup.Level == 0 {
		r.Setup.Level = .95
	}
	s := &r.Setup
	r.out = &Result{
		Columns: s.Columns, Embedder: s.Embedder, Level: s.Level, Seed: s.Seed,
		Rows: map[string]int64{}, Of: map[string]string{},
	}
	for p := range parts {
		if r.Parts[p] != nil && s.Origin[p] != "" {
			r.out.Of[p.String()] = s.Origin[p]
		}
		if r.Parts[p] == nil {
			r.Setup.Rows[p] = 0
		} else if r.Setup.Rows[p] == 0 {
			r.Setup.Rows[p] = -1
		}
	}
	for range r.workers() {
		r.scratch = append(r.scratch, new(scratch))
	}
	r.choose()
	for _, p := range []Part{Seeds, Holdout, Reference} {
		if err := r.learn(ctx, p); err != nil {
			return nil, err
		}
	}
	if err := r.measure(ctx); err != nil {
		return nil, err
	}
	r.report(ctx)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.expect()
	if err := r.excerpts(ctx); err != nil {
		return nil, err
	}
	r.order()
	return r.out, nil
}

type runner struct {
	Job
	jobs    []*measuring
	scratch []*scratch
	held    [parts]*held
	empty   [parts]bool // given, but without rows
	out     *Result
}

// measuring is one measure at work.
type measuring struct {
	m     Measure
	info  Info
	known Known
	sum   Reporter
	found []Finding
	err   error
}

// workers returns how many workers there are, at least one.
func (r *runner) workers() int {
	if r.Workers > 0 {
		return r.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// choose leaves out the measures that lack what they need.
func (r *runner) choose() {
	for _, m := range r.Measures {
		j := &measuring{m: m, info: m.Info()}
		if n := r.Setup.lacks(j.info.Needs); n != nil {
			r.skip(j, n)
			continue
		}
		r.jobs = append(r.jobs, j)
	}
}

// skip notes that a measure could say nothing.
func (r *runner) skip(j *measuring, err error) {
	var n *NotMeasured
	if !errors.As(err, &n) {
		n = &NotMeasured{Why: err.Error()}
	}
	out := *n
	for p, fix := range map[Part]string{Reference: "--against FILE", Holdout: "--holdout FILE"} {
		if out.Fix == fix && r.empty[p] { // what it wants was given
			out.Why, out.Fix = fmt.Sprintf("the %s has no rows", p), ""
		}
	}
	out.Measure, out.Title = j.info.Name, j.info.Title
	r.out.NotMeasured = append(r.out.NotMeasured, out)
}

// drop leaves out the measures that went wrong.
func (r *runner) drop() {
	r.jobs = slices.DeleteFunc(r.jobs, func(j *measuring) bool {
		if j.err != nil {
			r.skip(j, j.err)
		}
		return j.err != nil
	})
}

// learn shows a part to the measures that want it.
func (r *runner) learn(ctx context.Context, p Part) error {
	if r.Parts[p] == nil {
		return nil
	}
	var js []*measuring
	for _, j := range r.jobs {
		if _, ok := j.m.(Learner); ok {
			js = append(js, j)
		}
	}
	sums, err := r.pass(ctx, p, js, func(j *measuring) (Summary, error) {
		return j.m.(Learner).Learn(&r.Setup, p)
	})
	if err != nil {
		return err
	}
	for i, j := range js {
		switch p {
		case Reference:
			j.known.Reference = sums[i]
		case Holdout:
			j.known.Holdout = sums[i]
		case Seeds:
			j.known.Seeds = sums[i]
		}
	}
	if r.Setup.Rows[p] == 0 {
		r.without(p)
	}
	r.drop()
	return nil
}

// without takes back what was learned of a part that turned out to have no rows,
// and leaves out the measures that need some.
func (r *runner) without(p Part) {
	r.empty[p] = true
	for _, j := range r.jobs {
		switch p {
		case Reference:
			j.known.Reference = nil
			j.want(NeedReference, "--against FILE")
		case Holdout:
			j.known.Holdout = nil
			j.want(NeedHoldout, "--holdout FILE")
		default:
			j.known.Seeds = nil
		}
	}
}

// want fails a measure that needs what is not there.
func (j *measuring) want(n Need, fix string) {
	if j.err == nil && slices.Contains(j.info.Needs, n) {
		j.err = Cannot(fix, "there is no %s", n)
	}
}

func (r *runner) measure(ctx context.Context) error {
	sums, err := r.pass(ctx, Data, r.jobs, func(j *measuring) (Summary, error) { return j.m.Start(&r.Setup, j.known) })
	if err != nil {
		return err
	}
	if r.Setup.Rows[Data] == 0 {
		r.nothing()
		return nil
	}
	for i, j := range r.jobs {
		if j.err == nil {
			var ok bool
			if j.sum, ok = sums[i].(Reporter); !ok {
				j.err = seedbed.Errorf(seedbed.CodeInternal, "measure %s cannot report", j.info.Name)
			}
		}
	}
	r.drop()
	return nil
}

// nothing says of every measure that there was nothing to measure: whatever else
// one lacked would not help it.
func (r *runner) nothing() {
	why := "there are no rows"
	if r.out.Unreadable > 0 {
		why = "no row could be read"
	}
	r.out.NotMeasured, r.jobs = nil, nil
	for _, m := range r.Measures {
		r.skip(&measuring{info: m.Info()}, Cannot("", "%s", why))
	}
}

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
		for i, j := range js {
			if j.err == nil {
				sums[w][i], j.err = guardStart(start, j)
			}
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	feed := make(chan batch, 2*workers)
	spare := make(chan []seedbed.Record, 3*workers)
	var wg sync.WaitGroup
	bad := make([]atomic.Pointer[error], len(js)) // of a measure that panicked
	for w := range workers {
		wg.Go(func() { r.work(p, feed, spare, sums[w], bad, r.scratch[w]) })
	}
	err := r.read(ctx, p, feed, spare)
	close(feed)
	wg.Wait()
	if err != nil {
		return nil, err
	}
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

// read makes batches of the part's rows.
func (r *runner) read(ctx context.Context, p Part, feed chan<- batch, spare <-chan []seedbed.Record) error {
	hold := newHeld()
	r.held[p] = hold
	b := batch{recs: make([]seedbed.Record, 0, batchRows)}
	n, left := int64(0), leftOut{column: r.Setup.Columns.Text}
	send := func() error {
		select {
		case feed <- b:
		case <-ctx.Done():
			return context.Cause(ctx)
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
			return fmt.Errorf("reading the %s: %w", p, err)
		}
		if rec.Decision.State == seedbed.Rejected && p != Data || unread(&rec) {
			left.unread(&rec)
			continue
		}
		left.look(&rec)
		hold.add(&r.Setup.Columns, &rec)
		b.recs = append(b.recs, rec)
		n++
		if len(b.recs) == batchRows {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if len(b.recs) > 0 {
		if err := send(); err != nil {
			return err
		}
	}
	r.out.Rows[p.String()] = n
	r.Setup.Rows[p] = n
	if p == Data {
		r.out.Unreadable = left.unreadable
	}
	r.out.Notes = append(r.out.Notes, left.notes(p, n)...)
	return ctx.Err()
}

// unread reports whether a record stands for a row that could not be read.
func unread(rec *seedbed.Record) bool {
	return rec.Decision.State == seedbed.Rejected && len(rec.Fields) == 1 && rec.Fields[0].Name == "raw"
}

// work adds batches to one worker's summaries.
func (r *runner) work(p Part, feed <-chan batch, spare chan<- []seedbed.Record, sums []Summary, bad []atomic.Pointer[error], s *scratch) {
	var row Row
	row.Part = p
	for b := range feed {
		r.guardBatch(b, sums, bad, &row, s)
		clear(b.recs)
		select {
		case spare <- b.recs[:0]:
		default:
		}
	}
}

// guardBatch adds a batch; a measure that panics gets no more rows.
func (r *runner) guardBatch(b batch, sums []Summary, bad []atomic.Pointer[error], row *Row, s *scratch) {
	for k := range b.recs {
		r.Setup.Columns.fill(row, &b.recs[k], s)
		row.N = b.from + int64(k)
		for at := 0; at < len(sums); {
			err := guard("", func() error {
				for ; at < len(sums); at++ {
					if sums[at] != nil && bad[at].Load() == nil {
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

// report lets each measure say what it found, as many at once as there are
// workers.
func (r *runner) report(ctx context.Context) {
	next := make(chan *measuring)
	var wg sync.WaitGroup
	for range r.workers() {
		wg.Go(func() {
			for j := range next {
				j.err = guard(j.info.Name, func() (err error) {
					j.found, err = j.sum.Report(ctx)
					return err
				})
				j.sum = nil
			}
		})
	}
	for _, j := range r.jobs {
		next <- j
	}
	close(next)
	wg.Wait()
	for _, j := range r.jobs {
		if j.err == nil {
			r.out.Measures = append(r.out.Measures, Measured{j.info.Name, j.info.Family, j.info.Title, j.info.Says})
		}
		for k := range j.found {
			j.found[k].Measure = j.info.Name
			if len(j.found[k].Evidence) > MaxEvidence {
				j.found[k].Evidence = j.found[k].Evidence[:MaxEvidence]
			}
		}
		r.out.Findings = append(r.out.Findings, j.found...)
	}
	r.drop()
}

// order puts what needs a decision first.
func (r *runner) order() {
	rank := map[Severity]int{Serious: 0, Notable: 1, Plain: 2}
	slices.SortStableFunc(r.out.Findings, func(a, b Finding) int {
		return cmp.Compare(rank[a.Severity], rank[b.Severity])
	})
}
