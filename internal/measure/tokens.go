package measure

import (
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed/internal/text"
)

// Tokens are the words of a text and their n-grams, made when first asked for
// and shared by all measures of a worker. Slices are good until the row's Add
// returns, and are not to be changed.
type Tokens struct {
	text   string
	ready  bool
	words  []Word
	lower  []byte
	hashes []uint64
	grams  [MaxN + 1][]uint64
	sets   [MaxN + 1][]uint64
	made   [MaxN + 1]bool
	sorted [MaxN + 1]bool
}

// MaxN is the longest n-gram that Tokens gives.
const MaxN = 13

// Word is where a word is in its text, in bytes, and what it is in lower case.
type Word struct {
	From, To int
	Lower    []byte
}

func (t *Tokens) reset(s string) {
	t.text, t.ready = s, false
	clear(t.made[:])
	clear(t.sorted[:])
}

// NewTokens returns the tokens of a text that is no row's. They stay good.
func NewTokens(s string) *Tokens {
	t := new(Tokens)
	t.reset(s)
	return t
}

// Words returns the words in order: runs of letters, digits and marks, joined by
// an apostrophe or a hyphen between, in lower case.
func (t *Tokens) Words() []Word {
	t.split()
	return t.words
}

// Hashes returns a well mixed hash of each word in lower case, in order. It is the
// same in every program, so that hashes may be stored.
func (t *Tokens) Hashes() []uint64 {
	t.split()
	return t.hashes
}

func (t *Tokens) split() {
	if t.ready {
		return
	}
	t.ready = true
	t.words, t.lower, t.hashes = t.words[:0], t.lower[:0], t.hashes[:0]
	if cap(t.lower) < len(t.text) {
		t.lower = make([]byte, 0, len(t.text)+len(t.text)/4) // words keep parts of it: it must not move
	}
	for at := 0; ; {
		from, to := text.NextWord(t.text, at)
		if from < 0 {
			return
		}
		start := len(t.lower)
		t.lower = AppendLower(t.lower, t.text[from:to])
		low := t.lower[start:len(t.lower):len(t.lower)]
		t.words = append(t.words, Word{from, to, low})
		t.hashes = append(t.hashes, xxh3.Hash(low))
		at = to
	}
}

// AppendLower appends s in lower case as Word has it: a curly apostrophe is a straight
// one.
func AppendLower(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			b = append(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '’' {
			r = '\'' // the same word in another typography
		}
		b = utf8.AppendRune(b, unicode.ToLower(r))
		i += size
	}
	return b
}

// gramBase is the base of the polynomial that joins hashes of words.
const gramBase = 0x9e3779b97f4a7c15

// NGrams returns a hash of every run of n neighbouring words, in order: len(Words)
// − n + 1 of them, none where there are fewer words. n is in 1 to MaxN. For n = 1
// it is Hashes.
func (t *Tokens) NGrams(n int) []uint64 {
	if n == 1 {
		return t.Hashes()
	}
	if t.made[n] {
		return t.grams[n]
	}
	t.made[n] = true
	words := t.Hashes()
	out := t.grams[n][:0]
	if len(words) >= n {
		lead := uint64(1) // gramBase to the power of n−1: the weight of the word that leaves
		for range n - 1 {
			lead *= gramBase
		}
		sum := uint64(0)
		for i, h := range words {
			if i >= n {
				sum -= words[i-n] * lead
			}
			sum = sum*gramBase + h
			if i >= n-1 {
				out = append(out, mix(sum))
			}
		}
	}
	t.grams[n] = out
	return out
}

// GramHash returns the hash that NGrams gives a run of words with these hashes.
func GramHash(words ...uint64) uint64 {
	if len(words) == 1 {
		return words[0]
	}
	sum := uint64(0)
	for _, h := range words {
		sum = sum*gramBase + h
	}
	return mix(sum)
}

// WordHash returns the hash that Hashes gives a word in lower case.
func WordHash(lower string) uint64 { return xxh3.HashString(lower) }

func mix(h uint64) uint64 {
	hi, lo := bits.Mul64(h^h>>32, 0xbf58476d1ce4e5b9)
	return hi ^ lo
}

// Set returns the n-grams sorted, each once. A text of fewer than n words, but
// some, has one: all of it.
func (t *Tokens) Set(n int) []uint64 {
	if t.sorted[n] {
		return t.sets[n]
	}
	t.sorted[n] = true
	out := append(t.sets[n][:0], t.NGrams(n)...)
	if len(out) == 0 && len(t.Hashes()) > 0 {
		out = append(out, GramHash(t.Hashes()...)+uint64(len(t.hashes)))
	}
	slices.Sort(out)
	t.sets[n] = slices.Compact(out)
	return t.sets[n]
}
