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

	"seedbed.dev/seedbed/internal/measure/fidelity"
)

// prdcRun is what the peer reports.
type prdcRun struct {
	Precision, Recall, Density, Coverage float64
	Seconds                              []float64
}

// prdc measures precision, recall, density and coverage of 5,000 rows a side at 384
// dimensions, in memory, against the prdc package on the same numbers, in turn; and
// holds the figures against each other. Two rows may be as far from each other as a
// radius but for rounding: the package, which rounds, may count such a row otherwise.
func prdc(ctx context.Context, b *bench) ([]figure, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	const dim, k = 384, 5
	rows := b.size(5000, 2000)
	data := prdcData(rows, dim)
	file := filepath.Join(dir, "prdc.bin")
	var raw []byte
	for _, x := range data {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		return nil, err
	}
	python, err := b.python(ctx, "prdc")
	if err != nil {
		return nil, err
	}
	var own, theirs []float64
	for range min(b.pairs, 3) {
		var peer prdcRun
		if _, err := python.run(ctx, dir, &peer, file, strconv.Itoa(rows), strconv.Itoa(dim), strconv.Itoa(k)); err != nil {
			return nil, err
		}
		theirs = append(theirs, median(peer.Seconds))
		var took []float64
		for range 3 {
			start := time.Now()
			got := fidelity.PRDCOf(data[:rows*dim], data[rows*dim:], dim, k)
			took = append(took, time.Since(start).Seconds())
			off := max(math.Abs(got.Precision-peer.Precision), math.Abs(got.Recall-peer.Recall), math.Abs(got.Density-peer.Density), math.Abs(got.Coverage-peer.Coverage))
			if !(off <= 2/float64(rows)) {
				return nil, fmt.Errorf("the figures are %+v, those of prdc %+v", got, peer)
			}
		}
		own = append(own, median(took))
		b.tell("prdc: seedbed %.2f s, prdc %.2f s", own[len(own)-1], theirs[len(theirs)-1])
	}
	ratios := make([]float64, len(own))
	for i := range own {
		ratios[i] = theirs[i] / own[i]
	}
	m := median(ratios)
	return []figure{{
		Line: fmt.Sprintf("prdc, %s × %s × %d", count(float64(rows)), count(float64(rows)), dim), Seedbed: fmt.Sprintf("%.2f s", median(own)),
		Reference: fmt.Sprintf("%.2f s", median(theirs)), Value: m, Min: slices.Min(ratios), Max: slices.Max(ratios),
		Ratio: fmt.Sprintf("%.1f [%.1f, %.1f]", m, slices.Min(ratios), slices.Max(ratios)), Target: "≥ 1", Met: m >= 1,
		Note: "a call, the median of 3 each, in turn; the same figures as prdc's but for two rows that rounding decides",
	}}, nil
}

// prdcData draws rows in twenty clouds, of which the second side leaves some out.
func prdcData(rows, dim int) []float32 {
	rng := rand.New(rand.NewPCG(9, 0))
	const clouds = 20
	centres := make([]float64, clouds*dim)
	for i := range centres {
		centres[i] = rng.NormFloat64()
	}
	out := make([]float32, 0, 2*rows*dim)
	for i := range 2 * rows {
		at := rng.IntN(clouds)
		if i >= rows {
			at = rng.IntN(clouds * 3 / 4)
		}
		for d := range dim {
			out = append(out, float32(centres[at*dim+d]+.5*rng.NormFloat64()))
		}
	}
	return out
}
