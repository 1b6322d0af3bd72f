// Package fidelity measures how like a reference data is: whether a simple model
// can tell its rows from real ones and by what, how far apart both lie as clouds of
// vectors, what of the reference has nothing like it and the other way round, and
// whether fields, lengths and the way of writing are shared out alike.
//
// Invariants, beyond those of package measure:
//
//   - Both sides are random samples of at most so many rows, the same for the same
//     seed; findings say how many.
//   - Where length would confound, both sides are cut to the same lengths.
//   - Near-duplicates never stand on both sides of a split between learning and
//     testing.
//   - A finding is Serious only where a test is clear after control for all that was
//     tested and the difference is large; each measure's Info.Says has its rule.
//
// It does not know whether being like the reference is good: a reference has its own
// gaps, and a copy of it is as like as can be.
package fidelity

import "seedbed.dev/seedbed/internal/measure"

// family is the name that reports group these measures under.
const family = "fidelity"

// Measures returns the measures of this family, in the order of reports.
func Measures() []measure.Measure {
	return []measure.Measure{
		twoSample{}, profile{}, fields{}, prdc{}, distance{}, mauve{},
	}
}
