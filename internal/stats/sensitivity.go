package stats

import (
	"fmt"
	"math"
	"slices"
)

// Scored is one score of an item under a variant of the prompt; the same item and
// variant may have several: repeats.
type Scored struct {
	Item, Variant int // numbers from 0
	Score         float64
}

// Sensitivity is how much scores depend on the wording of a prompt.
type Sensitivity struct {
	// Score is PromptSensiScore: the mean over items of the mean difference between
	// two variants' scores of the item (Zhuo et al. 2024, equation 1), in the units
	// of the scores. Repeats are averaged first.
	Score Estimate `json:"prompt_sensi_score"`
	// Noise is what Score would be from repeats alone, were all variants the same;
	// undefined without repeats.
	Noise    Estimate    `json:"noise"`
	Variants []Estimate  `json:"variants"` // mean score of each variant
	Parts    []Component `json:"parts"`    // of the variance of one score
	Items    int         `json:"items"`    // with a score under every variant
	Dropped  int         `json:"dropped"`  // items without
	Caveats  []string    `json:"caveats,omitempty"`
}

// Component is one source of variance.
type Component struct {
	Name     string   `json:"name"`     // prompt, item, item × prompt, repeat
	Variance float64  `json:"variance"` // 0 where the estimate is below 0
	Raw      float64  `json:"raw"`      // the estimate itself, which may be below 0
	Share    Estimate `json:"share"`    // of the sum of variances
}

// The components, in this order.
const (
	partPrompt = iota
	partItem
	partBoth
	partRepeat
	parts
)

// PromptSensi returns the mean absolute difference between two of the scores: the
// part of PromptSensiScore that one item gives. 0 for fewer than two.
func PromptSensi(scores []float64) float64 {
	if len(scores) < 2 {
		return 0
	}
	s := slices.Sorted(slices.Values(scores))
	sum, n := 0.0, float64(len(s))
	for i, v := range s { // the i-th smallest is the larger in i pairs
		sum += v * (2*float64(i) - n + 1)
	}
	return max(0, sum/(n*(n-1)/2))
}

// PromptSensitivity measures how much the scores of items depend on which of the
// variants of a prompt was used. Items without a score under every variant are left
// out. The variance is shared out by a random-effects analysis of variance with
// items and variants crossed (Searle, Casella and McCulloch 1992, section 4.5, on
// unweighted cell means); intervals resample items, so they speak of other items
// under these same variants.
func PromptSensitivity(scores []Scored, o CompareOptions) Sensitivity {
	g, why := gridOf(scores)
	if why != "" {
		u := Undefined("%s", why)
		return Sensitivity{Score: u, Noise: u}
	}
	s := Sensitivity{Items: len(g.cells), Dropped: g.dropped}
	s.Score = resampledMean(g.perItem(func(row []cell) float64 { return PromptSensi(cellMeans(row)) }), o)
	s.Noise = g.noise()
	for v := range g.variants {
		s.Variants = append(s.Variants, Mean(g.perItem(func(row []cell) float64 { return row[v].mean }), o.Level))
	}
	s.components(g, o)
	if s.Dropped > 0 {
		s.Caveats = append(s.Caveats, fmt.Sprintf("%d of %d items lack a score under some variant and were left out", s.Dropped, s.Dropped+s.Items))
	}
	if g.variants < 5 {
		s.Caveats = append(s.Caveats, fmt.Sprintf("%d variants say little about other wordings; the intervals are for other items under these", g.variants))
	}
	return s
}

// cell is the scores of one item under one variant, summed up.
type cell struct {
	n       int
	mean    float64
	squares float64 // Σ (score − mean)²
}

// crossed is the table of items by variants, complete.
type crossed struct {
	cells    [][]cell
	variants int
	dropped  int
	repeats  bool // some cell has two scores or more
	low      float64
	high     float64 // the largest score; equal to low, nothing varies
}

func gridOf(scores []Scored) (*crossed, string) {
	items, variants := 0, 0
	for _, s := range scores {
		if s.Item >= 0 && s.Variant >= 0 && !notFinite(s.Score) {
			items, variants = max(items, s.Item+1), max(variants, s.Variant+1)
		}
	}
	switch {
	case items == 0:
		return nil, "there are no scores"
	case variants < 2:
		return nil, "all scores are of one variant; there is nothing that it could be compared with"
	case items > 2*len(scores) || variants > 2*len(scores) || items*variants > 200_000_000:
		return nil, "there are too many items and variants for so few scores"
	}
	g := &crossed{variants: variants, low: math.Inf(1), high: math.Inf(-1)}
	all := make([]cell, items*variants)
	for _, s := range scores {
		if s.Item < 0 || s.Variant < 0 || notFinite(s.Score) {
			continue
		}
		c := &all[s.Item*variants+s.Variant]
		c.n++
		g.low, g.high = min(g.low, s.Score), max(g.high, s.Score)
		d := s.Score - c.mean
		c.mean += d / float64(c.n)
		c.squares += d * (s.Score - c.mean)
	}
	for i := range items {
		row := all[i*variants : (i+1)*variants]
		if slices.ContainsFunc(row, func(c cell) bool { return c.n == 0 }) {
			g.dropped++
			continue
		}
		g.repeats = g.repeats || slices.ContainsFunc(row, func(c cell) bool { return c.n > 1 })
		g.cells = append(g.cells, row)
	}
	if len(g.cells) == 0 {
		return nil, "no item has a score under every variant"
	}
	return g, ""
}

func (g *crossed) perItem(f func(row []cell) float64) []float64 {
	out := make([]float64, len(g.cells))
	for i, row := range g.cells {
		out[i] = f(row)
	}
	return out
}

func cellMeans(row []cell) []float64 {
	out := make([]float64, len(row))
	for i := range row {
		out[i] = row[i].mean
	}
	return out
}

// within returns the variance of repeats, with its degrees of freedom.
func (g *crossed) within(items []int) (variance float64, df int) {
	for _, i := range items {
		for _, c := range g.cells[i] {
			variance += c.squares
			df += c.n - 1
		}
	}
	if df > 0 {
		variance /= float64(df)
	}
	return variance, df
}

// noise is the difference between two means of repeats that one can expect where
// the variants are all the same and repeats vary normally: √(2/π) times its standard
// deviation.
func (g *crossed) noise() Estimate {
	items := g.all()
	variance, df := g.within(items)
	if df == 0 {
		return Undefined("no item has two scores under one variant: what repeats alone would give is not known")
	}
	sum := 0.0
	for _, i := range items {
		for a := range g.cells[i] {
			for b := range a {
				sum += math.Sqrt(variance * (1/float64(g.cells[i][a].n) + 1/float64(g.cells[i][b].n)))
			}
		}
	}
	pairs := float64(len(items)*g.variants*(g.variants-1)) / 2
	return finite(Estimate{Value: math.Sqrt(2/math.Pi) * sum / pairs, N: df, NoInterval: "it is a yardstick, computed from the variance of repeats"})
}

func (g *crossed) all() []int {
	out := make([]int, len(g.cells))
	for i := range out {
		out[i] = i
	}
	return out
}

// anova returns the estimates of the variance components over some items, by
// equating mean squares with what they are expected to be. Without repeats, what
// belongs to item × prompt and to repeats cannot be told apart and is in the former.
func (g *crossed) anova(items []int, byItem, byVariant []float64) (raw [parts]float64, ok bool) {
	n, v := float64(len(items)), float64(g.variants)
	if len(items) < 2 {
		return raw, false
	}
	grand, inverse := 0.0, 0.0
	clear(byVariant)
	for at, i := range items {
		byItem[at] = 0
		for j, c := range g.cells[i] {
			byItem[at] += c.mean / v
			byVariant[j] += c.mean / n
			grand += c.mean / (n * v)
			inverse += 1 / float64(c.n) / (n * v)
		}
	}
	var ssItem, ssVariant, ssBoth float64
	for _, m := range byItem[:len(items)] {
		ssItem += v * (m - grand) * (m - grand)
	}
	for _, m := range byVariant {
		ssVariant += n * (m - grand) * (m - grand)
	}
	for at, i := range items {
		for j, c := range g.cells[i] {
			d := c.mean - byItem[at] - byVariant[j] + grand
			ssBoth += d * d
		}
	}
	msItem, msVariant, msBoth := ssItem/(n-1), ssVariant/(v-1), ssBoth/((n-1)*(v-1))
	within, _ := g.within(items)
	raw[partPrompt] = (msVariant - msBoth) / n
	raw[partItem] = (msItem - msBoth) / v
	raw[partBoth] = msBoth - within*inverse
	raw[partRepeat] = within
	return raw, true
}

// shares returns what each component is of their sum, those below 0 being 0.
func shares(raw [parts]float64) (out [parts]float64, ok bool) {
	sum := 0.0
	for i, v := range raw {
		out[i] = max(0, v)
		sum += out[i]
	}
	if !(sum > 0) {
		return out, false
	}
	for i := range out {
		out[i] /= sum
	}
	return out, true
}

func (s *Sensitivity) components(g *crossed, o CompareOptions) {
	names := [parts]string{"prompt", "item", "item × prompt", "repeat"}
	if !g.repeats {
		names[partBoth] = "item × prompt, and repeat"
	}
	raw, ok := g.anova(g.all(), make([]float64, len(g.cells)), make([]float64, g.variants))
	if !ok {
		s.Caveats = append(s.Caveats, "the variance of one item alone cannot be shared out")
		return
	}
	share, some := shares(raw)
	some = some && g.low < g.high
	draws := make([]*Resampled, parts)
	if some && len(g.cells) >= leastItems {
		all := g.shareDraws(o)
		for i := range all {
			draws[i] = &all[i]
		}
	}
	for i, name := range names {
		if i == partRepeat && !g.repeats {
			continue
		}
		c := Component{Name: name, Variance: max(0, raw[i]), Raw: raw[i]}
		if !some {
			c.Variance, c.Raw = 0, 0 // not what rounding left of it
			c.Share = Undefined("all scores are the same: there is no variance to share out")
		} else {
			c.Share = g.shareInterval(share[i], draws[i], o.Level)
		}
		if raw[i] < 0 && some {
			s.Caveats = append(s.Caveats, fmt.Sprintf("the estimate for %s came out below 0 (%.2g), which happens where it is small against the noise; it counts as 0", name, raw[i]))
		}
		s.Parts = append(s.Parts, c)
	}
	if !g.repeats {
		s.Caveats = append(s.Caveats, "without repeats, what varies from one asking to the next is counted as item × prompt")
	}
}

// leastItems is from how many items a bootstrap over them gives the shares an
// interval.
const leastItems = 30

// shareDraws resamples items, for all shares at once.
func (g *crossed) shareDraws(o CompareOptions) []Resampled {
	return bootstrapMany(len(g.cells), o.Resamples, int(parts), o.Seed, func() func([]int, []float64) {
		byItem, byVariant := make([]float64, len(g.cells)), make([]float64, g.variants)
		return func(items []int, out []float64) {
			raw, ok := g.anova(items, byItem, byVariant)
			share, some := shares(raw)
			for i, v := range share {
				if !ok || !some {
					v = math.NaN()
				}
				out[i] = v
			}
		}
	})
}

// shareInterval is a share with its interval; draws is nil where there are too few
// items for one.
func (g *crossed) shareInterval(value float64, draws *Resampled, level float64) Estimate {
	e := Estimate{Value: value, N: len(g.cells)}
	switch {
	case draws == nil:
		e.NoInterval = fmt.Sprintf("%d items are too few to resample for a share of variance; %d are the least", len(g.cells), leastItems)
		return e
	case value == 0:
		e.NoInterval = "the estimate is at the bound of what is possible"
		return e
	}
	b := draws.BCa(level)
	if b.Interval == nil {
		b = draws.Percentile(level)
	}
	b.Value = value
	return b
}
