package dialogue

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Feature is one thing that a turn shows.
type Feature struct {
	Hash     uint32
	Sentence int32 // where
}

// shown is what a turn shows, in memory that is used again.
type shown struct {
	tokens []token
	meant  []Feature // by what its words mean
	said   []Feature // by its words, and how they stand: these and those of meaning tell who speaks too
	told   []Feature // by its words beside what they answer
	whole  []uint32  // as a turn, and by what the rules found
	some   []Feature // those that may have weights
	voices []float32 // by sentence: how much it sounds like the system
	buf    []byte
}

var shownPool = sync.Pool{New: func() any { return new(shown) }}

func (s *shown) putBack() {
	if cap(s.said) <= 1<<15 {
		shownPool.Put(s)
	}
}

// learnedMost is how many words of a turn are scored.
const learnedMost = 512

// Kinds of features, the seeds of their hashes.
const (
	ofWord uint32 = iota + 1
	ofWords
	ofConcept
	ofConcepts
	ofThree
	ofPlace
	ofRefused
	ofRefusedPair
	ofSuffix
	ofShape
	ofShapes
	ofContext
	ofReply
	ofVoices
	ofGram
	ofSkip
)

// mix is a hash of a kind of feature and what it is made of.
func mix(kind, a, b, c uint32) uint32 {
	h := uint64(kind)*0x9e3779b97f4a7c15 + uint64(a)*0xbf58476d1ce4e5b9 + uint64(b)*0x94d049bb133111eb + uint64(c)*0xd6e8feb86659fd93
	return uint32((h ^ h>>32) * 0xff51afd7ed558ccd >> 32)
}

// show fills s from the user's turn at hand: with what its words mean, and what it is as
// a whole. That tells most turns that are sound.
func (w *Watcher) show(s *shown) {
	w.tokenize(s, 0)
	meant, told := slices.Grow(s.meant[:0], 2*len(s.tokens)), s.told[:0]
	refused := w.last.refused
	p := conceptStart
	for i, t := range s.tokens {
		at := t.sentence
		meant = append(meant, Feature{mix(ofConcept, t.concept, 0, 0), at}, Feature{mix(ofConcepts, p, t.concept, 0), at})
		if i < 5 {
			told = append(told, Feature{mix(ofPlace, t.concept, uint32(i), 0), at}, Feature{mix(ofPlace, t.concept, 99, 0), at})
		}
		if refused {
			told = append(told, Feature{mix(ofRefused, t.concept, 0, 0), at}, Feature{mix(ofRefusedPair, p, t.concept, 0), at})
		}
		p = t.concept
	}
	s.meant, s.told, s.said, s.whole = meant, told, s.said[:0], s.whole[:0]
	w.surroundings(s)
	w.alternates(s)
	w.ruled(s)
}

// detail adds the rest: the words themselves, and how sentences are made.
func (w *Watcher) detail(s *shown) {
	said := slices.Grow(s.said[:0], 4*len(s.tokens)+64)
	start := token{conceptStart, conceptStart, 0}
	p2, p1 := start, start
	for _, t := range s.tokens {
		at := t.sentence
		said = append(said,
			Feature{mix(ofWord, t.word, 0, 0), at}, Feature{mix(ofWords, p1.word, t.word, 0), at},
			Feature{mix(ofThree, p2.concept, p1.concept, t.concept), at}, Feature{mix(ofSkip, p2.concept, t.concept, 0), at})
		p2, p1 = p1, t
	}
	s.said = said
	w.grams(s)
	w.suffixes(s)
	w.shapes(s)
}

// saidBefore gives each feature of what the user says that later turns are seen beside,
// and returns their weight.
func (w *Watcher) saidBefore(s *shown, each func(hash uint32)) float32 {
	tokens := s.tokens[:min(len(s.tokens), besideMost)]
	for _, t := range tokens {
		each(mix(ofReply, t.concept, 9, 9))
	}
	return 1 / sqrt(len(tokens)+4)
}

// replyEnd is the word from which on a reply matters to what answers it.
func (w *Watcher) replyEnd() int {
	at := w.text.sentences[max(len(w.text.sentences)-2, 0)].from
	return min(at, len(w.text.words), learnedMost)
}

// endOfReply gives each feature of what a reply ends with, and returns their weight.
func (w *Watcher) endOfReply(s *shown, each func(hash uint32)) float32 {
	last := int32(len(w.text.sentences) - 1)
	from := 0
	for from < len(s.tokens) && (s.tokens[from].sentence < last-1 || len(s.tokens)-from > besideMost) {
		from++
	}
	tokens := s.tokens[from:]
	p := conceptStart
	for _, t := range tokens {
		each(mix(ofReply, t.concept, bit(t.sentence == last, 0), 0))
		each(mix(ofReply, p, t.concept, 7))
		p = t.concept
	}
	return 1 / sqrt(len(tokens)+4)
}

// besideMost is how many words of a turn later ones are seen beside.
const besideMost = 64

func sqrt(n int) float32 { return float32(math.Sqrt(float64(n))) }

// alternates adds whether lines begin alike in turn, as those of scripts do, and where a
// turn asks and thanks.
func (w *Watcher) alternates(s *shown) {
	words, text := w.text.words, w.text.text[:min(len(w.text.text), 2048)]
	lines := strings.Count(text, "\n") > 0
	var starts [12]uint64
	n := 0
	for i := range w.text.sentences {
		x := &words[w.text.sentences[i].from]
		if n < len(starts) && (i == 0 || lines && lineStart(w.text.text, x.from)) {
			starts[n] = x.hash
			n++
		}
	}
	same, near := 0, 0
	for i := 2; i < n; i++ {
		if starts[i] == starts[i-2] {
			same++
		}
		if starts[i] == starts[i-1] {
			near++
		}
	}
	add := func(a, b, c uint32) {
		s.whole = append(s.whole, mix(ofContext, a, b, c))
	}
	add(900, uint32(min(same, 3)), bit(near > 0, 0))
	add(901, uint32(min(n, 6)), 0)
	dashes := 0
	if lines {
		dashes = strings.Count(text, "\n- ") + strings.Count(text, "\n– ") + strings.Count(text, "\n— ")
	}
	add(902, uint32(min(dashes, 4)), 0)
	ns := len(w.text.sentences)
	mid, after := 0, 0
	for i := range w.text.sentences {
		if w.text.sentences[i].asks && i < ns-1 {
			mid++
			if !w.text.sentences[i+1].asks {
				after++
			}
		}
	}
	add(903, uint32(min(mid, 4)), uint32(min(after, 4)))
	thanksLast := false
	for _, h := range w.hits {
		if h.phrase.kind == thanks && int(words[h.at].sentence) >= ns-2 {
			thanksLast = true
		}
	}
	add(904, uint32(min(mid, 2)), bit(thanksLast, 0))
	add(905, uint32(min(ns, 8)), bit(thanksLast, 0))
}

// grams adds four letters of words at a time, from the start to the end of each: words
// that were never seen share them with others of their stem.
func (w *Watcher) grams(s *shown) {
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := range words {
		x := &words[i]
		if x.quoted || !x.first || x.class&classStop != 0 || x.to-x.from < gramLeast || x.to-x.from > gramMost {
			continue
		}
		s.buf = append(lower(append(s.buf[:0], '^'), w.text.text[x.from:x.to]), '$')
		four := uint32(s.buf[0])<<16 | uint32(s.buf[1])<<8 | uint32(s.buf[2])
		for _, c := range s.buf[3:] {
			four = four<<8 | uint32(c)
			s.said = append(s.said, Feature{mix(ofGram, four, 0, 0), x.sentence})
		}
	}
}

// Words of so many bytes have grams.
const (
	gramLeast = 5
	gramMost  = 32
)

// suffixes adds how words end that open a clause: verbs that tell somebody to do
// something differ there from those that tell of oneself.
func (w *Watcher) suffixes(s *shown) {
	words := w.text.words[:min(len(w.text.words), learnedMost)]
	for i := range words {
		x := &words[i]
		if x.quoted || !x.clause || x.to-x.from < 4 {
			continue
		}
		end := w.text.text[x.to-2 : x.to]
		v := uint32(end[0])<<8 | uint32(end[1])
		o := uint32(0)
		if x.opens {
			o = 1
		}
		s.said = append(s.said, Feature{mix(ofSuffix, v, o, 0), x.sentence})
		if i+1 < len(words) && words[i+1].sentence == x.sentence {
			s.said = append(s.said, Feature{mix(ofSuffix, v, 2, uint32(words[i+1].hash)), x.sentence})
		}
	}
}

func bit(b bool, at uint) uint32 {
	if b {
		return 1 << at
	}
	return 0
}

// shapes adds what each sentence is, and which follow one another.
func (w *Watcher) shapes(s *shown) {
	words := w.text.words
	last := uint32(0)
	for i := range w.text.sentences {
		q := &w.text.sentences[i]
		if q.from >= learnedMost {
			break
		}
		var own, you, no, step bool
		for j := q.from; j < q.to; j++ {
			c := words[j].class
			own = own || c&classOwn != 0
			you = you || c&classYou != 0
			no = no || c&classDenies != 0
			step = step || words[j].clause && c&(classStep|classEdit) != 0
		}
		shape := bit(own, 0) | bit(you, 1) | bit(q.asks, 2) | bit(q.item, 3) | bit(step, 4) | bit(words[q.from].quoted, 5)
		size := uint32(bits.Len(uint(q.to - q.from)))
		at := int32(i)
		s.said = append(s.said, Feature{mix(ofShape, shape, 0, 0), at}, Feature{mix(ofShape, shape, size, 1), at})
		s.told = append(s.told, Feature{mix(ofShapes, last, shape, 1), at})
		if i == 0 {
			s.told = append(s.told, Feature{mix(ofShapes, shape, w.heardShape(), 2), at})
		}
		if i == len(w.text.sentences)-1 {
			s.told = append(s.told, Feature{mix(ofShapes, shape, w.heardShape(), 3), at})
		}
		last = shape
	}
}

func (w *Watcher) heardShape() uint32 {
	h := &w.last
	return bit(h.endsAsking, 0) | bit(h.refused, 1) | bit(h.requested, 2) | bit(h.offered, 3) | bit(h.orders, 4)
}

// surroundings adds what is so of the turn as a whole, and of what it answers.
func (w *Watcher) surroundings(s *shown) {
	n := uint32(0)
	add := func(a, b, c uint32) {
		s.whole = append(s.whole, mix(ofContext, n<<16|a, b, c))
	}
	words := w.text.words
	own, you, content, replys, upper := 0, 0, 0, 0, 0
	for i := range words[:min(len(words), learnedMost)] {
		x := &words[i]
		if x.quoted {
			continue
		}
		if x.class&classOwn != 0 {
			own++
		}
		if x.class&classYou != 0 {
			you++
		}
		if x.upper {
			upper++
		}
		if x.class&classStop == 0 {
			content++
		}
	}
	for i := range s.tokens {
		if s.tokens[i].concept == conceptReplys {
			replys++
		}
	}
	asks, items := false, 0
	for i := range w.text.sentences {
		asks = asks || w.text.sentences[i].asks
		if w.text.sentences[i].item {
			items++
		}
	}
	part := func(k, of int) uint32 { // in classes
		switch {
		case k == 0:
			return 0
		case 20*k < of:
			return 1
		case 10*k < of:
			return 2
		}
		return 3
	}
	size := uint32(bits.Len(uint(len(words))))
	users := uint32(min(w.users, 2)) // which turn it is tells no more: breaks were written early, and come at any time
	heard := w.heardShape()
	mine, yours := part(own, len(words)), part(you, len(words))
	for i, v := range []uint32{
		users, size, heard, users<<8 | heard, mine<<4 | yours, mine<<8 | yours<<4 | bit(asks, 0)<<1 | heard&1, part(replys, content)<<8 | heard&1, size<<8 | heard&1, size<<8 | mine<<4 | bit(asks, 0),
		uint32(min(items, 4)), uint32(w.text.bytes), bit(w.play, 0) | bit(w.told, 1) | bit(w.profile.Expert, 2), uint32(bits.Len(uint(len(w.text.sentences)))),
		uint32(min(strings.Count(w.text.text[:min(len(w.text.text), 4096)], "\n"), 5)), bit(w.startsSmall(), 0), part(upper, len(words)),
	} {
		n = uint32(i)
		add(v, 0, 0)
	}
}

func (w *Watcher) startsSmall() bool {
	r, _ := utf8.DecodeRuneInString(w.text.text)
	return unicode.IsLower(r)
}

// ruled adds what the rules found.
func (w *Watcher) ruled(s *shown) {
	for k := range w.weak.of {
		o := &w.weak.of[k]
		if o.n == 0 {
			continue
		}
		for i, least := range []float64{.2, .45, .6, .72} {
			if 1-o.doubt >= least-1e-9 {
				s.whole = append(s.whole, mix(ofContext, 100+uint32(k), uint32(i), 0))
			}
		}
	}
	n := len(w.turns)
	for i := len(w.signals) - 1; i >= 0 && w.signals[i].Turn == n; i-- {
		g := &w.signals[i]
		if g.Name == RoleFlip || g.Name == Persona || g.Name == Refusal {
			continue
		}
		s.whole = append(s.whole, mix(ofContext, 200+uint32(slices.Index(Names, g.Name)), bit(g.Strength >= .7, 0), 0))
	}
	for i, h := range w.hits { // each kind of phrase once
		if i >= 32 {
			break
		}
		if w.text.words[h.at].quoted {
			continue
		}
		s.whole = append(s.whole, mix(ofContext, 300+uint32(h.phrase.kind), bit(w.last.refused, 0), uint32(10*h.phrase.strength)))
	}
}
