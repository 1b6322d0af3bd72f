// Package seedbed holds the domain types of Seedbed and the narrow interfaces
// between its parts. It imports nothing but the standard library, and every
// other package imports it.
//
// Invariants that the types here carry:
//
//   - A record's ID depends on its stage's fingerprint, its parents and its copy
//     number, and on nothing else: the same plan over the same seeds gives the
//     same IDs.
//   - A call's key depends on the model's identity, the request and its copy
//     number. A call whose reply is stored is never sent again.
//   - A score is scored, unscored or failed, and never a number that means
//     "none".
//
// It does no I/O and knows nothing of files, networks or databases.
package seedbed
