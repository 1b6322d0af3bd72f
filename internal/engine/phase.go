package engine

import (
	"context"
	"iter"
	"sync"

	"seedbed.dev/seedbed"
)

// item is a record on its way: the node that gave it, and the place in plan
// order of the root that it grew from. An item whose satisfied is set carries no
// record: it marks the place in plan order where that wanter had enough.
type item struct {
	rec       seedbed.Record
	from      *node
	root      int64
	end       bool  // the record goes no further: this is its outcome
	trail     trail // of this record on the way here, or of one beside it
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
	work   chan job
	idle   int // places for further workers; used by whoever pushes alone
	tasks  sync.WaitGroup
	ended  chan struct{} // closed when the last item has been passed on
	// broken says that an ordered stage of this phase did not get to its end on a
	// record: what comes after has no certain place in plan order. Only whoever
	// pushes uses it.
	broken bool
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
			p.work = make(chan job)
			p.idle = e.cfg.Tasks
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
		close(p.work)
	}
	<-p.ended
	p.tasks.Wait()
}

// push takes the next item in plan order: the ordered stages of this phase look
// at it at once, the others in a task.
func (p *phase) push(ctx context.Context, it item) {
	if p.broken {
		return
	}
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
		it.trail = trail{}
	}
	if !ordered {
		return
	}
	for _, c := range it.from.consumers {
		if c.level == p.level && c.ordered {
			p.inOrder(ctx, c, it)
			it.trail = trail{}
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
	var met tally
	given := 0
	for rec, err := range results(withTally(ctx, &met), c, it.rec) {
		if err == nil {
			rec, err = p.engine.leave(ctx, c, &it.rec, rec)
		}
		if err != nil {
			p.broken = true
			p.engine.failUnlessStop(ctx, err)
			return
		}
		given++
		out := item{rec: rec, from: c, root: it.root, end: !rec.Live()}
		met.Pass(c.name, b2i(given == 1), b2i(!out.end))
		out.trail = met.take()
		if given == 1 {
			out.trail = it.trail.add(out.trail)
		}
		p.begin(ctx, out)
		if p.engine.stopping.Load() && c.streamer != nil {
			p.broken = true
			p.engine.undone.Store(true)
			return
		}
	}
	if given == 0 {
		none := it.rec.Reject(c.name, gaveNone, "")
		c.stats.note(&none.Decision)
		met.Pass(c.name, 1, 0)
		p.begin(ctx, item{rec: none, from: c, root: it.root, end: true, trail: it.trail.add(met.take())})
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
	p.start(ctx, job{seq, it})
}

// job is an item on its way through the stages of a phase.
type job struct {
	seq int64 // its slot in the window
	it  item
}

// start gives a job to a worker. Workers are kept: a stack that has grown once
// to the depth of a call is not grown again for every record.
func (p *phase) start(ctx context.Context, j job) {
	if p.idle > 0 {
		select {
		case p.work <- j:
			return
		default:
		}
		p.idle--
		p.tasks.Go(func() {
			p.do(ctx, j)
			for j := range p.work {
				p.do(ctx, j)
			}
		})
		return
	}
	p.work <- j
}

// do carries one item through the stages of the phase.
func (p *phase) do(ctx context.Context, j job) {
	var met tally
	before := j.it.trail
	j.it.trail = trail{}
	items, err := task{phase: p}.walk(withTally(ctx, &met), j.it, nil)
	if len(items) > 0 {
		// Where a task gives several records, the first answers for what all met.
		items[0].trail = before.add(met.take())
	}
	if err != nil {
		p.engine.failUnlessStop(ctx, err)
	}
	p.window.fill(j.seq, items, err != nil, true)
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
