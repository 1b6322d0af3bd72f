package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed/internal/review"
)

func TestOwnersLink(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	link, err := url.Parse(s.web.URL())
	if err != nil {
		t.Fatal(err)
	}
	if got := v.get(link.Path); got.StatusCode != http.StatusOK || !strings.Contains(got.Body, "Olga") {
		t.Errorf("a link that a page leads to: %s\n%s", got.Status, got.Body)
	}
	req := v.request("GET", link.Path, nil)
	req.Header.Set("Sec-Fetch-Site", "none")
	got := v.do(req)
	if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/" {
		t.Errorf("a link that a person opens: %s", got.Status)
	}
	c := got.Cookies()
	if len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteLaxMode || !strings.HasPrefix(c[0].Name, "seedbed-") {
		t.Errorf("cookies %v", c)
	}
	v.get("/").has(t, "What people look at", "Olga")
	if got := v.post("/sign-out", nil); got.StatusCode != http.StatusSeeOther {
		t.Errorf("signing out: %s", got.Status)
	}
	if got := v.get("/"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("after signing out: %s", got.Status)
	}
}

func TestInvitation(t *testing.T) {
	s := newSite(t)
	owner := s.as(t, olga)
	page := owner.post("/people/invite", url.Values{"note": {"Ana <b>"}, "role": {"rater"}, "domains": {"teaching, maths"}})
	page.has(t, "Ana &lt;b&gt;")
	link := regexp.MustCompile(`/r/[A-Za-z0-9_-]+`).FindString(page.Body)
	if link == "" {
		t.Fatalf("no link:\n%s", page.Body)
	}
	owner.get("/people").hasNot(t, link)
	v := s.visitor(t)
	v.get(link).has(t, "You are invited", "rater")
	v.get(link).has(t, "You are invited") // looking does not use it up
	if got := v.post(link, nil); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("without a name: %s", got.Status)
	}
	in := v.post(link, url.Values{"name": {"Ana"}})
	in.has(t, "You are in")
	own := regexp.MustCompile(`/r/[A-Za-z0-9_-]+`).FindString(in.Body)
	v.get("/i/kept/rate").has(t, "Ana", "Janet")
	if got := s.visitor(t).post(link, url.Values{"name": {"Eve"}}); got.StatusCode != http.StatusNotFound {
		t.Errorf("an invitation that was used: %s", got.Status)
	}
	again := s.visitor(t)
	if got := again.post(own, nil); got.StatusCode != http.StatusSeeOther {
		t.Errorf("one's own link: %s", got.Status)
	}
	again.get("/").has(t, "Ana")
	people := s.desk.People()
	ana := people[len(people)-1]
	if len(ana.Roles) != 1 || ana.Roles[0] != review.Rater || len(ana.Domains) != 2 {
		t.Errorf("%+v", ana)
	}
	if got := owner.post("/people/invite", url.Values{"role": {"king"}}); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a role that there is not: %s", got.Status)
	}
}

// A session that somebody plants is not the one that one is signed in with.
func TestSessionFixation(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	name := "seedbed-" + at.Port()
	for _, planted := range []string{"planted", ""} {
		v.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: planted}})
		got := v.post("/r/"+s.tokens[rosa], nil)
		if c := got.Cookies(); len(c) != 1 || c[0].Value == planted || len(c[0].Value) < 43 {
			t.Errorf("cookies %v", c)
		}
		thief := s.visitor(t)
		thief.Jar.SetCookies(at, []*http.Cookie{{Name: name, Value: planted}})
		if got := thief.get("/"); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("with the planted session: %s", got.Status)
		}
	}
	// Signing in again ends the session that was.
	before := v.Jar.Cookies(at)
	v.post("/r/"+s.tokens[rosa], nil)
	old := s.visitor(t)
	old.Jar.SetCookies(at, before)
	if got := old.get("/"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("with the session before: %s", got.Status)
	}
}

func TestSignInIsLimited(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	for i := range triesEach {
		if got := v.get("/r/guess"); got.StatusCode != http.StatusNotFound {
			t.Fatalf("guess %d: %s", i+1, got.Status)
		}
	}
	got := v.post("/r/guess", nil)
	if got.StatusCode != http.StatusTooManyRequests || got.Header.Get("Retry-After") == "" {
		t.Errorf("after %d guesses: %s, %q", triesEach, got.Status, got.Header.Get("Retry-After"))
	}
	// Who has a link that works is not kept out by who guesses from the same place.
	if got := v.post("/r/"+s.tokens[rosa], nil); got.StatusCode != http.StatusSeeOther {
		t.Errorf("a link that works, after %d guesses: %s", triesEach, got.Status)
	}
	*s.clock = s.clock.Add(triesIn)
	if got := v.get("/r/guess"); got.StatusCode != http.StatusNotFound {
		t.Errorf("a minute later: %s", got.Status)
	}
}

func TestTriesForgetAddresses(t *testing.T) {
	now := time.Unix(0, 0)
	l := &tries{now: func() time.Time { return now }}
	for i := range triesAll {
		if _, many := l.failed(string(rune(i))); many {
			t.Fatalf("after %d", i)
		}
	}
	if wait, many := l.failed("other"); !many || wait != triesIn {
		t.Errorf("after %d from everywhere: %v, %v", triesAll, wait, many)
	}
}

func TestSessionsOutliveTheServer(t *testing.T) {
	now := time.Unix(1_700_000_000, 0).UTC()
	clock := func() time.Time { return now }
	dir := t.TempDir()
	open := func() *sessions {
		s, err := openSessions(dir, clock)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	cookie, err := s.begin(rosa, "hash", sessionLives)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, sessionsFile)
	b, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(b), cookie) {
		t.Errorf("the file holds what the cookie does: %s, %v", b, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	if v, ok := open().get(cookie); !ok || v.Person != rosa || v.Token != "hash" {
		t.Errorf("after a restart: %+v, %v", v, ok)
	}
	now = now.Add(sessionLives)
	if _, ok := s.get(cookie); ok {
		t.Error("a session outlives its time")
	}
	if s := open(); len(s.by) != 0 {
		t.Errorf("%d old sessions are kept", len(s.by))
	}
	for _, bad := range []string{"", "{", `{"a":null}`, "[]"} {
		if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := openSessions(dir, clock)
		if isNull := bad == `{"a":null}`; (err == nil) != isNull {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestSessionsAreFew(t *testing.T) {
	now := time.Unix(0, 0)
	s, err := openSessions("", func() time.Time { now = now.Add(time.Millisecond); return now })
	if err != nil {
		t.Fatal(err)
	}
	s.by["first"] = &session{Until: now.Add(time.Second)}
	for i := range sessionsMost {
		s.by[string(rune(i+256))] = &session{Until: now.Add(time.Hour)}
	}
	if _, err := s.begin(rosa, "", sessionLives); err != nil || len(s.by) > sessionsMost+1 || s.by["first"] != nil {
		t.Errorf("%d sessions, %v", len(s.by), err)
	}
	if b, err := json.Marshal(s.by); err != nil || len(b) > sessionsHold {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}
