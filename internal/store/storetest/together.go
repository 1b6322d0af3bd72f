package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/store"
)

// testOrder: what is durable is all that was put before.
func testOrder(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	if _, err := f.OpenReader(ctx, dir); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Fatalf("reading where there is no journal: %v", err)
	}
	j := open(t, f, dir)
	r, err := f.OpenReader(ctx, dir)
	check(t, err)
	defer func() { check(t, r.Close()) }()
	if has, err := r.HasCalls(ctx); has || err != nil {
		t.Fatal(has, err)
	}
	run := begin(t, j, "a")
	for i := range 50 {
		check(t, j.PutRecords(ctx, []seedbed.Record{record(i)}))
		check(t, j.PutOutcomes(ctx, run.ID, []seedbed.Outcome{outcome(i)}))
		check(t, j.PutCall(ctx, call(i)))
		got, ok, err := r.Record(ctx, id(i))
		check(t, err)
		if !ok {
			t.Fatalf("call %d is durable, and not the record put before it", i)
		}
		same(t, "record", got, record(i))
		o, ok, err := r.OutcomeOf(ctx, run.ID, id(i))
		check(t, err)
		if !ok {
			t.Fatalf("call %d is durable, and not the outcome put before it", i)
		}
		same(t, "outcome", o, outcome(i))
		c, ok, err := r.Call(ctx, key(i))
		check(t, err)
		if !ok {
			t.Fatalf("call %d cannot be read", i)
		}
		same(t, "call", c, call(i))
	}
	if rows := collect(t, r, run.ID, store.Filter{States: []seedbed.State{seedbed.Rejected}}); len(rows) != 12 {
		t.Fatalf("the reader sees %d rejected rows", len(rows))
	}
}

func testLock(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	_, err := f.Open(ctx, dir)
	if seedbed.CodeOf(err) != seedbed.CodeBusy || !strings.Contains(err.Error(), "another seedbed (pid ") {
		t.Fatalf("opening twice: %v", err)
	}
	check(t, j.PutCall(ctx, call(1)))
	j = reopen(t, f, dir, j)
	if _, ok, err := j.Call(ctx, key(1)); !ok || err != nil {
		t.Fatal(ok, err)
	}
}

func testConcurrency(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	run := begin(t, j, "a")
	const workers, each = 32, 40
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range each {
				n := w/2*each + i // two workers put each
				err := j.PutCall(ctx, call(n))
				if err == nil {
					var ok bool
					var got seedbed.Call
					got, ok, err = j.Call(ctx, key(n))
					if err == nil && (!ok || string(got.Reply) != string(call(n).Reply)) {
						err = fmt.Errorf("call %d is not there after PutCall", n)
					}
				}
				err = errors.Join(err, j.PutRecords(ctx, []seedbed.Record{record(n)}),
					j.PutOutcomes(ctx, run.ID, []seedbed.Outcome{outcome(n)}))
				if err == nil && i%8 == 0 {
					_, err = j.FindRecords(ctx, id(n).Short(), 2)
				}
				if err == nil && i%16 == 0 {
					for range j.Outcomes(ctx, run.ID, store.Filter{Limit: 50}) {
						_, _, err = j.Record(ctx, id(n))
						break
					}
				}
				if err == nil && i%10 == 0 {
					_, err = j.BeginRun(ctx, seedbed.Run{Inputs: fmt.Sprint(i)})
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	check(t, j.Flush(ctx))
	j = reopen(t, f, dir, j)
	rows := collect(t, j, run.ID, store.Filter{})
	if len(rows) != workers/2*each {
		t.Fatalf("%d rows, want %d", len(rows), workers/2*each)
	}
	for i := range rows {
		same(t, "row", rows[i], wantRow(outcome(i), record(i)))
	}
	runs, err := j.Runs(ctx)
	check(t, err)
	for i := range runs {
		if runs[i].Number != i+1 {
			t.Fatalf("runs are numbered %+v", runs)
		}
	}
}

// testManyBlocks: enough rows that a database which groups them has several
// groups, across a restart.
func testManyBlocks(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	const n, step = 20_000, 500
	ids := func(from int) (out []seedbed.Record) {
		for i := from; i < from+step; i++ {
			out = append(out, seedbed.Record{ID: id(i), Stage: "s", Lineage: seedbed.Lineage{Copy: i}})
		}
		return out
	}
	put := func(from, to int) {
		for i := from; i < to; i += step {
			check(t, j.PutRecords(ctx, ids(i)))
		}
		var wg sync.WaitGroup
		for w := range 64 {
			wg.Go(func() {
				for i := from + w; i < to; i += 64 {
					if err := j.PutCall(ctx, seedbed.Call{Key: key(i), Copy: i}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		check(t, j.Flush(ctx))
	}
	look := func(r Reader) {
		for i := 0; i < n; i += 97 {
			c, ok, err := r.Call(ctx, key(i))
			if !ok || err != nil || c.Copy != i {
				t.Fatal(i, c, ok, err)
			}
			rec, ok, err := r.Record(ctx, id(i))
			if !ok || err != nil || rec.Lineage.Copy != i {
				t.Fatal(i, rec, ok, err)
			}
			if _, ok, err := r.Call(ctx, key(n+i)); ok || err != nil {
				t.Fatal(i, ok, err)
			}
		}
		if found, err := r.FindRecords(ctx, id(3).String()[:9], 5); len(found) != 1 || err != nil {
			t.Fatal(found, err)
		}
	}
	put(0, n*3/4)
	r, err := f.OpenReader(ctx, dir)
	check(t, err)
	if _, ok, err := r.Call(ctx, key(1)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	j = reopen(t, f, dir, j)
	put(n/4, n) // half of these are there already
	look(j)
	look(r)
	check(t, r.Close())
	spend, err := j.Spend(ctx)
	check(t, err)
	if got := spend[store.SpendKey{}].Calls; got != n {
		t.Fatalf("%d calls, want %d: a second put of a key was counted", got, n)
	}
	all, err := j.FindRecords(ctx, "0", n)
	check(t, err)
	seen := map[seedbed.ID]bool{}
	for _, id := range all {
		if seen[id] {
			t.Fatalf("record %s is there twice", id)
		}
		seen[id] = true
	}
}

// testModel compares the journal with maps over random sequences of puts,
// reads and restarts.
func testModel(t *testing.T, f Factory) {
	ctx, dir := context.Background(), t.TempDir()
	j, err := f.Open(ctx, dir)
	check(t, err)
	defer func() { check(t, j.Close()) }()
	checks := 0
	rapid.Check(t, func(rt *rapid.T) {
		if checks++; checks > 20 {
			return // every put waits for the disk: twenty sequences take seconds
		}
		// Each sequence has its own keys and its own run.
		key := func(i int) seedbed.CallKey { return key(checks*100 + i) }
		id := func(i int) seedbed.ID { return id(checks*100 + i) }
		calls := map[int]int{}
		records := map[int]int{}
		outcomes := map[int]int{}
		run, err := j.BeginRun(ctx, seedbed.Run{Inputs: strconv.Itoa(checks)})
		if err != nil {
			rt.Fatal(err)
		}
		small := rapid.IntRange(0, 30)
		must := func(err error) {
			if err != nil {
				rt.Fatal(err)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"call": func(rt *rapid.T) {
				i, v := small.Draw(rt, "i"), small.Draw(rt, "v")
				must(j.PutCall(ctx, seedbed.Call{Key: key(i), Copy: v}))
				if _, ok := calls[i]; !ok {
					calls[i] = v
				}
			},
			"record": func(rt *rapid.T) {
				i, v := small.Draw(rt, "i"), small.Draw(rt, "v")
				must(j.PutRecords(ctx, []seedbed.Record{{ID: id(i), Stage: "s", Lineage: seedbed.Lineage{Line: v}}}))
				if _, ok := records[i]; !ok {
					records[i] = v
				}
			},
			"outcome": func(rt *rapid.T) {
				ord, i := small.Draw(rt, "ord"), small.Draw(rt, "i")
				must(j.PutOutcomes(ctx, run.ID, []seedbed.Outcome{{Ord: int64(ord), Record: id(i), Stage: "s"}}))
				outcomes[ord] = i
			},
			"finish": func(rt *rapid.T) {
				last := small.Draw(rt, "last")
				must(j.FinishRun(ctx, run.ID, seedbed.RunDone, int64(last), nil))
				for ord := range outcomes {
					if ord > last {
						delete(outcomes, ord)
					}
				}
			},
			"restart": func(rt *rapid.T) {
				must(j.Close())
				j, err = f.Open(ctx, dir)
				must(err)
			},
			"": func(rt *rapid.T) {
				must(j.Flush(ctx))
				i := small.Draw(rt, "i")
				c, ok, err := j.Call(ctx, key(i))
				must(err)
				if v, want := calls[i]; ok != want || c.Copy != v {
					rt.Fatalf("call %d: %v %d, want %v %d", i, ok, c.Copy, want, v)
				}
				r, ok, err := j.Record(ctx, id(i))
				must(err)
				if v, want := records[i]; ok != want || r.Lineage.Line != v {
					rt.Fatalf("record %d: %v %d, want %v %d", i, ok, r.Lineage.Line, want, v)
				}
				n := 0
				for row, err := range j.Outcomes(ctx, run.ID, store.Filter{}) {
					must(err)
					if i, ok := outcomes[int(row.Outcome.Ord)]; !ok || row.Outcome.Record != id(i) {
						rt.Fatalf("outcome %d is of %s", row.Outcome.Ord, row.Outcome.Record)
					}
					n++
				}
				if n != len(outcomes) {
					rt.Fatalf("%d outcomes, want %d", n, len(outcomes))
				}
			},
		})
	})
}

func testClosed(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j, err := f.Open(ctx, dir)
	check(t, err)
	check(t, j.PutRecords(ctx, []seedbed.Record{record(1)})) // Close makes it durable
	check(t, j.Close())
	check(t, j.Close())
	_, _, callErr := j.Call(ctx, key(1))
	_, runErr := j.BeginRun(ctx, seedbed.Run{})
	_, recErr := j.FindRecords(ctx, "0", 1)
	for i, err := range []error{
		j.PutCall(ctx, call(1)), j.PutRecords(ctx, []seedbed.Record{record(1)}), j.PutOutcomes(ctx, 1, []seedbed.Outcome{outcome(1)}), runErr, recErr,
	} {
		if err == nil {
			t.Errorf("put %d on a closed journal is no error", i)
		}
	}
	_ = callErr // a key that is surely not stored needs no open file

	r, err := f.OpenReader(ctx, dir)
	check(t, err)
	if _, ok, err := r.Record(ctx, id(1)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	check(t, r.Close())
	check(t, r.Close())
}
