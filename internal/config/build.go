package config

import (
	"fmt"

	yaml "go.yaml.in/yaml/v4"

	"seedbed.dev/seedbed"
)

// builder turns the YAML library's nodes into ours.
type builder struct {
	doc      *Doc
	probs    seedbed.Problems
	open     []*yaml.Node // anchors being expanded
	expanded int
	full     bool // a limit was reported
}

func (b *builder) problem(n *yaml.Node, msg, fix string) {
	if len(b.probs) < maxReported {
		b.probs = append(b.probs, seedbed.Problem{Pos: b.doc.at(n.Line, n.Column), Message: msg, Fix: fix})
	}
}

func (b *builder) limit(n *yaml.Node, msg, fix string) *node {
	if !b.full {
		b.full = true
		b.problem(n, msg, fix)
	}
	return &node{kind: Scalar, tag: "!!null", pos: b.doc.at(n.Line, n.Column)}
}

func (b *builder) build(n *yaml.Node, depth int) *node {
	if n.Kind == yaml.DocumentNode {
		if len(n.Content) == 0 {
			return nil
		}
		return b.build(n.Content[0], depth)
	}
	if depth > MaxDepth {
		return b.limit(n, fmt.Sprintf("lists and maps are nested more than %d deep", MaxDepth), "")
	}
	if len(b.open) > 0 {
		if b.expanded++; b.expanded > maxExpanded {
			return b.limit(n, fmt.Sprintf("aliases stand for more than %d values", maxExpanded), "write the values out in a file of their own")
		}
	}
	out := &node{pos: b.doc.at(n.Line, n.Column), source: b.doc.at(n.Line, n.Column), style: n.Style}
	switch n.Kind {
	case yaml.AliasNode:
		return b.alias(n, depth)
	case yaml.SequenceNode:
		out.kind = List
		out.items = make([]*node, len(n.Content))
		for i, c := range n.Content {
			out.items[i] = b.build(c, depth+1)
		}
	case yaml.MappingNode:
		out.kind = Mapping
		b.pairs(out, n, depth)
	default:
		out.kind, out.tag, out.value = Scalar, n.ShortTag(), n.Value
	}
	return out
}

func (b *builder) alias(n *yaml.Node, depth int) *node {
	for _, open := range b.open {
		if open == n.Alias {
			b.problem(n, fmt.Sprintf("*%s stands within what it stands for", n.Value), "")
			return &node{kind: Scalar, tag: "!!null", pos: b.doc.at(n.Line, n.Column)}
		}
	}
	b.open = append(b.open, n.Alias)
	out := b.build(n.Alias, depth)
	b.open = b.open[:len(b.open)-1]
	out.pos = b.doc.at(n.Line, n.Column)
	return out
}

// pairs fills a map. Keys that are there twice are problems, also between
// spellings of the same text ("a" and 'a'); merged keys ("<<: *base") give way to
// those that are written.
func (b *builder) pairs(out *node, n *yaml.Node, depth int) {
	seen := make(map[string]*node, len(n.Content)/2)
	var merged []*node
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.ShortTag() == "!!merge" {
			merged = append(merged, b.merged(v, depth)...)
			continue
		}
		key := b.build(k, depth+1)
		val := b.build(v, depth+1)
		if key.kind != Scalar || key.isNull() || key.value == "" {
			b.problem(k, "a key must be text", "put text that starts with {, [ or ? in quotes")
			continue
		}
		if first := seen[key.value]; first != nil {
			b.problem(k, fmt.Sprintf("%q is there twice: it is also on line %d", key.value, first.pos.Line), "remove one")
			continue
		}
		seen[key.value] = key
		out.keys = append(out.keys, key)
		out.items = append(out.items, val)
	}
	for _, m := range merged {
		for i, key := range m.keys {
			if seen[key.value] == nil {
				seen[key.value] = key
				out.keys = append(out.keys, key)
				out.items = append(out.items, m.items[i])
			}
		}
	}
	out.reindex()
}

// reindex makes a large map's keys quick to find.
func (n *node) reindex() {
	const small = 32
	n.index = nil
	if len(n.keys) <= small {
		return
	}
	n.index = make(map[string]int, len(n.keys))
	for i, k := range n.keys {
		n.index[k.value] = i
	}
}

func (b *builder) merged(v *yaml.Node, depth int) []*node {
	m := b.build(v, depth+1)
	list := []*node{m}
	if m.kind == List {
		list = m.items
	}
	var out []*node
	for _, m := range list {
		if m.kind != Mapping {
			b.problem(v, "<< wants a map, or a list of maps", "")
			continue
		}
		out = append(out, m)
	}
	return out
}
