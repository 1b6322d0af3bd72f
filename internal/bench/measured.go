package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// measuredRun measures what measuring adds to a run whose model takes its time.
func measuredRun(ctx context.Context, b *bench) ([]figure, error) {
	const (
		takes    = 250 * time.Millisecond
		inFlight = 200
		target   = 0.05
	)
	rows := b.size(20_000, 4_000)
	s, err := b.serve(ctx, "-latency", takes.String())
	if err != nil {
		return nil, err
	}
	defer s.stop()
	run := func(more string) (float64, error) {
		p, err := b.project(s, rows, "")
		if err != nil {
			return 0, err
		}
		defer p.remove()
		if more != "" {
			if err := p.append("seedbed.yaml", more); err != nil {
				return 0, err
			}
		}
		u, err := p.run(ctx, inFlight)
		return u.wall.Seconds(), err
	}
	var added []float64
	for i := range b.pairs {
		bare, err := run("")
		if err != nil {
			return nil, err
		}
		measured, err := run("measure: {}\n")
		if err != nil {
			return nil, err
		}
		added = append(added, measured/bare-1)
		b.tell("measured run, %d: %.2f s, bare %.2f s", i+1, measured, bare)
	}
	m := median(added)
	return []figure{{
		Line: fmt.Sprintf("measuring a run of %s rows at 250 ms", count(float64(rows))), Seedbed: fmt.Sprintf("%+.1f %%", 100*m), Value: m,
		Min: slices.Min(added), Max: slices.Max(added), Ratio: fmt.Sprintf("[%+.1f, %+.1f]", 100*slices.Min(added), 100*slices.Max(added)),
		Target: fmt.Sprintf("≤ %.0f %%", 100*target), Met: m <= target,
	}}, nil
}
