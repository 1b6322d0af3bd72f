package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// What the default report is measured on, and what it may take.
const (
	reportRows    = 20_000 // of 40 words
	reportSeconds = 2.0
	reportBytes   = 300e6
)

// wholeReport measures the default report on 20,000 rows, from start to exit, as a
// page.
func wholeReport(ctx context.Context, b *bench) ([]figure, error) {
	data, err := b.corpusFile(reportRows)
	if err != nil {
		return nil, err
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	var own reports
	for range b.pairs {
		if err := own.add(b.report(ctx, dir, data)); err != nil {
			return nil, err
		}
	}
	return own.figures("default report on " + count(reportRows) + " rows, as a page"), nil
}

// againstYdata measures the same in turn with ydata-profiling's minimal report on
// the same file. Both are taken from start to exit, since both are waited for; what
// ydata-profiling takes without its imports is told apart.
func againstYdata(ctx context.Context, b *bench) ([]figure, error) {
	data, err := b.corpusFile(reportRows)
	if err != nil {
		return nil, err
	}
	python, err := b.python(ctx, "ydata")
	if err != nil {
		return nil, err
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	var own, peer reports
	var alone []float64 // seconds, without imports
	for i := range min(b.pairs, 3) {
		page := filepath.Join(dir, "ydata.html")
		u, seconds, err := python.timed(ctx, dir, data, page)
		if err := peer.add(u, err); err != nil {
			return nil, err
		}
		if _, err := os.Stat(page); err != nil {
			return nil, fmt.Errorf("looking for ydata-profiling's page: %w", err)
		}
		if err := own.add(b.report(ctx, dir, data)); err != nil {
			return nil, err
		}
		alone = append(alone, seconds)
		b.tell("report, %d: seedbed %.2f s, ydata-profiling %.2f s, %.2f s of them without its imports", i+1, own.took[i], peer.took[i], seconds)
	}
	out := own.figures("default report against ydata-profiling")
	out[0].Reference, out[0].Ratio = fmt.Sprintf("%.1f s", median(peer.took)), ratiosOf(peer.took, own.took)
	out[0].Note = fmt.Sprintf("ydata-profiling's minimal report; without its imports %.1f s, %s times Seedbed's whole time", median(alone), ratiosOf(alone, own.took))
	out[1].Reference, out[1].Ratio = megabytes(median(peer.peak)), ratiosOf(peer.peak, own.peak)
	return out, nil
}

// report makes the default report of a file.
func (b *bench) report(ctx context.Context, dir, data string) (usage, error) {
	return b.exec(ctx, dir, environ(), b.program("seedbed"), "measure", data, "-o", filepath.Join(dir, "report.html"))
}

// reports is what making a report took, each time.
type reports struct{ took, peak []float64 } // seconds, bytes

func (r *reports) add(u usage, err error) error {
	if err == nil {
		r.took, r.peak = append(r.took, u.wall.Seconds()), append(r.peak, float64(u.peak))
	}
	return err
}

// figures are the time and the memory, held against what they may be.
func (r *reports) figures(name string) []figure {
	m, p := median(r.took), median(r.peak)
	low, high := slices.Min(r.took), slices.Max(r.took)
	return []figure{
		{
			Line: name, Seedbed: fmt.Sprintf("%.2f s", m), Value: m, Min: low, Max: high,
			Ratio: fmt.Sprintf("[%.2f, %.2f]", low, high), Target: fmt.Sprintf("< %.0f s", reportSeconds), Met: m < reportSeconds,
		},
		{
			Line: "  memory at the most", Seedbed: megabytes(p), Value: p,
			Target: "< " + megabytes(reportBytes), Met: p < reportBytes,
		},
	}
}

// ratiosOf prints the median of the ratios of neighbours, with the least and the greatest.
func ratiosOf(peer, own []float64) string {
	var ratios []float64
	for i := range own {
		ratios = append(ratios, peer[i]/own[i])
	}
	return fmt.Sprintf("%.1f [%.1f, %.1f]", median(ratios), slices.Min(ratios), slices.Max(ratios))
}
