package model

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"seedbed.dev/seedbed"
)

// BreakerConfig says when an endpoint counts as dead. Zeroes mean the defaults.
type BreakerConfig struct {
	URL   string        // where the endpoint is, for the message
	After int           // so many transient failures in a row; default 20
	Over  time.Duration // over at least so long; default 10 s
}

// Breaker gives up on an endpoint that answers nobody, so that a dead server ends
// a run with one message. All models of the endpoint share it. It counts the
// transient failures of all calls; any answer, be it a refusal, starts it anew.
// Once it has tripped it stays so. A nil Breaker never trips.
type Breaker struct {
	cfg   BreakerConfig
	count atomic.Int64 // failures in a row
	dead  atomic.Pointer[seedbed.CallError]
	trip  chan struct{}
	mu    sync.Mutex
	since time.Time // of the first failure in the row
}

// NewBreaker returns a breaker for one endpoint.
func NewBreaker(cfg BreakerConfig) *Breaker {
	if cfg.After <= 0 {
		cfg.After = 20
	}
	if cfg.Over <= 0 {
		cfg.Over = 10 * time.Second
	}
	return &Breaker{cfg: cfg, trip: make(chan struct{})}
}

// Err returns nil until the breaker has tripped; then a permanent
// *seedbed.CallError that says what kept happening.
func (b *Breaker) Err() error {
	if b == nil {
		return nil
	}
	if dead := b.dead.Load(); dead != nil {
		return dead
	}
	return nil
}

func (b *Breaker) tripped() <-chan struct{} {
	if b == nil {
		return nil
	}
	return b.trip
}

func (b *Breaker) answered() {
	if b == nil || b.count.Load() == 0 {
		return
	}
	b.mu.Lock()
	b.count.Store(0)
	b.mu.Unlock()
}

// failed counts a failure, and returns an error when the breaker has tripped.
func (b *Breaker) failed(err *seedbed.CallError) error {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if dead := b.dead.Load(); dead != nil {
		return dead
	}
	now := time.Now()
	n := b.count.Add(1)
	if n == 1 {
		b.since = now
	}
	over := now.Sub(b.since)
	if n < int64(b.cfg.After) || over < b.cfg.Over {
		return nil
	}
	what := "nothing answered"
	if err.Status != 0 {
		what = "nothing but errors came"
	}
	where := ""
	if b.cfg.URL != "" {
		where = " at " + b.cfg.URL
		if err.Status != 0 {
			where = " from " + b.cfg.URL
		}
	}
	dead := &seedbed.CallError{
		Class:   seedbed.Permanent,
		Message: fmt.Sprintf("%s%s in %d tries over %s: %s", what, where, n, plainTime(over), err.Error()),
		Err:     err,
	}
	b.dead.Store(dead)
	close(b.trip)
	return dead
}
