package prompt

import (
	"encoding/json"
	"fmt"
	"math"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// FrontMatter is what a prompt file says of itself before its messages. A stage
// that uses the file may say the same of itself; what the stage says holds.
type FrontMatter struct {
	Attributes  config.Map[Attribute] `yaml:"attributes" doc:"values to vary, by name: a list, a map of values to weights, or {values, weights} or {file}" example:"{level: [pupil, student], tone: {plain: 3, playful: 1}}"`
	How         string                `yaml:"how" doc:"how attributes are combined: every combination, some drawn by weight, or few in which every pair of values appears" enum:"cross,sample,pairwise"`
	Constraints []string              `yaml:"constraints" doc:"CEL expressions over the attributes; only combinations for which all are true are used" example:"[\"level != 'pupil' || tone == 'plain'\"]"`
	Exemplars   Exemplars             `yaml:"exemplars" doc:"examples to show: a list of maps, or {file, list, pick, n, by}" example:"{file: exemplars.jsonl, pick: random, n: 3}"`
	Schema      Schema                `yaml:"schema" doc:"JSON Schema of the reply, or the name of a file that holds it"`
	Reply       string                `yaml:"reply" doc:"what the reply is: text for one field, json for an object whose properties become fields, list for an array that becomes one record each; left out: json where there is a schema, else text" enum:"text,json,list"`
	Field       string                `yaml:"field" doc:"the field that a text, or a list item that is no object, becomes; left out: text" example:"hint"`
}

// Attribute is a named set of values that generation goes over.
type Attribute struct {
	Values  []any     `yaml:"values" doc:"the values: text, numbers, true or false"`
	Weights []float64 `yaml:"weights" doc:"how often each value is drawn, relative to the others; left out: equally often"`
	File    string    `yaml:"file" doc:"a file with one value on each line, instead of values"`
}

type attributePlain Attribute

// DecodeConfig reads a list of values, a map of values to weights, or a map with
// values or file.
func (a *Attribute) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	var probs seedbed.Problems
	switch {
	case d.Kind(path) == config.List:
		probs = d.Decode(path, &a.Values)
	case d.Kind(path) != config.Mapping:
		return config.WrongType(d, path, "a list of values, a map of values to weights, or {file: NAME}")
	case d.Has(config.Join(path, "values")) || d.Has(config.Join(path, "file")):
		probs = d.Decode(path, (*attributePlain)(a))
	default:
		for _, key := range d.Keys(path) {
			var w float64
			probs = append(probs, d.Decode(config.Join(path, key), &w)...)
			a.Values = append(a.Values, key)
			a.Weights = append(a.Weights, w)
		}
	}
	return append(probs, a.check(d, path)...)
}

func (a *Attribute) check(d *config.Doc, path string) seedbed.Problems {
	var probs seedbed.Problems
	problem := func(msg, fix string) { probs = append(probs, d.Problem(path, msg, fix)) }
	if a.File != "" && len(a.Values) > 0 {
		problem("an attribute has values or a file, not both", "leave one of them out")
	}
	if a.File == "" && len(a.Values) == 0 {
		problem("an attribute needs at least one value", "")
	}
	seen := map[string]bool{}
	for _, v := range a.Values {
		switch v.(type) {
		case string, int64, float64, bool:
		default:
			problem("the values of an attribute are text, numbers, true or false", "")
			continue
		}
		if key := string(seedbed.AppendValue(nil, v)); seen[key] {
			problem(fmt.Sprintf("the value %s is there twice", key), "")
		} else {
			seen[key] = true
		}
	}
	if a.File == "" && len(a.Weights) > 0 && len(a.Weights) != len(a.Values) {
		problem(fmt.Sprintf("%d weights for %d values", len(a.Weights), len(a.Values)), "write one for each, in the same order")
	}
	sum := 0.0
	for _, w := range a.Weights {
		if w < 0 || math.IsNaN(w) || math.IsInf(w, 0) {
			problem("a weight is zero or more", "")
			return probs
		}
		sum += w
	}
	if len(a.Weights) > 0 && (sum <= 0 || math.IsInf(sum, 0)) {
		problem("at least one weight must be more than zero, and their sum finite", "")
	}
	return probs
}

// ConfigSchema allows the three forms.
func (Attribute) ConfigSchema() map[string]any {
	scalar := map[string]any{"type": []any{"string", "number", "boolean"}}
	return map[string]any{"anyOf": []any{
		map[string]any{"type": "array", "items": scalar, "minItems": 1},
		map[string]any{"type": "object", "required": []any{"values"}, "additionalProperties": false, "properties": map[string]any{
			"values": map[string]any{"type": "array", "items": scalar}, "weights": map[string]any{"type": "array", "items": map[string]any{"type": "number", "minimum": 0}},
		}},
		map[string]any{"type": "object", "required": []any{"file"}, "additionalProperties": false, "properties": map[string]any{"file": map[string]any{"type": "string"}}},
		map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "number", "minimum": 0}},
	}}
}

// Exemplars says which examples are shown to a model, and how they are picked.
type Exemplars struct {
	File string           `yaml:"file" doc:"a JSONL file of exemplars"`
	List []map[string]any `yaml:"list" doc:"exemplars, a map each; id names one, else its content does"`
	Pick string           `yaml:"pick" doc:"fixed shows the first n to every record; random draws n for each record; balanced draws n so that values of a field take turns" enum:"fixed,random,balanced" default:"fixed"`
	N    int              `yaml:"n" doc:"how many are shown; left out: all" min:"0"`
	By   string           `yaml:"by" doc:"the field of the exemplars that balanced goes by" example:"topic"`
}

type exemplarsPlain Exemplars

// Given reports whether there are any.
func (e *Exemplars) Given() bool { return e.File != "" || len(e.List) > 0 }

// DecodeConfig reads a list of exemplars, or a map.
func (e *Exemplars) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.List {
		e.Pick = PickFixed
		return d.Decode(path, &e.List)
	}
	if d.Kind(path) != config.Mapping {
		return config.WrongType(d, path, "a list of exemplars, or {file: NAME}")
	}
	probs := d.Decode(path, (*exemplarsPlain)(e))
	switch {
	case !e.Given() && len(probs) == 0:
		probs = append(probs, d.Problem(path, "there are no exemplars", "add file: or list:"))
	case e.File != "" && len(e.List) > 0:
		probs = append(probs, d.Problem(path, "exemplars come from a file or a list, not both", "leave one of them out"))
	}
	if e.Pick == PickBalanced && e.By == "" {
		probs = append(probs, d.Problem(path, "balanced needs the field that it goes by", "add by: FIELD"))
	}
	return probs
}

// ConfigSchema allows both forms.
func (Exemplars) ConfigSchema() map[string]any {
	list := map[string]any{"type": "array", "items": map[string]any{"type": "object"}}
	return map[string]any{"anyOf": []any{
		list,
		map[string]any{"type": "object", "additionalProperties": false, "properties": map[string]any{
			"file": map[string]any{"type": "string"}, "list": list, "n": map[string]any{"type": "integer", "minimum": 0},
			"pick": map[string]any{"enum": []any{PickFixed, PickRandom, PickBalanced}}, "by": map[string]any{"type": "string"},
		}},
	}}
}

// Schema is a JSON Schema, written out or in a file.
type Schema struct {
	File   string
	Inline json.RawMessage
}

// Given reports whether there is one.
func (s *Schema) Given() bool { return s.File != "" || s.Inline != nil }

// DecodeConfig reads a schema as a map, or the name of a file.
func (s *Schema) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Mapping {
		s.Inline = d.JSON(path)
		return nil
	}
	if name, ok := d.Text(path); ok && name != "" {
		s.File = name
		return nil
	}
	return config.WrongType(d, path, "a JSON Schema as a map, or the name of a file that holds one")
}

// ConfigSchema allows both forms.
func (Schema) ConfigSchema() map[string]any {
	return map[string]any{"anyOf": []any{map[string]any{"type": "object"}, map[string]any{"type": "string"}}}
}
