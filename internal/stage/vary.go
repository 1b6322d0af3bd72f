package stage

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// The ways to vary a text. Each has a built-in prompt.
const (
	varyParaphrase = "paraphrase"
	varySynonym    = "synonym"
	varyStyle      = "style"
	varyLanguage   = "language"
	varyLevel      = "level"
)

//go:embed vary_prompts/*.md
var varyPrompts embed.FS

// Vary is the kind that has a model say the text of a record in another way, and
// checks that what must survive did.
func Vary() *plan.Kind {
	return &plan.Kind{
		Name: "vary",
		Doc: "Has a model write the text of one field in another way: paraphrase, synonym, style, language or level. The new record " +
			"has the fields of the old one, its label among them, with that text in place of the old. What `keep` names must survive, " +
			"and is checked after; a variation that lost a number or a span, or that is the old text again, is rejected. " +
			"A `prompt` of one's own gets the record's fields, `varied` (the text), `keep` (a list) and `numbers` (true or false).",
		Config: func() plan.StageConfig { return &varyConfig{} },
		New:    making("a vary stage", newVary),
	}
}

// varyConfig is what a recipe says of a vary stage.
type varyConfig struct {
	Model    string         `yaml:"model" doc:"the model that writes" required:"true" example:"writer"`
	How      string         `yaml:"how" doc:"what changes: the wording, single words, the style, the language or the level of reader" enum:"paraphrase,synonym,style,language,level" default:"paraphrase"`
	Field    string         `yaml:"field" doc:"the field whose text is varied" required:"true" example:"question"`
	Style    []string       `yaml:"style" doc:"styles to go over, where how is style" example:"[\"a hurried text message\", formal]"`
	Language []string       `yaml:"language" doc:"languages to go over, where how is language" example:"[German, Swahili]"`
	Level    []string       `yaml:"level" doc:"levels of reader to go over, where how is level" example:"[\"a child of eight\", \"a learner of the language\"]"`
	Keep     varyKeep       `yaml:"keep" doc:"what must survive"`
	Prompt   string         `yaml:"prompt" doc:"a prompt file to use instead of the built-in one"`
	Copies   int            `yaml:"copies" doc:"how many variations are asked for, for each value gone over" default:"1" min:"1" max:"10000" fingerprint:"-"`
	Attempts int            `yaml:"attempts" doc:"how often an empty reply is asked for, the first time counted" default:"2" min:"1" max:"20"`
	Params   seedbed.Params `yaml:"params" doc:"settings of this stage's calls, over those of the model; max_tokens is 1024 where neither says"`

	file   *prompt.File
	values []string // to go over; nil: none
	uses   bool     // the prompt uses what varyVars adds besides the text
}

// varyKeep is what of a text must survive.
type varyKeep struct {
	Spans   []string `yaml:"spans" doc:"names of fields whose text must stay where the varied text has it, or the literal texts themselves" example:"[name, \"Fig. 1\"]"`
	Numbers bool     `yaml:"numbers" doc:"every number stays, as often as it was there, and none is added; 1,000 is 1000" default:"true"`
	Label   string   `yaml:"label" doc:"the field that holds the label; it is carried over, and may not be the varied one" example:"answer"`
}

// Check implements plan.StageConfig.
func (c *varyConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Models: []string{c.Model}, Prompt: c.Prompt, Output: s.Input}
	var model *plan.Model
	if c.Model != "" {
		model, _ = s.Model("model", c.Model)
	}
	if !s.HasFrom {
		s.Problem("from", "vary changes records, and nothing comes in", "add from: SOURCE")
	}
	c.checkFields(s)
	c.values = c.checkValues(s)
	if c.values != nil {
		needs.Output = needs.Output.With(c.How, seedbed.TypeText)
	}
	needs.Output = needs.Output.With(c.Field, seedbed.TypeText)
	needs.Output.Criteria = nil // scores were of the old text
	if c.loadPrompt(s) {
		needs.Revision = c.file.Revision
		needs.Parts = []string{"prompt=" + c.file.Revision}
		c.checkVariables(s)
	}
	needs.Estimate = c.estimate(askParams(model, c.Params).MaxTokens)
	return needs
}

func (c *varyConfig) checkFields(s *plan.Scope) {
	missing := func(key, name string) {
		if _, ok := s.Input.Has(name); !ok && !s.Input.Open && name != "" {
			s.Problem(key, fmt.Sprintf("%q is not a field of the records that come in (%s)", name, strings.Join(s.Input.Names(), ", ")), "")
		}
	}
	missing("field", c.Field)
	missing("keep.label", c.Keep.Label)
	if c.Keep.Label != "" && c.Keep.Label == c.Field {
		s.Problem("keep.label", "the varied field cannot be the label too", "name the field that must stay as it is")
	}
	if t, ok := s.Input.Has(c.Field); ok && t != seedbed.TypeText && t != seedbed.TypeAny {
		s.Problem("field", fmt.Sprintf("%q is %s, and only text can be varied", c.Field, t), "")
	}
	if slices.Contains(c.Keep.Spans, "") {
		s.Problem("keep.spans", "an empty span is in every text", "remove it")
	}
	if slices.Contains(c.Keep.Spans, c.Field) {
		s.Problem("keep.spans", "the varied field itself cannot stay as it is", "remove it")
	}
}

// checkValues returns the values that the stage goes over.
func (c *varyConfig) checkValues(s *plan.Scope) []string {
	lists := []struct {
		how    string
		values []string
	}{{varyStyle, c.Style}, {varyLanguage, c.Language}, {varyLevel, c.Level}}
	var out []string
	for _, l := range lists {
		switch {
		case l.how != c.How && len(l.values) > 0:
			s.Problem(l.how, fmt.Sprintf("%s is for how: %s, and this is how: %s", l.how, l.how, c.How), "leave it out, or change how")
		case l.how == c.How && len(l.values) == 0:
			s.Problem("how", fmt.Sprintf("how: %s needs what to go over", l.how), fmt.Sprintf("add %s: [...]", l.how))
		case l.how == c.How:
			out = l.values
			if _, ok := s.Input.Has(l.how); ok {
				s.Warn(l.how, fmt.Sprintf("the records' own field %q is replaced by the value gone over", l.how), "")
			}
		}
	}
	return out
}

// loadPrompt reads the prompt file, or the built-in one.
func (c *varyConfig) loadPrompt(s *plan.Scope) bool {
	builtIn, err := varyPrompts.ReadFile("vary_prompts/" + c.How + ".md")
	if c.Prompt == "" && err != nil {
		return false // how is wrong, which is reported already
	}
	c.file = promptOr(s, c.Prompt, "the built-in prompt "+c.How, builtIn)
	if c.file != nil && c.file.Doc != nil && len(c.file.Doc.Keys("")) > 0 {
		s.Warn("prompt", "the front matter of a prompt for vary is not used", "write the settings in the recipe")
	}
	return c.file != nil
}

func (c *varyConfig) checkVariables(s *plan.Scope) {
	if c.Prompt == "" {
		c.uses = true
		return
	}
	known := append(slices.Clone(s.Input.Names()), "varied", "keep", "numbers")
	if c.values != nil && !slices.Contains(known, c.How) {
		known = append(known, c.How)
	}
	s.Report(c.file.Check(known, "the records that come in", s.Input.Open))
	text := false
	for _, v := range c.file.Variables() {
		text = text || v.Name == "varied" || v.Name == c.Field
		c.uses = c.uses || v.Name == "varied" || v.Name == "keep" || v.Name == "numbers"
	}
	if !text {
		s.Problem("prompt", "the prompt does not show the text to vary", "add {{ varied }}")
	}
}

func (c *varyConfig) estimate(maxTokens int) func(plan.Flow) plan.Flow {
	overhead := 0
	if c.file != nil {
		overhead = c.file.Size()
	}
	return func(in plan.Flow) plan.Flow {
		calls := attributeCap(float64(in.Rows) * float64(max(1, len(c.values))) * float64(c.Copies))
		out := min(maxTokens, in.Bytes/4+1) // about as long as what came in
		return plan.Flow{
			Rows: calls, Bytes: in.Bytes,
			Calls: []plan.CallFlow{{
				Model: c.Model, Calls: calls, In: calls * ((overhead + in.Bytes) / 4), Out: calls * out, MaxOut: calls * maxTokens,
			}},
		}
	}
}

// varyStage is safe for concurrent use.
type varyStage struct {
	cfg   *varyConfig
	name  string
	fp    seedbed.Fingerprint
	asker asker
}

func newVary(cfg *varyConfig, env plan.Env) (*varyStage, error) {
	model, err := env.Model(cfg.Model)
	if err != nil {
		return nil, err
	}
	return &varyStage{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint,
		asker: asker{
			model: model, name: cfg.Model, stage: env.Stage.Name, attempts: cfg.Attempts,
			reader: &replyReader{form: replyText, field: cfg.Field},
			params: askParams(env.Plan.Model(cfg.Model), cfg.Params),
		},
	}, nil
}

// Process implements seedbed.Stage.
func (v *varyStage) Process(ctx context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	old := rec.Fields.Text(v.cfg.Field)
	if strings.TrimSpace(old) == "" {
		child := v.child(&rec, 0)
		return []seedbed.Record{child.Reject(v.name, "nothing to vary", fmt.Sprintf("%s is empty", v.cfg.Field))}, nil
	}
	spans := v.spans(&rec, old)
	values := v.cfg.values
	if values == nil {
		values = []string{""}
	}
	asks := make([]ask, len(values)*v.cfg.Copies)
	for i, value := range values {
		fields := rec.Fields
		if v.cfg.values != nil {
			fields = fields.With(v.cfg.How, value)
		}
		messages, err := v.cfg.file.Render(v.vars(fields, old, spans))
		fail := unfilled(err)
		for k := range v.cfg.Copies {
			// Copy by copy, so that more copies add records and change none.
			n := k*len(values) + i
			asks[n] = ask{fields: fields, messages: messages, copy: n, failure: fail}
		}
	}
	if err := v.asker.all(ctx, rec.ID, asks); err != nil {
		return nil, err
	}
	out := make([]seedbed.Record, len(asks))
	for i := range asks {
		if asks[i].lost != nil {
			child := v.child(&rec, placeOf(i))
			child.Lineage.Copy = i
			out[i] = asks[i].unanswered(child, v.name)
			continue
		}
		out[i] = v.record(&rec, &asks[i], i, old, spans)
	}
	return out, nil
}

// vars are a record's fields and what the built-in prompts use besides.
func (v *varyStage) vars(fields seedbed.Fields, old string, spans []string) seedbed.Fields {
	if !v.cfg.uses {
		return fields
	}
	keep := make([]any, len(spans))
	for i := range spans {
		keep[i] = spans[i]
	}
	own := make(seedbed.Fields, len(fields), len(fields)+3)
	copy(own, fields)
	return withFields(own, seedbed.Fields{{Name: "varied", Value: old}, {Name: "keep", Value: keep}, {Name: "numbers", Value: v.cfg.Keep.Numbers}})
}

// spans are the texts that must survive: those of them that the old text has.
func (v *varyStage) spans(rec *seedbed.Record, old string) []string {
	var out []string
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" && strings.Contains(old, s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, name := range v.cfg.Keep.Spans {
		value, ok := rec.Fields.Get(name)
		if list, is := value.([]any); is {
			for _, item := range list {
				add(seedbed.TextOf(item))
			}
			continue
		}
		if !ok {
			add(name)
			continue
		}
		add(seedbed.TextOf(value))
	}
	return out
}

func (v *varyStage) child(rec *seedbed.Record, copy int) seedbed.Record {
	child := rec.Child(v.name, v.fp, copy)
	child.Origin = seedbed.OriginPerturbed
	child.Lineage.Revision = v.cfg.file.Revision
	child.Lineage.Model = v.cfg.Model
	child.Lineage.Depth = rec.Lineage.Depth + 1
	if v.cfg.values != nil {
		child.Lineage.Attributes = []string{v.cfg.How}
	}
	return child
}

// record makes the outgoing record of a question, rejected where the reply
// failed or lost something. A rejected variation keeps its text, to be looked at.
func (v *varyStage) record(rec *seedbed.Record, a *ask, copy int, old string, spans []string) seedbed.Record {
	child := v.child(rec, copy)
	child.Lineage.Calls = a.calls
	child.Fields = a.fields
	if a.failure != nil {
		return child.Reject(v.name, a.failure.reason, a.failure.detail)
	}
	text, _ := a.items[0].fields[0].Value.(string)
	child.Fields = a.fields.With(v.cfg.Field, text)
	if reason, detail := v.lost(old, text, spans); reason != "" {
		return child.Reject(v.name, reason, detail)
	}
	return child
}
