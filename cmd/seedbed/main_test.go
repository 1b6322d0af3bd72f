package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"seedbed.dev/seedbed/internal/testkit"
)

// childVar makes this test binary be seedbed: tests that kill a run, or starve
// it, need a process of its own.
const childVar = "SEEDBED_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVar) != "" {
		limitFiles()
		os.Exit(Main())
	}
	testscript.Main(m, map[string]func(){"seedbed": func() { os.Exit(Main()) }})
}

// ground is a project folder that a test runs seedbed in.
type ground struct {
	t   testing.TB
	dir string
	env []string
}

// newGround makes a folder with files, by their paths.
func newGround(t testing.TB, files map[string]string) *ground {
	t.Helper()
	g := &ground{t: t, dir: t.TempDir()}
	for path, text := range files {
		g.write(path, text)
	}
	return g
}

func (g *ground) write(path, text string) {
	g.t.Helper()
	path = filepath.Join(g.dir, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		g.t.Fatal(err)
	}
}

// replace changes a file; old must be in it.
func (g *ground) replace(path, old, new string) {
	g.t.Helper()
	b, err := os.ReadFile(filepath.Join(g.dir, path))
	if err != nil {
		g.t.Fatal(err)
	}
	if !strings.Contains(string(b), old) {
		g.t.Fatalf("%s holds no %q", path, old)
	}
	g.write(path, strings.ReplaceAll(string(b), old, new))
}

// result is how a process ended; code is -1 when a signal killed it.
type result struct {
	code           int
	stdout, stderr string
}

func (r result) String() string {
	return fmt.Sprintf("exit status %d\nstandard output:\n%s\nstandard error:\n%s", r.code, r.stdout, r.stderr)
}

// child is seedbed under way.
type child struct {
	t      testing.TB
	cmd    *exec.Cmd
	stdout bytes.Buffer
	stderr *lines
}

// hangs is when a process counts as hanging: it is asked for its goroutines and
// ended, and the test fails.
const hangs = 3 * time.Minute

func (g *ground) start(args ...string) *child { return g.startWith(nil, args...) }

func (g *ground) startWith(env []string, args ...string) *child {
	g.t.Helper()
	c := g.command(env, args...)
	if err := c.cmd.Start(); err != nil {
		g.t.Fatal(err)
	}
	return c
}

// command is seedbed before it is started.
func (g *ground) command(env []string, args ...string) *child {
	g.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	g.t.Cleanup(cancel)
	exe, err := os.Executable()
	if err != nil {
		g.t.Fatal(err)
	}
	c := &child{t: g.t, cmd: exec.CommandContext(ctx, exe, args...), stderr: newLines()}
	c.cmd.Dir = g.dir
	c.cmd.Env = append(append([]string{childVar + "=1", "GORACE=atexit_sleep_ms=0", "PATH=" + os.Getenv("PATH"), "HOME=" + g.dir, "TZ=UTC"}, g.env...), env...)
	c.cmd.Stdout, c.cmd.Stderr = &c.stdout, c.stderr
	c.cmd.Cancel = func() error { return c.cmd.Process.Signal(syscall.SIGQUIT) }
	c.cmd.WaitDelay = 10 * time.Second
	return c
}

// wait returns how the process ended.
func (c *child) wait() result {
	c.t.Helper()
	err := c.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatalf("waiting for seedbed: %v", err)
	}
	r := result{c.cmd.ProcessState.ExitCode(), c.stdout.String(), c.stderr.String()}
	for _, bad := range []string{"DATA RACE", "panic:", "SIGQUIT: quit"} {
		if strings.Contains(r.stderr, bad) {
			c.t.Fatalf("%s in %v: %v", bad, c.cmd.Args[1:], r)
		}
	}
	return r
}

func (c *child) kill() { _ = c.cmd.Process.Kill() }

func (c *child) signal(s os.Signal) {
	c.t.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		c.t.Fatalf("sending %v: %v", s, err)
	}
}

// run runs seedbed to its end.
func (g *ground) run(args ...string) result {
	g.t.Helper()
	return g.start(args...).wait()
}

// must runs seedbed, which has to end with a status.
func (g *ground) must(code int, args ...string) result {
	g.t.Helper()
	r := g.run(args...)
	if r.code != code {
		g.t.Fatalf("seedbed %s: want exit status %d, got %v", strings.Join(args, " "), code, r)
	}
	return r
}

// lines collects what is written, and wakes who waits for a text in it.
type lines struct {
	turn chan struct{} // holds the buffer
	buf  bytes.Buffer
	more chan struct{} // closed and made anew with each write
}

func newLines() *lines {
	l := &lines{turn: make(chan struct{}, 1), more: make(chan struct{})}
	l.turn <- struct{}{}
	return l
}

func (l *lines) Write(p []byte) (int, error) {
	<-l.turn
	defer func() { l.turn <- struct{}{} }()
	close(l.more)
	l.more = make(chan struct{})
	return l.buf.Write(p)
}

func (l *lines) String() string {
	<-l.turn
	defer func() { l.turn <- struct{}{} }()
	return l.buf.String()
}

// await returns once text was written.
func (l *lines) await(t testing.TB, text string) {
	t.Helper()
	late := time.After(hangs)
	for {
		<-l.turn
		have, more := strings.Contains(l.buf.String(), text), l.more
		l.turn <- struct{}{}
		if have {
			return
		}
		select {
		case <-more:
		case <-late:
			t.Fatalf("%q never came; there was:\n%s", text, l)
		}
	}
}

// sameFolders fails unless two folders hold the same files with the same bytes.
func sameFolders(t testing.TB, a, b string) {
	t.Helper()
	if out, err := exec.Command("diff", "-r", a, b).CombinedOutput(); err != nil {
		t.Fatalf("%s and %s differ: %v\n%.4000s", a, b, err, out)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// questions are n different seeds as CSV.
func questions(n int) string {
	var b strings.Builder
	b.WriteString("question,answer\n")
	for i := range n {
		fmt.Fprintf(&b, "How many eggs are left of %d when %d are eaten?,%d\n", 3*n+i, i, 3*n)
	}
	return b.String()
}

const (
	answerPrompt = "A pupil asks: {{ question }}\nWrite one hint that does not give the answer away.\n"
	answerRubric = `task: Judge a hint that a tutor gives to a pupil.
criteria:
  good:
    ask: Does the hint help the pupil to begin?
    scale: 1-7
    anchors: {1: not at all, 7: very much}
`
	// twoStages is a recipe of two model stages; %[1]s is the server's address.
	twoStages = `name: eggs
purpose: To see what becomes of a run.
models:
  writer: {model: mock-writer, url: "%[1]s", max_tokens: 200, price: {in: 1, out: 4}, because: it is scripted}
  grader: {model: mock-grader, url: "%[1]s", max_tokens: 200, price: {in: 2, out: 8}, because: it is scripted}
sources:
  questions: {file: seeds.csv, origin: human, license: MIT}
stages:
  hints:  {generate: {from: questions, model: writer, prompt: prompts/hint.md}}
  scored: {judge: {from: hints, model: grader, rubric: rubrics/hint.yaml}}
  kept:   {keep: {from: scored, when: "score.good >= 3"}}
`
)

// eggs is the project that most tests here run: n seeds, a generate stage, a
// judge and a keep.
func eggs(srv *testkit.Server, n int) map[string]string {
	return map[string]string{
		"seedbed.yaml":      fmt.Sprintf(twoStages, srv.URL()),
		"prompts/hint.md":   answerPrompt,
		"rubrics/hint.yaml": answerRubric,
		"seeds.csv":         questions(n),
	}
}
