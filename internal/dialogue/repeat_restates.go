package dialogue

import (
	"sync"

	"seedbed.dev/seedbed"
)

// again are words of replies that ask for something to be said again.
var again = hashesOf("wrong broke lost technical crashed failed repeat resend re-send catch heard garbled unclear nochmal nochmals wiederholen wiederhole wiederholung verstanden répéter répétez répète compris repetir repite repítame repetirlo repita entendido oído")

// resent looks for a turn that was there before, word by word or in other words, and was
// answered.
func (w *Watcher) resent(n int) {
	now := w.turns[n]
	if now.words < 4 || w.play || now.game || now.took {
		return
	}
	short := len(now.content) < 2 && (now.words < 5 || len(now.content) == 0 || unsure.has(now.content[0]))
	nearly := 0
	for i := n - 2; i >= 0 && i >= n-comparedMost; i-- {
		then := w.turns[i]
		if then.role != seedbed.User || w.turns[i+1].failed || w.anew(i, n) || !w.answered(i) && (i == n-2 || then.whole != now.whole) {
			continue
		}
		how := restates(now, then)
		if !short && then.whole == now.whole {
			how = theSame
		}
		if how != saysOther && then.whole != now.whole && (w.ofReply(n) || w.last.endsAsking && w.turns[n-1].of > 0) {
			return // who is asked back says in other words what it meant
		}
		if how != saysOther {
			nearly++
		}
		if nearly >= 2 || how != saysOther && (how == theSame || w.settled(i, n)) && !w.insists() {
			w.markBytes(n, Repeats, 0, len(w.text.text), .75)
			return
		}
	}
}

// settled reports whether the user took the reply to one turn before the turn at hand as
// an answer and said nothing else: who asks almost the same after that has forgotten it.
// A word more than there was, or one of another of its kind, is a further question.
func (w *Watcher) settled(i, n int) bool {
	if !w.answered(i) || i+4 > n || w.turns[n].of > w.turns[i].of {
		return false
	}
	for i := range w.text.words {
		if further.has(w.text.words[i].hash) {
			return false
		}
	}
	t := w.turns[i+2]
	return t.role == seedbed.User && !t.took && t.own == 0 && t.words <= 6 && !t.asks
}

// further are words of what is asked of something else of the kind.
var further = hashesOf("other others another else too also and auch andere anderer anderes anderen und sonst außerdem aussi autre autres et sinon también otro otra otros otras y además")

// answered reports whether the turn after one is a reply that says something, and does
// not ask for it again.
func (w *Watcher) answered(i int) bool {
	return i+1 < len(w.turns) && w.turns[i+1].role == seedbed.Assistant && w.turns[i+1].words >= 2 && !w.turns[i+1].again && !w.turns[i+1].open
}

// lost are words of short replies that did not understand.
var lost = hashesOf("understand follow unsure verstehe verstand comprends compris entiendo entendí entendido")

// Kinds of questions, as bits: of two that have the same words, they may make two.
const (
	forWho uint8 = 1 << iota
	forWhy
	forPlace
	forTime
	forAmount
)

// askings are the concepts of words that ask, or stand before those that do.
type askings struct{ who, why, where, when, how, much, me uint32 }

var questionWords = sync.OnceValue(func() *askings {
	of := func(w string) uint32 { return knownConcepts().of(hash([]byte(w)) &^ 1) }
	return &askings{of("who"), of("why"), of("where"), of("when"), of("how"), of("combien"), of("me")}
})

// muchMany stand after "how".
var muchMany = hashesOf("much many viel viele")

// kind is what a word asks for, by its concept; "when" asks at the start of a clause and
// in "tell me when".
func (a *askings) kind(words []word, i int) uint8 {
	switch c := words[i].concept; c {
	case a.who:
		return forWho
	case a.why:
		return forWhy
	case a.where:
		return forPlace
	case a.when:
		if i == 0 || words[i].clause || words[i-1].concept == a.me {
			return forTime
		}
	case a.how:
		if i+1 < len(words) && muchMany.has(words[i+1].hash) {
			return forAmount
		}
	case a.much:
		return forAmount
	}
	return 0
}

// kindOf is what a word asks for by its meaning.
func kindOf(meaning uint32) uint8 {
	switch meaning {
	case meansCost:
		return forAmount
	case meansTime, meansDate:
		return forTime
	}
	return 0
}

// unsure are words of answers that come again and again.
var unsure = hashesOf("know think sure idea mean guess weiß sais sé")

// insists reports whether the turn at hand says that what was answered was not what was
// asked, or did not help.
func (w *Watcher) insists() bool {
	words := w.text.words
	for i := range words {
		if h := words[i].hash; insisting.has(h) || i < 2 && denying.has(h) {
			return true
		}
	}
	return false
}

var (
	insisting = hashesOf("still asked said told meant mean instead if did tried trotzdem weiterhin immer dennoch wenn gefragt gesagt gemeint meinte probiert toujours quand-même demandé dis dit pourtant si essayé sigue siguen todavía aún pregunté dije decía refería intenté")
	denying   = hashesOf("no nope nah not but nein nee aber non mais si pero")
)

// restatement is how much a turn says again what an earlier one said.
type restatement uint8

const (
	saysOther restatement = iota
	nearlySame
	theSame
)

// restates compares two turns by what they are about. A turn with a word of its own that
// stands in the frame of the other asks the same of something else; in another frame, the
// word may be another way to say it.
func restates(now, then *seen) restatement {
	if now.of == 0 || then.of == 0 || then.game || now.figures != then.figures {
		return saysOther
	}
	common := common(now, then)
	news, gone := now.of-common, then.of-common
	asks := now.asks && then.asks
	switch {
	case asks && now.kinds&^then.kinds != 0 && news+gone > 0:
		return saysOther
	case common == 1 && news+gone <= 1:
		if now.kinds == then.kinds && now.words >= 4 && then.words >= 4 && (news == 0 || now.shingles.alike(&then.shingles, .2) < .2) {
			return nearlySame
		}
		return saysOther
	case common < 2 || news > 2 || news > common || gone > common:
		return saysOther
	case news > 0 && gone > 0 && now.shingles.alike(&then.shingles, .4) >= .4:
		return saysOther
	case news == 0 && gone <= 1:
		return theSame
	case news <= 1:
		return nearlySame
	}
	return saysOther
}

// ofReply reports whether a turn is about the reply before it: it quotes it, or says what
// it said.
func (w *Watcher) ofReply(n int) bool {
	now, reply := w.turns[n], w.turns[n-1]
	for i := range w.text.words {
		if x := &w.text.words[i]; x.quoted && x.class&classStop == 0 && reply.has(x.hash) {
			return true
		}
	}
	if now.asks {
		return false
	}
	return now.of >= 2 && common(now, reply) == now.of
}
