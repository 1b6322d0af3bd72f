package model

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
)

const (
	anthropicVersion = "2023-06-01"
	// anthropicMaxTokens is sent where the recipe sets none: the API asks for one.
	anthropicMaxTokens = 4096
	// The tools that a reply under a schema is the input of. A tool's input is an
	// object, so another value is carried in one.
	replyTool   = "reply"
	wrappedTool = "reply_value"
)

// anthropic is the codec of Anthropic's Messages API.
type anthropic struct {
	id       string
	instruct bool
	native   bool // the model takes output_config and refuses to be made to call a tool
	extras   prepared[*extra]
	schemas  prepared[structured]
}

// structured is how a schema is asked for.
type structured struct {
	tools  string // tools and tool_choice, as members of the body
	config string // output_config
	words  string // an instruction, for what neither takes
}

func newAnthropic(spec plan.Model, opt Options) (seedbed.Model, error) {
	base, err := baseURL(spec, "https://api.anthropic.com", "/messages", "/v1")
	if err != nil {
		return nil, err
	}
	switch {
	case spec.ID == "":
		return nil, invalid(spec, "it has no model name", "write model: and what the provider calls it")
	case spec.Params.Logprobs > 0:
		return nil, invalid(spec, "Anthropic's API gives no log-probabilities", "take logprobs out")
	case spec.Params.Seed != nil:
		return nil, invalid(spec, "Anthropic's API takes no seed", "take seed out")
	}
	c := newClient(spec, opt, base.JoinPath("v1"), "messages")
	c.codec = &anthropic{id: spec.ID, instruct: spec.Structured == "instruct", native: refusesForcedTools(spec.ID)}
	c.header["Anthropic-Version"] = []string{anthropicVersion}
	if opt.Key != "" {
		c.header["X-Api-Key"] = []string{opt.Key}
	}
	return c, nil
}

var claudeVersion = regexp.MustCompile(`^(?:anthropic[./])?claude-[a-z]+-(\d{1,2})(?:[-.](\d{1,2}))?(?:[^0-9].*)?$`)

// refusesForcedTools reports whether a model is of those that answer a forced
// tool call with an error: Claude models from 5.1 on.
func refusesForcedTools(id string) bool {
	m := claudeVersion.FindStringSubmatch(id)
	if m == nil {
		return false
	}
	major, _ := strconv.Atoi(m[1])
	minor, _ := strconv.Atoi(m[2])
	return major > 5 || (major == 5 && minor >= 1)
}

func (a *anthropic) encode(r *seedbed.Request) ([]byte, error) {
	x, err := a.extra(r.Params.Extra)
	if err != nil {
		return nil, err
	}
	var s structured
	if r.Schema != nil {
		if s, err = a.schemas.get(r.Schema, a.structured); err != nil {
			return nil, err
		}
	}
	b := newBuilder(bodySize(r)+len(s.words), x)
	b.text("model", a.id)
	p := &r.Params
	if p.MaxTokens > 0 {
		b.num("max_tokens", int64(p.MaxTokens))
	} else {
		b.num("max_tokens", anthropicMaxTokens)
	}
	if system := systemText(r.Messages); system != "" {
		b.text("system", system)
	}
	b.messages(r.Messages, seedbed.System, s.words)
	b.float("temperature", p.Temperature)
	b.float("top_p", p.TopP)
	b.texts("stop_sequences", p.Stop)
	switch {
	case s.tools != "":
		b.raw("tools", s.tools)
		b.raw("tool_choice", `{"type":"tool","name":"`+toolOf(s.tools)+`"}`)
	case s.config != "":
		b.raw("output_config", s.config)
	}
	return b.done(), nil
}

func (a *anthropic) extra(raw json.RawMessage) (*extra, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	return a.extras.get(raw, func(b []byte) (*extra, error) { return parseExtra(b) })
}

// systemText joins the system messages: the API has one place for them.
func systemText(messages []seedbed.Message) string {
	out, many := "", false
	for i := range messages {
		switch {
		case messages[i].Role != seedbed.System:
		case many:
			out += "\n\n" + messages[i].Content
		default:
			out, many = messages[i].Content, true
		}
	}
	return out
}

// structured works out how a schema is asked for: by a tool that the model has
// to call; for models that refuse that, by output_config; in words where that
// cannot express the schema, or the recipe says so.
func (a *anthropic) structured(raw []byte) (structured, error) {
	s, err := readSchema(raw)
	if err != nil {
		return structured{}, err
	}
	switch {
	case a.instruct:
		return structured{words: instruction(raw)}, nil
	case a.native:
		if config, ok := s.outputConfig(); ok {
			return structured{config: config}, nil
		}
		return structured{words: instruction(raw)}, nil
	case s.root["type"] == "object":
		return structured{tools: tool(replyTool, string(raw))}, nil
	default:
		return structured{tools: tool(wrappedTool, `{"type":"object","properties":{"value":`+string(raw)+`},"required":["value"]}`)}, nil
	}
}

func tool(name, schema string) string {
	return `[{"name":"` + name + `","description":"Give the reply.","input_schema":` + schema + `}]`
}

func toolOf(tools string) string {
	if strings.HasPrefix(tools, `[{"name":"`+wrappedTool+`"`) {
		return wrappedTool
	}
	return replyTool
}

// decode reads a message. Its text is what its text blocks hold, or the input
// of the tool that stands for a reply under a schema.
func (a *anthropic) decode(raw []byte) (seedbed.Reply, error) {
	var out seedbed.Reply
	r := reader{b: raw}
	if r.peek() != '{' {
		return out, errJSON
	}
	r.open('{')
	var m message
	var failure []byte
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			break
		}
		switch string(key) {
		case "model":
			out.Model = r.text()
		case "content":
			m.readContent(&r)
		case "stop_reason":
			m.stop = r.text()
		case "usage":
			out.Usage = anthropicUsage(&r)
		case "error":
			failure = r.value()
		default:
			r.skip()
		}
	}
	if err := r.end(); err != nil {
		return out, err
	}
	if len(failure) > 0 && string(failure) != "null" {
		return out, &replyError{parseProblem(raw)}
	}
	if !m.found {
		return out, errNoReply
	}
	out.Text, out.Finish, out.Tools = m.text, m.finish(), m.tools
	return out, nil
}

// message is what is wanted of a reply's content.
type message struct {
	found  bool
	text   string
	stop   string
	called bool // the tool that stands for a reply
	tools  []seedbed.ToolCall
}

func (m *message) readContent(r *reader) {
	if !r.open('[') {
		return
	}
	m.found = true
	for first := true; r.more(&first, ']'); {
		p := readPart(r)
		switch {
		case p.kind == "text" && !m.called:
			m.text += p.text
		case p.kind == "tool_use" && p.name == replyTool:
			m.text, m.called = string(p.input), true
		case p.kind == "tool_use" && p.name == wrappedTool:
			m.text, m.called = unwrap(p.input), true
		case p.kind == "tool_use" && p.name != "":
			m.tools = append(m.tools, seedbed.ToolCall{Name: p.name, Arguments: strings.ToValidUTF8(string(p.input), "\ufffd")})
		}
	}
}

// unwrap returns the value of {"value": ...}; the whole where the model did not
// wrap it.
func unwrap(input []byte) string {
	r := reader{b: input}
	if r.peek() == '{' {
		r.open('{')
		for first := true; ; {
			key, ok := r.key(&first)
			if !ok {
				break
			}
			v := r.value()
			if string(key) == "value" && !r.bad {
				return string(v)
			}
		}
	}
	return string(input)
}

func (m *message) finish() seedbed.Finish {
	switch m.stop {
	case "end_turn", "stop_sequence":
		return seedbed.FinishStop
	case "max_tokens", "model_context_window_exceeded":
		return seedbed.FinishLength
	case "refusal":
		return seedbed.FinishRefusal
	case "tool_use":
		if m.called {
			return seedbed.FinishStop
		}
		return seedbed.FinishTool
	default:
		return seedbed.FinishOther
	}
}

// anthropicUsage reads a usage. The API counts cached tokens beside
// input_tokens; here In holds them all.
func anthropicUsage(r *reader) seedbed.Usage {
	var u seedbed.Usage
	if !r.open('{') {
		return u
	}
	fresh, written := 0, 0
	for first := true; ; {
		key, ok := r.key(&first)
		if !ok {
			break
		}
		switch string(key) {
		case "input_tokens":
			fresh, u.Known = r.num(), true
		case "cache_creation_input_tokens":
			written = r.num()
		case "cache_read_input_tokens":
			u.CachedIn = r.num()
		case "output_tokens":
			u.Out, u.Known = r.num(), true
		case "output_tokens_details":
			u.Reasoning = member(r, "thinking_tokens")
		default:
			r.skip()
		}
	}
	u.In = fresh + written + u.CachedIn
	u.Reasoning = min(u.Reasoning, u.Out)
	return u
}
