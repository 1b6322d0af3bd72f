package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// joinRun is what one program made of finding the near-duplicates of a file.
type joinRun struct {
	usage
	seconds float64 // that count
	score   score
}

// nearDuplicates measures finding the near-duplicates of a million rows, from the
// file to verified pairs, and of 100,000 rows, of which every pair is known.
func nearDuplicates(ctx context.Context, b *bench) ([]figure, error) {
	var out []figure
	for _, rows := range slices.Compact([]int{100_000, b.size(1_000_000, 100_000)}) {
		r, err := b.joinOwn(ctx, rows)
		if err != nil {
			return out, err
		}
		out = append(out, r.figures(rows)...)
	}
	return out, nil
}

func (r *joinRun) figures(rows int) []figure {
	const mostPeak = 1.5e9
	least := .97
	if rows <= 100_000 {
		least = 1
	}
	name := "near-duplicates of " + count(float64(rows)) + " rows"
	s, peak := r.score, float64(r.peak)
	return []figure{
		{Line: name, Seedbed: seconds(r.wall), Value: r.seconds, Ratio: count(r.rate(rows)) + "/s", Met: true},
		{
			Line: "  recall", Seedbed: fmt.Sprintf("%.4f", s.recall()), Value: s.recall(), Target: fmt.Sprintf("≥ %.2f", least), Met: s.recall() >= least && s.Truth > 0,
			Note: fmt.Sprintf("%s of the %s pairs of %s rows that were compared with all", count(float64(s.Right)), count(float64(s.Truth)), count(float64(s.Rows))),
		},
		{Line: "  precision", Seedbed: fmt.Sprintf("%.4f", s.precision()), Value: s.precision(), Target: "= 1", Met: s.Found > 0 && s.Right == s.Found},
		{Line: "  peak", Seedbed: megabytes(peak), Value: peak, Target: "≤ " + megabytes(mostPeak), Met: peak <= mostPeak},
	}
}

// joinOwn runs Seedbed's measure and scores its pairs.
func (b *bench) joinOwn(ctx context.Context, rows int) (joinRun, error) {
	return b.join(ctx, rows, func(dir, file, pairs string) (usage, float64, error) {
		u, err := b.self(ctx, dir, "pairs", file, pairs)
		return u, u.wall.Seconds(), err
	})
}

func (b *bench) join(ctx context.Context, rows int, run func(dir, file, pairs string) (usage, float64, error)) (r joinRun, err error) {
	file, err := b.corpusFile(rows)
	if err != nil {
		return r, err
	}
	dir, err := b.folder()
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	pairs := filepath.Join(dir, "pairs.tsv")
	if r.usage, r.seconds, err = run(dir, file, pairs); err != nil {
		return r, err
	}
	b.tell("near-duplicates of %s rows: %.1f s, peak %s; checking the pairs", count(float64(rows)), r.seconds, megabytes(float64(r.peak)))
	u, err := b.self(ctx, dir, "score", file, pairs)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(u.out, &r.score); err != nil {
		return r, fmt.Errorf("reading the score: %w", err)
	}
	return r, nil
}

// self runs the bench as another program.
func (b *bench) self(ctx context.Context, dir string, args ...string) (usage, error) {
	exe, err := os.Executable()
	if err != nil {
		return usage{}, err
	}
	return b.exec(ctx, dir, environ(), exe, append([]string{asFlag}, args...)...)
}

// againstGaoya measures gaoya on the same file, the candidates of its index taken
// as its pairs. Its imports do not count; Seedbed's start does.
func againstGaoya(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(1_000_000, 100_000)
	python, err := b.python(ctx, "gaoya")
	if err != nil {
		return nil, err
	}
	var peers, owns []joinRun
	var ratios []float64
	for range min(b.pairs, 2) { // each takes a minute
		peer, err := b.join(ctx, rows, func(dir, file, pairs string) (usage, float64, error) {
			return python.timed(ctx, dir, file, pairs)
		})
		if err != nil {
			return nil, err
		}
		own, err := b.joinOwn(ctx, rows)
		if err != nil {
			return nil, err
		}
		peers, owns, ratios = append(peers, peer), append(owns, own), append(ratios, own.seconds/peer.seconds)
	}
	const most = .5
	m, peer, own := median(ratios), peers[0], owns[0]
	return []figure{
		{
			Line: "near-duplicates against gaoya", Seedbed: fmt.Sprintf("%.1f s", own.seconds), Reference: fmt.Sprintf("%.1f s", peer.seconds),
			Ratio: fmt.Sprintf("%.2f [%.2f, %.2f]", m, slices.Min(ratios), slices.Max(ratios)),
			Value: m, Min: slices.Min(ratios), Max: slices.Max(ratios), Target: fmt.Sprintf("≤ %.2f", most), Met: m <= most,
			Note: fmt.Sprintf("gaoya: recall %.3f, precision %.3f, peak %s; Seedbed: %.3f, %.3f, %s", peer.score.recall(), peer.score.precision(),
				megabytes(float64(peer.peak)), own.score.recall(), own.score.precision(), megabytes(float64(own.peak))),
		},
	}, nil
}
