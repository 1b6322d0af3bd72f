package recipe

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// memFiles is a project folder in memory.
type memFiles map[string]string

func (m memFiles) ReadFile(name string) ([]byte, error) {
	if s, ok := m[name]; ok {
		return []byte(s), nil
	}
	return nil, fs.ErrNotExist
}

func (m memFiles) Glob(pattern string) ([]string, error) {
	var out []string
	for name := range m {
		ok, err := path.Match(pattern, name)
		if err != nil {
			return nil, err
		}
		if ok || name == pattern {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// fakeWrite stands for kinds that make records with a model: generate, vary.
type fakeWrite struct {
	Model    string          `yaml:"model" doc:"the model that writes" required:"true" example:"writer" fingerprint:"-"`
	Prompt   string          `yaml:"prompt" doc:"the prompt file" required:"true" example:"prompts/hint.md" fingerprint:"-"`
	Copies   int             `yaml:"copies" doc:"rows for each record" default:"1" min:"1"`
	Rows     int             `yaml:"rows" doc:"rows without input" min:"0"`
	Field    string          `yaml:"field" doc:"name of the reply" default:"text"`
	Schema   json.RawMessage `yaml:"schema" doc:"schema of the reply"`
	Notes    string          `yaml:"notes" doc:"for people" fingerprint:"-"`
	prepared bool
}

func (c *fakeWrite) Check(s *plan.Scope) plan.Needs {
	c.prepared = true
	n := plan.Needs{Output: s.Input.With(c.Field, seedbed.TypeText), Roots: c.Rows, Prompt: c.Prompt}
	if c.Model != "" {
		if _, ok := s.Model("model", c.Model); ok {
			n.Models = []string{c.Model}
		}
	}
	if c.Prompt == "" {
		return n
	}
	data, ok := s.ReadFile("prompt", c.Prompt, "prompt")
	if !ok {
		return n
	}
	n.Revision = digest(data)
	n.Parts = []string{"prompt=" + n.Revision}
	for _, word := range strings.Fields(string(data)) {
		name, isVar := strings.CutPrefix(word, "$")
		if _, known := s.Input.Has(name); isVar && !known && !s.Input.Open {
			s.Report(seedbed.Problems{{
				Pos:     seedbed.Position{File: c.Prompt, Line: 1, Col: 1},
				Message: fmt.Sprintf("{{ %s }} is not a field", name),
			}})
		}
	}
	return n
}

// fakeJudge stands for judge.
type fakeJudge struct {
	Model  string `yaml:"model" doc:"the model that judges" required:"true" fingerprint:"-"`
	Rubric string `yaml:"rubric" doc:"the rubric file" required:"true" fingerprint:"-"`
}

func (c *fakeJudge) Check(s *plan.Scope) plan.Needs {
	n := plan.Needs{Output: s.Input, Models: []string{c.Model}, Roles: []plan.Role{{Model: c.Model, As: plan.AsJudge}}}
	s.Model("model", c.Model)
	if r, ok := s.Rubric("rubric", c.Rubric); ok {
		n.Rubric = r
		n.Output.Criteria = append(slices.Clone(n.Output.Criteria), r.Criteria...)
		n.Parts = []string{"rubric=" + r.Revision}
	}
	return n
}

// fakeKeep stands for keep: its condition is "criterion <= number".
type fakeKeep struct {
	When    string   `yaml:"when" doc:"the condition"`
	Want    int      `yaml:"want" doc:"how many" min:"1"`
	Against []string `yaml:"against" doc:"sources that must not be repeated"`
	Files   []string `yaml:"files" doc:"files that must not be repeated"`
}

func (c *fakeKeep) Check(s *plan.Scope) plan.Needs {
	if i := strings.Index(c.When, "score."); i >= 0 {
		name, _, _ := strings.Cut(c.When[i+len("score."):], " ")
		if !hasCriterion(s.Input.Criteria, name) && !s.Input.Open {
			s.ProblemAt("when", 1, i+1+len("score."), name+" is no criterion", "")
		}
	}
	for i, a := range c.Against {
		s.Source(fmt.Sprintf("against.%d", i), a)
	}
	for i, f := range c.Files {
		s.Glob(fmt.Sprintf("files.%d", i), f)
	}
	if c.Want == 13 {
		s.Warn("want", "13 is an odd number", "")
	}
	return plan.Needs{Output: s.Input, Want: c.Want}
}

func fakeKinds() []*plan.Kind {
	return []*plan.Kind{
		{Name: "write", Doc: "Writes records.", Config: func() plan.StageConfig { return &fakeWrite{} }},
		{Name: "judge", Doc: "Judges records.", Marks: true, Config: func() plan.StageConfig { return &fakeJudge{} }},
		{Name: "keep", Doc: "Keeps records.", Marks: true, Ordered: true, Free: true, Config: func() plan.StageConfig { return &fakeKeep{} }},
	}
}

const goodRecipe = `seedbed: 1
name: tutor-hints
purpose: Teach a small tutor model to hint without giving the answer away.
use: training
risk: {tier: elevated, because: pupils will read these}
models:
  writer: {provider: openai, model: gpt-5-mini, key: $OPENAI_API_KEY, temperature: 0.8, because: won}
  grader: {provider: anthropic, model: claude-haiku-4-5, key: $ANTHROPIC_API_KEY}
sources:
  questions: {file: seeds.jsonl, origin: human, license: MIT}
stages:
  hints:     {write: {from: questions, model: writer, prompt: prompts/hint.md, copies: 2}}
  scored:    {judge: {from: hints, model: grader, rubric: rubrics/hint.yaml}}
  kept:      {keep:  {from: scored, when: "score.gives_away <= 2", want: 2000}}
budget: 5
release: {formats: [parquet, jsonl]}
`

const goodRubric = `task: Judge a hint.
criteria:
  gives_away:
    ask: How much of the answer does it give away?
    scale: 1-7
    anchors: {1: nothing, 7: all of it}
  helpful: {ask: Does it help?, yes_no: true}
  tone: {ask: How does it sound?, choice: [kind, neutral, harsh], anchors: {harsh: would hurt}}
`

func goodFiles() memFiles {
	return memFiles{
		"seedbed.yaml":      goodRecipe,
		"seeds.jsonl":       `{"question":"q"}`,
		"prompts/hint.md":   "Hint at $question please",
		"rubrics/hint.yaml": goodRubric,
	}
}

func goodOptions(files memFiles) Options {
	return Options{
		Measures: []string{"duplicates", "diversity", "leakage", "redundancy"}, Figures: []string{"duplicates.near", "leakage"},
		Dir: "/projects/tutor", Kinds: fakeKinds(), Files: files,
		Env: func(name string) (string, bool) { return "secret-value", true },
		Sample: func(plan.Source) (seedbed.Schema, int, seedbed.Problems) {
			return seedbed.Schema{Fields: []seedbed.FieldType{{Name: "question", Type: seedbed.TypeText}}}, 1, nil
		},
	}
}

// mustLoad loads a recipe that has nothing wrong with it.
func mustLoad(t testing.TB, opt Options) *plan.Plan {
	t.Helper()
	p, probs := Load(opt)
	if p == nil {
		t.Fatalf("loading: %v", probs)
	}
	return p
}
