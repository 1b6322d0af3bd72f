package people

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// Bounds on what is told.
const (
	mostPairs = 20  // findings of single proxies
	mostLines = 100 // of the table
)

// String names a proxy for people: "residue: template slot", "field sentiment".
func (k proxyKey) String() string {
	if k.flag {
		return prose.Shown(k.name) + ": " + prose.Shown(k.kind)
	}
	return "field " + prose.Shown(k.name)
}

// against names what it is held against: `harmful "yes"`.
func (p *pair) against() string { return prose.Shown(p.criterion) + " " + prose.Quoted(p.says) }

// findings says of each proxy what becomes of it, and of all how many are kept.
func (a *audit) findings(pairs []pair, rows int) []measure.Finding {
	slices.SortStableFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.distance(), x.distance()), x.compare(y.proxyKey), cmp.Compare(x.against(), y.against()))
	})
	caveat := "It may measure something else well than what these people were asked."
	if a.chosen > 0 {
		caveat += fmt.Sprintf(" %s that people rated because of what they are: left out.", prose.Rows(a.chosen))
	}
	if !a.rows.All() {
		caveat += fmt.Sprintf(" Rests on a random sample of %s.", prose.Rows(auditedRows))
	}
	out := []measure.Finding{
		a.count("proxies.keep", keep, pairs, rows, "go with what people say: keep them"),
		a.count("proxies.distrust", distrust, pairs, rows, "do not go with anything that people were asked: do not trust them"),
	}
	for i := range out {
		out[i].Caveat = caveat
	}
	out[0].Tables = []measure.Table{table(pairs)}
	out[0].Plots = plots(pairs)
	told := 0
	for i := range pairs {
		p := &pairs[i]
		named := p.flag || len(a.fields) > 0
		if told == mostPairs || !named && p.trust != keep {
			continue
		}
		told++
		f := a.finding(p)
		f.Caveat = caveat
		out = append(out, f)
	}
	return out
}

// distance is how far a proxy is from chance.
func (p *pair) distance() float64 { return math.Abs(p.area.Value - .5) }

// best is what becomes of a proxy over all criteria: it is not trusted where it is
// trusted for none, and that is known of all.
func best(pairs []pair) map[proxyKey]trust {
	out := map[proxyKey]trust{}
	rank := map[trust]int{"": 0, distrust: 1, cannotTell: 2, keep: 3}
	for i := range pairs {
		if p := &pairs[i]; rank[p.trust] > rank[out[p.proxyKey]] {
			out[p.proxyKey] = p.trust
		}
	}
	return out
}

// count says how many proxies have come to something.
func (a *audit) count(figure string, is trust, pairs []pair, rows int, says string) measure.Finding {
	all := best(pairs)
	var names []string
	flags := false
	for k, t := range all {
		if t == is {
			names = append(names, k.String())
			flags = flags || k.flag || len(a.fields) > 0
		}
	}
	slices.Sort(names)
	f := measure.Finding{
		Figure: figure, Severity: measure.Plain, Unit: measure.Count, Census: true, Estimate: stats.Exact(float64(len(names)), len(all)),
		Says: fmt.Sprintf("%d of %s %s (%s that people rated)", len(names), prose.Plural(len(all), "automatic measure of single rows", "automatic measures of single rows"), says, prose.Rows(rows)),
	}
	if len(names) > 0 {
		f.Says += ": " + prose.List(names, 8)
	}
	if is == distrust && flags {
		f.Severity = measure.Notable
	}
	return f
}

// finding says what becomes of one proxy by one criterion.
func (a *audit) finding(p *pair) measure.Finding {
	f := measure.Finding{
		Figure: "proxies", Severity: measure.Plain, Unit: measure.Ratio, Of: p.String() + ", " + p.against(), Estimate: p.area,
		Compared: "chance: .5", Evidence: p.wrong,
	}
	if p.flag && p.share.Defined() {
		f.Figure, f.Unit, f.Estimate = "proxies.flag", measure.Share, p.share
		f.Compared = "of all rows: " + prose.Percent(p.base())
	}
	advice := map[trust]string{
		keep:       "keep it",
		distrust:   "do not trust it for this",
		cannotTell: fmt.Sprintf("whether to trust it cannot be told from %s", prose.Rows(p.n)),
	}[p.trust]
	f.Says = fmt.Sprintf("%s tells rows that people called %s from others with %s (%s, %s of them so called): %s",
		p.String(), p.against(), prose.Figure(p.area), prose.Rows(p.n), prose.Count(p.up), advice)
	if p.trust == keep && p.area.Value < .5 {
		f.Says += "; it goes the other way"
	}
	if p.flag {
		not := ""
		if !p.point {
			not = "not "
		}
		f.Says = fmt.Sprintf("of %s that %s flags, people called %s %s%s, and %s of all (%s): %s", prose.Rows(p.marks), p.String(),
			prose.Share(p.share), not, p.against(), prose.Percent(p.base()), prose.Rows(p.n), advice)
	}
	if !p.area.Defined() {
		f.Says = fmt.Sprintf("how far %s goes with %s cannot be told: %s", p.String(), p.against(), p.area.Undefined)
	}
	if p.trust == distrust {
		f.Severity = measure.Notable
	}
	return f
}

// base is the share of all rows with the answer that a flag points to.
func (p *pair) base() float64 {
	k := p.up
	if !p.point {
		k = p.n - p.up
	}
	return float64(k) / float64(max(1, p.n))
}

func table(pairs []pair) measure.Table {
	t := measure.Table{Title: "Automatic measures against people", Columns: []string{"measure", "people said", "rows", "so called", "flagged", "of those so called", "area", "q", ""}}
	for i := range pairs {
		p := &pairs[i]
		if len(t.Rows) == mostLines {
			t.More = len(pairs) - mostLines
			break
		}
		marks, right := "", ""
		if p.flag {
			k := p.right
			if !p.point {
				k = p.marks - p.right
			}
			marks, right = prose.Count(p.marks), prose.Count(k)
		}
		t.Rows = append(t.Rows, []string{
			p.String(), p.against(), prose.Count(p.n), prose.Count(p.up), marks, right,
			prose.Figure(p.area), prose.PValue(p.q), string(p.trust),
		})
	}
	return t
}

func plots(pairs []pair) []measure.Plot {
	p := measure.Plot{Title: "How well automatic measures tell what people said", XLabel: "area under the ROC curve; .5 is chance"}
	for i := range pairs {
		if q := &pairs[i]; q.area.Defined() && len(p.Dots) < mostDots {
			p.Dots = append(p.Dots, dot(q.String()+", "+q.against(), q.area, prose.Rows(q.n)+", "+string(q.trust)))
		}
	}
	if len(p.Dots) == 0 {
		return nil
	}
	return []measure.Plot{p}
}
