package web

import (
	"encoding/json"
	"errors"
	"net/http"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// back leads to the page on which one goes on.
func back(w http.ResponseWriter, r *http.Request, path string) {
	http.Redirect(w, r, path, http.StatusSeeOther)
}

// filledForm reads the form of an answer, and completes it by what the task says.
func (s *Server) filledForm(r *http.Request, v *visit) (name string, a review.Answer, err error) {
	name, in, err := s.inspectionOf(r)
	if err != nil {
		return name, a, err
	}
	rubric := in.Rubric
	t, err := s.desk.Next(r.Context(), name, v.person.ID)
	var none *review.Nothing
	if err != nil && !errors.As(err, &none) {
		return name, a, err
	}
	if t != nil && t.Rubric != nil {
		rubric = t.Rubric
	}
	if a, err = readAnswer(r, rubric); err != nil {
		return name, a, err
	}
	words := r.PostForm.Get("mark_words")
	switch {
	case t != nil && t.Row == a.Row:
		a.Filled = t.Filled
		err = locate(&a, t, words, r.PostForm.Get("mark_category"))
	case words != "":
		err = seedbed.Errorf(seedbed.CodeInvalid, "this row is no longer held for you, so its words cannot be marked")
	}
	return name, a, err
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, a, err := s.filledForm(r, v)
	if err != nil {
		return s.mend(w, r, v, name, &a, err)
	}
	receipt, err := s.desk.Answer(r.Context(), name, v.person.ID, a)
	if err != nil {
		return s.mend(w, r, v, name, &a, err)
	}
	v.session.say(name, receiptLines(&receipt)...)
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

// mend leads back to the form with what was written in it, and says what is wrong. Only
// what the person can mend comes back; anything else is an error.
func (s *Server) mend(w http.ResponseWriter, r *http.Request, v *visit, name string, a *review.Answer, err error) error {
	if seedbed.CodeOf(err) != seedbed.CodeInvalid || a.Row.IsZero() {
		return err
	}
	if e := s.keepDraft(r, v, name, a); e != nil {
		return errors.Join(err, e)
	}
	v.session.say(name, "Not saved: "+visible(err.Error())+".")
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

func (s *Server) keepDraft(r *http.Request, v *visit, name string, a *review.Answer) error {
	b, err := json.Marshal(a)
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInternal, "writing a draft: %w", err)
	}
	return s.desk.SaveDraft(r.Context(), name, v.person.ID, a.Row, b)
}

// draft keeps what is half done. A script asks for no page.
func (s *Server) draft(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, a, err := s.filledForm(r, v)
	if err == nil {
		err = s.keepDraft(r, v, name, &a)
	}
	if err != nil {
		return err
	}
	if r.Header.Get("Accept") == "text/plain" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	v.session.say(name, "Kept as a draft.")
	back(w, r, inspectionPath(name, "rate"))
	return nil
}
