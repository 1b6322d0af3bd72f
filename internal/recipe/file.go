package recipe

import (
	"encoding/json"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

// file is a recipe as it is written. Its stages are decoded by their kinds.
type file struct {
	Version  int                     `yaml:"seedbed" doc:"version of the recipe format" default:"1" min:"1"`
	Name     string                  `yaml:"name" doc:"name of the dataset; left out: the folder's" example:"tutor-hints"`
	Purpose  string                  `yaml:"purpose" doc:"what the data is for, for the documents" example:"Teach a small tutor model to hint without giving the answer away."`
	Use      string                  `yaml:"use" doc:"whether a model is trained or evaluated with the data" enum:"training,evaluation"`
	Domain   string                  `yaml:"domain" doc:"field that the data is of; at high risk its experts look at the rows" example:"paediatrics"`
	Risk     plan.Risk               `yaml:"risk" doc:"how much harm wrong data may do"`
	Models   config.Map[modelEntry]  `yaml:"models" doc:"the auxiliary models, by the names that stages call them"`
	Sources  config.Map[sourceEntry] `yaml:"sources" doc:"where seeds come from, by the names that stages read them by"`
	Measure  measureEntry            `yaml:"measure" doc:"what is measured of the accepted rows at the end of a run: a list of measures, or a map" example:"[duplicates, diversity, coverage]"`
	Demand   demandEntry             `yaml:"demand" doc:"what has to hold before a release may be made"`
	Gate     config.Map[plan.Gate]   `yaml:"gate" doc:"named stops before a release: what has to be found, claimed and signed by whom" example:"{ready: {findings: serious, sign: [owner]}}"`
	Budget   budgetEntry             `yaml:"budget" doc:"what a run may spend: US dollars, or a map" example:"5"`
	Wave     int                     `yaml:"wave" doc:"which time the plan is carried out against the system under test: each asks it anew; set by seedbed watch" min:"0" max:"1000"`
	InFlight int                     `yaml:"in_flight" doc:"most calls under way at once at each endpoint; left out: 256, or the in_flight of its models" min:"0"`
	Release  plan.Release            `yaml:"release" doc:"what a release holds and says"`
}

// modelEntry is a model as a recipe declares it: a map, or its name alone.
type modelEntry struct {
	Provider    string             `yaml:"provider" doc:"who speaks to it; left out: exec with a command, http with a request or reply, anthropic for claude-*, openai otherwise" enum:"openai,anthropic,http,exec"`
	Model       string             `yaml:"model" doc:"what the provider calls it" example:"gpt-5-mini"`
	URL         string             `yaml:"url" doc:"address of the server; left out: the provider's own" example:"http://127.0.0.1:11434/v1"`
	Key         string             `yaml:"key" doc:"environment variable that holds the key, with a $; left out: $OPENAI_API_KEY or $ANTHROPIC_API_KEY, or none with a url" example:"$OPENAI_API_KEY"`
	Command     []string           `yaml:"command" doc:"program that answers, for provider exec" example:"[python3, model.py]"`
	Request     json.RawMessage    `yaml:"request" doc:"what provider http sends: JSON whose texts are templates over messages, last, system and copy; \"{{ messages }}\" alone is the list; left out: {messages: \"{{ messages }}\"}" example:"{message: \"{{ last }}\"}"`
	Reply       replyEntry         `yaml:"reply" doc:"where a reply of provider http has its text, as a path; left out: the whole body is text; or a map of paths" example:"output.text"`
	Headers     config.Map[string] `yaml:"headers" doc:"further headers for provider http; {{ key }} in one stands for the key, which is sent as a bearer token otherwise" example:"{X-Id: study-7}"`
	Family      string             `yaml:"family" doc:"family of related models that it is of, where the table of families does not know it; also after whom it was taught: mine < llama" example:"llama"`
	Revision    string             `yaml:"revision" doc:"tells apart models that the provider calls the same" example:"2026-11-01"`
	Temperature *float64           `yaml:"temperature" doc:"how freely tokens are drawn" min:"0" max:"2"`
	TopP        *float64           `yaml:"top_p" doc:"share of probability that tokens are drawn from" min:"0" max:"1"`
	MaxTokens   int                `yaml:"max_tokens" doc:"most tokens of a reply" min:"1"`
	Seed        *int64             `yaml:"seed" doc:"seed for providers that take one"`
	Stop        []string           `yaml:"stop" doc:"texts that end a reply"`
	Logprobs    int                `yaml:"logprobs" doc:"alternatives per token whose log-probabilities are asked for" min:"0" max:"20"`
	Extra       json.RawMessage    `yaml:"extra" doc:"further keys of the provider's request" example:"{reasoning_effort: low}"`
	InFlight    int                `yaml:"in_flight" doc:"most calls under way at once at its endpoint; left out: as many as it is found to take, up to 256" min:"0"`
	RPM         int                `yaml:"rpm" doc:"requests a minute that the account allows" min:"0"`
	TPM         int                `yaml:"tpm" doc:"tokens a minute that the account allows" min:"0"`
	Timeout     time.Duration      `yaml:"timeout" doc:"time after which a call is given up and sent again; left out: 2 minutes" example:"5m"`
	Structured  string             `yaml:"structured" doc:"how JSON is asked for: the provider's structured output, or words; left out: what the provider has" enum:"schema,instruct"`
	Price       *plan.Price        `yaml:"price" doc:"what it costs, where the table of prices is wrong or silent" example:"{in: 0.25, out: 2}"`
	License     string             `yaml:"license" doc:"licence of what the model writes"`
	Because     string             `yaml:"because" doc:"why this model, for the documents" example:"won the bake-off of 20 November"`
}

// DecodeConfig reads a map, or the model's name.
func (m *modelEntry) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Scalar {
		return d.Decode(path, &m.Model)
	}
	type plain modelEntry
	return d.Decode(path, (*plain)(m))
}

// ConfigType names the type in the reference.
func (modelEntry) ConfigType() string { return "text or map" }

// ConfigSchema allows both forms.
func (modelEntry) ConfigSchema() map[string]any {
	type plain modelEntry
	return orText(config.SchemaFor[plain]())
}

// replyEntry is where a reply has what: the path of its text, or a map.
type replyEntry struct {
	Text      string `yaml:"text" json:"text,omitempty" doc:"the text: names, and places in lists from 0, with dots between; -1 is the last" example:"choices.0.message.content"`
	Refusal   string `yaml:"refusal" json:"refusal,omitempty" doc:"a refusal, where it stands apart"`
	Finish    string `yaml:"finish" json:"finish,omitempty" doc:"why it ended: stop, length, content_filter, refusal, tool_calls, or another system's word for one of them"`
	Tools     string `yaml:"tools" json:"tools,omitempty" doc:"the tools that were called: a list of name and arguments"`
	Model     string `yaml:"model" json:"model,omitempty" doc:"what answered"`
	TokensIn  string `yaml:"tokens_in" json:"tokens_in,omitempty" doc:"tokens of the request"`
	TokensOut string `yaml:"tokens_out" json:"tokens_out,omitempty" doc:"tokens of the reply"`
}

// DecodeConfig reads a map, or the text's path.
func (r *replyEntry) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Scalar {
		return d.Decode(path, &r.Text)
	}
	type plain replyEntry
	return d.Decode(path, (*plain)(r))
}

// ConfigType names the type in the reference.
func (replyEntry) ConfigType() string { return "text or map" }

// ConfigSchema allows both forms.
func (replyEntry) ConfigSchema() map[string]any {
	type plain replyEntry
	return orText(config.SchemaFor[plain]())
}

// sourceEntry is a source as a recipe declares it: a map, or its file alone.
type sourceEntry struct {
	File    []string       `yaml:"file" doc:"file, pattern with *, or \"-\" in quotes for standard input; also a list of them" example:"seeds.jsonl"`
	Files   []string       `yaml:"files" doc:"the same as file, for those who like the plural"`
	Format  string         `yaml:"format" doc:"format of the files; left out: told by their names" enum:"jsonl,csv,parquet,text,document"`
	Origin  seedbed.Origin `yaml:"origin" doc:"who or what made the rows; left out: human, with a warning" enum:"human,perturbed,generated,simulated,label-only"`
	License string         `yaml:"license" doc:"licence of the rows" example:"MIT"`
	Note    string         `yaml:"note" doc:"where the rows came from, for the documents"`
	BadRows string         `yaml:"bad_rows" doc:"what becomes of rows that cannot be read: an error, or rejected rows" enum:"error,reject" default:"error"`
	Limit   int            `yaml:"limit" doc:"the first so many rows alone" min:"0"`
}

// DecodeConfig reads a map, or a file's name.
func (s *sourceEntry) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	type plain sourceEntry
	if d.Kind(path) != config.Scalar {
		return d.Decode(path, (*plain)(s))
	}
	return d.Decode(path, &s.File)
}

// ConfigType names the type in the reference.
func (sourceEntry) ConfigType() string { return "text or map" }

// ConfigSchema allows both forms.
func (sourceEntry) ConfigSchema() map[string]any {
	type plain sourceEntry
	return orText(config.SchemaFor[plain]())
}

// budgetEntry is a number of US dollars, or a map.
type budgetEntry struct {
	plan.Budget
}

// DecodeConfig reads both.
func (b *budgetEntry) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Scalar {
		return d.Decode(path, &b.USD)
	}
	return d.Decode(path, &b.Budget)
}

// ConfigType names the type in the reference.
func (budgetEntry) ConfigType() string { return "number or map" }

// ConfigSchema allows both forms.
func (budgetEntry) ConfigSchema() map[string]any {
	return map[string]any{"anyOf": []any{map[string]any{"type": "number", "minimum": 0}, config.SchemaFor[plan.Budget]()}}
}

// measureEntry is a list of measures, or a map.
type measureEntry struct {
	plan.Measure
}

// DecodeConfig reads both.
func (m *measureEntry) DecodeConfig(d *config.Doc, path string) seedbed.Problems {
	if d.Kind(path) == config.Mapping {
		return d.Decode(path, &m.Measure)
	}
	return d.Decode(path, &m.Only)
}

// ConfigType names the type in the reference.
func (measureEntry) ConfigType() string { return "list or map" }

// ConfigSchema allows both forms.
func (measureEntry) ConfigSchema() map[string]any {
	return map[string]any{"anyOf": []any{
		map[string]any{"type": "array", "items": map[string]any{"type": "string"}},
		config.SchemaFor[plan.Measure](),
	}}
}

func orText(s map[string]any) map[string]any {
	return map[string]any{"anyOf": []any{map[string]any{"type": "string"}, s}}
}
