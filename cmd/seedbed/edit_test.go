package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"seedbed.dev/seedbed/internal/testkit"
)

// byModel counts requests by the model that is asked. No two hints are the same:
// rows that show a judge the same share its verdict.
type byModel struct {
	mu    sync.Mutex
	n     map[string]int
	hints int
}

func (b *byModel) note(r testkit.Request) testkit.Response {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.n[r.Model]++
	if r.Model != "mock-writer" {
		return testkit.Response{}
	}
	b.hints++
	return testkit.Response{Text: fmt.Sprintf("Hint %d: think of what is taken away.", b.hints)}
}

// take returns the counts since it was last called.
func (b *byModel) take() (writer, grader int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	writer, grader = b.n["mock-writer"], b.n["mock-grader"]
	clear(b.n)
	return writer, grader
}

// TestEdited changes a recipe between runs, step by step: only what a change
// bears on is asked for.
func TestEdited(t *testing.T) {
	t.Parallel()
	const rows = 40
	count := &byModel{n: map[string]int{}}
	srv := testkit.NewServer(t, testkit.Script{Reply: count.note})
	other := testkit.NewServer(t, testkit.Script{Reply: count.note})
	g := newGround(t, eggs(srv, rows))
	step := func(what string, writer, grader int, args ...string) result {
		t.Helper()
		r := g.must(exitOK, append([]string{"run"}, args...)...)
		if w, j := count.take(); w != writer || j != grader {
			t.Errorf("%s: %d hints and %d verdicts were asked for; want %d and %d", what, w, j, writer, grader)
		}
		return r
	}
	step("the first run", rows, rows)
	g.must(exitOK, "release", "-o", "first")
	if r := step("nothing changed", 0, 0); !strings.Contains(r.stdout, "Nothing to do") {
		t.Errorf("that nothing is left to do is not said: %v", r)
	}
	g.replace("prompts/hint.md", "Write one hint", "Write one short hint")
	if r := step("another prompt", rows, rows); !strings.Contains(r.stderr, "prompts/hint.md changed (r1 → r2)") {
		t.Errorf("what has changed is not said: %v", r)
	}
	g.replace("prompts/hint.md", "Write one short hint", "Write one hint")
	step("the prompt put back", 0, 0)
	g.replace("seedbed.yaml", "score.good >= 3", "score.good >= 5")
	step("another threshold", 0, 0)
	five := len(strings.Split(g.must(exitOK, "rows", "--json", "--limit", "0").stdout, "\n"))
	g.replace("seedbed.yaml", "score.good >= 5", "score.good >= 3")
	step("the threshold put back", 0, 0)
	if three := len(strings.Split(g.must(exitOK, "rows", "--json", "--limit", "0").stdout, "\n")); three <= five {
		t.Errorf("%d rows have 3 or more, %d have 5 or more", three, five)
	}
	g.must(exitOK, "release", "-o", "again")
	sameFolders(t, filepath.Join(g.dir, "first"), filepath.Join(g.dir, "again"))
	g.replace("rubrics/hint.yaml", "help the pupil to begin", "help the pupil to start")
	step("another rubric", 0, rows)
	g.replace("rubrics/hint.yaml", "help the pupil to start", "help the pupil to begin")
	step("the rubric put back", 0, 0)
	step("another address of the same model", 0, 0, "--set", "models.writer.url="+other.URL(), "--set", "models.grader.url="+other.URL())
	g.replace("seedbed.yaml", "because: it is scripted", "because: it was tried")
	step("another reason", 0, 0)
	g.replace("seedbed.yaml", "prompt: prompts/hint.md", "prompt: prompts/hint.md, copies: 2")
	step("two copies", rows, rows)
	g.replace("seedbed.yaml", "prompt: prompts/hint.md, copies: 2", "prompt: prompts/hint.md")
	step("one copy again", 0, 0)
	step("another temperature", rows, rows, "--set", "models.writer.temperature=0.3")
}

// TestEditedSeeds changes the table of seeds between runs.
func TestEditedSeeds(t *testing.T) {
	t.Parallel()
	const rows = 30
	count := &byModel{n: map[string]int{}}
	srv := testkit.NewServer(t, testkit.Script{Reply: count.note})
	files := eggs(srv, rows)
	files["seedbed.yaml"] = strings.ReplaceAll(files["seedbed.yaml"], "rubric: rubrics/hint.yaml", "rubric: rubrics/hint.yaml, show: [question, text]")
	g := newGround(t, files)
	step := func(what string, n int) {
		t.Helper()
		g.must(exitOK, "run")
		if w, j := count.take(); w != n || j != n {
			t.Errorf("%s: %d hints and %d verdicts were asked for; want %d of each", what, w, j, n)
		}
	}
	step("the first run", rows)
	lines := strings.Split(strings.TrimSpace(files["seeds.csv"]), "\n")
	more := "How many eggs does a hen lay?,1"
	g.write("seeds.csv", strings.Join(append([]string{lines[0], more}, lines[1:]...), "\n")+"\n")
	step("a row more, in front", 1)
	g.write("seeds.csv", strings.Join(lines[:11], "\n")+"\n")
	step("rows fewer", 0)
	for i := range lines {
		lines[i] += []string{",grade", ",9"}[min(i, 1)]
	}
	g.write("seeds.csv", strings.Join(lines, "\n")+"\n")
	step("a column that no prompt uses", 0)
}
