package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// Set puts a value, written as YAML, at a path, as --set does: in place of what
// is there, or with the maps that lead to it when nothing is. A value that is no
// YAML, and opens no bracket or quote, is text: *.csv, @me; so
// is a mere -. An item of a list
// can be replaced and not added. Positions of what was set name the override in
// place of a file.
func (d *Doc) Set(path, yamlValue string) error {
	where := "--set " + path
	keys := split(path)
	for _, k := range keys {
		if k == "" {
			return seedbed.Errorf(seedbed.CodeInvalid, "%s: a key is empty; write --set models.writer.url=...", where)
		}
	}
	if len(keys) == 0 || len(keys) > MaxDepth {
		return seedbed.Errorf(seedbed.CodeInvalid, "%s: want the path of a key, as in models.writer.url", where)
	}
	sub, probs := Parse(where, []byte(yamlValue), 1)
	if yamlValue == "-" || (len(probs) > 0 && plainText(yamlValue)) {
		sub, probs = &Doc{root: &node{kind: Scalar, tag: "!!str", value: yamlValue}}, nil
	}
	if len(probs) > 0 {
		return seedbed.Errorf(seedbed.CodeInvalid, "%s: %s; put text in quotes: '%s=\"...\"'", where, probs[0].Message, path)
	}
	val := sub.root
	if val == nil {
		val = &node{kind: Scalar, tag: "!!str", value: ""}
	}
	relabel(val, where, map[*node]bool{})
	if d.root == nil {
		d.root = &node{kind: Mapping, pos: seedbed.Position{File: where}}
	}
	return d.put(keys, where, val)
}

// plainText reports whether a value that is no YAML can be meant as it stands.
func plainText(s string) bool {
	if s == "" || len(s) > MaxBytes || strings.ContainsAny(s[:1], "[{\"'|>") || !utf8.ValidString(s) {
		return false
	}
	return strings.IndexFunc(s, unicode.IsControl) < 0
}

func (d *Doc) put(keys []string, where string, val *node) error {
	n := d.root
	for i, key := range keys {
		last := i == len(keys)-1
		_, next := n.step(key)
		switch {
		case n.kind == List && next == nil:
			return seedbed.Errorf(seedbed.CodeInvalid, "%s: %s has no item %q; it has %d, counted from 0",
				where, strings.Join(keys[:i], "."), key, len(n.items))
		case n.kind == Scalar && !n.isNull():
			return seedbed.Errorf(seedbed.CodeInvalid, "%s: %s is %s, which has no keys",
				where, strings.Join(keys[:i], "."), got(n))
		}
		if last {
			n.replace(key, val, where)
			return nil
		}
		if next.isNull() {
			next = &node{kind: Mapping, pos: seedbed.Position{File: where}}
			n.replace(key, next, where)
		}
		n = next
	}
	return nil
}

// replace puts v at a key of a map or at an item of a list.
func (n *node) replace(key string, v *node, where string) {
	if n.isNull() {
		n.kind, n.tag, n.value = Mapping, "", ""
	}
	if n.kind == List {
		for i := range n.items {
			if fmt.Sprint(i) == key {
				n.items[i] = v
			}
		}
		return
	}
	for i := range n.keys {
		if n.keys[i].value == key {
			n.items[i] = v
			return
		}
	}
	n.keys = append(n.keys, &node{kind: Scalar, tag: "!!str", value: key, pos: seedbed.Position{File: where}})
	n.items = append(n.items, v)
	n.reindex()
}

func relabel(n *node, where string, seen map[*node]bool) {
	if seen[n] {
		return
	}
	seen[n] = true
	n.pos, n.source = seedbed.Position{File: where}, seedbed.Position{}
	for i := range n.keys {
		relabel(n.keys[i], where, seen)
	}
	for i := range n.items {
		relabel(n.items[i], where, seen)
	}
}
