package web

import (
	"net/http"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/recipe"
	"seedbed.dev/seedbed/internal/review"
)

// rubricPage is the guideline, to be made clearer.
type rubricPage struct {
	In, From, Text string
	File           string
	Said           []string
	Problems       []string
	Unchanged      bool
	Changed        []string // criteria
	Seen           string   // digest of the text whose consequences are shown; "" where none are
	Again          []againShown
	Rows           []string // of those that the change is about, the first few
	More           int
	Lost           string // what has to be asked again in any case
}

type againShown struct {
	Value, Says string
	Chosen      bool
}

// rowsNamed is how many rows a preview names.
const rowsNamed = 40

// rubric shows the guideline as it is.
func (s *Server) rubric(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	p := rubricPage{In: name, From: in.Rubric.Revision, Text: s.rubricText(in), Said: v.session.said(name)}
	s.showRubric(w, r, in, &p)
	return nil
}

func (s *Server) showRubric(w http.ResponseWriter, r *http.Request, in *plan.Inspection, p *rubricPage) {
	p.File = visible(in.Rubric.Name) + ".yaml"
	s.show(w, r, http.StatusOK, "rubric", page{Title: "Guideline", Body: p})
}

// revise says what follows from another guideline, and has it asked from now on once
// somebody has seen that.
func (s *Server) revise(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	text := strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	p := rubricPage{In: name, From: r.PostForm.Get("from"), Text: text}
	to, problems := recipe.ParseRubric(in.Rubric.Name+".yaml", []byte(text))
	for i := range problems {
		if !problems[i].Warning {
			p.Problems = append(p.Problems, visible(problems[i].String()))
		}
	}
	if len(p.Problems) > 0 {
		s.showRubric(w, r, in, &p)
		return nil
	}
	rows, err := s.askedAgain(name, v.person, in.Rubric, to, &p)
	if err != nil {
		return err
	}
	again := r.PostForm.Get("again")
	if _, known := rows[again]; p.Unchanged || r.PostForm.Get("do") != "confirm" || r.PostForm.Get("seen") != p.Seen || !known {
		s.showRubric(w, r, in, &p)
		return nil
	}
	if err := s.desk.Revise(r.Context(), name, v.person.ID, review.RubricRevision{From: p.From, To: to.Revision, Text: text, Again: rows[again], Rubric: to, Ask: asking[again]}); err != nil {
		return err
	}
	said := "The guideline is changed, and " + prose.Plural(len(rows[again]), "row is", "rows are") + " asked again. What was said of them is kept, and counts no longer."
	if v.person.Has(review.Rater) {
		said += " So it is with those that you may still be asked about yourself."
	}
	v.session.say(name, said)
	s.wrote(name, text, to.Revision)
	back(w, r, inspectionPath(name, "rubric"))
	return nil
}

// asking names to the desk what the form chooses by.
var asking = map[string]review.Asking{"concerned": review.AskUnclear, "all": review.AskAll, "none": review.AskNeeded}

// askedAgain says which rows may be asked again, by how the form chooses among them.
func (s *Server) askedAgain(name string, viewer review.Person, from, to *seedbed.Rubric, p *rubricPage) (map[string][]seedbed.ID, error) {
	changed := review.ChangedCriteria(from, to)
	p.Unchanged = len(changed) == 0 && len(from.Criteria) == len(to.Criteria)
	for _, c := range changed {
		p.Changed = append(p.Changed, visible(c))
	}
	if p.Unchanged {
		return nil, nil
	}
	lost, err := s.desk.Unfit(name, viewer.ID, to)
	if err != nil {
		return nil, err
	}
	concerned, err := s.desk.AskAgain(name, viewer.ID, changed)
	if err != nil {
		return nil, err
	}
	all, err := s.desk.AskAgain(name, viewer.ID, nil)
	if err != nil {
		return nil, err
	}
	rows := map[string][]seedbed.ID{"concerned": union(concerned, lost), "all": union(all, lost), "none": lost}
	p.Seen = to.Revision
	for _, row := range rows["concerned"][:min(rowsNamed, len(rows["concerned"]))] {
		p.Rows = append(p.Rows, row.Short())
	}
	p.More = len(rows["concerned"]) - len(p.Rows)
	if len(lost) > 0 {
		p.Lost = prose.Plural(len(lost), "row has an answer", "rows have answers") + " that the new guideline does not know; these are asked again in any case."
	}
	if viewer.Has(review.Rater) {
		p.Lost = strings.TrimSpace(p.Lost + " Rows that you may still be asked about yourself are neither named nor counted here; what you choose holds for them too.")
	}
	rest := "none of them"
	if len(lost) > 0 {
		rest = "those alone whose answers do not fit: " + prose.Rows(len(lost))
	}
	p.Again = []againShown{
		{"concerned", "those on which people differ in what changed, or that were flagged as unclear: " + prose.Rows(len(rows["concerned"])), true},
		{"all", "every row that somebody answered: " + prose.Rows(len(rows["all"])), false},
		{"none", rest, false},
	}
	return rows, nil
}

func union(a, b []seedbed.ID) []seedbed.ID {
	out := slices.Clone(a)
	in := make(map[seedbed.ID]bool, len(a))
	for _, id := range a {
		in[id] = true
	}
	for _, id := range b {
		if !in[id] {
			out = append(out, id)
		}
	}
	return out
}

// rubricWritten is a guideline as somebody wrote it on the page.
type rubricWritten struct{ revision, text string }

// wrote remembers the text of a guideline that was changed here.
func (s *Server) wrote(inspection, text, revision string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rubrics[inspection] = rubricWritten{revision, text}
}

// rubricText returns the file of a guideline: as somebody wrote it, where that is still
// known, or anew from what was read of it.
func (s *Server) rubricText(in *plan.Inspection) string {
	s.mu.Lock()
	have := s.rubrics[in.Name]
	s.mu.Unlock()
	if have.revision == in.Rubric.Revision {
		return have.text
	}
	if s.rubricAt != nil {
		text := s.rubricAt(in.Name)
		if r, problems := recipe.ParseRubric(in.Rubric.Name+".yaml", []byte(text)); len(problems) == 0 && r.Revision == in.Rubric.Revision {
			return text
		}
	}
	return rubricYAML(in.Rubric)
}
