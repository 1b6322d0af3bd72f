package config

import (
	"reflect"
	"strings"

	"seedbed.dev/seedbed"
)

// Map is a map whose keys keep the order in which they are written.
type Map[T any] []Item[T]

// Item is one key of a Map with its value.
type Item[T any] struct {
	Key   string
	Value T
}

// Get returns the value of a key, and whether it is there.
func (m Map[T]) Get(key string) (T, bool) {
	for i := range m {
		if m[i].Key == key {
			return m[i].Value, true
		}
	}
	var zero T
	return zero, false
}

// Keys returns the keys in order.
func (m Map[T]) Keys() []string {
	out := make([]string, len(m))
	for i := range m {
		out[i] = m[i].Key
	}
	return out
}

// DecodeConfig reads a map.
func (m *Map[T]) DecodeConfig(d *Doc, path string) seedbed.Problems {
	if d.Kind(path) != Mapping {
		return WrongType(d, path, "a map")
	}
	var probs seedbed.Problems
	keys := d.Keys(path)
	*m = make(Map[T], len(keys))
	for i, key := range keys {
		(*m)[i].Key = key
		probs = append(probs, d.Decode(Join(path, key), &(*m)[i].Value)...)
	}
	return probs
}

// valueType lets the schema and the reference see what the values are.
func (m Map[T]) valueType() reflect.Type { return reflect.TypeFor[T]() }

type ordered interface{ valueType() reflect.Type }

// WrongType is the problem of a value at path that is not what a Decoder wants:
// "a list of names, or the name of a file".
func WrongType(d *Doc, path, want string) seedbed.Problems {
	n := d.find(path)
	what := "nothing"
	if n != nil {
		what = got(n)
	}
	return seedbed.Problems{d.Problem(path, "want "+want+", got "+what, "")}
}

// Percent is a share: 0.95 or 95%.
type Percent float64

// DecodeConfig reads a number from 0 to 1, or one from 0% to 100%.
func (p *Percent) DecodeConfig(d *Doc, path string) seedbed.Problems {
	n := d.find(path)
	var x float64
	ok := false
	if n != nil && n.kind == Scalar {
		if s, is := strings.CutSuffix(n.value, "%"); is {
			x, ok = floatOf(&node{kind: Scalar, tag: "!!float", value: strings.TrimSpace(s)})
			x /= 100
		} else {
			x, ok = floatOf(n)
		}
	}
	if !ok || x < 0 || x > 1 {
		return WrongType(d, path, "a share such as 0.95 or 95%")
	}
	*p = Percent(x)
	return nil
}

// ConfigSchema allows both forms.
func (Percent) ConfigSchema() map[string]any {
	return map[string]any{"anyOf": []any{
		map[string]any{"type": "number", "minimum": 0, "maximum": 1},
		map[string]any{"type": "string", "pattern": `^[0-9]+(\.[0-9]+)?\s*%$`},
	}}
}

// ConfigType names the type in the reference.
func (Percent) ConfigType() string { return "share" }
