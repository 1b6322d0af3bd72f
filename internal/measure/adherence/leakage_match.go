package adherence

import (
	"strings"
	"unicode"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/number"
	"seedbed.dev/seedbed/internal/text"
)

// mostAnswerWords is how long an answer may be to be looked for: longer ones are
// explanations, which are never repeated word by word.
const mostAnswerWords = 64

// answer is an answer in the form in which it is looked for: a number, or the hashes
// of its words. The zero value holds none.
type answer struct {
	number []byte
	words  []uint64
	lower  []byte
}

func (a *answer) none() bool { return len(a.number) == 0 && len(a.words) == 0 }

// read takes in an answer. What stands after the last #### is the answer where there
// is such a mark, as GSM8K has it.
func (a *answer) read(s string) {
	a.number, a.words = a.number[:0], a.words[:0]
	if i := strings.LastIndex(s, "####"); i >= 0 {
		s = s[i+4:]
	}
	s = strings.TrimSpace(s)
	if plain, end, ok := number.Next(a.number, s, 0); ok && bare(s, end) {
		a.number = plain
		return
	}
	a.number = a.number[:0]
	for at := 0; ; {
		from, to := text.NextWord(s, at)
		if from < 0 {
			return
		}
		if len(a.words) == mostAnswerWords {
			a.words = a.words[:0]
			return
		}
		a.lower = measure.AppendLower(a.lower[:0], s[from:to])
		a.words = append(a.words, xxh3.Hash(a.lower))
		at = to
	}
}

// bare reports whether nothing but signs surrounds the number in s that ends at byte
// end: "$1,000." is one, "12 eggs" is none.
func bare(s string, end int) bool {
	for _, r := range s[end:] {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
	}
	for i, r := range s[:end] {
		if unicode.IsLetter(r) {
			return false
		}
		if r >= '0' && r <= '9' {
			return !strings.ContainsAny(s[i:end], " ")
		}
	}
	return false
}

// in returns where the answer stands in a text, first.
func (a *answer) in(s string, t *measure.Tokens) (measure.Span, bool) {
	if len(a.number) > 0 {
		return numberIn(s, a.number)
	}
	if len(a.words) == 0 {
		return measure.Span{}, false
	}
	hashes := t.Hashes()
	for i := 0; i+len(a.words) <= len(hashes); i++ {
		if hashes[i] == a.words[0] && equal(a.words, hashes[i:]) {
			words := t.Words()
			return measure.Span{From: words[i].From, To: words[i+len(a.words)-1].To}, true
		}
	}
	return measure.Span{}, false
}

func numberIn(s string, want []byte) (measure.Span, bool) {
	var buf [64]byte
	for at := 0; ; {
		got, next, ok := number.Next(buf[:0], s, at)
		if !ok {
			return measure.Span{}, false
		}
		if string(got) == string(want) {
			from := next
			for from > at && (s[from-1] >= '0' && s[from-1] <= '9' || s[from-1] == '.' || s[from-1] == ',') {
				from--
			}
			return measure.Span{From: from, To: next}, true
		}
		at = next
	}
}

// size is how telling it is to find the answer: its digits or letters.
func (a *answer) size() int { return len(a.number) + 4*len(a.words) }

// cues are words that announce an answer.
const cues = "answer answers is equals total result therefore so gives makes get antwort lösung réponse respuesta risposta resposta antwoord"

// announced reports whether one of the three words before byte at announces an
// answer.
func announced(t *measure.Tokens, at int, cues map[uint64]bool) bool {
	words, hashes := t.Words(), t.Hashes()
	for i := range words {
		if words[i].From < at && words[i].To > at || words[i].From >= at {
			for k := max(0, i-3); k < i; k++ {
				if cues[hashes[k]] {
					return true
				}
			}
			return false
		}
	}
	return false
}
