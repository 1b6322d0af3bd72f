package bias

import (
	"math"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// bounded is the mean of differences that lie between −1 and 1. Its interval is a
// bootstrap's where that holds; otherwise one that holds for all numbers with these
// bounds: where all are the same, from how rare others can be at the most (Clopper and
// Pearson 1934), else by betting (Waudby-Smith and Ramdas 2024).
func bounded(d []float64, o stats.CompareOptions) stats.Estimate {
	d = slices.DeleteFunc(slices.Clone(d), math.IsNaN)
	if len(d) == 0 {
		return stats.Undefined("no row has an answer both times")
	}
	if slices.Max(d) == slices.Min(d) {
		v, others := d[0], stats.ClopperPearson(0, len(d), o.Level)
		if others.Interval == nil {
			return others
		}
		u := others.Interval.High
		return stats.Between(v, max(-1, (1-u)*v-u), min(1, (1-u)*v+u), o.Level, "Clopper–Pearson of rows that differ", len(d))
	}
	// Halved, so that no set of them passes for shares: a difference of 0 and 1 alone
	// may be −1 in the next row.
	half, zero := make([]float64, len(d)), make([]float64, len(d))
	for i := range d {
		half[i] = d[i] / 2
	}
	c, err := stats.ComparePaired(half, zero, o)
	if err == nil && c.Difference.Interval != nil {
		e := c.Difference
		i := *e.Interval
		i.Low, i.High = max(-1, 2*i.Low), min(1, 2*i.High)
		e.Value, e.Interval = 2*e.Value, &i
		return e
	}
	s, err := stats.NewSequence(o.Level, 0)
	if err != nil {
		return stats.Undefined("%v", err)
	}
	for _, v := range d {
		if err := s.Add((v + 1) / 2); err != nil {
			return stats.Undefined("%v", err)
		}
	}
	e := s.Bounds()
	e.Value = 2*e.Value - 1
	if i := e.Interval; i != nil {
		b := *i
		b.Low, b.High = 2*b.Low-1, 2*b.High-1
		e.Interval = &b
	}
	return e
}

// apart is the difference of two means of numbers between −1 and 1.
func apart(x, y []float64, o stats.CompareOptions) stats.Estimate {
	e := stats.CompareUnpaired(x, y, o).Difference
	if e.Interval != nil {
		return e
	}
	each := o // both hold together as often as the level says
	each.Level = math.Sqrt(o.Level)
	a, b := bounded(x, each), bounded(y, each)
	if a.Interval == nil || b.Interval == nil {
		return e
	}
	return stats.Between(e.Value, a.Interval.Low-b.Interval.High, a.Interval.High-b.Interval.Low, o.Level, "two bounded means", len(x)+len(y))
}

// leaning is (first − second)/n as an estimate between −1 and 1.
func leaning(first, second, n int, level float64) stats.Estimate {
	return stats.PairedShareDifference(first, second, n, level)
}

// accuracy finds in how many pairs the judge tells which text is damaged. Which way a
// criterion goes when a text is damaged is learnt from the other half of the rows, so
// that a criterion of which low is good needs no word, and chance gives one half.
func (k *reckoning) accuracy(r *Result) {
	k.better = make([]float64, len(k.columns))
	var weights [2][]float64 // by the half that they are used on
	for half := range weights {
		weights[half] = make([]float64, len(k.columns))
	}
	for c := range k.columns {
		sum, n := [2]float64{}, [2]float64{}
		k.pairs(Accuracy, c, func(p *Probe, before, after float64) {
			sum[p.Row%2] += before - after
			n[p.Row%2]++
		})
		for half := range weights {
			if n[1-half] > 0 {
				weights[half][c] = sum[1-half] / n[1-half]
			}
		}
		k.better[c] = 1
		if sum[0]+sum[1] < 0 {
			k.better[c] = -1
		}
	}
	gaps := make([]float64, len(k.rows))
	seen := make([]bool, len(k.rows))
	for c := range k.columns {
		k.pairs(Accuracy, c, func(p *Probe, before, after float64) {
			gaps[p.Row] += weights[p.Row%2][c] * (before - after)
			seen[p.Row] = true
		})
	}
	k.told(r, func(row int) (float64, bool) { return gaps[row], seen[row] })
}

// told counts in how many pairs the better text won, by whose gap is above 0.
func (k *reckoning) told(r *Result, gap func(row int) (float64, bool)) {
	right, wrong, n := 0, 0, 0
	kinds := map[string]*Told{}
	for row := range k.rows {
		i, there := k.at[Accuracy][row]
		if !there {
			continue
		}
		g, ok := gap(row)
		if !ok {
			continue
		}
		n++
		t := kinds[k.Probes[i].Damage]
		if t == nil {
			t = &Told{Damage: k.Probes[i].Damage}
			kinds[t.Damage] = t
		}
		t.Pairs++
		switch {
		case g > 1e-12:
			right++
			t.Right++
		case g < -1e-12:
			wrong++
		default:
			t.Tied++
		}
	}
	for _, d := range Damages() {
		if kinds[d] != nil {
			r.Damage = append(r.Damage, *kinds[d])
		}
	}
	e := leaning(right, wrong, n, k.Level)
	if e.Defined() {
		e.Value = .5 + e.Value/2
		if i := e.Interval; i != nil {
			b := *i
			b.Low, b.High = .5+b.Low/2, .5+b.High/2
			e.Interval = &b
		}
	}
	r.Effect = e
	switch i := e.Interval; {
	case !e.Defined():
		r.Verdict, r.Why = CannotTell, e.Undefined
	case i != nil && i.Low > .5 && n >= fewest:
		r.Verdict = Tells
	case i != nil && i.High < .6 && n >= fewest:
		r.Verdict = Blind
	default:
		r.Verdict, r.Why = CannotTell, tooFew(n)
	}
}

// position finds whether what stands first wins, where a judge that looks at one text
// is shown two in it.
func (k *reckoning) position(r *Result) {
	said := map[int][2]string{}
	for i := range k.Probes {
		p := &k.Probes[i]
		if p.Test != Position {
			continue
		}
		v := ""
		for _, s := range k.scores[i] {
			if s.Criterion == better && s.Status == seedbed.Scored {
				v, _ = s.Value.(string)
			}
		}
		both := said[p.Row]
		if p.Second {
			both[1] = v
		} else {
			both[0] = v
		}
		said[p.Row] = both
	}
	first, second, changed, n := 0, 0, 0, 0
	for _, v := range said {
		if v[0] == "" || v[1] == "" {
			continue
		}
		n++
		switch {
		case v[0] == firstIs && v[1] == firstIs:
			first++
			changed++
		case v[0] == secondIs && v[1] == secondIs:
			second++
			changed++
		case v[0] == neitherOne && v[1] == neitherOne:
		case v[0] == v[1] || v[0] == neitherOne || v[1] == neitherOne:
			changed++
		}
	}
	e := Effect{Criterion: better, Effect: leaning(first, second, n, k.Level), p: stats.SignTest(first, second), Up: first, Down: second}
	r.Criteria, r.Signed = []Effect{e}, true
	k.judge(r)
	r.Note = share(changed, n) + " verdicts changed with the order"
}

// family compares what the judge's own family wrote with what others wrote.
func (k *reckoning) family(r *Result) {
	for c := range k.columns {
		groups := map[string][]float64{}
		for row := range k.rows {
			i, ok := k.at[""][row]
			if !ok || k.setup.Kin == nil {
				continue
			}
			if v := k.columns[c].value(k.scores[i]); !math.IsNaN(v) {
				by := k.setup.Kin(k.rows[row].Lineage.Model)
				groups[by] = append(groups[by], v*k.better[c])
			}
		}
		own, other := groups["own"], groups["other"]
		if len(own) < fewest || len(other) < fewest {
			r.Criteria = nil
			r.Verdict, r.Why = NotMeasured, "it wants rows by two writers, one of the judge's family and one of none that is related"
			r.Effect = stats.Undefined("%s", r.Why)
			return
		}
		r.Criteria = append(r.Criteria, Effect{
			Criterion: k.columns[c].name, Effect: apart(own, other, k.CompareOptions), p: stats.PermuteUnpaired(own, other, k.draws(), k.Seed).P,
		})
	}
	r.Signed = true
	k.judge(r)
	r.Note = "the writers may differ in what they are worth, too"
}
