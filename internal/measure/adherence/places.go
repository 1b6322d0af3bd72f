package adherence

import (
	"cmp"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// mostValues is how many values a column or kind of ingredient may have to be broken
// down: of more, each has too few rows to say anything.
const mostValues = 1024

// places counts rows, and those that were hit, by label, group and ingredient.
type places struct {
	groups []string // names of the columns
	kinds  map[string]*placeKind
}

type placeKind struct {
	over   bool // too many values
	values map[string]*placeCount
}

type placeCount struct {
	rows, hits, strong int64
	last               int64   // the row that was counted last, plus one
	first              []int64 // the first rows that were hit
}

// mostFirst is how many rows of a place are kept.
const mostFirst = 5

func (c *placeCount) note(n int64) {
	if len(c.first) == mostFirst && n > c.first[mostFirst-1] {
		return
	}
	i, _ := slices.BinarySearch(c.first, n)
	c.first = slices.Insert(c.first, i, n)
	c.first = c.first[:min(len(c.first), mostFirst)]
}

func newPlaces(s *measure.Setup) *places {
	return &places{groups: s.Columns.Groups, kinds: map[string]*placeKind{}}
}

func (p *places) add(r *measure.Row, hit, strong bool) {
	if r.Label != "" {
		p.count("label", r.Label, r.N, hit, strong)
	}
	for i, g := range r.Groups {
		if g != "" {
			p.count(p.groups[i], g, r.N, hit, strong)
		}
	}
	for i := range r.Ingredients {
		p.count(r.Ingredients[i].Kind, r.Ingredients[i].Value, r.N, hit, strong)
	}
}

func (p *places) count(kind, value string, n int64, hit, strong bool) {
	k := p.kinds[kind]
	if k == nil {
		k = &placeKind{values: map[string]*placeCount{}}
		p.kinds[kind] = k
	}
	if k.over {
		return
	}
	if len(value) > longValue {
		value = value[:longValue]
	}
	v := k.values[value]
	if v == nil {
		if len(k.values) == mostValues {
			k.over, k.values = true, nil
			return
		}
		v = new(placeCount)
		k.values[value] = v
	}
	if v.last == n+1 {
		return // an ingredient that is named twice
	}
	v.last = n + 1
	v.rows++
	if hit {
		v.hits++
		v.note(n)
	}
	if strong {
		v.strong++
	}
}

// longValue is how much of a value tells it from others.
const longValue = 200

func (p *places) merge(o *places) {
	for name, ok := range o.kinds {
		k := p.kinds[name]
		switch {
		case k == nil:
			p.kinds[name] = ok
		case k.over || ok.over:
			k.over, k.values = true, nil
		default:
			for value, ov := range ok.values {
				if v := k.values[value]; v != nil {
					v.rows, v.hits, v.strong = v.rows+ov.rows, v.hits+ov.hits, v.strong+ov.strong
					for _, n := range ov.first {
						v.note(n)
					}
				} else {
					k.values[value] = ov
				}
			}
			if len(k.values) > mostValues {
				k.over, k.values = true, nil
			}
		}
	}
}

// first returns the first rows of a value that were hit.
func (p *places) first(kind, value string) []int64 {
	if k := p.kinds[kind]; k != nil && k.values[value] != nil {
		return k.values[value].first
	}
	return nil
}

// place is a value with its rows against all others.
type place struct {
	kind, value string
	k, n        int // hit, of its rows
	k2, n2      int // hit, of the others
	q           float64
}

func (p *place) name() string   { return p.kind + " " + prose.Shown(p.value) }
func (p *place) lead() float64  { return share(p.k, p.n) - share(p.k2, p.n2) }
func share(k, n int) float64    { return float64(k) / float64(max(1, n)) }
func (p *place) others() string { return prose.Count(p.k2) + " of " + prose.Count(p.n2) }

// fewestThere is how many rows a value, and its others, have to be compared.
const fewestThere = 10

// compare tests each value against the other rows by Fisher's exact test, with the
// rates of Benjamini and Hochberg over all values. Highest leads come first.
func (p *places) compare(rows, hits int64, strong bool) (out []place) {
	for kind, k := range p.kinds {
		for value, v := range k.values {
			h := v.hits
			if strong {
				h = v.strong
			}
			l := place{kind: kind, value: value, k: int(h), n: int(v.rows), k2: int(hits - h), n2: int(rows - v.rows)}
			if l.n >= fewestThere && l.n2 >= fewestThere {
				out = append(out, l)
			}
		}
	}
	ps := make([]float64, len(out))
	for i := range out {
		l := &out[i]
		ps[i] = stats.FisherExact(l.k, l.n-l.k, l.k2, l.n2-l.k2)
	}
	for i, q := range stats.BenjaminiHochberg(ps) {
		out[i].q = q
	}
	slices.SortFunc(out, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.lead(), a.lead()), cmp.Compare(a.q, b.q), cmp.Compare(a.kind, b.kind), cmp.Compare(a.value, b.value))
	})
	return out
}

// above returns the places that are clearly and far above the others: q below .001,
// five rows or more, and a lead of at least so much.
func above(all []place, lead float64) (out []place) {
	for _, l := range all {
		if l.q < .001 && l.k >= 5 && l.lead() >= lead {
			out = append(out, l)
		}
	}
	return out
}

// table shows the places with hits.
func placesTable(title string, all []place, level float64) (t measure.Table, ok bool) {
	t = measure.Table{Title: title, Columns: []string{"where", "rows hit", "share", "of the other rows", "q"}}
	for _, l := range all {
		if l.k == 0 || l.lead() <= 0 {
			continue
		}
		if len(t.Rows) == 12 {
			t.More++
			continue
		}
		t.Rows = append(t.Rows, []string{l.name(), prose.Count(l.k) + " of " + prose.Count(l.n), prose.Share(stats.Share(l.k, l.n, level)), l.others(), prose.PValue(l.q)})
	}
	return t, len(t.Rows) > 0
}
