// Package planted makes datasets with a known defect each, and clean ones: what
// measures are tried on.
//
// Invariants: the same seed gives the same rows; a dataset has no defect but its own;
// a clean one has none. Rows are sentences of real homework questions (GSM8K, Cobbe and
// others 2021, MIT licence) with other numbers and a few other words, put together by
// topic, so that they vary as much as a model's do.
//
// Only tests and the bench use it.
package planted
