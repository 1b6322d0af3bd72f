// Package stage holds the built-in kinds of stages, one small type each behind
// seedbed.Stage: generate, vary, expand, judge, keep, dedupe, exec.
//
// A kind is a plan.Kind: a configuration struct whose tags are its reference,
// whose Check finds all that can be found before a call, and a New that makes
// the stage. Adding a kind is a file here and a line of wiring in cmd.
//
// Invariants: a stage's records depend on the incoming record, the stage's
// fingerprint and the models' replies, and on nothing else, so that running it
// again over stored replies gives the same records with the same IDs; what is
// random is seeded by record and fingerprint. A record that turns out badly is
// rejected with one of few reasons, never lost and never an error; errors are
// for what says nothing of the data, and are returned as they came. Replies of
// models are hostile input: nothing in one makes a stage panic, run without end
// or take text for structure.
//
// Stages do no I/O of their own but for the programs that exec runs; they know
// nothing of the journal, of concurrency between records, or of retries of calls.
package stage
