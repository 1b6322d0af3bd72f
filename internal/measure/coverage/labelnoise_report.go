package coverage

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// leastTold is the area under the ROC curve below which text tells no labels.
const leastTold = .55

// contradicted is a group with the rows whose label the other groups' rows contradict.
type contradicted struct {
	*group
	at       int // in bayes
	k        int
	expected float64 // share, by the other groups' rows with the same labels
	p, q     float64
}

func (c *contradicted) excess() float64 { return share(c.k, len(c.rows)) - c.expected }

func (c *contradicted) rank() int {
	switch d := c.excess(); {
	case c.q < seriousQ && d >= .1:
		return 2
	case c.q < .01 && d >= .04:
		return 1
	}
	return 0
}

// told returns how far the text tells the labels: the mean over labels of the area
// under the ROC curve. The bounds are the means of the labels' bounds, which is wider
// than need be where labels are told independently.
func (b *bayes) told(level float64) stats.Estimate {
	var value, low, high, weight float64
	for c := range b.classes {
		var in, out []float64
		for gi := range b.groups {
			for r, class := range b.class[gi] {
				m := b.margins[gi][r*len(b.classes)+c]
				if class == c {
					in = append(in, m)
				} else {
					out = append(out, m)
				}
			}
		}
		e := stats.ProbabilityAbove(in, out, level)
		if !e.Defined() {
			continue
		}
		w := float64(len(in))
		l, h := e.Value, e.Value
		if e.Interval != nil {
			l, h = e.Interval.Low, e.Interval.High
		}
		value, low, high, weight = value+w*e.Value, low+w*l, high+w*h, weight+w
	}
	if weight == 0 {
		return stats.Undefined("no label has rows on both sides")
	}
	return stats.Between(value/weight, low/weight, high/weight, level, "DeLong, on logits, mean over labels", b.n)
}

// contradictions counts, for each group with enough rows, those that are contradicted.
func (b *bayes) contradictions() []*contradicted {
	sure := math.Max(b.certainty(), 1e-9)
	classes := len(b.classes)
	table := make([][2]int, len(b.groups)*classes) // contradicted, rows
	sum := make([][2]int, classes)
	for gi := range b.groups {
		for r, class := range b.class[gi] {
			t := &table[gi*classes+class]
			if b.lead[gi][r] >= sure {
				t[0]++
				sum[class][0]++
			}
			t[1]++
			sum[class][1]++
		}
	}
	var out []*contradicted
	var p []float64
	for gi, g := range b.groups {
		if len(g.rows) < fewest || len(g.rows) == b.n {
			continue
		}
		c := &contradicted{group: g, at: gi, p: 1}
		var observed, expected, variance float64
		for l := range classes {
			k, n := float64(table[gi*classes+l][0]), float64(table[gi*classes+l][1])
			kk, nn := float64(sum[l][0])-k, float64(sum[l][1])-n
			c.k += int(k)
			if nn > 0 {
				c.expected += n * kk / nn / float64(len(g.rows))
			}
			if t := n + nn; t > 1 {
				m := k + kk
				observed += k
				expected += n * m / t
				variance += n * nn * m * (t - m) / (t * t * (t - 1))
			}
		}
		if variance > 0 {
			c.p = stats.NormalAbove((observed - expected - .5) / math.Sqrt(variance))
		}
		out, p = append(out, c), append(p, c.p)
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		out[i].q = q
	}
	slices.SortStableFunc(out, func(x, y *contradicted) int {
		return cmp.Or(cmp.Compare(y.rank(), x.rank()), cmp.Compare(y.excess(), x.excess()))
	})
	return out
}

func (s *noisy) report(b *bayes, column string, left int) []measure.Finding {
	caveat := "A classifier by words is not right where it disagrees: a group with words of its own looks like this too."
	if left > 0 {
		caveat += fmt.Sprintf(" %s of rarer labels are left out.", prose.Rows(left))
	}
	if !s.sample.All() {
		caveat += fmt.Sprintf(" Rests on a random sample of %s.", prose.Rows(sampleRows))
	}
	told := measure.Finding{
		Figure: "label-noise.told", Severity: measure.Plain, Unit: measure.Ratio, Of: prose.Shown(column), Census: s.sample.All(),
		Estimate: b.told(s.setup.Level), Compared: "chance, .5", Caveat: caveat,
	}
	e := &told.Estimate
	told.Says = fmt.Sprintf("the words of other groups' rows tell a row's label from another with %s (%s; .5 is chance)", prose.Figure(*e), prose.Rows(b.n))
	if !e.Defined() || e.Interval.Low < leastTold {
		f := measure.Finding{
			Figure: "label-noise", Severity: measure.Plain, Unit: measure.Share, Of: prose.Shown(column), Caveat: caveat,
			Estimate: stats.Undefined("the text does not tell the label well enough: %s, chance is .5", prose.Figure(*e)),
		}
		f.Says = "whether one group's labels go against the others' cannot be told: " + f.Estimate.Undefined
		return []measure.Finding{f, told}
	}
	var out []measure.Finding
	all := b.contradictions()
	for i, c := range all {
		if i > 0 && (c.rank() == 0 || i >= 5) {
			break
		}
		f := s.noiseFinding(b, c, column)
		f.Caveat = caveat
		if i == 0 {
			f.Plots = []measure.Plot{s.noisePlot(all, column)}
		}
		out = append(out, f)
	}
	return append(out, told)
}

func (s *noisy) noiseFinding(b *bayes, c *contradicted, column string) measure.Finding {
	f := measure.Finding{
		Figure: "label-noise", Severity: measure.Plain, Unit: measure.Share, Of: prose.Shown(c.name), Census: s.sample.All(),
		Estimate: s.setup.Share(c.k, len(c.rows)),
		Compared: fmt.Sprintf("rows of the other groups of %s with the same labels: %s", prose.Shown(column), prose.Percent(c.expected)),
	}
	rank := c.rank()
	f.Says = fmt.Sprintf("the labels of %s of %s of %s go against what the other groups' rows say of such texts; of the others with the same labels, %s",
		prose.Share(f.Estimate), prose.Rows(len(c.rows)), prose.Quoted(c.name), prose.Percent(c.expected))
	if rank == 0 {
		f.Says += "; no group departs clearly"
	} else {
		f.Severity = map[int]measure.Severity{1: measure.Notable, 2: measure.Serious}[rank]
	}
	if c.k > 0 {
		f.Evidence = b.evidence(c)
	}
	return f
}

// evidence is the rows of a group that are contradicted most.
func (b *bayes) evidence(c *contradicted) []measure.Evidence {
	order := make([]int, len(c.rows))
	for i := range order {
		order[i] = i
	}
	lead := b.lead[c.at]
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(lead[y], lead[x]) })
	b.withoutGroup(c.at, 1)
	defer b.withoutGroup(c.at, -1)
	var out []measure.Evidence
	for _, r := range order[:min(len(order), 10, c.k)] {
		marks, suggests := b.telling(c.at, r)
		out = append(out, measure.Evidence{
			Note: fmt.Sprintf("labelled %s; the other groups' rows suggest %s", prose.Shown(c.rows[r].label), prose.Shown(suggests)),
			Rows: []measure.RowRef{{N: c.rows[r].n, Marks: marks}},
		})
	}
	return out
}

func (s *noisy) noisePlot(all []*contradicted, column string) measure.Plot {
	p := measure.Plot{Title: "Labels against the other groups, by " + prose.Shown(column), XLabel: "share of rows that are contradicted", Share: true}
	for _, c := range all[:min(len(all), shownGroups)] {
		note := fmt.Sprintf("%s of %s; others with the same labels %s, q %s", prose.Count(c.k), prose.Count(len(c.rows)), prose.Percent(c.expected), prose.Equals(c.q))
		p.Dots = append(p.Dots, dot(c.name, s.setup.Share(c.k, len(c.rows)), note))
	}
	return p
}
