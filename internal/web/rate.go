package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// ratePage is the page on which one row is rated.
type ratePage struct {
	In            string
	Said          []string
	ID, Row       string
	Progress      string
	Tags          []string
	Kept          string
	Notice        string // categories of what may hurt
	Hidden        bool
	Nodes         []node
	Cut           bool
	Task          string
	Assisted      string
	Again         bool
	Rubric, Order string
	Criteria      []question
	Note          string
	Flagged       bool
	Flags         []option
	OwnFlag       string
	Spans         bool
	SpansJSON     string
	Marks         []spanShown
	Categories    []string
	Reasons       []string
	Mend          []mendable
}

type spanShown struct{ Words, Category string }

// flags and reasons are what is offered; people may write their own.
var (
	flags   = []string{"unclear guideline", "harmful", "personal data", "broken row"}
	reasons = []string{"I cannot tell", "not my field", "the row is broken", "I would rather not"}
)

// inspectionOf returns the inspection that a request is about.
func (s *Server) inspectionOf(r *http.Request) (string, *plan.Inspection, error) {
	name := r.PathValue("in")
	in, ok := s.desk.Plan(name)
	if !ok {
		return "", nil, seedbed.Errorf(seedbed.CodeNotFound, "there is no inspection %s", prose.Quoted(name))
	}
	return name, in, nil
}

func (s *Server) rate(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	t, err := s.desk.Next(r.Context(), name, v.person.ID)
	var none *review.Nothing
	if errors.As(err, &none) {
		s.showNothing(w, r, v, name, none)
		return nil
	}
	if err != nil {
		return err
	}
	hide := len(t.Notice) > 0 && !v.session.revealed(t.Row)
	p := s.ratePage(v, name, in, t, hide, r.URL.Query().Get("all") == "1")
	p.Said = v.session.said(name)
	s.show(w, r, http.StatusOK, "rate", page{Title: "Rate", Body: p})
	return nil
}

func (s *Server) ratePage(v *visit, name string, in *plan.Inspection, t *review.Task, hide, all bool) ratePage {
	rubric := cmp.Or(t.Rubric, in.Rubric)
	draft := readDraft(t)
	p := ratePage{
		In: name, ID: t.Row.String(), Row: t.Row.Short(),
		Again: t.Again, Rubric: rubric.Revision, Order: joinInts(t.Order),
		Task: paragraph(rubric.Task), Note: draft.Note, Reasons: reasons,
		Spans: true, SpansJSON: "[]",
	}
	p.Progress = prose.Count(t.Done) + " done"
	if t.Left >= 0 {
		p.Progress += ", " + prose.Plural(t.Left, "answer is", "answers are") + " still wanted, of all together"
	}
	p.tags(t)
	if left := t.Until.Sub(s.now()); !t.Until.IsZero() && left < 10*time.Minute {
		p.Kept = t.Until.Local().Format("15:04")
	}
	if len(t.Filled) > 0 {
		p.Assisted = visible(in.Assisted)
	}
	letters := sidesOf(t, rubric)
	for i := range rubric.Criteria {
		p.Criteria = append(p.Criteria, questionOf(&rubric.Criteria[i], draft.Values, letters))
		p.Categories = append(p.Categories, rubric.Criteria[i].Name)
	}
	p.flag(draft.Flags)
	p.Notice, p.Hidden = visible(strings.Join(t.Notice, ", ")), hide
	if !hide { // a row that may hurt is not in the page until somebody chooses to see it
		p.row(t, &draft, letters, all, s.pictures(v.person.ID, name, t.Row))
		p.Mend = mendables(t.Record.Fields, letters)
	}
	return p
}

// tags say what is special about a row. That it comes a second time is not said: what
// somebody remembers of the first would be measured in place of their consistency.
func (p *ratePage) tags(t *review.Task) {
	if t.Calibration {
		p.Tags = append(p.Tags, "calibration: the known answer is told after yours")
	}
	if t.Break {
		p.Tags = append(p.Tags, "much of this was hard to read: a break would be good")
	}
}

// row shows the row, and what the draft marks in it.
func (p *ratePage) row(t *review.Task, draft *review.Answer, letters map[string]string, all bool, picture func(path, v string) (src, says string, k imageKind, ok bool)) {
	sh := newShower(all)
	sh.picture = picture
	sh.marks = map[string][]mark{}
	for _, sp := range draft.Spans {
		sh.marks[sp.Field] = append(sh.marks[sp.Field], mark{sp.From, sp.To})
	}
	var parent seedbed.Fields
	if t.Parent != nil {
		parent = t.Parent.Fields
	}
	p.Nodes = sh.row(t.Record.Fields, parent, t.Order, letters)
	p.Cut = sh.left
	texts := map[string]string{}
	eachText(t.Record.Fields, func(path, text string) bool {
		if _, wanted := sh.marks[path]; wanted {
			texts[path] = text
		}
		return true
	})
	for _, sp := range draft.Spans {
		p.Marks = append(p.Marks, spanShown{visible(part(texts[sp.Field], sp.From, sp.To)), visible(sp.Category)})
	}
	if b, err := json.Marshal(draft.Spans); err == nil && draft.Spans != nil {
		p.SpansJSON = string(b)
	}
}

func (p *ratePage) flag(given []string) {
	for _, f := range flags {
		p.Flags = append(p.Flags, option{Value: f, Chosen: slices.Contains(given, f)})
	}
	for _, f := range given {
		if !slices.Contains(flags, f) {
			p.OwnFlag = f
		}
	}
	p.Flagged = len(given) > 0
}

// readDraft returns what stands in the form: what the person had written, else what a
// judge said where the plan says so, else nothing.
func readDraft(t *review.Task) review.Answer {
	var a review.Answer
	if len(t.Draft) > 0 && json.Unmarshal(t.Draft, &a) == nil {
		return a
	}
	return review.Answer{Values: t.Filled}
}
