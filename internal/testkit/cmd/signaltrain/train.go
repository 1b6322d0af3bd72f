package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

const classes = 5

var labels = map[transcripts.Behaviour]int{transcripts.RoleFlip: 1, transcripts.BothSides: 2, transcripts.Praise: 3, transcripts.Persona: 4}

// turn is a user's turn as it is learned from.
type turn struct {
	at       int
	class    int
	words    int
	lengths  []int
	features []dialogue.Feature
	refused  bool
	shows    bool
	system   bool
	speaks   [][]dialogue.Feature // of each sentence, what tells who speaks
}

type talk struct {
	*transcripts.Lesson
	turns   []turn
	signals []dialogue.Signal
}

func prepare(lessons []transcripts.Lesson) []talk {
	out := make([]talk, len(lessons))
	for i := range lessons {
		l := &lessons[i]
		t := talk{Lesson: l, signals: dialogue.Signals(closed(l.Turns), l.Profile())}
		dialogue.Examples(l.Turns, l.Profile(), func(e *dialogue.Example) {
			u := turn{at: e.Turn, words: e.Words, lengths: slices.Clone(e.Lengths), features: slices.Clone(e.Features), refused: e.Refused, shows: slices.Contains(l.Shows, e.Turn), system: e.System}
			u.speaks = make([][]dialogue.Feature, len(u.lengths))
			for _, f := range u.features {
				if f.Speaks && int(f.Sentence) < len(u.speaks) {
					u.speaks[f.Sentence] = append(u.speaks[f.Sentence], f)
				}
			}
			if u.shows {
				u.class = labels[l.Behaviour]
			}
			t.turns = append(t.turns, u)
		})
		out[i] = t
	}
	return out
}

// model is weights by feature.
type model struct {
	index map[uint32]int32
	w     [][classes]float64
	bias  [classes]float64
}

type entry struct {
	i int32
	v float64
}

func norm(words int) float64 { return wordScale / math.Sqrt(float64(words)+4) }

var (
	wordScale  = 1.5
	rate       = .1
	l2         = 2e-4
	epochs     = 14
	leastDF    = 3
	noVoices   = false
	madeWeight = .3
)

func (m *model) row(features []dialogue.Feature, words int, dst []entry) []entry {
	dst = dst[:0]
	v := norm(words)
	for _, f := range features {
		i, ok := m.index[f.Hash]
		if !ok {
			continue
		}
		x := v
		if f.Sentence < 0 {
			x = .5
		}
		dst = append(dst, entry{i, x})
	}
	return dst
}

func (m *model) scores(row []entry) (s [classes]float64) {
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
	most := slices.Max(s[:])
	sum := 0.0
	for k := range s {
		p[k] = math.Exp(s[k] - most)
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}

// instance is what is learned from.
type instance struct {
	features []dialogue.Feature
	words    int
	class    int
	weigh    float64
	row      []entry
}

// train learns from instances.
func train(xs []instance, seed uint64) *model {
	m := &model{index: map[uint32]int32{}}
	df := map[uint32]int{}
	last := map[uint32]int{}
	for i := range xs {
		for _, f := range xs[i].features {
			if last[f.Hash] != i+1 {
				last[f.Hash] = i + 1
				df[f.Hash]++
			}
		}
	}
	var all []uint32
	for h, n := range df {
		if n >= leastDF {
			all = append(all, h)
		}
	}
	slices.Sort(all)
	for i, h := range all {
		m.index[h] = int32(i)
	}
	m.w = make([][classes]float64, len(all))
	sums := make([][classes]float64, len(all))
	var biasSum [classes]float64
	for i := range xs {
		xs[i].row = m.row(xs[i].features, xs[i].words, nil)
	}
	r := rand.New(rand.NewPCG(seed, 1))
	for range epochs {
		for _, i := range r.Perm(len(xs)) {
			x := &xs[i]
			p := softmax(m.scores(x.row))
			p[x.class]--
			for k := range p {
				g := p[k] * x.weigh
				biasSum[k] += g * g
				m.bias[k] -= rate * g / math.Sqrt(1+biasSum[k])
			}
			for _, e := range x.row {
				w, s := &m.w[e.i], &sums[e.i]
				for k := range p {
					g := p[k]*e.v*x.weigh + l2*w[k]
					s[k] += g * g
					w[k] -= rate * g / math.Sqrt(1e-2+s[k])
				}
			}
		}
	}
	return m
}

// speaker learns who says a sentence, the user or the system.
func speaker(talks []*talk, seed uint64) *model {
	var xs []instance
	for _, t := range talks {
		if t.Composed {
			continue
		}
		for i := range t.turns {
			u := &t.turns[i]
			if u.shows || t.Behaviour == transcripts.Contradiction && u.shows {
				continue
			}
			c := 0
			if u.system {
				c = 1
			}
			for j, f := range u.speaks {
				if len(f) > 0 {
					xs = append(xs, instance{features: f, words: u.lengths[j], class: c, weigh: 1})
				}
			}
		}
	}
	return train(xs, seed)
}

// voices adds what a speaker model makes of a turn's sentences.
func (m *model) voices(u *turn) []dialogue.Feature {
	out := slices.Clone(u.features)
	if noVoices {
		return out
	}
	var row []entry
	var all []float64
	for j, f := range u.speaks {
		if len(f) == 0 {
			continue
		}
		row = m.row(f, u.lengths[j], row)
		z := m.scores(row)
		all = append(all, z[1]-z[0])
	}
	if len(all) == 0 {
		return out
	}
	add := func(kind uint32, x float64) {
		b := uint32(min(max(math.Floor(x/1.0)+8, 0), 16))
		for i := uint32(1); i <= b; i++ { // at least so much
			out = append(out, dialogue.Feature{Hash: 0x51000000 + kind<<8 + i, Sentence: -1})
		}
	}
	most, least, sum, rise := all[0], all[0], 0.0, 0.0
	low, high := all[0], all[len(all)-1]
	for _, x := range all {
		most, least, sum = max(most, x), min(least, x), sum+x
		rise = max(rise, x-low)
		low = min(low, x)
	}
	add(1, most)
	add(2, least)
	add(3, sum/float64(len(all)))
	add(4, all[0])
	add(5, high)
	add(6, rise)
	add(7, sum)
	return out
}

// learn makes the two models of talks.
func learn(talks []*talk) (speaks, m *model) {
	const folds = 3
	var xs []instance
	for fold := range folds {
		var in []*talk
		for i, t := range talks {
			if i%folds != fold {
				in = append(in, t)
			}
		}
		s := speaker(in, 2)
		for i, t := range talks {
			if i%folds != fold {
				continue
			}
			for j := range t.turns {
				if u := &t.turns[j]; !u.system {
					weigh := 1.0
					if t.Composed {
						if weigh = madeWeight; !u.shows || weigh == 0 {
							continue
						}
					}
					xs = append(xs, instance{features: s.voices(u), words: u.words, class: u.class, weigh: weigh})
				}
			}
		}
	}
	return speaker(talks, 2), train(xs, 1)
}

// closed lets the system have the last word.
func closed(c dialogue.Conversation) dialogue.Conversation {
	if c[len(c)-1].Role == seedbed.User {
		c = append(slices.Clone(c), dialogue.Turn{Role: seedbed.Assistant, Content: "All right, here is what I know about it."})
	}
	return c
}
