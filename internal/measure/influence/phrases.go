package influence

import (
	"cmp"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/stats"
)

// Bounds on phrases.
const (
	longestPhrase = 16 // words
	mostPhrases   = 30 // of one ingredient value
	grows         = .9 // of the rows that have a phrase, those that have a longer one
)

// wordsOf returns the words of a gram.
func (t *table) wordsOf(g int32) []uint64 {
	at := &t.grams[g]
	return t.docs[at.doc].words[at.pos : at.pos+int32(at.n)]
}

// phrases grows the hits of a value to phrases, strongest first, and leaves out those
// that are part of a phrase that is in nearly as many rows.
func (t *table) phrases(v *value) (out []hit) {
	for i := range v.hits {
		if len(out) == mostPhrases {
			break
		}
		h := v.hits[i]
		words := t.wordsOf(h.gram)
		if slices.ContainsFunc(out, func(o hit) bool {
			return indexOf(words, o.words) >= 0 || indexOf(o.words, words) >= 0 && float64(o.a) >= .75*float64(h.a)
		}) {
			continue
		}
		t.grow(v, &h, words)
		t.spell(&h)
		h.own = ownWords(v, h.text)
		out = append(out, h)
	}
	return out
}

// indexOf returns where some words stand in others; −1: nowhere.
func indexOf(in, words []uint64) int {
	for i := 0; i+len(words) <= len(in); i++ {
		if in[i] == words[0] && slices.Equal(in[i:i+len(words)], words) {
			return i
		}
	}
	return -1
}

// grow finds the rows of a value that have a phrase, and lengthens it by the words
// that nearly all of them have before and after it.
func (t *table) grow(v *value, h *hit, words []uint64) {
	h.words = words
	member := v.member(len(t.docs))
	for _, d := range t.post[h.gram] {
		if member[d] {
			h.docs, h.at = append(h.docs, d), append(h.at, int32(indexOf(t.docs[d].words, words)))
		}
	}
	least := int(grows*float64(len(h.docs)) + .999)
	for len(h.words) < longestPhrase {
		after := t.neighbour(h, len(h.words))
		before := t.neighbour(h, -1)
		switch {
		case after.rows >= least && after.rows >= before.rows:
			t.keep(h, len(h.words), after.word)
			h.words = append(slices.Clone(h.words), after.word)
		case before.rows >= least:
			t.keep(h, -1, before.word)
			h.words = append([]uint64{before.word}, h.words...)
			for i := range h.at {
				h.at[i]--
			}
		default:
			t.recount(v, h)
			return
		}
	}
	t.recount(v, h)
}

// next is a word beside a phrase, and how many rows have it there.
type next struct {
	word uint64
	rows int
}

// neighbour returns the most frequent word at an offset from where a phrase starts.
func (t *table) neighbour(h *hit, offset int) (best next) {
	counts := map[uint64]int{}
	for i, d := range h.docs {
		if at := int(h.at[i]) + offset; at >= 0 && at < len(t.docs[d].words) {
			counts[t.docs[d].words[at]]++
		}
	}
	for w, n := range counts {
		if n > best.rows || n == best.rows && w < best.word {
			best = next{w, n}
		}
	}
	return best
}

// keep leaves the rows that have a word at an offset.
func (t *table) keep(h *hit, offset int, word uint64) {
	k := 0
	for i, d := range h.docs {
		if at := int(h.at[i]) + offset; at >= 0 && at < len(t.docs[d].words) && t.docs[d].words[at] == word {
			h.docs[k], h.at[k] = d, h.at[i]
			k++
		}
	}
	h.docs, h.at = h.docs[:k], h.at[:k]
}

// recount counts the rows with the phrase as it is now. The test stays that of the run
// of words that it grew from, which was tested.
func (t *table) recount(v *value, h *hit) {
	if len(h.words) == int(t.grams[h.gram].n) {
		return
	}
	member := v.member(len(t.docs))
	h.a, h.c = 0, 0
	h.docs, h.at = h.docs[:0], h.at[:0]
	for _, d := range t.post[h.gram] {
		i := indexOf(t.docs[d].words, h.words)
		if i < 0 {
			continue
		}
		if !member[d] {
			h.c++
			continue
		}
		h.a++
		h.docs, h.at = append(h.docs, d), append(h.at, int32(i))
	}
}

// spell writes the phrase out as the first row has it, in lower case.
func (t *table) spell(h *hit) {
	words := measure.NewTokens(t.docs[h.docs[0]].text).Words()
	var parts []string
	for i := h.at[0]; int(i) < min(len(words), int(h.at[0])+len(h.words)); i++ {
		parts = append(parts, string(words[i].Lower))
	}
	h.text = strings.ToValidUTF8(strings.Join(parts, " "), "\uFFFD")
}

// ownWords reports whether a phrase holds a word of the value's own name, or one with
// the same beginning: fraction of fractions.
func ownWords(v *value, phrase string) bool {
	own := strings.Fields(strings.ToLower(v.Value))
	for _, in := range v.also {
		own = append(own, strings.Fields(strings.ToLower(in.Value))...)
	}
	for w := range strings.FieldsSeq(phrase) {
		for _, o := range own {
			o = strings.Trim(o, ".,;:!?()[]\"'_-")
			if o == w && len(w) > 2 || min(len(o), len(w)) >= 4 && (strings.HasPrefix(o, w[:min(len(w), max(4, len(w)-3))]) && len(o)-len(w) < 4 && len(w)-len(o) < 4) {
				return true
			}
		}
	}
	return false
}

// explained reports whether a phrase goes with a value only because it goes with
// another: among the rows with the other value, and among those without, it does not
// go with this one.
func (t *table) explained(v *value, h *hit, by *value, other *hit) bool {
	if indexOf(h.words, other.words) < 0 && indexOf(other.words, h.words) < 0 {
		return false
	}
	mine, others := v.member(len(t.docs)), by.member(len(t.docs))
	var with, all [2][2]int // rows with the phrase, and all: by the other value, and by this one
	for _, d := range t.post[h.gram] {
		if indexOf(t.docs[d].words, h.words) >= 0 {
			with[is(others[d])][is(mine[d])]++
		}
	}
	for d := range t.docs {
		all[is(others[d])][is(mine[d])]++
	}
	for k := range 2 {
		a, c := with[k][1], with[k][0]
		if a*all[k][0] > c*all[k][1] && stats.FisherExact(a, all[k][1]-a, c, all[k][0]-c) <= .01 {
			return false
		}
	}
	return true
}

func is(b bool) int {
	if b {
		return 1
	}
	return 0
}

// postings lists the rows of each gram that stands out with some value.
func (t *table) postings() {
	t.post = map[int32][]int32{}
	wanted := make([]bool, len(t.grams))
	for _, v := range t.values {
		for i := range v.hits {
			wanted[v.hits[i].gram] = true
		}
	}
	for d := range t.of {
		for _, g := range t.of[d] {
			if wanted[g] {
				t.post[g] = append(t.post[g], int32(d))
			}
		}
	}
}

// found is an ingredient value with its phrases.
type found struct {
	*value
	phrases []hit
}

// collect returns the values with phrases, strongest first, without those that another
// explains.
func (t *table) collect() (out []found) {
	t.postings()
	for _, v := range t.values {
		if len(v.hits) > 0 {
			out = append(out, found{v, t.phrases(v)})
		}
	}
	slices.SortStableFunc(out, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.phrases[0].p, b.phrases[0].p), cmp.Compare(b.phrases[0].lead(), a.phrases[0].lead()))
	})
	const compared = 24 // values: each is compared with those before it
	kept := out[:0]
	for i, f := range out {
		if i < compared {
			f.phrases = slices.DeleteFunc(f.phrases, func(h hit) bool {
				return slices.ContainsFunc(kept, func(o found) bool {
					for k := range min(3, len(o.phrases)) {
						if t.explained(f.value, &h, o.value, &o.phrases[k]) {
							return true
						}
					}
					return false
				})
			})
		}
		if len(f.phrases) > 0 {
			kept = append(kept, f)
		}
	}
	return kept
}
