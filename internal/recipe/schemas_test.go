package recipe

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/prompt"
)

func TestSchemas(t *testing.T) {
	schemas, err := Schemas(fakeKinds())
	if err != nil {
		t.Fatal(err)
	}
	recipe, rubric, front := compileSchema(t, schemas, "recipe"), compileSchema(t, schemas, "rubric"), compileSchema(t, schemas, "prompt")
	for _, tc := range []struct {
		schema *jsonschema.Schema
		yaml   string
		ok     bool
	}{
		{recipe, goodRecipe, true},
		{recipe, "models: {w: gpt-5-mini}\nsources: {q: s.jsonl}\nstages: {h: {write: {from: q, model: w, prompt: p.md}}}", true},
		{recipe, "stages: {h: {write: {from: [a, b], model: w, prompt: p.md, because: x}}}\nbudget: {usd: 1, time: 2h}", true},
		{recipe, "name: x", false},
		{recipe, "stages: {h: {wrote: {}}}", false},
		{recipe, "stages: {h: {write: {model: w, prompt: p}, keep: {}}}", false},
		{recipe, "stages: {h: {write: {model: w}}}", false},
		{recipe, "stages: {H: {keep: {}}}", false},
		{recipe, strings.Replace(goodRecipe, "use: training", "use: fun", 1), false},
		{recipe, strings.Replace(goodRecipe, "temperature", "temprature", 1), false},
		{rubric, goodRubric, true},
		{rubric, "task: x\ncriteria: {a: {scale: 1-7}}", false},
		{front, "attributes: {level: [a, b]}\nhow: cross", true},
		{front, "atributes: {level: [a, b]}", false},
	} {
		d, probs := config.Parse("f", []byte(tc.yaml), 1)
		if len(probs) > 0 {
			t.Fatal(probs)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(d.JSON("")))
		if err != nil {
			t.Fatal(err)
		}
		if err := tc.schema.Validate(v); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.yaml, err)
		}
	}
	again, _ := Schemas(fakeKinds())
	for name := range schemas {
		if !bytes.Equal(schemas[name], again[name]) {
			t.Errorf("%s: not the same twice", name)
		}
	}
}

func compileSchema(t *testing.T, all map[string][]byte, name string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(all[name]))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestReferenceNamesEveryKey, and says something of each.
func TestReferenceNamesEveryKey(t *testing.T) {
	ref := string(Reference(fakeKinds()))
	for _, v := range []any{file{}, stageHead{}, rubricFile{}, prompt.Head{}, &fakeWrite{}, &fakeJudge{}, &fakeKeep{}} {
		for _, e := range config.Reference(v) {
			if !strings.Contains(ref, "| `"+e.Key+"` |") {
				t.Errorf("the reference does not name %s", e.Key)
			}
			if e.Doc == "" {
				t.Errorf("%s: nothing is said of it", e.Key)
			}
		}
	}
	for _, k := range fakeKinds() {
		if !strings.Contains(ref, "### "+k.Name) || !strings.Contains(ref, k.Doc) {
			t.Errorf("the reference does not speak of %s", k.Name)
		}
	}
	for _, line := range strings.Split(ref, "\n") {
		if strings.HasPrefix(line, "|") && strings.Count(line, "|")-strings.Count(line, `\|`) != 5 {
			t.Errorf("not four cells: %s", line)
		}
	}
}

// TestOwnTags: defaults and examples of this package's structs decode.
func TestOwnTags(t *testing.T) {
	for _, v := range []any{file{}, stageHead{}, rubricFile{}} {
		for _, e := range config.Reference(v) {
			for _, tag := range []string{e.Default, e.Example} {
				if _, probs := config.Parse(e.Key, []byte(tag), 1); len(probs) > 0 {
					t.Errorf("%s: %v", e.Key, probs)
				}
			}
		}
	}
	schemas, err := Schemas(nil)
	if err != nil || !json.Valid(schemas["recipe"]) {
		t.Error(err)
	}
}
