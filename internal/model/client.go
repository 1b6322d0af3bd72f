// Package model holds the clients for auxiliary models, and what wraps them: the
// reply store, retry, budget and limiter.
//
// A client is a thin codec over net/http, or over a program's standard input
// and output. It sends what it is asked and nothing more: no default that the
// recipe does not set, no retry, no redirect. It gives back the body as it
// came, so that a reply is stored before anything reads it, and says by the
// class of an error what that means for the next call. A key is sent in a
// header and appears nowhere else.
//
// It does not know the journal, the clock of a run or which stage asks.
package model

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// DefaultTimeout is how long one attempt may take where the recipe says nothing.
const DefaultTimeout = 120 * time.Second

// maxReply is the longest body that is read, in bytes.
const maxReply = 64 << 20

// Options are what New needs besides the plan's model.
type Options struct {
	// Key is the value of the model's key; "" for none. Where it is empty, Environ
	// is asked for the variable that the model names.
	Key     string
	Environ func(string) string
	// Transport carries the requests. nil: one of the model's own, closed by Close.
	Transport http.RoundTripper
	// Prices are asked where the model has no price of its own; nil: no table.
	Prices *Prices
	// Dir is where a program of provider exec is started; "": the current folder.
	Dir string
}

// New makes the client that a model of a plan describes. What it returns also
// implements seedbed.Decoder, seedbed.Prober and io.Closer; Close ends idle
// connections, or the program, that are its own. Nothing is sent or started
// before the first call. Errors have CodeInvalid.
func New(spec plan.Model, opt Options) (seedbed.Model, error) {
	if opt.Key == "" && spec.KeyVar != "" && opt.Environ != nil {
		opt.Key = opt.Environ(spec.KeyVar)
	}
	if strings.ContainsAny(opt.Key, "\r\n\x00") {
		return nil, invalid(spec, "its key has a line break in it", "set it again without one")
	}
	switch spec.Structured {
	case "", "schema", "instruct":
	default:
		return nil, invalid(spec, fmt.Sprintf("structured: %q is not a way to ask for JSON", spec.Structured), `write "schema" or "instruct"`)
	}
	if _, err := parseExtra(spec.Params.Extra); err != nil {
		return nil, err
	}
	switch spec.Provider {
	case "openai":
		return newOpenAI(spec, opt)
	case "anthropic":
		return newAnthropic(spec, opt)
	case "exec":
		return newExec(spec, opt)
	case "http":
		return newHTTP(spec, opt)
	default:
		return nil, invalid(spec, fmt.Sprintf("provider %q is not known", spec.Provider), "write openai (any server that speaks its API), anthropic, http or exec")
	}
}

func invalid(spec plan.Model, message, fix string) error {
	return &seedbed.Error{Code: seedbed.CodeInvalid, Message: fmt.Sprintf("model %q: %s", spec.Name, message), Fix: fix}
}

// codec is what differs between providers that speak HTTP.
type codec interface {
	// encode returns the body that asks r.
	encode(r *seedbed.Request) ([]byte, error)
	// decode reads the body of a reply that succeeded.
	decode(raw []byte) (seedbed.Reply, error)
}

// client is a model behind HTTP.
type client struct {
	codec
	spec     plan.Model
	url      *url.URL    // where calls go
	models   *url.URL    // where the list of models is
	header   http.Header // shared by all requests: a RoundTripper does not change it
	head     *head       // of plain requests, made with the first
	headOnce sync.Once
	rt       http.RoundTripper
	owned    *Transport // rt, where it is the client's own
	timeout  time.Duration
	price    *plan.Price
	key      string
	// anySuccess says that replies come with 201 and others too, and not with 200 alone.
	anySuccess bool
}

func newClient(spec plan.Model, opt Options, base *url.URL, path string) *client {
	c := &client{
		spec:    spec,
		url:     base.JoinPath(path),
		models:  base.JoinPath("models"),
		header:  http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}, "User-Agent": {"seedbed"}},
		rt:      opt.Transport,
		timeout: spec.Timeout,
		key:     opt.Key,
	}
	c.url.RawQuery = base.RawQuery
	c.models.RawQuery = base.RawQuery
	if c.rt == nil {
		c.owned = NewTransport(max(spec.InFlight, 256))
		c.rt = c.owned
	}
	if c.timeout <= 0 {
		c.timeout = DefaultTimeout
	}
	c.price, _ = opt.Prices.For(spec)
	return c
}

// baseURL reads the address of a recipe, with or without a slash or the path of
// the call at its end.
func baseURL(spec plan.Model, standard string, suffixes ...string) (*url.URL, error) {
	text := spec.URL
	if text == "" {
		text = standard
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return nil, invalid(spec, fmt.Sprintf("%q is not an address", text), "write one like "+standard)
	}
	if u.User != nil {
		return nil, invalid(spec, "its url has a name or password in it", "put the key in an environment variable and name it as key: $NAME")
	}
	u.Fragment = ""
	u.Path = strings.TrimRight(u.Path, "/")
	for _, s := range suffixes {
		u.Path = strings.TrimRight(strings.TrimSuffix(u.Path, s), "/")
	}
	if u.Path == "" {
		u.Path = "/" // so that paths can be joined to it
	}
	u.RawPath = ""
	return u, nil
}

// Generate sends one request and reads the reply. It does not retry.
func (c *client) Generate(ctx context.Context, r seedbed.Request) (seedbed.Reply, error) {
	if err := ctx.Err(); err != nil {
		return seedbed.Reply{}, err
	}
	body, err := c.encode(&r)
	if err != nil {
		return seedbed.Reply{}, err
	}
	started := time.Now()
	raw, err := c.exchange(ctx, body)
	if err != nil {
		return seedbed.Reply{}, err
	}
	reply, err := c.decode(raw)
	if err != nil {
		return seedbed.Reply{}, c.undecodable(raw, err)
	}
	reply.Raw, reply.Request = raw, body
	reply.Started, reply.Latency, reply.Attempts = started, time.Since(started), 1
	reply.Cost = Cost(c.price, reply.Usage)
	return reply, nil
}

// Decode reads a stored body again.
func (c *client) Decode(raw []byte) (seedbed.Reply, error) {
	reply, err := c.decode(raw)
	if err != nil {
		return reply, fmt.Errorf("reading a stored reply of model %s: %w", c.spec.Name, err)
	}
	reply.Cost = Cost(c.price, reply.Usage)
	return reply, nil
}

// Price returns what the model costs; nil when that is not known.
func (c *client) Price() *plan.Price { return c.price }

// Close ends the idle connections of a transport that is the client's own.
func (c *client) Close() error {
	if c.owned != nil {
		c.owned.CloseIdleConnections()
	}
	return nil
}

// exchange posts body and returns the body of a reply with status 200.
func (c *client) exchange(parent context.Context, body []byte) ([]byte, error) {
	ctx, cancel := c.bounded(parent)
	defer cancel()
	resp, raw, err := c.send(ctx, body)
	var broke *bodyError
	switch {
	case errors.As(err, &broke):
		return nil, c.readError(parent, ctx, broke.err)
	case err != nil:
		return nil, c.sendError(parent, ctx, err)
	case resp == nil:
		return raw, nil
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK && !(c.anySuccess && resp.StatusCode/100 == 2) {
		text, _ := readAll(resp.Body, resp.ContentLength, maxErrorBody)
		return nil, c.statusError(resp, text)
	}
	raw, err = readAll(resp.Body, resp.ContentLength, maxReply)
	switch {
	case err != nil:
		return nil, c.readError(parent, ctx, err)
	case len(raw) > maxReply:
		return nil, &seedbed.CallError{
			Class: seedbed.BadRequest, Status: resp.StatusCode, MaybeBilled: true,
			Message: fmt.Sprintf("the reply is longer than %d MiB, the most that is read; ask for less with max_tokens", maxReply>>20),
		}
	}
	return raw, nil
}

// send posts body. It returns the response; nil and its body, where the status was 200
// and all of it is read.
func (c *client) send(ctx context.Context, body []byte) (*http.Response, []byte, error) {
	if t, ok := c.rt.(*Transport); ok && t.plainly(c.url) {
		c.headOnce.Do(func() { c.head = newHead(c.url, c.header) })
		raw, resp, err := t.plain.post(ctx, c.head, body)
		return resp, raw, err
	}
	req := (&http.Request{
		Method: http.MethodPost, URL: c.url, Host: c.url.Host, Header: c.header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		ContentLength: int64(len(body)),
		Body:          newBody(body),
		// Lets the transport send again what met a connection that the server had
		// closed before it read a byte.
		GetBody: func() (io.ReadCloser, error) { return newBody(body), nil },
	}).WithContext(ctx)
	resp, err := c.rt.RoundTrip(req)
	return resp, nil, err
}

// bounded returns the context of one attempt.
func (c *client) bounded(parent context.Context) (context.Context, context.CancelFunc) {
	if t, ok := c.rt.(*Transport); ok {
		return t.timeout(parent, c.url, c.timeout)
	}
	return context.WithTimeout(parent, c.timeout)
}

// newBody returns a request's body in a form that net/http knows to be in memory:
// then it sends header and body in one write.
func newBody(b []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(b)) }

// readAll reads r to its end, or until more than limit bytes came. length is
// what the sender announced, -1 for nothing: it is believed up to a bound.
func readAll(r io.Reader, length int64, limit int) ([]byte, error) {
	size := 4096
	if length >= 0 {
		size = int(min(length, believed)) + 1
	}
	buf := make([]byte, 0, size)
	for len(buf) <= limit {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), limit+1)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
	return buf, nil
}
