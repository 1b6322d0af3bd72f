package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure/copying"
)

// spans measures finding all stretches of 50 bytes and more that 20,000 rows share
// with a reference as large as GSM8K's: `seedbed measure` from start to exit, against
// a suffix array (pydivsufsort) and a scan, whose imports do not count. Both must
// find the same.
func spans(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(20_000, 5_000)
	data, err := b.corpusFile(rows)
	if err != nil {
		return nil, err
	}
	reference, err := b.corpusFile(7_473)
	if err != nil {
		return nil, err
	}
	python, err := b.python(ctx, "spans")
	if err != nil {
		return nil, err
	}
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	theirs := filepath.Join(dir, "spans.tsv")
	var ratios, own, peer []float64
	var peak int64
	for i := range b.pairs {
		_, p, err := python.timed(ctx, dir, data, reference, theirs)
		if err != nil {
			return nil, err
		}
		u, err := b.exec(ctx, dir, environ(), b.program("seedbed"), "measure", data, "--text", "text", "--against", reference, "--only", "contamination", "--json")
		if err != nil {
			return nil, err
		}
		own, peer, ratios = append(own, u.wall.Seconds()), append(peer, p), append(ratios, p/u.wall.Seconds())
		peak = max(peak, u.peak)
		b.tell("spans, %d of %d: seedbed %.2f s, pydivsufsort %.2f s", i+1, b.pairs, u.wall.Seconds(), p)
	}
	n, err := sameSpans(data, reference, theirs)
	if err != nil {
		return nil, err
	}
	const target = 8
	m := median(ratios)
	return []figure{{
		Line: "spans shared, " + count(float64(rows)) + " rows", Seedbed: fmt.Sprintf("%.2f s", median(own)), Reference: fmt.Sprintf("%.2f s", median(peer)),
		Value: m, Min: slices.Min(ratios), Max: slices.Max(ratios), Ratio: fmt.Sprintf("%.1f [%.1f, %.1f]", m, slices.Min(ratios), slices.Max(ratios)),
		Target: fmt.Sprintf("≥ %d", target), Met: m >= target,
		Note: fmt.Sprintf("the same %s spans as pydivsufsort and a scan; peak %s", count(float64(n)), megabytes(float64(peak))),
	}}, nil
}

// sameSpans compares the spans of the index with a peer's, each of them.
func sameSpans(data, reference, theirs string) (int, error) {
	rows, err := textsOf(data)
	if err != nil {
		return 0, err
	}
	others, err := textsOf(reference)
	if err != nil {
		return 0, err
	}
	index, _ := copying.NewSpanIndex(others)
	var own strings.Builder
	var found []copying.SharedSpan
	n := 0
	for i, text := range rows {
		found = index.Append(found[:0], text)
		for _, s := range found {
			fmt.Fprintf(&own, "%d\t%d\t%d\n", i, s.From, s.To)
		}
		n += len(found)
	}
	want, err := os.ReadFile(theirs)
	if err != nil {
		return 0, err
	}
	if own.String() != string(want) {
		return 0, fmt.Errorf("the spans are not those of the peer: %s of them, the peer has %s", count(float64(n)), count(float64(strings.Count(string(want), "\n"))))
	}
	return n, nil
}

// textsOf reads the texts of a corpus.
func textsOf(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var out []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		out = append(out, row.Text)
	}
	return out, lines.Err()
}
