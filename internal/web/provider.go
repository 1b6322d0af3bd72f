package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
)

// How long somebody has to sign in at the provider, and how long that lasts here: who
// left a team is found out at the next sign-in.
const (
	providerWaits = 10 * time.Minute
	providerLives = 12 * time.Hour
	providerMost  = 10_000  // sign-ins that are remembered as used
	providerSends = 1 << 20 // bytes of one reply that are read
)

// ProviderOptions say by which identity provider people sign in, by OpenID Connect.
type ProviderOptions struct {
	Issuer   string      // "https://login.example.org"; http on this machine alone
	ClientID string      // as the provider knows us
	Secret   string      // "" for a public client
	Domain   string      // whoever has a verified address of it is let in; "": nobody unknown is
	Role     review.Role // in which role
	Now      func() time.Time
}

// Provider is an identity provider that was found. Any goroutine may use it.
//
// It keeps no token: what a provider says is read once, for who somebody is. A sign-in
// belongs to the browser that began it, by a cookie from which state, nonce and the proof
// of PKCE (RFC 7636) are derived with a key of this process, and can be used once.
type Provider struct {
	o        ProviderOptions
	name     string // of its host, as a page calls it
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	client   *http.Client
	key      []byte

	mu    sync.Mutex
	used  map[string]time.Time // sign-ins that came back, with until when they could
	order []string             // of used, as they came back
	came  tries                // sign-ins that came back, by the addresses that they came from
}

// Discover asks an issuer how it signs people in.
func Discover(ctx context.Context, o ProviderOptions) (*Provider, error) {
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !localHost(u.Host)) {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "%.200q is no issuer: write its address, beginning with https://", o.Issuer)
	}
	switch {
	case o.ClientID == "":
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "the provider knows us by a client id, which is not given")
	case (o.Domain == "") != (o.Role == ""):
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "who lets a whole domain in says in which role, and the other way round")
	case o.Domain != "" && (o.Role == review.Owner || !slices.Contains(review.Roles, o.Role)):
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "a domain's people are let in as adjudicator, rater or reader; %.40q is none of these", o.Role)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Domain = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(o.Domain), "@"))
	p := &Provider{o: o, name: u.Host, client: providerClient(), key: make([]byte, 32), used: map[string]time.Time{}, came: tries{now: o.Now}}
	rand.Read(p.key) // never fails
	if p.provider, err = oidc.NewProvider(p.with(ctx), o.Issuer); err != nil {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "asking %s how it signs people in: %w", u.Host, err)
	}
	p.verifier = p.provider.Verifier(&oidc.Config{ClientID: o.ClientID, Now: o.Now})
	return p, nil
}

// providerClient reads as much as a provider has to say, follows it nowhere else, and
// keeps no connection.
func providerClient() *http.Client {
	return &http.Client{
		Timeout:       15 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     boundedTransport{&http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, TLSHandshakeTimeout: 10 * time.Second}},
	}
}

type boundedTransport struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t boundedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := t.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = boundedBody{io.LimitReader(res.Body, providerSends), res.Body}
	}
	return res, err
}

type boundedBody struct {
	io.Reader
	io.Closer
}

func (p *Provider) with(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.client)
}

func (p *Provider) config(base string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.o.ClientID, ClientSecret: p.o.Secret, Endpoint: p.provider.Endpoint(),
		RedirectURL: base + backPath, Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// begin returns what the browser keeps of a sign-in, and where it goes.
func (p *Provider) begin(base string) (cookie, to string) {
	cookie = rand.Text() + rand.Text() + "." + strconv.FormatInt(p.o.Now().Add(providerWaits).Unix(), 10)
	return cookie, p.config(base).AuthCodeURL(p.derive("state", cookie),
		oidc.Nonce(p.derive("nonce", cookie)), oauth2.S256ChallengeOption(p.derive("verifier", cookie)))
}

// derive makes a secret of a sign-in for one use.
func (p *Provider) derive(use, cookie string) string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(use + "\x00" + cookie))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// identity is who a provider says that somebody is.
type identity struct {
	subject string // of the issuer, as the roster keeps it
	email   string // that the provider has verified; "" where it has none
	name    string
}

// end finds out who came back from the provider. What fails says so to a log; the person
// is told to begin again.
func (p *Provider) end(ctx context.Context, base, cookie string, q url.Values) (identity, error) {
	if err := p.mine(cookie, q); err != nil {
		return identity{}, err
	}
	ctx = p.with(ctx)
	token, err := p.config(base).Exchange(ctx, q.Get("code"), oauth2.VerifierOption(p.derive("verifier", cookie)))
	if err != nil {
		return identity{}, seedbed.Errorf(seedbed.CodeUnmet, "exchanging the code: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return identity{}, seedbed.Errorf(seedbed.CodeUnmet, "the provider sent no id token")
	}
	id, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return identity{}, seedbed.Errorf(seedbed.CodeUnmet, "verifying the id token: %w", err)
	}
	if !same(id.Nonce, p.derive("nonce", cookie)) {
		return identity{}, seedbed.Errorf(seedbed.CodeUnmet, "the id token is for another sign-in")
	}
	var claims struct {
		Email    string `json:"email"`
		Verified any    `json:"email_verified"` // true, or as some write it "true"
		Name     string `json:"name"`
		Party    string `json:"azp"`
	}
	if err := id.Claims(&claims); err != nil {
		return identity{}, seedbed.Errorf(seedbed.CodeUnmet, "reading the id token: %w", err)
	}
	if (len(id.Audience) > 1 || claims.Party != "") && claims.Party != p.o.ClientID {
		return identity{}, seedbed.Errorf(seedbed.CodeUnmet, "the id token was given to another client")
	}
	if id.Subject == "" || len(id.Subject) > 255 {
		return identity{}, seedbed.Errorf(seedbed.CodeUnmet, "the id token names nobody")
	}
	out := identity{subject: id.Issuer + " " + id.Subject}
	if (claims.Verified == true || claims.Verified == "true") && review.EmailHash(claims.Email) != "" {
		out.email = strings.ToLower(strings.TrimSpace(claims.Email))
	}
	out.name = plainName(claims.Name, out.email)
	return out, nil
}

// mine reports whether what comes back belongs to the sign-in that this browser began,
// is not too old, and comes for the first time.
func (p *Provider) mine(cookie string, q url.Values) error {
	_, until, ok := strings.Cut(cookie, ".")
	unix, err := strconv.ParseInt(until, 10, 64)
	now := p.o.Now()
	switch {
	case !ok || err != nil || !same(q.Get("state"), p.derive("state", cookie)):
		return seedbed.Errorf(seedbed.CodeUnmet, "the answer belongs to no sign-in of this browser")
	case now.Unix() >= unix:
		return seedbed.Errorf(seedbed.CodeUnmet, "the sign-in took too long")
	case q.Has("iss") && q.Get("iss") != p.o.Issuer: // RFC 9207
		return seedbed.Errorf(seedbed.CodeUnmet, "the answer is of another issuer")
	case q.Get("error") != "":
		return seedbed.Errorf(seedbed.CodeUnmet, "the provider says %.100q", q.Get("error"))
	}
	if !p.first(cookie, time.Unix(unix, 0)) {
		return seedbed.Errorf(seedbed.CodeUnmet, "the answer was used before")
	}
	return nil
}

// comes counts a sign-in that came back from an address. It reports whether that was one
// too many, and when another is listened to. Each costs a request to the provider, and
// anybody can begin one.
func (p *Provider) comes(address string) (wait time.Duration, many bool) {
	return p.came.failed(address)
}

// first remembers until when a sign-in that came back could come back again, and reports
// whether it is the first time. Of too many the oldest is forgotten: nobody is kept from
// signing in by others who begin what they do not end.
func (p *Provider) first(cookie string, until time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, was := p.used[cookie]; was {
		return false
	}
	now := p.o.Now()
	for len(p.order) > 0 && (len(p.order) >= providerMost || !now.Before(p.used[p.order[0]])) {
		delete(p.used, p.order[0])
		p.order = p.order[1:]
	}
	p.used[cookie], p.order = until, append(p.order, cookie)
	return true
}

// admits reports whether somebody who is not known is let in by their address.
func (p *Provider) admits(email string) bool {
	at := strings.LastIndexByte(email, '@')
	return p.o.Domain != "" && at > 0 && email[at+1:] == p.o.Domain
}

func same(a, b string) bool { return hmac.Equal([]byte(a), []byte(b)) }

// plainName makes of what a provider calls somebody a name that a roster takes.
func plainName(name, email string) string {
	name = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(name, ""), func(r rune) bool { return r <= ' ' || r == 0x7f }), " ")
	if name == "" {
		name, _, _ = strings.Cut(email, "@")
	}
	if r := []rune(name); len(r) > 60 {
		name = string(r[:60])
	}
	return name
}
