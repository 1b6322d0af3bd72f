package embed

import (
	"context"
	"math"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed/internal/text"
)

// hashedDim is how long hashed vectors are.
const hashedDim = 256

// Hashed embeds by n-grams alone: words, pairs of words, and three to five characters
// within a word, each hashed to a place and a sign (Weinberger and others 2009), at
// the square root of its count. It sees spelling and not meaning: a paraphrase in
// other words is far away.
type Hashed struct{}

// Name implements Embedder.
func (Hashed) Name() string { return "hashed n-grams (spelling, not meaning)" }

// Embed implements Embedder.
func (Hashed) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	out := make([][]float32, len(texts))
	all := make([]float32, hashedDim*len(texts))
	var h hasher
	for i, t := range texts {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out[i] = all[i*hashedDim : (i+1)*hashedDim : (i+1)*hashedDim]
		h.embed(out[i], t)
	}
	return out, nil
}

// hasher holds the memory that texts use in turn.
type hasher struct {
	norm  []byte
	ends  []int
	count map[uint64]float32
	order []uint64
}

func (h *hasher) embed(v []float32, s string) {
	h.norm = text.AppendNormalWords(h.norm[:0], s)
	if h.count == nil {
		h.count = map[uint64]float32{}
	}
	clear(h.count)
	h.order = h.order[:0]
	last := uint64(0)
	for from := 0; from < len(h.norm); {
		to := from
		for to < len(h.norm) && h.norm[to] != ' ' {
			to++
		}
		word := h.norm[from:to]
		hash := xxh3.Hash(word)
		h.add(hash, 1)
		if last != 0 {
			h.add(last*0x9e3779b97f4a7c15^hash, .7)
		}
		last = hash
		h.characters(word)
		from = to + 1
	}
	for _, k := range h.order {
		w := h.count[k]
		if k>>63 == 1 {
			w = -w
		}
		v[k%hashedDim] += w / float32(math.Sqrt(math.Abs(float64(w))))
	}
	normalize(v)
}

// characters adds the runs of three to five characters of a word.
func (h *hasher) characters(word []byte) {
	h.ends = append(h.ends[:0], 0)
	for i := 0; i < len(word); {
		_, size := utf8.DecodeRune(word[i:])
		i += size
		h.ends = append(h.ends, i)
	}
	for n := 3; n <= 5; n++ {
		for i := 0; i+n < len(h.ends); i++ {
			h.add(xxh3.Hash(word[h.ends[i]:h.ends[i+n]])^uint64(n)*0xbf58476d1ce4e5b9, .3)
		}
	}
}

func (h *hasher) add(k uint64, w float32) {
	if _, ok := h.count[k]; !ok {
		h.order = append(h.order, k)
	}
	h.count[k] += w
}
