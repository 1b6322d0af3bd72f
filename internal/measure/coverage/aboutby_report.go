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

// speech is one of the shares that about-by compares.
type speech struct {
	figure, verb string
	count        func(*heard) int
	notable      float64 // difference from which on it is notable; below 0: less is
}

func speeches() []speech {
	return []speech{
		{"about-by", "speak about the group without a first person", func(h *heard) int { return h.about }, .1},
		{"about-by.first", "have a first person", func(h *heard) int { return h.first }, -.15},
		{"about-by.hedged", "hedge", func(h *heard) int { return h.hedged }, .15},
	}
}

// spoken is a group's share against that of the other groups.
type spoken struct {
	*heard
	k, kk, nn int // of the group, and of the others
	diff      float64
	p, q      float64
}

func (s *voicing) report() ([]measure.Finding, error) {
	var out []measure.Finding
	var all []*spoken
	english, other := 0, 0
	type block struct {
		column string
		speech speech
		groups []*spoken
	}
	var blocks []block
	for i, column := range s.setup.Columns.Groups {
		var groups []*heard
		for _, h := range s.groups[i] {
			groups = append(groups, h)
			english += h.rows
			other += h.other
		}
		slices.SortFunc(groups, func(a, b *heard) int { return compareValues(a.name, b.name) })
		for _, sp := range speeches() {
			if c := contrast(groups, sp); len(c) > 1 {
				blocks = append(blocks, block{column, sp, c})
				all = append(all, c...)
			}
		}
	}
	switch {
	case slices.Contains(s.over, true) && len(blocks) == 0:
		return nil, measure.Cannot("", "a column of groups has more than %s values", prose.Count(mostGroups))
	case english+other == 0:
		return nil, measure.Cannot("", "no row has both a group and words")
	case english < other:
		return nil, measure.Cannot("", "most texts do not look English (%s of %s), and its patterns cover English only", prose.Count(other), prose.Count(english+other))
	case len(blocks) == 0:
		return nil, measure.Cannot("", "fewer than two groups have %d rows in English", fewest)
	}
	p := make([]float64, len(all))
	for i, c := range all {
		p[i] = c.p
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		all[i].q = q
	}
	for _, b := range blocks {
		out = append(out, s.spokenFinding(b.column, b.speech, b.groups, other))
	}
	return out, nil
}

// contrast compares each group with enough rows with all others.
func contrast(groups []*heard, sp speech) []*spoken {
	k, n := 0, 0
	for _, h := range groups {
		k += sp.count(h)
		n += h.rows
	}
	var out []*spoken
	for _, h := range groups {
		c := &spoken{heard: h, k: sp.count(h)}
		c.kk, c.nn = k-c.k, n-h.rows
		if h.rows < fewest || c.nn == 0 {
			continue
		}
		c.diff = float64(c.k)/float64(h.rows) - float64(c.kk)/float64(c.nn)
		c.p = stats.FisherExact(c.k, h.rows-c.k, c.kk, c.nn-c.kk)
		out = append(out, c)
	}
	return out
}

func (c *spoken) rank(sp speech, firstElsewhere float64) int {
	d := c.diff
	if sp.notable < 0 {
		d = -d
	}
	switch {
	case sp.figure == "about-by" && c.q < seriousQ && d >= .3 && firstElsewhere >= .5:
		return 2
	case c.q < .01 && d >= math.Abs(sp.notable):
		return 1
	}
	return 0
}

func (s *voicing) spokenFinding(column string, sp speech, groups []*spoken, other int) measure.Finding {
	first, n := 0, 0
	for _, c := range groups {
		first, n = first+c.first, n+c.rows
	}
	elsewhere := func(c *spoken) float64 { return share(first-c.first, n-c.rows) }
	slices.SortStableFunc(groups, func(a, b *spoken) int {
		return cmp.Or(cmp.Compare(b.rank(sp, elsewhere(b)), a.rank(sp, elsewhere(a))), cmp.Compare(math.Abs(b.diff), math.Abs(a.diff)))
	})
	c := groups[0]
	f := measure.Finding{
		Figure: sp.figure, Severity: measure.Plain, Unit: measure.Share, Of: prose.Shown(c.name), Census: true,
		Estimate: s.setup.Share(c.k, c.rows), Compared: "the rows of the other groups of " + prose.Shown(column),
		Caveat: "English patterns only; whether a first person was asked for is not known here.",
	}
	if other > 0 {
		f.Caveat += fmt.Sprintf(" %s that do not look English are left out.", prose.Rows(other))
	}
	rank := c.rank(sp, elsewhere(c))
	f.Says = fmt.Sprintf("%s of %s of %s %s, of the other groups %s of %s", prose.Share(f.Estimate), prose.Rows(c.rows), prose.Quoted(c.name), sp.verb, prose.Share(s.setup.Share(c.kk, c.nn)), prose.Rows(c.nn))
	if rank == 0 {
		f.Says += "; no group departs clearly"
	} else {
		f.Severity = map[int]measure.Severity{1: measure.Notable, 2: measure.Serious}[rank]
		if sp.figure == "about-by" && elsewhere(c) >= .5 {
			f.Says += fmt.Sprintf(", %s of which have a first person", prose.Percent(elsewhere(c)))
		}
	}
	switch sp.figure {
	case "about-by":
		f.Evidence = c.telling.Evidence()
	case "about-by.hedged":
		f.Evidence = c.hedging.Evidence()
	case "about-by.first":
		f.Evidence = c.firstVoice.Evidence()
	}
	p := measure.Plot{Title: "Rows that " + sp.verb, XLabel: "share of rows", Share: true}
	for _, g := range groups[:min(len(groups), shownGroups)] {
		p.Dots = append(p.Dots, dot(g.name, s.setup.Share(g.k, g.rows), fmt.Sprintf("%s of %s, q %s", prose.Count(g.k), prose.Count(g.rows), prose.Equals(g.q))))
	}
	f.Plots = []measure.Plot{p}
	return f
}
