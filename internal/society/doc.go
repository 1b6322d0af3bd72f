// Package society makes a simulated organisation from a short brief, plans the
// documents that its people write, and checks documents against it.
//
// What is true there is a graph of facts: who has which role, unit and manager from
// when to when, what a project may cost and when it is due, what happened, what was
// decided, and what is nobody's business. Each fact says who knows it from when. A
// planned document has an author who was there on its date, asserts facts that the
// author knew then, and may hold a sensitive passage or one that merely looks so.
// A Checker reads a text and says, without a model, what in it cannot be: told
// otherwise than the graph has it, told too early, or by somebody who cannot know.
//
// Invariants: the same brief and seed give the same organisation, and the n-th plan
// of it depends on nothing else; no fact contradicts another; telephone numbers and mail
// domains are of ranges reserved for fiction and examples, so that none is anybody's.
// Nothing in a text makes a Checker panic or take more than time
// linear in it. An Organisation and a Checker are not changed once made, and may be
// used by many goroutines at once.
//
// It does not write documents, and does not judge style or whether a text is any
// good. The Checker reads English: of texts in other languages it finds names and
// codes, and little else.
package society
