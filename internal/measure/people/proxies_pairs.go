package people

import (
	"cmp"
	"context"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// trust is what becomes of a proxy.
type trust string

const (
	keep       trust = "keep"
	distrust   trust = "do not trust"
	cannotTell trust = "cannot tell"
)

// useful is the area under the ROC curve from which on a proxy serves (that of a test
// which is fair by Swets 1988).
const useful = .7

// target is what people said by one criterion, as high and low.
type target struct {
	criterion string
	says      string // "yes", "above 4"
	high      map[int64]bool
	votes     map[int64][]answer
}

// pair is a proxy held against a target.
type pair struct {
	proxyKey
	*target
	area  stats.Estimate
	point bool // flags: it points to the high answer, which is commoner among what it marks
	q     float64
	n     int            // rows with both
	up    int            // rows that people gave the high answer
	marks int            // flags: rows with it
	right int            // of those, with the answer that it points to
	share stats.Estimate // flags: right of marks
	trust trust
	wrong []measure.Evidence
}

// pairs holds every proxy against every criterion.
func (a *audit) pairs(ctx context.Context, rows []*audited) ([]pair, error) {
	keys := proxyKeys(rows)
	var out []pair
	var ps []float64
	for _, t := range targets(rows) {
		for _, k := range keys {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			p, x, y := hold(k, t, rows)
			if len(x) == 0 || len(y) == 0 {
				continue
			}
			p.area = stats.ProbabilityAbove(x, y, a.setup.Level)
			chance := stats.RankSum(x, y)
			if k.flag {
				chance = stats.FisherExact(p.right, p.marks-p.right, p.up-p.right, p.n-p.up-p.marks+p.right)
				if p.point = p.right*p.n >= p.up*p.marks; !p.point {
					p.right = p.marks - p.right
				}
				p.share = a.setup.Share(p.right, p.marks)
			}
			ps, out = append(ps, chance), append(out, p)
		}
	}
	for i, q := range stats.BenjaminiHochberg(ps) {
		out[i].q = q
		out[i].trust = out[i].decide()
	}
	return out, nil
}

// decide says whether a proxy can be trusted for a criterion.
func (p *pair) decide() trust {
	i := p.area.Interval
	switch {
	case i == nil || p.n < fewestRated:
		return cannotTell
	case p.flag:
		return p.decideFlag()
	case (i.Low >= useful || i.High <= 1-useful) && p.q < .05:
		return keep
	case i.Low > 1-useful && i.High < useful:
		return distrust
	}
	return cannotTell
}

// decideFlag goes by the rows that are flagged: a check that finds few of the broken rows
// serves where what it finds is broken.
func (p *pair) decideFlag() trust {
	i := p.share.Interval
	switch {
	case i == nil || p.marks < fewestOfGroup:
		return cannotTell
	case i.Low >= .5 && p.q < .05:
		return keep
	case i.High < .5, p.area.Interval.Low > .45 && p.area.Interval.High < .55:
		return distrust
	}
	return cannotTell
}

// proxyKeys are all that was said of the rows by programs: flags before fields.
func proxyKeys(rows []*audited) []proxyKey {
	seen := map[proxyKey]bool{}
	var out []proxyKey
	for _, r := range rows {
		for _, p := range r.proxies {
			if !seen[p.proxyKey] {
				seen[p.proxyKey] = true
				out = append(out, p.proxyKey)
			}
		}
	}
	slices.SortFunc(out, proxyKey.compare)
	return out[:min(len(out), mostProxies)]
}

// targets reads what people said by each criterion.
func targets(rows []*audited) []*target {
	said := map[string]map[int64][]answer{}
	given := map[string]*counts{}
	for _, r := range rows {
		for _, j := range r.said {
			if said[j.criterion] == nil {
				said[j.criterion], given[j.criterion] = map[int64][]answer{}, new(counts)
			}
			k := rated{people: j.people}
			said[j.criterion][r.n] = k.counting()
			for _, p := range j.people {
				given[j.criterion].add(p.answer, 1)
			}
		}
	}
	var names []string
	for name := range said {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []*target
	for _, name := range names[:min(len(names), mostCriteria)] {
		if given[name].over {
			continue
		}
		all := given[name].sorted()
		r, why := readingOf(all, all, answer{})
		if why != "" {
			continue
		}
		out = append(out, targetsOf(name, r, said[name])...)
	}
	return out
}

// targetsOf makes the targets of one criterion: one, or one for each choice.
func targetsOf(criterion string, r reading, votes map[int64][]answer) []*target {
	if r.form == ofChoices {
		var out []*target
		for _, c := range r.values[:min(len(r.values), mostChoicesShown)] {
			out = append(out, targetsOf(criterion, reading{form: ofYesNo, good: c, values: r.values}, votes)...)
		}
		return out
	}
	t := &target{criterion: criterion, says: r.good.String(), high: map[int64]bool{}, votes: votes}
	verdict := map[int64]float64{}
	var all []float64
	for n, answers := range votes {
		k := rated{}
		for _, a := range answers {
			k.people = append(k.people, said{answer: a})
		}
		verdict[n] = r.verdict(&k)
		all = append(all, verdict[n])
	}
	cut, tie := .5, .5
	if r.form == ofScale {
		slices.Sort(all)
		cut, tie = all[(len(all)-1)/2], math.NaN()
		if cut == all[len(all)-1] { // more than half have the highest answer
			cut = math.Nextafter(cut, math.Inf(-1))
		}
		t.says = "above " + answer{kind: number, num: rounded(cut)}.String()
		if cut != all[(len(all)-1)/2] {
			t.says = answer{kind: number, num: all[len(all)-1]}.String()
		}
	}
	for n, v := range verdict {
		if v != tie {
			t.high[n] = v > cut
		}
	}
	return []*target{t}
}

// hold gives a proxy's values among rows with the high answer, and among the others.
func hold(k proxyKey, t *target, rows []*audited) (p pair, high, low []float64) {
	p = pair{proxyKey: k, target: t}
	type far struct {
		value float64
		row   *audited
		high  bool
	}
	var all []far
	for _, r := range rows {
		up, rated := t.high[r.n]
		if !rated {
			continue
		}
		v, ok := r.value(k)
		if !ok {
			continue
		}
		p.n++
		if up {
			p.up++
			high = append(high, v)
		} else {
			low = append(low, v)
		}
		if k.flag && v == 1 {
			p.marks++
			if up {
				p.right++
			}
		}
		all = append(all, far{v, r, up})
	}
	// The evidence is where proxy and people part most: on the side that it points to.
	up := mean(high) >= mean(low)
	if k.flag {
		all = slices.DeleteFunc(all, func(f far) bool { return f.value == 0 })
	}
	slices.SortStableFunc(all, func(a, b far) int {
		if up {
			a, b = b, a
		}
		return cmp.Compare(a.value, b.value)
	})
	for _, f := range all {
		if len(p.wrong) == measure.MaxEvidence || p.n < fewestRated {
			break
		}
		if f.high == (k.flag && !up) {
			p.wrong = append(p.wrong, measure.Evidence{
				Note: k.String() + ": " + answer{kind: number, num: rounded(f.value)}.String() + "; people: " + votesShown(t.votes[f.row.n]),
				Rows: []measure.RowRef{{Part: measure.Data, N: f.row.n}},
			})
		}
	}
	return p, high, low
}

func mean(x []float64) float64 {
	m, _ := stats.MeanVariance(x)
	return m
}

// value is a proxy's value on a row: of a flag 1 or 0.
func (r *audited) value(k proxyKey) (float64, bool) {
	at, found := slices.BinarySearchFunc(r.proxies, k, func(p proxied, k proxyKey) int { return p.compare(k) })
	if !found {
		return 0, k.flag
	}
	return r.proxies[at].value, true
}
