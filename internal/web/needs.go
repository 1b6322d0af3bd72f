package web

import (
	"context"
	"strings"

	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// projectNeeds are what needs a person now beside the inspections: objections that wait,
// and what holds a release. They are of those who can do something about it.
func (s *Server) projectNeeds(ctx context.Context, p *review.Person) []need {
	if !p.Has(review.Owner) && !p.Has(review.Adjudicator) {
		return nil
	}
	var out []need
	open, late := 0, 0
	for _, c := range s.contests.all() {
		if c.Open() {
			open++
		}
		if c.Late(s.now()) {
			late++
		}
	}
	if open > 0 {
		says := prose.Plural(open, "objection to a row waits", "objections to rows wait") + " for an answer"
		if late > 0 {
			says += "; " + prose.Plural(late, "is", "are") + " late"
		}
		out = append(out, need{Says: says, Do: "Answer", Href: "/contests"})
	}
	if s.gates == nil {
		return out
	}
	gates, err := s.gates(ctx)
	if err != nil {
		s.log.Warn("how gates stand could not be found out", "err", err)
		return out
	}
	for i := range gates {
		g := &gates[i]
		if g.Open {
			continue
		}
		var missing []string
		for j := range g.Conditions {
			if c := &g.Conditions[j]; len(c.Missing) > 0 && len(c.Overrides) == 0 {
				missing = append(missing, visible(c.Missing[0]))
			}
		}
		says := "A release waits at " + visible(g.Name)
		if len(missing) > 0 {
			says += ": " + missing[0]
		}
		if len(missing) > 1 {
			says += ", and " + prose.Count(len(missing)-1) + " more"
		}
		out = append(out, need{Says: says, Run: "seedbed gate " + visible(g.Name)})
	}
	return out
}

// behind says whose answers to known rows are too far off for them to go on.
func (s *Server) behind(name string, p *review.Person) []need {
	if !p.Has(review.Owner) {
		return nil
	}
	people := s.desk.Uncalibrated(name)
	if len(people) == 0 {
		return nil
	}
	names := make([]string, min(len(people), 5))
	for i := range names {
		names[i] = visible(s.nameOf(people[i]))
	}
	says := "Calibration was not passed by " + strings.Join(names, ", ")
	if more := len(people) - len(names); more > 0 {
		says += " and " + prose.Count(more) + " more"
	}
	return []need{{Says: says + ": look at the known answers with them, or at the guideline", Do: "Guideline", Href: inspectionPath(name, "rubric")}}
}
