// Package report writes what measures found for people: as a page of one file, as
// Markdown, as text for a terminal, and as JSON.
//
// Invariants: all forms say the same; the same result gives the same bytes; texts
// of rows, which strangers and models wrote, are shown as they are and never
// become markup, code or control sequences; a page loads nothing from anywhere.
//
// It computes no figure.
package report
