package config

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// Canonical returns the part of v that results depend on as JSON, for
// fingerprints: the same settings always give the same bytes.
//
// Fields tagged fingerprint:"-" and those named in skip are left out, and so is
// every field that is zero, so that a new field of a later version changes no
// fingerprint as long as its zero value means what was done before. Keys are
// sorted, but those of a Map, whose order may matter.
func Canonical(v any, skip ...string) []byte {
	return canonical{}.value(nil, reflect.ValueOf(v), skip, 0)
}

// Complete is Canonical with the fields tagged fingerprint:"-".
func Complete(v any, skip ...string) []byte {
	return canonical{all: true}.value(nil, reflect.ValueOf(v), skip, 0)
}

type canonical struct{ all bool }

func (c canonical) value(b []byte, v reflect.Value, skip []string, depth int) []byte {
	if !v.IsValid() || depth > 2*MaxDepth {
		return append(b, "null"...)
	}
	if v.Type() == rawType {
		return appendRaw(b, v.Bytes())
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return c.value(b, v.Elem(), skip, depth+1)
	case reflect.Struct:
		return c.structure(b, v, skip, depth)
	case reflect.Map:
		return c.mapping(b, v, depth)
	case reflect.Slice, reflect.Array:
		if _, ok := v.Interface().(ordered); ok {
			return c.ordered(b, v, depth)
		}
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = c.value(b, v.Index(i), nil, depth+1)
		}
		return append(b, ']')
	case reflect.String:
		return seedbed.AppendString(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Float32, reflect.Float64:
		return seedbed.AppendValue(b, v.Float())
	}
	if v.CanInt() {
		return strconv.AppendInt(b, v.Int(), 10)
	}
	if v.CanUint() {
		return strconv.AppendUint(b, v.Uint(), 10)
	}
	return append(b, "null"...)
}

// appendRaw appends JSON without its white space. What is not JSON becomes text.
func appendRaw(b []byte, raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return append(b, "null"...)
	}
	enc, err := json.Marshal(raw)
	if err != nil {
		return seedbed.AppendString(b, string(raw))
	}
	return append(b, enc...)
}

func (c canonical) structure(b []byte, v reflect.Value, skip []string, depth int) []byte {
	fields := fieldsOf(v.Type())
	slices.SortStableFunc(fields, func(a, b field) int { return strings.Compare(a.key, b.key) })
	b = append(b, '{')
	first := true
	for i := range fields {
		f := &fields[i]
		fv := v.FieldByIndex(f.index)
		if (f.omit && !c.all) || slices.Contains(skip, f.key) || isEmpty(fv) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = seedbed.AppendString(b, f.key)
		b = append(b, ':')
		b = c.value(b, fv, nil, depth+1)
	}
	return append(b, '}')
}

// isEmpty reports whether v says nothing: zero, or without any item.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}

func (c canonical) mapping(b []byte, v reflect.Value, depth int) []byte {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	b = append(b, '{')
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = seedbed.AppendString(b, k.String())
		b = append(b, ':')
		b = c.value(b, v.MapIndex(k), nil, depth+1)
	}
	return append(b, '}')
}

func (c canonical) ordered(b []byte, v reflect.Value, depth int) []byte {
	b = append(b, '{')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		item := v.Index(i)
		b = seedbed.AppendString(b, item.Field(0).String())
		b = append(b, ':')
		b = c.value(b, item.Field(1), nil, depth+1)
	}
	return append(b, '}')
}
