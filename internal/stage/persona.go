package stage

import (
	_ "embed"
	"fmt"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/population"
	"seedbed.dev/seedbed/internal/prompt"
)

//go:embed persona_prompts/person.md
var personaPrompt []byte

// Persona is the kind that makes people from declared distributions, or takes
// those that people wrote.
func Persona() *plan.Kind {
	return &plan.Kind{
		Name: "persona",
		Doc: "Makes people, without `from`: their traits are drawn from a table of joint frequencies, from the shares of single traits, or from a table fitted " +
			"to such shares, within constraints; `want` plans how many there are at an intersection. The draw is even: each combination gets its expected number, rounded up or down. " +
			"With a model each person gets a description, which is checked against the traits; one that says otherwise is asked for again, and then rejected with its passage. " +
			"People who described themselves are better than invented ones: with `written` they come from a source, chosen so that they follow the same plan. " +
			"A `prompt` of one's own gets the traits by name, and `traits`, a map of all.",
		Config: func() plan.StageConfig { return &personaConfig{} },
		New:    making("a persona stage", newPersona),
	}
}

// personaConfig is what a recipe says of a persona stage.
type personaConfig struct {
	Table       string                       `yaml:"table" doc:"a CSV or JSON lines file with the joint frequencies of traits, a combination a row, or with one real person a row" example:"data/census.csv"`
	Weight      string                       `yaml:"weight" doc:"the table's column of counts or weights; left out: all rows count the same" example:"count"`
	Traits      []string                     `yaml:"traits" doc:"the table's columns to use; left out: all but the weight" example:"[age, gender, region]"`
	Marginals   config.Map[prompt.Attribute] `yaml:"marginals" doc:"the shares of single traits, each a map of values to shares; the table is fitted to them, and a trait that it does not have is taken as independent of the others" example:"{age: {18-29: 0.2, 30-64: 0.5, 65+: 0.3}}"`
	Constraints []string                     `yaml:"constraints" doc:"CEL expressions over the traits; only people for whom all are true are made" example:"[\"!(age == '18-29' && occupation == 'retired')\"]"`
	Sources     config.Map[string]           `yaml:"sources" doc:"where each trait's distribution is from" example:"{age: \"Eurostat demo_pjan 2024\"}" fingerprint:"-"`
	Rows        int                          `yaml:"rows" doc:"how many people" default:"100" min:"1" max:"1000000" fingerprint:"-"`
	Want        personaWant                  `yaml:"want" doc:"how many people there are at least at each intersection of traits" example:"{\"gender × region\": 5}" fingerprint:"-"`
	Seed        int64                        `yaml:"seed" doc:"another seed draws other people"`
	Written     string                       `yaml:"written" doc:"a source of people who described themselves, with fields named like the traits; they are used instead of invented ones" example:"volunteers"`
	Model       string                       `yaml:"model" doc:"the model that describes each person; left out: traits alone" example:"writer"`
	Prompt      string                       `yaml:"prompt" doc:"a prompt file to use instead of the built-in one" example:"prompts/person.md"`
	Field       string                       `yaml:"field" doc:"the field that the description becomes" default:"description"`
	Attempts    int                          `yaml:"attempts" doc:"how often a description is asked for that cannot be used or contradicts the traits, the first time counted" default:"3" min:"1" max:"20"`
	Params      seedbed.Params               `yaml:"params" doc:"settings of this stage's calls, over those of the model; max_tokens is 1024 where neither says"`

	file    *prompt.File
	joint   *population.Joint // nil: written people as they come
	dropped float64           // share of people that the constraints ruled out
	written *plan.Source
}

// personaWant is how many people are wanted at intersections.
type personaWant []population.Quota

// DecodeConfig reads {gender × region: 5} or {cell: "gender, region", at_least: 5}.
func (w *personaWant) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	var probs seedbed.Problems
	add := func(at, cell string, n int) {
		q := population.Quota{Traits: population.SplitQuota(cell), AtLeast: n}
		if len(q.Traits) == 0 || n < 1 {
			probs = append(probs, d.Problem(at, "a cell needs traits, and a number above 0", "write {gender × region: 5}"))
			return
		}
		*w = append(*w, q)
	}
	if d.Has(config.Join(path, "cell")) {
		var one struct {
			Cell    string `yaml:"cell" doc:"the traits" required:"true"`
			AtLeast int    `yaml:"at_least" doc:"how many" required:"true"`
		}
		if probs = d.Decode(path, &one); len(probs) == 0 {
			add(path, one.Cell, one.AtLeast)
		}
		return probs
	}
	var all config.Map[int]
	if probs = d.Decode(path, &all); len(probs) == 0 {
		for _, item := range all {
			add(config.Join(path, item.Key), item.Key, item.Value)
		}
	}
	return probs
}

// ConfigSchema gives both forms to editors.
func (personaWant) ConfigSchema() map[string]any {
	return map[string]any{"anyOf": []any{
		map[string]any{"type": "object", "properties": map[string]any{
			"cell": map[string]any{"type": "string"}, "at_least": map[string]any{"type": "integer", "minimum": 1},
		}, "required": []any{"cell", "at_least"}, "additionalProperties": false},
		map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "integer", "minimum": 1}},
	}}
}

// ConfigType names the forms for the reference.
func (personaWant) ConfigType() string { return "map" }

// Check implements plan.StageConfig.
func (c *personaConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Prompt: c.Prompt, Roots: c.Rows}
	if s.HasFrom {
		s.Problem("from", "persona starts by itself, and reads from no other stage", "leave from out; people who were written are named in written:")
	}
	model := c.checkModel(s, &needs)
	known := c.checkJoint(s, &needs)
	c.checkWritten(s, &needs)
	c.checkWant(s)
	c.checkSources(s)
	for _, item := range c.Sources {
		needs.Notes = append(needs.Notes, fmt.Sprintf("the distribution of %s is from: %s", item.Key, item.Value))
	}
	needs.Output = c.output()
	if c.Model != "" {
		c.file = promptOr(s, c.Prompt, "the built-in prompt of persona", personaPrompt)
	}
	if c.file != nil {
		needs.Revision = c.file.Revision
		needs.Parts = append(needs.Parts, "prompt="+c.file.Revision)
		if c.joint != nil {
			s.Report(c.file.Check(append(c.traitNames(), "traits"), "the traits", false))
		}
	}
	if c.joint != nil && known {
		needs.Attributes = c.planned()
		needs.Constraints = c.Constraints
	}
	needs.Estimate = c.estimate(askParams(model, c.Params).MaxTokens)
	return needs
}

func (c *personaConfig) checkModel(s *plan.Scope, needs *plan.Needs) *plan.Model {
	if c.Model == "" {
		if c.Prompt != "" {
			s.Problem("prompt", "there is a prompt, and no model to describe people", "add model: with the name of a model")
		}
		return nil
	}
	if c.Written != "" {
		s.Problem("model", "people who described themselves need no model to do it", "leave out model, or written")
	}
	m, _ := s.Model("model", c.Model)
	needs.Models = []string{c.Model}
	needs.Roles = []plan.Role{{Model: c.Model, As: plan.AsWriter}}
	return m
}

func (c *personaConfig) traitSchema() seedbed.Schema {
	var out seedbed.Schema
	for _, t := range c.joint.Traits {
		var typ seedbed.Type
		for _, v := range t.Values {
			typ = typ.Join(seedbed.TypeOf(v))
		}
		out = out.With(t.Name, typ)
	}
	return out
}

func (c *personaConfig) traitNames() []string {
	var out []string
	for _, t := range c.joint.Traits {
		out = append(out, t.Name)
	}
	return out
}

func (c *personaConfig) checkWritten(s *plan.Scope, needs *plan.Needs) {
	if c.Written == "" {
		return
	}
	src, ok := s.Source("written", c.Written)
	if !ok {
		return
	}
	c.written = src
	needs.Parts = append(needs.Parts, "written="+src.Fingerprint.String())
	if src.Origin != seedbed.OriginHuman && src.Origin != "" {
		s.Problem("written", fmt.Sprintf("source %q is %s, and written people are written by people", c.Written, src.Origin), "name a source with origin: human")
	}
	if c.joint == nil || src.Schema.Open || len(src.Schema.Fields) == 0 {
		return
	}
	for _, name := range c.traitNames() {
		if _, ok := src.Schema.Has(name); !ok {
			s.Problem("written", fmt.Sprintf("source %q has no field %s (%s)", c.Written, name, strings.Join(src.Schema.Names(), ", ")), config.DidYouMean(name, src.Schema.Names()))
		}
	}
}

func (c *personaConfig) checkWant(s *plan.Scope) {
	if c.joint == nil {
		return
	}
	ok := true
	for _, q := range c.Want {
		for _, name := range q.Traits {
			if c.joint.Trait(name) < 0 {
				s.Problem("want", fmt.Sprintf("%q is no trait (%s)", name, strings.Join(c.traitNames(), ", ")), config.DidYouMean(name, c.traitNames()))
				ok = false
			}
		}
	}
	if !ok {
		return
	}
	if err := c.joint.Check(c.Rows, c.Want); err != nil {
		s.Problem("want", err.Error(), "")
	}
}

// checkSources looks whether every trait says where its shares are from.
func (c *personaConfig) checkSources(s *plan.Scope) {
	if c.joint == nil {
		return
	}
	for _, item := range c.Sources {
		if c.joint.Trait(item.Key) < 0 {
			s.Problem(config.Join("sources", item.Key), fmt.Sprintf("%q is no trait (%s)", item.Key, strings.Join(c.traitNames(), ", ")), config.DidYouMean(item.Key, c.traitNames()))
		}
	}
	var without []string
	for _, name := range c.traitNames() {
		if _, ok := c.Sources.Get(name); !ok {
			without = append(without, name)
		}
	}
	if len(without) > 0 {
		s.Warn("sources", fmt.Sprintf("nothing says where the distribution of %s is from", strings.Join(without, ", ")), fmt.Sprintf("add sources: {%s: \"census of 2021, table 3\"}", without[0]))
	}
}

func (c *personaConfig) planned() []plan.Attribute {
	var out []plan.Attribute
	for _, t := range c.joint.Traits {
		if len(t.Values) > 1000 { // a column of names or the like: nothing to compare by
			continue
		}
		a := plan.Attribute{Name: t.Name, Typed: t.Values}
		for _, v := range t.Values {
			a.Values = append(a.Values, seedbed.TextOf(v))
		}
		out = append(out, a)
	}
	return out
}

func (c *personaConfig) output() seedbed.Schema {
	var out seedbed.Schema
	if c.written != nil {
		return seedbed.Schema{Fields: c.written.Schema.Fields, Open: c.written.Schema.Open}
	}
	if c.joint != nil {
		out = c.traitSchema()
	} else {
		out.Open = true // what there is could not be told
	}
	if c.Model != "" {
		out = out.With(c.Field, seedbed.TypeText)
	}
	return out
}

func (c *personaConfig) estimate(maxTokens int) func(plan.Flow) plan.Flow {
	overhead := 200
	if c.file != nil {
		overhead += c.file.Size()
	}
	return func(plan.Flow) plan.Flow {
		f := plan.Flow{Rows: c.Rows, Bytes: 100}
		if c.Model != "" {
			out := min(maxTokens, askWords)
			f.Bytes += 4 * out
			f.Calls = []plan.CallFlow{{Model: c.Model, Calls: c.Rows, In: c.Rows * overhead / 4, Out: c.Rows * out, MaxOut: c.Rows * maxTokens}}
		}
		return f
	}
}
