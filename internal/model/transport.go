package model

import (
	"net"
	"net/http"
	"time"
)

// NewTransport returns a transport that keeps up to maxInFlight idle
// connections to one host, so that as many calls under way at once do not open
// a connection each time (net/http's own keeps two). It goes through the proxy
// that HTTP_PROXY and its kin name, speaks HTTP/2 where the server does, and
// never asks for compressed replies: bodies are stored as they came.
//
// One transport serves all models of a run.
func NewTransport(maxInFlight int) *http.Transport {
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    max(maxInFlight, 2),
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    30 * time.Second,
		DisableCompression:     true,
		MaxResponseHeaderBytes: 1 << 20,
	}
}
