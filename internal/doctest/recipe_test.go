package doctest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"seedbed.dev/seedbed/internal/testkit"
)

// parts are what a recipe needs, for snippets that show one part alone.
var parts = []struct{ key, text string }{
	{"models", "models:\n  writer: {url: \"http://127.0.0.1:8080/v1\", model: local}\n  grader: {url: \"http://127.0.0.1:8080/v1\", model: other}\n"},
	{"sources", "sources:\n  questions: {file: seeds.jsonl, origin: human}\n"},
	{"stages", "stages:\n  hints: {generate: {from: questions, model: writer, prompt: prompts/hint.md}}\n"},
}

// stubs are the files that recipes of documents name and do not show.
var stubs = map[string]string{
	"seeds.jsonl":          `{"question": "How many are 2 and 3?", "answer": "#### 5", "topic": "sums"}` + "\n",
	"archive/old.jsonl":    `{"question": "How many are 2 and 4?", "answer": "#### 6", "topic": "sums"}` + "\n",
	"more.csv":             "question,answer,topic\nHow many are 1 and 4?,#### 5,sums\n",
	"test.jsonl":           `{"question": "How many are 7 and 3?"}` + "\n",
	"prompts/hint.md":      "---\nfield: hint\n---\nGive a hint for: {{ question }}\n",
	"prompts/complaint.md": "A {{ mood }} complaint about a {{ product }}, {{ length }}, in {{ language }}.\n",
	"exemplars.jsonl":      `{"question": "How many are 1 and 1?", "hint": "Use your fingers."}` + "\n",
	"rubrics/hint.yaml":    "task: Judge a hint.\ncriteria:\n  gives_away: {ask: How much?, scale: 1-7, anchors: {1: nothing, 7: all}}\n",
}

// Every recipe of a document passes `seedbed check`, the shown files beside it;
// the JSON Schema that editors use agrees; and it runs.
func TestRecipes(t *testing.T) {
	n := 0
	for _, d := range documents(t) {
		for _, b := range d.blocks {
			if b.lang != "yaml" || (b.name != "" && b.name != "seedbed.yaml") {
				continue
			}
			n++
			t.Run(fmt.Sprintf("%s:%d", d.path, b.line), func(t *testing.T) {
				dir := t.TempDir()
				for name, text := range stubs {
					write(t, dir, name, text)
				}
				for _, f := range d.blocks {
					if f.name != "" {
						write(t, dir, f.name, f.text)
					}
				}
				recipe := whole(t, b.text)
				write(t, dir, "seedbed.yaml", recipe)
				if out, err := seedbed(t, dir, "check"); err != nil {
					t.Errorf("%v\n%s\n%s", err, recipe, out)
				}
				validate(t, "recipe", recipe)
				carryOut(t, dir, recipe)
			})
		}
	}
	if n < 14 {
		t.Errorf("only %d recipes were found in the documents", n)
	}
}

// carryOut runs a recipe against the scripted model server. It may fall short of
// what it wants: the server's texts are no hints.
func carryOut(t *testing.T, dir, recipe string) {
	t.Helper()
	server := testkit.NewServer(t, testkit.Script{})
	args := []string{"run"}
	var top struct{ Models map[string]any }
	if err := yaml.Unmarshal([]byte(recipe), &top); err != nil {
		t.Fatalf("%v\n%s", err, recipe)
	}
	for _, name := range slices.Sorted(maps.Keys(top.Models)) {
		switch m, _ := top.Models[name].(map[string]any); {
		case m["provider"] == "http":
			return // the server speaks OpenAI's API alone; recipes of such models are checked
		case m["command"] == nil:
			args = append(args, "--set", "models."+name+".url="+server.URL(), "--set", "models."+name+".price={in: 0, out: 0}")
		}
	}
	out, err := seedbed(t, dir, args...)
	var ended *exec.ExitError
	if err != nil && (!errors.As(err, &ended) || ended.ExitCode() != 4) {
		t.Errorf("run: %v\n%s\n%s", err, recipe, out)
	}
	if strings.Contains(out, "failed") {
		t.Errorf("rows failed:\n%s\n%s", recipe, out)
	}
}

// whole adds what a snippet leaves out.
func whole(t *testing.T, snippet string) string {
	t.Helper()
	var top map[string]any
	if err := yaml.Unmarshal([]byte(snippet), &top); err != nil {
		t.Fatalf("%v\n%s", err, snippet)
	}
	for _, p := range parts {
		if _, ok := top[p.key]; ok {
			continue
		}
		snippet += p.text
	}
	// Models that are shown beside others need not be used; a stage that asks
	// needs its own.
	for _, name := range []string{"writer", "grader"} {
		if models, ok := top["models"].(map[string]any); ok && top["stages"] == nil && models[name] == nil {
			snippet = strings.Replace(snippet, "models:\n", "models:\n  "+name+": {url: \"http://127.0.0.1:8080/v1\", model: local}\n", 1)
		}
	}
	return snippet
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	p := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// validate checks YAML against a JSON Schema of the program.
func validate(t *testing.T, kind, text string) {
	t.Helper()
	body, err := jsonschema.UnmarshalJSON(strings.NewReader(read(t, "docs/reference/"+kind+".schema.json")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", body); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	b, err := json.Marshal(named(v))
	if err != nil {
		t.Fatal(err)
	}
	inst, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(inst); err != nil {
		t.Errorf("the JSON Schema of a %s does not take this:\n%s\n%v", kind, text, err)
	}
}

// named gives all keys of maps as text, as JSON wants them.
func named(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = named(x[k])
		}
	case map[any]any:
		out := map[string]any{}
		for k, e := range x {
			out[fmt.Sprint(k)] = named(e)
		}
		return out
	case []any:
		for i := range x {
			x[i] = named(x[i])
		}
	}
	return v
}

// Prompts and rubrics that documents show are as their schemas say.
func TestPromptsAndRubrics(t *testing.T) {
	n := 0
	for _, d := range documents(t) {
		for _, b := range d.blocks {
			switch {
			case strings.HasPrefix(b.name, "prompts/"):
				if front, ok := strings.CutPrefix(b.text, "---\n"); ok {
					front, _, _ = strings.Cut(front, "\n---\n")
					validate(t, "prompt", front)
					n++
				}
			case strings.HasPrefix(b.name, "rubrics/"):
				validate(t, "rubric", b.text)
				n++
			}
		}
	}
	if n < 4 {
		t.Errorf("only %d were found", n)
	}
}

// A program that a document shows is one that Python can read.
func TestPythonPrograms(t *testing.T) {
	for _, d := range documents(t) {
		for _, b := range d.blocks {
			if b.lang == "python" {
				if out, err := python(b.text); err != nil {
					t.Errorf("%s:%d: %v\n%s", d.path, b.line, err, out)
				}
			}
		}
	}
}

// ownKind is the one warning that examples have: on a single local model a judge judges
// its own kind, and they say so.
var ownKind = regexp.MustCompile(`warning: .* judges favour their own kind`)

// The examples pass `seedbed check` as they are copied out.
func TestExamples(t *testing.T) {
	recipes, err := filepath.Glob(filepath.Join(root, "examples", "*", "seedbed.yaml"))
	if err != nil || len(recipes) < 2 {
		t.Fatal(recipes, err)
	}
	for _, r := range recipes {
		name := filepath.Base(filepath.Dir(r))
		dir := filepath.Join(t.TempDir(), name)
		if out, err := seedbed(t, ".", "init", dir, "--example", name); err != nil {
			t.Fatal(err, out)
		}
		out, err := seedbed(t, dir, "check")
		if err != nil || ownKind.FindString(out) == "" && strings.Contains(out, "warning") || strings.Count(out, "warning") > 1 {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		b, err := os.ReadFile(r)
		if err != nil {
			t.Fatal(err)
		}
		validate(t, "recipe", string(b))
	}
}
