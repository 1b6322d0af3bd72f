package text

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestNormalize(t *testing.T) {
	for _, tc := range []struct{ in, normal, words string }{
		{"  Hello,\tWORLD!\n", "hello, world!", "hello world"},
		{"ﬁne Straße É", "fine strasse é", "fine strasse é"},
		{"don't—stop", "don't—stop", "dont stop"},
		{"$1,000.50", "$1,000.50", "1 000 50"},
		{"\xff a", "\ufffd a", "a"},
		{"...", "...", ""},
		{"", "", ""},
		{"a\u00a0b\u2003c", "a b c", "a b c"},
	} {
		if got := Normalize(tc.in); got != tc.normal {
			t.Errorf("Normalize(%q) = %q, want %q", tc.in, got, tc.normal)
		}
		if got := NormalizeWords(tc.in); got != tc.words {
			t.Errorf("NormalizeWords(%q) = %q, want %q", tc.in, got, tc.words)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"Don't stop, twenty-one – yes.": "Don't|stop|twenty-one|yes",
		"'quoted' -x- a--b":             "quoted|x|a|b",
		"naïve über 東京 3.5":             "naïve|über|東京|3|5",
		"\xff\x00 a\xffb":               "a|b",
		"":                              "",
	} {
		if got := strings.Join(Words(in), "|"); got != want {
			t.Errorf("Words(%q) = %s, want %s", in, got, want)
		}
		if CountWords(in) != len(Words(in)) {
			t.Errorf("CountWords(%q) = %d", in, CountWords(in))
		}
	}
	if got := fmt.Sprint(NGrams(Words("a b c d"), 3)); got != "[[a b c] [b c d]]" {
		t.Errorf("NGrams = %s", got)
	}
}

// datasketch 1.x: MinHash(num_perm=4, seed=1) over "Hello".
func TestMinHasherKnownAnswer(t *testing.T) {
	m := NewMinHasher(
		[]uint64{775169054918279404, 2109959069025162, 401325382989534145, 1130051441076870728},
		[]uint64{1758426461858698312, 965365488286768773, 1703346441743126657, 1762784241922636284})
	if got, want := m.Signature([]uint64{2342453239}), []uint64{734825475, 960773806, 359816889, 342714745}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// datasketch 1.x: _optimal_param(threshold, 128, .5, .5).
func TestBandsKnownAnswers(t *testing.T) {
	for threshold, want := range map[float64][2]int{.9: {5, 25}, .8: {9, 13}, .7: {14, 9}, .5: {25, 5}} {
		if b, r := Bands(threshold, 128); [2]int{b, r} != want {
			t.Errorf("Bands(%v) = %d, %d, want %v", threshold, b, r, want)
		}
	}
}

// Signatures estimate the Jaccard similarity without bias.
func TestSignEstimatesJaccard(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, share := range []float64{0, .2, .5, .8, 1} {
		sum, exact := 0.0, 0.0
		const rounds, n = 30, 100
		for range rounds {
			a, b := make([]uint64, n), make([]uint64, n)
			for i := range a {
				a[i] = rng.Uint64()
				if b[i] = a[i]; float64(i) >= share*n {
					b[i] = rng.Uint64()
				}
			}
			slices.Sort(a)
			slices.Sort(b)
			var x, y [Permutations]uint32
			Sign(&x, a)
			Sign(&y, b)
			same := 0
			for i := range x {
				if x[i] == y[i] {
					same++
				}
			}
			sum += float64(same) / Permutations
			exact += Jaccard(a, b)
		}
		if d := math.Abs(sum-exact) / rounds; d > 0.03 {
			t.Errorf("share %v: estimate is off by %.3f", share, d)
		}
	}
}

func TestJaccardProperties(t *testing.T) {
	set := rapid.Custom(func(t *rapid.T) []uint64 {
		s := rapid.SliceOfN(rapid.Uint64Range(0, 30), 0, 20).Draw(t, "set")
		slices.Sort(s)
		return slices.Compact(s)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := set.Draw(t, "a"), set.Draw(t, "b")
		j := Jaccard(a, b)
		if j != Jaccard(b, a) || j < 0 || j > 1 || Jaccard(a, a) != 1 || (j == 1) != slices.Equal(a, b) {
			t.Fatalf("Jaccard(%v, %v) = %v", a, b, j)
		}
	})
}

func TestShingles(t *testing.T) {
	if a, b := Shingles("The quick, brown fox!", 3), Shingles("the QUICK brown   fox", 3); len(a) != 2 || !slices.Equal(a, b) {
		t.Errorf("%v, %v", a, b)
	}
	if a := Shingles("two words", 3); len(a) != 1 {
		t.Errorf("a short text has %d shingles", len(a))
	}
	if a := Shingles("...", 3); len(a) != 0 {
		t.Errorf("no words have %d shingles", len(a))
	}
	if a := Shingles("a b a b a b", 2); len(a) != 2 {
		t.Errorf("repeated shingles are counted: %d", len(a))
	}
}

// document makes a text of so many words from a small vocabulary.
func document(rng *rand.Rand, words int) []string {
	out := make([]string, words)
	for i := range out {
		out[i] = fmt.Sprintf("w%d", rng.IntN(5000))
	}
	return out
}

// Against comparing all pairs: everything found is near, and little is missed.
func TestIndexAgainstAllPairs(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	x := NewIndex(.8, 3)
	var sets [][]uint64
	var kept []string
	truth, found := 0, 0
	for i := range 1500 {
		words := document(rng, 40)
		if i%3 == 0 && i > 0 { // changed a little from one before
			words = strings.Fields(kept[rng.IntN(len(kept))])
			for range rng.IntN(4) {
				words[rng.IntN(len(words))] = "changed"
			}
		}
		s := strings.Join(words, " ")
		kept = append(kept, s)
		set := Shingles(s, 3)
		best := 0.0
		for _, o := range sets {
			best = max(best, Jaccard(o, set))
		}
		d := x.Prepare(s)
		n, ok := x.Near(d)
		if best >= .8 {
			truth++
		}
		if ok {
			found++
			if j := Jaccard(sets[n.Doc], set); j < .8 || math.Abs(j-n.Jaccard) > 1e-9 {
				t.Fatalf("says %v of %d, is %v", n.Jaccard, n.Doc, j)
			}
		}
		if got := x.Add(d); got != i {
			t.Fatalf("number %d for text %d", got, i)
		}
		sets = append(sets, set)
	}
	if truth < 100 || float64(found) < .97*float64(truth) {
		t.Errorf("found %d of %d", found, truth)
	}
	t.Logf("found %d of %d; %d bands of %d", found, truth, x.bands, x.rows)
}

func TestIndexEdges(t *testing.T) {
	x := NewIndex(.8, 3)
	for _, s := range []string{"", "...", "\xff\x00"} {
		d := x.Prepare(s)
		if _, ok := x.Near(d); ok {
			t.Errorf("%q is near something", s)
		}
		x.Add(d)
	}
	for i := range 200 { // one band shared by many
		d := x.Prepare("the same text each time")
		if n, ok := x.Near(d); ok != (i > 0) || ok && n.Doc != 3 {
			t.Fatalf("round %d: %v %v", i, n, ok)
		}
		x.Add(d)
	}
}

func TestHarmless(t *testing.T) {
	for _, tc := range []struct {
		in    string
		limit int
		want  string
	}{
		{"plain", 0, "plain"},
		{"a\x1b[31mred\x00\r\n\t", 0, "a␛[31mred␀␍␊␉"},
		{"\u202egnp.exe", 0, "<U+202E>gnp.exe"},
		{"\u009b31m\u200b\ufeff\u2028", 0, "<U+009B>31m<U+200B><U+FEFF><U+2028>"},
		{"\xffa", 0, "<\\xff>a"},
		{"abcdef", 6, "abcdef"},
		{"abcdef", 5, "abcd…"},
		{"abcdef", 1, "…"},
		{"東京都", 5, "東京…"},
		{"東京都", 4, "東…"},
		{"e" + strings.Repeat("\u0301", 50) + "x", 3, "e\u0301\u0301\u0301\u0301x"},
		{"\x7f", 3, "␡"},
	} {
		if got := Harmless(tc.in, tc.limit); got != tc.want {
			t.Errorf("Harmless(%q, %d) = %q, want %q", tc.in, tc.limit, got, tc.want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "Hello, world", "\xff\xfe\x00", "\u202eabc\u0301\u0301", "1,000.50 -3 B2", "ﬃ Ǆ İ", "a'b-c--d", strings.Repeat("x ", 300)} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		n, w := Normalize(s), NormalizeWords(s)
		if !utf8.ValidString(n) || !utf8.ValidString(w) || strings.Contains(w, "  ") || strings.TrimSpace(w) != w {
			t.Fatalf("%q: %q, %q", s, n, w)
		}
		h := Harmless(s, limit)
		if !utf8.ValidString(h) || strings.ContainsAny(h, "\x00\x1b\n\r\u202e\u200b") {
			t.Fatalf("Harmless(%q) = %q", s, h)
		}
		if len(Words(s)) != CountWords(s) {
			t.Fatal("words are miscounted")
		}
		x := &Index{threshold: .8, shingle: 3, bands: 14, rows: 9, entries: make([]bandEntry, 64)}
		d := x.Prepare(s)
		x.Add(d)
		if n, ok := x.Near(x.Prepare(s)); ok != (w != "") || ok && n.Jaccard != 1 {
			t.Fatalf("%q: %v %v", s, n, ok)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	texts := make([]string, 20000)
	for i := range texts {
		texts[i] = strings.Join(document(rng, 40), " ")
	}
	x := NewIndex(.8, 3)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		d := x.Prepare(texts[i%len(texts)])
		if _, ok := x.Near(d); !ok {
			x.Add(d)
		}
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "docs/s")
	if n := x.Len(); n > 1000 {
		b.ReportMetric(float64(len(x.entries)*8+len(x.chains)*8+len(x.docs)*12)/float64(n), "B/doc")
	}
}

// How many of the pairs at the threshold share no band.
func TestIndexMissesLittle(t *testing.T) {
	for _, threshold := range []float64{.5, .7, .8, .9, .95} {
		x := NewIndex(threshold, 3)
		if miss := unseen(threshold, x.bands, x.rows); miss > .05 {
			t.Errorf("at %v, %d bands of %d miss %.3f", threshold, x.bands, x.rows, miss)
		} else {
			t.Logf("at %v, %d bands of %d miss %.3f; at half of it %.4f are candidates", threshold, x.bands, x.rows, miss, 1-unseen(threshold/2, x.bands, x.rows))
		}
	}
}

func BenchmarkIndexNew(b *testing.B) {
	for b.Loop() {
		NewIndex(.8, 3)
	}
}

func TestEscaped(t *testing.T) {
	for s, want := range map[string]rune{
		`\u0041`: 'A', `\u00e9x`: 'é', `\uD83D`: 0xd83d, `\uFfFf`: 0xffff, `\u004`: -1, `\U0041`: -1, `\u00g1`: -1, ``: -1, `x\u0041`: -1,
	} {
		if got := Escaped([]byte(s)); got != want {
			t.Errorf("%s is %x, want %x", s, got, want)
		}
	}
}
