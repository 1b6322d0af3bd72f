// Package measure says what a measure is, and runs measures over data: one pass
// by many workers, each with summaries of its own that are merged at the end.
// The measures themselves are the packages below this one, a family each.
//
// Invariants:
//
//   - The order in which rows are added, how they are shared out over workers and
//     the order of merging never show: the same rows give the same findings.
//   - Memory follows what a summary keeps by its own bound, never the number of
//     rows, unless the measure says so (Info.Memory).
//   - A measure reports. It passes or fails only against what a user declared
//     (Expect), compared by the interval and not by the point.
//   - What could not be measured is NotMeasured with its reason; the others go on.
//
// It does no I/O: rows come from whoever calls Run, texts of evidence rows are
// read again from there.
package measure
