package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure/copying"
)

// personal measures finding personal data: `seedbed measure` from start to exit,
// against Presidio's patterns, whose start and reading do not count. Every tenth row
// holds a value of one of seven kinds; what is found there counts for recall, and a
// row without one in which anything is found is false.
func personal(ctx context.Context, b *bench) ([]figure, error) {
	rows := b.size(20_000, 2_000)
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "personal.jsonl")
	texts, planted, err := b.plantPersonal(rows, data)
	if err != nil {
		return nil, err
	}
	python, err := b.python(ctx, "presidio")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "found.jsonl")
	var ratios, own, peer []float64
	for i := range min(b.pairs, 3) { // each takes half a minute
		_, p, err := python.timed(ctx, dir, data, file)
		if err != nil {
			return nil, err
		}
		u, err := b.exec(ctx, dir, environ(), b.program("seedbed"), "measure", data, "--text", "text", "--only", "personal-data", "--json")
		if err != nil {
			return nil, err
		}
		peer, own = append(peer, float64(rows)/p), append(own, u.rate(rows))
		ratios = append(ratios, own[i]/peer[i])
		b.tell("personal data, %d: seedbed %s/s, presidio %s/s", i+1, count(own[i]), count(peer[i]))
	}
	theirs, err := foundBy(file)
	if err != nil {
		return nil, err
	}
	ours := make([][]string, len(texts))
	for i, text := range texts {
		for _, p := range copying.FindPersonal(text, "") {
			ours[i] = append(ours[i], text[p.From:p.To])
		}
	}
	recall, wrong := scorePersonal(planted, ours)
	theirRecall, theirWrong := scorePersonal(planted, theirs)
	const target, leastRecall, mostWrong = 30, .985, 40
	m := median(ratios)
	return []figure{
		{
			Line: "personal data, " + count(float64(rows)) + " rows", Seedbed: count(median(own)) + "/s", Reference: count(median(peer)) + "/s",
			Value: m, Min: slices.Min(ratios), Max: slices.Max(ratios), Ratio: fmt.Sprintf("%.0f [%.0f, %.0f]", m, slices.Min(ratios), slices.Max(ratios)),
			Target: fmt.Sprintf("≥ %d", target), Met: m >= target,
		},
		{
			Line: "  recall", Seedbed: fmt.Sprintf("%.4f", recall), Reference: fmt.Sprintf("%.4f", theirRecall),
			Value: recall, Target: fmt.Sprintf("≥ %.3f", leastRecall), Met: recall >= leastRecall,
		},
		{
			Line: "  rows with something false", Seedbed: count(float64(wrong)), Reference: count(float64(theirWrong)),
			Value: float64(wrong), Target: fmt.Sprintf("≤ %d", mostWrong), Met: wrong <= mostWrong,
		},
	}, nil
}

// foundBy reads what a peer found: a list of texts for each row.
func foundBy(path string) ([][]string, error) {
	doc, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out [][]string
	for line := range strings.Lines(string(doc)) {
		var found []string
		if err := json.Unmarshal([]byte(line), &found); err != nil {
			return nil, fmt.Errorf("reading what was found: %w", err)
		}
		out = append(out, found)
	}
	return out, nil
}

// scorePersonal returns the share of planted values that are found, by their letters
// and digits, and how many rows without one something is found in.
func scorePersonal(planted map[int]string, found [][]string) (recall float64, wrong int) {
	right := 0
	for i, values := range found {
		want, is := planted[i]
		switch {
		case is && slices.ContainsFunc(values, func(v string) bool { return strings.Contains(bare(v), bare(want)) }):
			right++
		case !is && len(values) > 0:
			wrong++
		}
	}
	return float64(right) / float64(len(planted)), wrong
}

// bare keeps letters and digits, in lower case.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, strings.ToLower(s))
}
