package stage

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

//go:embed evolve_prompts/*.md
var evolvePrompts embed.FS

// The ways to make an instruction from others.
const (
	evolveDeeper   = "deeper"
	evolveBroader  = "broader"
	evolveInstruct = "instruct"
	evolveSeed     = "seed" // what a seed that is given on says of itself
)

// evolveMethod is a way to make an instruction harder (Xu et al. 2023, section 3.2).
type evolveMethod struct{ name, says string }

var evolveMethods = []evolveMethod{
	{"constraint", "Add one more constraint or requirement to it."},
	{"deepen", "Where it asks after something, let it ask deeper and more widely."},
	{"concrete", "Put something more specific in the place of a general notion."},
	{"reasoning", "Where few steps of thought would do, let it ask outright for several."},
	{"input", "Give it some data to work on, such as a short table, a list or a piece of code."},
}

// evolveHow is what a row says of how it was made: "broader", "deeper: constraint".
func evolveHow(how, method string) string {
	if method == "" {
		return how
	}
	return how + ": " + method
}

// Evolve is the kind that grows a pool of instructions, open-endedly.
func Evolve() *plan.Kind {
	return &plan.Kind{
		Name: "evolve",
		Doc: "Grows a pool of instructions from seeds, without `from`, round by round: deeper makes one of the pool harder (Evol-Instruct, Xu et al. 2023), broader makes another of its field, " +
			"and instruct asks for one more beside several of the pool (Self-Instruct, Wang et al. 2022). What is new joins the pool and is a row; what is not novel, too long, refused or a copy of the prompt is a rejected row. " +
			"It stops when hardly anything new comes: when the share of novel ones among the last offspring is below `saturation`, with 95 % confidence; and says why it stopped. The fields `depth`, `how` (\"deeper: constraint\") and `round` say how a row was made. " +
			"The calls of a round run side by side, and the pool grows in plan order. A `prompt` of one's own gets `how`, `instruction` or `examples`, and `method`.",
		Ordered: true,
		Config:  func() plan.StageConfig { return &evolveConfig{} },
		New:     making("an evolve stage", newEvolve),
	}
}

// evolveConfig is what a recipe says of an evolve stage. What only says when to stop
// is in no fingerprint: growth goes on from where it was.
type evolveConfig struct {
	Seeds      []string       `yaml:"seeds" doc:"the sources of the instructions to start from" required:"true" example:"[questions]"`
	Model      string         `yaml:"model" doc:"the model that writes" required:"true" example:"writer"`
	How        []string       `yaml:"how" doc:"the ways that take turns" enum:"deeper,broader,instruct" default:"[deeper, broader, instruct]"`
	Prompt     string         `yaml:"prompt" doc:"a prompt file to use instead of the built-in ones, for all ways" example:"prompts/evolve.md"`
	Field      string         `yaml:"field" doc:"the field of the instruction, in the seeds and in the rows" default:"instruction"`
	Rounds     int            `yaml:"rounds" doc:"how many rounds, at the most" default:"20" min:"1" max:"100000" fingerprint:"-"`
	Batch      int            `yaml:"batch" doc:"how many offspring a round asks for" default:"32" min:"1" max:"1024"`
	Novelty    float64        `yaml:"novelty" doc:"how alike an offspring may be to what is in the pool: one whose Jaccard similarity of word pairs with any is as high is not novel" default:"0.7" min:"0.05" max:"1"`
	Depth      int            `yaml:"depth" doc:"how many generations from the seeds, at the most" default:"5" min:"1" max:"1000"`
	Longest    int            `yaml:"longest" doc:"how many words an instruction may have" default:"300" min:"3" max:"100000"`
	AtMost     int            `yaml:"at_most" doc:"how many new instructions, at the most" default:"5000" min:"1" max:"1000000" fingerprint:"-"`
	Saturation config.Percent `yaml:"saturation" doc:"the share of novel ones among the last offspring below which it stops; 0% for never" default:"5%" fingerprint:"-"`
	KeepSeeds  bool           `yaml:"keep_seeds" doc:"give the seeds on too, as rows of depth 0; otherwise they are rejected rows: is a seed" fingerprint:"-"`
	Attempts   int            `yaml:"attempts" doc:"how often a reply that cannot be used is asked for, the first time counted" default:"2" min:"1" max:"20"`
	Params     seedbed.Params `yaml:"params" doc:"settings of this stage's calls, over those of the model; max_tokens is 1024 where neither says"`

	files   map[string]*prompt.File // by how
	sources []plan.Source
}

// evolveVars are what a prompt may use.
var evolveVars = []string{"how", "instruction", "method", "examples"}

// Check implements plan.StageConfig.
func (c *evolveConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Models: []string{c.Model}, Prompt: c.Prompt, Roots: 1}
	if s.HasFrom {
		s.Problem("from", "evolve has to see all of the pool at once, and reads from no other stage", "leave from out, and name the sources in seeds:")
	}
	var model *plan.Model
	if c.Model != "" {
		model, _ = s.Model("model", c.Model)
		needs.Roles = []plan.Role{{Model: c.Model, As: plan.AsWriter}}
	}
	c.checkSeeds(s, &needs)
	for i, how := range c.How {
		if slices.Contains(c.How[:i], how) {
			s.Problem(fmt.Sprintf("how.%d", i), how+" is there twice", "leave one out")
		}
	}
	if len(c.How) == 0 {
		s.Problem("how", "no way to make instructions is named", "write how: [deeper, broader, instruct]")
	}
	c.checkPrompts(s, &needs)
	for _, name := range []string{"depth", "how", "round"} {
		if name == c.Field {
			s.Problem("field", fmt.Sprintf("%s is a field that the stage makes itself", name), "give the instruction another name")
		}
	}
	if c.Saturation > 0 && float64(c.Saturation) < .001 {
		s.Problem("saturation", "to tell less than 0.1 % takes thousands of offspring that are not new", "write 5%, or 0% for never")
	}
	needs.Attributes = []plan.Attribute{c.planned()}
	needs.Output = seedbed.Schema{}.With(c.Field, seedbed.TypeText).With("depth", seedbed.TypeInt).With("how", seedbed.TypeText).
		With("round", seedbed.TypeInt)
	needs.Estimate = c.estimate(askParams(model, c.Params).MaxTokens)
	return needs
}

// planned are the values that the field how may have.
func (c *evolveConfig) planned() plan.Attribute {
	a := plan.Attribute{Name: "how"}
	add := func(how string) { a.Values, a.Typed = append(a.Values, how), append(a.Typed, how) }
	if c.KeepSeeds {
		add(evolveSeed)
	}
	for _, how := range c.How {
		if how != evolveDeeper {
			add(how)
			continue
		}
		for _, m := range evolveMethods {
			add(evolveHow(how, m.name))
		}
	}
	return a
}

func (c *evolveConfig) checkSeeds(s *plan.Scope, needs *plan.Needs) {
	c.sources = nil
	for i, name := range c.Seeds {
		key := fmt.Sprintf("seeds.%d", i)
		if slices.Contains(c.Seeds[:i], name) {
			s.Problem(key, fmt.Sprintf("source %q is there twice", name), "leave one out")
			continue
		}
		src, ok := s.Source(key, name)
		if !ok {
			continue
		}
		c.sources = append(c.sources, *src)
		needs.Parts = append(needs.Parts, "seeds="+src.Fingerprint.String())
		names := src.Schema.Names()
		if t, has := src.Schema.Has(c.Field); !has && !src.Schema.Open && len(names) > 0 {
			s.Problem("field", fmt.Sprintf("source %q has no field %s (%s)", name, c.Field, strings.Join(names, ", ")), config.DidYouMean(c.Field, names))
		} else if has && t != seedbed.TypeText && t != seedbed.TypeAny {
			s.Problem("field", fmt.Sprintf("field %s of source %q is no text: its type is %s", c.Field, name, t), "name a field that holds text")
		}
	}
}

// checkPrompts reads the prompt of each way: one's own for all, or the built-in ones.
func (c *evolveConfig) checkPrompts(s *plan.Scope, needs *plan.Needs) {
	c.files = map[string]*prompt.File{}
	if c.Prompt != "" {
		f := ownPrompt(s, needs, c.Prompt)
		if f == nil {
			return
		}
		s.Report(f.Check(evolveVars, "evolve", false))
		for _, how := range c.How {
			c.files[how] = f
		}
		return
	}
	for _, how := range c.How {
		data, err := evolvePrompts.ReadFile("evolve_prompts/" + how + ".md")
		if err != nil {
			continue // how is wrong, which is reported already
		}
		if f := promptOr(s, "", "the built-in prompt "+how, data); f != nil {
			c.files[how] = f
			needs.Parts = append(needs.Parts, how+"="+f.Revision)
		}
	}
	needs.Parts = append(needs.Parts, part("methods", fmt.Append(nil, evolveMethods)))
}

// estimate is what it comes to where nothing stops it before its bounds.
func (c *evolveConfig) estimate(maxTokens int) func(plan.Flow) plan.Flow {
	overhead := 600
	for _, f := range c.files {
		overhead = max(overhead, 600+f.Size())
	}
	return func(plan.Flow) plan.Flow {
		calls := attributeCap(float64(c.Rounds) * float64(c.Batch))
		out := min(maxTokens, 60)
		return plan.Flow{
			Rows: min(calls, c.AtMost), Bytes: 4*out + 40,
			Calls: []plan.CallFlow{{Model: c.Model, Calls: calls, In: calls * (overhead / 4), Out: calls * out, MaxOut: calls * maxTokens}},
		}
	}
}
