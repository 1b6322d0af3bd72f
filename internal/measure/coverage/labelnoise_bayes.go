package coverage

import (
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// bayes tells labels from words, for each group by the rows of the other groups.
type bayes struct {
	groups  []*group
	classes []string
	class   [][]int      // of each group's rows
	rows    [][][]uint32 // buckets of each group's rows
	all     []int32      // rows with each bucket, by class: bucket·classes + class
	own     []int32      // of the group at hand
	allN    []int        // rows of each class
	ownN    []int
	n       int
	product []float64   // scratch of score
	lead    [][]float64 // of each row: certainty against its label; above 0: contradicted
	margins [][]float64 // of each row and class: its score less the best other's
}

func newBayes(groups []*group, classes []string) *bayes {
	c := len(classes)
	b := &bayes{groups: groups, classes: classes, all: make([]int32, c<<bucketBits), own: make([]int32, c<<bucketBits), allN: make([]int, c), ownN: make([]int, c), product: make([]float64, c)}
	x := newFeaturer()
	for _, g := range groups {
		class, all := make([]int, 0, len(g.rows)), make([][]uint32, 0, len(g.rows))
		for _, k := range g.rows {
			at, _ := slices.BinarySearch(classes, k.label)
			f := x.features(k.words, g.own)
			class, all = append(class, at), append(all, f)
			b.count(b.all, b.allN, f, at, 1)
			b.n++
		}
		b.class, b.rows = append(b.class, class), append(b.rows, all)
		b.lead = append(b.lead, make([]float64, len(all)))
		b.margins = append(b.margins, make([]float64, len(all)*c))
	}
	return b
}

func (b *bayes) count(to []int32, n []int, features []uint32, class int, add int32) {
	for _, f := range features {
		to[int(f)*len(b.classes)+class] += add
	}
	n[class] += int(add)
}

// judge asks for the label of every row what the other groups' rows say.
func (b *bayes) judge() {
	scores := make([]float64, len(b.classes))
	for gi := range b.groups {
		b.withoutGroup(gi, 1)
		for r, f := range b.rows[gi] {
			b.score(f, scores)
			b.lead[gi][r] = b.against(scores, b.class[gi][r], b.margins[gi][r*len(scores):(r+1)*len(scores)])
		}
		b.withoutGroup(gi, -1)
	}
}

// withoutGroup leaves a group's own rows out of what is asked next (1), or puts them
// back (−1).
func (b *bayes) withoutGroup(gi int, add int32) {
	for r, f := range b.rows[gi] {
		b.count(b.own, b.ownN, f, b.class[gi][r], add)
	}
}

// score sets the scores of the classes by the rows of the other groups, over √features
// so that long rows are not surer than their words warrant.
func (b *bayes) score(features []uint32, scores []float64) {
	const together = 12 // factors before a logarithm is taken: none is below 1e-9
	clear(scores)
	for c := range b.product {
		b.product[c] = 1
	}
	used := 0
	for _, f := range features {
		at := int(f) * len(scores)
		total := int32(0)
		for c := range scores {
			total += b.all[at+c] - b.own[at+c]
		}
		if total < 2 {
			continue // says as much of one row as of a label
		}
		used++
		p := float64(total) / float64(b.n)
		for c := range scores {
			b.product[c] *= (float64(b.all[at+c]-b.own[at+c]) + p) / (float64(b.allN[c]-b.ownN[c]) + 1)
		}
		if used%together == 0 {
			b.takeLogs(scores)
		}
	}
	b.takeLogs(scores)
	for c := range scores {
		scores[c] /= math.Sqrt(float64(max(1, used)))
	}
}

func (b *bayes) takeLogs(scores []float64) {
	for c := range scores {
		scores[c] += math.Log(b.product[c])
		b.product[c] = 1
	}
}

// against returns how far the best other label leads the given one, and sets each
// label's lead over the best other.
func (b *bayes) against(scores []float64, given int, margins []float64) float64 {
	for c := range scores {
		best := math.Inf(-1)
		for o, s := range scores {
			if o != c {
				best = math.Max(best, s)
			}
		}
		margins[c] = scores[c] - best
	}
	return -margins[given]
}

// certainty is the median lead, either way.
func (b *bayes) certainty() float64 {
	var all []float64
	for _, l := range b.lead {
		for _, v := range l {
			all = append(all, math.Abs(v))
		}
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// telling returns the spans of a row's text that most speak against its label: words
// that are likelier with the label that the other groups' rows suggest.
func (b *bayes) telling(gi, r int) (spans []measure.Span, suggests string) {
	g, k := b.groups[gi], b.groups[gi].rows[r]
	margins := b.margins[gi][r*len(b.classes) : (r+1)*len(b.classes)]
	best := 0
	for c := range margins {
		if margins[c] > margins[best] {
			best = c
		}
	}
	words := measure.NewTokens(k.text).Words()
	given := b.class[gi][r]
	type weighed struct {
		weight float64
		span   measure.Span
	}
	var all []weighed
	for i := range min(len(words), len(k.words)) {
		if slices.Contains(g.own, k.words[i]) {
			continue
		}
		at := int(k.words[i]>>(32-bucketBits)) * len(b.classes)
		of := func(c int) float64 {
			return (float64(b.all[at+c]-b.own[at+c]) + .5) / (float64(b.allN[c]-b.ownN[c]) + 1)
		}
		if w := math.Log(of(best) / of(given)); w > .5 {
			all = append(all, weighed{w, measure.Span{From: words[i].From, To: words[i].To}})
		}
	}
	slices.SortStableFunc(all, func(x, y weighed) int {
		switch {
		case x.weight > y.weight:
			return -1
		case x.weight < y.weight:
			return 1
		}
		return 0
	})
	for _, w := range all[:min(len(all), 6)] {
		spans = append(spans, w.span)
	}
	return joinSpans(spans), b.classes[best]
}
