package model

import (
	"encoding/json"
	"strings"

	"seedbed.dev/seedbed"
)

// decode reads a chat completion. The first choice is the reply.
func (o *openAI) decode(raw []byte) (seedbed.Reply, error) {
	var out seedbed.Reply
	r := reader{b: raw}
	if r.peek() != '{' {
		return out, errJSON
	}
	r.open('{')
	var choice completion
	var failure []byte
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			break
		}
		switch string(key) {
		case "model":
			out.Model = r.text()
		case "choices":
			choice.readChoices(&r)
		case "usage":
			out.Usage = openAIUsage(&r)
		case "error":
			failure = r.value()
		default:
			r.skip()
		}
	}
	if err := r.end(); err != nil {
		return out, err
	}
	if choice.failure != nil {
		failure = choice.failure
	}
	if len(failure) > 0 && string(failure) != "null" && (!choice.found || choice.finish == "error") {
		return out, &replyError{parseProblem([]byte(`{"error":` + string(failure) + `}`))}
	}
	if !choice.found {
		return out, errNoReply
	}
	out.Text, out.Refusal, out.Tools = choice.text, choice.refusal, choice.tools
	out.Finish = openAIFinish(choice.finish, choice.refusal)
	out.Logprobs = openAILogprobs(choice.logprobs)
	return out, nil
}

// completion is what is wanted of a choice.
type completion struct {
	found    bool
	text     string
	refusal  string
	finish   string
	logprobs []byte
	failure  []byte
	tools    []seedbed.ToolCall
}

func (c *completion) readChoices(r *reader) {
	if !r.open('[') {
		return
	}
	for first := true; r.more(&first, ']'); {
		if c.found {
			r.skip()
			continue
		}
		c.read(r)
	}
}

func (c *completion) read(r *reader) {
	if !r.open('{') {
		return
	}
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			return
		}
		switch string(key) {
		case "message":
			c.readMessage(r)
		case "finish_reason":
			c.finish = r.text()
		case "logprobs":
			c.logprobs = r.value()
		case "error":
			c.failure = r.value()
		default:
			r.skip()
		}
	}
}

func (c *completion) readMessage(r *reader) {
	if !r.open('{') {
		return
	}
	c.found = true
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			return
		}
		switch string(key) {
		case "content":
			c.readContent(r)
		case "refusal":
			c.refusal = r.text()
		case "tool_calls":
			c.readTools(r)
		case "function_call": // what there was before tools
			if call := readFunction(r); call.Name != "" {
				c.tools = append(c.tools, call)
			}
		default:
			r.skip()
		}
	}
}

// readTools reads the list of tools that a message calls.
func (c *completion) readTools(r *reader) {
	if !r.open('[') {
		return
	}
	for first := true; r.more(&first, ']'); {
		if !r.open('{') {
			continue
		}
		for inner := true; ; {
			key, ok := r.key(&inner)
			if !ok {
				break
			}
			switch string(key) {
			case "function", "custom":
				if call := readFunction(r); call.Name != "" {
					c.tools = append(c.tools, call)
				}
			default:
				r.skip()
			}
		}
	}
}

// readFunction reads one call: {"name", "arguments"}, or "input" for a custom tool.
// Arguments are text that the model wrote; some servers send them as JSON instead.
func readFunction(r *reader) seedbed.ToolCall {
	var call seedbed.ToolCall
	if !r.open('{') {
		return call
	}
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			return call
		}
		switch string(key) {
		case "name":
			call.Name = r.text()
		case "arguments", "input":
			if r.peek() == '"' {
				call.Arguments = r.text()
			} else if v := r.value(); string(v) != "null" {
				call.Arguments = strings.ToValidUTF8(string(v), "\ufffd")
			}
		default:
			r.skip()
		}
	}
}

// readContent reads text, or a list of parts whose texts are joined.
func (c *completion) readContent(r *reader) {
	if r.peek() != '[' {
		c.text = r.text()
		return
	}
	var b strings.Builder
	r.open('[')
	for first := true; r.more(&first, ']'); {
		part := readPart(r)
		switch part.kind {
		case "text", "output_text":
			b.WriteString(part.text)
		case "refusal":
			c.refusal += part.refusal
		}
	}
	c.text = b.String()
}

// part is one member of a list of contents.
type part struct {
	kind    string
	text    string
	refusal string
	name    string
	input   []byte
}

func readPart(r *reader) part {
	var p part
	if !r.open('{') {
		return p
	}
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			return p
		}
		switch string(key) {
		case "type":
			p.kind = r.text()
		case "text":
			p.text = r.text()
		case "refusal":
			p.refusal = r.text()
		case "name":
			p.name = r.text()
		case "input":
			p.input = r.value()
		default:
			r.skip()
		}
	}
}

func openAIUsage(r *reader) seedbed.Usage {
	var u seedbed.Usage
	if !r.open('{') {
		return u
	}
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			break
		}
		switch string(key) {
		case "prompt_tokens":
			u.In, u.Known = r.num(), true
		case "completion_tokens":
			u.Out, u.Known = r.num(), true
		case "prompt_tokens_details":
			u.CachedIn = member(r, "cached_tokens")
		case "completion_tokens_details":
			u.Reasoning = member(r, "reasoning_tokens")
		default:
			r.skip()
		}
	}
	u.CachedIn, u.Reasoning = min(u.CachedIn, u.In), min(u.Reasoning, u.Out)
	return u
}

// member reads an object and returns one number of it.
func member(r *reader, name string) int {
	n := 0
	if !r.open('{') {
		return 0
	}
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			return n
		}
		if string(key) == name {
			n = r.num()
		} else {
			r.skip()
		}
	}
}

func openAIFinish(reason, refusal string) seedbed.Finish {
	switch {
	case refusal != "":
		return seedbed.FinishRefusal
	case reason == "stop":
		return seedbed.FinishStop
	case reason == "length":
		return seedbed.FinishLength
	case reason == "content_filter":
		return seedbed.FinishFilter
	case reason == "tool_calls" || reason == "function_call":
		return seedbed.FinishTool
	default:
		return seedbed.FinishOther
	}
}

func openAILogprobs(raw []byte) []seedbed.TokenLogprob {
	if len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	var in struct {
		Content []struct {
			Token   string  `json:"token"`
			Logprob float64 `json:"logprob"`
			Top     []struct {
				Token   string  `json:"token"`
				Logprob float64 `json:"logprob"`
			} `json:"top_logprobs"`
		} `json:"content"`
	}
	if json.Unmarshal(raw, &in) != nil {
		return nil
	}
	out := make([]seedbed.TokenLogprob, len(in.Content))
	for i, t := range in.Content {
		out[i] = seedbed.TokenLogprob{Token: t.Token, Logprob: t.Logprob}
		for _, a := range t.Top {
			out[i].Top = append(out[i].Top, seedbed.TokenLogprob{Token: a.Token, Logprob: a.Logprob})
		}
	}
	return out
}
