package adherence

import (
	"strings"

	"seedbed.dev/seedbed/internal/measure"
)

// phrases finds runs of words in texts by the hashes of their words. It is read only
// once made.
type phrases struct {
	sieve [64]uint64          // of first words: most words of a text are told apart by it
	pairs map[uint64][]phrase // by the first two words
	lone  map[uint64]phrase   // of one word
}

type phrase struct {
	words []uint64
	kind  int
}

// newPhrases returns a finder of patterns by kind. A pattern is words, with
// alternatives in parentheses that do not nest: "i (can't|cannot) help (you|) with".
func newPhrases(patterns ...[]string) *phrases {
	p := &phrases{pairs: map[uint64][]phrase{}, lone: map[uint64]phrase{}}
	for kind, list := range patterns {
		for _, pattern := range list {
			for _, s := range expand(pattern) {
				p.put(s, kind)
			}
		}
	}
	return p
}

func (p *phrases) put(s string, kind int) {
	words := measure.NewTokens(s).Hashes()
	if len(words) == 0 {
		return
	}
	h := words[0]
	p.sieve[h>>6&63] |= 1 << (h & 63)
	if len(words) == 1 {
		p.lone[h] = phrase{words, kind}
		return
	}
	key := pairKey(words)
	p.pairs[key] = append(p.pairs[key], phrase{words, kind})
}

func pairKey(words []uint64) uint64 { return words[0]*31 + words[1] }

// expand writes out the alternatives of a pattern.
func expand(pattern string) []string {
	before, rest, ok := strings.Cut(pattern, "(")
	if !ok {
		return []string{pattern}
	}
	inside, after, _ := strings.Cut(rest, ")")
	var out []string
	tails := expand(after)
	for alternative := range strings.SplitSeq(inside, "|") {
		for _, tail := range tails {
			out = append(out, before+alternative+tail)
		}
	}
	return out
}

// at returns the longest phrase that starts with the first of these words: how many
// words it has, 0 for none, and its kind.
func (p *phrases) at(words []uint64) (n, kind int) {
	h := words[0]
	if p.sieve[h>>6&63]>>(h&63)&1 == 0 {
		return 0, 0
	}
	if f, ok := p.lone[h]; ok {
		n, kind = 1, f.kind
	}
	if len(words) < 2 {
		return n, kind
	}
	for _, f := range p.pairs[pairKey(words)] {
		if len(f.words) > n && len(f.words) <= len(words) && equal(f.words, words[:len(f.words)]) {
			n, kind = len(f.words), f.kind
		}
	}
	return n, kind
}

func equal(a, b []uint64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// hashSet returns the hashes of words.
func hashSet(words string) map[uint64]bool {
	out := map[uint64]bool{}
	for w := range strings.FieldsSeq(words) {
		out[measure.WordHash(w)] = true
	}
	return out
}

// startsClause reports whether something other than a space stands before word i, or
// nothing at all.
func startsClause(text string, words []measure.Word, i int) bool {
	from := 0
	if i > 0 {
		from = words[i-1].To
	}
	return i == 0 || strings.Trim(text[from:words[i].From], " \t") != ""
}
