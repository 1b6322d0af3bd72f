package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/gate"
	"seedbed.dev/seedbed/internal/review"
)

// contestMost is the longest text of an objection or an answer, in characters.
const contestMost = 4000

// objections are what one may have against a row, as a form offers them.
var objections = []string{"it is wrong", "it hurts or demeans", "it is about a real person", "it is mine, and I did not agree", "something else"}

// contestsPage is what people have against rows, for those who answer.
type contestsPage struct {
	Said     string
	Open     []contestShown
	Answered []contestShown
	Owner    bool
}

type contestShown struct {
	ID                        int64
	Row, By, At, Due, Because string
	Href                      string // of the row, where all are browsed
	Late, Mine                bool
	Contact                   string
	Verdict, Answer, When     string
	Nodes                     []node
	Hidden                    bool
}

// contestOf shows an objection. What an objector wrote is shown to those who answer, and
// to the objector.
func (s *Server) contestOf(c *gate.Contest, v *visit) contestShown {
	out := contestShown{
		ID: c.ID, Row: c.Row.Short(), By: "somebody who is not known", At: gate.Day(c.At), Due: gate.Day(c.Due), Because: paragraph(c.Because),
		Late: c.Late(s.now()), Mine: c.By == v.person.ID, Verdict: string(c.What), Answer: paragraph(c.Answer),
	}
	if s.browsing != nil {
		out.Href = rowPath(c.Row)
	}
	if c.By != review.ByProgram {
		out.By = visible(s.nameOf(c.By))
	}
	if !c.AnsweredAt.IsZero() {
		out.When = gate.Day(c.AnsweredAt)
	}
	return out
}

func (s *Server) objectionsPage(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showContests(w, r, v, "")
}

func (s *Server) showContests(w http.ResponseWriter, r *http.Request, v *visit, said string) error {
	p := contestsPage{Said: said, Owner: v.person.Has(review.Owner)}
	contacts, err := s.roster.Contacts()
	if err != nil {
		return err
	}
	for _, c := range s.contests.all() {
		shown := s.contestOf(&c, v)
		shown.Contact = visible(contacts[c.ID])
		if !c.Open() {
			p.Answered = append(p.Answered, shown)
			continue
		}
		if len(p.Open) < disputesOnPage {
			if err := s.contestedRow(r, v, &c, &shown); err != nil {
				return err
			}
		}
		p.Open = append(p.Open, shown)
	}
	slices.Reverse(p.Answered)
	p.Answered = p.Answered[:min(len(p.Answered), 100)]
	s.show(w, r, http.StatusOK, "contests", page{Title: "Objections", Body: p})
	return nil
}

// contestedRow adds the row that is objected to, where it can be had and was not hidden.
func (s *Server) contestedRow(r *http.Request, v *visit, c *gate.Contest, shown *contestShown) error {
	for _, one := range s.shownRows {
		if one.Row == c.Row {
			row, err := s.panelRow(r.Context(), v, one)
			if err == nil {
				shown.Nodes, shown.Hidden = row.Nodes, row.Hidden
			}
			return err
		}
	}
	return nil
}

// contest keeps what somebody has against a row.
func (s *Server) contest(w http.ResponseWriter, r *http.Request, v *visit) error {
	row, err := rowOf(r)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "it is not clear which row you mean; write all 32 digits of its id, or object at the row itself")
	}
	if err := s.isRow(r, row); err != nil {
		return err
	}
	what, why := r.PostForm.Get("what"), plainText(r.PostForm.Get("why"))
	if !slices.Contains(objections, what) {
		return seedbed.Errorf(seedbed.CodeInvalid, "what is wrong with the row is to be chosen; go back and choose it")
	}
	if why == "" || utf8.RuneCountInString(why) > contestMost {
		return seedbed.Errorf(seedbed.CodeInvalid, "why the row should not be there is to be said, in up to %d characters", contestMost)
	}
	if what != objections[len(objections)-1] {
		why = what + ": " + why
	}
	e, err := s.raise(r.Context(), v.person, row, why)
	if err != nil {
		return err
	}
	said := "Your objection is number " + strconv.FormatInt(e.Seq, 10) + ". It is answered by " + gate.Day(s.now().Add(gate.Deadline)) + ", here."
	if err := s.roster.KeepContact(e.Seq, r.PostForm.Get("contact")); err != nil {
		_, why := statusOf(err)
		said += " How you can be reached was not kept: " + why + "."
	}
	return s.showPanel(w, r, v, said)
}

// isRow reports whether there is a row of an id that a page can show: of a sample, or any
// other where all are browsed.
func (s *Server) isRow(r *http.Request, row seedbed.ID) error {
	if s.rows != nil {
		if _, ok, err := s.rows.Row(r.Context(), row); ok || err != nil {
			return err
		}
	}
	if s.browsing != nil {
		x, err := s.index(r)
		if err == nil {
			_, err = s.rowAt(r.Context(), x, row.String())
		}
		if err == nil || seedbed.CodeOf(err) != seedbed.CodeNotFound {
			return err
		}
	}
	return seedbed.Errorf(seedbed.CodeNotFound, "there is no row %s among those that people look at", row.Short())
}

// answerContest keeps what came of an objection: by who answers, or by who takes it back.
func (s *Server) answerContest(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, err := strconv.ParseInt(r.PostFormValue("contest"), 10, 64)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "the form does not say which objection it is about; open the page again")
	}
	because := plainText(r.PostForm.Get("because"))
	if utf8.RuneCountInString(because) > contestMost {
		return seedbed.Errorf(seedbed.CodeInvalid, "an answer has up to %d characters", contestMost)
	}
	what := gate.Verdict(r.PostForm.Get("verdict"))
	if _, err := s.contests.append(r.Context(), v.person, func(rec *gate.Record) (review.Event, error) {
		return gate.NewAnswer(rec, id, v.person.ID, what, because)
	}); err != nil {
		return err
	}
	said := "Objection " + strconv.FormatInt(id, 10) + " is " + visible(string(what)) + "."
	if what == gate.Withdrawn {
		return s.showPanel(w, r, v, said)
	}
	return s.showContests(w, r, v, said)
}

// forgetContact takes out how an objector can be reached.
func (s *Server) forgetContact(w http.ResponseWriter, r *http.Request, v *visit) error {
	id, err := strconv.ParseInt(r.PostFormValue("contest"), 10, 64)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "the form does not say which objection it is about; open the page again")
	}
	if err := s.roster.ForgetContact(id); err != nil {
		return err
	}
	return s.showContests(w, r, v, "Forgotten.")
}

// plainText is what somebody wrote in a form, with the ends of lines as files have them.
func plainText(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
