// Package influence finds what in texts comes from what went into them: which phrase
// goes with which exemplar, attribute value, prompt revision, model, seed or column of
// the user's.
//
// Invariants, beyond those of package measure:
//
//   - A row counts a phrase once, however often it has it: tests at the level of
//     tokens overstate how sure anything is.
//   - Rates of false discoveries are controlled over every phrase and ingredient that
//     was looked at, not over those that are shown.
//   - Memory is bounded by the sample: at most 30,000 rows of 256 words.
//
// It says what goes together. It does not say that one is the cause of the other.
package influence

import "seedbed.dev/seedbed/internal/measure"

// family is the name that reports group these measures under.
const family = "influence"

// Measures returns the measures of this family.
func Measures() []measure.Measure { return []measure.Measure{influence{}} }
