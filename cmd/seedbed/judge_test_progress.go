package main

import (
	"fmt"
	"sync"
	"time"

	"seedbed.dev/seedbed/internal/prose"
)

// asking tells how many of a judge's questions were answered, where that takes longer
// than two seconds: one line that is written over on a terminal, lines elsewhere.
type asking struct {
	app  *app
	of   int
	name string

	mu      sync.Mutex
	done    int
	started time.Time
	last    time.Time
	shown   bool
}

func (a *app) newAsking(name string, of int) *asking {
	return &asking{app: a, name: name, of: of, started: now(), last: now()}
}

// answered counts one more.
func (k *asking) answered() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.done++
	t := now()
	every, terminal := plainEvery, isTerminal(k.app.stderr)
	if terminal {
		every = 200 * time.Millisecond
	}
	if t.Sub(k.started) < 2*time.Second || k.shown && t.Sub(k.last) < every {
		return
	}
	k.last, k.shown = t, true
	line := fmt.Sprintf("trying the judge of %s: %s of %s", k.name, prose.Count(k.done), count(int64(k.of), "question"))
	if terminal {
		fmt.Fprintf(k.app.stderr, "\r\x1b[K%s", line)
		return
	}
	fmt.Fprintln(k.app.stderr, line)
}

func (k *asking) end() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.shown && isTerminal(k.app.stderr) {
		fmt.Fprint(k.app.stderr, "\r\x1b[K")
	}
}
