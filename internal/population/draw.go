package population

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"seedbed.dev/seedbed"
)

// drawsTried is how many systematic samples Draw chooses among.
const drawsTried = 64

// Quota wants people at an intersection of traits.
type Quota struct {
	Traits  []string
	AtLeast int // in each combination of their values that exists
}

// Draw plans n people: the cell of each. Every quota is met first, by the likeliest
// people of each combination it speaks of; the rest follow the distribution, so that as
// far as n and the quotas allow the whole does. A quota for more people than n
// is an error that says how many there would have to be.
//
// The rest is a systematic sample (Madow and Madow 1944): each cell gets its
// expected number, rounded up or down. Of 64 such samples, in different orders
// of the cells, it is the one whose marginals are nearest to the declared ones. The
// order of the people is drawn too, so that the first k are a sample of all.
func (j *Joint) Draw(n int, quotas []Quota, rng *rand.Rand) ([]int, error) {
	counts, need, err := j.first(n, quotas)
	if err != nil {
		return nil, err
	}
	j.follow(counts, n, need, rng)
	out := make([]int, 0, n)
	for cell, k := range counts {
		for range k {
			out = append(out, cell)
		}
	}
	rng.Shuffle(len(out), func(a, b int) { out[a], out[b] = out[b], out[a] })
	return out, nil
}

// Check reports whether n people can meet the quotas; the error says how many could.
func (j *Joint) Check(n int, quotas []Quota) error {
	_, _, err := j.first(n, quotas)
	return err
}

// first gives the people that the quotas want.
func (j *Joint) first(n int, quotas []Quota) (counts []int, need int, err error) {
	counts = make([]int, len(j.Cells))
	for _, q := range quotas {
		if q.AtLeast > n {
			return nil, 0, fmt.Errorf("%d people are wanted in each cell, and there are %d in all", q.AtLeast, n)
		}
		added, err := j.fill(counts, q, n)
		if err != nil {
			return nil, 0, err
		}
		need += added
	}
	if need > n {
		return nil, 0, fmt.Errorf("what is wanted in each cell takes %d people, and there are %d; write rows: %d, or want fewer", need, n, need)
	}
	return counts, need, nil
}

// fill raises counts until the quota is met, and returns by how many people.
func (j *Joint) fill(counts []int, q Quota, n int) (added int, err error) {
	traits := make([]int, len(q.Traits))
	for i, name := range q.Traits {
		if traits[i] = j.Trait(name); traits[i] < 0 {
			return 0, fmt.Errorf("%s is no trait", name)
		}
	}
	groups := map[string][]int{}
	var order []string
	var key []byte
	for cell := range j.Cells {
		key = key[:0]
		for _, t := range traits {
			key = fmt.Appendf(key, "%d ", j.Cells[cell].At[t])
		}
		if groups[string(key)] == nil {
			order = append(order, string(key))
		}
		groups[string(key)] = append(groups[string(key)], cell)
	}
	for _, g := range order {
		cells := groups[g]
		have, share := 0, 0.0
		for _, c := range cells {
			have += counts[c]
			share += j.Cells[c].Share
		}
		missing := q.AtLeast - have
		if missing <= 0 || share <= 0 {
			continue
		}
		if added += missing; added > n {
			continue // too many: the rest is counted alone
		}
		h := &behind{joint: j, counts: counts, cells: slices.Clone(cells), scale: float64(max(q.AtLeast, have)) / share}
		heap.Init(h)
		for range missing {
			counts[h.cells[0]]++
			heap.Fix(h, 0)
		}
	}
	return added, nil
}

// behind is a heap of cells, that which is furthest behind its share first.
type behind struct {
	joint  *Joint
	counts []int
	cells  []int
	scale  float64
}

func (h *behind) short(i int) float64 {
	c := h.cells[i]
	return h.joint.Cells[c].Share*h.scale - float64(h.counts[c])
}

func (h *behind) Len() int      { return len(h.cells) }
func (h *behind) Swap(i, k int) { h.cells[i], h.cells[k] = h.cells[k], h.cells[i] }
func (h *behind) Push(any)      {}
func (h *behind) Pop() any      { return nil }

func (h *behind) Less(i, k int) bool {
	if x, y := h.short(i), h.short(k); x != y {
		return x > y
	}
	return h.cells[i] < h.cells[k]
}

// follow gives out what the quotas left, so that the whole comes near the
// distribution: each cell's expected number of n, less what it has.
func (j *Joint) follow(counts []int, n, used int, rng *rand.Rand) {
	rest := n - used
	if rest <= 0 {
		return
	}
	want := make([]float64, len(j.Cells))
	sum := 0.0
	for i := range j.Cells {
		want[i] = max(0, j.Cells[i].Share*float64(n)-float64(counts[i]))
		sum += want[i]
	}
	for i := range want {
		want[i] *= float64(rest) / sum
	}
	tries := drawsTried
	if len(want) > 20_000 {
		tries = 4
	}
	targets := make([][]float64, len(j.Traits))
	for t := range j.Traits {
		targets[t] = j.Shares(t)
	}
	var best []int
	nearest := math.Inf(1)
	order := make([]int, len(want))
	for i := range order {
		order[i] = i
	}
	for try := range tries {
		if try > 0 {
			j.shuffle(order, rng)
		}
		now := slices.Clone(counts)
		systematic(now, want, order, rest, rng.Float64())
		if off := j.off(now, n, targets); off < nearest-1e-9 {
			nearest, best = off, now
		}
	}
	copy(counts, best)
}

// shuffle sorts cells by their traits in another order of the traits, so that each
// trait has its turn to be spread evenly.
func (j *Joint) shuffle(order []int, rng *rand.Rand) {
	traits := rng.Perm(len(j.Traits))
	perms := make([][]int, len(j.Traits))
	for t := range perms {
		perms[t] = rng.Perm(len(j.Traits[t].Values))
	}
	sort.Slice(order, func(a, b int) bool {
		x, y := j.Cells[order[a]].At, j.Cells[order[b]].At
		for _, t := range traits {
			if x[t] != y[t] {
				return perms[t][x[t]] < perms[t][y[t]]
			}
		}
		return false
	})
}

// systematic adds rest people at even distances along the cells in order.
func systematic(counts []int, want []float64, order []int, rest int, start float64) {
	run, given := 0.0, 0
	last := -1
	for _, c := range order {
		if want[c] <= 0 {
			continue
		}
		last = c
		run += want[c]
		for given < rest && float64(given)+start < run {
			counts[c]++
			given++
		}
	}
	for ; given < rest && last >= 0; given++ { // the sum was short by a rounding error
		counts[last]++
	}
}

// off is how far the marginals of counts are from targets: the sum of squared
// differences.
func (j *Joint) off(counts []int, n int, targets [][]float64) float64 {
	sum := 0.0
	for t := range j.Traits {
		for v, share := range j.realised(counts, n, t) {
			d := share - targets[t][v]
			sum += d * d
		}
	}
	return sum
}

func (j *Joint) realised(counts []int, n, trait int) []float64 {
	out := make([]float64, len(j.Traits[trait].Values))
	for c, k := range counts {
		out[j.Cells[c].At[trait]] += float64(k) / float64(n)
	}
	return out
}

// Difference is one value of a trait whose share among the people is another than
// declared.
type Difference struct {
	Trait, Value       string
	Declared, Realised float64
}

// String says it in percent.
func (d Difference) String() string {
	return fmt.Sprintf("%s %s is %.1f %% of the people and %.1f %% as declared", d.Trait, d.Value, 100*d.Realised, 100*d.Declared)
}

// Largest returns the largest difference between the shares of people and those
// of j; false where they are the same.
func (j *Joint) Largest(people []int) (Difference, bool) {
	var out Difference
	counts := make([]int, len(j.Cells))
	for _, c := range people {
		counts[c]++
	}
	found := 0.0
	for t := range j.Traits {
		real := j.realised(counts, max(len(people), 1), t)
		for v, share := range j.Shares(t) {
			if off := math.Abs(real[v] - share); off > found+1e-12 {
				found = off
				out = Difference{j.Traits[t].Name, seedbed.TextOf(j.Traits[t].Values[v]), share, real[v]}
			}
		}
	}
	return out, found > 0
}

// SplitQuota reads the traits of a cell: "gender × region", "gender, region".
func SplitQuota(s string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '×' || r == ',' || r == '*' }) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}
