package main

import (
	"fmt"
	"sync"
	"time"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
)

// counting tells how many rows were read, of how many where that is known, and when
// they will be, where that takes longer than two seconds: one line that is written
// over on a terminal, lines elsewhere.
type counting struct {
	app      *app
	doing    string
	terminal bool
	expected map[measure.Part]expectedRows

	mu      sync.Mutex
	started time.Time
	part    measure.Part
	begun   time.Time // with this part
	before  int64     // rows of this part that were read by then
	last    time.Time
	shown   bool
}

func (a *app) newCounting(doing string, expected map[measure.Part]expectedRows) *counting {
	return &counting{app: a, doing: doing, terminal: isTerminal(a.stderr), expected: expected, started: now(), last: now()}
}

// rows is called with how many rows of a part were read.
func (c *counting) rows(part measure.Part, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := now()
	if c.begun.IsZero() || part != c.part {
		c.part, c.begun, c.before = part, t, n
	}
	every := plainEvery
	if c.terminal {
		every = 200 * time.Millisecond
	}
	if t.Sub(c.started) < 2*time.Second || t.Sub(c.last) < every && c.shown {
		return
	}
	c.last, c.shown = t, true
	line := c.line(n, t.Sub(c.begun))
	if c.terminal {
		fmt.Fprintf(c.app.stderr, "\r\x1b[K%s", line)
	} else {
		fmt.Fprintln(c.app.stderr, line)
	}
}

// line says how far the reading of a part is, after so long.
func (c *counting) line(n int64, took time.Duration) string {
	of := ""
	want := c.expected[c.part]
	if want.n > n {
		of = " of " + prose.Count(want.n)
		if want.about {
			of = " of about " + prose.Count(rounded(want.n))
		}
	}
	s := fmt.Sprintf("%s the %s: %s%s", c.doing, c.part, prose.Count(n), of)
	if of == "" {
		s = fmt.Sprintf("%s the %s: %s", c.doing, c.part, count(n, "row"))
	} else {
		s += " rows"
	}
	if took < time.Second || n == c.before {
		return s // too early to tell how quick it is
	}
	rate := float64(n-c.before) / took.Seconds()
	s += fmt.Sprintf(", %s a second", prose.Count(int64(rate)))
	if of != "" {
		s += ", " + span(time.Duration(float64(want.n-n)/rate*float64(time.Second))) + " to go"
	}
	return s
}

// rounded leaves two digits of an estimate, and makes it no smaller.
func rounded(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit - 1) / unit * unit
}

func (c *counting) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shown && c.terminal {
		fmt.Fprint(c.app.stderr, "\r\x1b[K")
	}
}
