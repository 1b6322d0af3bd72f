// Package population plans simulated people: the joint distribution of their
// traits from a table and from marginals, how many of each kind there are to be,
// and whether a text about one of them agrees with the traits.
//
// Invariants: everything is a pure function of its arguments; shares of a Joint
// are at least 0 and sum to 1; the same joint, number and seed give the same
// people in the same order; no input makes it panic.
//
// It reads no files, calls no model, and knows nothing of what a trait does to a
// person: people who are alike in all traits are alike here.
package population
