package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/stats"
)

// overviewPage is how one inspection stands, as far as the viewer's roles may see.
type overviewPage struct {
	In, Name  string
	Meta      []string
	Said      []string
	Sentence  string
	Needs     []need
	Claims    []claim
	Parts     []partRow
	Agreement []agreementRow
	People    []personRow
	Quality   bool
	Findings  []finding
}

// need is what needs a person now, with the page on which it is done, or the command.
type need struct{ Says, Do, Href, Run string }

type partRow struct {
	Name                 string
	Rows, Begun, Settled string
}

type agreementRow struct{ Criterion, Rows, Alpha, Percent string }

type personRow struct {
	Name                     string
	Answers, Skips, Exposure string
	State                    string
	Quality                  []qualityRow
}

type qualityRow struct{ Criterion, Others, Accuracy, Gold, Self string }

type finding struct{ Severity, Class, Says string }

// partNames say what the parts of a sample are.
var partNames = map[review.Part]string{
	review.PartRandom: "at random: these carry the claim",
	review.PartEdge:   "odd ones: near a threshold, judges who disagree, evidence of findings",
	review.PartCell:   "small combinations",
	review.PartGold:   "with known answers",
}

func (s *Server) overview(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	st, err := s.desk.Status(name, v.person.ID)
	if err != nil {
		return err
	}
	p := overviewPage{In: name, Name: visible(name), Said: v.session.said(name), Claims: claimsOf(st.Claims)}
	p.Meta = s.metaOf(in, &st)
	p.Needs = append(append(needsOf(name, &st, &v.person), s.behind(name, &v.person)...), s.projectNeeds(r.Context(), &v.person)...)
	for _, part := range st.Parts {
		p.Parts = append(p.Parts, partRow{cmp.Or(partNames[part.Part], visible(string(part.Part))), prose.Count(part.Rows), prose.Count(part.Begun), prose.Count(part.Settled)})
	}
	for _, a := range st.Agreement {
		p.Agreement = append(p.Agreement, agreementRow{visible(a.Criterion), prose.Count(a.Rows), prose.Figure(a.Alpha), prose.Share(a.Percent)})
	}
	for i := range st.People {
		row := s.personRow(&st.People[i])
		p.Quality = p.Quality || len(row.Quality) > 0
		p.People = append(p.People, row)
	}
	// What is said of the data goes to those who do not rate it: raters would lean on it.
	if !onlyRates(&v.person) {
		if err := s.concludes(r.Context(), &p, &st); err != nil {
			return err
		}
	}
	s.show(w, r, http.StatusOK, "overview", page{Title: name, Body: p, Poll: true})
	return nil
}

func onlyRates(p *review.Person) bool {
	return p.Has(review.Rater) && !p.Has(review.Owner) && !p.Has(review.Adjudicator)
}

func (s *Server) concludes(ctx context.Context, p *overviewPage, st *review.Status) error {
	if st.Enough {
		report, err := s.desk.Result(st.Inspection)
		if err != nil {
			return err
		}
		p.Sentence = paragraph(report.Sentence())
	}
	if s.findings == nil {
		return nil
	}
	result, err := s.findings(ctx)
	if err != nil || result == nil {
		return err
	}
	p.Findings = findingsOf(result)
	return nil
}

// findingsOf are those that matter, the serious ones first.
func findingsOf(r *measure.Result) []finding {
	var out []finding
	for _, want := range []measure.Severity{measure.Serious, measure.Notable} {
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Severity == want && len(out) < 12 {
				out = append(out, finding{map[measure.Severity]string{measure.Serious: "serious", measure.Notable: "worth knowing"}[want], string(want), visible(f.Says)})
			}
		}
	}
	return out
}

func (s *Server) metaOf(in *plan.Inspection, st *review.Status) []string {
	meta := []string{"of " + prose.Rows(st.Rows), prose.Plural(st.Raters, "person looks", "people look") + " at each that is drawn"}
	if in.Rubric != nil {
		meta = append(meta, "rubric "+visible(in.Rubric.Name))
	}
	if !st.Begun.IsZero() {
		meta = append(meta, "begun "+st.Begun.Local().Format("2 January 2006"))
	}
	if in.Assisted != "" {
		meta = append(meta, "assisted: forms are filled in by "+visible(in.Assisted))
	}
	return append(meta, prose.Plural(st.Answers, "answer", "answers")+" so far")
}

func needsOf(name string, st *review.Status, p *review.Person) []need {
	var out []need
	if p.Has(review.Rater) {
		says := "Rows to be rated"
		if st.Enough {
			says = "Enough is known for what is claimed; what else was planned may still be looked at"
		} else if st.More > 0 {
			says = "About " + prose.Plural(st.More, "more row decides", "more rows decide") + " what is claimed"
		}
		out = append(out, need{Says: says, Do: "Rate", Href: inspectionPath(name, "rate")})
	}
	if st.Disputes > 0 {
		out = append(out, need{Says: prose.Plural(st.Disputes, "row on which people do not agree", "rows on which people do not agree"), Do: "Look at them", Href: inspectionPath(name, "disputes")})
	}
	return out
}

func (s *Server) personRow(ps *review.PersonStatus) personRow {
	row := personRow{Name: visible(s.nameOf(ps.Person)), Answers: prose.Count(ps.Answers), Skips: prose.Count(ps.Skips)}
	switch {
	case ps.Left:
		row.State = "has left"
	case ps.Paused:
		row.State = "on a break"
	}
	var seen []string
	for _, k := range slices.Sorted(maps.Keys(ps.Exposure)) {
		seen = append(seen, visible(k)+" "+prose.Count(ps.Exposure[k]))
	}
	row.Exposure = strings.Join(seen, ", ")
	for i := range ps.Quality {
		row.Quality = append(row.Quality, qualityOf(&ps.Quality[i]))
	}
	return row
}

func qualityOf(q *review.Quality) qualityRow {
	share := func(e stats.Estimate) string {
		if !e.Defined() || e.N == 0 && e.Interval == nil {
			return "not known"
		}
		return prose.Share(e)
	}
	return qualityRow{visible(q.Criterion), share(q.Others), share(q.Accuracy), share(q.Gold), share(q.Self)}
}

// nameOf is how a person is called: by the roster, or by their id.
func (s *Server) nameOf(id string) string {
	m, ok, err := s.roster.Member(id)
	switch {
	case err != nil || !ok:
		return id
	case m.Erased:
		return id + " (erased)"
	}
	return cmp.Or(m.Name, id)
}
