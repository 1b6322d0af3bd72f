package fidelity

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

const shownFields = 20 // fields with findings of their own

func (s *fieldSample) findings(columns []*column) []measure.Finding {
	compared, differ := 0, 0
	var names []string
	for _, c := range columns {
		if c.why == "" {
			compared++
		}
		if c.differs {
			differ++
			names = append(names, prose.Quoted(c.name))
		}
	}
	all := s.sample.All() && s.against.sample.All()
	f := measure.Finding{
		Figure: "fields", Severity: measure.Plain, Unit: measure.Count, Estimate: stats.Exact(float64(differ), compared), Census: all,
		Compared: s.reference(), Caveat: s.caveat(all), Tables: []measure.Table{s.table(columns)},
	}
	switch {
	case compared == 0:
		f.Estimate = stats.Undefined("no field can be compared")
		f.Says = fmt.Sprintf("none of %s can be compared with the reference: of %s, %s", prose.Plural(len(columns), "field", "fields"), prose.Quoted(columns[0].name), columns[0].why)
	case differ == 0:
		f.Says = fmt.Sprintf("of %s that can be compared, none is shared out differently than in the reference", prose.Plural(compared, "field", "fields"))
	default:
		f.Severity = measure.Notable
		f.Says = fmt.Sprintf("of %s that can be compared, %s shared out differently than in the reference: %s", prose.Plural(compared, "field", "fields"), prose.Plural(differ, "is", "are"), prose.List(names, 3))
		if differ == 1 {
			f.Says = fmt.Sprintf("of %s that can be compared, %s is shared out differently than in the reference", prose.Plural(compared, "field", "fields"), names[0])
		}
	}
	out := []measure.Finding{f}
	for i, c := range columns {
		if i == shownFields {
			break
		}
		out = append(out, s.of(c, all)...)
	}
	return out
}

func (s *fieldSample) caveat(all bool) string {
	c := "One field at a time: how fields go together is not compared."
	if !all {
		c += fmt.Sprintf(" Rests on random samples of at most %s of each side.", prose.Rows(fieldRows))
	}
	return c
}

func (s *fieldSample) reference() string {
	if o := s.setup.Origin[measure.Reference]; o != "" {
		return prose.Shown(o)
	}
	return "the reference"
}

// of are the findings of one field.
func (s *fieldSample) of(c *column, all bool) []measure.Finding {
	base := measure.Finding{Severity: measure.Plain, Of: prose.Shown(c.name), Compared: s.reference(), Caveat: s.caveat(all), Census: all}
	var out []measure.Finding
	if c.gaps {
		f := base
		f.Figure, f.Unit, f.Severity = "fields.empty", measure.Share, measure.Notable
		f.Estimate = s.setup.Share(c.n[0]-c.filled[0], c.n[0])
		f.Says = fmt.Sprintf("%s is empty in %s of %s, and in %s of the reference", prose.Quoted(c.name), prose.Share(f.Estimate), prose.Rows(c.n[0]), prose.Percent(c.empty(1)))
		out = append(out, f)
	}
	if c.why != "" {
		return out
	}
	f := base
	f.Figure, f.Unit = "fields.psi", measure.Ratio
	f.Estimate = stats.Exact(c.psi, c.filled[0]+c.filled[1])
	bins := len(c.shares[0])
	f.Estimate.NoInterval = fmt.Sprintf("PSI has none that holds; chance alone would give about %s", prose.Decimal(float64(bins-1)*(1/float64(c.filled[0])+1/float64(c.filled[1]))))
	f.Says = fmt.Sprintf("%s has a population stability index of %s over %s of the data and %s of the reference", prose.Quoted(c.name), prose.Decimal(c.psi), prose.Rows(c.filled[0]), prose.Rows(c.filled[1]))
	if most := c.mostChanged(); c.differs && most >= 0 {
		f.Says += fmt.Sprintf("; %s is in %s and %s of them", c.binName(most), prose.Percent(share(c.counts[0], most)), prose.Percent(share(c.counts[1], most)))
	}
	switch {
	case c.grave:
		f.Severity = measure.Serious
	case c.differs && !c.gaps || c.differs && c.q < .01 && c.psi >= .1:
		f.Severity = measure.Notable
	}
	f.Tables = []measure.Table{c.sharesTable(s.setup.Level)}
	f.Plots = []measure.Plot{c.plot(s.setup.Level)}
	if c.differs {
		f.Evidence = c.evidence()
	}
	out = append(out, f)
	g := base
	g.Unit = measure.Ratio
	if c.numeric {
		n, m := float64(len(c.numbers[0])), float64(len(c.numbers[1]))
		half := math.Sqrt(math.Log(4/(1-s.setup.Level))/2) * (1/math.Sqrt(n) + 1/math.Sqrt(m))
		g.Figure = "fields.ks"
		g.Estimate = stats.Between(c.ks, math.Max(0, c.ks-half), math.Min(1, c.ks+half), s.setup.Level, "Dvoretzky–Kiefer–Wolfowitz, both sides", int(n+m))
		g.Says = fmt.Sprintf("the distribution functions of %s are apart by %s at the most (q %s), over %s and %s", prose.Quoted(c.name), prose.Figure(g.Estimate), prose.Equals(c.q), prose.Rows(int64(n)), prose.Rows(int64(m)))
	} else {
		g.Figure = "fields.js"
		g.Estimate = stats.Exact(c.js, c.filled[0]+c.filled[1])
		g.Estimate.NoInterval = "the divergence is biased upwards by chance, and has no interval that holds near 0"
		g.Says = fmt.Sprintf("the shares of %s have a Jensen–Shannon divergence of %s nats (0 to .69; χ² q %s), over %s and %s", prose.Quoted(c.name), prose.Decimal(c.js), prose.Equals(c.q), prose.Rows(c.filled[0]), prose.Rows(c.filled[1]))
	}
	return append(out, g)
}

func share(counts []int, at int) float64 {
	n := 0
	for _, k := range counts {
		n += k
	}
	return float64(counts[at]) / float64(max(1, n))
}

// mostChanged is the value or bin whose share differs most.
func (c *column) mostChanged() int {
	best, at := 0.0, -1
	for i := range c.counts[0] {
		if d := math.Abs(share(c.counts[0], i) - share(c.counts[1], i)); d > best {
			best, at = d, i
		}
	}
	return at
}

func (c *column) binName(i int) string {
	if !c.numeric {
		return prose.Quoted(c.kinds[i])
	}
	switch {
	case len(c.bins) == 0:
		return "any number"
	case i == 0:
		return "up to " + prose.Decimal(c.bins[0])
	case i == len(c.bins):
		return "above " + prose.Decimal(c.bins[i-1])
	}
	return "above " + prose.Decimal(c.bins[i-1]) + " up to " + prose.Decimal(c.bins[i])
}

// changed are values or bins by how much their shares differ; bins stay in order.
func (c *column) changed() []int {
	order := make([]int, len(c.counts[0]))
	for i := range order {
		order[i] = i
	}
	if !c.numeric {
		gap := func(i int) float64 { return math.Abs(share(c.counts[0], i) - share(c.counts[1], i)) }
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(gap(b), gap(a)) })
	}
	return order
}

func (c *column) difference(i int, level float64) stats.Estimate {
	return stats.ShareDifference(c.counts[0][i], total(c.counts[0]), c.counts[1][i], total(c.counts[1]), level)
}

func total(counts []int) int {
	n := 0
	for _, k := range counts {
		n += k
	}
	return n
}

func (c *column) sharesTable(level float64) measure.Table {
	t := measure.Table{Title: "Shares of " + prose.Shown(c.name), Columns: []string{"value", "data", "reference", "difference"}}
	order := c.changed()
	for _, i := range order[:min(len(order), 20)] {
		t.Rows = append(t.Rows, []string{c.binName(i), prose.Percent(share(c.counts[0], i)), prose.Percent(share(c.counts[1], i)), prose.Share(c.difference(i, level))})
	}
	t.More = max(0, len(order)-20)
	return t
}

func (c *column) plot(level float64) measure.Plot {
	p := measure.Plot{Title: prose.Shown(c.name), XLabel: "share in the data less that in the reference", Share: true}
	order := c.changed()
	for _, i := range order[:min(len(order), 12)] {
		p.Dots = append(p.Dots, dot(c.binName(i), c.difference(i, level), fmt.Sprintf("%s against %s rows", prose.Count(c.counts[0][i]), prose.Count(c.counts[1][i]))))
	}
	return p
}

// evidence are data rows with the value that is most in excess.
func (c *column) evidence() []measure.Evidence {
	best, at := 0.0, -1
	for i := range c.counts[0] {
		if d := share(c.counts[0], i) - share(c.counts[1], i); d > best {
			best, at = d, i
		}
	}
	if at < 0 {
		return nil
	}
	var out []measure.Evidence
	for k, v := range c.values[0] {
		in := !c.numeric && v == c.kinds[at]
		if c.numeric {
			x := measure.Number(v)
			b, _ := slices.BinarySearch(c.bins, x)
			in = !math.IsNaN(x) && b == at
		}
		if in && len(out) < 5 {
			out = append(out, measure.Evidence{Note: prose.Shown(c.name) + " is " + prose.Quoted(v), Rows: []measure.RowRef{{Part: measure.Data, N: c.rows[k]}}})
		}
	}
	return out
}

func (s *fieldSample) table(columns []*column) measure.Table {
	t := measure.Table{Title: "Fields", Columns: []string{"field", "compared as", "PSI", "gap or divergence", "empty, data", "empty, reference", "q"}, More: max(0, len(columns)-40)}
	for _, c := range columns[:min(len(columns), 40)] {
		if c.why != "" {
			t.Rows = append(t.Rows, []string{prose.Shown(c.name), "not compared: " + c.why, "", "", prose.Percent(c.empty(0)), prose.Percent(c.empty(1)), ""})
			continue
		}
		kind, second := "categories", prose.Decimal(c.js)+" nats"
		if c.numeric {
			kind, second = "numbers", prose.Decimal(c.ks)
		}
		t.Rows = append(t.Rows, []string{prose.Shown(c.name), kind, prose.Decimal(c.psi), second, prose.Percent(c.empty(0)), prose.Percent(c.empty(1)), prose.PValue(c.q)})
	}
	return t
}
