package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/store"
	"seedbed.dev/seedbed/internal/testkit"
)

// digest is of a request's body.
type digest [32]byte

// ledger is the server's side of a run: how often each request came, and a call
// when a certain number of them have.
type ledger struct {
	mu    sync.Mutex
	asked map[digest]int
	n     int
	at    int
	then  func()
}

func newLedger() *ledger { return &ledger{asked: map[digest]int{}} }

// note counts a request. It is a script's Reply that leaves the answer to the
// script.
func (l *ledger) note(r testkit.Request) testkit.Response {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked[sha256.Sum256(r.Body)]++
	l.n++
	if l.then != nil && l.n >= l.at {
		go l.then()
		l.then = nil
	}
	return testkit.Response{}
}

// after calls then once so many further requests have come.
func (l *ledger) after(more int, then func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.at, l.then = l.n+more, then
}

func (l *ledger) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked, l.n, l.then = map[digest]int{}, 0, nil
}

func (l *ledger) times(d digest) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked[d]
}

func (l *ledger) requests() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

// again counts the requests that came more than once, each as often as it did.
func (l *ledger) again() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, times := range l.asked {
		n += times - 1
	}
	return n
}

// callsOf lists the calls behind a finished run: those that made its records and
// those that scored them.
func callsOf(t *testing.T, g *ground) map[seedbed.CallKey]digest {
	t.Helper()
	ctx := context.Background()
	j, err := store.OpenReader(ctx, g.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	runs, err := j.Runs(ctx)
	if err != nil || len(runs) == 0 {
		t.Fatalf("reading runs: %v, %v", runs, err)
	}
	out := map[seedbed.CallKey]digest{}
	add := func(key seedbed.CallKey) {
		call, ok, err := j.Call(ctx, key)
		if err != nil || !ok {
			t.Fatalf("call %x is not stored: %v", key, err)
		}
		out[key] = sha256.Sum256(call.Request)
	}
	for row, err := range j.Outcomes(ctx, runs[len(runs)-1].ID, store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range row.Record.Lineage.Calls {
			add(key)
		}
		for _, s := range row.Record.Scores {
			if !s.Call.IsZero() {
				add(s.Call)
			}
		}
	}
	return out
}

// stored tells which of calls a journal holds.
func stored(t *testing.T, dir string, calls map[seedbed.CallKey]digest) map[seedbed.CallKey]bool {
	t.Helper()
	out := map[seedbed.CallKey]bool{}
	if _, err := os.Stat(store.Path(dir)); errors.Is(err, os.ErrNotExist) {
		return out
	}
	ctx := context.Background()
	j, err := store.OpenReader(ctx, dir)
	if seedbed.CodeOf(err) == seedbed.CodeNotFound && err != nil {
		return out // killed before it was made
	}
	if err != nil {
		t.Fatalf("opening the journal of a killed run: %v", err)
	}
	defer j.Close()
	for key := range calls {
		_, ok, err := j.Call(ctx, key)
		if err != nil {
			t.Fatalf("reading the journal of a killed run: %v", err)
		}
		if ok {
			out[key] = true
		}
	}
	return out
}

// rowsOf returns what rows --json prints of every row.
func rowsOf(t *testing.T, g *ground) []string {
	t.Helper()
	out := strings.TrimSpace(g.must(exitOK, "rows", "--state", "all", "--limit", "0", "--json").stdout)
	if out == "" {
		return nil
	}
	return strings.Split(out, "\n")
}

func onlyOnce(t *testing.T, rows []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, row := range rows {
		var r struct{ ID string }
		if err := json.Unmarshal([]byte(row), &r); err != nil {
			t.Fatalf("a row is not JSON: %v: %s", err, row)
		}
		if seen[r.ID] {
			t.Fatalf("row %s is there twice", r.ID)
		}
		seen[r.ID] = true
	}
}

// TestKilled kills one run at 30 instants. What the journal held at a restart is
// never asked again, no row is there twice, and the release is that of a run
// which was left alone.
func TestKilled(t *testing.T) {
	const (
		kills = 30
		rows  = 1000
		// A call is in flight until its reply is durable, and a record makes one call
		// at a time, so there are at most as many as records under way: 64 where each
		// endpoint is asked 16 things at once.
		inFlight = 64
	)
	book := newLedger()
	srv := testkit.NewServer(t, testkit.Script{Latency: 5 * time.Millisecond, Reply: book.note})
	calm := newGround(t, eggs(srv, rows))
	calm.must(exitOK, "run", "--in-flight", "16")
	calm.must(exitOK, "release", "-o", "out")
	calls := callsOf(t, calm)
	if len(calls) != 2*rows || book.requests() != 2*rows {
		t.Fatalf("a run left alone has %d calls and sent %d requests; want %d", len(calls), book.requests(), 2*rows)
	}
	for key, d := range calls {
		if book.times(d) != 1 {
			t.Fatalf("the request that call %x has stored is not the one that was sent", key)
		}
	}

	book.forget()
	g := newGround(t, eggs(srv, rows))
	rnd := rand.New(rand.NewPCG(20, 11))
	before := 0
	for kill := range kills {
		c := g.start("run", "--in-flight", "16")
		wait := time.Duration(rnd.IntN(3000)) * time.Microsecond
		if kill%6 == 5 { // while it starts or replays
			timer := time.AfterFunc(50*wait, c.kill)
			c.wait()
			timer.Stop()
		} else {
			book.after(1+rnd.IntN(90), func() { time.AfterFunc(wait, c.kill) })
			if r := c.wait(); r.code != -1 {
				t.Fatalf("kill %d came too late, %d requests were sent: %v", kill, book.requests(), r)
			}
		}
		held := stored(t, g.dir, calls)
		if len(held) < before {
			t.Fatalf("kill %d: the journal held %d replies, and holds %d", kill, before, len(held))
		}
		before = len(held)
		unasked := map[digest]int{}
		for key := range held {
			unasked[calls[key]] = book.times(calls[key])
		}
		t.Cleanup(func() {
			for d, n := range unasked {
				if again := book.times(d); again != n {
					t.Errorf("a reply that was stored at kill %d was asked for again: %d times, then %d", kill, n, again)
				}
			}
		})
	}
	r := g.must(exitOK, "run", "--in-flight", "16")
	if again := book.again(); again > kills*inFlight {
		t.Errorf("%d requests were sent again; %d kills of %d calls in flight allow %d", again, kills, inFlight, kills*inFlight)
	} else {
		t.Logf("%d requests sent again in %d kills", again, kills)
	}
	all := rowsOf(t, g)
	if len(all) != rows {
		t.Errorf("%d rows have an outcome; want %d: %v", len(all), rows, r)
	}
	onlyOnce(t, all)
	g.must(exitOK, "release", "-o", "out")
	sameFolders(t, filepath.Join(calm.dir, "out"), filepath.Join(g.dir, "out"))
}
