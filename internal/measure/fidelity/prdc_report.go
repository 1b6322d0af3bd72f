package fidelity

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// prdc is the measure of precision, recall, density and coverage.
type prdc struct{}

const (
	prdcRows  = 1000 // a side, unless told
	prdcMost  = 5000
	prdcNear  = 5
	fewestCut = 100 // rows a side below which nothing is called serious or notable
)

func (prdc) Info() measure.Info {
	return measure.Info{
		Name: "prdc", Family: family, Title: "Precision, recall, density and coverage",
		Says: "Which part of the reference the data leaves out, and which part of the data lies where the reference has nothing. Rows are points by their embeddings; around each one lies a ball that reaches to its fifth nearest neighbour on its own side. *Coverage*: the share of reference rows with a row of the data in their ball. *Precision*: the share of data rows in the ball of some reference row. *Recall*: the share of reference rows in the ball of some data row. *Density*: in how many reference balls a row of the data lies, over five: 1 where both are alike, and it can be more. " +
			"Beside each stands what it would be if data and reference were one: coverage by its formula, the others by the reference against itself where it has rows enough. Coverage is serious where its interval ends below .3, notable below .8 times what one distribution would give; precision is notable where its interval ends below .8 times that of the reference against itself; all with 100 rows a side at least. The evidence is the reference rows that are farthest from all data, and the data rows farthest from all reference.",
		Cannot: "It sees what the embedding sees, and embeddings are named in the report: by hashed n-grams, the same meaning in other words is far away. Figures depend on the number of rows and on k: compare only what was measured with the same of both. Intervals take the balls as they are, and are of the rows that were held against them: another reference sample would move the balls too. Precision and recall are raised by a few outliers with large balls; density and coverage are not.",
		Formula: "Balls B(x) of radius NN_k(x), the distance to the k-th nearest neighbour on the same side, the row itself not counted; inside is strictly nearer. Precision and recall: Kynkäänniemi and others 2019. Density Σ_j Σ_i 1[y_j ∈ B(x_i)] ÷ (k·m), coverage Σ_i 1[∃j: y_j ∈ B(x_i)] ÷ n: Naeem and others 2020; for one distribution coverage is on average 1 − Π_{i<k} (n−1−i) ÷ (n+m−1−i) (there, lemma 2). " +
			"All pairs of rows are compared, none approximately; where the rounding of float32 could decide, in float64.",
		Use:     "With --against, to see which kinds of real rows have no counterpart. `prdc.k` (5) and `prdc.rows` (1000 a side, 5000 at the most) are settings. For one figure of how far apart both are, see distance; for what gives rows away, two-sample.",
		Cost:    "A sample of 1,000 rows a side, 2,000 of the reference where it has them, their embeddings, and three times all pairs: about 0.1 s at 256 dimensions, some 1.5 s of processor time for 5,000 a side at 384.",
		Needs:   []measure.Need{measure.NeedText, measure.NeedReference},
		Figures: prdcFigures(),
	}
}

func prdcFigures() []measure.Figure {
	return []measure.Figure{
		{Name: "prdc", Unit: measure.Share, Says: "coverage: reference rows that have a row of the data near"},
		{Name: "prdc.precision", Unit: measure.Share, Says: "data rows that lie where the reference has rows"},
		{Name: "prdc.recall", Unit: measure.Share, Says: "reference rows that lie where the data has rows"},
		{Name: "prdc.density", Unit: measure.Ratio, Says: "how densely the reference lies where data rows are; 1 where both are alike"},
	}
}

func (prdc) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	return newSide(s, option(s, "prdc.rows", prdcRows, 10, prdcMost), known, reportPRDC), nil
}

// Learn keeps two samples' worth, to hold the reference against itself.
func (prdc) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	return learnSide(s, part, 2*option(s, "prdc.rows", prdcRows, 10, prdcMost))
}

// held is a manifold of the data, and one of the reference against itself.
type held struct {
	*comparison
	k         int
	ref       *texts // the reference rows that are the real side
	m, within *manifold
	expected  float64 // coverage, were both of one distribution
}

func reportPRDC(ctx context.Context, c *comparison) ([]measure.Finding, error) {
	k := option(c.setup, "prdc.k", prdcNear, 1, 50)
	for _, t := range []*texts{c.data, c.ref} {
		if len(t.text) <= k {
			return nil, measure.Cannot("", "the %s has %s with a text; %d are needed for the %d nearest of each", t.part, prose.Rows(len(t.text)), k+1, k)
		}
	}
	v, err := c.embed(ctx)
	if err != nil {
		return nil, err
	}
	h := &held{comparison: c, k: k, ref: c.ref}
	nd, nr := len(c.data.text), len(c.ref.text)
	data, ref := v.slice(0, nd), v.slice(nd, nd+nr)
	// Sampling keeps the rows in order: the halves take turns, by their number.
	if half := nr / 2; half >= min(nd, 500) {
		a, b := halves(c.ref, half, c.setup.Seed)
		h.ref = c.ref.only(a)
		other := gather(ref, b)
		ref = gather(ref, a)
		h.within = prdcOf(ref, other, k)
	} else if size := option(c.setup, "prdc.rows", prdcRows, 10, prdcMost); nr > size {
		a, _ := halves(c.ref, size, c.setup.Seed)
		h.ref, ref = c.ref.only(a), gather(ref, a)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h.m = prdcOf(ref, data, k)
	empty := 0 // balls without size, in which nothing can be, not even the same text
	for _, r2 := range h.m.radius2 {
		if r2 <= 0 {
			empty++
		}
	}
	if 20*empty > ref.n {
		return nil, measure.Cannot("", "%d of %s of the reference have %d others with the same text, and no distance to them: take duplicates out first", empty, prose.Rows(ref.n), k)
	}
	h.expected = expectedCoverage(ref.n, data.n, k)
	return []measure.Finding{h.coverage(), h.precision(), h.recall(), h.density()}, ctx.Err()
}

// halves returns two random disjoint lots of a sample's rows; the second has as many
// as are left, size at the most.
func halves(t *texts, size int, seed uint64) (a, b []int) {
	order := make([]int, len(t.n))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(mixed(uint64(t.n[x])^mixed(seed+1)), mixed(uint64(t.n[y])^mixed(seed+1))), x-y)
	})
	a, b = order[:size], order[size:min(2*size, len(order))]
	slices.Sort(a)
	slices.Sort(b)
	return a, b
}

func gather(v *vectors, keep []int) *vectors {
	out := newVectors(len(keep), v.dim)
	for to, from := range keep {
		copy(out.row(to), v.row(from))
		out.square[to] = v.square[from]
	}
	return out
}

// expectedCoverage is the mean coverage of n real rows by m of the same distribution.
func expectedCoverage(n, m, k int) float64 {
	none := 1.0
	for i := range k {
		none *= math.Max(0, float64(n-1-i)) / float64(n+m-1-i)
	}
	return 1 - none
}

func (h *held) caveat() string {
	return fmt.Sprintf("By %s; depends on k = %d and on the number of rows, and the interval takes the reference's sample as it is.%s", embedderName(h.setup), h.k, h.sampled())
}

// share makes the finding of one share.
func (h *held) share(figure string, yes int, of int) measure.Finding {
	return measure.Finding{
		Figure: figure, Severity: measure.Plain, Unit: measure.Share, Estimate: h.setup.Share(yes, of),
		Compared: fmt.Sprintf("%s of the reference", prose.Rows(len(h.ref.n))), Caveat: h.caveat(),
	}
}

func trues(list []bool) int {
	n := 0
	for _, b := range list {
		if b {
			n++
		}
	}
	return n
}

func (h *held) enough() bool { return min(len(h.data.n), len(h.ref.n)) >= fewestCut }

func (h *held) coverage() measure.Finding {
	f := h.share("prdc", trues(h.m.covered), len(h.m.covered))
	high := f.Estimate.Interval.High
	switch {
	case h.enough() && high < .3:
		f.Severity = measure.Serious
	case h.enough() && high < .8*h.expected:
		f.Severity = measure.Notable
	}
	f.Says = fmt.Sprintf("%s of %s of the reference have a row of the data near (among their %d nearest); if both were alike it would be %s",
		prose.Share(f.Estimate), prose.Rows(len(h.ref.n)), h.k, prose.Percent(h.expected))
	type missed struct {
		i     int
		ratio float64
	}
	var list []missed
	for i, covered := range h.m.covered {
		if !covered {
			list = append(list, missed{i, farness(h.m.toFake[i], h.m.radius2[i])})
		}
	}
	slices.SortStableFunc(list, func(a, b missed) int { return cmp.Compare(b.ratio, a.ratio) })
	for _, m := range list[:min(len(list), measure.MaxEvidence)] {
		note := "no row of the data is as near as its " + ordinal(h.k) + " nearest of the reference"
		switch {
		case m.ratio < 2: // "1.0 times as far" would say nothing
			note += fmt.Sprintf("; the nearest is %s further", prose.Percent(m.ratio-1))
		case m.ratio < 1e6:
			note += fmt.Sprintf("; the nearest is %s times as far", prose.Decimal(m.ratio))
		}
		f.Evidence = append(f.Evidence, measure.Evidence{Note: note, Rows: []measure.RowRef{h.ref.ref(m.i)}})
	}
	f.Tables = []measure.Table{h.table()}
	f.Plots = []measure.Plot{h.plot()}
	return f
}

// farness is how many times as far as a radius something is, by their squares.
func farness(d2, radius2 float64) float64 {
	if radius2 <= 0 {
		return 1e9
	}
	return math.Min(1e9, math.Sqrt(d2/radius2))
}

func ordinal(k int) string {
	switch {
	case k%10 == 1 && k%100 != 11:
		return fmt.Sprintf("%dst", k)
	case k%10 == 2 && k%100 != 12:
		return fmt.Sprintf("%dnd", k)
	case k%10 == 3 && k%100 != 13:
		return fmt.Sprintf("%drd", k)
	}
	return fmt.Sprintf("%dth", k)
}

func (h *held) precision() measure.Finding {
	inside := 0
	for _, c := range h.m.inside {
		if c > 0 {
			inside++
		}
	}
	f := h.share("prdc.precision", inside, len(h.m.inside))
	f.Says = fmt.Sprintf("%s of %s of the data lie where the reference has rows", prose.Share(f.Estimate), prose.Rows(len(h.m.inside)))
	if h.within != nil {
		f.Says += fmt.Sprintf("; of other rows of the reference, %s", prose.Percent(h.within.precise))
		if h.enough() && f.Estimate.Interval.High < .8*h.within.precise {
			f.Severity = measure.Notable
		}
	}
	for j, c := range h.m.inside {
		if c == 0 && len(f.Evidence) < measure.MaxEvidence {
			f.Evidence = append(f.Evidence, measure.Evidence{Note: "in the ball of no row of the reference", Rows: []measure.RowRef{h.data.ref(j)}})
		}
	}
	return f
}

func (h *held) recall() measure.Finding {
	f := h.share("prdc.recall", trues(h.m.recalled), len(h.m.recalled))
	f.Says = fmt.Sprintf("%s of %s of the reference lie where the data has rows", prose.Share(f.Estimate), prose.Rows(len(h.ref.n)))
	if h.within != nil {
		f.Says += fmt.Sprintf("; where other rows of the reference are, %s", prose.Percent(h.within.recall))
	}
	return f
}

func (h *held) density() measure.Finding {
	values := make([]float64, len(h.m.inside))
	for j, c := range h.m.inside {
		values[j] = float64(c) / float64(h.k)
	}
	f := measure.Finding{
		Figure: "prdc.density", Severity: measure.Plain, Unit: measure.Ratio, Estimate: stats.Mean(values, h.setup.Level),
		Compared: fmt.Sprintf("%s of the reference", prose.Rows(len(h.ref.n))), Caveat: h.caveat(),
	}
	f.Estimate.Value, f.Estimate.Undefined = h.m.density, ""
	f.Says = fmt.Sprintf("rows of the data lie in %s × %d balls of the reference on average (1 × %d where both are alike), over %s", prose.Figure(f.Estimate), h.k, h.k, prose.Rows(len(values)))
	return f
}

func (h *held) table() measure.Table {
	t := measure.Table{Title: "Data and reference, as clouds of points", Columns: []string{"figure", "data", "if both were one"}}
	within := func(get func(*manifold) float64) string {
		if h.within == nil {
			return "not known: the reference is too small to be halved"
		}
		return prose.Decimal(get(h.within))
	}
	t.Rows = [][]string{
		{"coverage", prose.Decimal(h.m.coverage), prose.Decimal(h.expected)},
		{"precision", prose.Decimal(h.m.precise), within(func(m *manifold) float64 { return m.precise })},
		{"recall", prose.Decimal(h.m.recall), within(func(m *manifold) float64 { return m.recall })},
		{"density", prose.Decimal(h.m.density), within(func(m *manifold) float64 { return m.density })},
	}
	return t
}

func (h *held) plot() measure.Plot {
	p := measure.Plot{Title: "Precision, recall and coverage", XLabel: "share of rows", Share: true}
	inside := 0
	for _, c := range h.m.inside {
		if c > 0 {
			inside++
		}
	}
	for _, s := range []struct {
		name  string
		yes   int
		of    int
		notes string
	}{
		{"coverage", trues(h.m.covered), len(h.m.covered), "reference rows with data near"},
		{"precision", inside, len(h.m.inside), "data rows where the reference is"},
		{"recall", trues(h.m.recalled), len(h.m.recalled), "reference rows where the data is"},
	} {
		p.Dots = append(p.Dots, dot(s.name, h.setup.Share(s.yes, s.of), s.notes))
	}
	return p
}

// dot is a line of a dot plot.
func dot(label string, e stats.Estimate, note string) measure.Dot {
	d := measure.Dot{Label: label, Value: e.Value, Note: note}
	if e.Interval != nil {
		low, high := e.Interval.Low, e.Interval.High
		d.Low, d.High = &low, &high
	}
	return d
}
