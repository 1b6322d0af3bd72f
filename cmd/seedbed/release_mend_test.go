package main

import (
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stage"
)

// A mended row has nothing of what signals and checks said of the old one, but what the
// person changed, and what its source gave.
func TestMendedRowsHaveNoVerdictsOfTheOld(t *testing.T) {
	v := &view{project: &project{plan: &plan.Plan{
		Sources: []plan.Source{{Name: "attacks", Schema: seedbed.Schema{}.With("text", seedbed.TypeText).With("broken", seedbed.TypeBool)}},
		Stages:  []plan.Stage{{Name: "tried", From: []string{"attacks"}}},
	}}}
	fields := seedbed.Fields{
		{Name: "text", Value: "old"},
		{Name: "success", Value: true},
		{Name: "signals", Value: []any{"refusal"}},
		{Name: "checked", Value: "no"},
		{Name: "validity", Value: "valid"},
		{Name: "broken", Value: true},
	}
	old := &seedbed.Record{Stage: "tried", Fields: fields, Lineage: seedbed.Lineage{Source: "attacks"}}
	got, dropped := v.withoutVerdicts(old, fields.With("text", "new").With("validity", "derailed"))
	if names := strings.Join(got.Names(), " "); names != "text validity broken" || len(dropped) != 3 {
		t.Errorf("there are %s, and %v is dropped", names, dropped)
	}
	if v, _ := got.Get("validity"); v != "derailed" {
		t.Errorf("what the person changed is %v", v)
	}
	old.Stage = "attacks"
	if got, dropped := v.withoutVerdicts(old, fields); len(got) != len(fields) || len(dropped) != 0 {
		t.Errorf("of a source's own row %v is dropped", dropped)
	}
}

// A condition on what a mended row has nothing of is not asked; what can be said without it
// counts.
func TestMendedRowsAreNotHeldAgainstVerdicts(t *testing.T) {
	schema := seedbed.Schema{}.With("text", seedbed.TypeText).With("success", seedbed.TypeBool)
	for _, c := range []struct{ when, text, want string }{
		{"success", "one two", ""},
		{"success && words(text) >= 2", "one two", ""},
		{"success && words(text) >= 2", "one", "stage kept turns it away: no good"},
		{"size(text) > 100 / (size(text) - 3)", "abc", "stage kept turns it away: cannot be decided"},
	} {
		kind := stage.Keep()
		cfg := kind.Config()
		doc, probs := config.Parse("recipe.yaml", []byte("when: "+c.when+"\nreason: no good\n"), 1)
		if probs = append(probs, doc.Decode("", cfg)...); len(probs) > 0 {
			t.Fatal(probs)
		}
		cfg.Check(&plan.Scope{Input: schema, ProblemAt: func(_ string, _, _ int, message, _ string) { t.Fatal(message) }})
		p := &plan.Plan{
			Sources: []plan.Source{{Name: "seeds"}},
			Stages: []plan.Stage{
				{Name: "tried", From: []string{"seeds"}, Output: schema},
				{Name: "kept", From: []string{"tried"}, Kind: kind, Config: cfg, Output: schema},
			},
		}
		v := &view{project: &project{plan: p}}
		rec := seedbed.Record{Stage: "tried", Fields: seedbed.Fields{{Name: "text", Value: c.text}}}
		why, err := v.unkept(t.Context(), rec, &p.Stages[1], seedbed.Fields{{Name: "success", Value: false}})
		if err != nil || c.want == "" && why != "" || !strings.HasPrefix(why, c.want) {
			t.Errorf("%s of %q: %q, %v; want %q", c.when, c.text, why, err, c.want)
		}
	}
}
