package stage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"fmt"
	"slices"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
	"seedbed.dev/seedbed/internal/society"
)

//go:embed world_prompts/document.md
var worldPrompt []byte

// World is the kind that has a model write the documents of a simulated organisation.
func World() *plan.Kind {
	return &plan.Kind{
		Name: "world",
		Doc: "Makes an organisation from a brief, and has a model write its documents: mails in threads, chats, minutes, policies and tickets " +
			"that agree with one graph of facts. Each document has an author who is there on its date and knows what it is to state. Sensitive passages " +
			"and passages that merely look so are planted with labels; a document in which its passage cannot be found is rejected. " +
			"What contradicts the graph is found without a model and listed in `problems`. Without `from`. A `prompt` of one's own gets `organisation`, `does`, " +
			"`kind`, `date`, `author`, `recipients`, `topic`, `language`, `facts`, `avoid`, `passages`, `earlier` (of the thread), `position` and `of`.",
		Config: func() plan.StageConfig { return &worldConfig{} },
		New:    making("a world stage", newWorld),
	}
}

// The ways in which a passage gets into a document.
const (
	plantWritten  = "written"
	plantInserted = "inserted"
)

// worldConfig is what a recipe says of a world stage.
type worldConfig struct {
	Brief     string              `yaml:"brief" doc:"the file that describes the organisation" required:"true" example:"brief.yaml"`
	Model     string              `yaml:"model" doc:"the model that writes" required:"true" example:"writer"`
	Documents int                 `yaml:"documents" doc:"how many documents are written; the last thread is whole, so there may be a few more" default:"100" min:"1" max:"10000000" fingerprint:"-"`
	Kinds     config.Map[float64] `yaml:"kinds" doc:"kinds of documents, each with its share of the threads: email_thread, chat, minutes, policy, ticket" default:"{email_thread: 4, chat: 2, minutes: 1, policy: 1, ticket: 2}"`
	Sensitive config.Percent      `yaml:"sensitive" doc:"share of documents with a sensitive passage" default:"20%"`
	LookAlike config.Percent      `yaml:"look_alike" doc:"share of documents with a passage that looks sensitive and is not" default:"10%"`
	Plant     string              `yaml:"plant" doc:"how passages get into a text: the model writes them, or they are inserted as sentences of their own, for models too small to" enum:"written,inserted" default:"written"`
	Prompt    string              `yaml:"prompt" doc:"a prompt file to use instead of the built-in one" example:"prompts/document.md"`
	Attempts  int                 `yaml:"attempts" doc:"how often a document is asked for that lacks its passage or contradicts the graph, the first time counted; the best one stays" default:"3" min:"1" max:"20"`
	Seed      int64               `yaml:"seed" doc:"another seed, another organisation of the same brief"`
	Params    seedbed.Params      `yaml:"params" doc:"settings of this stage's calls, over those of the model; max_tokens is 1024 where neither says"`

	file   *prompt.File
	org    *society.Organisation
	demand society.Demand
}

// worldVars are what a prompt may use.
var worldVars = []string{
	"organisation", "does", "kind", "date", "author", "recipients", "topic", "language", "facts", "avoid", "passages", "earlier", "position", "of",
}

// Check implements plan.StageConfig.
func (c *worldConfig) Check(s *plan.Scope) plan.Needs {
	needs := plan.Needs{Models: []string{c.Model}, Prompt: c.Prompt, Output: worldOutput()}
	var model *plan.Model
	if c.Model != "" {
		model, _ = s.Model("model", c.Model)
		needs.Roles = []plan.Role{{Model: c.Model, As: plan.AsWriter}}
	}
	if s.HasFrom {
		s.Problem("from", "world starts by itself, from its brief", "leave from out")
	}
	c.demand = society.Demand{Documents: c.Documents, Sensitive: float64(c.Sensitive), LookAlike: float64(c.LookAlike)}
	c.checkKinds(s)
	if c.Sensitive+c.LookAlike > 1 {
		s.Problem("look_alike", fmt.Sprintf("sensitive and look_alike are %.0f %% together", 100*float64(c.Sensitive+c.LookAlike)), "make them 100% at the most; a document has one passage")
	}
	data, ok := []byte(nil), false
	if c.Brief != "" {
		data, ok = s.ReadFile("brief", c.Brief, "values")
	}
	if ok {
		needs.Parts = append(needs.Parts, part("brief", data))
		b, probs := society.ParseBrief(c.Brief, data)
		s.Report(probs)
		if len(probs) == 0 {
			c.org = society.New(b, worldSeed(data, c.Seed))
		}
	}
	if c.file = promptOr(s, c.Prompt, "the built-in prompt of world", worldPrompt); c.file != nil {
		needs.Revision = c.file.Revision
		needs.Parts = append(needs.Parts, "prompt="+c.file.Revision)
		s.Report(c.file.Check(worldVars, "world", false))
	}
	if c.org != nil && len(c.demand.Kinds) > 0 {
		for range c.org.Threads(c.demand) {
			needs.Roots++
		}
	}
	needs.Estimate = c.estimate(askParams(model, c.Params).MaxTokens)
	return needs
}

func worldOutput() seedbed.Schema {
	var out seedbed.Schema
	for _, f := range []seedbed.FieldType{
		{Name: "kind", Type: seedbed.TypeText},
		{Name: "date", Type: seedbed.TypeText},
		{Name: "author", Type: seedbed.TypeText},
		{Name: "recipients", Type: seedbed.TypeList},
		{Name: "thread", Type: seedbed.TypeText},
		{Name: "position", Type: seedbed.TypeInt},
		{Name: "subject", Type: seedbed.TypeText},
		{Name: "text", Type: seedbed.TypeText},
		{Name: "asserts", Type: seedbed.TypeList},
		{Name: "sensitive", Type: seedbed.TypeBool},
		{Name: "looks_sensitive", Type: seedbed.TypeText},
		{Name: "spans", Type: seedbed.TypeList},
		{Name: "problems", Type: seedbed.TypeList},
		{Name: seedbed.FieldValidity, Type: seedbed.TypeText},
		{Name: seedbed.FieldInvalid, Type: seedbed.TypeText},
	} {
		out = out.With(f.Name, f.Type)
	}
	return out
}

// worldSeed makes the organisation follow its brief alone: it stays the same while
// the prompt is being worked on.
func worldSeed(brief []byte, seed int64) uint64 {
	sum := sha256.Sum256(brief)
	return binary.BigEndian.Uint64(sum[:]) ^ uint64(seed)*0x9e3779b97f4a7c15
}

func (c *worldConfig) checkKinds(s *plan.Scope) {
	total := 0.0
	for _, k := range c.Kinds {
		key := config.Join("kinds", k.Key)
		switch {
		case !slices.Contains(society.Kinds, k.Key):
			s.Problem(key, fmt.Sprintf("%q is no kind of document (%v)", k.Key, society.Kinds), config.DidYouMean(k.Key, society.Kinds))
		case !(k.Value >= 0 && k.Value < 1e9):
			s.Problem(key, fmt.Sprintf("%v is no share", k.Value), "write a number such as 2")
		default:
			total += k.Value
			c.demand.Kinds = append(c.demand.Kinds, society.Weight{Kind: k.Key, Share: k.Value})
		}
	}
	if total == 0 {
		s.Problem("kinds", "no kind of document has a share", "add kinds: {email_thread: 4, chat: 2}")
		c.demand.Kinds = nil
	}
}

// estimate expects one call a document, of about what a prompt holds.
func (c *worldConfig) estimate(maxTokens int) func(plan.Flow) plan.Flow {
	overhead := 1200
	if c.file != nil {
		overhead += c.file.Size()
	}
	return func(plan.Flow) plan.Flow {
		n := c.Documents
		return plan.Flow{
			Rows: n, Bytes: 1500,
			Calls: []plan.CallFlow{{Model: c.Model, Calls: n, In: n * (overhead / 4), Out: n * min(maxTokens, 250), MaxOut: n * maxTokens}},
		}
	}
}
