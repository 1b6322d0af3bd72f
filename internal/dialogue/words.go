package dialogue

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed/internal/text"
)

// How much of a turn is looked at: breaks show at once, and a hostile turn must not
// cost more than a long one.
const (
	wordsMost = 4096
	bytesMost = 32 << 10
)

// word is one word of a turn. Contractions are several: "I'm" is "i" and "am" with
// one place.
type word struct {
	from, to int    // bytes in the turn
	id       uint32 // of the vocabulary; 0 for a word that it does not have
	concept  uint32 // to the learned scorer, where the vocabulary has the word
	class    class
	hash     uint64
	first    bool // not the second part of a contraction
	sentence int32
	clause   bool // the first of a clause, or after an interjection that starts one
	opens    bool // the first of a sentence
	quoted   bool // inside of quotation marks, code or a block that was pasted
	upper    bool // starts with a capital
	low      bool // ASCII in lower case, and no longer than lowerMost
}

// sentence is a run of words up to a full stop, a question mark or a line's end.
type sentence struct {
	from, to int  // words
	asks     bool // ends with a question mark
	item     bool // an item of a list
}

// turnText is a turn made ready: its words and sentences. Its memory is used again.
type turnText struct {
	text      string
	words     []word
	sentences []sentence
	bytes     byteClass // of the text: what it has none of need not be looked for
	buf       []byte
}

// byteClass are kinds of bytes, as bits.
type byteClass uint8

// The kinds of bytes.
const (
	quotes   byteClass = 1 << iota // what a quotation or something pasted could begin with
	brackets                       // of marks of chat templates and of the end
	colons                         // after a speaker's name, or a bracket around it
	unread                         // no ASCII, or a control
)

var byteClasses = func() (c [256]byteClass) {
	for i := range c {
		if i < ' ' || i >= utf8.RuneSelf {
			c[i] = unread
		}
	}
	for _, l := range []struct {
		bytes string
		class byteClass
	}{{"\"`>':\xe2\xc2", quotes}, {"[]<>#_", brackets}, {":]", colons}} {
		for i := range len(l.bytes) {
			c[l.bytes[i]] |= l.class
		}
	}
	return c
}()

// read makes s ready. vocab gives a word's number.
func (t *turnText) read(s string, vocab *vocabulary) {
	if len(s) > bytesMost {
		s = s[:bytesMost]
		for i := 0; i < utf8.UTFMax-1 && !utf8.RuneStart(s[len(s)-1]); i++ {
			s = s[:len(s)-1]
		}
		if s[len(s)-1] >= utf8.RuneSelf {
			s = s[:len(s)-1]
		}
	}
	t.text, t.words, t.sentences, t.bytes = s, t.words[:0], t.sentences[:0], 0
	start, at := true, 0
	clause := true
	first := 0
	for len(t.words) < wordsMost {
		x := t.next(at)
		if x.from < 0 {
			at = min(at, len(s))
			break
		}
		if !(x.from-at == 1 && s[at] == ' ') {
			ends, asks, cuts := gap(s[at:x.from], len(t.words) > first)
			if ends && len(t.words) > first {
				t.endSentence(first, asks)
				first, start = len(t.words), true
			}
			clause = clause || cuts
		}
		x.opens, x.clause = start, clause || start
		at = x.to
		t.add(&x, vocab)
		last := &t.words[len(t.words)-1]
		clause = last.clause && last.class&classBridge != 0
		start = false
	}
	t.classify(at, len(s))
	if len(t.words) > first {
		_, asks, _ := gap(s[at:min(len(s), at+16)], true)
		t.endSentence(first, asks)
	}
	for i := range t.sentences {
		q := &t.sentences[i]
		q.item = listItem(s, t.words[q.from].from)
	}
	t.markQuoted()
}

func (t *turnText) endSentence(from int, asks bool) {
	t.sentences = append(t.sentences, sentence{from: from, to: len(t.words), asks: asks})
}

// gap says what stands between two words: the end of a sentence, by a question mark or
// not, or of a clause.
func gap(s string, after bool) (ends, asks, cuts bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '.', '!', '\n':
			// A dot between digits or in "e.g." is followed by no space.
			if s[i] != '.' || i+1 >= len(s) || s[i+1] == ' ' || s[i+1] == '\n' || s[i+1] == '.' || s[i+1] == '"' || s[i+1] == '*' || s[i+1] == ')' {
				ends = true
			}
		case '?':
			ends, asks = true, asks || after
		case ',', ';', ':', '(', '[', '*', '"':
			cuts = true
		case '-':
			cuts = cuts || i > 0 && (s[i-1] == ' ' || s[i-1] == '-')
		case 0xe2, 0xc2: // dashes, ellipses, quotation marks; « and ¿
			cuts = true
			if strings.HasPrefix(s[i:], "…") {
				ends = true
			}
		case 0xe3, 0xef:
			if strings.HasPrefix(s[i:], "。") || strings.HasPrefix(s[i:], "！") {
				ends = true
			} else if strings.HasPrefix(s[i:], "？") {
				ends, asks = true, asks || after
			}
		}
	}
	return ends, asks, cuts
}

// next returns the first word at or after a place that is none's: where it is, as
// text.NextWord has it (-1: there is none), its hash and how it is written. It notes the
// kinds of the bytes up to its end. Words of ASCII alone, nearly all there are, are read
// and hashed in one pass.
func (t *turnText) next(at int) word {
	s := t.text
	for at < len(s) && wordBytes[s[at]] == noWord {
		t.bytes |= byteClasses[s[at]]
		at++
	}
	if at == len(s) {
		return word{from: -1}
	}
	h, low := uint64(fnvBasis), true
	i := at
loop:
	for ; i < len(s); i++ {
		c := s[i]
		switch wordBytes[c] {
		case capital:
			c += 32
			low = false
		case noASCII:
			return t.nextAny(at)
		case noWord:
			if c != '\'' && c != '-' || i+1 == len(s) {
				break loop
			}
			switch wordBytes[s[i+1]] {
			case noASCII:
				return t.nextAny(at)
			case noWord:
				break loop
			}
			t.bytes |= byteClasses[c]
		}
		if i-at < lowerMost {
			h = (h ^ uint64(c)) * fnvPrime
		}
	}
	return word{from: at, to: i, hash: h, low: low && i-at <= lowerMost, upper: wordBytes[s[at]] == capital}
}

// nextAny is next for any text.
func (t *turnText) nextAny(at int) word {
	from, to := text.NextWord(t.text, at)
	t.classify(at, to)
	if from < 0 {
		return word{from: from}
	}
	h, upper := t.hashed(t.text[from:to])
	return word{from: from, to: to, hash: h, upper: upper}
}

// classify notes the kinds of bytes of a part of the text.
func (t *turnText) classify(from, to int) {
	for i := from; i < to; i++ {
		t.bytes |= byteClasses[t.text[i]]
	}
}

// Kinds of bytes to words.
const (
	noWord  uint8 = iota // ASCII that is part of none, but may join two
	small                // as it is in lower case
	capital              // a letter from A to Z
	noASCII
)

var wordBytes = func() (b [256]uint8) {
	for i := range b {
		switch from, _ := text.NextWord(string(rune(i)), 0); {
		case i >= utf8.RuneSelf:
			b[i] = noASCII
		case 'A' <= i && i <= 'Z':
			b[i] = capital
		case from == 0:
			b[i] = small
		}
	}
	return b
}()

// add adds a word, or the words that it stands for.
func (t *turnText) add(w *word, vocab *vocabulary) {
	w.sentence, w.first = int32(len(t.sentences)), true
	e := vocab.of(w.hash)
	if e == nil {
		t.words = append(t.words, *w)
		return
	}
	w.id, w.class, w.concept = e.id, e.class, e.concept
	raw := t.text[w.from:w.to]
	if raw == "Sie" && !w.opens {
		w.class |= classYou
	}
	if e.parts == 0 || !vocab.contractions[e.parts-1].is(raw, t) { // or another word of the same hash
		t.words = append(t.words, *w)
		return
	}
	whole, bridge := *w, false
	for i, part := range vocab.contractions[e.parts-1].parts {
		w.id, w.hash, w.concept = part.id, part.hash, part.concept
		w.class = part.class | classStop
		if i == 0 { // the languages and what a contraction is as a whole count once
			w.class |= e.class &^ (classAlone | classFirst)
		}
		w.first, w.upper, w.opens = i == 0, whole.upper && i == 0, whole.opens && i == 0
		w.clause = whole.clause && (i == 0 || bridge) // "thanks" may stand before a clause
		bridge = part.class&classBridge != 0
		t.words = append(t.words, *w)
	}
}

// hashed returns the hash of a word in lower case, as hash and lower give it, and
// whether it starts with a capital.
func (t *turnText) hashed(w string) (h uint64, upper bool) {
	h = fnvBasis
	for i := 0; i < len(w) && i < lowerMost; i++ {
		c := w[i]
		if c >= utf8.RuneSelf {
			first, _ := utf8.DecodeRuneInString(w)
			t.buf = lower(t.buf[:0], w)
			return hash(t.buf), unicode.IsUpper(first)
		}
		if 'A' <= c && c <= 'Z' {
			c += 32
		}
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h, len(w) > 0 && 'A' <= w[0] && w[0] <= 'Z'
}

// lowerMost is how many bytes of a word are looked at.
const lowerMost = 48

// lower appends a word in lower case, with plain apostrophes; at most lowerMost bytes
// and the rest of a rune.
func lower(dst []byte, w string) []byte {
	for i := 0; i < len(w) && len(dst) < lowerMost; {
		c := w[i]
		switch {
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c+32)
			i++
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, size := utf8.DecodeRuneInString(w[i:])
			if r == '’' || r == 'ʼ' {
				dst = append(dst, '\'')
			} else {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
			i += size
		}
	}
	return dst
}

// FNV-1a, 64 bits.
const (
	fnvBasis = 14695981039346656037
	fnvPrime = 1099511628211
)

// hash is FNV-1a, 64 bits.
func hash(b []byte) uint64 {
	h := uint64(fnvBasis)
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

// listItem reports whether what starts at byte at is an item of a list: "1. ", "- ".
func listItem(s string, at int) bool {
	line := s[strings.LastIndexByte(s[:at], '\n')+1 : at]
	line = strings.TrimSpace(strings.ReplaceAll(line, "*", ""))
	if line == "-" || line == "•" || line == "–" {
		return true
	}
	if at < len(s) && s[at] >= '0' && s[at] <= '9' { // the number itself is a word
		rest := strings.TrimLeft(s[at:min(len(s), at+5)], "0123456789")
		return line == "" && len(rest) > 1 && (rest[0] == '.' || rest[0] == ')') && rest[1] == ' '
	}
	d := strings.TrimRight(line, ".)")
	return d != "" && d != line && len(d) < 4 && strings.Trim(d, "0123456789") == ""
}
