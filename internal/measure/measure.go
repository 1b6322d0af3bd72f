package measure

import (
	"context"
	"fmt"
	"iter"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/stats"
)

// Measure is something that can be said of a set of records. It is immutable:
// one value serves all runs at once.
type Measure interface {
	Info() Info
	// Start returns an empty summary for one worker. known holds what the
	// measure's Learner made of the other parts. A *NotMeasured says that the data
	// or the columns lack what it needs.
	Start(s *Setup, known Known) (Summary, error)
}

// Learner is a Measure that looks at rows that the data is compared with, before
// the data. Learn returns an empty summary for rows of that part, nil where it
// wants none of them.
type Learner interface {
	Learn(s *Setup, part Part) (Summary, error)
}

// Summary is what a measure keeps of rows. One goroutine uses it at a time.
type Summary interface {
	// Add takes a row in, in any order; each row once. It keeps no slice of it.
	Add(*Row)
	// Merge takes in a summary of the same measure and setup, which is not used
	// after. Merging is associative and commutative.
	Merge(Summary) error
}

// Reporter is the Summary of the data: after all rows are added and all summaries
// merged, it says what they are like. Summaries of other parts need not report.
type Reporter interface {
	Summary
	// Report may take its time and more than one goroutine; it ends early with the
	// context's error. A *NotMeasured as error: nothing could be said. Single
	// figures that are not defined are findings with an undefined Estimate.
	Report(ctx context.Context) ([]Finding, error)
}

// Known is what was learned of the other parts: nil where there are no such rows
// or the measure does not want them. It is shared: read only.
type Known struct {
	Reference, Holdout, Seeds, Judged Summary
}

// Need is something that a measure cannot do without.
type Need string

// The needs. A measure that lacks one is NotMeasured, without being started.
const (
	NeedText        Need = "text"
	NeedReference   Need = "reference"
	NeedHoldout     Need = "holdout"
	NeedLabel       Need = "label"
	NeedGroups      Need = "groups"
	NeedAnswer      Need = "answer"
	NeedScore       Need = "score"
	NeedIngredients Need = "ingredients"
	// NeedPanel is rows that several judges scored, or one more than once. A Learner
	// with this need, and no other, sees the part Judged.
	NeedPanel Need = "panel"
)

// Info describes a measure: the documentation of measures is made from it.
type Info struct {
	Name    string   // as --only and recipes say it: "duplicates"
	Family  string   // "redundancy", "fidelity", "copying", "coverage", "adherence", "influence", "outcome", "people"
	Title   string   // "Exact and near-duplicates"
	Says    string   // a paragraph: what it says
	Cannot  string   // a paragraph: what it cannot say
	Formula string   // formulas with their sources (author, year), Markdown
	Use     string   // when to use it, and when another measure
	Cost    string   // time and what it keeps: "one pass, 8 bytes a distinct row"
	Needs   []Need   // all of them
	Figures []Figure // what its findings may be called
}

// Figure is a name that `expect:` can use.
type Figure struct {
	Name string // "duplicates.near", or the measure's name for its main one
	Unit Unit
	Says string // one line
}

// Unit is what a figure is in.
type Unit string

// The units.
const (
	Share  Unit = "share" // 0 to 1, shown in per cent
	Count  Unit = "count" // rows, words, clusters
	Ratio  Unit = "ratio" // a number without unit
	Length Unit = "words"
)

// Setup is what all measures of one run have in common. It is read only.
type Setup struct {
	Columns Columns
	Schema  seedbed.Schema // of the data
	// Rows is how many rows each part has; −1: not known before the end. 0: there
	// is no such part.
	Rows [parts]int64
	// Level is that of all intervals; .95 unless told.
	Level float64
	// Seed is of all sampling.
	Seed uint64
	// Embed turns texts into vectors of one length; nil: by hashed n-grams of the
	// measure's own. Embedder names it, for reports.
	Embed    func(ctx context.Context, texts []string) ([][]float32, error)
	Embedder string
	// Options are settings of single measures by "measure.option", as recipes and
	// --option name them. Those that are not there have their default.
	Options map[string]any
	// Declared are the attributes that the prompts of a project declare, with all
	// their values: what was planned, also where no row has it.
	Declared []Attribute
	// Planned are the combinations of declared attributes that constraints of the
	// prompts allow, one for each set of attributes that constraints tie together.
	// Other attributes go with everything.
	Planned []Combinations
	// Families are those of models, by the models' names in the recipe; a model that is
	// not there is a family of its own.
	Families map[string]string
	// Panels are the stages of a project that ask several judges, or one more than once.
	Panels []Panel
	// Ingredients says that records know their own: those of a project.
	Ingredients bool
	// Origin describes each part for reports: "hatecheck.csv", "reference
	// gsm8k/test.jsonl".
	Origin [parts]string
}

// Attribute is a declared field with the values that it may have.
type Attribute struct {
	Name   string
	Values []string
}

// Combinations are those combinations of values of some attributes that were planned.
type Combinations struct {
	Attributes []string
	// All gives each combination once or more, its values in the order of Attributes.
	// The slice is valid until the next. nil: there are constraints, and what they
	// allow is not known.
	All iter.Seq[[]string]
}

// Panel is who judges in one stage, and what they are asked.
type Panel struct {
	Stage    string
	Judges   []string // names of models, each once
	Repeats  int      // how often each is asked, at least once
	Criteria []seedbed.Criterion
}

// Has reports whether there are rows of a part.
func (s *Setup) Has(p Part) bool { return s.Rows[p] != 0 }

// NotMeasured says that a measure, or all of them, could say nothing, and why.
type NotMeasured struct {
	Measure string `json:"measure"`
	Title   string `json:"title,omitempty"`
	Why     string `json:"why"`           // "no reference given"
	Fix     string `json:"fix,omitempty"` // "--against FILE"
}

func (n *NotMeasured) Error() string {
	if n.Fix == "" {
		return "not measured: " + n.Why
	}
	return "not measured: " + n.Why + ": " + n.Fix
}

// Cannot returns a *NotMeasured; Run fills in the measure.
func Cannot(fix, why string, args ...any) error {
	return &NotMeasured{Why: fmt.Sprintf(why, args...), Fix: fix}
}

// Share returns the share k of n with its interval at the setup's level.
func (s *Setup) Share(k, n int) stats.Estimate { return stats.Share(k, n, s.Level) }

// lacks returns what is missing of what a measure needs.
func (s *Setup) lacks(needs []Need) *NotMeasured {
	for _, n := range needs {
		var missing bool
		why, fix := "", ""
		switch n {
		case NeedText:
			missing, why, fix = s.Columns.Text == "", "no column of text", "--text COLUMN"
		case NeedReference:
			missing, why, fix = !s.Has(Reference), "no reference given", "--against FILE"
		case NeedHoldout:
			missing, why, fix = !s.Has(Holdout), "no holdout given", "--holdout FILE"
		case NeedLabel:
			missing, why, fix = s.Columns.Label == "", "no label named", "--label COLUMN"
		case NeedGroups:
			missing, why, fix = len(s.Columns.Groups) == 0, "no groups named", "--group COLUMN,..."
		case NeedAnswer:
			missing, why, fix = s.Columns.Answer == "", "no answer named", "--answer COLUMN"
		case NeedScore:
			missing, why, fix = s.Columns.Score == "", "no score named", "--score COLUMN"
		case NeedPanel:
			missing, why = len(s.Panels) == 0 || !s.Has(Judged), "no rows are known that several judges scored, or one more than once"
		case NeedIngredients:
			missing = len(s.Columns.By) == 0 && !s.Ingredients
			why, fix = "it is not known what went into the rows", "--by COLUMN,..."
		}
		if missing {
			return &NotMeasured{Why: why, Fix: fix}
		}
	}
	return nil
}
