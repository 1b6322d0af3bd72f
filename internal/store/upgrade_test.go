package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"
	"seedbed.dev/seedbed"
)

// oldJournal makes a journal with the tables of version 1 and n calls, records
// and outcomes of run 1, as that version would have written them.
func oldJournal(t *testing.T, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, Folder), 0o755); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(Path(dir), "_pragma=journal_mode(WAL)&_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	schema, err := fs.Sub(migrations, "schema")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, schema, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err == nil {
		_, err = p.UpTo(t.Context(), 1)
	}
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	exec := func(query string, args ...any) {
		if _, e := tx.Exec(query, args...); e != nil && err == nil {
			err = e
		}
	}
	exec(`INSERT INTO names (id, text) VALUES (1, '["i","m","s","stop"]'), (2, '{"stage":"s","origin":"generated"}'), (3, '["s","accepted","a",""]')`)
	exec("INSERT INTO runs (plan, inputs, number, status, started, begun) VALUES (?, 'old', 1, 'open', 1, 1)", make([]byte, 32))
	for i := range n {
		k := benchCallKey(i)
		exec("INSERT INTO calls (num, key, asker, copy, known, request, reply) VALUES (?, ?, 1, ?, 3, ' a', ' b')", i+1, k[:], i+1)
		exec("INSERT INTO records (num, id, maker, lineage, fields) VALUES (?, ?, 2, ?, ' {}')", i+1, k[:16], appendLineage(nil, &seedbed.Lineage{Line: i}, newNames()))
		exec("INSERT INTO outcomes (run, ord, record, verdict) VALUES (1, ?, ?, 3)", i, i+1)
	}
	exec("INSERT INTO filters (kind, block, bits) VALUES (1, 0, ?)", make([]byte, filterBytes))
	if err = errors.Join(err, tx.Commit()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// lookAll looks for rows up to n of what bareRecords and oldJournal make, and one
// beyond.
func lookAll(t *testing.T, who string, j *Journal, n int) {
	t.Helper()
	ctx := context.Background()
	for i := 0; i <= n; i++ {
		if i%997 != 0 && i < n-2 && i%blockRows > 1 && i%blockRows < blockRows-2 {
			continue
		}
		k := benchCallKey(i)
		id := seedbed.ID(k[:16])
		c, hasCall, err := j.Call(ctx, k)
		r, hasRecord, rerr := j.Record(ctx, id)
		o, ended, oerr := j.OutcomeOf(ctx, 1, id)
		if err := errors.Join(err, rerr, oerr); err != nil {
			t.Fatalf("%s: row %d: %v", who, i, err)
		}
		if in := i < n; hasCall != in || hasRecord != in || ended != in || in && (c.Copy != i+1 || r.Lineage.Line != i || o.Ord != int64(i)) {
			t.Fatalf("%s: row %d of %d: call %v %d, record %v %d, outcome %v %d", who, i, n, hasCall, c.Copy, hasRecord, r.Lineage.Line, ended, o.Ord)
		}
		if found, err := j.FindRecords(ctx, id.String()[:12], 3); err != nil || i < n && (len(found) != 1 || found[0] != id) {
			t.Fatalf("%s: row %d by its first digits: %v, %v", who, i, found, err)
		}
	}
	counts, err := j.CountOutcomes(ctx, 1)
	if err != nil || len(counts) != 1 || counts[0].N != n {
		t.Fatalf("%s: %d outcomes are counted as %+v (%v)", who, n, counts, err)
	}
}

// putRows adds rows up to n to those up to from, with some that are there.
func putRows(t *testing.T, j *Journal, from, n int) {
	t.Helper()
	ctx := t.Context()
	rows := bareRecords(max(0, from-100), n)
	var outcomes []seedbed.Outcome
	for _, r := range rows {
		i := r.Lineage.Line
		if i%31 == 0 || i > n-3 || i >= from {
			row, err := j.callRow(&seedbed.Call{Key: benchCallKey(i), Copy: i + 1})
			if err == nil {
				_, err = j.queue.put(ctx, op{call: row}, 1, 0)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		outcomes = append(outcomes, seedbed.Outcome{
			Ord: int64(i), Record: r.ID, Stage: "s", Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "a"},
		})
	}
	if err := errors.Join(j.PutRecords(ctx, rows), j.PutOutcomes(ctx, 1, outcomes), j.Flush(ctx)); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, j *Journal, query string) (n int64) {
	t.Helper()
	if err := j.read(t.Context(), query, func(c *conn) error {
		_, err := c.one(query, nil, &n)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// image copies a journal as a kill would leave it.
func image(t *testing.T, j *Journal) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, Folder), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(j.path + end)
		if errors.Is(err, fs.ErrNotExist) && end != "" {
			continue
		}
		if err == nil {
			err = os.WriteFile(Path(dir)+end, b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A journal of version 1 is brought up to date by who writes; until then a
// reader says so.
func TestUpgrade(t *testing.T) {
	const n = blockRows + 100
	dir := oldJournal(t, n)
	if _, err := OpenReader(t.Context(), dir); seedbed.CodeOf(err) != seedbed.CodeNotFound || !strings.Contains(err.Error(), "older ones") {
		t.Fatalf("a reader of an old journal: %v", err)
	}
	j := openIn(t, dir, Options{})
	if got := count(t, j, "SELECT count(*) FROM blocks WHERE rows = 8192"); got != 2 {
		t.Errorf("%d blocks are stored, want 2", got)
	}
	if got := count(t, j, "SELECT count(*) FROM outcome_blocks"); got != 2 {
		t.Errorf("%d blocks of outcomes are stored, want 2", got)
	}
	if got := count(t, j, "SELECT count(*) FROM sqlite_schema WHERE name IN ('calls_by_key', 'records_by_id', 'outcomes_by_record', 'filters')"); got != 0 {
		t.Errorf("%d old indexes are left", got)
	}
	lookAll(t, "who brought it up to date", j, n)
	putRows(t, j, n, n+blockRows)
	lookAll(t, "with more rows", j, n+blockRows)
	lookAll(t, "a reader", readIn(t, dir), n+blockRows)
	j.Close()
	lookAll(t, "a reader after", readIn(t, dir), n+blockRows)
	lookAll(t, "the next writer", openIn(t, dir, Options{}), n+blockRows)
}

// Who upgrades may be killed after the tables are there: a reader reads all rows
// then, and the next writer goes on.
func TestUpgradeIsKilled(t *testing.T) {
	const n = blockRows + 100
	dir := oldJournal(t, n)
	if err := migrate(t.Context(), Path(dir)); err != nil {
		t.Fatal(err)
	}
	r := readIn(t, dir)
	lookAll(t, "a reader", r, n)
	j := openIn(t, dir, Options{})
	putRows(t, j, n, n+200)
	lookAll(t, "the reader later", r, n+200)
	putRows(t, j, n+200, 2*blockRows+100)
	lookAll(t, "the reader much later", r, 2*blockRows+100)
	if all := r.recordsIn.all(); len(all) != 3 || all[2].fresh == nil {
		t.Errorf("the reader knows %d blocks", len(all))
	}
}

// A writer is killed at any commit: what it left is read by readers and goes on
// being written, however often.
func TestKilledAtAnyCommit(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	dir := t.TempDir()
	j := openIn(t, dir, Options{})
	if _, err := j.BeginRun(t.Context(), seedbed.Run{}); err != nil {
		t.Fatal(err)
	}
	r := readIn(t, dir)
	n := 0
	for round := range 9 {
		add := []int{1, 50, blockRows - n%blockRows, random.IntN(blockRows), 1 + random.IntN(3000)}[random.IntN(5)]
		putRows(t, j, n, n+add)
		n += add
		lookAll(t, "a reader meanwhile", r, n)
		if round%3 == 1 {
			killed := image(t, j)
			lookAll(t, "a reader of what a kill left", readIn(t, killed), n)
			j.Close()
			dir = killed
			j, r = openIn(t, dir, Options{}), readIn(t, dir)
			if left := count(t, j, "SELECT count(*) FROM blocks WHERE rows = 8192"); left != 2*int64(blockOf(int64(n+1))) {
				t.Fatalf("%d rows, and %d full blocks are stored", n, left)
			}
		} else if round%3 == 2 {
			j.Close()
			lookAll(t, "a reader after", readIn(t, dir), n)
			j = openIn(t, dir, Options{})
		}
		lookAll(t, "the writer", j, n)
	}
}

// What is stored of blocks may be missing or wrong in ways that show: it is made
// from the rows again, or an error says so.
func TestDamagedBlocks(t *testing.T) {
	const n = blockRows + 100
	sound := openIn(t, t.TempDir(), Options{})
	if _, err := sound.BeginRun(t.Context(), seedbed.Run{}); err != nil {
		t.Fatal(err)
	}
	putRows(t, sound, 0, n)
	if err := sound.Close(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		damage string
		fails  string
	}{
		"blocks gone":           {"DELETE FROM blocks", ""},
		"all gone":              {"DELETE FROM blocks; DELETE FROM keys; DELETE FROM outcome_blocks", ""},
		"short filters":         {"UPDATE blocks SET bits = x'00'", ""},
		"no filters":            {"UPDATE blocks SET bits = 'text'", ""},
		"rows beyond":           {"UPDATE blocks SET rows = 1000000 WHERE block = 1", ""},
		"rows below":            {"UPDATE blocks SET rows = -5", ""},
		"fewer rows":            {"UPDATE blocks SET rows = rows - 1 WHERE block = 1", ""},
		"keys of the last gone": {"DELETE FROM keys WHERE id >= 32", ""},
		"keys of the last cut":  {"UPDATE keys SET entries = substr(entries, 2) WHERE id >= 32", ""},
		"keys of the first gone": {
			"DELETE FROM keys WHERE id < 32", "is gone: the file is damaged",
		},
		"a row far away": {"INSERT INTO records SELECT 1 << 60, zeroblob(16), maker, lineage, fields FROM records LIMIT 1", "it is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := image(t, sound)
			c, err := openConn(Path(dir), "mode=rw")
			for _, query := range strings.Split(test.damage, ";") {
				if err == nil {
					err = c.run(query)
				}
			}
			if err = errors.Join(err, c.close()); err != nil {
				t.Fatal(err)
			}
			if test.fails == "" {
				lookAll(t, "a reader", readIn(t, dir), n)
				j := openIn(t, dir, Options{})
				lookAll(t, "a writer", j, n)
				putRows(t, j, n, n+200)
				lookAll(t, "with more rows", j, n+200)
				return
			}
			id := bareRecords(5, 6)[0].ID
			_, _, rerr := readIn(t, dir).Record(t.Context(), id)
			w, werr := Open(t.Context(), dir, Options{})
			if werr == nil {
				_, _, werr = w.Record(t.Context(), id)
				w.Close()
			}
			for _, err := range []error{rerr, werr} {
				if seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), test.fails) {
					t.Errorf("it says: %v", err)
				}
			}
		})
	}
}
