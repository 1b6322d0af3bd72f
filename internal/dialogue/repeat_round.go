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
	words := w.text.words
	if len(words) > stemsMost {
		now.fresh = len(words)
		words = words[:stemsMost]
	}
	var before stems              // of all of them
	if len(words) <= roundWords { // of others nobody asks what is new in them
		for _, t := range w.turns[max(0, n-roundTurns):n] {
			for i, b := range t.stems {
				before[i] |= b
			}
		}
	}
	known := meanings()
	for i := range words {
		x := &words[i]
		if x.class&(classStop|classCourtesy) != 0 || !x.first {
			continue
		}
		h := x.hash // a number has no stem: another one is new
		if c := w.text.text[x.from]; c < '0' || c > '9' {
			var id uint32
			id, h = known.meaning(w.text.text[x.from:x.to])
			switch id {
			case 0:
			case meansFrame:
				continue
			case meansGame:
				now.game = true
			default:
				h = uint64(id)
			}
		}
		h *= 0x9e3779b97f4a7c15
		if now.stems.has(h) {
			continue
		}
		now.stems[h>>60] |= 1 << (h >> 54 & 63)
		now.of++
		if !before.has(h) {
			now.fresh++
		}
	}
}

// round looks for turns of the user that say hardly anything new, between replies that do
// not either: both sides go round, in the same or in other words. Who works through a list
// or a form says little, and all of it is new. Where nobody says more than thanks, wishes
// and what carries a request, it takes one turn more.
func (w *Watcher) round(n int) {
	if n < 6 || w.play {
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
		if t.game && w.turns[n-1].whole != w.turns[n-3].whole {
			return
		}
		if i == n-5 { // a reply
			break
		}
		if t.fresh > 3-(1-side) {
			return
		}
		fresh[side], of[side], words = fresh[side]+t.fresh, of[side]+t.of, words+t.words
	}
	before := 0
	if n > 6 { // the first reply has to be new
		before = w.turns[n-5].fresh
	}
	empty := fresh[0] <= 1 && fresh[0]+fresh[1]+before <= 1 && words >= 9
	if empty || words >= 12 && (of[0] > 0 && fresh[0]+fresh[1] <= 6 && 10*fresh[0] <= 4*of[0] && 10*fresh[1] <= 7*of[1]) {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// dwells looks for a user that says the same thing in four turns, whatever it is told:
// three turns in a row of which hardly half is new to what it said in those before.
func (w *Watcher) dwells(n int) {
	if n < 6 || w.play || w.turns[n].words < 4 {
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
		if t.of < 2 || t.game || 2*news > t.of || news > 2 {
			return
		}
		fresh, of = fresh+news, of+t.of
	}
	if own == 4 && 10*fresh <= 4*of {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// again are words of replies that ask for something to be said again.
var again = hashesOf("wrong broke lost technical crashed failed repeat resend re-send catch heard garbled unclear nochmal nochmals wiederholen wiederhole wiederholung verstanden répéter répétez répète compris repetir repite repítame repetirlo repita entendido oído")

// resent looks for a turn that was there before, word by word or in other words, and was
// answered.
func (w *Watcher) resent(n int) {
	now := w.turns[n]
	if now.words < 4 || w.play || now.game {
		return
	}
	short := len(now.content) < 2 && (now.words < 5 || len(now.content) == 0 || unsure.has(now.content[0]))
	nearly := 0
	for i := n - 2; i >= 0 && i >= n-comparedMost; i-- {
		then := w.turns[i]
		if then.role != seedbed.User || !w.answered(i) {
			continue
		}
		how := restates(now, then)
		if !short && then.whole == now.whole {
			how = theSame
		}
		if how != saysOther {
			nearly++
		}
		if nearly >= 2 || how == theSame && !w.insists() {
			w.markBytes(n, Repeats, 0, len(w.text.text), .75)
			return
		}
	}
}

// answered reports whether the turn after one is a reply that says something, and does
// not ask for it again.
func (w *Watcher) answered(i int) bool {
	return i+1 < len(w.turns) && w.turns[i+1].role == seedbed.Assistant && w.turns[i+1].words >= 2 && !w.turns[i+1].again && !w.turns[i+1].open
}

// unsure are words of answers that come again and again.
var unsure = hashesOf("know think sure idea mean guess weiß sais sé")

// insists reports whether the turn at hand says that what was answered was not what was
// asked, or did not help.
func (w *Watcher) insists() bool {
	words := w.text.words
	for i := range words {
		if h := words[i].hash; insisting.has(h) || i == 0 && denying.has(h) {
			return true
		}
	}
	return false
}

var (
	insisting = hashesOf("still asked said told meant mean didn't instead if did tried trotzdem weiterhin immer dennoch wenn gefragt gesagt gemeint meinte probiert toujours quand-même demandé dis dit pourtant si essayé sigue siguen todavía aún pregunté dije decía refería intenté")
	denying   = hashesOf("no nope nah not nein nee non si")
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
	if now.of < 2 || then.of < 2 || then.game {
		return saysOther
	}
	common := 0
	for i := range now.stems {
		common += bits.OnesCount64(now.stems[i] & then.stems[i])
	}
	news, gone := now.of-common, then.of-common
	switch {
	case common < 2 || news > 2 || news > common || gone > common:
		return saysOther
	case news > 0 && gone > 0 && now.shingles.alike(&then.shingles, .4) >= .4:
		return saysOther
	case news == 0 && gone <= 1, news == 1 && gone <= 1 && common >= 4:
		return theSame
	case news <= 1:
		return nearlySame
	}
	return saysOther
}
