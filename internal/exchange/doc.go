// Package exchange carries what people are asked, and what they answer, to other tools
// and back: worksheets as CSV, JSON lines and XLSX, Label Studio, Argilla, and tables
// with a column for each rater.
//
// Invariants: what is written holds nothing that others, or judges, said of a row. What
// is read is hostile: sizes, depths and counts are bounded, and nothing of it is
// evaluated. An answer that the rubric does not allow is refused and named by its place;
// the rest of the file is read all the same. Every answer keeps its person and, where
// the file tells, its time. Reading the same file twice gives the same answers.
//
// It stores nothing and decides nothing: who reads a file hands its answers to a
// review.Desk, which knows who may answer what.
package exchange
