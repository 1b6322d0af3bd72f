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
	class    class
	hash     uint64
	first    bool // not the second part of a contraction
	sentence int32
	clause   bool // the first of a clause, or after an interjection that starts one
	opens    bool // the first of a sentence
	quoted   bool // inside of quotation marks, code or a block that was pasted
	upper    bool // starts with a capital
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
	for i := range len(s) {
		t.bytes |= byteClasses[s[i]]
	}
	start, at := true, 0
	clause := true
	first := 0
	for len(t.words) < wordsMost {
		from, to := text.NextWord(s, at)
		if from < 0 {
			break
		}
		ends, asks, cuts := gap(s[at:from], len(t.words) > first)
		if ends && len(t.words) > first {
			t.endSentence(first, asks)
			first, start = len(t.words), true
		}
		t.add(from, to, start, clause || start || cuts, vocab)
		last := &t.words[len(t.words)-1]
		clause = last.clause && last.class&classBridge != 0
		start, at = false, to
	}
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

// add adds the word or the words at a place.
func (t *turnText) add(from, to int, opens, clause bool, vocab *vocabulary) {
	raw := t.text[from:to]
	h, upper := t.hashed(raw)
	w := word{from: from, to: to, hash: h, sentence: int32(len(t.sentences)), clause: clause, opens: opens, upper: upper, first: true}
	e := vocab.of(h)
	if e != nil {
		w.id, w.class = e.id, e.class
	}
	if raw == "Sie" && !opens {
		w.class |= classYou
	}
	if e == nil || !e.parts {
		t.words = append(t.words, w)
		return
	}
	t.buf = lower(t.buf[:0], raw)
	whole := vocab.words[string(t.buf)]
	if whole == nil { // another word of the same hash
		t.words = append(t.words, w)
		return
	}
	bridge := false
	for i, p := range whole.parts {
		part := vocab.words[p]
		w.id, w.hash = part.id, part.hash
		w.class = part.class | classStop
		if i == 0 { // the languages and what a contraction is as a whole count once
			w.class |= e.class &^ (classAlone | classFirst)
		}
		w.first, w.upper, w.opens = i == 0, upper && i == 0, opens && i == 0
		w.clause = clause && (i == 0 || bridge) // "thanks" may stand before a clause
		bridge = part.class&classBridge != 0
		t.words = append(t.words, w)
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
