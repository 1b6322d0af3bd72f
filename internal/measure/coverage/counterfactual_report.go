package coverage

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// gap is how one group differs from the others of its sets in one thing.
type gap struct {
	figure, group, label string
	d                    []float64
	sets                 []int // where each is from
	up, down             int
	mean, scale          float64
	p, q                 float64
}

func (g *gap) add(d float64, set int) {
	g.d, g.sets = append(g.d, d), append(g.sets, set)
	if d > 1e-12 {
		g.up++
	} else if d < -1e-12 {
		g.down++
	}
}

func (g *gap) rank() int {
	serious, notable := .2, .05
	switch g.figure {
	case "counterfactual.score":
		serious, notable = .5*g.scale, .15*g.scale
	case "counterfactual.length":
		if g.q < seriousQ && math.Abs(g.mean) >= .2*g.scale {
			return 1
		}
		return 0
	}
	switch d := math.Abs(g.mean); {
	case g.q < seriousQ && d >= serious:
		return 2
	case g.q < notableQ && d >= notable && d > 0:
		return 1
	}
	return 0
}

func (s *pairing) report(sets [][]sibling) []measure.Finding {
	gaps := s.gaps(sets)
	var all []*gap
	for _, g := range gaps {
		all = append(all, g...)
	}
	p := make([]float64, len(all))
	for i, g := range all {
		p[i] = g.p
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		all[i].q = q
	}
	out := []measure.Finding{s.labelsDiffer(sets)}
	for i, figure := range [...]string{"counterfactual.label", "counterfactual.score", "counterfactual.length"} {
		if len(gaps[i]) > 0 {
			out = append(out, s.gapFinding(figure, gaps[i], sets))
		}
	}
	return out
}

// gaps returns the differences of labels, of scores and of lengths.
func (s *pairing) gaps(sets [][]sibling) [3][]*gap {
	var out [3][]*gap
	labels := labelsOf(sets)
	for _, l := range labels {
		out[0] = append(out[0], gapsOf(sets, &gap{figure: "counterfactual.label", label: l, scale: 1}, func(k *sibling) float64 {
			switch k.label {
			case "":
				return math.NaN()
			case l:
				return 1
			}
			return 0
		})...)
	}
	out[1] = gapsOf(sets, &gap{figure: "counterfactual.score"}, func(k *sibling) float64 { return k.score })
	if s.by != "" && s.setup.Columns.Text != "" { // rows of one template are equally long
		out[2] = gapsOf(sets, &gap{figure: "counterfactual.length"}, func(k *sibling) float64 { return float64(k.words) })
	}
	return out
}

// labelsOf returns the labels to compare: of two, the rarer one; none where there are
// fewer than two or too many.
func labelsOf(sets [][]sibling) []string {
	n := map[string]int{}
	for _, set := range sets {
		for i := range set {
			if l := set[i].label; l != "" {
				n[l]++
			}
		}
	}
	labels := slices.Sorted(maps.Keys(n))
	switch {
	case len(labels) < 2 || len(labels) > mostLabels:
		return nil
	case len(labels) == 2:
		if n[labels[0]] <= n[labels[1]] {
			return labels[:1]
		}
		return labels[1:]
	}
	return labels
}

// gapsOf compares a value of each group with the mean of the other groups' in each
// set. Values that are not numbers are left out.
func gapsOf(sets [][]sibling, like *gap, value func(*sibling) float64) []*gap {
	by := map[string]*gap{}
	var every []float64
	for si, set := range sets {
		sum, n := 0.0, 0
		for i := range set {
			if v := value(&set[i]); v == v {
				sum, n = sum+v, n+1
				every = append(every, v)
			}
		}
		for i := range set {
			v := value(&set[i])
			if v != v || n < 2 {
				continue
			}
			g := by[set[i].group]
			if g == nil {
				g = &gap{figure: like.figure, label: like.label, scale: like.scale, group: set[i].group}
				by[set[i].group] = g
			}
			g.add(v-(sum-v)/float64(n-1), si)
		}
	}
	mean, variance := stats.MeanVariance(every)
	var out []*gap
	for _, name := range slices.SortedFunc(maps.Keys(by), compareValues) {
		g := by[name]
		g.mean, _ = stats.MeanVariance(g.d)
		g.p = stats.SignTest(g.up, g.down)
		switch like.figure {
		case "counterfactual.score":
			g.scale = math.Sqrt(variance)
		case "counterfactual.length":
			g.scale = mean
		}
		out = append(out, g)
	}
	return out
}

func (s *pairing) caveat() string {
	c := "Some texts should have another label for another group: look at the sets."
	if s.by == "" {
		c += " Only rows whose text names the group can be found."
	}
	if s.most < math.MaxUint64 {
		c += fmt.Sprintf(" Of %s, those of a random part of the sets are kept (%s).", prose.Rows(s.inSet), prose.Count(len(s.kept)))
	}
	return c
}

// labelsDiffer is the share of sets whose rows do not all have the same label.
func (s *pairing) labelsDiffer(sets [][]sibling) measure.Finding {
	f := measure.Finding{
		Figure: "counterfactual", Severity: measure.Plain, Unit: measure.Share, Census: s.most == math.MaxUint64,
		Compared: "rows that differ in the group alone", Caveat: s.caveat(),
	}
	n, differ := 0, 0
	var top measure.Top
	for _, set := range sets {
		labels := map[string]int{}
		for i := range set {
			if l := set[i].label; l != "" {
				labels[l]++
			}
		}
		if len(labels) == 0 {
			continue
		}
		n++
		if len(labels) > 1 {
			differ++
			top.Offer(float64(len(labels)), evidenceOfSet(set))
		}
	}
	if n == 0 {
		f.Estimate = stats.Undefined("the rows of the %s have no labels", prose.Plural(len(sets), "set", "sets"))
		f.Says = "labels cannot be compared within sets: " + f.Estimate.Undefined
		return f
	}
	f.Estimate = s.setup.Share(differ, n)
	f.Evidence = top.Evidence()
	f.Says = fmt.Sprintf("in %s of %s of rows that differ in the group alone, the rows do not all have the same label (%s)", prose.Share(f.Estimate), prose.Plural(n, "set", "sets"), prose.Count(differ))
	if f.Estimate.Interval != nil && f.Estimate.Interval.Low >= .05 {
		f.Severity = measure.Notable
	}
	return f
}

// evidenceOfSet shows the rows of a set side by side, one of each label first.
func evidenceOfSet(set []sibling) measure.Evidence {
	var ev measure.Evidence
	seen := map[string]bool{}
	var first, rest []measure.RowRef
	note := ""
	for i := range set {
		k := &set[i]
		ref := measure.RowRef{N: k.n}
		if k.marked.To > k.marked.From {
			ref.Marks = []measure.Span{k.marked}
		}
		if !seen[k.label] {
			seen[k.label] = true
			first = append(first, ref)
			if note != "" {
				note += ", "
			}
			note += prose.Shown(k.group) + ": " + cmp.Or(prose.Shown(k.label), "no label")
			continue
		}
		rest = append(rest, ref)
	}
	ev.Note, ev.Rows = note, append(first, rest...)
	return ev
}

func (s *pairing) gapFinding(figure string, gaps []*gap, sets [][]sibling) measure.Finding {
	slices.SortStableFunc(gaps, func(a, b *gap) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(math.Abs(b.mean), math.Abs(a.mean)))
	})
	g := gaps[0]
	f := measure.Finding{
		Figure: figure, Severity: measure.Plain, Unit: measure.Ratio, Of: prose.Shown(g.group), Census: s.most == math.MaxUint64,
		Compared: "the other groups in the same sets", Caveat: s.caveat(), Estimate: stats.Mean(g.d, s.setup.Level),
	}
	what := map[string]string{"counterfactual.label": "has label " + prose.Quoted(g.label), "counterfactual.score": "scores", "counterfactual.length": "is longer"}[figure]
	if figure == "counterfactual.length" {
		f.Unit = measure.Length
	}
	rank := g.rank()
	switch {
	case rank == 0:
		f.Says = fmt.Sprintf("%s, no group departs clearly from the others in the same sets: the furthest, %s, by %s in the mean of %s", map[string]string{
			"counterfactual.label": "in labels", "counterfactual.score": "in scores", "counterfactual.length": "in length",
		}[figure], prose.Quoted(g.group), prose.Figure(f.Estimate), prose.Plural(len(g.d), "set", "sets"))
	case figure == "counterfactual.label":
		f.Says = fmt.Sprintf("%s %s oftener than the other groups in %s of %s and less often in %s: by %s in the mean", prose.Quoted(g.group), what, prose.Count(g.up), prose.Plural(len(g.d), "set", "sets"), prose.Count(g.down), prose.Figure(f.Estimate))
	default:
		f.Says = fmt.Sprintf("%s %s by %s than the other groups in the mean of %s (higher in %s, lower in %s)", prose.Quoted(g.group), what, prose.Figure(f.Estimate), prose.Plural(len(g.d), "set", "sets"), prose.Count(g.up), prose.Count(g.down))
	}
	if rank > 0 {
		f.Severity = map[int]measure.Severity{1: measure.Notable, 2: measure.Serious}[rank]
		f.Evidence = g.evidence(sets)
	}
	p := measure.Plot{Title: "Difference from the other groups in the same sets", XLabel: "mean difference"}
	for _, g := range gaps[:min(len(gaps), shownGroups)] {
		label := g.group
		if g.label != "" {
			label += ": " + g.label
		}
		p.Dots = append(p.Dots, dot(label, stats.Mean(g.d, s.setup.Level), fmt.Sprintf("+%s −%s of %s, q %s", prose.Count(g.up), prose.Count(g.down), prose.Count(len(g.d)), prose.Equals(g.q))))
	}
	f.Plots = []measure.Plot{p}
	return f
}

// evidence is the sets in which the group departs most, its own row first.
func (g *gap) evidence(sets [][]sibling) []measure.Evidence {
	order := make([]int, len(g.d))
	for i := range order {
		order[i] = i
	}
	sign := 1.0
	if g.mean < 0 {
		sign = -1
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(sign*g.d[b], sign*g.d[a]), cmp.Compare(sets[g.sets[a]][0].n, sets[g.sets[b]][0].n))
	})
	var out []measure.Evidence
	for _, i := range order[:min(len(order), 8)] {
		if sign*g.d[i] <= 0 {
			break
		}
		set := slices.Clone(sets[g.sets[i]])
		slices.SortStableFunc(set, func(a, b sibling) int {
			return cmp.Compare(b2i(b.group == g.group), b2i(a.group == g.group))
		})
		ev := measure.Evidence{Note: fmt.Sprintf("%s: %+.2g", prose.Shown(g.group), g.d[i])}
		for k := range set {
			ref := measure.RowRef{N: set[k].n}
			if m := set[k].marked; m.To > m.From {
				ref.Marks = []measure.Span{m}
			}
			ev.Rows = append(ev.Rows, ref)
		}
		out = append(out, ev)
	}
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
