package dialogue

import (
	"slices"
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

// What a small model wrote in place of a user's message, and what real users write.
func TestPlayersWhoAreNoUsers(t *testing.T) {
	for text, want := range map[string]Name{
		`Hello [user's name]. I'm so glad you're here today.`:                        Persona,
		`Hi there. My name is [Your Name] and I have a question about a loan.`:       Persona,
		`Ich heiße [Name] und suche eine Wohnung.`:                                   Persona,
		`The user: Hello, my name is Marcus, and I need a loan.`:                     Persona,
		`The user's first message: "I'm really glad you're here."`:                   Persona,
		`Here's a revised version of your text: As agreed, I'll be there at nine.`:   RoleFlip,
		`Please write a letter: "Dear [name], thank you for your order."`:            "",
		`The template says Hi [Name], and it never fills it in. Why?`:                "",
		`Is there an AI assistant for tax questions in your app?`:                    "",
		`The user interface hides the button. Where is it?`:                          "",
		`Could you write a revised version of my letter? It sounds too harsh to me.`: "",
	} {
		w := NewWatcher(Profile{})
		got := []Name{}
		for _, s := range w.Add(&Turn{Role: seedbed.User, Content: text}) {
			got = append(got, s.Name)
		}
		if broken, _ := w.Judge(); (broken != seedbed.Valid) != (want != "") || want != "" && !slices.Contains(got, want) {
			t.Errorf("%q is %s by %+v, want %q", text, broken, w.Signals(), want)
		}
	}
}
