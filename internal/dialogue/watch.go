package dialogue

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// known are the phrases, made ready when first needed.
var known = sync.OnceValue(func() *matcher { return newMatcher(slices.Concat(englishPhrases, otherPhrases)) })

// Watcher looks at a conversation turn by turn. What a turn costs follows its own
// length and how many turns there were, never the length of those.
type Watcher struct {
	profile Profile
	known   *matcher
	names   *nameTables
	common  *tongueTable // words of languages
	weights *Weights     // of the learned scorer; nil: the rules alone
	i       uint32       // numbers of words
	will    uint32
	please  uint32
	me      uint32
	*look
	state
	undo    state
	example *exemplar         // for training; nil otherwise
	scored  func(int, scores) // gets the scores of turns, for training; nil otherwise
	ending  endTrial          // for training; nil otherwise
}

// look is a turn as it is looked at. A Watcher has one while it does: conversations go
// on by the thousand, and few of them at once.
type look struct {
	text  turnText
	hits  []hit
	found []hit    // of sayings at a word
	weak  evidence // what the phrases of a user's turn show
	end   turnEnd
	net   netInput

	firsts firstWords // of what the turn at hand states
}

var looks = sync.Pool{New: func() any { return new(look) }}

// putBack gives a look's memory to the next turn, but for that of a huge one.
func (l *look) putBack() {
	if cap(l.text.words) <= 1024 {
		l.text.text = ""
		looks.Put(l)
	}
}

// state is what a Watcher knows of a conversation. Its slices only grow, so that an
// older state stays true.
type state struct {
	turns           []*seen
	signals         []Signal
	last            heard  // the system's last turn
	told            bool   // of a user, a patient or the like
	tongues, learns bool   // of a language; of its words
	play            bool   // the two have agreed to play roles
	users           int    // turns of the user
	replies         int    // turns of the system in which it said something
	brought         int    // turns up to the last one before this that brought a name or a figure
	lost            bool   // the system's last turn stands for no reply
	failed          int    // turns of the system that do
	doubtful        int    // turns of it that may
	doubt           string // what they say; "" where they say several things
	polite          int    // turns of the user in a row that say thanks and goodbye alone
	empty           int    // turns of the user without a request: greetings, thanks, goodbyes
	ended           bool   // the user's first turn carries a mark of the end
	gone            bool   // the user's last turn carries a mark of the end
	leaves          bool   // the user's last turn says goodbye
	earlier         scores // what the user said before, to the learned scorer
}

// heard is what the user's turn answers.
type heard struct {
	asked, only, refused, thanked, offered bool // only: it asked, and said nothing else
	requested                              bool // for something to be shared
	orders                                 bool // it asked what it should do
	endsAsking                             bool // its last sentence asks
	mentions                               bool // it spoke of somebody: "my friend", "he"
	you                                    bool // it spoke to the user
	birth, age                             bool // it asked when the user was born, or how old it is
	askedAge                               bool // of the user: "your age"
	other, third                           bool // it asked whether the user is somebody of another name; it spoke of him, her or them
	who                                    bool // it asked who the user is
	naming                                 bool // it asked the user for a name
	turn                                   *seen
	beside                                 scores // what it ends with, to the learned scorer
}

// unheard is what stands for the system's turn before there is one.
var unheard seen

// hit is a phrase at a place.
type hit struct {
	phrase *phrase
	no     int32 // place of the phrase
	at, n  int   // words
}

// NewWatcher returns a Watcher of an empty conversation.
func NewWatcher(p Profile) *Watcher {
	m := known()
	w := &Watcher{profile: p, known: m, names: knownNames(), common: knownTongues(), weights: knownWeights(), i: m.vocab.number("i"), will: m.vocab.number("will"), please: m.vocab.number("please"), me: m.vocab.number("me")}
	w.last.turn = &unheard
	return w
}

// Clone returns a Watcher that stands where w does and goes its own way.
func (w *Watcher) Clone() *Watcher {
	c := &Watcher{profile: w.profile, known: w.known, names: w.names, common: w.common, weights: w.weights, i: w.i, will: w.will, please: w.please, me: w.me, state: w.state}
	c.turns, c.signals = slices.Clip(c.turns), slices.Clip(c.signals)
	return c
}

// Signals returns all signals so far. The slice belongs to w.
func (w *Watcher) Signals() []Signal { return w.signals }

// Judge says what the signals so far make of the conversation.
func (w *Watcher) Judge() (seedbed.Validity, string) { return Judge(w.signals) }

// Undo takes the last turn back, once.
func (w *Watcher) Undo() {
	w.state = w.undo
	w.turns, w.signals = slices.Clip(w.turns), slices.Clip(w.signals)
}

// Signals returns what can be told of a whole conversation, in the order of its
// turns.
func Signals(c Conversation, p Profile) []Signal {
	w := NewWatcher(p)
	for i := range c {
		w.Add(&c[i])
	}
	w.End()
	return w.signals
}

// Add looks at the next turn and returns its signals.
func (w *Watcher) Add(t *Turn) []Signal {
	w.undo = w.state
	from := len(w.signals)
	w.look = looks.Get().(*look)
	w.weak = evidence{}
	w.text.read(t.Content, w.known.vocab)
	w.find()
	if t.Role == seedbed.User {
		w.user(t)
	} else {
		w.system(t)
	}
	w.putBack()
	w.look = nil
	return w.signals[from:]
}

// Given adds a turn that nobody played, such as an opening from real data: it is what
// later turns are held against, and gives no signals itself.
func (w *Watcher) Given(t *Turn) {
	from := len(w.signals)
	w.Add(t)
	w.signals = slices.Clip(w.signals[:from])
}

// find fills w.hits. Of hits of one kind that overlap all stay: they are few.
func (w *Watcher) find() {
	w.hits = w.hits[:0]
	words := w.text.words
	for i := range words {
		if words[i].class&(classAlone|classFirst) == 0 {
			continue
		}
		from := len(w.hits)
		w.hits = w.known.find(words, i, w.hits)
		kept := from
		for _, h := range w.hits[from:] {
			first := &words[i]
			if h.phrase.where == clause && !first.clause || h.phrase.where == opening && !(first.clause && first.sentence == 0 || first.opens && first.sentence == 1 && w.bridge(0)) {
				continue
			}
			w.hits[kept] = h
			kept++
		}
		w.hits = w.hits[:kept]
	}
}

// bridge reports whether a sentence is an interjection alone.
func (w *Watcher) bridge(i int) bool {
	s := w.text.sentences[i]
	return s.to-s.from <= 3
}

// system looks at a turn of the system under test: for what the next turn of the user
// is measured by, and for whether it is one.
func (w *Watcher) system(t *Turn) {
	n := len(w.turns)
	var h heard
	w.replied(n, t)
	h.refused = strings.TrimSpace(t.Content) == "" && len(t.Tools) == 0 && t.Finish == seedbed.FinishFilter
	if t.Finish == seedbed.FinishLength {
		w.signal(Signal{Turn: n, Name: Cut, Strength: 1})
	}
	h.refused = h.refused || t.Finish == seedbed.FinishRefusal
	for i := range w.text.words {
		h.you = h.you || w.text.words[i].class&classYou != 0
	}
	plain := 0
	for i := range w.text.sentences {
		s := &w.text.sentences[i]
		asks := s.asks && !w.text.words[s.to-1].quoted
		h.asked = h.asked || asks
		if !asks {
			plain += s.to - s.from
		}
	}
	for _, x := range w.hits {
		switch x.phrase.kind {
		case cannot, declines:
			at := w.text.words[x.at].sentence
			h.refused = h.refused || (at < 3 || at >= int32(len(w.text.sentences)-2)) && !w.follows(x, "imagine", "believe", "wait", "remember", "recall", "stand")
		case thanks:
			h.thanked = true
		case requests:
			h.requested = true
		case orders:
			h.orders = true
		case offers, welcomes:
			h.offered = true
		case roleplays:
			w.play = w.play || !w.text.words[x.at].quoted
		}
	}
	if n := len(w.text.sentences); n > 0 {
		last := &w.text.sentences[n-1]
		h.endsAsking = last.asks && !w.text.words[last.to-1].quoted
	}
	h.only = h.asked && !h.offered && plain <= 6
	h.requested = h.requested || h.asked
	seen := w.text.seen(t.Role)
	h.turn = seen
	w.asksAge(&h)
	w.addressed(&h)
	w.heeds(n, &h)
	w.last = h
	w.turns = append(w.turns, seen)
	w.speaksOf()
	w.loops(n)
}

// user looks at a turn of the simulated user.
func (w *Watcher) user(t *Turn) {
	n, from := len(w.turns), len(w.signals)
	w.users++
	switch t.Finish {
	case seedbed.FinishLength:
		w.signal(Signal{Turn: n, Name: Cut, Strength: 1})
	case seedbed.FinishRefusal, seedbed.FinishFilter:
		w.signal(Signal{Turn: n, Name: Refusal, Quote: quoted(t.Content), Strength: 1})
	}
	w.noText(n)
	w.aside(n)
	if w.text.bytes&brackets != 0 {
		w.blanks(n)
	}
	w.leaks(n)
	w.tellsUser(n)
	w.otherSide(n)
	w.phrases(n)
	w.contradictions(n)
	w.learned(n, from)
	s := w.text.seen(t.Role)
	w.courtesy(n, t, s)
	s.asks = w.asksAnything()
	s.wants = !s.polite && s.asks && !w.play
	s.stops = w.stops()
	w.gone = w.endMark(t.Content)
	w.turns = append(w.turns, s)
	w.speaksOf()
	w.repeats(n)
	w.loops(n)
	w.unfinished(n)
}

// End adds what only the whole conversation shows: that it was over at once, or that
// the system under test was never heard.
func (w *Watcher) End() []Signal {
	w.undo = w.state
	from := len(w.signals)
	n := len(w.turns)
	switch {
	case w.users == 0:
	case w.unreached():
		w.signal(Signal{Turn: n - 1, Name: NoReply, Strength: .9})
	case w.users == w.empty:
		w.signal(Signal{Turn: n - 1, Name: EndsAtOnce, Strength: .9})
	case w.ended:
		w.signal(Signal{Turn: 0, Name: EndsAtOnce, Strength: .9})
	case w.users == 2 && w.polite > 0 && w.last.endsAsking && !w.last.offered && !w.last.orders && w.turns[n-1].role == seedbed.User:
		w.signal(Signal{Turn: n - 1, Name: EndsAtOnce, Strength: .75})
	case w.replies == 0:
		w.signal(Signal{Turn: n - 1, Name: NoReply, Strength: .9})
	case w.lost, w.breaksOff():
		w.signal(Signal{Turn: n - 1, Name: NoReply, Strength: .75})
	}
	return w.signals[from:]
}

func (w *Watcher) signal(s Signal) { w.signals = append(w.signals, s) }

// mark adds a signal with the place of some words.
func (w *Watcher) mark(turn int, name Name, at, n int, strength float64) {
	words := w.text.words
	from, to := words[at].from, words[min(at+n, len(words))-1].to
	w.markBytes(turn, name, from, to, strength)
}

func (w *Watcher) markBytes(turn int, name Name, from, to int, strength float64) {
	s := w.text.text
	first := utf8.RuneCountInString(s[:from])
	w.signal(Signal{
		Turn: turn, Name: name, Strength: strength, Quote: quoted(s[from:to]),
		Span: Span{first, first + utf8.RuneCountInString(s[from:to])},
	})
}

// Note adds a signal that something else than a turn's text gives: a call that was
// refused, a mark that was taken off.
func (w *Watcher) Note(s Signal) { w.signal(s) }

// Gone tells that the user ended the conversation by a mark that its last turn does not
// carry any more.
func (w *Watcher) Gone() { w.gone = true }

// stops reports whether a turn's last character ends a sentence.
func (w *Watcher) stops() bool {
	s := strings.TrimRight(w.text.text, " \t\r\n\"')*”»")
	return s == "" || strings.ContainsAny(s[len(s)-1:], ".!?:;") || strings.HasSuffix(s, "…") || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "？") || strings.HasSuffix(s, "！")
}

// Parting reports whether the user's last turn takes leave: it says goodbye and nothing
// else, or thanks for the second time in a row.
func (w *Watcher) Parting() bool {
	n := len(w.turns)
	return n > 1 && w.turns[n-1].role == seedbed.User && (w.polite >= 2 || w.polite == 1 && w.leaves)
}
