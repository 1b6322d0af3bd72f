package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// Where a sign-in by a provider begins, and where it comes back to.
const (
	providerPath = "/sign-in/oidc"
	backPath     = "/sign-in/oidc/back"
)

// subjectMark is what a session keeps of the identity that somebody signed in by.
func subjectMark(subject string) string { return hashOf("identity " + subject) }

// toProvider sends the browser to the provider. It is a link and no form: a policy that
// lets forms go to our own server alone holds for where they are sent on to.
func (s *Server) toProvider(w http.ResponseWriter, r *http.Request, _ *visit) error {
	if s.signIn == nil {
		return seedbed.Errorf(seedbed.CodeNotFound, "people sign in here by their links alone")
	}
	cookie, to := s.signIn.begin(s.base(r))
	c := s.cookie(r, cookie, int(providerWaits.Seconds()))
	c.Name = s.cookieName(r) + "-oidc"
	http.SetCookie(w, c)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// fromProvider lets in who comes back from the provider and is known, or is to be.
func (s *Server) fromProvider(w http.ResponseWriter, r *http.Request, _ *visit) error {
	if s.signIn == nil {
		return seedbed.Errorf(seedbed.CodeNotFound, "people sign in here by their links alone")
	}
	address := s.public.addressOf(r)
	if wait, many := s.signIn.comes(address); many { // before the provider is asked, with our secret
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		s.fail(w, r, http.StatusTooManyRequests, "Too many sign-ins came back from here.", "Wait a minute, and begin yours again.")
		return nil
	}
	name, value := s.cookieName(r)+"-oidc", ""
	if c, err := r.Cookie(name); err == nil {
		value = c.Value
	}
	gone := s.cookie(r, "", -1)
	gone.Name = name
	http.SetCookie(w, gone)
	id, err := s.signIn.end(r.Context(), s.base(r), value, r.URL.Query())
	if err != nil {
		s.log.Warn("a sign-in by the provider failed", "err", err)
		if !s.refused(w, r, "a sign-in by the provider failed") {
			s.fail(w, r, http.StatusForbidden, "The sign-in was not finished here.", "Begin it again.")
		}
		return nil
	}
	person, err := s.personOf(r.Context(), &id)
	if err != nil {
		return err
	}
	if person == "" {
		who := "Whoever you are to " + visible(s.signIn.name)
		if id.email != "" {
			who = visible(id.email)
		}
		s.log.Warn("somebody who is not known signed in by the provider")
		s.fail(w, r, http.StatusForbidden, who+" is not known here.", "Ask the owner of the project to let you in: by that address, or by a link.")
		return nil
	}
	return s.begin(w, r, pass{person: person, token: subjectMark(id.subject), lives: providerLives}, "/")
}

// personOf returns whom an identity is: who signed in by it before, or is expected or
// invited under its verified address, or belongs to a domain that is let in. "" is
// nobody.
func (s *Server) personOf(ctx context.Context, id *identity) (string, error) {
	if person, ok, shut := s.roster.BySubject(id.subject); ok {
		return s.known(person, shut), nil
	}
	if id.email == "" {
		return "", nil
	}
	if person, ok, shut := s.roster.ByEmail(id.email); ok {
		if person = s.known(person, shut); person == "" {
			return "", nil
		}
		return person, s.roster.Bind(person, id.subject)
	}
	join := func(p review.Person) error { return s.desk.Join(ctx, p) }
	p, err := s.roster.AcceptSubject(id.email, id.subject, id.name, join)
	switch {
	case err == nil:
		return p.ID, nil
	case seedbed.CodeOf(err) != seedbed.CodeNotFound:
		return "", err
	case !s.signIn.admits(id.email):
		return "", nil
	}
	p = review.Person{ID: review.NewPersonID(), Roles: []review.Role{s.signIn.o.Role}}
	return p.ID, s.roster.Add(review.Member{ID: p.ID, Name: id.name, Subject: id.subject}, func() error { return join(p) })
}

// known returns a person who has joined and whose ways in are open; "" otherwise.
func (s *Server) known(person string, shut bool) string {
	if _, ok := s.desk.Person(person); !ok || shut {
		return ""
	}
	return person
}
