// Package dialogue holds conversations between a simulated user and a system under
// test: the form in which a record carries one, and the signals that tell that the
// simulated user has left its role.
//
// A conversation is told from the view of the system under test: "user" is the
// simulated user, "assistant" the system. Signals are deterministic, need no model,
// and look at how a turn is made before they look at its words: who speaks, where in
// the turn, to whom, in quotation marks or not, and after what. A Watcher gives them
// turn by turn, at a cost that follows the length of the turn.
//
// Where to look: words.go reads a turn into words and sentences, phrases.go finds patterns
// in them. flip, otherside, praise, notext and courtesy are rules of one behaviour each;
// learned* is the scorer beside them, unfinished* what tells turns that break off. contradict* hold
// a turn against the profile, mostly by tables: sayings_*, numbers_en, counted_*,
// telltales_en, traits_*, names_* and languages_words say at their heads what they claim.
// repeat* and unreached* tell what comes again, and a system that is not there.
//
// Invariants: everything is total. Invalid UTF-8, NULs, empty and huge turns give
// signals or none, never a panic; the same conversation gives the same signals. A
// Watcher is for one goroutine; all else is pure.
//
// It does not judge the system under test: that a system refuses, repeats itself or
// is rude is what a conversation is held to find out. It does not know whether a
// simulated user is like a person.
package dialogue
