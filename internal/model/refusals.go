package model

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// refusalsEnough is how many of a model's first calls must be turned away before it
// is given up.
const refusalsEnough = 50

// Refusals is a Model that gives up on one which turns every request away: what is
// wrong is then hardly the rows, and asking for all of them finds out nothing more.
// It looks at the first calls in the order in which they were begun, so that quick
// refusals do not outrun slow replies. When all of them were bad requests with one
// status, that call and all others get a permanent *seedbed.CallError. The first
// reply, be it a stored one, or a refusal with another status, ends the watch for
// good. A call that failed for other reasons counts for nothing.
type Refusals struct {
	next  seedbed.Model
	name  string
	over  atomic.Bool // the watch has ended
	begun atomic.Int64
	dead  atomic.Pointer[seedbed.CallError]

	mu     sync.Mutex
	watch  int64 // calls that are looked at
	count  int   // of those, turned away
	status int
	rows   map[seedbed.ID]struct{} // that they were for
}

// NewRefusals returns a Refusals before next; name is the model's in the recipe.
func NewRefusals(next seedbed.Model, name string) *Refusals {
	return &Refusals{next: next, name: name, watch: refusalsEnough, rows: map[seedbed.ID]struct{}{}}
}

// Generate asks next.
func (r *Refusals) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	if r.over.Load() {
		return r.next.Generate(ctx, req)
	}
	if dead := r.dead.Load(); dead != nil {
		return seedbed.Reply{}, dead
	}
	number := r.begun.Add(1)
	reply, err := r.next.Generate(ctx, req)
	if err == nil {
		r.over.Store(true)
		return reply, nil
	}
	if dead := r.failed(number, req.Record, err); dead != nil {
		return seedbed.Reply{}, dead
	}
	return reply, err
}

// failed takes note of how the number-th call failed, and returns an error once it
// is enough.
func (r *Refusals) failed(number int64, row seedbed.ID, err error) error {
	call, ok := callError(err)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case number > r.watch || r.over.Load():
		return nil
	case !ok || call.Class != seedbed.BadRequest:
		r.watch++
		return nil
	case r.count > 0 && call.Status != r.status:
		r.over.Store(true)
		return nil
	}
	r.count++
	r.status = call.Status
	r.rows[row] = struct{}{}
	if r.count < refusalsEnough {
		return nil
	}
	rows := "one row"
	if len(r.rows) > 1 {
		rows = fmt.Sprintf("%d rows", len(r.rows))
	}
	dead := &seedbed.CallError{
		Class: seedbed.Permanent,
		Message: fmt.Sprintf("model %s has turned away all of the first %d calls that it answered, for %s: %s; mend what that names, or leave such rows out, and run again",
			r.name, r.count, rows, call.Error()),
		Err: call,
	}
	r.dead.Store(dead)
	return dead
}
