package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// bench is what the lines are measured with.
type bench struct {
	quick bool
	pairs int
	log   io.Writer // what is going on, for people
	root  string    // the checkout
	built string    // where programs and peers are
	temp  string
	dirs  int
}

// newBench builds the programs.
func newBench(ctx context.Context, log io.Writer, quick bool, pairs int) (*bench, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return nil, fmt.Errorf("finding the checkout: %w", stderrOf(err))
	}
	b := &bench{quick: quick, pairs: pairs, log: log, root: strings.TrimSpace(string(out))}
	b.built = filepath.Join(b.root, "build", "bench")
	if err := os.MkdirAll(b.built, 0o755); err != nil {
		return nil, err
	}
	for _, pkg := range []string{"cmd/seedbed", "internal/testkit/cmd/modelserver", "internal/bench/reference"} {
		build := exec.CommandContext(ctx, "go", "build", "-o", b.program(filepath.Base(pkg)), "./"+pkg)
		build.Dir = b.root
		if _, err := build.Output(); err != nil {
			return nil, fmt.Errorf("building %s: %w", pkg, stderrOf(err))
		}
	}
	b.temp, err = os.MkdirTemp("", "seedbed-bench-")
	return b, err
}

func (b *bench) close() {
	if err := os.RemoveAll(b.temp); err != nil {
		b.tell("removing the temporary folder: %v", err)
	}
}

func (b *bench) program(name string) string { return filepath.Join(b.built, name) }

// tell says what is going on.
func (b *bench) tell(format string, args ...any) { fmt.Fprintf(b.log, format+"\n", args...) }

// size is a number of rows, or a smaller one with -quick.
func (b *bench) size(rows, quick int) int {
	if b.quick {
		return quick
	}
	return rows
}

// folder makes a new folder.
func (b *bench) folder() (string, error) {
	b.dirs++
	dir := filepath.Join(b.temp, fmt.Sprintf("%03d", b.dirs))
	return dir, os.Mkdir(dir, 0o755)
}

// stderrOf adds what a program wrote to standard error to its error.
func stderrOf(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return fmt.Errorf("%w: %s", err, lastLines(exit.Stderr))
	}
	return err
}

// lastLines returns the end of what a program wrote.
func lastLines(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}
