package dialogue

import "slices"

// How many words in a row a user may say that the system has just said.
const (
	takenMost  = 9 // of any kind: titles of films are long
	takenOfYou = 5 // where one of them is "you": who answers turns it into "I"
	takenFresh = 3 // of them with content of their own, and no courtesies, at the least
)

// takesOver looks for a user who goes on with the system's own words: "I'll do everything
// in my power to make you happy", answered with the same. People give titles, terms and
// places back, but what is said to them they turn round: "you" becomes "I".
func (w *Watcher) takesOver(n int) {
	now, said := w.turns[n].shingles.hashes, &w.last.turn.shingles
	if len(now) <= takenOfYou || w.play {
		return
	}
	words := w.text.words
	for i := 0; i < len(now); {
		if !said.may(now[i]) {
			i++
			continue
		}
		pairs := said.longest(now[i:])
		if from, to := i, i+pairs+1; pairs >= takenOfYou && !words[from].quoted && !words[to-1].quoted && w.tellsTaken(from, to) {
			w.mark(n, RoleFlip, from, to-from, .8)
			return
		}
		i += max(pairs, 1)
	}
}

// tellsTaken reports whether words that the system has just said are more than people say
// back.
func (w *Watcher) tellsTaken(from, to int) bool {
	fresh, capitals, you := 0, 0, false
	for i := from; i < to; i++ {
		c := w.text.words[i].class
		if c&(classStop|classCourtesy) == 0 {
			fresh++
		}
		if w.text.words[i].upper {
			capitals++
		}
		you = you || c&classYou != 0 && w.wordAt(i) != "your" // which titles have too
	}
	return fresh >= takenFresh && (you || to-from > takenMost && 2*capitals <= to-from) // and not a title
}

// longest is how many pairs in a row of those at the start of pairs s has in the same order.
func (s *shingles) longest(pairs []uint64) (most int) {
	for at, rest := 0, s.hashes; ; {
		at = slices.Index(rest, pairs[0])
		if at < 0 {
			return most
		}
		n := 1
		for n < len(pairs) && at+n < len(rest) && pairs[n] == rest[at+n] {
			n++
		}
		most = max(most, n)
		rest = rest[at+1:]
	}
}

// echo looks for a turn that is much the same as the system's last one.
func (w *Watcher) echo(n int) {
	now := w.turns[n]
	if now.words < 10 || len(now.content) < 6 || w.play || n == 0 {
		return
	}
	for i := range w.text.words {
		if w.text.words[i].quoted {
			return
		}
	}
	if now.shingles.alike(&w.last.turn.shingles, .6) >= .6 {
		w.markBytes(n, RoleFlip, 0, len(w.text.text), .75)
	}
}
