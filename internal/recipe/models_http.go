package recipe

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

var (
	keySlot     = regexp.MustCompile(`\{\{\s*key\s*\}\}`)
	keyHeader   = regexp.MustCompile(`(?i)^(proxy-)?authorization$|^cookie$|api-?key|token|secret`)
	requestVars = []string{"messages", "last", "system", "copy"}
)

// httpModel checks a model that is any system behind an HTTP endpoint. How it is asked
// becomes its further parameters, which are in the keys of its calls: asked in another
// way, it is asked anew.
func (l *loader) httpModel(path string, m *plan.Model, e *modelEntry) {
	m.URL = l.endpoint(path, m.Name, e.URL)
	m.KeyVar = l.keyVar(path, m, e)
	if m.ID == "" {
		m.ID = m.URL
	}
	for _, k := range []string{"command", "temperature", "top_p", "max_tokens", "seed", "stop", "logprobs", "extra"} {
		if l.doc.Has(config.Join(path, k)) {
			l.problem(config.Join(path, k), fmt.Sprintf("provider http sends its request and nothing else, so %s would not reach the system", k),
				"write it into request:, under the name that the system has for it")
		}
	}
	if e.Structured == "schema" {
		l.problem(config.Join(path, "structured"), "provider http asks for JSON in words", "remove structured:")
	}
	l.requestTemplate(config.Join(path, "request"), e.Request)
	headers := l.headers(path, m, e)
	reply := &e.Reply
	if *reply == (replyEntry{}) {
		reply = nil
	} else if reply.Text == "" {
		l.problem(config.Join(path, "reply"), "reply says nothing of the text", "add text: with its path, such as output.text")
	}
	extra, err := json.Marshal(struct {
		Request json.RawMessage   `json:"request,omitempty"`
		Reply   *replyEntry       `json:"reply,omitempty"`
		Headers map[string]string `json:"headers,omitempty"`
	}{e.Request, reply, headers})
	if err != nil { // the request is JSON when it comes from a recipe
		l.problem(config.Join(path, "request"), "the request cannot be written as JSON: "+err.Error(), "")
	}
	m.Params = seedbed.Params{Extra: extra}
}

// onlyHTTP reports keys that provider http alone has.
func (l *loader) onlyHTTP(path string, m *plan.Model) {
	for _, k := range []string{"request", "reply", "headers"} {
		if l.doc.Has(config.Join(path, k)) {
			l.problem(config.Join(path, k), fmt.Sprintf("provider %s has its own form of requests and replies", m.Provider), "write provider: http, or remove "+k+":")
		}
	}
}

// endpoint checks the address that calls go to, as it stands: a slash at its end and
// what follows a ? are part of it.
func (l *loader) endpoint(path, name, raw string) string {
	at := config.Join(path, "url")
	u, err := url.Parse(raw)
	switch {
	case raw == "":
		l.problem(path, fmt.Sprintf("model %q does not say where its system is", name), "add url: with the whole address of the endpoint, such as http://127.0.0.1:8000/chat")
	case err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "":
		l.problem(at, "want the address of an endpoint", "write it as http://127.0.0.1:8000/chat")
	case u.User != nil:
		l.problem(at, "an address holds no name and password: keys never go into recipes", "write key: $NAME, with the name of an environment variable")
	}
	return raw
}

// headers checks the headers. A key in one is named and never written.
func (l *loader) headers(path string, m *plan.Model, e *modelEntry) map[string]string {
	out := map[string]string{}
	for _, h := range e.Headers {
		at := config.Join(config.Join(path, "headers"), h.Key)
		switch slot := keySlot.MatchString(h.Value); {
		case slot && e.Key == "":
			l.problem(at, "the header wants a key, and the model has none", "add key: $NAME, with the name of an environment variable")
		case !slot && keyHeader.MatchString(h.Key):
			l.problem(at, "a key is named, not written", `write key: $NAME, and "{{ key }}" in the header where the key belongs; keys never go into recipes`)
		case strings.ContainsAny(h.Value, "\r\n\x00"):
			l.problem(at, "a header is one line", "remove the line break")
		}
		out[h.Key] = h.Value
	}
	return out
}

// requestTemplate checks the templates of a request.
func (l *loader) requestTemplate(at string, raw json.RawMessage) {
	if len(raw) == 0 {
		return
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		l.problem(at, "the request cannot be read: "+err.Error(), "")
		return
	}
	filled := false
	l.templates(at, v, &filled)
	if !filled {
		l.warn(at, "the request holds nothing of the conversation, so the system is asked the same each time", `write "{{ messages }}" or "{{ last }}" where it belongs`)
	}
}

func (l *loader) templates(at string, v any, filled *bool) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			l.templates(config.Join(at, k), v[k], filled)
		}
	case []any:
		for _, e := range v {
			l.templates(at, e, filled) // problems are told at the list
		}
	case string:
		if !strings.Contains(v, "{{") && !strings.Contains(v, "{%") {
			return
		}
		f, probs := prompt.Parse("request", []byte("|"+v+"|"))
		if f != nil {
			probs = append(probs, f.Check(requestVars, "a request", false)...)
			for _, u := range f.Variables() {
				*filled = *filled || u.Name == "messages" || u.Name == "last"
			}
		}
		for _, p := range probs {
			*filled = true // what is wrong with it is said
			l.problem(at, p.Message, p.Fix)
		}
	}
}
