package dialogue

import (
	_ "embed"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// showKinds tells what functions the last words have.
func (w *Watcher) showKinds(e *turnEnd, style uint32) {
	kinds := knownEndKinds().of
	x, y := &e.words[0], &e.words[1]
	last, before := kinds[x.hash], uint64(0)
	if y.sentence == x.sentence {
		before = kinds[y.hash]
	}
	q := &w.text.sentences[len(w.text.sentences)-1]
	opens, length := uint32(w.text.words[q.from].hash), scale(q.to-q.from)
	e.add(endKinds, uint32(last), uint32(last>>32), 0)
	e.add(endKinds, uint32(last^last>>32), uint32(before^before>>32), 1)
	e.add(endLastStyle, uint32(x.hash), style, 0)
	e.add(endLastStyle, uint32(y.hash), style, 1)
	for ; last != 0; last &= last - 1 {
		kind := uint32(bits.TrailingZeros64(last))
		e.add(endKind, kind, 0, 0)
		e.add(endKind, kind, length, 1)
		e.add(endKindStyle, kind, style, 0)
		e.add(endKindOpens, kind, opens, 0)
		for rest := before; rest != 0; rest &= rest - 1 {
			e.add(endKinds, kind, uint32(bits.TrailingZeros64(rest)), 2)
		}
	}
}

//go:embed unfinished_words.txt
var unfinishedWords string

// endKindsKnown are the kinds of words with a function.
type endKindsKnown struct {
	of    map[uint64]uint64 // as bits, by the hashes of words
	parts [endParts]uint64  // the bits of what a rule asks for
}

var knownEndKinds = sync.OnceValue(func() *endKindsKnown {
	out, kind := &endKindsKnown{of: map[uint64]uint64{}}, 0
	for line := range strings.Lines(unfinishedWords) {
		what, words, ok := strings.Cut(line, ":")
		if !ok || line[0] == '#' {
			continue
		}
		if i := slices.Index(endPartNames[:], what); i >= 0 {
			out.parts[i] = 1 << kind
		}
		for w := range strings.FieldsSeq(words) {
			out.of[hash([]byte(w))] |= 1 << kind
		}
		kind++
	}
	return out
})

// suffix is the hash of a word's last letters, in lower case.
func suffix(t *turnText, s string, n int) uint32 {
	from := len(s)
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:from])
		from -= size
	}
	h, _ := t.hashed(s[from:])
	return uint32(h)
}

// The languages of the lexicon, by their places in it.
const (
	english = iota
	german
	french
	spanish
	endTongues
)

// What a rule asks of a word's kind; of the first ones, by language.
const (
	endNever   = 0
	endSeldom  = endNever + endTongues
	endElided  = endSeldom + endTongues
	endVerbal  = endElided + endTongues
	endSubject = endVerbal + 1
	endLeads   = endVerbal + 2
	endAsks    = endVerbal + 3
	endSpoken  = endVerbal + 4
	endToWhom  = endVerbal + 5
	endParts   = endVerbal + 6
)

var endPartNames = [endParts]string{
	"en never", "de never", "fr never", "es never", "en seldom", "de seldom", "fr seldom", "es seldom",
	"en elided", "de elided", "fr elided", "es elided", "en verbal", "en subject", "en leads", "en asks", "any spoken", "any to whom",
}

// endMargin is how far above its limit a score is wanted. Where nothing ends so, it may be
// far below: rare words and those of other languages look like what breaks off too.
func (w *Watcher) endMargin(e *turnEnd, tail string) float32 {
	x, kinds := &e.words[0], knownEndKinds()
	kind := kinds.of[x.hash]
	if e.n < 4 || x.upper && x.to-x.from > 1 {
		kind = 0
	}
	broken := w.brokenWord(e, tail)
	switch {
	case kind&kinds.parts[endNever+e.tongue] != 0 && tail == "":
		return -endPlain
	case w.text.opened(), broken && e.odd == 0:
		return -endLikely
	case broken, kind&kinds.parts[endSeldom+e.tongue] != 0, kind != 0 && w.wantsMore(e, kinds):
		return -endSlack
	case x.upper && e.tongue != german:
		return endWhole // a name, with which many a turn ends
	case kind&kinds.parts[endSpoken] != 0:
		return endTail
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
// has, or one as it is spoken: "umziehe", "everythin".
func (w *Watcher) inflected(e *turnEnd) bool {
	x := &e.words[0]
	s := w.text.text[x.from:x.to]
	for _, f := range inflections[e.tongue] {
		if strings.HasSuffix(s, f.end) {
			w.text.buf = append(lower(w.text.buf[:0], s), f.more...)
			if lexicalKind(e.tongue, hash(w.text.buf)) == wordKnown {
				return true
			}
		}
	}
	return false
}

// inflections are endings of forms that are rare, and what makes them a form that is not.
var inflections = [endTongues][]struct{ end, more string }{
	{{"in", "g"}},
	{{"e", "n"}, {"e", "st"}},
	{},
	{{"a", "n"}, {"e", "n"}},
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

// wantsMore reports whether an English turn ends with a verb that its object is missing of,
// or with the subject of a clause that has just begun. Questions that are asked within a
// sentence end so too: "I know what it is".
func (w *Watcher) wantsMore(e *turnEnd, kinds *endKindsKnown) bool {
	last, before := kinds.of[e.words[0].hash], kinds.of[e.words[1].hash]
	q := &w.text.sentences[len(w.text.sentences)-1]
	if q.to-q.from < 5 || e.words[0].sentence != e.words[2].sentence {
		return false
	}
	if last&kinds.parts[endSubject] != 0 && before&kinds.parts[endLeads] != 0 {
		return true
	}
	if last&kinds.parts[endVerbal] == 0 || before&kinds.parts[endSubject] != 0 || len(w.text.words) < 8 || !w.text.words[0].upper {
		return false
	}
	for i := q.from; i < q.to; i++ {
		if kinds.of[w.text.words[i].hash]&kinds.parts[endAsks] != 0 {
			return false
		}
	}
	return true
}
