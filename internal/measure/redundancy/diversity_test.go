package redundancy

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/measure/measuretest"
)

func TestDiversityConforms(t *testing.T) {
	c := textCase(corpus(1, 300, 10))
	measuretest.Test(t, Diversity(), c)
	c.Reference = measuretest.Texts(corpus(2, 200, 0)...)
	measuretest.Test(t, Diversity(), c)
}

// The README of Vertaix/Vendi-Score: 2.1573.
func TestVendiKnownAnswer(t *testing.T) {
	k := mat.NewSymDense(3, []float64{1, .9, 0, .9, 1, 0, 0, 0, 1})
	if v := vendi(k); math.Abs(v-2.1573) > 5e-5 {
		t.Error(v)
	}
}

// scikit-bio: Hill numbers of 1, 2, 3, 4, 5.
func TestHillKnownAnswer(t *testing.T) {
	q0, q1, q2 := hillOf([]int{1, 2, 3, 4, 5})
	if q0 != 5 || math.Abs(q1-4.435988) > 1e-6 || math.Abs(q2-4.090909) > 1e-6 {
		t.Error(q0, q1, q2)
	}
}

// The dual has the same score.
func TestVendiDual(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	x := mat.NewDense(60, 7, nil)
	for i := range 60 {
		v := make([]float32, 7)
		for k := range v {
			v[k] = float32(rng.NormFloat64())
		}
		unit(x.RawRowView(i), v)
	}
	var k mat.SymDense
	k.SymOuterK(1, x)
	if a, b := vendiVectors(x), vendi(&k); math.Abs(a-b) > 1e-9 || a > 7 {
		t.Error(a, b)
	}
}

func sampled(texts ...string) (out []sampledText) {
	for i, s := range texts {
		t := measure.NewTokens(s)
		out = append(out, sampledText{int64(i), s, t.Words(), t.Hashes()})
	}
	return out
}

// nltk 3.9: sentence_bleu of each text against the others, SmoothingFunction().method1.
func TestSelfBLEUKnownAnswer(t *testing.T) {
	rows := sampled("the quick brown fox jumps over the lazy dog", "the quick red fox jumps over a sleeping dog", "a bird sings in the old tree",
		"the dog sleeps", "in the old tree a bird sings the same song", "the quick red fox jumps over the lazy dog")
	mean, top := selfBLEUOf(rows)
	if math.Abs(mean-0.5278487905921312) > 1e-12 {
		t.Error(mean)
	}
	if top[0].n != 5 || math.Abs(top[0].bleu-1) > 1e-12 || math.Abs(top[1].bleu-0.6606328636027614) > 1e-12 {
		t.Errorf("%+v", top)
	}
	for i, want := range []float64{0.6606328636027614, 0.631196907822589, 0.4468310718440575, 0.035617249382866124, 0.392814650900513, 1} {
		others := slices.Delete(slices.Clone(rows), i, i+1)
		_, all := selfBLEUOf(append(others, rows[i])) // the order does not matter
		for _, f := range all {
			if f.n == int64(i) && math.Abs(f.bleu-want) > 1e-12 {
				t.Errorf("row %d: %v, want %v", i, f.bleu, want)
			}
		}
	}
}

func TestClosestLength(t *testing.T) {
	for _, c := range []struct {
		lengths []int
		of      int
		want    int
	}{{[]int{3, 3, 9}, 3, 3}, {[]int{3, 5, 9}, 5, 3}, {[]int{3, 6, 8}, 6, 8}, {[]int{4}, 4, 4}, {[]int{2, 7}, 7, 2}, {[]int{2, 7}, 2, 7}} {
		if got := closest(c.lengths, c.of); got != c.want {
			t.Errorf("closest to %d among %v: %d", c.of, c.lengths, got)
		}
	}
}

// Counted by hand: rows "a b a b" and "b a b c": 8 words of which 3 differ; pairs ab ba
// ab | ba ab bc: 3 of 6; runs of three aba bab | bab abc: 3 of 4; no run of four is
// shared. A third row has "a b a b" again: two rows with a count of 2.
func TestWordFiguresByHand(t *testing.T) {
	var out [figureKinds]float64
	ofWords(sampled("a b a b", "b a b c"), &out)
	for k, want := range map[int]float64{distinct1: 3. / 8, distinct2: 3. / 6, distinct3: 3. / 4, distinct4: 1, selfRepetition: 0, hill0: 3} {
		if math.Abs(out[k]-want) > 1e-12 {
			t.Errorf("%s is %v, want %v", varieties[k].name, out[k], want)
		}
	}
	ofWords(sampled("a b a b", "b a b c", "A b, a b!"), &out)
	if want := 2 * math.Log(2) / 3; math.Abs(out[selfRepetition]-want) > 1e-12 {
		t.Errorf("self-repetition %v, want %v", out[selfRepetition], want)
	}
	same, varied := compressed(sampled(strings.Repeat("the same again ", 500))), compressed(sampled(newSentences(1, 4000).text(1500)))
	if same < 50 || varied > 5 || varied < 1 {
		t.Errorf("compression %v and %v", same, varied)
	}
}

// A sample has exactly so many words, and no run crosses the end of a row.
func TestBlocks(t *testing.T) {
	texts := sampled(corpus(1, 100, 0)...)
	for _, b := range blocks(texts, 100) {
		if n := wordsIn(b); n != 100 {
			t.Errorf("a sample of %d words", n)
		}
	}
	if n := len(blocks(texts, 100)); n != mostSamples {
		t.Errorf("%d samples", n)
	}
	if w, r := sizesFor(texts); w != 100 || r != 10 {
		t.Errorf("sizes %d and %d", w, r)
	}
}

// The interval covers what the mean over very many samples is.
func TestVarietyCovers(t *testing.T) {
	setup := &measure.Setup{Level: .95}
	const rows, draws = 120, 150
	var truth [hill2 + 1]float64
	many := newSentences(99, 500)
	const reference = 1500
	for range reference {
		var out [figureKinds]float64
		var texts []sampledText
		for range 20 {
			texts = append(texts, sampled(many.text(10+many.rng.IntN(30)))...)
		}
		ofWords(blocks(texts, 100)[0], &out)
		for k := range truth {
			truth[k] += out[k] / reference
		}
	}
	covered := map[int]int{}
	for d := range draws {
		s := newSentences(uint64(d), 500)
		v := newVaried(setup, nil)
		for i := range rows {
			x := s.text(10 + s.rng.IntN(30))
			v.Add(&measure.Row{N: int64(i), Text: x, Tokens: measure.NewTokens(x)})
		}
		found, err := vary(t.Context(), v.texts(), 100, 0, setup)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []int{distinct1, distinct2, compression, hill1, hill2} {
			if e := v.mean(k, found); e.Interval.Low <= truth[k] && truth[k] <= e.Interval.High {
				covered[k]++
			}
		}
	}
	for k, n := range covered {
		share := float64(n) / draws
		t.Logf("%s: %.3f", varieties[k].name, share)
		if share < .89 {
			t.Errorf("%s is covered %.3f", varieties[k].name, share)
		}
	}
}

// Less variety than the reference is notable, also where rows are shorter; as much
// is not.
func TestLessVaried(t *testing.T) {
	texts := func(seed uint64, vocab, words int) (out []string) {
		s := newSentences(seed, vocab)
		for range 1500 {
			out = append(out, s.text(words))
		}
		return out
	}
	for _, x := range []struct {
		vocab, words int
		notable      bool
	}{{200, 30, true}, {200, 12, true}, {3000, 30, false}, {3000, 12, false}} {
		c := textCase(texts(1, x.vocab, x.words))
		c.Reference = measuretest.Texts(texts(2, 3000, 30)...)
		r := measuretest.Run(t, Diversity(), c, 2)
		f := of(t, r, "diversity.distinct-2")
		if (f.Severity == measure.Notable) != x.notable {
			t.Errorf("%+v: %s, %s; compared with %s", x, f.Severity, f.Says, f.Compared)
		}
		if strings.Contains(f.Compared, "cut to their first 12 words") != (x.words == 12) {
			t.Errorf("%+v: compared with %s", x, f.Compared)
		}
		for i := range r.Findings {
			if r.Findings[i].Severity == measure.Serious {
				t.Errorf("%+v: serious: %s", x, r.Findings[i].Says)
			}
		}
	}
}

func TestEmbeddings(t *testing.T) {
	c := textCase(corpus(1, 600, 0))
	c.Setup.Embed = func(_ context.Context, texts []string) ([][]float32, error) {
		out := make([][]float32, len(texts))
		for i, x := range texts {
			out[i] = []float32{float32(len(x) % 2), float32(1 - len(x)%2)} // two unlike kinds
		}
		return out, nil
	}
	c.Setup.Embedder = "the parity of length"
	f := of(t, measuretest.Run(t, Diversity(), c, 2), "diversity.vendi-embedding")
	if math.Abs(f.Estimate.Value-2) > .05 || !strings.Contains(f.Caveat, "the parity of length") {
		t.Errorf("%s; %s", f.Says, f.Caveat)
	}
	c.Setup.Embed = func(context.Context, []string) ([][]float32, error) { return nil, errors.New("no such server") }
	r := measuretest.Run(t, Diversity(), c, 2)
	if f := of(t, r, "diversity.vendi-embedding"); !strings.Contains(f.Estimate.Undefined, "no such server") {
		t.Errorf("%+v", f.Estimate)
	}
	if f := of(t, r, "diversity.vendi"); !f.Estimate.Defined() {
		t.Errorf("%+v", f.Estimate)
	}
}

func TestTooFew(t *testing.T) {
	r := measuretest.Run(t, Diversity(), textCase([]string{"one row", "two rows"}), 1)
	if len(r.NotMeasured) != 1 || r.NotMeasured[0].Why != "2 rows with 4 words are too few: 5 samples of 100 words or of 10 rows are the least" {
		t.Errorf("%+v", r.NotMeasured)
	}
	var short []string
	for i := range 60 {
		short = append(short, fmt.Sprint("row ", i))
	}
	r = measuretest.Run(t, Diversity(), textCase(short), 1)
	if f := of(t, r, "diversity.distinct-2"); f.Estimate.Defined() {
		t.Errorf("%+v", f)
	}
	if f := of(t, r, "diversity.vendi"); !f.Estimate.Defined() {
		t.Errorf("%+v", f)
	}
}
