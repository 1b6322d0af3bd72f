package main

import (
	"context"
	"net/netip"
	"strings"

	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/text"
	"seedbed.dev/seedbed/internal/web"
)

// oidcSecret is the variable that holds the secret by which the provider knows the page.
const oidcSecret = "SEEDBED_OIDC_SECRET"

// proxies are the networks from which what stands before the page speaks to it; nil:
// this machine.
func (f *reviewFlags) proxies() ([]netip.Prefix, error) {
	if len(f.proxy) == 0 {
		return nil, nil
	}
	if f.public == "" {
		return nil, usagef("--proxy says from where something that stands before the page speaks to it: --url says how people reach that")
	}
	var out []netip.Prefix
	for _, s := range f.proxy {
		s = strings.TrimSpace(s)
		p, err := netip.ParsePrefix(s)
		if a, aerr := netip.ParseAddr(s); aerr == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return nil, usagef("--proxy %q: write an address such as 10.0.0.7, or a network such as 10.0.0.0/24", text.Harmless(s, 100))
		}
		out = append(out, p)
	}
	return out, nil
}

// provider finds the identity provider that signs people in; nil: links alone do.
func (a *app) provider(ctx context.Context, f *reviewFlags) (*web.Provider, error) {
	o := f.oidc
	if o.Issuer == "" {
		if o.ClientID != "" || o.Domain != "" || f.role != "" {
			return nil, usagef("--oidc-client, --oidc-domain and --oidc-role are of a provider, which --oidc-issuer names")
		}
		return nil, nil
	}
	o.Secret, _ = a.env(oidcSecret)
	o.Role = review.Role(f.role)
	return web.Discover(ctx, o)
}
