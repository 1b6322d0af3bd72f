package store

import (
	"context"
	"math/rand/v2"
	"testing"

	"seedbed.dev/seedbed"
)

// A run that is begun again, cut, overtaken by another and killed at any commit:
// its outcomes are found and counted as maps say.
func TestOutcomesAtAnyMoment(t *testing.T) {
	ctx := context.Background()
	const records = 12_000
	random := rand.New(rand.NewPCG(5, 11))
	dir := t.TempDir()
	j := openIn(t, dir, Options{})
	all := bareRecords(0, records+100) // the last hundred are never stored
	if err := j.PutRecords(ctx, all[:records]); err != nil {
		t.Fatal(err)
	}
	var runs [2]seedbed.Run
	var model [2]map[int64]int // record by ord
	var err error
	for i := range runs {
		if runs[i], err = j.BeginRun(ctx, seedbed.Run{Inputs: itoa(i)}); err != nil {
			t.Fatal(err)
		}
		model[i] = map[int64]int{}
	}
	check := func(who string, j *Journal) {
		t.Helper()
		for k, run := range runs {
			last := map[int]int64{}
			for ord, rec := range model[k] {
				if old, ok := last[rec]; !ok || ord > old {
					last[rec] = ord
				}
			}
			for range 12 {
				rec := random.IntN(len(all))
				want, ok := last[rec]
				o, found, err := j.OutcomeOf(ctx, run.ID, all[rec].ID)
				if err != nil || found != ok || found && (o.Ord != want || o.Record != all[rec].ID) {
					t.Fatalf("%s, run %d: record %d ended at %d, %v, %v; want %d, %v", who, k, rec, o.Ord, found, err, want, ok)
				}
			}
			sum := 0
			counts, err := j.CountOutcomes(ctx, run.ID)
			for _, c := range counts {
				sum += c.N
			}
			if err != nil || sum != len(model[k]) {
				t.Fatalf("%s, run %d: %d outcomes, want %d (%v)", who, k, sum, len(model[k]), err)
			}
		}
	}
	r := readIn(t, dir)
	for round := range 20 {
		k := random.IntN(2)
		switch random.IntN(6) {
		case 0:
			last := int64(random.IntN(20_000)) - 1
			if err := j.FinishRun(ctx, runs[k].ID, seedbed.RunPartial, last, nil); err != nil {
				t.Fatal(err)
			}
			for ord := range model[k] {
				if ord > last {
					delete(model[k], ord)
				}
			}
		case 1:
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			j = openIn(t, dir, Options{})
		case 2: // it goes on from what a kill left
			dir = image(t, j)
			j.Close()
			check("a reader of what a kill left", readIn(t, dir))
			j = openIn(t, dir, Options{})
			r = readIn(t, dir)
		default:
			from, n, shift := random.IntN(15_000), random.IntN(9_000), random.IntN(len(all))
			var out []seedbed.Outcome
			for i := from; i < from+n; i++ {
				rec := (i*7 + shift) % len(all)
				out = append(out, seedbed.Outcome{Ord: int64(i), Record: all[rec].ID, Stage: "s", Decision: seedbed.Decision{Reason: itoa(i % 5)}})
				model[k][int64(i)] = rec
			}
			for i := 0; i < len(out); i += 5000 {
				if err := j.PutOutcomes(ctx, runs[k].ID, out[i:min(len(out), i+5000)]); err != nil {
					t.Fatal(err)
				}
			}
			if err := j.Flush(ctx); err != nil {
				t.Fatal(err)
			}
		}
		check("round "+itoa(round), j)
		check("a reader, round "+itoa(round), r)
	}
}
