package dialogue_test

import (
	"slices"
	"strings"
	"testing"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/dialogue"
	"seedbed.dev/seedbed/internal/testkit/transcripts"
)

// TestWeightsAreOfTheTexts fails when the training transcripts were changed and nothing
// was learned again.
func TestWeightsAreOfTheTexts(t *testing.T) {
	_, digest, err := transcripts.Training()
	if err != nil {
		t.Fatal(err)
	}
	if got := dialogue.LearnedDigest(); got != digest {
		t.Errorf("the weights are of the texts %.12s, and the texts are %.12s; make signals trains them again", got, digest)
	}
}

// TestLearned holds what the signals find in the texts that they were trained on.
func TestLearned(t *testing.T) {
	lessons, _, err := transcripts.Training()
	if err != nil {
		t.Fatal(err)
	}
	found, of := map[transcripts.Behaviour]int{}, map[transcripts.Behaviour]int{}
	for _, l := range lessons {
		c := l.Turns
		if c[len(c)-1].Role == seedbed.User {
			c = append(slices.Clone(c), dialogue.Turn{Role: seedbed.Assistant, Content: "All right, here is what I know about it."})
		}
		signals := dialogue.Signals(c, l.Profile())
		if l.Behaviour != transcripts.Sound {
			signals = slices.DeleteFunc(signals, func(s dialogue.Signal) bool { return !slices.Contains(l.Behaviour.Told(), s.Name) })
		}
		of[l.Behaviour]++
		if v, because := dialogue.Judge(signals); v != seedbed.Valid {
			if found[l.Behaviour]++; l.Behaviour == transcripts.Sound {
				t.Logf("%s: %s", l.ID, because)
			}
		}
	}
	for b, n := range of {
		share := float64(found[b]) / float64(n)
		t.Logf("%q: %d of %d", b, found[b], n)
		if least := leastFound[b]; b == transcripts.Sound && share > .01 || share < least {
			t.Errorf("%q: %d of %d", b, found[b], n)
		}
	}
}

// leastFound is what is found at least of texts that were trained on, or, of contradictions
// and of what repeats itself, that rules were written from.
var leastFound = map[transcripts.Behaviour]float64{
	transcripts.RoleFlip: .9, transcripts.BothSides: .9, transcripts.Praise: .9, transcripts.Persona: .9, transcripts.Refusal: .9,
	transcripts.Contradiction: .7, transcripts.Repeats: .4, transcripts.Loop: .1,
}

// FuzzWeights reads any file as weights: it is taken or not, and what is taken can be used.
func FuzzWeights(f *testing.F) {
	m := dialogue.Weights{Scale: 1, Word: 1, Whole: 1, Beside: 1}
	file, err := m.Encode([]dialogue.WeightOf{{Hash: 1, W: [5]int8{1, 2, 3, 4, -128}, Voice: -1}, {Hash: 1 << 31, W: [5]int8{-1}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(file))
	f.Add("")
	f.Add("{}\n")
	f.Add(`{"Features":1}` + "\n1234567")
	f.Add(`{"Features":2,"Scale":1e38}` + "\n\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	f.Fuzz(func(t *testing.T, file string) {
		m, err := dialogue.ReadWeights(file)
		if err != nil {
			return
		}
		c := dialogue.Conversation{{Role: seedbed.User, Content: "Why?"}, {Role: seedbed.Assistant, Content: "I can't help with that."}, {Role: seedbed.User, Content: "Great. You should not."}}
		for _, s := range dialogue.SignalsWith(c, dialogue.Profile{}, m) {
			if !(s.Strength > 0 && s.Strength <= 1) {
				t.Errorf("%+v", s)
			}
		}
	})
}

func TestWeightsTwice(t *testing.T) {
	m := dialogue.Weights{}
	if _, err := m.Encode(make([]dialogue.WeightOf, 8)); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Error(err)
	}
}

// TestFacts are what people say of themselves that contradicts their profile, and what
// sounds like it and does not.
func TestFacts(t *testing.T) {
	for _, c := range []struct {
		profile, reply, said string
		wrong                bool
	}{
		{"age=72", "", "I'm in year 9 and we have a test.", true},
		{"age=15", "", "I'm in year 9 and we have a test.", false},
		{"age=23", "", "My pension is small, but I manage.", true},
		{"age=68", "", "My pension is small, but I manage.", false},
		{"age=27", "When were you born?", "On 4 March 1958.", true},
		{"age=67", "When were you born?", "On 4 March 1958.", false},
		{"age=27", "", "My car was built in 1958.", false},
		{"age=16", "", "Thirty years as a bookkeeper and I still fall for it.", true},
		{"age=16", "", "My dad has thirty years as a bookkeeper behind him.", false},
		{"age=60", "How old are you?", "17, why?", true},
		{"age=60", "", "I'm 17 minutes late.", false},
		{"gender=male", "", "Je suis enceinte de quatre mois.", true},
		{"gender=male", "", "Ma femme est enceinte de quatre mois.", false},
		{"gender=female", "", "Estoy muy cansado de esperar.", true},
		{"gender=female", "", "Estoy muy cansada de esperar.", false},
		{"gender=female", "", "As her dad I want to get it right.", true},
		{"name=Sylvie", "", "Bonjour, Marie à l'appareil, je voudrais clôturer mon compte.", true},
		{"name=Marie", "", "Bonjour, Marie à l'appareil, je voudrais clôturer mon compte.", false},
		{"name=Edward", "", "Hey, Marcus here from accounts. I can't get in.", true},
		{"language=English", "", "Ungefähr sechs Stunden am Nachmittag, aber es ist ziemlich windig.", true},
		{"language=German", "", "Ungefähr sechs Stunden am Nachmittag, aber es ist ziemlich windig.", false},
	} {
		k, v, _ := strings.Cut(c.profile, "=")
		p := dialogue.ProfileOf(seedbed.Fields{{Name: k, Value: v}})
		turns := dialogue.Conversation{{Role: seedbed.User, Content: "Could you have a look at this for me?"}, {Role: seedbed.Assistant, Content: "Of course. " + c.reply}, {Role: seedbed.User, Content: c.said}}
		if c.profile == "language=German" {
			turns[0].Content = "Könnten Sie sich das bitte einmal für mich ansehen?"
		}
		wrong := slices.ContainsFunc(dialogue.SignalsWith(turns, p, nil), func(s dialogue.Signal) bool { return s.Name == dialogue.Contradicts })
		if wrong != c.wrong {
			t.Errorf("%s: %q: %v", c.profile, c.said, wrong)
		}
	}
}
