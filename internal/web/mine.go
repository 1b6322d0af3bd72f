package web

import (
	"net/http"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/review"
)

// mineMost is how many of one's own answers are shown, the newest first.
const mineMost = 100

// minePage is what one person did.
type minePage struct {
	In        string
	Said      []string
	Says      string
	Exposure  string
	Quality   []qualityRow
	Votes     []voteShown
	Credit    []option
	Pseudonym string
	More      bool
	Withdrew  bool // they took their answers back
}

func (s *Server) mine(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, _, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	st, err := s.desk.Status(name, v.person.ID)
	if err != nil {
		return err
	}
	votes, err := s.desk.Mine(name, v.person.ID, mineMost+1)
	if err != nil {
		return err
	}
	p := minePage{In: name, Said: v.session.said(name), Says: "You have answered nothing yet."}
	for i := range st.People {
		if ps := &st.People[i]; ps.Person == v.person.ID {
			row := s.personRow(ps)
			p.Says = prose.Plural(ps.Answers, "answer", "answers") + ", " + prose.Plural(ps.Skips, "skip", "skips") + "."
			p.Exposure, p.Quality, p.Withdrew = row.Exposure, row.Quality, ps.Withdrew
		}
	}
	if p.More = len(votes) > mineMost; p.More {
		votes = votes[:mineMost]
	}
	for i := range votes {
		p.Votes = append(p.Votes, s.voteShown(&votes[i], nil))
	}
	if m, ok, err := s.roster.Member(v.person.ID); err == nil && ok {
		p.Pseudonym = visible(m.Pseudonym)
	}
	for _, c := range []struct{ value, label string }{{"none", "not at all"}, {"name", "by my name"}, {"pseudonym", "by a pseudonym"}} {
		has := v.person.Credit == review.Credit(c.value) || c.value == "none" && v.person.Credit == review.CreditNone
		p.Credit = append(p.Credit, option{Value: c.value, Label: c.label, Chosen: has})
	}
	s.show(w, r, http.StatusOK, "mine", page{Title: "My work", Body: p})
	return nil
}

// credit keeps how somebody wishes to be named in releases.
func (s *Server) credit(w http.ResponseWriter, r *http.Request, v *visit) error {
	person := v.person
	switch c := r.PostFormValue("credit"); c {
	case "none":
		person.Credit = review.CreditNone
	case string(review.CreditName), string(review.CreditPseudonym):
		person.Credit = review.Credit(c)
	default:
		return seedbed.Errorf(seedbed.CodeInvalid, "releases name people by name, by a pseudonym or not at all; go back and choose one")
	}
	pseudonym := strings.TrimSpace(r.PostForm.Get("pseudonym"))
	if person.Credit == review.CreditPseudonym && pseudonym == "" {
		return seedbed.Errorf(seedbed.CodeInvalid, "a pseudonym is to be written down; go back and write it")
	}
	m, ok, err := s.roster.Member(person.ID)
	if err != nil {
		return err
	}
	if ok && pseudonym != m.Pseudonym {
		if err := s.roster.Rename(person.ID, m.Name, pseudonym); err != nil {
			return err
		}
	}
	if err := s.desk.Join(r.Context(), person); err != nil {
		return err
	}
	in := r.PostForm.Get("in")
	if !slices.Contains(s.desk.Inspections(), in) {
		back(w, r, "/")
		return nil
	}
	v.session.say(in, "Noted. The next release names you so.")
	back(w, r, inspectionPath(in, "mine"))
	return nil
}

// withdrawAnswers takes back all that somebody answered, skipped and mended. It cannot be
// undone, so that the form asks twice.
func (s *Server) withdrawAnswers(w http.ResponseWriter, r *http.Request, v *visit) error {
	if r.PostFormValue("sure") != "yes" {
		return seedbed.Errorf(seedbed.CodeInvalid, "nothing was taken back, as it cannot be undone; go back and say that you mean all your answers")
	}
	if err := s.desk.Withdraw(r.Context(), v.person.ID, review.WithdrawAnswers); err != nil {
		return err
	}
	in := r.PostForm.Get("in")
	if !v.person.Has(review.Rater) || !slices.Contains(s.desk.Inspections(), in) {
		back(w, r, "/")
		return nil
	}
	v.session.say(in, "Your answers are taken back. They are in no figure and in no release from now on.")
	back(w, r, inspectionPath(in, "mine"))
	return nil
}
