package adherence

import (
	mathbits "math/bits"
	"strings"
	"unicode"

	"seedbed.dev/seedbed/internal/measure"
)

// speaker tells languages. It is read only once made.
type speaker struct {
	masks map[uint64]uint32 // by word: bits of languages
}

func newSpeaker() *speaker {
	s := &speaker{masks: make(map[uint64]uint32, 2000)}
	for i, l := range languages {
		for w := range strings.FieldsSeq(l.words) {
			s.masks[measure.WordHash(w)] |= 1 << i
		}
	}
	return s
}

// Indices into languages, and after them scripts; unknown where it cannot be told.
const unknown = -1

func languageName(i int) string {
	if i < len(languages) {
		return languages[i].name
	}
	return scripts[i-len(languages)].name
}

func languageCode(i int) string {
	if i < len(languages) {
		return languages[i].code
	}
	return scripts[i-len(languages)].code
}

// languageOf returns the index of a code or name; unknown: it is none.
func languageOf(s string) int {
	for i := range len(languages) + len(scripts) {
		if strings.EqualFold(s, languageCode(i)) || strings.EqualFold(s, languageName(i)) {
			return i
		}
	}
	return unknown
}

// Bounds on what is looked at of a text.
const (
	spokenWords   = 200
	spokenLetters = 600
	tellingWords  = 6 // that a text has, at least
)

// of returns the language of a text; unknown where it is short or mixed.
func (s *speaker) of(r *measure.Row) int {
	if script := scriptOf(r.Text); script != unknown {
		return script
	}
	hashes := r.Tokens.Hashes()
	hashes = hashes[:min(len(hashes), spokenWords)]
	if len(hashes) < tellingWords {
		return unknown
	}
	var score [32]int32
	var hits [32]int32
	var before [16]uint64 // a word that is said over and over tells once
	words := r.Tokens.Words()
	for i, h := range hashes {
		mask, ok := s.masks[h]
		if !ok || len(words[i].Lower) < 2 || before[h>>60] == h {
			continue
		}
		before[h>>60] = h
		weight := int32(60 / mathbits.OnesCount32(mask))
		for m := mask; m != 0; m &= m - 1 {
			i := mathbits.TrailingZeros32(m)
			score[i] += weight
			hits[i]++
		}
	}
	best, second := 0, int32(0)
	for i := 1; i < len(languages); i++ {
		if score[i] > score[best] {
			best = i
		}
	}
	for i := range languages {
		if i != best {
			second = max(second, score[i])
		}
	}
	if hits[best] < 3 || int(hits[best])*100 < 15*len(hashes) || score[best]*10 < second*17 {
		return unknown
	}
	return best
}

// scriptOf returns the language that the letters of a text tell, where most of them
// are of such a script.
func scriptOf(text string) int {
	i := 0
	for i < len(text) && text[i] < 0x80 {
		i++
	}
	if i == len(text) {
		return unknown
	}
	var n [8]int
	kana, letters := 0, 0
	for _, r := range text {
		if r < 0x250 {
			if unicode.IsLetter(r) {
				letters++
			}
		} else {
			switch {
			case unicode.Is(unicode.Han, r):
				n[0]++
			case unicode.In(r, unicode.Hiragana, unicode.Katakana):
				kana++
			case unicode.Is(unicode.Hangul, r):
				n[2]++
			case unicode.Is(unicode.Arabic, r):
				n[3]++
			case unicode.Is(unicode.Hebrew, r):
				n[4]++
			case unicode.Is(unicode.Devanagari, r):
				n[5]++
			case unicode.Is(unicode.Greek, r):
				n[6]++
			case unicode.Is(unicode.Thai, r):
				n[7]++
			case !unicode.IsLetter(r):
				continue
			}
			letters++
		}
		if letters >= spokenLetters {
			break
		}
	}
	if kana*10 > n[0] && kana > 0 {
		n[1], n[0] = n[0]+kana, 0
	}
	for k := range n {
		if n[k] >= 6 && 10*n[k] > 6*letters {
			return len(languages) + k
		}
	}
	return unknown
}
