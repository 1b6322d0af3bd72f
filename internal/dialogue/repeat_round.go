package dialogue

import (
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
	for i := range words {
		x := &words[i]
		if x.class&(classStop|classCourtesy) != 0 || !x.first {
			continue
		}
		h := uint64(fnvBasis)
		if c := w.text.text[x.from]; '0' <= c && c <= '9' {
			h = x.hash // a number has no stem: another one is new
		} else {
			for _, c := range []byte(w.text.text[x.from:min(x.to, x.from+stemBytes)]) {
				h = (h ^ uint64(c|0x20)) * fnvPrime
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

// round looks for three turns of the user that say hardly anything new, between replies
// that do not either: both sides go round, in the same or in other words. Who works
// through a list or a form says little, and all of it is new.
func (w *Watcher) round(n int) {
	if n < 6 || w.play {
		return
	}
	var fresh, of [2]int // of the user, of the system
	words := 0
	for i := n; i >= n-4; i-- {
		t := w.turns[i]
		side := (n - i) % 2
		if (t.role == seedbed.User) != (side == 0) || t.words == 0 || t.words > roundWords || t.fresh > 3-(1-side) {
			return
		}
		fresh[side], of[side], words = fresh[side]+t.fresh, of[side]+t.of, words+t.words
	}
	if words >= 12 && of[0] > 0 && fresh[0]+fresh[1] <= 6 && 10*fresh[0] <= 4*of[0] && 10*fresh[1] <= 7*of[1] {
		w.markBytes(n, Loop, 0, len(w.text.text), .75)
	}
}

// again are words of replies that ask for something to be said again.
var again = hashesOf("wrong broke lost technical crashed failed repeat resend re-send catch heard garbled unclear nochmal nochmals wiederholen wiederhole wiederholung verstanden répéter répétez répète compris repetir repite repítame repetirlo repita entendido oído")

// resent looks for a short turn that was there before, word by word, or with one word
// changed, and was answered.
func (w *Watcher) resent(n int) {
	now := w.turns[n]
	if now.words < 4 || len(now.content) < 2 && (now.words < 5 || len(now.content) == 0 || unsure.has(now.content[0])) || w.play {
		return
	}
	for i := n - 2; i >= 0 && i >= n-comparedMost; i-- {
		then := w.turns[i]
		if then.role != seedbed.User || !w.answered(i) {
			continue
		}
		switch {
		case then.whole == now.whole:
		case now.words >= 5 && now.of >= 3 && then.of >= 3 && restates(now, then):
		default:
			continue
		}
		w.markBytes(n, Repeats, 0, len(w.text.text), .72)
		return
	}
}

// answered reports whether the turn after one is a reply that says something, and does
// not ask for it again.
func (w *Watcher) answered(i int) bool {
	return i+1 < len(w.turns) && w.turns[i+1].role == seedbed.Assistant && w.turns[i+1].words >= 2 && !w.turns[i+1].again
}

// unsure are words of answers that come again and again.
var unsure = hashesOf("know think sure idea mean guess weiß sais sé")

// restates reports whether a turn says nothing but what an earlier one said, and that
// said hardly more: who asks the same of something else names it. Of a longer turn one
// word may be another.
func restates(now, then *seen) bool {
	common := 0
	for i := range now.stems {
		for b := now.stems[i] & then.stems[i]; b != 0; b &= b - 1 {
			common++
		}
	}
	news := now.of - common
	return common >= 3 && news == 0 && then.of-common <= 1 || common >= 4 && news == 1 && then.of-common <= 1
}
