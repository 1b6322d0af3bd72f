package copying

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// nearFindings are how near the rows are to the reference and, where there is one,
// to the holdout.
func (m *memorisation) nearFindings(ctx context.Context) ([]measure.Finding, error) {
	ns, rows := m.sample.Rows()
	size := nearMost
	if m.holdout != nil {
		size = min(m.reference.kept(), m.holdout.kept())
	}
	if len(rows) == 0 || size == 0 {
		return []measure.Finding{{
			Figure: "memorisation.nearest", Unit: measure.Ratio, Severity: measure.Plain, Caveat: "Rows without text are left out.",
			Estimate: stats.Undefined("there are no texts to compare"), Says: "how near rows are to the reference cannot be said: there are no texts to compare",
		}}, nil
	}
	n := &nearness{m: m, ns: ns, rows: rows, size: size}
	var wait sync.WaitGroup
	find := func(s *sketches, x **nearIndex, out *[]near) {
		at, sampled := s.sized(size, m.setup.Seed)
		*x = newNearIndex(at, sampled)
		*out = (*x).nearestOf(rows, func() bool { return ctx.Err() != nil })
	}
	wait.Go(func() { find(m.reference, &n.ref, &n.toRef) })
	if m.holdout != nil {
		wait.Go(func() { find(m.holdout, &n.hold, &n.toHold) })
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var out []measure.Finding
	if m.holdout != nil {
		out = n.nearer()
	}
	return append(out, n.nearest()), nil
}

// nearness is what was found of the sampled rows.
type nearness struct {
	m             *memorisation
	ns            []int64
	rows          []sketch
	size          int
	ref, hold     *nearIndex
	toRef, toHold []near
}

const nearCaveat = "Near is not copied, and rows that repeat one another count each: see contamination for what is copied."

// nearer compares the distances to reference and holdout.
func (n *nearness) nearer() []measure.Finding {
	var wins, losses, ties int
	var top measure.Top
	for i := range n.rows {
		switch d := n.toRef[i].compare(n.toHold[i]); {
		case d > 0:
			wins++
			gain := n.toHold[i].distance() - n.toRef[i].distance()
			if top.Wants(gain, n.ns[i]) {
				top.Offer(gain, n.pair(i, n.ref, n.toRef[i], measure.Reference))
			}
		case d < 0:
			losses++
		default:
			ties++
		}
	}
	setup := n.m.setup
	f := measure.Finding{
		Figure: "memorisation.nearer", Unit: measure.Share, Severity: measure.Plain, Caveat: nearCaveat + " Reference and holdout must be of the same kind, or the share says which kind the rows are of.",
		Compared: fmt.Sprintf("%s and %s, %s of each; .5 is what no memorisation gives", origin(setup, measure.Reference), origin(setup, measure.Holdout), number(int64(n.size), "row")),
		Plots:    []measure.Plot{n.plot()},
	}
	if wins+losses == 0 {
		f.Estimate = stats.Undefined("every row is as near to the one as to the other")
		f.Says = fmt.Sprintf("whether rows are nearer to the reference than to the holdout cannot be said: all %s are as near to the one as to the other", number(int64(ties), "row"))
		return []measure.Finding{f}
	}
	f.Estimate = setup.Share(wins, wins+losses)
	f.Evidence = top.Evidence()
	p := stats.BinomialTest(wins, wins+losses, .5)
	if share := f.Estimate.Value; share > .5 {
		switch {
		case p < .001 && share >= .55:
			f.Severity = measure.Serious
		case p < .01:
			f.Severity = measure.Notable
		}
	}
	f.Says = fmt.Sprintf("%s of %s are nearer to %s than to %s, where half is what no memorisation gives (p %s); %s", perCent(f.Estimate), number(int64(wins+losses), "row"),
		origin(setup, measure.Reference), origin(setup, measure.Holdout), pValue(p), number(int64(ties), "tie"))
	t := f
	t.Figure, t.Severity, t.Plots, t.Evidence = "memorisation.ties", measure.Plain, nil, nil
	t.Estimate = setup.Share(ties, len(n.rows))
	t.Says = fmt.Sprintf("%s of %s are as near to the one as to the other, and are left out of that share", perCent(t.Estimate), number(int64(len(n.rows)), "row"))
	return []measure.Finding{f, t}
}

func pValue(p float64) string {
	if p < .001 {
		return "below .001"
	}
	return "= " + figure(math.Ceil(p*1000)/1000)
}

// pair is a row beside its nearest.
func (n *nearness) pair(i int, x *nearIndex, to near, part measure.Part) measure.Evidence {
	row := measure.RowRef{Part: measure.Data, N: n.ns[i]}
	if to.row < 0 {
		return measure.Evidence{Note: "nothing in common", Rows: []measure.RowRef{row}}
	}
	other := &x.rows[to.row]
	row.Marks = sharedMarks(n.rows[i].text, other)
	return measure.Evidence{
		Note: "distance " + figure(to.distance()),
		Rows: []measure.RowRef{row, {Part: part, N: x.ns[to.row], Marks: sharedMarks(other.text, &n.rows[i])}},
	}
}

// nearest is the median distance to the reference.
func (n *nearness) nearest() measure.Finding {
	setup := n.m.setup
	f := measure.Finding{
		Figure: "memorisation.nearest", Unit: measure.Ratio, Severity: measure.Plain, Caveat: nearCaveat + " The distance falls with the size of the reference and for short rows.",
		Compared: fmt.Sprintf("%s, %s of it", origin(setup, measure.Reference), number(int64(len(n.ref.rows)), "row")),
	}
	var top measure.Top
	for i, d := range n.toRef {
		if s := 1 - d.distance(); s > 0 && top.Wants(s, n.ns[i]) {
			top.Offer(s, n.pair(i, n.ref, d, measure.Reference))
		}
	}
	f.Evidence = top.Evidence()
	f.Estimate = medianOf(distances(n.toRef), setup.Level)
	f.Says = fmt.Sprintf("half of %s are within a distance of %s of a row of %s, where 0 is the same and 1 nothing in common", number(int64(len(n.rows)), "row"), figure(f.Estimate.Value), origin(setup, measure.Reference))
	if n.toHold != nil {
		other := medianOf(distances(n.toHold), setup.Level)
		f.Says += fmt.Sprintf("; for %s it is %s", origin(setup, measure.Holdout), figure(other.Value))
	} else {
		f.Caveat += " Without a holdout there is nothing to say whether that is near: --holdout FILE."
		f.Plots = []measure.Plot{n.plot()}
	}
	return f
}

// distances returns sorted distances.
func distances(of []near) []float64 {
	out := make([]float64, len(of))
	for i := range of {
		out[i] = of[i].distance()
	}
	slices.Sort(out)
	return out
}

// medianOf returns the median of sorted values with the interval of order statistics
// (Conover 1999, 3.2).
func medianOf(x []float64, level float64) stats.Estimate {
	n := len(x)
	median := (x[(n-1)/2] + x[n/2]) / 2
	below, sum := 0, 0. // the largest k with P(Bin(n, ½) < k) ≤ (1 − level)/2
	for below < n {
		lc, _ := math.Lgamma(float64(n + 1))
		lk, _ := math.Lgamma(float64(below + 1))
		lr, _ := math.Lgamma(float64(n - below + 1))
		if sum += math.Exp(lc - lk - lr - float64(n)*math.Ln2); sum > (1-level)/2 {
			break
		}
		below++
	}
	if below == 0 {
		e := stats.Exact(median, n)
		e.NoInterval = fmt.Sprintf("%s are too few for one of the median", number(int64(n), "row"))
		return e
	}
	return stats.Between(median, x[below-1], x[n-below], level, "order statistics, guaranteed at least", n)
}

// plot overlays the distances to both.
func (n *nearness) plot() measure.Plot {
	const bins = 20
	density := func(name string, of []near) measure.Curve {
		c := measure.Curve{Name: name, Area: true, X: make([]float64, bins), Y: make([]float64, bins)}
		for _, d := range of {
			c.Y[min(bins-1, int(d.distance()*bins))]++
		}
		for i := range c.X {
			c.X[i] = (float64(i) + .5) / bins
			c.Y[i] *= bins / float64(len(of))
		}
		return c
	}
	p := measure.Plot{Title: "distance to the closest row", XLabel: "1 − Jaccard index of pairs of words", YLabel: "density"}
	p.Curves = append(p.Curves, density(origin(n.m.setup, measure.Reference), n.toRef))
	if n.toHold != nil {
		p.Curves = append(p.Curves, density(origin(n.m.setup, measure.Holdout), n.toHold))
	}
	return p
}
