// Package plan holds a plan: the checked, immutable, fingerprinted form of a
// recipe. It is the seam between those who write plans (recipe), the kinds of
// stages that they are made of (stage), and those who carry them out (engine,
// release, cmd): they meet here and never import one another.
//
// Invariants: a Plan is complete and consistent when it exists; its stages are
// in an order in which each stands after those it reads from; nothing changes
// it. It holds names of environment variables, never their values.
package plan

import (
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
)

// Plan is a checked recipe.
type Plan struct {
	Name    string
	Purpose string
	Use     string // "training" or "evaluation"; "" where the recipe does not say
	Risk    Risk
	Domain  string // field that the data is of, such as "paediatrics"; "" where the recipe does not say
	Dir     string // the project folder, where relative paths start
	Models  []Model
	Sources []Source
	Stages  []Stage // each after those it reads from
	Budget  Budget
	// Wave is which time the plan is carried out against the system under test, from
	// 0: each asks that system anew, and everything else as before.
	Wave int
	// InFlight is the most calls under way at once over all models; 0: each
	// model's own limit alone.
	InFlight int
	Release  Release
	Demand   Demand   // what has to hold before a release; in no fingerprint
	Gates    []Gate   // as the recipe writes them: named stops before a release; in no fingerprint
	Measure  *Measure // nil: nothing is measured at the end of a run
	// Files are the files that were read to make the plan, each once.
	Files []File
	// Set are the --set overrides, "models.writer.url=http://...", in order.
	Set         []string
	Warnings    seedbed.Problems
	Fingerprint seedbed.Fingerprint
}

// Model is an auxiliary model as a recipe declares it.
type Model struct {
	Name     string // in the recipe: "writer"
	Provider string // "openai", "anthropic" or "exec"
	ID       string // what the provider calls it
	Family   string // of related models, where the recipe says it: "llama"; "" by the table of families
	Revision string // tells apart models that the provider calls the same; usually ""
	URL      string // "" for the provider's own
	KeyVar   string // environment variable that holds the key; "" for none
	Command  []string
	Params   seedbed.Params
	InFlight int // most calls under way at once; 0: the limiter's default
	RPM, TPM int // requests and tokens a minute the account allows; 0: not known
	Timeout  time.Duration
	// Structured is how JSON replies are asked for: "schema" (the provider's
	// structured output), "instruct" (in words), or "" for what the provider has.
	Structured string
	Price      *Price // overrides the table; nil: the table's, if it has one
	License    string // of what the model writes, where the recipe says it
	Because    string // why this model
	Pos        seedbed.Position
}

// Identity is what a model is known by in call keys: the provider, the model's
// name there, and the revision that the recipe gives it (a local model that is
// always called "default" has none other). Address and key are left out: the same
// model behind another address is the same model.
func (m *Model) Identity() string {
	if m.Revision == "" {
		return m.Provider + ":" + m.ID
	}
	return m.Provider + ":" + m.ID + "@" + m.Revision
}

// Price is what a model costs, in US dollars a million tokens.
type Price struct {
	In       float64 `yaml:"in" doc:"US dollars a million tokens of request"`
	CachedIn float64 `yaml:"cached_in" doc:"US dollars a million cached tokens of request; left out: as in"`
	Out      float64 `yaml:"out" doc:"US dollars a million tokens of reply"`
}

// Source is where seeds come from.
type Source struct {
	Name        string
	Paths       []string // files or glob patterns, relative to the plan's folder; "-" is standard input
	Format      string   // "jsonl", "csv", "parquet", "text"; "" by the file's ending
	Origin      seedbed.Origin
	License     string
	Note        string // where it came from, for the documents
	BadRows     string // "error" or "reject"
	Limit       int    // the first so many rows alone; 0: all
	Schema      seedbed.Schema
	Fingerprint seedbed.Fingerprint
	Pos         seedbed.Position
}

// Stage is one step of a plan.
type Stage struct {
	Name        string
	Kind        *Kind
	From        []string // the sources and stages it reads; empty: it starts by itself (seedbed.Rooter)
	Config      StageConfig
	Needs       Needs
	Because     string
	Fingerprint seedbed.Fingerprint
	Output      seedbed.Schema
	Pos         seedbed.Position
}

// Budget is what a run may spend; zero means no bound.
type Budget struct {
	USD    float64       `yaml:"usd" doc:"US dollars" example:"5"`
	Tokens int           `yaml:"tokens" doc:"tokens of requests and replies together"`
	Time   time.Duration `yaml:"time" doc:"time after which no further call is sent" example:"2h"`
}

// Release is what a release holds and says.
type Release struct {
	From        []string `yaml:"from" doc:"stages whose accepted rows are released; left out: every stage that no other reads"`
	Formats     []string `yaml:"formats" doc:"file formats" enum:"parquet,jsonl" default:"[parquet, jsonl]"`
	Version     string   `yaml:"version" doc:"version of the data" default:"1.0.0"`
	License     string   `yaml:"license" doc:"licence of the released data, as the Hugging Face hub names it" example:"mit"`
	PrettyName  string   `yaml:"pretty_name" doc:"title of the card"`
	Language    []string `yaml:"language" doc:"languages of the text, as ISO 639 codes" example:"[en]"`
	Tasks       []string `yaml:"tasks" doc:"task categories of the card" example:"[text-generation]"`
	Fields      []string `yaml:"fields" doc:"the fields to release, in order; left out: all"`
	Maintainers []string `yaml:"maintainers" doc:"who answers for the data"`
}

// File is a file that a plan depends on.
type File struct {
	Path   string // as the recipe names it
	Kind   string // "recipe", "prompt", "rubric", "exemplars", "values", "data"
	Digest string // SHA-256 of its content, in hexadecimal
	Text   []byte // its content, for the kinds that are small; nil for data
}

// Stage returns the stage of a name, or nil.
func (p *Plan) Stage(name string) *Stage {
	for i := range p.Stages {
		if p.Stages[i].Name == name {
			return &p.Stages[i]
		}
	}
	return nil
}

// Source returns the source of a name, or nil.
func (p *Plan) Source(name string) *Source {
	for i := range p.Sources {
		if p.Sources[i].Name == name {
			return &p.Sources[i]
		}
	}
	return nil
}

// Model returns the model of a name, or nil.
func (p *Plan) Model(name string) *Model {
	for i := range p.Models {
		if p.Models[i].Name == name {
			return &p.Models[i]
		}
	}
	return nil
}

// Leaves returns the names of the stages that no other stage reads, in order.
func (p *Plan) Leaves() []string {
	read := map[string]bool{}
	for i := range p.Stages {
		for _, from := range p.Stages[i].From {
			read[from] = true
		}
	}
	var out []string
	for i := range p.Stages {
		if !read[p.Stages[i].Name] {
			out = append(out, p.Stages[i].Name)
		}
	}
	return out
}

// Measure says what is measured of the accepted rows, and how. It changes no row,
// and is in no fingerprint.
type Measure struct {
	Only    []string           `yaml:"only" doc:"measures or families of measures; left out: all that can be taken" example:"[duplicates, leakage]"`
	From    []string           `yaml:"from" doc:"stages whose accepted rows are measured; left out: those that are released"`
	Text    string             `yaml:"text" doc:"field of the text; left out: the one that a model wrote last"`
	Label   string             `yaml:"label" doc:"field of the label"`
	Answer  string             `yaml:"answer" doc:"field of the answer, which the text must not give away"`
	Score   string             `yaml:"score" doc:"criterion or field of a score; left out: the first scale of the judges' rubrics"`
	Group   []string           `yaml:"group" doc:"fields of groups that rows are of or about"`
	By      []string           `yaml:"by" doc:"fields of what went into a row, beside what the project knows by itself"`
	Against []string           `yaml:"against" doc:"real data that the rows should be like: files or patterns"`
	Holdout []string           `yaml:"holdout" doc:"data that the rows must not know, such as a test set: files or patterns"`
	Embed   string             `yaml:"embed" doc:"embeddings: a folder with a static model, or the address of an endpoint; left out: hashed n-grams"`
	Expect  config.Map[string] `yaml:"expect" doc:"what figures should be, compared by their intervals" example:"{duplicates.near: \"< 2%\", leakage: \"= 0\"}"`
	Options config.Map[string] `yaml:"options" doc:"settings of measures" example:"{duplicates.threshold: \"0.8\"}"`
}

// Demand is what a recipe wants to hold before a release may be made.
type Demand struct {
	JudgeTest []JudgeDemand // of every judge, in the order of the recipe
}

// JudgeDemand is what is demanded of one test of a judge: "accuracy", ">= 0.8".
type JudgeDemand struct {
	Test  string
	Claim string
}

// Attribute is a declared attribute with all the values that it may have.
type Attribute struct {
	Name   string
	Values []string // as text
	Typed  []any    // the same as rows hold them
}

// Exemplar is an example that a prompt shows.
type Exemplar struct {
	ID   string
	Text string // all its texts, a line each
}
