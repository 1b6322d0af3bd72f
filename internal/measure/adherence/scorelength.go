package adherence

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

// scoreLength is the measure of scores that follow length.
type scoreLength struct{}

func (scoreLength) Info() measure.Info {
	return measure.Info{
		Name: "score-length", Family: family, Title: "Scores that follow length",
		Says: "How closely the score goes with the length of the text in words: Spearman's ρ with its interval, the mean score of each fifth of the rows by length, and ρ among rows of one label and group, so that a label whose texts are long and good does not count. " +
			"A finding is serious where p < .001 and the end of the interval that is nearer to 0 is .2 or more away from it, both for all rows and within labels and groups; notable where it is .1 or more.",
		Cannot: "That a score goes with length does not say that the judge prefers length: longer texts may be better. Score pairs of texts that differ in length alone to tell. A relation that turns (best in the middle) shows in the fifths and not in ρ.",
		Formula: "Spearman's ρ (1904): Pearson's correlation of ranks, ties with their mean rank; interval on Fisher's scale z = artanh ρ with the variance (1 + ρ²/2) ÷ (n − 3) of Bonett and Wright (2000). " +
			"Within: ranks as shares of each label and group's rows, less their mean, pooled; n less one for each of them.",
		Use:   "With --score, before a judge's scores decide which rows are kept.",
		Cost:  "One pass; keeps a random sample of 20,000 rows, 40 bytes each.",
		Needs: []measure.Need{measure.NeedText, measure.NeedScore},
		Figures: []measure.Figure{
			{Name: "score-length", Unit: measure.Ratio, Says: "Spearman's ρ of score and length in words"},
			{Name: "score-length.within", Unit: measure.Ratio, Says: "the same within labels and groups"},
		},
	}
}

// scoredRows is how many rows are kept.
const scoredRows = 20_000

func (scoreLength) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &scoring{setup: s, sample: measure.NewSample[scoredRow](scoredRows, s.Seed)}, nil
}

type scoredRow struct {
	score   float64
	words   int
	stratum uint64 // of label and groups
	n       int64
}

type scoring struct {
	setup    *measure.Setup
	sample   *measure.Sample[scoredRow]
	unscored int64
}

func (s *scoring) Add(r *measure.Row) {
	words := len(r.Tokens.Words())
	if !r.HasScore() || words == 0 {
		s.unscored++
		return
	}
	s.sample.Offer(r.N, func() scoredRow {
		h := measure.WordHash(r.Label)
		for _, g := range r.Groups {
			h = measure.GramHash(h, measure.WordHash(g))
		}
		return scoredRow{r.Score, words, h, r.N}
	})
}

func (s *scoring) Merge(o measure.Summary) error {
	other := o.(*scoring)
	s.sample.Merge(other.sample)
	s.unscored += other.unscored
	return nil
}

// fewestScored is how many rows ρ takes.
const fewestScored = 20

func (s *scoring) Report(context.Context) ([]measure.Finding, error) {
	_, kept := s.sample.Rows()
	if len(kept) < fewestScored {
		return nil, measure.Cannot("", "%s with a score and words: %d are needed", prose.Rows(len(kept)), fewestScored)
	}
	rho, p := spearman(kept, s.setup.Level)
	within, _, strata := spearmanWithin(kept, s.setup.Level)
	f := measure.Finding{
		Figure: "score-length", Unit: measure.Ratio, Severity: measure.Plain, Estimate: rho, Census: s.sample.All(),
		Caveat:   "Longer texts may be better: this does not say why the score goes with length.",
		Compared: "scores that have nothing to do with length: ρ = 0",
	}
	if s.unscored > 0 {
		f.Caveat += fmt.Sprintf(" %s without a score or words are left out.", prose.Rows(s.unscored))
	}
	if !s.sample.All() {
		f.Caveat += fmt.Sprintf(" Rests on a random sample of %s.", prose.Rows(len(kept)))
	}
	if !rho.Defined() {
		f.Says = "whether the score goes with length cannot be told: " + rho.Undefined
		return []measure.Finding{f}, nil
	}
	fifths := byLength(kept)
	first, last := fifths[0], fifths[len(fifths)-1]
	f.Says = fmt.Sprintf("the score goes with the length of the text by ρ = %s in %s: from %s on average for the shortest fifth to %s for the longest",
		prose.Figure(rho), prose.Rows(len(kept)), prose.Decimal(first.mean), prose.Decimal(last.mean))
	near := nearer(rho)
	if strata > 1 && within.Defined() {
		near = math.Min(near, nearer(within))
	}
	switch {
	case p < .001 && near >= .2:
		f.Severity = measure.Serious
	case p < .001 && near >= .1:
		f.Severity = measure.Notable
	}
	s.show(&f, fifths)
	f.Evidence = extremes(kept, rho.Value > 0)
	out := []measure.Finding{f}
	if strata > 1 {
		w := measure.Finding{
			Figure: "score-length.within", Unit: measure.Ratio, Severity: measure.Plain, Estimate: within, Census: f.Census,
			Caveat: "Other things than label and group may make texts both long and good.", Compared: "rows of the same label and group",
		}
		w.Says = fmt.Sprintf("within %s of label and group, the score goes with length by ρ = %s", prose.Plural(strata, "combination", "combinations"), prose.Figure(within))
		if !within.Defined() {
			w.Says = "whether the score goes with length within labels and groups cannot be told: " + within.Undefined
		}
		out = append(out, w)
	}
	return out, nil
}

// nearer returns how far an interval stays from 0; 0 where it holds it.
func nearer(e stats.Estimate) float64 {
	if e.Interval == nil {
		return math.Abs(e.Value)
	}
	return math.Max(0, math.Max(e.Interval.Low, -e.Interval.High))
}

// fifth is rows of nearly the same length.
type fifth struct {
	from, to int // words
	n        int
	mean     float64
	estimate stats.Estimate
}

func byLength(kept []scoredRow) []fifth {
	sorted := slices.Clone(kept)
	slices.SortFunc(sorted, func(a, b scoredRow) int { return cmp.Or(cmp.Compare(a.words, b.words), cmp.Compare(a.n, b.n)) })
	var out []fifth
	for i := range 5 {
		part := sorted[i*len(sorted)/5 : (i+1)*len(sorted)/5]
		f := fifth{from: part[0].words, to: part[len(part)-1].words, n: len(part)}
		values := make([]float64, len(part))
		for k := range part {
			values[k] = part[k].score
		}
		slices.Sort(values) // so that sums do not depend on the order of rows
		f.estimate = stats.Mean(values, .95)
		for _, v := range values {
			f.mean += v / float64(len(values))
		}
		out = append(out, f)
	}
	return out
}

// show draws the mean score of each fifth.
func (s *scoring) show(f *measure.Finding, fifths []fifth) {
	p := measure.Plot{Title: "Mean score by length", XLabel: "mean score"}
	t := measure.Table{Title: p.Title, Columns: []string{"words", "rows", "mean score"}}
	for _, b := range fifths {
		label := fmt.Sprintf("%s to %s words", prose.Count(b.from), prose.Count(b.to))
		d := measure.Dot{Label: label, Value: b.mean, Note: prose.Rows(b.n)}
		cell := prose.Decimal(b.mean)
		if b.estimate.Defined() && b.estimate.Interval != nil {
			d.Low, d.High = &b.estimate.Interval.Low, &b.estimate.Interval.High
			cell = prose.Figure(b.estimate)
		}
		p.Dots = append(p.Dots, d)
		t.Rows = append(t.Rows, []string{label, prose.Count(b.n), cell})
	}
	f.Plots, f.Tables = []measure.Plot{p}, []measure.Table{t}
}

// extremes are long rows beside short ones that show the relation.
func extremes(kept []scoredRow, rising bool) []measure.Evidence {
	sign := 1.0
	if !rising {
		sign = -1
	}
	long, short := slices.Clone(kept), slices.Clone(kept)
	slices.SortFunc(long, func(a, b scoredRow) int {
		return cmp.Or(cmp.Compare(sign*b.score, sign*a.score), cmp.Compare(b.words, a.words), cmp.Compare(a.n, b.n))
	})
	slices.SortFunc(short, func(a, b scoredRow) int {
		return cmp.Or(cmp.Compare(sign*a.score, sign*b.score), cmp.Compare(a.words, b.words), cmp.Compare(a.n, b.n))
	})
	var out []measure.Evidence
	for i := range min(3, len(kept)/2) {
		a, b := &long[i], &short[i]
		out = append(out, measure.Evidence{
			Note: fmt.Sprintf("%s scored %s, %s scored %s", prose.Plural(a.words, "word", "words"), prose.Decimal(a.score), prose.Plural(b.words, "word", "words"), prose.Decimal(b.score)),
			Rows: []measure.RowRef{{N: a.n}, {N: b.n}},
		})
	}
	return out
}
