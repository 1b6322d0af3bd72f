package model

import (
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed"
)

// Gate lets calls be sent until it is closed, once and for good: calls under way
// finish, and none is sent after. It may be used by many goroutines at once. A
// nil Gate is always open.
type Gate struct {
	closed atomic.Bool
	once   sync.Once
	done   chan struct{}
	cause  error
}

// NewGate returns an open gate.
func NewGate() *Gate { return &Gate{done: make(chan struct{})} }

// Close closes the gate. Cause is why, for whoever reports the end of the run;
// nil: a person asked for it. The first cause stays.
func (g *Gate) Close(cause error) {
	if g == nil {
		return
	}
	g.once.Do(func() {
		g.cause = cause
		g.closed.Store(true)
		close(g.done)
	})
}

// Check returns nil while the gate is open, and seedbed.ErrStopping after.
func (g *Gate) Check() error {
	if g == nil || !g.closed.Load() {
		return nil
	}
	return seedbed.ErrStopping
}

// Cause returns what Close was given; nil while the gate is open.
func (g *Gate) Cause() error {
	if g == nil || !g.closed.Load() {
		return nil
	}
	return g.cause
}

// Done returns a channel that is closed with the gate; nil for a nil gate, which
// blocks for ever.
func (g *Gate) Done() <-chan struct{} {
	if g == nil {
		return nil
	}
	return g.done
}
