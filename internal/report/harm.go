package report

import (
	_ "embed"
	"strings"
	"sync"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/text"
)

//go:embed assets/harmful.txt
var harmfulList string

// harmfulWords are words whose texts are hidden until asked for.
var harmfulWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(harmfulList) {
		if w := strings.TrimSpace(line); w != "" && !strings.HasPrefix(w, "#") {
			out[w] = true
		}
	}
	return out
})

// mayHarm reports whether a row's text should be hidden until a reader asks for it:
// by its label, or by its words. It errs on the side of hiding.
func mayHarm(ref *measure.RowRef) bool {
	label := strings.ToLower(ref.Label)
	for _, l := range []string{"hate", "toxic", "harm", "unsafe", "offens", "abus", "violen", "sexual", "attack"} {
		if strings.Contains(label, l) && !strings.HasPrefix(label, "non") && !strings.HasPrefix(label, "not") && !strings.HasPrefix(label, "harmless") {
			return true
		}
	}
	words := harmfulWords()
	for _, w := range strings.Fields(text.NormalizeWords(ref.Text)) {
		if words[w] {
			return true
		}
	}
	return false
}
