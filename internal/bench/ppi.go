package main

import (
	"context"
	"encoding/binary"
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

// ppi measures PPI++ of 500 labels and a million scores, in memory, against
// ppi-python on the same numbers, which both hold as 64-bit floats; and holds the
// normal intervals against each other.
func ppi(ctx context.Context, b *bench) ([]figure, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	const labels = 500
	others := b.size(1_000_000, 100_000)
	truth, score, rest := ppiData(labels, others)
	file := filepath.Join(dir, "ppi.bin")
	if err := writeFloats(file, truth, score, rest); err != nil {
		return nil, err
	}
	python, err := b.python(ctx, "ppi")
	if err != nil {
		return nil, err
	}
	var peer ppiRun
	if _, err := python.run(ctx, dir, &peer, file, strconv.Itoa(labels)); err != nil {
		return nil, err
	}
	var took []float64
	var low, high float64
	for range 15 {
		start := time.Now()
		var pool stats.Pool
		pool.AddAll(rest)
		p := stats.PPIMean(truth, score, &pool, .95)
		took = append(took, time.Since(start).Seconds())
		low, high = p.Normal(.95)
	}
	if off := max(math.Abs(low-peer.Low), math.Abs(high-peer.High)); !(off <= 1e-6) {
		return nil, fmt.Errorf("the interval is %.9f to %.9f, that of ppi-python %.9f to %.9f", low, high, peer.Low, peer.High)
	}
	theirs := median(peer.Seconds)
	if !(theirs > 0) {
		return nil, fmt.Errorf("ppi-python's calls took %v s", peer.Seconds)
	}
	ratio := theirs / median(took)
	return []figure{{
		Line: fmt.Sprintf("PPI++, n = %d, N = %s", labels, count(float64(others))), Seedbed: fmt.Sprintf("%.4f s", median(took)),
		Reference: fmt.Sprintf("%.4f s", theirs), Value: ratio, Min: theirs / slices.Max(took), Max: theirs / slices.Min(took),
		Ratio:  fmt.Sprintf("%.1f [%.1f, %.1f]", ratio, theirs/slices.Max(took), theirs/slices.Min(took)),
		Target: "≥ 1", Met: ratio >= 1,
		Note: fmt.Sprintf("a call, the median of 15 each; normal interval %.6f to %.6f, the same as ppi-python's to 1e-6", low, high),
	}}, nil
}

// ppiData draws labels, a judge's scores of the same rows, and those of others.
func ppiData(labels, others int) (truth, score, rest []float64) {
	r := rand.New(rand.NewPCG(3, 0))
	bit := func(p float64) float64 {
		if r.Float64() < p {
			return 1
		}
		return 0
	}
	judge := func(y float64) float64 { return bit(.15 + .7*y) }
	for range labels {
		y := bit(.62)
		truth, score = append(truth, y), append(score, judge(y))
	}
	for range others {
		rest = append(rest, judge(bit(.62)))
	}
	return truth, score, rest
}

func writeFloats(path string, parts ...[]float64) error {
	var out []byte
	for _, p := range parts {
		for _, v := range p {
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
		}
	}
	return os.WriteFile(path, out, 0o644)
}

// ppiRun is what the peer reports.
type ppiRun struct {
	Low, High float64
	Seconds   []float64
}
