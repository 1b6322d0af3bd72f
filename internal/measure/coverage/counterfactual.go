package coverage

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// counterfactual is the measure of what changes where only the group changes.
type counterfactual struct{}

func (counterfactual) Info() measure.Info {
	return measure.Info{
		Name: "counterfactual", Family: family, Title: "Counterfactual pairs",
		Says: "What changes between rows that differ in the group alone: whether they have the same label, and how label, score and length of each group differ from the other groups in the same set. Sets are found by a column that names them, or by the text with the group's name taken out (*I hate women* and *I hate Muslims*). " +
			"A difference of labels is serious from 20 points with q < .001 (sign test over sets, Benjamini and Hochberg over groups, labels, scores and lengths), notable from 5 points with q < .05; of scores from .5 and .15 standard deviations; of lengths notable from a fifth of the mean with q < .001.",
		Cannot: "Without a column of pairs it finds only rows whose text names the group as the group column does, or in singular or plural; a set in which a pronoun or a verb changed too is missed. Some texts should have another label for another group (a reclaimed slur): look at the sets.",
		Formula: "Of each set, the first row of each group. d = the group's value − the mean of the other groups' in the set (for a label: 1 where it is that label, else 0). Exact sign test over sets with d ≠ 0, which for two groups and a label is McNemar's (1947) exact test; mean of d with Student's interval where it is not too skewed. " +
			"The main figure is the share of sets whose rows do not all have the same label, with a mid-p interval.",
		Use:   "With --group and --label or --score, for data made from templates or by swapping the group, such as tests of a classifier's fairness. `counterfactual.pair` names a column that is the same for rows of one set. The first column of --group is taken.",
		Cost:  "One pass that keeps a hash for each row; beyond 60,000 rows with a group's name, only the sets with the smallest hashes.",
		Needs: []measure.Need{measure.NeedGroups},
		Figures: []measure.Figure{
			{Name: "counterfactual", Unit: measure.Share, Says: "sets whose rows do not all have the same label"},
			{Name: "counterfactual.label", Unit: measure.Ratio, Says: "a label's share in a group less that in the other groups of the same sets"},
			{Name: "counterfactual.score", Unit: measure.Ratio, Says: "score of a group less that of the other groups of the same sets"},
			{Name: "counterfactual.length", Unit: measure.Length, Says: "words of a group less those of the other groups of the same sets"},
		},
	}
}

func (counterfactual) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	sum := &pairing{setup: s, most: math.MaxUint64, names: map[string]*named{}}
	if by := listOption(s, "counterfactual.pair"); len(by) > 0 {
		sum.by = by[0]
	} else if s.Columns.Text == "" {
		return nil, measure.Cannot("--text COLUMN or --option counterfactual.pair=COLUMN", "there is neither a column of text nor one of pairs")
	}
	return sum, nil
}

// mostSiblings is how many rows that may have siblings are kept.
const mostSiblings = 60_000

// sibling is a row that may differ from others in its group alone.
type sibling struct {
	set    uint64 // hash of what the rows of a set have in common
	n      int64
	group  string
	label  string
	score  float64
	words  int // without the group's name
	marked measure.Span
}

// named is a group with the hashes of its name's words.
type named struct {
	name string
	own  []uint64
}

type pairing struct {
	setup *measure.Setup
	by    string // the column of pairs; "": by the text
	most  uint64 // sets with larger hashes are not kept
	kept  []sibling
	names map[string]*named
	inSet int64 // rows with a set
	rows  int64
}

func (s *pairing) Add(r *measure.Row) {
	s.rows++
	if len(r.Groups) == 0 || r.Groups[0] == "" {
		return
	}
	g := s.named(r.Groups[0])
	sib := sibling{n: r.N, group: g.name, label: r.Label, score: r.Score}
	ok := s.template(&sib, r, g)
	if s.by != "" {
		v := r.Fields.Text(s.by)
		ok = v != ""
		sib.set = mixed(xxh3.HashString(v))
	}
	if !ok {
		return
	}
	s.inSet++
	if sib.set > s.most {
		return
	}
	sib.label = strings.Clone(bounded(r.Label))
	s.kept = append(s.kept, sib)
	s.shrink()
}

// shrink lowers the largest hash until no more rows are kept than may be. Which are
// kept in the end follows from the rows alone, not from their order.
func (s *pairing) shrink() {
	for len(s.kept) > mostSiblings && s.most > 0 {
		s.most /= 2
		s.kept = slices.DeleteFunc(s.kept, func(k sibling) bool { return k.set > s.most })
	}
}

func (s *pairing) named(group string) *named {
	group = bounded(group)
	if g := s.names[group]; g != nil {
		return g
	}
	g := &named{name: strings.Clone(group)}
	for _, w := range measure.NewTokens(group).Words() {
		for _, form := range forms(string(w.Lower)) {
			g.own = append(g.own, measure.WordHash(form))
		}
	}
	if len(s.names) < mostNames {
		s.names[g.name] = g
	}
	return g
}

// maskHash stands for the group's name in a template, articleHash for a and an.
const (
	maskHash    = 0x9ae16a3b2f90404f
	articleHash = 0xc949d7c7509e6557
)

// template sets what a row has in common with those that differ in the group's name
// alone. It reports false where the name is not in the text, or little else.
func (s *pairing) template(sib *sibling, r *measure.Row, g *named) bool {
	h, runs, before := uint64(1), 0, false
	a, an := measure.WordHash("a"), measure.WordHash("an")
	for i, w := range r.Tokens.Hashes() {
		own := slices.Contains(g.own, w)
		if own {
			word := r.Tokens.Words()[i]
			if !before {
				runs++
				h = mixed(h*31 + maskHash)
			}
			if runs == 1 && !before {
				sib.marked.From = word.From
			}
			if runs == 1 {
				sib.marked.To = word.To
			}
		} else {
			if w == a || w == an {
				w = articleHash
			}
			sib.words++
			h = mixed(h*31 + w)
		}
		before = own
	}
	sib.set = h
	return runs > 0 && sib.words >= 2
}

func (s *pairing) Merge(other measure.Summary) error {
	o := other.(*pairing)
	s.rows += o.rows
	s.inSet += o.inSet
	s.most = min(s.most, o.most)
	s.kept = slices.DeleteFunc(append(s.kept, o.kept...), func(k sibling) bool { return k.set > s.most })
	s.shrink()
	return nil
}

// sets returns the sets with rows of two groups or more: of each group the first row.
func (s *pairing) sets() [][]sibling {
	slices.SortFunc(s.kept, func(a, b sibling) int {
		return cmp.Or(cmp.Compare(a.set, b.set), cmp.Compare(a.group, b.group), cmp.Compare(a.n, b.n))
	})
	var out [][]sibling
	for i := 0; i < len(s.kept); {
		var set []sibling
		j := i
		for ; j < len(s.kept) && s.kept[j].set == s.kept[i].set; j++ {
			if len(set) == 0 || set[len(set)-1].group != s.kept[j].group {
				set = append(set, s.kept[j])
			}
		}
		if len(set) > 1 {
			out = append(out, set)
		}
		i = j
	}
	return out
}

func (s *pairing) Report(context.Context) ([]measure.Finding, error) {
	sets := s.sets()
	const few = 10
	if len(sets) < few {
		what := "differ in the group's name alone"
		if s.by != "" {
			what = "have the same " + prose.Shown(s.by)
		}
		return nil, measure.Cannot("--option counterfactual.pair=COLUMN", "%s of rows of different groups %s; %d are needed", prose.Plural(len(sets), "set", "sets"), what, few)
	}
	return s.report(sets), nil
}
