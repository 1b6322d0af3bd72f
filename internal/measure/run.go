package measure

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
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
	for _, p := range []Part{Seeds, Holdout, Reference, Judged} {
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
		if _, ok := j.m.(Learner); ok && (p != Judged || slices.Contains(j.info.Needs, NeedPanel)) {
			js = append(js, j)
		}
	}
	if p == Judged && len(js) == 0 {
		return nil // nobody asks
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
		case Judged:
			j.known.Judged = sums[i]
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
		case Judged:
			j.known.Judged = nil
			if slices.Contains(j.info.Needs, NeedPanel) && j.err == nil {
				j.err = Cannot("", "no row that was judged has come to its end")
			}
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

// atOnce calls f for 0 to n−1, as many at once as there are workers.
func (r *runner) atOnce(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, r.workers()) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				f(int(i))
			}
		})
	}
	wg.Wait()
}

// report lets each measure say what it found, as many at once as there are
// workers.
func (r *runner) report(ctx context.Context) {
	r.atOnce(len(r.jobs), func(i int) {
		j := r.jobs[i]
		j.err = guard(j.info.Name, func() (err error) {
			j.found, err = j.sum.Report(ctx)
			return err
		})
		j.sum = nil
	})
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
