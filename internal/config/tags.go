package config

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// Decoder is a type with a written form of its own: "either a list or the name
// of a file". DecodeConfig is called on a pointer to the new value when there is
// a value at path, and reports what is wrong with it.
type Decoder interface {
	DecodeConfig(d *Doc, path string) seedbed.Problems
}

// Schemer is a type that gives its own JSON Schema; a Decoder should.
type Schemer interface {
	ConfigSchema() map[string]any
}

// field is a struct field as its tags describe it.
type field struct {
	index    []int
	key      string
	typ      reflect.Type
	doc      string
	def      string
	hasDef   bool
	example  string
	enum     []string
	min, max string
	required bool
	omit     bool // left out of fingerprints
}

// fieldsOf returns the configurable fields of a struct type in their order, with
// those of inlined structs in place.
func fieldsOf(t reflect.Type) []field {
	out := make([]field, 0, t.NumField())
	for i := range t.NumField() {
		sf := t.Field(i)
		name, opts, tagged := strings.Cut(sf.Tag.Get("yaml"), ",")
		if name == "" && !tagged {
			name, _, _ = strings.Cut(sf.Tag.Get("json"), ",")
		}
		if name == "-" || (!sf.IsExported() && !sf.Anonymous) {
			continue
		}
		if sf.Anonymous && sf.Type.Kind() == reflect.Struct && (name == "" || opts == "inline") {
			for _, f := range fieldsOf(sf.Type) {
				f.index = append([]int{i}, f.index...)
				f.omit = f.omit || sf.Tag.Get("fingerprint") == "-"
				out = append(out, f)
			}
			continue
		}
		if !sf.IsExported() {
			continue
		}
		if name == "" {
			name = strings.ToLower(sf.Name)
		}
		f := field{
			index: []int{i}, key: name, typ: sf.Type, doc: sf.Tag.Get("doc"), example: sf.Tag.Get("example"),
			min: sf.Tag.Get("min"), max: sf.Tag.Get("max"),
			required: sf.Tag.Get("required") == "true", omit: sf.Tag.Get("fingerprint") == "-",
		}
		f.def, f.hasDef = sf.Tag.Lookup("default")
		if e := sf.Tag.Get("enum"); e != "" {
			f.enum = strings.Split(e, ",")
		}
		out = append(out, f)
	}
	return out
}

var (
	durationType = reflect.TypeFor[time.Duration]()
	rawType      = reflect.TypeFor[json.RawMessage]()
	decoderType  = reflect.TypeFor[Decoder]()
	schemerType  = reflect.TypeFor[Schemer]()
)

// wanted says in words what a type takes.
func wanted(t reflect.Type) string {
	switch {
	case t == durationType:
		return "a length of time such as 30s, 5m or 2h"
	case t == rawType:
		return "a map"
	}
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Pointer:
		return wanted(t.Elem())
	default:
		return "a map"
	}
}

// got says in words what was written.
func got(n *node) string {
	if n.kind == List {
		return "a list"
	}
	if n.kind == Mapping {
		return "a map"
	}
	switch n.tag {
	case "!!int", "!!float", "!!bool":
		return Show(n.value)
	case "!!null":
		return "nothing"
	}
	return "text " + quoteShort(n.value)
}
