package fidelity

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/viterin/vek/vek32"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// vectors are rows of floats, one after the other.
type vectors struct {
	n, dim int
	x      []float32
	square []float64 // of each row: its squared length
}

func newVectors(n, dim int) *vectors {
	return &vectors{n: n, dim: dim, x: make([]float32, n*dim), square: make([]float64, n)}
}

func (v *vectors) row(i int) []float32 { return v.x[i*v.dim : (i+1)*v.dim : (i+1)*v.dim] }

// measured works the lengths out, after rows were set.
func (v *vectors) measured() {
	for i := range v.n {
		sum := 0.0
		for _, x := range v.row(i) {
			sum += float64(x) * float64(x)
		}
		v.square[i] = sum
	}
}

// slice returns rows from to to. They share memory.
func (v *vectors) slice(from, to int) *vectors {
	return &vectors{n: to - from, dim: v.dim, x: v.x[from*v.dim : to*v.dim], square: v.square[from:to]}
}

// embedder names what vectors are made with, for caveats.
func embedderName(s *measure.Setup) string {
	if s.Embed == nil || s.Embedder == "" {
		return "hashed n-grams (spelling, not meaning)"
	}
	return prose.Shown(s.Embedder)
}

// embed returns the vectors of both sides, the data's first.
func (c *comparison) embed(ctx context.Context) (*vectors, error) {
	all := append(append(make([]string, 0, len(c.data.text)+len(c.ref.text)), c.data.text...), c.ref.text...)
	var got [][]float32
	if c.setup.Embed == nil {
		got = hashed(all)
	} else {
		var err error
		if got, err = c.setup.Embed(ctx, all); err != nil {
			return nil, fmt.Errorf("embedding %d rows: %w", len(all), err)
		}
	}
	if len(got) != len(all) || len(got[0]) == 0 {
		return nil, fmt.Errorf("embedding %d rows: %d vectors came back", len(all), len(got))
	}
	v := newVectors(len(all), len(got[0]))
	for i, g := range got {
		if len(g) != v.dim {
			return nil, fmt.Errorf("embedding %d rows: one vector has %d numbers and another %d", len(all), v.dim, len(g))
		}
		copy(v.row(i), g)
	}
	v.measured()
	for i, s := range v.square {
		if math.IsNaN(s) || s > 1e30 {
			return nil, fmt.Errorf("embedding %d rows: a number of vector %d is not finite, or beyond use", len(all), i+1)
		}
	}
	return v, ctx.Err()
}

// hashDims is the length of hashed vectors.
const hashDims = 256

// hashed are vectors of texts where nothing better is given: their words, pairs of
// words and runs of four characters, hashed with signs (Weinberger and others 2009).
func hashed(texts []string) [][]float32 {
	out := make([][]float32, len(texts))
	each(len(texts), func(i int) {
		v := make([]float32, hashDims)
		put := func(h uint64, weight float32) {
			h = mixed(h)
			if h>>63 == 0 {
				weight = -weight
			}
			v[h%hashDims] += weight
		}
		t := measure.NewTokens(texts[i])
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
		sum := 0.0
		for _, x := range v {
			sum += float64(x) * float64(x)
		}
		for k := range v {
			if sum > 0 {
				v[k] /= float32(math.Sqrt(sum))
			}
		}
		out[i] = v
	})
	return out
}

// tile is how many rows are held in the cache while all others pass by.
const tile = 24

// eachDot calls f for every row of a with its dot products with tiles of b: out[j]
// is that with row from+j. Calls for one row come in order; those for different
// rows may come at once.
func eachDot(a, b *vectors, f func(i, from int, out []float32)) {
	const band = 32
	each((a.n+band-1)/band, func(at int) {
		var out [tile]float32
		for from := 0; from < b.n; from += tile {
			to := min(from+tile, b.n)
			for i := at * band; i < min(at*band+band, a.n); i++ {
				x := a.row(i)
				for j := from; j < to; j++ {
					out[j-from] = vek32.Dot(x, b.row(j))
				}
				f(i, from, out[:to-from])
			}
		}
	})
}

// slack bounds how far a squared distance by eachDot is from that of distance²: the
// rounding of a sum of dim products in eight lanes (Higham 2002, §3.1), twice over.
func slack(dim int, a, b float64) float64 {
	return 4 * float64(dim/8+16) * 0x1p-24 * math.Sqrt(a*b)
}

// squaredDistance is exact but for the rounding of float64.
func squaredDistance(x, y []float32) float64 {
	sum := 0.0
	for i, v := range x {
		d := float64(v) - float64(y[i])
		sum += d * d
	}
	return sum
}

// each calls f(0) to f(n−1), as many at once as there are processors.
func each(n int, f func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
