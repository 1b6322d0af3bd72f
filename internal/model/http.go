package model

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// httpModel is a system behind any HTTP endpoint: mostly the primary one, with
// everything that stands round its model. What is sent is a JSON template, what is
// read of the reply are paths into it; no parameter of a model is sent, as a system
// sets its own.
//
// How it is asked stands in Params.Extra, as a recipe's request, reply and headers
// together: so a call that is asked in another way is another call.
type httpModel struct{ *client }

// httpShape is how a system is asked and its reply read.
type httpShape struct {
	Request json.RawMessage   `json:"request"` // template of the body; left out: {"messages": [...]}
	Reply   httpPaths         `json:"reply"`
	Headers map[string]string `json:"headers"`
}

// keySlot is where a header wants the key.
var keySlot = regexp.MustCompile(`\{\{\s*key\s*\}\}`)

// headerName is a token as RFC 9110 has it.
var headerName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$")

// ownHeaders are those that the connection has to itself.
var ownHeaders = []string{"Host", "Content-Length", "Transfer-Encoding", "Connection", "Te", "Trailer", "Upgrade"}

func newHTTP(spec plan.Model, opt Options) (seedbed.Model, error) {
	address, err := url.Parse(spec.URL)
	if err != nil || (address.Scheme != "http" && address.Scheme != "https") || address.Host == "" {
		return nil, invalid(spec, fmt.Sprintf("%q is not an address", spec.URL), "write the whole address of the endpoint, such as http://127.0.0.1:8000/chat")
	}
	if address.User != nil {
		return nil, invalid(spec, "its url has a name or password in it", "put the key in an environment variable and name it as key: $NAME")
	}
	address.Fragment = ""
	var shape httpShape
	if len(spec.Params.Extra) > 0 {
		if err := json.Unmarshal(spec.Params.Extra, &shape); err != nil {
			return nil, invalid(spec, "how it is asked cannot be read: "+err.Error(), `write extra as {"request": {...}, "reply": "path", "headers": {...}}`)
		}
	}
	codec, err := newHTTPCodec(spec, &shape)
	if err != nil {
		return nil, err
	}
	c := newClient(spec, opt, address, "")
	c.url, c.codec, c.anySuccess = address, codec, true
	keyed := false
	for _, name := range slices.Sorted(maps.Keys(shape.Headers)) {
		value := shape.Headers[name]
		if !headerName.MatchString(name) || slices.Contains(ownHeaders, http.CanonicalHeaderKey(name)) {
			return nil, invalid(spec, fmt.Sprintf("headers: %q is no header that can be set", name), "")
		}
		if keySlot.MatchString(value) {
			keyed, value = true, keySlot.ReplaceAllLiteralString(value, opt.Key)
		}
		if strings.ContainsFunc(value, unicode.IsControl) {
			return nil, invalid(spec, fmt.Sprintf("headers: the value of %s holds what a header cannot", name), "write it without line breaks")
		}
		c.header.Set(name, value)
	}
	if opt.Key != "" && !keyed {
		c.header.Set("Authorization", "Bearer "+opt.Key)
	}
	return httpModel{c}, nil
}

// Probe asks for the endpoint's head, which starts no conversation. Any answer but a
// refused key or a server's error means that something is there.
func (m httpModel) Probe(parent context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(parent, min(m.timeout, probeTimeout))
	defer cancel()
	req := (&http.Request{
		Method: http.MethodHead, URL: m.url, Host: m.url.Host, Header: m.header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	resp, err := m.rt.RoundTrip(req)
	if err != nil {
		return "", m.sendError(parent, ctx, err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxErrorBody))
	switch s := resp.StatusCode; {
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusProxyAuthRequired,
		s >= 500 && s != http.StatusNotImplemented:
		return "", m.statusError(resp, nil)
	}
	return m.url.Host + " answers", nil
}
