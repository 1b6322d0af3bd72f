package main

import (
	"context"
	"fmt"
	"time"
)

// latency measures many calls in flight to a server that takes 50 ms. What is
// possible is the lower of the ideal (in flight ÷ latency) and the reference.
func latency(ctx context.Context, b *bench) ([]figure, error) {
	const (
		takes   = 50 * time.Millisecond
		allowed = 2_000
	)
	// Enough rows that the slow start, half a second, does not weigh in.
	rows := b.size(200_000, 20_000)
	s, err := b.serve(ctx, "-latency", takes.String())
	if err != nil {
		return nil, err
	}
	defer s.stop()
	what := fmt.Sprintf("50 ms, %s in flight allowed", count(allowed))
	pairs, err := b.inTurn(what,
		func() (speed, error) {
			r, err := b.reference(ctx, s, rows, allowed)
			r.rate = min(r.rate, allowed/takes.Seconds())
			return r, err
		},
		func() (speed, error) { return b.seedbed(ctx, s, rows, 1, allowed, "") })
	if err != nil {
		return nil, err
	}
	return []figure{ratioFigure(what, pairs, 0.85)}, nil
}

// manyInFlight looks whether 10,000 calls in flight work: the run ends, every
// row is accepted, and the server had half as many at once.
func manyInFlight(ctx context.Context, b *bench) ([]figure, error) {
	const (
		allowed = 10_000
		target  = allowed / 2
	)
	rows := b.size(40_000, 40_000)
	s, err := b.serve(ctx, "-latency", "1500ms")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	own, err := b.seedbed(ctx, s, rows, 1, allowed, "")
	if err != nil {
		return nil, err
	}
	t, err := s.tally(ctx)
	if err != nil {
		return nil, err
	}
	return []figure{{
		Line: fmt.Sprintf("1.5 s, %s in flight allowed", count(allowed)), Seedbed: fmt.Sprintf("%s at once", count(float64(t.MaxInFlight))),
		Reference: fmt.Sprintf("(%s/s)", count(own.rate)), Value: float64(t.MaxInFlight),
		Target: fmt.Sprintf("≥ %s at once", count(target)), Met: t.MaxInFlight >= target,
	}}, nil
}
