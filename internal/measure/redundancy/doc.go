// Package redundancy measures how much of a dataset says again what it has said:
// exact and near-duplicates, variety of wording at a fixed size, and how much new
// the next rows would bring.
//
// Invariants:
//
//   - Near-duplicates are verified: no pair is reported whose similarity was not
//     computed. Up to the bounds of rowSet all of them are found.
//   - Memory is bounded whatever the number of rows: beyond the bounds, what is kept
//     is chosen by a hash of its content, so that the rows' order and their split
//     over workers never show, and the findings say so.
//   - Figures of variety are of a fixed number of words or rows, which they name:
//     those of two datasets can be compared.
//
// It does not judge meaning: a paraphrase that shares few runs of words with its
// original is no near-duplicate here, only less variety to the embedding.
package redundancy

import "seedbed.dev/seedbed/internal/measure"

// Measures returns the measures of this family.
func Measures() []measure.Measure {
	return []measure.Measure{Duplicates(), Diversity(), Saturation()}
}
