package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// disputesOnPage is how many rows one page shows.
const disputesOnPage = 20

type disputesPage struct {
	In       string
	Said     []string
	Open     int
	Disputes []dispute
	More     int
	Settled  []dispute
}

// dispute is a row with what each said, beside each other.
type dispute struct {
	ID, Row  string
	About    []string
	Nodes    []node
	Cut      bool
	Missing  bool   // the row cannot be had
	Harm     string // categories of what may hurt
	Hidden   bool   // the row is not shown until somebody chooses to see it
	Votes    []voteShown
	Criteria []question
	Causes   []causeShown
	Outcome  string
}

type causeShown struct {
	Value, Words string
}

// causes are why people disagree, with what follows from each.
var causes = []causeShown{
	{string(review.CauseGap), "the guideline does not say; it is made clearer, and such rows are asked again"},
	{string(review.CauseAmbiguous), "the row can be read in two ways"},
	{string(review.CauseSlip), "somebody pressed a key that they did not mean"},
	{string(review.CauseReal), "people see it differently, and that stays; every vote goes into the release"},
}

// voteShown is what one person said of a row.
type voteShown struct {
	Person, Row, When string
	Values            []valueShown
	Marks             []spanShown
	Note, Flags       string
	Remarks, Skipped  string
}

type valueShown struct{ Name, Value string }

func (s *Server) disputes(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	all, err := s.desk.Disputes(name, v.person.ID)
	if err != nil {
		return err
	}
	p := disputesPage{In: name, Said: v.session.said(name)}
	for i := range all {
		d := &all[i]
		if d.Settled != nil {
			if len(p.Settled) < disputesOnPage {
				p.Settled = append(p.Settled, settledOf(d))
			}
			continue
		}
		if p.Open++; len(p.Disputes) < disputesOnPage {
			shown, err := s.disputeOf(r.Context(), v, in, d)
			if err != nil {
				return err
			}
			p.Disputes = append(p.Disputes, shown)
		}
	}
	p.More = p.Open - len(p.Disputes)
	s.show(w, r, http.StatusOK, "disputes", page{Title: "Disagreements", Body: p})
	return nil
}

func settledOf(d *review.Dispute) dispute {
	out := dispute{ID: d.Row.String(), Row: d.Row.Short()}
	var parts []string
	for _, k := range sortedKeys(d.Settled.Values) {
		parts = append(parts, visible(k)+" "+visible(d.Settled.Values[k]))
	}
	out.Outcome = string(d.Settled.Cause)
	if len(parts) > 0 {
		out.Outcome += ": " + strings.Join(parts, ", ")
	}
	if d.Settled.Note != "" {
		out.Outcome += ". " + visible(d.Settled.Note)
	}
	return out
}

func (s *Server) disputeOf(ctx context.Context, v *visit, in *plan.Inspection, d *review.Dispute) (dispute, error) {
	out := dispute{ID: d.Row.String(), Row: d.Row.Short(), Causes: causes, Harm: visible(strings.Join(in.Harm, ", "))}
	for _, a := range d.About {
		out.About = append(out.About, visible(a))
	}
	out.Hidden = out.Harm != "" && !v.session.revealed(d.Row)
	var fields seedbed.Fields
	if s.rows != nil && !out.Hidden {
		rec, ok, err := s.rows.Row(ctx, d.Row)
		if err != nil {
			return out, err
		}
		if ok {
			shown, err := s.desk.Shown(in.Name, &rec)
			if err != nil {
				return out, err
			}
			fields = shown.Fields
			sh := newShower(false)
			sh.picture = s.pictures(v.person.ID, in.Name, d.Row)
			out.Nodes, out.Cut = sh.row(fields, nil, nil, nil), sh.left
		}
		out.Missing = !ok
	}
	for i := range d.Votes {
		out.Votes = append(out.Votes, s.voteShown(&d.Votes[i], fields))
	}
	for i := range in.Rubric.Criteria {
		out.Criteria = append(out.Criteria, questionOf(&in.Rubric.Criteria[i], nil, nil))
	}
	return out, nil
}

func (s *Server) voteShown(v *review.Vote, fields seedbed.Fields) voteShown {
	out := voteShown{
		Person: visible(s.nameOf(v.Person)), Row: v.Row.Short(), When: v.At.Local().Format("2 Jan 15:04"),
		Note: paragraph(v.Note), Skipped: visible(v.Skipped),
	}
	for _, k := range sortedKeys(v.Values) {
		out.Values = append(out.Values, valueShown{visible(k), visible(v.Values[k])})
	}
	texts := map[string]string{}
	if len(v.Spans) > 0 {
		eachText(fields, func(path, text string) bool { texts[path] = text; return true })
	}
	for _, sp := range v.Spans {
		words := visible(part(texts[sp.Field], sp.From, sp.To))
		if words == "" {
			words = prose.Shown(sp.Field) + " " + prose.Count(sp.From) + "–" + prose.Count(sp.To)
		}
		out.Marks = append(out.Marks, spanShown{words, visible(sp.Category)})
	}
	out.Flags = visible(strings.Join(v.Flags, ", "))
	var remarks []string
	if v.Again {
		remarks = append(remarks, "asked a second time")
	}
	if !v.Counted && v.Skipped == "" {
		remarks = append(remarks, "not one of those that decide the row")
	}
	if len(v.Filled) > 0 {
		remarks = append(remarks, "filled in by a model first")
	}
	out.Remarks = strings.Join(remarks, "; ")
	return out
}

// settle keeps what an adjudicator made of a disagreement.
func (s *Server) settle(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, row, err := s.asked(r)
	if err != nil {
		return err
	}
	st := review.Settlement{Row: row, Cause: review.Cause(r.PostForm.Get("cause")), Note: strings.TrimSpace(r.PostForm.Get("note"))}
	if !slices.ContainsFunc(causes, func(c causeShown) bool { return c.Value == string(st.Cause) }) {
		return seedbed.Errorf(seedbed.CodeInvalid, "a disagreement is settled with its cause; go back and choose one")
	}
	for i := range in.Rubric.Criteria {
		c := in.Rubric.Criteria[i].Name
		if value := r.PostForm.Get("v." + c); value != "" {
			if st.Values == nil {
				st.Values = map[string]string{}
			}
			st.Values[c] = value
		}
	}
	if err := s.desk.Settle(r.Context(), name, v.person.ID, st); err != nil {
		return err
	}
	said := []string{"Settled. The votes stay as they are."}
	if st.Cause == review.CauseGap {
		said = append(said, "The guideline does not say: make it clearer, and such rows are asked again.")
	}
	v.session.say(name, said...)
	back(w, r, inspectionPath(name, "disputes"))
	return nil
}
