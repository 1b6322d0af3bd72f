package redundancy

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
	"seedbed.dev/seedbed/internal/stats"
	"seedbed.dev/seedbed/internal/text"
)

func TestDuplicatesConform(t *testing.T) {
	c := textCase(corpus(1, 400, 8))
	c.Data = append(c.Data, measuretest.Texts("The same words, twice over.", "the same words twice over", "...", "")...)
	measuretest.Test(t, Duplicates(), c)
	c.Reference = measuretest.Texts(corpus(2, 300, 30)...)
	measuretest.Test(t, Duplicates(), c)
	t.Run("bounded", func(t *testing.T) {
		measuretest.Test(t, duplicates{bounds{rows: 100, grams: 4000, text: 3000, comparisons: 1}}, c)
	})
}

// Hand-counted: eight words have six runs of three; a changed last word leaves five
// of them: J = 5/7 = .714; a changed middle one three: J = 3/9.
func TestDuplicatesByHand(t *testing.T) {
	c := textCase([]string{
		"one two three four five six seven eight",
		"one two three four five six seven NINE",
		"one two three four 5 six seven eight",
		"One, two, three: four. Five six seven eight!",
		"something else altogether is said in this row",
	})
	r := measuretest.Run(t, Duplicates(), c, 2)
	near, rest, exact := of(t, r, "duplicates"), of(t, r, "duplicates.near"), of(t, r, "duplicates.exact")
	if near.Estimate.Value != .6 || rest.Estimate.Value != .4 || exact.Estimate.Value != .4 {
		t.Errorf("shares %v, %v, %v", near.Estimate.Value, rest.Estimate.Value, exact.Estimate.Value)
	}
	if !strings.HasSuffix(near.Says, "of 5 rows are near-duplicates of another, exact ones included: 3 rows in 1 cluster") {
		t.Errorf("says %q", near.Says)
	}
	ev := near.Evidence[0]
	var got []string
	for _, row := range ev.Rows {
		for _, m := range row.Marks {
			got = append(got, fmt.Sprint(row.N, row.Text[m.From:m.To]))
		}
	}
	if want := []string{"0eight", "1NINE"}; !slices.Equal(got, want) || len(ev.Rows) != 3 {
		t.Errorf("marks %q in %d rows", got, len(ev.Rows))
	}
	if ev.Note != "3 rows, Jaccard .71 to 1.00 with the first" {
		t.Errorf("note %q", ev.Note)
	}
}

func TestThreshold(t *testing.T) {
	c := textCase([]string{"one two three four five six seven eight", "one two three four five six seven nine"})
	for v, want := range map[any]float64{.7: 1, "0.72": 0, int64(1): 0} {
		c.Setup.Options = map[string]any{"duplicates.threshold": v}
		if got := of(t, measuretest.Run(t, Duplicates(), c, 1), "duplicates").Estimate.Value; got != want {
			t.Errorf("at %v: %v", v, got)
		}
	}
	c.Setup.Options = map[string]any{"duplicates.threshold": .1}
	r := measuretest.Run(t, Duplicates(), c, 1)
	if len(r.NotMeasured) != 1 || !strings.Contains(r.NotMeasured[0].Why, "0.5 to 1") {
		t.Errorf("%+v", r.NotMeasured)
	}
}

// setOf makes a settled rowSet.
func setOf(texts []string) *rowSet {
	return boundedSet(fullBounds, texts)
}

func boundedSet(limit bounds, texts []string) *rowSet {
	s := newRowSet(limit)
	for i, x := range texts {
		s.add(&measure.Row{N: int64(i), Text: x, Tokens: measure.NewTokens(x)})
	}
	s.settle()
	return s
}

// brute compares every pair, by strings and maps: nothing of the join.
func brute(texts []string, t float64) map[[2]int64]float64 {
	grams := func(s string) map[string]bool {
		w := strings.Fields(s)
		out := map[string]bool{}
		for i := 0; i+3 <= len(w); i++ {
			out[strings.Join(w[i:i+3], " ")] = true
		}
		if len(out) == 0 && len(w) > 0 {
			out[s] = true
		}
		return out
	}
	var sets []map[string]bool
	for _, s := range texts {
		sets = append(sets, grams(s))
	}
	out := map[[2]int64]float64{}
	for i, a := range sets {
		for k, b := range sets[:i] {
			both := 0
			for g := range a {
				if b[g] {
					both++
				}
			}
			if j := float64(both) / float64(max(1, len(a)+len(b)-both)); j >= t-1e-12 {
				out[[2]int64{int64(k), int64(i)}] = j
			}
		}
	}
	return out
}

// The join finds what comparing every pair finds, no more and no less.
func TestJoinIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		threshold := rapid.SampledFrom([]float64{.5, .6, .7, .8, .9, 1}).Draw(t, "threshold")
		words := rapid.SampledFrom([]int{2, 4, 30, 1000}).Draw(t, "words")
		var texts []string
		for range rapid.IntRange(1, 60).Draw(t, "rows") {
			w := make([]string, 1+rng.IntN(30))
			for i := range w {
				w[i] = fmt.Sprint("x", rng.IntN(words))
			}
			texts = append(texts, strings.Join(w, " "))
			for rng.IntN(2) == 0 {
				w[rng.IntN(len(w))] = fmt.Sprint("x", rng.IntN(words))
				texts = append(texts, strings.Join(w, " "))
			}
		}
		c, err := cluster(t.Context(), setOf(texts), threshold)
		if err != nil {
			t.Fatal(err)
		}
		want := brute(texts, threshold)
		if c.hard > 0 {
			return
		}
		got := c.allOf()
		for _, p := range got {
			if j, ok := want[[2]int64{p.A, p.B}]; !ok || math.Abs(j-p.Jaccard) > 1e-12 {
				t.Fatalf("pair %+v, truly %v", p, j)
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d pairs of %d", len(got), len(want))
		}
		up := make([]int32, len(texts))
		for i := range up {
			up[i] = int32(i)
		}
		for p := range want {
			unite(up, int32(p[0]), int32(p[1]))
		}
		if a, b := fmt.Sprint(gather(up)), fmt.Sprint(c.near); a != b {
			t.Fatalf("clusters %s, truly %s", b, a)
		}
	})
}

// Rows of one template: all near one another, a million pairs and one cluster; and
// rows that share their rarest runs and are not near.
func TestManyAlike(t *testing.T) {
	var texts []string
	for i := range 3000 {
		texts = append(texts, fmt.Sprintf("dear customer %d we thank you for the order that you placed with us and hope to see you again", i))
	}
	c, err := cluster(t.Context(), setOf(texts), .7)
	if err != nil || len(c.near) != 1 || len(c.near[0]) != 3000 {
		t.Errorf("%d clusters, %v", len(c.near), err)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	texts = texts[:0]
	for range 3000 {
		w := make([]string, 12)
		for i := range w {
			w[i] = []string{"a", "b"}[rng.IntN(2)]
		}
		texts = append(texts, strings.Join(w, " "))
	}
	truly := map[int64]bool{}
	for p := range brute(texts, .7) {
		truly[p[0]], truly[p[1]] = true, true
	}
	for _, limit := range []bounds{fullBounds, {mostRows, mostGrams, mostText, 0}} {
		if c, err = cluster(t.Context(), boundedSet(limit, texts), .7); err != nil {
			t.Fatal(err)
		}
		found := rowsIn(c.near)
		t.Logf("%d hard rows; %d of %d rows that have a partner", c.hard, found, len(truly))
		if found > len(truly) || float64(found) < .97*float64(len(truly)) || c.hard == 0 && found < len(truly) || (c.hard > 0) != (limit.comparisons == 0) {
			t.Errorf("%d of %d rows, %d hard", found, len(truly), c.hard)
		}
	}
}

// The interval covers the share that the process would give, where rows are drawn
// from kinds of very unequal frequencies and two of a kind are duplicates.
func TestClusteredShareCovers(t *testing.T) {
	for _, c := range []struct {
		n, kinds int
		skew     float64
	}{{500, 20000, 0}, {2000, 200_000, 0}, {300, 3000, 0}, {1000, 3000, 0}, {500, 100_000, 1}, {2000, 300_000, 1}} {
		weights := make([]float64, c.kinds)
		sum := 0.0
		for i := range weights {
			weights[i] = math.Pow(float64(i+3), -c.skew)
			sum += weights[i]
		}
		cumulative, at := make([]float64, c.kinds), 0.0
		truth := 0.0
		for i, w := range weights {
			at += w / sum
			cumulative[i] = at
			truth += w / sum * -math.Expm1(float64(c.n-1)*math.Log1p(-w/sum))
		}
		rng := rand.New(rand.NewPCG(uint64(c.n), uint64(c.kinds)))
		covered, draws := 0, 400
		for range draws {
			counts := map[int][]int32{}
			for i := range c.n {
				k, _ := slices.BinarySearch(cumulative, rng.Float64())
				counts[k] = append(counts[k], int32(i))
			}
			var clusters [][]int32
			for _, rows := range counts {
				if len(rows) > 1 {
					clusters = append(clusters, rows)
				}
			}
			e := clusteredShare(clusters, c.n, .95)
			if e.Interval.Low <= truth && truth <= e.Interval.High {
				covered++
			}
		}
		t.Logf("n = %d, %d kinds, skew %v: true share %.4f, covered %.3f", c.n, c.kinds, c.skew, truth, float64(covered)/float64(draws))
		if share := float64(covered) / float64(draws); share < .92 {
			t.Errorf("covered %.3f", share)
		}
	}
}

// A sample by content keeps exact duplicates together, and its share of them is
// that of all rows.
func TestSampleByContent(t *testing.T) {
	texts := corpus(5, 6000, 0)
	texts = append(texts, texts[:1200]...)
	r := measuretest.Run(t, duplicates{bounds{1000, 1 << 20, 1 << 20, comparisons}}, textCase(texts), 3)
	f := of(t, r, "duplicates.exact")
	if math.Abs(f.Estimate.Value-2400./7200) > .06 || f.Census || f.Estimate.N > 1000 || f.Estimate.N < 450 {
		t.Errorf("%+v, census %v", f.Estimate, f.Census)
	}
	if near := of(t, r, "duplicates"); !strings.Contains(near.Caveat, "lower bound") {
		t.Errorf("caveat %q", near.Caveat)
	}
}

// The quick way to the hash of normal words is that of the Shingler.
func TestHash(t *testing.T) {
	alphabet := []rune("aB9 -.,_\t\x00é’'ﬁ")
	rapid.Check(t, func(t *rapid.T) {
		x := string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 20).Draw(t, "text"))
		var sh text.Shingler
		tk := measure.NewTokens(x)
		if len(tk.Words()) == 0 {
			return
		}
		if got, want := newRowSet(fullBounds).hash(&measure.Row{Text: x, Tokens: tk}), sh.Hash(x); got != want {
			t.Fatalf("%q: another hash than that of %q", x, text.NormalizeWords(x))
		}
	})
}

func TestDiffering(t *testing.T) {
	words := func(s string) (out []uint64) {
		for _, w := range strings.Fields(s) {
			out = append(out, measure.WordHash(w))
		}
		return out
	}
	for _, c := range []struct{ a, b, inA, inB string }{
		{"a b c d", "a x c d", "b", "x"},
		{"a b c", "a b c", "", ""},
		{"a b c", "a c", "b", ""},
		{"", "a", "", "a"},
		{"a b a b", "b a b a", "a", "a"},
	} {
		a, b := words(c.a), words(c.b)
		inA, inB := differing(a, b)
		pick := func(s string, in []bool) string {
			var out []string
			for i, w := range strings.Fields(s) {
				if in[i] {
					out = append(out, w)
				}
			}
			return strings.Join(out, " ")
		}
		if x, y := pick(c.a, inA), pick(c.b, inB); x != c.inA || y != c.inB {
			t.Errorf("%q and %q differ in %q and %q", c.a, c.b, x, y)
		}
	}
	a, b := make([]uint64, 4000), make([]uint64, 4000)
	for i := range a {
		a[i], b[3999-i] = uint64(i), uint64(i)
	}
	b[10] = 1 << 60
	if inA, inB := differing(a, b); slices.Index(inB, true) != 10 || slices.Index(inA, true) != 3989 {
		t.Error("long texts are not compared as bags")
	}
}

func TestClusteredShareOfNone(t *testing.T) {
	e := clusteredShare(nil, 200, .95)
	if e.Value != 0 || e.Interval == nil || e.Interval.High < stats.Share(0, 100, .95).Interval.High-1e-12 {
		t.Errorf("%+v", e)
	}
}

func FuzzDuplicates(f *testing.F) {
	f.Add("a b c d\na b c e\n\x00\xff")
	f.Add(strings.Repeat("x ", 300) + "\n" + strings.Repeat("x ", 299))
	f.Fuzz(func(t *testing.T, s string) {
		texts := strings.Split(s, "\n")
		if len(texts) > 200 {
			return
		}
		r := measuretest.Run(t, Duplicates(), textCase(texts), 2)
		for _, n := range r.NotMeasured {
			if strings.Contains(n.Why, "went wrong") {
				t.Error(n.Why)
			}
		}
	})
}
