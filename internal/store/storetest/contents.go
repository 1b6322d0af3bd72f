package storetest

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/store"
)

// same compares without telling nil from empty.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if reflect.DeepEqual(got, want) {
		return // cmp takes a second for a reply of 10 MB
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func testCalls(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	if has, err := j.HasCalls(ctx); has || err != nil {
		t.Fatalf("an empty journal has calls: %v, %v", has, err)
	}
	calls := make([]seedbed.Call, 40)
	for i := range calls {
		calls[i] = call(i)
	}
	calls[1] = seedbed.Call{Key: key(1)} // all else is zero
	calls[2].Cost = seedbed.Cost{USD: 0.5}
	calls[3].Cost = seedbed.Cost{Known: true}
	calls[4].Usage = seedbed.Usage{In: 3}
	calls[5].Reply = bytes.Repeat([]byte("0123456789 \xff\x00"), 1<<20)
	calls[6].Stage, calls[6].Model, calls[6].Finish = strings.Repeat("long ", 3000), "m", "never heard of"
	for i := range calls {
		check(t, j.PutCall(ctx, calls[i]))
		again := calls[i]
		again.Reply = []byte("another")
		check(t, j.PutCall(ctx, again))
	}
	for range 2 {
		for i := range calls {
			got, ok, err := j.Call(ctx, calls[i].Key)
			check(t, err)
			if !ok {
				t.Fatalf("call %d is gone", i)
			}
			same(t, "call", got, calls[i])
		}
		if _, ok, err := j.Call(ctx, key(4711)); ok || err != nil {
			t.Fatalf("a call that was never put: %v, %v", ok, err)
		}
		if has, err := j.HasCalls(ctx); !has || err != nil {
			t.Fatalf("HasCalls: %v, %v", has, err)
		}
		j = reopen(t, f, dir, j)
	}
}

// testConversation stores requests each of which goes on from the one before, on two
// branches, and reads them in any order.
func testConversation(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	body := []byte(`{"model":"m","messages":[` + strings.Repeat("Once upon a time. ", 40))
	var calls []seedbed.Call
	var since, branch *seedbed.Sent
	for i := range 3 * seedbed.SentMost {
		if i == seedbed.SentMost/2 {
			branch = since
		} else if i == 2*seedbed.SentMost {
			since = branch
		}
		c := call(i)
		body = append(body, strings.Repeat(hostile[i%10], 1+i%3)...)
		c.Request, c.Since = append(bytes.Clone(body), `],"max_tokens":7}`...), since
		check(t, j.PutCall(ctx, c))
		since = since.Next(&seedbed.Reply{Key: c.Key, Request: c.Request})
		c.Since = nil
		calls = append(calls, c)
	}
	other := call(4711) // has nothing in common with what it is said to go on from
	other.Since = since
	check(t, j.PutCall(ctx, other))
	other.Since = nil
	calls = append(calls, other)
	for range 2 {
		for i := len(calls) - 1; i >= 0; i-- {
			got, ok, err := j.Call(ctx, calls[i].Key)
			check(t, err)
			if !ok {
				t.Fatalf("call %d is gone", i)
			}
			same(t, "call", got, calls[i])
			answer, _, err := j.Answer(ctx, calls[i].Key)
			check(t, err)
			got.Request = nil
			same(t, "answer", answer, got)
		}
		j = reopen(t, f, dir, j)
	}
}

func testRecords(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	records := make([]seedbed.Record, 50)
	for i := range records {
		records[i] = record(i)
	}
	records[1] = seedbed.Record{ID: id(1)}
	records[2].Lineage = seedbed.Lineage{Copy: -1, Line: -5}
	records[3].Stage = strings.Repeat("stage ", 2000)
	check(t, j.PutRecords(ctx, nil))
	check(t, j.PutRecords(ctx, records[:20]))
	check(t, j.PutRecords(ctx, records[20:]))
	changed := records[0]
	changed.Fields = seedbed.Fields{{Name: "other", Value: "text"}}
	check(t, j.PutRecords(ctx, []seedbed.Record{changed}))
	check(t, j.Flush(ctx))
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(records))
	for range 2 {
		var ids []seedbed.ID
		var want []seedbed.Record
		for _, i := range order {
			ids = append(ids, records[i].ID)
			want = append(want, records[i])
		}
		ids, want = append(ids, ids[0]), append(want, want[0])
		got, err := j.Records(ctx, ids)
		check(t, err)
		same(t, "records", got, want)
		one, ok, err := j.Record(ctx, records[7].ID)
		check(t, err)
		if !ok {
			t.Fatal("record 7 is gone")
		}
		same(t, "record", one, records[7])
		if _, ok, err := j.Record(ctx, id(999)); ok || err != nil {
			t.Fatalf("a record that was never put: %v, %v", ok, err)
		}
		if _, err := j.Records(ctx, []seedbed.ID{id(0), id(999)}); seedbed.CodeOf(err) != seedbed.CodeNotFound || !strings.Contains(err.Error(), id(999).String()) {
			t.Fatalf("a record that was never put: %v", err)
		}
		j = reopen(t, f, dir, j)
	}
}

func testFindRecords(t *testing.T, f Factory) {
	ctx := t.Context()
	j := open(t, f, t.TempDir())
	var records []seedbed.Record
	for i := range 300 {
		records = append(records, seedbed.Record{ID: id(i), Stage: "s"})
	}
	long := id(0)
	long[15] ^= 1 // differs from id(0) in the last digit alone
	records = append(records, seedbed.Record{ID: long, Stage: "s"})
	check(t, j.PutRecords(ctx, records))
	check(t, j.Flush(ctx))
	digits := id(0).String()
	for n := 1; n <= len(digits); n++ {
		for _, prefix := range []string{digits[:n], strings.ToUpper(digits[:n])} {
			got, err := j.FindRecords(ctx, prefix, 1000)
			check(t, err)
			var want []seedbed.ID
			for i := range records {
				if strings.HasPrefix(records[i].ID.String(), strings.ToLower(prefix)) {
					want = append(want, records[i].ID)
				}
			}
			less := func(a, b seedbed.ID) int { return bytes.Compare(a[:], b[:]) }
			slices.SortFunc(got, less)
			slices.SortFunc(want, less)
			same(t, "prefix "+prefix, got, want)
		}
	}
	if got, err := j.FindRecords(ctx, digits[:1], 3); len(got) != 3 || err != nil {
		t.Fatalf("a limit of 3: %d, %v", len(got), err)
	}
	if got, err := j.FindRecords(ctx, strings.Repeat("0", 32), 3); len(got) != 0 || err != nil {
		t.Fatalf("no such row: %d, %v", len(got), err)
	}
	for _, bad := range []string{"", "g", "12 ", "%", strings.Repeat("a", 33), "\x00", "é"} {
		if _, err := j.FindRecords(ctx, bad, 2); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("prefix %q: %v", bad, err)
		}
	}
}

func testFiles(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	put := func(path, digest, text string, want int) {
		t.Helper()
		if got, err := j.PutFile(ctx, path, "prompt", digest, []byte(text)); got != want || err != nil {
			t.Fatalf("%s with %s is revision %d, want %d (%v)", path, digest, got, want, err)
		}
	}
	long := strings.Repeat("Write a hint.\n", 400)
	put("prompts/hint.md", "d1", long, 1)
	put("prompts/hint.md", "d2", "other", 2)
	put("prompts/hint.md", "d1", long, 1)
	put("prompts/hint.md", "d3", "", 3)
	put("prompts/b.md", "d2", "other", 1)
	j = reopen(t, f, dir, j)
	put("prompts/hint.md", "d2", "other", 2)
	put("prompts/hint.md", "d4", "\xff\x00", 4)
	path, kind, revision, text, ok, err := j.FileByDigest(ctx, "d1")
	if path != "prompts/hint.md" || kind != "prompt" || revision != 1 || string(text) != long || !ok || err != nil {
		t.Fatal(path, kind, revision, len(text), ok, err)
	}
	if _, _, _, _, ok, err := j.FileByDigest(ctx, "none"); ok || err != nil {
		t.Fatal(ok, err)
	}
	revisions, err := j.Revisions(ctx, "prompts/hint.md")
	check(t, err)
	for i, want := range []string{"d1", "d2", "d3", "d4"} {
		if revisions[i].Number != i+1 || revisions[i].Digest != want {
			t.Fatalf("revisions: %v", revisions)
		}
	}
	fp := seedbed.Fingerprint{9}
	if _, ok, err := j.Plan(ctx, fp); ok || err != nil {
		t.Fatal(ok, err)
	}
	check(t, j.PutPlan(ctx, fp, []byte(`{"a":1}`)))
	check(t, j.PutPlan(ctx, fp, []byte(`{"a":2}`)))
	if b, ok, err := j.Plan(ctx, fp); string(b) != `{"a":1}` || !ok || err != nil {
		t.Fatal(string(b), ok, err)
	}
	for _, v := range hostile {
		check(t, j.PutCache(ctx, "key", []byte("old")))
		check(t, j.PutCache(ctx, "key", []byte(v)))
		check(t, j.Flush(ctx))
		if b, ok, err := j.Cache(ctx, "key"); string(b) != v || !ok || err != nil {
			t.Fatal(string(b), ok, err)
		}
	}
	if _, ok, err := j.Cache(ctx, "none"); ok || err != nil {
		t.Fatal(ok, err)
	}
}

func testSpend(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	j := open(t, f, dir)
	want := map[store.SpendKey]seedbed.Spend{}
	for i := range 200 {
		c := call(i)
		c.Cost.USD = float64(i%7) * 1e-7
		c.Cost.Known = i%5 != 0
		c.Stage = []string{"hints", "scored"}[i%2]
		c.Finish = []seedbed.Finish{seedbed.FinishStop, seedbed.FinishLength}[i%4/2]
		check(t, j.PutCall(ctx, c))
		check(t, j.PutCall(ctx, c)) // the same key costs nothing
		k := store.SpendKey{Stage: c.Stage, Model: c.Model}
		s := seedbed.Spend{Calls: 1, In: c.Usage.In, Out: c.Usage.Out, Time: c.Latency}
		if c.Cost.Known {
			s.Priced, s.USD = 1, c.Cost.USD
		}
		want[k] = want[k].Add(s)
	}
	for range 2 {
		got, err := j.Spend(ctx)
		check(t, err)
		if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
			t.Fatalf("spend (-want +got):\n%s", diff)
		}
		j = reopen(t, f, dir, j)
	}
}

func testSessions(t *testing.T, f Factory) {
	ctx, dir := t.Context(), t.TempDir()
	billed := func(j Reader, usd float64, tokens int) {
		t.Helper()
		u, n, err := j.MaybeBilled(ctx)
		check(t, err)
		if n != tokens || u < usd-1e-9 || u > usd+1e-9 {
			t.Fatalf("maybe billed: $%g, %d tokens; want $%g, %d", u, n, usd, tokens)
		}
	}
	j := open(t, f, dir)
	check(t, j.Lease(ctx, 1.5, 1000))
	billed(j, 0, 0) // it is still at work
	check(t, j.AddLost(ctx, 0.25, 10))
	check(t, j.AddLost(ctx, 0.25, 10))
	check(t, j.Flush(ctx))
	billed(j, 0.5, 20)
	j = reopen(t, f, dir, j)
	billed(j, 0.5, 20) // closed: its lease is over
	check(t, j.Close())

	kill(t, dir, "lease", 1, time.Second)
	j = open(t, f, dir)
	billed(j, 2.75, 320) // killed: its last lease of $2.25 and 300 tokens stands
}
