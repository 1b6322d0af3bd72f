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
		c, err := cluster(t.Context(), setOf(texts), threshold, true)
		if err != nil {
			t.Fatal(err)
		}
		want := brute(texts, threshold)
		if !c.all || c.alone > 0 || c.parted {
			t.Fatal("few rows, and not all pairs")
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

// However few comparisons it may take, the join makes only true pairs, and the rows
// that have a partner without being known to are among those it says may have one.
func TestBoundedJoinIsHonest(t *testing.T) {
	gaveUp := false
	property := func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		words := rapid.SampledFrom([]int{2, 3, 4, 5, 8}).Draw(t, "words")
		var texts []string
		for range rapid.IntRange(50, 600).Draw(t, "rows") {
			w := make([]string, 5+rng.IntN(12))
			for i := range w {
				w[i] = fmt.Sprint("x", rng.IntN(words))
			}
			texts = append(texts, strings.Join(w, " "))
		}
		want := brute(texts, .7)
		up := make([]int32, len(texts))
		for i := range up {
			up[i] = int32(i)
		}
		for p := range want {
			unite(up, int32(p[0]), int32(p[1]))
		}
		truly := gather(up)
		c, err := cluster(t.Context(), boundedSet(bounds{mostRows, mostGrams, mostText, 0}, texts), .7, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, rows := range c.near {
			for _, i := range rows {
				if find(up, i) != find(up, rows[0]) {
					t.Fatalf("rows %d and %d are in no cluster", rows[0], i)
				}
			}
		}
		if found, all := rowsIn(c.near), rowsIn(truly); found > all || found+c.alone < all {
			t.Fatalf("%d rows and at most %d more, truly %d", found, c.alone, all)
		}
		gaveUp = gaveUp || c.parted
		if !c.parted && fmt.Sprint(c.near) != fmt.Sprint(truly) {
			t.Fatalf("clusters %v, truly %v", c.near, truly)
		}
	}
	for range 5 { // few draws make it give up, and a hundred may hold none
		rapid.Check(t, property)
		if gaveUp {
			return
		}
	}
	t.Error("it never gave up")
}

// templated makes rows of one template, in which few words differ.
func templated(rows int) map[string][]string {
	out := map[string][]string{}
	rng := rand.New(rand.NewPCG(4, 4))
	any := func(n int) string { return fmt.Sprint("v", rng.IntN(n)) }
	for i := range rows {
		for kind, text := range map[string]string{
			"number": fmt.Sprintf("Write a hint for question %d: read the problem once more, say which quantities are known and which one is asked for, and think about which operation takes you from the one to the other.", i),
			"slots": "Write a hint for question " + any(1000) + ": " + any(100) + " has " + any(100) + " " + any(110) + ". Read the problem once more, say which quantities are known and which one is " +
				"asked for, and think about which operation takes you from the one to the other before you write down the answer in full.",
			"no two near": any(100) + " has " + any(100) + " " + any(110) + " and gives " + any(1000) + " " + any(110) + " to " + any(100) + " and " + any(100) + ", who then find " + any(110) +
				" near " + any(100) + ". Read the problem once more, and think about which operation takes you from the one to the other.",
		} {
			out[kind] = append(out[kind], text)
		}
	}
	return out
}

// Rows of one template are 200 million pairs; what is compared and kept follows the
// rows.
func TestTemplatedRowsTakeLinearWork(t *testing.T) {
	const rows = 20_000
	for kind, texts := range templated(rows) {
		c, err := cluster(t.Context(), setOf(texts), .7, false)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d comparisons, %d pairs kept, %d clusters", kind, c.compared, len(c.pairs), len(c.near))
		if c.compared > 60*rows || len(c.pairs) > keptPairs*leastRows {
			t.Errorf("%s: %d comparisons, %d pairs kept", kind, c.compared, len(c.pairs))
		}
		if c.alone > 0 || c.parted {
			t.Errorf("%s: %d rows may have a partner; clusters may be one: %v", kind, c.alone, c.parted)
		}
		switch {
		case kind == "no two near" && len(c.near) > 0, kind != "no two near" && (len(c.near) != 1 || len(c.near[0]) != rows):
			t.Errorf("%s: %d clusters", kind, len(c.near))
		}
	}
}

// What is told of rows of one template does not say more than is known.
func TestTemplatedRowsAreTold(t *testing.T) {
	texts := templated(3000)["number"]
	r := measuretest.Run(t, Duplicates(), textCase(texts), 2)
	f := of(t, r, "duplicates")
	if f.Estimate.Value != 1 || strings.Contains(f.Caveat, "bound") || len(f.Plots) > 0 {
		t.Errorf("%s: %s", f.Says, f.Caveat)
	}
	d := &duplicateRows{set: setOf(texts), threshold: .7}
	c := &clustering{set: d.set, alone: 30, parted: true}
	if s := d.caveat("duplicates", c); !strings.Contains(s, "30 rows that nothing like was found for") || !strings.Contains(s, "1.0 % an upper one") || !strings.Contains(s, "two of them may be one") {
		t.Error(s)
	}
}

// Rows that share their rarest runs and are near to few of them.
func TestManyAlike(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var texts []string
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
		for _, every := range []bool{true, false} {
			c, err := cluster(t.Context(), boundedSet(limit, texts), .7, every)
			if err != nil {
				t.Fatal(err)
			}
			found := rowsIn(c.near)
			t.Logf("%d rows may have a partner; %d of %d rows that have one; parted %v, %d pairs kept", c.alone, found, len(truly), c.parted, len(c.pairs))
			if found > len(truly) || float64(found) < .97*float64(len(truly)) || found+c.alone < len(truly) {
				t.Errorf("%d of %d rows, %d may have a partner", found, len(truly), c.alone)
			}
			if limit.comparisons > 0 && (c.alone > 0 || c.parted) {
				t.Errorf("gave up: %d, %v", c.alone, c.parted)
			}
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
