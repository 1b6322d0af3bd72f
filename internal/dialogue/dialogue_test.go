package dialogue

import (
	"testing"

	"seedbed.dev/seedbed"
)

// talk makes a conversation of what the user and the system say in turn.
func talk(turns ...string) Conversation {
	c := make(Conversation, len(turns))
	for i, s := range turns {
		c[i] = Turn{Role: seedbed.User, Content: s}
		if i%2 == 1 {
			c[i].Role = seedbed.Assistant
		}
	}
	return c
}

func TestRoundTrip(t *testing.T) {
	c := talk("hi", "hello")
	c[1].Call = seedbed.CallKey{1}
	c[1].Tools = []seedbed.ToolCall{{Name: "look", Arguments: "{}"}}
	c[1].Finish = seedbed.FinishLength
	back, err := Of(c.Value())
	if err != nil || len(back) != 2 || back[1].Call != c[1].Call || back[1].Tools[0] != c[1].Tools[0] || back[1].Finish != c[1].Finish || back[0].Content != "hi" {
		t.Fatalf("%v %v", back, err)
	}
	for _, bad := range []any{
		nil, "x",
		[]any{"x"},
		[]any{map[string]any{"role": "system", "content": "x"}},
		[]any{map[string]any{"role": "user", "content": int64(1)}},
		[]any{map[string]any{"role": "user", "content": "x", "call": "zz"}},
		[]any{map[string]any{"role": "user", "tools": []any{"x"}}},
	} {
		if _, err := Of(bad); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}
