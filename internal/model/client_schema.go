package model

import (
	"encoding/json"
	"errors"
	"slices"

	"seedbed.dev/seedbed"
)

var errNoReply = errors.New("it holds no message of the model")

// maxSchemaDepth bounds how deep a schema is looked into.
const maxSchemaDepth = 64

// schema is a JSON Schema as far as providers differ about it.
type schema struct {
	root map[string]any
	raw  []byte
}

func readSchema(raw []byte) (schema, error) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return schema{}, seedbed.Errorf(seedbed.CodeInvalid, "reading the schema of a reply: %w", err)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return schema{}, seedbed.Errorf(seedbed.CodeInvalid, "reading the schema of a reply: want a JSON object")
	}
	return schema{m, raw}, nil
}

// strict reports whether OpenAI's strict mode takes the schema: the root is an
// object, and every object has additionalProperties: false and requires all of
// its properties.
func (s schema) strict() bool {
	return s.root["type"] == "object" && s.root["anyOf"] == nil && s.every(func(m map[string]any) bool {
		return !hasAny(m, "allOf", "oneOf", "not", "if", "patternProperties", "dependentRequired",
			"dependentSchemas", "prefixItems", "uniqueItems", "contains", "propertyNames") &&
			(!isObject(m) || closed(m, true))
	})
}

// outputConfig asks Anthropic's newer models for the schema. Every object has to
// be closed, and keywords outside what the API takes have to go: that is only
// done to bounds, which the reply is checked for anyway.
func (s schema) outputConfig() (string, bool) {
	ok := s.every(func(m map[string]any) bool {
		return !hasAny(m, "oneOf", "not", "if", "patternProperties", "dependentRequired", "dependentSchemas",
			"prefixItems", "contains", "propertyNames") &&
			(!isObject(m) || closed(m, false))
	})
	if !ok {
		return "", false
	}
	text := s.raw
	if !s.every(func(m map[string]any) bool { return !hasAny(m, boundKeywords...) }) {
		text = rewrite(s.raw, 0, isBound)
	}
	return `{"format":{"type":"json_schema","schema":` + string(text) + `}}`, true
}

// boundKeywords are what Anthropic's structured output does not take.
var boundKeywords = []string{
	"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
	"minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "$schema", "$id",
}

func isBound(keyword string) bool { return slices.Contains(boundKeywords, keyword) }

// rewrite copies a schema without the keywords that drop names, members in
// their order: it is the order in which a model writes them. drop is nil within
// properties and definitions, whose names are no keywords.
func rewrite(raw []byte, depth int, drop func(string) bool) []byte {
	r := reader{b: raw}
	switch r.peek() {
	case '{':
	case '[':
		return rewriteList(raw, depth, drop)
	default:
		return raw
	}
	if depth > maxSchemaDepth {
		return raw
	}
	out := []byte{'{'}
	r.open('{')
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			break
		}
		value := r.value()
		switch name := string(key); {
		case drop != nil && drop(name):
			continue
		case drop == nil: // names of properties: what they name is a schema
			value = rewrite(value, depth+1, isBound)
		case name == "properties" || name == "$defs" || name == "definitions":
			value = rewrite(value, depth+1, nil)
		case name == "items" || name == "anyOf" || name == "allOf":
			value = rewrite(value, depth+1, drop)
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(append(out, '"'), key...), '"', ':'), value...)
	}
	return append(out, '}')
}

func rewriteList(raw []byte, depth int, drop func(string) bool) []byte {
	r := reader{b: raw}
	r.open('[')
	out := []byte{'['}
	for first := true; r.more(&first, ']'); {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, rewrite(r.value(), depth+1, drop)...)
	}
	return append(out, ']')
}

func hasAny(m map[string]any, keys ...string) bool {
	for _, k := range keys {
		if m[k] != nil {
			return true
		}
	}
	return false
}

func isObject(m map[string]any) bool {
	if m["properties"] != nil {
		return true
	}
	switch t := m["type"].(type) {
	case string:
		return t == "object"
	case []any:
		return slices.Contains(t, any("object"))
	}
	return false
}

// closed reports whether an object allows its own properties alone and, where
// that is asked, requires each of them.
func closed(m map[string]any, all bool) bool {
	if m["additionalProperties"] != false {
		return false
	}
	if !all {
		return true
	}
	props, _ := m["properties"].(map[string]any)
	required, _ := m["required"].([]any)
	for name := range props {
		if !slices.Contains(required, any(name)) {
			return false
		}
	}
	return true
}

// every reports whether ok holds for the schema and for each within it.
func (s schema) every(ok func(map[string]any) bool) bool { return everySchema(s.root, 0, ok) }

func everySchema(v any, depth int, ok func(map[string]any) bool) bool {
	if depth > maxSchemaDepth {
		return false
	}
	switch v := v.(type) {
	case []any:
		for i := range v {
			if !everySchema(v[i], depth+1, ok) {
				return false
			}
		}
	case map[string]any:
		if !ok(v) {
			return false
		}
		for _, k := range []string{"properties", "$defs", "definitions"} {
			named, _ := v[k].(map[string]any)
			for _, sub := range named {
				if !everySchema(sub, depth+1, ok) {
					return false
				}
			}
		}
		for _, k := range []string{"items", "anyOf", "allOf", "oneOf", "additionalProperties"} {
			if !everySchema(v[k], depth+1, ok) {
				return false
			}
		}
	}
	return true
}
