package plan

import (
	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/expr"
)

// Inspection is a planned human look at rows: what is to be claimed afterwards, how
// sure, and by whom.
type Inspection struct {
	Name       string            // of the stage; or of the inspection of a dataset
	Claims     []InspectionClaim // one or more
	Confidence float64           // of each claim by itself, in [.5, 1)
	Raters     int               // how many different people rate each row; 1 or more
	Rubric     *seedbed.Rubric
	// Defect is when the answers of one person make a row defective, in CEL over
	// answer.<criterion>; nil where the rubric is not asked for that.
	Defect     *expr.Program
	DefectText string // Defect as it was written
	// Fixed looks at a sample of a size that is known before; otherwise at one row
	// after another, until enough is known.
	Fixed bool
	Seed  int64    // of the draw
	Show  []string // the fields that people see, in order; none: all that are not what a judge, a signal or a check said
	// Beside the random sample, and never mixed into its estimate:
	By    []string // fields whose combinations are small cells
	Floor int      // every combination of By is looked at so often, where it has as many rows
	Edges int      // rows that look odd: near a threshold, judges who disagree, evidence of findings
	Gold  string   // file of rows with known answers; "" for none
	Again float64  // share of a person's rows that come a second time, from 0 to .5
	// Assisted is the judge stage whose scores stand in the form before a person
	// answers; "" (the better way): people see no model's opinion.
	Assisted string
	Harm     []string // categories of what may hurt those who look; shown after a notice, blurred
	Domain   string   // who may rate: people of this field, such as "paediatrics"; "" for anyone
}

// InspectionClaim is what an inspection is to show, in one of the forms that its Kind
// says.
type InspectionClaim struct {
	Text  string    // as it was written: "defects <= 5%"
	Kind  ClaimKind // which form
	Limit float64   // ShareOfDefects: in (0, 1); JudgeWithin: the largest difference, in (0, 1)
	// Judge and Criterion are of JudgeWithin: the judge stage, and what it judges; ""
	// where there is one alone.
	Judge, Criterion string
	Field            string // GroupsSeen: every value of this field
	Least            int    // GroupsSeen: is seen so often
}

// ClaimKind is a form of claim.
type ClaimKind string

// The forms of claims.
const (
	ShareOfDefects ClaimKind = "defects" // "defects <= 5%": fewer than this share of the rows are defective
	JudgeWithin    ClaimKind = "judge"   // "judge within .05": what the judge says on average is so near to what people say
	GroupsSeen     ClaimKind = "groups"  // "every dialect seen 30 times"
)
