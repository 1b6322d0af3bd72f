package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// limit measures a server that takes 500 requests a second and answers 429 to
// others, once with Retry-After and once without.
func limit(ctx context.Context, b *bench) ([]figure, error) {
	var out []figure
	for _, kind := range []struct{ name, flag string }{
		{"500/s, Retry-After: 1", "-retry-after=1s"},
		{"500/s, no Retry-After", "-retry-after=-1s"},
	} {
		got, err := limitedRun(ctx, b, kind.name, kind.flag)
		if err != nil {
			return out, err
		}
		out = append(out, got...)
	}
	return out, nil
}

func limitedRun(ctx context.Context, b *bench, name, flag string) ([]figure, error) {
	const (
		rate  = 500.0
		burst = rate / 4 // the server's own default
	)
	rows := b.size(10_000, 5_000)
	s, err := b.serve(ctx, "-rate", fmt.Sprint(rate), "-burst", fmt.Sprint(burst), "-latency", "50ms", flag)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	p, err := b.project(s, rows, "")
	if err != nil {
		return nil, err
	}
	defer p.remove()
	watch := s.watch(ctx)
	_, err = p.run(ctx, inFlight) // no row is lost, or this is an error
	span, werr := watch()
	if err = errors.Join(err, werr); err != nil {
		return nil, err
	}
	t, err := s.tally(ctx)
	if err != nil {
		return nil, err
	}
	allowed := burst + rate*span.Seconds()
	share := float64(t.Answered) / allowed
	refused := float64(t.Refused) / float64(t.Requests)
	return []figure{
		{
			Line: name, Seedbed: fmt.Sprintf("%s in %.1f s", count(float64(t.Answered)), span.Seconds()),
			Reference: fmt.Sprintf("%s allowed", count(allowed)), Ratio: fmt.Sprintf("%.2f", share),
			Value: share, Target: "≥ 0.90", Met: share >= 0.9,
		},
		{
			Line: "  refused", Seedbed: fmt.Sprintf("%s of %s", count(float64(t.Refused)), count(float64(t.Requests))),
			Ratio: fmt.Sprintf("%.1f %%", 100*refused), Value: refused, Target: "< 5 %", Met: refused < 0.05,
		},
	}, nil
}

// watch looks at the server until the returned function is called, which tells
// how long it was from the first request to the last answer, to a few
// milliseconds.
func (s *server) watch(ctx context.Context) (stop func() (time.Duration, error)) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	var first, last time.Time
	var failed error
	go func() {
		defer close(done)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		answered := 0
		for ctx.Err() == nil {
			t, err := s.tally(ctx)
			switch now := time.Now(); {
			case err != nil:
				if ctx.Err() == nil {
					failed = err
				}
				return
			case t.Answered > answered:
				answered, last = t.Answered, now
			case first.IsZero() && t.Requests > 0:
				first = now
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		}
	}()
	return func() (time.Duration, error) {
		cancel()
		<-done
		if failed == nil && (first.IsZero() || last.IsZero()) {
			failed = errors.New("watching the model server: it was asked nothing")
		}
		return last.Sub(first), failed
	}
}
