package testkit

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/zeebo/xxh3"
)

// ask is what the server reads of a request: top-level members as they stand,
// since building the whole would cost more than answering it.
type ask struct {
	model     string
	modelRaw  []byte
	messages  []byte
	system    []byte
	schema    []byte // that the reply must follow
	tool      string // the tool that Anthropic's model must call
	maxTokens int
	logprobs  bool
	identity  xxh3.Uint128 // of model, messages, schema and seed
	body      []byte
}

var errAsk = errors.New("not a request")

func parseAsk(body []byte, p provider) (ask, error) {
	a := ask{body: body}
	var seed, format, tools, choice, output []byte
	err := members(body, func(key, value []byte) {
		switch string(key) {
		case "model":
			a.modelRaw = value
		case "messages":
			a.messages = value
		case "system":
			a.system = value
		case "seed":
			seed = value
		case "response_format":
			format = value
		case "tools":
			tools = value
		case "tool_choice":
			choice = value
		case "output_config":
			output = value
		case "max_tokens", "max_completion_tokens":
			a.maxTokens, _ = strconv.Atoi(string(value))
		case "logprobs":
			a.logprobs = string(value) == "true"
		}
	})
	if err != nil || len(a.modelRaw) < 2 || a.modelRaw[0] != '"' || len(a.messages) == 0 || a.messages[0] != '[' {
		return a, errAsk
	}
	a.model = string(a.modelRaw[1 : len(a.modelRaw)-1])
	switch {
	case p == openAI && len(format) > 0:
		var f struct {
			JSONSchema struct {
				Schema json.RawMessage `json:"schema"`
			} `json:"json_schema"`
		}
		if json.Unmarshal(format, &f) == nil {
			a.schema = f.JSONSchema.Schema
		}
	case p == anthropic && len(output) > 0:
		var o struct {
			Format struct {
				Schema json.RawMessage `json:"schema"`
			} `json:"format"`
		}
		if json.Unmarshal(output, &o) == nil {
			a.schema = o.Format.Schema
		}
	case p == anthropic && len(choice) > 0:
		a.schema, a.tool = forcedTool(tools, choice)
	}
	if a.schema == nil {
		a.schema = schemaInWords(a.messages)
	}
	var h xxh3.Hasher
	for _, part := range [][]byte{a.modelRaw, a.system, a.messages, a.schema, seed} {
		var n [4]byte
		n[0], n[1], n[2], n[3] = byte(len(part)), byte(len(part)>>8), byte(len(part)>>16), byte(len(part)>>24)
		_, _ = h.Write(n[:])
		_, _ = h.Write(part)
	}
	a.identity = h.Sum128()
	return a, nil
}

// forcedTool returns the schema of the tool that the model has to call.
func forcedTool(tools, choice []byte) (json.RawMessage, string) {
	var c struct{ Type, Name string }
	var all []struct {
		Name   string          `json:"name"`
		Schema json.RawMessage `json:"input_schema"`
	}
	if json.Unmarshal(choice, &c) != nil || c.Type != "tool" || json.Unmarshal(tools, &all) != nil {
		return nil, ""
	}
	for _, t := range all {
		if t.Name == c.Name {
			return t.Schema, t.Name
		}
	}
	return nil, ""
}

var inWords = []byte("JSON Schema:")

// schemaInWords finds a schema that the last message quotes after the words
// "JSON Schema:".
func schemaInWords(messages []byte) json.RawMessage {
	if bytes.LastIndex(messages, inWords) < 0 {
		return nil
	}
	var all []struct {
		Content string `json:"content"`
	}
	if json.Unmarshal(messages, &all) != nil || len(all) == 0 {
		return nil
	}
	text := all[len(all)-1].Content
	i := bytes.LastIndex([]byte(text), inWords)
	if i < 0 {
		return nil
	}
	var schema json.RawMessage
	if json.NewDecoder(bytes.NewReader([]byte(text[i+len(inWords):]))).Decode(&schema) != nil {
		return nil
	}
	return schema
}

// request builds what a Script's Reply is asked.
func (a *ask) request(p provider, attempt int) Request {
	r := Request{
		Provider: p.name(), Model: a.model, Schema: a.schema, MaxTokens: a.maxTokens,
		Attempt: attempt, Body: bytes.Clone(a.body),
	}
	r.Schema = bytes.Clone(r.Schema)
	if len(a.system) > 0 {
		r.Messages = append(r.Messages, Message{"system", contentText(a.system)})
	}
	var all []struct {
		Role    string          `json:"role"`
		Content json.RawMessage `json:"content"`
	}
	_ = json.Unmarshal(a.messages, &all)
	for _, m := range all {
		r.Messages = append(r.Messages, Message{m.Role, contentText(m.Content)})
	}
	return r
}

// contentText returns a content's text: a string, or the texts of its parts.
func contentText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var parts []struct {
		Text string `json:"text"`
	}
	_ = json.Unmarshal(raw, &parts)
	for _, p := range parts {
		s += p.Text
	}
	return s
}

// members calls f with each member of a JSON object, names and values as they
// stand. It checks structure, not every literal.
func members(b []byte, f func(key, value []byte)) error {
	i := space(b, 0)
	if i >= len(b) || b[i] != '{' {
		return errAsk
	}
	i = space(b, i+1)
	for i < len(b) && b[i] == '"' {
		k := i
		if i = pass(b, i); i < 0 {
			return errAsk
		}
		key := b[k+1 : i-1]
		if i = space(b, i); i >= len(b) || b[i] != ':' {
			return errAsk
		}
		v := space(b, i+1)
		if i = pass(b, v); i < 0 {
			return errAsk
		}
		f(key, b[v:i])
		if i = space(b, i); i < len(b) && b[i] == ',' {
			i = space(b, i+1)
		}
	}
	if i >= len(b) || b[i] != '}' {
		return errAsk
	}
	return nil
}

func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// pass returns where the value at i ends; -1 when it does not.
func pass(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			for i++; ; i++ {
				n := bytes.IndexByte(b[i:], '"')
				if n < 0 {
					return -1
				}
				slashes := 0
				for j := i + n - 1; j >= i && b[j] == '\\'; j-- {
					slashes++
				}
				i += n
				if slashes%2 == 0 {
					break
				}
			}
			i++
		case '{', '[':
			depth++
			i++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return -1
			}
			i++
		case ',', ':', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return -1
			}
			i++
			continue
		default:
			for i < len(b) && !bytes.ContainsRune([]byte("\"{}[],: \n\t\r"), rune(b[i])) {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
	return -1
}
