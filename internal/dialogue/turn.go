package dialogue

import (
	"fmt"

	"seedbed.dev/seedbed"
)

// Turn is what one side says at a time.
type Turn struct {
	Role    seedbed.Role // seedbed.User or seedbed.Assistant
	Content string
	Call    seedbed.CallKey // whose reply it is; zero for an opening that was given
	Tools   []seedbed.ToolCall
	// Finish is how the reply ended, where that was not of its own accord:
	// FinishLength, FinishFilter, FinishRefusal. "" and FinishStop are the same.
	Finish seedbed.Finish
}

// Conversation is its turns in order.
type Conversation []Turn

// Value returns the turn as a value of a record's field: role, content, call, and
// where there are any tools and finish.
func (t *Turn) Value() map[string]any {
	m := map[string]any{"role": string(t.Role), "content": t.Content, "call": ""}
	if !t.Call.IsZero() {
		m["call"] = t.Call.String()
	}
	if len(t.Tools) > 0 {
		tools := make([]any, len(t.Tools))
		for i, c := range t.Tools {
			tools[i] = map[string]any{"name": c.Name, "arguments": c.Arguments}
		}
		m["tools"] = tools
	}
	if t.Finish != "" && t.Finish != seedbed.FinishStop && t.Finish != seedbed.FinishTool {
		m["finish"] = string(t.Finish)
	}
	return m
}

// Value returns the conversation as a value of a record's field: a list of turns.
func (c Conversation) Value() []any {
	out := make([]any, len(c))
	for i := range c {
		out[i] = c[i].Value()
	}
	return out
}

// Of reads a conversation from a record's field, its own or one that somebody else
// wrote: call, tools and finish may be missing, and other keys are passed over. The
// error says which turn is no turn.
func Of(value any) (Conversation, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, seedbed.Errorf(seedbed.CodeInvalid, "a conversation is a list of turns, and this is %s", seedbed.TypeOf(value))
	}
	out := make(Conversation, len(list))
	for i, v := range list {
		m, ok := v.(map[string]any)
		if !ok {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "turn %d is %s; write {role: ..., content: ...}", i+1, seedbed.TypeOf(v))
		}
		if err := out[i].read(m); err != nil {
			return nil, seedbed.Errorf(seedbed.CodeInvalid, "turn %d: %w", i+1, err)
		}
	}
	return out, nil
}

func (t *Turn) read(m map[string]any) error {
	role, _ := m["role"].(string)
	switch t.Role = seedbed.Role(role); t.Role {
	case seedbed.User, seedbed.Assistant:
	default:
		return fmt.Errorf("its role is %q; write user or assistant", role)
	}
	switch content := m["content"].(type) {
	case string:
		t.Content = content
	case nil: // a turn of tools alone
	default:
		return fmt.Errorf("its content is %s, and not text", seedbed.TypeOf(content))
	}
	if call, _ := m["call"].(string); call != "" {
		if err := t.Call.UnmarshalText([]byte(call)); err != nil {
			return err
		}
	}
	if finish, ok := m["finish"].(string); ok {
		t.Finish = seedbed.Finish(finish)
	}
	tools, _ := m["tools"].([]any)
	for _, v := range tools {
		tool, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("a tool is %s; write {name: ..., arguments: ...}", seedbed.TypeOf(v))
		}
		name, _ := tool["name"].(string)
		t.Tools = append(t.Tools, seedbed.ToolCall{Name: name, Arguments: seedbed.TextOf(tool["arguments"])})
	}
	return nil
}

// UserTurns is how many turns the user has had.
func (c Conversation) UserTurns() int { return c.turns(seedbed.User) }

func (c Conversation) turns(role seedbed.Role) int {
	n := 0
	for i := range c {
		if c[i].Role == role {
			n++
		}
	}
	return n
}
