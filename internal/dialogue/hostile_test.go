package dialogue

import (
	"strings"
	"testing"
	"time"
)

// TestHostile gives turns that are made to cost much: a megabyte each is looked at in
// the time of a long turn.
func TestHostile(t *testing.T) {
	for _, part := range []string{
		"\"", "'a ", "“", "„", "> ", "`", "a:\n", "User: ", "Assistant: x ", "[user] ", "here is my draft:\n", "((((", "I am ", "i will i can i am here to ", "you should not ", "thanks ",
		"1. ", "press your ", "the assistant replies: ", "\x00", "\xff", "…", "。", "as Anna I should ", "great, you refused. ", "no", ". ", "I'm: ", "I recommend that you the the the ", "a b c. ", "<think>", "{\"message\":",
	} {
		c := talk(strings.Repeat(part, 1<<20/len(part)), strings.Repeat(part, 1<<18/len(part)), strings.Repeat(part, 1<<20/len(part)))
		start := time.Now()
		Signals(c, Profile{Name: "Anna", AgeFrom: 3, AgeTo: 3, Gender: "male", Languages: []string{"de"}})
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q takes %s", part, took)
		} else {
			t.Logf("%q %s", part, took)
		}
	}
}
