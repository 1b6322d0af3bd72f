package model_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/plan"
)

// system is an endpoint that remembers what it was sent.
type system struct {
	*httptest.Server
	path, body string
	header     http.Header
	status     int
	answer     string
	more       http.Header
}

func newSystem(t *testing.T, answer string) *system {
	s := &system{answer: answer, status: http.StatusOK}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		s.path, s.body, s.header = r.URL.RequestURI(), string(b), r.Header
		for k, v := range s.more {
			w.Header()[k] = v
		}
		w.WriteHeader(s.status)
		_, _ = io.WriteString(w, s.answer)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *system) model(t *testing.T, extra, key string) seedbed.Model {
	return newModel(t, plan.Model{Provider: "http", ID: "target", URL: s.URL + "/chat/", Params: seedbed.Params{Extra: json.RawMessage(extra)}}, model.Options{Key: key})
}

func conversation() seedbed.Request {
	return seedbed.Request{
		Copy: 2,
		Messages: []seedbed.Message{
			{Role: seedbed.System, Content: "Be kind."},
			{Role: seedbed.User, Content: "Hi"},
			{Role: seedbed.Assistant, Content: "Hello"},
			{Role: seedbed.User, Content: " \"Where\" is {{ it }}?\n"},
		},
	}
}

func TestHTTPRequests(t *testing.T) {
	for extra, want := range map[string]string{
		``: `{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":" \"Where\" is {{ it }}?\n"}]}`,
		`{"request":{"message":"{{ last }}","n":1,"stream":false,"none":null,"in":[{"sys":"{{system}}"},"x",[]],"empty":{}}}`: `{"empty":{},"in":[{"sys":"Be kind."},"x",[]],"message":" \"Where\" is {{ it }}?\n","n":1,"none":null,"stream":false}`,
		`{"request":{"text":"---\n{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"}}`:                      `{"text":"---\nsystem: Be kind.\nuser: Hi\nassistant: Hello\nuser:  \"Where\" is {{ it }}?\n\n"}`,
		`{"request":{"id":"c-{{ copy }}","copy":"{{ copy }}","turns":"{{ messages | length }}"}}`:                             `{"copy":"2","id":"c-2","turns":"4"}`,
		`{"request":"{{ last }}"}`: `" \"Where\" is {{ it }}?\n"`,
	} {
		s := newSystem(t, "ok")
		reply, err := s.model(t, extra, "").Generate(t.Context(), conversation())
		if err != nil || reply.Text != "ok" || reply.Model != "target" || reply.Usage.Known || reply.Finish != seedbed.FinishStop {
			t.Errorf("%s: %+v, %v", extra, reply, err)
		}
		if s.body != want || s.path != "/chat/" || string(reply.Request) != want || string(reply.Raw) != "ok" {
			t.Errorf("%s:\n sent %s to %s\n want %s", extra, s.body, s.path, want)
		}
	}
}

func TestHTTPReplies(t *testing.T) {
	body := `{"output":{"text":"Go on.","n":3,"none":null,"list":["a","b"]},"why":"max_tokens","who":"v2","no":"I will not.",
		"calls":[{"name":"search","arguments":{"q":"<x>"}},{"function":{"name":"pay","arguments":"{}"}},{"id":1}],"one":{"tool":"look","input":[1]}}`
	for paths, want := range map[string]seedbed.Reply{
		`"output.text"`:    {Text: "Go on.", Finish: seedbed.FinishStop, Model: "target"},
		`"output.n"`:       {Text: "3", Finish: seedbed.FinishStop, Model: "target"},
		`"output.none"`:    {Finish: seedbed.FinishStop, Model: "target"},
		`"output.list.-1"`: {Text: "b", Finish: seedbed.FinishStop, Model: "target"},
		`"output.list"`:    {Text: `["a","b"]`, Finish: seedbed.FinishStop, Model: "target"},
		`{"text":"output.text","finish":"why","model":"who"}`:            {Text: "Go on.", Finish: seedbed.FinishLength, Model: "v2"},
		`{"text":"output.none","refusal":"no"}`:                          {Refusal: "I will not.", Finish: seedbed.FinishRefusal, Model: "target"},
		`{"text":"nothing","tools":"one"}`:                               {Finish: seedbed.FinishTool, Model: "target", Tools: []seedbed.ToolCall{{Name: "look", Arguments: "[1]"}}},
		`{"text":"output.text","tools":"calls"}`:                         {Text: "Go on.", Finish: seedbed.FinishTool, Model: "target", Tools: []seedbed.ToolCall{{Name: "search", Arguments: `{"q":"<x>"}`}, {Name: "pay", Arguments: "{}"}}},
		`{"text":"output.text","tokens_in":"output.n","tokens_out":"x"}`: {Text: "Go on.", Finish: seedbed.FinishStop, Model: "target", Usage: seedbed.Usage{In: 3}},
	} {
		s := newSystem(t, body)
		s.status = http.StatusCreated
		m := s.model(t, `{"reply":`+paths+`}`, "")
		got, err := m.Generate(t.Context(), question("x"))
		if err != nil {
			t.Errorf("%s: %v", paths, err)
			continue
		}
		again, err := m.(seedbed.Decoder).Decode(got.Raw)
		if err != nil {
			t.Errorf("%s: reading it again: %v", paths, err)
		}
		got = seedbed.Reply{Text: got.Text, Refusal: got.Refusal, Finish: got.Finish, Model: got.Model, Tools: got.Tools, Usage: got.Usage}
		again.Cost = seedbed.Cost{}
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(again, want) {
			t.Errorf("%s:\n got %+v\nread again %+v\nwant %+v", paths, got, again, want)
		}
	}
}

func TestHTTPFailures(t *testing.T) {
	for _, c := range []struct {
		status       int
		answer, path string
		header       http.Header
		class        seedbed.ErrorClass
		says         string
		after        time.Duration
	}{
		{200, `{"data":1,"id":2}`, `"output.text"`, nil, seedbed.Transient, "it has no output.text; at the top it has data, id", 0},
		{200, `[1]`, `"output.text"`, nil, seedbed.Transient, "it has no output.text", 0},
		{200, `{}`, `"output.text"`, nil, seedbed.Transient, "it is empty", 0},
		{200, `{"error":{"message":"no budget sk-secret-key"}}`, `"output.text"`, nil, seedbed.Transient, "no budget [key]", 0},
		{200, `{"output":{"text":null},"error":"asleep"}`, `"output.text"`, nil, seedbed.Transient, "asleep", 0},
		{200, `{"output":`, `"output.text"`, nil, seedbed.Transient, "not whole JSON", 0},
		{200, `{"output":{"text":"a"}} more`, `"output.text"`, nil, seedbed.Transient, "not whole JSON", 0},
		{200, `<html><title>Log in</title>`, `""`, nil, seedbed.Transient, `a web page came back instead of a reply ("log in")`, 0},
		{429, `slow down`, `""`, http.Header{"Retry-After": {"7"}}, seedbed.RateLimited, "slow down", 7 * time.Second},
		{503, ``, `""`, nil, seedbed.Transient, "service unavailable", 0},
		{404, ``, `""`, nil, seedbed.Permanent, "/chat/", 0},
		{401, `bad key sk-secret-key`, `""`, nil, seedbed.Permanent, "bad key [key]", 0},
		{302, ``, `""`, http.Header{"Location": {"/elsewhere"}}, seedbed.Permanent, "/elsewhere", 0},
	} {
		s := newSystem(t, c.answer)
		s.status, s.more = c.status, c.header
		_, err := s.model(t, `{"reply":`+c.path+`,"headers":{"X-Api-Key":"{{ key }}"}}`, "sk-secret-key").Generate(t.Context(), question("x"))
		var call *seedbed.CallError
		if !errors.As(err, &call) || call.Class != c.class || !strings.Contains(call.Message, c.says) || call.RetryAfter != c.after || strings.Contains(err.Error(), "sk-secret") {
			t.Errorf("%d %s: %+v", c.status, c.answer, err)
		}
	}
}

func TestHTTPHeaders(t *testing.T) {
	s := newSystem(t, "ok")
	if _, err := s.model(t, `{"headers":{"X-Id":"a b","x-tenant":"7"}}`, "sk-1").Generate(t.Context(), question("x")); err != nil {
		t.Fatal(err)
	}
	if h := s.header; h.Get("X-Id") != "a b" || h.Get("X-Tenant") != "7" || h.Get("Authorization") != "Bearer sk-1" || h.Get("Content-Type") != "application/json" {
		t.Errorf("%v", h)
	}
	if _, err := s.model(t, `{"headers":{"X-Api-Key":"Key {{key}}"}}`, "sk-1").Generate(t.Context(), question("x")); err != nil {
		t.Fatal(err)
	}
	if h := s.header; h.Get("X-Api-Key") != "Key sk-1" || h.Get("Authorization") != "" {
		t.Errorf("%v", h)
	}
}

func TestHTTPProbe(t *testing.T) {
	s := newSystem(t, "ok")
	for status, good := range map[int]bool{200: true, 404: true, 405: true, 501: true, 401: false, 500: false} {
		s.status = status
		if said, err := s.model(t, ``, "").(seedbed.Prober).Probe(t.Context()); (err == nil) != good || good && !strings.HasSuffix(said, " answers") {
			t.Errorf("%d: %q, %v", status, said, err)
		}
	}
}

// A mistake is found when the model is made, before anything is sent.
func TestHTTPMistakes(t *testing.T) {
	for extra, says := range map[string]string{
		`{"request":{"a":{"b":"{{ lst }}"}}}`: `request: a: b: {{ lst }} is not a field of a request (messages, last, system, copy); did you mean "last"?`,
		`{"request":"{{ last"}`:               "request: ",
		`{"request":"{{ last }}\n## user\n"}`: "begins a message in prompts",
		`{"reply":"a..b"}`:                    `reply: "a..b" is no path`,
		`{"reply":{"finish":"a"}}`:            "reply: finish needs the path of the text",
		`{"headers":{"a b":"x"}}`:             `"a b" is no header`,
		`{"headers":{"Host":"x"}}`:            `"Host" is no header`,
		`{"headers":{"X":"a\r\nb"}}`:          "the value of X",
		`{"request":` + strings.Repeat("[", 80) + strings.Repeat("]", 80) + `}`: "deeper than 64",
		`{"reply":5}`: "how it is asked cannot be read",
	} {
		_, err := model.New(plan.Model{Name: "target", Provider: "http", ID: "x", URL: "http://127.0.0.1:1/", Params: seedbed.Params{Extra: json.RawMessage(extra)}}, model.Options{})
		if seedbed.CodeOf(err) != seedbed.CodeInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", extra, err)
		}
	}
	for _, url := range []string{"", "ftp://x", "http://a:b@x/", "http://"} {
		if _, err := model.New(plan.Model{Name: "target", Provider: "http", URL: url}, model.Options{}); seedbed.CodeOf(err) != seedbed.CodeInvalid {
			t.Errorf("%q: %v", url, err)
		}
	}
}
