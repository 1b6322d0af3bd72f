package model

import (
	"context"
	"time"

	"seedbed.dev/seedbed"
)

// booking is a call that waits until it can be paid for.
type booking struct {
	need       amount
	ready      chan error // gets nil once reserved, or why it never will be
	prev, next *booking
	listed     bool
}

// reserve sets need aside. It waits while others' worst cases stand in the way,
// first come first served, and fails with CodeBudget when need does not fit even
// with nothing under way.
func (b *Budget) reserve(ctx context.Context, need amount) error {
	if b.cap.Time > 0 && time.Since(b.start) >= b.cap.Time {
		return b.timeUp()
	}
	b.mu.Lock()
	if b.first == nil && b.settled.plus(b.reserved).plus(need).within(b.limit) {
		b.take(need)
		b.mu.Unlock()
		return b.cover(ctx, need)
	}
	if !b.settled.plus(need).within(b.limit) {
		err := b.usedUp(need)
		b.mu.Unlock()
		return err
	}
	w := &booking{need: need, ready: make(chan error, 1)}
	b.enqueue(w)
	b.mu.Unlock()
	if err := b.await(ctx, w); err != nil {
		return err
	}
	return b.cover(ctx, need)
}

// await returns when w is reserved, or will not be.
func (b *Budget) await(ctx context.Context, w *booking) error {
	var err error
	select {
	case err := <-w.ready:
		return err
	case <-ctx.Done():
		err = ctx.Err()
	case <-b.gate.Done():
		err = seedbed.ErrStopping
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if w.listed {
		b.unlink(w)
		b.admit() // it may have stood in front of smaller ones
		return err
	}
	if refused := <-w.ready; refused == nil { // reserved in the same instant
		b.release(w.need)
	}
	return err
}

// take, release, enqueue, unlink and admit are called with the lock held.

func (b *Budget) take(need amount) {
	b.reserved = b.reserved.plus(need)
	b.calls++
}

func (b *Budget) release(need amount) {
	b.reserved = b.reserved.minus(need)
	b.calls--
	b.admit()
}

func (b *Budget) enqueue(w *booking) {
	w.listed, w.prev = true, b.last
	if b.last == nil {
		b.first = w
	} else {
		b.last.next = w
	}
	b.last = w
	b.waiting++
}

func (b *Budget) unlink(w *booking) {
	if w.prev == nil {
		b.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		b.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next, w.listed = nil, nil, false
	b.waiting--
}

// admit lets those in front go on, as far as the budget reaches. Whenever anyone
// waits, something is under way that will settle: with nothing under way, the
// first either fits or fails here.
func (b *Budget) admit() {
	for w := b.first; w != nil; w = b.first {
		switch {
		case b.settled.plus(b.reserved).plus(w.need).within(b.limit):
			b.unlink(w)
			b.take(w.need)
			w.ready <- nil
		case !b.settled.plus(w.need).within(b.limit):
			b.unlink(w)
			w.ready <- b.usedUp(w.need)
		default:
			return
		}
	}
}

// cover makes sure that the lease reaches over a call before it is sent.
func (b *Budget) cover(ctx context.Context, need amount) error {
	if b.lease.leaser == nil {
		return nil
	}
	if err := b.lease.extend(ctx, b.owed); err != nil {
		b.cancel(need)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return seedbed.Errorf(seedbed.CodeStorage, "noting what calls may cost: %w", err)
	}
	return nil
}

// cancel gives back a reservation whose call was not sent, or not billed.
func (b *Budget) cancel(need amount) {
	b.mu.Lock()
	b.release(need)
	b.mu.Unlock()
}

// keep counts a whole reservation as spent, since nobody knows what its call
// cost.
func (b *Budget) keep(need amount) {
	b.mu.Lock()
	b.settled, b.kept = b.settled.plus(need), b.kept.plus(need)
	b.release(need)
	b.mu.Unlock()
}
