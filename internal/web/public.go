package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"seedbed.dev/seedbed"
)

// public is how people reach a server that another one stands before, which speaks TLS
// with them.
type public struct {
	base    string // "https://rows.example.org", without a path; "" where nothing stands before
	host    string
	tls     bool
	proxies []netip.Prefix // whose word counts on where a request came from
}

// readPublic reads the address of Options.URL, and whom Options.Proxies trust; with an
// address and no proxies, those on this machine.
func readPublic(address string, proxies []netip.Prefix) (public, error) {
	p := public{proxies: proxies}
	if address == "" {
		return p, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return p, seedbed.Errorf(seedbed.CodeInvalid, "%.200q is no address of a page; write a scheme and a host, without a path, such as https://rows.example.org", address)
	}
	p.base, p.host, p.tls = u.Scheme+"://"+strings.ToLower(u.Host), strings.ToLower(u.Host), u.Scheme == "https"
	if p.proxies == nil {
		p.proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	return p, nil
}

// trusts reports whether a proxy of ours is at an address.
func (p *public) trusts(a netip.Addr) bool {
	for _, prefix := range p.proxies {
		if prefix.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// addressOf is who a request came from: the connection, or, where that is a proxy of
// ours, the last address in X-Forwarded-For that is none; whatever stands before that
// one, anybody could have written. Of IPv6 it is the network, since each host has many
// addresses.
func (p *public) addressOf(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	addr := at.Addr().Unmap()
	if p.trusts(addr) {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for i := len(hops) - 1; i >= 0; i-- {
			hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
			if err != nil {
				break
			}
			if addr = hop.Unmap().WithZone(""); !p.trusts(addr) {
				break
			}
		}
	}
	if addr.Is6() {
		if net, err := addr.WithZone("").Prefix(64); err == nil {
			return net.Addr().String()
		}
	}
	return addr.String()
}

// answersTo reports whether a Host header is a name of this server. A name that
// somebody makes point at this machine is not this machine.
func (s *Server) answersTo(host string) bool {
	if s.public.host != "" && strings.EqualFold(host, s.public.host) {
		return true
	}
	switch {
	case localHost(host):
		return s.loopback || s.public.host != ""
	case s.loopback:
		return false
	}
	if s.public.host == "" {
		return true
	}
	h := host
	if name, _, err := net.SplitHostPort(host); err == nil {
		h = name
	}
	return net.ParseIP(strings.Trim(h, "[]")) != nil // no name can be made to point at it
}

// base is the address at which a browser knows this server.
func (s *Server) base(r *http.Request) string {
	switch {
	case s.public.base != "":
		return s.public.base
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// secure reports whether a browser speaks TLS with us, or with who stands before us.
func (s *Server) secure(r *http.Request) bool { return r.TLS != nil || s.public.tls }
