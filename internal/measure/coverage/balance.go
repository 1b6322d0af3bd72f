package coverage

import (
	"context"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// Bounds on what balance counts.
const (
	mostGroups      = 1000   // values of a column of groups
	mostLabels      = 50     // values of the label
	mostIngredients = 65_536 // values of a kind of ingredient
	scoreSample     = 20_000 // rows whose scores are compared
)

// balance is the measure of how rows are shared out.
type balance struct{}

func (balance) Info() measure.Info {
	return measure.Info{
		Name: "balance", Family: family, Title: "Balance of groups, labels and ingredients",
		Says: "How rows are shared out: over groups and labels, over labels within each group, over the ingredients that went into them, and how scores differ between groups. " +
			"For labels, every group is tested against all other groups for every label: a finding is serious where a label's share differs by 25 points or more with q < .001 (Benjamini and Hochberg over all cells of the column), notable from 5 points with q < .01. " +
			"An ingredient dominates, which is serious, where among three or more values one gives at least three times as many rows as the others on average, twice as many as the second, 20 rows and 2 % of all, with q < .001; values that a project declares with weights of its own are notable at most. " +
			"Scores are serious where a row of one group scores higher than one of the others in less than 25 % or more than 75 % of pairs with q < .001, notable beyond 8 points from half with q < .01.",
		Cannot: "It does not know which shares were wanted: a group that is rare in the world may be rare here on purpose. A difference in labels between groups may be what the world is like; a model trained on it learns it all the same. Columns with more than 1,000 values, labels with more than 50 and ingredients with more than 65,536 are not counted.",
		Formula: "Shares with mid-p intervals. Labels within groups: Fisher's exact test (1935) of each cell, adjusted residuals (Haberman 1973), Cramér's V (1946) with χ² less its degrees of freedom and the interval of Smithson (2003). " +
			"Dominance: binomial test of the largest count against equal shares, Bonferroni over values, Benjamini and Hochberg (1995) over kinds; effective number exp(−Σ p ln p) (Hill 1973, q = 1). " +
			"Scores: P(X > Y) + ½ P(X = Y) with the interval of DeLong, DeLong and Clarke-Pearson (1988), test of Mann and Whitney (1947).",
		Use:  "With --group, --label, --by or --score, whichever are known; for combinations of attributes see coverage, for what the text of groups is like variety and group-words.",
		Cost: "One pass; a count for each value. Scores are compared on a simple random sample of 20,000 rows.",
		Figures: []measure.Figure{
			{Name: "balance", Unit: measure.Share, Says: "share of the smallest group or label"},
			{Name: "balance.labels", Unit: measure.Ratio, Says: "Cramér's V of label and group, 0 to 1"},
			{Name: "balance.dominance", Unit: measure.Share, Says: "share of the ingredient that gives most rows"},
			{Name: "balance.score", Unit: measure.Ratio, Says: "how often a row of the group scores above one of the others"},
		},
	}
}

func (balance) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	c := &s.Columns
	if len(c.Groups) == 0 && len(c.By) == 0 && c.Label == "" && !s.Ingredients {
		return nil, measure.Cannot("--group COLUMN,... --label COLUMN or --by COLUMN,...", "no groups, labels or ingredients are named")
	}
	sum := &balancing{setup: s, labels: newTally(mostLabels)}
	for range c.Groups {
		sum.groups = append(sum.groups, newTally(mostGroups))
	}
	if c.Score != "" && len(c.Groups) > 0 {
		sum.scores = measure.NewSample[*scored](scoreSample, s.Seed)
	}
	return sum, nil
}

// scored is a row with its score and groups.
type scored struct {
	n      int64
	score  float64
	groups []string
}

// kind is one kind of ingredient.
type kind struct {
	name   string
	values *tally
}

// balancing is the summary of balance.
type balancing struct {
	setup  *measure.Setup
	rows   int64
	groups []*tally // with the labels of each group
	labels *tally
	kinds  []kind
	scores *measure.Sample[*scored]
}

func (s *balancing) Add(r *measure.Row) {
	s.rows++
	if r.Label != "" {
		s.labels.add(r.Label, r.N)
	}
	for i, t := range s.groups {
		if g := r.Groups[i]; g != "" {
			if c := t.add(g, r.N); c != nil && r.Label != "" {
				if c.labels == nil {
					c.labels = newTally(mostLabels)
				}
				c.labels.add(r.Label, r.N)
			}
		}
	}
	for i := range r.Ingredients {
		s.kind(r.Ingredients[i].Kind).add(r.Ingredients[i].Value, r.N)
	}
	if s.scores != nil && r.HasScore() {
		s.scores.Offer(r.N, func() *scored {
			out := &scored{r.N, r.Score, slices.Clone(r.Groups)}
			for i := range out.groups {
				out.groups[i] = bounded(out.groups[i])
			}
			return out
		})
	}
}

func (s *balancing) kind(name string) *tally {
	for i := range s.kinds {
		if s.kinds[i].name == name {
			return s.kinds[i].values
		}
	}
	t := newTally(mostIngredients)
	s.kinds = append(s.kinds, kind{name, t})
	return t
}

func (s *balancing) Merge(other measure.Summary) error {
	o := other.(*balancing)
	s.rows += o.rows
	s.labels.merge(o.labels)
	for i, t := range s.groups {
		t.merge(o.groups[i])
	}
	for _, k := range o.kinds {
		s.kind(k.name).merge(k.values)
	}
	if s.scores != nil {
		s.scores.Merge(o.scores)
	}
	return nil
}

func (s *balancing) Report(context.Context) ([]measure.Finding, error) {
	if s.rows == 0 {
		return nil, measure.Cannot("", "there are no rows")
	}
	var out []measure.Finding
	for i, t := range s.groups {
		out = append(out, s.shares(s.setup.Columns.Groups[i], "group", t))
		if s.setup.Columns.Label != "" {
			out = append(out, s.labelsWithin(s.setup.Columns.Groups[i], t))
		}
		if s.scores != nil {
			out = append(out, s.scoresWithin(i))
		}
	}
	if s.setup.Columns.Label != "" {
		out = append(out, s.shares(s.setup.Columns.Label, "label", s.labels))
	}
	out = append(out, s.dominance()...)
	if len(out) == 0 {
		return nil, measure.Cannot("", "every value of the ingredients is in one row alone, or there is one value for all rows")
	}
	return out, nil
}
