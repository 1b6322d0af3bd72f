package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// readers are all commands that are given files, and command lines on which one of
// them, nowhere.csv, is not there. There is a file here.csv.
var readers = map[string][]string{
	"seedbed accept":            {"nowhere.csv", "nowhere.csv --as Ana"},
	"seedbed consult record":    {"nowhere.csv --as Ana"},
	"seedbed gate questions":    {"nowhere.csv --as Ana"},
	"seedbed inspect read":      {"looked nowhere.csv", "looked nowhere.csv --by Ana"},
	"seedbed measure":           {"nowhere.csv", "here.csv nowhere.csv", "here.csv --against nowhere.csv", "here.csv --holdout nowhere.csv"},
	"seedbed stats agreement":   {"nowhere.csv", "nowhere.csv --wide"},
	"seedbed stats calibrate":   {"nowhere.csv"},
	"seedbed stats compare":     {"nowhere.csv", "nowhere.csv --first a --second b", "nowhere.csv --winner winner"},
	"seedbed stats rate":        {"nowhere.csv", "here.csv --unlabelled nowhere.csv"},
	"seedbed stats sensitivity": {"nowhere.csv"},
}

// A file that is not there is a mistake of whoever named it, whatever the command,
// and is named.
func TestFilesThatAreNotThere(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("here.csv", []byte("text,score,truth\nsome words,.4,1\nother words,.2,0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range visible((&app{}).rootCommand()) {
		_, args, _ := strings.Cut(c.Use, " ")
		known := len(readers[c.CommandPath()]) > 0
		if takes := strings.Contains(args, "FILE") || strings.Contains(args, "DATA"); takes != known {
			t.Errorf("%s takes a file: %v; the test tries it: %v", c.CommandPath(), takes, known)
		}
	}
	for command, lines := range readers {
		for _, line := range lines {
			args := strings.Fields(strings.TrimPrefix(command, "seedbed ") + " " + line)
			out, errs, code := call(t, args...)
			if code != exitInvalid || out != "" || !strings.Contains(errs, "there is no file nowhere.csv\n") {
				t.Errorf("%s %s: exit status %d, printed %q and %q", command, line, code, out, errs)
			}
			out, errs, code = call(t, append(args, "--json")...)
			var doc struct {
				Error struct{ Code, Message string }
			}
			if err := json.Unmarshal([]byte(out), &doc); err != nil || code != exitInvalid || errs != "" ||
				doc.Error.Code != "invalid" || doc.Error.Message != "there is no file nowhere.csv" {
				t.Errorf("%s %s --json: exit status %d, printed %q and %q", command, line, code, out, errs)
			}
		}
	}
}

// So is a recipe that is not there, and a file that a recipe names.
func TestFilesOfAProjectThatAreNotThere(t *testing.T) {
	dir := t.TempDir()
	if out, errs, code := call(t, "init", filepath.Join(dir, "p"), "--example", "hints"); code != exitOK {
		t.Fatal(out, errs)
	}
	for _, file := range []string{"seeds.jsonl", filepath.Join("prompts", "hint.md"), "seedbed.yaml"} {
		if err := os.Remove(filepath.Join(dir, "p", file)); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"check", "plan", "run"} {
			_, errs, code := call(t, command, "-C", filepath.Join(dir, "p"))
			if code != exitInvalid || !strings.Contains(errs, filepath.ToSlash(file)) {
				t.Errorf("%s without %s: exit status %d, %q", command, file, code, errs)
			}
		}
	}
}

// A flag of a command means what it does for all commands: none hides another.
func TestNoFlagHidesAnother(t *testing.T) {
	root := (&app{}).rootCommand()
	for _, c := range visible(root) {
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if root.PersistentFlags().Lookup(f.Name) != nil {
				t.Errorf("--%s of %s hides the one that every command has", f.Name, c.CommandPath())
			}
		})
	}
}

// call runs a command line.
func call(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, env: func(string) (string, bool) { return "", false }}
	code = a.run(t.Context(), args)
	return out.String(), errs.String(), code
}
