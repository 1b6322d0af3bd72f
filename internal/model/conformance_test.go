package model_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/model"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/testkit"
)

// bridgeVar turns the test binary into the program of an exec model: it passes
// requests on to the server at the address that the variable holds.
const bridgeVar = "SEEDBED_TEST_BRIDGE"

func TestMain(m *testing.M) {
	if url := os.Getenv(bridgeVar); url != "" {
		bridge(url)
		return
	}
	goleak.VerifyTestMain(m)
}

func TestConformance(t *testing.T) {
	const key = "sk-conformance"
	for _, c := range []struct {
		name string
		spec func(srv *testkit.Server) plan.Model
	}{
		{"openai", func(srv *testkit.Server) plan.Model { return plan.Model{Provider: "openai", URL: srv.URL()} }},
		{"openai in words", func(srv *testkit.Server) plan.Model {
			return plan.Model{Provider: "openai", URL: srv.URL(), Structured: "instruct"}
		}},
		{"anthropic", func(srv *testkit.Server) plan.Model { return plan.Model{Provider: "anthropic", URL: srv.URL()} }},
		{"anthropic in words", func(srv *testkit.Server) plan.Model {
			return plan.Model{Provider: "anthropic", URL: srv.URL(), Structured: "instruct"}
		}},
		{"http", func(srv *testkit.Server) plan.Model {
			return plan.Model{Provider: "http", URL: srv.URL() + "/chat/completions", Params: seedbed.Params{Extra: json.RawMessage(`{
				"request": {"model": "mock", "max_tokens": 1048576, "messages": "{{ messages }}"},
				"reply": {"text": "choices.0.message.content", "refusal": "choices.0.message.refusal", "finish": "choices.0.finish_reason",
					"tools": "choices.0.message.tool_calls", "model": "model", "tokens_in": "usage.prompt_tokens", "tokens_out": "usage.completion_tokens"},
				"headers": {"X-Id": "conformance"}}`)}}
		}},
		{"exec", func(srv *testkit.Server) plan.Model {
			return plan.Model{Provider: "exec", Command: []string{"env", "GORACE=atexit_sleep_ms=0", bridgeVar + "=" + srv.URL(), os.Args[0]}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			testkit.ModelConformance(t, func(t *testing.T, srv *testkit.Server) seedbed.Model {
				return newModel(t, c.spec(srv), model.Options{Key: key})
			})
		})
	}
}

// bridge is a program as the exec provider wants it.
func bridge(url string) {
	client, err := model.New(plan.Model{Name: "bridge", Provider: "openai", ID: "mock", URL: url}, model.Options{Key: "sk-conformance"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	type request struct {
		ID       uint64            `json:"id"`
		Messages []seedbed.Message `json:"messages"`
		Params   seedbed.Params    `json:"params"`
		Schema   json.RawMessage   `json:"schema"`
	}
	var mu sync.Mutex
	out := json.NewEncoder(os.Stdout)
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil { // calls under way are of no use to anyone now
			return
		}
		var r request
		if err := json.Unmarshal(line, &r); err != nil {
			fmt.Fprintln(os.Stderr, "bad line:", err)
			os.Exit(3)
		}
		go func() {
			reply, err := client.Generate(context.Background(), seedbed.Request{Messages: r.Messages, Params: r.Params, Schema: r.Schema})
			answer := map[string]any{
				"id": r.ID, "text": reply.Text, "refusal": reply.Refusal, "finish": reply.Finish, "model": reply.Model,
				"usage": reply.Usage, "logprobs": reply.Logprobs,
			}
			var call *seedbed.CallError
			if errors.As(err, &call) {
				answer = map[string]any{"id": r.ID, "error": map[string]any{
					"class": call.Class, "message": call.Message, "retry_after": call.RetryAfter.Seconds(),
					"maybe_billed": call.MaybeBilled,
				}}
			}
			mu.Lock()
			defer mu.Unlock()
			_ = out.Encode(answer)
		}()
	}
}
