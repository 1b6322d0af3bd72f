package main

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// A list shows of a row what it is, and of one that broke how.
func TestRowText(t *testing.T) {
	talk := []any{
		map[string]any{"role": "user", "content": "What is this rash?"},
		map[string]any{"role": "assistant", "content": "Show me."},
	}
	for _, c := range []struct {
		name   string
		fields seedbed.Fields
		want   string
	}{
		{"a document, before what is said of it", seedbed.Fields{
			{Name: "kind", Value: "ticket"}, {Name: "text", Value: "The dryer is broken."}, {Name: "looks_sensitive", Value: "contact"}, {Name: "validity", Value: "valid"}, {Name: "invalid_because", Value: ""},
		}, `"The dryer is broken."`},
		{"what a stage added last", seedbed.Fields{{Name: "draft", Value: "one"}, {Name: "hint", Value: "two"}, {Name: "note", Value: ""}}, `"two"`},
		{"a sound conversation", seedbed.Fields{{Name: "conversation", Value: talk}, {Name: "validity", Value: "valid"}}, `2 turns: "What is this rash?"`},
		{"one that broke", seedbed.Fields{
			{Name: "conversation", Value: talk}, {Name: "validity", Value: "derailed"}, {Name: "invalid_because", Value: `turn 1: role flip: "I can help"`},
		}, `2 turns: "What is this rash?"   derailed: turn 1: role flip: "I can help"`},
		{"hostile reasons", seedbed.Fields{{Name: "text", Value: "x"}, {Name: "validity", Value: "cut\x1b[31m off"}, {Name: "invalid_because", Value: "a\x07b\n"}}, `"x"   cut`},
	} {
		rec := seedbed.Record{Fields: c.fields, Decision: seedbed.Decision{State: seedbed.Accepted}}
		got := rowText(&rec, &plan.Plan{}, nil)
		_, got, _ = strings.Cut(got, "  ")
		if !strings.HasPrefix(got, c.want) || strings.ContainsAny(got, "\x1b\x07") || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}
