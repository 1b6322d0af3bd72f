package stage

import (
	"slices"
	"strconv"
	"strings"
)

// rankingOf reads a ranking, "3 1=2", into its tiers, best first. It is one of this
// package's own making.
func rankingOf(text string) [][]int {
	words := strings.Fields(text)
	out := make([][]int, len(words))
	for i, w := range words {
		for _, n := range strings.Split(w, "=") {
			x, _ := strconv.Atoi(n)
			out[i] = append(out[i], x)
		}
	}
	return out
}

// rankingText writes tiers, the items within one in rising order.
func rankingText(tiers [][]int) string {
	var b strings.Builder
	for i, tier := range tiers {
		if i > 0 {
			b.WriteByte(' ')
		}
		tier = slices.Clone(tier)
		slices.Sort(tier)
		for k, n := range tier {
			if k > 0 {
				b.WriteByte('=')
			}
			b.WriteString(strconv.Itoa(n))
		}
	}
	return b.String()
}

// rankingMean orders items by the mean of their places in several rankings of the
// same items (the rule of Borda, 1781); items of one tier share the mean of its
// places, and those that come out the same share a tier.
func rankingMean(texts ...string) string {
	places := map[int]int{} // twice the sum, so that halves are whole
	for _, t := range texts {
		at := 0
		for _, tier := range rankingOf(t) {
			for _, n := range tier {
				places[n] += 2*at + len(tier) + 1
			}
			at += len(tier)
		}
	}
	items := make([]int, 0, len(places))
	for n := range places {
		items = append(items, n)
	}
	slices.SortFunc(items, func(a, b int) int {
		if places[a] != places[b] {
			return places[a] - places[b]
		}
		return a - b
	})
	var tiers [][]int
	for i, n := range items {
		if i > 0 && places[n] == places[items[i-1]] {
			tiers[len(tiers)-1] = append(tiers[len(tiers)-1], n)
		} else {
			tiers = append(tiers, []int{n})
		}
	}
	return rankingText(tiers)
}
