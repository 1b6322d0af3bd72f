package model

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

const (
	maxErrorBody  = 64 << 10 // of a body that says what went wrong, in bytes
	maxMessage    = 300      // of what a provider says, in characters
	maxRetryAfter = 24 * time.Hour
)

// sendError classes what RoundTrip returned. The context's own error is
// returned when the caller gave up.
func (c *client) sendError(parent, ctx context.Context, err error) error {
	if cause := parent.Err(); cause != nil {
		return fmt.Errorf("waiting for model %s: %w", c.spec.Name, cause)
	}
	out := &seedbed.CallError{Class: seedbed.Transient, Err: err}
	host := c.url.Scheme + "://" + c.url.Host
	var op *net.OpError
	dialling := errors.As(err, &op) && op.Op == "dial"
	// Once it was sent, the provider may have answered, whatever came of the
	// answer on its way here.
	out.MaybeBilled = !dialling
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	switch {
	case ctx.Err() != nil && dialling:
		out.Message = fmt.Sprintf("no connection to %s within %s", host, c.timeout)
	case ctx.Err() != nil:
		out.Message = fmt.Sprintf("no reply from %s within %s; a model that needs longer needs a longer timeout in the recipe", host, c.timeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		out.Message = fmt.Sprintf("nothing answers at %s; is the server running?", host)
	case errors.As(err, &cert):
		out.Class, out.MaybeBilled = seedbed.Permanent, false
		out.Message = fmt.Sprintf("the certificate of %s is not trusted: %s", host, c.clean(cert.Err.Error()))
	case errors.As(err, &dns):
		out.MaybeBilled = false
		out.Message = fmt.Sprintf("the address of %s cannot be looked up; is the url right, and is there a network?", c.url.Host)
	default:
		out.Message = fmt.Sprintf("the connection to %s broke: %s", host, c.clean(err.Error()))
	}
	return out
}

// readError classes a body that stopped half-way: the provider had begun to
// answer, so it may charge for it.
func (c *client) readError(parent, ctx context.Context, err error) error {
	if cause := parent.Err(); cause != nil {
		return fmt.Errorf("reading a reply of model %s: %w", c.spec.Name, cause)
	}
	out := &seedbed.CallError{Class: seedbed.Transient, Status: http.StatusOK, MaybeBilled: true, Err: err}
	if ctx.Err() != nil {
		out.Message = fmt.Sprintf("the reply was not whole within %s", c.timeout)
	} else {
		out.Message = "the reply was cut off: " + c.clean(err.Error())
	}
	return out
}

// replyError is an error that decode found in a body with status 200.
type replyError struct{ problem problem }

func (e *replyError) Error() string { return e.problem.message }

// undecodable classes a body with status 200 that is no reply.
func (c *client) undecodable(raw []byte, err error) error {
	var in *replyError
	if errors.As(err, &in) { // some gateways put the status into the body
		status := in.problem.status
		if status < 400 || status > 599 {
			status = http.StatusBadGateway
		}
		out := c.classify(status, in.problem, 0, false)
		out.MaybeBilled = true
		return out
	}
	message := "the reply is not what a model answers: " + err.Error()
	if title, ok := htmlTitle(raw); ok {
		message = "a web page came back instead of a reply" + title + "; is the url right?"
	}
	return &seedbed.CallError{
		Class: seedbed.Transient, Status: http.StatusOK, MaybeBilled: true, Err: err,
		Message: c.clean(message),
	}
}

// problem is what a provider says went wrong.
type problem struct {
	message string
	kind    string // its "type"
	code    string // its "code"
	status  int    // its "code", where that is a number
}

// statusError classes a reply whose status is not 200.
func (c *client) statusError(resp *http.Response, body []byte) error {
	p := parseProblem(body)
	if p.message == "" {
		if title, ok := htmlTitle(body); ok {
			p.message = "a web page came back" + title
		} else {
			p.message = strings.TrimSpace(string(body))
		}
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		p.message = "it redirects to " + resp.Header.Get("Location") + "; write that address as the model's url"
	}
	after, told := retryAfter(resp.Header, resp.StatusCode, time.Now())
	return c.classify(resp.StatusCode, p, after, told)
}

// classify says what a status and the provider's words mean for the next call.
func (c *client) classify(status int, p problem, after time.Duration, told bool) *seedbed.CallError {
	out := &seedbed.CallError{Status: status, Message: c.clean(p.message)}
	if out.Message == "" {
		out.Message = strings.ToLower(http.StatusText(status))
		if out.Message == "" {
			out.Message = "an error without a message"
		}
	}
	words := strings.ToLower(p.message + " " + p.kind + " " + p.code)
	switch {
	case status == 429 && outOfMoney(words), status == 402:
		out.Class = seedbed.Permanent
	case status == 429, status == 529, status == 503 && told:
		out.Class, out.RetryAfter = seedbed.RateLimited, after
	case status == 408, status == 409, status == 425, status >= 500:
		out.Class = seedbed.Transient
		if told {
			out.RetryAfter = after
		}
	case status == 403 && (strings.Contains(words, "moderation") || strings.Contains(words, "flagged")):
		out.Class = seedbed.BadRequest
	case status == 400, status == 413, status == 422:
		out.Class = seedbed.BadRequest
		if hopeless(words) {
			out.Class = seedbed.Permanent
		}
	default: // 401, 403, 404, redirects: no call to this address with this key can succeed
		out.Class = seedbed.Permanent
	}
	if fix := c.fix(status); out.Class == seedbed.Permanent && fix != "" {
		out.Message += "; " + fix
	}
	return out
}

// fix says what to do about a permanent error.
func (c *client) fix(status int) string {
	switch {
	case (status == 401 || status == 403) && c.key == "" && c.spec.KeyVar == "":
		return "the model has no key: name the variable that holds it, as key: $NAME"
	case (status == 401 || status == 403) && c.key == "":
		return "$" + c.spec.KeyVar + " is empty: set it to the key"
	case status == 401 || status == 403:
		return "is $" + c.spec.KeyVar + " the right key for " + c.url.Host + "?"
	case status == 404:
		return fmt.Sprintf("asked for model %q at %s", c.spec.ID, c.url.Redacted())
	}
	return ""
}

// outOfMoney reports whether a 429 says that waiting will not help.
func outOfMoney(words string) bool {
	return containsAny(words, "insufficient_quota", "insufficient_balance", "credit_balance", "credit balance",
		"billing_hard_limit", "spend_limit", "spend limit")
}

// hopeless reports whether a 400 would meet every call to this model: it is
// about the model, the account or the settings, not about this request.
func hopeless(words string) bool {
	return containsAny(words, "model_not_found", "model not found", "model does not exist", "invalid model",
		"invalid_api_key", "invalid api key", "api key not valid", "credit balance", "billing", "insufficient_quota",
		"spend limit", "usage limits", "unsupported_parameter", "unknown_parameter", "unsupported_value",
		"unsupported parameter", "unrecognized request argument", "not supported for this model", "deprecated for this model",
		"extra inputs are not permitted") ||
		(strings.Contains(words, "model") && strings.Contains(words, "does not exist"))
}

func containsAny(s string, subs ...string) bool {
	for _, sub := range subs {
		if strings.Contains(s, sub) {
			return true
		}
	}
	return false
}

// parseProblem reads the shapes in which providers say what went wrong:
//
//	{"error": {"message", "type", "code"}}   OpenAI, vLLM, llama.cpp, OpenRouter
//	{"type": "error", "error": {...}}        Anthropic
//	{"error": "..."}                         Ollama
//	{"object": "error", "message", "code"}   older vLLM, Mistral
//	{"detail": "..."} or [{"msg"}]           FastAPI
func parseProblem(body []byte) problem {
	var top map[string]json.RawMessage
	if json.Unmarshal(body, &top) != nil {
		return problem{}
	}
	src := top
	if inner := map[string]json.RawMessage{}; json.Unmarshal(top["error"], &inner) == nil && len(inner) > 0 {
		src = inner
	}
	p := problem{message: jsonText(src["message"]), kind: jsonText(src["type"]), code: jsonText(src["code"])}
	p.status, _ = strconv.Atoi(p.code)
	var details struct {
		ErrorCode string `json:"error_code"`
	}
	if json.Unmarshal(src["details"], &details) == nil && details.ErrorCode != "" {
		p.code = details.ErrorCode
	}
	if p.message == "" {
		p.message = jsonText(top["error"])
	}
	if p.message == "" {
		p.message = jsonText(top["detail"])
	}
	return p
}

// jsonText returns a JSON string's text, and anything else as it stands.
func jsonText(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// htmlTitle reports whether body is a web page, with its title in brackets.
func htmlTitle(body []byte) (string, bool) {
	head := strings.ToLower(string(body[:min(len(body), 4096)]))
	trimmed := strings.TrimSpace(head)
	if !strings.HasPrefix(trimmed, "<!doctype html") && !strings.HasPrefix(trimmed, "<html") {
		return "", false
	}
	_, rest, ok := strings.Cut(head, "<title>")
	title, _, closed := strings.Cut(rest, "</title>")
	if !ok || !closed || strings.TrimSpace(title) == "" {
		return "", true
	}
	return fmt.Sprintf(" (%q)", strings.TrimSpace(title)), true
}

// clean makes what a server said fit to be shown: one line without control
// characters, cut to 300 characters, and without the key.
func (c *client) clean(s string) string {
	return clean(s, c.key)
}

func clean(s, key string) string {
	if len(key) >= 4 {
		s = strings.ReplaceAll(s, key, "[key]")
	}
	s = s[:min(len(s), 64<<10)]
	var b strings.Builder
	n, space := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			space = n > 0
			continue
		case unicode.Is(unicode.Cf, r): // direction overrides and their kin
			continue
		}
		if n >= maxMessage {
			b.WriteString("…")
			break
		}
		if space {
			b.WriteByte(' ')
			n, space = n+1, false
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// retryAfter returns how long the provider asks to wait, and whether it says.
// Retry-After-Ms and Retry-After come first; the reset times of rate-limit
// headers only count for a 429, and only those whose allowance is used up.
func retryAfter(h http.Header, status int, now time.Time) (time.Duration, bool) {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms >= 0 {
		return clampWait(ms / 1e3), true
	}
	if v := strings.TrimSpace(h.Get("Retry-After")); v != "" {
		if s, err := strconv.ParseFloat(v, 64); err == nil && s >= 0 {
			return clampWait(s), true
		}
		if t, err := http.ParseTime(v); err == nil {
			return clampWait(t.Sub(now).Seconds()), true
		}
	}
	if status != http.StatusTooManyRequests {
		return 0, false
	}
	var wait time.Duration
	told := false
	for _, prefix := range []string{"X-Ratelimit-", "Anthropic-Ratelimit-"} {
		for _, what := range []string{"requests", "tokens", "input-tokens", "output-tokens"} {
			reset, remaining := h.Get(prefix+"Reset-"+what), h.Get(prefix+"Remaining-"+what)
			if prefix == "Anthropic-Ratelimit-" {
				reset, remaining = h.Get(prefix+what+"-Reset"), h.Get(prefix+what+"-Remaining")
			}
			if left, err := strconv.ParseFloat(remaining, 64); err == nil && left >= 1 {
				continue
			}
			if d, ok := resetTime(reset, now); ok {
				wait, told = max(wait, d), true
			}
		}
	}
	if d, ok := resetTime(h.Get("X-Ratelimit-Reset"), now); ok && !told {
		return d, true
	}
	return wait, told
}

// resetTime reads "6m0s", "20ms", seconds, RFC 3339, or a Unix time in seconds
// or milliseconds.
func resetTime(v string, now time.Time) (time.Duration, bool) {
	if v == "" || !utf8.ValidString(v) {
		return 0, false
	}
	if d, err := time.ParseDuration(v); err == nil {
		return clampWait(d.Seconds()), true
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return clampWait(t.Sub(now).Seconds()), true
	}
	s, err := strconv.ParseFloat(v, 64)
	switch {
	case err != nil || !(s >= 0):
		return 0, false
	case s > 1e11:
		return clampWait(s/1e3 - float64(now.Unix())), true
	case s > 1e8:
		return clampWait(s - float64(now.Unix())), true
	default:
		return clampWait(s), true
	}
}

// clampWait turns seconds into a wait of 0 to 24 hours.
func clampWait(seconds float64) time.Duration {
	if !(seconds > 0) {
		return 0
	}
	if seconds > maxRetryAfter.Seconds() {
		return maxRetryAfter
	}
	return time.Duration(seconds * float64(time.Second))
}
