package doctest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// binary is the program, built once for all tests of the package.
var binary struct {
	once sync.Once
	path string
	err  error
	out  []byte
}

func TestMain(m *testing.M) {
	code := m.Run()
	if binary.path != "" {
		os.RemoveAll(filepath.Dir(binary.path))
	}
	os.Exit(code)
}

// seedbed runs the program in dir with an environment in which every key is set.
func seedbed(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	binary.once.Do(func() {
		tmp, err := os.MkdirTemp("", "doctest")
		if err != nil {
			binary.err = err
			return
		}
		binary.path = filepath.Join(tmp, "seedbed")
		build := exec.Command("go", "build", "-o", binary.path, "./cmd/seedbed")
		build.Dir = root
		binary.out, binary.err = build.CombinedOutput()
	})
	if binary.err != nil {
		t.Fatalf("building: %v\n%s", binary.err, binary.out)
	}
	cmd := exec.Command(binary.path, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "OPENAI_API_KEY=k", "ANTHROPIC_API_KEY=k", "OPENROUTER_API_KEY=k", "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// command is a command line that a document shows.
type command struct {
	where string
	words []string
}

// commands returns the command lines of a program in a document.
func (d *document) commands(program string) []command {
	var lines []string
	for _, b := range d.blocks {
		for line := range strings.Lines(b.text) {
			line = strings.TrimSpace(line)
			if b.lang == "text" {
				var shown bool
				if line, shown = strings.CutPrefix(line, "$ "); !shown {
					continue
				}
			} else if b.lang != "sh" {
				continue
			}
			lines = append(lines, line)
		}
	}
	for line := range strings.Lines(d.prose) {
		if strings.HasPrefix(line, "    ") { // an indented block
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	lines = append(lines, d.inBackticks()...)
	var out []command
	for _, line := range lines {
		for part := range strings.SplitSeq(line, "&&") {
			if w := words(part); len(w) > 0 && (w[0] == program || strings.HasSuffix(w[0], "/"+program)) {
				out = append(out, command{d.path + ": " + line, w[1:]})
			}
		}
	}
	return out
}

var word = regexp.MustCompile(`'[^']*'|"[^"]*"|[^\s'"]+`)

// words splits a command line, as far as its comment, pipe or redirection.
func words(line string) []string {
	var out []string
	for _, w := range word.FindAllString(line, -1) {
		if strings.HasPrefix(w, "#") || w == "|" || strings.HasPrefix(w, ">") {
			break
		}
		out = append(out, w)
	}
	return out
}

var flagName = regexp.MustCompile(`(?m)^\s+(?:(-\w), )?\s*(--[a-z-]+)`)

// flags returns the flags that a command takes, by its help.
func flags(t *testing.T, name ...string) []string {
	t.Helper()
	help, err := seedbed(t, ".", append(name, "--help")...)
	if err != nil {
		t.Fatalf("seedbed %s --help: %v\n%s", strings.Join(name, " "), err, help)
	}
	var out []string
	for _, m := range flagName.FindAllStringSubmatch(help, -1) {
		out = append(out, m[1], m[2])
	}
	return out
}

var commandName = regexp.MustCompile(`(?m)^  ([a-z][a-z-]*) +[A-Z]`)

func TestCommands(t *testing.T) {
	help, err := seedbed(t, ".", "--help")
	if err != nil {
		t.Fatal(err)
	}
	takes := map[string][]string{}
	var all []string
	for _, m := range commandName.FindAllStringSubmatch(help, -1) {
		takes[m[1]] = flags(t, m[1])
		help, _ := seedbed(t, ".", m[1], "--help")
		_, below, _ := strings.Cut(help, "Available Commands:") // they have flags of their own
		for _, sub := range commandName.FindAllStringSubmatch(below, -1) {
			takes[m[1]+" "+sub[1]] = flags(t, m[1], sub[1])
			all = append(all, takes[m[1]+" "+sub[1]]...)
		}
		all = append(all, takes[m[1]]...)
	}
	if len(takes) < 10 {
		t.Fatalf("only %d commands in the help:\n%s", len(takes), help)
	}
	n := 0
	for _, d := range documents(t) {
		for _, c := range d.commands("seedbed") {
			if len(c.words) == 0 || c.words[0] == "--help" {
				continue
			}
			n++
			known, ok := takes[c.words[0]]
			if len(c.words) > 1 && takes[c.words[0]+" "+c.words[1]] != nil {
				known = takes[c.words[0]+" "+c.words[1]]
			}
			if !ok {
				t.Errorf("%s: there is no command %q", c.where, c.words[0])
				continue
			}
			for _, w := range c.words[1:] {
				name, _, _ := strings.Cut(w, "=")
				if strings.HasPrefix(name, "-") && !slices.Contains(known, name) {
					t.Errorf("%s: %s takes no %s", c.where, c.words[0], name)
				}
			}
		}
		for _, q := range d.inBackticks() {
			if name, _, _ := strings.Cut(strings.Fields(q)[0], "="); len(name) > 2 && strings.HasPrefix(name, "--") && name != "---" && !slices.Contains(all, name) {
				t.Errorf("%s mentions `%s`, which no command takes", d.path, q)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d commands were found in the documents", n)
	}
}

var target = regexp.MustCompile(`(?m)^([a-z]+):`)

func TestMakeTargets(t *testing.T) {
	var targets []string
	for _, m := range target.FindAllStringSubmatch(read(t, "Makefile"), -1) {
		targets = append(targets, m[1])
	}
	for _, d := range documents(t) {
		for _, c := range d.commands("make") {
			for _, w := range c.words {
				if !strings.Contains(w, "=") && !slices.Contains(targets, w) {
					t.Errorf("%s: the Makefile has no target %s", c.where, w)
				}
			}
		}
	}
}
