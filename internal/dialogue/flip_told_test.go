package dialogue

import (
	"slices"
	"testing"
)

// strongest is how strong the signs of a name are.
func strongest(name Name, turns Conversation) (most float64) {
	for _, s := range Signals(turns, Profile{}) {
		if s.Name == name {
			most = max(most, s.Strength)
		}
	}
	return most
}

// TestTellsUser: who writes what "the user" writes has left the role; who asks about users has not.
func TestTellsUser(t *testing.T) {
	for what, turn := range map[string]string{
		"a quotation":            `The user responds, "I have a pain in my knee that keeps me awake."`,
		"one that breaks off":    `The user writes, "Hi. I'm looking for a new hobby to add to`,
		"a message on two lines": "The user's message:\n\"I saw the phone that you sell, how much is it?\"",
		"below the message":      "\"Hi, I'm Emily, and I need a room on Friday.\"\n\nThe user is polite and waits.",
		"German":                 `Der Nutzer schreibt: „Ich suche ein Zimmer in Graz.“`,
		"French":                 `L'utilisateur répond : « Je cherche une chambre. »`,
		"Spanish":                `El usuario escribe: "Busco una habitación."`,
	} {
		if s := strongest(Persona, talk(turn, "I see.")); s < Threshold {
			t.Errorf("%s: %.2f", what, s)
		}
	}
	for what, turn := range map[string]string{
		"asks what to do":    `The user writes, "I cannot print". What should I tell them?`,
		"asks for a reply":   `The user says "your app is rubbish" and I don't know how to answer.`,
		"an error":           `The user table has a column "name" that I cannot index.`,
		"a story of a user":  "The user taps the button and nothing happens. Where do I look?",
		"a question of data": `Is "user" a reserved word in Postgres?`,
		"later on":           "My report:\nThe user could log in. Then I saw \"404\" and nothing else. Why?",
	} {
		if s := strongest(Persona, talk(turn, "I see.")); s >= Threshold {
			t.Errorf("%s: %.2f", what, s)
		}
	}
}

// TestTakesOver: a user who goes on with the system's words instead of answering them.
func TestTakesOver(t *testing.T) {
	offer := "I'm glad to hear that. I'll do everything in my power to make you happy. What are you looking for?"
	for what, c := range map[string]struct {
		turns Conversation
		want  bool
	}{
		"says what was said to it": {talk("Hello, I feel low.", offer, "I'm so glad. I'll do everything in my power to make you happy, I promise."), true},
		"a list":                   {talk("How do I cook rice?", "First you rinse the grains in cold water, then simmer them.", "That is right, you rinse the grains in cold water, then simmer them gently."), true},
		"turns it round":           {talk("Hello, I feel low.", offer, "So you'll do everything in your power to make me happy? I'm looking for a film."), false},
		"a title":                  {talk("Any films?", "I found How to Train Your Dragon: The Hidden World. Would you like it?", "How to Train Your Dragon: The Hidden World sounds good to me."), false},
		"a quotation":              {talk("Hello, I feel low.", offer, `When you write "I'll do everything in my power to make you happy", do you mean it?`), false},
		"a term":                   {talk("I want to end the contract.", "You can end it with three months' notice to the end of a quarter.", "What does notice to the end of a quarter mean?"), false},
		"courtesy":                 {talk("Thanks, bye!", "It was nice chatting with you too, have a good day!", "It was nice chatting with you too, have a good one!"), false},
	} {
		told := slices.ContainsFunc(Signals(c.turns, Profile{}), func(s Signal) bool { return s.Name == RoleFlip && s.Strength >= Threshold })
		if told != c.want {
			t.Errorf("%s: %v", what, told)
		}
	}
}

// TestSaysInstructions: small models say back what simulate tells them.
func TestSaysInstructions(t *testing.T) {
	for turn, want := range map[string]bool{
		"You're the one who asks, and you have no idea what to do.":                           true,
		"You are the user in a conversation with an assistant. It is about a loan.":           true,
		"I need a loan. Write the next message of the user, and nothing else.":                true,
		"You see the assistant's messages as those that are sent to you.":                     true,
		"You're the one who asks all the questions here, so I thought I'd ask one. Is it ok?": false,
		"Who is the one who asks for the papers, you or the bank?":                            false,
	} {
		if s := strongest(Persona, talk(turn, "I see.")); (s >= Threshold) != want {
			t.Errorf("%q: %.2f", turn, s)
		}
	}
}
