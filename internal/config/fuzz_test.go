package config

import (
	"encoding/json"
	"testing"
)

func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		"", "a", "text: x\ncount: 3", "inner: {name: x}\nlist: [{name: a}]", "any: {a: [1, ~, .inf, 0x1f, 1_0]}",
		"a: &x [*x]", "<<: {a: 1}\nraw: {z: 1}", "ordered: {z: |\n  a\n b}", "wait: 5m\nshare: 50%", "? a\n: b", "\ufeff", "a: !!binary aGk=",
		"text: \"\\U0010FFFF\\x00\"", "map: {a: 1e400}", "-", "'", "[[[[", "{{{{", "a: >2-\n    x\n   y",
	} {
		f.Add(s, "a", 1, 1)
	}
	f.Fuzz(func(t *testing.T, src, path string, line, col int) {
		d, probs := Parse("f", []byte(src), 1)
		var s sample
		again := d.Decode("", &s)
		_ = append(probs, again...).Error()
		if j := d.JSON(""); j != nil && !json.Valid(j) {
			t.Errorf("not JSON: %s", j)
		}
		if c := Canonical(s); !json.Valid(c) {
			t.Errorf("not JSON: %s", c)
		}
		for _, p := range append(d.Keys(""), path, "text", "ordered.z") {
			d.PosIn(p, line, col)
			d.Pos(p)
			d.KeyPos(p)
			d.Value(p)
		}
		if err := d.Set(path, src); err == nil && len(path) > 0 && d.JSON("") == nil {
			t.Error("set, and nothing is there")
		}
		d.Decode("", &s)
		Nearest(path, []string{src, "x"})
	})
}
