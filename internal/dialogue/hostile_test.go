package dialogue

import (
	"strings"
	"testing"
	"time"
)

// TestHostile gives turns that are made to cost much, a megabyte each: they cost no more
// than some hundred times what plain ones of that length do.
func TestHostile(t *testing.T) {
	plain := max(took("We went home by bus, and it was late. "), 5*time.Millisecond)
	for _, part := range []string{
		"\"", "'a ", "“", "„", "> ", "`", "a:\n", "User: ", "Assistant: x ", "[user] ", "here is my draft:\n", "((((", "I am ", "i will i can i am here to ", "you should not ", "thanks ",
		"1. ", "press your ", "the assistant replies: ", "\x00", "\xff", "…", "。", "as Anna I should ", "great, you refused. ", "no", ". ", "I'm: ", "I recommend that you the the the ", "a b c. ", "<think>", "{\"message\":", "call me Bob ", "Bob, that is me. ", "\"Bob, get off\" I said. ", "no sé qué más the ", "A.B. my initials ",
	} {
		if hostile := took(part); hostile > 300*plain {
			t.Errorf("%q takes %s, plain text %s", part, hostile, plain)
		}
	}
}

// took is how long a conversation of a megabyte a turn takes that says one thing.
func took(part string) time.Duration {
	c := talk(strings.Repeat(part, 1<<20/len(part)), strings.Repeat(part, 1<<18/len(part)), strings.Repeat(part, 1<<20/len(part)))
	start := time.Now()
	Signals(c, Profile{Name: "Anna", AgeFrom: 3, AgeTo: 3, Gender: "male", Languages: []string{"de"}})
	return time.Since(start)
}
