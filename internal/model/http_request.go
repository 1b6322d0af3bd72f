package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/plan"
	"seedbed.dev/seedbed/internal/prompt"
)

// httpVariables are what a request's template may use: all messages; the last of the
// user's; the system message; which copy is asked for, from 0.
var httpVariables = []string{"messages", "last", "system", "copy"}

// maxHTTPDepth is how deep a request's template may be.
const maxHTTPDepth = 64

// httpCodec asks by a template and reads by paths.
type httpCodec struct {
	id      string
	request httpNode
	reply   httpReply
	schemas prepared[string] // schema → instruction
}

// httpNode is one value of a request's template. One of its members is set.
type httpNode struct {
	literal  []byte // JSON as it stands
	variable string // the whole text is {{ variable }}: no template to fill
	template *prompt.File
	keys     []string // of an object, as JSON
	values   []httpNode
	list     bool
}

// mark stands at both ends of a template, since a prompt drops the space at its ends
// and takes a first line of --- for front matter.
const mark = "|"

func newHTTPCodec(spec plan.Model, shape *httpShape) (*httpCodec, error) {
	c := &httpCodec{id: spec.ID}
	var err error
	if c.reply, err = shape.Reply.compile(); err != nil {
		return nil, invalid(spec, err.Error(), `write a path such as output.text or choices.0.message.content`)
	}
	raw := shape.Request
	if len(raw) == 0 || string(raw) == "null" {
		raw = json.RawMessage(`{"messages":"{{ messages }}"}`)
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return nil, invalid(spec, "request is not JSON: "+err.Error(), "write it as a map")
	}
	if c.request, err = compileNode(v, 0); err != nil {
		return nil, invalid(spec, "request: "+err.Error(), "")
	}
	return c, nil
}

func compileNode(v any, depth int) (httpNode, error) {
	if depth > maxHTTPDepth {
		return httpNode{}, fmt.Errorf("it is deeper than %d levels", maxHTTPDepth)
	}
	switch v := v.(type) {
	case string:
		return compileText(v)
	case []any:
		n := httpNode{list: true}
		for _, e := range v {
			child, err := compileNode(e, depth+1)
			if err != nil {
				return n, err
			}
			n.values = append(n.values, child)
		}
		return n, nil
	case map[string]any:
		n := httpNode{keys: slices.Sorted(maps.Keys(v)), values: []httpNode{}}
		for i, k := range n.keys {
			child, err := compileNode(v[k], depth+1)
			if err != nil {
				return n, fmt.Errorf("%s: %w", k, err)
			}
			n.keys[i], n.values = string(seedbed.AppendString(nil, k)), append(n.values, child)
		}
		return n, nil
	default: // a number, true, false, null
		b, err := json.Marshal(v)
		return httpNode{literal: b}, err
	}
}

func compileText(s string) (httpNode, error) {
	if inner, ok := strings.CutPrefix(strings.TrimSpace(s), "{{"); ok {
		if inner, ok = strings.CutSuffix(inner, "}}"); ok && slices.Contains(httpVariables, strings.TrimSpace(inner)) {
			return httpNode{variable: strings.TrimSpace(inner)}, nil
		}
	}
	if !strings.Contains(s, "{{") && !strings.Contains(s, "{%") && !strings.Contains(s, "{#") {
		return httpNode{literal: seedbed.AppendString(nil, s)}, nil
	}
	for line := range strings.Lines(s) {
		switch strings.TrimRight(line, "\r\n") {
		case "## system", "## user", "## assistant":
			return httpNode{}, fmt.Errorf("a line %q begins a message in prompts; a request has none, as its messages are in messages", strings.TrimSpace(line))
		}
	}
	f, probs := prompt.Parse("request", []byte(mark+s+mark))
	if f != nil {
		probs = append(probs, f.Check(httpVariables, "a request", false)...)
	}
	if len(probs) > 0 {
		p := probs[0]
		if p.Fix != "" {
			p.Message += "; " + p.Fix
		}
		return httpNode{}, fmt.Errorf("%s", p.Message)
	}
	return httpNode{template: f}, nil
}

// httpValues are what one call fills a template with.
type httpValues struct {
	messages     []seedbed.Message
	last, system string
	copy         int
	fields       seedbed.Fields // the same for templates; made when one needs it
	filled       bool
}

// encode fills the request's template. A schema is asked for in words, at the end of
// the user's last message.
func (c *httpCodec) encode(r *seedbed.Request) ([]byte, error) {
	v := httpValues{messages: r.Messages, system: systemText(r.Messages), copy: r.Copy}
	last := -1
	for i := range r.Messages {
		if r.Messages[i].Role == seedbed.User {
			last = i
		}
	}
	if last >= 0 {
		v.last = r.Messages[last].Content
	}
	if r.Schema != nil {
		tail, _ := c.schemas.get(r.Schema, func(s []byte) (string, error) { return instruction(s), nil })
		v.last += tail
		v.messages = slices.Clone(r.Messages)
		if last < 0 {
			v.messages = append(v.messages, seedbed.Message{Role: seedbed.User})
			last = len(v.messages) - 1
		}
		v.messages[last].Content = v.last
	}
	return c.request.append(make([]byte, 0, bodySize(r)), &v)
}

func (n *httpNode) append(b []byte, v *httpValues) ([]byte, error) {
	var err error
	switch {
	case n.literal != nil:
		return append(b, n.literal...), nil
	case n.variable == "messages":
		w := builder{b: b}
		return w.list(v.messages), nil
	case n.variable != "":
		return seedbed.AppendString(b, v.text(n.variable)), nil
	case n.template != nil:
		out, err := n.template.Render(v.all())
		if err != nil {
			return b, fmt.Errorf("filling the request: %w", err)
		}
		var text strings.Builder
		for i := range out {
			text.WriteString(out[i].Content)
		}
		return seedbed.AppendString(b, strings.TrimSuffix(strings.TrimPrefix(text.String(), mark), mark)), nil
	}
	open, end := byte('{'), byte('}')
	if n.list {
		open, end = '[', ']'
	}
	b = append(b, open)
	for i := range n.values {
		if i > 0 {
			b = append(b, ',')
		}
		if !n.list {
			b = append(append(b, n.keys[i]...), ':')
		}
		if b, err = n.values[i].append(b, v); err != nil {
			return b, err
		}
	}
	return append(b, end), nil
}

func (v *httpValues) text(name string) string {
	switch name {
	case "last":
		return v.last
	case "system":
		return v.system
	default:
		return strconv.Itoa(v.copy)
	}
}

// all returns the values as templates see them.
func (v *httpValues) all() seedbed.Fields {
	if !v.filled {
		list := make([]any, len(v.messages))
		for i := range v.messages {
			list[i] = map[string]any{"role": string(v.messages[i].Role), "content": v.messages[i].Content}
		}
		v.fields = v.fields.With("messages", list).With("last", v.last).With("system", v.system).With("copy", int64(v.copy))
		v.filled = true
	}
	return v.fields
}
