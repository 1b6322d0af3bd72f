package web

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// planPage is what an inspection would let through, drawn before anyone starts.
type planPage struct {
	Name   string
	Says   []string
	Curves []curveShown
	Defect string
}

type curveShown struct {
	Claim, Says string
	Drawn       template.HTML
	Rows        []curveRow
}

type curveRow struct{ Rate, Passes, Rows string }

func (s *Server) plan(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	st, err := s.desk.Status(name, v.person.ID)
	if err != nil {
		return err
	}
	p := planPage{Name: visible(name), Defect: visible(in.DefectText)}
	curves, err := review.Curves(in, st.Rows)
	var mistake *seedbed.Error
	switch {
	case errors.As(err, &mistake):
		p.Says = append(p.Says, sentence(visible(mistake.Error())))
	case err != nil:
		return err
	}
	for i := range curves {
		p.Curves = append(p.Curves, curveOf(in, &curves[i]))
	}
	s.show(w, r, http.StatusOK, "plan", page{Title: "Plan", Body: p})
	return nil
}

func curveOf(in *plan.Inspection, c *review.Curve) curveShown {
	out := curveShown{Claim: visible(c.Claim)}
	switch {
	case c.Least == 0:
		out.Says = "No number of rows shows this claim."
	case in.Fixed:
		out.Says = fmt.Sprintf("%s, each by %s.", prose.Rows(c.Most), prose.Plural(in.Raters, "person", "people"))
	default:
		out.Says = fmt.Sprintf("From %s to %s, each by %s; it ends as soon as the claim is clear.", prose.Count(c.Least), prose.Rows(c.Most), prose.Plural(in.Raters, "person", "people"))
	}
	if len(c.Points) < 2 {
		return out
	}
	top := c.Points[len(c.Points)-1].Rate
	var line strings.Builder
	for i, p := range c.Points {
		fmt.Fprintf(&line, "%c%.2f %.2f", "ML"[min(i, 1)], 2+96*p.Rate/top, 2+56*(1-p.Passes))
		if i%5 == 0 {
			out.Rows = append(out.Rows, curveRow{prose.Percent(p.Rate), prose.Percent(p.Passes), prose.Count(int(p.Rows + .5))})
		}
	}
	limit := 2 + 96*c.Limit/top
	out.Drawn = template.HTML(fmt.Sprintf(`<svg class="curve" viewBox="0 0 100 60" preserveAspectRatio="none" role="img" aria-label="Probability that the claim passes, from all to none, by the share of defective rows, from 0 to %s; the table has the figures"><path class="axis" d="M2 2V58H98"/><path class="limit" d="M%.2f 0V58"/><path class="line" d="%s"/></svg>`,
		prose.Percent(top), limit, line.String()))
	return out
}
