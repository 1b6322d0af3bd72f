// Package release writes a release: an immutable folder with the accepted rows
// (Parquet, JSON lines), the rejected rows with their reasons, a dataset card in
// the form of the Hugging Face hub, and a manifest of SHA-256 digests.
//
// Invariants:
//
//   - The same Input gives the same bytes: no clock, no order of a map, no name
//     of a machine gets into a file.
//   - A folder is complete or it is not there: all is written and synced beside
//     it, and moved into place at the end.
//   - Nothing that Seedbed did not write is replaced.
//   - What a model or a seed says is data: the card shows it escaped and cut.
//   - Memory follows the size of a row group, never the number of rows.
//
// It does not read the journal: the caller hands rows over as iterators, and
// what the journal knows as Facts. It signs nothing.
package release
