package store

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"seedbed.dev/seedbed"
)

// A row that was committed is found at any instant, by the process that writes
// and by others, while blocks fill, and are stored, and are taken back.
func TestNeverMissed(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	j := openIn(t, dir, Options{})
	breakCommit(t, j)
	r := readIn(t, dir)
	var durable atomic.Int64
	const n, step = 17_000, 1000
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for w, who := range []*Journal{j, j, r} {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(w)))
			for {
				select {
				case <-stop:
					return
				default:
				}
				top := int(durable.Load())
				if top == 0 {
					continue
				}
				i := random.IntN(top)
				if random.IntN(2) == 0 { // one of the last
					i = top - 1 - random.IntN(min(top, 2*step))
				}
				k := benchCallKey(i)
				rec, ok, err := who.Record(ctx, seedbed.ID(k[:16]))
				if !ok || err != nil || rec.Lineage.Line != i {
					t.Errorf("record %d of %d is committed: %v, %v", i, top, ok, err)
					return
				}
				k = benchCallKey(n + i)
				if _, ok, err := who.Record(ctx, seedbed.ID(k[:16])); ok || err != nil {
					t.Errorf("record %d is not there: %v, %v", n+i, ok, err)
				}
			}
		})
	}
	for from := 0; from < n; from += step {
		if from%7000 == 0 { // first in a transaction that fails, with others that never come
			rr, err := j.recordRows(append(bareRecords(2*n, 2*n+8200), bareRecords(from, from+step)...))
			if err != nil {
				t.Fatal(err)
			}
			if err := failToCommit(j, op{records: rr}); err == nil {
				t.Fatal("a transaction that cannot be committed was")
			}
		}
		if err := errors.Join(j.PutRecords(ctx, bareRecords(from, from+step)), j.Flush(ctx)); err != nil {
			t.Fatal(err)
		}
		durable.Store(int64(from + step))
	}
	close(stop)
	wg.Wait()
	for _, who := range []*Journal{j, r} {
		if _, ok, err := who.Record(ctx, bareRecords(2*n, 2*n+1)[0].ID); ok || err != nil {
			t.Errorf("a record that was taken back: %v, %v", ok, err)
		}
	}
}

// breakCommit makes a table by which a transaction fails when it is committed.
func breakCommit(t *testing.T, j *Journal) {
	t.Helper()
	err := j.do(t.Context(), "preparing", func(c *conn) error {
		return errors.Join(
			c.exec("CREATE TABLE one (id INTEGER PRIMARY KEY)"),
			c.exec("CREATE TABLE other (id INTEGER REFERENCES one (id) DEFERRABLE INITIALLY DEFERRED)"),
		)
	})
	if err == nil {
		err = j.w.c.run("PRAGMA foreign_keys = 1")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// failToCommit applies ops in a transaction whose commit fails. Nothing else may
// be put meanwhile.
func failToCommit(j *Journal, ops ...op) error {
	var own error
	return j.w.apply(&batch{ops: append(ops, op{err: &own, do: func(c *conn) error { return c.exec("INSERT INTO other VALUES (1)") }})})
}

// After a commit that failed, in whichever place of a block, the same rows get
// the same numbers, and those before are found.
func TestCommitFails(t *testing.T) {
	ctx := t.Context()
	for _, test := range []struct{ before, failed int }{
		{0, 1}, {0, 9000}, {8000, 191}, {8000, 192}, {8190, 1}, {8191, 1}, {8191, 8192},
	} {
		dir := t.TempDir()
		j := openIn(t, dir, Options{})
		breakCommit(t, j)
		run, err := j.BeginRun(ctx, seedbed.Run{})
		if err != nil {
			t.Fatal(err)
		}
		outcomes := func(from, to int) (out []seedbed.Outcome) {
			for i, r := range bareRecords(from, to) {
				out = append(out, seedbed.Outcome{Ord: int64(i + from), Record: r.ID, Stage: "s"})
			}
			return out
		}
		all := test.before + test.failed
		if err := errors.Join(j.PutRecords(ctx, bareRecords(0, test.before)), j.PutOutcomes(ctx, run.ID, outcomes(0, test.before)), j.Flush(ctx)); err != nil {
			t.Fatal(err)
		}
		rr, _ := j.recordRows(bareRecords(test.before, all))
		if err := failToCommit(j, op{records: rr}, op{outcomes: j.outcomeRows(run.ID, outcomes(test.before/2, all+500))}); err == nil {
			t.Fatal("a transaction that cannot be committed was")
		}
		check := func(who *Journal, to int) {
			t.Helper()
			for i, r := range bareRecords(0, all) {
				if i%3999 != 0 && (i < test.before-1 || i > test.before+1) && i < all-1 {
					continue
				}
				_, ok, err := who.Record(ctx, r.ID)
				o, ended, oerr := who.OutcomeOf(ctx, run.ID, r.ID)
				if err != nil || oerr != nil || ok != (i < to) || ended != ok || ok && o.Ord != int64(i) {
					t.Fatalf("%+v: record %d: %v, %v; outcome %v, %+v, %v", test, i, ok, err, ended, o, oerr)
				}
			}
			n, err := who.CountOutcomes(ctx, run.ID)
			if got := append(n, Count{})[0].N; got != to || err != nil {
				t.Fatalf("%+v: %d outcomes, want %d (%v)", test, got, to, err)
			}
		}
		check(j, test.before)
		check(readIn(t, dir), test.before)
		if err := errors.Join(j.PutRecords(ctx, bareRecords(test.before, all)), j.PutOutcomes(ctx, run.ID, outcomes(test.before, all)), j.Flush(ctx)); err != nil {
			t.Fatal(err)
		}
		check(j, all)
		check(readIn(t, dir), all)
		j.Close()
		check(readIn(t, dir), all)
		var last int64
		j = openIn(t, dir, Options{})
		check(j, all)
		if err := j.read(ctx, "", func(c *conn) (err error) { last, err = j.recordsIn.last(c); return err }); err != nil || last != int64(all) {
			t.Fatalf("%+v: the last record has number %d: %v", test, last, err)
		}
		j.Close()
	}
}
