package main

import (
	"context"
	"fmt"
	"slices"
)

// redundant measures the redundancy family without near-duplicates: how many rows
// of a file it takes a second, and how much memory it takes of ten times as many.
func redundant(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(1_000_000, 200_000)
	file, err := b.corpusFile(rows)
	if err != nil {
		return nil, err
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	var rates, reading []float64
	for range min(b.pairs, 3) {
		u, err := b.exec(ctx, dir, environ(), b.program("seedbed"), "measure", file, "--only", "diversity,saturation", "--json")
		if err != nil {
			return nil, err
		}
		rates = append(rates, u.rate(rows))
		if u, err = b.self(ctx, dir, "read", file); err != nil {
			return nil, err
		}
		reading = append(reading, u.rate(rows))
		b.tell("redundancy of %s rows: %s/s; reading alone %s/s", count(float64(rows)), count(rates[len(rates)-1]), count(u.rate(rows)))
	}
	const least = 100_000
	out := []figure{{
		Line: "redundancy of " + count(float64(rows)) + " rows", Seedbed: count(median(rates)) + "/s", Reference: count(median(reading)) + "/s reading alone",
		Ratio: fmt.Sprintf("[%s, %s]", count(slices.Min(rates)), count(slices.Max(rates))),
		Value: median(rates), Min: slices.Min(rates), Max: slices.Max(rates), Target: "≥ " + count(least) + "/s", Met: median(rates) >= least,
	}}
	memory, err := b.streamed(ctx, dir, b.size(1_000_000, 300_000))
	return append(out, memory...), err
}

// streamed compares the peak memory of rows and of ten times as many, which are
// measured as they are made.
func (b *bench) streamed(ctx context.Context, dir string, rows int) ([]figure, error) {
	var peaks [2]float64
	for i, n := range []int{rows, 10 * rows} {
		b.tell("redundancy of %s rows, as they are made", count(float64(n)))
		u, err := b.self(ctx, dir, "stream", b.root, fmt.Sprint(n))
		if err != nil {
			return nil, err
		}
		peaks[i] = float64(u.peak)
	}
	const most = 1.15
	ratio := peaks[1] / peaks[0]
	return []figure{{
		Line: "  peak at " + count(float64(10*rows)) + " against " + count(float64(rows)), Seedbed: megabytes(peaks[1]), Reference: megabytes(peaks[0]),
		Ratio: fmt.Sprintf("%.2f", ratio), Value: ratio, Target: fmt.Sprintf("≤ %.2f", most), Met: ratio <= most,
	}}, nil
}
