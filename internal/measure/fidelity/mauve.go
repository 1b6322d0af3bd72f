package fidelity

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// mauve is the measure of the overlap of two clustered distributions.
type mauve struct{}

const (
	mauveRows  = 1000
	clusterers = 5  // seeds of the clustering
	relabels   = 99 // random splits of the same rows
	mostRounds = 15 // of k-means
)

func (mauve) Info() measure.Info {
	return measure.Info{
		Name: "mauve", Family: family, Title: "MAUVE",
		Says:    "How much data and reference overlap, from 0 to 1, when their embedded rows are put into clusters and both histograms compared: 1 where every cluster has the same share of both. It is the mean over five clusterings with other seeds, with their range, and beside it stands what random splits of the same rows give, since at this size even one distribution does not reach 1. Notable where it is below all 99 random splits in every clustering and below .5 times their median. The evidence is the clusters that are most of the data's or most of the reference's.",
		Cannot:  "**Its numbers are not comparable with published ones**, which embed with GPT-2 large and use other numbers of rows and clusters; compare only what was measured alike. The range over clusterings is not a confidence interval: it says what the clustering adds, not what sampling adds. Rare clusters weigh little: for what of the reference is missing, see prdc.",
		Formula: "Area under the divergence curve (exp(−5·KL(Q|R_w)), exp(−5·KL(P|R_w))), R_w = wP + (1−w)Q, over 25 weights w evenly from 10⁻⁶ to 1 − 10⁻⁶, the mean of the areas along both axes (Pillutla and others 2021). Clusters: k-means with k-means++ starts (Arthur and Vassilvitskii 2007), one for each ten rows of the smaller side, 500 at the most. Histograms are smoothed by half a row in each cluster (Krichevsky and Trofimov 1981; Pillutla and others 2023).",
		Use:     "With --against, where others report MAUVE too; else prdc and distance say more. `mauve.rows` (1000 a side, 5000 at the most) is a setting.",
		Cost:    "A sample of 1,000 rows a side, their embeddings, and five times k-means, 15 rounds at the most: about 0.3 s.",
		Needs:   []measure.Need{measure.NeedText, measure.NeedReference},
		Figures: []measure.Figure{{Name: "mauve", Unit: measure.Ratio, Says: "overlap of the clustered distributions, 0 to 1"}},
	}
}

func mauveSize(s *measure.Setup) int { return option(s, "mauve.rows", mauveRows, 20, 5000) }

func (mauve) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	return newSide(s, mauveSize(s), known, reportMauve), nil
}

func (mauve) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	return learnSide(s, part, mauveSize(s))
}

// overlap is MAUVE of two histograms of shares.
func overlap(p, q []float64) float64 {
	const weights, scale = 25, 5
	x, y := []float64{1}, []float64{0}
	for i := range weights {
		w := 1e-6 + (1-2e-6)*float64(i)/(weights-1)
		var klp, klq float64
		for b := range p {
			r := w*p[b] + (1-w)*q[b]
			if p[b] > 0 {
				klp += p[b] * math.Log(p[b]/r)
			}
			if q[b] > 0 {
				klq += q[b] * math.Log(q[b]/r)
			}
		}
		x, y = append(x, math.Exp(-scale*klq)), append(y, math.Exp(-scale*klp))
	}
	x, y = append(x, 0), append(y, 1)
	return (area(x, y) + area(y, x)) / 2
}

// area is that under y over x by trapezoids; the points are taken in order of x.
func area(x, y []float64) float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[b], y[a])) })
	sum := 0.0
	for i := 1; i < len(order); i++ {
		a, b := order[i-1], order[i]
		sum += (x[b] - x[a]) * (y[a] + y[b]) / 2
	}
	return math.Min(1, sum)
}

// histograms returns the shares of both sides over k clusters, with half a row more
// in each.
func histograms(cluster []int32, isData func(i int) bool, k int) (p, q []float64) {
	p, q = make([]float64, k), make([]float64, k)
	n, m := 0.0, 0.0
	for i, c := range cluster {
		if isData(i) {
			p[c]++
			n++
		} else {
			q[c]++
			m++
		}
	}
	for c := range k {
		p[c] = (p[c] + .5) / (n + .5*float64(k))
		q[c] = (q[c] + .5) / (m + .5*float64(k))
	}
	return p, q
}

// kmeans clusters rows, and returns each one's cluster.
func kmeans(ctx context.Context, v *vectors, k int, rng *rand.Rand) []int32 {
	centres := starts(v, k, rng)
	cluster := make([]int32, v.n)
	for i := range cluster {
		cluster[i] = -1
	}
	for range mostRounds {
		if ctx.Err() != nil {
			return nil
		}
		if !assign(v, centres, cluster) {
			break
		}
		recentre(v, centres, cluster)
	}
	return cluster
}

// starts chooses centres far from each other (k-means++).
func starts(v *vectors, k int, rng *rand.Rand) *vectors {
	out := newVectors(k, v.dim)
	near := make([]float64, v.n)
	for i := range near {
		near[i] = math.Inf(1)
	}
	at := rng.IntN(v.n)
	for c := range k {
		copy(out.row(c), v.row(at))
		out.square[c] = v.square[at]
		one := out.slice(c, c+1)
		eachDot(v, one, func(i, _ int, dots []float32) {
			near[i] = math.Min(near[i], math.Max(0, v.square[i]+one.square[0]-2*float64(dots[0])))
		})
		total := 0.0
		for _, d := range near {
			total += d
		}
		at = 0
		for left := rng.Float64() * total; at < v.n-1; at++ {
			if left -= near[at]; left < 0 {
				break
			}
		}
	}
	return out
}

// assign puts every row to its nearest centre, and reports whether any moved.
func assign(v, centres *vectors, cluster []int32) bool {
	best := make([]float64, v.n)
	next := make([]int32, v.n)
	eachDot(v, centres, func(i, from int, dots []float32) {
		for at, dot := range dots {
			c := from + at
			if s := float64(dot) - centres.square[c]/2; c == 0 || s > best[i] {
				best[i], next[i] = s, int32(c)
			}
		}
	})
	moved := !slices.Equal(next, cluster)
	copy(cluster, next)
	return moved
}

// recentre moves each centre to the mean of its rows; one without rows stays.
func recentre(v, centres *vectors, cluster []int32) {
	counts := make([]int, centres.n)
	sums := make([]float64, centres.n*v.dim)
	for i, c := range cluster {
		counts[c]++
		sum := sums[int(c)*v.dim : (int(c)+1)*v.dim]
		for d, x := range v.row(i) {
			sum[d] += float64(x)
		}
	}
	for c, n := range counts {
		if n == 0 {
			continue
		}
		row := centres.row(c)
		for d := range row {
			row[d] = float32(sums[c*v.dim+d] / float64(n))
		}
	}
	centres.measured()
}

func reportMauve(ctx context.Context, c *comparison) ([]measure.Finding, error) {
	n := min(len(c.data.text), len(c.ref.text))
	if n < 20 {
		return nil, measure.Cannot("", "the smaller side has %s with a text; 20 are needed for two clusters", prose.Rows(n))
	}
	v, err := c.embed(ctx)
	if err != nil {
		return nil, err
	}
	k := min(500, max(2, n/10))
	data := len(c.data.text)
	values := make([]float64, clusterers)
	chance := make([]float64, 0, clusterers*relabels)
	below := true
	var first []int32
	for seed := range clusterers {
		cluster := kmeans(ctx, v, k, rand.New(rand.NewPCG(c.setup.Seed, uint64(seed))))
		if cluster == nil {
			return nil, ctx.Err()
		}
		if first == nil {
			first = cluster
		}
		p, q := histograms(cluster, func(i int) bool { return i < data }, k)
		values[seed] = overlap(p, q)
		split := randomSplits(cluster, data, k, rand.New(rand.NewPCG(c.setup.Seed, uint64(seed)+1000)))
		below = below && values[seed] < slices.Min(split)
		chance = append(chance, split...)
	}
	return []measure.Finding{c.mauveFinding(first, k, values, chance, below)}, nil
}

// randomSplits returns the overlaps of random sides of the same sizes.
func randomSplits(cluster []int32, data, k int, rng *rand.Rand) []float64 {
	side := make([]bool, len(cluster))
	for i := range data {
		side[i] = true
	}
	out := make([]float64, relabels)
	for s := range out {
		rng.Shuffle(len(side), func(i, j int) { side[i], side[j] = side[j], side[i] })
		p, q := histograms(cluster, func(i int) bool { return side[i] }, k)
		out[s] = overlap(p, q)
	}
	return out
}

func (c *comparison) mauveFinding(cluster []int32, k int, values, chance []float64, below bool) measure.Finding {
	slices.Sort(values)
	slices.Sort(chance)
	mean, _ := stats.MeanVariance(values)
	usual := stats.Quantile(chance, .5)
	f := measure.Finding{
		Figure: "mauve", Severity: measure.Plain, Unit: measure.Ratio, Estimate: stats.Exact(mean, len(c.data.n)+len(c.ref.n)),
		Compared: c.against(),
		Caveat:   fmt.Sprintf("By %s and %d clusters: not comparable with MAUVE as published, which embeds with GPT-2.%s", embedderName(c.setup), k, c.sampled()),
	}
	f.Estimate.NoInterval = "the range is that of the clusterings; what sampling adds has no known distribution"
	f.Says = fmt.Sprintf("data and reference overlap by %s of 1 (%s to %s over %d clusterings of %s); random splits of the same rows give %s",
		prose.Decimal(mean), prose.Decimal(values[0]), prose.Decimal(values[len(values)-1]), len(values), prose.Rows(len(c.data.n)+len(c.ref.n)), prose.Decimal(usual))
	if below && mean < .5*usual && min(len(c.data.n), len(c.ref.n)) >= fewestCut {
		f.Severity = measure.Notable
	}
	f.Evidence = c.lopsided(cluster, k)
	return f
}

// lopsided shows the clusters that are most of one side.
func (c *comparison) lopsided(cluster []int32, k int) []measure.Evidence {
	members := make([][]int, k)
	data := len(c.data.n)
	p, q := make([]int, k), make([]int, k)
	for i, at := range cluster {
		members[at] = append(members[at], i)
		if i < data {
			p[at]++
		} else {
			q[at]++
		}
	}
	gap := func(at int) float64 {
		return float64(p[at])/float64(data) - float64(q[at])/float64(len(c.ref.n))
	}
	order := make([]int, k)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(gap(b)), math.Abs(gap(a))) })
	var out []measure.Evidence
	for _, at := range order[:min(k, 10)] {
		if gap(at) == 0 {
			break
		}
		ev := measure.Evidence{Note: fmt.Sprintf("a cluster with %s of the data's rows and %s of the reference's",
			prose.Percent(float64(p[at])/float64(data)), prose.Percent(float64(q[at])/float64(len(c.ref.n))))}
		for _, i := range members[at] {
			more := gap(at) > 0
			switch {
			case len(ev.Rows) == measure.MaxCluster:
			case i < data && more:
				ev.Rows = append(ev.Rows, c.data.ref(i))
			case i >= data && !more:
				ev.Rows = append(ev.Rows, c.ref.ref(i-data))
			}
		}
		out = append(out, ev)
	}
	return out
}
