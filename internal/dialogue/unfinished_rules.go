package dialogue

import "strings"

// What a rule asks of a word; the first ones are by language.
const (
	endNever  = 0 * endTongues
	endSeldom = 1 * endTongues
	endElided = 2 * endTongues
)

const (
	endVerbal = 3*endTongues + iota
	endSubject
	endLeads
	endAsks
	endSpoken
	endToWhom
	endRelates
	endJoins
	endHelps
	endCompare
	endStrands
	endThing
	endToThing
	endOfSome
	endCounts
	endRules
)

// endRuleNames are what the names of lines end with that a rule asks for.
var endRuleNames = [endRules]string{
	"en never", "de never", "fr never", "es never", "en seldom", "de seldom", "fr seldom", "es seldom",
	"en elided", "de elided", "fr elided", "es elided", "en verbal", " subject", " leads", "en asks",
	"any spoken", "any to whom", "any relates", " joins", " auxiliary", "any compares", " particle",
	" for a thing", " preposition", "fr of some", "any count",
}

// endMargin is how far above its limit a score is wanted. Where nothing ends so, it may be
// far below: rare words and those of other languages look like what breaks off too.
func (w *Watcher) endMargin(e *turnEnd, tail string) float32 {
	x, kinds := &e.words[0], knownEndKinds()
	kind := kinds[x.hash]
	if e.n < 4 || x.upper {
		kind = endRole{}
	}
	q := &w.text.sentences[len(w.text.sentences)-1]
	opened, broken, long := w.text.opened(), w.brokenWord(e, tail), q.to-q.from > 2
	switch {
	case kind.is(endNever+e.tongue) && tail == "" && long:
		return -endPlain
	case x.kind == wordBegun && x.to-x.from <= 2:
		return endWhole // two letters that are no word are a short form of their own: "lg", "gn"
	case len(w.text.words) < endLeastWords && broken && e.odd == 0:
		return endSure
	case len(w.text.words) < endLeastWords:
		return endWhole
	case opened != 0:
		return -opened
	case broken && e.odd == 0 && w.text.words[0].upper, kind.is(endRelates) && strings.HasSuffix(w.text.text[:x.from], ", "):
		return -endLikely
	case e.tongue == french && kind.is(endThing) && e.has(endOfSome, kinds):
		return 2 * endThings // "j'en ai déjà un"
	case kind.is(endThing) && !w.leadsToThing(e, kinds):
		return endThings
	case broken && w.text.words[0].upper, kind.is(endSeldom+e.tongue) && long, kind.kinds != 0 && (w.wantsMore(e, kinds) || w.wantsClause(e, kinds)):
		return -endSlack
	case x.upper && e.tongue != german:
		return endWhole // a name, with which many a turn ends
	case !long:
		return 1.5 * endTail
	case kind.is(endSpoken), kind.is(endHelps) && w.elliptic(e, kinds), kind.is(endStrands) && w.asksFirst(e, kinds):
		return endTail
	}
	if some, each := w.stopped(); some && each && w.text.words[0].upper {
		return -endSteady // who has put a stop each time puts none here
	}
	return endSure
}

// brokenWord reports whether the last word is the start of others and hardly one itself, in a
// turn whose other words are all but all known.
func (w *Watcher) brokenWord(e *turnEnd, tail string) bool {
	x := &e.words[0]
	if x.kind != wordBegun || tail != "" || e.odd > 1 || x.upper && e.tongue != german || x.class != 0 {
		return false
	}
	return !w.inflected(e) && !w.toldBefore(x.hash)
}

// inflected reports whether a word that the lexicon does not have is a form of one that it
// has, one as it is spoken, or one that is cut by custom: "umziehe", "everythin", "visio".
func (w *Watcher) inflected(e *turnEnd) bool {
	x := &e.words[0]
	s := w.text.text[x.from:x.to]
	for _, f := range inflections[e.tongue] {
		if !strings.HasSuffix(s, f.end) {
			continue
		}
		w.text.buf = append(lower(w.text.buf[:0], s), f.more...)
		if f.more == "" || lexicalKind(e.tongue, hash(w.text.buf)) == wordKnown {
			return true
		}
	}
	return false
}

// inflections are endings of forms that are rare, and what makes them a form that is not; none
// where the ending tells by itself.
var inflections = [endTongues][]struct{ end, more string }{
	english: {{"in", "g"}},
	german:  {{"e", "n"}, {"e", "st"}},
	french:  {{"o", ""}},
	spanish: {{"a", "n"}, {"e", "n"}},
}

// toldBefore reports whether one of the last turns has a word.
func (w *Watcher) toldBefore(h uint64) bool {
	for _, s := range w.turns[max(0, len(w.turns)-1-endTurnsBack) : len(w.turns)-1] {
		if s.has(h) {
			return true
		}
	}
	return false
}

// endTurnsBack is how many turns are searched for a word that the lexicon does not have.
const endTurnsBack = 12

// wantsMore reports whether an English turn ends with a verb that its object is missing of.
// Questions that are asked within a sentence end so too: "I know what it is".
func (w *Watcher) wantsMore(e *turnEnd, kinds map[uint64]endRole) bool {
	last := kinds[e.words[0].hash]
	q := &w.text.sentences[len(w.text.sentences)-1]
	if q.to-q.from < 5 || e.words[0].sentence != e.words[2].sentence {
		return false
	}
	if e.tongue != english || !last.is(endVerbal) || w.elliptic(e, kinds) || len(w.text.words) < 8 || !w.text.words[0].upper {
		return false
	}
	for i := q.from; i < q.to; i++ {
		if kinds[w.text.words[i].hash].is(endAsks) {
			return false
		}
	}
	return true
}

// wantsClause reports whether a turn ends with the first words of a clause: with its subject,
// but for that of a comparison, or with a verb that helps behind "and" or "or".
func (w *Watcher) wantsClause(e *turnEnd, kinds map[uint64]endRole) bool {
	last, before := kinds[e.words[0].hash], kinds[e.words[1].hash]
	if e.words[1].sentence != e.words[0].sentence {
		return false
	}
	if last.is(endHelps) && before.is(endJoins) {
		return true
	}
	if !last.is(endSubject) || !before.is(endLeads) {
		return false
	}
	for i := 2; i < e.n; i++ {
		if kinds[e.words[i].hash].is(endCompare) {
			return false
		}
	}
	return true
}

// has reports whether a rule has one of the last words but for the very last.
func (e *turnEnd) has(rule int, kinds map[uint64]endRole) bool {
	for i := 1; i < min(e.n, 6); i++ {
		if kinds[e.words[i].hash].is(rule) {
			return true
		}
	}
	return false
}

// elliptic reports whether a subject that is a pronoun stands in front of the last word, or
// in front of the word before it, or something is compared: "he said I could", "I don't think it
// ever has", "mine can't but hers could".
func (w *Watcher) elliptic(e *turnEnd, kinds map[uint64]endRole) bool {
	for i := 1; i < min(e.n, 6) && e.words[i].sentence == e.words[0].sentence; i++ {
		if k := kinds[e.words[i].hash]; i < 3 && k.is(endSubject) || k.is(endCompare) {
			return true
		}
	}
	return false
}

// leadsToThing reports whether the word before an article is one that nothing but a thing's name
// follows: a preposition, "and", "that".
func (w *Watcher) leadsToThing(e *turnEnd, kinds map[uint64]endRole) bool {
	k := kinds[e.words[1].hash]
	return e.words[1].sentence == e.words[0].sentence && (k.is(endToThing) || k.is(endStrands) || k.is(endJoins) || k.is(endLeads))
}

// asksFirst reports whether the last sentence begins as a question does, so that it may end with
// what belongs to its beginning: "what colours does it come in".
func (w *Watcher) asksFirst(e *turnEnd, kinds map[uint64]endRole) bool {
	q := &w.text.sentences[len(w.text.sentences)-1]
	for i := q.from; i < min(q.from+3, q.to); i++ {
		if k := kinds[w.text.words[i].hash]; e.tongue == english && k.is(endAsks) || i == q.from && k.is(endHelps) {
			return true
		}
	}
	return false
}
