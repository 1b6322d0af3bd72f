package fidelity

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// property says how a property is written.
type property struct {
	figure, name, unit string // "words a row"
	of                 measure.Unit
	english            bool
}

func propertyList() [properties]property {
	return [properties]property{
		{"profile", "words a row", "words", measure.Length, false},
		{"profile.word-length", "letters a word", "letters", measure.Ratio, false},
		{"profile.sentence-length", "words a sentence", "words", measure.Length, false},
		{"profile.punctuation", "punctuation marks for 100 words", "marks", measure.Ratio, false},
		{"profile.reading-ease", "reading ease (Flesch)", "points", measure.Ratio, true},
		{"profile.grade", "grade (Flesch–Kincaid)", "years", measure.Ratio, true},
	}
}

// view is a sample, taken apart.
type view struct {
	n       []int64
	rows    []written
	all     bool
	values  [properties][]float64
	at      [properties][]int64 // rows of the values
	english bool
	words   int
}

// englishShare is the share of function words from which a text counts as English.
const englishShare = .25

func (p *profiled) view() *view {
	v := &view{all: p.sample.All()}
	v.n, v.rows = p.sample.Rows()
	function := 0
	for i := range v.rows {
		w := &v.rows[i]
		v.words += w.running
		function += w.function
		for k := range v.values {
			if k == wordsARow || w.running > 0 {
				v.values[k] = append(v.values[k], w.value[k])
				v.at[k] = append(v.at[k], v.n[i])
			}
		}
	}
	v.english = v.words > 0 && float64(function) >= englishShare*float64(v.words)
	return v
}

// profileView is both sides.
type profileView struct {
	setup     *measure.Setup
	data, ref *view // ref is nil without a reference
	auc       [properties]stats.Estimate
	q         [properties]float64
}

func (p *profiled) Report(ctx context.Context) ([]measure.Finding, error) {
	v := &profileView{setup: p.setup, data: p.view()}
	if len(v.data.rows) == 0 {
		return nil, measure.Cannot("", "no row of the data has a text")
	}
	if p.against != nil {
		if v.ref = p.against.view(); len(v.ref.rows) == 0 {
			v.ref = nil
		}
	}
	v.compare()
	var out []measure.Finding
	for k := range properties {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out = append(out, v.finding(k))
	}
	out = append(out, v.vocabulary())
	out[0].Tables = []measure.Table{v.table()}
	return out, nil
}

// compare tests all properties.
func (v *profileView) compare() {
	if v.ref == nil {
		return
	}
	p := make([]float64, properties)
	for k := range properties {
		v.auc[k] = stats.ProbabilityAbove(v.data.values[k], v.ref.values[k], v.setup.Level)
		p[k] = stats.RankSum(v.data.values[k], v.ref.values[k])
	}
	copy(v.q[:], stats.BenjaminiHochberg(p))
}

func (v *profileView) caveat(extra string) string {
	c := extra
	if !v.data.all || v.ref != nil && !v.ref.all {
		c += fmt.Sprintf(" Rests on random samples of at most %s of each side.", prose.Rows(profileRows))
	}
	return c
}

func (v *profileView) finding(k int) measure.Finding {
	p := propertyList()[k]
	f := measure.Finding{Figure: p.figure, Severity: measure.Plain, Unit: p.of, Census: v.data.all}
	f.Caveat = v.caveat("A mean hides the spread: look at the curves.")
	if p.english {
		f.Caveat = v.caveat("A formula of syllables and sentence lengths for English prose; it knows nothing of sense.")
	}
	switch {
	case len(v.data.values[k]) == 0:
		f.Estimate = stats.Undefined("no row of the data has words")
	case p.english && !v.data.english:
		f.Estimate = stats.Undefined("the texts do not read as English: too few of their words are its commonest")
	default:
		f.Estimate = stats.Mean(v.data.values[k], v.setup.Level)
	}
	if !f.Estimate.Defined() {
		f.Says = fmt.Sprintf("%s: not defined, since %s", p.name, f.Estimate.Undefined)
		return f
	}
	f.Says = fmt.Sprintf("%s on average, over %s", p.say(f.Estimate), prose.Rows(len(v.data.values[k])))
	f.Plots = []measure.Plot{v.densities(k)}
	if v.ref == nil || len(v.ref.values[k]) == 0 || p.english && !v.ref.english {
		return f
	}
	f.Compared = fmt.Sprintf("%s of the reference", prose.Rows(len(v.ref.values[k])))
	difference := stats.MeanDifference(v.data.values[k], v.ref.values[k], v.setup.Level)
	refMean, _ := stats.MeanVariance(v.ref.values[k])
	f.Says += fmt.Sprintf("; in the reference %s, a difference of %s", prose.Decimal(refMean), prose.Figure(difference))
	if f.Severity = v.severity(k); f.Severity != measure.Plain {
		f.Says += fmt.Sprintf("; a data row has more than a reference row with probability %s", prose.Figure(v.auc[k]))
		f.Evidence = v.farthest(k)
	}
	return f
}

// say writes a mean with what it is of.
func (p property) say(e stats.Estimate) string {
	if p.english {
		return p.name + " " + prose.Figure(e)
	}
	return prose.Figure(e) + " " + p.name
}

func (v *profileView) severity(k int) measure.Severity {
	a := v.auc[k]
	if !a.Defined() || min(len(v.data.values[k]), len(v.ref.values[k])) < fewestCut {
		return measure.Plain
	}
	low, high := a.Value, a.Value
	if a.Interval != nil {
		low, high = a.Interval.Low, a.Interval.High
	}
	near := math.Max(low-.5, .5-high) // how far all of the interval is from .5
	switch {
	case v.q[k] < .001 && near > .3:
		return measure.Serious
	case v.q[k] < .01 && near > .15:
		return measure.Notable
	}
	return measure.Plain
}

// farthest are the data rows that are farthest from the reference's median, on the
// side to which the data leans.
func (v *profileView) farthest(k int) []measure.Evidence {
	sign := 1.0
	if v.auc[k].Value < .5 {
		sign = -1
	}
	order := make([]int, len(v.data.values[k]))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(sign*v.data.values[k][b], sign*v.data.values[k][a])
	})
	p := propertyList()[k]
	var out []measure.Evidence
	for _, i := range order[:min(len(order), 5)] {
		out = append(out, measure.Evidence{
			Note: fmt.Sprintf("%s: %s", p.name, prose.Decimal(v.data.values[k][i])),
			Rows: []measure.RowRef{{Part: measure.Data, N: v.data.at[k][i]}},
		})
	}
	return out
}

func (v *profileView) table() measure.Table {
	t := measure.Table{Title: "Profile", Columns: []string{"property", "data"}}
	if v.ref != nil {
		t.Columns = append(t.Columns, "reference", "difference", "P(data > reference)", "q")
	}
	for k, p := range propertyList() {
		if len(v.data.values[k]) == 0 || p.english && !v.data.english {
			continue
		}
		row := []string{p.name, prose.Figure(stats.Mean(v.data.values[k], v.setup.Level))}
		if v.ref != nil {
			cells := []string{"none", "", "", ""}
			if len(v.ref.values[k]) > 0 && (!p.english || v.ref.english) {
				cells = []string{
					prose.Figure(stats.Mean(v.ref.values[k], v.setup.Level)),
					prose.Figure(stats.MeanDifference(v.data.values[k], v.ref.values[k], v.setup.Level)), prose.Figure(v.auc[k]), prose.PValue(v.q[k]),
				}
			}
			row = append(row, cells...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// densities draws a property of both sides.
func (v *profileView) densities(k int) measure.Plot {
	p := propertyList()[k]
	plot := measure.Plot{Title: p.name, XLabel: p.name, YLabel: "density"}
	sides := []*view{v.data}
	if v.ref != nil && len(v.ref.values[k]) > 0 {
		sides = append(sides, v.ref)
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, s := range sides {
		sorted := slices.Sorted(slices.Values(s.values[k]))
		low, high = math.Min(low, stats.Quantile(sorted, .005)), math.Max(high, stats.Quantile(sorted, .995))
	}
	if !(high > low) {
		low, high = low-1, high+1
	}
	for i, s := range sides {
		x, y := density(s.values[k], low, high)
		plot.Curves = append(plot.Curves, measure.Curve{Name: []string{"data", "reference"}[i], X: x, Y: y, Area: true})
	}
	return plot
}

// density is a Gaussian kernel density with Silverman's bandwidth (1986, eq. 3.31),
// at 64 points.
func density(values []float64, low, high float64) (x, y []float64) {
	const points = 64
	sorted := slices.Sorted(slices.Values(values))
	_, variance := stats.MeanVariance(sorted)
	spread := math.Sqrt(variance)
	if iqr := (stats.Quantile(sorted, .75) - stats.Quantile(sorted, .25)) / 1.34; iqr > 0 {
		spread = math.Min(spread, iqr)
	}
	h := .9 * spread * math.Pow(float64(len(sorted)), -.2)
	h = math.Max(h, (high-low)/points)
	for i := range points {
		at := low + (high-low)*float64(i)/(points-1)
		from, _ := slices.BinarySearch(sorted, at-5*h)
		sum := 0.0
		for _, v := range sorted[from:] {
			if v > at+5*h {
				break
			}
			z := (v - at) / h
			sum += math.Exp(-z * z / 2)
		}
		x, y = append(x, at), append(y, sum/(float64(len(sorted))*h*math.Sqrt(2*math.Pi)))
	}
	return x, y
}

// vocabulary counts different words in lots of the same number of running words.
func (v *profileView) vocabulary() measure.Finding {
	f := measure.Finding{
		Figure: "profile.vocabulary", Severity: measure.Plain, Unit: measure.Count, Census: v.data.all,
		Caveat: v.caveat("Depends on how many words are looked at, which is why it is counted in lots of the same size; words of one row hang together, lots do not."),
	}
	sides := []*view{v.data}
	if v.ref != nil {
		sides = append(sides, v.ref)
	}
	size := lotWords
	for _, s := range sides {
		kept := 0
		for i := range s.rows {
			kept += len(s.rows[i].words)
		}
		size = min(size, kept/(lots+lots/2))
	}
	var found [2][]float64
	for i, s := range sides {
		found[i] = s.lots(size, v.setup.Seed)
	}
	if size < 20 || len(found[0]) < 5 || v.ref != nil && len(found[1]) < 5 {
		f.Estimate = stats.Undefined("there are too few words for lots of 20 and more")
		f.Says = "different words: not defined, since " + f.Estimate.Undefined
		return f
	}
	f.Estimate = stats.Mean(found[0], v.setup.Level)
	f.Says = fmt.Sprintf("%s different words in %s running ones, over %s of rows", prose.Figure(f.Estimate), prose.Count(size), prose.Plural(len(found[0]), "lot", "lots"))
	if v.ref == nil {
		return f
	}
	difference := stats.MeanDifference(found[0], found[1], v.setup.Level)
	refMean, _ := stats.MeanVariance(found[1])
	f.Compared = fmt.Sprintf("%s of %s words of the reference", prose.Plural(len(found[1]), "lot", "lots"), prose.Count(size))
	f.Says += fmt.Sprintf("; in as many of the reference %s, a difference of %s", prose.Decimal(refMean), prose.Figure(difference))
	if i := difference.Interval; i != nil && refMean > 0 && math.Max(i.Low, -i.High) > .1*refMean {
		f.Severity = measure.Notable
	}
	return f
}

// lots counts the different words of each lot; a row is in one lot alone.
func (s *view) lots(size int, seed uint64) []float64 {
	if size < 1 {
		return nil
	}
	order := make([]int, len(s.n))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) uint64 { return mixed(uint64(s.n[i]) ^ mixed(seed+11)) }
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), a-b) })
	var out []float64
	seen, left := map[uint32]bool{}, size
	for _, i := range order {
		for _, w := range s.rows[i].words {
			seen[w] = true
			if left--; left == 0 {
				break
			}
		}
		if left == 0 {
			out = append(out, float64(len(seen)))
			clear(seen)
			left = size
			if len(out) == lots {
				break
			}
		}
	}
	return out
}
