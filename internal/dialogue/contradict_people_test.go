package dialogue

import "testing"

// TestPeopleOfOthers has what people say to one another: of whom else they speak, what they
// say yes to, and which years and ages are not theirs.
func TestPeopleOfOthers(t *testing.T) {
	ada := Profile{Name: "Ada", AgeFrom: 30, AgeTo: 30, Gender: "female", Languages: []string{"en"}}
	max := Profile{Name: "Max Brandt", AgeFrom: 12, AgeTo: 12, Gender: "male", Languages: []string{"en"}}
	for _, c := range []struct {
		p           Profile
		reply, said string
		want        bool
	}{
		// A yes to what is not the user's name.
		{ada, "You want two tickets from Oakland to San Diego, right?", "Yes, that's right.", false},
		{ada, "Do you like Tom Petty?", "Yes, a lot.", false},
		{ada, "Shall I pay 40 euros to Justin, is that correct?", "Correct.", false},
		{ada, "Am I speaking to Justin?", "Yes.", true},
		{ada, "Are you Justin?", "Yes.", true},
		{ada, "Your name is Justin, correct?", "Correct.", true},
		// Names that were asked for, of others.
		{ada, "Who was the one who sang it?", "It is Carla Bruni.", false},
		{ada, "I cannot name any. Can you?", "Tom Jones, and Cher.", false},
		{ada, "What is the salon's name?", "Violet Combs.", false},
		{ada, "Who are you sending it to?", "To my aunt Jenny.", false},
		{ada, "Do you have a favourite?", "Sure, mine is Tom Waits.", false},
		{ada, "Which place?", "In San Jose with two rooms.", false},
		{ada, "Where to?", "Please look in St. Helena.", false},
		{ada, "Anything else?", "Save it under the name Dentist visit.", false},
		{ada, "Anything else?", "Thanks, I am done.", false},
		{ada, "What is your name?", "Carla Bruni.", true},
		{ada, "May I have a name for the booking?", "Carla Bruni.", true},
		{ada, "Anything else?", "No thanks, regards, Carla Bruni", true},
		// Years and ages of others.
		{ada, "", "I had no idea that the shop opened in 1931!", false},
		{ada, "", "I learned recently that the club was founded in 1939.", false},
		{ada, "", "It's been around since 1930, but I only saw it now.", false},
		{ada, "", "Most players have a career of ten years, and engineers work for 40 years.", false},
		{ada, "", "I think he died at the age of 88.", false},
		{ada, "", "Two twins at 100 years old made a record.", false},
		{ada, "", "I learned to drive in 1961.", true},
		{ada, "", "We were married in 1958.", true},
		{ada, "", "At 72 I still drive to work.", true},
		{max, "", "Anything free at 13:45?", false},
		{max, "", "I taught chemistry for 35 years.", true},
		// What others have and are.
		{ada, "", "Did you know that every mayor here with a beard was a baker?", false},
		{ada, "", "A strong woman could do that just as well as the men could.", false},
		{ada, "", "I'm a big Spider man fan.", false},
		{max, "", "Do you think we'll ever see women in that league?", false},
		{max, "", "Did you hear that the mayor has been divorced?", false},
		{max, "Do you have a family?", "Oh, you have three children?", false},
		{max, "", "As a woman I would not go.", true},
		{max, "", "I've been divorced twice.", true},
		{ada, "", "Ha ha nice", false},
		{ada, "Which city?", "Ciudad de Mexico.", false},
	} {
		turns := Conversation{{Role: "user", Content: c.said}}
		if c.reply != "" {
			turns = append(talk("Hello, I need some help with a thing.", c.reply), turns...)
		}
		got := false
		for _, s := range Signals(turns, c.p) {
			got = got || s.Name == Contradicts
		}
		if got != c.want {
			t.Errorf("%s: %q after %q: %v", c.p.Name, c.said, c.reply, Signals(turns, c.p))
		}
	}
}
