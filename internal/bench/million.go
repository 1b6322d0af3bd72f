package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// million measures a run of a million rows: its memory against that of 20,000
// rows, and what can be asked of its project after.
func million(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(1_000_000, 200_000)
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	small, err := b.smallPeaks(ctx, s, 20_000)
	if err != nil {
		return nil, err
	}
	p, err := b.project(s, rows, "")
	if err != nil {
		return nil, err
	}
	defer p.remove()
	b.tell("running %s rows", count(float64(rows)))
	u, err := p.run(ctx, inFlight)
	if err != nil {
		return nil, err
	}
	out := peakFigures(rows, u, small)
	resumed, err := p.resume(ctx, s)
	if err != nil {
		return out, err
	}
	out = append(out, resumed)
	asked, err := p.ask(ctx)
	return append(out, asked...), err
}

// smallPeaks returns the peak memory of runs of so many rows.
func (b *bench) smallPeaks(ctx context.Context, s *server, rows int) ([]float64, error) {
	var out []float64
	for range 3 {
		p, err := b.project(s, rows, "")
		if err != nil {
			return nil, err
		}
		u, err := p.run(ctx, inFlight)
		p.remove()
		if err != nil {
			return nil, err
		}
		out = append(out, float64(u.peak))
	}
	return out, nil
}

func peakFigures(rows int, u usage, small []float64) []figure {
	const most = 400e6
	peak, base := float64(u.peak), median(small)
	name := count(float64(rows)) + " rows"
	return []figure{
		{
			Line: name + ", time", Seedbed: fmt.Sprintf("%.0f s", u.wall.Seconds()),
			Ratio: count(u.rate(rows)) + "/s", Value: u.wall.Seconds(), Met: true,
		},
		{
			Line: name + ", peak against 20,000", Seedbed: megabytes(peak), Reference: megabytes(base),
			Ratio: fmt.Sprintf("%.2f [%.2f, %.2f]", peak/base, peak/slices.Max(small), peak/slices.Min(small)),
			Value: peak / base, Min: peak / slices.Max(small), Max: peak / slices.Min(small),
			Target: "≤ 1.50", Met: peak <= 1.5*base,
		},
		{Line: name + ", peak", Seedbed: megabytes(peak), Value: peak, Target: "< " + megabytes(most), Met: peak < most},
	}
}

// resume runs the finished plan again: it says so, and sends nothing.
func (p *project) resume(ctx context.Context, s *server) (figure, error) {
	if err := s.reset(ctx); err != nil {
		return figure{}, err
	}
	u, err := p.seedbed(ctx, "run", "--in-flight", fmt.Sprint(inFlight), "--json")
	if err != nil {
		return figure{}, err
	}
	end, err := lastEvent(u.out)
	if err != nil {
		return figure{}, err
	}
	if !end.Already || end.Summary.Accepted != p.rows {
		return figure{}, fmt.Errorf("seedbed run does not say that the run is finished already: %s", lastLines(u.out))
	}
	if err := s.answered(ctx, 0); err != nil {
		return figure{}, err
	}
	const most = 5 * time.Second
	return figure{
		Line: "  resuming it, finished", Seedbed: seconds(u.wall), Value: u.wall.Seconds(),
		Target: "≤ " + seconds(most), Met: u.wall <= most,
	}, nil
}

// ask measures check and why on the project.
func (p *project) ask(ctx context.Context) ([]figure, error) {
	rows, err := p.seedbed(ctx, "rows", "--limit", "500", "--json")
	if err != nil {
		return nil, err
	}
	var ids []string
	for line := range strings.Lines(string(rows.out)) {
		var row struct{ ID string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			return nil, fmt.Errorf("reading rows: %w", err)
		}
		ids = append(ids, row.ID)
	}
	if len(ids) == 0 {
		return nil, errors.New("seedbed rows shows none")
	}
	check, err := p.times(ctx, func(int) []string { return []string{"check"} })
	if err != nil {
		return nil, err
	}
	why, err := p.times(ctx, func(i int) []string { return []string{"why", ids[i*97%len(ids)][:12]} })
	return []figure{quickFigure("  check", check), quickFigure("  why", why)}, err
}

// times runs a command five times and returns how long each took, in ms.
func (p *project) times(ctx context.Context, args func(i int) []string) ([]float64, error) {
	var out []float64
	for i := range 5 {
		u, err := p.seedbed(ctx, args(i)...)
		if err != nil {
			return nil, err
		}
		out = append(out, float64(u.wall.Microseconds())/1e3)
	}
	return out, nil
}

// quickFigure is a figure of what has to take less than 100 ms.
func quickFigure(name string, ms []float64) figure {
	f := figure{Line: name, Target: "< 100 ms"}
	if len(ms) == 0 {
		return f
	}
	f.Value, f.Min, f.Max = median(ms), slices.Min(ms), slices.Max(ms)
	f.Seedbed, f.Ratio = fmt.Sprintf("%.0f ms", f.Value), fmt.Sprintf("[%.0f, %.0f ms]", f.Min, f.Max)
	f.Met = f.Value < 100
	return f
}
