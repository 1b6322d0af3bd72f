// Package source reads seeds: the rows that people chose to start from. It
// reads JSON lines, CSV, Parquet and plain text, as they are or compressed with
// gzip or zstd, from files, glob patterns and standard input.
//
// Invariants:
//
//   - The same files give the same records with the same IDs in the same order:
//     files in the order of the source's paths, those of a pattern sorted by name.
//   - A row is read whole or is a bad row, with its file, line and, where it is
//     known, column. Nothing is guessed, repaired or left out; only blank lines
//     are passed over.
//   - Memory does not grow with the size of the input, but for about 16 bytes a
//     row by which rows with the same content are counted; one line or CSV row
//     may be up to 64 MiB.
//   - The types of values do not vary by row: those of a CSV file are all text.
//
// It does not check that a recipe makes sense of the fields, keeps nothing
// between calls but the copy of standard input, and writes nothing else.
package source
