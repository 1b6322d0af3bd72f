package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// output is where a command writes, as long as somebody reads it. From the first
// write that fails on it takes everything and keeps nothing: whoever prints need
// not look, and what becomes of the command is decided in one place.
type output struct {
	w    io.Writer
	name string
	lost *lost
}

func (o *output) Write(p []byte) (int, error) {
	o.lost.mu.Lock()
	defer o.lost.mu.Unlock()
	if o.lost.err != nil && o.lost.name == o.name {
		return len(p), nil
	}
	if _, err := o.w.Write(p); err != nil && o.lost.err == nil {
		o.lost.err, o.lost.name = err, o.name
		close(o.lost.gone)
	}
	return len(p), nil
}

// lost is what became of a command's outputs. A nil lost is of a command whose
// outputs are not watched.
type lost struct {
	gone chan struct{} // closed when the first of them can be written no more

	mu   sync.Mutex
	err  error
	name string // of the output that err is of
}

// watchOutputs makes a command outlive whoever reads what it prints: writing to a
// pipe that nobody reads is an error then, and no signal that ends the process.
// Terminals stay as they are; one that goes away sends a signal of its own.
func (a *app) watchOutputs() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	a.lost = &lost{gone: make(chan struct{})}
	if !isTerminal(a.stdout) {
		a.stdout = &output{a.stdout, "standard output", a.lost}
	}
	if !isTerminal(a.stderr) {
		a.stderr = &output{a.stderr, "standard error", a.lost}
	}
}

// outputGone returns a channel that is closed once what the command prints cannot
// be written any more.
func (a *app) outputGone() <-chan struct{} {
	if a.lost == nil {
		return nil
	}
	return a.lost.gone
}

// unread reports whether what the command prints cannot be written any more.
func (a *app) unread() bool {
	select {
	case <-a.outputGone():
		return true
	default:
		return false
	}
}

// errUnread is what a run ends with that was stopped since what it prints could not
// be written any more.
var errUnread = errors.New("nobody reads what is printed")

// unreadStatus is the exit status of a command that could not print all that it had
// to: without a word where the reader of a pipe has gone, since it has what it wanted.
func (a *app) unreadStatus() int {
	a.lost.mu.Lock()
	err, name := a.lost.err, a.lost.name
	a.lost.mu.Unlock()
	if errors.Is(err, syscall.EPIPE) {
		return exitUnread
	}
	fmt.Fprintf(a.stderr, "seedbed: writing to %s: %v\n", name, err)
	return exitStorage
}
