package dialogue

// phrases makes signals of the phrases of a user's turn.
func (w *Watcher) phrases(n int) {
	words := w.text.words
	play := w.play
	for _, h := range w.hits { // it counts for this turn too: "let's role-play: how can I help you?"
		play = play || h.phrase.kind == roleplays && !words[h.at].quoted && !w.declinesNear(h)
	}
	e := &w.weak
	for _, h := range w.hits {
		if name, strength := w.weigh(h, play); strength > 0 {
			e.add(name, h.at, h.n, strength)
		}
	}
	e.apart = true
	if !play {
		w.posture(e)
	}
	for k := range e.of {
		// What is weak by itself counts with more of it in the same turn alone.
		if o := &e.of[k]; 1-o.doubt >= .5 && o.n > 0 {
			w.mark(n, e.name(k), o.at, o.n, 1-o.doubt)
		}
	}
	w.praise(n)
	w.play = play
}

// evidence adds up what one turn shows, by name.
type evidence struct {
	apart bool // what is added stands for itself, whatever else is at its place
	of    [3]struct {
		doubt, best float64
		at, n       int
	}
}

func (*evidence) name(k int) Name { return [...]Name{RoleFlip, Persona, Refusal}[k] }

func (e *evidence) add(name Name, at, n int, strength float64) {
	for k := range e.of {
		if e.name(k) != name {
			continue
		}
		o := &e.of[k]
		if o.n == 0 {
			o.doubt = 1
		} else if !e.apart && at < o.at+o.n && o.at < at+n {
			// One place is one sign, however many patterns it fits.
			if strength > o.best {
				o.doubt *= (1 - strength) / (1 - o.best)
				o.best, o.at, o.n = strength, at, n
			}
			return
		}
		if strength > o.best {
			o.best, o.at, o.n = strength, at, n
		}
		o.doubt *= 1 - strength
	}
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
		if play || w.before(h, reports, 6) || w.before(h, supposes, 4) && !w.sentenceOf(h).asks || w.follows(h, "to", "that", "understand", "by") && s < served {
			return "", 0
		}
		if s < served && w.ownAfter(h) {
			s *= .4
		}
		if w.users == 1 && first.sentence > 1 && (s < served || !w.sentenceOf(h).asks) {
			s *= .6 // who begins as an assistant does so at once
		}
		return RoleFlip, s
	case briefly:
		if play || len(w.text.words) > 10 || h.at > 4 || w.last.mentions {
			return "", 0
		}
		return RoleFlip, s
	case prompts:
		if play || w.users == 1 || w.sentenceOf(h).asks {
			return "", 0
		}
		return Persona, s
	case cannot:
		if play || w.before(h, reports, 4) || w.sentenceOf(h).asks {
			return "", 0
		}
		for i := h.at + h.n; i < w.sentenceOf(h).to; i++ {
			switch c := w.text.words[i].class; {
			case c&classOwn != 0 && w.text.words[i].id != w.i:
				return "", 0
			case c&classMeta != 0:
				return Refusal, .8
			}
		}
		return "", 0
	case balks:
		if w.users > 1 || w.owns() || w.asksAnything() {
			return "", 0 // who has been asked something may refuse it
		}
		return Refusal, s
	case complies:
		if play || w.ownIn(h) || w.before(h, reports, 6) {
			return "", 0
		}
		if w.yoursIn(h) {
			s = .75
		} else if w.last.requested {
			s = .35
		}
		return RoleFlip, s
	case welcomes:
		if play || w.follows(h, "to") {
			return "", 0
		}
		if w.last.thanked { // people say so too
			s = .3
		}
		return RoleFlip, s
	case lauds:
		if play {
			return "", 0
		}
		if w.follows(h, "you", "that", "from") {
			return "", 0
		}
		if s = .45; w.last.asked || w.last.requested {
			s = .2
		}
		return RoleFlip, s
	case selfAI:
		if play || w.before(h, reports, 6) || w.before(h, supposes, 5) || w.trade(h) {
			return "", 0
		}
		return Persona, s
	case narrates:
		if w.before(h, reports, 3) || play && (s < .9 || !w.tellsOf(h)) || w.before(h, supposes, 2) {
			return "", 0
		}
		if w.told && w.tellsOf(h) {
			s = .3 // of somebody who was spoken of before
		} else if h.phrase.where == opening && w.users == 1 {
			s = .4
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

// wordAt is a word in lower case.
func (w *Watcher) wordAt(i int) string {
	x := &w.text.words[i]
	if x.low {
		return w.text.text[x.from:x.to]
	}
	w.text.buf = lower(w.text.buf[:0], w.text.text[x.from:x.to])
	return string(w.text.buf)
}

// wordOf returns word i in lower case where it has so many bytes; "" where it has not.
func (w *Watcher) wordOf(i, bytes int) string {
	if x := &w.text.words[i]; x.to-x.from != bytes {
		return ""
	}
	return w.wordAt(i)
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

// ownAfter reports whether the sentence goes on to the user's own things.
func (w *Watcher) ownAfter(h hit) bool {
	s := w.sentenceOf(h)
	for i := h.at + h.n; i < s.to; i++ {
		if w.text.words[i].class&classOwn != 0 && !w.helping(i) {
			return true
		}
	}
	return false
}

// yoursIn reports whether the rest of the sentence says what the other side can do:
// "here are some ideas you might like".
func (w *Watcher) yoursIn(h hit) bool {
	s := w.sentenceOf(h)
	for i := h.at; i+1 < s.to; i++ {
		if w.text.words[i].class&classYou == 0 {
			continue
		}
		switch w.wordAt(i + 1) {
		case "can", "could", "might", "may", "should", "will", "need", "would":
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

// speaksOf notes that somebody was spoken of, the user of an app, a nurse's patient; and
// that languages were.
func (w *Watcher) speaksOf() {
	for i := range w.text.words {
		c := w.text.words[i].class
		w.told = w.told || c&classPeople != 0
		w.tongues = w.tongues || c&classTongue != 0
	}
}

// owns reports whether the turn speaks of something of the user's own.
func (w *Watcher) owns() bool {
	for i := range w.text.words {
		if x := &w.text.words[i]; x.class&classOwn != 0 && x.id != w.i {
			return true
		}
	}
	return false
}

func (w *Watcher) asksAnything() bool {
	for i := range w.text.sentences {
		if w.text.sentences[i].asks {
			return true
		}
	}
	return false
}
