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

// peopleForms is how many people can all be changed on one page.
const peopleForms = 40

// peoplePage is who is here, for the owner.
type peoplePage struct {
	People  []memberRow
	Invited []invitedRow
	Roles   []review.Role
	Written []string
	Link    string // that was just made: shown once
	For     string
	Own     bool // the link is somebody's own, and no invitation
	Said    string
	Many    bool // so many that each has a page to be changed on
	Mails   bool // a provider knows people by their addresses
}

type memberRow struct {
	Name, ID, Roles, Domains, Wrote, By string
	Self, Form                          bool // Form: it can be changed on this page
	Choose, Written                     []option
}

type invitedRow struct{ For, Roles, Until, Hash string }

func (s *Server) people(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.showPeople(w, r, v, peoplePage{})
}

func (s *Server) showPeople(w http.ResponseWriter, r *http.Request, v *visit, p peoplePage) error {
	p.Roles, p.Mails = review.Roles, s.signIn != nil
	all, only := s.desk.People(), r.URL.Query().Get("person")
	for _, w := range s.written {
		p.Written = append(p.Written, visible(w))
	}
	p.Many = len(all) > peopleForms
	for _, person := range all {
		row := s.memberRow(&person, v)
		row.Form = !p.Many || person.ID == only
		p.People = append(p.People, row)
	}
	open, err := s.roster.Invitations()
	if err != nil {
		return err
	}
	for _, in := range open {
		p.Invited = append(p.Invited, invitedRow{visible(in.Note), roleNames(in.Roles), in.Until.Local().Format("2 January 15:04"), in.Hash})
	}
	s.show(w, r, http.StatusOK, "people", page{Title: "People", Body: p})
	return nil
}

func (s *Server) memberRow(p *review.Person, v *visit) memberRow {
	row := memberRow{
		Name: visible(s.nameOf(p.ID)), ID: p.ID, Roles: roleNames(p.Roles), Domains: visible(strings.Join(p.Domains, ", ")),
		Wrote: visible(strings.Join(p.Wrote, ", ")), Self: p.ID == v.person.ID,
	}
	for _, role := range review.Roles {
		row.Choose = append(row.Choose, option{Value: string(role), Label: string(role), Chosen: p.Has(role)})
	}
	for _, name := range s.written {
		row.Written = append(row.Written, option{Value: name, Label: visible(name), Chosen: slices.Contains(p.Wrote, name)})
	}
	m, ok, err := s.roster.Member(p.ID)
	switch {
	case err != nil || !ok || m.Erased:
	case !m.Shut && (m.Subject != "" || m.Email != ""):
		row.By = "sign-in"
	case len(m.Tokens) > 0:
		row.By = "a link"
	}
	return row
}

// fieldsOf splits what somebody wrote with commas.
func fieldsOf(s string) (out []string) {
	for d := range strings.SplitSeq(s, ",") {
		if d = strings.TrimSpace(d); d != "" {
			out = append(out, d)
		}
	}
	return out
}

// wroteOf is what the form names of the sources and stages that there are.
func (s *Server) wroteOf(r *http.Request) (out []string) {
	for _, w := range r.PostForm["wrote"] {
		if slices.Contains(s.written, w) {
			out = append(out, w)
		}
	}
	return out
}

// invite makes a link by which one person joins. It is on the page that follows and
// nowhere else, so that page is not led to.
func (s *Server) invite(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := r.ParseForm(); err != nil {
		return err
	}
	in := review.Invitation{Note: strings.TrimSpace(r.PostForm.Get("note")), Domains: fieldsOf(r.PostForm.Get("domains")), Wrote: s.wroteOf(r)}
	for _, role := range r.PostForm["role"] {
		if !slices.Contains(in.Roles, review.Role(role)) {
			in.Roles = append(in.Roles, review.Role(role))
		}
	}
	if len(in.Domains) > 20 || len(r.PostForm.Get("domains")) > 4000 {
		return seedbed.Errorf(seedbed.CodeInvalid, "a person has up to 20 fields that they are at home in")
	}
	if email := strings.TrimSpace(r.PostForm.Get("email")); email != "" {
		if in.Email = review.EmailHash(email); in.Email == "" {
			return seedbed.Errorf(seedbed.CodeInvalid, "%q is no address of mail", visible(email))
		}
	}
	code, err := s.roster.Invite(in, s.now().Add(invitationLasts))
	if err != nil {
		return err
	}
	return s.showPeople(w, r, v, peoplePage{Link: s.link(r, code), For: visible(in.Note)})
}

// withdraw takes an invitation back.
func (s *Server) withdraw(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := s.roster.Withdraw(r.PostFormValue("hash")); err != nil {
		return err
	}
	return s.showPeople(w, r, v, peoplePage{Said: "The invitation is taken back."})
}

// changePerson sets what somebody may do, where they are at home, and what they wrote.
func (s *Server) changePerson(w http.ResponseWriter, r *http.Request, v *visit) error {
	person, err := s.personAsked(r)
	if err != nil {
		return err
	}
	var roles []review.Role
	for _, role := range r.PostForm["role"] {
		roles = append(roles, review.Role(role))
	}
	// What they wrote and the recipe no longer names stays: the rows of an earlier run do.
	wrote := slices.DeleteFunc(slices.Clone(person.Wrote), func(name string) bool { return slices.Contains(s.written, name) })
	person.Roles, person.Domains, person.Wrote = roles, fieldsOf(r.PostForm.Get("domains")), append(wrote, s.wroteOf(r)...)
	if err := s.desk.Admit(r.Context(), v.person.ID, person); err != nil {
		return err
	}
	return s.showPeople(w, r, v, peoplePage{Said: visible(s.nameOf(person.ID)) + " is changed."})
}

// newLink makes another link of somebody's own.
func (s *Server) newLink(w http.ResponseWriter, r *http.Request, v *visit) error {
	person, err := s.personAsked(r)
	if err != nil {
		return err
	}
	token, err := s.roster.Issue(person.ID, time.Time{})
	if err != nil {
		return err
	}
	return s.showPeople(w, r, v, peoplePage{Link: s.link(r, token), For: visible(s.nameOf(person.ID)), Own: true})
}

func (s *Server) revoke(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.takeFrom(w, r, v, s.roster.Revoke, "The links of %s are ended.")
}

func (s *Server) erase(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.takeFrom(w, r, v, s.roster.Erase, "%s is erased; what they did stays under that id.")
}

// takeFrom takes something from somebody in the roster.
func (s *Server) takeFrom(w http.ResponseWriter, r *http.Request, v *visit, do func(string) error, says string) error {
	person, err := s.personAsked(r)
	if err != nil {
		return err
	}
	if err := do(person.ID); err != nil {
		return err
	}
	return s.showPeople(w, r, v, peoplePage{Said: strings.Replace(says, "%s", visible(s.nameOf(person.ID)), 1)})
}

// personAsked is whom a form is about.
func (s *Server) personAsked(r *http.Request) (review.Person, error) {
	p, ok := s.desk.Person(r.PostFormValue("person"))
	if !ok {
		return p, seedbed.Errorf(seedbed.CodeNotFound, "nobody here has that id; open the page of people again")
	}
	return p, nil
}
