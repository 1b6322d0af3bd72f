package coverage

import (
	"cmp"
	"fmt"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// phrase is a run of words that rows of a group share.
type phrase struct {
	gram      [3]uint32
	text      string
	in, other int // rows of the group, and of the others
	lead      float64
}

const shownPhrases = 10

// typicalPhrases returns the runs of three words that set a group apart, in terms of
// the rows that have them; overlapping ones once.
func typicalPhrases(g *group, ls []*likeness) []phrase {
	here := rowsWith(g.rows, nil)
	for gram, n := range here {
		if n < 3 || n*50 < len(g.rows) {
			delete(here, gram)
		}
	}
	elsewhere := map[[3]uint32]int{}
	others := 0
	for _, o := range ls {
		if o.group != g {
			others += len(o.rows)
			for gram, n := range rowsWith(o.rows, here) {
				elsewhere[gram] += n
			}
		}
	}
	var all []phrase
	for gram, n := range here {
		p := phrase{gram: gram, in: n, other: elsewhere[gram]}
		p.lead = float64(n)/float64(len(g.rows)) - float64(p.other)/float64(max(1, others))
		if p.lead > .02 {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(b.lead, a.lead), slices.Compare(a.gram[:], b.gram[:]))
	})
	var out []phrase
	for _, p := range all {
		if len(out) == shownPhrases {
			break
		}
		if slices.ContainsFunc(out, func(q phrase) bool { return overlap(&p, &q) }) {
			continue
		}
		for _, k := range g.rows {
			if p.text = k.phrase(p.gram[:]); p.text != "" {
				break
			}
		}
		if p.text != "" {
			out = append(out, p)
		}
	}
	return out
}

// overlap reports whether two phrases are likely two views of one longer phrase.
func overlap(a, b *phrase) bool {
	if slices.Equal(a.gram[1:], b.gram[:2]) || slices.Equal(a.gram[:2], b.gram[1:]) {
		return true
	}
	return a.gram[2] == b.gram[0] || a.gram[0] == b.gram[2]
}

// rowsWith counts the rows with each run of three words, once each; of those in only,
// if it is not nil.
func rowsWith(rows []*kept, only map[[3]uint32]int) map[[3]uint32]int {
	out := map[[3]uint32]int{}
	last := map[[3]uint32]int{}
	for r, k := range rows {
		for i := 0; i+3 <= len(k.words); i++ {
			gram := [3]uint32(k.words[i : i+3])
			if only != nil {
				if _, ok := only[gram]; !ok {
					continue
				}
			}
			if last[gram] != r+1 {
				last[gram] = r + 1
				out[gram]++
			}
		}
	}
	return out
}

// typicalRows are the rows most like the others of their group, each text once.
func typicalRows(l *likeness, phrases []phrase) []measure.Evidence {
	order := make([]int, len(l.rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(l.typical[b], l.typical[a]) })
	var out []measure.Evidence
	said := map[string]bool{}
	for _, i := range order {
		k := l.rows[i]
		if len(out) == 10 || l.typical[i] <= 0 {
			break
		}
		if said[k.text] {
			continue
		}
		said[k.text] = true
		var marks []measure.Span
		for _, p := range phrases {
			marks = append(marks, k.spans(p.gram[:], 3)...)
		}
		out = append(out, measure.Evidence{
			Note: fmt.Sprintf("alike by %s to the others of %s", prose.Decimal(l.typical[i]), prose.Shown(l.name)),
			Rows: []measure.RowRef{{N: k.n, Marks: joinSpans(marks)}},
		})
	}
	return out
}

func phraseTable(l *likeness, phrases []phrase) measure.Table {
	t := measure.Table{Title: "Phrases that rows of " + prose.Shown(l.name) + " share", Columns: []string{"phrase", "rows of the group", "rows of the others"}}
	for _, p := range phrases {
		t.Rows = append(t.Rows, []string{prose.Shown(p.text), fmt.Sprintf("%s of %s", prose.Count(p.in), prose.Count(len(l.rows))), prose.Count(p.other)})
	}
	return t
}
