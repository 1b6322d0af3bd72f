package model

import (
	"context"
	"sync/atomic"
)

// lease keeps a Leaser ahead of what is owed, in tranches that double, so that
// few calls wait for the disk.
type lease struct {
	leaser Leaser
	held   atomic.Pointer[amount] // what is durable; nil: nothing
	turn   chan struct{}          // holds one value while a lease is being set
}

func (l *lease) holds(owed amount) bool {
	held := l.held.Load()
	return held != nil && owed.within(*held)
}

// extend returns when the lease covers what owed returns.
func (l *lease) extend(ctx context.Context, owed func() amount) error {
	if l.holds(owed()) {
		return nil
	}
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.turn }()
	now := owed() // another may have extended it, or more may be owed by now
	if l.holds(now) {
		return nil
	}
	return l.set(ctx, now.plus(now))
}

// settle leases what is owed and no more.
func (l *lease) settle(ctx context.Context, owed func() amount) error {
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.turn }()
	if l.held.Load() == nil {
		return nil
	}
	return l.set(ctx, owed())
}

// set makes a lease durable. Others wait for it too, so one caller's context
// does not end it.
func (l *lease) set(ctx context.Context, to amount) error {
	if err := l.leaser.Lease(context.WithoutCancel(ctx), to.usd(), int(to.tokens)); err != nil {
		return err
	}
	l.held.Store(&to)
	return nil
}
