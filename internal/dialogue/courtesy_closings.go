package dialogue

import (
	_ "embed"
	"strings"
	"sync"

	"seedbed.dev/seedbed/internal/text"
)

//go:embed courtesy_closings.txt
var closingsFile string

// closingWords is how many words the longest closing has.
const closingWords = 7

// closingsMost is how many words a turn of closings has at most.
const closingsMost = 32

// knownClosings are the hashes of closings, of those of their words: true where one ends
// a conversation by itself, false where it only stands beside those that do.
var knownClosings = sync.OnceValue(func() map[uint64]bool {
	out := map[uint64]bool{}
	var t turnText
	for line := range strings.Lines(closingsFile) {
		if line[0] == '#' {
			continue
		}
		line, beside := strings.CutPrefix(strings.TrimSpace(line), "~")
		for c := range strings.SplitSeq(line, "|") {
			h := uint64(fnvBasis)
			for _, word := range text.Words(c) {
				own, _ := t.hashed(word)
				h = (h ^ own) * fnvPrime
			}
			out[h] = out[h] || !beside
		}
	}
	return out
})

// closings reports whether a turn is closings and nothing else but words beside them.
func (w *Watcher) closings() bool {
	words := w.text.words
	var hashes [closingsMost]uint64
	n := 0
	for i := range words {
		if !words[i].first {
			continue
		}
		if n == closingsMost {
			return false
		}
		hashes[n], _ = w.text.hashed(w.text.text[words[i].from:words[i].to])
		n++
	}
	known := knownClosings()
	closed := false
	for at := 0; at < n; {
		h, most, whole := uint64(fnvBasis), 0, false
		for i := at; i < min(n, at+closingWords); i++ {
			h = (h ^ hashes[i]) * fnvPrime
			if alone, ok := known[h]; ok {
				most, whole = i+1-at, alone
			}
		}
		if most == 0 {
			return false
		}
		closed = closed || whole
		at += most
	}
	return closed
}
