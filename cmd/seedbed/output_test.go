package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/testkit"
)

// head runs seedbed with what it prints in a pipe, reads so many lines of that, and
// goes away; for none, before it begins. Where both is set, standard error is in the
// pipe too.
func (g *ground) head(n int, both bool, args ...string) result {
	g.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		g.t.Fatal(err)
	}
	if n == 0 {
		r.Close()
	}
	c := g.command(nil, args...)
	c.cmd.Stdout = w
	if both {
		c.cmd.Stderr = w
	}
	if err := c.cmd.Start(); err != nil {
		g.t.Fatal(err)
	}
	w.Close()
	lines := bufio.NewReaderSize(r, 16)
	for range n {
		if _, err := lines.ReadString('\n'); err != nil {
			g.t.Fatalf("reading what seedbed %v prints: %v", args, err)
		}
	}
	r.Close()
	return c.wait()
}

// full runs seedbed with what it prints going to a disk that is full.
func (g *ground) full(args ...string) result {
	g.t.Helper()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		g.t.Fatal(err)
	}
	defer f.Close()
	c := g.command(nil, args...)
	c.cmd.Stdout = f
	if err := c.cmd.Start(); err != nil {
		g.t.Fatal(err)
	}
	return c.wait()
}

// TestRunUnread has whoever reads what a run prints go away: it stops as for Ctrl-C,
// and the next run goes on and asks nothing again.
func TestRunUnread(t *testing.T) {
	events := []string{"run", "--json", "--in-flight", "2"}
	for _, c := range []struct {
		name string
		code int
		run  func(*ground) result
		want []string // on standard error
	}{
		{"events", exitUnread, func(g *ground) result { return g.head(1, false, events...) }, []string{"Ctrl-C again to leave them", "stopped, since nobody reads what is printed: seedbed run goes on from here.\n"}},
		{"events and errors", exitUnread, func(g *ground) result { return g.head(1, true, events...) }, nil},
		{"lines on standard error", exitUnread, func(g *ground) result { return g.head(0, true, "run", "--in-flight", "2") }, nil},
		{"events, and the disk is full", exitStorage, func(g *ground) result { return g.full(events...) }, []string{"seedbed run goes on from here", "seedbed: writing to standard output: ", "no space left on device"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			const rows = 60 // half a minute, were it not stopped
			book := newLedger()
			var hurry atomic.Bool
			srv := testkit.NewServer(t, testkit.Script{Reply: func(r testkit.Request) testkit.Response {
				book.note(r)
				if hurry.Load() {
					return testkit.Response{}
				}
				return testkit.Response{Delay: 500 * time.Millisecond}
			}})
			g := newGround(t, eggs(srv, rows))
			r := c.run(g)
			if r.code != c.code {
				t.Fatalf("want exit status %d: %v", c.code, r)
			}
			for _, w := range c.want {
				if !strings.Contains(r.stderr, w) {
					t.Errorf("standard error does not say %q: %v", w, r)
				}
			}
			if n := book.requests(); n == 0 || n > rows {
				t.Errorf("%d requests before it stopped", n)
			}
			hurry.Store(true)
			g.must(exitOK, "run")
			if n := book.again(); n != 0 {
				t.Errorf("%d requests were sent again", n)
			}
			if n := len(rowsOf(t, g)); n != rows {
				t.Errorf("%d rows; want %d", n, rows)
			}
		})
	}
}

// TestPrintingUnread has commands print to nobody: those that are there for what they
// print end with a status of their own and without a word, the others do their work.
func TestPrintingUnread(t *testing.T) {
	t.Parallel()
	srv := testkit.NewServer(t, testkit.Script{})
	g := newGround(t, eggs(srv, 600))
	if r := g.head(0, false, "run"); r.code != exitOK || r.stderr != "" {
		t.Errorf("a run to its end: %v", r)
	}
	var row struct{ ID string }
	if err := json.Unmarshal([]byte(rowsOf(t, g)[0]), &row); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lines, code int
		args        []string
	}{
		{1, exitUnread, []string{"rows", "--limit", "0", "--json"}},
		{1, exitUnread, []string{"rows", "--limit", "0"}},
		{0, exitUnread, []string{"why", row.ID, "--raw"}},
		{0, exitUnread, []string{"why", row.ID, "--json"}},
		{0, exitUnread, []string{"cost"}},
		{0, exitUnread, []string{"status", "--json"}},
		{0, exitUnread, []string{"plan"}},
		{0, exitUnread, []string{"schema", "recipe"}},
		{0, exitUnread, []string{"--help"}},
		{0, exitOK, []string{"release", "-o", "out"}},
		{0, exitOK, []string{"init", "other"}},
		{0, exitOK, []string{"run"}},
		{0, exitNotFound, []string{"why", "0123456789abcdef"}},
	} {
		if r := g.head(c.lines, false, c.args...); r.code != c.code || (r.stderr != "") != (c.code == exitNotFound) {
			t.Errorf("seedbed %v: want exit status %d: %v", c.args, c.code, r)
		}
	}
	for _, path := range []string{"out/README.md", "other/seedbed.yaml"} {
		readFile(t, filepath.Join(g.dir, path))
	}
	if r := g.full("rows"); r.code != exitStorage || strings.Count(r.stderr, "\n") != 1 || !strings.Contains(r.stderr, "seedbed: writing to standard output: ") {
		t.Errorf("rows to a full disk: %v", r)
	}
}
