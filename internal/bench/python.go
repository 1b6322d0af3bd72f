package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// python is a peer in Python: its script is peers/run_NAME.py, and what it needs,
// with pinned versions, peers/NAME.txt.
type python struct {
	b       *bench
	name    string
	program string   // the python of its environment
	env     []string // besides this program's
}

// python returns a peer, whose environment is made where it is not there.
func (b *bench) python(ctx context.Context, name string) (*python, error) {
	b.tell("%s: the first time, installing it takes minutes", name)
	made, err := b.exec(ctx, b.root, environ(), filepath.Join(b.root, "scripts", "python-env.sh"),
		filepath.Join(b.built, "peers", name), filepath.Join(b.root, "internal", "bench", "peers", name+".txt"))
	if err != nil {
		return nil, fmt.Errorf("installing %s: %w", name, err)
	}
	return &python{b: b, name: name, program: strings.TrimSpace(string(made.out)), env: []string{"PYTHONDONTWRITEBYTECODE=1"}}, nil
}

// run runs the peer's script in a folder, and reads the last line that it prints,
// which is JSON, into report.
func (p *python) run(ctx context.Context, dir string, report any, args ...string) (usage, error) {
	script := filepath.Join(p.b.root, "internal", "bench", "peers", "run_"+p.name+".py")
	u, err := p.b.exec(ctx, dir, append(environ(), p.env...), p.program, append([]string{script}, args...)...)
	if err != nil {
		return u, err
	}
	return u, lastJSON(u.out, report)
}

// timed runs the peer's script, and returns the seconds that it says it took.
func (p *python) timed(ctx context.Context, dir string, args ...string) (usage, float64, error) {
	var report struct{ Seconds float64 }
	u, err := p.run(ctx, dir, &report, args...)
	if err == nil && !(report.Seconds > 0) {
		err = fmt.Errorf("%s says that it took %v s", p.name, report.Seconds)
	}
	return u, report.Seconds, err
}

// lastJSON reads the last line of what a program printed.
func lastJSON(out []byte, into any) error {
	out = bytes.TrimSpace(out)
	line := out[bytes.LastIndexByte(out, '\n')+1:]
	if len(line) == 0 {
		return errors.New("it printed no report")
	}
	if err := json.Unmarshal(line, into); err != nil {
		return fmt.Errorf("reading the report %.200q: %w", line, err)
	}
	return nil
}
