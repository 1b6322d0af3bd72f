package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"seedbed.dev/seedbed/internal/stats"
)

// agreement measures Krippendorff's α of five raters with its bootstrap interval,
// against the krippendorff package in a loop. Its start-up and its reading of the
// file do not count; Seedbed's do, and seedbed stats agreement works every other
// coefficient out besides, with intervals.
func agreement(ctx context.Context, b *bench) ([]figure, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	units, resamples := b.size(100_000, 20_000), b.size(1000, 200)
	file := filepath.Join(dir, "ratings.csv")
	ratings, err := writeRatings(file, units)
	if err != nil {
		return nil, err
	}
	python, err := b.python(ctx, "krippendorff")
	if err != nil {
		return nil, err
	}
	var peer kripp
	if _, err := python.run(ctx, dir, &peer, file, strconv.Itoa(resamples)); err != nil {
		return nil, err
	}
	var walls []float64
	var own struct {
		Alpha stats.Estimate `json:"alpha"`
	}
	for range 3 {
		u, err := b.exec(ctx, dir, environ(), b.program("seedbed"), "stats", "agreement", file, "--wide", "--item", "unit",
			"--level", "interval", "--resamples", strconv.Itoa(resamples), "--json")
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(u.out, &own); err != nil {
			return nil, fmt.Errorf("reading the report: %w", err)
		}
		walls = append(walls, u.wall.Seconds())
	}
	o := stats.Resampling{Resamples: resamples, Confidence: .95, Seed: 1}
	if err := sameAlpha(ratings, peer, own.Alpha); err != nil {
		return nil, err
	}
	var calls []float64
	for range 3 {
		start := time.Now()
		stats.KrippendorffAlpha(ratings, stats.LevelInterval, o)
		calls = append(calls, time.Since(start).Seconds())
	}
	const target = 50
	whole := float64(target)
	if b.quick {
		whole = 0 // reading the file is most of it at this size
	}
	line := func(name string, took []float64, target float64) figure {
		ratio := peer.Seconds / median(took)
		f := figure{
			Line: name, Seedbed: fmt.Sprintf("%.3f s", median(took)), Reference: fmt.Sprintf("%.1f s", peer.Seconds),
			Ratio: fmt.Sprintf("%.0f [%.0f, %.0f]", ratio, peer.Seconds/slices.Max(took), peer.Seconds/slices.Min(took)),
			Value: ratio, Min: peer.Seconds / slices.Max(took), Max: peer.Seconds / slices.Min(took), Met: true,
		}
		if target > 0 {
			f.Target, f.Met = fmt.Sprintf("≥ %.0f", target), ratio >= target
		}
		return f
	}
	out := []figure{
		line(fmt.Sprintf("Krippendorff α, 5 × %s, %s resamples", count(float64(units)), count(float64(resamples))), walls, whole),
		line("  the call alone", calls, target),
	}
	out[0].Note = fmt.Sprintf("α %.9f [%.4f, %.4f], krippendorff %.9f [%.4f, %.4f]; the same to 1e-9 at all four levels",
		own.Alpha.Value, own.Alpha.Interval.Low, own.Alpha.Interval.High, peer.Alpha["interval"], peer.Low, peer.High)
	return out, nil
}

// kripp is what the peer reports.
type kripp struct {
	Alpha              map[string]float64
	Low, High, Seconds float64
}

// sameAlpha checks that both mean the same thing.
func sameAlpha(r *stats.Ratings, peer kripp, own stats.Estimate) error {
	if len(peer.Alpha) != len(stats.Levels()) || !(peer.Seconds > 0) {
		return fmt.Errorf("krippendorff's report lacks something: %+v", peer)
	}
	for _, level := range stats.Levels() {
		got := stats.KrippendorffAlpha(r, level, stats.Resampling{})
		if !got.Defined() || !(math.Abs(got.Value-peer.Alpha[string(level)]) <= 1e-9) {
			return fmt.Errorf("%s α is %v, and %v by krippendorff", level, got.Value, peer.Alpha[string(level)])
		}
	}
	switch {
	case !own.Defined() || !(math.Abs(own.Value-peer.Alpha["interval"]) <= 1e-9):
		return fmt.Errorf("the command's α is %v, and %v by krippendorff", own.Value, peer.Alpha["interval"])
	case own.Interval == nil:
		return fmt.Errorf("the command's α has no interval: %s", own.NoInterval)
	}
	// Two bootstraps of different draws: their ends lie within a fifth of a width.
	if width := peer.High - peer.Low; math.Abs(own.Interval.Low-peer.Low) > width/5 || math.Abs(own.Interval.High-peer.High) > width/5 {
		return fmt.Errorf("the interval is %v to %v, and %v to %v by krippendorff", own.Interval.Low, own.Interval.High, peer.Low, peer.High)
	}
	return nil
}

// writeRatings makes ratings of five raters, who say what an item is with a chance
// of .7 and something near it otherwise, and leave out a fifth.
func writeRatings(file string, units int) (*stats.Ratings, error) {
	const raters, values, missing = 5, 5, .2
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriter(f)
	w.WriteString("unit,r1,r2,r3,r4,r5\n")
	rng := rand.New(rand.NewPCG(7, 0))
	var cells []stats.Rating
	for i := range units {
		w.WriteString(strconv.Itoa(i))
		latent := rng.IntN(values)
		for j := range raters {
			v := latent
			if rng.Float64() >= .7 {
				v = min(max(v+rng.IntN(5)-2, 0), values-1)
			}
			w.WriteByte(',')
			if rng.Float64() >= missing {
				cells = append(cells, stats.Rating{Item: i, Rater: j, Value: v})
				w.WriteString(strconv.Itoa(v + 1))
			}
		}
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return stats.NewRatings(units, raters, []float64{1, 2, 3, 4, 5}, cells)
}
