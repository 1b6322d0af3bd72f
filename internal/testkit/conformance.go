package testkit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"seedbed.dev/seedbed"
)

// ModelConformance is what every model that reaches a Server has to do,
// whatever it speaks. make connects one: it asks for model "mock" with key
// "sk-conformance".
func ModelConformance(t *testing.T, make func(t *testing.T, srv *Server) seedbed.Model) {
	start := func(t *testing.T, s Script) (seedbed.Model, *Server) {
		s.Key, s.Models = conformanceKey, []string{"mock"}
		srv := NewServer(t, s)
		return make(t, srv), srv
	}
	t.Run("reply", func(t *testing.T) { conformReply(t, start) })
	t.Run("schema", func(t *testing.T) { conformSchema(t, start) })
	t.Run("many at once", func(t *testing.T) { conformMany(t, start) })
	t.Run("content", func(t *testing.T) { conformContent(t, start) })
	t.Run("ends", func(t *testing.T) { conformEnds(t, start) })
	t.Run("faults", func(t *testing.T) { conformFaults(t, start) })
	t.Run("refused", func(t *testing.T) { conformRefused(t, make) })
	t.Run("leaving", func(t *testing.T) { conformLeaving(t, start) })
	t.Run("probe", func(t *testing.T) { conformProbe(t, start) })
}

const conformanceKey = "sk-conformance"

type starter func(*testing.T, Script) (seedbed.Model, *Server)

func ask1(text string) seedbed.Request {
	return seedbed.Request{
		Messages: []seedbed.Message{{Role: seedbed.System, Content: "Write a hint."}, {Role: seedbed.User, Content: text}},
		Params:   seedbed.Params{MaxTokens: 1000},
	}
}

func generate(t *testing.T, m seedbed.Model, r seedbed.Request) seedbed.Reply {
	t.Helper()
	reply, err := m.Generate(t.Context(), r)
	if err != nil {
		t.Fatalf("generating: %v", err)
	}
	checkDecode(t, m, reply)
	return reply
}

// checkDecode checks that a stored body reads as it did when it came.
func checkDecode(t *testing.T, m seedbed.Model, reply seedbed.Reply) {
	t.Helper()
	dec, ok := m.(seedbed.Decoder)
	if !ok {
		t.Fatal("it is no Decoder")
	}
	raw := bytes.Clone(reply.Raw)
	again, err := dec.Decode(raw)
	if err != nil {
		t.Fatalf("reading the stored body again: %v", err)
	}
	clear(raw) // Decode does not keep it
	got := []any{again.Text, again.Refusal, again.Finish, again.Usage, again.Model, again.Logprobs}
	want := []any{reply.Text, reply.Refusal, reply.Finish, reply.Usage, reply.Model, reply.Logprobs}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("the stored body reads differently:\n got %q\nwant %q", got, want)
	}
}

func conformReply(t *testing.T, start starter) {
	m, srv := start(t, Script{})
	a := generate(t, m, ask1("How many eggs are left?"))
	b := generate(t, m, ask1("How many eggs are left?"))
	c := generate(t, m, ask1("How many pens does Tom have?"))
	if a.Text == "" || a.Text != b.Text || a.Text == c.Text {
		t.Errorf("texts: %q, %q, %q", a.Text, b.Text, c.Text)
	}
	if a.Finish != seedbed.FinishStop || a.Model != "mock" || a.Attempts != 1 || a.Stored {
		t.Errorf("got finish %s, model %q, %d attempts, stored %v", a.Finish, a.Model, a.Attempts, a.Stored)
	}
	if !a.Usage.Known || a.Usage.In <= 0 || a.Usage.Out <= 0 {
		t.Errorf("got usage %+v", a.Usage)
	}
	if len(a.Raw) == 0 || !bytes.Contains(a.Request, []byte("How many eggs")) || bytes.Contains(a.Request, []byte(conformanceKey)) {
		t.Errorf("request %s, raw %s", a.Request, a.Raw)
	}
	if a.Started.IsZero() || a.Latency <= 0 {
		t.Errorf("started %v, latency %v", a.Started, a.Latency)
	}
	if got := srv.Tally(); got.Answered != 3 || got.Again != 1 || got.Distinct != 2 {
		t.Errorf("tally %+v", got)
	}
}

func conformSchema(t *testing.T, start starter) {
	m, _ := start(t, Script{})
	for _, schema := range []string{
		`{"type":"object","properties":{"reason":{"type":"string"},"value":{"type":"integer","minimum":1,"maximum":7}},"required":["reason","value"],"additionalProperties":false}`,
		`{"type":"object","properties":{"a":{"enum":["x","y"]},"b":{"type":"boolean"}}}`,
		`{"type":"array","items":{"type":"string"},"minItems":2}`,
	} {
		r := ask1("Judge this.")
		r.Schema = json.RawMessage(schema)
		reply := generate(t, m, r)
		var v any
		if err := json.Unmarshal([]byte(reply.Text), &v); err != nil || reply.Finish != seedbed.FinishStop {
			t.Fatalf("schema %s gave %q (finish %s): %v", schema, reply.Text, reply.Finish, err)
		}
		if _, list := v.([]any); list != strings.Contains(schema, `"array"`) {
			t.Errorf("schema %s gave %s", schema, reply.Text)
		}
	}
}

func conformMany(t *testing.T, start starter) {
	m, srv := start(t, Script{Latency: 5 * time.Millisecond, Jitter: 20 * time.Millisecond, Reply: func(r Request) Response {
		return Response{Text: "echo " + r.Messages[len(r.Messages)-1].Content}
	}})
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			q := fmt.Sprintf("question %d", i)
			reply, err := m.Generate(t.Context(), ask1(q))
			if err != nil || reply.Text != "echo "+q {
				t.Errorf("asked %q, got %q, %v", q, reply.Text, err)
			}
		})
	}
	wg.Wait()
	if got := srv.Tally(); got.Answered != 200 || got.MaxInFlight < 10 {
		t.Errorf("tally %+v", got)
	}
}

// conformContent sends what hostile data holds there and back.
func conformContent(t *testing.T, start starter) {
	m, _ := start(t, Script{Reply: func(r Request) Response {
		return Response{Text: r.Messages[len(r.Messages)-1].Content}
	}})
	for _, text := range []string{
		"a\x00b", "\x1b[31mred\x1b[0m", "\u202egnp.exe", `"}],"x":[{"`, "line\nline\r\n\ttab", "\u2028\u2029",
		"😀 \u0000 \U0010ffff", "</script><b>", "=1+1", `\u0041\n\\`, "```json\n{}\n```", strings.Repeat("[", 10_000),
		strings.Repeat("x", 512<<10),
	} {
		if reply := generate(t, m, ask1(text)); reply.Text != text {
			t.Errorf("sent %.60q, got %.60q", text, reply.Text)
		}
	}
}

func conformEnds(t *testing.T, start starter) {
	for _, c := range []struct {
		name   string
		faults Faults
		want   []seedbed.Finish
	}{
		{"length", Faults{Length: 1}, []seedbed.Finish{seedbed.FinishLength}},
		{"refusal", Faults{Refusal: 1}, []seedbed.Finish{seedbed.FinishRefusal}},
		{"filter", Faults{Filter: 1}, []seedbed.Finish{seedbed.FinishFilter, seedbed.FinishRefusal}},
		{"invalid UTF-8", Faults{BadUTF8: 1}, []seedbed.Finish{seedbed.FinishStop}},
		{"huge", Faults{Huge: 1, HugeBytes: 1 << 20}, []seedbed.Finish{seedbed.FinishStop}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _ := start(t, Script{Faults: c.faults})
			r := ask1("x")
			r.Params.MaxTokens = 1 << 20
			reply := generate(t, m, r)
			ok := false
			for _, f := range c.want {
				ok = ok || reply.Finish == f
			}
			if !ok || !utf8.ValidString(reply.Text) {
				t.Errorf("finish %s, text %.80q", reply.Finish, reply.Text)
			}
			if c.name == "huge" && len(reply.Text) < 1<<20 {
				t.Errorf("%d bytes came", len(reply.Text))
			}
		})
	}
}

func conformFaults(t *testing.T, start starter) {
	for _, c := range []struct {
		name   string
		faults Faults
		class  seedbed.ErrorClass
		billed bool
		after  time.Duration
	}{
		{"500", Faults{Status500: 1}, seedbed.Transient, false, 0},
		{"429", Faults{Limited: 1}, seedbed.RateLimited, false, 0},
		{"429 with Retry-After", Faults{LimitedAfter: 1}, seedbed.RateLimited, false, time.Second},
		{"reset", Faults{Reset: 1}, seedbed.Transient, true, 0},
		{"cut off", Faults{Truncate: 1}, seedbed.Transient, true, 0},
		{"web page", Faults{HTML: 1}, seedbed.Transient, true, 0},
		{"no reply", Faults{Garbage: 1}, seedbed.Transient, true, 0},
		{"no such model", Faults{NoModel: 1}, seedbed.Permanent, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, srv := start(t, Script{Faults: c.faults})
			err := wantClass(t, m, c.class)
			if c.billed && !err.MaybeBilled {
				t.Errorf("it may have been billed, and that is not said: %v", err)
			}
			if err.RetryAfter != c.after {
				t.Errorf("retry after %v, want %v", err.RetryAfter, c.after)
			}
			if n := srv.Tally().Requests; n != 1 {
				t.Errorf("%d requests were sent for one call", n)
			}
		})
	}
}

// wantClass makes one call that has to fail.
func wantClass(t *testing.T, m seedbed.Model, class seedbed.ErrorClass) *seedbed.CallError {
	t.Helper()
	_, err := m.Generate(t.Context(), ask1("x"))
	var call *seedbed.CallError
	if !errors.As(err, &call) || call.Class != class {
		t.Fatalf("got %v, want class %s", err, class)
	}
	if strings.Contains(err.Error(), conformanceKey) || call.Message == "" || strings.ContainsAny(call.Message, "\n\r\x1b\x00") {
		t.Errorf("message %q", call.Message)
	}
	return call
}

// conformRefused has the server refuse the key, and tell it to whoever reads.
func conformRefused(t *testing.T, make func(*testing.T, *Server) seedbed.Model) {
	m := make(t, NewServer(t, Script{Key: "sk-another"}))
	wantClass(t, m, seedbed.Permanent)
	echo := func(r Request) Response {
		key := r.Header.Get("Authorization") + r.Header.Get("X-Api-Key")
		return Response{Status: 400, Body: openAI.errorBody("invalid", "bad \x1b[31mkey\n"+key, "")}
	}
	m = make(t, NewServer(t, Script{Reply: echo}))
	wantClass(t, m, seedbed.BadRequest)
}

func conformLeaving(t *testing.T, start starter) {
	m, srv := start(t, Script{Latency: time.Minute})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := m.Generate(ctx, ask1("x"))
		done <- err
	}()
	for srv.Tally().InFlight == 0 && len(done) == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it did not return when its context ended")
	}
	if _, err := m.Generate(ctx, ask1("y")); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}

func conformProbe(t *testing.T, start starter) {
	m, srv := start(t, Script{})
	p, ok := m.(seedbed.Prober)
	if !ok {
		t.Fatal("it is no Prober")
	}
	detail, err := p.Probe(t.Context())
	if err != nil || detail == "" {
		t.Errorf("probe: %q, %v", detail, err)
	}
	if n := srv.Tally().Requests; n != 0 {
		t.Errorf("probing sent %d requests to the model", n)
	}
}
