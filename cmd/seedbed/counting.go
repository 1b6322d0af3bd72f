package main

import (
	"fmt"
	"sync"
	"time"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// counting tells how many rows were read, where that takes longer than two
// seconds: one line that is written over on a terminal, lines elsewhere.
type counting struct {
	app      *app
	doing    string
	terminal bool

	mu      sync.Mutex
	started time.Time
	last    time.Time
	shown   bool
}

func (a *app) newCounting(doing string) *counting {
	return &counting{app: a, doing: doing, terminal: isTerminal(a.stderr), started: now(), last: now()}
}

// rows is called with how many rows of a part were read.
func (c *counting) rows(part measure.Part, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := now()
	every := plainEvery
	if c.terminal {
		every = 200 * time.Millisecond
	}
	if t.Sub(c.started) < 2*time.Second || t.Sub(c.last) < every && c.shown {
		return
	}
	c.last, c.shown = t, true
	rate := float64(n) / t.Sub(c.started).Seconds()
	line := fmt.Sprintf("%s the %s: %s, %s a second", c.doing, part, count(n, "row"), prose.Count(int64(rate)))
	if c.terminal {
		fmt.Fprintf(c.app.stderr, "\r\x1b[K%s", line)
	} else {
		fmt.Fprintln(c.app.stderr, line)
	}
}

func (c *counting) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shown && c.terminal {
		fmt.Fprint(c.app.stderr, "\r\x1b[K")
	}
}
