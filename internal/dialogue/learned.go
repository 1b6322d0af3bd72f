package dialogue

import (
	"math"

	"seedbed.dev/seedbed"
)

// learnedNames are what the learned scorer tells, in the order of its weights.
var learnedNames = [learnedClasses]Name{RoleFlip, OtherSide, Praise, Persona}

const learnedClasses = 4

// scores are by name, as log odds against a sound turn.
type scores [learnedClasses]float32

func (s *scores) add(w *slotWeights, scale float32) {
	for k := range s {
		s[k] += scale * float32(w[k])
	}
}

// learned adds the signals of the learned scorer, and doubts those of the rules that it
// sees no reason for.
func (w *Watcher) learned(n, from int) {
	m := w.weights
	if len(w.text.words) == 0 || m == nil && w.example == nil {
		return
	}
	s := shownPool.Get().(*shown)
	defer s.putBack()
	w.show(s)
	if w.example != nil {
		w.exemplify(n, s, false)
	}
	if m == nil {
		return
	}
	z := w.score(m, s)
	if w.scored != nil {
		w.scored(n, z)
	}
	w.last.beside = scores{}
	w.conclude(n, from, m, s, &z)
	w.beside(s, false, func(hash uint32, weigh float32) {
		if x := m.of(hash); x != nil {
			w.earlier.add(&x.w, m.Scale*m.Beside*weigh)
		}
	})
}

// heeds notes what a reply ends with, for the turn that answers it.
func (w *Watcher) heeds(n int, h *heard) {
	m := w.weights
	if len(w.text.words) == 0 || m == nil && w.example == nil {
		return
	}
	s := shownPool.Get().(*shown)
	defer s.putBack()
	if w.example != nil {
		w.show(s)
		w.exemplify(n, s, true)
	}
	if m == nil {
		return
	}
	w.tokenize(s)
	w.beside(s, true, func(hash uint32, weigh float32) {
		if x := m.of(hash); x != nil {
			h.beside.add(&x.w, m.Scale*m.Beside*weigh)
		}
	})
}

// score is how much the turn at hand is like those of each name.
func (w *Watcher) score(m *Weights, s *shown) (z scores) {
	s.voices = s.voices[:0]
	for range w.text.sentences {
		s.voices = append(s.voices, 0)
	}
	norm := m.Scale * m.Word / sqrt(min(len(w.text.words), learnedMost)+4)
	var words sums
	for _, f := range s.said {
		if x := m.of(f.Hash); x != nil {
			words.add(&x.w)
			s.voices[f.Sentence] += float32(x.voice())
		}
	}
	for _, f := range s.told {
		if x := m.of(f.Hash); x != nil {
			words.add(&x.w)
		}
	}
	var whole sums
	for _, h := range s.whole {
		if x := m.of(h); x != nil {
			whole.add(&x.w)
		}
	}
	for k := range z {
		z[k] = m.Bias[k] + norm*float32(words[k]) + m.Scale*m.Whole*float32(whole[k]) + w.last.beside[k] + w.earlier[k]
	}
	w.hear(m, s, &z)
	return z
}

// sums are of weights, before their scale.
type sums [learnedClasses]int32

func (s *sums) add(w *slotWeights) {
	s[0] += int32(w[0])
	s[1] += int32(w[1])
	s[2] += int32(w[2])
	s[3] += int32(w[3])
}

// hear adds what the voices of sentences are: who could be speaking.
func (w *Watcher) hear(m *Weights, s *shown, z *scores) {
	v := s.voices[:0]
	for i, x := range s.voices {
		q := &w.text.sentences[i]
		if q.from >= learnedMost {
			break
		}
		v = append(v, m.VoiceBias+x*m.VoiceScale*m.Word/sqrt(q.to-q.from+4))
	}
	s.voices = v
	voiced(v, func(kind, value uint32) {
		for k := range z {
			z[k] += m.heard[kind][value][k]
		}
	})
}

// Kinds of what the voices of a turn tell.
const (
	voiceMost uint32 = iota
	voiceLeast
	voiceMean
	voiceFirst
	voiceLast
	voiceRise
	voiceSum
	voiceRuns
	voicePattern
	voiceKinds
)

const (
	voiceSteps    = 17
	voicePatterns = 243 // five of three
)

// voiced gives what the voices of a turn's sentences tell, by kind: how much, in steps
// of which those below count too, or which of a few.
func voiced(v []float32, each func(kind, value uint32)) {
	if len(v) == 0 {
		return
	}
	most, least, sum, rise, low := v[0], v[0], float32(0), float32(0), v[0]
	sign, runs, pattern := uint32(0), uint32(0), uint32(0)
	for _, x := range v {
		most, least, sum = max(most, x), min(least, x), sum+x
		rise = max(rise, x-low)
		low = min(low, x)
		now := sign
		switch {
		case x > .7:
			now = 1
		case x < -.7:
			now = 2
		}
		if now == sign {
			continue
		}
		sign = now
		if runs++; runs <= 5 {
			pattern = pattern*3 + sign
		}
	}
	for kind, x := range [...]float32{most, least, sum / float32(len(v)), v[0], v[len(v)-1], rise, sum} {
		each(uint32(kind), uint32(min(max(math.Floor(float64(x))+8, 0), voiceSteps-1)))
	}
	each(voiceRuns, min(runs, 8))
	each(voicePattern, pattern)
}

// conclude makes signals of scores. A rule's sign that the scorer sees no reason for does
// not count alone any more.
func (w *Watcher) conclude(n, from int, m *Weights, s *shown, z *scores) {
	for i := from; i < len(w.signals); i++ {
		g := &w.signals[i]
		for k, name := range learnedNames {
			if g.Name == name && z[k] < m.Doubts[k] {
				g.Strength *= doubted
			}
		}
	}
	for k, name := range learnedNames {
		if z[k] < m.Limits[k] || name == Praise && w.users < 2 {
			continue
		}
		strength := 1 / (1 + math.Exp(-float64(z[k]-m.Limits[k]))*(1-Threshold)/Threshold)
		q := &w.text.sentences[w.heaviest(m, s, k)]
		w.mark(n, name, q.from, q.to-q.from, min(strength, .99))
	}
}

// doubted is what a rule's strength is multiplied by.
const doubted = .8

// heaviest is the sentence that speaks most for a name.
func (w *Watcher) heaviest(m *Weights, s *shown, k int) int {
	for i := range s.voices {
		s.voices[i] = 0
	}
	add := func(features []Feature) {
		for _, f := range features {
			if x := m.of(f.Hash); x != nil && int(f.Sentence) < len(s.voices) {
				s.voices[f.Sentence] += float32(x.w[k])
			}
		}
	}
	add(s.said)
	add(s.told)
	best := 0
	for i, v := range s.voices {
		if v > s.voices[best] {
			best = i
		}
	}
	return best
}

// Example is what one turn shows, as the learned scorer is trained on it.
type Example struct {
	Turn    int // 0-based place in the conversation
	Role    seedbed.Role
	Words   int       // at most learnedMost
	Lengths []int     // words of each sentence
	Said    []Feature // what tells who speaks too
	Told    []Feature
	Whole   []uint32
	Beside  []Weighted // what was said before
}

// Weighted is a feature with its weight.
type Weighted struct {
	Hash  uint32
	Weigh float32
}

// Examples gives what each turn of a conversation shows to each. Slices of an example
// are good until it returns.
func Examples(c Conversation, p Profile, each func(*Example)) {
	w := NewWatcher(p)
	w.weights, w.example = nil, &exemplar{each: each}
	for i := range c {
		w.Add(&c[i])
	}
}

// exemplar collects what a Watcher shows for training.
type exemplar struct {
	each           func(*Example)
	reply, earlier []Weighted
}

func (w *Watcher) exemplify(n int, s *shown, system bool) {
	e := w.example
	x := Example{Turn: n, Role: seedbed.User, Words: min(len(w.text.words), learnedMost), Said: s.said, Told: s.told, Whole: s.whole}
	for i := range w.text.sentences {
		x.Lengths = append(x.Lengths, w.text.sentences[i].to-w.text.sentences[i].from)
	}
	into := &e.earlier
	if system {
		x.Role, e.reply, into = seedbed.Assistant, nil, &e.reply
	} else {
		x.Beside = append(append(x.Beside, e.reply...), e.earlier...)
		e.reply = nil
	}
	e.each(&x)
	w.beside(s, system, func(hash uint32, weigh float32) { *into = append(*into, Weighted{hash, weigh}) })
}

// Scores gives the scores of each of the user's turns of a conversation to each, in the
// order of the weights, with the signals of the rules in that turn.
func Scores(c Conversation, p Profile, m *Weights, each func(turn int, z [learnedClasses]float32, rules []Signal)) {
	w := NewWatcher(p)
	w.weights = m
	w.scored = func(n int, z scores) {
		from := len(w.signals)
		for from > 0 && w.signals[from-1].Turn == n {
			from--
		}
		each(n, z, w.signals[from:])
	}
	for i := range c {
		w.Add(&c[i])
	}
}
