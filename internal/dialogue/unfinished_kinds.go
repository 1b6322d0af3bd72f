package dialogue

import (
	_ "embed"
	"math/bits"
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
	of     map[uint64]uint64 // as bits, by the hashes of words
	nevers [4]uint64         // the bits of those that nothing ends with, by language
	parts  [4]uint64         // the bits of parts of sentences
}

var knownEndKinds = sync.OnceValue(func() *endKindsKnown {
	out, kind := &endKindsKnown{of: map[uint64]uint64{}}, 0
	for line := range strings.Lines(unfinishedWords) {
		what, words, ok := strings.Cut(line, ":")
		if !ok || line[0] == '#' {
			continue
		}
		if i := strings.Index(endLanguages, what[:2]); strings.HasSuffix(what, " never") && i >= 0 {
			out.nevers[i/3] = 1 << kind
		}
		for i, name := range [...]string{"en verbal", "en subject", "en leads", "en asks"} {
			if what == name {
				out.parts[i] = 1 << kind
			}
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

// endLanguages are those that the table of words has.
const endLanguages = "en de fr es"

// Parts of sentences.
const (
	endVerbal = iota
	endSubject
	endLeads
	endAsks
)

// neverEnds reports whether the last word is one that nothing ends with. It has to be of
// the language that the words before it are of: what is an article in one may be a verb
// in another.
func (w *Watcher) neverEnds(e *turnEnd) bool {
	kinds := knownEndKinds()
	x := &e.words[0]
	kind := kinds.of[x.hash]
	if w.text.opened(x.to) {
		return true
	}
	if x.from > 0 && !x.known && x.starts && !x.upper && w.text.words[0].upper && len(w.text.words) >= 6 && len(w.text.sentences) > 1 {
		return true // the start of a word
	}
	if e.n < 4 || kind == 0 || x.upper && x.to-x.from > 1 {
		return false
	}
	if w.wantsMore(e, kinds) {
		return true
	}
	var of [4]int
	for i := 1; i < e.n; i++ {
		for l, c := range [...]class{classEN, classDE, classFR, classES} {
			of[l] += int(bit(e.words[i].class&c != 0, 0))
		}
	}
	for l, bit := range kinds.nevers {
		if kind&bit != 0 && of[l] >= 2 && of[l] > max(of[(l+1)%4], of[(l+2)%4], of[(l+3)%4]) {
			return true
		}
	}
	return false
}

// opened reports whether a bracket was opened before a place and not closed.
func (t *turnText) opened(to int) bool {
	at := strings.LastIndexByte(t.text[:to], '(')
	return at > 0 && t.text[at-1] == ' ' && t.text[at+1] != ' ' && to-at < 200 && strings.IndexByte(t.text[at:], ')') < 0
}

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
