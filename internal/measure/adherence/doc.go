// Package adherence measures whether texts are what was asked for: whether they give
// the answer away, refuse, carry what belongs to the prompt or the chat rather than to
// the text, stop in the middle, have the form of the rest, and whether a score follows
// length instead of what it is meant to be about.
//
// Invariants, beyond those of package measure:
//
//   - Phrases are compared as whole words in lower case, never as parts of words.
//   - What is usual in the data is no defect of single rows: a habit of more than half
//     of all rows is said to be one.
//   - A finding is Serious only where the lower end of an interval is above what is
//     worth a decision; each measure's Info.Says has its rule.
//
// It does not judge whether a text is right, good or harmful.
package adherence

import (
	"sync"

	"seedbed.dev/seedbed/internal/measure"
)

// family is the name that reports group these measures under.
const family = "adherence"

// Measures returns the measures of this family, in the order of reports.
func Measures() []measure.Measure {
	return []measure.Measure{
		leakage{}, refusals{sync.OnceValue(newRefusalWords)}, residue{sync.OnceValue(newWordResidue)}, truncation{}, form{sync.OnceValue(newSpeaker)}, scoreLength{},
	}
}
