package dialogue

import (
	"slices"
	"testing"

	"seedbed.dev/seedbed"
)

// TestPeople: what real people say to a system that serves them, or chat of, is no break of a
// role; what a model says in their place still is.
func TestPeople(t *testing.T) {
	for what, c := range map[string]struct {
		want  Name
		turns Conversation
	}{
		"no thanks, time and again": {turns: talk(
			"I need a hotel in Porto.", "I have the Ribeira House, four stars. Would you like to book it?",
			"No thanks. Anything else you can find?", "There is the Old Mill, three stars. Shall I book it?",
			"Not that one, thanks. Any others?", "The Harbour Inn has rooms. Do you want one?",
			"Yes, perfect, thank you!", "What name should it be under?",
			"Under Teresa, thanks.", "It is booked. Do you need anything else?", "No thanks, it's all.", "Have a good day.")},
		"asks back of what is offered": {turns: talk(
			"I'm looking for a flat in Lyon.", "The Bellecour flat has two rooms for 900 a month. Are you interested in this flat?",
			"Is the Bellecour flat furnished?", "No, it isn't. Would you like to visit the flat?",
			"Could I visit the flat on Sunday?", "Sunday at ten is free. Should I put you down?", "Please do.", "Done.")},
		"check in and check out": {turns: talk(
			"Find me a room in Graz.", "What are your check in and check out dates?",
			"Check in on Monday and check out on the 9th of June.", "Do you want to reserve the Hotel Weiss?",
			"No, check in is on Tuesday, check out on the 9th. Thank you.", "Noted.")},
		"orders what the system offers": {turns: talk(
			"Set up a haircut for me.", "Which day and time? And what should I call the entry?",
			"Go ahead and call it haircut and set it for half past four.", "That time is taken. Is there something else that I can do?",
			"Try it again. Try it for five.", "Five it is.")},
		"what is to be done": {turns: talk(
			"My neighbours play music at night. Is there anything I can do?", "You could talk to them first, or to your landlord.",
			"I did talk to them. Is there something else I can do about it?", "Keep a diary of it, and show it to the landlord.")},
		"a film that is not to be played": {turns: talk(
			"Find a film by Varda.", "I found Vagabond. Should I play it now?", "No, I don't want to play it.", "As you like.")},
		"a piano that cannot be played": {turns: talk(
			"Do you like music?", "I do. I play the piano, and you?", "I can't play the piano, apart from one song my sister taught me, lol.", "That's a start.")},
		"indignation": {turns: talk(
			"Did you read that the team has to eat apart from its fans?", "I can't imagine having to leave a place because a fan walked in!",
			"I know, right? Having to walk out would be humiliating, and so unfair.", "It would.")},
		"an opinion early": {turns: talk(
			"Do you like tennis?", "I follow it a bit. They say the finals are much longer than they were.",
			"It does seem so. I wonder how much longer they can get.", "Who knows.")},
		"a part that is not played": {want: Refusal, turns: talk(
			"Hello.", "Hello, what would you like to order?", "I don't want to play the part of a customer who is angry.", "All right.")},
		"a user who opens as a service does": {want: RoleFlip, turns: talk("How can I help you today?", "I'm the one who is here to help. What is it about?")},
		"a user who serves": {want: RoleFlip, turns: talk(
			"I need a taxi.", "For how many?", "Is there anything else I can help you with today?", "A taxi?")},
	} {
		signals := slices.DeleteFunc(Signals(c.turns, Profile{}), func(s Signal) bool { return !slices.Contains(learnedNames[:], s.Name) })
		broken, why := Judge(signals)
		told := slices.ContainsFunc(signals, func(s Signal) bool { return s.Name == c.want && s.Strength >= Threshold })
		if (broken != seedbed.Valid) != (c.want != "") || told != (c.want != "") {
			t.Errorf("%s is %s: %s, want %q", what, broken, why, c.want)
		}
	}
}
