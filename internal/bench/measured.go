package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"
)

// wholeReport measures the default report on 20,000 rows of 40 words, from start to
// exit, as a page.
func wholeReport(ctx context.Context, b *bench) ([]figure, error) {
	const rows, seconds, bytes = 20_000, 2.0, 300 << 20
	data, err := b.corpusFile(rows)
	if err != nil {
		return nil, err
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	var took, peak []float64
	for range b.pairs {
		u, err := b.exec(ctx, dir, environ(), b.program("seedbed"), "measure", data, "-o", filepath.Join(dir, "report.html"))
		if err != nil {
			return nil, err
		}
		took, peak = append(took, u.wall.Seconds()), append(peak, float64(u.peak))
	}
	m, p := median(took), median(peak)
	return []figure{
		{
			Line: "default report on 20,000 rows, as a page", Seedbed: fmt.Sprintf("%.2f s", m), Value: m, Min: slices.Min(took), Max: slices.Max(took),
			Ratio: fmt.Sprintf("[%.2f, %.2f]", slices.Min(took), slices.Max(took)), Target: fmt.Sprintf("< %.0f s", seconds), Met: m < seconds,
		},
		{
			Line: "  memory at the most", Seedbed: fmt.Sprintf("%.0f MB", p/(1<<20)), Value: p,
			Target: fmt.Sprintf("< %d MB", bytes>>20), Met: p < bytes,
		},
	}, nil
}

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
