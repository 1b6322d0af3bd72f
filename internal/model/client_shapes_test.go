package model

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/testkit"
)

func testClient(t testing.TB, provider string) *client {
	t.Helper()
	m, err := New(plan.Model{Name: "writer", Provider: provider, ID: "mock", KeyVar: "KEY"}, Options{Key: "sk-test-secret", Transport: http.DefaultTransport})
	if err != nil {
		t.Fatal(err)
	}
	return m.(*client)
}

func TestDecodeShapes(t *testing.T) {
	usage := func(in, cached, out, reasoning int) seedbed.Usage {
		return seedbed.Usage{In: in, CachedIn: cached, Out: out, Reasoning: reasoning, Known: true}
	}
	lp := func(tok string, p float64, top ...seedbed.TokenLogprob) seedbed.TokenLogprob {
		return seedbed.TokenLogprob{Token: tok, Logprob: p, Top: top}
	}
	for shape, want := range map[string]seedbed.Reply{
		"openai/reply":      {Text: "Hello! How can I assist you today?", Finish: seedbed.FinishStop, Usage: usage(19, 16, 10, 4), Model: "gpt-4.1-2025-04-14"},
		"openai/structured": {Text: `{"reason":"It names the two uses.","value":2,"ok":true}`, Finish: seedbed.FinishStop, Usage: usage(81, 0, 120, 100), Model: "gpt-5-mini-2025-08-07"},
		"openai/logprobs": {
			Text: "Hello!", Finish: seedbed.FinishStop, Usage: usage(9, 0, 2, 0), Model: "gpt-4o-mini",
			Logprobs: []seedbed.TokenLogprob{
				lp("Hello", -0.31725305, lp("Hello", -0.31725305), lp("Hi", -1.3190403)),
				lp("!", -0.02380986, lp("!", -0.02380986), lp(" there", -3.787621)),
			},
		},
		"openai/refusal":   {Refusal: "I'm sorry, I cannot assist with that request.", Finish: seedbed.FinishRefusal, Usage: usage(81, 0, 11, 0), Model: "gpt-4o-2024-08-06"},
		"openai/filter":    {Text: "The first part of", Finish: seedbed.FinishFilter, Usage: usage(20, 0, 4, 0), Model: "gpt-4o-2024-11-20"},
		"openai/length":    {Text: `{"reason": "It says tha`, Finish: seedbed.FinishLength, Usage: usage(33, 0, 8, 0), Model: "gpt-4.1-mini"},
		"openai/tool":      {Finish: seedbed.FinishTool, Usage: usage(82, 0, 17, 0), Model: "gpt-4.1", Tools: []seedbed.ToolCall{{Name: "get_current_weather", Arguments: "{\n\"location\": \"Boston, MA\"\n}"}}},
		"llamacpp/reply":   {Text: "Draw the \"boxes\" first.\nThen count.", Finish: seedbed.FinishStop, Usage: usage(31, 0, 12, 0), Model: "SmolLM2-135M-Instruct.Q4_1.gguf"},
		"vllm/reply":       {Text: "Count the pens.", Finish: seedbed.FinishStop, Usage: usage(15, 0, 25, 0), Model: "Qwen/Qwen3-8B"},
		"ollama/reply":     {Text: "Think about what is left.", Finish: seedbed.FinishStop, Usage: usage(26, 0, 6, 0), Model: "llama3.2:1b"},
		"openrouter/parts": {Text: "Two parts.", Finish: seedbed.FinishStop, Usage: usage(9, 0, 3, 0), Model: "x/y"},

		"anthropic/reply":      {Text: "Hi! My name is Claude.", Finish: seedbed.FinishStop, Usage: usage(35, 20, 25, 0), Model: "claude-haiku-4-5-20251001"},
		"anthropic/tool":       {Text: `{"reason": "It names the two uses.", "value": 2, "ok": true}`, Finish: seedbed.FinishStop, Usage: usage(420, 0, 60, 0), Model: "claude-sonnet-4-5-20250929"},
		"anthropic/other_tool": {Text: "I will look.", Finish: seedbed.FinishTool, Usage: usage(400, 0, 50, 0), Model: "claude-sonnet-4-5-20250929", Tools: []seedbed.ToolCall{{Name: "get_weather", Arguments: `{"location":"Boston"}`}}},
		"anthropic/thinking":   {Text: `{"value":3}`, Finish: seedbed.FinishStop, Usage: usage(50, 0, 140, 120), Model: "claude-opus-5-5"},
		"anthropic/refusal":    {Finish: seedbed.FinishRefusal, Usage: usage(30, 0, 3, 0), Model: "claude-sonnet-4-5-20250929"},
		"anthropic/length":     {Text: "The first thing to", Finish: seedbed.FinishLength, Usage: usage(30, 0, 4, 0), Model: "claude-haiku-4-5-20251001"},
	} {
		provider := "openai"
		if strings.HasPrefix(shape, "anthropic/") {
			provider = "anthropic"
		}
		got, err := testClient(t, provider).Decode(testkit.Shape(shape))
		if err != nil {
			t.Errorf("%s: %v", shape, err)
			continue
		}
		got.Text = strings.ReplaceAll(got.Text, `":"`, `": "`)
		want.Text = strings.ReplaceAll(want.Text, `":"`, `": "`)
		got.Text = strings.NewReplacer(`":2`, `": 2`, `,"`, `, "`, `:true`, `: true`, `":3`, `": 3`).Replace(got.Text)
		want.Text = strings.NewReplacer(`":2`, `": 2`, `,"`, `, "`, `:true`, `: true`, `":3`, `": 3`).Replace(want.Text)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shape, diff)
		}
	}
}

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		shape  string
		status int
		header http.Header
		want   seedbed.ErrorClass
		after  time.Duration
	}{
		{"openai/error_401", 401, nil, seedbed.Permanent, 0},
		{"openai/error_404", 404, nil, seedbed.Permanent, 0},
		{"openai/error_429", 429, http.Header{"Retry-After-Ms": {"120"}, "Retry-After": {"1"}}, seedbed.RateLimited, 120 * time.Millisecond},
		{"openai/error_429", 429, http.Header{"X-Ratelimit-Reset-Requests": {"6m0s"}, "X-Ratelimit-Remaining-Requests": {"0"}, "X-Ratelimit-Reset-Tokens": {"20ms"}, "X-Ratelimit-Remaining-Tokens": {"900"}}, seedbed.RateLimited, 6 * time.Minute},
		{"openai/error_429", 429, nil, seedbed.RateLimited, 0},
		{"openai/error_quota", 429, nil, seedbed.Permanent, 0},
		{"openai/error_500", 500, nil, seedbed.Transient, 0},
		{"openai/error_overloaded", 503, nil, seedbed.Transient, 0},
		{"openai/error_overloaded", 503, http.Header{"Retry-After": {"3"}}, seedbed.RateLimited, 3 * time.Second},
		{"openai/error_context", 400, nil, seedbed.BadRequest, 0},
		{"openai/error_policy", 400, nil, seedbed.BadRequest, 0},
		{"openai/error_unsupported", 400, nil, seedbed.Permanent, 0},
		{"llamacpp/error_loading", 503, nil, seedbed.Transient, 0},
		{"llamacpp/error_context", 400, nil, seedbed.BadRequest, 0},
		{"vllm/error_404", 404, nil, seedbed.Permanent, 0},
		{"vllm/error_404", 400, nil, seedbed.Permanent, 0},
		{"vllm/error_context", 400, nil, seedbed.BadRequest, 0},
		{"vllm/error_422", 422, nil, seedbed.BadRequest, 0},
		{"ollama/error_404", 404, nil, seedbed.Permanent, 0},
		{"ollama/error_plain", 404, nil, seedbed.Permanent, 0},
		{"openrouter/error_moderation", 403, nil, seedbed.BadRequest, 0},
		{"openrouter/error_402", 402, nil, seedbed.Permanent, 0},
		{"mistral/error_401", 401, nil, seedbed.Permanent, 0},
		{"anthropic/error_401", 401, nil, seedbed.Permanent, 0},
		{"anthropic/error_404", 404, nil, seedbed.Permanent, 0},
		{"anthropic/error_429", 429, http.Header{"Retry-After": {"7"}}, seedbed.RateLimited, 7 * time.Second},
		{"anthropic/error_spend", 429, nil, seedbed.Permanent, 0},
		{"anthropic/error_credit", 400, nil, seedbed.Permanent, 0},
		{"anthropic/error_500", 500, nil, seedbed.Transient, 0},
		{"anthropic/error_overloaded", 529, nil, seedbed.RateLimited, 0},
		{"anthropic/error_400", 400, nil, seedbed.BadRequest, 0},
		{"anthropic/error_context", 400, nil, seedbed.BadRequest, 0},
		{"anthropic/error_forced_tool", 400, nil, seedbed.Permanent, 0},
		{"page", 502, nil, seedbed.Transient, 0},
		{"page", 413, nil, seedbed.BadRequest, 0},
		{"page", 408, nil, seedbed.Transient, 0},
		{"page", 409, nil, seedbed.Transient, 0},
		{"page", 425, nil, seedbed.Transient, 0},
		{"page", 301, http.Header{"Location": {"https://elsewhere"}}, seedbed.Permanent, 0},
	} {
		if c.header == nil {
			c.header = http.Header{}
		}
		err := testClient(t, "openai").statusError(&http.Response{StatusCode: c.status, Header: c.header}, testkit.Shape(c.shape))
		var call *seedbed.CallError
		if !errors.As(err, &call) || call.Class != c.want || call.RetryAfter != c.after || call.Status != c.status || call.Message == "" {
			t.Errorf("%s %d: got %+v, want class %s, after %v", c.shape, c.status, call, c.want, c.after)
		}
	}
}

func TestErrorInReply(t *testing.T) {
	for shape, want := range map[string]seedbed.ErrorClass{
		"openrouter/error_in_200":    seedbed.Transient,
		"openrouter/error_in_choice": seedbed.Transient,
		"openrouter/error_402":       seedbed.Permanent,
		"page":                       seedbed.Transient,
	} {
		c := testClient(t, "openai")
		_, err := c.decode(testkit.Shape(shape))
		if err == nil {
			t.Errorf("%s: no error", shape)
			continue
		}
		var call *seedbed.CallError
		if !errors.As(c.undecodable(testkit.Shape(shape), err), &call) || call.Class != want || !call.MaybeBilled {
			t.Errorf("%s: got %+v", shape, call)
		}
	}
}

func TestMessagesAreClean(t *testing.T) {
	c := testClient(t, "openai")
	body := []byte(`{"error":{"message":"bad key sk-test-secret \u001b[31m\u202e\n\n` + strings.Repeat("ä", 1000) + `"}}`)
	err := c.statusError(&http.Response{StatusCode: 400, Header: http.Header{}}, body).Error()
	if strings.Contains(err, "sk-test-secret") || strings.ContainsAny(err, "\x1b\u202e\n") || len([]rune(err)) > 330 {
		t.Errorf("got %q", err)
	}
	if !strings.HasPrefix(err, "bad key [key] [31m") {
		t.Errorf("got %q", err)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		header, value string
		want          time.Duration
		told          bool
	}{
		{"Retry-After", "2", 2 * time.Second, true},
		{"Retry-After", "0.5", 500 * time.Millisecond, true},
		{"Retry-After", "Sun, 22 Nov 2026 18:00:30 GMT", 30 * time.Second, true},
		{"Retry-After", "Sun, 22 Nov 2026 17:00:00 GMT", 0, true},
		{"Retry-After", "soon", 0, false},
		{"Retry-After", "-1", 0, false},
		{"Retry-After", "NaN", 0, false},
		{"Retry-After", "1e300", 24 * time.Hour, true},
		{"Retry-After-Ms", "250", 250 * time.Millisecond, true},
		{"X-Ratelimit-Reset-Requests", "1m30s", 90 * time.Second, true},
		{"X-Ratelimit-Reset-Tokens", "12", 12 * time.Second, true},
		{"X-Ratelimit-Reset", "1795370410", 10 * time.Second, true},
		{"X-Ratelimit-Reset", "1795370410000", 10 * time.Second, true},
		{"Anthropic-Ratelimit-Input-Tokens-Reset", "2026-11-22T18:00:05Z", 5 * time.Second, true},
	} {
		h := http.Header{}
		h.Set(c.header, c.value)
		got, told := retryAfter(h, 429, now)
		if got != c.want || told != c.told {
			t.Errorf("%s: %s gave %v, %v; want %v, %v", c.header, c.value, got, told, c.want, c.told)
		}
	}
}
