package fidelity

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// twoSample is the classifier two-sample test, and what gives rows away.
type twoSample struct{}

const (
	twoSampleRows = 2000
	fewestRows    = 40 // distinct rows a side
)

func (twoSample) Info() measure.Info {
	return measure.Info{
		Name: "two-sample", Family: family, Title: "What gives the rows away",
		Says: "Whether a simple model, which has seen half of the rows with their origin, can tell the other half apart: data or reference? And by what: the words, pairs of words, openings, punctuation and lengths that are in many more rows of one side, ranked, each with its interval. " +
			"The share told apart is notable where its interval lies above .6 with p < .001, and never serious by itself: nearly all data made by models can be told from people's, and whether that matters shows in what gives it away; a giveaway is serious where the difference of its shares is at least .3 by the near end of its interval with q < .001, notable from .1. Near-duplicates count once, also across the sides, so that no row is tested on its own copy. The evidence is the rows that are told apart most surely, with the words that do it marked.",
		Cannot: "A row that is told apart is not bad, and data that cannot be told apart by words may still be wrong. The model sees words, characters, lengths and punctuation, not meaning or facts: a better model tells more apart, never less. If the reference is of another topic or time, that shows as well.",
		Formula: "Classifier two-sample test (Lopez-Paz and Oquab 2017): logistic regression on hashed words, pairs of words and runs of four characters (Weinberger and others 2009), with lengths and rates of punctuation; learned on a random half, with as many rows of each side, by AdaGrad (Duchi and others 2011). p is the exact binomial probability of as many right by guessing in the other half, on which nothing was learned: cross-validated folds would depend on each other. AUC with the interval of DeLong and others (1988). " +
			"Near-duplicates: Jaccard index of word 3-grams from .7. Giveaways are counted twice: in whole rows, and in rows of both sides ordered by length and each cut to the shorter of its pair, since every word is in more of longer rows, and what ends a row is cut from the longer one; something is a giveaway where both counts differ to the same side, and the smaller difference is told. Difference of shares with the interval of Miettinen and Nurminen (1985), Fisher's exact test, q by Benjamini and Hochberg over all that were counted.",
		Use:   "With --against, first of this family: what it names can be mended in the prompt. `two-sample.rows` (2000 a side, 5000 at the most) is a setting.",
		Cost:  "A sample of 2,000 rows a side; about 0.2 s.",
		Needs: []measure.Need{measure.NeedText, measure.NeedReference},
		Figures: []measure.Figure{
			{Name: "two-sample", Unit: measure.Share, Says: "rows of the held-out half whose side is told; .5 is guessing"},
			{Name: "two-sample.auc", Unit: measure.Ratio, Says: "probability that a data row looks more like data than a reference row does; .5 is guessing"},
			{Name: "two-sample.giveaway", Unit: measure.Share, Says: "largest difference of the share of rows that have something, between data and reference"},
		},
	}
}

func twoSampleSize(s *measure.Setup) int {
	return option(s, "two-sample.rows", twoSampleRows, 100, 5000)
}

func (twoSample) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	return newSide(s, twoSampleSize(s), known, reportTwoSample), nil
}

func (twoSample) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	return learnSide(s, part, twoSampleSize(s))
}

func reportTwoSample(ctx context.Context, c *comparison) ([]measure.Finding, error) {
	d := &detector{comparison: c}
	d.distinct()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if min(d.each[0], d.each[1]) < fewestRows {
		return nil, measure.Cannot("", "the data has %s and the reference %s that are no near-duplicates of each other or of the other side; %d of each are needed",
			prose.Rows(d.each[0]), prose.Rows(d.each[1]), fewestRows)
	}
	d.run()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return append(d.findings(), d.giveaways()), nil
}

// detector tells sides apart.
type detector struct {
	*comparison            // near-duplicates of either side once, as many rows of each side
	each        [2]int     // rows of each side without their near-duplicates, before the sides were made equal
	left        int        // rows that were left out as near-duplicates
	cases       []instance // the data's rows first
	models      [2]*logistic
}

// instance is a row for the model.
type instance struct {
	features []feature
	data     bool
	half     uint8
	score    float64 // by the model of the other half: above 0 means data
}

// distinct leaves near-duplicates out: of each cluster over both sides one random row
// stays; then as many rows of each side.
func (d *detector) distinct() {
	n := len(d.data.text)
	all := slices.Concat(d.data.text, d.ref.text)
	cluster := nearClusters(all)
	rank := func(i int) uint64 {
		if i < n {
			return mixed(uint64(d.data.n[i])<<1 ^ mixed(d.setup.Seed))
		}
		return mixed(uint64(d.ref.n[i-n])<<1 ^ 1 ^ mixed(d.setup.Seed))
	}
	best := map[int]int{}
	for i, at := range cluster {
		if b, ok := best[at]; !ok || rank(i) < rank(b) {
			best[at] = i
		}
	}
	var keep [2][]int
	for i, at := range cluster {
		if best[at] != i {
			d.left++
		} else if i < n {
			keep[0] = append(keep[0], i)
		} else {
			keep[1] = append(keep[1], i-n)
		}
	}
	d.each = [2]int{len(keep[0]), len(keep[1])}
	size := min(d.each[0], d.each[1])
	for s, shift := range []int{0, n} {
		slices.SortFunc(keep[s], func(a, b int) int { return cmp.Or(cmp.Compare(rank(a+shift), rank(b+shift)), a-b) })
		keep[s] = keep[s][:size]
		slices.Sort(keep[s])
	}
	out := *d.comparison
	out.data, out.ref = d.data.only(keep[0]), d.ref.only(keep[1])
	d.comparison = &out
}

// run learns on each half and scores the other.
func (d *detector) run() {
	all := slices.Concat(d.data.text, d.ref.text)
	n := len(d.data.text)
	d.cases = make([]instance, len(all))
	each(len(all), func(i int) { d.cases[i] = instance{features: featuresOf(all[i]), data: i < n} })
	for s, t := range []*texts{d.data, d.ref} {
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(cmp.Compare(mixed(uint64(t.n[a])^mixed(d.setup.Seed+7)), mixed(uint64(t.n[b])^mixed(d.setup.Seed+7))), a-b)
		})
		for place, i := range order {
			d.cases[s*n+i].half = uint8(place % 2)
		}
	}
	each(2, func(half int) {
		var learn []*instance
		for i := range d.cases {
			if int(d.cases[i].half) == half {
				learn = append(learn, &d.cases[i])
			}
		}
		d.models[half] = learned(learn, d.setup.Seed)
	})
	for i := range d.cases {
		k := &d.cases[i]
		k.score = d.models[1-k.half].score(k.features)
	}
}

func (d *detector) caveat() string {
	c := "A simple model of words, characters, lengths and punctuation: a better one may tell more apart."
	if d.left > 0 {
		c += fmt.Sprintf(" %s left out as near-duplicates of others.", prose.Rows(d.left))
	}
	return c + d.sampled()
}

// findings are the share told apart in the second half, and the AUC there.
func (d *detector) findings() []measure.Finding {
	right, of, both := 0, 0, 0
	var dataScores, refScores []float64
	for i := range d.cases {
		k := &d.cases[i]
		ok := k.score > 0 == k.data
		if ok {
			both++
		}
		if k.half == 0 {
			continue // the test is on the half of which the model saw nothing
		}
		of++
		if ok {
			right++
		}
		if k.data {
			dataScores = append(dataScores, k.score)
		} else {
			refScores = append(refScores, k.score)
		}
	}
	p := stats.BinomialAbove(right, of, .5)
	f := measure.Finding{
		Figure: "two-sample", Severity: measure.Plain, Unit: measure.Share, Estimate: d.setup.Share(right, of),
		Compared: d.against(), Caveat: d.caveat(),
	}
	f.Says = fmt.Sprintf("a simple model tells data from reference in %s of %s that it had not seen, half of them data (guessing: 50 %%, p %s)",
		prose.Share(f.Estimate), prose.Rows(of), prose.Equals(p))
	if f.Estimate.Interval.Low > .6 && p < .001 {
		f.Severity = measure.Notable
	}
	f.Tables = []measure.Table{{
		Title: "Told apart", Columns: []string{"learned on", "tested on", "rows", "right"},
		Rows: [][]string{
			{"one half", "the other", prose.Count(of), prose.Share(f.Estimate)},
			{"each half", "the other in turn", prose.Count(len(d.cases)), prose.Percent(float64(both)/float64(len(d.cases))) + " (no interval: the halves depend on each other)"},
		},
	}}
	if p < .001 {
		f.Evidence = d.surest()
	}
	auc := measure.Finding{
		Figure: "two-sample.auc", Severity: measure.Plain, Unit: measure.Ratio, Estimate: stats.ProbabilityAbove(dataScores, refScores, d.setup.Level),
		Compared: d.against(), Caveat: d.caveat(),
	}
	auc.Says = fmt.Sprintf("of a random row of the data and one of the reference, the model holds the right one for the data with probability %s, over %s of each (.5 is guessing)", prose.Figure(auc.Estimate), prose.Rows(len(dataScores)))
	return []measure.Finding{f, auc}
}

// surest are the rows of both sides that are told apart most surely.
func (d *detector) surest() []measure.Evidence {
	n := len(d.data.n)
	show := func(from, to int, t *texts, sign float64, note string) (out []measure.Evidence) {
		order := make([]int, 0, to-from)
		for i := from; i < to; i++ {
			if d.cases[i].score*sign > 0 {
				order = append(order, i)
			}
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sign*d.cases[b].score, sign*d.cases[a].score) })
		for _, i := range order[:min(len(order), measure.MaxEvidence/2)] {
			model := d.models[1-d.cases[i].half]
			out = append(out, measure.Evidence{Note: note, Rows: []measure.RowRef{t.ref(i-from, telling(model, t.text[i-from], sign)...)}})
		}
		return out
	}
	return append(show(0, n, d.data, 1, "surely told as data"), show(n, 2*n, d.ref, -1, "surely told as reference")...)
}
