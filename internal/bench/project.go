package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// recipe is what the lines that call a model share. The source's limit stays
// away: a project has exactly the rows that it is to have.
const recipe = `seedbed: 1
name: bench
models:
  writer: {model: mock, url: %s}
sources:
  questions: {file: seeds.jsonl, origin: generated}
stages:
  hints: {generate: {from: questions, model: writer, prompt: hint.md}}
%srelease: {formats: [parquet]}
`

// judged are the further stages of a recipe whose rows are judged. The keep lets
// every row through that has a score.
const judged = `  scored: {judge: {from: hints, model: writer, rubric: rubric.yaml}}
  kept: {keep: {from: scored, when: "score.helpful >= 1"}}
`

const (
	hintPrompt = "---\nfield: hint\n---\nWrite a hint for: {{ question }}"
	rubric     = `task: A pupil is stuck on a homework question and is shown a hint.
criteria:
  helpful:
    ask: Does the hint help the pupil to begin?
    scale: 1-7
    anchors: {1: not at all, 7: very much}
`
)

// project is a project folder.
type project struct {
	b    *bench
	dir  string
	rows int
}

// project makes a project whose questions are answered by a server.
func (b *bench) project(s *server, rows int, stages string) (*project, error) {
	return b.projectOf(rows, map[string]string{
		"seedbed.yaml": fmt.Sprintf(recipe, s.url, stages),
		"hint.md":      hintPrompt,
		"rubric.yaml":  rubric,
	})
}

// projectOf makes a project of files, and its questions.
func (b *bench) projectOf(rows int, files map[string]string) (*project, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	p := &project{b: b, dir: dir, rows: rows}
	return p, writeQuestions(p.seeds(), rows)
}

func (p *project) seeds() string { return filepath.Join(p.dir, "seeds.jsonl") }

// remove makes room on the disk.
func (p *project) remove() {
	if err := os.RemoveAll(p.dir); err != nil {
		p.b.tell("removing %s: %v", p.dir, err)
	}
}

// seedbed runs a command of Seedbed's in the project.
func (p *project) seedbed(ctx context.Context, args ...string) (usage, error) {
	return p.b.exec(ctx, p.dir, environ(), p.b.program("seedbed"), args...)
}

// run carries the plan out, and is an error unless every row was accepted.
func (p *project) run(ctx context.Context, inFlight int) (usage, error) {
	u, err := p.seedbed(ctx, "run", "--json", "--in-flight", strconv.Itoa(inFlight))
	if err != nil {
		return u, err
	}
	end, err := lastEvent(u.out)
	if err == nil && (!end.Complete || end.Summary.Accepted != p.rows) {
		err = fmt.Errorf("seedbed run: %d of %d rows were accepted", end.Summary.Accepted, p.rows)
	}
	return u, err
}

// event is the last that `seedbed run --json` tells.
type event struct {
	Event    string
	Complete bool
	Already  bool // an earlier run had done it all
	Summary  struct{ Accepted int }
}

func lastEvent(out []byte) (e event, err error) {
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if n := len(lines); n > 1 && bytes.HasPrefix(lines[n-1], []byte(`{"event":"measured"`)) {
		lines = lines[:n-1] // of a recipe with measure:
	}
	if err := json.Unmarshal(lines[len(lines)-1], &e); err != nil || e.Event != "end" {
		return e, fmt.Errorf("seedbed run: its last line is no end: %s", lastLines(out))
	}
	return e, nil
}

// writeQuestions writes different questions of about 200 bytes, as those of real
// homework are.
func writeQuestions(path string, rows int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	for i := range rows {
		fmt.Fprintf(w, `{"id":%d,"question":"A baker fills %d trays with %d rolls each, sells %d of them before noon and gives %d to the neighbours. `+
			`How many rolls are left for the afternoon, and how many trays do they fill? (%d)"}`+"\n", i, 3+i%17, 12+i%23, 7+i%29, 1+i%5, i)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// environ is the environment without what would change how Seedbed runs.
func environ() []string {
	var out []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch name {
		case "GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG":
		default:
			out = append(out, kv)
		}
	}
	return out
}

// append adds text to one of the project's files.
func (p *project) append(name, text string) error {
	f, err := os.OpenFile(filepath.Join(p.dir, name), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
