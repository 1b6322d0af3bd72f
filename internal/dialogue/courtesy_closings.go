package dialogue

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed courtesy_closings.txt
var closingsFile string

// closingWords is how many words the longest closing has.
const closingWords = 7

// knownClosings are the hashes of closings, of those of their words.
var knownClosings = sync.OnceValue(func() map[uint64]bool {
	out := map[uint64]bool{}
	for line := range strings.Lines(closingsFile) {
		if line[0] == '#' {
			continue
		}
		for c := range strings.SplitSeq(strings.TrimSpace(line), "|") {
			h := uint64(fnvBasis)
			EndWords(c, func(word uint64, whole bool) {
				if whole {
					h = (h ^ word) * fnvPrime
				}
			})
			out[h] = true
		}
	}
	return out
})

// closings reports whether a turn is closings and nothing else.
func (w *Watcher) closings() bool {
	words := w.text.words
	if len(words) == 0 || len(words) > 20 {
		return false
	}
	var hashes [20]uint64
	n := 0
	for i := range words {
		if words[i].first {
			hashes[n], _ = w.text.hashed(w.text.text[words[i].from:words[i].to])
			n++
		}
	}
	known := knownClosings()
	for at := 0; at < n; {
		h, most := uint64(fnvBasis), 0
		for i := at; i < min(n, at+closingWords); i++ {
			if h = (h ^ hashes[i]) * fnvPrime; known[h] {
				most = i + 1 - at
			}
		}
		if most == 0 {
			return false
		}
		at += most
	}
	return true
}
