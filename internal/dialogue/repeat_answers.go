package dialogue

import (
	"math/bits"
	"slices"

	"seedbed.dev/seedbed"
)

// answer is what the statements of a reply are about; of a user's turn, what its
// questions are about, or all of it where it has none.
type answer struct {
	tells   stems
	figures figures
	phrases [4]uint32 // hashes of its first sentences of a few words, where it is a reply
	of      uint16
	points  uint8 // for what it says again
}

// firstWords are the first few words that the first sentence with content has that a turn
// is taken by: in a reply its statements, in a user's turn its questions.
type firstWords struct {
	hashes   [8]uint64
	n        int
	sentence int32
}

// A conversation goes round where replies that give answers again have so many points
// within so many turns: one reply alone, or several.
const (
	answerAlone  = 4
	answersTold  = 3
	answersTurns = 12
	answerWords  = 40 // of a reply that may give an answer again
)

// tell adds a word by a hash of what it is about.
func (w *Watcher) tell(a *answer, x *word, h uint64, carries carried, numbers *figureTable) {
	if carries == carriesFigure {
		a.figures.add(leading(w.text.text[x.from:x.to], x.hash))
		return
	}
	if f := numbers.of(x.hash); f != 0 {
		a.figures.add(f)
		return
	}
	bit := uint64(1) << (h >> 54 & 63)
	if carries != carriesContent || a.tells[h>>60]&bit != 0 || besideAnswers.has(x.hash) {
		return
	}
	a.tells[h>>60] |= bit
	a.of++
	if f := &w.firsts; f.n == 0 || f.n < len(f.hashes) && f.sentence == x.sentence {
		f.hashes[f.n], f.sentence = h, x.sentence
		f.n++
	}
}

// setPhrases returns bits of the sentences that two earlier replies have as well beside
// other ones: what a system says every time is no answer.
func (w *Watcher) setPhrases(n int) (set uint64) {
	now := w.turns[n]
	kept := 0
	for i := range w.text.sentences[:min(len(w.text.sentences), 16)] {
		s := &w.text.sentences[i]
		if s.asks || s.to-s.from < 4 {
			continue
		}
		if kept == len(now.answer.phrases) {
			break
		}
		h := uint64(fnvBasis)
		for j := s.from; j < s.to; j++ {
			h = (h ^ w.text.words[j].hash) * fnvPrime
		}
		now.answer.phrases[kept] = uint32(h >> 32)
		kept++
		before := 0
		for j := n - 1; j >= 0 && j >= n-answersTurns; j-- {
			if t := w.turns[j]; t.role == now.role && t.whole != now.whole && slices.Contains(t.answer.phrases[:], uint32(h>>32)) {
				before++
			}
		}
		if before >= 2 {
			set |= 1 << i
		}
	}
	return set
}

// besideAnswers are words that an answer may have or not.
var besideAnswers = hashesOf("especially mainly mostly simply vor allem hauptsächlich vorwiegend surtout principalement notamment simplement sobre principalmente especialmente simplemente out total altogether per only up down apart included includes including around roughly about approximately nearly almost exactly precisely correct right max maximum most least each every sharp hence komplett insgesamt alles drin inklusive genau stimmt richtig nur rund etwa ungefähr circa ca knapp pro je maximal mindestens höchstens jeweils total totalement seulement environ compris exactement tout juste par au maximum près chaque solamente solo unos unas aproximadamente exacto exactamente cada máximo como incluido justo")

// answeredAgain looks for replies that tell what an earlier reply told, to users that ask
// anew: who gets the same answer in other words has asked the same in other words. What
// refuses, or wants a yes, is no answer.
func (w *Watcher) answeredAgain(n int) {
	now := w.turns[n]
	if now.words > answerWords || now.brings || now.confirms || w.play || w.last.refused || w.lost || n < 3 || w.turns[n-1].role != seedbed.User ||
		now.answer.of == 0 && now.answer.figures.n == 0 && now.sayings&sayingSaid == 0 {
		return
	}
	u := w.turns[n-1]
	if u.polite || u.objects || u.game || u.other && u.sayings&sayingMore == 0 || u.took || u.sayings&(sayingMore|sayingUnsure) == 0 && (u.own == 0 || u.own == 1 && !u.asks || u.words < 4) {
		return
	}
	points := w.sameAnswer(n)
	if now.sayings&sayingSaid != 0 {
		points = max(points, 2)
		if points >= 3 && n >= 5 && u.asks && u.own >= 4 {
			points = answerAlone
		}
	}
	if points == 0 {
		return
	}
	sum, times := points, 1
	now.answer.points = points
	for i := n - 2; i >= 0 && i >= n-answersTurns; i-- {
		if p := w.turns[i].answer.points; p > 0 {
			sum += p
			times++
		}
	}
	if sum >= answerAlone || sum >= answersTold && times > 1 {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// sameAnswer returns how many points a reply has for telling what an earlier one told: what
// the user has just said itself does not count, as who sums up is told so.
func (w *Watcher) sameAnswer(n int) (most uint8) {
	now, u := w.turns[n], w.turns[n-1]
	left := now.answer.tells
	figures := now.answer.figures.without(&u.answer.figures)
	core := figures
	for i := range left {
		left[i] &^= u.answer.tells[i]
		core += bits.OnesCount64(left[i])
	}
	if core == 0 {
		return 0
	}
	yesNo := yesOrNo.has(w.text.words[0].hash)
	for i := n - 2; i >= 0 && i >= n-answersTurns; i-- {
		then := w.turns[i]
		if then.role != seedbed.Assistant || then.failed || then.answer.of == 0 && then.answer.figures.n == 0 ||
			!now.answer.figures.among(&then.answer.figures, &u.answer.figures) {
			continue
		}
		u0 := &unheard // what it answered
		if i > 0 && w.turns[i-1].role == seedbed.User {
			u0 = w.turns[i-1]
		}
		old, novel := figures, 0
		for k := range left {
			old += bits.OnesCount64(left[k] & then.answer.tells[k])
			novel += bits.OnesCount64(left[k] &^ then.answer.tells[k] &^ u0.stems[k])
		}
		points := uint8(0)
		switch {
		case now.sayings&sayingSaid != 0 && old >= 2 && 2*novel <= old+2:
			points = 3
		case old > 0 && novel == 0 && (old >= 2 || figures > 0), novel > 0 && 4*novel <= old, novel == 1 && old >= 2 && figures > 0:
			points = 2
		case old > 0 && novel == 0 && u.asks, novel == 1 && old >= 2 && u.asks && !yesNo, novel <= 2 && figures > 0:
			points = 1
		case u.asks && w.firstIn(then, u):
			points = 1
		default:
			continue
		}
		if u0 != &unheard {
			if otherThing(u, u0, then) {
				continue
			}
			if about := common(u, u0); about > 0 && 3*about >= u.own {
				points++
			}
		}
		if yesNo && points > 0 && now.sayings&sayingSaid == 0 {
			points-- // it is another one if the question was
		}
		most = max(most, points)
	}
	return most
}

// firstIn reports whether all of what a reply states first was told by an earlier one, and
// two words of it are not the user's.
func (w *Watcher) firstIn(then, u *seen) bool {
	own := 0
	for _, h := range w.firsts.hashes[:w.firsts.n] {
		if !then.answer.tells.has(h) {
			return false
		}
		if !u.answer.tells.has(h) {
			own++
		}
	}
	return own >= 2
}

// otherThing reports whether a turn asks in the frame of an earlier one, or for another
// number: two things may well have one answer.
func otherThing(now, then, answered *seen) bool {
	return !now.answer.figures.among(&then.answer.figures, &answered.answer.figures) ||
		now.whole != then.whole && now.shingles.alike(&then.shingles, .3) >= .3
}

// common is how many stems two turns share.
func common(a, b *seen) (n int) {
	for i := range a.stems {
		n += bits.OnesCount64(a.stems[i] & b.stems[i])
	}
	return n
}

// objects reports whether the turn at hand says no, or that something did not help or was
// not what was asked: who is told the same again then did not ask the same again.
func (w *Watcher) objects() bool {
	words := w.text.words
	for i := range words {
		if h := w.text.wholeHash(i); objecting.has(h) || i == 0 && saysNo.has(h) {
			return true
		}
	}
	return false
}

// wholeHash is the hash of a word as it is written: that of a contraction, for its first
// part, and 0 for the others.
func (t *turnText) wholeHash(i int) uint64 {
	x := &t.words[i]
	switch {
	case !x.first:
		return 0
	case i+1 < len(t.words) && !t.words[i+1].first:
		h, _ := t.hashed(t.text[x.from:x.to])
		return h
	}
	return x.hash
}

var (
	objecting = hashesOf("still asked told meant didn't didnt doesn't doesnt instead tried trotzdem weiterhin dennoch gefragt gesagt gemeint meinte probiert funktioniert funktionierte klappt klappte ging demandé pourtant essayé marche fonctionne fonctionné sigue siguen todavía aún pregunté dije refería intenté funciona funcionó sirve sirvió")
	saysNo    = hashesOf("no nope nah nein nee non")
	yesOrNo   = hashesOf("yes yeah yep no nope not ja nein oui non si sí")
)
