package plan

import (
	"iter"

	"seedbed.dev/seedbed"
)

// Kind is a kind of stage that recipes can name: generate, judge, keep. Adding
// one is a file in internal/stage and a line of wiring in cmd/seedbed.
type Kind struct {
	Name string
	Doc  string // one paragraph for the reference
	// Ordered kinds look at more than one record, so they see records one at a
	// time and in plan order. All others see them in any order, many at once.
	Ordered bool
	// Marks says that its records are the ones that came in, marked: judge, keep,
	// dedupe. Kinds that do not mark make new records.
	Marks bool
	// Free kinds call no model and run no program: what they give can be computed
	// again at any time.
	Free bool
	// Config returns a pointer to a new, empty configuration: a struct with yaml
	// and doc tags, as package config describes.
	Config func() StageConfig
	// New makes the stage that a checked configuration describes.
	New func(StageConfig, Env) (seedbed.Stage, error)
}

// StageConfig is what a recipe says of one stage.
type StageConfig interface {
	// Check reports to s all that is wrong with the configuration, reads the files
	// that it names, keeps what New will need, and returns what the stage needs
	// and gives. It is called once, before New; what it returns after a problem
	// is used only to find further problems.
	Check(s *Scope) Needs
}

// Needs is what a stage needs and gives.
type Needs struct {
	Models []string // names of the models that it calls
	// Roles say what its models do, for who may judge whom. A model that Models
	// names and Roles does not writes.
	Roles []Role
	// Related is why a judge may be related to what it judges all the same; "" for
	// no reason given. The release prints it.
	Related  string
	Output   seedbed.Schema // what its records look like; for kinds that mark, Input with what they add
	Revision string         // hash of its prompt file, where it has one
	Prompt   string         // path of its prompt file, as the recipe names it
	Rubric   *seedbed.Rubric
	// Notes are what the release says of the stage besides, each a sentence: where a
	// distribution is from, why a licence allows what its words do not.
	Notes []string
	// Attributes are the fields that it varies, with the values that were planned.
	Attributes []Attribute
	// Constraints are the expressions over the attributes that a row has to meet.
	Constraints []string
	// Exemplars are the examples that its prompt shows.
	Exemplars []Exemplar
	// Parts are what the stage's fingerprint covers besides its configuration:
	// hashes of the files that it read, one "name=hash" each.
	Parts []string
	// Inspection is the human look that it plans.
	Inspection *Inspection
	// Want and AtMost bound what a stage of kind keep lets through and looks at.
	Want, AtMost int
	// Roots says that the stage can start without input, and gives so many rows.
	Roots int
	// Estimate says what the stage will do with the records that come to it. nil:
	// as many come out as went in, and nothing is called.
	Estimate func(in Flow) Flow
}

// Role is what a stage has a model do.
type Role struct {
	Model string // its name in the recipe
	As    As
}

// As is a role that a model can have.
type As string

// The roles.
const (
	AsWriter As = "writer" // what it writes is in the records
	AsUser   As = "user"   // plays someone who talks with the system under test
	AsAttack As = "attacker"
	AsSystem As = "system" // the primary model, or what stands for it: its replies are what is looked at
	AsJudge  As = "judge"  // scores; nothing that it writes is data
)

// Flow is a stream of records before it exists. Means and totals are estimates.
type Flow struct {
	Rows  int // records, at the most
	Bytes int // of text in one record, on average
	Calls []CallFlow
}

// CallFlow is what a stage asks of one model, in total.
type CallFlow struct {
	Model  string
	Calls  int
	In     int // tokens of requests, expected
	Out    int // tokens of replies, expected
	MaxOut int // tokens of replies, at the most
}

// Scope is what a StageConfig is checked against.
type Scope struct {
	Stage string         // the stage's name
	Input seedbed.Schema // what its records will look like; empty without from
	Use   string         // what the rows are for: "training", "evaluation", or "" where the recipe does not say
	// HasFrom says that the stage reads from others.
	HasFrom bool
	// Problem reports something wrong with the value at a key of the
	// configuration ("prompt", "attributes.level"), and what to write instead.
	Problem func(key, message, fix string)
	// ProblemAt is Problem for a place within a text value: line and col are
	// 1-based within the text.
	ProblemAt func(key string, line, col int, message, fix string)
	// Report passes on problems that already have their place: those of a file.
	Report func(seedbed.Problems)
	// Warn reports something that works and will surprise.
	Warn func(key, message, fix string)
	// ReadFile reads a file named at key, relative to the project folder, and
	// notes it as one of the plan's files. When it cannot, it reports that and
	// returns false.
	ReadFile func(key, path, kind string) ([]byte, bool)
	// Rubric reads a rubric file named at key; it reports what is wrong with it.
	Rubric func(key, path string) (*seedbed.Rubric, bool)
	// Model and Source look up a name; they report one that does not exist.
	Model  func(key, name string) (*Model, bool)
	Source func(key, name string) (*Source, bool)
	// Glob reports whether a path or pattern names at least one file, and reports
	// a problem when it does not.
	Glob func(key, pattern string) bool
}

// Env is what a stage gets to work with when it is made.
type Env struct {
	Stage *Stage // its own step: name, fingerprint, needs
	Plan  *Plan
	// Model returns a model of the plan, wrapped in reply store, retry, budget and
	// limiter.
	Model func(name string) (seedbed.Model, error)
	// System returns a model of the plan in the role of the system under test: the
	// same as Model, but that each wave of the plan asks it anew.
	System func(name string) (seedbed.Model, error)
	// Rows reads the rows of a source, or of files given as patterns.
	Rows func(Source) iter.Seq2[seedbed.Record, error]
	// Notice tells a person something worth knowing while it runs.
	Notice func(message string)
}
