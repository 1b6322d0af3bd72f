package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// invitationLasts is how long somebody has to use one.
const invitationLasts = 14 * 24 * time.Hour

// peoplePage is who is here, for the owner.
type peoplePage struct {
	People  []memberRow
	Invited []invitedRow
	Roles   []review.Role
	Link    string // of an invitation that was just made: shown once
	For     string
}

type memberRow struct{ Name, ID, Roles, Domains, State string }

type invitedRow struct{ For, Roles, Until string }

func (s *Server) people(w http.ResponseWriter, r *http.Request, _ *visit) error {
	return s.showPeople(w, r, "", "")
}

func (s *Server) showPeople(w http.ResponseWriter, r *http.Request, link, whom string) error {
	p := peoplePage{Roles: review.Roles, Link: link, For: visible(whom)}
	for _, person := range s.desk.People() {
		p.People = append(p.People, memberRow{Name: visible(s.nameOf(person.ID)), ID: visible(person.ID), Roles: roleNames(person.Roles), Domains: visible(strings.Join(person.Domains, ", "))})
	}
	open, err := s.roster.Invitations()
	if err != nil {
		return err
	}
	for _, in := range open {
		p.Invited = append(p.Invited, invitedRow{visible(in.Note), roleNames(in.Roles), in.Until.Local().Format("2 January 15:04")})
	}
	s.show(w, r, http.StatusOK, "people", page{Title: "People", Body: p})
	return nil
}

// invite makes a link by which one person joins. It is on the page that follows and
// nowhere else, so that page is not led to.
func (s *Server) invite(w http.ResponseWriter, r *http.Request, _ *visit) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	in := review.Invitation{Note: strings.TrimSpace(r.PostForm.Get("note"))}
	for _, role := range r.PostForm["role"] {
		if !slices.Contains(in.Roles, review.Role(role)) {
			in.Roles = append(in.Roles, review.Role(role))
		}
	}
	for d := range strings.SplitSeq(r.PostForm.Get("domains"), ",") {
		if d = strings.TrimSpace(d); d != "" {
			in.Domains = append(in.Domains, d)
		}
	}
	if len(in.Domains) > 20 || len(r.PostForm.Get("domains")) > 1000 {
		return seedbed.Errorf(seedbed.CodeInvalid, "a person has up to 20 fields that they are at home in")
	}
	code, err := s.roster.Invite(in, s.now().Add(invitationLasts))
	if err != nil {
		return err
	}
	return s.showPeople(w, r, s.link(r, code), in.Note)
}
