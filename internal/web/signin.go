package web

import (
	"cmp"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// cookieName is one for each port: browsers keep cookies of a host together, and two
// projects' pages run side by side.
func (s *Server) cookieName(r *http.Request) string {
	name, host := "seedbed", r.Host
	if s.public.host != "" {
		host = s.public.host
	}
	if s.secure(r) {
		name = "__Host-seedbed" // which no other host of the domain can set
	}
	if _, port, err := net.SplitHostPort(host); err == nil {
		if _, err := strconv.ParseUint(port, 10, 16); err == nil {
			return name + "-" + port
		}
	}
	return name
}

// pass is what a link is for.
type pass struct {
	person  string        // whom it signs in; "" for an invitation
	token   string        // hash of the token, by which the session is known to be still good
	lives   time.Duration // how long the session does, at most; 0: sessionLives
	invited *review.Invitation
}

// arrival is the page behind a link.
type arrival struct {
	Token, Name, Roles, Note string
	Invited                  bool
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// passOf finds out what a link is for. One that does not work counts against who sends
// it.
func (s *Server) passOf(w http.ResponseWriter, r *http.Request) (pass, bool) {
	token := r.PathValue("token")
	if subtle.ConstantTimeCompare([]byte(token), []byte(s.token)) == 1 {
		return pass{person: s.owner, token: hashOf(s.token)}, true
	}
	hash := hashOf(token)
	if id, ok := s.roster.SignIn(token); ok {
		if _, known := s.desk.Person(id); known {
			return pass{person: id, token: hash}, true
		}
	}
	open, err := s.roster.Invitations()
	for i := range open {
		if err == nil && subtle.ConstantTimeCompare([]byte(open[i].Hash), []byte(hash)) == 1 {
			return pass{token: hash, invited: &open[i]}, true
		}
	}
	if s.refused(w, r, "a link to sign in did not work") {
		return pass{}, false
	}
	s.fail(w, r, http.StatusNotFound, "This link does not work: it was used, has expired or is not whole.", "Ask whoever invited you for another.")
	return pass{}, false
}

// refused counts a sign-in that failed, and answers where it was one too many.
func (s *Server) refused(w http.ResponseWriter, r *http.Request, what string) bool {
	address := s.public.addressOf(r)
	wait, many := s.tries.failed(address)
	if !many {
		s.log.Warn(what, "from", address)
		return false
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	s.fail(w, r, http.StatusTooManyRequests, "Too many links that do not work came from here.", "Wait a minute and use the link that you were given.")
	return true
}

// arrive shows whom a link is for, or signs in at once: by a link that can be used
// again, which a person opened themselves. A link that can be used once is not used up
// by a program that looks what is behind it.
func (s *Server) arrive(w http.ResponseWriter, r *http.Request, _ *visit) error {
	p, ok := s.passOf(w, r)
	if !ok {
		return nil
	}
	a := arrival{Token: r.PathValue("token")}
	if p.invited == nil {
		if r.Header.Get("Sec-Fetch-Site") == "none" && r.Method == http.MethodGet {
			return s.begin(w, r, p, "/")
		}
		a.Name = visible(s.nameOf(p.person))
	} else {
		a.Invited, a.Roles, a.Note = true, roleNames(p.invited.Roles), visible(p.invited.Note)
	}
	s.show(w, r, http.StatusOK, "arrive", page{Title: "Come in", Body: a})
	return nil
}

func (s *Server) comeIn(w http.ResponseWriter, r *http.Request, _ *visit) error {
	p, ok := s.passOf(w, r)
	if !ok {
		return nil
	}
	if p.invited == nil {
		return s.begin(w, r, p, "/")
	}
	name := strings.TrimSpace(r.PostFormValue("name"))
	if name == "" {
		return seedbed.Errorf(seedbed.CodeInvalid, "somebody who joins needs a name that the owner knows them by; go back and write one")
	}
	person, token, err := s.roster.Accept(r.PathValue("token"), name, func(p review.Person) error { return s.desk.Join(r.Context(), p) })
	if err != nil {
		return err
	}
	return s.welcome(w, r, person.ID, token)
}

// welcome lets in who was invited, and gives them the link by which they come back.
func (s *Server) welcome(w http.ResponseWriter, r *http.Request, person, token string) error {
	if err := s.enterAs(w, r, pass{person: person, token: hashOf(token)}); err != nil {
		return err
	}
	s.show(w, r, http.StatusOK, "welcome", page{Title: "You are in", Body: s.link(r, token)})
	return nil
}

// link is the address at which a token signs in, by the name that the browser knows
// this server by.
func (s *Server) link(r *http.Request, token string) string {
	return s.base(r) + "/r/" + token
}

func (s *Server) begin(w http.ResponseWriter, r *http.Request, p pass, to string) error {
	if err := s.enterAs(w, r, p); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// enterAs gives the browser a session that is new, whatever it had.
func (s *Server) enterAs(w http.ResponseWriter, r *http.Request, p pass) error {
	if c, err := r.Cookie(s.cookieName(r)); err == nil {
		if err := s.sessions.end(c.Value); err != nil {
			return err
		}
	}
	lives := cmp.Or(p.lives, sessionLives)
	value, err := s.sessions.begin(p.person, p.token, lives)
	if err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(r, value, int(lives/time.Second)))
	return nil
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request, _ *visit) error {
	c, err := r.Cookie(s.cookieName(r))
	if err != nil {
		return seedbed.Errorf(seedbed.CodeInvalid, "nobody is signed in here")
	}
	if err := s.sessions.end(c.Value); err != nil {
		return err
	}
	http.SetCookie(w, s.cookie(r, "", -1))
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

func (s *Server) cookie(r *http.Request, value string, age int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(r), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: s.secure(r), SameSite: http.SameSiteLaxMode,
	}
}

func (s *Server) askToSignIn(w http.ResponseWriter, r *http.Request) {
	f := failure{Says: "You are not signed in.", Fix: "Open the link that you were given; seedbed review prints the owner's."}
	if s.signIn != nil {
		f.Fix, f.Provider = "Sign in, or open the link that you were given.", visible(s.signIn.name)
	}
	s.show(w, r, http.StatusUnauthorized, "failure", page{Title: "Sign in", Body: f})
}
