// Package outcome holds the measures of what auxiliary models in their roles bring
// about: whether conversations and attacks can be counted, how often they came to what
// was looked for, how far judges agree, and whether texts fit those whose texts they are.
//
// Invariants: what broke is missing data, and not data. A rate is over the rows that
// are valid, and stands beside what it would be if every missing row were good, or
// bad. A cell with few rows is said to be one, and shows no rate where there are
// hardly any.
//
// It does not decide whether a row is valid, nor what a success is: rows say so.
package outcome

import "seedbed.dev/seedbed/internal/measure"

const family = "outcome"

// Measures returns the measures of this family.
func Measures() []measure.Measure {
	return []measure.Measure{validity{}, rate{}, panel{}, contradictions{}}
}
