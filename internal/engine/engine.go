package engine

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Rows gives records in plan order. It may be ranged over once.
type Rows func(context.Context) iter.Seq2[seedbed.Record, error]

// Journal is where records and outcomes go. Both calls may return before what
// they were given is durable, but nothing becomes durable before what was put
// earlier. The slices belong to the journal from then on.
type Journal interface {
	PutRecords(context.Context, []seedbed.Record) error
	PutOutcomes(ctx context.Context, run int64, outcomes []seedbed.Outcome) error
	Flush(context.Context) error
}

// Config is what a run needs.
type Config struct {
	Plan    *plan.Plan
	Stages  map[string]seedbed.Stage // by name, made anew for this run
	Sources map[string]Rows          // by name
	Journal Journal                  // nil: nothing is stored
	Run     int64                    // the journal's number of this run
	Tasks   int                      // most records under way in a phase; 0: 64
	// Stop, once closed, stops the run in an orderly way: no further record is
	// begun, and those under way end at their next call, which the caller's models
	// must then refuse with seedbed.ErrStopping.
	Stop <-chan struct{}
	// OnStop is called once when the run itself decides to stop early, with the
	// reason: nil when all that was wanted is there. The caller should make its
	// models refuse new calls.
	OnStop func(error)
	// Sink, if set, is given every outcome with its record in plan order, surplus
	// ones not. An error ends the run.
	Sink func(*seedbed.Record, *seedbed.Outcome) error
}

// Engine is one run of a plan.
type Engine struct {
	cfg     Config
	graph   *graph
	journal *recorder
	sink    *sink

	wanters []*node // see graph.bounded

	mu       sync.Mutex
	progress sync.Cond // a wanter has looked at another record, or the run stops
	err      error     // the first error that ended the run
	stopping atomic.Bool
	undone   atomic.Bool // some record met the stop before its end
}

// New returns a run of a plan. Nothing happens before Run.
func New(cfg Config) (*Engine, error) {
	if cfg.Tasks <= 0 {
		cfg.Tasks = 64
	}
	g, err := newGraph(&cfg)
	if err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "starting the run: %w", err)
	}
	e := &Engine{cfg: cfg, graph: g, wanters: g.bounded()}
	e.progress.L = &e.mu
	e.journal = &recorder{journal: cfg.Journal, run: cfg.Run}
	e.sink = &sink{engine: e, account: account{seen: map[uint64]struct{}{}}}
	return e, nil
}

// Counts returns what every source and stage has done so far, in plan order. It
// may be called at any time.
func (e *Engine) Counts() []StageCount {
	var out []StageCount
	for _, n := range e.graph.roots {
		out = append(out, n.stats.Count())
	}
	for _, n := range e.graph.stages {
		c := n.stats.Count()
		if n.wanter != nil {
			c.Want = n.wanter.Want()
		}
		out = append(out, c)
	}
	return out
}

// Run carries the plan out. It returns when every record has its outcome, when
// all that was wanted has been found, when it was stopped, or when something
// makes going on pointless; what was done until then is in the journal. The
// error is nil when the run came to its end, whatever it found.
func (e *Engine) Run(ctx context.Context) (Summary, error) {
	unwatch := e.watch(ctx)
	defer unwatch()

	phases := e.phases(ctx)
	e.feed(ctx, phases[0])
	for _, p := range phases {
		p.finish()
	}
	if err := e.sink.finish(ctx); err != nil {
		e.fail(err)
	}
	return e.summary(ctx), e.outcome(ctx)
}

// watch stops the run when Config.Stop is closed or ctx ends.
func (e *Engine) watch(ctx context.Context) (unwatch func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		select {
		case <-e.cfg.Stop:
		case <-ctx.Done():
		case <-done:
			return
		}
		e.stop()
	})
	return func() { close(done); wg.Wait() }
}

// stop begins no further record.
func (e *Engine) stop() {
	e.stopping.Store(true)
	e.mu.Lock()
	e.progress.Broadcast()
	e.mu.Unlock()
}

// fail stops the run because of err; the first error counts.
func (e *Engine) fail(err error) {
	e.mu.Lock()
	first := e.err == nil
	if first {
		e.err = err
	}
	e.mu.Unlock()
	e.stop()
	if first && e.cfg.OnStop != nil {
		e.cfg.OnStop(err)
	}
}

// outcome returns why the run ended before its end, or nil.
func (e *Engine) outcome(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return e.err
	}
	if ctx.Err() != nil || (e.stopping.Load() && !e.complete()) {
		return seedbed.ErrStopping
	}
	return nil
}

// complete reports whether every record that was needed has its outcome.
func (e *Engine) complete() bool {
	if !anyNode(e.graph.roots, func(n *node) bool { return n.sinkOpen }) {
		return true
	}
	return !e.undone.Load() && !e.stopping.Load()
}

func (e *Engine) summary(ctx context.Context) Summary {
	s := e.sink.summary
	s.Stages = e.Counts()
	s.Outcomes = e.sink.ord
	s.Spent, s.Flow = e.sink.account.spent, e.sink.account.flow.Flow
	slices.SortFunc(s.Spent, func(a, b seedbed.StageSpend) int {
		return cmp.Or(cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Model, b.Model))
	})
	slices.SortFunc(s.Flow, func(a, b seedbed.StageFlow) int { return cmp.Compare(a.Stage, b.Stage) })
	e.mu.Lock()
	s.Complete = e.err == nil && ctx.Err() == nil && e.complete()
	e.mu.Unlock()
	for _, n := range e.graph.stages {
		if n.wanter == nil {
			continue
		}
		if w := n.wanter.Want(); w.Wanted > 0 && w.Accepted < w.Wanted && s.Complete {
			s.Short = append(s.Short, n.name)
		}
	}
	return s
}

// feed gives the roots' records to the first phase, in plan order.
func (e *Engine) feed(ctx context.Context, first *phase) {
	var root int64
	for _, n := range e.graph.roots {
		if n.rows == nil {
			e.fail(seedbed.Errorf(seedbed.CodeInternal, "source %q has no rows", n.name))
			return
		}
		for rec, err := range n.rows(ctx) {
			if err != nil {
				if ctx.Err() == nil {
					e.fail(err)
				}
				return
			}
			if !e.mayBegin(n, root) {
				break
			}
			n.stats.in.Add(1)
			n.stats.note(&rec.Decision)
			if err := e.journal.record(ctx, &rec); err != nil {
				e.fail(err)
				return
			}
			it := item{rec: rec, from: n, root: root, end: !rec.Live()}
			if n.stats.Kind == kindSource {
				it.trail.flow.Flow = []seedbed.StageFlow{{Stage: n.name, In: 1, Out: int64(b2i(!it.end))}}
			}
			first.push(ctx, it)
			root++
		}
		if e.stopping.Load() {
			e.undone.Store(true)
			return
		}
	}
}

// mayBegin waits until the root-th record should be begun, and says whether.
// Where all leaves want only so many records, it keeps the number of records
// under way close to what is likely to be needed: a reply that nobody wants is
// paid for all the same.
func (e *Engine) mayBegin(n *node, root int64) bool {
	if len(e.wanters) == 0 {
		return !e.stopping.Load() && n.open.Load()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for {
		if e.stopping.Load() || !n.open.Load() {
			return false
		}
		for _, w := range e.wanters {
			if root < w.ahead() {
				return true
			}
		}
		e.progress.Wait()
	}
}

// isStop reports whether err means that a record was stopped, not that
// something is wrong with it. Of joined errors, all must.
func isStop(ctx context.Context, err error) bool {
	if ctx.Err() != nil {
		return true
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if !isStop(ctx, e) {
				return false
			}
		}
		return true
	}
	return errors.Is(err, seedbed.ErrStopping)
}
