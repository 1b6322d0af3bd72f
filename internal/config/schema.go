package config

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"

	"seedbed.dev/seedbed"
)

// JSONSchema returns the JSON Schema (draft 2020-12) of the documents that
// decode into v, a struct or a pointer to one. Objects allow no further keys.
// id is the schema's own address.
func JSONSchema(id, title, description string, v any) ([]byte, error) {
	t := reflect.TypeOf(v)
	if t == nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making the schema %s: want a struct, got nothing", id)
	}
	s := SchemaOf(t)
	return DocumentSchema(id, title, description, s)
}

// DocumentSchema returns a schema that SchemaOf made as a document of its own.
func DocumentSchema(id, title, description string, s map[string]any) ([]byte, error) {
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = id
	s["title"] = title
	s["description"] = description
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInternal, "making the schema %s: %w", id, err)
	}
	return b.Bytes(), nil
}

// SchemaOf returns the JSON Schema of one type.
func SchemaOf(t reflect.Type) map[string]any { return schemaOf(t, 0) }

func schemaOf(t reflect.Type, depth int) map[string]any {
	if depth > 20 { // a type that contains itself: its inner parts are free
		return map[string]any{}
	}
	if s, ok := ownSchema(t); ok {
		return s
	}
	if e, ok := orderedElem(t); ok {
		return map[string]any{"type": "object", "additionalProperties": schemaOf(e, depth+1)}
	}
	switch {
	case t == durationType:
		return map[string]any{"type": "string", "pattern": `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h)\s*)+$`}
	case t == rawType:
		return map[string]any{"type": "object"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), depth+1)
	case reflect.String: // a plain number or truth value is taken as the text it is
		return map[string]any{"type": []any{"string", "number", "boolean"}}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice, reflect.Array:
		items := schemaOf(t.Elem(), depth+1)
		list := map[string]any{"type": "array", "items": items}
		if isScalar(t.Elem()) && t.Elem().Kind() != reflect.Interface {
			return map[string]any{"anyOf": []any{items, list}}
		}
		return list
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem(), depth+1)}
	case reflect.Struct:
		return structSchema(t, depth)
	case reflect.Interface:
		return map[string]any{}
	}
	return map[string]any{"type": "integer"}
}

func ownSchema(t reflect.Type) (map[string]any, bool) {
	switch {
	case t.Kind() == reflect.Interface:
		return nil, false
	case t.Implements(schemerType) && t.Kind() != reflect.Pointer:
		return reflect.Zero(t).Interface().(Schemer).ConfigSchema(), true
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(schemerType):
		return reflect.New(t).Interface().(Schemer).ConfigSchema(), true
	}
	return nil, false
}

func orderedElem(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() != reflect.Slice {
		return nil, false
	}
	o, ok := reflect.Zero(t).Interface().(ordered)
	if !ok {
		return nil, false
	}
	return o.valueType(), true
}

func structSchema(t reflect.Type, depth int) map[string]any {
	props := map[string]any{}
	var required []any
	for _, f := range fieldsOf(t) {
		p := schemaOf(f.typ, depth+1)
		limit(p, &f)
		if f.doc != "" {
			p["description"] = f.doc
		}
		if f.hasDef && f.def != "" {
			p["default"] = yamlValue(f.def)
		}
		if f.example != "" {
			p["examples"] = []any{yamlValue(f.example)}
		}
		props[f.key] = p
		if f.required {
			required = append(required, f.key)
		}
	}
	s := map[string]any{"type": "object", "additionalProperties": false, "properties": props}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// limit adds enum, min and max to a schema, or to those of a list's items.
func limit(p map[string]any, f *field) {
	if forms, ok := p["anyOf"].([]any); ok && f.typ.Kind() == reflect.Slice {
		if one, ok := forms[0].(map[string]any); ok {
			limit(one, f) // the list's items are the same map
		}
		return
	}
	if len(f.enum) > 0 {
		values := make([]any, len(f.enum))
		for i, e := range f.enum {
			values[i] = e
		}
		delete(p, "type")
		p["enum"] = values
	}
	if x, err := strconv.ParseFloat(f.min, 64); err == nil {
		p["minimum"] = x
	}
	if x, err := strconv.ParseFloat(f.max, 64); err == nil {
		p["maximum"] = x
	}
}

// yamlValue returns what the YAML of a tag says, or the text itself.
func yamlValue(s string) any {
	d, probs := Parse("tag", []byte(s), 1)
	if len(probs) > 0 || d.root == nil {
		return s
	}
	return d.root.any()
}

// Entry is one key as the reference documentation shows it.
type Entry struct {
	Key      string // dotted; "<name>" where people choose the key, "[]" for the items of a list
	Type     string
	Doc      string
	Default  string
	Example  string
	Required bool
	Enum     []string
}

// Reference returns the keys of v, a struct or a pointer to one, in the order of
// its fields, each with those below it.
func Reference(v any) []Entry {
	t := reflect.TypeOf(v)
	if t == nil {
		return nil
	}
	return reference(nil, t, "", 0)
}

func reference(out []Entry, t reflect.Type, prefix string, depth int) []Entry {
	if depth > 10 {
		return out
	}
	if t.Kind() == reflect.Pointer {
		return reference(out, t.Elem(), prefix, depth)
	}
	if e, ok := orderedElem(t); ok {
		return reference(out, e, prefix+".<name>", depth+1)
	}
	switch {
	case t == rawType || t == durationType:
		return out
	case t.Kind() == reflect.Map:
		return reference(out, t.Elem(), prefix+".<name>", depth+1)
	case t.Kind() == reflect.Slice:
		return reference(out, t.Elem(), prefix+"[]", depth+1)
	case t.Kind() != reflect.Struct:
		return out
	}
	special := t.Implements(decoderType) || reflect.PointerTo(t).Implements(decoderType)
	for _, f := range fieldsOf(t) {
		if special && f.doc == "" {
			continue // a field that its own form fills, and no key
		}
		key := f.key
		if prefix != "" {
			key = prefix + "." + f.key
		}
		out = append(out, Entry{key, typeName(f.typ), f.doc, f.def, f.example, f.required, f.enum})
		out = reference(out, f.typ, key, depth+1)
	}
	return out
}

// typeNamer is a Decoder that says in a word or two what it takes: "text or map".
type typeNamer interface{ ConfigType() string }

// typeName says in a word or two what a type takes.
func typeName(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return typeName(t.Elem())
	}
	if e, ok := orderedElem(t); ok {
		return "map of " + typeName(e)
	}
	if n, ok := reflect.Zero(t).Interface().(typeNamer); ok {
		return n.ConfigType()
	}
	switch {
	case t == durationType:
		return "duration"
	case t == rawType:
		return "map"
	}
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		return "list of " + typeName(t.Elem())
	case reflect.Map:
		return "map of " + typeName(t.Elem())
	case reflect.Struct:
		return "map"
	case reflect.Interface:
		return "any value"
	}
	return "whole number"
}

// SchemaFor is SchemaOf for a type that is known.
func SchemaFor[T any]() map[string]any { return SchemaOf(reflect.TypeFor[T]()) }
