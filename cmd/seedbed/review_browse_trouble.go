package main

import (
	"context"
	"errors"
	"time"

	"seedbed.dev/seedbed/internal/web"
)

// An index that could not be made is tried again after a while, each time twice as long.
const (
	troubleFirst = 15 * time.Second
	troubleLast  = 15 * time.Minute
)

// browseTrouble is that the rows as they are now could not be indexed.
type browseTrouble struct {
	err   error
	wait  time.Duration
	again time.Time // when it is tried again
	of    *opened   // the index on the page at the time
}

// fails keeps why the rows could not be indexed, and tells who runs the page.
func (b *rowBrowser) fails(err error) {
	if b.ctx.Err() != nil || b.closed || errors.Is(err, context.Canceled) {
		return
	}
	wait := min(max(2*b.trouble.wait, troubleFirst), troubleLast)
	b.trouble = browseTrouble{err: err, wait: wait, again: now().Add(wait), of: b.now}
	b.log.Warn("the rows could not be indexed for the page", "again in", wait, "err", err)
}

// Underway implements web.Underway.
func (b *rowBrowser) Underway(context.Context) web.RowsUnderway {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := web.RowsUnderway{Trouble: b.trouble.err, Again: b.trouble.again}
	out.GoesOn = b.now != nil && b.now.goesOn()
	return out
}
