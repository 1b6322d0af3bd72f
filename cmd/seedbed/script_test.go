package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"seedbed.dev/seedbed/internal/testkit"
)

// TestScripts runs testdata/script: each a project, and what a person types.
// $SERVER is a model server that answers everything. Besides testscript's own
// there are these commands:
//
//	exits STATUS ARG...   runs seedbed, which has to end with a status
//	json FILE KEY...      the file is one or more JSON objects that have the keys
//	plain FILE...         nothing in the files moves a cursor or changes a colour
//	row VAR N             sets VAR to the id of the N-th row of rows --json, from 1
//	lines FILE N          the file has so many lines
//	fill FILE...          writes the value of $SERVER for the word SERVER
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			srv, err := testkit.Serve("127.0.0.1:0", testkit.Script{Models: []string{"mock", "mock-writer", "mock-grader"}})
			if err != nil {
				return err
			}
			env.Defer(func() { srv.Close() })
			env.Setenv("SERVER", srv.URL())
			env.Setenv("GORACE", "atexit_sleep_ms=0")
			env.Setenv("TZ", "UTC")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": scriptExits, "json": scriptJSON, "plain": scriptPlain, "row": scriptRow, "lines": scriptLines,
			"fill": scriptFill,
		},
	})
}

func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	want := scriptNumber(ts, neg, args, 1)
	err := ts.Exec("seedbed", args[1:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("running seedbed: %v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d; want %d", got, want)
	}
	if s := ts.ReadFile("stderr"); strings.Contains(s, "DATA RACE") || strings.Contains(s, "goroutine 1") {
		ts.Fatalf("it broke")
	}
}

// scriptNumber reads the number that a command begins with.
func scriptNumber(ts *testscript.TestScript, neg bool, args []string, least int) int {
	if neg || len(args) < least {
		ts.Fatalf("see TestScripts for how this command is used")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	return n
}

func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: json FILE KEY...")
	}
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	n := 0
	for ; ; n++ {
		var doc map[string]any
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			break
		}
		ts.Check(err)
		for _, k := range args[1:] {
			if _, ok := doc[k]; !ok {
				ts.Fatalf("document %d has no %q", n+1, k)
			}
		}
	}
	if n == 0 {
		ts.Fatalf("there is no JSON")
	}
}

func scriptPlain(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		if c, bad := harmful(ts.ReadFile(name)); bad {
			ts.Fatalf("%s holds %U", name, c)
		}
	}
}

func scriptRow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: row VAR N")
	}
	n := scriptNumber(ts, false, args[1:], 1)
	rows := strings.Split(ts.ReadFile("stdout"), "\n")
	if n < 1 || n > len(rows) {
		ts.Fatalf("there are %d rows", len(rows))
	}
	var row struct{ ID string }
	ts.Check(json.Unmarshal([]byte(rows[n-1]), &row))
	ts.Setenv(args[0], row.ID)
}

func scriptLines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines FILE N")
	}
	if got, want := strings.Count(ts.ReadFile(args[0]), "\n"), scriptNumber(ts, false, args[1:], 1); got != want {
		ts.Fatalf("%s has %d lines; want %d", args[0], got, want)
	}
}

// scriptFill writes the value of $SERVER where a file says SERVER.
func scriptFill(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := strings.ReplaceAll(ts.ReadFile(name), "SERVER", ts.Getenv("SERVER"))
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o666))
	}
}

// TestHelp asks every command for help: it is there, with an example that names
// the command and flags that exist.
func TestHelp(t *testing.T) {
	t.Parallel()
	help := func(args ...string) string {
		var out, errs bytes.Buffer
		a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, env: func(string) (string, bool) { return "", false }}
		if code := a.run(t.Context(), args); code != exitOK || errs.Len() > 0 {
			t.Errorf("seedbed %v: exit status %d, %s", args, code, errs.String())
		}
		return out.String()
	}
	a := &app{}
	root := a.rootCommand()
	whole := help("--help")
	if bare := help(); bare != whole {
		t.Error("seedbed alone does not print what --help does")
	}
	for _, c := range visible(root) {
		path := strings.Fields(c.CommandPath())[1:]
		parent := whole
		if len(path) > 1 {
			parent = help(append(path[:len(path)-1:len(path)-1], "--help")...)
		}
		if !strings.Contains(parent, "\n  "+c.Name()+" ") {
			t.Errorf("the help above %s does not list it", c.CommandPath())
		}
		text := help(append(path[:len(path):len(path)], "--help")...)
		if !strings.Contains(text, "Examples:") || !strings.Contains(c.Example, c.CommandPath()) {
			t.Errorf("the help of %s has no example of it:\n%s", c.CommandPath(), text)
		}
		for line := range strings.Lines(c.Example) {
			shown := c
			if sub, _, err := root.Find(strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "seedbed "))); err == nil && sub != root {
				shown = sub
			}
			for _, word := range strings.Fields(line) {
				name, ok := strings.CutPrefix(word, "--")
				name, _, _ = strings.Cut(name, "=")
				if ok && shown.Flags().Lookup(name) == nil && root.PersistentFlags().Lookup(name) == nil {
					t.Errorf("an example of %s has --%s, which it does not know", c.CommandPath(), name)
				}
			}
		}
		if _, bad := harmful(text); bad {
			t.Errorf("the help of %s is not plain text", c.CommandPath())
		}
	}
}
