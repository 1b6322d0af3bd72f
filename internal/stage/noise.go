package stage

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// noiseKinds are the kinds of noise, each with what it does to a text at a rate.
//
//	typo         of letters: swapped with the next, left out, doubled, or the
//	             neighbour on a QWERTY keyboard instead; case stays
//	case         of words: lower, upper, capitalised, or inverted
//	punctuation  of punctuation marks: left out
//	diacritics   of letters: é loses its accent, e gets one
//	chat         of words with a chat spelling: you → u, because → bc
//	whitespace   of spaces: left out, doubled, a tab, or a no-break space
var noiseKinds = map[string]func(dst []byte, s string, rate float64, rng *noiseRand) []byte{
	"typo":        appendTypos,
	"case":        appendCasing,
	"punctuation": appendUnpunctuated,
	"diacritics":  appendDiacritics,
	"chat":        appendChat,
	"whitespace":  appendSpacing,
}

// noiseRand is SplitMix64 (Steele, Lea and Flood 2014). Its numbers are part of
// what a plan makes, so it is our own and never changes.
type noiseRand uint64

// newNoiseRand seeds a generator by a record, a copy number and a seed.
func newNoiseRand(id seedbed.ID, copy int, seed int64) noiseRand {
	r := noiseRand(binary.BigEndian.Uint64(id[:8]))
	for _, v := range [...]uint64{binary.BigEndian.Uint64(id[8:]), uint64(copy), uint64(seed)} {
		r = noiseRand(r.next() ^ v)
	}
	return r
}

func (r *noiseRand) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// chance is true with probability p.
func (r *noiseRand) chance(p float64) bool { return float64(r.next()>>11)/(1<<53) < p }

// below returns a number in [0, n); n is small.
func (r *noiseRand) below(n int) int { return int(r.next() >> 32 * uint64(n) >> 32) }

// qwerty holds the neighbours of each letter's key on a QWERTY keyboard.
var qwerty = [26]string{
	"qwsz", "vghn", "xdfv", "serfcx", "wsdr", "drtgvc", "ftyhbv", "gyujnb", "ujko", "huikmn", "jiolm", "kop", "njk",
	"bhjm", "iklp", "ol", "wa", "edft", "awedxz", "rfgy", "yhji", "cfgb", "qase", "zsdc", "tghu", "asx",
}

func appendTypos(dst []byte, s string, rate float64, rng *noiseRand) []byte {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) || !rng.chance(rate) {
			dst = append(dst, s[i:i+size]...)
			i += size
			continue
		}
		next, nextSize := utf8.DecodeRuneInString(s[i+size:])
		switch op := rng.below(4); {
		case op == 0 && unicode.IsLetter(next):
			dst = append(dst, s[i+size:i+size+nextSize]...)
			dst = append(dst, s[i:i+size]...)
			i += nextSize
		case op == 1:
		case op == 2 || keyNeighbours(r) == "":
			dst = append(dst, s[i:i+size]...)
			dst = append(dst, s[i:i+size]...)
		default:
			keys := keyNeighbours(r)
			c := keys[rng.below(len(keys))]
			if unicode.IsUpper(r) {
				c -= 'a' - 'A'
			}
			dst = append(dst, c)
		}
		i += size
	}
	return dst
}

func keyNeighbours(r rune) string {
	if l := r | 0x20; l >= 'a' && l <= 'z' && r < utf8.RuneSelf {
		return qwerty[l-'a']
	}
	return ""
}

func appendCasing(dst []byte, s string, rate float64, rng *noiseRand) []byte {
	return eachWord(dst, s, func(dst []byte, word string) []byte {
		if !rng.chance(rate) {
			return append(dst, word...)
		}
		switch rng.below(4) {
		case 0:
			return append(dst, strings.ToLower(word)...)
		case 1:
			return append(dst, strings.ToUpper(word)...)
		case 2:
			_, size := utf8.DecodeRuneInString(word)
			return append(append(dst, strings.ToUpper(word[:size])...), strings.ToLower(word[size:])...)
		}
		for _, r := range word {
			if unicode.IsUpper(r) {
				r = unicode.ToLower(r)
			} else {
				r = unicode.ToUpper(r)
			}
			dst = utf8.AppendRune(dst, r)
		}
		return dst
	})
}

// eachWord appends s with every run of letters and apostrophes replaced by what
// f appends for it.
func eachWord(dst []byte, s string, f func(dst []byte, word string) []byte) []byte {
	start := -1
	for i := 0; i <= len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		inWord := i < len(s) && (unicode.IsLetter(r) || start >= 0 && (r == '\'' || r == '’' || unicode.IsMark(r)))
		switch {
		case inWord && start < 0:
			start = i
		case !inWord:
			if start >= 0 {
				dst = f(dst, s[start:i])
				start = -1
			}
			dst = append(dst, s[i:i+size]...)
		}
		i += max(size, 1)
	}
	return dst
}

func appendUnpunctuated(dst []byte, s string, rate float64, rng *noiseRand) []byte {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsPunct(r) || !rng.chance(rate) {
			dst = append(dst, s[i:i+size]...)
		}
		i += size
	}
	return dst
}

// accents pairs plain letters with accented ones.
var accents = map[rune][]rune{
	'a': []rune("áàâäãå"), 'c': []rune("ç"), 'e': []rune("éèêë"), 'i': []rune("íìîï"), 'n': []rune("ñ"),
	'o': []rune("óòôöõø"), 's': []rune("š"), 'u': []rune("úùûü"), 'y': []rune("ýÿ"), 'z': []rune("ž"),
}

// plainLetters is accents the other way round, for both cases.
var plainLetters = func() map[rune]rune {
	out := map[rune]rune{}
	for plain, marked := range accents {
		for _, m := range marked {
			out[m], out[unicode.ToUpper(m)] = plain, unicode.ToUpper(plain)
		}
	}
	return out
}()

func appendDiacritics(dst []byte, s string, rate float64, rng *noiseRand) []byte {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		plain, marked := plainLetters[r]
		choices := accents[unicode.ToLower(r)]
		combining := unicode.Is(unicode.Mn, r)
		switch {
		case !marked && len(choices) == 0 && !combining || !rng.chance(rate):
			dst = append(dst, s[i:i+size]...)
		case combining:
		case marked:
			dst = utf8.AppendRune(dst, plain)
		default:
			m := choices[rng.below(len(choices))]
			if unicode.IsUpper(r) {
				m = unicode.ToUpper(m)
			}
			dst = utf8.AppendRune(dst, m)
		}
		i += size
	}
	return dst
}

// chatWords are spellings of chats and text messages.
var chatWords = map[string]string{
	"you": "u", "your": "ur", "you're": "ur", "are": "r", "to": "2", "too": "2", "for": "4", "before": "b4", "be": "b",
	"see": "c", "why": "y", "okay": "k", "ok": "k", "please": "pls", "thanks": "thx", "because": "bc", "people": "ppl",
	"tomorrow": "tmrw", "tonight": "2nite", "night": "nite", "great": "gr8", "later": "l8r", "and": "n", "with": "w/",
	"without": "w/o", "what": "wut", "know": "kno", "about": "abt", "really": "rly",
	"don't": "dont", "can't": "cant", "i'm": "im", "that's": "thats", "the": "da", "this": "dis", "love": "luv",
	"message": "msg", "number": "no", "minutes": "mins", "probably": "prob", "something": "smth", "someone": "sm1",
	"everyone": "every1", "have": "hav", "not": "nt", "just": "jus", "right": "rite", "through": "thru", "though": "tho",
}

func appendChat(dst []byte, s string, rate float64, rng *noiseRand) []byte {
	return eachWord(dst, s, func(dst []byte, word string) []byte {
		if len(word) > 16 {
			return append(dst, word...)
		}
		short, ok := chatWords[strings.ReplaceAll(strings.ToLower(word), "’", "'")]
		if !ok || !rng.chance(rate) {
			return append(dst, word...)
		}
		return append(dst, short...)
	})
}

func appendSpacing(dst []byte, s string, rate float64, rng *noiseRand) []byte {
	for i := range len(s) {
		if s[i] != ' ' || !rng.chance(rate) {
			dst = append(dst, s[i])
			continue
		}
		switch rng.below(4) {
		case 0:
		case 1:
			dst = append(dst, "  "...)
		case 2:
			dst = append(dst, '\t')
		default:
			dst = append(dst, "\u00a0"...)
		}
	}
	return dst
}
