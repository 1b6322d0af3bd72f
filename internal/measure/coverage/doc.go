// Package coverage measures whom and what data covers, and how it speaks of them:
// which combinations of attributes are there, how rows are shared out over groups,
// labels and ingredients, whether one group is told the same story over and over,
// which words set groups apart, whether a group speaks or is spoken about, what
// changes when only the group changes, and whether one group's labels go against
// all others'.
//
// Invariants, beyond those of package measure:
//
//   - A group is a value of a column that the user named as one. Rows without a
//     value belong to no group: they are counted, said, and left out.
//   - What is compared is compared with the other groups, at the same number of
//     words or rows where that matters, never with a fixed idea of good.
//   - A finding is Serious only where a test is clear after control for all that
//     was tested and the difference is large; each measure's Info.Says has its rule.
//
// It does not know which groups there should be, nor what a group is like.
package coverage

import "seedbed.dev/seedbed/internal/measure"

// family is the name that reports group these measures under.
const family = "coverage"

// Measures returns the measures of this family, in the order of reports.
func Measures() []measure.Measure {
	return []measure.Measure{
		combinations{}, balance{}, variety{}, groupWords{}, aboutBy{}, counterfactual{}, labelNoise{},
	}
}
