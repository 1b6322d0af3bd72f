package main

import (
	"context"
	"fmt"
	"strconv"
)

// againstInspect measures one judge with five criteria against Inspect, which sends
// the same messages and schema to the same server. All favours Inspect: its start-up
// does not count and Seedbed's does; the best of its runs is taken, and the median of
// Seedbed's.
func againstInspect(ctx context.Context, b *bench) ([]figure, error) {
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	body, err := b.bodiesOf(ctx, s, 1, func(url string) (*project, error) { return b.panelProject(url, 1, panelOfOne) })
	if err != nil {
		return nil, err
	}
	python, err := b.python(ctx, "inspect")
	if err != nil {
		return nil, err
	}
	var best peerRun
	var cpu float64
	for _, at := range []int{64, 256} {
		r := peerRun{rows: b.size(1_000, 300), inFlight: at}
		took, err := b.inspectRun(ctx, s, python, &r, body)
		if err != nil {
			return nil, err
		}
		b.tell("Inspect, %s: %.0f/s", r.how(), r.rate)
		if r.rate > best.rate {
			best, cpu = r, took
		}
	}
	rows := b.size(20_000, 4_000)
	var own []float64
	for range 3 {
		run, err := b.panelRun(ctx, s, rows, panelOfOne, 1)
		if err != nil {
			return nil, err
		}
		own = append(own, run.rate)
	}
	const target = 50
	ratio := median(own) / best.rate
	return []figure{{
		Line: fmt.Sprintf("one judge, 5 criteria, against Inspect, %s rows", count(float64(rows))), Seedbed: count(median(own)) + "/s", Reference: fmt.Sprintf("%.0f/s", best.rate),
		Ratio: fmt.Sprintf("%.0f", ratio), Value: ratio, Target: fmt.Sprintf("≥ %d", target), Met: ratio >= target,
		Note: fmt.Sprintf("Inspect: %s, %.1f s of CPU", best.how(), cpu),
	}}, nil
}

// inspectRun carries one run of Inspect out, and returns the seconds of processor time
// of its whole life.
func (b *bench) inspectRun(ctx context.Context, s *server, p *python, r *peerRun, body string) (float64, error) {
	work, err := b.projectOf(r.rows, nil)
	if err != nil {
		return 0, err
	}
	defer work.remove()
	if err := s.reset(ctx); err != nil {
		return 0, err
	}
	home := *p
	home.env = append([]string{"HOME=" + work.dir, "INSPECT_LOG_LEVEL=error"}, p.env...)
	var report struct {
		Seconds float64
		Rows    int
	}
	u, err := home.run(ctx, work.dir, &report, s.url, work.seeds(), strconv.Itoa(r.rows), strconv.Itoa(r.inFlight), body)
	if err != nil {
		return 0, err
	}
	if report.Rows != r.rows || report.Seconds <= 0 {
		return 0, fmt.Errorf("%d of %d verdicts came back", report.Rows, r.rows)
	}
	r.rate, r.peak = float64(r.rows)/report.Seconds, u.peak
	return u.cpu.Seconds(), s.answered(ctx, r.rows)
}
