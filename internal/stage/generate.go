package stage

import (
	"context"
	"iter"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// Generate is the kind that has a model write: for each record, combination of
// attributes and copy, one reply.
func Generate() *plan.Kind {
	return &plan.Kind{
		Name: "generate",
		Doc: "Has a model write. Each record that comes in is put into the prompt, once for each combination of the prompt's " +
			"attributes and each copy; the reply becomes fields of a new record, beside the record's own and the attributes. " +
			"Without `from` the attributes alone give the rows. A reply that cannot be used is asked for again up to `attempts`, " +
			"and then is a rejected record with its reason. A copy that no reply could be had to is a failed record, which the next run tries again.",
		Config: func() plan.StageConfig { return &generateConfig{} },
		New:    making("a generate stage", newGenerate),
	}
}

// generateConfig is what a recipe says of a generate stage. What the prompt's
// front matter can say too holds where it is written here.
type generateConfig struct {
	Model              string         `yaml:"model" doc:"the model that writes" required:"true" example:"writer"`
	Prompt             string         `yaml:"prompt" doc:"the prompt file" required:"true" example:"prompts/hint.md"`
	Copies             int            `yaml:"copies" doc:"how many replies are asked for with the same prompt" default:"1" min:"1" max:"10000" fingerprint:"-"`
	Rows               int            `yaml:"rows" doc:"how many rows are made, where there is no from; left out: one for each combination of attributes" min:"1" fingerprint:"-"`
	Draws              int            `yaml:"draws" doc:"how many combinations are drawn for each record, where how is sample" default:"1" min:"1" max:"10000"`
	Attempts           int            `yaml:"attempts" doc:"how often a reply that cannot be used is asked for, the first time counted" default:"2" min:"1" max:"20"`
	Params             seedbed.Params `yaml:"params" doc:"settings of this stage's calls, over those of the model; max_tokens is 1024 where neither says"`
	AllowCut           bool           `yaml:"allow_cut" doc:"use a text that reached max_tokens as it is"`
	prompt.FrontMatter `yaml:",inline"`

	file       *prompt.File
	attributes *attributeSet // nil: none
	shown      []prompt.Exemplar
	picker     *prompt.Picker
	reader     replyReader
	schema     *replySchema
}

// generateCopies is the bound on copies, which keeps the copy numbers of rows
// with the same attributes apart.
const generateCopies = 10_000

// generateStage is safe for concurrent use.
type generateStage struct {
	cfg       *generateConfig
	name      string
	fp        seedbed.Fingerprint
	from      bool
	names     []string // of the attributes
	exemplars bool     // the prompt shows them
	asker     asker
}

func newGenerate(cfg *generateConfig, env plan.Env) (*generateStage, error) {
	model, err := env.Model(cfg.Model)
	if err != nil {
		return nil, err
	}
	g := &generateStage{
		cfg: cfg, name: env.Stage.Name, fp: env.Stage.Fingerprint, from: len(env.Stage.From) > 0,
		asker: asker{
			model: model, name: cfg.Model, stage: env.Stage.Name, attempts: cfg.Attempts, reader: &cfg.reader,
			params: askParams(env.Plan.Model(cfg.Model), cfg.Params),
		},
	}
	if cfg.schema != nil {
		g.asker.schema = cfg.schema.sent
	}
	if cfg.attributes != nil {
		g.names = cfg.attributes.names
	}
	for _, v := range cfg.file.Variables() {
		g.exemplars = g.exemplars || v.Name == "exemplars"
	}
	return g, nil
}

// Process implements seedbed.Stage.
func (g *generateStage) Process(ctx context.Context, rec seedbed.Record) ([]seedbed.Record, error) {
	var combos []attributeCombo
	if g.from && g.cfg.attributes != nil {
		combos = g.cfg.attributes.combos
		if g.cfg.attributes.how == howSample {
			combos = g.cfg.attributes.sample(prompt.Random("attributes", g.fp, rec.ID), g.cfg.Draws)
		}
	} else {
		combos = []attributeCombo{nil}
	}
	var shown prompt.Picked
	if g.exemplars && g.cfg.picker != nil {
		shown = g.cfg.picker.Pick(g.fp, rec.ID)
	}
	asks := make([]ask, len(combos)*g.cfg.Copies)
	for i, c := range combos {
		fields := g.with(rec.Fields, c)
		messages, err := g.render(fields, shown)
		fail := unfilled(err)
		for k := range g.cfg.Copies {
			// Copy by copy, so that more copies add records and change none.
			n := k*len(combos) + i
			asks[n] = ask{fields: fields, messages: messages, copy: n, failure: fail}
			if !g.from { // rows with the same attributes ask for different replies
				asks[n].copy = rec.Lineage.Copy*generateCopies + k
			}
		}
	}
	if err := g.asker.all(ctx, rec.ID, asks); err != nil {
		return nil, err
	}
	return g.records(&rec, asks, shown.IDs), nil
}

// with adds the values of a combination to a record's fields.
func (g *generateStage) with(fields seedbed.Fields, c attributeCombo) seedbed.Fields {
	if len(c) == 0 {
		return fields
	}
	out := make(seedbed.Fields, len(fields), len(fields)+len(c)+1)
	copy(out, fields)
	return withFields(out, g.cfg.attributes.fields(c))
}

// withFields sets fields in a slice that is the caller's own.
func withFields(own, more seedbed.Fields) seedbed.Fields {
next:
	for _, f := range more {
		for i := range own {
			if own[i].Name == f.Name {
				own[i].Value = f.Value
				continue next
			}
		}
		own = append(own, f)
	}
	return own
}

func (g *generateStage) render(fields seedbed.Fields, shown prompt.Picked) ([]seedbed.Message, error) {
	if g.exemplars && g.cfg.picker != nil {
		vars := make(seedbed.Fields, len(fields), len(fields)+1)
		copy(vars, fields)
		fields = withFields(vars, seedbed.Fields{{Name: "exemplars", Value: shown.Value}})
	}
	return g.cfg.file.Render(fields)
}

// records makes the outgoing records, in the order of the asks. An ask's first
// record has its number, and each further item of a list generateMost more than
// the one before: how many items one reply has, or whether it came at all, changes
// no record of another.
func (g *generateStage) records(rec *seedbed.Record, asks []ask, shown []string) []seedbed.Record {
	out := make([]seedbed.Record, 0, len(asks))
	for n := range asks {
		a := &asks[n]
		if a.lost != nil {
			child := g.child(rec, placeOf(n), shown)
			child.Lineage.Copy = n
			out = append(out, a.unanswered(child, g.name))
			continue
		}
		items := a.items
		if a.failure != nil {
			items = []replyItem{{reason: a.failure.reason, detail: a.failure.detail}}
		}
		for i, item := range items {
			child := g.child(rec, n+i*generateMost, shown)
			child.Fields = a.fields
			child.Lineage.Calls = a.calls
			if item.reason != "" {
				child = child.Reject(g.name, item.reason, item.detail)
			} else {
				own := make(seedbed.Fields, len(a.fields), len(a.fields)+len(item.fields))
				copy(own, a.fields)
				child.Fields = withFields(own, item.fields)
			}
			out = append(out, child)
		}
	}
	return out
}

// child is a record of this stage with what all of them have in common.
func (g *generateStage) child(rec *seedbed.Record, copy int, shown []string) seedbed.Record {
	child := rec.Child(g.name, g.fp, copy)
	child.Origin = seedbed.OriginGenerated
	child.Lineage.Revision = g.cfg.file.Revision
	child.Lineage.Exemplars = shown
	child.Lineage.Attributes = g.names
	child.Lineage.Model = g.asker.name
	child.Lineage.Depth = rec.Lineage.Depth + 1
	return child
}

// Roots implements seedbed.Rooter: a row for each combination of attributes, or
// as many as the recipe wants. Rows with the same attributes differ in
// Lineage.Copy, counted from 0.
func (g *generateStage) Roots(ctx context.Context) iter.Seq2[seedbed.Record, error] {
	return func(yield func(seedbed.Record, error) bool) {
		seen := map[string]int{}
		rng := prompt.Random("roots", g.fp, seedbed.ID{})
		for i := range g.cfg.roots() {
			if ctx.Err() != nil {
				yield(seedbed.Record{}, ctx.Err())
				return
			}
			var fields seedbed.Fields
			if set := g.cfg.attributes; set != nil {
				if set.how == howSample {
					drawn := set.sample(rng, 1)
					if len(drawn) == 0 {
						yield(seedbed.Record{}, seedbed.Errorf(seedbed.CodeInvalid, "stage %s: no combination of attributes meets the constraints", g.name))
						return
					}
					fields = set.fields(drawn[0])
				} else {
					fields = set.fields(set.combos[i%len(set.combos)])
				}
			}
			key := string(fields.AppendJSON(nil))
			occurrence := seen[key]
			seen[key]++
			if !yield(seedbed.Record{
				ID: seedbed.SeedID(g.fp, fields, occurrence), Stage: g.name, Fields: fields, Origin: seedbed.OriginGenerated,
				Lineage: seedbed.Lineage{Copy: occurrence, Attributes: g.names},
			}, nil) {
				return
			}
		}
	}
}

// roots is how many rows there are without from.
func (c *generateConfig) roots() int {
	switch {
	case c.Rows > 0:
		return c.Rows
	case c.attributes != nil && c.attributes.how != howSample:
		return len(c.attributes.combos)
	default:
		return 1
	}
}
