package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// peer is another program for the same work. Its script and its pinned packages
// are in the folder peers.
type peer struct{ name, script string }

// peers measures Curator and Data Designer on the same server. All favours them:
// their start-up does not count and Seedbed's does; the best of their runs is
// taken, and the median of Seedbed's.
func peers(ctx context.Context, b *bench) ([]figure, error) {
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.stop()
	var fastest peerRun
	var out []figure
	for _, p := range []peer{{"Curator", "curator"}, {"Data Designer", "datadesigner"}} {
		best, err := b.peerBest(ctx, s, p)
		if err != nil {
			return out, fmt.Errorf("%s: %w", p.name, err)
		}
		if best.rate > fastest.rate {
			fastest = best
		}
		out = append(out, figure{Line: p.name, Reference: count(best.rate) + "/s", Value: best.rate, Met: true, Note: best.how()})
	}
	own, err := b.ownRates(ctx, s, b.size(20_000, 5_000))
	if err != nil {
		return out, err
	}
	const target = 15
	ratio := median(own) / fastest.rate
	return append(out, figure{
		Line: "against the faster of them", Seedbed: count(median(own)) + "/s", Reference: count(fastest.rate) + "/s",
		Ratio: fmt.Sprintf("%.1f", ratio), Value: ratio, Target: fmt.Sprintf("≥ %d", target), Met: ratio >= target,
	}), nil
}

// ownRates returns the rows a second of Seedbed's runs.
func (b *bench) ownRates(ctx context.Context, s *server, rows int) ([]float64, error) {
	var out []float64
	for range 3 {
		own, err := b.seedbed(ctx, s, rows, 1, inFlight, "")
		if err != nil {
			return nil, err
		}
		out = append(out, own.rate)
	}
	return out, nil
}

// peerRun is one run of a peer.
type peerRun struct {
	rows, inFlight int
	rate           float64 // rows a second
	peak           int64   // bytes
}

func (r peerRun) how() string {
	return fmt.Sprintf("%s rows, %d in flight, peak %s", count(float64(r.rows)), r.inFlight, megabytes(float64(r.peak)))
}

// peerBest installs a peer where it is not, and returns its best run: of 2,000
// rows, and of as many as Seedbed gets.
func (b *bench) peerBest(ctx context.Context, s *server, p peer) (best peerRun, err error) {
	python, err := b.python(ctx, p.script)
	if err != nil {
		return best, err
	}
	runs := []peerRun{{rows: 2_000, inFlight: 64}, {rows: 2_000, inFlight: 256}, {rows: 20_000, inFlight: 256}}
	if b.quick {
		runs = runs[1:2]
	}
	for _, r := range runs {
		if err := b.peerRun(ctx, s, python, &r); err != nil {
			return best, err
		}
		b.tell("%s, %s: %s/s", p.name, r.how(), count(r.rate))
		if r.rate > best.rate {
			best = r
		}
	}
	return best, nil
}

// peerRun carries one run out.
func (b *bench) peerRun(ctx context.Context, s *server, p *python, r *peerRun) error {
	work, err := b.projectOf(r.rows, nil)
	if err != nil {
		return err
	}
	defer work.remove()
	home := *p // both keep what they have got at home, and would find it again
	home.env = append(slices.Clone(p.env), "HOME="+work.dir)
	var report struct {
		Seconds float64
		Rows    int
	}
	u, err := home.run(ctx, work.dir, &report, s.url, work.seeds(), strconv.Itoa(r.rows), strconv.Itoa(r.inFlight))
	if err != nil {
		return err
	}
	if report.Rows != r.rows || report.Seconds <= 0 {
		return fmt.Errorf("%d of %d rows came back", report.Rows, r.rows)
	}
	r.rate, r.peak = float64(r.rows)/report.Seconds, u.peak
	return nil
}
