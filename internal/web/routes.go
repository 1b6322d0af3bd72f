package web

import (
	"context"
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/review"
)

// visit is one request of somebody who is signed in.
type visit struct {
	person  review.Person
	session *session
}

// A route is what is answered where, and to whom.
type route struct {
	method, pattern string
	roles           []review.Role // any of them; nil: also who is not signed in
	handle          func(*Server, http.ResponseWriter, *http.Request, *visit) error
}

// anyRole, and those who run an inspection.
var (
	anyRole = review.Roles
	raters  = []review.Role{review.Rater}
	judges  = []review.Role{review.Owner, review.Adjudicator}
	owners  = []review.Role{review.Owner}
	lookers = []review.Role{review.Owner, review.Adjudicator, review.Rater}
	readers = []review.Role{review.Owner, review.Adjudicator, review.Reader}
)

// routes are all of them. A test walks them with every role and every method.
var routes = []route{
	{"GET", "/assets/{name}", nil, (*Server).asset},
	{"GET", "/r/{token}", nil, (*Server).arrive},
	{"POST", "/r/{token}", nil, (*Server).comeIn},
	{"GET", providerPath, nil, (*Server).toProvider},
	{"GET", backPath, nil, (*Server).fromProvider},
	{"POST", "/sign-out", anyRole, (*Server).signOut},
	{"GET", "/{$}", anyRole, (*Server).home},
	{"GET", "/people", owners, (*Server).people},
	{"POST", "/people/invite", owners, (*Server).invite},
	{"POST", "/people/withdraw", owners, (*Server).withdraw},
	{"POST", "/people/change", owners, (*Server).changePerson},
	{"POST", "/people/link", owners, (*Server).newLink},
	{"POST", "/people/revoke", owners, (*Server).revoke},
	{"POST", "/people/erase", owners, (*Server).erase},
	{"GET", "/panel", readers, (*Server).panel},
	{"POST", "/panel/reveal", readers, (*Server).panelReveal},
	{"POST", "/panel/contest", readers, (*Server).contest},
	{"POST", "/panel/withdraw", readers, (*Server).takeBack},
	{"POST", "/panel/voice", readers, (*Server).voice},
	{"GET", "/contests", judges, (*Server).objectionsPage},
	{"POST", "/contests/answer", judges, (*Server).answerContest},
	{"POST", "/contests/forget", owners, (*Server).forgetContact},
	{"POST", "/me/credit", anyRole, (*Server).credit},
	{"POST", "/me/withdraw", anyRole, (*Server).withdrawAnswers},
	{"GET", "/i/{in}", anyRole, (*Server).overview},
	{"GET", "/i/{in}/plan", readers, (*Server).plan},
	{"GET", "/i/{in}/rate", raters, (*Server).rate},
	{"POST", "/i/{in}/answer", raters, (*Server).answer},
	{"POST", "/i/{in}/skip", raters, (*Server).skip},
	{"POST", "/i/{in}/undo", raters, (*Server).undo},
	{"POST", "/i/{in}/draft", raters, (*Server).draft},
	{"POST", "/i/{in}/repair", raters, (*Server).repair},
	{"POST", "/i/{in}/reveal", lookers, (*Server).reveal},
	{"POST", "/i/{in}/pause", raters, (*Server).pause},
	{"POST", "/i/{in}/resume", raters, (*Server).resume},
	{"POST", "/i/{in}/leave", raters, (*Server).leave},
	{"GET", "/i/{in}/mine", raters, (*Server).mine},
	{"GET", "/i/{in}/image/{row}/{mark}", anyRole, (*Server).image},
	{"GET", "/i/{in}/disputes", judges, (*Server).disputes},
	{"GET", "/i/{in}/rubric", judges, (*Server).rubric},
	{"POST", "/i/{in}/rubric", judges, (*Server).revise},
	{"POST", "/i/{in}/settle", judges, (*Server).settle},
	{"GET", "/rows", readers, (*Server).browse},
	{"GET", "/rows/{id}", readers, (*Server).browseRow},
	{"POST", "/rows/{id}/reveal", readers, (*Server).browseReveal},
	{"GET", "/rows/compare", readers, (*Server).browseCompare},
	{"GET", "/rows/decisions", readers, (*Server).browseDecisions},
	{"GET", "/rows/decide", judges, (*Server).browseDecide},
	{"POST", "/rows/decide", judges, (*Server).browseDecided},
	{"POST", "/rows/decisions/undo", judges, (*Server).browseUndo},
}

func (s *Server) mux() http.Handler {
	mux := http.NewServeMux()
	for i := range routes {
		mux.Handle(routes[i].method+" "+routes[i].pattern, s.enter(&routes[i]))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		only := &statusOnly{header: http.Header{}}
		h.ServeHTTP(only, r)
		switch {
		case only.status == http.StatusMethodNotAllowed:
			w.Header().Set("Allow", only.header.Get("Allow"))
			s.fail(w, r, only.status, "This cannot be done here.", "")
		case only.status >= 300 && only.status < 400: // a path that is written otherwise
			http.Redirect(w, r, only.header.Get("Location"), only.status)
		default:
			s.fail(w, r, http.StatusNotFound, "There is no such page.", "")
		}
	})
}

// statusOnly learns what the mux says of a request that has no route.
type statusOnly struct {
	header http.Header
	status int
}

func (w *statusOnly) Header() http.Header         { return w.header }
func (w *statusOnly) Write(b []byte) (int, error) { return len(b), nil }
func (w *statusOnly) WriteHeader(status int)      { w.status = status }

// enter lets through who may come to a route.
func (s *Server) enter(rt *route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := s.visitOf(r)
		switch {
		case rt.roles == nil:
		case v == nil:
			s.askToSignIn(w, r)
			return
		case !slices.ContainsFunc(rt.roles, v.person.Has):
			s.fail(w, r, http.StatusForbidden, "This is for "+rolesText(rt.roles)+".", "Whoever owns the project can give you the role.")
			return
		}
		r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		if err := rt.handle(s, w, r, v); err != nil {
			s.failed(w, r, rt, err)
		}
	})
}

// visitKey is where a request's context has its visit.
type visitKey struct{}

// visitOf returns who is signed in, nil where nobody is.
func (s *Server) visitOf(r *http.Request) *visit {
	if v, ok := r.Context().Value(visitKey{}).(*visit); ok {
		return v
	}
	c, err := r.Cookie(s.cookieName(r))
	if err != nil {
		return nil
	}
	session, ok := s.sessions.get(c.Value)
	if !ok {
		return nil
	}
	person, ok := s.desk.Person(session.Person)
	if !ok || !s.stillGood(session) {
		return nil
	}
	return &visit{person, session}
}

// stillGood reports whether the token by which somebody came in is still theirs: who
// was erased, or whose links were revoked, is out at once, and so is who came by the
// address of a server that has ended.
func (s *Server) stillGood(v *session) bool {
	if subtle.ConstantTimeCompare([]byte(v.Token), []byte(hashOf(s.token))) == 1 {
		return v.Person == s.owner
	}
	m, ok, err := s.roster.Member(v.Person)
	if err != nil || !ok || m.Erased || v.Token == "" {
		return false
	}
	if m.Subject != "" && !m.Shut && v.Token == subjectMark(m.Subject) {
		return s.signIn != nil
	}
	now := s.now()
	return slices.ContainsFunc(m.Tokens, func(t review.Token) bool {
		return t.Hash == v.Token && (t.Until.IsZero() || now.Before(t.Until))
	})
}

func rolesText(roles []review.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r) + "s"
	}
	return strings.Join(names, " and ")
}

func roleNames(roles []review.Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = visible(string(r))
	}
	return strings.Join(names, ", ")
}
