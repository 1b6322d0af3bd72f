package model

import (
	"encoding/json"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

// openAI is the codec of the chat-completions API: OpenAI's own, and that of
// Ollama, vLLM, llama.cpp, OpenRouter and many more.
type openAI struct {
	id        string
	official  bool // api.openai.com, whose newer models refuse max_tokens
	instruct  bool
	extras    prepared[*extra]
	schemas   prepared[string] // schema → response_format
	templates prepared[string] // schema → instruction
}

func newOpenAI(spec plan.Model, opt Options) (seedbed.Model, error) {
	base, err := baseURL(spec, "https://api.openai.com/v1", "/chat/completions")
	if err != nil {
		return nil, err
	}
	if base.Path == "/" { // a bare host: all but every such server has its API there
		base.Path = "/v1"
	}
	if spec.ID == "" {
		return nil, invalid(spec, "it has no model name", "write model: and what the provider calls it")
	}
	c := newClient(spec, opt, base, "chat/completions")
	c.codec = &openAI{id: spec.ID, official: base.Hostname() == "api.openai.com", instruct: spec.Structured == "instruct"}
	if opt.Key != "" {
		c.header.Set("Authorization", "Bearer "+opt.Key)
	}
	return c, nil
}

func (o *openAI) encode(r *seedbed.Request) ([]byte, error) {
	x, err := o.extra(r.Params.Extra)
	if err != nil {
		return nil, err
	}
	tail, format := "", ""
	if r.Schema != nil {
		if o.instruct {
			tail, _ = o.templates.get(r.Schema, func(s []byte) (string, error) { return instruction(s), nil })
		} else if format, err = o.schemas.get(r.Schema, responseFormat); err != nil {
			return nil, err
		}
	}
	b := newBuilder(bodySize(r)+len(tail), x)
	b.text("model", o.id)
	b.messages(r.Messages, "", tail)
	p := &r.Params
	if p.MaxTokens > 0 {
		if o.official {
			b.num("max_completion_tokens", int64(p.MaxTokens))
		} else {
			b.num("max_tokens", int64(p.MaxTokens))
		}
	}
	b.float("temperature", p.Temperature)
	b.float("top_p", p.TopP)
	if p.Seed != nil {
		b.num("seed", seedOf(r))
	}
	b.texts("stop", p.Stop)
	if p.Logprobs > 0 {
		b.raw("logprobs", "true")
		b.num("top_logprobs", int64(p.Logprobs))
	}
	if format != "" {
		b.raw("response_format", format)
	}
	return b.done(), nil
}

func (o *openAI) extra(raw json.RawMessage) (*extra, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	return o.extras.get(raw, func(b []byte) (*extra, error) { return parseExtra(b) })
}

// responseFormat asks for JSON by the provider's structured output: strict
// where the schema is of the kind that strict takes.
func responseFormat(schema []byte) (string, error) {
	s, err := readSchema(schema)
	if err != nil {
		return "", err
	}
	strict := ""
	if s.strict() {
		strict = `,"strict":true`
	}
	return `{"type":"json_schema","json_schema":{"name":"reply"` + strict + `,"schema":` + string(schema) + `}}`, nil
}
