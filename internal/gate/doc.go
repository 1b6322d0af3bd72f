// Package gate says what has to hold before data is released, and what of it is
// missing: demands of the tier of risk, gates that a recipe writes, signatures,
// consultations, objections to rows.
//
// Check is a pure function of the plan, of what is known of the data (Facts), and of
// what people recorded (Record, which Fold makes of the ledger's events). The other
// functions make the events that people record; whoever keeps the ledger appends them.
//
// Invariants: a demand is met, or it is missing with what is missing and what to do
// about it, or somebody answers for it by name and reason: nothing else opens a gate.
// A signature and an override are for the data that they were given for, and for no
// other; an override covers what was missing when it was given, and nothing that came
// up later. The same facts, events and clock give the same answer.
//
// It reads no data and measures nothing, does no statistics, and does not know names
// of people: the ledger knows them by id.
package gate
