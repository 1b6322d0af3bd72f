package coverage

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// When one ingredient dominates.
const (
	dominates       = 3.0 // times the mean of the others
	dominatesSecond = 2.0 // times the second
	dominantRows    = 20
	dominantShare   = .02
)

// dominant is the most frequent value of a kind of ingredient.
type dominant struct {
	kind   string
	values []*counted
	total  int
	ratio  float64 // to the mean of the others
	second float64 // to the second
	p, q   float64
}

// dominance finds out for each kind of ingredient whether one value gives far more
// rows than its fellows.
func (s *balancing) dominance() []measure.Finding {
	slices.SortFunc(s.kinds, func(a, b kind) int { return cmp.Compare(a.name, b.name) })
	var all []*dominant
	var out []measure.Finding
	for _, k := range s.kinds {
		if k.values.over {
			out = append(out, tooMany(k))
			continue
		}
		d := &dominant{kind: k.name, values: k.values.sorted(), total: k.values.total()}
		if n := len(d.values); n < 2 || d.values[0].n < dominantRows && d.total < 2*n {
			continue // one value, or hardly two rows for each
		}
		n, top := float64(len(d.values)), d.values[0].n
		d.ratio = float64(top) * (n - 1) / float64(d.total-top)
		d.second = float64(top) / float64(d.values[1].n)
		d.p = math.Min(1, n*stats.BinomialTest(top, d.total, 1/n))
		all = append(all, d)
	}
	p := make([]float64, len(all))
	for i, d := range all {
		p[i] = d.p
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		all[i].q = q
		out = append(out, s.dominantFinding(all[i]))
	}
	return out
}

func tooMany(k kind) measure.Finding {
	e := stats.Undefined("%s has more than %s values", prose.Shown(k.name), prose.Count(k.values.limit))
	return measure.Finding{
		Figure: "balance.dominance", Severity: measure.Plain, Unit: measure.Share, Of: prose.Shown(k.name), Estimate: e,
		Says: "whether one dominates cannot be told: " + e.Undefined, Caveat: "So many values are not counted.",
	}
}

func (d *dominant) severity(planned bool) measure.Severity {
	top := d.values[0]
	if d.q >= seriousQ || d.ratio < dominates || d.second < dominatesSecond || top.n < dominantRows || float64(top.n) < dominantShare*float64(d.total) {
		return measure.Plain
	}
	if planned || len(d.values) < 3 {
		return measure.Notable
	}
	return measure.Serious
}

func (s *balancing) planned(kind string) bool {
	name, is := strings.CutPrefix(kind, "attribute ")
	return is || slices.ContainsFunc(s.setup.Declared, func(a measure.Attribute) bool { return a.Name == name })
}

func (s *balancing) dominantFinding(d *dominant) measure.Finding {
	top := d.values[0]
	entropy := 0.0
	for _, c := range d.values { // sorted, so that the sum is the same for any order of rows
		share := float64(c.n) / float64(d.total)
		entropy -= share * math.Log(share)
	}
	f := measure.Finding{
		Figure: "balance.dominance", Severity: d.severity(s.planned(d.kind)), Unit: measure.Share, Of: prose.Shown(d.kind), Census: true,
		Estimate: s.setup.Share(top.n, d.total), Compared: "equal shares over " + prose.Count(len(d.values)) + " values",
		Caveat: "Weights that were wanted are not known here. A row that saw several values counts once for each.",
	}
	f.Says = fmt.Sprintf("%s %s gives %s of %s, %s times as many as another on average; %s values weigh as much as %s that are equally frequent",
		prose.Shown(d.kind), prose.Quoted(top.name), prose.Share(f.Estimate), prose.Rows(d.total), prose.Decimal(d.ratio), prose.Count(len(d.values)), prose.Decimal(math.Exp(entropy)))
	if f.Severity == measure.Plain {
		f.Says = fmt.Sprintf("no %s dominates: the most frequent of %s, %s, gives %s of %s; they weigh as much as %s that are equally frequent",
			prose.Shown(d.kind), prose.Count(len(d.values)), prose.Quoted(top.name), prose.Share(f.Estimate), prose.Rows(d.total), prose.Decimal(math.Exp(entropy)))
	} else {
		f.Evidence = []measure.Evidence{{Note: fmt.Sprintf("%s %s: %s", prose.Shown(d.kind), prose.Shown(top.name), prose.Rows(top.n)), Rows: top.first.refs()}}
	}
	p := measure.Plot{Title: "Rows by " + prose.Shown(d.kind), XLabel: "share of rows", Share: true}
	for _, c := range d.values[:min(len(d.values), shownGroups/2)] {
		p.Dots = append(p.Dots, dot(c.name, s.setup.Share(c.n, d.total), prose.Rows(c.n)))
	}
	if more := len(d.values) - shownGroups/2; more > 0 {
		p.Title += fmt.Sprintf(" (the largest %d; %s more)", shownGroups/2, prose.Count(more))
	}
	f.Plots = []measure.Plot{p}
	return f
}
