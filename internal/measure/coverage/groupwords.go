package coverage

import (
	"cmp"
	"context"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// groupWords is the measure of the words that set groups apart.
type groupWords struct{}

func (groupWords) Info() measure.Info {
	return measure.Info{
		Name: "group-words", Family: family, Title: "Words that set groups apart",
		Says: "Which words are in many more, or many fewer, rows of a group than of the other groups, with the log-odds ratio of each, its interval, and the two shares of rows. A row counts once for each of its words, so that one chatty row cannot set a group apart. " +
			"Words of the group's own name, and of other groups' names, are told apart. A finding is notable where a word that is no group's name is in 25 points more rows of the group than of the others with q < .01 (Benjamini and Hochberg over all words and groups); never serious: that a group has words of its own is no fault in itself.",
		Cannot: "It does not know which words are slurs or stereotypes: read the list. A word may set a group apart because of a topic, a label or a source that happens to go with the group. Words in fewer than five rows are not tested.",
		Formula: "Fightin' Words: δ = ln[(y₁ + α) ÷ (n₁ + α₀ − y₁ − α)] − ln[(y₂ + α) ÷ (n₂ + α₀ − y₂ − α)], z = δ ÷ √(1/(y₁ + α) + 1/(y₂ + α)) (Monroe, Colaresi and Quinn 2008, eqs. 16, 18 to 20 and 22), " +
			"with y rows that have the word, n the sum of y over all words, and the informative prior α of a word its share of all n, times α₀ = a tenth of the smaller side.",
		Use:   "With --group, beside variety: this one says what sets a group apart, variety whether its rows are all alike.",
		Cost:  "One pass that keeps a random sample of 20,000 rows of at most 256 words.",
		Needs: []measure.Need{measure.NeedText, measure.NeedGroups},
		Figures: []measure.Figure{
			{Name: "group-words", Unit: measure.Ratio, Says: "log-odds ratio of the word that most sets a group apart"},
		},
	}
}

func (groupWords) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	return &groupWording{setup: s, sample: newRowSample(s.Seed)}, nil
}

type groupWording struct {
	setup  *measure.Setup
	sample *rowSample
}

func (s *groupWording) Add(r *measure.Row) { s.sample.add(r) }

func (s *groupWording) Merge(o measure.Summary) error {
	s.sample.merge(o.(*groupWording).sample)
	return nil
}

// fightin returns the log-odds ratio of a word with its standard error: y1 of n1 on
// the one side, y2 of n2 on the other, under a prior of alpha of alpha0.
func fightin(y1, n1, y2, n2, alpha, alpha0 float64) (delta, se float64) {
	side := func(y, n float64) float64 { return math.Log((y + alpha) / (n + alpha0 - y - alpha)) }
	return side(y1, n1) - side(y2, n2), math.Sqrt(1/(y1+alpha) + 1/(y2+alpha))
}

// shownApart is how many groups get a finding of their own.
const shownApart = 8

// fewestWithWord is how many rows a word is in at the least to be tested.
const fewestWithWord = 5

// saying is a word in a group against the other groups.
type saying struct {
	word      uint32
	text      string
	in, other int // rows with it
	rest      int // rows of the other groups
	delta, se float64
	q         float64
	own       bool  // a word of the group's name
	others    bool  // a word of another group's name
	from      *kept // the first row that has it
}

func (w *saying) lead(g *wordsOf) float64 {
	return float64(w.in)/float64(len(g.rows)) - float64(w.other)/float64(max(1, w.rest))
}

// wordsOf is a group with its words.
type wordsOf struct {
	*group
	column string
	words  []*saying // those apart, most telling first
	tested int
}

func (s *groupWording) Report(ctx context.Context) ([]measure.Finding, error) {
	_, sample := s.sample.Rows()
	if len(sample) == 0 {
		return nil, measure.Cannot("", "no row has both a group and words")
	}
	var out []measure.Finding
	for column, name := range s.setup.Columns.Groups {
		groups, none := groupsOf(sample, column)
		if len(groups) < 2 {
			continue
		}
		counts := countWords(groups)
		found := counts.compare(groups, name)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		slices.SortStableFunc(found, func(a, b *wordsOf) int { return cmp.Compare(topLead(b), topLead(a)) })
		for i, g := range found {
			if i == shownApart || i > 0 && g.leading() == nil {
				break
			}
			out = append(out, s.finding(g, none, len(found)))
		}
	}
	if len(out) == 0 {
		return nil, measure.Cannot("", "there are no two groups with %d rows and words in %d rows", fewest, fewestWithWord)
	}
	return out, nil
}

// topLead ranks groups: by the lead of the word that leads.
func topLead(g *wordsOf) float64 {
	if w := g.leading(); w != nil {
		return math.Abs(w.lead(g))
	}
	return 0
}

// leading is the word that a group has most above the others, or if there is none,
// most below; no group's name. Nil: there is none.
func (of *wordsOf) leading() *saying {
	var below *saying
	for _, w := range of.words {
		switch {
		case w.own || w.others || below != nil && w.lead(of) <= 0 || !w.spell():
		case w.lead(of) > 0:
			return w
		default:
			below = w
		}
	}
	return below
}

// wordCounts are the rows with each word, in all and by group.
type wordCounts struct {
	ids   map[uint32]int32
	words []uint32
	by    [][]int32 // of each group, by id
	all   []int32
	total []float64 // of each group: the sum of by
	from  []*kept   // the first row with each
}

// countWords counts each word once a row. Words get their ids in the order of rows.
func countWords(groups []*group) *wordCounts {
	c := &wordCounts{ids: map[uint32]int32{}, by: make([][]int32, len(groups)), total: make([]float64, len(groups))}
	var last []int32
	stamp := int32(0)
	for gi, g := range groups {
		for _, k := range g.rows {
			stamp++
			for _, w := range k.words {
				id, ok := c.ids[w]
				if !ok {
					id = int32(len(c.words))
					c.ids[w] = id
					c.words, c.all, last = append(c.words, w), append(c.all, 0), append(last, 0)
					c.from = append(c.from, k)
				}
				if last[id] == stamp {
					continue
				}
				last[id] = stamp
				c.all[id]++
				for int(id) >= len(c.by[gi]) {
					c.by[gi] = append(c.by[gi], 0)
				}
				c.by[gi][id]++
				c.total[gi]++
			}
		}
	}
	return c
}

func (c *wordCounts) compare(groups []*group, column string) []*wordsOf {
	var out []*wordsOf
	var p []float64
	var tested []*saying
	n, rowsAll := 0.0, 0
	names := map[uint32]bool{}
	for gi := range groups {
		for _, w := range groups[gi].own {
			names[w] = true
		}
		n += c.total[gi]
		rowsAll += len(groups[gi].rows)
	}
	for gi, g := range groups {
		if len(g.rows) < fewest || len(g.rows) == rowsAll {
			continue
		}
		of := &wordsOf{group: g, column: column}
		n1, n2 := c.total[gi], n-c.total[gi]
		alpha0 := math.Max(1, math.Min(n1, n2)/10)
		for id, w := range c.words {
			if c.all[id] < fewestWithWord {
				continue
			}
			in := 0
			if id < len(c.by[gi]) {
				in = int(c.by[gi][id])
			}
			y := saying{word: w, in: in, other: int(c.all[id]) - in, rest: rowsAll - len(g.rows), own: slices.Contains(g.own, w), from: c.from[id]}
			y.others = !y.own && names[w]
			y.delta, y.se = fightin(float64(y.in), n1, float64(y.other), n2, alpha0*float64(c.all[id])/n, alpha0)
			of.tested++
			of.words = append(of.words, &y)
			p = append(p, stats.NormalTwoSided(y.delta/y.se))
			tested = append(tested, &y)
		}
		out = append(out, of)
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		tested[i].q = q
	}
	for _, of := range out {
		of.keepTelling()
	}
	return slices.DeleteFunc(out, func(of *wordsOf) bool { return of.tested == 0 })
}

// keepTelling keeps the words that are clearly apart, those with the largest leads
// first, in words rather than hashes.
func (of *wordsOf) keepTelling() {
	of.words = slices.DeleteFunc(of.words, func(w *saying) bool { return w.q >= notableQ })
	slices.SortFunc(of.words, func(a, b *saying) int {
		return cmp.Or(cmp.Compare(math.Abs(b.lead(of)), math.Abs(a.lead(of))), cmp.Compare(a.q, b.q), cmp.Compare(a.word, b.word))
	})
}
