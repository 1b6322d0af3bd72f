package release

import (
	"seedbed.dev/seedbed"
)

// Facts is what the journal knows of how the rows came to be. What the plan
// says already (providers, reasons, licences, rubrics) is taken from the plan.
// Figures must depend on the released and the rejected rows alone: what was
// called for surplus rows depends on timing and does not belong here.
type Facts struct {
	// Findings are what was measured of the released rows; NotMeasured what could
	// not be, and why.
	Findings     []Finding
	NotMeasured  []string
	Complete     bool         // the run came to its end
	Failed       int          // places in the plan that have no row, as their calls went wrong
	Stages       []StageFacts // by name; a stage of the plan that is not here has no figures
	Models       []ModelFacts // by name
	Sources      []SourceFacts
	Prompts      []Prompt
	Rubrics      []Rubric
	Judgings     []Judging     // every judge with every model whose work it judged
	JudgeTests   []JudgeTest   // what judges were tried with before they counted
	Calibrations []Calibration // how judges stand against people, by criterion; none: nobody knows
	Inspections  []Inspected   // what people found who looked at the rows
	Work         Work          // what people left out and mended
	Governance   Governance    // who answers for the release
	Overrides    []string      // demands of the recipe that were not met, each with the reason to release all the same
}

// StageFacts are the figures of one stage.
type StageFacts struct {
	Name     string
	In       int // records that came in
	Out      int // records that went on
	Wanted   int // of a stage that wants so many: how many; 0: no bound
	Unscored int // of a judge: answers outside the rubric, or none
	Spend    []ModelSpend
}

// ModelSpend is what calls to one model have cost.
type ModelSpend struct {
	Model string // its name in the recipe
	Spend seedbed.Spend
}

// ModelFacts is what is known of one model besides the plan.
type ModelFacts struct {
	Name     string
	Answered []string // what the provider called itself in its replies
	License  string   // of what the model writes, where the plan does not say it
}

// SourceFacts is what a source held when the run read it.
type SourceFacts struct {
	Name   string
	Rows   int
	Digest string // SHA-256 of its files, in hexadecimal
}

// Prompt is a prompt revision that rows were made with. A prompt file of the
// plan that the facts do not name is shown without its exemplars.
type Prompt struct {
	Path      string // of the prompt file, as the recipe names it
	Number    int    // of the revision in this project: 1 for r1; 0: not known
	Digest    string // SHA-256 of the file, in hexadecimal
	Text      string // of the file
	Stages    []string
	Exemplars []Exemplar // that were shown, in the order of the prompt file
	fromPlan  bool       // the facts are silent about it
}

// Exemplar is a few-shot example that a model was shown.
type Exemplar struct {
	ID   string
	Text string // its fields, as JSON
	Rows int    // released rows that saw it; 0: not known
}

// Rubric is a rubric revision that scores were given by. The plan's rubrics that
// the facts do not name are shown without a number.
type Rubric struct {
	Path   string
	Number int // of the revision in this project; 0: not known
	Digest string
	Rubric *seedbed.Rubric
	Stages []string
}

// Finding is a figure that was measured of the released rows, as the card shows it.
type Finding struct {
	Section string // "needs a decision"; findings of one section are neighbours
	Measure string
	Says    string // one sentence, with figure, interval and denominator
	Verdict string // what became of an expectation: `met "< 2%"`; "": none was declared
	Caveat  string // what the figure cannot say
}
