package stats

import "math"

// pairs is the evaluator of the figures that need to know who said what: Cohen's
// κ of each two raters (Cohen, 1960; weighted: 1968) and the mean of them (Light,
// 1971), and how often each rater agrees with the others.
//
// Its figures are: the mean κ, κ of each pair, agreement of each rater.
type pairs struct {
	p       *patterns
	w       weighing
	of      [][2]int32 // the raters of each pair that have an item in common
	index   []int32    // of a pair of raters in of, by rater*raters + rater; −1: none
	raters  int
	q       int
	table   []float64 // scratch: of each pair, how often who said what
	row     []float64 // scratch: margins
	col     []float64
	agree   []float64 // scratch: of each rater, sum over items of the share of others who agree
	items   []float64 // scratch: over so many items
	weights []float64 // 1 − weight of each two categories
	slot    []int32   // of one pattern after another: where each pair of its ratings counts in table
	slots   []int32   // where each pattern's begin in slot
	others  []float64 // of each entry of p: share of the others who said the same
}

// mostTable bounds the numbers that the tables of all pairs hold, and mostDraws
// those that their resamples do.
const (
	mostTable = 200_000
	mostDraws = 20_000_000
)

// newPairs returns nil where the tables, or their resamples, would be too large.
func newPairs(p *patterns, w weighing, raters, resamples int) *pairs {
	q := len(w.scale)
	together := 0.0
	for _, m := range p.m {
		together += m * (m - 1) / 2
	}
	if raters > 2000 || q*q > mostTable || together > mostDraws {
		return nil
	}
	e := &pairs{p: p, w: w, raters: raters, q: q, index: make([]int32, raters*raters)}
	for i := range e.index {
		e.index[i] = -1
	}
	seen := make([]bool, raters*raters)
	for i := range p.len() {
		for _, pair := range eachPair(p.of(i)) {
			seen[int(pair[0])*raters+int(pair[1])] = true
		}
	}
	for i, s := range seen {
		if s {
			e.index[i] = int32(len(e.of))
			e.of = append(e.of, [2]int32{int32(i / raters), int32(i % raters)})
		}
	}
	if len(e.of)*q*q > mostTable || e.figures()*max(resamples, min(p.len(), mostLeftOut)) > mostDraws {
		return nil
	}
	e.weights = make([]float64, q*q)
	for c := range q {
		for k := range q {
			e.weights[c*q+k] = w.differ(int32(c), int32(k))
		}
	}
	e.place()
	return e.fork()
}

// place works out once what eval would look up for every resample.
func (e *pairs) place() {
	e.others, e.slots = make([]float64, len(e.p.entry)), make([]int32, 1, e.p.len()+1)
	for i := range e.p.len() {
		of, others := e.p.of(i), e.others[e.p.start[i]:e.p.start[i+1]]
		for j, b := range of {
			for k, a := range of[:j] {
				pair := e.index[int(a.a)*e.raters+int(b.a)]
				e.slot = append(e.slot, (pair*int32(e.q)+a.b)*int32(e.q)+b.b)
				if a.b == b.b {
					others[k] += 1 / float64(len(of)-1)
					others[j] += 1 / float64(len(of)-1)
				}
			}
		}
		e.slots = append(e.slots, int32(len(e.slot)))
	}
}

// eachPair returns the pairs of raters of an item's ratings, the lower first.
func eachPair(of []pairOf) [][2]int32 {
	var out [][2]int32
	for j := range of {
		for i := range j {
			out = append(out, [2]int32{of[i].a, of[j].a})
		}
	}
	return out
}

func (e *pairs) fork() *pairs {
	f := *e
	f.table = make([]float64, len(e.of)*e.q*e.q)
	f.row, f.col = make([]float64, e.q), make([]float64, e.q)
	f.agree, f.items = make([]float64, e.raters), make([]float64, e.raters)
	return &f
}

// figures is how many eval writes.
func (e *pairs) figures() int { return 1 + len(e.of) + e.raters }

func (e *pairs) eval(freq []int32, out []float64) {
	clear(e.table)
	clear(e.agree)
	clear(e.items)
	for i, f := range freq {
		if f > 0 && e.p.m[i] > 1 {
			e.add(i, float64(f))
		}
	}
	sum, defined := 0.0, 0
	for i := range e.of {
		k := e.kappa(e.table[i*e.q*e.q : (i+1)*e.q*e.q])
		out[1+i] = k
		if !math.IsNaN(k) {
			sum += k
			defined++
		}
	}
	out[0] = sum / float64(defined)
	for r := range e.raters {
		out[1+len(e.of)+r] = e.agree[r] / e.items[r]
	}
}

// add counts a pattern that occurs n times.
func (e *pairs) add(pattern int, n float64) {
	for _, at := range e.slot[e.slots[pattern]:e.slots[pattern+1]] {
		e.table[at] += n
	}
	from := e.p.start[pattern]
	for j, entry := range e.p.of(pattern) {
		e.items[entry.a] += n
		e.agree[entry.a] += n * e.others[int(from)+j]
	}
}

// kappa is 1 − weighted disagreement over that expected from the margins.
func (e *pairs) kappa(table []float64) float64 {
	clear(e.row)
	clear(e.col)
	n, observed := 0.0, 0.0
	for c := range e.q {
		for k, t := range table[c*e.q : (c+1)*e.q] {
			if t != 0 {
				n += t
				e.row[c] += t
				e.col[k] += t
				observed += t * e.weights[c*e.q+k]
			}
		}
	}
	expected := 0.0
	for c, r := range e.row {
		if r == 0 {
			continue
		}
		for k, t := range e.col {
			expected += r * t * e.weights[c*e.q+k]
		}
	}
	if expected == 0 {
		return math.NaN()
	}
	return 1 - n*observed/expected
}

// together is how many items the raters of each pair share.
func (e *pairs) together() []int {
	out := make([]int, len(e.of))
	for i := range e.p.len() {
		for _, pair := range eachPair(e.p.of(i)) {
			out[e.index[int(pair[0])*e.raters+int(pair[1])]] += int(e.p.freq[i])
		}
	}
	return out
}

// tableOf is how often the raters of a pair said what, over all items.
func (e *pairs) tableOf(pair int) [][]float64 {
	out := make([][]float64, e.q)
	for c := range out {
		out[c] = make([]float64, e.q)
	}
	a, b := e.of[pair][0], e.of[pair][1]
	for i := range e.p.len() {
		c, k := int32(-1), int32(-1)
		for _, entry := range e.p.of(i) {
			switch entry.a {
			case a:
				c = entry.b
			case b:
				k = entry.b
			}
		}
		if c >= 0 && k >= 0 {
			out[c][k] += float64(e.p.freq[i])
		}
	}
	return out
}

// itemsOf is how many items a rater shares with others.
func (e *pairs) itemsOf(rater int) int {
	n := 0
	for i := range e.p.len() {
		of := e.p.of(i)
		if len(of) < 2 {
			continue
		}
		for _, entry := range of {
			if int(entry.a) == rater {
				n += int(e.p.freq[i])
			}
		}
	}
	return n
}
