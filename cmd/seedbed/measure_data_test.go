package main

import (
	"fmt"
	"slices"
	"testing"

	"seedbed.dev/seedbed"
)

func TestGuessText(t *testing.T) {
	schema := seedbed.Schema{Fields: []seedbed.FieldType{{Name: "label"}, {Name: "text"}, {Name: "note"}}}
	rows := func(n int, row func(i int) seedbed.Fields) (out []seedbed.Record) {
		for i := range n {
			out = append(out, seedbed.Record{Fields: row(i)})
		}
		return out
	}
	field := func(name string, v any) seedbed.Field { return seedbed.Field{Name: name, Value: v} }
	for name, c := range map[string]struct {
		rows []seedbed.Record
		want string
	}{
		"the one that varies": {rows(50, func(i int) seedbed.Fields {
			return seedbed.Fields{field("label", "a long label that is always the same"), field("text", fmt.Sprint("row number ", i))}
		}), "text"},
		"the same over and over": {rows(50, func(int) seedbed.Fields {
			return seedbed.Fields{field("label", "not hateful"), field("text", "The cat runs to the red house and eats.")}
		}), "text"},
		"labels alone": {rows(50, func(int) seedbed.Fields { return seedbed.Fields{field("label", "not hateful")} }), ""},
		"most rows before longest": {rows(50, func(i int) seedbed.Fields {
			if i < 2 {
				return seedbed.Fields{field("note", "one of two rows with a note of a few more words")}
			}
			return seedbed.Fields{field("text", fmt.Sprint("this is the row number ", i))}
		}), "text"},
		"numbers":   {rows(50, func(i int) seedbed.Fields { return seedbed.Fields{field("text", int64(i))} }), ""},
		"no fields": {rows(3, func(int) seedbed.Fields { return nil }), ""},
		"no rows":   {nil, ""},
	} {
		if got := guessText(schema, c.rows); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSettingsOfMeasuresAreThoseDocumented(t *testing.T) {
	got := measureSettings()
	for _, want := range []string{"duplicates.threshold", "coverage.columns", "counterfactual.pair", "small-cells.k", "small-cells.columns", "memorisation.sample"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not among %v", want, got)
		}
	}
}
