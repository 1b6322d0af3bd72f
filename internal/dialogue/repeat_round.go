package dialogue

import (
	"math/bits"

	"seedbed.dev/seedbed"
)

// stems are the beginnings of a turn's words with content, as bits of their hashes: what
// comes again in another form counts as the same.
type stems [16]uint64

func (s *stems) has(h uint64) bool { return s[h>>60]&(1<<(h>>54&63)) != 0 }

const (
	stemBytes  = 4  // of a word
	stemsMost  = 60 // words of a turn that are looked at
	roundTurns = 6  // turns before it that a turn is compared with
	roundWords = 25 // of the longest turn that may be part of a round
)

// freshen counts what a turn says that none of those right before it said.
func (w *Watcher) freshen(n int) {
	now := w.turns[n]
	if n > 0 && w.turns[n-1].brings {
		w.brought = n
	}
	words := w.text.words
	if len(words) > stemsMost {
		now.fresh = len(words)
		words = words[:stemsMost]
	}
	var before stems // of all of them
	for _, t := range w.turns[max(0, n-roundTurns):n] {
		for i, b := range t.stems {
			before[i] |= b
		}
	}
	covered := w.sayings(now)
	now.confirms = now.role == seedbed.Assistant && confirming.any(now.content)
	now.took = w.takes(n)
	known := meanings()
	asked := questionWords()
	numbers := knownFigures()
	user := now.role == seedbed.User
	all := user && !w.asksAnything()
	w.firsts.n = 0
	set := uint64(0)
	if !user {
		set = w.setPhrases(n)
	}
	for i := range words {
		x := &words[i]
		now.other = now.other || user && anotherOne.has(x.hash)
		if x.concept != 0 {
			now.kinds |= asked.kind(words, i)
		}
		h, carries := w.about(x, now, known)
		if carries == carriesNothing {
			continue
		}
		h = spread(h)
		if all || w.text.sentences[x.sentence].asks == user && set&(1<<x.sentence) == 0 {
			w.tell(&now.answer, x, h, carries, numbers)
		}
		if now.stems.has(h) {
			continue
		}
		now.stems[h>>60] |= 1 << (h >> 54 & 63)
		now.of++
		if i >= 64 || covered&(1<<i) == 0 {
			now.rest++
		}
		if !before.has(h) {
			now.fresh++
			now.brings = now.brings || carries == carriesFigure || w.isName(i) && !inGerman(words)
		}
	}
	for i := range w.text.sentences {
		if w.text.sentences[i].asks { // it wants more than to be civil
			now.civil = 0
		}
	}
}

// carried is what a word carries.
type carried uint8

const (
	carriesNothing carried = iota
	carriesCivility
	carriesFigure
	carriesContent
)

// about returns a hash of what a word is about, and notes in the turn what else it tells.
func (w *Watcher) about(x *word, now *seen, known *concepts) (uint64, carried) {
	if x.class&classCourtesy != 0 && !x.quoted { // what is quoted is what the turn is about
		now.civil++
		return 0, carriesNothing
	}
	if x.class&classStop != 0 || !x.first {
		return 0, carriesNothing
	}
	if hasDigit(w.text.text[x.from:min(x.to, x.from+32)]) {
		h := leading(w.text.text[x.from:x.to], x.hash)
		now.figures += h // a number has no stem: another one is new
		now.own++
		return h, carriesFigure
	}
	id, h := known.meaning(w.text.text[x.from:x.to])
	switch id {
	case meansFrame:
		return 0, carriesNothing
	case meansCivil:
		now.civil++
		return uint64(id), carriesCivility
	case meansGame:
		now.game = true
	case 0:
	default:
		h = uint64(id)
		now.kinds |= kindOf(id)
	}
	now.own++
	return h, carriesContent
}

// round looks for turns of the user that say hardly anything new, between replies that do
// not either: both sides go round, in the same or in other words. Who works through a list
// or a form says little, and all of it is new; who says yes or no to another question each
// time says little, and the question is new; who asks for another one moves on. Where nobody says more than thanks, wishes
// and what carries a request, it takes one turn more.
func (w *Watcher) round(n int) {
	if n < 6 || w.play || w.settles(n) || w.turns[n].took || w.turns[n-2].took {
		return
	}
	var fresh, of [2]int // of the user, of the system
	words := 0
	for i := n; i >= n-5; i-- {
		t := w.turns[i]
		side := (n - i) % 2
		if (t.role == seedbed.User) != (side == 0) || t.words == 0 || t.words > roundWords {
			return
		}
		if t.game && w.turns[n-1].whole != w.turns[n-3].whole || side == 0 && t.figures != 0 && t.words <= 2 {
			return
		}
		if i == n-5 { // a reply
			break
		}
		if t.fresh > 3-(1-side) || t.brings || t.other && t.asks && t.of > 0 {
			return
		}
		fresh[side], of[side], words = fresh[side]+t.fresh, of[side]+t.of, words+t.words
	}
	before := 0
	if n > 6 { // the first reply has to be new
		before = w.turns[n-5].fresh
	}
	now := w.turns[n]
	leaves := !now.asks && now.sayings&sayingUnsure == 0 && w.asksNew(n-1) // or chooses: "anything else?"
	empty := !leaves && fresh[0] <= 1 && fresh[0]+fresh[1]+before <= 1 && words >= 9
	if empty || words >= 12 && w.insistent(n) && fresh[0]+fresh[1] <= 6 && 10*fresh[0] <= 4*of[0] && 10*fresh[1] <= 7*of[1] {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// insistent reports whether each of three turns of the user says something, and the last two
// take nothing from what they were asked.
func (w *Watcher) insistent(n int) bool {
	return w.turns[n].own > 0 && w.turns[n-2].own > 0 && w.turns[n-4].own > 0 && !w.chooses(n) && !w.chooses(n-2)
}

// civilities looks for three turns of the user in a row that say thanks, wishes or excuses
// and nothing else, between replies that do the same: both have said all they had to, and
// neither stops. A word of its own now and then is what the wish is for.
func (w *Watcher) civilities(n int) {
	if n < 6 || w.play {
		return
	}
	own, words := 0, 0
	for i := n; i >= n-4; i-- {
		t := w.turns[i]
		if (t.role == seedbed.User) != ((n-i)%2 == 0) || t.words == 0 || t.words > 12 || t.asks || t.took || t.game {
			return
		}
		if t.civil == 0 && (t.role == seedbed.User || t.own > 0 || t.words > 4) {
			return
		}
		own, words = own+t.own, words+t.words
	}
	if own <= 2 && words >= 8 || own == 0 && words >= 5 {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// dwells looks for a user that says the same thing in four turns, whatever it is told:
// three turns in a row, each of which shares something with those before, and of which no more
// than two tenths is new to them. Who brings a name or a figure, or asks for another one, moves on.
func (w *Watcher) dwells(n int) {
	if n < 6 || w.play || w.turns[n].words < 4 || w.settles(n) {
		return
	}
	var said stems
	own, fresh, of := 0, 0, 0
	for i := n - 6; i <= n; i++ {
		t := w.turns[i]
		if t.role != seedbed.User {
			continue
		}
		news := 0
		for k, b := range t.stems {
			news += bits.OnesCount64(b &^ said[k])
			said[k] |= b
		}
		if own++; own == 1 {
			continue
		}
		if t.game || t.took || t.other || t.brings || news >= t.of || news > 3 {
			return
		}
		fresh, of = fresh+news, of+t.of
	}
	if own == 4 && 10*fresh <= 2*of {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// settles reports whether a turn ends with thanks what the one before it asked.
func (w *Watcher) settles(n int) bool {
	now := w.turns[n]
	return !now.asks && now.sayings&sayingThanks != 0 && now.own > 0 && w.turns[n-2].asks
}

// sways looks for replies that say the one thing and the other in turn, twice each, to a
// user that asks nothing: it takes up the one, has a doubt, and takes up the other.
func (w *Watcher) sways(n int) {
	if n < 7 || w.play {
		return
	}
	for i := n - 6; i <= n; i++ {
		t := w.turns[i]
		if user := (n-i)%2 == 1; (t.role == seedbed.User) != user || t.words == 0 || !user && t.brings || t.took || t.words > roundWords || t.game ||
			user && (t.asks || t.words < 4 || t.own < 2) {
			return
		}
	}
	a, b, c, d := w.turns[n], w.turns[n-2], w.turns[n-4], w.turns[n-6]
	one, other := uint64(0), uint64(0)
	for i := range a.stems {
		one |= a.stems[i] & c.stems[i] &^ b.stems[i] &^ d.stems[i]
		other |= b.stems[i] & d.stems[i] &^ a.stems[i] &^ c.stems[i]
	}
	if one != 0 && other != 0 && 2*a.fresh <= a.of && 2*b.fresh <= b.of {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}
