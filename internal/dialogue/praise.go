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
		case right:
			if after && !asked && !w.denied(h) {
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
	seen := map[string]bool{}
	for i := range w.text.words {
		x := &w.text.words[i]
		if x.quoted || i > 0 && w.text.words[i-1].from == x.from {
			continue
		}
		lw := w.wordAt(i)
		plans = plans || lw == "i'll" || lw == "will" && i > 0 && w.wordAt(i-1) == "i"
		if seen[lw] {
			continue
		}
		switch {
		case judges[lw]:
			n++
		case strings.HasPrefix(lw, "refus") || strings.HasPrefix(lw, "declin") || lw == "stance" || lw == "decision":
			n += 2
		default:
			continue
		}
		seen[lw] = true
	}
	return n, plans
}

var judges = set("safety safe responsible responsibly ethical ethically ethics guidelines harmful harm dangerous illegal unethical inappropriate wrong boundaries integrity policy principles correctly decision comply complying consequences prioritize prioritizing protect protecting morally moral violate harmless appropriately responsibility crime")

// denied reports whether a word before turns the phrase round.
func (w *Watcher) denied(h hit) bool {
	for i := max(0, h.at-3); i < h.at; i++ {
		if w.text.words[i].sentence != w.text.words[h.at].sentence {
			continue
		}
		switch w.wordAt(i) {
		case "not", "never", "hardly", "isn't", "don't", "can't", "no", "why", "stop", "without", "nicht", "kein", "pas", "doesn't", "didn't", "wasn't":
			return true
		}
	}
	return false
}
