// Package people holds the measures that hold what models and programs say of rows
// against what people said of them: judges, and every automatic measure of single
// rows. It also says how much a judge has drifted, and which rows people would best
// look at next.
//
// Invariants: rates are made of rows that people saw by a drawn sample, weighted by
// the probability with which each was drawn; rows that were chosen for what they are
// tell nothing of how often. A judge whom fewer than 30 such rows hold against people
// is uncalibrated, and said to be. A raw rate never stands without the corrected one,
// or the reason why there is none. Persons are told apart and never named.
//
// It has no statistics of its own: intervals and corrections are those of
// internal/stats. It draws no samples of inspections, and keeps no votes: it reads them
// from the ledger of what people do.
package people

import "seedbed.dev/seedbed/internal/measure"

const family = "people"

// Measures returns the measures of this family. They come last: the audit of
// automatic measures reads what those before it said of each row.
func Measures() []measure.Measure { return []measure.Measure{judges{}, proxies{}} }
