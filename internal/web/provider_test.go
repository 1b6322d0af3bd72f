package web

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// login is a small OpenID Connect provider: discovery, keys, and tokens for a code.
type login struct {
	*httptest.Server
	t    *testing.T
	key  *rsa.PrivateKey
	now  func() time.Time
	mu   sync.Mutex
	says func(header, claims map[string]any) // changes the next id token
	raw  func(string) string                 // changes it once it is signed
	seen []url.Values                        // what was sent for a code
}

func newLogin(t *testing.T, now func() time.Time) *login {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	l := &login{t: t, key: key, now: now}
	mux := http.NewServeMux()
	reply := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(v); err != nil {
			t.Error(err)
		}
	}
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{
			"issuer": l.URL, "authorization_endpoint": l.URL + "/auth", "token_endpoint": l.URL + "/token", "jwks_uri": l.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"none", "HS256", "RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{"keys": []any{map[string]string{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "k", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes()),
		}}})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.seen = append(l.seen, r.PostForm)
		// The code is the query by which the browser came, as a real one would keep it.
		asked, err := url.ParseQuery(r.PostForm.Get("code"))
		sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
		if err != nil || asked.Get("code_challenge") != b64(sum[:]) || asked.Get("code_challenge_method") != "S256" {
			w.WriteHeader(http.StatusBadRequest)
			reply(w, map[string]string{"error": "invalid_grant"})
			return
		}
		reply(w, map[string]any{"access_token": "SECRET-ACCESS", "refresh_token": "SECRET-REFRESH", "token_type": "Bearer", "expires_in": 300, "id_token": l.token(asked.Get("nonce"))})
	})
	l.Server = httptest.NewServer(mux)
	t.Cleanup(l.Close)
	return l
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (l *login) token(nonce string) string {
	header := map[string]any{"alg": "RS256", "kid": "k", "typ": "JWT"}
	claims := map[string]any{
		"iss": l.URL, "aud": "seedbed", "sub": "1", "nonce": nonce, "iat": l.now().Unix(), "exp": l.now().Add(time.Minute).Unix(),
		"email": "Ana@Example.org", "email_verified": true, "name": "Ana <b>Souza</b>",
	}
	if l.says != nil {
		l.says(header, claims)
	}
	h, err := json.Marshal(header)
	if err != nil {
		l.t.Error(err)
	}
	c, err := json.Marshal(claims)
	if err != nil {
		l.t.Error(err)
	}
	text := b64(h) + "." + b64(c)
	if header["alg"] == "none" {
		return text + "."
	}
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, l.key, crypto.SHA256, sum[:])
	if err != nil {
		l.t.Error(err)
	}
	text += "." + b64(sig)
	if l.raw != nil {
		text = l.raw(text)
	}
	return text
}

// siteWith is a site that signs in by a provider.
func siteWith(t *testing.T, o ProviderOptions) (*site, *login) {
	t.Helper()
	s := newSite(t)
	l := newLogin(t, s.web.now)
	o.Issuer, o.ClientID, o.Now = l.URL, "seedbed", s.web.now
	var err error
	if s.web.signIn, err = Discover(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return s, l
}

// leave begins a sign-in, and returns where the provider sends the browser back to.
func (v *visitor) leave() string {
	v.t.Helper()
	got := v.get(providerPath)
	to, err := url.Parse(got.Header.Get("Location"))
	if err != nil || got.StatusCode != http.StatusSeeOther || to.Path != "/auth" {
		v.t.Fatalf("%s, %v, %s", got.Status, err, to)
	}
	q := to.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" || q.Get("redirect_uri") != v.s.URL+backPath || q.Get("nonce") == "" || q.Get("state") == "" {
		v.t.Errorf("%v", q)
	}
	return backPath + "?" + url.Values{"state": {q.Get("state")}, "code": {to.RawQuery}}.Encode()
}

func TestProviderSignsIn(t *testing.T) {
	s, l := siteWith(t, ProviderOptions{Secret: "s3cret"})
	ana := s.visitor(t)
	ana.get("/").has(t, "Sign in at", strings.TrimPrefix(l.URL, "http://"))
	got := ana.get(ana.leave())
	if got.StatusCode != http.StatusForbidden {
		t.Fatalf("somebody who is not known: %s", got.Status)
	}
	got.has(t, "ana@example.org is not known here.", "Ask the owner")
	// Somebody whom the owner expects.
	if err := s.roster.Expect(rosa, "ana@example.org"); err != nil {
		t.Fatal(err)
	}
	if got := ana.get(ana.leave()); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/" {
		t.Fatalf("%s\n%s", got.Status, got.Body)
	}
	ana.get("/i/kept/rate").has(t, "Rosa")
	// By identity from then on, whatever the address.
	l.says = func(_, c map[string]any) { c["email"] = "other@example.org" }
	again := s.visitor(t)
	again.get(again.leave())
	again.get("/").has(t, "Rosa")
	// Links and provider end at once.
	if err := s.roster.Revoke(rosa); err != nil {
		t.Fatal(err)
	}
	if got := ana.get("/"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("after revoking: %s", got.Status)
	}
	if got := again.get(again.leave()); got.StatusCode != http.StatusForbidden {
		t.Errorf("signing in after revoking: %s", got.Status)
	}
	// No token is kept anywhere.
	if err := filepath.Walk(filepath.Dir(s.web.sessions.path), func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), "SECRET") || strings.Contains(string(b), "eyJ") {
			t.Errorf("%s has a token", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestProviderInvites(t *testing.T) {
	s, l := siteWith(t, ProviderOptions{Domain: "@Example.org", Role: review.Reader})
	if _, err := s.roster.Invite(review.Invitation{Roles: []review.Role{review.Rater}, Email: review.EmailHash("ana@example.org")}, s.clock.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	ana := s.visitor(t)
	ana.get(ana.leave())
	ana.get("/i/kept/rate").has(t, "Ana &lt;b&gt;Souza&lt;/b&gt;", "Janet")
	// A domain's people, in the role that was given; and nobody of another, or whose
	// address is not verified.
	for email, want := range map[string]int{"bo@example.org": 303, "bo@example.org.evil": 403, "bo@sub.example.org": 403, "bo": 403} {
		l.says = func(_, c map[string]any) { c["sub"], c["email"] = email, email }
		v := s.visitor(t)
		if got := v.get(v.leave()); got.StatusCode != want {
			t.Errorf("%s: %s", email, got.Status)
		}
		if want == 303 && v.get("/i/kept/rate").StatusCode != 403 {
			t.Error("a reader rates")
		}
	}
	for _, verified := range []any{false, "false", nil, 1} {
		l.says = func(_, c map[string]any) { c["sub"], c["email_verified"] = "7", verified }
		v := s.visitor(t)
		if got := v.get(v.leave()); got.StatusCode != http.StatusForbidden {
			t.Errorf("an address that is not verified (%v): %s", verified, got.Status)
		}
	}
	*s.clock = s.clock.Add(providerLives)
	if got := ana.get("/"); got.StatusCode != http.StatusUnauthorized {
		t.Errorf("the day after: %s", got.Status)
	}
}

// Whatever is wrong with what comes back, nobody is signed in.
func TestProviderRefuses(t *testing.T) {
	s, l := siteWith(t, ProviderOptions{Domain: "example.org", Role: review.Rater})
	people := len(s.desk.People())
	for name, says := range map[string]func(h, c map[string]any){
		"another issuer":     func(_, c map[string]any) { c["iss"] = "https://evil.example" },
		"another audience":   func(_, c map[string]any) { c["aud"] = "other" },
		"another party":      func(_, c map[string]any) { c["aud"], c["azp"] = []string{"seedbed", "other"}, "other" },
		"two without party":  func(_, c map[string]any) { c["aud"] = []string{"seedbed", "other"} },
		"another nonce":      func(_, c map[string]any) { c["nonce"] = "another" },
		"no nonce":           func(_, c map[string]any) { delete(c, "nonce") },
		"expired":            func(_, c map[string]any) { c["exp"] = l.now().Add(-time.Minute).Unix() },
		"no expiry":          func(_, c map[string]any) { delete(c, "exp") },
		"alg none":           func(h, _ map[string]any) { h["alg"] = "none" },
		"alg HS256":          func(h, _ map[string]any) { h["alg"] = "HS256" },
		"another key":        func(h, _ map[string]any) { h["kid"] = "other" },
		"nobody":             func(_, c map[string]any) { c["sub"] = "" },
		"a very long nobody": func(_, c map[string]any) { c["sub"] = strings.Repeat("x", 300) },
	} {
		l.says = says
		v := s.visitor(t)
		if got := v.get(v.leave()); got.StatusCode != http.StatusForbidden && got.StatusCode != http.StatusTooManyRequests {
			t.Errorf("%s: %s", name, got.Status)
		}
		if got := v.get("/"); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: signed in", name)
		}
		*s.clock = s.clock.Add(2 * triesIn)
	}
	l.says = nil
	l.raw = func(text string) string { return text[:len(text)-8] + "AAAAAAAA" }
	v := s.visitor(t)
	if got := v.get(v.leave()); got.StatusCode != http.StatusForbidden {
		t.Errorf("a signature that is none: %s", got.Status)
	}
	l.raw = nil
	*s.clock = s.clock.Add(2 * triesIn)

	// What came back once does not come back again, in no browser, nor too late.
	v = s.visitor(t)
	back := v.leave()
	thief := s.visitor(t)
	if got := thief.get(back); got.StatusCode != http.StatusForbidden {
		t.Errorf("another browser: %s", got.Status)
	}
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	cookies := v.Jar.Cookies(at)
	if got := v.get(back); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("the one it is for: %s\n%s", got.Status, got.Body)
	}
	thief.Jar.SetCookies(at, cookies)
	if got := thief.get(back); got.StatusCode != http.StatusForbidden {
		t.Errorf("a second time: %s", got.Status)
	}
	v = s.visitor(t)
	back = v.leave()
	*s.clock = s.clock.Add(providerWaits)
	if got := v.get(back); got.StatusCode != http.StatusForbidden {
		t.Errorf("too late: %s", got.Status)
	}
	*s.clock = s.clock.Add(2 * triesIn)
	v = s.visitor(t)
	for _, more := range []string{"&iss=https://evil.example", "&error=access_denied"} {
		if got := v.get(v.leave() + more); got.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", more, got.Status)
		}
	}
	if got := v.get(backPath); got.StatusCode != http.StatusForbidden {
		t.Errorf("without anything: %s", got.Status)
	}
	if got := len(s.desk.People()); got != people+1 {
		t.Errorf("%d people joined", got-people)
	}
}

func TestDiscover(t *testing.T) {
	l := newLogin(t, time.Now)
	for _, o := range []ProviderOptions{
		{Issuer: "", ClientID: "x"},
		{Issuer: "http://login.example.org", ClientID: "x"},
		{Issuer: "ftp://localhost", ClientID: "x"},
		{Issuer: l.URL},
		{Issuer: l.URL, ClientID: "x", Domain: "example.org"},
		{Issuer: l.URL, ClientID: "x", Domain: "example.org", Role: review.Owner},
		{Issuer: l.URL, ClientID: "x", Domain: "example.org", Role: "king"},
		{Issuer: l.URL + "/other", ClientID: "x"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if _, err := Discover(ctx, o); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%+v: %v", o, err)
		}
		cancel()
	}
	s := newSite(t)
	for _, path := range []string{providerPath, backPath} {
		if got := s.visitor(t).get(path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s without a provider: %s", path, got.Status)
		}
	}
}

// Who loops through sign-ins that fail has the provider asked a few times, and keeps nobody
// else from signing in.
func TestProviderIsAskedLittle(t *testing.T) {
	s, l := siteWith(t, ProviderOptions{Domain: "example.org", Role: review.Rater})
	v := s.visitor(t)
	for range triesEach + 5 {
		back, err := url.Parse(v.leave())
		if err != nil {
			t.Fatal(err)
		}
		q := back.Query()
		q.Set("code", "x")
		if got := v.get(backPath + "?" + q.Encode()); got.StatusCode != http.StatusForbidden && got.StatusCode != http.StatusTooManyRequests {
			t.Errorf("%s", got.Status)
		}
	}
	l.mu.Lock()
	asked := len(l.seen)
	l.mu.Unlock()
	if asked > 2*triesEach { // each is tried in the two ways in which a client can say who it is
		t.Errorf("the provider was asked %d times", asked)
	}
	*s.clock = s.clock.Add(triesIn)
	if got := v.get(v.leave()); got.StatusCode != http.StatusSeeOther {
		t.Errorf("a minute later: %s", got.Status)
	}
	// However many came back, another can; and none twice.
	p := s.web.signIn
	until := s.clock.Add(providerWaits)
	for i := range providerMost {
		p.first("other"+strconv.Itoa(i), until)
	}
	if got := v.get(v.leave()); got.StatusCode != http.StatusSeeOther {
		t.Errorf("after %d others: %s", providerMost, got.Status)
	}
	if p.first("other"+strconv.Itoa(providerMost-1), until) || len(p.used) > providerMost || len(p.order) != len(p.used) {
		t.Errorf("%d are remembered, %d in order", len(p.used), len(p.order))
	}
}
