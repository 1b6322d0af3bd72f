package plan

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

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
	// score.<criterion>; nil where nothing is claimed of defects.
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

// Defective reports whether the answers of one person, by criterion as anchors name
// them, make a row defective. It is an error where they do not tell: an answer is
// missing, or is none that the rubric allows.
func (in *Inspection) Defective(answers map[string]string) (bool, error) {
	if in.Defect == nil {
		return false, seedbed.Errorf(seedbed.CodeInternal, "inspection %s does not say what a defect is", in.Name)
	}
	var r seedbed.Record
	for i := range in.Rubric.Criteria {
		c := &in.Rubric.Criteria[i]
		text, has := answers[c.Name]
		if !has {
			continue
		}
		value, ok := c.Value(text)
		if !ok {
			return false, seedbed.Errorf(seedbed.CodeInvalid, "%q is no answer to %s", text, c.Name)
		}
		r.Scores = append(r.Scores, seedbed.Score{Criterion: c.Name, Status: seedbed.Scored, Value: value})
	}
	return in.Defect.Bool(&r)
}

var (
	defectsForm = regexp.MustCompile(`^defects\s*(?:<=?|≤|below|under|at most)\s*([0-9.]+)\s*(%?)$`)
	judgeForm   = regexp.MustCompile(`^judge(?:\s+([a-z0-9_-]+?)(?:\.([a-z0-9_]+))?)?\s+within\s+([0-9.]+)\s*(%?)$`)
	groupsForm  = regexp.MustCompile(`^every\s+([a-zA-Z0-9_]+)\s+seen(?:\s+([0-9]+)(?:\s+times)?)?$`)
)

// ParseClaim reads a claim. The error says what may be written.
func ParseClaim(text string) (InspectionClaim, error) {
	c := InspectionClaim{Text: strings.TrimSpace(text)}
	limit := func(number, percent string) bool {
		x, err := strconv.ParseFloat(number, 64)
		if percent != "" {
			x /= 100
		}
		c.Limit = x
		return err == nil && x > 0 && x < 1
	}
	if m := defectsForm.FindStringSubmatch(c.Text); m != nil {
		c.Kind = ShareOfDefects
		if !limit(m[1], m[2]) {
			return c, fmt.Errorf("the share of defects has to lie between 0 and 100 %%, both left out; %q does not", c.Text)
		}
		return c, nil
	}
	if m := judgeForm.FindStringSubmatch(c.Text); m != nil {
		c.Kind, c.Judge, c.Criterion = JudgeWithin, m[1], m[2]
		if !limit(m[3], m[4]) {
			return c, fmt.Errorf("a judge can be within 0 to 1 of people, both left out; %q is not", c.Text)
		}
		return c, nil
	}
	if m := groupsForm.FindStringSubmatch(c.Text); m != nil {
		c.Kind, c.Field, c.Least = GroupsSeen, m[1], 1
		if m[2] != "" {
			n, err := strconv.Atoi(m[2])
			if err != nil || n < 1 || n > 1_000_000 {
				return c, fmt.Errorf("every group is seen at least once, and a million times at the most; got %s", m[2])
			}
			c.Least = n
		}
		return c, nil
	}
	return c, fmt.Errorf(`%q is no claim; write "defects <= 5%%", "judge within .05", "judge scored.helpful within .05" or "every dialect seen 30 times"`, c.Text)
}
