package fidelity

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// fields is the measure of how values are shared out in each field.
type fields struct{}

// Bounds on what is kept.
const (
	fieldRows     = 5000 // a side
	mostFields    = 64
	mostValue     = 64 // bytes of a value
	mostKinds     = 200
	fewestValues  = 20 // on each side
	numericShare  = .95
	numericKinds  = 10
	distinctShare = .5
)

func (fields) Info() measure.Info {
	return measure.Info{
		Name: "fields", Family: family, Title: "Fields against the reference",
		Says: "Whether each field but the text has its values shared out as in the reference. Numbers by the largest gap between both distribution functions (Kolmogorov and Smirnov), and by the population stability index over the reference's tenths; categories by χ², the population stability index and the Jensen–Shannon divergence, with the values whose shares differ most. Empty values are compared for every field. " +
			"A field differs where q < .01 (Benjamini and Hochberg over all tests) and the difference is no trifle: PSI from .1, a gap from .1, or 5 points more or less that are empty. Serious where q < .001 and PSI from .5 (or a gap from .4); notable else.",
		Cannot: "It takes one field at a time: fields may be shared out alike and go together differently. The limits of PSI are a convention of credit scoring, not a law. With very many rows a trifle is significant, which is why the size decides as well. Names and free texts, with more values than every second row, are not compared.",
		Formula: "KS: D = sup|F(x) − G(x)|, p by Kolmogorov's distribution with Stephens's correction (1970), conservative with ties; interval by the Dvoretzky–Kiefer–Wolfowitz inequality (Massart 1990) for both sides. PSI = Σ (p − q)·ln(p ÷ q) (Jeffreys 1946), with half a row more in each bin. Jensen–Shannon divergence ½KL(p|m) + ½KL(q|m), m = (p + q) ÷ 2, in nats (Lin 1991), 0 to ln 2. χ² of both sides (Pearson 1900), values expected in fewer than 5 rows taken together. " +
			"Of PSI chance alone gives about (bins − 1)·(1 ÷ n + 1 ÷ m) (Yurdakul 2018).",
		Use:   "With --against, for metadata: labels, topics, scores, ages. For text see profile and two-sample.",
		Cost:  "One pass that keeps 5,000 rows a side, 64 fields of at most 64 bytes each.",
		Needs: []measure.Need{measure.NeedReference},
		Figures: []measure.Figure{
			{Name: "fields", Unit: measure.Count, Says: "fields that are shared out differently"},
			{Name: "fields.ks", Unit: measure.Ratio, Says: "of a numeric field: largest gap of the distribution functions, 0 to 1"},
			{Name: "fields.psi", Unit: measure.Ratio, Says: "of a field: population stability index, 0 and more"},
			{Name: "fields.js", Unit: measure.Ratio, Says: "of a field of categories: Jensen–Shannon divergence in nats, 0 to .69"},
			{Name: "fields.empty", Unit: measure.Share, Says: "of a field: rows without a value"},
		},
	}
}

func (fields) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	out := newFieldSample(s)
	out.against, _ = known.Reference.(*fieldSample)
	return out, nil
}

// Learn samples the reference.
func (fields) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Reference {
		return nil, nil
	}
	return newFieldSample(s), nil
}

// cell is a value of a field: a number, or a short text.
type cell struct {
	name   string
	text   string
	number float64 // NaN: none
}

// fieldSample is the summary.
type fieldSample struct {
	setup   *measure.Setup
	against *fieldSample
	sample  *measure.Sample[[]cell]
}

func newFieldSample(s *measure.Setup) *fieldSample {
	return &fieldSample{setup: s, sample: measure.NewSample[[]cell](fieldRows, s.Seed)}
}

func (s *fieldSample) Add(r *measure.Row) {
	s.sample.Offer(r.N, func() []cell {
		out := make([]cell, 0, len(r.Fields))
		for i := range r.Fields {
			f := &r.Fields[i]
			if f.Name == s.setup.Columns.Text || len(f.Name) > 200 || len(out) == 2*mostFields {
				continue
			}
			out = append(out, cell{strings.Clone(f.Name), bounded(seedbed.TextOf(f.Value)), measure.Number(f.Value)})
		}
		return out
	})
}

// bounded cuts a value; what is cut off shows in its length.
func bounded(s string) string {
	if len(s) <= mostValue {
		return strings.Clone(s)
	}
	return strings.Clone(strings.ToValidUTF8(s[:mostValue-8], "")) + "…"
}

func (s *fieldSample) Merge(o measure.Summary) error {
	s.sample.Merge(o.(*fieldSample).sample)
	return nil
}

// column is a field on both sides.
type column struct {
	name    string
	n       [2]int // rows
	filled  [2]int // rows with a value
	numbers [2][]float64
	values  [2][]string
	rows    []int64 // of the data: of each value, its row

	numeric        bool
	why            string // not compared
	ks             float64
	psi, js        float64
	p, pEmpty      float64
	q, qEmpty      float64
	kinds          []string
	shares         [2][]float64
	counts         [2][]int
	bins           []float64
	differs, grave bool
	gaps           bool // differs in how many are empty
}

func (s *fieldSample) Report(ctx context.Context) ([]measure.Finding, error) {
	if s.against == nil {
		return nil, measure.Cannot("--against FILE", "no reference given")
	}
	columns := s.columns()
	if len(columns) == 0 {
		return nil, measure.Cannot("", "there are no fields but the text")
	}
	var p []float64
	for _, c := range columns {
		c.compare()
		p = append(p, c.p, c.pEmpty)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// What was not tested takes no part in the control.
	var tested []int
	var of []float64
	for i, x := range p {
		if x >= 0 {
			tested, of = append(tested, i), append(of, x)
		}
	}
	for i, q := range stats.BenjaminiHochberg(of) {
		if c := columns[tested[i]/2]; tested[i]%2 == 0 {
			c.q = q
		} else {
			c.qEmpty = q
		}
	}
	for _, c := range columns {
		c.judge()
	}
	slices.SortStableFunc(columns, func(a, b *column) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(b.psi, a.psi), strings.Compare(a.name, b.name))
	})
	return s.findings(columns), nil
}

// columns gathers both sides by field, in the order of their names.
func (s *fieldSample) columns() []*column {
	find := map[string]*column{}
	var rowsOf [2]int
	for side, sample := range []*measure.Sample[[]cell]{s.sample, s.against.sample} {
		ns, cells := sample.Rows()
		rowsOf[side] = len(ns)
		for i, row := range cells {
			for k := range row {
				s.put(find, side, ns[i], &row[k])
			}
		}
	}
	var out []*column
	for _, c := range find {
		c.n = rowsOf
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *column) int { return strings.Compare(a.name, b.name) })
	return out[:min(len(out), mostFields)]
}

func (s *fieldSample) put(find map[string]*column, side int, n int64, v *cell) {
	c := find[v.name]
	if c == nil {
		c = &column{name: v.name}
		find[v.name] = c
	}
	if v.text == "" {
		return
	}
	c.filled[side]++
	c.values[side] = append(c.values[side], v.text)
	if side == 0 {
		c.rows = append(c.rows, n)
	}
	if !math.IsNaN(v.number) {
		c.numbers[side] = append(c.numbers[side], v.number)
	}
}

// compare tests a column; p is −1 where it cannot be.
func (c *column) compare() {
	c.p, c.pEmpty, c.q, c.qEmpty = -1, -1, 1, 1
	side := []string{"data", "reference"}
	for s := range 2 {
		if c.filled[s] == 0 {
			c.why = "it is not in the " + side[s]
			return
		}
	}
	c.pEmpty = stats.FisherExact(c.n[0]-c.filled[0], c.filled[0], c.n[1]-c.filled[1], c.filled[1])
	for s := range 2 {
		if c.filled[s] < fewestValues {
			c.why = "the " + side[s] + " has " + prose.Plural(c.filled[s], "value", "values") + " of it; " + prose.Count(fewestValues) + " are needed"
			return
		}
	}
	c.numeric = c.isNumeric()
	if c.numeric {
		c.compareNumbers()
		return
	}
	kinds := map[string]bool{}
	for s := range 2 {
		for _, v := range c.values[s] {
			kinds[v] = true
		}
	}
	if all := c.filled[0] + c.filled[1]; len(kinds) > mostKinds || len(kinds) > 20 && float64(len(kinds)) > distinctShare*float64(min(c.filled[0], c.filled[1])) {
		c.why = "it has " + prose.Count(len(kinds)) + " different values in " + prose.Rows(all) + ", as names or texts have"
		return
	}
	c.compareKinds()
}

// isNumeric reports whether nearly all values of both sides are numbers, and not
// just a few different ones.
func (c *column) isNumeric() bool {
	different := map[float64]bool{}
	for s := range 2 {
		if float64(len(c.numbers[s])) < numericShare*float64(c.filled[s]) {
			return false
		}
		for _, x := range c.numbers[s] {
			if len(different) <= numericKinds {
				different[x] = true
			}
		}
	}
	return len(different) > numericKinds
}

func (c *column) compareNumbers() {
	for s := range c.numbers {
		slices.Sort(c.numbers[s])
	}
	c.ks = kolmogorov(c.numbers[0], c.numbers[1])
	c.p = kolmogorovAbove(c.ks, len(c.numbers[0]), len(c.numbers[1]))
	for tenth := 1; tenth < 10; tenth++ {
		c.bins = append(c.bins, stats.Quantile(c.numbers[1], float64(tenth)/10))
	}
	c.bins = slices.Compact(c.bins)
	for s := range 2 {
		c.counts[s] = make([]int, len(c.bins)+1)
		for _, x := range c.numbers[s] {
			at, _ := slices.BinarySearch(c.bins, x) // bins are (low, high]
			c.counts[s][at]++
		}
		c.shares[s] = smoothed(c.counts[s])
	}
	c.psi = psi(c.shares[0], c.shares[1])
	c.js = jensenShannon(c.shares[0], c.shares[1])
}

func (c *column) compareKinds() {
	find := map[string][2]int{}
	for s := range 2 {
		for _, v := range c.values[s] {
			k := find[v]
			k[s]++
			find[v] = k
		}
	}
	for k := range find {
		c.kinds = append(c.kinds, k)
	}
	slices.Sort(c.kinds)
	for s := range 2 {
		for _, k := range c.kinds {
			c.counts[s] = append(c.counts[s], find[k][s])
		}
		c.shares[s] = smoothed(c.counts[s])
	}
	c.psi = psi(c.shares[0], c.shares[1])
	c.js = jensenShannon(plain(c.counts[0]), plain(c.counts[1]))
	c.p = chiSquared(c.counts[0], c.counts[1])
}

func (c *column) judge() {
	shift := c.p >= 0 && c.q < .01 && (c.psi >= .1 || c.numeric && c.ks >= .1)
	missing := math.Abs(c.empty(0) - c.empty(1))
	c.gaps = c.pEmpty >= 0 && c.qEmpty < .01 && missing >= .05
	c.differs = shift || c.gaps
	c.grave = shift && c.q < .001 && (c.psi >= .5 || c.numeric && c.ks >= .4)
}

// empty is the share of rows without a value.
func (c *column) empty(side int) float64 {
	return 1 - float64(c.filled[side])/float64(max(1, c.n[side]))
}

func (c *column) rank() int {
	switch {
	case c.grave:
		return 3
	case c.differs:
		return 2
	case c.why == "":
		return 1
	}
	return 0
}
