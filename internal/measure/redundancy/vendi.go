package redundancy

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"seedbed.dev/seedbed/internal/measure"
)

// vendi returns the Vendi score exp(−Σ λ ln λ) over the eigenvalues λ of K/n
// (Friedman and Dieng 2023), for a kernel with ones on its diagonal; NaN where
// there are no eigenvalues.
func vendi(k *mat.SymDense) float64 {
	n := k.SymmetricDim()
	if n == 0 {
		return math.NaN()
	}
	return vendiOf(k, float64(n))
}

// vendiOf is vendi of K/n, where K may be the dual of the kernel.
func vendiOf(k *mat.SymDense, n float64) float64 {
	var eigen mat.EigenSym
	if !eigen.Factorize(k, false) {
		return math.NaN()
	}
	entropy := 0.0
	for _, l := range eigen.Values(nil) {
		if l /= n; l > 1e-12 {
			entropy -= l * math.Log(l)
		}
	}
	return math.Exp(entropy)
}

// vendiVectors is the score of the cosines of vectors, which are normalised. Where
// there are more of them than dimensions, it takes XᵀX for XXᵀ, which has the same
// eigenvalues but for zeros.
func vendiVectors(x *mat.Dense) float64 {
	n, d := x.Dims()
	var k mat.SymDense
	if n > d {
		k.SymOuterK(1, x.T())
	} else {
		k.SymOuterK(1, x)
	}
	return vendiOf(&k, float64(n))
}

// wordKernel is the mean of the cosines of counts of words and of pairs of words. A
// text without pairs is like itself alone.
func wordKernel(rows []sampledText) *mat.SymDense {
	k := mat.NewSymDense(len(rows), nil)
	for n := 1; n <= 2; n++ {
		var counts []gramCount
		squares := make([]int, len(rows))
		for i := range rows {
			grams := appendGrams(nil, rows[i].ids, n)
			slices.Sort(grams)
			for from, to := 0, 0; from < len(grams); from = to {
				for to = from; to < len(grams) && grams[to] == grams[from]; {
					to++
				}
				counts = append(counts, gramCount{grams[from], i, to - from})
				squares[i] += (to - from) * (to - from)
			}
		}
		slices.SortFunc(counts, func(a, b gramCount) int { return cmp.Or(cmp.Compare(a.gram, b.gram), cmp.Compare(a.row, b.row)) })
		products := make([]int, len(rows)*len(rows))
		for from, to := 0, 0; from < len(counts); from = to {
			for to = from; to < len(counts) && counts[to].gram == counts[from].gram; to++ {
				for _, o := range counts[from:to] {
					products[o.row*len(rows)+counts[to].row] += o.times * counts[to].times
				}
			}
		}
		for i := range rows {
			k.SetSym(i, i, 1)
			for j := i + 1; j < len(rows); j++ {
				if p := products[i*len(rows)+j]; p > 0 {
					k.SetSym(i, j, k.At(i, j)+float64(p)/math.Sqrt(float64(squares[i])*float64(squares[j]))/2)
				}
			}
		}
	}
	return k
}

// alike is two rows and the cosine of their embeddings.
type alike struct {
	a, b   int64
	cosine float64
}

// embed adds the score by embeddings of each group.
func (v *variety) embed(ctx context.Context, groups [][]sampledText, s *measure.Setup) error {
	var texts []string
	for _, g := range groups {
		for i := range g {
			texts = append(texts, g[i].text)
		}
	}
	vectors := hashed(texts)
	if s.Embed != nil {
		var err error
		if vectors, err = s.Embed(ctx, texts); err != nil {
			return fmt.Errorf("embedding %d rows for their variety: %w", len(texts), err)
		}
	}
	if len(vectors) != len(texts) || len(texts) == 0 || len(vectors[0]) == 0 {
		return fmt.Errorf("embedding %d rows for their variety: %d vectors came back", len(texts), len(vectors))
	}
	d := len(vectors[0])
	scores := make([]float64, len(groups))
	near := make([][]alike, len(groups))
	(&joiner{workers: workers()}).each(len(groups), func(i int) {
		g := groups[i]
		x := mat.NewDense(len(g), d, nil)
		for r := range g {
			unit(x.RawRowView(r), vectors[i*len(g)+r])
		}
		scores[i], near[i] = vendiVectors(x), nearest(g, x)
	})
	v.values[vendiEmbedding], v.notes.alike = scores, slices.Concat(near...)
	return ctx.Err()
}

// unit writes a vector at length 1; one without length, or that is not all numbers,
// stays nothing.
func unit(out []float64, v []float32) {
	sum := 0.0
	for i := range min(len(v), len(out)) {
		out[i] = float64(v[i])
		sum += out[i] * out[i]
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		clear(out)
		return
	}
	for i := range out {
		out[i] /= math.Sqrt(sum)
	}
}

// nearest returns the pair of rows that are most alike, of those whose words
// differ.
func nearest(g []sampledText, x *mat.Dense) []alike {
	best := alike{cosine: -1}
	for i := range g {
		for k := range i {
			c := mat.Dot(x.RowView(i), x.RowView(k))
			if c > best.cosine && !slices.Equal(g[i].ids, g[k].ids) {
				best = alike{min(g[i].n, g[k].n), max(g[i].n, g[k].n), c}
			}
		}
	}
	if best.cosine < 0 {
		return nil
	}
	return []alike{best}
}

// hashDims is the length of hashed vectors.
const hashDims = 256

// hashed are vectors of texts where nothing better is given: their words, pairs of
// words and runs of four characters, hashed with signs (Weinberger et al. 2009).
func hashed(texts []string) [][]float32 {
	out := make([][]float32, len(texts))
	for i, s := range texts {
		v := make([]float32, hashDims)
		put := func(h uint64, weight float32) {
			h = spread(h)
			if h>>63 == 0 {
				weight = -weight
			}
			v[h%hashDims] += weight
		}
		t := measure.NewTokens(s)
		for _, h := range t.Hashes() {
			put(h, 1)
		}
		for _, h := range t.NGrams(2) {
			put(h, 1)
		}
		for _, w := range t.Words() {
			for k := 0; k+4 <= len(w.Lower); k++ {
				put(uint64(w.Lower[k])|uint64(w.Lower[k+1])<<8|uint64(w.Lower[k+2])<<16|uint64(w.Lower[k+3])<<24, .5)
			}
		}
		out[i] = v
	}
	return out
}
