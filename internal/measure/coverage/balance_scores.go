package coverage

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// fewest is how many rows a group needs to be compared on its own.
const fewest = 20

// scoring is a group's scores against those of the other groups.
type scoring struct {
	group  string
	values []float64
	median float64
	above  stats.Estimate
	p, q   float64
	least  float64
	most   float64
	low    int64 // the first row with the lowest score
	high   int64
}

func (g *scoring) add(r *scored) {
	g.values = append(g.values, r.score)
	if r.score < g.least {
		g.least, g.low = r.score, r.n
	}
	if r.score > g.most {
		g.most, g.high = r.score, r.n
	}
}

// scoresWithin is the finding of how scores differ between the groups of a column.
func (s *balancing) scoresWithin(column int) measure.Finding {
	name := prose.Shown(s.setup.Columns.Groups[column])
	f := measure.Finding{
		Figure: "balance.score", Severity: measure.Plain, Unit: measure.Ratio, Of: name, Census: s.scores.All(),
		Compared: "the scores of the other groups",
		Caveat:   "A difference may lie in the rows or in who scored them; counterfactual pairs tell the two apart.",
	}
	groups := s.scorings(column)
	if len(groups) == 0 {
		f.Estimate = stats.Undefined("fewer than two groups of %s have %d rows with scores", name, fewest)
		f.Says = "scores cannot be compared between groups: " + f.Estimate.Undefined
		return f
	}
	if !s.scores.All() {
		f.Caveat += fmt.Sprintf(" Rests on a random sample of %s.", prose.Rows(scoreSample))
	}
	g := groups[0]
	f.Estimate = g.above
	rank := g.rank()
	if rank == 0 {
		f.Says = fmt.Sprintf("scores are alike in the groups of %s: the furthest, %s, scores above the others in %s of pairs (%s)", name, prose.Quoted(g.group), prose.Share(g.above), prose.Rows(len(g.values)))
	} else {
		f.Severity = map[int]measure.Severity{1: measure.Notable, 2: measure.Serious}[rank]
		f.Says = fmt.Sprintf("a row of %s scores above one of the other groups in %s of pairs (%s against %s; median %s)", prose.Quoted(g.group), prose.Share(g.above), prose.Rows(len(g.values)), prose.Count(f.Estimate.N-len(g.values)), prose.Decimal(g.median))
		f.Evidence = []measure.Evidence{
			{Note: fmt.Sprintf("%s: the highest score, %s", prose.Shown(g.group), prose.Decimal(g.most)), Rows: []measure.RowRef{{N: g.high}}},
			{Note: fmt.Sprintf("%s: the lowest score, %s", prose.Shown(g.group), prose.Decimal(g.least)), Rows: []measure.RowRef{{N: g.low}}},
		}
	}
	p := measure.Plot{Title: "Scores by " + name, XLabel: "share of pairs in which the group scores higher", Share: true}
	t := measure.Table{Title: "Scores by " + name, Columns: []string{name, "rows", "median", "above others", "q"}}
	for _, g := range groups[:min(len(groups), shownGroups)] {
		p.Dots = append(p.Dots, dot(g.group, g.above, prose.Rows(len(g.values))))
		t.Rows = append(t.Rows, []string{prose.Shown(g.group), prose.Count(len(g.values)), prose.Decimal(g.median), prose.Share(g.above), prose.PValue(g.q)})
	}
	f.Plots, f.Tables = []measure.Plot{p}, []measure.Table{t}
	return f
}

func (g *scoring) rank() int {
	d := math.Abs(g.above.Value - .5)
	switch {
	case g.q < seriousQ && d >= .25:
		return 2
	case g.q < .01 && d >= .08:
		return 1
	}
	return 0
}

// scorings returns the groups with enough scores, those that differ most first.
func (s *balancing) scorings(column int) []*scoring {
	byGroup := map[string]*scoring{}
	_, sample := s.scores.Rows()
	for _, r := range sample {
		v := r.groups[column]
		if v == "" {
			continue
		}
		g := byGroup[v]
		if g == nil {
			g = &scoring{group: v, least: r.score, most: r.score, low: r.n, high: r.n}
			byGroup[v] = g
		}
		g.add(r)
	}
	var out []*scoring
	var all []float64
	for _, g := range byGroup {
		all = append(all, g.values...)
		if len(g.values) >= fewest {
			out = append(out, g)
		}
	}
	if len(byGroup) < 2 || len(out) == 0 || len(byGroup) > mostGroups {
		return nil
	}
	slices.Sort(all)
	slices.SortFunc(out, func(a, b *scoring) int { return compareValues(a.group, b.group) })
	p := make([]float64, len(out))
	for i, g := range out {
		slices.Sort(g.values)
		g.median = stats.Quantile(g.values, .5)
		rest := without(all, g.values)
		g.above, g.p = stats.ProbabilityAbove(g.values, rest, s.setup.Level), stats.RankSum(g.values, rest)
		p[i] = g.p
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		out[i].q = q
	}
	slices.SortStableFunc(out, func(a, b *scoring) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(math.Abs(b.above.Value-.5), math.Abs(a.above.Value-.5)))
	})
	return out
}

// without returns sorted values less some of them, sorted too.
func without(all, some []float64) []float64 {
	out := make([]float64, 0, len(all)-len(some))
	for _, v := range all {
		if len(some) > 0 && some[0] == v {
			some = some[1:]
			continue
		}
		out = append(out, v)
	}
	return out
}
