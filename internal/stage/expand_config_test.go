package stage

import (
	"fmt"
	"strings"
	"testing"

	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// The configurations read as the reference has them, have a schema, and differ
// in their fingerprints where their results do.
func TestConfigsOfFreeKinds(t *testing.T) {
	for _, tc := range []struct {
		kind        *plan.Kind
		yaml, other string // other gives other results
		same        string // gives the same results
	}{
		{Expand(), "template: x {a|b}\nlists: {animal: [dog, 3]}\nnoise: [{kind: typo}]", "template: x {a|b}\nlists: {animal: names.txt}\nnoise: [{kind: typo}]", "template: x {a|b}\nlists: {animal: [dog, \"3\"]}\nclean: true\nnoise: [{kind: typo, rate: 0.05, copies: 1}]"},
		{Dedupe(), "field: text", "field: [text, more]", "field: [text]\nnear: 0.8"},
		{Dedupe(), "against: [questions]", "against: [tests]", "against: [{source: questions}]"},
		{Keep(), "when: n < 3", "when: n < 4", "{when: n < 3, reasons: []}"},
		{Exec(), "command: [cat]", "command: [cat, -u]", "command: [cat]\nworkers: 3\ntimeout: 2m"},
	} {
		canonical := func(src string) string {
			doc, probs := config.Parse("r.yaml", []byte(src), 1)
			cfg := tc.kind.Config()
			if probs = append(probs, doc.Decode("", cfg)...); len(probs) > 0 {
				return "problems: " + probs.Error()
			}
			return string(config.Canonical(cfg))
		}
		a, b, c := canonical(tc.yaml), canonical(tc.other), canonical(tc.same)
		if a == b || a != c || strings.Contains(fmt.Sprint(a, b, c), "problems") {
			t.Errorf("%s:\n%s\n%s\n%s", tc.kind.Name, a, b, c)
		}
		if schema, err := config.JSONSchema("x", tc.kind.Name, tc.kind.Doc, tc.kind.Config()); err != nil || len(schema) < 100 {
			t.Errorf("%s: %s, %v", tc.kind.Name, schema, err)
		}
	}
}
