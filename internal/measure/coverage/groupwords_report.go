package coverage

import (
	"fmt"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// shownWords is how many words of a group are shown.
const shownWords = 15

// spell gives a word its letters, from a row that has it; it reports whether the row's
// text is kept so far.
func (w *saying) spell() bool {
	w.text = w.from.phrase([]uint32{w.word})
	return w.text != ""
}

func (s *groupWording) finding(g *wordsOf, none, groups int) measure.Finding {
	f := measure.Finding{
		Figure: "group-words", Severity: measure.Plain, Unit: measure.Ratio, Of: prose.Shown(g.name), Census: s.sample.All(),
		Compared: "the rows of the other groups",
		Caveat:   "Words may go with a group because of a topic, a label or a source that goes with it.",
	}
	if none > 0 {
		f.Caveat += fmt.Sprintf(" %s without a group are left out.", prose.Rows(none))
	}
	if groups > shownApart {
		f.Caveat += fmt.Sprintf(" Of %s groups the %d that stand out most are shown.", prose.Count(groups), shownApart)
	}
	if !s.sample.All() {
		f.Caveat += fmt.Sprintf(" Rests on a random sample of %s.", prose.Rows(sampleRows))
	}
	var top []*saying
	for _, w := range g.words {
		if len(top) < shownWords && w.spell() {
			top = append(top, w)
		}
	}
	lead := g.leading()
	if lead == nil {
		f.Of = prose.Shown(g.column)
		f.Estimate = stats.Undefined("no word but names of groups sets a group of %s apart with q < .05", prose.Shown(g.column))
		f.Says = fmt.Sprintf("of %s words looked at, none but names of groups sets one of %s of %s apart", prose.Count(g.tested), prose.Plural(groups, "group", "groups"), prose.Shown(g.column))
	} else {
		half := stats.NormalQuantile(s.setup.Level) * lead.se
		f.Estimate = stats.Between(lead.delta, lead.delta-half, lead.delta+half, s.setup.Level, "normal, informative Dirichlet prior", len(g.rows)+lead.rest)
		f.Says = fmt.Sprintf("%s is in %s of %s of %s and in %s of %s of the other groups; %s of %s words looked at set it apart",
			prose.Quoted(lead.text), prose.Percent(share(lead.in, len(g.rows))), prose.Rows(len(g.rows)), prose.Quoted(g.name),
			prose.Percent(share(lead.other, lead.rest)), prose.Rows(lead.rest), prose.Count(len(g.words)), prose.Count(g.tested))
		if lead.lead(g) >= .25 && lead.q < .01 {
			f.Severity = measure.Notable
		}
	}
	if len(top) > 0 {
		s.show(&f, g, top)
	}
	return f
}

func share(k, n int) float64 { return float64(k) / float64(max(1, n)) }

// show adds the words as a dot plot, a table and rows.
func (s *groupWording) show(f *measure.Finding, g *wordsOf, top []*saying) {
	p := measure.Plot{Title: "Words that set " + prose.Shown(g.name) + " apart", XLabel: "log-odds ratio (right: oftener in the group)"}
	t := measure.Table{Title: p.Title, Columns: []string{"word", "rows of the group", "rows of the others", "log-odds ratio", "q"}, More: len(g.words) - len(top)}
	z := stats.NormalQuantile(s.setup.Level)
	for _, w := range top {
		e := stats.Between(w.delta, w.delta-z*w.se, w.delta+z*w.se, s.setup.Level, "normal", w.in+w.other)
		note := fmt.Sprintf("%s of %s, others %s of %s", prose.Count(w.in), prose.Count(len(g.rows)), prose.Count(w.other), prose.Count(w.rest))
		name := prose.Shown(w.text)
		switch {
		case w.own:
			name += " (its name)"
		case w.others:
			name += " (another's name)"
		}
		d := dot(name, e, note)
		d.Label = name
		if ev := evidenceOf(w, g, f.Evidence); ev != nil && w.lead(g) > 0 && !w.own && !w.others && len(f.Evidence) < 8 {
			f.Evidence = append(f.Evidence, *ev)
			d.Evidence = len(f.Evidence)
		}
		p.Dots = append(p.Dots, d)
		t.Rows = append(t.Rows, []string{name, fmt.Sprintf("%s of %s", prose.Count(w.in), prose.Count(len(g.rows))), fmt.Sprintf("%s of %s", prose.Count(w.other), prose.Count(w.rest)), prose.Figure(e), prose.PValue(w.q)})
	}
	f.Plots, f.Tables = []measure.Plot{p}, []measure.Table{t}
}

// evidenceOf is up to three rows of the group with a word, other rows than before.
func evidenceOf(w *saying, g *wordsOf, before []measure.Evidence) *measure.Evidence {
	used := map[int64]bool{}
	for _, ev := range before {
		for _, r := range ev.Rows {
			used[r.N] = true
		}
	}
	ev := measure.Evidence{Note: fmt.Sprintf("%q", w.text)}
	for _, k := range g.rows {
		if len(ev.Rows) == 3 {
			break
		}
		if used[k.n] || !slices.Contains(k.words, w.word) {
			continue
		}
		if marks := k.spans([]uint32{w.word}, 3); len(marks) > 0 {
			ev.Rows = append(ev.Rows, measure.RowRef{N: k.n, Marks: marks})
		}
	}
	if len(ev.Rows) == 0 {
		return nil
	}
	return &ev
}
