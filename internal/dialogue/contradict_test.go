package dialogue

import (
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
)

// TestImplied are kinds of contradictions beside what sounds like them and is none.
func TestImplied(t *testing.T) {
	for _, c := range []struct {
		profile, reply, said string
		wrong                bool
	}{
		{"age=41", "", "Mrs Hartley is testing all of us in year 9 tomorrow.", true},
		{"age=14", "", "Mrs Hartley is testing all of us in year 9 tomorrow.", false},
		{"age=46", "", "I'm not allowed a card until I'm 13.", true},
		{"age=11", "", "I'm not allowed a card until I'm 13.", false},
		{"age=27", "", "I bought this one new with my first wage in 1965.", true},
		{"age=78", "", "I bought this one new with my first wage in 1965.", false},
		{"age=27", "", "I bought a car that was built in 1965.", false},
		{"age=25", "", "Es que yo ya ando por los ochenta y uno y esto me viene grande.", true},
		{"age=81", "", "Es que yo ya ando por los ochenta y uno y esto me viene grande.", false},
		{"age=18", "", "À soixante-quatorze ans passés on ne choisit plus guère.", true},
		{"gender=male", "", "I'm 28 weeks along and the midwife says no.", true},
		{"gender=male", "", "My wife is 28 weeks along and the midwife says no.", false},
		{"gender=male", "", "Je suis restée longtemps sans emploi.", true},
		{"gender=female", "", "Je suis restée longtemps sans emploi.", false},
		{"gender=male", "", "Elle dit que je suis fatigué.", false},
		{"gender=male", "", "Que soy muy ordenada y estuve agobiada.", true},
		{"gender=female", "", "Que soy muy ordenada y estuve agobiada.", false},
		{"gender=female", "", "Als Papa nehm ich nur die zwei Monate.", true},
		{"name=Olivier", "Je vous inscris sous quel prénom ?", "Thierry, avec un h.", true},
		{"name=Thierry", "Je vous inscris sous quel prénom ?", "Thierry, avec un h.", false},
		{"name=Nadia", "And the name?", "Colleen. Should be two boxes.", true},
		{"name=Nadia", "What is your dog's name?", "Colleen. She is two.", false},
		{"name=Nadia", "Under what name?", "Henderson, for two.", false},
		{"name=Mei", "Whom should they ask for?", "Beatriz, that's me, I'm in all day.", true},
		{"name=Dmitri", "How is it spelled? Your first name, please.", "D-M-I-T-R-I, that's my first name.", false},
		{"name=Liam", "How is it spelled? Your first name, please.", "D-M-I-T-R-I, that's my first name.", true},
	} {
		k, v, _ := strings.Cut(c.profile, "=")
		p := ProfileOf(seedbed.Fields{{Name: k, Value: v}})
		turns := talk("Could you have a look at this for me?", "Of course. "+c.reply, c.said)
		wrong := slices.ContainsFunc(SignalsWith(turns, p, nil), func(s Signal) bool { return s.Name == Contradicts })
		if wrong != c.wrong {
			t.Errorf("%s: %q: %v", c.profile, c.said, wrong)
		}
	}
}

// TestRound: both sides that go round are told from those that go on.
func TestRound(t *testing.T) {
	round := talk("Where is my refund?", "Refunds take five to seven days.", "It has been ten days already.", "Please allow five to seven days for refunds.",
		"But it has been ten days.", "As I said, refunds take five to seven days.", "Ten days have been and gone, I said.", "It usually takes five to seven days.", "It's ten days though.")
	form := talk("I'd like a table.", "For which day?", "Friday.", "And at what time?", "Eight.", "How many guests?", "Four.", "Any allergies?", "Sesame.")
	for want, c := range map[bool]Conversation{true: round, false: form} {
		got := slices.ContainsFunc(SignalsWith(c, Profile{}, nil), func(s Signal) bool { return s.Name == Loop || s.Name == Repeats })
		if got != want {
			t.Errorf("%v: %v", c, got)
		}
	}
	again := talk("two adults one child, Friday to Monday", "Something went wrong on our side, please send that again.", "two adults one child, Friday to Monday")
	if s := SignalsWith(again, Profile{}, nil); slices.ContainsFunc(s, func(s Signal) bool { return s.Name != NoReply }) {
		t.Error(s)
	}
}
