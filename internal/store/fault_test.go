package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

func openIn(t *testing.T, dir string, opt Options) *Journal {
	t.Helper()
	j, err := Open(t.Context(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// bigCall returns a call whose reply of 64 KiB cannot be compressed.
func bigCall(i int) seedbed.Call {
	c := benchCall(i)
	c.Reply = make([]byte, 64<<10)
	rand.NewChaCha8(c.Key).Read(c.Reply)
	return c
}

// The disk fills: the ballast makes room for replies in hand, then nothing more
// is taken; all that was acknowledged is there when there is room again.
func TestDiskFull(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	j := openIn(t, dir, Options{MaxPages: 600})
	ballast := filepath.Join(dir, Folder, ballastName)
	if info, err := os.Stat(ballast); err != nil || info.Size() != ballastSize {
		t.Fatalf("the ballast: %v, %v", info, err)
	}
	var mu sync.Mutex
	var acked []int
	kept := map[int]error{}
	lost := map[int]error{}
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := w; i < 2000; i += 8 {
				err := j.PutCall(ctx, bigCall(i))
				mu.Lock()
				switch {
				case err == nil:
					acked = append(acked, i)
				case strings.Contains(err.Error(), "could still be kept"):
					kept[i] = err
				default:
					lost[i] = err
				}
				mu.Unlock()
				if err != nil && seedbed.CodeOf(err) != seedbed.CodeStorage {
					t.Errorf("call %d: %v", i, err)
				}
			}
		})
	}
	wg.Wait()
	if len(acked) == 0 || len(kept) == 0 || len(lost) == 0 {
		t.Fatalf("%d acknowledged, %d kept, %d lost: want some of each", len(acked), len(kept), len(lost))
	}
	if _, err := os.Stat(ballast); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("the ballast is still there: %v", err)
	}
	for _, err := range lost {
		if !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), "free some room and run again") {
			t.Fatalf("it says: %v", err)
		}
		break
	}
	first := j.Err()
	if err := j.PutRecords(ctx, []seedbed.Record{{}}); !errors.Is(err, first) {
		t.Fatalf("a put after the failure: %v", err)
	}
	if err := j.Flush(ctx); !errors.Is(err, first) {
		t.Fatalf("a flush after the failure: %v", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}

	j = openIn(t, dir, Options{})
	for _, i := range acked {
		kept[i] = nil
	}
	for i := range kept {
		c, ok, err := j.Call(ctx, bigCall(i).Key)
		if !ok || err != nil || string(c.Reply) != string(bigCall(i).Reply) {
			t.Fatalf("call %d was kept and is gone: %v, %v", i, ok, err)
		}
	}
	fill(t, j, 1, 0, 100)
	if info, err := os.Stat(ballast); err != nil || info.Size() != ballastSize {
		t.Fatalf("the ballast is not made again: %v, %v", info, err)
	}
}

// A writer that stands in the middle of a full batch takes all of it back.
func TestFullBatchIsTakenBack(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	j := openIn(t, dir, Options{MaxPages: 300})
	if err := os.Remove(j.ballast); err != nil {
		t.Fatal(err)
	}
	var records []seedbed.Record
	for i := range 20_000 {
		c := benchCall(i)
		records = append(records, benchRecord(i, &c))
	}
	err := j.PutRecords(ctx, records)
	if err == nil {
		err = j.Flush(ctx)
	}
	if seedbed.CodeOf(err) != seedbed.CodeStorage {
		t.Fatalf("20,000 records in 300 pages: %v", err)
	}
	j.Close()
	j = openIn(t, dir, Options{})
	if ids, err := j.FindRecords(ctx, "0", 10); len(ids) != 0 || err != nil {
		t.Fatalf("a part of a batch is there: %v, %v", ids, err)
	}
	if err := j.PutRecords(ctx, records); err != nil {
		t.Fatal(err)
	}
	if err := j.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Records(ctx, []seedbed.ID{records[0].ID, records[19_999].ID}); err != nil {
		t.Fatal(err)
	}
}

func TestNewerSchema(t *testing.T) {
	dir := t.TempDir()
	j := openIn(t, dir, Options{})
	if err := j.w.c.run("PRAGMA user_version = " + itoa(schemaVersion+1)); err != nil {
		t.Fatal(err)
	}
	j.Close()
	_, err := Open(t.Context(), dir, Options{})
	_, rerr := OpenReader(t.Context(), dir)
	for _, err := range []error{err, rerr} {
		if seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(err.Error(), "written by a newer seedbed") {
			t.Errorf("a newer journal: %v", err)
		}
	}
}

func TestDamaged(t *testing.T) {
	write := func(b []byte) func(string) error {
		return func(path string) error { return os.WriteFile(path, b, 0o644) }
	}
	for name, damage := range map[string]func(path string) error{
		"no database": write([]byte(strings.Repeat("this is a text file\n", 500))),
		"cut off":     func(path string) error { return os.Truncate(path, 5000) },
		"zeros":       write(make([]byte, 1<<16)),
		"overwritten": func(path string) error {
			b, err := os.ReadFile(path)
			for i := 100; err == nil && i < len(b); i++ {
				b[i] = 0xA5
			}
			return errors.Join(err, os.WriteFile(path, b, 0o644))
		},
		"a folder": func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o755)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			j := openIn(t, dir, Options{})
			fill(t, j, 1, 0, 100)
			j.Close()
			if err := damage(Path(dir)); err != nil {
				t.Fatal(err)
			}
			_, err := Open(t.Context(), dir, Options{})
			_, rerr := OpenReader(t.Context(), dir)
			for _, err := range []error{err, rerr} {
				if seedbed.CodeOf(err) != seedbed.CodeStorage {
					t.Errorf("it says: %v", err)
				}
			}
			if !strings.Contains(err.Error(), Path(dir)) {
				t.Errorf("it does not say where: %v", err)
			}
			if _, err = Open(t.Context(), dir, Options{}); seedbed.CodeOf(err) == seedbed.CodeBusy {
				t.Error("the lock was kept")
			}
		})
	}
}

func TestAnotherProgramsDatabase(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, Folder), 0o755); err != nil {
		t.Fatal(err)
	}
	c, err := openConn(Path(dir), "mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.run("PRAGMA user_version = 7"), c.run("CREATE TABLE theirs (a)"), c.close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dir, Options{}); seedbed.CodeOf(err) != seedbed.CodeStorage || !strings.Contains(err.Error(), "another program") {
		t.Fatalf("it says: %v", err)
	}
}

// A put that waits for room, or for the disk, ends with its context.
func TestContextEnds(t *testing.T) {
	j := openIn(t, t.TempDir(), Options{})
	ctx, cancel := context.WithCancel(t.Context())
	hold, held := make(chan struct{}), make(chan struct{})
	go j.do(t.Context(), "holding the writer", func(*conn) error { close(held); <-hold; return nil })
	<-held
	errs := make(chan error, 3)
	go func() { errs <- j.PutCall(ctx, benchCall(1)) }()
	go func() { errs <- j.Flush(ctx) }()
	go func() {
		for {
			if err := j.PutRecords(ctx, make([]seedbed.Record, maxBatchRows)); err != nil {
				errs <- err
				return
			}
		}
	}()
	time.AfterFunc(20*time.Millisecond, cancel)
	for range 3 {
		if err := <-errs; !errors.Is(err, context.Canceled) {
			t.Errorf("it ends with %v", err)
		}
	}
	close(hold)
	if err := j.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A reader in the midst of a long look keeps the log from growing without end.
func TestLogIsBounded(t *testing.T) {
	dir := t.TempDir()
	j := openIn(t, dir, Options{})
	fill(t, j, 1, 0, 3000)
	r, err := OpenReader(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	n := 0
	for _, err := range r.Outcomes(t.Context(), 1, Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%300 == 0 { // 10 times 8 MiB while the reader is at it
			for i := range 128 {
				if err := j.PutCall(t.Context(), bigCall(n*1000+i)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	info, err := os.Stat(j.path + "-wal")
	if err != nil || info.Size() > 64<<20 {
		t.Fatalf("the log: %v, %v", info.Size(), err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(j.path + "-wal"); err == nil && info.Size() > 0 {
		t.Fatalf("after Close the log has %d bytes", info.Size())
	}
}

// Texts that never come again are not numbered, and come back all the same.
func TestManyNames(t *testing.T) {
	ctx := t.Context()
	j := openIn(t, t.TempDir(), Options{})
	j.names.mu.Lock()
	for len(j.names.texts) <= maxNames {
		j.names.texts = append(j.names.texts, "")
	}
	j.names.mu.Unlock()
	c := benchCall(1)
	r := benchRecord(1, &c)
	r.Lineage.Exemplars = []string{"e1", "e2"}
	o := seedbed.Outcome{
		Record: r.ID, Stage: "kept", Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "a", Reason: "b"},
		Scores: []seedbed.Score{{Criterion: "c", Status: seedbed.Scored, Value: 2.5}},
	}
	if err := errors.Join(j.PutCall(ctx, c), j.PutRecords(ctx, []seedbed.Record{r}), j.PutOutcomes(ctx, 1, []seedbed.Outcome{o}), j.Flush(ctx)); err != nil {
		t.Fatal(err)
	}
	if len(j.names.fresh) != 0 {
		t.Fatal("a name was numbered")
	}
	got, _, err := j.Call(ctx, c.Key)
	if err != nil || got.Identity != c.Identity || got.Finish != c.Finish {
		t.Fatal(got, err)
	}
	for _, f := range []Filter{{}, {Stages: []string{"kept"}}} {
		n := 0
		for row, err := range j.Outcomes(ctx, 1, f) {
			if err != nil || row.Record.Lineage.Model != "writer" || row.Outcome.Stage != "kept" || row.Record.Lineage.Exemplars[1] != "e2" || row.Outcome.Scores[0].Value != 2.5 {
				t.Fatal(row, err)
			}
			n++
		}
		if n != 1 {
			t.Fatal(n)
		}
	}
	for range j.Outcomes(ctx, 1, Filter{Stages: []string{"other"}}) {
		t.Fatal("a row of another stage")
	}
	for range 2 { // the second time from what is stored of the block, where the verdict has no number
		if n, err := j.CountOutcomes(ctx, 1); err != nil || len(n) != 1 || n[0].Reason != "b" || n[0].N != 1 {
			t.Fatal(n, err)
		}
		if err := j.do(ctx, "leaving the block", j.w.ended.leave); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := j.Spend(ctx); err != nil || s[SpendKey{"hints", "writer"}].Calls != 1 {
		t.Fatal(s, err)
	}
}

// The views work, for people with the sqlite3 tool.
func TestViews(t *testing.T) {
	j := openIn(t, t.TempDir(), Options{})
	fill(t, j, 1, 0, 10)
	err := j.read(t.Context(), "reading views", func(c *conn) error {
		var stage, state, origin, parent, fields, model, key string
		var latency int64
		if _, err := c.one("SELECT stage, state, origin, parent, fields FROM rows WHERE ord = 3", nil, &stage, &state, &origin, &parent, &fields); err != nil {
			return err
		}
		b := benchCall(3)
		if stage != "kept" || state != "accepted" || origin != "generated" || parent != b.Record.String() || !strings.HasPrefix(fields, `{"id":3,`) {
			t.Errorf("rows: %q %q %q %q %q", stage, state, origin, parent, fields)
		}
		if _, err := c.one("SELECT model, latency_ms, key FROM requests WHERE key = ?", []any{b.Key.String()}, &model, &latency, &key); err != nil {
			return err
		}
		if model != "writer" || latency != 840 || key != b.Key.String() {
			t.Errorf("requests: %q %d %q", model, latency, key)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
