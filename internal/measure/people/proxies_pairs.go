package people

import (
	"cmp"
	"context"
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
