package dialogue

import (
	"math"
	"slices"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// learnedNames are what the learned scorer tells, in the order of its weights.
var learnedNames = [learnedClasses]Name{RoleFlip, OtherSide, Praise, Persona, Refusal}

const learnedClasses = 5

// scores are by name, as log odds against a sound turn.
type scores [learnedClasses]float32

func (s *scores) add(w *[learnedClasses]int32, scale float32) {
	for k := range s {
		s[k] += float32(scale * float32(w[k])) // rounded, so that no machine adds it unrounded
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
		w.detail(s)
		w.exemplify(n, s, false)
	}
	if m == nil {
		return
	}
	z := w.score(m, s, from)
	if w.scored != nil {
		w.scored(n, z)
	}
	w.last.beside = scores{}
	w.conclude(n, from, m, s, &z)
	var said sums
	v := w.saidBefore(s, func(hash uint32) {
		said.add(m.of(hash))
	})
	w.earlier.add(said.of(), m.Scale*m.Beside*v)
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
		w.detail(s)
		w.exemplify(n, s, true)
	}
	if m == nil {
		return
	}
	w.tokenize(s, w.replyEnd())
	var said sums
	v := w.endOfReply(s, func(hash uint32) {
		said.add(m.of(hash))
	})
	h.beside.add(said.of(), m.Scale*m.Beside*v)
}

// score is how much the turn at hand is like those of each name. Where meaning alone says
// that it is like none by far, nothing else is looked at.
func (w *Watcher) score(m *Weights, s *shown, from int) (z scores) {
	s.voices = s.voices[:0]
	for range w.text.sentences {
		s.voices = append(s.voices, 0)
	}
	norm := m.Scale * m.Word / sqrt(min(len(w.text.words), learnedMost)+4)
	var words, whole sums
	m.voiced(s, s.meant, &words)
	for _, f := range s.told {
		words.add(m.of(f.Hash))
	}
	for _, h := range s.whole {
		whole.add(m.of(h))
	}
	base := w.last.beside
	base.add(whole.of(), m.Scale*m.Whole)
	for k := range base {
		base[k] += m.Bias[k] + w.earlier[k]
	}
	z = base
	z.add(words.of(), norm)
	if w.scored == nil && from == len(w.signals) && m.hopeless(&z) {
		return z
	}
	told := len(s.told)
	w.detail(s)
	m.voiced(s, s.said, &words)
	for _, f := range s.told[told:] {
		words.add(m.of(f.Hash))
	}
	z = base
	z.add(words.of(), norm)
	w.hear(m, s, &z)
	return z
}

// hopeless reports whether scores by meaning are so low that what else a turn shows does
// not make a sign of them. How low was chosen on held-out transcripts.
func (m *Weights) hopeless(z *scores) bool {
	for k := range z {
		if z[k] > m.Limits[k]-hopelessBy {
			return false
		}
	}
	return true
}

const hopelessBy = 4.5

// voiced adds the weights of features, and what they say of who speaks their sentences.
func (m *Weights) voiced(s *shown, features []Feature, words *sums) {
	for _, f := range m.sift(s, features) {
		if x := m.find(f.Hash); x != 0 {
			words.add(x)
			s.voices[f.Sentence] += float32(x.voice())
		}
	}
}

// sums are of weights, before their scale. Several are added at once, in parts of a
// number of 64 bits that do not reach into one another.
type sums struct {
	even, odd uint64 // 16 bits each, of weights from 0 on
	n         int    // how many are in there
	done      [learnedClasses]int32
}

func (s *sums) add(x weightSlot) {
	if x == 0 {
		return
	}
	s.even += uint64(x) >> 24 & lanes
	s.odd += uint64(x) >> 32 & lanes
	if s.n++; s.n == lanesMost {
		s.flush()
	}
}

const (
	lanes     = 0x00ff00ff00ff
	lanesMost = 256 // of 255 at the most in 16 bits
)

func (s *sums) flush() {
	zero := int32(s.n * slotZero)
	for k := range s.done {
		from := s.even
		if k%2 == 1 {
			from = s.odd
		}
		s.done[k] += int32(from>>(k/2*16)&(1<<16-1)) - zero
	}
	s.even, s.odd, s.n = 0, 0, 0
}

// of returns the sums by name.
func (s *sums) of() *[learnedClasses]int32 {
	s.flush()
	return &s.done
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
	if len(v) == 0 {
		return
	}
	for kind, value := range voiced(v) {
		x := &m.heard[kind][value]
		for k := range z {
			z[k] += x[k]
		}
	}
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

// voiced tells what the voices of a turn's sentences are, by kind: how much, in steps of
// which those below count too, or which of a few. There is one sentence at least.
func voiced(v []float32) (out [voiceKinds]uint32) {
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
		x = min(max(x, -9), voiceSteps)
		step := int32(x)
		if float32(step) > x {
			step-- // rounded down, quicker than by math.Floor
		}
		out[kind] = uint32(min(max(step+8, 0), voiceSteps-1))
	}
	out[voiceRuns], out[voicePattern] = min(runs, 8), pattern
	return out
}

// conclude makes signals of scores. A rule's sign that the scorer sees no reason for does
// not count alone any more, and one that would not have counted alone does not count: a
// person says "No, thanks" or "anything else?" again and again, and means nothing by it. A
// sign that is most of a turn keeps its strength; one of a flip if it is plain, as what people
// tell a system to do is often all that they say; what nobody says but who serves just counts.
func (w *Watcher) conclude(n, from int, m *Weights, s *shown, z *scores) {
	kept := w.signals[:from]
	for _, g := range w.signals[from:] {
		if k := slices.Index(learnedNames[:], g.Name); k >= 0 && z[k] < m.Doubts[k] && g.Strength < 1 {
			switch {
			case g.Strength < Threshold:
				continue
			case g.Name == RoleFlip && g.Strength >= served:
				g.Strength = Threshold
			case g.Name == RoleFlip && g.Strength < plain || !w.mostly(g.Span):
				g.Strength *= doubted
			}
		}
		kept = append(kept, g)
	}
	w.signals = kept
	for k, name := range learnedNames {
		if z[k] < m.Limits[k] || name == Praise && w.users < 2 {
			continue
		}
		strength := 1 / (1 + math.Exp(-float64(z[k]-m.Limits[k]))*(1-Threshold)/Threshold)
		q := &w.text.sentences[w.heaviest(m, s, k)]
		w.mark(n, name, q.from, q.to-q.from, min(strength, .99))
	}
}

// mostly reports whether a span is most of the turn: then there is nothing beside it that
// could make it something else.
func (w *Watcher) mostly(s Span) bool {
	return 3*(s.To-s.From) > 2*utf8.RuneCountInString(w.text.text)
}

// doubted is what a rule's strength is multiplied by.
const doubted = .75

// How strong a sign of a flip is that people hardly give: who says most of a turn that serves, and
// who says "How can I help you?", which counts whatever the scorer takes the rest of the turn for.
const (
	plain  = .85
	served = .9
)

// heaviest is the sentence that speaks most for a name.
func (w *Watcher) heaviest(m *Weights, s *shown, k int) int {
	for i := range s.voices {
		s.voices[i] = 0
	}
	add := func(features []Feature) {
		for _, f := range features {
			if x := m.of(f.Hash); x != 0 && int(f.Sentence) < len(s.voices) {
				s.voices[f.Sentence] += float32(x.weight(k))
			}
		}
	}
	add(s.meant)
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
	x := Example{Turn: n, Role: seedbed.User, Words: min(len(w.text.words), learnedMost), Said: slices.Concat(s.meant, s.said), Told: s.told, Whole: s.whole}
	for i := range w.text.sentences {
		x.Lengths = append(x.Lengths, w.text.sentences[i].to-w.text.sentences[i].from)
	}
	into, from := &e.earlier, w.saidBefore
	if system {
		x.Role, e.reply, into, from = seedbed.Assistant, nil, &e.reply, w.endOfReply
	} else {
		x.Beside = append(append(x.Beside, e.reply...), e.earlier...)
		e.reply = nil
	}
	e.each(&x)
	first := len(*into)
	v := from(s, func(hash uint32) { *into = append(*into, Weighted{Hash: hash}) })
	for i := range (*into)[first:] {
		(*into)[first+i].Weigh = v
	}
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
