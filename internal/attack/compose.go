package attack

import (
	"math/rand/v2"
	"strings"
)

// Attack is what is sent to the system under test.
type Attack struct {
	Turns []string // user messages, one after another; more than one are a conversation whose messages are fixed
	// Swap is what was exchanged for what; nil where nothing was.
	Swap *Swap
}

// Text returns the messages as one text.
func (a *Attack) Text() string { return strings.Join(a.Turns, "\n\n") }

var shotCounts = []int{8, 24, 96}

// Variants returns how many attacks a strategy without a model makes of a seed: 0
// where there is nothing in it that the strategy could change. w are the words that
// may be exchanged.
func Variants(strategy, seed string, w *Words) int {
	switch strategy {
	case Plain:
		return 1
	case Substitute:
		return w.Variants(seed)
	case ManyShot:
		return len(shotCounts)
	case Splitting:
		if len([]rune(seed)) < 6 {
			return 0
		}
		return 2
	}
	if f := frames[strategy]; f != nil {
		return len(f)
	}
	return len(encodings[strategy])
}

// Compose makes the variant-th attack, from 0, of a seed by a strategy without a
// model. What is drawn comes from rng. There is none (false) beyond Variants.
func Compose(strategy, seed string, variant int, w *Words, rng *rand.Rand) (Attack, bool) {
	if variant < 0 || variant >= Variants(strategy, seed, w) {
		return Attack{}, false
	}
	switch strategy {
	case Plain:
		return Attack{Turns: []string{seed}}, true
	case Substitute:
		text, swap := w.Exchange(seed, variant)
		return Attack{Turns: []string{text}, Swap: &swap}, true
	case ManyShot:
		return Attack{Turns: []string{manyShot(seed, shotCounts[variant])}}, true
	case Splitting:
		return Attack{Turns: splitting(seed, variant)}, true
	}
	if f := frames[strategy]; f != nil {
		return Attack{Turns: []string{framed(f[variant], seed)}}, true
	}
	e := encodings[strategy][variant]
	return Attack{Turns: []string{e.lead + e.write(seed, rng)}}, true
}
