// Package browse finds rows: an index on disk of the rows of a run or of a dataset, for
// filters, searches in their texts and counts that answer while somebody waits.
//
// An index is a folder of segments, each a file of at most 65,536 rows with all that is
// known of them: the rows themselves, packed in blocks; columns of what is filtered often;
// for each word the rows in which it stands. Segments are written one after another and
// can be searched as soon as they are there. A folder gets its name, which is the digest
// of what is indexed, when it is whole: a kill in between leaves nothing that is taken
// for an index.
//
// A search makes a set of rows for each segment: what surely does not match is out. Where
// the columns and words cannot tell (phrases, conditions over long texts), the rows that
// are left are read and asked one by one, within a time that the caller sets; a page then
// says how far it came.
//
// Invariants: a filter by columns gives what evaluating the condition on every row would;
// nothing that somebody writes into a search is a syntax error; an index is never changed
// once it is whole, so that the same search gives the same rows. Memory follows the number
// of segments and of searches that are remembered, not the rows.
//
// It decides nothing about who may see what, and keeps nothing that could not be made
// again: whoever deletes the folder loses the time that it takes.
package browse
