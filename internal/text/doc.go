// Package text holds pure functions over text: normal forms, words, n-grams and
// shingles, similarity of sets, MinHash and an index of near-duplicates, and text
// made harmless to show.
//
// Invariants: every function is total: invalid UTF-8, NULs and texts of any
// length give a result and never a panic; the same input gives the same output
// on every machine, and hashes are stable between versions, since signatures
// may be stored. Only Index holds state; it is for one goroutine at a time.
//
// It does no I/O and knows nothing of records.
package text
