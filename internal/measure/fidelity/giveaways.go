package fidelity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// The kinds of what may give a row away.
const (
	aWord = iota
	aPair
	anOpening
	aMark
	anEnding
	aLength
)

const (
	shownGiveaways = 25
	giveawayQ      = .001
)

// giveaway is something that rows have or have not.
type giveaway struct {
	kind        int
	label       string
	hash, other uint64 // of a word; of a pair: its words
	in          [2]int // rows of the data, and of the reference, that have it; until settled, in as much of them as is compared
	whole       [2]int // the same of whole rows
	first       [2]int // the first of them
	span        [2]measure.Span
	even        bool // it is no giveaway, whatever its counts
	p, q        float64
	difference  stats.Estimate
}

// tally counts giveaways twice: in whole rows, and in rows cut to equal lengths.
// Long rows have more of everything when they are whole, and when they are cut they
// have lost what stands at the end of a row, so neither count is enough by itself.
type tally struct {
	n    int
	find map[uint64]*giveaway
	all  []*giveaway
}

func (t *tally) add(side, row int, key uint64, kind int, span measure.Span, label func() string) *giveaway {
	key = mixed(key + uint64(kind)<<56)
	g := t.find[key]
	if g == nil {
		g = &giveaway{kind: kind, label: label(), first: [2]int{-1, -1}}
		t.find[key] = g
		t.all = append(t.all, g)
	}
	if g.first[side] < 0 {
		g.first[side], g.span[side] = row, span
	}
	return g
}

// giveaways ranks what is in many more rows of one side.
func (d *detector) giveaways() measure.Finding {
	t := &tally{n: len(d.data.n), find: map[uint64]*giveaway{}}
	limits := matched(d.data.text, d.ref.text)
	for side, part := range []*texts{d.data, d.ref} {
		for row, s := range part.text {
			t.row(side, row, s, limits[side][row])
			t.ending(side, row, s)
		}
	}
	t.lengths(d)
	for _, g := range t.all {
		g.settle()
	}
	tested := t.test(d.setup.Level)
	return d.giveawayFinding(t, tested)
}

// settle takes the count whose difference is smaller; where the two point to
// different sides there is none.
func (g *giveaway) settle() {
	if g.kind == aLength || g.kind == anEnding {
		return // counted of whole rows alone
	}
	cut, whole := g.in[0]-g.in[1], g.whole[0]-g.whole[1]
	if cut > 0 && whole > 0 && whole < cut || cut < 0 && whole < 0 && whole > cut {
		g.in = g.whole
	} else if cut > 0 != (whole > 0) || cut < 0 != (whole < 0) {
		g.in, g.even = g.whole, true
	}
}

// matched pairs the rows of both sides by the rank of their lengths, and returns how
// many words of each may be looked at: those of the shorter of its pair.
func matched(a, b []string) [2][]int {
	var words, order [2][]int
	for s, list := range [][]string{a, b} {
		words[s], order[s] = make([]int, len(list)), make([]int, len(list))
		for i, text := range list {
			words[s][i], order[s][i] = len(measure.NewTokens(text).Words()), i
		}
		slices.SortStableFunc(order[s], func(x, y int) int { return words[s][x] - words[s][y] })
	}
	for k := range order[0] {
		i, j := order[0][k], order[1][k]
		least := min(words[0][i], words[1][j])
		words[0][i], words[1][j] = least, least
	}
	return words
}

// row counts what a row has, each once, and whether it is in its first words.
func (t *tally) row(side, row int, s string, limit int) {
	tok := measure.NewTokens(s)
	words, hashes := tok.Words(), tok.Hashes()
	has := map[*giveaway]bool{}
	put := func(key uint64, kind int, compared bool, span measure.Span, label func() string) *giveaway {
		g := t.add(side, row, key, kind, span, label)
		if within, seen := has[g]; !seen || compared && !within {
			if has[g] = compared; !seen {
				g.whole[side]++
			}
			if compared {
				g.in[side]++
			}
		}
		return g
	}
	for i, w := range words {
		put(hashes[i], aWord, i < limit, measure.Span{From: w.From, To: w.To}, func() string { return prose.Quoted(string(w.Lower)) }).hash = hashes[i]
		if i > 0 {
			g := put(measure.GramHash(hashes[i-1], hashes[i]), aPair, i < limit, measure.Span{From: words[i-1].From, To: w.To}, func() string {
				return prose.Quoted(string(words[i-1].Lower) + " " + string(w.Lower))
			})
			g.hash, g.other = hashes[i-1], hashes[i]
		}
	}
	if len(words) >= 2 {
		put(measure.GramHash(hashes[0], hashes[1]), anOpening, limit >= 2, measure.Span{From: words[0].From, To: words[1].To}, func() string {
			return "opens with " + prose.Quoted(string(words[0].Lower)+" "+string(words[1].Lower))
		})
	}
	inside := 0 // what stands behind the last word is in uncut rows alone
	if n := min(limit, len(words)); n > 0 {
		inside = words[n-1].To
	}
	for at, r := range s {
		if name := markName(r); name != "" {
			put(measure.WordHash(name), aMark, at < inside, measure.Span{From: at, To: at + len(string(r))}, func() string { return name })
		}
	}
}

// ending counts what a row ends with, which does not depend on its length.
func (t *tally) ending(side, row int, s string) {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	r, size := utf8.DecodeLastRuneInString(s)
	name := markName(r)
	if size == 0 || name == "" {
		name = "a letter"
	}
	span := measure.Span{From: len(s) - size, To: len(s)}
	t.add(side, row, measure.WordHash(name), anEnding, span, func() string { return "ends with " + name }).in[side]++
}

// markName names what is counted of punctuation; "" for what is not.
func markName(r rune) string {
	switch r {
	case ',', '.', ';', ':', '!', '?', '(', ')', '*', '#', '"', '\'', '’', '“', '”', '…', '–', '—', '-', '/', '$', '%', '&', '`', '_', '[', '{', '<', '|', '~', '+', '=', '@':
		return "the character " + string(r)
	case '\n':
		return "a line end"
	}
	switch {
	case r < 0x80 && unicode.IsDigit(r):
		return "a digit"
	case r >= 0x1f300 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf:
		return "an emoji or symbol"
	}
	return ""
}

// lengths counts rows that are short or long by the reference's quartiles.
func (t *tally) lengths(d *detector) {
	var words [2][]float64
	for s, part := range []*texts{d.data, d.ref} {
		for _, text := range part.text {
			words[s] = append(words[s], float64(len(measure.NewTokens(text).Words())))
		}
	}
	sorted := slices.Sorted(slices.Values(words[1]))
	low, high := math.Floor(stats.Quantile(sorted, .25)), math.Ceil(stats.Quantile(sorted, .75))
	for s := range words {
		for row, n := range words[s] {
			if n < low {
				t.add(s, row, 1, aLength, measure.Span{}, func() string { return "shorter than " + prose.Count(int(low)) + " words" }).in[s]++
			}
			if n > high {
				t.add(s, row, 2, aLength, measure.Span{}, func() string { return "longer than " + prose.Count(int(high)) + " words" }).in[s]++
			}
		}
	}
}

// test tests what is in enough rows, and returns it by how large the difference is.
func (t *tally) test(level float64) []*giveaway {
	least := max(6, t.n/200)
	t.all = slices.DeleteFunc(t.all, func(g *giveaway) bool { return g.in[0]+g.in[1] < least })
	p := make([]float64, len(t.all))
	for i, g := range t.all {
		if g.p = 1; !g.even {
			g.p = stats.FisherExact(g.in[0], t.n-g.in[0], g.in[1], t.n-g.in[1])
		}
		p[i] = g.p
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		t.all[i].q = q
	}
	words := map[uint64]*giveaway{}
	for _, g := range t.all {
		if g.kind == aWord {
			words[g.hash] = g
		}
	}
	order := func(a, b *giveaway) int {
		return cmp.Or(cmp.Compare(b.size(), a.size()), cmp.Compare(a.p, b.p), strings.Compare(a.label, b.label))
	}
	slices.SortFunc(t.all, order)
	var out []*giveaway
	for _, g := range t.all {
		if g.q >= .01 || g.explained(words) {
			continue
		}
		g.difference = stats.ShareDifference(g.in[0], t.n, g.in[1], t.n, level)
		out = append(out, g)
	}
	return out
}

func (g *giveaway) size() int {
	if g.even {
		return 0
	}
	return max(g.in[0]-g.in[1], g.in[1]-g.in[0])
}

// explained reports whether one word of a pair alone says nearly as much.
func (g *giveaway) explained(words map[uint64]*giveaway) bool {
	if g.kind != aPair {
		return false
	}
	for _, h := range []uint64{g.hash, g.other} {
		if w := words[h]; w != nil && (w.in[0] > w.in[1]) == (g.in[0] > g.in[1]) && 10*w.size() >= 9*g.size() {
			return true
		}
	}
	return false
}

// nearEnd is the end of the interval of the difference that is nearest to none.
func (g *giveaway) nearEnd() float64 {
	i := g.difference.Interval
	if i == nil || i.Low <= 0 && i.High >= 0 {
		return 0
	}
	return math.Min(math.Abs(i.Low), math.Abs(i.High))
}

func (d *detector) giveawayFinding(t *tally, list []*giveaway) measure.Finding {
	f := measure.Finding{
		Figure: "two-sample.giveaway", Severity: measure.Plain, Unit: measure.Share, Compared: d.against(),
		Caveat: "Differences of topic show as well as those of style; of whole rows and of rows cut to the same lengths, the smaller difference is told, so that what comes late in long rows alone is not seen." + d.sampled(),
	}
	if len(t.all) == 0 {
		f.Estimate = stats.Undefined("no word or mark is in enough rows to compare")
		f.Says = fmt.Sprintf("what gives rows away is not defined for %s of each side, since %s", prose.Rows(t.n), f.Estimate.Undefined)
		return f
	}
	if len(list) == 0 {
		top := t.all[0]
		f.Estimate = d.largest(stats.ShareDifference(top.in[0], t.n, top.in[1], t.n, d.setup.Level))
		f.Says = fmt.Sprintf("none of %s words, pairs of words, openings, marks and lengths is clearly in more rows of one side; the largest difference, %s, is %s against %s of %s",
			prose.Count(len(t.all)), top.label, prose.Percent(float64(top.in[0])/float64(t.n)), prose.Percent(float64(top.in[1])/float64(t.n)), prose.Rows(t.n))
		return f
	}
	top := list[0]
	f.Estimate = d.largest(top.difference)
	f.Of = top.label
	f.Says = fmt.Sprintf("%s is in %s of %s of the data and in %s of as many of the reference", top.label,
		prose.Percent(float64(top.in[0])/float64(t.n)), prose.Rows(t.n), prose.Percent(float64(top.in[1])/float64(t.n)))
	if top.kind == aLength {
		f.Says = fmt.Sprintf("%s of %s of the data are %s, and %s of as many of the reference", prose.Percent(float64(top.in[0])/float64(t.n)), prose.Rows(t.n), top.label, prose.Percent(float64(top.in[1])/float64(t.n)))
	}
	if len(list) > 1 {
		f.Says += fmt.Sprintf("; %s more set the sides apart", prose.Count(len(list)-1))
	}
	for _, g := range list {
		switch {
		case g.q < giveawayQ && g.nearEnd() >= .3:
			f.Severity = measure.Serious
		case g.q < giveawayQ && g.nearEnd() >= .1 && f.Severity == measure.Plain:
			f.Severity = measure.Notable
		}
	}
	f.Plots, f.Tables, f.Evidence = d.showGiveaways(t, list)
	return f
}

// largest makes a difference one without direction.
func (d *detector) largest(e stats.Estimate) stats.Estimate {
	if e.Value < 0 {
		e.Value = -e.Value
		if i := e.Interval; i != nil {
			turned := *i
			turned.Low, turned.High = -i.High, -i.Low
			e.Interval = &turned
		}
	}
	e.Caveats = append(e.Caveats, "the largest of many: chance made it look larger than it is")
	return e
}

func (d *detector) showGiveaways(t *tally, list []*giveaway) ([]measure.Plot, []measure.Table, []measure.Evidence) {
	plot := measure.Plot{Title: "What gives rows away", XLabel: "share of the data's rows that have it, less that of the reference's", Share: true}
	table := measure.Table{Title: "What gives rows away", Columns: []string{"what", "data", "reference", "difference", "q"}, More: max(0, len(list)-shownGiveaways)}
	var evidence []measure.Evidence
	for i, g := range list[:min(len(list), shownGiveaways)] {
		line := dot(g.label, g.difference, fmt.Sprintf("%s against %s of %s", prose.Count(g.in[0]), prose.Count(g.in[1]), prose.Count(t.n)))
		if i < measure.MaxEvidence {
			side, part := 0, d.data
			if g.in[1] > g.in[0] {
				side, part = 1, d.ref
			}
			var marks []measure.Span
			if g.span[side].To > g.span[side].From {
				marks = []measure.Span{g.span[side]}
			}
			evidence = append(evidence, measure.Evidence{
				Note: fmt.Sprintf("%s: %s of the data's rows, %s of the reference's", g.label, prose.Percent(float64(g.in[0])/float64(t.n)), prose.Percent(float64(g.in[1])/float64(t.n))),
				Rows: []measure.RowRef{part.ref(g.first[side], marks...)},
			})
			line.Evidence = len(evidence)
		}
		plot.Dots = append(plot.Dots, line)
		table.Rows = append(table.Rows, []string{g.label, prose.Percent(float64(g.in[0]) / float64(t.n)), prose.Percent(float64(g.in[1]) / float64(t.n)), prose.Share(g.difference), prose.PValue(g.q)})
	}
	return []measure.Plot{plot}, []measure.Table{table}, evidence
}
