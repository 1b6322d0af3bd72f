package model

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// Whatever comes back, reading it gives a reply or an error, and the same again.
func FuzzDecodeHTTP(f *testing.F) {
	seeds(f, "openai/", "anthropic/")
	m, err := New(plan.Model{Name: "target", Provider: "http", URL: "http://127.0.0.1:1", Params: seedbed.Params{Extra: json.RawMessage(
		`{"reply":{"text":"choices.0.message.content","refusal":"refusal","finish":"finish","tools":"choices.0.message.tool_calls","model":"model","tokens_in":"usage.prompt_tokens","tokens_out":"usage.out"}}`)}}, Options{})
	if err != nil {
		f.Fatal(err)
	}
	c := m.(httpModel).client
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := c.Decode(raw)
		if err != nil {
			_ = c.undecodable(raw, err)
			return
		}
		checkReply(t, got)
		again, err := c.Decode(raw)
		if err != nil || fmt.Sprint(again) != fmt.Sprint(got) {
			t.Errorf("%+v, then %+v, %v", got, again, err)
		}
	})
}

// Whatever a template is, it is refused or fills to JSON, with what people say in it
// as it was said.
func FuzzHTTPRequest(f *testing.F) {
	for _, s := range []string{"{{ last }}", "a {{ last }} b", "{% for m in messages %}{{ m.content }}{% endfor %}", "---\n{{ last }}", "## user\n{{ last }}", "{{ last | upper }}", "{# c #}{{ copy }}", "|{{ system }}|"} {
		f.Add(s, "hi {{ x }}\x00")
	}
	f.Fuzz(func(t *testing.T, template, said string) {
		n, err := compileNode(map[string]any{"t": template, "m": "{{ messages }}"}, 0)
		if err != nil || !utf8.ValidString(said) {
			return
		}
		c := httpCodec{request: n}
		b, err := c.encode(&seedbed.Request{Messages: []seedbed.Message{{Role: seedbed.User, Content: said}}})
		if err != nil {
			return
		}
		var got struct {
			T string
			M []seedbed.Message
		}
		if err := json.Unmarshal(b, &got); err != nil || len(got.M) != 1 || got.M[0].Content != said {
			t.Fatalf("%s: %v", b, err)
		}
		if strings.TrimSpace(template) == "{{ last }}" && got.T != said {
			t.Errorf("said %q, sent %q", said, got.T)
		}
	})
}
