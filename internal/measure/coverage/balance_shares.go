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

// shownGroups is how many groups a plot or a table shows.
const shownGroups = 40

// shares is the finding of how rows are shared out over the values of a column.
func (s *balancing) shares(column, what string, t *tally) measure.Finding {
	f := measure.Finding{
		Figure: "balance", Severity: measure.Plain, Unit: measure.Share, Of: prose.Shown(column), Census: true,
		Compared: "equal shares", Caveat: "Which shares were wanted is not known here.",
	}
	values, total := t.sorted(), t.total()
	switch {
	case t.over:
		f.Estimate = stats.Undefined("%s has more than %s values, which are no %ss", prose.Shown(column), prose.Count(t.limit), what)
	case total == 0:
		f.Estimate = stats.Undefined("no row has a %s in %s", what, prose.Shown(column))
	}
	if !f.Estimate.Defined() {
		f.Says = f.Estimate.Undefined
		return f
	}
	if none := s.rows - int64(total); none > 0 {
		f.Caveat += fmt.Sprintf(" %s have no %s and are left out.", prose.Rows(none), what)
	}
	least := values[len(values)-1]
	f.Estimate = s.setup.Share(least.n, total)
	if len(values) == 1 {
		f.Says = fmt.Sprintf("all %s with a %s have %s", prose.Rows(total), what, prose.Quoted(least.name))
		return f
	}
	f.Says = fmt.Sprintf("the smallest of %s %ss in %s, %s, has %s of %s; the largest, %s, %s", prose.Count(len(values)), what, prose.Shown(column),
		prose.Quoted(least.name), prose.Share(f.Estimate), prose.Rows(total), prose.Quoted(values[0].name), prose.Share(s.setup.Share(values[0].n, total)))
	equal := float64(total) / float64(len(values))
	if float64(least.n) < equal/4 && stats.BinomialTest(least.n, total, 1/float64(len(values)))*float64(len(values)) < .01 {
		f.Severity = measure.Notable
		f.Says += fmt.Sprintf("; equal shares would be %s", prose.Percent(1/float64(len(values))))
		f.Evidence = []measure.Evidence{{Note: fmt.Sprintf("%s: %s", prose.Shown(least.name), prose.Rows(least.n)), Rows: least.first.refs()}}
	}
	p := measure.Plot{Title: "Shares of " + prose.Shown(column), XLabel: "share of rows", Share: true}
	for _, c := range values[:min(len(values), shownGroups)] {
		e := s.setup.Share(c.n, total)
		p.Dots = append(p.Dots, dot(c.name, e, prose.Rows(c.n)))
	}
	if more := len(values) - shownGroups; more > 0 {
		p.Title += fmt.Sprintf(" (the largest %d; %s more)", shownGroups, prose.Count(more))
	}
	f.Plots = []measure.Plot{p}
	return f
}

// dot is a line of a dot plot.
func dot(label string, e stats.Estimate, note string) measure.Dot {
	d := measure.Dot{Label: prose.Shown(label), Value: e.Value, Note: note}
	if e.Interval != nil {
		d.Low, d.High = &e.Interval.Low, &e.Interval.High
	}
	return d
}

// within is a label's share in one group against the other groups.
type within struct {
	group, label   *counted // label: of this group
	name           string   // of the label
	k, n, kk, nn   int      // with the label, and all: here and elsewhere
	diff, residual float64
	p, q           float64
}

// labelsWithin is the finding of how labels are shared out within groups.
func (s *balancing) labelsWithin(column string, t *tally) measure.Finding {
	f := measure.Finding{
		Figure: "balance.labels", Severity: measure.Plain, Unit: measure.Ratio, Of: prose.Shown(column), Census: true,
		Compared: "the labels of the other groups",
		Caveat:   "Groups may differ in their labels because the world does; a model that learns from these rows learns the difference all the same.",
	}
	groups := labelled(t)
	names := slices.Sorted(func(yield func(string) bool) {
		for _, c := range s.labels.sorted() {
			if !yield(c.name) {
				return
			}
		}
	})
	switch {
	case t.over:
		f.Estimate = stats.Undefined("%s has more than %s values", prose.Shown(column), prose.Count(t.limit))
	case s.labels.over:
		f.Estimate = stats.Undefined("the label has more than %d values", mostLabels)
	case len(names) < 2:
		f.Estimate = stats.Undefined("there are fewer than two labels")
	case len(groups) < 2:
		f.Estimate = stats.Undefined("fewer than two groups have labels")
	}
	if !f.Estimate.Defined() {
		f.Says = "labels cannot be compared between groups: " + f.Estimate.Undefined
		return f
	}
	table := make([][]int, len(groups))
	for i, g := range groups {
		for _, l := range names {
			k := 0
			if c := g.labels.at[l]; c != nil {
				k = c.n
			}
			table[i] = append(table[i], k)
		}
	}
	var p float64
	f.Estimate, p = cramerV(table, s.setup.Level)
	f.Estimate.N = sumOf(table)
	cells := cellsWithin(groups, names, table)
	f.Plots = []measure.Plot{labelHeat(column, s.setup.Columns.Label, groups, names, table)}
	f.Tables = []measure.Table{withinTable(column, cells)}
	s.saysWithin(&f, column, cells, p)
	return f
}

// labelled returns the groups with labels, by name.
func labelled(t *tally) []*counted {
	groups := slices.DeleteFunc(t.sorted(), func(c *counted) bool { return c.labels == nil || c.labels.over })
	slices.SortFunc(groups, func(a, b *counted) int { return compareValues(a.name, b.name) })
	return groups
}

func sumOf(table [][]int) int {
	n := 0
	for _, r := range table {
		for _, k := range r {
			n += k
		}
	}
	return n
}

// cellsWithin tests every label in every group against the other groups, and returns
// the cells, the most telling first.
func cellsWithin(groups []*counted, names []string, table [][]int) []*within {
	total := sumOf(table)
	var cells []*within
	for li, name := range names {
		inLabel := 0
		for gi := range groups {
			inLabel += table[gi][li]
		}
		for gi, g := range groups {
			n := 0
			for _, k := range table[gi] {
				n += k
			}
			w := &within{group: g, label: g.labels.at[name], name: name, k: table[gi][li], n: n, kk: inLabel - table[gi][li], nn: total - n}
			if w.n == 0 || w.nn == 0 {
				continue
			}
			w.diff = float64(w.k)/float64(w.n) - float64(w.kk)/float64(w.nn)
			w.p = stats.FisherExact(w.k, w.n-w.k, w.kk, w.nn-w.kk)
			expected := float64(n) * float64(inLabel) / float64(total)
			if v := expected * (1 - float64(n)/float64(total)) * (1 - float64(inLabel)/float64(total)); v > 0 {
				w.residual = (float64(w.k) - expected) / math.Sqrt(v)
			}
			cells = append(cells, w)
		}
	}
	p := make([]float64, len(cells))
	for i, w := range cells {
		p[i] = w.p
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		cells[i].q = q
	}
	slices.SortFunc(cells, func(a, b *within) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(math.Abs(b.residual), math.Abs(a.residual)),
			cmp.Compare(b.diff, a.diff), cmp.Compare(a.group.name, b.group.name), cmp.Compare(a.name, b.name))
	})
	return cells
}

// rank is 2 for a serious departure, 1 for a notable one.
func (w *within) rank() int {
	d := math.Abs(w.diff)
	switch {
	case w.q < seriousQ && d >= .25:
		return 2
	case w.q < .01 && d >= .05:
		return 1
	}
	return 0
}

func (s *balancing) saysWithin(f *measure.Finding, column string, cells []*within, p float64) {
	rank := 0
	if len(cells) > 0 {
		rank = cells[0].rank()
	}
	if rank == 0 {
		says := "labels are shared out alike over the groups of %s, as far as %s tell: Cramér's V %s, p %s"
		if p < .05 {
			says = "labels differ somewhat over the groups of %s, clearly in none of them (%s): Cramér's V %s, p %s"
		}
		f.Says = fmt.Sprintf(says, prose.Shown(column), prose.Rows(f.Estimate.N), prose.Figure(f.Estimate), prose.Equals(p))
		return
	}
	w := cells[0]
	f.Severity = map[int]measure.Severity{1: measure.Notable, 2: measure.Serious}[rank]
	f.Says = fmt.Sprintf("label %s is in %s of %s of %s and in %s of %s of the other groups (Cramér's V %s)",
		prose.Quoted(w.name), prose.Share(s.setup.Share(w.k, w.n)), prose.Rows(w.n), prose.Quoted(w.group.name), prose.Share(s.setup.Share(w.kk, w.nn)), prose.Rows(w.nn), prose.Figure(f.Estimate))
	others := map[string]bool{w.group.name: true}
	var names []string
	for _, c := range cells {
		if c.rank() > 0 && !others[c.group.name] {
			others[c.group.name] = true
			names = append(names, prose.Quoted(c.group.name))
		}
		if c.rank() > 0 && c.label != nil && len(f.Evidence) < 5 {
			f.Evidence = append(f.Evidence, measure.Evidence{
				Note: fmt.Sprintf("%s with label %s: %s of %s (%s; others %s)", prose.Shown(c.group.name), prose.Shown(c.name), prose.Count(c.k), prose.Count(c.n),
					prose.Percent(float64(c.k)/float64(c.n)), prose.Percent(float64(c.kk)/float64(c.nn))),
				Rows: c.label.first.refs(),
			})
		}
	}
	if len(names) > 0 {
		f.Says += "; " + prose.List(names, 3) + " depart too"
	}
}

func labelHeat(column, label string, groups []*counted, names []string, table [][]int) measure.Plot {
	h := &measure.Heat{RowName: prose.Shown(column), ColumnName: prose.Shown(label)}
	for _, n := range names {
		h.Columns = append(h.Columns, prose.Shown(n))
	}
	for i, g := range groups[:min(len(groups), shownGroups)] {
		h.Rows = append(h.Rows, prose.Shown(g.name))
		line := make([]float64, len(names))
		for k, n := range table[i] {
			line[k] = float64(n)
		}
		h.Cells = append(h.Cells, line)
	}
	return measure.Plot{Title: h.RowName + " × " + h.ColumnName + ": rows", Heat: h}
}

func withinTable(column string, cells []*within) measure.Table {
	t := measure.Table{Title: "Labels within groups, the largest departures first", Columns: []string{prose.Shown(column), "label", "rows", "share", "in other groups", "adjusted residual", "q"}}
	for _, w := range cells {
		if len(t.Rows) == shownCells {
			t.More = len(cells) - shownCells
			break
		}
		t.Rows = append(t.Rows, []string{
			prose.Shown(w.group.name), prose.Shown(w.name), prose.Count(w.k) + " of " + prose.Count(w.n), prose.Percent(float64(w.k) / float64(w.n)),
			prose.Percent(float64(w.kk) / float64(w.nn)), prose.Decimal(w.residual), prose.PValue(w.q),
		})
	}
	return t
}
