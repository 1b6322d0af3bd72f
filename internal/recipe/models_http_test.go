package recipe

import (
	"strings"
	"testing"
)

// withTarget puts a further model into a recipe.
func withTarget(model string) Options {
	files := goodFiles()
	files["seedbed.yaml"] = strings.Replace(files["seedbed.yaml"], "models:\n", "models:\n  target: "+model+"\n", 1)
	return goodOptions(files)
}

func TestHTTPModel(t *testing.T) {
	for model, want := range map[string]string{
		`{url: "http://127.0.0.1:8000/chat/?v=2", reply: output.text}`: `{"reply":{"text":"output.text"}}`,
		`{provider: http, url: "http://127.0.0.1:8000/chat/?v=2"}`:     `{}`,
		`{url: "http://127.0.0.1:8000/chat/?v=2", request: {b: "{{ last }}", a: [1, "{{ copy }}"]}, ` +
			`reply: {text: a.b, tools: c}, headers: {X-Id: "7", X-Api-Key: "{{ key }}"}, key: $TOKEN, revision: r1, price: {in: 1, out: 2}, timeout: 5s}`: `{"request":{"b":"{{ last }}","a":[1,"{{ copy }}"]},"reply":{"text":"a.b","tools":"c"},"headers":{"X-Api-Key":"{{ key }}","X-Id":"7"}}`,
	} {
		p, probs := Load(withTarget(model))
		if p == nil {
			t.Errorf("%s: %v", model, probs)
			continue
		}
		m := p.Model("target")
		if m.Provider != "http" || m.URL != "http://127.0.0.1:8000/chat/?v=2" || m.ID != m.URL || string(m.Params.Extra) != want {
			t.Errorf("%s: %+v\n%s", model, m, m.Params.Extra)
		}
		if strings.Contains(model, "$TOKEN") != (m.KeyVar == "TOKEN") {
			t.Errorf("%s: key %q", model, m.KeyVar)
		}
	}
}

func TestHTTPModelProblems(t *testing.T) {
	for model, want := range map[string]string{
		`{provider: http}`:                                                `model "target" does not say where its system is`,
		`{provider: http, url: "ftp://x"}`:                                "want the address of an endpoint",
		`{provider: http, url: "http://me:secret@x/"}`:                    "an address holds no name and password",
		`{provider: http, url: "http://x/", temperature: 1}`:              "temperature would not reach the system",
		`{provider: http, url: "http://x/", structured: schema}`:          "provider http asks for JSON in words",
		`{url: "http://x/", request: {a: "{{ lst }}"}}`:                   `{{ lst }} is not a field of a request (messages, last, system, copy); did you mean "last"?`,
		`{url: "http://x/", request: {a: "{{ last"}}`:                     "",
		`{url: "http://x/", request: {a: [{b: "{% if %}{{ last }}"}]}}`:   "",
		`{url: "http://x/", reply: {finish: a}}`:                          "reply says nothing of the text",
		`{url: "http://x/", headers: {X-Api-Key: "abc-secret"}}`:          "a key is named, not written",
		`{url: "http://x/", headers: {X-Id: "{{ key }}"}}`:                "the header wants a key, and the model has none",
		`{url: "http://x/", key: "abc-secret", reply: a}`:                 "a key is named, not written",
		`{provider: openai, model: x, url: "http://x/", request: {a: 1}}`: "provider openai has its own form of requests and replies",
		`{url: "http://x/", request: {a: 1}}`:                             "the request holds nothing of the conversation",
		`{url: "http://x/", reply: {txt: a}}`:                             `unknown key "txt"; did you mean "text"?`,
	} {
		_, probs := Load(withTarget(model))
		if got := probs.Error(); !strings.Contains(got, want) || len(probs) == 0 || strings.Contains(got, "abc-secret") || !strings.Contains(got, "seedbed.yaml:") {
			t.Errorf("%s: %s", model, got)
		}
	}
}
