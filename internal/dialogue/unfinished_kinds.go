package dialogue

import (
	_ "embed"
	"math/bits"
	"strings"
	"sync"
	"unicode/utf8"
)

// showKinds tells what functions the last words have.
func (w *Watcher) showKinds(e *turnEnd, style uint32) {
	kinds := knownEndKinds()
	x, y := &e.words[0], &e.words[1]
	last, before := kinds[x.hash].kinds, uint64(0)
	if y.sentence == x.sentence {
		before = kinds[y.hash].kinds
	}
	q := &w.text.sentences[len(w.text.sentences)-1]
	opens, length := uint32(w.text.words[q.from].hash), scale(q.to-q.from)
	e.add(endKinds, uint32(last), uint32(last>>32), 0)
	e.add(endKinds, uint32(last^last>>32), uint32(before^before>>32), 1)
	e.add(endLastStyle, uint32(x.hash), style, 0)
	e.add(endLastStyle, uint32(y.hash), style, 1)
	for ; last != 0; last &= last - 1 {
		kind := uint32(bits.TrailingZeros64(last))
		e.add(endKind, kind, 0, 0)
		e.add(endKind, kind, length, 1)
		e.add(endKindStyle, kind, style, 0)
		e.add(endKindOpens, kind, opens, 0)
		for rest := before; rest != 0; rest &= rest - 1 {
			e.add(endKinds, kind, uint32(bits.TrailingZeros64(rest)), 2)
		}
	}
}

//go:embed unfinished_words.txt
var unfinishedWords string

// endRole is what a word with a function does, as bits.
type endRole struct {
	kinds uint64 // the lines of the table that the scorer knows
	rules uint32 // what rules ask for
}

// is reports whether a rule has the word.
func (k endRole) is(rule int) bool { return k.rules&(1<<rule) != 0 }

// knownEndKinds are the words with a function, by their hashes.
var knownEndKinds = sync.OnceValue(func() map[uint64]endRole {
	out, kind := map[uint64]endRole{}, uint64(1)
	for line := range strings.Lines(unfinishedWords) {
		if strings.HasPrefix(line, "# Below") {
			kind = 0
		}
		what, words, ok := strings.Cut(line, ":")
		if !ok || line[0] == '#' {
			continue
		}
		rules := uint32(0)
		for i, name := range endRuleNames {
			if strings.HasSuffix(what, name) {
				rules |= 1 << i
			}
		}
		for w := range strings.FieldsSeq(words) {
			h := hash([]byte(w))
			k := out[h]
			out[h] = endRole{k.kinds | kind, k.rules | rules}
		}
		kind <<= 1
	}
	return out
})

// suffix is the hash of a word's last letters, in lower case.
func suffix(t *turnText, s string, n int) uint32 {
	h, _ := t.hashed(lastLetters(s, n))
	return uint32(h)
}

// lastLetters are the last n letters of a word, or all.
func lastLetters(s string, n int) string {
	from := len(s)
	for ; n > 0 && from > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:from])
		from -= size
	}
	return s[from:]
}

// The languages of the lexicon, by their places in it.
const (
	english = iota
	german
	french
	spanish
	endTongues
)
