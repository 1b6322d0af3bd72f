package testkit

import (
	"encoding/json"
	"sync"
	"sync/atomic"

	"github.com/zeebo/xxh3"
)

// Tally is what a server counted. It is exact.
type Tally struct {
	Requests    int64 `json:"requests"`   // to a model
	Answered    int64 `json:"answered"`   // with a whole reply
	Refused     int64 `json:"refused"`    // 429
	Errors      int64 `json:"errors"`     // 5xx
	Bad         int64 `json:"bad"`        // other 4xx
	Reset       int64 `json:"reset"`      // connections reset instead of a reply
	Truncated   int64 `json:"truncated"`  // replies cut off
	Garbled     int64 `json:"garbled"`    // 200 with something else
	Left        int64 `json:"left"`       // callers that left before their reply was due
	Distinct    int64 `json:"distinct"`   // different requests
	Again       int64 `json:"again"`      // asked although the same had been answered
	TokensIn    int64 `json:"tokens_in"`  // billed: of every reply that was generated,
	TokensOut   int64 `json:"tokens_out"` // also those that were reset, cut off, or that nobody waited for
	Billed      int64 `json:"billed"`     // replies generated
	InFlight    int64 `json:"in_flight"`  // now
	MaxInFlight int64 `json:"max_in_flight"`
}

func (t Tally) json() []byte {
	b, _ := json.Marshal(t)
	return b
}

type tally struct {
	requests, answered, refused, errors, bad, reset_, truncated, garbled, left atomic.Int64
	again, in, out, billed, flight, most                                       atomic.Int64
}

func (t *tally) enter() {
	t.requests.Add(1)
	n := t.flight.Add(1)
	for m := t.most.Load(); n > m && !t.most.CompareAndSwap(m, n); m = t.most.Load() {
	}
}

func (t *tally) leave() { t.flight.Add(-1) }

func (t *tally) bill(in, out int) {
	t.in.Add(int64(in))
	t.out.Add(int64(out))
	t.billed.Add(1)
}

func (t *tally) read(a *answers) Tally {
	return Tally{
		Requests: t.requests.Load(), Answered: t.answered.Load(), Refused: t.refused.Load(), Errors: t.errors.Load(),
		Bad: t.bad.Load(), Reset: t.reset_.Load(), Truncated: t.truncated.Load(), Garbled: t.garbled.Load(),
		Left: t.left.Load(), Distinct: a.len(), Again: t.again.Load(), TokensIn: t.in.Load(), TokensOut: t.out.Load(),
		Billed: t.billed.Load(), InFlight: t.flight.Load(), MaxInFlight: t.most.Load(),
	}
}

func (t *tally) reset() {
	for _, c := range []*atomic.Int64{
		&t.requests, &t.answered, &t.refused, &t.errors, &t.bad, &t.reset_, &t.truncated,
		&t.garbled, &t.left, &t.again, &t.in, &t.out, &t.billed,
	} {
		c.Store(0)
	}
	t.most.Store(t.flight.Load())
}

// answers knows how often each request was asked and answered.
type answers struct{ shards [64]shard }

type shard struct {
	mu sync.Mutex
	m  map[xxh3.Uint128]*entry
}

type entry struct{ asked, answered atomic.Int32 }

func newAnswers() *answers {
	a := &answers{}
	a.reset()
	return a
}

func (a *answers) ask(id xxh3.Uint128) *entry {
	s := &a.shards[id.Lo&63]
	s.mu.Lock()
	e := s.m[id]
	if e == nil {
		e = &entry{}
		s.m[id] = e
	}
	s.mu.Unlock()
	return e
}

func (a *answers) len() int64 {
	n := 0
	for i := range a.shards {
		s := &a.shards[i]
		s.mu.Lock()
		n += len(s.m)
		s.mu.Unlock()
	}
	return int64(n)
}

func (a *answers) reset() {
	for i := range a.shards {
		s := &a.shards[i]
		s.mu.Lock()
		s.m = map[xxh3.Uint128]*entry{}
		s.mu.Unlock()
	}
}
