package model

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Transport carries calls. Plain HTTP, which is what servers of one's own speak
// and where thousands of calls a second are made, goes over connections of its
// own (see plainConn); everything else goes through net/http: TLS, HTTP/2, and
// what a proxy is named for by HTTP_PROXY and its kin. It never asks for
// compressed replies: bodies are stored as they came. It may be used by many
// goroutines at once; one serves all models of a run.
type Transport struct {
	std   *http.Transport
	plain plainPool
}

// NewTransport returns a transport that keeps up to maxInFlight idle
// connections to one host, so that as many calls under way at once do not open
// a connection each time (net/http's own keeps two).
func NewTransport(maxInFlight int) *Transport {
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	keep := max(maxInFlight, 2)
	return &Transport{
		std: &http.Transport{
			Proxy:                  http.ProxyFromEnvironment,
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			MaxIdleConnsPerHost:    keep,
			IdleConnTimeout:        idleTimeout,
			TLSHandshakeTimeout:    30 * time.Second,
			DisableCompression:     true,
			MaxResponseHeaderBytes: maxHeader,
		},
		plain: plainPool{dial: dialer.DialContext, keep: keep, idle: map[string][]*plainConn{}},
	}
}

// RoundTrip sends a request and returns the reply, whose body has to be read to
// its end or closed.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.plainly(req.URL) {
		return t.plain.roundTrip(req)
	}
	return t.std.RoundTrip(req)
}

// plainly reports whether calls to an address go over connections of its own.
func (t *Transport) plainly(u *url.URL) bool {
	if u.Scheme != "http" {
		return false
	}
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: u})
	return err == nil && proxy == nil
}

// timeout bounds one call. A plain connection keeps to a deadline by itself; for
// net/http there has to be a timer.
func (t *Transport) timeout(parent context.Context, u *url.URL, d time.Duration) (context.Context, context.CancelFunc) {
	if t.plainly(u) {
		return deadline{parent, time.Now().Add(d)}, func() {}
	}
	return context.WithTimeout(parent, d)
}

// deadline is a context with a deadline that no timer watches: Done is the
// parent's, Err tells both.
type deadline struct {
	context.Context
	at time.Time
}

func (d deadline) Deadline() (time.Time, bool) { return d.at, true }

func (d deadline) Err() error {
	if err := d.Context.Err(); err != nil {
		return err
	}
	if !time.Now().Before(d.at) {
		return context.DeadlineExceeded
	}
	return nil
}

// CloseIdleConnections closes the connections that no call uses.
func (t *Transport) CloseIdleConnections() {
	t.std.CloseIdleConnections()
	t.plain.closeIdle()
}
