package redundancy

import (
	"cmp"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// foretold is a row with its BLEU against the others of its sample.
type foretold struct {
	n      int64
	bleu   float64
	shared []measure.Span // the runs of four words that others have
}

// bleuEpsilon stands for matches where there are none (Chen and Cherry 2014, method
// 1).
const bleuEpsilon = .1

// gramCount is how often a row has an n-gram.
type gramCount struct {
	gram  uint64
	row   int
	times int
}

// selfBLEUOf returns the mean BLEU-4 of each row against all others.
func selfBLEUOf(rows []sampledText) (float64, []foretold) {
	const most = 4
	matches := make([][most]int, len(rows))
	totals := make([][most]int, len(rows))
	var known map[uint64]bool // runs of four words that several rows have
	for n := 1; n <= most; n++ {
		var counts []gramCount
		for i := range rows {
			totals[i][n-1] = max(0, len(rows[i].ids)-n+1)
			grams := appendGrams(nil, rows[i].ids, n)
			slices.Sort(grams)
			for from, to := 0, 0; from < len(grams); from = to {
				for to = from; to < len(grams) && grams[to] == grams[from]; {
					to++
				}
				counts = append(counts, gramCount{grams[from], i, to - from})
			}
		}
		shared := clip(counts, n, matches)
		if n == most {
			known = shared
		}
	}
	lengths := make([]int, len(rows))
	for i := range rows {
		lengths[i] = len(rows[i].ids)
	}
	sorted := slices.Sorted(slices.Values(lengths))
	sum := 0.0
	out := make([]foretold, len(rows))
	for i := range rows {
		b := bleu(matches[i][:], totals[i][:], lengths[i], closest(sorted, lengths[i]))
		sum += b
		out[i] = foretold{rows[i].n, b, sharedSpans(&rows[i], known)}
	}
	slices.SortFunc(out, func(a, b foretold) int { return cmp.Or(cmp.Compare(b.bleu, a.bleu), cmp.Compare(a.n, b.n)) })
	return sum / float64(len(rows)), out[:min(len(out), 3)]
}

// clip adds to each row's matches how often its n-grams are found in that other row
// which has most of them. It returns the n-grams of several rows.
func clip(counts []gramCount, n int, matches [][4]int) map[uint64]bool {
	slices.SortFunc(counts, func(a, b gramCount) int { return cmp.Or(cmp.Compare(a.gram, b.gram), cmp.Compare(a.row, b.row)) })
	shared := map[uint64]bool{}
	for from, to := 0, 0; from < len(counts); from = to {
		first, second := 0, 0 // the two greatest numbers
		for to = from; to < len(counts) && counts[to].gram == counts[from].gram; to++ {
			switch c := counts[to].times; {
			case c > first:
				first, second = c, first
			case c > second:
				second = c
			}
		}
		if to-from < 2 {
			continue
		}
		shared[counts[from].gram] = true
		for _, c := range counts[from:to] {
			others := first
			if c.times == first {
				others = second // the other greatest, which may be as great
			}
			matches[c.row][n-1] += min(c.times, others)
		}
	}
	return shared
}

// bleu returns BLEU with add-epsilon smoothing from the matches and totals of
// n-grams: 0 where no word matches.
func bleu(matches, totals []int, length, reference int) float64 {
	if matches[0] == 0 {
		return 0
	}
	sum := 0.0
	for i := range matches {
		sum += math.Log(max(float64(matches[i]), bleuEpsilon) / float64(max(1, totals[i])))
	}
	b := math.Exp(sum / float64(len(matches)))
	if length <= reference {
		b *= math.Exp(1 - float64(reference)/float64(length))
	}
	return b
}

// closest returns the length nearest to that of a row among the others, the
// shorter of two.
func closest(sorted []int, length int) int {
	at, _ := slices.BinarySearch(sorted, length) // the first of this length: the row itself, as it were
	if at+1 < len(sorted) && sorted[at+1] == length {
		return length
	}
	switch {
	case at == 0 && len(sorted) > 1:
		return sorted[1]
	case at == 0:
		return length
	case at+1 == len(sorted) || length-sorted[at-1] <= sorted[at+1]-length:
		return sorted[at-1]
	}
	return sorted[at+1]
}

// sharedSpans marks the runs of four words that are known.
func sharedSpans(t *sampledText, known map[uint64]bool) []measure.Span {
	const n = 4
	marked := make([]bool, len(t.ids))
	for i := 0; i+n <= len(t.ids); i++ {
		if known[measure.GramHash(t.ids[i:i+n]...)] {
			for k := i; k < i+n; k++ {
				marked[k] = true
			}
		}
	}
	return spans(t.words, marked)
}
