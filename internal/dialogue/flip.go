package dialogue

// phrases makes signals of the phrases of a user's turn.
func (w *Watcher) phrases(n int) {
	words := w.text.words
	play := w.play
	for _, h := range w.hits { // it counts for this turn too: "let's role-play: how can I help you?"
		play = play || h.phrase.kind == roleplays && !words[h.at].quoted && !w.declinesNear(h)
	}
	best := map[Name]float64{}
	for _, h := range w.hits {
		name, strength := w.weigh(h, play)
		if strength <= 0 {
			continue
		}
		if strength <= best[name] && strength >= .7 {
			continue // one sign is enough of those that decide
		}
		best[name] = max(best[name], strength)
		w.mark(n, name, h.at, h.n, strength)
	}
	w.praise(n)
	w.play = play
}

// declinesNear reports whether a phrase of role-play is part of a refusal to play or of
// telling.
func (w *Watcher) declinesNear(h hit) bool {
	for _, o := range w.hits {
		if w.text.words[o.at].sentence != w.text.words[h.at].sentence {
			continue
		}
		if o.phrase.kind == declines || o.phrase.kind == narrates || o.phrase.kind == selfAI && o.at < h.at {
			return true
		}
	}
	return false
}

// weigh says what a phrase counts for here.
func (w *Watcher) weigh(h hit, play bool) (Name, float64) {
	first := &w.text.words[h.at]
	if first.quoted {
		return "", 0
	}
	s := h.phrase.strength
	switch h.phrase.kind {
	case offers:
		if play || w.before(h, reports, 6) || w.before(h, supposes, 4) && !w.sentenceOf(h).asks || w.follows(h, "to", "that", "understand", "by") && s < .9 {
			return "", 0
		}
		return RoleFlip, s
	case complies:
		if play || w.ownIn(h) || w.before(h, reports, 6) {
			return "", 0
		}
		if w.yoursIn(h) {
			s = .75 // "here are some ideas you might like" is meant for somebody
		} else if w.last.requested {
			s = .35
		}
		return RoleFlip, s
	case welcomes:
		if play || w.follows(h, "to") {
			return "", 0
		}
		if w.last.thanked {
			s = .3
		}
		return RoleFlip, s
	case lauds:
		if play {
			return "", 0
		}
		if w.last.asked {
			s = .3
		}
		return RoleFlip, s
	case selfAI:
		if play || w.before(h, reports, 6) || w.before(h, supposes, 5) || w.trade(h) {
			return "", 0
		}
		return Persona, s
	case narrates:
		if w.before(h, reports, 3) || play && s < .9 || w.before(h, supposes, 2) {
			return "", 0
		}
		if w.told && w.tellsOf(h) {
			s = .3 // of somebody who was spoken of before
		}
		return Persona, s
	case declines:
		if w.before(h, reports, 4) || w.before(h, supposes, 3) && !w.text.words[h.at].clause {
			return "", 0
		}
		return Refusal, s
	}
	return "", 0
}

func (w *Watcher) sentenceOf(h hit) *sentence {
	return &w.text.sentences[w.text.words[h.at].sentence]
}

// before reports whether a phrase of a kind stands in the same sentence, at most so
// many words before.
func (w *Watcher) before(h hit, k kind, most int) bool {
	for _, o := range w.hits {
		if o.at >= h.at {
			break
		}
		if o.phrase.kind == k && o.at+o.n <= h.at && h.at-o.at-o.n < most && w.text.words[o.at].sentence == w.text.words[h.at].sentence {
			return true
		}
	}
	return false
}

// follows reports whether one of some words comes next.
func (w *Watcher) follows(h hit, words ...string) bool {
	at := h.at + h.n
	if at >= len(w.text.words) || w.text.words[at].sentence != w.text.words[h.at].sentence {
		return false
	}
	next := w.wordAt(at)
	for _, x := range words {
		if next == x {
			return true
		}
	}
	return false
}

// wordAt is a word in lower case; good until the next call.
func (w *Watcher) wordAt(i int) string {
	x := &w.text.words[i]
	w.text.buf = lower(w.text.buf[:0], w.text.text[x.from:x.to])
	return string(w.text.buf)
}

// ownIn reports whether the rest of the sentence is about the user's own: "here are
// the steps I took".
func (w *Watcher) ownIn(h hit) bool {
	s := w.sentenceOf(h)
	for i := h.at; i < s.to; i++ {
		if w.text.words[i].class&classOwn != 0 {
			return true
		}
	}
	return false
}

// trade reports whether a model's words about itself are those of somebody who works
// with models ("I am an AI researcher"), or who asks one ("as an AI, do you ...").
func (w *Watcher) trade(h hit) bool {
	s := w.sentenceOf(h)
	end := h.at + h.n
	for i := h.at + 1; i < s.to && i < end+3; i++ {
		if w.text.words[i].class&classTrade != 0 {
			return true
		}
	}
	if w.text.words[h.at].id == w.i {
		return false
	}
	for i := h.at; i < s.to; i++ { // who is it that is one? the next pronoun says
		switch c := w.text.words[i].class; {
		case c&classOwn != 0:
			return false
		case c&classYou != 0:
			return true
		}
	}
	return false
}

// yoursIn reports whether the rest of the sentence speaks to the other side.
func (w *Watcher) yoursIn(h hit) bool {
	s := w.sentenceOf(h)
	for i := h.at; i < s.to; i++ {
		if w.text.words[i].class&classYou != 0 {
			return true
		}
	}
	return false
}

// tellsOf reports whether a phrase is about "the user" or the like, of whom one may
// have spoken before.
func (w *Watcher) tellsOf(h hit) bool {
	for i := h.at; i < h.at+h.n && i < len(w.text.words); i++ {
		if w.text.words[i].class&classPeople != 0 {
			return true
		}
	}
	return false
}

// speaksOf notes that somebody was spoken of: the user of an app, a nurse's patient.
func (w *Watcher) speaksOf() {
	for i := range w.text.words {
		if w.text.words[i].class&classPeople != 0 {
			w.told = true
			return
		}
	}
}

// counted is what a turn's sentences are.
type counted struct {
	plain, advice, toYou, mine, asks, items, generic int
	first                                            int // word of the first advice
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
			mine = mine || x&classOwn != 0
			if x&classGeneric != 0 {
				c.generic++
			}
			yours = yours || x&classYou != 0 && !(j+1 < s.to && words[j+1].class&classAnswers != 0) && !(j+2 < s.to && words[j+2].class&classAnswers != 0)
		}
		if s.item {
			c.items++
		}
		if s.asks {
			if !w.servesIn(s) {
				c.asks++
			}
			continue
		}
		if mine {
			c.mine++
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

// monologue looks for turns that teach instead of asking: instructions to the other
// side, or a lecture that answers what the user asked before.
func (w *Watcher) monologue(n int) {
	words, sentences := w.text.words, w.text.sentences
	if w.play || len(words) < 12 || len(sentences) == 0 {
		return
	}
	c := w.count()
	switch {
	case c.asks > 0 || c.plain == 0 || 2*c.mine > c.advice && 4*c.mine > c.plain:
	case c.advice >= 3 && c.toYou > 0 || c.advice >= 2 && c.toYou > 1:
		w.mark(n, RoleFlip, c.first, sentences[words[c.first].sentence].to-c.first, .8)
	case c.advice >= 2 && c.toYou > 0, c.advice >= 3 && n > 0:
		w.mark(n, RoleFlip, c.first, sentences[words[c.first].sentence].to-c.first, .72)
	case n < 2 || c.mine > 0 || c.plain < 2 || w.profile.Expert || w.reacts():
	case len(words) >= 30 && !w.last.requested, len(words) >= 25 && c.generic >= 2:
		w.mark(n, RoleFlip, 0, sentences[0].to, .72)
	}
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
		case s.to-i <= 2:
		case start && (x.class&classStep != 0 || x.class&classEdit != 0 && yours):
			n++
			sequenced = false
		case x.id == w.and && n > 0 && words[i+1].class&classStep != 0:
			n++
		}
	}
	return n
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
