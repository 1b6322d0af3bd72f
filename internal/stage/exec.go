package stage

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed/internal/plan"
)

// Exec is the kind that hands records to a program in any language, as JSON
// lines.
func Exec() *plan.Kind {
	return &plan.Kind{
		Name: "exec",
		Doc: "Hands records to a program, one JSON line each on its standard input: {\"id\": ..., \"fields\": {...}, \"scores\": {...}}. " +
			"It answers each with one line on standard output, in any order: {\"id\": the same, \"records\": [{...}, ...]} for new " +
			"records with these fields, {\"id\": ..., \"keep\": true} to let it through, or {\"id\": ..., \"reject\": \"reason\", " +
			"\"detail\": ...}. What it writes to standard error is shown when it dies; then the record it held is asked again " +
			"once, by itself, and rejected if the program dies again. There is no shell. Environment variables that look like " +
			"keys are not passed on. A program should give the same answer for the same record, since a run that goes on asks again.",
		Config: func() plan.StageConfig { return &execConfig{} },
		New: making("an exec stage", func(cfg *execConfig, env plan.Env) (*execStage, error) {
			return newExec(cfg, env), nil
		}),
	}
}

type execConfig struct {
	Command []string      `yaml:"command" doc:"the program and its arguments; it runs in the project folder" required:"true" example:"[python3, clean.py]"`
	Workers int           `yaml:"workers" doc:"how many of it run at once" default:"1" min:"1" max:"256" fingerprint:"-"`
	Batch   int           `yaml:"batch" doc:"how many records each may hold at once, for programs that read several before they answer" default:"1" min:"1" max:"4096" fingerprint:"-"`
	Timeout time.Duration `yaml:"timeout" doc:"how long it may take for one answer" default:"60s" fingerprint:"-"`
}

// Check implements plan.StageConfig.
func (c *execConfig) Check(s *plan.Scope) plan.Needs {
	out := s.Input
	out.Open = true
	needs := plan.Needs{Output: out}
	if len(c.Command) == 0 || c.Command[0] == "" {
		s.Problem("command", "no program is named", "write command: [python3, clean.py]")
		return needs
	}
	if c.Timeout < 0 {
		s.Problem("timeout", "a time-out below zero", "write 60s or more")
	}
	for i, arg := range c.Command {
		key := fmt.Sprintf("command.%d", i)
		switch {
		case i == 0 && (filepath.IsAbs(arg) || !strings.ContainsRune(arg, '/')):
			if _, err := exec.LookPath(arg); err != nil {
				s.Problem(key, fmt.Sprintf("program %s is not there: %v", arg, err), "install it, or write the path of a program in the project folder as ./name")
			}
		case i == 0 || isScript(arg):
			if data, ok := s.ReadFile(key, arg, "program"); ok {
				needs.Parts = append(needs.Parts, "program="+dedupeDigest(data))
			}
		}
	}
	return needs
}

// isScript reports whether an argument names a program text that belongs to the
// project: what it says is part of the stage's fingerprint.
func isScript(arg string) bool {
	if strings.HasPrefix(arg, "-") || filepath.IsAbs(arg) {
		return false
	}
	return slices.Contains([]string{".py", ".js", ".mjs", ".ts", ".rb", ".pl", ".sh", ".r", ".jl", ".lua", ".awk", ".jq", ".php"},
		strings.ToLower(filepath.Ext(arg)))
}

// passOn returns the environment for a program: all but what looks like a key.
func passOn(environ []string) []string {
	out := make([]string, 0, len(environ)+1)
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		if !looksLikeKey(strings.ToUpper(name)) {
			out = append(out, kv)
		}
	}
	// Python holds back what it writes to a pipe, and would wait for ever.
	return append(out, "PYTHONUNBUFFERED=1")
}

func looksLikeKey(name string) bool {
	for _, end := range []string{"API_KEY", "APIKEY", "_KEY", "TOKEN", "PASSWORD", "PASSWD", "CREDENTIALS"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return strings.Contains(name, "SECRET")
}
