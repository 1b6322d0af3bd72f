package influence

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"seedbed.dev/seedbed/internal/stats"
)

// hit is a phrase that goes with an ingredient value.
type hit struct {
	gram   int32
	words  []uint64 // once it is grown: the phrase
	a, n1  int      // rows with the ingredient: with the phrase, all
	c, n2  int      // rows without it
	p, q   float64
	docs   []int32 // rows of the ingredient with the phrase
	at     []int32 // where in each the phrase starts
	text   string
	own    bool // it holds a word of the ingredient's value
	copied bool // it is in the exemplar's own text
}

func (h *hit) with() float64    { return float64(h.a) / float64(h.n1) }
func (h *hit) without() float64 { return float64(h.c) / float64(max(1, h.n2)) }
func (h *hit) lead() float64    { return h.with() - h.without() }

// clearly reports whether the lead is large enough to be worth knowing.
func (h *hit) clearly() bool {
	lead := h.lead()
	return h.q < .01 && h.a >= fewest && (lead >= .1 && h.with() >= 2*h.without() || lead >= .05 && h.with() >= 10*h.without())
}

// far reports whether it is so large that it needs a decision.
func (h *hit) far() bool {
	return h.q < .001 && h.a >= 10 && h.lead() >= .2 && h.with() >= 3*h.without()
}

// screen is how many standard deviations above what is expected a count has to be for
// its exact test to be worth computing. All others count with p = 1, which makes no
// rate of false discoveries smaller than it is.
const screen = 3.5

// mostHits bounds how many phrases of one value are looked at further.
const mostHits = 4000

// test tests every gram against every value, and keeps those that stand out.
func (t *table) test(ctx context.Context) {
	t.tested = len(t.grams) * len(t.values)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(t.values)) {
		wg.Go(func() {
			counts := make([]int32, len(t.grams))
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(t.values) {
					return
				}
				t.values[i].hits = t.testValue(t.values[i], counts)
			}
		})
	}
	wg.Wait()
	t.control()
}

// testValue returns the grams whose counts are far above what is expected among a
// value's rows. counts are all 0, before and after.
func (t *table) testValue(v *value, counts []int32) (out []hit) {
	var touched []int32
	for _, d := range v.docs {
		for _, g := range t.of[d] {
			if counts[g] == 0 {
				touched = append(touched, g)
			}
			counts[g]++
		}
	}
	n, n1 := len(t.docs), len(v.docs)
	for _, g := range touched {
		a, rows := int(counts[g]), int(t.grams[g].rows)
		counts[g] = 0
		expected := float64(rows) * float64(n1) / float64(n)
		if a < 3 || float64(a) <= expected {
			continue
		}
		variance := expected * float64(n-n1) / float64(n) * float64(n-rows) / float64(n-1)
		if (float64(a)-expected)*(float64(a)-expected) < screen*screen*variance {
			continue
		}
		h := hit{gram: g, a: a, n1: n1, c: rows - a, n2: n - n1}
		h.p = stats.FisherExact(h.a, h.n1-h.a, h.c, h.n2-h.c)
		out = append(out, h)
	}
	slices.SortFunc(out, t.stronger)
	return out[:min(len(out), mostHits)]
}

// stronger orders hits: the smallest p first, then the largest lead, then the longest
// phrase, then the one that comes first in the data.
func (t *table) stronger(a, b hit) int {
	ga, gb := &t.grams[a.gram], &t.grams[b.gram]
	return cmp.Or(
		cmp.Compare(a.p, b.p), cmp.Compare(b.lead(), a.lead()), cmp.Compare(gb.n, ga.n),
		cmp.Compare(ga.doc, gb.doc), cmp.Compare(ga.pos, gb.pos),
	)
}

// control works out the rates of false discoveries, and drops what is not clear: by
// Benjamini and Hochberg over all phrases for each value, times the number of values.
// Over all of them at once, an ingredient that goes with a thousand words, as a topic
// does, would let chance through with all others.
func (t *table) control() {
	for _, v := range t.values {
		q := 1.0
		for i := len(v.hits) - 1; i >= 0; i-- {
			h := &v.hits[i]
			q = math.Min(q, h.p*float64(t.tested)/float64(i+1))
			h.q = q
		}
		if len(v.hits) > 0 && (t.best == nil || t.stronger(v.hits[0], *t.best) < 0) {
			best := v.hits[0]
			t.best, t.bestOf = &best, v
		}
		v.hits = slices.DeleteFunc(v.hits, func(h hit) bool { return !h.clearly() })
	}
}
