package coverage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

const (
	shownCells = 40 // lines of a table
	shownHeats = 6  // heat maps
)

func (s *combining) Report(context.Context) ([]measure.Finding, error) {
	if s.rows == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	usable, with := 0, 0
	for _, a := range s.axes {
		if a.over {
			s.left = append(s.left, fmt.Sprintf("%s has more than %d values", prose.Shown(a.name), a.most))
			continue
		}
		for _, n := range a.counts {
			if n > 0 {
				with++
				break
			}
		}
		if a.usable() {
			usable++
		}
	}
	if with == 0 {
		return nil, measure.Cannot("--option coverage.columns=COLUMN,...", "none of %s can be used: %s", s.names(), cmp.Or(prose.List(s.left, 3), "no row has a value there"))
	}
	declared := slices.ContainsFunc(s.axes, func(a *axis) bool { return a.declared })
	if usable < 2 && !declared {
		return nil, measure.Cannot("--option coverage.columns=COLUMN,...", "of the columns %s, one alone can be combined, and nobody declared its values%s", s.names(), strings.TrimSuffix("."+s.leftOut(), "."))
	}
	out := []measure.Finding{s.single()}
	if usable < 2 {
		return out, nil
	}
	blocks := s.blocks()
	var all []*cell
	var two, three tallied
	for _, b := range blocks {
		for _, c := range b.cells {
			if !c.ruled {
				all = append(all, c)
			}
		}
		two.seen += b.seen
		two.possible += b.possible()
		two.ruled += b.ruled
	}
	if two.possible == 0 {
		return out, nil
	}
	adjust(all)
	var tested int
	var missing []*cell
	three.seen, three.possible, three.ruled, tested, missing = s.triplesSeen(blocks)
	main := s.main(blocks, all, two)
	main.caveatTriples(tested)
	out = append(out, main.Finding, s.twoWay(two))
	if three.possible > 0 {
		out = append(out, s.threeWay(three, missing))
	}
	return out, nil
}

// tallied is how many combinations occur, can occur, and are ruled out.
type tallied struct{ seen, possible, ruled int }

func (c tallied) share() float64 { return float64(c.seen) / float64(c.possible) }

func (s *combining) names() string {
	var out []string
	for _, a := range s.axes {
		if !a.over {
			out = append(out, prose.Shown(a.name))
		}
	}
	return prose.List(out, 6)
}

// caveat says what must be known to use any of the figures.
func (s *combining) caveat() string {
	c := "Combinations that a prompt rules out, or that make no sense, count as missing: no constraints are known here."
	if len(s.plan().sets) > 0 {
		c = "What the prompts' constraints rule out is not counted; other combinations that make no sense count as missing."
	}
	for _, set := range s.setup.Planned {
		if set.All == nil {
			c += fmt.Sprintf(" What the constraints on %s rule out is not known, and counts as missing.", prose.List(set.Attributes, 4))
		}
	}
	for _, a := range s.axes {
		if a.strange > 0 {
			c += fmt.Sprintf(" %s with a value of %s that was not declared are left out.", prose.Rows(a.strange), prose.Shown(a.name))
		}
		if a.none > 0 && !a.over {
			c += fmt.Sprintf(" %s without %s are left out.", prose.Rows(a.none), prose.Shown(a.name))
		}
	}
	return c + s.leftOut()
}

func (s *combining) leftOut() string {
	if len(s.left) == 0 {
		return ""
	}
	return " Not combined: " + prose.List(s.left, 3) + "."
}

func (s *combining) single() measure.Finding {
	var c tallied
	var missing []string
	for k, a := range s.axes {
		if a.over {
			continue
		}
		for i, n := range a.counts {
			if n == 0 && !s.plan().allows([]int{k}, []int{i}) {
				c.ruled++
				continue
			}
			c.possible++
			if n > 0 {
				c.seen++
			} else {
				missing = append(missing, prose.Shown(a.name)+" "+prose.Shown(a.values[i]))
			}
		}
	}
	f := measure.Finding{
		Figure: "coverage.single", Severity: measure.Plain, Unit: measure.Share, Census: true,
		Estimate: stats.Exact(float64(c.seen)/float64(max(1, c.possible)), int(s.rows)),
		Says:     fmt.Sprintf("%s of %s of %s occur in %s", prose.Count(c.seen), prose.Plural(c.possible, "value", "values"), s.names(), prose.Rows(s.rows)) + ruledOut(c.ruled),
		Compared: "the values that were declared",
		Caveat:   s.caveat(),
	}
	if !slices.ContainsFunc(s.axes, func(a *axis) bool { return a.declared }) {
		f.Compared = ""
		f.Caveat = "No values were declared, so the values are those that occur. " + f.Caveat
	}
	if len(missing) > 0 {
		f.Severity = measure.Notable
		f.Says += "; missing: " + prose.List(missing, 5)
	}
	return f
}

func (s *combining) twoWay(c tallied) measure.Finding {
	return measure.Finding{
		Figure: "coverage.pairwise", Severity: measure.Plain, Unit: measure.Share, Census: true,
		Estimate: stats.Exact(c.share(), int(s.rows)), Compared: "all pairs of values",
		Says:   fmt.Sprintf("%s of %s pairs of values occur in %s (%s)", prose.Count(c.seen), prose.Count(c.possible), prose.Rows(s.rows), prose.Percent(c.share())) + ruledOut(c.ruled),
		Caveat: s.caveat(),
	}
}

type mainFinding struct{ measure.Finding }

func (f *mainFinding) caveatTriples(tested int) {
	if tested > 0 {
		f.Caveat += fmt.Sprintf(" Triples are tested on their own (%s).", prose.Count(tested))
	}
}

// main is the finding that leads: what is missing, and how surprising that is.
func (s *combining) main(blocks []*block, all []*cell, of tallied) *mainFinding {
	missing := slices.DeleteFunc(slices.Clone(all), func(c *cell) bool { return c.n > 0 })
	slices.SortFunc(missing, surprise)
	thin := slices.DeleteFunc(slices.Clone(all), func(c *cell) bool { return c.n == 0 || float64(c.n) >= c.expected })
	slices.SortFunc(thin, surprise)
	f := &mainFinding{measure.Finding{
		Figure: "coverage", Severity: measure.Plain, Unit: measure.Share, Census: true,
		Estimate: stats.Exact(of.share(), int(s.rows)),
		Compared: "what would be expected if the columns had nothing to do with each other",
		Caveat:   s.caveat() + s.unplanned(blocks),
	}}
	if s.rows < int64(of.possible) {
		f.Caveat += fmt.Sprintf(" %s cannot fill many of %s cells.", prose.Rows(s.rows), prose.Count(of.possible))
	}
	f.Severity, f.Says = s.sentence(missing, thin, of)
	for _, b := range blocks {
		if b.nested {
			f.Caveat += fmt.Sprintf(" More than half of the cells of %s and %s are empty, as where one follows from the other: they are not tested.", prose.Shown(b.a.name), prose.Shown(b.b.name))
		}
	}
	f.Tables = append(f.Tables, cellTable("Missing pairs of values", missing))
	if len(thin) > 0 {
		f.Tables = append(f.Tables, cellTable("Thinnest pairs of values", thin[:min(len(thin), shownCells/2)]))
	}
	for _, c := range thin[:min(len(thin), measure.MaxEvidence)] {
		f.Evidence = append(f.Evidence, measure.Evidence{
			Note: fmt.Sprintf("%s: %s, about %s expected", c.name(), prose.Rows(c.n), prose.Decimal(c.expected)),
			Rows: []measure.RowRef{{Part: measure.Data, N: c.first}},
		})
	}
	f.Plots = heats(blocks)
	return f
}

func (s *combining) sentence(missing, thin []*cell, of tallied) (measure.Severity, string) {
	var serious, notable, sparse int
	for _, c := range missing {
		if c.serious() {
			serious++
		} else if c.notable() {
			notable++
		}
	}
	for _, c := range thin {
		if c.notable() {
			sparse++
		}
	}
	share := fmt.Sprintf("%s of %s pairs of values of %s occur (%s of %s%s)", prose.Percent(of.share()), prose.Count(of.possible), s.names(), prose.Count(of.seen), prose.Count(of.possible), ruledOut(of.ruled))
	switch {
	case serious+notable > 0:
		c := missing[0]
		says := fmt.Sprintf("%s: 0 of %s, where about %s would be expected", c.name(), prose.Rows(s.rows), prose.Decimal(c.expected))
		if more := serious + notable - 1; more > 0 {
			says += "; " + prose.Plural(more, "more pair is", "more pairs are") + " missing that should be there"
		}
		if serious > 0 {
			return measure.Serious, says + "; " + share
		}
		return measure.Notable, says + "; " + share
	case sparse > 0:
		c := thin[0]
		return measure.Notable, fmt.Sprintf("%s: %s of %s, where about %s would be expected; %s", c.name(), prose.Plural(c.n, "row", "rows"), prose.Count(s.rows), prose.Decimal(c.expected), share)
	case len(missing) > 0:
		var names []string
		declared := false
		for _, c := range missing {
			names = append(names, c.name())
			declared = declared || c.axes[0].declared && c.axes[1].declared
		}
		says := share + "; missing: " + prose.List(names, 3)
		if declared {
			return measure.Notable, says
		}
		return measure.Plain, says + ", no more than chance would leave out"
	}
	return measure.Plain, share
}

func cellTable(title string, cs []*cell) measure.Table {
	t := measure.Table{Title: title, Columns: []string{"combination", "rows", "expected", "q"}}
	for _, c := range cs {
		if len(t.Rows) == shownCells {
			t.More = len(cs) - shownCells
			break
		}
		q := "not tested"
		if c.tested {
			q = prose.PValue(c.q)
		}
		t.Rows = append(t.Rows, []string{c.name(), prose.Count(c.n), prose.Decimal(c.expected), q})
	}
	return t
}

// heats draws the pairs of columns, those with the most holes first.
func heats(blocks []*block) []measure.Plot {
	order := slices.Clone(blocks)
	slices.SortStableFunc(order, func(x, y *block) int {
		return cmp.Compare(y.possible()-y.seen, x.possible()-x.seen)
	})
	var out []measure.Plot
	for _, b := range order[:min(len(order), shownHeats)] {
		h := &measure.Heat{RowName: prose.Shown(b.a.name), ColumnName: prose.Shown(b.b.name)}
		for _, x := range b.a.order() {
			h.Rows = append(h.Rows, prose.Shown(b.a.values[x]))
		}
		for _, y := range b.b.order() {
			h.Columns = append(h.Columns, prose.Shown(b.b.values[y]))
		}
		for at := 0; at < len(b.cells); at += len(h.Columns) {
			line := make([]float64, len(h.Columns))
			for k := range line {
				if line[k] = float64(b.cells[at+k].n); b.cells[at+k].ruled {
					line[k] = -1
				}
			}
			h.Cells = append(h.Cells, line)
		}
		out = append(out, measure.Plot{Title: h.RowName + " × " + h.ColumnName + ": rows", Heat: h})
	}
	return out
}

func (s *combining) threeWay(c tallied, missing []*cell) measure.Finding {
	f := measure.Finding{
		Figure: "coverage.triple", Severity: measure.Plain, Unit: measure.Share, Census: true,
		Estimate: stats.Exact(c.share(), int(s.rows)), Compared: "what its pairs of values would lead one to expect",
		Says:   fmt.Sprintf("%s of %s triples of values occur in %s (%s)", prose.Count(c.seen), prose.Count(c.possible), prose.Rows(s.rows), prose.Percent(c.share())) + ruledOut(c.ruled),
		Caveat: s.caveat() + " What is expected of a triple is estimated from its pairs.",
	}
	if len(missing) == 0 {
		return f
	}
	f.Tables = []measure.Table{cellTable("Missing triples whose pairs occur", missing)}
	if c := missing[0]; c.serious() || c.notable() {
		f.Severity = measure.Notable
		if c.serious() {
			f.Severity = measure.Serious
		}
		f.Says = fmt.Sprintf("%s: 0 of %s, where about %s would be expected; %s", c.name(), prose.Rows(s.rows), prose.Decimal(c.expected), f.Says)
	}
	return f
}
