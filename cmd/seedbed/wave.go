package main

import (
	"context"

	"seedbed.dev/seedbed"
)

// waveCopies is more than the copies that any stage asks for: what parts the copy
// numbers of one wave from those of the next.
const waveCopies = 1<<36 + 7

// waved is a system under test in a later wave of a plan: the same questions are
// other calls.
type waved struct {
	next seedbed.Model
	wave int
}

// Generate asks as the wave's own copy.
func (w waved) Generate(ctx context.Context, req seedbed.Request) (seedbed.Reply, error) {
	req.Copy += w.wave * waveCopies
	return w.next.Generate(ctx, req)
}
