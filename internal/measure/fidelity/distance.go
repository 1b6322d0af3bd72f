package fidelity

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/viterin/vek/vek32"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// distance is the measure of how far apart data and reference are.
type distance struct{}

const (
	distanceRows = 500
	permutations = 499
)

func (distance) Info() measure.Info {
	return measure.Info{
		Name: "distance", Family: family, Title: "Distance to the reference",
		Says: "How far apart data and reference are as clouds of embedded rows, in two figures that are 0 when both are of one distribution and only then: MMD² with a Gaussian kernel, and the energy coefficient, which runs from 0 (alike) to 1. Each is compared with what random splits of all rows into two sides give, which also gives its p-value. " +
			"The energy coefficient is notable from .05 with p ≤ .002 for both figures, serious from .4: the typical distance between both is then well above those within. The evidence is the rows that are most typical of the data and least of the reference, and the other way round.",
		Cannot: "It does not say in what they differ; two-sample does. Only what the embedding keeps is seen. Figures of other embeddings or numbers of rows are not comparable. There are no intervals: under a difference neither statistic has a distribution that holds at this size, so it says what chance alone would give.",
		Formula: "MMD² = mean k(x,x′) + mean k(y,y′) − 2·mean k(x,y) over pairs of different rows, unbiased, k(x,y) = exp(−γ|x−y|²), γ = 1 ÷ (2·median²) of the distances (Gretton and others 2012, eq. 3). Energy distance E = 2·mean|x−y| − mean|x−x′| − mean|y−y′|, coefficient E ÷ (2·mean|x−y|) (Székely and Rizzo 2013). " +
			"p = (1 + permutations as large) ÷ 500, of 499 permutations of which row is on which side.",
		Use:     "With --against, for one figure to follow over revisions of a recipe. `distance.rows` (500 a side, 2000 at the most) is a setting.",
		Cost:    "A sample of 500 rows a side, their embeddings, three matrices of all pairs (12 MB) and 499 permutations: about 0.1 s.",
		Needs:   []measure.Need{measure.NeedText, measure.NeedReference},
		Figures: []measure.Figure{{Name: "distance", Unit: measure.Ratio, Says: "energy coefficient, 0 (alike) to 1"}, {Name: "distance.mmd", Unit: measure.Ratio, Says: "MMD² by a Gaussian kernel, unbiased"}},
	}
}

func distanceSize(s *measure.Setup) int { return option(s, "distance.rows", distanceRows, 10, 2000) }

func (distance) Start(s *measure.Setup, known measure.Known) (measure.Summary, error) {
	return newSide(s, distanceSize(s), known, reportDistance), nil
}

func (distance) Learn(s *measure.Setup, part measure.Part) (measure.Summary, error) {
	return learnSide(s, part, distanceSize(s))
}

// pairwise is a symmetric matrix of something between all rows of both sides, the
// data's first.
type pairwise struct {
	n, data int
	at      []float32
	sums    []float64 // of rows
}

// distances returns the squared distances of all pairs.
func distances(v *vectors, data int) *pairwise {
	p := &pairwise{n: v.n, data: data, at: make([]float32, v.n*v.n), sums: make([]float64, v.n)}
	eachDot(v, v, func(i, from int, dots []float32) {
		for at, dot := range dots {
			j := from + at
			d := math.Max(0, v.square[i]+v.square[j]-2*float64(dot))
			if i == j {
				d = 0
			} else if d <= 2*slack(v.dim, v.square[i], v.square[j]) {
				d = squaredDistance(v.row(i), v.row(j))
			}
			p.at[i*v.n+j] = float32(d)
		}
	})
	return p
}

// mapped returns f of every entry off the diagonal, which becomes zero.
func (p *pairwise) mapped(f func(d2 float64) float64) *pairwise {
	out := &pairwise{n: p.n, data: p.data, at: make([]float32, len(p.at)), sums: make([]float64, p.n)}
	each(p.n, func(i int) {
		row := out.at[i*p.n : (i+1)*p.n]
		for j, d := range p.at[i*p.n : (i+1)*p.n] {
			if i != j {
				row[j] = float32(f(float64(d)))
				out.sums[i] += float64(row[j])
			}
		}
	})
	return out
}

// blocks are the sums over pairs of different rows: both of the data, both of the
// reference, one of each.
type blocks struct {
	within, ref, between float64
	n, m                 float64
}

// split sums by which rows count as data: 1 in side.
func (p *pairwise) split(side []float32) blocks {
	b := blocks{}
	total, touching := 0.0, 0.0
	for i := range p.n {
		total += p.sums[i]
		if side[i] == 1 {
			b.n++
			touching += p.sums[i]
			b.within += float64(vek32.Dot(p.at[i*p.n:(i+1)*p.n], side))
		}
	}
	b.m = float64(p.n) - b.n
	b.between = touching - b.within
	b.ref = total - b.within - 2*b.between
	return b
}

// mmd2 is the unbiased MMD² where entries are kernels.
func (b blocks) mmd2() float64 {
	return b.within/(b.n*(b.n-1)) + b.ref/(b.m*(b.m-1)) - 2*b.between/(b.n*b.m)
}

// energy is the energy distance where entries are distances.
func (b blocks) energy() float64 {
	return math.Max(0, 2*b.between/(b.n*b.m)-b.within/(b.n*b.n)-b.ref/(b.m*b.m))
}

// coefficient is energy over its largest value; 0 where all rows are the same.
func (b blocks) coefficient() float64 {
	if b.between <= 0 {
		return 0
	}
	return b.energy() / (2 * b.between / (b.n * b.m))
}

// permuted is a figure beside those of random splits.
type permuted struct{ value, p, usual float64 } // usual: the 95 % quantile of chance

// apart is what distance found.
type apart struct {
	*comparison
	mmd, energy permuted
	kernel      *pairwise
	gamma       float64
}

func reportDistance(ctx context.Context, c *comparison) ([]measure.Finding, error) {
	for _, t := range []*texts{c.data, c.ref} {
		if len(t.text) < 5 {
			return nil, measure.Cannot("", "the %s has %s with a text; 5 are needed", t.part, prose.Rows(len(t.text)))
		}
	}
	v, err := c.embed(ctx)
	if err != nil {
		return nil, err
	}
	a := &apart{comparison: c}
	d2 := distances(v, len(c.data.text))
	far := d2.mapped(math.Sqrt)
	median2 := medianOff(d2)
	if median2 <= 0 {
		median2 = meanOff(d2)
	}
	if median2 <= 0 {
		return nil, measure.Cannot("", "all rows of both sides are the same to the embedding")
	}
	a.gamma = 1 / (2 * median2)
	a.kernel = d2.mapped(func(d float64) float64 { return math.Exp(-a.gamma * d) })
	a.permute(far)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return []measure.Finding{a.energyFinding(), a.mmdFinding()}, nil
}

// medianOff is the median of the entries off the diagonal.
func medianOff(p *pairwise) float64 {
	var all []float32
	step := max(1, p.n*p.n/2_000_000) // enough of them
	at := 0
	for i := range p.n {
		for j := range i {
			if at++; at%step == 0 {
				all = append(all, p.at[i*p.n+j])
			}
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return float64(all[len(all)/2])
}

func meanOff(p *pairwise) float64 {
	sum := 0.0
	for _, d := range p.at {
		sum += float64(d)
	}
	return sum / float64(p.n*(p.n-1))
}

// permute works both figures out, and those of random splits.
func (a *apart) permute(far *pairwise) {
	n := a.kernel.n
	own := make([]float32, n)
	for i := range a.kernel.data {
		own[i] = 1
	}
	a.mmd.value, a.energy.value = a.kernel.split(own).mmd2(), far.split(own).coefficient()
	mmds, energies := make([]float64, permutations), make([]float64, permutations)
	each(permutations, func(k int) {
		side := slices.Clone(own)
		rng := rand.New(rand.NewPCG(a.setup.Seed, uint64(k)))
		rng.Shuffle(n, func(i, j int) { side[i], side[j] = side[j], side[i] })
		mmds[k], energies[k] = a.kernel.split(side).mmd2(), far.split(side).coefficient()
	})
	a.mmd.compare(mmds)
	a.energy.compare(energies)
}

func (p *permuted) compare(chance []float64) {
	slices.Sort(chance)
	p.usual = stats.Quantile(chance, .95)
	i, _ := slices.BinarySearch(chance, p.value-1e-9*math.Abs(p.value)) // equal but for rounding is as large
	p.p = float64(1+len(chance)-i) / float64(1+len(chance))
}

func (a *apart) estimate(value float64) stats.Estimate {
	e := stats.Exact(value, len(a.data.n)+len(a.ref.n))
	e.NoInterval = "its distribution under a difference is not known at this size; the permutations say what chance gives"
	return e
}

func (a *apart) caveat() string {
	return fmt.Sprintf("By %s; not comparable with other embeddings or numbers of rows.%s", embedderName(a.setup), a.sampled())
}

func (a *apart) energyFinding() measure.Finding {
	f := measure.Finding{
		Figure: "distance", Severity: measure.Plain, Unit: measure.Ratio, Estimate: a.estimate(a.energy.value),
		Compared: a.against(), Caveat: a.caveat(),
	}
	f.Says = fmt.Sprintf("data and reference are apart by %s on a scale from 0 (alike) to 1, over %s and %s; random splits of the same rows give up to %s in 95 %% (p %s)",
		prose.Decimal(a.energy.value), prose.Rows(len(a.data.n)), prose.Rows(len(a.ref.n)), prose.Decimal(a.energy.usual), prose.Equals(a.energy.p))
	if clear := a.energy.p <= .002 && a.mmd.p <= .002; clear && a.energy.value >= .4 {
		f.Severity = measure.Serious
	} else if clear && a.energy.value >= .05 {
		f.Severity = measure.Notable
	}
	f.Evidence = a.witnesses()
	return f
}

func (a *apart) mmdFinding() measure.Finding {
	return measure.Finding{
		Figure: "distance.mmd", Severity: measure.Plain, Unit: measure.Ratio, Estimate: a.estimate(a.mmd.value),
		Compared: a.against(), Caveat: a.caveat() + fmt.Sprintf(" γ = %s.", prose.Decimal(a.gamma)),
		Says: fmt.Sprintf("MMD² is %s over %s and %s; random splits of the same rows give up to %s in 95 %% (p %s)",
			prose.Decimal(a.mmd.value), prose.Rows(len(a.data.n)), prose.Rows(len(a.ref.n)), prose.Decimal(a.mmd.usual), prose.Equals(a.mmd.p)),
	}
}

// witnesses are the rows whose side shows most: the mean kernel with their own side
// less that with the other (the witness function of Gretton and others 2012).
func (a *apart) witnesses() []measure.Evidence {
	type seen struct {
		i    int
		gain float64
	}
	n, data := a.kernel.n, a.kernel.data
	list := make([]seen, n)
	own := make([]float32, n)
	for i := range data {
		own[i] = 1
	}
	for i := range n {
		toData := float64(vek32.Dot(a.kernel.at[i*n:(i+1)*n], own))
		toRef := a.kernel.sums[i] - toData
		if i < data {
			list[i] = seen{i, toData/float64(data-1) - toRef/float64(n-data)}
		} else {
			list[i] = seen{i, toRef/float64(n-data-1) - toData/float64(data)}
		}
	}
	var out []measure.Evidence
	show := func(from, to int, t *texts, note string) {
		part := slices.Clone(list[from:to])
		slices.SortStableFunc(part, func(x, y seen) int { return cmp.Compare(y.gain, x.gain) })
		for _, s := range part[:min(len(part), measure.MaxEvidence/2)] {
			if s.gain > 0 {
				out = append(out, measure.Evidence{Note: note, Rows: []measure.RowRef{t.ref(s.i - from)}})
			}
		}
	}
	show(0, data, a.data, "typical of the data, not of the reference")
	show(data, n, a.ref, "typical of the reference, not of the data")
	return out
}
