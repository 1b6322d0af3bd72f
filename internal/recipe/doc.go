// Package recipe turns what a person writes — seedbed.yaml, and the rubrics that
// it names — into a checked, immutable, fingerprinted plan.
//
// Invariants: everything that is wrong is found at once and before any call is
// made, with file, line, column and what to write instead; a plan exists only
// when nothing is wrong; the same bytes give the same plan and the same
// problems; values of environment variables are looked at and never kept.
//
// docs/fingerprints.md lists what each fingerprint covers; a test holds it true.
//
// It does not run anything, reads no seeds (its caller passes a function that
// samples them), and knows the kinds of stages as values that it is given.
package recipe
