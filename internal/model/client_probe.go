package model

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"seedbed.dev/seedbed"
)

// probeTimeout is how long a probe waits, at the most.
const probeTimeout = 15 * time.Second

// Probe asks the provider for its models, which costs nothing.
func (c *client) Probe(ctx context.Context) (string, error) {
	if c.spec.Provider == "anthropic" {
		return c.probeOne(ctx)
	}
	return c.probeList(ctx)
}

// probeOne asks for the model itself: Anthropic resolves aliases, which its list
// leaves out.
func (c *client) probeOne(ctx context.Context) (string, error) {
	body, err := c.get(ctx, c.models.JoinPath(url.PathEscape(c.spec.ID)))
	if err != nil {
		return "", err
	}
	var in struct {
		ID   string `json:"id"`
		Name string `json:"display_name"`
	}
	if json.Unmarshal(body, &in) != nil || in.ID == "" {
		return "reachable; it does not say what it serves", nil
	}
	if in.Name != "" {
		return c.clean(fmt.Sprintf("%s (%s)", in.Name, in.ID)), nil
	}
	return c.clean(in.ID), nil
}

// probeList looks for the model in the list of all.
func (c *client) probeList(ctx context.Context) (string, error) {
	body, err := c.get(ctx, c.models)
	if err != nil {
		return "", err
	}
	var in struct {
		Data []struct {
			ID    string `json:"id"`
			Owner string `json:"owned_by"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &in) != nil || len(in.Data) == 0 {
		return "reachable; it does not say what it serves", nil
	}
	names := make([]string, 0, 5)
	for _, m := range in.Data {
		if m.ID == c.spec.ID || m.ID == c.spec.ID+":latest" || strings.TrimPrefix(m.ID, "models/") == c.spec.ID {
			return plural(len(in.Data), "model") + " served", nil
		}
		if len(names) < 5 {
			names = append(names, m.ID)
		}
	}
	if len(in.Data) == 1 && strings.HasPrefix(in.Data[0].Owner, "llama") { // it answers to any name
		return c.clean("serves " + in.Data[0].ID + " under any name"), nil
	}
	more := ""
	if n := len(in.Data) - len(names); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return "", &seedbed.CallError{
		Class:   seedbed.Permanent,
		Message: c.clean(fmt.Sprintf("%s serves no model %q; it serves %s%s", c.url.Host, c.spec.ID, strings.Join(names, ", "), more)),
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// get fetches a page of the API. A server that has no such page gives nil.
func (c *client) get(parent context.Context, u *url.URL) ([]byte, error) {
	ctx, cancel := context.WithTimeout(parent, min(c.timeout, probeTimeout))
	defer cancel()
	req := (&http.Request{
		Method: http.MethodGet, URL: u, Host: u.Host, Header: c.header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	resp, err := c.rt.RoundTrip(req)
	if err != nil {
		return nil, c.sendError(parent, ctx, err)
	}
	defer resp.Body.Close()
	body, err := readAll(resp.Body, resp.ContentLength, 4<<20)
	switch {
	case resp.StatusCode == http.StatusOK && err != nil:
		return nil, c.readError(parent, ctx, err)
	case resp.StatusCode == http.StatusOK:
		return body, nil
	case resp.StatusCode == http.StatusNotFound && c.spec.Provider != "anthropic",
		resp.StatusCode == http.StatusMethodNotAllowed, resp.StatusCode == http.StatusNotImplemented:
		return nil, nil
	default:
		return nil, c.statusError(resp, body[:min(len(body), maxErrorBody)])
	}
}
