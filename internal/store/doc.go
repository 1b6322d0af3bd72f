// Package store is the journal: what models replied, the records that came of
// it, and where each record ended, kept in one SQLite file in the project
// folder. schema/00001_journal.sql describes the tables, and 00002_keys.sql those by
// which rows are found: written once for 8192 rows, by who writes them.
//
// Invariants:
//
//   - One process at a time writes: it holds the lock file. Any number may read
//     meanwhile (OpenReader).
//   - One goroutine writes. It puts what waits into one transaction, in the order
//     in which it was put, so what is durable is always a prefix of that order.
//   - PutCall returns when the reply is on the disk (synchronous=FULL).
//   - A call and a record are stored once; a second put of the same key changes
//     nothing. An outcome is the last one put at its place.
//   - A row that was committed is found by its key at any instant after: the keys of
//     a block of rows are stored in the transaction of its last row, or are made
//     from the rows.
//   - When the disk is full, nothing that was stored is lost, and opening the
//     journal again, once there is room, goes on.
//
// Memory is bounded: 8 MiB of page cache for the writer, 2 MiB for each of three
// readers, at most 8 MiB of queue, 1 MiB of keys, and 4 bytes of filters a stored
// row; a process that only reads has the filters from its first look on. The
// write-ahead log is folded into the file at 32 MiB and stays under 64 MiB.
//
// The package knows nothing of plans or stages, decides nothing about records,
// and never holds a key or token of a provider.
package store
