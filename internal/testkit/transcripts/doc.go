// Package transcripts holds conversations of simulated users with systems under
// test: sound ones, and ones with one planted behaviour each. The signals of broken
// conversations are tried on them.
//
// They were written without sight of those signals, and whoever works on the signals
// does not read them: a detector that was written from what it is tried on shows
// nothing. What fails is told in words, by behaviour and kind.
//
// There are two sets. Of the first (corpus, and what is put together), the kinds of
// misses were told in words to those who wrote the signals, so what is measured on it
// is what they were fitted to. The second (second) is written by hand alone, by
// someone who read neither the first set nor the signals; its kinds of misses are told
// to nobody, and the bench prints counts of it and nothing else. Only its figures say
// what the signals do with conversations that are new to them. Once it has been told
// of, or a signal has been changed because of it, it is worth no more than the first,
// and a third is due.
//
// A third kind of transcripts (training) is what the learned signals are trained on, and
// nothing is tried on it but with its writer held out. It was written for training by an
// auxiliary model, in six runs that saw neither the signals nor the sets above (a to f);
// g was written beside the scorer, many ways in which one conversation can go on, and p
// are the examples of package dialogue. No real people are in it; it is the project's,
// under the project's licence. Whoever works on the signals reads it freely.
//
// Invariants: the same seed gives the same transcripts; a sound one has none of the
// behaviours; the profile of each is true of its user, unless the behaviour is that
// the user contradicts it. Part of the first set is written by hand (corpus/*.txt),
// and part is put together from parts of those by a seeded generator: the two are
// counted apart, as what is put together varies less than what is written.
//
// Only tests and the bench use it.
package transcripts
