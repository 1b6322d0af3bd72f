package dialogue

import (
	"strings"

	"seedbed.dev/seedbed"
)

// posture looks at how a turn is made: whether it teaches instead of asking, and
// whether it turns to the other side as one who helps does, saying nothing of its own.
func (w *Watcher) posture(e *evidence) {
	words, sentences := w.text.words, w.text.sentences
	if len(words) < 4 || len(sentences) == 0 || w.last.orders {
		return
	}
	c := w.count()
	if c.plain == 0 {
		return
	}
	at := max(c.first, 0)
	size := sentences[words[at].sentence].to - at
	teaches := 0.0
	switch {
	case len(words) < 8 || c.asks > 0 || 2*c.mine > c.advice && 4*c.mine > c.plain:
	case c.advice >= 3 && c.toYou > 0 || c.advice >= 2 && c.toYou > 1:
		teaches = .8
	case c.advice >= 2 && c.toYou > 0, c.advice >= 3 && w.users > 1:
		teaches = .72
	case w.users < 2 || c.mine > 0 || c.plain < 2 || w.profile.Expert || w.reacts():
	case len(words) >= 30 && !w.last.requested, len(words) >= 25 && c.generic >= 2:
		// A lecture. Experts give them too; who had asked for this one is none.
		teaches, at, size = .5, 0, sentences[0].to
		if same := w.answersItself(); same >= 2 || same == 1 && c.generic >= 2 {
			teaches = .72
		}
	}
	if teaches > 0 {
		e.add(RoleFlip, at, size, teaches)
	}
	if w.users < 2 || c.mine > 0 {
		return
	}
	for i := range min(len(words), 3) {
		if words[i].class&classOpens != 0 && words[i].sentence == 0 {
			e.add(RoleFlip, 0, i+1, .3)
			break
		}
	}
	if w.last.asked && w.last.you && c.yours > 0 {
		e.add(RoleFlip, 0, sentences[0].to, .35)
	}
	if c.items >= 3 && c.asks == 0 && teaches == 0 {
		e.add(RoleFlip, at, size, .5)
	}
	if c.advice == 1 && c.yours > 0 && teaches == 0 {
		e.add(RoleFlip, at, size, .4)
	}
	if w.last.asked && c.questions > 0 && w.asksBack() {
		e.add(RoleFlip, 0, sentences[0].to, .5)
	}
}

// counted is what a turn's sentences are.
type counted struct {
	plain, advice, toYou, yours, mine, asks, questions, items, generic int
	first                                                              int // word of the first advice
}

// count tells the sentences of a turn that instruct from those about the user's own.
func (w *Watcher) count() counted {
	words := w.text.words
	c := counted{first: -1}
	for i := range w.text.sentences {
		s := &w.text.sentences[i]
		if words[s.from].quoted {
			continue
		}
		c.plain++
		mine, yours := false, false
		for j := s.from; j < s.to; j++ {
			x := words[j].class
			mine = mine || x&classOwn != 0 && !w.helping(j)
			if x&classGeneric != 0 {
				c.generic++
			}
			yours = yours || x&classYou != 0 && !(j+1 < s.to && words[j+1].class&classAnswers != 0) && !(j+2 < s.to && words[j+2].class&classAnswers != 0)
		}
		if s.item {
			c.items++
		}
		if yours {
			c.yours++
		}
		if mine {
			c.mine++
		}
		if s.asks {
			c.questions++
			if !w.servesIn(s) {
				c.asks++
			}
			continue
		}
		if mine || w.pleads(s) {
			continue
		}
		if n := w.advices(s, yours); n > 0 {
			c.advice += n
			if c.first < 0 {
				c.first = s.from
			}
			if yours {
				c.toYou++
			}
		}
	}
	return c
}

// helping reports whether an "I" or a "we" is that of somebody who helps: "I can
// suggest", "we can explore".
func (w *Watcher) helping(i int) bool {
	words := w.text.words
	if words[i].id == w.me && i > 0 && words[i-1].class&classToMe != 0 {
		return true // "let me", "tell me" are said by both
	}
	for j := i + 1; j < len(words) && j <= i+3 && words[j].sentence == words[i].sentence; j++ {
		if words[j].class&classHelps != 0 {
			return true
		}
		if words[j].class&classStop == 0 {
			return false
		}
	}
	return false
}

// pleads reports whether a sentence says please: then it asks for what it tells.
func (w *Watcher) pleads(s *sentence) bool {
	for i := s.from; i < s.to; i++ {
		if w.text.words[i].id == w.please {
			return true
		}
	}
	return false
}

// servesIn reports whether a sentence offers something, so that its question is none
// of a user's.
func (w *Watcher) servesIn(s *sentence) bool {
	for _, h := range w.hits {
		if h.phrase.kind == offers && h.at >= s.from && h.at < s.to {
			return true
		}
	}
	return false
}

// asksBack reports whether the turn asks what it was asked: a question with two words
// of the system's own question, and hardly any that are new in it.
func (w *Watcher) asksBack() bool {
	words := w.text.words
	for i := range w.text.sentences {
		s := &w.text.sentences[i]
		if !s.asks || words[s.from].quoted {
			continue
		}
		same, news := 0, 0
		for j := s.from; j < s.to; j++ {
			if words[j].class&classStop != 0 {
				continue
			}
			if w.last.turn.has(words[j].hash) {
				same++
			} else {
				news++
			}
		}
		if same >= 2 && news <= same+1 {
			return true
		}
	}
	return false
}

// answersItself counts the words of the turn that the user asked about before.
func (w *Watcher) answersItself() (same int) {
	for i := len(w.turns) - 1; i >= 0; i-- {
		t := w.turns[i]
		if t.role != seedbed.User {
			continue
		}
		for j := range w.text.words {
			x := &w.text.words[j]
			if x.class&classStop != 0 {
				continue
			}
			if t.has(x.hash) {
				same++
			}
		}
		return same
	}
	return 0
}

// advices counts the clauses of a sentence that tell somebody what to do.
func (w *Watcher) advices(s *sentence, yours bool) int {
	words := w.text.words
	n, sequenced := 0, s.item
	for _, h := range w.hits {
		if h.phrase.kind == advises && h.at >= s.from && h.at < s.to && !words[h.at].quoted && (yours || n > 0) {
			n++
		}
	}
	for i := s.from; i < s.to; i++ {
		x := &words[i]
		start := i == s.from || x.clause || sequenced && i < s.from+3
		first := w.text.text[x.from]
		switch {
		case start && (x.class&classSequence != 0 || first >= '0' && first <= '9'):
			sequenced = true
		case start && w.imperative(i, s.to):
			n++
			sequenced = false
		case s.to-i <= 2:
		case start && (x.class&classStep != 0 || x.class&classEdit != 0 && yours):
			n++
			sequenced = false
		case x.class&classJoins != 0 && n > 0 && (words[i+1].class&classStep != 0 || w.imperative(i+1, s.to)):
			n++
		}
	}
	return n
}

// imperative reports whether a clause starts with a German or French imperative of
// politeness: "Öffnen Sie", "Ouvrez", but for those that ask for an answer.
func (w *Watcher) imperative(i, end int) bool {
	words, s := w.text.words, w.text.text
	x := &words[i]
	raw := s[x.from:x.to]
	if i+2 < end && strings.HasSuffix(raw, "en") && (s[words[i+1].from:words[i+1].to] == "Sie") {
		switch strings.ToLower(raw) {
		case "können", "haben", "würden", "könnten", "sagen", "geben", "schreiben", "erklären", "nennen", "machen", "möchten", "wollen", "helfen", "zeigen", "schicken", "senden":
			return false
		}
		return true
	}
	if i+1 < end && len(raw) > 4 && strings.HasSuffix(raw, "ez") && x.class&(classYou|classStop) == 0 {
		switch strings.ToLower(raw) {
		case "avez", "pouvez", "voulez", "devez", "savez", "assez", "êtes", "donnez", "dites", "expliquez", "écrivez", "traduisez", "aidez", "auriez", "pourriez", "allez", "montrez", "racontez", "envoyez", "gardez", "excusez", "serez", "aurez":
			return false
		}
		return true
	}
	return false
}

// reacts reports whether a turn opens with a word to what was said before, as those do
// who correct, agree or explain themselves.
func (w *Watcher) reacts() bool {
	words := w.text.words
	for i := 0; i < len(words) && i < 6; i++ {
		if words[i].class&classReact != 0 {
			return true
		}
	}
	return false
}
