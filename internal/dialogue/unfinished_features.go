package dialogue

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// endWordsMost is how many of a turn's last words are looked at.
const endWordsMost = 10

// endLeastWords is how many words a turn has at least that is told to break off by its score
// alone: shorter ones are answers, unless their last word is broken.
const endLeastWords = 6

// endLeastNever is how many one has at least whose last words are looked at at all. Only signs
// that something has to follow tell of three words: unjoined.
const endLeastNever = 4

// turnEnd is how a turn ends: what the scorer of turns that break off is given.
type turnEnd struct {
	features []uint32
	words    [endWordsMost]endWord // the last one first
	n        int
	tongue   int
	odd      int // of the words looked at but for the last, how many the lexicon does not have
}

// endWord is one of the last words of a turn.
type endWord struct {
	from, to int
	hash     uint64
	sentence int32
	upper    bool
	kind     wordKind
	class    class
}

// Kinds of features of turn ends.
const (
	endLast uint32 = iota + 1
	endBefore
	endPair
	endThird
	endSign
	endShape
	endLetters
	endLettersBefore
	endStyle
	endStyleLength
	endStyleShape
	endHabit
	endLength
	endSentence
	endOpens
	endOpensLength
	endOpensLast
	endClasses
	endOpen
	endLine
	endBeforeShape
	endSecond
	endShapeLength
	endBeforeLetters
	endHabitShape
	endKind
	endKinds
	endKindStyle
	endKindOpens
	endLastStyle
)

func (e *turnEnd) add(kind, a, b, c uint32) {
	e.features = append(e.features, mix(kind+ofEnds, a, b, c))
}

// ofEnds parts these features from all others.
const ofEnds = 1 << 20

// How far above its limit a score is wanted, by what the end of a turn shows by itself.
var (
	endWhole     = float32(math.Inf(1))  // a stop, a closing sign, an address, a script that is not known
	endUnstarted = float32(math.Inf(-1)) // an item of a list that was never written
)

// readEnd reads how the turn ends, and returns how far above its limit the score of that is
// wanted for the turn to break off.
func (w *Watcher) readEnd(e *turnEnd) float32 {
	t := &w.text
	e.n, e.odd = 0, 0
	if len(t.words) < endLeastNever {
		return endWhole
	}
	w.lastWords(e)
	last := &e.words[0]
	tail := strings.TrimRight(t.text[last.to:], " \t\r\n")
	if t.unstarted(last, tail) {
		return endUnstarted
	}
	if last.quotedAt(t) || foreign(t.text[last.from:last.to]) || joined(t.text, last.from) || len(tail) > 4 {
		return endWhole
	}
	if e.n < 2 || !w.lookUp(e) {
		return endWhole
	}
	sign, ok := endSignOf(tail)
	if !ok || sign == 0 && t.signed(last) {
		return endWhole
	}
	w.showEnd(e, sign)
	return w.endMargin(e, tail)
}

// lastWords takes a turn's last words.
func (w *Watcher) lastWords(e *turnEnd) {
	t := &w.text
	for i := len(t.words) - 1; i >= 0 && e.n < endWordsMost; i-- {
		x := &t.words[i]
		if !x.first {
			continue
		}
		h, _ := t.hashed(t.text[x.from:x.to])
		e.words[e.n] = endWord{from: x.from, to: x.to, hash: h, sentence: x.sentence, upper: x.upper, class: t.words[min(i+1, len(t.words)-1)].class}
		if i+1 == len(t.words) || t.words[i+1].first {
			e.words[e.n].class = x.class
		}
		e.n++
	}
}

// lookUp looks a turn's last words up in the lexicon of its language. It reports false where
// that does not have most of them: another language, a list of names, a text that nobody can
// read.
func (w *Watcher) lookUp(e *turnEnd) bool {
	t := &w.text
	if e.tongue = w.tongue(e); e.tongue < 0 {
		return false
	}
	for i := range e.n {
		x := &e.words[i]
		s := t.text[x.from:x.to]
		switch {
		case x.class&(classDangling|classHanging) != 0 || strings.ContainsAny(s, "0123456789"):
			x.kind = wordKnown
		default:
			x.kind = t.wordKind(e.tongue, s, x.hash)
		}
		if i > 0 && x.kind != wordKnown && (!x.upper || e.tongue == german) {
			e.odd++
		}
	}
	return 2*e.odd <= e.n
}

func (x *endWord) quotedAt(t *turnText) bool {
	return t.words[len(t.words)-1].quoted && !strings.HasSuffix(t.text, "\"")
}

// signed reports whether the turn ends with a name or a word or two of their own, after a
// sentence that has a stop, or on a line of their own.
func (t *turnText) signed(last *endWord) bool {
	n := len(t.sentences)
	q := &t.sentences[n-1]
	return n > 1 && q.to-q.from <= 2 && last.class&(classDangling|classHanging) == 0 && knownEndKinds()[last.hash].kinds == 0
}

// endSignOf numbers the sign that a turn ends with; ok is false for those that close.
func endSignOf(tail string) (sign uint32, ok bool) {
	tail = strings.TrimSpace(tail)
	if tail == "" {
		return 0, true
	}
	if len(tail) > 1 && strings.IndexByte(":;=", tail[0]) >= 0 {
		return 0, false // a face
	}
	r, _ := utf8.DecodeLastRuneInString(tail)
	if at := strings.IndexRune(",-–—([{«„“‘\"'$€£&/+=:;#", r); at >= 0 {
		return uint32(at) + 1, true
	}
	return 0, false
}

// foreign reports whether a word has letters of scripts that the scorer never saw.
func foreign(s string) bool {
	for _, r := range s {
		if r >= 0x250 && r != '’' && r != 'ʼ' {
			return true
		}
	}
	return false
}

// joined reports whether what stands before a word makes it part of an address or of code.
func joined(s string, at int) bool {
	return at > 0 && strings.IndexByte("@./\\_#=<>{}`~^|+*", s[at-1]) >= 0
}

// unstarted reports whether the turn ends with the number or the mark of an item after
// another one.
func (t *turnText) unstarted(last *endWord, tail string) bool {
	s := t.text
	if mark := strings.TrimLeft(tail, " \t\r"); len(mark) > 1 && mark[0] == '\n' {
		line := strings.TrimSpace(mark)
		return (line == "-" || line == "•" || line == "*") && strings.Contains(s[:last.to], "\n"+line+" ")
	}
	if tail != "." && tail != ")" || last.to-last.from != 1 || last.from < 4 || s[last.from] < '2' || s[last.from] > '9' || s[last.from-1] != ' ' && s[last.from-1] != '\n' {
		return false
	}
	before := s[:last.from]
	at := strings.LastIndexByte(before, s[last.from]-1)
	return at >= 0 && at+2 < len(before) && before[at+1] == tail[0] && before[at+2] == ' ' && (at == 0 || before[at-1] == ' ' || before[at-1] == '\n')
}

// shape tells how a word is written, apart from which it is.
func (t *turnText) shape(x *endWord) uint32 {
	s := t.text[x.from:x.to]
	digits, letters := 0, 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			digits++
		} else {
			letters++
		}
	}
	switch {
	case letters == 0:
		return 1
	case digits > 0:
		return 2
	case x.kind == wordKnown && x.upper:
		return 3
	case x.kind == wordKnown:
		return 4
	case x.kind == wordBegun && x.upper:
		return 8
	case x.kind == wordBegun:
		return 9
	case x.upper && strings.ToUpper(s) == s:
		return 5
	case x.upper:
		return 6
	}
	return 7
}

// showEnd appends the features of the turn's end.
func (w *Watcher) showEnd(e *turnEnd, sign uint32) {
	t := &w.text
	x, y := &e.words[0], &e.words[1]
	h, g := uint32(x.hash), uint32(y.hash)
	if y.sentence != x.sentence {
		g = 1 // the sentence's first word
	}
	shape, size := t.shape(x), uint32(min(x.to-x.from, 12))
	e.add(endLast, h, sign, 0)
	e.add(endBefore, g, 0, 0)
	e.add(endPair, g, h, 0)
	e.add(endSecond, g, shape, 0)
	if e.n > 2 && e.words[2].sentence == x.sentence {
		e.add(endThird, uint32(e.words[2].hash), g, 0)
		e.add(endThird, uint32(e.words[2].hash), g, h)
	}
	e.add(endSign, sign, 0, 0)
	e.add(endShape, shape, 0, 0)
	e.add(endShape, shape, uint32(min(e.odd, 3)), 1)
	e.add(endShape, shape, uint32(e.tongue), 2)
	e.add(endShapeLength, shape, size, 0)
	e.add(endBeforeShape, shape, t.shape(y), 0)
	for n := 1; n <= 4; n++ {
		l := suffix(t, t.text[x.from:x.to], n)
		e.add(endLetters, l, uint32(n), 0)
		if shape >= 5 {
			e.add(endLettersBefore, l, uint32(n), 1)
		}
	}
	e.add(endBeforeLetters, suffix(t, t.text[y.from:y.to], 3), shape, 0)
	e.add(endClasses, bit(x.class&classDangling != 0, 0)|bit(x.class&classHanging != 0, 1), 0, 0)
	w.showSentence(e, x, h, shape)
	w.showKinds(e, w.showStyle(e, shape))
}

// showSentence tells of the sentence that the turn ends with: its first word, its length,
// and what was opened in it and not closed.
func (w *Watcher) showSentence(e *turnEnd, x *endWord, h, shape uint32) {
	t := &w.text
	q := &t.sentences[len(t.sentences)-1]
	first := &t.words[q.from]
	opens, length := uint32(first.hash), scale(q.to-q.from)
	e.add(endSentence, length, 0, 0)
	e.add(endSentence, length, shape, 0)
	e.add(endOpens, opens, 0, 0)
	e.add(endOpensLength, opens, length, 0)
	e.add(endOpensLast, opens, h, 0)
	line := t.text[first.from:x.to]
	e.add(endOpen, bit(strings.Count(line, "(") > strings.Count(line, ")"), 0), bit(strings.Count(t.text, "\"")%2 == 1, 0), bit(strings.Contains(line, "¿") || strings.Contains(line, "¡"), 0))
	e.add(endLine, bit(strings.Contains(t.text, "\n"), 0), bit(q.item, 0), bit(strings.Contains(line, ", "), 0))
}

// scale is a number of words in steps.
func scale(n int) uint32 {
	switch {
	case n <= 4:
		return uint32(n)
	case n <= 6:
		return 5
	case n <= 9:
		return 6
	case n <= 13:
		return 7
	case n <= 20:
		return 8
	}
	return 9
}

// showStyle tells how the user ends its sentences elsewhere, and returns that in a few
// steps.
func (w *Watcher) showStyle(e *turnEnd, shape uint32) uint32 {
	t := &w.text
	stops, open := uint32(0), uint32(0) // earlier turns that end with a stop, or without
	for _, s := range w.turns[:len(w.turns)-1] {
		if s.role == seedbed.User && !s.polite {
			if s.stops {
				stops = min(stops+1, 3)
			} else {
				open = min(open+1, 2)
			}
		}
	}
	inner := uint32(0)
	for i := range t.sentences[:len(t.sentences)-1] {
		to := t.words[t.sentences[i].to-1].to
		if to < len(t.text) && strings.IndexByte(".!?", t.text[to]) >= 0 {
			inner = min(inner+1, 3)
		}
	}
	first, _ := utf8.DecodeRuneInString(t.text[t.words[0].from:])
	last, _ := utf8.DecodeRuneInString(t.text[t.words[t.sentences[len(t.sentences)-1].from].from:])
	capital := bit(!unicode.IsLower(first), 0) + bit(!unicode.IsLower(last), 1)
	habit := stops | open<<2
	length := scale(len(t.words))
	e.add(endStyle, habit, inner, capital)
	e.add(endStyleLength, habit|inner<<4, length, capital)
	e.add(endStyleShape, habit|inner<<4, shape, capital)
	e.add(endHabit, habit, 0, 0)
	e.add(endHabit, inner, capital, 1)
	e.add(endHabitShape, habit, shape, 0)
	e.add(endLength, length, 0, 0)
	e.add(endLength, length, capital, inner)
	style := bit(inner > 0, 0) | capital<<1
	switch {
	case open > 0:
		style |= 8
	case stops > 0:
		style |= 16
	}
	return style
}
