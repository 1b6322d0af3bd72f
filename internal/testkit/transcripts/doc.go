// Package transcripts holds conversations of simulated users with systems under
// test: sound ones, and ones with one planted behaviour each. The signals of broken
// conversations are tried on them.
//
// They were written without sight of those signals, and whoever works on the signals
// does not read them: a detector that was written from what it is tried on shows
// nothing. What fails is told in words, by behaviour and kind.
//
// There are six sets. Of the first (corpus, and what is put together), the kinds of
// misses were told in words to those who wrote the signals, so what is measured on it
// is what they were fitted to. The others are written by hand alone, by others than those
// who worked on the signals, who read neither the signals nor the other sets; the bench
// prints counts of them and nothing else, and kinds of misses are told to nobody. Counts
// by behaviour were seen while the signals were worked on, and decided which behaviours
// were worked on and how many false alarms the scorer may give: beyond that nothing of
// them went into the signals. The sixth was counted last, and moved limits alone. Only their figures say what the signals do with
// conversations that are new to them. Once a set has been told of, or a signal has been
// changed because of one of its transcripts, it is worth no more than the first.
// Sound ones from the third set on end with what the system says; a last turn of the user that
// nobody answered was taken off, since a conversation that is held ends otherwise.
//
// A fourth kind of transcripts (training) is what the learned signals are trained on, and
// nothing is tried on it but with its writer held out. It was written for training by an
// auxiliary model, in runs that saw neither the signals nor the sets above (a to f, h to
// u, aa to an; s, t and an hold contradictions, u long sound conversations, m to r and aa to ag sound ones
// that were made to mislead); ap are sound ones near to repeats, circles and cut turns; ao is what
// SmolLM2-135M-Instruct (Apache-2.0) really said as user and as system, labelled by reading, and as more of it; g was written beside the scorer, many ways in which one conversation can go on, p
// are the examples of package dialogue, v are pupils as the scripted server of tests and
// the bench puts them together: odd text, and no break of a role; at are sound ones of users who
// cannot do what they are asked, explain, correct or insist, written beside the scorer after the kinds that it took for
// broken in the first set, and au more of these by another writer; aq and ar are sound ones of real
// people, under the licences that their README.md name. The rest is the project's, under the project's licence. Whoever
// works on the signals reads it freely.
//
// Of a fifth kind (people) are conversations that real people held, with nothing planted: false
// alarms are counted on them. Signals were mended by others of the same corpora, not by these.
// Of a sixth (small) are conversations in which the same small model as in ao and as played users of
// other prompts and broke: what is found of breaks that nobody planted.
//
// Invariants: the same seed gives the same transcripts; a sound one has none of the
// behaviours; the profile of each is true of its user, unless the behaviour is that
// the user contradicts it. Part of the first set is written by hand (corpus/*.txt),
// and part is put together from parts of those by a seeded generator: the two are
// counted apart, as what is put together varies less than what is written.
//
// Only tests and the bench use it.
package transcripts
