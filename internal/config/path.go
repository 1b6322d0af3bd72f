package config

import (
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// Join returns the path of a key, or of an item given by its 0-based number,
// below a path.
func Join(path, key string) string {
	if strings.ContainsAny(key, `.\`) {
		key = strings.ReplaceAll(strings.ReplaceAll(key, `\`, `\\`), `.`, `\.`)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// split returns the keys of a path.
func split(path string) []string {
	if path == "" {
		return nil
	}
	if !strings.Contains(path, `\`) {
		return strings.Split(path, ".")
	}
	var out []string
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '\\' && i+1 < len(path):
			i++
			b.WriteByte(path[i])
		case c == '.':
			out = append(out, b.String())
			b.Reset()
		default:
			b.WriteByte(c)
		}
	}
	return append(out, b.String())
}

// step returns what a key names below n, and the key's own node where n is a
// map.
func (n *node) step(key string) (k, v *node) {
	if n == nil {
		return nil, nil
	}
	switch n.kind {
	case Mapping:
		return n.get(key)
	case List:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(n.items) {
			return nil, n.items[i]
		}
	}
	return nil, nil
}

func (d *Doc) find(path string) *node {
	n := d.root
	for _, key := range split(path) {
		if _, n = n.step(key); n == nil {
			return nil
		}
	}
	return n
}

// Has reports whether there is a value at a path.
func (d *Doc) Has(path string) bool { return !d.find(path).isNull() }

// Kind returns the shape of the value at a path.
func (d *Doc) Kind(path string) Kind {
	n := d.find(path)
	if n.isNull() {
		return None
	}
	return n.kind
}

// Keys returns the keys of the map at a path, in the order they are written;
// nil where there is none.
func (d *Doc) Keys(path string) []string {
	n := d.find(path)
	if n == nil || n.kind != Mapping {
		return nil
	}
	out := make([]string, len(n.keys))
	for i, k := range n.keys {
		out[i] = k.value
	}
	return out
}

// Len returns how many items the list at a path has; 0 where there is none.
func (d *Doc) Len(path string) int {
	n := d.find(path)
	if n == nil || n.kind != List {
		return 0
	}
	return len(n.items)
}

// Text returns the text of the scalar at a path, as it is written there: "3",
// "yes", "2h". False where there is no scalar.
func (d *Doc) Text(path string) (string, bool) {
	n := d.find(path)
	if n.isNull() || n.kind != Scalar {
		return "", false
	}
	return n.value, true
}

// Pos returns where the value at a path stands; where there is none, the key of
// the nearest map around it.
func (d *Doc) Pos(path string) seedbed.Position {
	n := d.root
	if n == nil {
		return seedbed.Position{File: d.file, Line: d.firstLine}
	}
	pos := n.pos
	around := n.pos // of the key that leads to n, or n itself
	for _, key := range split(path) {
		k, v := n.step(key)
		if v == nil {
			return around
		}
		n, pos, around = v, v.pos, v.pos
		if k != nil {
			around = k.pos
		}
	}
	if n.isNull() {
		return around
	}
	return pos
}

// KeyPos returns where the key that a path ends with stands; where it is not
// written, the same as Pos.
func (d *Doc) KeyPos(path string) seedbed.Position {
	keys := split(path)
	n := d.root
	for i, key := range keys {
		k, v := n.step(key)
		if v == nil {
			break
		}
		if i == len(keys)-1 && k != nil {
			return k.pos
		}
		n = v
	}
	return d.Pos(path)
}

// Problem returns a problem with the value at a path.
func (d *Doc) Problem(path, message, fix string) seedbed.Problem {
	return seedbed.Problem{Pos: d.Pos(path), Message: message, Fix: fix}
}

// File returns the name of the file that d was read from.
func (d *Doc) File() string { return d.file }
