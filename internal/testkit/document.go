package testkit

import (
	"encoding/json"
	"strconv"
	"strings"
	"sync"

	"github.com/zeebo/xxh3"

	"seedbed.dev/seedbed"
)

// node is a JSON Schema as far as the server follows it: objects, strings with
// a length, whole and other numbers with bounds, booleans, lists, enum, const,
// the first of anyOf and oneOf, and references into $defs.
type node struct {
	kind     string
	names    []string
	props    []*node
	enum     []json.RawMessage
	items    *node
	min, max float64
	least    int // characters, or items
	most     int
}

var compiled sync.Map // xxh3 of a schema → *node; a cache, the same for all servers

// appendDocument appends a JSON value that follows schema.
func appendDocument(b, schema []byte, r *rng) []byte {
	key := xxh3.Hash128(schema)
	n, ok := compiled.Load(key)
	if !ok {
		n, _ = compiled.LoadOrStore(key, compile(schema, schema, 0))
	}
	return n.(*node).append(b, r)
}

type schemaWords struct {
	Type       json.RawMessage   `json:"type"`
	Enum       []json.RawMessage `json:"enum"`
	Const      json.RawMessage   `json:"const"`
	Properties json.RawMessage   `json:"properties"`
	Items      json.RawMessage   `json:"items"`
	AnyOf      []json.RawMessage `json:"anyOf"`
	OneOf      []json.RawMessage `json:"oneOf"`
	Ref        string            `json:"$ref"`
	Minimum    *float64          `json:"minimum"`
	Maximum    *float64          `json:"maximum"`
	Above      *float64          `json:"exclusiveMinimum"`
	Below      *float64          `json:"exclusiveMaximum"`
	MinLength  int               `json:"minLength"`
	MaxLength  *int              `json:"maxLength"`
	MinItems   int               `json:"minItems"`
	MaxItems   *int              `json:"maxItems"`
}

func compile(root, raw []byte, depth int) *node {
	var s schemaWords
	if depth > 16 || json.Unmarshal(raw, &s) != nil {
		return &node{kind: "null"}
	}
	if s.Ref != "" {
		return compile(root, resolve(root, s.Ref), depth+1)
	}
	if alternatives := append(s.AnyOf, s.OneOf...); len(alternatives) > 0 {
		return compile(root, alternatives[0], depth+1)
	}
	if len(s.Const) > 0 {
		s.Enum = []json.RawMessage{s.Const}
	}
	n := &node{kind: typeName(s.Type), enum: s.Enum}
	if n.kind == "" && len(s.Properties) > 0 {
		n.kind = "object"
	}
	switch n.kind {
	case "object":
		_ = members(s.Properties, func(key, value []byte) {
			var name string
			_ = json.Unmarshal(append(append([]byte{'"'}, key...), '"'), &name)
			n.names = append(n.names, name)
			n.props = append(n.props, compile(root, value, depth+1))
		})
	case "array":
		n.items = &node{kind: "string"}
		if len(s.Items) > 0 {
			n.items = compile(root, s.Items, depth+1)
		}
		n.least, n.most = s.MinItems, max(s.MinItems, 3)
		if s.MaxItems != nil {
			n.most = *s.MaxItems
		}
	case "string", "":
		n.least, n.most = s.MinLength, 1<<20
		if s.MaxLength != nil {
			n.most = *s.MaxLength
		}
	case "integer", "number":
		n.min, n.max = bounds(&s, n.kind)
	}
	return n
}

func bounds(s *schemaWords, kind string) (float64, float64) {
	least, most := 0.0, 100.0
	step := 1.0
	if kind == "number" {
		step = 1e-3
	}
	if s.Minimum != nil {
		least = *s.Minimum
	}
	if s.Above != nil {
		least = *s.Above + step
	}
	most = max(most, least)
	if s.Maximum != nil {
		most = *s.Maximum
	}
	if s.Below != nil {
		most = *s.Below - step
	}
	return min(least, most), most
}

func typeName(raw json.RawMessage) string {
	var one string
	var many []string
	if json.Unmarshal(raw, &one) == nil {
		return one
	}
	_ = json.Unmarshal(raw, &many)
	for _, t := range many {
		if t != "null" {
			return t
		}
	}
	return ""
}

// resolve follows a reference like "#/$defs/part".
func resolve(root []byte, ref string) []byte {
	at := root
	for _, step := range strings.Split(strings.TrimPrefix(ref, "#"), "/") {
		if step == "" {
			continue
		}
		var next []byte
		_ = members(at, func(key, value []byte) {
			if string(key) == step {
				next = value
			}
		})
		at = next
	}
	return at
}

func (n *node) append(b []byte, r *rng) []byte {
	if len(n.enum) > 0 {
		return append(b, n.enum[r.below(len(n.enum))]...)
	}
	switch n.kind {
	case "object":
		b = append(b, '{')
		for i := range n.names {
			if i > 0 {
				b = append(b, ',')
			}
			b = seedbed.AppendString(b, n.names[i])
			b = append(b, ':')
			b = n.props[i].append(b, r)
		}
		return append(b, '}')
	case "array":
		b = append(b, '[')
		for i := range n.least + r.below(max(n.most-n.least, 0)+1) {
			if i > 0 {
				b = append(b, ',')
			}
			b = n.items.append(b, r)
		}
		return append(b, ']')
	case "integer":
		lo, hi := int64(n.min), int64(n.max)
		return strconv.AppendInt(b, lo+int64(r.next()%uint64(hi-lo+1)), 10)
	case "number":
		return strconv.AppendFloat(b, n.min+r.unit()*(n.max-n.min), 'f', 3, 64)
	case "boolean":
		return strconv.AppendBool(b, r.next()&1 == 0)
	case "null":
		return append(b, "null"...)
	}
	text := appendProse(nil, r, 8, nil)
	for len(text) < n.least {
		text = appendProse(append(text, ' '), r, 8, nil)
	}
	return seedbed.AppendString(b, string(text[:min(len(text), n.most)]))
}
