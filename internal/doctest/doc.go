// Package doctest holds the tests that keep the documents true: every file, name,
// command and flag that they mention exists, every recipe in them passes
// `seedbed check`, and what is generated is as the program generates it now.
// There is nothing to import from it.
//
// How a document is written so that it can be tested:
//
//   - A fenced block of yaml is a recipe, or part of one: what it leaves out of
//     models, sources and stages is filled in from recipe_test.go.
//   - A fenced block whose first line also names a file, such as
//     ```markdown prompts/hint.md, is that file, for the recipes of the document.
//   - Lines of sh blocks that begin with seedbed or make, lines of text blocks
//     that begin with $ seedbed, and the same in backticks, are commands.
//   - A path in backticks whose first element is in the repository, or beside the
//     document, is a file.
package doctest
