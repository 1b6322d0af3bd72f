-- +goose Up

-- Indexes over hashes cost every row an insert at a random place. What finds
-- rows by key is written once for 8192 rows instead: num >> 13 is a row's block,
-- num & 8191 its place in it. Rows whose block is not here are found by reading
-- them: at the most those of the newest block, where a process was killed.

DROP INDEX calls_by_key;
DROP INDEX records_by_id;
DROP INDEX outcomes_by_record;
DROP TABLE filters;

-- Blocks of calls and of records whose keys are in the table keys. A block that
-- is not full is here when the journal was closed with it.
CREATE TABLE blocks (
  kind  INTEGER NOT NULL,                 -- 1: calls; 2: records
  block INTEGER NOT NULL,
  rows  INTEGER NOT NULL,                 -- how many places, from the first, are covered
  bits  BLOB NOT NULL,                    -- a Bloom filter over the first 8 bytes of the keys
  PRIMARY KEY (kind, block)
);

-- The keys of a block, in 16 parts by their first 4 bits. An entry has 8 bytes,
-- the highest first: 50 bits of the key, and the place in the block + 1 in 14.
-- They ascend. Rows whose keys begin alike are told apart by the row.
CREATE TABLE keys (
  id      INTEGER PRIMARY KEY,            -- (block * 2 + kind - 1) * 16 + part
  entries BLOB NOT NULL
);

-- What became of which record, for each 8192 places of a run (ord >> 13): an
-- entry for each outcome there is. It has 8 bytes, the highest first: a bit that
-- is 0; the record's num in 33 bits; ord & 8191 in 13; the verdict in 17, 0 where
-- that is no number. Where the outcome holds the record's id, the bit is 1 and
-- the first 33 bits of the id stand for num. They ascend.
CREATE TABLE outcome_blocks (
  run     INTEGER NOT NULL,
  block   INTEGER NOT NULL,
  lo      INTEGER NOT NULL,               -- the smallest num in it
  hi      INTEGER NOT NULL,               -- the largest; smaller than lo where there is none
  strays  INTEGER NOT NULL,               -- how many entries are by id
  entries BLOB NOT NULL,
  PRIMARY KEY (run, block)
);

PRAGMA user_version = 2;
