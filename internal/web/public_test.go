package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

func TestReadPublic(t *testing.T) {
	for _, bad := range []string{"rows.example.org", "ftp://x", "https://", "https://x/path", "https://x?q", "https://u@x", "https://x#f", "\x00"} {
		if _, err := readPublic(bad, nil); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	p, err := readPublic("https://Rows.example.org:8443/", nil)
	if err != nil || p.base != "https://rows.example.org:8443" || !p.tls {
		t.Errorf("%+v, %v", p, err)
	}
}

// What a header says of where a request came from counts from a proxy of ours alone, and
// of it what that proxy wrote.
func TestAddressOf(t *testing.T) {
	behind := public{proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}}
	for _, c := range []struct {
		p                    *public
		remote, header, want string
	}{
		{&public{}, "127.0.0.1:1", "203.0.113.9", "127.0.0.1"},
		{&behind, "198.51.100.7:1", "203.0.113.9", "198.51.100.7"},
		{&behind, "127.0.0.1:1", "203.0.113.9", "203.0.113.9"},
		{&behind, "127.0.0.1:1", "6.6.6.6, 203.0.113.9", "203.0.113.9"},
		{&behind, "127.0.0.1:1", "203.0.113.9, 10.1.2.3", "203.0.113.9"},
		{&behind, "127.0.0.1:1", "garbage", "127.0.0.1"},
		{&behind, "127.0.0.1:1", "6.6.6.6, garbage, 10.0.0.2", "10.0.0.2"},
		{&behind, "127.0.0.1:1", "", "127.0.0.1"},
		{&behind, "[::ffff:127.0.0.1]:1", "2001:db8:1:2:3::4", "2001:db8:1:2::"},
		{&behind, "[fe80::1%eth0]:1", "", "fe80::"},
		{&behind, "@", "", "@"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		if c.header != "" {
			r.Header.Set("X-Forwarded-For", c.header)
		}
		if got := c.p.addressOf(r); got != c.want {
			t.Errorf("%s for %q is %s, want %s", c.remote, c.header, got, c.want)
		}
	}
}

// Behind something that speaks TLS, cookies are for TLS alone, and links lead there.
func TestBehindAProxy(t *testing.T) {
	s := newSite(t)
	var err error
	if s.web.public, err = readPublic("https://rows.example.org", nil); err != nil {
		t.Fatal(err)
	}
	s.web.handler = s.web.guard(s.web.mux())
	if !strings.HasPrefix(s.web.URL(), "https://rows.example.org/r/") {
		t.Error(s.web.URL())
	}
	ask := func(method, path string, headers map[string]string) *http.Response {
		r := httptest.NewRequest(method, "http://rows.example.org"+path, nil)
		r.RemoteAddr = "127.0.0.1:9"
		for k, v := range headers {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		s.web.ServeHTTP(w, r)
		return w.Result()
	}
	got := ask("POST", "/r/"+s.tokens[olga], map[string]string{"Origin": "https://rows.example.org"})
	c := got.Cookies()
	if got.StatusCode != http.StatusSeeOther || len(c) != 1 || !c[0].Secure || c[0].Name != "__Host-seedbed" || c[0].Path != "/" || c[0].Domain != "" {
		t.Fatalf("%s %v", got.Status, c)
	}
	if got := ask("POST", "/r/"+s.tokens[olga], map[string]string{"Origin": "https://evil.example"}); got.StatusCode != http.StatusForbidden {
		t.Errorf("another origin: %s", got.Status)
	}
	for range triesEach + 1 {
		got = ask("GET", "/r/guess", map[string]string{"X-Forwarded-For": "203.0.113.9"})
	}
	if got.StatusCode != http.StatusTooManyRequests {
		t.Errorf("guesses from one address: %s", got.Status)
	}
	if got := ask("GET", "/r/guess", map[string]string{"X-Forwarded-For": "203.0.113.10"}); got.StatusCode != http.StatusNotFound {
		t.Errorf("a slip from another: %s", got.Status)
	}
	for host, want := range map[string]bool{"rows.example.org": true, "ROWS.example.org": true, "127.0.0.1:4317": true, "evil.example": false} {
		if s.web.answersTo(host) != want {
			t.Errorf("%s: %v", host, !want)
		}
	}
	if got := s.web.base(httptest.NewRequest("GET", "/", nil)); got != "https://rows.example.org" {
		t.Error(got)
	}
}

// Who came by the address that a server printed is out when that server has ended.
func TestOwnerEndsWithTheServer(t *testing.T) {
	s := newSite(t)
	v := s.visitor(t)
	if got := v.post("/r/"+s.web.token, nil); got.StatusCode != http.StatusSeeOther {
		t.Fatal(got.Status)
	}
	rater := s.as(t, rosa)
	if got := v.get("/people"); got.StatusCode != http.StatusOK {
		t.Fatal(got.Status)
	}
	s.web.token = "of the next start"
	if got := v.get("/people"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("the owner of the server before: %s", got.Status)
	}
	if got := rater.get("/i/kept/rate"); got.StatusCode != http.StatusOK {
		t.Errorf("who came by a link of their own: %s", got.Status)
	}
}

// No place on the server's disk reaches a page.
func TestNoPathReachesAPage(t *testing.T) {
	for in, want := range map[string]string{
		`/home/ana/data/roster.json:3:4: reading the roster: no "id"`: `roster.json:3:4: reading the roster: no "id"`,
		`open "/srv/x/y.json": denied`:                                `open "y.json": denied`,
		`there is no 3/4 of it, and/or 1/2`:                           `there is no 3/4 of it, and/or 1/2`,
		`C:\Users\ana\x.json is broken`:                               `x.json is broken`,
	} {
		if got := pathless(in); got != want {
			t.Errorf("%q became %q", in, got)
		}
	}
	_, gone := os.Open("/no/such/place/at/all")
	for _, err := range []error{
		gone, seedbed.Errorf(seedbed.CodeInvalid, "reading: %w", gone), seedbed.Errorf(seedbed.CodeStorage, "writing /srv/secret/roster.json"),
	} {
		if _, says := statusOf(err); strings.Contains(says, "/") || strings.Contains(says, "secret") {
			t.Errorf("%v says %q", err, says)
		}
	}
	s := newSite(t)
	s.desk.fails = seedbed.Errorf(seedbed.CodeStorage, "appending to /srv/secret/ledger.jsonl: no space left")
	s.as(t, rosa).post("/i/kept/answer", answerOf(1)).hasNot(t, "/srv/secret", "ledger.jsonl")
	if err := os.WriteFile(s.web.sessions.path[:len(s.web.sessions.path)-len(sessionsFile)]+"roster.json", []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := s.visitor(t)
	v.post("/r/"+s.web.token, nil)
	v.post("/people/invite", map[string][]string{"role": {string(review.Rater)}}).hasNot(t, s.web.sessions.path[:8])
}
