package dialogue

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed unreached.txt
var unreachedText string

// failureClass are what a word says in the notice of a failure, as bits.
type failureClass uint16

// The classes, as the sections of the table are called.
const (
	failsAlone failureClass = 1 << iota
	failsBad
	failsPart
	failsCan
	failsDenial
	failsBeside
	failsExplains
	failsNo
	failsBegins // a phrase begins with it
)

var failureClasses = map[string]failureClass{
	"fails": failsAlone, "bad": failsBad, "part": failsPart, "can": failsCan,
	"denial": failsDenial, "beside": failsBeside, "explains": failsExplains, "no": failsNo,
}

// failurePhrase is a phrase of the table, in lower case.
type failurePhrase struct {
	text  string
	where string // "start", "anywhere" or "says"
}

// failureWord is a word of the table; phrases begin with it.
type failureWord struct {
	hash    uint64
	class   failureClass
	phrases []failurePhrase
}

// failureSlots is how many places the table of words has; it is mostly empty, so that
// a word that is not in it is known at the first look.
const failureSlots = 1 << 14

// failureTable is what is known of failures. It is immutable once made.
type failureTable struct {
	whole map[string]bool      // texts; whether signs may stand around them
	slots [failureSlots]uint16 // of words, 0 for none
	words []failureWord
}

// knownFailures is the table, made ready when first needed.
var knownFailures = sync.OnceValue(func() *failureTable {
	t := &failureTable{whole: map[string]bool{}, words: make([]failureWord, 1, 2048)}
	section := ""
	for entry := range tableLines(unreachedText) {
		if entry.heading {
			section = entry.text
			continue
		}
		line := entry.text
		switch section {
		case "whole", "exact":
			for text := range strings.SplitSeq(line, "|") {
				t.whole[text] = section == "whole"
			}
		case "start", "anywhere", "says":
			s := failureScan{text: line}
			s.next()
			w := t.add(s.hash)
			w.class |= failsBegins
			w.phrases = append(w.phrases, failurePhrase{line[s.from:], section})
		default:
			for word := range strings.FieldsSeq(line) {
				s := failureScan{text: word}
				s.next()
				t.add(s.hash).class |= failureClasses[section]
			}
		}
	}
	return t
})

// slot is where a hash is in the table, or the empty place where it would be.
func (t *failureTable) slot(hash uint64) int {
	at := int(spread(hash)>>40) % failureSlots
	for t.slots[at] != 0 && t.words[t.slots[at]].hash != hash {
		at = (at + 1) % failureSlots
	}
	return at
}

func (t *failureTable) add(hash uint64) *failureWord {
	at := t.slot(hash)
	if t.slots[at] == 0 {
		t.slots[at] = uint16(len(t.words))
		t.words = append(t.words, failureWord{hash: hash})
	}
	return &t.words[t.slots[at]]
}

// of returns what is known of a word; the first of the table for one it does not have.
func (t *failureTable) of(hash uint64) *failureWord { return &t.words[t.slots[t.slot(hash)]] }

// failureScan reads a text word by word: runs of letters, or of digits. Signs join
// none, as names in errors are made of several words.
type failureScan struct {
	text     string
	from, to int
	hash     uint64
	digits   int  // how many it has
	letters  int  // how many bytes of letters
	humps    bool // a capital follows a small letter: "TypeError"
}

// next reads the next word, and reports whether there is one.
func (s *failureScan) next() bool {
	t, i := s.text, s.to
	for i < len(t) && !s.inWord(i) {
		i += s.skip(i)
	}
	s.from, s.hash, s.digits, s.letters, s.humps = i, fnvBasis, 0, 0, false
	for i < len(t) && s.inWord(i) {
		c := t[i]
		switch {
		case c >= '0' && c <= '9':
			s.digits++
		case c >= 'A' && c <= 'Z':
			s.humps = s.humps || s.letters > 0 && t[i-1] >= 'a'
			c += 'a' - 'A'
			s.letters++
		case c >= 0x80 && c <= 0x9e && i > 0 && t[i-1] == 0xc3 && c != 0x97: // the capitals of Latin-1
			c += 0x20
			s.letters++
		default:
			s.letters++
		}
		s.hash = (s.hash ^ uint64(c)) * fnvPrime
		i++
	}
	s.to = i
	return s.from < i
}

// inWord reports whether a byte is part of a word. Of signs beyond ASCII those of the
// general punctuation and Latin-1's are none.
func (s *failureScan) inWord(i int) bool {
	c := s.text[i]
	switch {
	case c < 0x80:
		return wordBytes[c] != noWord
	case c == 0xe2 || c == 0xc2 || c == 0xef || c == 0xf0:
		return false
	}
	return true
}

// skip is how many bytes what is no part of a word has.
func (s *failureScan) skip(i int) int {
	switch s.text[i] {
	case 0xe2, 0xef:
		return min(3, len(s.text)-i)
	case 0xc2:
		return min(2, len(s.text)-i)
	case 0xf0:
		return min(4, len(s.text)-i)
	}
	return 1
}

// begins reports whether a text begins with a phrase, whatever its case, and does not
// go on within the phrase's last word.
func (p *failurePhrase) begins(s string) bool {
	n := len(p.text)
	if len(s) < n || !strings.EqualFold(s[:n], p.text) {
		return false
	}
	last := p.text[n-1]
	return wordBytes[last] != small || last <= '9' || n == len(s) || wordBytes[s[n]] == noWord
}
