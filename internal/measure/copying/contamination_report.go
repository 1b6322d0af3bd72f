package copying

import (
	"context"
	"fmt"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

func (c *contamination) Report(context.Context) ([]measure.Finding, error) {
	if c.rows == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	var out []measure.Finding
	for _, s := range c.with {
		out = append(out, s.report(c.setup, c.rows)...)
	}
	return out, nil
}

// grave returns the severity of a share of rows, by the limits of a part.
func (s *shared) grave(k int64, e stats.Estimate) measure.Severity {
	low := 0.
	if e.Interval != nil {
		low = e.Interval.Low
	}
	limits := map[measure.Part][2]float64{measure.Reference: {.01, .001}, measure.Holdout: {.005, 0}, measure.Seeds: {2, .01}}[s.part]
	switch {
	case k == 0:
		return measure.Plain
	case k >= 5 && low > limits[0]:
		return measure.Serious
	case e.Value > limits[1]:
		return measure.Notable
	}
	return measure.Plain
}

func (s *shared) report(setup *measure.Setup, rows int64) []measure.Finding {
	name := origin(setup, s.part)
	base := measure.Finding{Unit: measure.Share, Severity: measure.Plain, Of: s.part.String(), Compared: s.compared(name), Census: true}
	main := base
	main.Figure, main.Evidence = "contamination", s.top.Evidence()
	main.Caveat = "Shared text may come from one source that both have; what was said again in other words is not found."
	if s.long == 0 {
		main.Estimate = stats.Undefined("no row has %d words, which a shared run must have", gramWords)
		main.Says = fmt.Sprintf("whether runs of %d words are shared with %s cannot be said: all %s have fewer words", gramWords, name, number(rows, "row"))
		main.Census = false
	} else {
		main.Estimate = setup.Share(int(s.runs), int(s.long))
		main.Severity = s.grave(s.runs, main.Estimate)
		main.Says = fmt.Sprintf("%s of %s of %d words and more share a run of %d with %s", perCent(main.Estimate), number(s.long, "row"), gramWords, gramWords, name)
		if s.formulas > 0 {
			main.Says += fmt.Sprintf("; %s more only formulas that stand in more than %d of its rows", prose.Count(s.formulas), formula)
		}
		if short := rows - s.long; short > 0 {
			main.Caveat += fmt.Sprintf(" %s with fewer words could only be compared as a whole.", number(short, "row"))
		}
	}
	if s.index.grams.sparse != 0 {
		main.Caveat += fmt.Sprintf(" The file is so large that 1 in %d of its runs is looked for: shorter ones are missed.", s.index.grams.sparse+1)
	}
	main.Tables = []measure.Table{s.table(setup, rows)}
	out := []measure.Finding{main, s.wholeFinding(setup, rows, base, name), s.spansFinding(setup, rows, base, name)}
	return append(out, s.lengths(base, name)...)
}

func (s *shared) compared(name string) string {
	return fmt.Sprintf("%s (%s)", name, number(int64(len(s.with.rows)), "row"))
}

func (s *shared) wholeFinding(setup *measure.Setup, rows int64, f measure.Finding, name string) measure.Finding {
	f.Figure, f.Evidence = "contamination.whole", s.topWhole.Evidence()
	f.Caveat = "Short rows may be the same by chance; case and punctuation are left out of account."
	f.Estimate = setup.Share(int(s.wholes), int(rows))
	if s.wholes > 0 && s.part != measure.Seeds {
		f.Severity = measure.Notable
	}
	f.Says = fmt.Sprintf("%s of %s are, word for word, a row of %s", perCent(f.Estimate), number(rows, "row"), name)
	return f
}

func (s *shared) spansFinding(setup *measure.Setup, rows int64, f measure.Finding, name string) measure.Finding {
	f.Figure, f.Evidence = "contamination.spans", s.topSpans.Evidence()
	f.Caveat = fmt.Sprintf("%d bytes are %d letters of English; phrases that everybody uses can be as long. Case and punctuation must agree too.", LeastSpan, LeastSpan)
	f.Estimate = setup.Share(int(s.spanned), int(rows))
	f.Says = fmt.Sprintf("%s of %s hold a stretch of %d bytes or more as it stands in %s: %s, %s of their text", perCent(f.Estimate), number(rows, "row"), LeastSpan, name,
		stretches(s.spans), hundredthsOf(s.covered, s.bytes))
	if s.spans == 0 {
		f.Says = fmt.Sprintf("%s of %s hold a stretch of %d bytes or more as it stands in %s", perCent(f.Estimate), number(rows, "row"), LeastSpan, name)
	}
	if !s.index.complete {
		f.Caveat += " The file is larger than what is kept of it: its last rows are not compared byte by byte."
	}
	return f
}

func hundredthsOf(k, n int64) string {
	if n == 0 {
		return "0 %"
	}
	return hundredths(float64(k)/float64(n)) + " %"
}

// lengths are the longest run and the longest stretch.
func (s *shared) lengths(base measure.Finding, name string) []measure.Finding {
	words, bytes := base, base
	words.Figure, words.Unit = "contamination.longest", measure.Length
	bytes.Figure, bytes.Unit = "contamination.longest_span", measure.Count
	words.Estimate, bytes.Estimate = stats.Exact(float64(s.longest), int(s.long)), stats.Exact(float64(s.longestSpan), int(s.spanned))
	words.Caveat = "The longest of many grows with their number: do not compare files of different sizes by it. Runs that are formulas are left out."
	bytes.Caveat = "The longest of many grows with their number: do not compare files of different sizes by it."
	words.Says = fmt.Sprintf("the longest run shared with %s has %s", name, number(s.longest, "word"))
	bytes.Says = fmt.Sprintf("the longest stretch shared with %s has %s", name, number(s.longestSpan, "byte"))
	if s.longest == 0 {
		words.Estimate = stats.Undefined("no run of %d words is shared", gramWords)
		words.Says = fmt.Sprintf("no run of %d words is shared with %s", gramWords, name)
	} else {
		words.Evidence = s.top.Evidence()[:1]
	}
	if s.longestSpan == 0 {
		bytes.Estimate = stats.Undefined("no stretch of %d bytes is shared", LeastSpan)
		bytes.Says = fmt.Sprintf("no stretch of %d bytes is shared with %s", LeastSpan, name)
	} else {
		bytes.Evidence = s.topSpans.Evidence()[:1]
	}
	return []measure.Finding{words, bytes}
}

func (s *shared) table(setup *measure.Setup, rows int64) measure.Table {
	t := measure.Table{Title: "shared with " + origin(setup, s.part), Columns: []string{"what", "rows", "of", "share"}}
	line := func(what string, k, n int64) {
		share := "–"
		if n > 0 {
			share = perCent(setup.Share(int(k), int(n)))
		}
		t.Rows = append(t.Rows, []string{what, prose.Count(k), prose.Count(n), share})
	}
	line(fmt.Sprintf("a run of %d words", gramWords), s.runs, s.long)
	line("formulas alone", s.formulas, s.long)
	line("the whole row", s.wholes, rows)
	line(fmt.Sprintf("a stretch of %d bytes", LeastSpan), s.spanned, rows)
	t.Rows = append(t.Rows,
		[]string{"stretches", prose.Count(s.spans), "", ""},
		[]string{"bytes within stretches", prose.Count(s.covered), prose.Count(s.bytes), hundredthsOf(s.covered, s.bytes)})
	return t
}

func stretches(n int64) string {
	if n == 1 {
		return "1 stretch"
	}
	return prose.Count(n) + " stretches"
}
