package store

import (
	"testing"
	"time"

	"seedbed.dev/seedbed"
)

func TestRoundTrip(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	j, err := Open(ctx, dir, Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	c := seedbed.Call{Key: seedbed.CallKey{1}, Identity: "p:m", Model: "m", Stage: "s", Reply: []byte("hello"), Started: time.Now()}
	if err := j.PutCall(ctx, c); err != nil {
		t.Fatal(err)
	}
	got, ok, err := j.Call(ctx, c.Key)
	t.Log(got, ok, err)
	r := seedbed.Record{ID: seedbed.ID{2}, Stage: "s", Fields: seedbed.Fields{{Name: "a", Value: int64(1)}}}
	if err := j.PutRecords(ctx, []seedbed.Record{r}); err != nil {
		t.Fatal(err)
	}
	run, err := j.BeginRun(ctx, seedbed.Run{Inputs: "x"})
	t.Log(run, err)
	j.PutOutcomes(ctx, run.ID, []seedbed.Outcome{{Ord: 0, Record: r.ID, Stage: "s", Decision: seedbed.Decision{State: seedbed.Accepted}}})
	if err := j.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	for row, err := range j.Outcomes(ctx, run.ID, Filter{}) {
		t.Log(row, err)
	}
	t.Log(j.CountOutcomes(ctx, run.ID))
	t.Log(j.Spend(ctx))
	t.Log(j.FindRecords(ctx, "020", 2))
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	j, err = Open(ctx, dir, Options{Version: "test"})
	t.Log(time.Since(start), err)
	j.Close()
	start = time.Now()
	j, err = OpenReader(ctx, dir)
	t.Log(time.Since(start), err)
	t.Log(j.Call(ctx, c.Key))
	t.Log(j.MaybeBilled(ctx))
	j.Close()
}
