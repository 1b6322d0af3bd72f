-- +goose Up

-- The journal: every call that was paid for, every record, and where each
-- record ended in each run.
--
-- Reading it with the sqlite3 tool: the views "rows" and "requests" show what
-- most people want. Blobs named request, reply, fields, scores and text have
-- one byte in front that says how the rest is written: a space (0x20) for as it
-- is, 'd' for S2 with a dictionary, whose number
-- follows, 'z' for zstd. So a short one reads with substr(cast(x as text), 2).
-- Times are microseconds since 1970 in UTC.

-- Names are texts that come again and again, so that rows hold a number. What
-- refers to one (asker, maker, verdict) holds its number, or the text itself
-- where there were too many to number them.
CREATE TABLE names (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

-- What the first request, reply or record of a stage looked like: others are
-- written as differences from it.
CREATE TABLE dictionaries (
  id   INTEGER PRIMARY KEY,
  sort TEXT NOT NULL,
  s2   BLOB NOT NULL                      -- as S2 (klauspost/compress) serialises a dictionary
);

-- Calls, in the order in which their replies came. A key is there once: the one
-- process that writes sees to it. How it is found, 00002_keys.sql says; the
-- indexes made here by block (num >> 13), and the table filters, end there.
CREATE TABLE calls (
  num              INTEGER PRIMARY KEY,
  key              BLOB NOT NULL,         -- 32 bytes
  asker            NOT NULL,              -- name: ["identity","model","stage","finish"]
  record           BLOB,                  -- 16 bytes: the record it was asked about
  copy             INTEGER,               -- this and the next five: null for 0
  attempt          INTEGER,
  tokens_in        INTEGER,
  tokens_cached    INTEGER,               -- of tokens_in
  tokens_out       INTEGER,
  tokens_reasoning INTEGER,               -- of tokens_out
  usd              REAL,
  known            INTEGER NOT NULL,      -- 1: the tokens are known; 2: the cost is; 3: both
  started          INTEGER,
  latency          INTEGER,               -- nanoseconds
  attempts         INTEGER,
  request          BLOB,
  reply            BLOB
);
CREATE INDEX calls_by_key ON calls (num >> 13, substr(key, 1, 8));

-- What calls cost, added up as they come.
CREATE TABLE spend (
  asker      PRIMARY KEY,                 -- as in calls
  calls      INTEGER NOT NULL,
  tokens_in  INTEGER NOT NULL,
  tokens_out INTEGER NOT NULL,
  pico_usd   INTEGER NOT NULL,            -- 1e-12 dollars: whole numbers add up the same in any order
  priced     INTEGER NOT NULL,            -- of calls, how many have a known cost
  latency    INTEGER NOT NULL             -- nanoseconds
) WITHOUT ROWID;

-- Records as they were made, each once; what was decided about them is in
-- outcomes. lineage: a version byte (1), the number of parents, 16 bytes each,
-- then copy, line and depth, calls and exemplars.
CREATE TABLE records (
  num     INTEGER PRIMARY KEY,
  id      BLOB NOT NULL,                  -- 16 bytes
  maker   NOT NULL,                       -- name: {"stage":…,"origin":…,"model":…}
  lineage BLOB NOT NULL,
  fields  BLOB NOT NULL                   -- JSON
);
CREATE INDEX records_by_id ON records (num >> 13, substr(id, 1, 8));

-- Bloom filters over the first 8 bytes of the keys of full blocks.
CREATE TABLE filters (
  kind  INTEGER NOT NULL,                 -- 1: calls; 2: records
  block INTEGER NOT NULL,
  bits  BLOB NOT NULL,
  PRIMARY KEY (kind, block)
);

CREATE TABLE runs (
  id       INTEGER PRIMARY KEY,
  plan     BLOB NOT NULL,                 -- 32 bytes
  inputs   TEXT NOT NULL,
  number   INTEGER NOT NULL,
  status   TEXT NOT NULL,
  started  INTEGER NOT NULL,
  begun    INTEGER NOT NULL,              -- when it was last begun or gone on with
  finished INTEGER,
  summary  BLOB,
  UNIQUE (plan, inputs)
);

-- Where records ended, in plan order.
CREATE TABLE outcomes (
  run     INTEGER NOT NULL,
  ord     INTEGER NOT NULL,
  record  NOT NULL,                       -- num in records; the id itself where it is not there
  verdict NOT NULL,                       -- name: ["stage","state","actor","reason"]
  detail  TEXT,
  scores  BLOB,
  PRIMARY KEY (run, ord)
) WITHOUT ROWID;
CREATE INDEX outcomes_by_record ON outcomes (run, record, verdict);

CREATE TABLE plans (
  fingerprint BLOB PRIMARY KEY,
  json        BLOB NOT NULL
) WITHOUT ROWID;

-- Files that plans were made from, by content, and which contents a path had.
CREATE TABLE contents (
  digest TEXT PRIMARY KEY,
  text   BLOB NOT NULL
);
CREATE TABLE revisions (
  path     TEXT NOT NULL,
  revision INTEGER NOT NULL,              -- 1 for the first content seen at this path
  digest   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  seen     INTEGER NOT NULL,
  PRIMARY KEY (path, revision),
  UNIQUE (path, digest)
) WITHOUT ROWID;
CREATE INDEX revisions_by_digest ON revisions (digest, seen);

CREATE TABLE cache (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

-- Processes that wrote here. A session that was never closed may have had calls
-- in flight that were billed: at the most its lease.
CREATE TABLE sessions (
  id           INTEGER PRIMARY KEY,
  started      INTEGER NOT NULL,
  closed       INTEGER,
  pid          INTEGER NOT NULL,
  host         TEXT NOT NULL,
  version      TEXT NOT NULL,
  lease_usd    REAL NOT NULL DEFAULT 0,   -- worst case of what is in flight
  lease_tokens INTEGER NOT NULL DEFAULT 0,
  lost_usd     REAL NOT NULL DEFAULT 0,   -- attempts that may have been billed and gave no reply
  lost_tokens  INTEGER NOT NULL DEFAULT 0
);

CREATE VIEW rows AS
SELECT o.run, o.ord,
  lower(hex(coalesce(r.id, o.record)))                   AS id,
  json_extract(coalesce(v.text, o.verdict), '$[0]')      AS stage,
  json_extract(coalesce(v.text, o.verdict), '$[1]')      AS state,
  json_extract(coalesce(v.text, o.verdict), '$[2]')      AS actor,
  json_extract(coalesce(v.text, o.verdict), '$[3]')      AS reason,
  o.detail,
  json_extract(coalesce(m.text, r.maker), '$.origin')    AS origin,
  CASE WHEN substr(r.lineage, 2, 1) > x'00'
    THEN lower(hex(substr(r.lineage, 3, 16))) END        AS parent,
  CASE WHEN substr(r.fields, 1, 1) = x'20'
    THEN substr(CAST(r.fields AS TEXT), 2) ELSE '(packed)' END AS fields
FROM outcomes o
LEFT JOIN records r ON r.num = o.record
LEFT JOIN names v ON v.id = o.verdict
LEFT JOIN names m ON m.id = r.maker;

CREATE VIEW requests AS
SELECT c.num, lower(hex(c.key)) AS key,
  json_extract(coalesce(a.text, c.asker), '$[0]') AS identity,
  json_extract(coalesce(a.text, c.asker), '$[1]') AS model,
  json_extract(coalesce(a.text, c.asker), '$[2]') AS stage,
  json_extract(coalesce(a.text, c.asker), '$[3]') AS finish,
  lower(hex(c.record)) AS record,
  coalesce(c.tokens_in, 0) AS tokens_in, coalesce(c.tokens_out, 0) AS tokens_out,
  CASE WHEN c.known & 2 THEN coalesce(c.usd, 0) END AS usd,
  datetime(c.started / 1000000, 'unixepoch') AS started,
  coalesce(c.latency, 0) / 1000000 AS latency_ms,
  CASE WHEN substr(c.reply, 1, 1) = x'20'
    THEN substr(CAST(c.reply AS TEXT), 2) ELSE '(packed)' END AS reply
FROM calls c LEFT JOIN names a ON a.id = c.asker;

PRAGMA application_id = 1399154020; -- 'Seed'
PRAGMA user_version = 1;
