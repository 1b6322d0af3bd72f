package review

import (
	"math"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/stats"
)

// Curve is what an inspection would let through, known before anybody looks at a row.
type Curve struct {
	Claim  string       `json:"claim"`
	Limit  float64      `json:"limit"`
	Least  int          `json:"least"` // rows that show the claim if none of them is defective; 0: no number does
	Most   int          `json:"most"`  // rows after which it ends, decided or not
	Points []CurvePoint `json:"points"`
}

// CurvePoint says what becomes of rows of which a share is defective.
type CurvePoint struct {
	Rate   float64 `json:"rate"`   // the share of defective rows, from 0
	Passes float64 `json:"passes"` // probability that the claim is met
	Fails  float64 `json:"fails"`  // probability that it is refuted; of a Fixed inspection, that it is not met
	Rows   float64 `json:"rows"`   // that are looked at on average
}

// Curves returns the operating curve of each claim of a share of defects, for a dataset
// of so many rows: exact, by going through all that can come about. Other claims have
// none.
func Curves(in *plan.Inspection, rows int) ([]Curve, error) {
	var out []Curve
	for i := range in.Claims {
		c := &in.Claims[i]
		if c.Kind != plan.ShareOfDefects {
			continue
		}
		g := goal(in, c, rows)
		if rows <= 0 {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "there are no rows to look at")
		}
		if why := g.Check(); why != "" {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "%q cannot be shown by looking at a sample: %s", c.Text, why)
		}
		out = append(out, curve(in, c, g))
	}
	return out, nil
}

// curvePoints is how many shares a curve has points for, up to three times the limit.
const curvePoints = 31

func curve(in *plan.Inspection, c *plan.InspectionClaim, g stats.Inspection) Curve {
	out := Curve{Claim: c.Text, Limit: c.Limit}
	var at func(rate float64) CurvePoint
	if in.Fixed {
		p := g.Single()
		out.Least, out.Most = p.Rows, p.Rows
		at = func(rate float64) CurvePoint {
			pass := p.Passes(g, rate)
			return CurvePoint{Rate: rate, Passes: pass, Fails: 1 - pass, Rows: float64(p.Rows)}
		}
	} else {
		p := g.Sequential()
		if len(p.Pass) > 0 {
			out.Least = p.Pass[0]
		}
		out.Most = p.Most
		at = func(rate float64) CurvePoint {
			pass, fail, rows := p.Passes(rate)
			return CurvePoint{Rate: rate, Passes: pass, Fails: fail, Rows: rows}
		}
	}
	top := math.Min(1, 3*c.Limit)
	for i := range curvePoints {
		rate := top * float64(i) / (curvePoints - 1)
		if i == (curvePoints-1)/3 && top == 3*c.Limit {
			rate = c.Limit // to the last digit
		}
		out.Points = append(out.Points, at(rate))
	}
	return out
}
