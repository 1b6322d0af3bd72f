package model

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// Calls is the part of the journal that keeps calls. Its methods may be called
// by many goroutines at once.
type Calls interface {
	// Answer returns the stored call of a key without its request, and whether there
	// is one.
	Answer(context.Context, seedbed.CallKey) (seedbed.Call, bool, error)
	// PutCall stores a call, and returns when it is durable.
	PutCall(context.Context, seedbed.Call) error
}

// Identity is what a model is known by.
type Identity struct {
	Identity string // in call keys: plan.Model.Identity
	Name     string // in the recipe
}

// RecordedStats counts what a Recorded has answered.
type RecordedStats struct {
	Stored int64 // from the reply store
	Shared int64 // by waiting for the same question, asked by another
	Sent   int64 // by asking the model, failures among them
}

// Recorded is a Model that stores each reply as it came back, before anyone
// parses it, and never sends a call whose reply is stored. Callers that ask the
// same at the same time share one call.
type Recorded struct {
	next   seedbed.Model
	dec    seedbed.Decoder
	id     Identity
	calls  Calls
	gate   *Gate
	stored atomic.Int64
	shared atomic.Int64
	sent   atomic.Int64
	shards [64]flights
}

type flights struct {
	mu sync.Mutex
	m  map[seedbed.CallKey]*flight
	_  [40]byte // each shard on a cache line of its own
}

// flight is one question being answered. What waiters read is written before
// done is closed.
type flight struct {
	done chan struct{} // made by the first that waits; guarded by the shard's lock
	*landed
}

// landed is how a flight ended that somebody waits for.
type landed struct {
	reply seedbed.Reply
	err   error
	again bool // it ended for a reason of the asker's own: whoever waits asks anew
}

// NewRecorded returns a Recorded before next. Dec reads stored bodies again; a
// closed gate stops it from sending, not from answering out of the store. When a
// reply cannot be stored it closes the gate: replies that nobody can keep are
// not worth paying for.
func NewRecorded(next seedbed.Model, dec seedbed.Decoder, id Identity, calls Calls, gate *Gate) *Recorded {
	r := &Recorded{next: next, dec: dec, id: id, calls: calls, gate: gate}
	for i := range r.shards {
		r.shards[i].m = make(map[seedbed.CallKey]*flight)
	}
	return r
}

// Stats returns the counts so far.
func (r *Recorded) Stats() RecordedStats {
	return RecordedStats{Stored: r.stored.Load(), Shared: r.shared.Load(), Sent: r.sent.Load()}
}

// Generate returns the stored reply to req, or asks the model and stores what
// comes back. Errors: those of the model; seedbed.ErrStopping when it would have
// to ask and the gate is closed; CodeStorage when the journal fails.
func (r *Recorded) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	key := req.Key(r.id.Identity)
	shard := &r.shards[key[0]&63]
	for {
		f, done := shard.join(key)
		if done == nil {
			return r.lead(ctx, shard, f, key, &req)
		}
		select {
		case <-done:
		case <-ctx.Done():
			return seedbed.Reply{}, ctx.Err()
		}
		if f.again {
			continue
		}
		if f.err != nil {
			return seedbed.Reply{}, f.err
		}
		r.shared.Add(1)
		reply := f.reply
		reply.Stored = true
		return reply, nil
	}
}

// join returns the flight of key; a nil channel means that the caller has to
// answer it.
func (s *flights) join(key seedbed.CallKey) (*flight, chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.m[key]; f != nil {
		if f.done == nil {
			f.done = make(chan struct{})
		}
		return f, f.done
	}
	f := &flight{}
	s.m[key] = f
	return f, nil
}

// leave ends a flight. It returns the channel that those wait on who joined it; nil
// where nobody did.
func (s *flights) leave(key seedbed.CallKey, f *flight) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.m, key)
	return f.done
}

// lead answers a flight for all who wait for it.
func (r *Recorded) lead(ctx context.Context, s *flights, f *flight, key seedbed.CallKey, req *seedbed.Request) (reply seedbed.Reply, err error) {
	again := true
	defer func() { // even when the model panics: then the next asker asks anew
		if done := s.leave(key, f); done != nil {
			f.landed = &landed{reply, err, again}
			close(done)
		}
	}()
	reply, err = r.answer(ctx, key, req)
	again = err != nil && ctx.Err() != nil
	return reply, err
}

func (r *Recorded) answer(ctx context.Context, key seedbed.CallKey, req *seedbed.Request) (seedbed.Reply, error) {
	call, ok, err := r.calls.Answer(ctx, key)
	if err != nil {
		if ctx.Err() != nil {
			return seedbed.Reply{}, ctx.Err()
		}
		return seedbed.Reply{}, seedbed.Errorf(seedbed.CodeStorage, "looking up a call of %s: %w", r.id.Name, err)
	}
	if ok {
		return r.again(&call)
	}
	if err := r.gate.Check(); err != nil {
		return seedbed.Reply{}, err
	}
	r.sent.Add(1)
	reply, err := r.next.Generate(ctx, *req)
	if err != nil {
		return seedbed.Reply{}, err
	}
	reply.Key = key
	// The reply is paid for: it is stored even when nobody waits for it any more.
	if err := r.calls.PutCall(context.WithoutCancel(ctx), r.call(key, req, &reply)); err != nil {
		err = seedbed.Errorf(seedbed.CodeStorage, "storing a reply of %s: %w", r.id.Name, err)
		r.gate.Close(err)
		return seedbed.Reply{}, err
	}
	return reply, nil
}

// again returns a stored call as the reply that it was.
func (r *Recorded) again(c *seedbed.Call) (seedbed.Reply, error) {
	reply, err := r.dec.Decode(c.Reply)
	if err != nil {
		return seedbed.Reply{}, seedbed.Errorf(seedbed.CodeStorage, "reading the stored reply of call %s: %w", shortKey(c.Key), err)
	}
	r.stored.Add(1)
	reply.Raw = c.Reply
	reply.Key, reply.Stored = c.Key, true
	reply.Usage, reply.Cost = c.Usage, c.Cost
	if c.Finish != "" {
		reply.Finish = c.Finish
	}
	reply.Started, reply.Latency, reply.Attempts = c.Started, c.Latency, c.Attempts
	return reply, nil
}

func (r *Recorded) call(key seedbed.CallKey, req *seedbed.Request, reply *seedbed.Reply) seedbed.Call {
	return seedbed.Call{
		Key:      key,
		Identity: r.id.Identity,
		Model:    r.id.Name,
		Stage:    req.Stage,
		Record:   req.Record,
		Copy:     req.Copy,
		Attempt:  req.Attempt,
		Request:  reply.Request,
		Since:    req.Since,
		Reply:    reply.Raw,
		Usage:    reply.Usage,
		Cost:     reply.Cost,
		Finish:   reply.Finish,
		Started:  reply.Started,
		Latency:  reply.Latency,
		Attempts: reply.Attempts,
	}
}

func shortKey(k seedbed.CallKey) string { return fmt.Sprintf("%x", k[:6]) }
