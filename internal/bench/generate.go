package main

import (
	"context"
	"fmt"
)

// inFlight is how many calls are under way at once where a line says nothing
// else.
const inFlight = 256

// generate measures one generate stage on a server that answers at once.
func generate(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(20_000, 5_000)
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	what := fmt.Sprintf("generate, %s rows, 0 ms", count(float64(rows)))
	pairs, err := b.inTurn(what,
		func() (speed, error) { return b.reference(ctx, s, rows, inFlight) },
		func() (speed, error) { return b.seedbed(ctx, s, rows, 1, inFlight, "") })
	if err != nil {
		return nil, err
	}
	return []figure{ratioFigure(what, pairs, 0.70)}, nil
}

// judge measures calls where a judge and a keep follow. The reference makes as
// many calls, each as small as the first: Seedbed's second ask for a verdict
// under a schema.
func judge(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(20_000, 5_000)
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	what := fmt.Sprintf("with judge and keep, %s calls", count(float64(2*rows)))
	pairs, err := b.inTurn(what,
		func() (speed, error) { return b.reference(ctx, s, 2*rows, inFlight) },
		func() (speed, error) { return b.seedbed(ctx, s, rows, 2, inFlight, judged) })
	if err != nil {
		return nil, err
	}
	return []figure{ratioFigure(what, pairs, 0.60)}, nil
}

// reference returns the speed of the reference, one call a question.
func (b *bench) reference(ctx context.Context, s *server, calls, inFlight int) (speed, error) {
	return b.referenceOf(ctx, s, calls, 1, inFlight, "")
}

// seedbed returns the speed of a run of a new project, in which each
// row takes so many.
func (b *bench) seedbed(ctx context.Context, s *server, rows, callsPerRow, inFlight int, stages string) (speed, error) {
	p, err := b.project(s, rows, stages)
	if err != nil {
		return speed{}, err
	}
	defer p.remove()
	if err := s.reset(ctx); err != nil {
		return speed{}, err
	}
	u, err := p.run(ctx, inFlight)
	if err != nil {
		return speed{}, err
	}
	return u.speed(rows * callsPerRow), s.answered(ctx, rows*callsPerRow)
}

// answered is an error unless the server answered so many requests.
func (s *server) answered(ctx context.Context, want int) error {
	t, err := s.tally(ctx)
	if err == nil && (t.Answered != want || t.Requests != want) {
		err = fmt.Errorf("the server got %d requests and answered %d; %d were expected", t.Requests, t.Answered, want)
	}
	return err
}
