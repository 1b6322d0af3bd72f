package review

import (
	"fmt"
	"math"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

// goal returns what a claim of a share of defects is to show of so many rows; 0: of
// rows without end, which takes no fewer than any number of them.
func goal(in *plan.Inspection, c *plan.InspectionClaim, rows int) stats.Inspection {
	return stats.Inspection{Limit: c.Limit, Confidence: in.Confidence, Lot: rows}
}

// spread is by how many times a sequential comparison with a judge may be longer than
// one of fixed size.
const spread = 4

// judgeRows is how many rows tell on average whether a judge is within a limit of
// people, where their differences vary by half of the scale: a planning value (Cochran
// 1977, section 4.4), which nothing that is claimed afterwards rests on.
func judgeRows(in *plan.Inspection, c *plan.InspectionClaim) int {
	z := stats.NormalQuantile(in.Confidence)
	n := math.Ceil(z * z / 4 / (c.Limit * c.Limit))
	return max(30, int(min(n, 20_000_000)))
}

// randomRows returns how many rows drawn at random the claims of an inspection can
// need at the most, and how many of these are looked at in any case, short of a
// claim's being refuted before. With rows 0 the first is an upper bound for any number
// of rows.
func randomRows(in *plan.Inspection, rows int) (most, sure int, err error) {
	if len(in.Claims) == 0 {
		return 0, 0, seedbed.Errorf(seedbed.CodeInvalid, `inspection %s claims nothing; say what it is to show: "defects <= 5%%"`, in.Name)
	}
	for i := range in.Claims {
		c := &in.Claims[i]
		n, least := 0, 0
		switch c.Kind {
		case plan.ShareOfDefects:
			g := goal(in, c, rows)
			if why := g.Check(); why != "" {
				return 0, 0, seedbed.Errorf(seedbed.CodeInvalid, "%q cannot be shown by looking at a sample: %s", c.Text, why)
			}
			n, least = defectRows(in.Fixed, g)
		case plan.JudgeWithin:
			if n = judgeRows(in, c); in.Fixed {
				least = n
			} else {
				n *= spread
			}
		}
		most, sure = max(most, n), max(sure, least)
	}
	if rows > 0 {
		most = min(most, rows)
	}
	return most, min(sure, most), nil
}

// defectRows returns how many rows a claim of defects takes at the most, and at the
// least to be met.
func defectRows(fixed bool, g stats.Inspection) (most, least int) {
	if fixed {
		n := g.Single().Rows
		return n, n
	}
	p := g.Sequential()
	if len(p.Pass) > 0 {
		least = p.Pass[0]
	}
	return p.Most, least
}

// judgeClaim is a claim that a judge is near to people.
type judgeClaim struct {
	claim     *plan.InspectionClaim
	criterion *seedbed.Criterion
	key       string // in Item.Judge and Sample.Judged
}

// judgeClaims finds which criterion each claim of a judge is of.
func judgeClaims(in *plan.Inspection) ([]judgeClaim, error) {
	var out []judgeClaim
	for i := range in.Claims {
		c := &in.Claims[i]
		if c.Kind != plan.JudgeWithin {
			continue
		}
		k, err := judgedCriterion(in, c)
		if err != nil {
			return nil, err
		}
		out = append(out, judgeClaim{c, k, ScoreKey(c.Judge, k.Name)})
	}
	return out, nil
}

func judgedCriterion(in *plan.Inspection, c *plan.InspectionClaim) (*seedbed.Criterion, error) {
	var fit []*seedbed.Criterion
	var names string
	if in.Rubric != nil {
		for i := range in.Rubric.Criteria {
			k := &in.Rubric.Criteria[i]
			if k.Kind != seedbed.YesNo && k.Kind != seedbed.Scale || c.Criterion != "" && c.Criterion != k.Name {
				continue
			}
			fit = append(fit, k)
			names += ", " + k.Name
		}
	}
	stage := c.Judge
	if stage == "" {
		stage = "STAGE"
	}
	switch {
	case len(fit) == 1:
		return fit[0], nil
	case len(fit) > 1:
		return nil, &seedbed.Error{
			Code: seedbed.CodeInvalid, Message: fmt.Sprintf("%q does not say which criterion it is of: there are %s", c.Text, names[2:]),
			Fix: fmt.Sprintf("write %q", fmt.Sprintf("judge %s.%s within %v", stage, fit[0].Name, c.Limit)),
		}
	case c.Criterion != "":
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%q: people are not asked about %s on a scale or by yes or no", c.Text, c.Criterion)
	}
	return nil, seedbed.Errorf(seedbed.CodeInvalid, "%q: people are asked nothing on a scale or by yes or no, so that there is no number to compare", c.Text)
}

// score returns what the judge said of a row, from 0 to 1.
func (j *judgeClaim) score(r *seedbed.Record) (float64, bool) {
	for i := len(r.Scores) - 1; i >= 0; i-- {
		s := &r.Scores[i]
		if s.Criterion == j.criterion.Name && (j.claim.Judge == "" || s.Stage == j.claim.Judge) {
			if s.Status != seedbed.Scored {
				return 0, false
			}
			return unit(j.criterion, s.Value)
		}
	}
	return 0, false
}

// unit puts a value of a criterion between 0, no or the lowest, and 1, yes or the
// highest.
func unit(c *seedbed.Criterion, v any) (float64, bool) {
	x, ok := numberOf(v)
	switch {
	case !ok:
		return 0, false
	case c.Kind == seedbed.YesNo:
		return x, x == 0 || x == 1
	case c.Kind == seedbed.Scale && c.Max > c.Min:
		x = (x - float64(c.Min)) / float64(c.Max-c.Min)
		return x, x >= 0 && x <= 1
	}
	return 0, false
}
