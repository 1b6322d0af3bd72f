package outcome

import (
	"fmt"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// overall tells the rate of all rows, its bounds, and how many cells are small.
func (s *rates) overall(cells []cell) []measure.Finding {
	b := stats.WithMissing(int(s.total.good), int(s.total.known()), int(s.total.missing), s.setup.Level)
	main := measure.Finding{
		Figure: "outcome", Severity: measure.Plain, Unit: measure.Share, Census: true, Estimate: b.Known,
		Says:   s.sentence(b),
		Caveat: "The outcome is what the rows say" + s.byJudge() + ". The rate among the valid is that of all only if rows broke by chance.",
	}
	if float64(s.total.missing) > notableShare*float64(s.total.all()) {
		main.Severity = measure.Notable
	}
	main.Evidence = show(&s.total)
	main.Tables, main.Plots = tables(cells), plots(cells)
	if s.passed > 0 {
		main.Says += fmt.Sprintf("; %s of another sort", prose.Rows(s.passed))
	}
	ends := []measure.Finding{
		{Figure: "outcome.least", Estimate: b.Least, Says: "if no missing row were a success"},
		{Figure: "outcome.most", Estimate: b.Most, Says: "if every missing row were a success"},
	}
	for i := range ends {
		f := &ends[i]
		f.Severity, f.Unit, f.Census = measure.Plain, measure.Share, true
		f.Says = fmt.Sprintf("%s, the rate of all %s would be %s", f.Says, prose.Rows(s.total.all()), prose.Share(f.Estimate))
		f.Caveat = "A bound for the worst case, and no guess at what the missing rows would have been."
	}
	out := append([]measure.Finding{main}, ends...)
	if len(cells) > 0 {
		out = append(out, small(cells))
	}
	return out
}

// sentence says the rate and what it may be.
func (s *rates) sentence(b stats.Bounded) string {
	if !b.Known.Defined() {
		return fmt.Sprintf("all %s are missing: nothing is known of how often %s", prose.Rows(s.total.all()), s.how.says)
	}
	out := fmt.Sprintf("%s in %s of %s", prose.Shown(s.how.says), prose.Share(b.Known), prose.Plural(s.total.known(), "valid row", "valid rows"))
	if s.total.missing > 0 {
		out += fmt.Sprintf("; with %s missing, between %s and %s of all %s [%s, %s]", prose.Count(s.total.missing),
			prose.Percent(b.Least.Value), prose.Percent(b.Most.Value), prose.Count(s.total.all()), prose.Percent(b.All.Low), prose.Percent(b.All.High))
	}
	if s.total.known() < few {
		out += "; those are few"
	}
	return out
}

// byJudge says that a judge wrote outcomes, and whether people rated such rows.
func (s *rates) byJudge() string {
	switch {
	case s.judged == 0:
		return ""
	case s.rated > 0:
		return fmt.Sprintf(": in %s of them a judge's verdict. People rated %s of them: judges says how far the judge goes with them", prose.Count(s.judged), prose.Count(s.rated))
	}
	return fmt.Sprintf(": in %s of them a judge's verdict (a judge's word; not compared with people)", prose.Count(s.judged))
}

// small counts the cells whose rates are hardly known.
func small(cells []cell) measure.Finding {
	var smaller, hardly int
	for i := range cells {
		if cells[i].known() < few {
			smaller++
		}
		if cells[i].known() < tooFew {
			hardly++
		}
	}
	f := measure.Finding{
		Figure: "outcome.small", Severity: measure.Plain, Unit: measure.Count, Census: true, Estimate: stats.Exact(float64(smaller), len(cells)),
		Says:   fmt.Sprintf("%s of %s have fewer than %d valid rows", prose.Count(smaller), prose.Plural(len(cells), "cell", "cells"), few),
		Caveat: "What differs between small cells is mostly chance; many of them together may still hide a difference.",
	}
	if hardly > 0 {
		f.Says += fmt.Sprintf(", and %s fewer than %d, which show no rate", prose.Count(hardly), tooFew)
	}
	if 2*smaller > len(cells) {
		f.Severity = measure.Notable
	}
	return f
}

// differing tells the cells that are not as the others.
func (s *rates) differing(cells []cell) []measure.Finding {
	var out []measure.Finding
	for i := range cells {
		c := &cells[i]
		if c.q >= surely || len(out) == mostFindings {
			continue
		}
		f := measure.Finding{
			Figure: "outcome.cell", Severity: measure.Notable, Unit: measure.Share, Census: true, Estimate: c.rate.Known,
			Of: c.name, Compared: "all other valid rows", Evidence: show(&c.counts),
			Says: fmt.Sprintf("with %s, %s in %s of %s, and in %s of the others (q %s)", c.name, prose.Shown(s.how.says),
				prose.Share(c.rate.Known), prose.Plural(c.known(), "valid row", "valid rows"), prose.Percent(c.others), prose.Equals(c.q)),
			Caveat: "A difference is no cause: cells differ in more than their name.",
		}
		if c.known() < few {
			f.Says += "; those are few"
		}
		if c.missing > 0 {
			f.Says += fmt.Sprintf("; with %s missing, between %s and %s", prose.Count(c.missing), prose.Percent(c.rate.Least.Value), prose.Percent(c.rate.Most.Value))
		}
		out = append(out, f)
	}
	return out
}

// tables shows single values, and combinations.
func tables(cells []cell) []measure.Table {
	all := []measure.Table{{Title: "By value"}, {Title: "By combination"}}
	for i := range cells {
		t, c := &all[0], &cells[i]
		if c.many {
			t = &all[1]
		}
		if len(t.Rows) == mostLines {
			t.More++
			continue
		}
		t.Rows = append(t.Rows, line(c))
	}
	var out []measure.Table
	for _, t := range all {
		if len(t.Rows) > 0 {
			t.Columns = []string{"", "valid", "missing", "rate", "with the missing", "others", "q"}
			out = append(out, t)
		}
	}
	return out
}

func line(c *cell) []string {
	shown, span, others, q := fmt.Sprintf("fewer than %d rows", tooFew), "", "", ""
	if c.known() >= tooFew {
		shown = prose.Share(c.rate.Known)
		if c.known() < few {
			shown += ", few"
		}
		span = "as it is"
		if c.missing > 0 {
			span = fmt.Sprintf("%s to %s", prose.Percent(c.rate.Least.Value), prose.Percent(c.rate.Most.Value))
		}
		others, q = prose.Percent(c.others), prose.PValue(c.q)
	}
	return []string{c.name, prose.Count(c.known()), prose.Count(c.missing), shown, span, others, q}
}

// plots shows the rates of single values, those of hardly any rows left out.
func plots(cells []cell) []measure.Plot {
	p := measure.Plot{Title: "Rate by value", XLabel: "rate among the valid", Share: true}
	for i := range cells {
		c := &cells[i]
		if c.many || c.known() < tooFew || len(p.Dots) == mostLines || c.rate.Known.Interval == nil {
			continue
		}
		low, high := c.rate.Known.Interval.Low, c.rate.Known.Interval.High
		d := measure.Dot{Label: c.name, Value: c.rate.Known.Value, Low: &low, High: &high, Note: prose.Plural(c.known(), "valid row", "valid rows")}
		if c.known() < few {
			d.Note += ", few"
		}
		p.Dots = append(p.Dots, d)
	}
	if len(p.Dots) < 2 {
		return nil
	}
	return []measure.Plot{p}
}
