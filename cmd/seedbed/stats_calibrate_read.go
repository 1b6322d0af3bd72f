package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// optionalNumber reads a number that a flag may have.
func optionalNumber(flag, s string, read func(string) (float64, error)) (v float64, given bool, err error) {
	if s == "" {
		return 0, false, nil
	}
	if v, err = read(s); err != nil || math.IsNaN(v) {
		return 0, false, usageError{fmt.Errorf("--%s %q: want a number", flag, s)}
	}
	return v, true, nil
}

func plainNumber(s string) (float64, error) { return strconv.ParseFloat(strings.TrimSpace(s), 64) }

// scoredRows are rows with a score and a label.
type scoredRows struct {
	score, truth, raw []float64 // score: scaled to [0, 1]; raw: as it was, or its rank
	lines             []int
	scale             [2]float64 // of raw
	caveats           []string
}

// read reads rows with a score and a label, and scales scores.
func (f *calibrateFlags) read(ctx context.Context, a *app, file string) (*scoredRows, error) {
	in := &scoredRows{scale: [2]float64{0, 1}}
	if f.scale != "" {
		var err error
		if in.scale, err = scaleOf(f.scale); err != nil {
			return nil, err
		}
	}
	left, outside := 0, 0
	good := strings.TrimSpace(f.good)
	err := a.eachStats(ctx, &f.statsFlags, file, func(t *statsTable) error {
		bad := len(t.bad) + t.more
		score, scored := t.number(0, 0)
		truth, labelled := 0.0, false
		if good == "" {
			truth, labelled = t.number(0, 1)
		} else if s, ok := t.text(0, 1); ok {
			labelled = true
			if strings.EqualFold(s, good) {
				truth = 1
			}
		}
		if len(t.bad)+t.more > bad {
			return nil
		}
		if !scored || !labelled {
			left++
			return nil
		}
		if truth != 0 && truth != 1 {
			t.note(0, fmt.Sprintf("%s is %s, want 0 or 1", f.truth, figure(truth)), "name the label that is good with --good")
			return nil
		}
		if !f.rank && !(score >= in.scale[0] && score <= in.scale[1]) {
			if outside++; outside > 1 {
				t.more++
			} else {
				t.note(0, fmt.Sprintf("the score %s is not from %s to %s", figure(score), figure(in.scale[0]), figure(in.scale[1])), "give the range of scores, such as --range 1-7, or take ranks with --rank")
			}
			return nil
		}
		in.raw, in.truth = append(in.raw, score), append(in.truth, truth)
		in.lines = append(in.lines, t.rows[0].line)
		return nil
	}, statsColumn{flag: "score", name: f.score}, statsColumn{flag: "truth", name: f.truth})
	if err != nil {
		return nil, err
	}
	if len(in.raw) == 0 {
		return nil, &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%s: no row has both a score and a label", file)}
	}
	if left > 0 {
		in.caveats = append(in.caveats, fmt.Sprintf("%s without a score or a label left out", count(int64(left), "row")))
	}
	in.rescale(f.rank)
	return in, nil
}

// rescale makes score of raw.
func (in *scoredRows) rescale(rank bool) {
	if rank {
		in.raw = midRanks(in.raw)
		in.scale = [2]float64{0, 1}
	}
	in.score = make([]float64, len(in.raw))
	for i, s := range in.raw {
		in.score[i] = max(0, min(1, (s-in.scale[0])/(in.scale[1]-in.scale[0])))
	}
}

// midRanks returns mid-ranks over the number of rows: in (0, 1), ties alike.
func midRanks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case x[a] < x[b]:
			return -1
		case x[a] > x[b]:
			return 1
		}
		return a - b
	})
	out := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, at := range order[i:j] {
			out[at] = float64(i+j) / 2 / float64(len(x))
		}
		i = j
	}
	return out
}

// scaleOf reads 1-7, 0..100 or -1:1.
func scaleOf(s string) ([2]float64, error) {
	for _, by := range []string{"..", ":", "-"} {
		for at := 1; at < len(s); at++ {
			if !strings.HasPrefix(s[at:], by) {
				continue
			}
			low, errLow := plainNumber(s[:at])
			high, errHigh := plainNumber(s[at+len(by):])
			if errLow == nil && errHigh == nil && low < high && !math.IsInf(high-low, 0) {
				return [2]float64{low, high}, nil
			}
		}
	}
	return [2]float64{}, usageError{fmt.Errorf("--range %q: want the lowest and the highest score, such as 1-7", s)}
}
