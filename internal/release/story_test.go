package release

import (
	"encoding/json"
	"fmt"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// hintRubric is a rubric as recipes have them.
func hintRubric() *seedbed.Rubric {
	return &seedbed.Rubric{Name: "hint", Revision: "ab12", Task: "A hint for a pupil.", Criteria: []seedbed.Criterion{
		{
			Name: "gives_away", Question: "Does it tell the answer?", Kind: seedbed.Scale, Min: 1, Max: 7,
			Anchors: []seedbed.Anchor{{Value: "1", Words: "nothing of it"}, {Value: "7", Words: "the answer itself"}},
		},
		{Name: "kind", Question: "Which kind?", Kind: seedbed.Choice, Choices: []string{"step", "question"}},
		{Name: "polite", Question: "Is it polite?", Kind: seedbed.YesNo},
	}}
}

// hintStory is an input with every part of a release in it, and hostile text
// wherever a seed, a model or a person can put some.
func hintStory(t testing.TB) Input {
	t.Helper()
	temperature := 0.8
	kind := func(name string) *plan.Kind { return &plan.Kind{Name: name} }
	p := &plan.Plan{
		Name: "tutor-hints", Purpose: "Teach a small tutor model to hint.", Use: "training",
		Risk: plan.Risk{Tier: "elevated", Because: "pupils will read these"},
		Models: []plan.Model{
			{Name: "writer", Provider: "openai", ID: "local", Because: "it needs no key", License: "Apache-2.0", Params: seedbed.Params{Temperature: &temperature, MaxTokens: 80}},
			{Name: "grader", Provider: "openai", ID: "<b>local</b>"},
		},
		Sources: []plan.Source{{Name: "questions", Origin: seedbed.OriginHuman, License: "MIT", Note: "GSM8K"}},
		Stages: []plan.Stage{
			{Name: "hints", Kind: kind("generate"), From: []string{"questions"}},
			{Name: "scored", Kind: kind("judge"), From: []string{"hints"}, Needs: plan.Needs{Rubric: hintRubric()}},
			{Name: "kept", Kind: kind("keep"), From: []string{"scored"}, Because: "the answer is the pupil's to find"},
		},
		Release:     plan.Release{Formats: []string{"parquet", "jsonl"}, Version: "1.2.0", Language: []string{"en"}, Tasks: []string{"text-generation"}},
		Fingerprint: seedbed.Fingerprint{1, 2, 3},
	}
	return Input{
		Plan: p, Version: "0.1.0", Out: t.TempDir() + "/out",
		Accepted: rowsOf(hintRows()...), Rejected: rowsOf(rejectedRows()...),
		Facts: Facts{
			Complete: true, Failed: 1,
			Stages: []StageFacts{
				{Name: "hints", In: 3, Out: 6, Spend: []ModelSpend{{"writer", seedbed.Spend{Calls: 6, In: 800, Out: 240, USD: 0.0012, Priced: 6}}}},
				{Name: "scored", In: 6, Out: 6, Unscored: 1, Spend: []ModelSpend{{"grader", seedbed.Spend{Calls: 6, In: 1400, Out: 500}}}},
				{Name: "kept", In: 6, Out: 3, Wanted: 4},
			},
			Models:  []ModelFacts{{Name: "writer", Answered: []string{"SmolLM2"}}},
			Sources: []SourceFacts{{Name: "questions", Rows: 3, Digest: "00ff"}},
			Prompts: []Prompt{{
				Path: "prompts/hint.md", Number: 2, Digest: "abcdef0123456789", Text: "Hint for:\n```\n{{ question }}\n```\n<script>alert(1)</script>\n", Stages: []string{"hints"},
				Exemplars: []Exemplar{{ID: "e1", Text: `{"question":"Tom has 12 pens"}`, Rows: 3}},
			}},
			Rubrics: []Rubric{{Path: "rubrics/hint.yaml", Number: 1, Digest: "ab12", Rubric: hintRubric(), Stages: []string{"scored"}}},
		},
	}
}

func scored(criterion string, v any) seedbed.Score {
	return seedbed.Score{Criterion: criterion, Status: seedbed.Scored, Value: v, Stage: "scored", Judge: "grader"}
}

func hintRows() []seedbed.Record {
	row := func(i int, text string, fields ...seedbed.Field) seedbed.Record {
		return seedbed.Record{
			ID: seedbed.ID{byte(i), 0xab}, Stage: "hints", Origin: seedbed.OriginGenerated,
			Fields: append(seedbed.Fields{
				{Name: "id", Value: fmt.Sprintf("gsm8k-%d", i)}, {Name: "question", Value: "How many?"}, {Name: "text", Value: text},
			}, fields...),
			Lineage:  seedbed.Lineage{Parents: []seedbed.ID{{byte(i)}}, Source: "questions"},
			Scores:   []seedbed.Score{scored("gives_away", int64(i)), scored("kind", "step"), scored("polite", true)},
			Decision: seedbed.Decision{State: seedbed.Accepted, Actor: "kept"},
		}
	}
	rows := []seedbed.Record{
		row(1, "Count the eggs first.", seedbed.Field{Name: "level", Value: int64(3)}, seedbed.Field{Name: "tags", Value: []any{"a", int64(1)}}),
		row(2, "NUL \x00, escape \x1b[31m, bad \xff byte, \u202eturned, \"quoted\", \u2028 line", seedbed.Field{Name: "level", Value: 2.5}, seedbed.Field{Name: "mixed", Value: "word"}),
		row(3, "", seedbed.Field{Name: "mixed", Value: int64(7)}, seedbed.Field{Name: "big", Value: json.Number("123456789012345678901234567890")}),
	}
	rows[2].Scores[0] = seedbed.Score{Criterion: "gives_away", Status: seedbed.Unscored, Reason: "verdict outside the rubric: 9"}
	return rows
}

func rejectedRows() []seedbed.Record {
	row := func(i int, reason, text string) seedbed.Record {
		r := hintRows()[0]
		r.ID = seedbed.ID{0xde, byte(i)}
		r.Fields = r.Fields.With("text", text)
		return r.Reject("kept", reason, "detail of "+text)
	}
	bad := seedbed.Record{ID: seedbed.ID{0xbb}, Stage: "questions", Origin: seedbed.OriginHuman, Fields: seedbed.Fields{{Name: "raw", Value: "{not json"}}}
	return []seedbed.Record{
		row(1, "gives the answer away", "It is 18. <img src=x onerror=alert(1)> [click](javascript:alert(1)) | pipe\n# heading"),
		row(2, "gives the answer away", "www.evil.example and https://evil.example, a@b.example, $x$ :smile: **bold** `code`"),
		row(3, "near-duplicate", "\u202egnp.exe \x1b[2J"),
		bad.Reject("questions", "unreadable row", "seeds.jsonl:4: not an object"),
	}
}
