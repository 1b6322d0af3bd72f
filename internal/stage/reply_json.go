package stage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// replyTries bounds how many places of a reply are tried for a JSON value, which
// keeps hostile replies ("[[[[[...") from costing more than their length's due.
const replyTries = 64

// replyValues finds the JSON objects in a reply, and the arrays where lists are
// wanted: the whole reply, or else what stands in it between other text, a code
// fence among it. Values within values are not looked at. What is found is
// exact: it parses as it stands, nothing is mended.
func replyValues(text string, lists bool) [][]byte {
	marks := "{"
	if lists {
		marks = "{["
	}
	if strings.IndexByte(marks, text[0]) >= 0 && json.Valid([]byte(text)) {
		return [][]byte{[]byte(text)}
	}
	var out [][]byte
	pos := 0
	for range replyTries {
		i := strings.IndexAny(text[pos:], marks)
		if i < 0 {
			break
		}
		pos += i
		dec := json.NewDecoder(strings.NewReader(text[pos:]))
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			pos++
			continue
		}
		// A list such as [1] in running text is no reply, where a longer value follows
		// it is passed by: the last fitting value counts.
		out = append(out, raw)
		pos += int(dec.InputOffset())
	}
	return out
}

// replyNotJSON says what a reply without JSON looks like.
func replyNotJSON(text, form string) string {
	want := "a JSON object"
	if form == replyList {
		want = "a JSON list"
	}
	var syntax *json.SyntaxError
	if i := strings.IndexAny(text, "{["); i >= 0 {
		var v json.RawMessage
		err := json.NewDecoder(strings.NewReader(text[i:])).Decode(&v)
		if errors.As(err, &syntax) {
			at := min(i+int(syntax.Offset), len(text))
			line := 1 + strings.Count(text[:at], "\n")
			return fmt.Sprintf("wanted %s; line %d: %s", want, line, syntax.Error())
		}
		if err != nil {
			return fmt.Sprintf("wanted %s; it stops before its end", want)
		}
	}
	return fmt.Sprintf("wanted %s, got %q", want, replyQuote(text))
}

// replySchemaDetail says shortly where a value breaks its schema.
func replySchemaDetail(err error) string {
	var v *jsonschema.ValidationError
	if !errors.As(err, &v) {
		return replyQuote(err.Error())
	}
	for len(v.Causes) > 0 {
		v = v.Causes[0]
	}
	where := "the reply"
	if len(v.InstanceLocation) > 0 {
		where = strings.Join(v.InstanceLocation, ".")
	}
	msg := v.Error()
	if i := strings.LastIndex(msg, "': "); i >= 0 { // after "at '/path': "
		msg = msg[i+3:]
	}
	return replyQuote(where + ": " + msg)
}

// replySchema is a JSON Schema ready for use.
type replySchema struct {
	compiled *jsonschema.Schema
	sent     json.RawMessage // what the model is asked to follow
	root     map[string]any
}

// newReplySchema compiles a schema. For a list it is that of one item, or of an
// array, whose items' it then is; the model is asked for an object with the list
// in it, since providers take no other.
func newReplySchema(raw []byte, list bool) (*replySchema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("the schema is no JSON: %w", err)
	}
	root, ok := doc.(map[string]any)
	if !ok {
		return nil, errors.New("a JSON Schema is an object")
	}
	if list {
		root = replyItemSchema(root)
	} else if t, ok := root["type"]; ok && t != "object" {
		return nil, fmt.Errorf("the schema wants %v; a reply that becomes fields is an object", t)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(noLoader{})
	if err := c.AddResource("schema.json", root); err != nil {
		return nil, err
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		return nil, errors.New(strings.ReplaceAll(err.Error(), "file:///", ""))
	}
	var buf bytes.Buffer
	if err := json.Compact(&buf, raw); err != nil {
		return nil, err
	}
	s := &replySchema{compiled: compiled, sent: buf.Bytes(), root: root}
	if list {
		s.sent, err = replyListSchema(root)
	}
	return s, err
}

// replyItemSchema is the schema of one item.
func replyItemSchema(root map[string]any) map[string]any {
	items, ok := root["items"].(map[string]any)
	if root["type"] != "array" || !ok {
		return root
	}
	for _, defs := range []string{"$defs", "definitions", "$schema"} {
		if d, ok := root[defs]; ok {
			items[defs] = d
		}
	}
	return items
}

// replyListSchema wraps the schema of an item; definitions stay at the root,
// where references look for them.
func replyListSchema(item map[string]any) (json.RawMessage, error) {
	inner, outer := map[string]any{}, map[string]any{}
	for k, v := range item {
		if k == "$defs" || k == "definitions" || k == "$schema" {
			outer[k] = v
		} else {
			inner[k] = v
		}
	}
	outer["type"] = "object"
	outer["properties"] = map[string]any{"items": map[string]any{"type": "array", "items": inner}}
	outer["required"] = []any{"items"}
	outer["additionalProperties"] = false
	return json.Marshal(outer)
}

// noLoader refuses references to other files and addresses.
type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s is not part of the schema; write what it holds under $defs", url)
}
