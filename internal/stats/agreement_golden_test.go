package stats

import (
	"math"
	"testing"
)

// grid makes Ratings of rows of items, one column a rater; 0 is missing, and
// other values are categories 1 to q.
func grid(t testing.TB, q int, rows ...[]int) *Ratings {
	t.Helper()
	var cells []Rating
	raters := 0
	for i, row := range rows {
		raters = max(raters, len(row))
		for j, v := range row {
			if v > 0 {
				cells = append(cells, Rating{i, j, v - 1})
			}
		}
	}
	values := make([]float64, q)
	for i := range values {
		values[i] = float64(i + 1)
	}
	r, err := NewRatings(len(rows), raters, values, cells)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// table2 makes Ratings of two raters from their contingency table.
func table2(t testing.TB, table [][]int) *Ratings {
	var rows [][]int
	for c, row := range table {
		for k, n := range row {
			for range n {
				rows = append(rows, []int{c + 1, k + 1})
			}
		}
	}
	return grid(t, len(table), rows...)
}

// exampleC is the reliability data of Krippendorff (2011), example C: 4 observers,
// 12 units, missing values. It is also cac.raw4raters of Gwet's R package irrCAC.
var exampleC = [][]int{
	{1, 1, 0, 1},
	{2, 2, 3, 2},
	{3, 3, 3, 3},
	{3, 3, 3, 3},
	{2, 2, 2, 2},
	{1, 2, 3, 4},
	{4, 4, 4, 4},
	{1, 1, 2, 1},
	{2, 2, 2, 2},
	{0, 5, 5, 5},
	{0, 0, 1, 1},
	{0, 0, 3, 0},
}

// evaluated returns the figures of ratings, without intervals.
func evaluated(r *Ratings, level Level, weights Weights) []float64 {
	p, w := r.byCount(), newWeighing(weights, r.values, level)
	out := make([]float64, countFigures)
	newCounts(p, w, newAlpha(p, r.values, level)).eval(p.freq, out)
	return out
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s = %.9f, want %.9f", what, got, want)
	}
}

func TestKrippendorffExampleC(t *testing.T) {
	r := grid(t, 5, exampleC...)
	for level, want := range map[Level]float64{
		LevelNominal: .743421, LevelOrdinal: .815388, LevelInterval: .849107, LevelRatio: .797403,
	} {
		near(t, string(level), evaluated(r, level, Unweighted)[figAlpha], want, 5e-7)
	}
}

// The values for exampleC are those of the vignette of irrCAC (Gwet, 2019), and of
// the tests of its port to Python.
func TestGwetExampleC(t *testing.T) {
	r := grid(t, 5, exampleC...)
	plain := evaluated(r, LevelNominal, Unweighted)
	near(t, "percent", plain[figPercent], .8181818, 5e-7)
	near(t, "Fleiss", plain[figFleiss], .76117, 5e-6)
	near(t, "AC1", plain[figAC1], .77544, 5e-6)
	near(t, "Randolph", plain[figRandolph], .7727273, 5e-7)
	near(t, "AC2 linear", evaluated(r, LevelOrdinal, LinearWeights)[figAC2], .859, 5e-4)
	quadratic := evaluated(r, LevelOrdinal, QuadraticWeights)
	near(t, "AC2 quadratic", quadratic[figAC2], .914, 5e-4)
	near(t, "weighted percent", quadratic[figWeighted], .975, 5e-4)
}

// abstractors is cont3x3abstractors of irrCAC.
var abstractors = [][]int{{13, 0, 0}, {0, 20, 7}, {0, 4, 56}}

func TestTwoRatersPublished(t *testing.T) {
	r := table2(t, abstractors)
	plain := evaluated(r, LevelNominal, Unweighted)
	near(t, "percent", plain[figPercent], .89, 1e-12)
	near(t, "AC1", plain[figAC1], .8493305, 5e-8)
	near(t, "Brennan-Prediger", plain[figRandolph], .835, 1e-12)
	near(t, "α", plain[figAlpha], .7972585, 5e-8)
	near(t, "Scott's π", plain[figFleiss], .7962397, 5e-8)
	near(t, "AC2 linear", evaluated(r, LevelOrdinal, LinearWeights)[figAC2], .900, 5e-4)
	near(t, "AC2 quadratic", evaluated(r, LevelOrdinal, QuadraticWeights)[figAC2], .940, 5e-4)
	for weights, want := range map[Weights]float64{Unweighted: .796, LinearWeights: .843, QuadraticWeights: .892} {
		near(t, "κ "+string(weights), cohen(r, LevelOrdinal, weights)[0], want, 5e-4)
	}
	near(t, "κ", cohen(r, LevelNominal, Unweighted)[0], .7964094, 5e-8)
	near(t, "κ", cohen(table2(t, [][]int{{20, 5}, {10, 15}}), LevelNominal, Unweighted)[0], .4, 1e-12)
}

func cohen(r *Ratings, level Level, weights Weights) []float64 {
	p := r.byRater()
	e := newPairs(p, newWeighing(weights, r.values, level), r.raters, 0)
	out := make([]float64, e.figures())
	e.eval(p.freq, out)
	return out
}

// Fleiss' classic table: 10 items, 14 raters, 5 categories.
func TestFleissPublished(t *testing.T) {
	var rows [][]int
	for _, counts := range [][]int{
		{0, 0, 0, 0, 14},
		{0, 2, 6, 4, 2},
		{0, 0, 3, 5, 6},
		{0, 3, 9, 2, 0},
		{2, 2, 8, 1, 1},
		{7, 7, 0, 0, 0},
		{3, 2, 6, 3, 0},
		{2, 5, 3, 2, 2},
		{6, 5, 2, 1, 0},
		{0, 2, 2, 3, 7},
	} {
		var row []int
		for c, n := range counts {
			for range n {
				row = append(row, c+1)
			}
		}
		rows = append(rows, row)
	}
	near(t, "Fleiss' κ", evaluated(grid(t, 5, rows...), LevelNominal, Unweighted)[figFleiss], .209931, 5e-7)
}
