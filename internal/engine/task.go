package engine

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

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
				if outs[i], errs[i] = t.walk(ctx, items[i], nil); errs[i] != nil {
					next.Store(int64(len(items))) // it stops the run: no further one is begun
				}
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
		tallyOf(ctx).Pass(c.name, 1, 0)
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
	tallyOf(ctx).Pass(c.name, 1, going)
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
