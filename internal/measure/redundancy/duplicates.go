package redundancy

import (
	"context"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/measure"
)

// defaultThreshold is the Jaccard similarity from which rows are near-duplicates.
const defaultThreshold = .7

// Duplicates returns the measure of exact and near-duplicates.
func Duplicates() measure.Measure { return duplicates{fullBounds} }

type duplicates struct{ limit bounds }

func (duplicates) Info() measure.Info {
	return measure.Info{
		Name: "duplicates", Family: "redundancy", Title: "Exact and near-duplicates",
		Says: "How many rows say what another row of the same data says already: word for word once case, punctuation and white " +
			"space are left out (exact), or with few words changed (near, exact ones included). Rows that are near one another, " +
			"directly or through others between them, are shown as a cluster, side by side, with the words marked in which each " +
			"differs from the first. Every pair was verified; up to 2 million rows of 45 words every row that is like another is found. " +
			"The finding is *serious* where the lower end of the interval is above 10 % of the rows and at least 10 clusters " +
			"or 100 rows show it, *notable* where it is above 0.5 %.",
		Cannot: "It goes by runs of words, not by meaning: a paraphrase with new words throughout is not found, and two rows that " +
			"differ in the one word that matters (a number, a *not*) are. A changed word changes three runs, so that short rows are " +
			"found only when they hardly differ: of 12 words one may change, of 40 words two to four. In languages " +
			"written without spaces only exact duplicates are found. The share grows with the number of rows, since each " +
			"has more others to be like: compare it at the same number, as the figure of the reference is. Duplicates between data and " +
			"reference are for `contamination`.",
		Formula: "Jaccard similarity |A ∩ B| / |A ∪ B| (Jaccard 1901) of the sets of runs of three words in lower case, at least " +
			"`duplicates.threshold`. Pairs are found by a prefix filter in rare-first order (AllPairs: Bayardo, Ma and Srikant " +
			"2007; PPJoin: Xiao, Wang, Lin and Yu 2008), which leaves none out, and verified one by one. Where there are very many, as of rows of one template, " +
			"those whose rows are in one cluster already are not looked at. Rows that are like none of thousands with which they share even their " +
			"rarest runs are compared by MinHash bands (Broder 1997) with the rest; the caveat counts those that may have a partner still. The interval is that of a " +
			"share with its counts divided by φ = Σ s²/(s − 1) / Σ s over clusters of s rows, since duplicates come two at a " +
			"time (2 where there are none). At another number of rows m = r·n, Σ s (1 − (1 − r)^(s−1)) / n is expected.",
		Use: "For any text, always. `duplicates.threshold` (default 0.7, from 0.5 to 1) says from which similarity on rows count " +
			"as near; raise it for templated data whose rows share most words by design. To take duplicates out, " +
			"use the stage `dedupe`; for variety beyond repetition, `diversity` and `saturation`.",
		Cost: "One pass, about 5 µs a row of 40 words, and about as much again at the end; 32 bytes a row and 4 a word. Past 2 million rows or " +
			"100 million words a sample is kept by content: exact duplicates stay together in it, near ones with a chance of their " +
			"similarity, so that the figure is then a lower bound.",
		Needs: []measure.Need{measure.NeedText},
		Figures: []measure.Figure{
			{Name: "duplicates", Unit: measure.Share, Says: "rows that are near-duplicates of another, exact ones included"},
			{Name: "duplicates.near", Unit: measure.Share, Says: "rows that are like another but not the same word for word"},
			{Name: "duplicates.exact", Unit: measure.Share, Says: "rows whose words are those of another row"},
		},
	}
}

func (d duplicates) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	reference, _ := known.Reference.(*duplicateRows)
	return d.start(s, reference)
}

// Learn keeps the rows of the reference, to tell how many of them are duplicates.
func (d duplicates) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	if part != measure.Reference {
		return nil, nil
	}
	return d.start(s, nil)
}

func (d duplicates) start(s *measure.Setup, reference *duplicateRows) (measure.Summary, error) {
	t := defaultThreshold
	if v, ok := s.Options["duplicates.threshold"]; ok {
		if t = measure.Number(v); !(t >= .5 && t <= 1) {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "duplicates.threshold is %v; write a similarity from 0.5 to 1, such as 0.7", v)
		}
	}
	return &duplicateRows{setup: s, threshold: t, set: newRowSet(d.limit), reference: reference}, nil
}

// duplicateRows is the summary.
type duplicateRows struct {
	setup     *measure.Setup
	threshold float64
	set       *rowSet
	reference *duplicateRows
}

func (d *duplicateRows) Add(r *measure.Row) { d.set.add(r) }

func (d *duplicateRows) Merge(o measure.Summary) error {
	d.set.merge(o.(*duplicateRows).set)
	return nil
}

// Pairs returns the verified pairs of a summary of Duplicates, to which no more
// rows are added. It is for those who need each of them: where all rows are the
// same, that is half the square of their number. Where rows have hundreds of near
// ones each, pairs of rows that others join already are left out.
func Pairs(ctx context.Context, s measure.Summary) ([]Pair, error) {
	d, ok := s.(*duplicateRows)
	if !ok {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "listing pairs of a %T, which is no summary of duplicates", s)
	}
	d.set.settle()
	c, err := cluster(ctx, d.set, d.threshold, true)
	if err != nil {
		return nil, err
	}
	return c.allOf(), nil
}
