package testkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func post(t testing.TB, c *http.Client, url, body string) (int, string) {
	t.Helper()
	resp, err := c.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return resp.StatusCode, err.Error()
	}
	return resp.StatusCode, string(b)
}

func client(t testing.TB) *http.Client {
	tr := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

func chat(q string) string {
	return fmt.Sprintf(`{"model":"m","messages":[{"role":"user","content":%q}]}`, q)
}

func TestRepliesDependOnTheRequestAlone(t *testing.T) {
	c := client(t)
	seen := map[string]string{}
	for run := range 3 {
		srv := NewServer(t, Script{Seed: uint64(run / 2), Faults: Faults{Status500: 0.3}})
		for i := range 40 {
			q := (i * (7 + 2*run)) % 40 // another order each time
			status, body := 500, ""
			for status == 500 {
				status, body = post(t, c, srv.URL()+"/chat/completions", chat(fmt.Sprint(q)))
			}
			key := fmt.Sprint(run/2, " ", q)
			if old, ok := seen[key]; ok && old != body {
				t.Fatalf("question %d: %s, then %s", q, old, body)
			}
			seen[key] = body
		}
		if got := srv.Tally(); got.Answered != 40 || got.Distinct != 40 || got.Again != 0 || got.Errors == 0 || got.Requests != 40+got.Errors {
			t.Errorf("tally %+v", got)
		}
	}
	if seen["0 3"] == seen["1 3"] {
		t.Error("another seed gave the same text")
	}
}

func TestDocumentsFollowTheirSchemas(t *testing.T) {
	for _, text := range []string{
		`{"type":"object","properties":{"reason":{"type":"string","maxLength":40},"n":{"type":"integer","minimum":1,"maximum":7},"x":{"type":"number","minimum":-1,"maximum":1}},"required":["reason","n","x"],"additionalProperties":false}`,
		`{"type":"object","properties":{"a":{"enum":["x",3,null]},"b":{"const":"k"},"l":{"type":"array","items":{"type":"boolean"},"minItems":2,"maxItems":4}},"required":["a","b","l"]}`,
		`{"$defs":{"p":{"type":"object","properties":{"q":{"type":["string","null"],"minLength":200}},"required":["q"]}},"type":"object","properties":{"p":{"$ref":"#/$defs/p"},"u":{"anyOf":[{"type":"integer"},{"type":"string"}]}},"required":["p","u"]}`,
		`{"type":"array","items":{"type":"string"}}`, `{"type":"integer","exclusiveMinimum":5,"exclusiveMaximum":7}`,
	} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		comp := jsonschema.NewCompiler()
		if err := comp.AddResource("s.json", doc); err != nil {
			t.Fatal(err)
		}
		schema := comp.MustCompile("s.json")
		for i := range 200 {
			r := rng(i)
			out := appendDocument(nil, []byte(text), &r)
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err == nil {
				err = schema.Validate(v)
			}
			if err != nil {
				t.Fatalf("%s: %v", out, err)
			}
		}
	}
}

func TestRateLimit(t *testing.T) {
	now := time.Unix(1000, 0)
	var b bucket
	b.reset(Script{Rate: 500, Burst: 125})
	granted := 0
	for range 5000 { // 1,000 a second for 5 seconds
		if ok, wait := b.take(now); ok {
			granted++
		} else if wait <= 0 || wait > 2*time.Millisecond {
			t.Fatalf("wait %v", wait)
		}
		now = now.Add(time.Millisecond)
	}
	if granted < 2500+120 || granted > 2500+130 {
		t.Errorf("%d of 5000 were let through", granted)
	}
}

func TestTallyIsExact(t *testing.T) {
	srv := NewServer(t, Script{Faults: Faults{Reset: 0.2, Truncate: 0.2, HTML: 0.1, Limited: 0.1}})
	c := client(t)
	var mu sync.Mutex
	whole := int64(0)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 50 {
				status, body := post(t, c, srv.URL()+"/chat/completions", chat(fmt.Sprint(w, "/", i)))
				if status == 200 && json.Valid([]byte(body)) {
					mu.Lock()
					whole++
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	got := srv.Tally()
	if got.Answered != whole || got.Requests != 400 || got.Billed != got.Answered+got.Reset+got.Truncated+got.Garbled ||
		got.Requests != got.Billed+got.Refused || got.Reset == 0 || got.Truncated == 0 || got.Garbled == 0 {
		t.Errorf("%d whole replies came; tally %+v", whole, got)
	}
	for srv.Tally().InFlight > 0 { // the last replies are there before their handlers are done
		time.Sleep(time.Millisecond)
	}
	srv.Reset()
	if got := srv.Tally(); got != (Tally{}) {
		t.Errorf("after a reset: %+v", got)
	}
}

func TestStats(t *testing.T) {
	srv := NewServer(t, Script{})
	c := client(t)
	post(t, c, srv.URL()+"/messages", `{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"}]}`)
	resp, err := c.Get("http://" + srv.Addr() + "/stats")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got Tally
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.Answered != 1 || got.TokensOut != 5 {
		t.Errorf("stats %+v, %v", got, err)
	}
	if status, _ := post(t, c, "http://"+srv.Addr()+"/reset", ""); status != 200 || srv.Tally().Requests != 0 {
		t.Errorf("reset: %d, %+v", status, srv.Tally())
	}
}

func FuzzAsk(f *testing.F) {
	f.Add([]byte(chat("x")), false)
	f.Add([]byte(`{"model":"m","messages":[{"role":"user","content":"JSON Schema:\n{\"type\":\"integer\"}"}],"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"object","properties":{"a":{"$ref":"#"}}}}}}`), false)
	f.Add([]byte(`{"model":"m","messages":[],"tools":[{"name":"t","input_schema":{"type":"integer","minimum":9e99}}],"tool_choice":{"type":"tool","name":"t"}}`), true)
	f.Fuzz(func(t *testing.T, body []byte, claude bool) {
		p := openAI
		if claude {
			p = anthropic
		}
		a, err := parseAsk(body, p)
		if err != nil {
			return
		}
		a.request(p, 1)
		s := Server{script: Script{}.withDefaults()}
		s.bufs.New = func() any { return new([]byte) }
		s.compose(nil, p, &a, rng(a.identity.Lo), Response{})
	})
}

func BenchmarkServer(b *testing.B) {
	srv := NewServer(b, Script{})
	c := client(b)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			post(b, c, srv.URL()+"/chat/completions", chat("How many eggs are left?"))
		}
	})
}
