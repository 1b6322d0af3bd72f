package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

func (s *Server) skip(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, _, row, err := s.asked(r)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(r.PostForm.Get("reason"))
	if reason == "" || reason == "other" {
		reason = strings.TrimSpace(r.PostForm.Get("why"))
	}
	if reason == "" || utf8.RuneCountInString(reason) > 400 {
		return seedbed.Errorf(seedbed.CodeInvalid, "a row is skipped with a reason of up to 400 characters; say in a few words why")
	}
	if err := s.desk.Skip(r.Context(), name, v.person.ID, review.Skip{Row: row, Reason: reason}); err != nil {
		return err
	}
	v.session.say(name, "Skipped.")
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

func (s *Server) undo(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, _, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	if _, err := s.desk.Undo(r.Context(), name, v.person.ID); err != nil {
		if _, why := statusOf(err); seedbed.CodeOf(err) != seedbed.CodeInternal {
			v.session.say(name, sentence(cmp.Or(why, "There is nothing to go back to")))
			back(w, r, inspectionPath(name, "rate"))
			return nil
		}
		return err
	}
	v.session.say(name, "Taken back. Answer again, or leave it as it was and save.")
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

func (s *Server) reveal(w http.ResponseWriter, r *http.Request, v *visit) error {
	name, in, row, err := s.asked(r)
	if err != nil {
		return err
	}
	if err := s.desk.Reveal(r.Context(), name, v.person.ID, review.Reveal{Row: row, Categories: in.Harm}); err != nil {
		return err
	}
	v.session.reveal(row)
	if r.PostForm.Get("to") == "disputes" {
		back(w, r, inspectionPath(name, "disputes")+"#row-"+row.String())
		return nil
	}
	back(w, r, inspectionPath(name, "rate"))
	return nil
}

func (s *Server) pause(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.turn(w, r, v, s.desk.Pause, "rate")
}

func (s *Server) resume(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.turn(w, r, v, s.desk.Resume, "rate")
}

func (s *Server) leave(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.turn(w, r, v, s.desk.Leave, "")
}

// turn does what is done for one person in one inspection, and leads on.
func (s *Server) turn(w http.ResponseWriter, r *http.Request, v *visit, do func(ctx context.Context, inspection, person string) error, to string) error {
	name, _, err := s.inspectionOf(r)
	if err != nil {
		return err
	}
	if err := do(r.Context(), name, v.person.ID); err != nil {
		return err
	}
	back(w, r, inspectionPath(name, to))
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
