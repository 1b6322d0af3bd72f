package fidelity

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"seedbed.dev/seedbed/internal/stats"
)

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s is %.9f, want %.9f", what, got, want)
	}
}

func points(dim int, x ...float32) *vectors {
	v := newVectors(len(x)/dim, dim)
	copy(v.x, x)
	v.measured()
	return v
}

// By the prdc package (clovaai), run on the same points.
func TestPRDCKnown(t *testing.T) {
	m := prdcOf(points(1, 0, 1, 2, 3, 10), points(1, .5, 2.2, 6, 20), 1)
	near(t, "precision", m.precise, .75, 0)
	near(t, "recall", m.recall, 1, 0)
	near(t, "density", m.density, 1.25, 0)
	near(t, "coverage", m.coverage, 1, 0)
}

// brute is prdcOf by its definition.
func brute(r, f *vectors, k int) (precision, recall, density, coverage float64) {
	radii := func(v *vectors) []float64 {
		out := make([]float64, v.n)
		for i := range v.n {
			out[i] = farther(v, i, k)
		}
		return out
	}
	rr, rf := radii(r), radii(f)
	for j := range f.n {
		in := 0
		for i := range r.n {
			if squaredDistance(r.row(i), f.row(j)) < rr[i] {
				in++
			}
		}
		density += float64(in)
		if in > 0 {
			precision++
		}
	}
	for i := range r.n {
		covered, recalled := false, false
		for j := range f.n {
			d := squaredDistance(r.row(i), f.row(j))
			covered, recalled = covered || d < rr[i], recalled || d < rf[j]
		}
		if covered {
			coverage++
		}
		if recalled {
			recall++
		}
	}
	n, m := float64(r.n), float64(f.n)
	return precision / m, recall / n, density / float64(k) / m, coverage / n
}

// It is exact, also with rows that are there many times, on lattices where ties
// abound, and far from the origin where float32 rounds hard.
func TestPRDCIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		dim, k := rapid.SampledFrom([]int{1, 3, 17, 64}).Draw(t, "dim"), rapid.IntRange(1, 6).Draw(t, "k")
		lattice, offset := rapid.Bool().Draw(t, "lattice"), rapid.SampledFrom([]float32{0, 1, 1000}).Draw(t, "offset")
		draw := func(n int) *vectors {
			v := newVectors(n, dim)
			for i := range v.x {
				if v.x[i] = float32(rng.NormFloat64()); lattice {
					v.x[i] = float32(rng.IntN(3))
				}
				v.x[i] += offset
			}
			for range n / 3 {
				copy(v.row(rng.IntN(n)), v.row(rng.IntN(n)))
			}
			v.measured()
			return v
		}
		r, f := draw(rapid.IntRange(k+1, 90).Draw(t, "n")), draw(rapid.IntRange(k+1, 90).Draw(t, "m"))
		m := prdcOf(r, f, k)
		p, rec, d, c := brute(r, f, k)
		if m.precise != p || m.recall != rec || math.Abs(m.density-d) > 1e-12 || m.coverage != c {
			t.Fatalf("%v %v %v %v, by definition %v %v %v %v", m.precise, m.recall, m.density, m.coverage, p, rec, d, c)
		}
	})
}

// Coverage of one distribution is as the lemma says.
func TestExpectedCoverage(t *testing.T) {
	sum := 0.0
	const draws, n, m, k = 300, 60, 40, 3
	rng := rand.New(rand.NewPCG(1, 1))
	for range draws {
		v := newVectors(n+m, 4)
		for i := range v.x {
			v.x[i] = float32(rng.NormFloat64())
		}
		v.measured()
		sum += prdcOf(v.slice(0, n), v.slice(n, n+m), k).coverage
	}
	near(t, "coverage", sum/draws, expectedCoverage(n, m, k), .01)
}

func TestMauveKnown(t *testing.T) {
	near(t, "overlap", overlap([]float64{.6, .4}, []float64{.4, .6}), .976826, 1e-6)
	near(t, "disjoint", overlap([]float64{1, 0}, []float64{0, 1}), .004072, 1e-6)
	near(t, "equal", overlap([]float64{.5, .3, .2}, []float64{.5, .3, .2}), 1, 1e-9)
}

// By their definitions: MMD² with γ = .5, and the energy distance.
func TestDistanceKnown(t *testing.T) {
	d2 := distances(points(2, 0, 0, 1, 0, 0, 1, 1, 1, 2, 2, 3, 2, 2, 3, 3, 4), 4)
	side := []float32{1, 1, 1, 1, 0, 0, 0, 0}
	k := d2.mapped(func(d float64) float64 { return math.Exp(-.5 * d) }).split(side)
	near(t, "MMD²", k.mmd2(), .791855, 1e-6)
	// With each row against itself: the V-statistic.
	near(t, "biased MMD²", (k.within+4)/16+(k.ref+4)/16-2*k.between/16, 1.069850, 1e-6)
	near(t, "energy distance", d2.mapped(math.Sqrt).split(side).energy(), 4.225854, 1e-6)
}

func TestPermutationsHoldTheirLevel(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	low := 0
	for trial := range 60 {
		v := newVectors(60, 5)
		for i := range v.x {
			v.x[i] = float32(rng.NormFloat64())
		}
		v.measured()
		far := distances(v, 30).mapped(math.Sqrt)
		s := setup()
		s.Seed = uint64(trial)
		a := &apart{comparison: &comparison{setup: &s}, kernel: far.mapped(func(d float64) float64 { return math.Exp(-d) })}
		a.permute(far)
		if a.energy.p <= .1 {
			low++
		}
	}
	if low > 14 {
		t.Errorf("p ≤ .1 in %d of 60 trials without a difference", low)
	}
}

func TestDivergencesKnown(t *testing.T) {
	p, q := []float64{.1, .2, .7}, []float64{.3, .3, .4}
	near(t, "PSI", psi(p, q), .428154, 1e-6)
	near(t, "KL", kl(p, q), .200777, 1e-6)
	near(t, "Jensen–Shannon", jensenShannon(p, q), .051912, 1e-6)
}

// Accuracy .56 of 200: exact, not normal.
func TestExactBinomialKnown(t *testing.T) {
	near(t, "p", stats.BinomialAbove(112, 200, .5), .0518, 5e-5)
}

func TestKolmogorov(t *testing.T) {
	near(t, "gap", kolmogorov([]float64{1, 2, 3, 4}, []float64{3, 4, 5, 6}), .5, 1e-12)
	near(t, "gap with ties", kolmogorov([]float64{1, 1, 1, 2}, []float64{1, 2, 2, 2}), .5, 1e-12)
	// Q(1.36) of Kolmogorov's distribution is .0495 (tables: .05 at 1.3581).
	n := 1_000_000_000
	near(t, "p", kolmogorovAbove(1.3581/math.Sqrt(float64(n)/2), n, n), .05, 1e-4)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) []float64 {
			return slices.Sorted(slices.Values(rapid.SliceOfN(rapid.Float64Range(-3, 3), 1, 40).Draw(t, name)))
		}
		x, y := draw("x"), draw("y")
		if d := kolmogorov(x, y); d < 0 || d > 1 || math.Abs(d-kolmogorov(y, x)) > 1e-12 || kolmogorov(x, x) != 0 {
			t.Fatalf("a gap of %v", d)
		}
	})
}

// "The cat sat on the mat.": 6 words, 1 sentence, 6 syllables.
func TestReadabilityByHand(t *testing.T) {
	e, g := flesch(6, 1, 6)
	near(t, "ease", e, 116.145, 1e-9)
	near(t, "grade", g, -1.45, 1e-9)
	for word, want := range map[string]int{
		"cat": 1, "the": 1, "make": 1, "table": 2, "reading": 2, "university": 5, "walked": 1, "wanted": 2, "houses": 2, "makes": 1, "idea": 2, "rhythm": 1, "beautiful": 3, "": 1, "日本": 1,
	} {
		if got := syllablesOf([]byte(word)); got != want {
			t.Errorf("%q has %d syllables, want %d", word, got, want)
		}
	}
	for text, want := range map[string][2]int{
		"One. Two! Three?":        {3, 3},
		"It costs 3.5, or not":    {2, 1},
		"a\nb\n\nc":               {0, 3},
		"Wait... what":            {3, 2},
		"":                        {0, 1},
		"see example.org (today)": {3, 1},
	} {
		marks, sentences := marksOf(text)
		if marks != want[0] || sentences != want[1] {
			t.Errorf("%q: %d marks in %d sentences, want %v", text, marks, sentences, want)
		}
	}
}

func TestNearClusters(t *testing.T) {
	w := newWriter(9)
	long := w.text() + " " + w.text() + " " + w.text()
	got := nearClusters([]string{long, "quite another text of its own", long + " more", "Quite another text, of its own!", "", "x"})
	if want := []int{0, 1, 0, 1, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("clusters %v, want %v", got, want)
	}
}

// Both sides are cut to the same lengths, rank by rank.
func TestMatched(t *testing.T) {
	got := matched([]string{"a b c d", "a", "a b"}, []string{"a b", "a b c", "a b c d e"})
	for s, want := range [][]int{{4, 1, 2}, {1, 2, 4}} {
		if !slices.Equal(got[s], want) {
			t.Errorf("side %d is cut to %v, want %v", s, got[s], want)
		}
	}
}

func BenchmarkPRDC(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	draw := func() *vectors {
		v := newVectors(5000, 384)
		for i := range v.x {
			v.x[i] = float32(rng.NormFloat64())
		}
		v.measured()
		return v
	}
	r, f := draw(), draw()
	for b.Loop() {
		prdcOf(r, f, 5)
	}
}
