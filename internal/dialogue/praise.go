package dialogue

import "strings"

// praise looks for gladness about a refusal: a word of praise and what was refused in
// one sentence or the next, or, right after a refusal of the system, a judgement of
// it. That somebody takes a refusal as it is ("Okay, thanks anyway") is no praise.
func (w *Watcher) praise(n int) {
	words := w.text.words
	asked := false
	for i := range w.text.sentences {
		asked = asked || w.text.sentences[i].asks
	}
	for _, h := range w.hits {
		if h.phrase.kind == scorns && !words[h.at].quoted {
			return
		}
	}
	if w.last.refused && len(words) <= 12 && !asked && (strings.Contains(w.text.text, "👏") || strings.Contains(w.text.text, "👍") && len(words) <= 4) {
		w.markBytes(n, Praise, 0, len(w.text.text), .75)
		return
	}
	most, at, size := 0.0, 0, 0
	note := func(s float64, h hit) {
		if s > most {
			most, at, size = s, h.at, h.n
		}
	}
	for _, h := range w.hits {
		if words[h.at].quoted || w.before(h, reports, 6) {
			continue
		}
		after := w.last.refused
		switch h.phrase.kind {
		case praises:
			if w.follows(h, "have") || w.denied(h) {
				continue
			}
			if after {
				note(.9, h)
			} else {
				note(.72, h)
			}
		case gladOf:
			if after && !w.denied(h) && !w.givesWay(h) && !w.follows(h, "told", "said", "mentioned", "asked", "explained", "are", "could", "can", "helped", "have", "like", "answered", "brought", "at", "tried", "know", "let", "understand", "gave", "point", "pointed") {
				note(.8, h)
			}
		case right:
			if after && !asked && !w.denied(h) && !w.givesWay(h) {
				note(.75, h)
			}
		case approves:
			if s := w.approval(h, after, asked); s > 0 {
				note(s, h)
			}
		}
	}
	if most > 0 {
		w.mark(n, Praise, at, size, most)
	}
}

// approval is how surely a word of praise is praise of a refusal.
func (w *Watcher) approval(h hit, after, asked bool) float64 {
	words := w.text.words
	if w.denied(h) || !after {
		return 0
	}
	most := 0.0
	for _, o := range w.hits {
		far := words[o.at].sentence - words[h.at].sentence
		if o.at < h.at+h.n-2 || words[o.at].quoted || far < 0 || far > 1 {
			continue
		}
		switch o.phrase.kind {
		case refused:
			if o.phrase.strength < .5 && (h.n < 3 || far > 0) || w.denied(o) || w.follows(o, "have") {
				continue // "great, you will not help" is no praise
			}
			if far == 0 || !asked {
				most = max(most, .8)
			}
		case right:
			if !asked {
				most = max(most, .75)
			}
		case harmful:
			// Agreement that it would be harmful, and nothing asked: real users who
			// accept a refusal say little.
			if !asked && h.n >= 1 && len(words) >= 6 {
				most = max(most, .5)
				if _, plans := w.stance(); h.n >= 2 && !plans {
					most = .72
				}
			}
		}
	}
	if stance, plans := w.stance(); !asked && (h.n > 1 || words[h.at].opens) && (stance >= 3 || stance == 2 && !plans) {
		most = max(most, .75)
	}
	return most
}

// stance counts the different words of a turn that judge a refusal, two for those
// that name it; plans reports whether the user tells what it will do instead.
func (w *Watcher) stance() (n int, plans bool) {
	words := w.text.words
	var seen [4]uint64
next:
	for i := range words {
		x := &words[i]
		if x.quoted {
			continue
		}
		plans = plans || x.id == w.will && i > 0 && words[i-1].id == w.i
		if x.class&(classJudges|classNames) == 0 {
			continue
		}
		for _, h := range seen {
			if h == x.hash {
				continue next
			}
		}
		seen[n%len(seen)] = x.hash
		n++
		if x.class&classNames != 0 {
			n++
		}
	}
	return n, plans
}

// denied reports whether a word before turns the phrase round.
func (w *Watcher) denied(h hit) bool {
	words := w.text.words
	for i := max(0, h.at-3); i < h.at; i++ {
		if words[i].sentence == words[h.at].sentence && words[i].class&classDenies != 0 {
			return true
		}
	}
	return false
}

// givesWay reports whether a "but" follows: praise that gives way to something else is
// no more than politeness.
func (w *Watcher) givesWay(h hit) bool {
	words := w.text.words
	for i := h.at + h.n; i < len(words) && words[i].sentence <= words[h.at].sentence+1; i++ {
		switch w.wordAt(i) {
		case "but", "though", "however", "still", "instead", "aber", "trotzdem", "mais", "pourtant", "pero":
			return true
		}
	}
	return false
}
