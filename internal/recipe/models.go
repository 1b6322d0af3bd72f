package recipe

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/config"
	"seedbed.dev/seedbed/internal/plan"
)

var (
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	envName    = regexp.MustCompile(`^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})$`)
)

// maxName bounds the names that people choose, so that they fit a line.
const maxName = 64

// checkName reports a name that is no identifier. what is "a model", "a stage".
func (l *loader) checkName(path, what, name string) bool {
	if identifier.MatchString(name) && len(name) <= maxName {
		return true
	}
	fix := ""
	if s := identifierOf(name); s != "" {
		fix = "write " + s
	}
	l.report(seedbed.Problem{
		Pos:     l.doc.KeyPos(path),
		Message: fmt.Sprintf("%s is named with a letter, then letters, digits and _, all small, %d at the most; %q is not", what, maxName, cut(name)),
		Fix:     fix,
	})
	return false
}

func cut(s string) string {
	if r := []rune(s); len(r) > maxName {
		return string(r[:maxName]) + "…"
	}
	return s
}

// identifierOf makes an identifier of what someone wrote; "" where none comes of
// it.
func identifierOf(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			return r
		case r == '-' || r == ' ' || r == '.':
			return '_'
		}
		return -1
	}, strings.ToLower(s))
	if len(s) > maxName || !identifier.MatchString(s) {
		return ""
	}
	return s
}

// models copies the models into the plan.
func (l *loader) models() {
	for _, item := range l.top.Models {
		path := config.Join("models", item.Key)
		l.checkName(path, "a model", item.Key)
		m := l.model(path, item.Key, &item.Value)
		l.plan.Models = append(l.plan.Models, m)
	}
}

func (l *loader) model(path, name string, e *modelEntry) plan.Model {
	m := plan.Model{
		Name: name, Provider: e.Provider, ID: e.Model, Revision: e.Revision, Family: e.Family, Command: e.Command,
		Params: seedbed.Params{
			Temperature: e.Temperature, TopP: e.TopP, MaxTokens: e.MaxTokens, Seed: e.Seed,
			Stop: e.Stop, Logprobs: e.Logprobs, Extra: l.extra(path, e),
		},
		InFlight: e.InFlight, RPM: e.RPM, TPM: e.TPM, Timeout: e.Timeout, Structured: e.Structured,
		License: e.License, Because: e.Because, Pos: l.doc.KeyPos(path),
	}
	m.Price = l.price(path, e)
	if m.Provider == "" {
		m.Provider = providerOf(e)
	}
	if m.Provider == "http" {
		l.httpModel(path, &m, e)
		return m
	}
	l.onlyHTTP(path, &m)
	m.URL = l.url(path, e.URL)
	if m.Provider == "exec" {
		l.execModel(path, &m, e)
		return m
	}
	if len(e.Command) > 0 {
		l.problem(config.Join(path, "command"), fmt.Sprintf("provider %s runs no command", m.Provider), "write provider: exec, or remove command:")
	}
	if m.ID == "" && l.wellFormed(path) {
		l.problem(config.Join(path, "model"), fmt.Sprintf("model %q does not say which model it is", name), "add model: with the provider's name for it, such as gpt-5-mini")
	}
	m.KeyVar = l.keyVar(path, &m, e)
	return m
}

// wellFormed reports whether the value at a path was a map or a scalar: anything
// else has its problem already.
func (l *loader) wellFormed(path string) bool { return l.doc.Kind(path) != config.List }

// providerOf guesses the provider that a recipe leaves out.
func providerOf(e *modelEntry) string {
	switch {
	case len(e.Command) > 0:
		return "exec"
	case len(e.Request) > 0 || e.Reply != replyEntry{} || len(e.Headers) > 0:
		return "http"
	case e.URL == "" && strings.HasPrefix(e.Model, "claude-"):
		return "anthropic"
	default:
		return "openai"
	}
}

// execModel checks a model that is a program. It is known by its command when
// the recipe gives it no other name.
func (l *loader) execModel(path string, m *plan.Model, e *modelEntry) {
	if len(e.Command) == 0 {
		l.problem(config.Join(path, "command"), fmt.Sprintf("model %q does not say which program it is", m.Name), "add command: [program, argument]")
	} else if e.Command[0] == "" {
		l.problem(config.Join(path, "command"), "the program's name is empty", "")
	}
	if m.ID == "" {
		m.ID = strings.Join(e.Command, " ")
	}
	for _, k := range []string{"url", "key"} {
		if l.doc.Has(config.Join(path, k)) {
			l.problem(config.Join(path, k), fmt.Sprintf("a program has no %s", k), "remove it; the program gets its environment")
		}
	}
}

// extra returns the further keys of a model's requests.
func (l *loader) extra(path string, e *modelEntry) []byte {
	at := config.Join(path, "extra")
	if len(e.Extra) == 0 {
		return nil
	}
	if l.doc.Kind(at) != config.Mapping {
		l.problem(at, "extra wants a map of further keys of the request", "")
		return nil
	}
	keys := l.doc.Keys(at)
	for _, k := range []string{"messages", "model", "stream", "n"} {
		if slices.Contains(keys, k) {
			l.problem(config.Join(at, k), fmt.Sprintf("extra cannot set %q", k), "remove it")
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return e.Extra
}

// price checks a price. Cached tokens cost what others do where nothing is said.
func (l *loader) price(path string, e *modelEntry) *plan.Price {
	if e.Price == nil {
		return nil
	}
	p := *e.Price
	at := config.Join(path, "price")
	if p.In < 0 || p.Out < 0 || p.CachedIn < 0 {
		l.problem(at, "a price is at least 0", "write US dollars a million tokens")
	}
	for _, k := range []string{"in", "out"} {
		if !l.doc.Has(config.Join(at, k)) {
			l.problem(at, fmt.Sprintf("the price says nothing of %q", k), "write price: {in: ..., out: ...} in US dollars a million tokens; 0 for nothing")
		}
	}
	if !l.doc.Has(config.Join(at, "cached_in")) {
		p.CachedIn = p.In
	}
	return &p
}

// url checks the address of a server.
func (l *loader) url(path, raw string) string {
	if raw == "" {
		return ""
	}
	at := config.Join(path, "url")
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		l.problem(at, "want an address of a server", "write it as http://127.0.0.1:8080/v1")
		return raw
	}
	if u.User != nil {
		l.problem(at, "an address holds no name and password: keys never go into recipes", "write key: $NAME, with the name of an environment variable")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		l.problem(at, "an address of a server has nothing after ? or #", "remove it")
	}
	return strings.TrimRight(raw, "/")
}

// keyVar returns the environment variable that holds a model's key. A key that
// is itself in the recipe is never repeated in a message.
func (l *loader) keyVar(path string, m *plan.Model, e *modelEntry) string {
	if e.Key == "" {
		switch {
		case m.URL != "", m.Provider == "http":
			return ""
		case m.Provider == "anthropic":
			return "ANTHROPIC_API_KEY"
		default:
			return "OPENAI_API_KEY"
		}
	}
	match := envName.FindStringSubmatch(e.Key)
	if match == nil {
		l.problem(config.Join(path, "key"), "a key is named, not written",
			"write the name of an environment variable, $NAME; keys never go into recipes")
		return ""
	}
	return match[1] + match[2]
}

// checkModels looks for the keys of the models that stages call.
func (l *loader) checkModels() {
	for i := range l.plan.Models {
		m := &l.plan.Models[i]
		path := config.Join("models", m.Name)
		if !l.used["model "+m.Name] {
			continue
		}
		if m.KeyVar == "" || l.opt.Env == nil {
			continue
		}
		if v, ok := l.opt.Env(m.KeyVar); !ok || strings.TrimSpace(v) == "" {
			what := "is not set"
			if ok {
				what = "is empty"
			}
			at := path
			if l.doc.Has(config.Join(path, "key")) {
				at = config.Join(path, "key")
			}
			fix := fmt.Sprintf("write %s=... into the file .env, or run: export %s=...", m.KeyVar, m.KeyVar)
			if m.URL == "" && !l.doc.Has(config.Join(path, "key")) {
				fix += "; a server that needs no key is named by url:"
			}
			if loopback(m.URL) {
				fix += "; or remove key: if this server needs none"
			}
			l.problem(at, fmt.Sprintf("model %q needs a key, and the environment variable %s %s", m.Name, m.KeyVar, what), fix)
		}
	}
}

func loopback(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	if u.Hostname() == "localhost" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return ip != nil && ip.IsLoopback()
}
