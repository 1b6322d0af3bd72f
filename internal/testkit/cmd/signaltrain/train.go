package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// classes are sound and those of the scorer, in its order.
const classes = 6

var labels = map[transcripts.Behaviour]int{transcripts.RoleFlip: 1, transcripts.BothSides: 2, transcripts.Praise: 3, transcripts.Persona: 4, transcripts.Refusal: 5}

// How it is learned; chosen by what is found in transcripts of held-out writers.
const (
	wordScale   = 1.1
	wholeScale  = .4
	besideScale = 1.2
	rate        = .1
	decay       = 1e-3
	epochs      = 14
	leastSeen   = 2 // turns that a feature is seen in
	folds       = 3
)

// talk is a transcript made ready.
type talk struct {
	*transcripts.Lesson
	turns []turn
}

// turn is one turn of it.
type turn struct {
	system bool
	shows  bool
	class  int
	words  []uint32 // features of words
	size   int
	whole  []uint32
	beside []dialogue.Weighted
	speaks []sentence
}

// sentence is what tells who speaks it.
type sentence struct {
	features []uint32
	size     int
}

func prepare(lessons []transcripts.Lesson) []talk {
	out := make([]talk, len(lessons))
	for i := range lessons {
		l := &lessons[i]
		t := talk{Lesson: l}
		dialogue.Examples(l.Turns, l.Profile(), func(e *dialogue.Example) {
			u := turn{system: e.Role == seedbed.Assistant, size: e.Words, whole: slices.Clone(e.Whole), beside: e.Beside, speaks: make([]sentence, len(e.Lengths))}
			for j, n := range e.Lengths {
				u.speaks[j].size = n
			}
			for _, f := range e.Said {
				u.words = append(u.words, f.Hash)
				s := &u.speaks[f.Sentence]
				s.features = append(s.features, f.Hash)
			}
			for _, f := range e.Told {
				u.words = append(u.words, f.Hash)
			}
			if u.shows = slices.Contains(l.Shows, e.Turn); u.shows {
				u.class = labels[l.Behaviour]
			}
			t.turns = append(t.turns, u)
		})
		out[i] = t
	}
	return out
}

// model is a linear model: weights by feature, and class.
type model struct {
	index map[uint32]int32
	hash  []uint32
	seen  []int32
	w     [][classes]float64
	bias  [classes]float64
}

// input is a feature with its value.
type input struct {
	i int32
	v float64
}

// instance is what is learned from.
type instance struct {
	size   int
	words  []uint32
	whole  []uint32
	beside []dialogue.Weighted
	class  int
	row    []input
}

func (x *instance) each(f func(hash uint32, v float64)) {
	v := wordScale / math.Sqrt(float64(x.size+4))
	for _, h := range x.words {
		f(h, v)
	}
	for _, h := range x.whole {
		f(h, wholeScale)
	}
	for _, b := range x.beside {
		f(b.Hash, besideScale*float64(b.Weigh))
	}
}

func (m *model) scores(row []input) (s [classes]float64) {
	s = m.bias
	for _, e := range row {
		w := &m.w[e.i]
		for k := range s {
			s[k] += e.v * w[k]
		}
	}
	return s
}

func softmax(s [classes]float64) (p [classes]float64) {
	most, sum := slices.Max(s[:]), 0.0
	for k := range s {
		p[k] = math.Exp(s[k] - most)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// features makes the index of a model: what was seen often enough.
func features(xs []instance) *model {
	m := &model{index: map[uint32]int32{}}
	seen, last := map[uint32]int32{}, map[uint32]int{}
	for i := range xs {
		xs[i].each(func(h uint32, _ float64) {
			if last[h] != i+1 {
				last[h] = i + 1
				seen[h]++
			}
		})
	}
	for h, n := range seen {
		if n >= leastSeen {
			m.hash = append(m.hash, h)
		}
	}
	slices.Sort(m.hash)
	m.seen = make([]int32, len(m.hash))
	for i, h := range m.hash {
		m.index[h], m.seen[i] = int32(i), seen[h]
	}
	for i := range xs {
		x := &xs[i]
		x.each(func(h uint32, v float64) {
			if at, ok := m.index[h]; ok {
				x.row = append(x.row, input{at, v})
			}
		})
	}
	m.w = make([][classes]float64, len(m.hash))
	return m
}

// train learns from instances by AdaGrad (Duchi, Hazan and Singer, 2011), and returns the
// mean of the second half of its passes.
func train(xs []instance, seed uint64) *model {
	m := features(xs)
	sums, mean := make([][classes]float64, len(m.w)), make([][classes]float64, len(m.w))
	var biases [classes]float64
	r := rand.New(rand.NewPCG(seed, 1))
	for epoch := range epochs {
		for _, i := range r.Perm(len(xs)) {
			x := &xs[i]
			p := softmax(m.scores(x.row))
			p[x.class]--
			for k, g := range p {
				biases[k] += g * g
				m.bias[k] -= rate * g / math.Sqrt(1+biases[k])
			}
			for _, e := range x.row {
				w, s := &m.w[e.i], &sums[e.i]
				for k := range p {
					g := p[k]*e.v + decay*w[k]
					s[k] += g * g
					w[k] -= rate * g / math.Sqrt(1e-2+s[k])
				}
			}
		}
		if epoch < epochs/2 {
			continue
		}
		for i := range mean {
			for k := range mean[i] {
				mean[i][k] += m.w[i][k] / float64(epochs-epochs/2)
			}
		}
	}
	m.w = mean
	return m
}

// speaker learns who says a sentence, the user or the system.
func speaker(talks []*talk) *model {
	var xs []instance
	for _, t := range talks {
		for i := range t.turns {
			u := &t.turns[i]
			if u.shows {
				continue
			}
			class := 0
			if u.system {
				class = 1
			}
			for _, s := range u.speaks {
				if len(s.features) > 0 {
					xs = append(xs, instance{size: s.size, words: s.features, class: class})
				}
			}
		}
	}
	return train(xs, 2)
}

// voices are the features of who could be speaking in a turn.
func (m *model) voices(u *turn) (out []uint32) {
	var v []float32
	for _, s := range u.speaks {
		z, scale := m.bias[1]-m.bias[0], wordScale/math.Sqrt(float64(s.size+4))
		for _, h := range s.features {
			if i, ok := m.index[h]; ok {
				z += scale * (m.w[i][1] - m.w[i][0])
			}
		}
		v = append(v, float32(z))
	}
	dialogue.VoiceFeatures(v, func(h uint32) { out = append(out, h) })
	return out
}

// learned is the two models of the scorer.
type learned struct{ speaks, breaks *model }

// learn makes them. What a turn's voices are is taken from a model that has not seen it.
func learn(talks []*talk) learned {
	var xs []instance
	for fold := range folds {
		var in []*talk
		for i, t := range talks {
			if i%folds != fold {
				in = append(in, t)
			}
		}
		s := speaker(in)
		for i, t := range talks {
			if i%folds != fold {
				continue
			}
			for j := range t.turns {
				if u := &t.turns[j]; !u.system {
					xs = append(xs, instance{size: u.size, words: u.words, whole: append(s.voices(u), u.whole...), beside: u.beside, class: u.class})
				}
			}
		}
	}
	return learned{speaker(talks), train(xs, 1)}
}

// kept is how many features the file of weights has: of nine bytes, 1.4 MB.
const kept = 160000

// weights writes both models into one file.
func weights(l learned, digest string, limits limits) ([]byte, error) {
	const fine = 127
	type both struct {
		hash  uint32
		w     [classes - 1]float64
		voice float64
		rank  float64
	}
	found := map[uint32]*both{}
	of := func(h uint32) *both {
		if found[h] == nil {
			found[h] = &both{hash: h}
		}
		return found[h]
	}
	var sizes, voiceSizes []float64
	for i, h := range l.breaks.hash {
		b := of(h)
		for k := range b.w {
			b.w[k] = l.breaks.w[i][k+1] - l.breaks.w[i][0]
			sizes = append(sizes, math.Abs(b.w[k]))
			b.rank = max(b.rank, math.Abs(b.w[k])*math.Sqrt(float64(l.breaks.seen[i])))
		}
	}
	for i, h := range l.speaks.hash {
		b := of(h)
		b.voice = l.speaks.w[i][1] - l.speaks.w[i][0]
		voiceSizes = append(voiceSizes, math.Abs(b.voice))
		b.rank = max(b.rank, .3*math.Abs(b.voice)*math.Sqrt(float64(l.speaks.seen[i])))
	}
	scale, voiceScale := high(sizes)/fine, high(voiceSizes)/fine
	var list []*both
	for _, b := range found {
		list = append(list, b)
	}
	slices.SortFunc(list, func(a, b *both) int { return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.hash, b.hash)) })
	list = list[:min(len(list), kept)]
	small := func(x, scale float64) int8 { return int8(min(max(math.Round(x/scale), -fine), fine)) }
	out := make([]dialogue.WeightOf, 0, len(list))
	for _, b := range list {
		f := dialogue.WeightOf{Hash: b.hash, Voice: small(b.voice, voiceScale)}
		for k := range b.w {
			f.W[k] = small(b.w[k], scale)
		}
		out = append(out, f)
	}
	m := dialogue.Weights{
		Digest: digest, Scale: float32(scale), VoiceScale: float32(voiceScale), VoiceBias: float32(l.speaks.bias[1] - l.speaks.bias[0]),
		Word: wordScale, Whole: wholeScale, Beside: besideScale, Limits: limits.counts, Doubts: limits.doubts,
	}
	for k := range m.Bias {
		m.Bias[k] = float32(l.breaks.bias[k+1] - l.breaks.bias[0])
	}
	return m.Encode(out)
}

// high is the size that hardly any is above.
func high(sizes []float64) float64 {
	slices.Sort(sizes)
	return max(sizes[len(sizes)*999/1000], 1e-6)
}
