// Package stats holds the statistics under measures, judges and people's
// ratings: intervals and tests, agreement, calibration, rates under an imperfect
// judge, inspection plans, comparisons and prompt sensitivity.
//
// Invariants: every function is pure and total. The same input and seed give the
// same output, whatever the number of processors. What is not defined for an
// input (one rater, one class, no rows) is an Estimate that says why, never NaN,
// 0 or 1 in place of an answer; an interval that cannot hold its level is left
// out with the reason.
//
// It does no I/O and knows nothing of records, raters' names or files.
package stats
