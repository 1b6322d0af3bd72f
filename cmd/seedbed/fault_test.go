package main

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/testkit"
)

// ends counts rows by their state, and checks that every one that did not make
// it has a reason.
func ends(t *testing.T, rows []string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, row := range rows {
		var r struct{ State, Reason, Actor string }
		if err := json.Unmarshal([]byte(row), &r); err != nil {
			t.Fatalf("a row is not JSON: %v: %s", err, row)
		}
		if r.State != "accepted" && (r.Reason == "" || r.Actor == "") {
			t.Errorf("a row is %s, and nothing says why or by whom: %s", r.State, row)
		}
		out[r.State]++
	}
	return out
}

// TestFaults has every fault happen to one row in twenty: accepted, rejected and
// failed rows add up to what was planned, and the run ends.
func TestFaults(t *testing.T) {
	for _, f := range []struct {
		name   string
		faults testkit.Faults
	}{
		{"500", testkit.Faults{Status500: 0.05}},
		{"429", testkit.Faults{Limited: 0.05}},
		{"429 with Retry-After", testkit.Faults{LimitedAfter: 0.05}},
		{"overloaded", testkit.Faults{Overloaded: 0.05}},
		{"reset", testkit.Faults{Reset: 0.05}},
		{"truncated", testkit.Faults{Truncate: 0.05}},
		{"page", testkit.Faults{HTML: 0.05}},
		{"garbage", testkit.Faults{Garbage: 0.05}},
		{"stall", testkit.Faults{Stall: 0.05, StallFor: time.Minute}},
		{"not UTF-8", testkit.Faults{BadUTF8: 0.05}},
		{"refusal", testkit.Faults{Refusal: 0.05}},
		{"filter", testkit.Faults{Filter: 0.05}},
		{"cut", testkit.Faults{Length: 0.05}},
		{"nonsense", testkit.Faults{Nonsense: 0.05}},
		{"huge", testkit.Faults{Huge: 0.05, HugeBytes: 1 << 20}},
		{"all of them", testkit.Faults{
			Status500: 0.03, Limited: 0.03, Overloaded: 0.03, Reset: 0.03, Truncate: 0.03, HTML: 0.03,
			Garbage: 0.03, Stall: 0.01, BadUTF8: 0.03, Refusal: 0.03, Filter: 0.03, Length: 0.03, Nonsense: 0.03,
		}},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			const rows = 60
			srv := testkit.NewServer(t, testkit.Script{Seed: 7, Faults: f.faults})
			g := newGround(t, eggs(srv, rows))
			g.replace("seedbed.yaml", "max_tokens: 200,", "max_tokens: 200, timeout: 2s,")
			r := g.run("run", "--in-flight", "32")
			if r.code != exitOK && r.code != exitIncomplete {
				t.Fatalf("want exit status 0, or 4 where rows failed: %v", r)
			}
			all := rowsOf(t, g)
			onlyOnce(t, all)
			n := ends(t, all)
			if len(all) != rows || n["accepted"]+n["rejected"]+n["failed"] != rows {
				t.Errorf("%v of %d rows: %v", n, rows, r)
			}
			if (r.code == exitIncomplete) != (n["failed"] > 0) {
				t.Errorf("%d failed, and the exit status is %d", n["failed"], r.code)
			}
			if tally := srv.Tally(); n["accepted"] == 0 || tally.Requests == 0 {
				t.Errorf("%v, of %+v", n, tally)
			}
		})
	}
}

// TestFailedRowsAreTriedAgain has a server that is ill and recovers.
func TestFailedRowsAreTriedAgain(t *testing.T) {
	var well atomic.Bool
	ill := func(r testkit.Request) testkit.Response {
		if !well.Load() && r.Model == "mock-writer" && strings.Contains(r.Messages[0].Content, "of 61 ") {
			return testkit.Response{Status: 400, Body: []byte(`{"error":{"message":"this one is too long for me","type":"invalid_request_error"}}`)}
		}
		return testkit.Response{}
	}
	srv := testkit.NewServer(t, testkit.Script{Reply: ill})
	g := newGround(t, eggs(srv, 20))
	r := g.must(exitIncomplete, "run")
	if !strings.Contains(r.stdout, "1 failed") || !strings.Contains(r.stdout, "seedbed run tries them again") {
		t.Errorf("what failed, and what to do, is not said: %v", r)
	}
	if rows := g.must(exitOK, "rows", "--state", "failed"); !strings.Contains(rows.stdout, "this one is too long for me") {
		t.Errorf("the server's words are not shown: %v", rows)
	}
	before := srv.Tally().Requests
	well.Store(true)
	g.must(exitOK, "run")
	if sent := srv.Tally().Requests - before; sent != 2 {
		t.Errorf("%d requests for the one failed row; want its hint and its verdict", sent)
	}
	if n := ends(t, rowsOf(t, g)); n["failed"] != 0 || n["accepted"]+n["rejected"] != 20 {
		t.Errorf("rows after the server recovered: %v", n)
	}
}

// TestPermanentErrors has errors that no row is to blame for: the run stops with
// one message, having asked next to nothing.
func TestPermanentErrors(t *testing.T) {
	const key = "sk-wrong-0123456789abcdef"
	t.Run("wrong model", func(t *testing.T) {
		t.Parallel()
		srv := testkit.NewServer(t, testkit.Script{Latency: 5 * time.Millisecond, Models: []string{"mock-writer-2"}})
		stopsAtOnce(t, srv, eggs(srv, 1000), nil, "mock-writer", "404", "model")
	})
	t.Run("wrong key", func(t *testing.T) {
		t.Parallel()
		srv := testkit.NewServer(t, testkit.Script{Latency: 5 * time.Millisecond, Key: "sk-right"})
		files := eggs(srv, 1000)
		files["seedbed.yaml"] = strings.ReplaceAll(files["seedbed.yaml"], "max_tokens: 200,", "max_tokens: 200, key: $MOCK_KEY,")
		stopsAtOnce(t, srv, files, []string{"MOCK_KEY=" + key}, "401", "key")
	})
	t.Run("many copies", func(t *testing.T) {
		t.Parallel()
		srv := testkit.NewServer(t, testkit.Script{Latency: 5 * time.Millisecond, Models: []string{"mock-writer-2"}})
		files := eggs(srv, 2)
		files["seedbed.yaml"] = strings.ReplaceAll(files["seedbed.yaml"], "prompts/hint.md}", "prompts/hint.md, copies: 1000}")
		stopsAtOnce(t, srv, files, nil, "mock-writer", "404", "model")
	})
	t.Run("no money left", func(t *testing.T) {
		t.Parallel()
		srv := testkit.NewServer(t, testkit.Script{Reply: func(testkit.Request) testkit.Response {
			return testkit.Response{Status: 429, Body: []byte(`{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}`)}
		}})
		stopsAtOnce(t, srv, eggs(srv, 1000), nil, "quota")
	})
}

// TestAllTurnedAway has a server that turns every request of one model away: the run
// stops after the first fifty. When it answers some, though later than it refuses
// others, the run goes on.
func TestAllTurnedAway(t *testing.T) {
	const refusal = "max_tokens: 200 is more than this model may write"
	for _, model := range []string{"mock-writer", "mock-grader"} {
		t.Run(model, func(t *testing.T) {
			t.Parallel()
			srv := testkit.NewServer(t, testkit.Script{Reply: func(r testkit.Request) testkit.Response {
				if r.Model != model {
					return testkit.Response{}
				}
				return testkit.Response{Status: 400, Body: []byte(`{"error":{"message":"` + refusal + `","type":"invalid_request_error"}}`)}
			}})
			g := newGround(t, eggs(srv, 1000))
			r := g.must(exitModel, "run", "--in-flight", "16")
			if n := srv.Tally().Requests; n > 250 {
				t.Errorf("%d requests before it stopped", n)
			}
			name := strings.TrimPrefix(model, "mock-")
			for _, want := range []string{"model " + name + " has turned away all of the first 50 calls that it answered, for 50 rows: ", refusal + " (HTTP 400)", "and run again"} {
				if strings.Count(r.stderr, want) != 1 {
					t.Errorf("want %q once: %v", want, r)
				}
			}
			if strings.Count(r.stderr, "seedbed: ") != 1 || !strings.Contains(r.stdout, "Nothing is lost: seedbed run goes on from here") {
				t.Errorf("want one message, and how to go on: %v", r)
			}
		})
	}
	t.Run("but for one in three", func(t *testing.T) {
		t.Parallel()
		const rows = 120
		srv := testkit.NewServer(t, testkit.Script{Reply: func(r testkit.Request) testkit.Response {
			var of, row int
			_, _ = fmt.Sscanf(r.Messages[0].Content, "A pupil asks: How many eggs are left of %d when %d are eaten?", &of, &row)
			if r.Model != "mock-writer" || row%3 == 0 {
				return testkit.Response{Delay: 200 * time.Millisecond}
			}
			return testkit.Response{Status: 400, Body: []byte(`{"error":{"message":"` + refusal + `"}}`)}
		}})
		g := newGround(t, eggs(srv, rows))
		g.must(exitIncomplete, "run", "--in-flight", "16")
		if n := ends(t, rowsOf(t, g)); n["failed"] != rows/3*2 {
			t.Errorf("%v of %d rows", n, rows)
		}
	})
}

// TestBeginningsOfIDs asks for rows by the beginning of their ids.
func TestBeginningsOfIDs(t *testing.T) {
	t.Parallel()
	srv := testkit.NewServer(t, testkit.Script{})
	g := newGround(t, eggs(srv, 40))
	g.must(exitOK, "run")
	first := map[byte]int{}
	for _, row := range rowsOf(t, g) {
		var r struct{ ID string }
		if err := json.Unmarshal([]byte(row), &r); err != nil {
			t.Fatal(err)
		}
		first[r.ID[0]]++
		if first[r.ID[0]] == 2 { // among 40 rows some begin alike
			if got := g.must(exitNotFound, "why", r.ID[:1]); !strings.Contains(got.stderr, "several rows' ids begin with") {
				t.Errorf("which rows are meant is not said: %v", got)
			}
			if got := g.must(exitOK, "why", strings.ToUpper(r.ID[:14])); !strings.HasPrefix(got.stdout, r.ID[:8]) {
				t.Errorf("another row is shown: %v", got)
			}
			return
		}
	}
	t.Fatal("no two of 40 ids begin alike")
}

// stopsAtOnce runs a project that cannot work, and looks for words in its one
// message.
func stopsAtOnce(t *testing.T, srv *testkit.Server, files map[string]string, env []string, words ...string) {
	t.Helper()
	g := newGround(t, files)
	g.env = env
	r := g.must(exitModel, "run", "--in-flight", "16")
	if n := srv.Tally().Requests; n > 64 {
		t.Errorf("%d requests before it stopped", n)
	}
	if n := strings.Count(r.stderr, "\n"); n != 1 || !strings.HasPrefix(r.stderr, "seedbed: ") {
		t.Errorf("want one line on standard error, got %d: %v", n, r)
	}
	for _, w := range words {
		if !strings.Contains(strings.ToLower(r.stderr), w) {
			t.Errorf("the message does not say %q: %v", w, r)
		}
	}
	for _, kv := range env {
		_, secret, _ := strings.Cut(kv, "=")
		if strings.Contains(r.stderr+r.stdout, secret) {
			t.Errorf("the key is shown: %v", r)
		}
	}
	if n := len(rowsOf(t, g)); n != 0 {
		t.Errorf("%d rows are said to have ended; nothing is wrong with them", n)
	}
}

// TestDeadServer runs where nothing listens: one message, in reasonable time.
func TestDeadServer(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	ln.Close()
	g := newGround(t, map[string]string{
		"seedbed.yaml":      fmt.Sprintf(twoStages, "http://"+addr+"/v1"),
		"prompts/hint.md":   answerPrompt,
		"rubrics/hint.yaml": answerRubric,
		"seeds.csv":         questions(100),
	})
	began := time.Now()
	r := g.must(exitModel, "run")
	if took := time.Since(began); took > 45*time.Second {
		t.Errorf("it took %v to give up", took)
	} else {
		t.Logf("it gave up after %v", took)
	}
	if !strings.Contains(r.stderr, addr) || !strings.Contains(r.stderr, "is the server running?") || strings.Count(r.stderr, "seedbed: ") != 1 {
		t.Errorf("want one message with the address: %v", r)
	}
	if !strings.Contains(r.stdout, "seedbed run goes on from here") {
		t.Errorf("how to go on is not said: %v", r)
	}
}
