package model

import (
	"encoding/json"
	"errors"
	"slices"

	"seedbed.dev/seedbed"
)

var errNoReply = errors.New("it holds no message of the model")

// schema is a JSON Schema as far as providers differ about it.
type schema struct{ root map[string]any }

func readSchema(raw []byte) (schema, error) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return schema{}, seedbed.Errorf(seedbed.CodeInvalid, "reading the schema of a reply: %w", err)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return schema{}, seedbed.Errorf(seedbed.CodeInvalid, "reading the schema of a reply: want an object, got %T", v)
	}
	return schema{m}, nil
}

// strict reports whether OpenAI's strict mode takes the schema: the root is an
// object, and every object has additionalProperties: false and requires all of
// its properties.
func (s schema) strict() bool {
	if s.root["type"] != "object" || s.root["anyOf"] != nil {
		return false
	}
	ok := true
	walkSchema(s.root, func(m map[string]any) {
		for _, k := range []string{"allOf", "oneOf", "not", "if", "patternProperties", "dependentRequired", "dependentSchemas", "prefixItems", "uniqueItems"} {
			if m[k] != nil {
				ok = false
			}
		}
		if isObject(m) && !closed(m) {
			ok = false
		}
	})
	return ok
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

// closed reports whether an object allows its own properties alone and
// requires each of them.
func closed(m map[string]any) bool {
	if m["additionalProperties"] != false {
		return false
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

// walkSchema calls visit for m and every schema within it.
func walkSchema(m map[string]any, visit func(map[string]any)) {
	visit(m)
	for _, k := range []string{"properties", "$defs", "definitions"} {
		if sub, ok := m[k].(map[string]any); ok {
			for _, v := range sub {
				walkAny(v, visit)
			}
		}
	}
	for _, k := range []string{"items", "anyOf", "allOf", "oneOf", "additionalProperties"} {
		walkAny(m[k], visit)
	}
}

func walkAny(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		walkSchema(v, visit)
	case []any:
		for i := range v {
			walkAny(v[i], visit)
		}
	}
}
