package copying

import (
	"cmp"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// Bounds on what is counted of exemplars.
const (
	mostExemplars = 256
	mostTerms     = 300 // words and runs of one exemplar
	termRun       = 5   // words of a run
	shownRows     = 6   // rows kept of one term
)

// terms are the words, and the runs of termRun words, of exemplars. They are read
// only once made.
type terms struct {
	ids   []string // of the exemplars, sorted
	rows  []int32  // of each in the corpus
	of    map[string]int32
	words map[uint64]int32 // by hash, to list
	runs  map[uint64]int32
	list  []term
}

// term is one word or run, in the exemplars that have it.
type term struct {
	text  string
	words int
	at    []int32 // exemplars
	pairs []int32 // the number of the pair of term and exemplar
}

// termsOf collects the terms of the exemplars among rows; nil where there are none.
func termsOf(rows []source) *terms {
	t := &terms{of: map[string]int32{}, words: map[uint64]int32{}, runs: map[uint64]int32{}}
	first := map[string]int32{}
	for i := range rows {
		if id := rows[i].exemplar; id != "" {
			if _, there := first[id]; !there {
				first[id] = int32(i)
				t.ids = append(t.ids, id)
			}
		}
	}
	slices.Sort(t.ids)
	t.ids = t.ids[:min(len(t.ids), mostExemplars)]
	for k, id := range t.ids {
		t.of[id] = int32(k)
		t.rows = append(t.rows, first[id])
	}
	pairs := int32(0)
	for k := range t.ids {
		pairs = t.collect(int32(k), rows[t.rows[k]].text, pairs)
	}
	if pairs == 0 {
		return nil
	}
	return t
}

// collect adds the terms of exemplar k.
func (t *terms) collect(k int32, s string, pairs int32) int32 {
	tokens := measure.NewTokens(s)
	words := tokens.Words()
	taken := 0
	take := func(into map[uint64]int32, h uint64, from, n int) {
		i, there := into[h]
		if !there {
			var text []string
			for _, w := range words[from : from+n] {
				text = append(text, string(w.Lower))
			}
			i = int32(len(t.list))
			into[h] = i
			t.list = append(t.list, term{text: strings.ToValidUTF8(strings.Join(text, " "), "�"), words: n})
		}
		e := &t.list[i]
		if last := len(e.at) - 1; last >= 0 && e.at[last] == k || taken == mostTerms {
			return
		}
		e.at, e.pairs = append(e.at, k), append(e.pairs, pairs)
		pairs++
		taken++
	}
	for i, h := range tokens.Hashes() {
		if len(words[i].Lower) >= 3 && len(words[i].Lower) <= 40 {
			take(t.words, h, i, 1)
		}
	}
	for i, h := range tokens.NGrams(termRun) {
		take(t.runs, h, i, termRun)
	}
	return pairs
}

// leaks counts in which rows terms of exemplars turn up.
type leaks struct {
	terms *terms
	rows  int64
	saw   []int64 // rows that saw each exemplar
	total []int64 // rows with each term
	pairs []pairRows
	stamp []int64 // the last row, plus one, that had a term
	shown []int32 // exemplars that the row saw
}

// pairRows are the rows that saw an exemplar and have a term of it.
type pairRows struct {
	rows  int64
	first []shownRow
}

type shownRow struct {
	n    int64
	mark measure.Span
}

func newLeaks(t *terms) *leaks {
	l := &leaks{terms: t, saw: make([]int64, len(t.ids)), total: make([]int64, len(t.list)), stamp: make([]int64, len(t.list))}
	pairs := 0
	for i := range t.list {
		pairs += len(t.list[i].pairs)
	}
	l.pairs = make([]pairRows, pairs)
	return l
}

func (l *leaks) add(r *measure.Row) {
	l.rows++
	l.shown = l.shown[:0]
	for _, in := range r.Ingredients {
		if in.Kind != "exemplar" {
			continue
		}
		if k, ok := l.terms.of[in.Value]; ok && !slices.Contains(l.shown, k) {
			l.shown = append(l.shown, k)
			l.saw[k]++
		}
	}
	words := r.Tokens.Words()
	for i, h := range r.Tokens.Hashes() {
		if at, ok := l.terms.words[h]; ok {
			l.count(r, at, measure.Span{From: words[i].From, To: words[i].To})
		}
	}
	for i, h := range r.Tokens.NGrams(termRun) {
		if at, ok := l.terms.runs[h]; ok {
			l.count(r, at, measure.Span{From: words[i].From, To: words[i+termRun-1].To})
		}
	}
}

func (l *leaks) count(r *measure.Row, at int32, mark measure.Span) {
	if l.stamp[at] == r.N+1 {
		return
	}
	l.stamp[at] = r.N + 1
	l.total[at]++
	e := &l.terms.list[at]
	for i, k := range e.at {
		if slices.Contains(l.shown, k) {
			p := &l.pairs[e.pairs[i]]
			p.rows++
			p.note(shownRow{r.N, mark})
		}
	}
}

// note keeps the first rows.
func (p *pairRows) note(s shownRow) {
	i, _ := slices.BinarySearchFunc(p.first, s, func(a, b shownRow) int { return cmp.Compare(a.n, b.n) })
	if i == shownRows {
		return
	}
	p.first = slices.Insert(p.first, i, s)
	p.first = p.first[:min(len(p.first), shownRows)]
}

func (l *leaks) merge(o *leaks) {
	l.rows += o.rows
	for i := range l.saw {
		l.saw[i] += o.saw[i]
	}
	for i := range l.total {
		l.total[i] += o.total[i]
	}
	for i := range l.pairs {
		l.pairs[i].rows += o.pairs[i].rows
		for _, s := range o.pairs[i].first {
			l.pairs[i].note(s)
		}
	}
}

// leak is a term of an exemplar that rows that saw it have oftener than others.
type leak struct {
	term           *term
	exemplar       int32
	pair           *pairRows
	k1, n1, k2, n2 int // rows with it of those that saw the exemplar, and of the others
	p              float64
}

// difference is that of the shares.
func (l *leak) difference() float64 {
	return float64(l.k1)/float64(l.n1) - float64(l.k2)/float64(l.n2)
}

// found returns each exemplar's most telling term, for those whose difference is
// significant (Benjamini and Hochberg at .01 over all terms of all exemplars) and at
// least .1; tested is how many were looked at. Exemplars that all rows saw, or none,
// cannot be told.
func (l *leaks) found() (best []leak, tested int) {
	var all []leak
	for i := range l.terms.list {
		e := &l.terms.list[i]
		for q, k := range e.at {
			p := &l.pairs[e.pairs[q]]
			f := leak{term: e, exemplar: k, pair: p, k1: int(p.rows), n1: int(l.saw[k])}
			f.k2, f.n2 = int(l.total[i])-f.k1, int(l.rows)-f.n1
			if f.n1 == 0 || f.n2 == 0 {
				continue
			}
			f.p = 1
			if f.difference() > 0 {
				f.p = stats.FisherExact(f.k1, f.n1-f.k1, f.k2, f.n2-f.k2)
			}
			all = append(all, f)
		}
	}
	ps := make([]float64, len(all))
	for i := range all {
		ps[i] = all[i].p
	}
	adjusted := stats.BenjaminiHochberg(ps)
	most := map[int32]leak{}
	for i, f := range all {
		if adjusted[i] >= .01 || f.difference() < .1 {
			continue
		}
		if m, ok := most[f.exemplar]; !ok || f.better(&m) {
			most[f.exemplar] = f
		}
	}
	for _, f := range most {
		best = append(best, f)
	}
	slices.SortFunc(best, func(a, b leak) int {
		return cmp.Or(cmp.Compare(b.difference(), a.difference()), cmp.Compare(a.exemplar, b.exemplar))
	})
	return best, len(all)
}

// better reports whether f tells more of the same exemplar than g.
func (f *leak) better(g *leak) bool {
	return cmp.Or(cmp.Compare(g.difference(), f.difference()), cmp.Compare(g.term.words, f.term.words), cmp.Compare(f.term.text, g.term.text)) < 0
}
