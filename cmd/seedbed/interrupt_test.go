package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/testkit"
)

// held is a server's Reply that lets the first requests pass and holds all
// others until it is opened.
type held struct {
	book  *ledger
	pass  int
	mu    sync.Mutex
	n     int
	gate  chan struct{}
	open1 sync.Once
}

func newHeld(t *testing.T, pass int) *held {
	h := &held{book: newLedger(), pass: pass, gate: make(chan struct{})}
	t.Cleanup(h.open)
	return h
}

func (h *held) open() { h.open1.Do(func() { close(h.gate) }) }

func (h *held) reply(r testkit.Request) testkit.Response {
	h.mu.Lock()
	h.n++
	wait := h.n > h.pass
	h.mu.Unlock()
	h.book.note(r)
	if wait {
		<-h.gate
	}
	return testkit.Response{}
}

// reached returns once a number of requests have come in all.
func (h *held) reached(t *testing.T, n int) {
	t.Helper()
	there := make(chan struct{})
	h.book.after(n-h.book.requests(), func() { close(there) })
	if h.book.requests() >= n {
		return
	}
	select {
	case <-there:
	case <-time.After(hangs):
		t.Fatalf("%d requests came, not %d", h.book.requests(), n)
	}
}

// TestInterrupted stops a run with a signal: calls in flight are finished and
// kept, and the next run goes on.
func TestInterrupted(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			const rows = 60
			h := newHeld(t, 40)
			srv := testkit.NewServer(t, testkit.Script{Reply: h.reply})
			g := newGround(t, eggs(srv, rows))
			c := g.start("run", "--in-flight", "8")
			h.reached(t, 42)
			c.signal(sig)
			c.stderr.await(t, "Ctrl-C again to leave them")
			asked := h.book.requests()
			h.open()
			r := c.wait()
			if r.code != exitInterrupted || !strings.Contains(r.stdout, "stopped: ") || !strings.Contains(r.stdout, "seedbed run goes on from here") {
				t.Errorf("want exit status %d and how to go on: %v", exitInterrupted, r)
			}
			if more := h.book.requests() - asked; more > 8 {
				t.Errorf("%d requests were sent after the signal", more)
			}
			g.must(exitOK, "run")
			if n := h.book.again(); n != 0 {
				t.Errorf("%d requests were sent again", n)
			}
			if n := len(rowsOf(t, g)); n != rows {
				t.Errorf("%d rows; want %d", n, rows)
			}
		})
	}
}

// TestInterruptedTwice stops a run whose calls never end.
func TestInterruptedTwice(t *testing.T) {
	t.Parallel()
	const rows, flight = 60, 8
	h := newHeld(t, 40)
	srv := testkit.NewServer(t, testkit.Script{Reply: h.reply})
	g := newGround(t, eggs(srv, rows))
	c := g.start("run", "--in-flight", fmt.Sprint(flight))
	h.reached(t, 42)
	c.signal(os.Interrupt)
	c.stderr.await(t, "Ctrl-C again to leave them")
	c.signal(os.Interrupt)
	r := c.wait() // although no reply comes
	if r.code != exitInterrupted || !strings.Contains(r.stdout, "seedbed run goes on from here") {
		t.Errorf("want exit status %d and how to go on: %v", exitInterrupted, r)
	}
	h.open()
	g.must(exitOK, "run")
	if n := h.book.again(); n > flight {
		t.Errorf("%d requests were sent again; %d were in flight", n, flight)
	}
	if n := len(rowsOf(t, g)); n != rows {
		t.Errorf("%d rows; want %d", n, rows)
	}
}

// TestTwoProcesses has one run under way, a second that wants the project, and
// readers.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	const rows = 200
	h := newHeld(t, 150)
	srv := testkit.NewServer(t, testkit.Script{Reply: h.reply})
	g := newGround(t, eggs(srv, rows))
	c := g.start("run", "--in-flight", "8")
	h.reached(t, 152)
	who := fmt.Sprintf("pid %d", c.cmd.Process.Pid)
	for _, args := range [][]string{{"run"}, {"try", "hints"}} {
		if r := g.must(exitBusy, args...); !strings.Contains(r.stderr, who) || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("who has the project is not said in one line: %v", r)
		}
	}
	if r := g.must(exitOK, "status"); !strings.Contains(r.stdout, "not finished") {
		t.Errorf("status while a run is under way: %v", r)
	}
	g.must(exitOK, "cost")
	all := rowsOf(t, g)
	if len(all) == 0 {
		t.Fatal("rows shows nothing of a run under way")
	}
	var row struct{ ID string }
	if err := json.Unmarshal([]byte(all[0]), &row); err != nil {
		t.Fatal(err)
	}
	if r := g.must(exitOK, "why", row.ID[:12]); !strings.Contains(r.stdout, "prompts/hint.md r1") {
		t.Errorf("why while a run is under way: %v", r)
	}
	if r := g.must(exitIncomplete, "release", "-o", "out"); !strings.Contains(r.stderr, "not finished") {
		t.Errorf("release while a run is under way: %v", r)
	}
	h.open()
	if r := c.wait(); r.code != exitOK {
		t.Errorf("the run that was read meanwhile: %v", r)
	}
}
