package copying

import (
	"context"
	"fmt"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

func (m *memorisation) Report(ctx context.Context) ([]measure.Finding, error) {
	if m.rows == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	var out []measure.Finding
	if m.grown != nil {
		for kind := range m.repeats {
			if f, ok := m.repeatFinding(kind); ok {
				out = append(out, f)
			}
		}
	}
	if m.leaks != nil {
		out = append(out, m.leakFindings()...)
	}
	if m.reference != nil {
		near, err := m.nearFindings(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, near...)
	}
	return out, nil
}

// repeatFinding is how many rows repeat one kind; false where there is none to
// repeat.
func (m *memorisation) repeatFinding(kind int) (measure.Finding, bool) {
	n, exemplars := m.rows, len(m.grown.rows)-m.grown.seeds
	of := number(n, "row")
	switch {
	case kind == ownSeed && m.known == 0, kind != exemplar && m.grown.seeds == 0, kind == exemplar && exemplars == 0:
		return measure.Finding{}, false
	case kind == ownSeed:
		n = m.known
		of = number(n, "row")
	}
	p := &m.repeats[kind]
	f := measure.Finding{
		Figure: "memorisation", Of: repeated[kind], Unit: measure.Share, Severity: measure.Plain, Census: true,
		Compared: fmt.Sprintf("%s, %s", number(int64(m.grown.seeds), "seed"), number(int64(exemplars), "exemplar")),
		Estimate: m.setup.Share(int(p.rows), int(n)), Evidence: p.top.Evidence(),
	}
	what := map[int]string{ownSeed: "the seed that they grew from", otherSeed: "a seed that they did not grow from", exemplar: "an exemplar"}[kind]
	if kind == otherSeed && m.known == 0 {
		what = "a seed"
	}
	f.Says = fmt.Sprintf("%s of %s repeat %s: %s hold %d bytes of it or more as they are, the others half of their runs of five words", perCent(f.Estimate), of, what, prose.Count(p.verbatim), LeastSpan)
	if p.rows == 0 {
		f.Says = fmt.Sprintf("%s of %s repeat %s", perCent(f.Estimate), of, what)
	}
	f.Caveat = "What was said again in other words is not found."
	if kind == ownSeed {
		f.Caveat = "Repeating the own seed may be what was asked for."
	} else if f.Estimate.Interval != nil && f.Estimate.Interval.Low > .01 && p.rows >= 5 {
		f.Severity = measure.Notable
	}
	return f, true
}

// leakFindings are the exemplars whose words rows took over.
func (m *memorisation) leakFindings() []measure.Finding {
	best, tested := m.leaks.found()
	caveat := fmt.Sprintf("%s were looked at. Where exemplars were picked by topic, the topic's words come with them.", number(int64(tested), "term"))
	if tested == 0 {
		return []measure.Finding{{
			Figure: "memorisation.exemplar", Unit: measure.Ratio, Severity: measure.Plain, Caveat: "Rows must say which exemplars they saw, and not all may have seen the same.",
			Estimate: stats.Undefined("it is not known of any exemplar that some rows saw it and others did not"),
			Says:     "whether exemplars leak into the rows that saw them cannot be said: it is not known which rows saw which",
		}}
	}
	if len(best) == 0 {
		f := measure.Finding{
			Figure: "memorisation.exemplar", Unit: measure.Ratio, Severity: measure.Plain, Caveat: caveat, Census: true,
			Estimate: stats.Exact(0, int(m.rows)), Says: fmt.Sprintf("no word or run of five words of %s is in clearly more of the rows that saw it than of the others", number(int64(len(m.leaks.terms.ids)), "exemplar")),
		}
		f.Estimate.NoInterval = "no term stands out; the figure is that none does"
		return []measure.Finding{f}
	}
	var out []measure.Finding
	for i := range best {
		out = append(out, m.leakFinding(&best[i], caveat))
	}
	return out
}

func (m *memorisation) leakFinding(l *leak, caveat string) measure.Finding {
	id := shown(m.leaks.terms.ids[l.exemplar])
	f := measure.Finding{
		Figure: "memorisation.exemplar", Of: id, Unit: measure.Ratio, Severity: measure.Notable, Caveat: caveat, Census: true,
		Compared: "rows that did not see " + id,
		Estimate: stats.ShareDifference(l.k1, l.n1, l.k2, l.n2, m.setup.Level),
	}
	with, without := float64(l.k1)/float64(l.n1), float64(l.k2)/float64(l.n2)
	if l.difference() >= .3 && without*3 <= with && l.k1 >= 10 {
		f.Severity = measure.Serious
	}
	f.Says = fmt.Sprintf("%q of exemplar %s is in %s %% of the rows that saw it and in %s %% of the others (%s of %s, %s of %s)", shown(l.term.text), id,
		hundredths(with), hundredths(without), prose.Count(int64(l.k1)), prose.Count(int64(l.n1)), prose.Count(int64(l.k2)), prose.Count(int64(l.n2)))
	row := m.leaks.terms.rows[l.exemplar]
	text := m.grown.rows[row].text
	for _, s := range l.pair.first {
		f.Evidence = append(f.Evidence, measure.Evidence{
			Note: "saw " + id,
			Rows: []measure.RowRef{{Part: measure.Data, N: s.n, Marks: []measure.Span{s.mark}}, m.grown.ref(measure.Seeds, row, termIn(text, l.term.text, l.term.words))},
		})
	}
	return f
}

// termIn returns where words stand in a text.
func termIn(s, term string, n int) measure.Span {
	t, want := measure.NewTokens(s), measure.NewTokens(term)
	words, hashes, look := t.Words(), t.Hashes(), want.Hashes()
	for i := 0; i+len(look) <= len(hashes) && len(look) == n; i++ {
		if equal(look, hashes[i:]) {
			return measure.Span{From: words[i].From, To: words[i+n-1].To}
		}
	}
	return measure.Span{}
}
