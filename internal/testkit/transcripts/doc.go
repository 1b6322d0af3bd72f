// Package transcripts holds conversations of simulated users with systems under
// test: sound ones, and ones with one planted behaviour each. The signals of broken
// conversations are tried on them.
//
// They were written without sight of those signals, and whoever works on the signals
// does not read them: a detector that was written from what it is tried on shows
// nothing. What fails is told in words, by behaviour and kind.
//
// Invariants: the same seed gives the same transcripts; a sound one has none of the
// behaviours; the profile of each is true of its user, unless the behaviour is that
// the user contradicts it. Part is written by hand (corpus/*.txt), and part is put
// together from parts of those by a seeded generator: the two are counted apart, as
// what is put together varies less than what is written.
//
// Only tests and the bench use it.
package transcripts
