package web

import (
	"net"
	"net/http"
	"strings"
)

// policy lets a page load its own script, style and icon, and send to its own server;
// nothing else, and nothing inline.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// bodyMost bounds what a form may send, in bytes: a note, spans, and a rubric.
const bodyMost = 1 << 20

// guard is what every request passes first, whatever its route.
func (s *Server) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, http.StatusForbidden, "This came from another page than Seedbed's own, and was not taken.", "Open the page itself, and do it there.")
	}))
	if s.public.base != "" {
		if err := cross.AddTrustedOrigin(s.public.base); err != nil {
			s.log.Warn("the page's own address cannot be trusted as an origin", "err", err)
		}
	}
	inner := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		// Forms have to say where they come from; nobody else learns an address.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "no-store")
		if !s.answersTo(r.Host) {
			s.fail(w, r, http.StatusMisdirectedRequest, "This page does not answer to that name.", "Open it at the address that seedbed review prints; --url gives it another.")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, bodyMost)
		inner.ServeHTTP(w, r)
	})
}

// localHost reports whether a Host header names this machine.
func localHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}
