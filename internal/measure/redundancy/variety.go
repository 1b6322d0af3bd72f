package redundancy

import (
	"bytes"
	"compress/gzip"
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"seedbed.dev/seedbed/internal/measure"
)

// The figures of variety, in the order of varieties.
const (
	distinct1 = iota
	distinct2
	distinct3
	distinct4
	selfRepetition
	compression
	hill0
	hill1
	hill2
	selfBLEU
	vendiWords
	vendiEmbedding
	figureKinds
)

// varieties describes the figures.
var varieties = [figureKinds]struct {
	name   string
	unit   measure.Unit
	says   string
	digits int
	rows   bool // of a number of rows, not of words
	less   bool // less is more varied
}{
	{"distinct-1", measure.Share, "different words among the words", 0, false, false},
	{"distinct-2", measure.Share, "different pairs of neighbouring words among all pairs", 0, false, false},
	{"distinct-3", measure.Share, "different runs of three words among all", 0, false, false},
	{"distinct-4", measure.Share, "different runs of four words among all", 0, false, false},
	{"self-repetition", measure.Ratio, "how much rows repeat the runs of four words of others", 2, false, true},
	{"compression", measure.Ratio, "bytes over bytes of gzip at level 9", 2, false, true},
	{"hill-0", measure.Count, "different words", 0, false, false},
	{"hill-1", measure.Count, "equally frequent words that would be as varied (q = 1)", 0, false, false},
	{"hill-2", measure.Count, "equally frequent words that would be as varied (q = 2: the frequent ones decide)", 0, false, false},
	{"self-bleu", measure.Ratio, "mean BLEU-4 of a row against others", 2, true, true},
	{"vendi", measure.Count, "rows with no words in common that so many are worth", 1, true, false},
	{"vendi-embedding", measure.Count, "unlike rows that so many are worth, by embedding", 1, true, false},
}

// Samples: the largest size of which there are enough.
var (
	wordSizes = []int{10_000, 1_000, 100}
	rowSizes  = []int{100, 10}
)

const (
	fewestSamples = 5
	mostSamples   = 8
	mostEmbedded  = 5 // samples whose rows are embedded, or whose eigenvalues are computed
)

// sampledText is a row of the sample.
type sampledText struct {
	n     int64
	text  string
	words []measure.Word
	ids   []uint64
}

// texts returns the sample in random order.
func (v *varied) texts() []sampledText {
	ns, texts := v.sample.Rows()
	out := make([]sampledText, len(ns))
	for i, s := range texts {
		t := measure.NewTokens(s)
		out[i] = sampledText{ns[i], s, t.Words(), t.Hashes()}
	}
	rng := rand.New(rand.NewPCG(v.setup.Seed, 0x64697665))
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// cut shortens a text to its first words; 0: not.
func (t sampledText) cut(words int) sampledText {
	if words > 0 && words < len(t.ids) {
		t.text, t.words, t.ids = t.text[:t.words[words-1].To], t.words[:words], t.ids[:words]
	}
	return t
}

// cutAll shortens all.
func cutAll(texts []sampledText, words int) []sampledText {
	out := make([]sampledText, len(texts))
	for i, t := range texts {
		out[i] = t.cut(words)
	}
	return out
}

func wordsIn(texts []sampledText) (n int) {
	for i := range texts {
		n += len(texts[i].ids)
	}
	return n
}

// blocks parts texts into samples of exactly so many words. The last row of each is
// cut, its rest left out.
func blocks(texts []sampledText, words int) (out [][]sampledText) {
	var b []sampledText
	n := 0
	for _, t := range texts {
		if len(out) == mostSamples {
			break
		}
		t = t.cut(words - n)
		b = append(b, t)
		if n += len(t.ids); n == words {
			out = append(out, b)
			b, n = nil, 0
		}
	}
	return out
}

// groups parts texts into samples of so many rows.
func groups(texts []sampledText, rows int) (out [][]sampledText) {
	for ; len(texts) >= rows && len(out) < mostSamples; texts = texts[rows:] {
		out = append(out, texts[:rows])
	}
	return out
}

// sizesFor returns the sizes of samples that every one of several datasets has
// enough of; 0: none.
func sizesFor(sets ...[]sampledText) (words, rows int) {
	enough := func(count func([]sampledText) int) bool {
		return !slices.ContainsFunc(sets, func(s []sampledText) bool { return count(s) < fewestSamples })
	}
	for _, n := range wordSizes {
		if words == 0 && enough(func(s []sampledText) int { return len(blocks(s, n)) }) {
			words = n
		}
	}
	for _, n := range rowSizes {
		if rows == 0 && enough(func(s []sampledText) int { return len(groups(s, n)) }) {
			rows = n
		}
	}
	return words, rows
}

// variety holds each figure of each sample.
type variety struct {
	words, rows int // size of samples; 0: there are not enough
	values      [figureKinds][]float64
	unembedded  string // why there is no figure by embedding
	notes       rowNotes
}

// rowNotes is what was seen on the way that shows what figures mean.
type rowNotes struct {
	foretold []foretold
	alike    []alike
}

// vary computes the figures of samples of so many words and rows.
func vary(ctx context.Context, texts []sampledText, words, rows int, s *measure.Setup) (*variety, error) {
	out := &variety{words: words, rows: rows}
	j := joiner{workers: workers()}
	if words > 0 {
		bs := blocks(texts, words)
		got := make([][figureKinds]float64, len(bs))
		j.each(len(bs), func(i int) { ofWords(bs[i], &got[i]) })
		for k := distinct1; k <= hill2; k++ {
			for i := range got {
				out.values[k] = append(out.values[k], got[i][k])
			}
		}
	}
	if rows == 0 {
		return out, ctx.Err()
	}
	gs := groups(texts, rows)
	bleu := make([]float64, len(gs))
	seen := make([][]foretold, len(gs))
	few := gs[:min(len(gs), mostEmbedded)]
	scores := make([]float64, len(few))
	j.each(len(gs), func(i int) {
		bleu[i], seen[i] = selfBLEUOf(gs[i])
		if i < len(few) {
			scores[i] = vendi(wordKernel(gs[i]))
		}
	})
	out.values[selfBLEU], out.values[vendiWords] = bleu, scores
	out.notes.foretold = slices.Concat(seen...)
	if err := out.embed(ctx, few, s); err != nil {
		out.unembedded = err.Error()
	}
	return out, ctx.Err()
}

// ofWords computes the figures of a sample of words.
func ofWords(b []sampledText, out *[figureKinds]float64) {
	var grams []uint64
	for n := 1; n <= 4; n++ {
		grams = grams[:0]
		for i := range b {
			grams = appendGrams(grams, b[i].ids, n)
		}
		slices.Sort(grams)
		if n == 1 {
			out[hill0], out[hill1], out[hill2] = hill(grams)
		}
		all := len(grams)
		grams = slices.Compact(grams)
		out[distinct1+n-1] = math.NaN()
		if all > 0 {
			out[distinct1+n-1] = float64(len(grams)) / float64(all)
		}
	}
	out[selfRepetition] = repetition(b)
	out[compression] = compressed(b)
}

func appendGrams(out, ids []uint64, n int) []uint64 {
	for i := 0; i+n <= len(ids); i++ {
		out = append(out, measure.GramHash(ids[i:i+n]...))
	}
	return out
}

// hill returns the Hill numbers of sorted values for q = 0, 1 and 2.
func hill(sorted []uint64) (q0, q1, q2 float64) {
	var counts []int
	for from, to := 0, 0; from < len(sorted); from = to {
		for to = from; to < len(sorted) && sorted[to] == sorted[from]; {
			to++
		}
		counts = append(counts, to-from)
	}
	return hillOf(counts)
}

func hillOf(counts []int) (q0, q1, q2 float64) {
	counts = slices.Sorted(slices.Values(counts))
	n := 0.0
	for _, c := range counts {
		n += float64(c)
	}
	entropy, squares := 0.0, 0.0
	for _, c := range counts {
		p := float64(c) / n
		entropy -= p * math.Log(p)
		squares += p * p
	}
	return float64(len(counts)), math.Exp(entropy), 1 / squares
}

// repetition is the self-repetition of texts.
func repetition(b []sampledText) float64 {
	const n = 4
	var all []uint64 // each once a row
	var own [][]uint64
	for i := range b {
		grams := appendGrams(nil, b[i].ids, n)
		slices.Sort(grams)
		grams = slices.Compact(grams)
		own = append(own, grams)
		all = append(all, grams...)
	}
	slices.Sort(all)
	rows := make(map[uint64]int) // of runs in more than one row
	for from, to := 0, 0; from < len(all); from = to {
		for to = from; to < len(all) && all[to] == all[from]; {
			to++
		}
		if to-from > 1 {
			rows[all[from]] = to - from
		}
	}
	sum := 0.0
	for _, grams := range own {
		more := 0
		for _, g := range grams {
			if c := rows[g]; c > 1 {
				more += c - 1
			}
		}
		sum += math.Log1p(float64(more))
	}
	return sum / float64(len(b))
}

// compressed is how many times smaller gzip makes texts.
func compressed(b []sampledText) float64 {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return math.NaN()
	}
	n := 0
	for i := range b {
		n += len(b[i].text) + 1
		if _, err := z.Write(append([]byte(b[i].text), '\n')); err != nil {
			return math.NaN()
		}
	}
	if err := z.Close(); err != nil {
		return math.NaN()
	}
	return float64(n) / float64(out.Len())
}
