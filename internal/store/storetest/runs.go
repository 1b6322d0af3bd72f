package storetest

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/store"
)

func begin(t *testing.T, j Journal, inputs string) seedbed.Run {
	t.Helper()
	run, err := j.BeginRun(t.Context(), seedbed.Run{Plan: seedbed.Fingerprint{1}, Inputs: inputs})
	check(t, err)
	return run
}

func testRuns(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	a := begin(t, j, "a")
	if a.Number != 1 || a.Status != seedbed.RunOpen || a.Inputs != "a" || a.Plan != (seedbed.Fingerprint{1}) || a.Started.IsZero() || !a.Finished.IsZero() {
		t.Fatalf("the first run: %+v", a)
	}
	b := begin(t, j, "b")
	if b.Number != 2 || b.ID == a.ID {
		t.Fatalf("the second run: %+v", b)
	}
	other, err := j.BeginRun(ctx, seedbed.Run{Plan: seedbed.Fingerprint{2}, Inputs: "a"})
	check(t, err)
	if other.Number != 3 {
		t.Fatalf("the third run: %+v", other)
	}
	again := begin(t, j, "a")
	if again.Begun.Before(other.Begun) {
		t.Fatalf("the first run was last begun %v, before the third, %v", again.Begun, other.Begun)
	}
	again.Begun = a.Begun
	same(t, "the first run again", again, a)

	var outcomes []seedbed.Outcome
	for i := range 10 {
		outcomes = append(outcomes, outcome(i))
	}
	check(t, j.PutOutcomes(ctx, a.ID, outcomes))
	check(t, j.PutOutcomes(ctx, b.ID, outcomes))
	check(t, j.FinishRun(ctx, a.ID, seedbed.RunPartial, 5, []byte(`{"accepted":4}`)))
	if got := collect(t, j, a.ID, store.Filter{}); len(got) != 6 {
		t.Fatalf("%d outcomes after finishing at 5", len(got))
	}
	if got := collect(t, j, b.ID, store.Filter{}); len(got) != 10 {
		t.Fatalf("%d outcomes of the other run", len(got))
	}
	j = reopen(t, f, dir, j)
	got, ok, err := j.FindRun(ctx, a.Plan, "a")
	check(t, err)
	if !ok || got.Status != seedbed.RunPartial || got.Finished.IsZero() || string(got.Summary) != `{"accepted":4}` {
		t.Fatalf("the finished run: %+v", got)
	}
	check(t, j.ReopenRun(ctx, a.ID))
	if got := begin(t, j, "a"); got.Status != seedbed.RunOpen || got.ID != a.ID || !got.Finished.IsZero() {
		t.Fatalf("opened again: %+v", got)
	}
	if _, ok, err := j.FindRun(ctx, a.Plan, "none"); ok || err != nil {
		t.Fatal(ok, err)
	}
	runs, err := j.Runs(ctx)
	check(t, err)
	if len(runs) != 3 || runs[0].ID != a.ID || runs[2].ID != other.ID {
		t.Fatalf("runs: %+v", runs)
	}
	check(t, j.FinishRun(ctx, a.ID, seedbed.RunDone, -1, nil))
	if got := collect(t, j, a.ID, store.Filter{}); len(got) != 0 {
		t.Fatalf("%d outcomes after finishing with none", len(got))
	}
	if err := j.FinishRun(ctx, 99, seedbed.RunDone, 0, nil); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Fatalf("finishing a run that is not there: %v", err)
	}
	if err := j.ReopenRun(ctx, 99); seedbed.CodeOf(err) != seedbed.CodeNotFound {
		t.Fatalf("opening a run that is not there: %v", err)
	}
}

func wantRow(o seedbed.Outcome, r seedbed.Record) store.Row {
	r.Scores, r.Decision = o.Scores, o.Decision
	return store.Row{Outcome: o, Record: r}
}

func testOutcomes(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	run := begin(t, j, "a")
	const n = 1300
	var records []seedbed.Record
	var outcomes []seedbed.Outcome
	var want []store.Row
	for i := range n {
		records = append(records, record(i))
		outcomes = append(outcomes, outcome(i))
		want = append(want, wantRow(outcome(i), record(i)))
	}
	check(t, j.PutRecords(ctx, records))
	first := outcomes[1]
	first.Decision = seedbed.Decision{State: seedbed.Failed, Reason: "time-out"}
	check(t, j.PutOutcomes(ctx, run.ID, []seedbed.Outcome{first}))
	for from := 0; from < n; from += 64 { // out of order, as workers do not give them
		check(t, j.PutOutcomes(ctx, run.ID, outcomes[from:min(n, from+64)]))
	}
	check(t, j.Flush(ctx))
	j = reopen(t, f, dir, j)
	same(t, "outcomes", collect(t, j, run.ID, store.Filter{}), want)
	same(t, "outcomes of no run", collect(t, j, 99, store.Filter{}), []store.Row(nil))

	pick := func(take func(i int) bool) []store.Row {
		var out []store.Row
		for i := range want {
			if take(i) {
				out = append(out, want[i])
			}
		}
		return out
	}
	for name, test := range map[string]struct {
		f    store.Filter
		want []store.Row
	}{
		"limit":          {store.Filter{Limit: 5}, want[:5]},
		"from":           {store.Filter{From: 1290}, want[1290:]},
		"from and limit": {store.Filter{From: 10, Limit: 1100}, want[10:1110]},
		"stage":          {store.Filter{Stages: []string{"unique", "other"}}, pick(func(i int) bool { return i%4 == 3 })},
		"state":          {store.Filter{States: []seedbed.State{seedbed.Accepted}, Limit: 900}, pick(func(i int) bool { return i%4 != 3 && i < 1200 })},
		"both":           {store.Filter{Stages: []string{"unique"}, States: []seedbed.State{seedbed.Accepted}}, nil},
		"unknown":        {store.Filter{Stages: []string{"nowhere"}}, nil},
	} {
		same(t, name, collect(t, j, run.ID, test.f), test.want)
	}
	for range j.Outcomes(ctx, run.ID, store.Filter{}) { // stopping early leaves nothing behind
		break
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	for _, err := range j.Outcomes(stopped, run.ID, store.Filter{}) {
		if err == nil {
			t.Fatal("a row after the context ended")
		}
	}
	counts, err := j.CountOutcomes(ctx, run.ID)
	check(t, err)
	same(t, "counts", counts, []store.Count{
		{Stage: "kept", State: seedbed.Accepted, Actor: "kept", N: n / 4 * 3},
		{Stage: "unique", State: seedbed.Rejected, Actor: "dedupe", Reason: "near-duplicate", N: n / 4},
	})
	got, ok, err := j.OutcomeOf(ctx, run.ID, id(17))
	check(t, err)
	if !ok {
		t.Fatal("no outcome of record 17")
	}
	same(t, "outcome", got, outcomes[17])
	for run, record := range map[int64]seedbed.ID{run.ID: id(n + 1), 99: id(17)} {
		if _, ok, err := j.OutcomeOf(ctx, run, record); ok || err != nil {
			t.Fatal(ok, err)
		}
	}
}

func testOutcomeWithoutRecord(t *testing.T, f Factory) {
	ctx := t.Context()
	j := open(t, f, t.TempDir())
	run := begin(t, j, "a")
	check(t, j.PutOutcomes(ctx, run.ID, []seedbed.Outcome{outcome(0), outcome(1)}))
	check(t, j.Flush(ctx))
	check(t, j.PutRecords(ctx, []seedbed.Record{record(1)})) // after its outcome
	check(t, j.Flush(ctx))
	same(t, "outcomes", collect(t, j, run.ID, store.Filter{}), []store.Row{
		wantRow(outcome(0), seedbed.Record{ID: id(0)}), wantRow(outcome(1), record(1)),
	})
	for i := range 2 {
		got, ok, err := j.OutcomeOf(ctx, run.ID, id(i))
		check(t, err)
		if !ok {
			t.Fatalf("no outcome of record %d", i)
		}
		same(t, "outcome", got, outcome(i))
	}
}

// testOutcomesAgain: a run is begun again and its outcomes are put anew, enough of
// them that a database which groups them has several groups. Whoever looks
// meanwhile finds each where it is.
func testOutcomesAgain(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	run := begin(t, j, "a")
	const n, step = 20_000, 500
	put := func(from, to, shift int) {
		for i := from; i < to; i += step {
			var records []seedbed.Record
			var outcomes []seedbed.Outcome
			for k := i; k < i+step; k++ {
				records = append(records, seedbed.Record{ID: id(k), Stage: "s"})
				outcomes = append(outcomes, seedbed.Outcome{
					Ord: int64(k), Record: id((k + shift) % n), Stage: "s", Decision: seedbed.Decision{State: seedbed.Accepted},
				})
			}
			check(t, j.PutRecords(ctx, records))
			check(t, j.PutOutcomes(ctx, run.ID, outcomes))
		}
		check(t, j.Flush(ctx))
	}
	find := func(who Reader, i int) (seedbed.Outcome, bool) {
		o, ok, err := who.OutcomeOf(ctx, run.ID, id(i))
		if err != nil {
			t.Error(err)
		}
		return o, ok
	}
	put(0, n, 0)
	j = reopen(t, f, dir, j)
	r, err := f.OpenReader(ctx, dir)
	check(t, err)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for w, who := range []Reader{j, r} {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(w)))
			for {
				select {
				case <-stop:
					return
				default:
				}
				i := random.IntN(n)
				if o, ok := find(who, i); !ok || o.Ord != int64(i) {
					t.Errorf("the outcome of record %d: %v at %d", i, ok, o.Ord)
					return
				}
				counts, err := who.CountOutcomes(ctx, run.ID)
				if err != nil || len(counts) != 1 || counts[0].N != n {
					t.Errorf("%d outcomes: %+v, %v", n, counts, err)
					return
				}
			}
		})
	}
	put(0, n, 0)
	close(stop)
	wg.Wait()
	// The first half ends elsewhere now: some of its records twice, some not at all.
	put(0, n/2, 100)
	j = reopen(t, f, dir, j)
	for _, who := range []Reader{j, r} {
		for i := 0; i < n; i += 499 {
			want, ok := int64(i-100), i >= 100
			if i >= n/2 {
				want = int64(i)
			}
			if o, found := find(who, i); found != ok || ok && o.Ord != want {
				t.Fatalf("the outcome of record %d: %v at %d, want %v at %d", i, found, o.Ord, ok, want)
			}
		}
	}
	check(t, r.Close())
}
