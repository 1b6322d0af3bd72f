package web

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/review"
)

// site is a server with its people, each with a link.
type site struct {
	*httptest.Server
	web    *Server
	desk   *fakeDesk
	roster *review.Roster
	clock  *time.Time
	tokens map[string]string
	mu     sync.RWMutex // held by whoever answers a request; see change
}

// change changes what the site shows while no request is answered: a browser asks for
// more than the page that a test waits for.
func (s *site) change(how func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	how()
}

func newSite(t testing.TB) *site {
	t.Helper()
	now := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	s := &site{desk: newFake(), clock: &now, tokens: map[string]string{}}
	clock := func() time.Time { return *s.clock }
	var err error
	dir := t.TempDir()
	if s.roster, err = review.OpenRoster(dir, clock); err != nil {
		t.Fatal(err)
	}
	for id, name := range map[string]string{olga: "Olga", adam: "Adam", rosa: "Rosa", rene: "René"} {
		if err := s.roster.Rename(id, name, ""); err != nil {
			t.Fatal(err)
		}
		if s.tokens[id], err = s.roster.Issue(id, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	ts := httptest.NewUnstartedServer(nil)
	s.web, err = New(Options{Desk: s.desk, Roster: s.roster, Rows: fakeRows(s.desk.rows), Addr: ts.Listener.Addr().String(), Dir: dir, Title: "hints", Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	ts.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.RLock()
		defer s.mu.RUnlock()
		s.web.ServeHTTP(w, r)
	})
	ts.Start()
	t.Cleanup(ts.Close)
	s.Server = ts
	return s
}

// visitor is a browser without a person in front of it.
type visitor struct {
	t *testing.T
	s *site
	*http.Client
}

func (s *site) visitor(t *testing.T) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &visitor{t, s, c}
}

// as is a visitor who is signed in.
func (s *site) as(t *testing.T, person string) *visitor {
	t.Helper()
	v := s.visitor(t)
	if got := v.post("/r/"+s.tokens[person], nil); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in as %s: %s", person, got.Status)
	}
	return v
}

type answered struct {
	*http.Response
	Body string
}

func (v *visitor) do(req *http.Request) answered {
	v.t.Helper()
	res, err := v.Client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answered{res, string(b)}
}

func (v *visitor) request(method, path string, form url.Values) *http.Request {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return req
}

func (v *visitor) get(path string) answered { return v.do(v.request(http.MethodGet, path, nil)) }

func (v *visitor) post(path string, form url.Values) answered {
	return v.do(v.request(http.MethodPost, path, form))
}

// follow posts, and gets the page that it leads to.
func (v *visitor) follow(path string, form url.Values) answered {
	v.t.Helper()
	got := v.post(path, form)
	if got.StatusCode != http.StatusSeeOther {
		v.t.Fatalf("POST %s: %s\n%s", path, got.Status, got.Body)
	}
	return v.get(got.Header.Get("Location"))
}

func (a answered) has(t *testing.T, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(a.Body, want) {
			t.Errorf("%s does not say %q:\n%s", a.Request.URL.Path, want, a.Body)
		}
	}
}

func (a answered) hasNot(t *testing.T, all ...string) {
	t.Helper()
	for _, not := range all {
		if strings.Contains(a.Body, not) {
			t.Errorf("%s says %q", a.Request.URL.Path, not)
		}
	}
}

// answerOf is a filled form for a row.
func answerOf(row byte) url.Values {
	return url.Values{
		"row": {rowID(row).String()}, "again": {"false"}, "rubric": {"r3"}, "order": {""}, "spans": {"[]"},
		"v.gives_away": {"2"}, "v.sound": {"yes"}, "v.tone": {"kindly"},
	}
}

// formRequest is a request whose form is the body given.
func formRequest(body string) *http.Request {
	req := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req
}
