package model

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

func encoded(t *testing.T, spec plan.Model, r seedbed.Request) string {
	t.Helper()
	if spec.ID == "" {
		spec.ID = "mock"
	}
	m, err := New(spec, Options{Transport: http.DefaultTransport})
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.(*client).encode(&r)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b) {
		t.Fatalf("not JSON: %s", b)
	}
	return string(b)
}

func TestEncode(t *testing.T) {
	half, seed := 0.5, int64(7)
	ask := []seedbed.Message{{Role: seedbed.System, Content: "S"}, {Role: seedbed.User, Content: "U\n"}}
	strict := json.RawMessage(`{"type":"object","properties":{"b":{"type":"integer","minimum":1},"a":{"type":"string"}},"required":["b","a"],"additionalProperties":false}`)
	loose := json.RawMessage(`{"type":"object","properties":{"a":{"type":"string"}}}`)
	openai, claude := plan.Model{Provider: "openai", URL: "http://h/v1"}, plan.Model{Provider: "anthropic"}
	for _, c := range []struct {
		name string
		spec plan.Model
		req  seedbed.Request
		want string
	}{
		{"nothing that was not asked for", openai, seedbed.Request{Messages: ask}, `{"model":"mock","messages":[{"role":"system","content":"S"},{"role":"user","content":"U\n"}]}`},
		{
			"everything", openai,
			seedbed.Request{Messages: ask[1:], Copy: 2, Params: seedbed.Params{Temperature: &half, TopP: &half, MaxTokens: 9, Seed: &seed, Stop: []string{"\n"}, Logprobs: 2, Extra: json.RawMessage(`{"top_p": 1, "x":{"y":[]}}`)}},
			`{"model":"mock","messages":[{"role":"user","content":"U\n"}],"max_tokens":9,"temperature":0.5,"seed":9,"stop":["\n"],"logprobs":true,"top_logprobs":2,"top_p": 1, "x":{"y":[]}}`,
		},
		{"official", plan.Model{Provider: "openai"}, seedbed.Request{Messages: ask[1:], Params: seedbed.Params{MaxTokens: 9}}, `{"model":"mock","messages":[{"role":"user","content":"U\n"}],"max_completion_tokens":9}`},
		{"strict schema", openai, seedbed.Request{Messages: ask[1:], Schema: strict}, `{"model":"mock","messages":[{"role":"user","content":"U\n"}],"response_format":{"type":"json_schema","json_schema":{"name":"reply","strict":true,"schema":` + string(strict) + `}}}`},
		{"loose schema", openai, seedbed.Request{Messages: ask[1:], Schema: loose}, `{"model":"mock","messages":[{"role":"user","content":"U\n"}],"response_format":{"type":"json_schema","json_schema":{"name":"reply","schema":` + string(loose) + `}}}`},
		{"Claude", claude, seedbed.Request{Messages: ask, Params: seedbed.Params{MaxTokens: 9, Stop: []string{"x"}}}, `{"model":"mock","max_tokens":9,"system":"S","messages":[{"role":"user","content":"U\n"}],"stop_sequences":["x"]}`},
		{"Claude by tool", claude, seedbed.Request{Messages: ask[1:], Schema: loose}, `{"model":"mock","max_tokens":4096,"messages":[{"role":"user","content":"U\n"}],"tools":[{"name":"reply","description":"Give the reply.","input_schema":` + string(loose) + `}],"tool_choice":{"type":"tool","name":"reply"}}`},
		{
			"Claude by output_config",
			plan.Model{Provider: "anthropic", ID: "claude-opus-5-5"},
			seedbed.Request{Messages: ask[1:], Schema: strict},
			`{"model":"claude-opus-5-5","max_tokens":4096,"messages":[{"role":"user","content":"U\n"}],"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"b":{"type":"integer"},"a":{"type":"string"}},"required":["b","a"],"additionalProperties":false}}}}`,
		},
	} {
		if got := encoded(t, c.spec, c.req); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if got := encoded(t, plan.Model{Provider: "openai", Structured: "instruct"}, seedbed.Request{Messages: ask, Schema: loose}); !strings.Contains(got, `U\n\n\nAnswer with one JSON value`) || strings.Contains(got, "response_format") {
		t.Errorf("in words: %s", got)
	}
	if got := encoded(t, plan.Model{Provider: "anthropic", ID: "claude-sonnet-6"}, seedbed.Request{Messages: ask, Schema: loose}); !strings.Contains(got, "Answer with one JSON value") || strings.Contains(got, "tool_choice") {
		t.Errorf("an open object for a model that refuses tools: %s", got)
	}
}

func TestRefusesForcedTools(t *testing.T) {
	for id, want := range map[string]bool{
		"claude-3-5-sonnet-20241022": false, "claude-sonnet-4-20250514": false, "claude-haiku-4-5": false,
		"claude-haiku-4-5-20251001": false, "claude-opus-4-8": false, "claude-opus-5": false, "claude-fable-5": false,
		"claude-fable-5-1": true, "claude-opus-5-5": true, "claude-sonnet-5-5-20261001": true, "claude-opus-6": true,
		"claude-opus-6-20270101": true, "mock": false, "": false, "claude-opus-5-20260701": false,
	} {
		if got := refusesForcedTools(id); got != want {
			t.Errorf("%s: %v", id, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ provider, url, want string }{
		{"openai", "", "https://api.openai.com/v1/chat/completions"},
		{"openai", "http://h:1/v1", "http://h:1/v1/chat/completions"},
		{"openai", "http://h:1/v1/", "http://h:1/v1/chat/completions"},
		{"openai", "http://h:1/v1/chat/completions", "http://h:1/v1/chat/completions"},
		{"openai", "http://h:1/v1/chat/completions/", "http://h:1/v1/chat/completions"},
		{"openai", "http://h:1", "http://h:1/v1/chat/completions"},
		{"openai", "https://h/api/v1?api-version=2", "https://h/api/v1/chat/completions?api-version=2"},
		{"anthropic", "", "https://api.anthropic.com/v1/messages"},
		{"anthropic", "http://h", "http://h/v1/messages"},
		{"anthropic", "http://h/v1/", "http://h/v1/messages"},
		{"anthropic", "http://h/x/v1/messages", "http://h/x/v1/messages"},
	} {
		m, err := New(plan.Model{Provider: c.provider, ID: "m", URL: c.url}, Options{Transport: http.DefaultTransport})
		if err != nil {
			t.Errorf("%s: %v", c.url, err)
			continue
		}
		if got := m.(*client).url.String(); got != c.want {
			t.Errorf("%s %q goes to %s, want %s", c.provider, c.url, got, c.want)
		}
	}
}

func TestNewErrors(t *testing.T) {
	seed := int64(1)
	for name, spec := range map[string]plan.Model{
		"provider": {Provider: "gemini", ID: "m"}, "address": {Provider: "openai", ID: "m", URL: "localhost:1"},
		"password": {Provider: "openai", ID: "m", URL: "http://a:b@h/v1"}, "name": {Provider: "openai"},
		"command": {Provider: "exec"}, "structured": {Provider: "openai", ID: "m", Structured: "json"},
		"extra":    {Provider: "openai", ID: "m", Params: seedbed.Params{Extra: json.RawMessage(`[1]`)}},
		"stream":   {Provider: "openai", ID: "m", Params: seedbed.Params{Extra: json.RawMessage(`{"stream":true}`)}},
		"n":        {Provider: "openai", ID: "m", Params: seedbed.Params{Extra: json.RawMessage(`{"n":2}`)}},
		"seed":     {Provider: "anthropic", ID: "m", Params: seedbed.Params{Seed: &seed}},
		"logprobs": {Provider: "anthropic", ID: "m", Params: seedbed.Params{Logprobs: 1}},
	} {
		var e *seedbed.Error
		if _, err := New(spec, Options{Transport: http.DefaultTransport}); !errors.As(err, &e) || e.Code != seedbed.CodeInvalid || e.Fix == "" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
