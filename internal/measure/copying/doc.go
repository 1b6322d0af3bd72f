// Package copying holds the measures of what was copied and of what should not be
// passed on: text shared with other files, rows that repeat what they were grown
// from, personal data and secrets, and combinations of attributes that so few rows
// have that they point at people.
//
// Invariants:
//
//   - Whatever is found is exact: shared spans are maximal and are checked byte by
//     byte, never taken from a hash alone; numbers with a checksum have passed it.
//   - Scanning a text takes time in proportion to its length, whatever it holds.
//   - No sentence, note or table repeats a value that is personal or secret: they
//     show its first and last two characters. The text of the row, which is shown as
//     evidence, is the user's own.
//
// It does not change, mask or remove anything, and it reads no file.
package copying

import "seedbed.dev/seedbed/internal/measure"

// Measures returns the measures of the family.
func Measures() []measure.Measure {
	return []measure.Measure{Contamination{}, Memorisation{}, PersonalData{}, SmallCells{}}
}
