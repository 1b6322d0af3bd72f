package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
)

// httpPaths say where a reply has what: names and places in lists with dots between,
// "choices.0.message.content". An empty text path takes the whole body as text.
type httpPaths struct {
	Text    string `json:"text"`
	Refusal string `json:"refusal"`
	Finish  string `json:"finish"`
	Tools   string `json:"tools"` // a list of calls: name and arguments, as OpenAI, Anthropic and others have them
	Model   string `json:"model"`
	In      string `json:"tokens_in"`
	Out     string `json:"tokens_out"`
}

// UnmarshalJSON reads the text's path alone, or a map of paths.
func (p *httpPaths) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.Text)
	}
	type plain httpPaths
	return json.Unmarshal(b, (*plain)(p))
}

// httpReply is httpPaths, cut at the dots.
type httpReply struct {
	text, refusal, finish, tools, model, in, out []string
	plain                                        bool // the body is the text
}

func (p *httpPaths) compile() (httpReply, error) {
	r := httpReply{plain: p.Text == ""}
	for _, c := range []struct {
		name, path string
		to         *[]string
	}{
		{"text", p.Text, &r.text},
		{"refusal", p.Refusal, &r.refusal},
		{"finish", p.Finish, &r.finish},
		{"tools", p.Tools, &r.tools},
		{"model", p.Model, &r.model},
		{"tokens_in", p.In, &r.in},
		{"tokens_out", p.Out, &r.out},
	} {
		if c.path == "" {
			continue
		}
		if r.plain {
			return r, fmt.Errorf("reply: %s needs the path of the text beside it: a body that is text as a whole has no paths", c.name)
		}
		*c.to = strings.Split(c.path, ".")
		if slices.Contains(*c.to, "") {
			return r, fmt.Errorf("reply: %q is no path", c.path)
		}
	}
	return r, nil
}

// decode reads the body of a reply.
func (c *httpCodec) decode(raw []byte) (seedbed.Reply, error) {
	out := seedbed.Reply{Model: c.id, Finish: seedbed.FinishStop}
	if c.reply.plain {
		if _, page := htmlTitle(raw); page {
			return seedbed.Reply{}, errNoReply
		}
		out.Text = strings.ToValidUTF8(string(raw), "\ufffd")
		return out, nil
	}
	var body any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&body); err != nil {
		return seedbed.Reply{}, errJSON
	}
	if dec.More() {
		return seedbed.Reply{}, errJSON
	}
	r := &c.reply
	text, found := at(body, r.text)
	out.Text, out.Refusal = textAt(body, r.text), textAt(body, r.refusal)
	out.Tools = toolsAt(body, r.tools)
	if !found && out.Refusal == "" && len(out.Tools) == 0 {
		return seedbed.Reply{}, noText(raw, body, r.text)
	}
	if problem, failed := failureIn(raw, body); failed && text == nil && out.Refusal == "" && len(out.Tools) == 0 {
		return seedbed.Reply{}, &replyError{problem}
	}
	if m := textAt(body, r.model); m != "" {
		out.Model = m
	}
	if r.finish != nil {
		out.Finish = httpFinish(textAt(body, r.finish))
	}
	switch {
	case out.Refusal != "":
		out.Finish = seedbed.FinishRefusal
	case len(out.Tools) > 0 && (r.finish == nil || out.Finish == seedbed.FinishStop):
		out.Finish = seedbed.FinishTool
	}
	in, knownIn := countAt(body, r.in)
	n, knownOut := countAt(body, r.out)
	out.Usage = seedbed.Usage{In: in, Out: n, Known: knownIn && knownOut}
	return out, nil
}

// failureIn returns what a body says went wrong.
func failureIn(raw []byte, body any) (problem, bool) {
	top, _ := body.(map[string]any)
	if top["error"] == nil {
		return problem{}, false
	}
	return parseProblem(raw), true
}

// noText says what a body has instead of the text.
func noText(raw []byte, body any, path []string) error {
	if p, failed := failureIn(raw, body); failed {
		return &replyError{p}
	}
	top, ok := body.(map[string]any)
	if !ok {
		return fmt.Errorf("it has no %s: it is %s", strings.Join(path, "."), seedbed.TypeOf(body))
	}
	names := slices.Sorted(maps.Keys(top))
	if len(names) == 0 {
		return errors.New("it is empty")
	}
	return fmt.Errorf("it has no %s; at the top it has %s", strings.Join(path, "."), strings.Join(names[:min(len(names), 8)], ", "))
}

// at follows a path. A last name that is missing is not found; null is.
func at(v any, path []string) (any, bool) {
	if len(path) == 0 {
		return nil, false
	}
	for _, name := range path {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[name]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(name)
			if i < 0 && err == nil { // from the end, -1 the last
				i += len(x)
			}
			if err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// textAt returns a text, or what else is there as JSON; "" for null and nothing.
func textAt(v any, path []string) string {
	switch x, _ := at(v, path); x := x.(type) {
	case nil:
		return ""
	case string:
		return x
	default:
		return jsonOf(x)
	}
}

func jsonOf(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// countAt returns a number of tokens.
func countAt(v any, path []string) (int, bool) {
	x, _ := at(v, path)
	n, ok := x.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	if err != nil || !(f >= 0) {
		return 0, false
	}
	return int(min(f, 1<<40)), true
}

// toolsAt returns the calls of a list, or of one call that stands by itself. What has
// no name is no call.
func toolsAt(v any, path []string) []seedbed.ToolCall {
	x, _ := at(v, path)
	list, ok := x.([]any)
	if !ok {
		list = []any{x}
	}
	var out []seedbed.ToolCall
	for _, e := range list {
		m, _ := e.(map[string]any)
		if f, ok := m["function"].(map[string]any); ok {
			m = f
		}
		name := ""
		for _, k := range []string{"name", "tool", "tool_name", "function"} {
			if s, ok := m[k].(string); ok && name == "" {
				name = s
			}
		}
		if name == "" {
			continue
		}
		call := seedbed.ToolCall{Name: name}
		for _, k := range []string{"arguments", "input", "args", "parameters"} {
			switch a := m[k].(type) {
			case nil:
			case string:
				call.Arguments = a
			default:
				call.Arguments = jsonOf(a)
			}
			if call.Arguments != "" {
				break
			}
		}
		out = append(out, call)
	}
	return out
}

// httpFinish reads the words that systems have for why a reply ended.
func httpFinish(word string) seedbed.Finish {
	switch strings.ToLower(word) {
	case "stop", "end_turn", "stop_sequence", "complete", "completed", "done", "finished":
		return seedbed.FinishStop
	case "length", "max_tokens", "model_context_window_exceeded", "truncated":
		return seedbed.FinishLength
	case "content_filter", "filter", "safety", "blocked":
		return seedbed.FinishFilter
	case "refusal", "refused":
		return seedbed.FinishRefusal
	case "tool", "tool_use", "tool_calls", "function_call":
		return seedbed.FinishTool
	default:
		return seedbed.FinishOther
	}
}
