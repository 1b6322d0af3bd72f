package coverage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// variety is the measure of how much the rows of a group repeat each other.
type variety struct{}

func (variety) Info() measure.Info {
	return measure.Info{
		Name: "variety", Family: family, Title: "Variety within groups",
		Says: "Whether one group is told the same story over and over while others are not: a caricature. For each group, how alike two of its rows are on average, in their words and pairs of words, rare ones weighing more; compared with the median of the other groups, each row cut to the same number of words, the group's own name left out. Beside it the share of distinct pairs of words at the same number of them. " +
			"Serious where two rows of a group are at least twice as alike as in the median of the others, and .02 more, with q < .001 (one-sided test, Benjamini and Hochberg over all groups); notable from 1.3 times with q < .01. The evidence is the group's most typical rows with the phrases that they share and other groups do not.",
		Cannot: "It sees words, not meaning: the same idea in ever other words passes as variety. It compares groups with each other, so it says nothing where all are caricatures. A group with fewer than 20 rows is not compared.",
		Formula: "Mean cosine over all pairs of rows of a group, (|Σx|² − n) ÷ (n(n − 1)), x the row's words and word pairs, each once, weighted by ln(N ÷ df) and of length 1: a U-statistic, so that it does not depend on how many rows there are; its standard error from Hoeffding's projection (1948), 2·sd(mean likeness of a row) ÷ √n. " +
			"z = (V − median of others) ÷ √(SE² + SE of the others²). Distinct-2: distinct word pairs over all (Li and others 2016), mean over 16 random orders at the same number of pairs.",
		Use:  "With --group, to find stereotypes. For repetition over all rows see duplicates and diversity; for which words set a group apart, group-words.",
		Cost: "One pass that keeps a random sample of 20,000 rows of at most 256 words; about a microsecond for each word.",
		Needs: []measure.Need{
			measure.NeedText, measure.NeedGroups,
		},
		Figures: []measure.Figure{
			{Name: "variety", Unit: measure.Ratio, Says: "mean likeness of two rows of a group, 0 to 1: lower is more varied"},
			{Name: "variety.distinct", Unit: measure.Share, Says: "distinct pairs of words of a group at the same number of pairs"},
		},
	}
}

func (variety) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &varying{setup: s, sample: newRowSample(s.Seed)}, nil
}

type varying struct {
	setup  *measure.Setup
	sample *rowSample
}

func (s *varying) Add(r *measure.Row) { s.sample.add(r) }

func (s *varying) Merge(o measure.Summary) error {
	s.sample.merge(o.(*varying).sample)
	return nil
}

// likeness is what is known of how alike the rows of a group are.
type likeness struct {
	*group
	column      string
	mean, se    float64
	typical     []float64 // of each row: its mean likeness to the others
	distinct    float64
	budget      int // pairs of words at which distinct was counted
	others      float64
	othersD     float64
	p, q        float64
	least, most float64 // the other groups'
}

func (l *likeness) rank() int {
	switch {
	case l.others <= 0:
		return 0
	case l.q < seriousQ && l.mean >= 2*l.others && l.mean-l.others >= .02:
		return 2
	case l.q < .01 && l.mean >= 1.3*l.others:
		return 1
	}
	return 0
}

func (s *varying) Report(ctx context.Context) ([]measure.Finding, error) {
	_, sample := s.sample.Rows()
	if len(sample) == 0 {
		return nil, measure.Cannot("", "no row has both a group and words")
	}
	var all []*likeness
	var byColumn [][]*likeness
	small := 0
	for column, name := range s.setup.Columns.Groups {
		groups, _ := groupsOf(sample, column)
		big := large(groups, fewest)
		small += len(groups) - len(big)
		if len(big) < 2 {
			continue
		}
		ls := s.compare(big, name)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		all = append(all, ls...)
		byColumn = append(byColumn, ls)
	}
	if len(all) == 0 {
		return nil, measure.Cannot("", "fewer than two groups have %d rows", fewest)
	}
	p := make([]float64, len(all))
	for i, l := range all {
		p[i] = l.p
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		all[i].q = q
	}
	var out []measure.Finding
	for _, ls := range byColumn {
		slices.SortStableFunc(ls, func(a, b *likeness) int { return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(b.mean, a.mean)) })
		for i, l := range ls {
			if i > 0 && (l.rank() == 0 || i >= 5) {
				break
			}
			out = append(out, s.finding(ls, l, small))
			if i == 0 {
				out = append(out, s.distinctFinding(ls, l))
			}
		}
	}
	return out, nil
}

// compare measures the groups of a column at the same number of words.
func (s *varying) compare(groups []*group, column string) []*likeness {
	words := sampleWords
	for _, g := range groups {
		words = min(words, medianWords(g))
	}
	words = max(words, 4)
	v := newVectors(groups, words)
	ls := make([]*likeness, len(groups))
	for i, g := range groups {
		ls[i] = &likeness{group: g, column: column}
		ls[i].mean, ls[i].se, ls[i].typical = v.alike(i)
	}
	budget := v.budget()
	for i, l := range ls {
		l.budget, l.distinct = budget, v.distinct(i, budget, s.setup.Seed)
	}
	for _, l := range ls {
		var means, distinct []float64
		variance := 0.0
		for _, o := range ls {
			if o != l {
				means, distinct = append(means, o.mean), append(distinct, o.distinct)
				variance += o.se * o.se
			}
		}
		slices.Sort(means)
		slices.Sort(distinct)
		l.others, l.othersD = stats.Quantile(means, .5), stats.Quantile(distinct, .5)
		l.least, l.most = means[0], means[len(means)-1]
		// The median of k means varies more than their mean, by π/2 for many.
		rest := variance / float64(len(means)*len(means)) * math.Pi / 2
		l.p = 1
		if se := math.Sqrt(l.se*l.se + rest); se > 0 {
			l.p = stats.NormalAbove((l.mean - l.others) / se)
		}
	}
	return ls
}

func medianWords(g *group) int {
	n := make([]int, len(g.rows))
	for i, k := range g.rows {
		n[i] = len(k.words)
	}
	slices.Sort(n)
	return n[len(n)/2]
}

func (s *varying) estimate(l *likeness) stats.Estimate {
	half := stats.NormalQuantile(s.setup.Level) * l.se
	if l.se == 0 {
		e := stats.Exact(l.mean, len(l.rows))
		e.NoInterval = "every row is as like the others as any, which does not show how likeness varies"
		return e
	}
	return stats.Between(l.mean, math.Max(0, l.mean-half), math.Min(1, l.mean+half), s.setup.Level, "U-statistic, Hoeffding", len(l.rows))
}

func (s *varying) caveat(small int) string {
	c := "It sees words, not meaning, and compares groups with each other only."
	if !s.sample.All() {
		c += fmt.Sprintf(" Rests on a random sample of %s.", prose.Rows(sampleRows))
	}
	if small > 0 {
		c += fmt.Sprintf(" %s with fewer than %d rows not compared.", prose.Plural(small, "group", "groups"), fewest)
	}
	return c
}

func (s *varying) finding(ls []*likeness, l *likeness, small int) measure.Finding {
	f := measure.Finding{
		Figure: "variety", Severity: measure.Plain, Unit: measure.Ratio, Of: prose.Shown(l.name), Census: s.sample.All(),
		Estimate: s.estimate(l), Caveat: s.caveat(small),
		Compared: fmt.Sprintf("%s of %s, each row cut to the same number of words", prose.Plural(len(ls)-1, "other group", "other groups"), prose.Shown(l.column)),
	}
	rank := l.rank()
	if rank == 0 {
		f.Says = fmt.Sprintf("no group of %s repeats itself more than the others: two rows of the least varied, %s (%s), are alike by %s, of the others by %s",
			prose.Shown(l.column), prose.Quoted(l.name), prose.Rows(len(l.rows)), prose.Figure(f.Estimate), prose.Decimal(l.others))
	} else {
		f.Severity = map[int]measure.Severity{1: measure.Notable, 2: measure.Serious}[rank]
		f.Says = fmt.Sprintf("the %s of %s repeat each other: two of them are alike by %s, two of another group by %s (of the others %s to %s)",
			prose.Rows(len(l.rows)), prose.Quoted(l.name), prose.Figure(f.Estimate), prose.Decimal(l.others), prose.Decimal(l.least), prose.Decimal(l.most))
		phrases := typicalPhrases(l.group, ls)
		if len(phrases) > 0 {
			f.Says += fmt.Sprintf("; %q is in %s of its %s", phrases[0].text, prose.Count(phrases[0].in), prose.Rows(len(l.rows)))
		}
		f.Evidence = typicalRows(l, phrases)
		f.Tables = append(f.Tables, phraseTable(l, phrases))
	}
	if l == ls[0] {
		f.Plots, f.Tables = []measure.Plot{s.plot(ls)}, append(f.Tables, s.table(ls))
	}
	return f
}

func (s *varying) plot(ls []*likeness) measure.Plot {
	p := measure.Plot{Title: "Likeness of two rows, by " + prose.Shown(ls[0].column), XLabel: "mean likeness of two rows (lower is more varied)"}
	for _, l := range ls[:min(len(ls), shownGroups)] {
		p.Dots = append(p.Dots, dot(l.name, s.estimate(l), prose.Rows(len(l.rows))))
	}
	return p
}

func (s *varying) table(ls []*likeness) measure.Table {
	t := measure.Table{
		Title:   "Variety by " + prose.Shown(ls[0].column),
		Columns: []string{prose.Shown(ls[0].column), "rows", "likeness", "of the others", "distinct pairs of words", "q"},
	}
	for _, l := range ls[:min(len(ls), shownGroups)] {
		t.Rows = append(t.Rows, []string{prose.Shown(l.name), prose.Count(len(l.rows)), prose.Figure(s.estimate(l)), prose.Decimal(l.others), prose.Percent(l.distinct), prose.PValue(l.q)})
	}
	t.More = max(0, len(ls)-shownGroups)
	return t
}

func (s *varying) distinctFinding(ls []*likeness, l *likeness) measure.Finding {
	f := measure.Finding{
		Figure: "variety.distinct", Severity: measure.Plain, Unit: measure.Share, Of: prose.Shown(l.name), Census: s.sample.All(),
		Caveat:   "Pairs of words of one row hang together, so this share has no interval; the likeness of rows has one.",
		Compared: fmt.Sprintf("the median of %s at %s pairs of words", prose.Plural(len(ls)-1, "other group", "other groups"), prose.Count(l.budget)),
	}
	if l.budget == 0 {
		f.Estimate = stats.Undefined("the rows of a group have no two words")
		f.Says = "distinct pairs of words cannot be compared: " + f.Estimate.Undefined
		return f
	}
	f.Estimate = stats.Exact(l.distinct, l.budget)
	f.Estimate.NoInterval = "pairs of words of one row are not independent"
	f.Says = fmt.Sprintf("%s of %s pairs of words in rows of %s are distinct; of the other groups, at the same number, %s", prose.Percent(l.distinct), prose.Count(l.budget), prose.Quoted(l.name), prose.Percent(l.othersD))
	return f
}
