package engine

import (
	"context"
	"errors"
	"iter"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// item is a record on its way: the node that gave it, and the place in plan
// order of the root that it grew from. An item whose satisfied is set carries no
// record: it marks the place in plan order where that wanter had enough.
type item struct {
	rec       seedbed.Record
	from      *node
	root      int64
	end       bool          // the record goes no further: this is its outcome
	trail     seedbed.Trail // of this record on the way here, or of one beside it
	satisfied *node
}

// pusher takes items in plan order.
type pusher interface {
	push(context.Context, item)
}

// phase is a run of stages between two places where order matters.
type phase struct {
	engine *Engine
	level  int
	next   pusher
	window *window // nil: no stage of this phase takes records side by side
	tasks  sync.WaitGroup
	ended  chan struct{} // closed when the last item has been passed on
	// wanters are the stages of this phase that want only so many records.
	wanters []*node
}

// phases builds the chain of phases, first to last.
func (e *Engine) phases(ctx context.Context) []*phase {
	out := make([]*phase, e.graph.levels)
	var next pusher = e.sink
	for level := e.graph.levels - 1; level >= 0; level-- {
		p := &phase{engine: e, level: level, next: next, ended: make(chan struct{})}
		for _, n := range e.wanters {
			if n.level == level {
				p.wanters = append(p.wanters, n)
			}
		}
		if anyNode(e.graph.stages, func(n *node) bool { return n.level == level && !n.ordered }) {
			p.window = newWindow(e.cfg.Tasks)
			go p.passOn(ctx)
		} else {
			close(p.ended)
		}
		out[level] = p
		next = p
	}
	return out
}

// finish waits until everything that was pushed has been passed on.
func (p *phase) finish() {
	if p.window != nil {
		p.window.close()
	}
	<-p.ended
	p.tasks.Wait()
}

// push takes the next item in plan order: the ordered stages of this phase look
// at it at once, the others in a task.
func (p *phase) push(ctx context.Context, it item) {
	if it.satisfied != nil {
		p.begin(ctx, it)
		return
	}
	defer p.passed(it.root)
	if it.end {
		p.begin(ctx, it)
		return
	}
	ordered, later := false, len(it.from.consumers) == 0
	for _, c := range it.from.consumers {
		switch {
		case c.level == p.level && c.ordered:
			ordered = true
		case c.level >= p.level:
			later = true
		}
	}
	if later {
		p.begin(ctx, it)
		it.trail = seedbed.Trail{}
	}
	if !ordered {
		return
	}
	for _, c := range it.from.consumers {
		if c.level == p.level && c.ordered {
			p.inOrder(ctx, c, it)
			it.trail = seedbed.Trail{}
		}
	}
}

// inOrder lets an ordered stage look at one record.
func (p *phase) inOrder(ctx context.Context, c *node, it item) {
	if !c.open.Load() {
		it.rec.Decision = seedbed.Decision{State: seedbed.Surplus, Actor: c.name}
		c.stats.note(&it.rec.Decision)
		p.begin(ctx, item{rec: it.rec, from: c, root: it.root, end: true})
		return
	}
	c.stats.in.Add(1)
	var tally seedbed.Tally
	given := 0
	for rec, err := range results(seedbed.WithTally(ctx, &tally), c, it.rec) {
		if err == nil {
			rec, err = p.engine.leave(ctx, c, &it.rec, rec)
		}
		if err != nil {
			p.engine.failUnlessStop(ctx, err)
			return
		}
		given++
		out := item{rec: rec, from: c, root: it.root, end: !rec.Live()}
		tally.Pass(c.name, b2i(given == 1), b2i(!out.end))
		out.trail = tally.Take()
		if given == 1 {
			out.trail = it.trail.Add(out.trail)
		}
		p.begin(ctx, out)
		if p.engine.stopping.Load() && c.streamer != nil {
			p.engine.undone.Store(true)
			return
		}
	}
	if given == 0 {
		none := it.rec.Reject(c.name, gaveNone, "")
		c.stats.note(&none.Decision)
		tally.Pass(c.name, 1, 0)
		p.begin(ctx, item{rec: none, from: c, root: it.root, end: true, trail: it.trail.Add(tally.Take())})
	}
	if c.wanter != nil && !c.satisfied.Load() && c.wanter.Want().Satisfied {
		p.enough(ctx, c)
	}
}

// gaveNone is the reason of a record from which a stage made nothing.
const gaveNone = "gave no record"

// results runs an ordered stage on one record.
func results(ctx context.Context, c *node, rec seedbed.Record) iter.Seq2[seedbed.Record, error] {
	if c.streamer != nil {
		return c.streamer.Stream(ctx, rec)
	}
	return func(yield func(seedbed.Record, error) bool) {
		recs, err := c.stage.Process(ctx, rec)
		if err != nil {
			yield(seedbed.Record{}, err)
			return
		}
		for i := range recs {
			if !yield(recs[i], nil) {
				return
			}
		}
	}
}

// passed tells the feed how far this phase's wanters have come.
func (p *phase) passed(root int64) {
	for _, w := range p.wanters {
		e := p.engine
		e.mu.Lock()
		w.stats.lastRoot.Store(root)
		e.progress.Broadcast()
		e.mu.Unlock()
	}
}

// enough stops what only a satisfied wanter would have used, and marks the place
// in plan order where it had enough.
func (p *phase) enough(ctx context.Context, c *node) {
	e := p.engine
	e.mu.Lock()
	c.satisfied.Store(true)
	e.graph.reopen()
	e.progress.Broadcast()
	e.mu.Unlock()
	p.begin(ctx, item{satisfied: c})
	// Calls that only an upstream stage wants are pointless now. When stages
	// further on still have calls to make, the models stay open for them.
	if !e.graph.anyOpen() && p.lastToCall() && e.cfg.OnStop != nil {
		e.cfg.OnStop(nil)
	}
}

// lastToCall reports whether no stage of this or a later phase runs tasks.
func (p *phase) lastToCall() bool {
	return !anyNode(p.engine.graph.stages, func(n *node) bool { return n.level >= p.level && !n.ordered })
}

// begin passes an item on behind this phase's ordered stages: through the
// window if the phase has one, otherwise straight on.
func (p *phase) begin(ctx context.Context, it item) {
	if p.window == nil {
		p.next.push(ctx, it)
		return
	}
	work := !it.end && it.satisfied == nil && it.rec.Live() &&
		anyNode(it.from.consumers, func(c *node) bool { return c.level == p.level && !c.ordered })
	seq := p.window.open(work)
	if !work {
		p.window.fill(seq, []item{it}, false, false)
		return
	}
	p.tasks.Go(func() {
		var tally seedbed.Tally
		before := it.trail
		it.trail = seedbed.Trail{}
		items, err := task{phase: p}.walk(seedbed.WithTally(ctx, &tally), it, nil)
		if len(items) > 0 {
			// Where a task gives several records, the first answers for what all met.
			items[0].trail = before.Add(tally.Take())
		}
		if err != nil {
			p.engine.failUnlessStop(ctx, err)
		}
		p.window.fill(seq, items, err != nil, true)
	})
}

// passOn hands finished slots to the next phase in plan order. Behind a slot
// that was stopped before its end nothing is passed on: what comes after has no
// certain place in plan order.
func (p *phase) passOn(ctx context.Context) {
	defer close(p.ended)
	var buf []slot
	broken := false
	for {
		var more bool
		buf, more = p.window.take(buf[:0])
		if !more {
			return
		}
		for i := range buf {
			broken = broken || buf[i].undone
			for _, it := range buf[i].items {
				if broken {
					break
				}
				p.next.push(ctx, it)
			}
			buf[i] = slot{}
		}
	}
}

// failUnlessStop fails the run, unless err only says that it is being stopped.
func (e *Engine) failUnlessStop(ctx context.Context, err error) {
	e.undone.Store(true)
	if isStop(ctx, err) {
		e.stop()
		return
	}
	e.fail(err)
}

// task carries one record through the stages of a phase that take records one
// at a time.
type task struct {
	phase *phase
}

// walk runs every stage of the phase that reads it, and those after them, and
// appends what leaves the phase, in plan order.
func (t task) walk(ctx context.Context, it item, out []item) ([]item, error) {
	if t.leaves(it) {
		out = append(out, it)
	}
	if it.end {
		return out, nil
	}
	for _, c := range it.from.consumers {
		if c.level != t.phase.level || c.ordered {
			continue
		}
		if !c.open.Load() {
			// Nobody needs its records any more. Whether a record got here before or
			// after that is a matter of timing, but all of them lie beyond the place
			// where the last wanted one was found.
			continue
		}
		made, err := t.process(ctx, c, it)
		if err != nil {
			return out, err
		}
		if out, err = t.walkAll(ctx, made, out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// leaves reports whether an item is needed behind this phase: it ends here, or a
// stage of a later phase reads it.
func (t task) leaves(it item) bool {
	return it.end || len(it.from.consumers) == 0 ||
		anyNode(it.from.consumers, func(c *node) bool { return c.level > t.phase.level })
}

// mostAtOnce bounds how many children of one record are carried on side by side.
const mostAtOnce = 64

// walkAll walks items, side by side if there are several.
func (t task) walkAll(ctx context.Context, items []item, out []item) ([]item, error) {
	if len(items) == 1 || !t.hasWork(items) {
		for _, it := range items {
			var err error
			if out, err = t.walk(ctx, it, out); err != nil {
				return out, err
			}
		}
		return out, nil
	}
	outs := make([][]item, len(items))
	errs := make([]error, len(items))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(len(items), mostAtOnce) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(items); i = int(next.Add(1)) - 1 {
				outs[i], errs[i] = t.walk(ctx, items[i], nil)
			}
		})
	}
	wg.Wait()
	for _, o := range outs {
		out = append(out, o...)
	}
	return out, errors.Join(errs...)
}

func (t task) hasWork(items []item) bool {
	for i := range items {
		if !items[i].end && anyNode(items[i].from.consumers, func(c *node) bool { return c.level == t.phase.level && !c.ordered }) {
			return true
		}
	}
	return false
}

// process runs one stage on one record. A call that failed for this record alone
// makes a failed outcome in the record's place.
func (t task) process(ctx context.Context, c *node, it item) ([]item, error) {
	c.stats.in.Add(1)
	c.stats.running.Add(1)
	recs, err := c.stage.Process(ctx, it.rec)
	c.stats.running.Add(-1)
	if err != nil {
		failed, err := failure(ctx, c, it.rec, err)
		if err != nil {
			c.stats.in.Add(-1)
			return nil, err
		}
		c.stats.note(&failed.Decision)
		seedbed.TallyOf(ctx).Pass(c.name, 1, 0)
		return []item{{rec: failed, from: c, root: it.root, end: true}}, nil
	}
	if len(recs) == 0 {
		recs = []seedbed.Record{it.rec.Reject(c.name, gaveNone, "")}
	}
	out := make([]item, 0, len(recs))
	going := 0
	for _, rec := range recs {
		rec, err := t.phase.engine.leave(ctx, c, &it.rec, rec)
		if err != nil {
			return nil, err
		}
		out = append(out, item{rec: rec, from: c, root: it.root, end: !rec.Live()})
		going += b2i(rec.Live())
	}
	seedbed.TallyOf(ctx).Pass(c.name, 1, going)
	return out, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// failure turns an error about one record into its failed outcome; any other
// error comes back.
func failure(ctx context.Context, c *node, rec seedbed.Record, err error) (seedbed.Record, error) {
	var call *seedbed.CallError
	if isStop(ctx, err) || !errors.As(err, &call) || call.Class == seedbed.Permanent {
		return rec, err
	}
	rec.Decision = seedbed.Decision{State: seedbed.Failed, Actor: c.name, Reason: failReason(call), Detail: call.Error()}
	return rec, nil
}

func failReason(call *seedbed.CallError) string {
	if call.Class == seedbed.BadRequest {
		return "the model will not take this request"
	}
	return "no answer"
}

// leave notes a record that a stage gave: what is new goes into the journal.
func (e *Engine) leave(ctx context.Context, c *node, in *seedbed.Record, rec seedbed.Record) (seedbed.Record, error) {
	c.stats.note(&rec.Decision)
	if rec.ID == in.ID {
		return rec, nil
	}
	return rec, e.journal.record(ctx, &rec)
}
