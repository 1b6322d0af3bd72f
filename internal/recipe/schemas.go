package recipe

import (
	"reflect"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// Schemas returns the JSON Schemas of recipes, front matter of prompts, and
// rubrics, as "recipe", "prompt" and "rubric". Editors
// complete and check with them; Load finds more, and says it better.
func Schemas(kinds []*plan.Kind) (map[string][]byte, error) {
	recipe := config.SchemaFor[file]()
	props, ok := recipe["properties"].(map[string]any)
	if !ok {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making the schema of recipes: it has no properties")
	}
	props["stages"] = stagesSchema(kinds)
	recipe["required"] = []any{"stages"}
	out := map[string][]byte{}
	for _, s := range []struct {
		name, title, doc string
		schema           map[string]any
	}{
		{"recipe", "Seedbed recipe", "A recipe: seedbed.yaml.", recipe},
		{"prompt", "Seedbed prompt", "The front matter of a prompt file.", config.SchemaFor[prompt.Head]()},
		{"rubric", "Seedbed rubric", "A rubric: what is asked of a judge or a rater.", config.SchemaFor[rubricFile]()},
	} {
		b, err := config.DocumentSchema("https://seedbed.dev/schemas/"+s.name+".json", s.title, s.doc, s.schema)
		if err != nil {
			return nil, err
		}
		out[s.name] = b
	}
	return out, nil
}

// stageHead is what every stage may say, whatever its kind.
type stageHead struct {
	From    []string `yaml:"from" doc:"the sources and stages that it reads; left out: it starts by itself" example:"questions"`
	Because string   `yaml:"because" doc:"why this stage is as it is, for the documents"`
}

// stagesSchema allows stages with exactly one kind each.
func stagesSchema(kinds []*plan.Kind) map[string]any {
	props := map[string]any{}
	for _, k := range kinds {
		s := config.SchemaOf(reflect.TypeOf(k.Config()))
		s["description"] = k.Doc
		if own, ok := s["properties"].(map[string]any); ok {
			head, _ := config.SchemaFor[stageHead]()["properties"].(map[string]any)
			for name, schema := range head {
				own[name] = schema
			}
		}
		props[k.Name] = s
	}
	return map[string]any{
		"description":   "the steps of the plan, by name",
		"type":          "object",
		"propertyNames": map[string]any{"pattern": identifier.String()},
		"minProperties": 1,
		"additionalProperties": map[string]any{
			"type": "object", "properties": props, "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
		},
	}
}
