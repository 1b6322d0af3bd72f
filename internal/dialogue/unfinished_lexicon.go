package dialogue

import (
	_ "embed"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// lexiconFile has a set of bits for each of its languages. scripts/lexicon.py writes it, and
// unfinished_lexicon.md tells whose the words are. It is under CC BY-SA 4.0, not under the
// licence of the program.
//
//go:embed unfinished_lexicon.bin
var lexiconFile string

// Sizes of the lexicon, as the script has them.
const (
	lexiconBytes  = 192 << 10 // of a language
	lexiconPlaces = 4         // bits of a word
	lexiconStart  = 0xa24baed4963ee407
)

// wordKind is what the lexicon knows of a word of a language.
type wordKind uint8

// The kinds of words.
const (
	wordUnknown wordKind = iota
	wordBegun            // begins words, and is none, or one that is far less frequent
	wordKnown
)

// lexicalKind is what the lexicon of a language knows of a word's hash. Of a hundred others it
// takes about two for words, and two for beginnings (Bloom, 1970).
func lexicalKind(tongue int, h uint64) wordKind {
	words := lexiconFile[tongue*lexiconBytes : (tongue+1)*lexiconBytes]
	switch {
	case inLexicon(words, h):
		return wordKnown
	case inLexicon(words, h^lexiconStart):
		return wordBegun
	}
	return wordUnknown
}

func inLexicon(words string, h uint64) bool {
	h = (h ^ h>>29) * 0x9e3779b97f4a7c15
	at, step := uint32(h>>32), uint32(h)|1
	for range lexiconPlaces {
		place := uint64(at) * (8 * lexiconBytes) >> 32
		if words[place>>3]&(1<<(place&7)) == 0 {
			return false
		}
		at += step
	}
	return true
}

// wordKind is what the lexicon of a language knows of a word of the turn: of its part behind the
// last apostrophe or hyphen, where it is not one word to the language.
func (t *turnText) wordKind(tongue int, s string, whole uint64) wordKind {
	at := 0
	for i := len(s) - 1; i >= 0; i-- {
		if c := s[i]; c == '\'' || c == '-' || c == 0xe2 { // the first byte of ’ and ‐
			at = i + 1
			break
		}
	}
	if at > 0 {
		if lexicalKind(tongue, whole) == wordKnown {
			return wordKnown
		}
		_, size := utf8.DecodeRuneInString(s[at-1:])
		s = s[at-1+size:]
		whole, _ = t.hashed(s)
	}
	if i := strings.Index(s, "ß"); i >= 0 && len(s) <= lowerMost { // the lexicon has ss
		buf := t.buf[:0]
		for ; i >= 0; i = strings.Index(s, "ß") {
			buf, s = append(lower(buf, s[:i]), "ss"...), s[i+len("ß"):]
		}
		t.buf = lower(buf, s)
		whole = hash(t.buf)
	}
	return lexicalKind(tongue, whole)
}

// tongue is the language that a turn is in: that of most words with a function, or where
// those do not tell, of most of these and the last words that its lexicon has together; -1
// where none leads.
func (w *Watcher) tongue(e *turnEnd) int {
	var of [endTongues]int
	words := w.text.words[max(0, len(w.text.words)-endTongueWords):]
	for i := range words {
		for b := uint64(words[i].class) / uint64(classEN) % (1 << endTongues); b != 0; b &= b - 1 {
			of[bits.TrailingZeros64(b)]++ // they stand in the same order
		}
	}
	if best, lead := leads(&of); of[best] >= 3 && lead >= 2 && 3*lead >= of[best] {
		return best
	}
	for i := 1; i < e.n; i++ {
		x := &e.words[i]
		for l := range of {
			if w.text.wordKind(l, w.text.text[x.from:x.to], x.hash) == wordKnown {
				of[l]++
			}
		}
	}
	if best, lead := leads(&of); lead > 0 && 2*of[best] > e.n {
		return best
	}
	return -1
}

// endTongueWords is how many of a turn's last words tell its language.
const endTongueWords = 200

// leads returns the greatest of some counts, and how far it is ahead of the second.
func leads(of *[endTongues]int) (best, lead int) {
	second := 0
	for l, n := range of {
		switch {
		case l == 0:
		case n > of[best]:
			best, second = l, of[best]
		default:
			second = max(second, n)
		}
	}
	return best, of[best] - second
}
