package model

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/testkit"
)

func seeds(f *testing.F, prefixes ...string) {
	for _, p := range prefixes {
		for _, s := range testkit.Shapes(p) {
			f.Add(testkit.Shape(s))
		}
	}
	for _, s := range []string{
		"", "null", "{}", "[]", `{"choices":[]}`, `{"choices":[{"message":{"content":"\ud83d\ude00\ud800\u0000"}}]}`,
		`{"choices":[{"message":{"content":"` + "\xff" + `"}}],"usage":{"prompt_tokens":1e99,"completion_tokens":-3}}`,
		strings.Repeat(`{"a":`, 5000), strings.Repeat("[", 5000), `{"content":[{"type":"tool_use","name":"reply_value","input":{"value":[1]}}]}`,
		`{"choices":[{"message":{"content":"a"}},]}`, `{"choices":[{"message":{"content":"a"}}]} x`,
	} {
		f.Add([]byte(s))
	}
}

func checkReply(t *testing.T, r seedbed.Reply) {
	u := r.Usage
	if !utf8.ValidString(r.Text) && json.Valid([]byte(`"`+r.Text+`"`)) {
		t.Errorf("text %q", r.Text)
	}
	if u.In < 0 || u.Out < 0 || u.CachedIn < 0 || u.CachedIn > u.In || u.Reasoning < 0 || u.Reasoning > u.Out {
		t.Errorf("usage %+v", u)
	}
}

func FuzzDecodeOpenAI(f *testing.F) {
	seeds(f, "openai/", "llamacpp/", "vllm/", "ollama/", "openrouter/")
	c := testClient(f, "openai")
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := c.Decode(raw)
		if err != nil {
			_ = c.undecodable(raw, err)
			return
		}
		checkReply(t, got)
		if !json.Valid(raw) || !unique(raw) {
			return
		}
		var want struct {
			Choices []struct {
				Message struct {
					Content any `json:"content"`
				} `json:"message"`
			} `json:"choices"`
		}
		if json.Unmarshal(raw, &want) != nil || len(want.Choices) == 0 {
			return
		}
		if s, ok := want.Choices[0].Message.Content.(string); ok && s != got.Text {
			t.Errorf("got %q, encoding/json reads %q from %q", got.Text, s, raw)
		}
	})
}

// unique reports whether raw has none of what the two readers may differ about:
// names that are there twice, or written otherwise.
func unique(raw []byte) bool {
	lower := bytes.ToLower(raw)
	for _, name := range []string{`"choices"`, `"message"`, `"content"`} {
		if bytes.Count(lower, []byte(name)) != 1 || bytes.Count(raw, []byte(name)) != 1 {
			return false
		}
	}
	return !bytes.Contains(lower, []byte(`\u00`)) && bytes.IndexByte(raw, 0x7f) < 0 && !bytes.ContainsAny(raw, "\u017f\u212a")
}

func FuzzDecodeAnthropic(f *testing.F) {
	seeds(f, "anthropic/")
	c := testClient(f, "anthropic")
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := c.Decode(raw)
		if err != nil {
			_ = c.undecodable(raw, err)
			return
		}
		checkReply(t, got)
	})
}

func FuzzExecLine(f *testing.F) {
	seeds(f, "openai/")
	f.Add([]byte(`{"id":7,"text":"x","usage":{"in":-1,"cached_in":9},"finish":"stop"}` + "\n"))
	f.Add([]byte(`{"id":"8","error":{"class":"rate_limited","message":"m","retry_after":1e99}}`))
	f.Add([]byte(`{"id":9,"text":{"a":1},"finish":"length"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := bufio.NewReaderSize(bytes.NewReader(raw), 16)
		for {
			line, err := readLine(r, 1<<16)
			if bytes.IndexByte(line, '\n') >= 0 {
				t.Errorf("a line with its end: %q", line)
			}
			lineID(line)
			if reply, err := decodeLine(line); err == nil {
				checkReply(t, reply)
			}
			if err != nil {
				return
			}
		}
	})
}

func FuzzParseProblem(f *testing.F) {
	seeds(f, "")
	c := testClient(f, "openai")
	f.Fuzz(func(t *testing.T, raw []byte) {
		p := parseProblem(raw)
		err := c.classify(400, p, 0, false)
		if err.Message == "" || strings.ContainsAny(err.Message, "\n\r\x1b\x00") || !utf8.ValidString(err.Message) {
			t.Errorf("message %q", err.Message)
		}
	})
}
