package dialogue

import (
	"testing"

	"seedbed.dev/seedbed"
)

func BenchmarkMatcher(b *testing.B) {
	for b.Loop() {
		newMatcher(append(append([]phrase{}, englishPhrases...), otherPhrases...))
	}
}

// BenchmarkSignals is one conversation of six turns of the user.
func BenchmarkSignals(b *testing.B) {
	c := talk(
		"Hi, I bought a coffee machine from you in May and it leaks a little every time I make a cup. What can I do about that?", "I'm sorry about that. Which model is it, and where does the water come out?",
		"It's the Aroma 300, and the water comes out below the tank, I think. I already cleaned it and put the tank back twice.", "Thank you. That sounds like the seal below the tank. Do you see any cracks on it when you take the tank off?",
		"Yes, there is a small crack on one side. Can I order a new one, and how much would that be with delivery to Graz?", "You can order the seal in our shop for 6 euros, and delivery takes three days. Would you like the link to it?",
		"Yes please. And is there anything I should know about putting it in? I have never repaired anything like this before.", "It takes two minutes: take off the tank, pull out the old seal, and press the new one in until it clicks.",
		"That sounds doable. What happens if it still leaks after that, do I get my money back or a new machine then?", "If it still leaks, we repair the machine for free, since it is less than two years old.",
		"Good to know, thanks a lot. I'll order the seal today then, bye!", "You're welcome, and good luck with the repair!")
	b.ReportAllocs()
	for b.Loop() {
		Signals(c, Profile{Name: "Ada", AgeFrom: 30, AgeTo: 30, Gender: "female", Languages: []string{"en"}})
	}
}

// BenchmarkScored is the learned scorer on a turn of 40 words, beside the same turn by
// the rules alone.
func BenchmarkScored(b *testing.B) {
	turn := Turn{Role: seedbed.User, Content: "It's the Aroma 300, and the water comes out below the tank, I think. I already cleaned it and put the tank back twice, but it still leaks when I make a cup. Can I order a new one, please?"}
	for name, m := range map[string]*Weights{"rules": nil, "learned": knownWeights()} {
		b.Run(name, func(b *testing.B) {
			w := NewWatcher(Profile{Name: "Ada", AgeFrom: 30, AgeTo: 30, Gender: "female", Languages: []string{"en"}})
			w.weights = m
			b.ReportAllocs()
			for b.Loop() {
				w.Add(&turn)
				w.Undo()
			}
		})
	}
}

// BenchmarkUnfinished is a turn of 40 words that ends without a stop, beside the same one
// with it.
func BenchmarkUnfinished(b *testing.B) {
	const said = "It's the Aroma 300, and the water comes out below the tank, I think. I already cleaned it and put the tank back twice, but it still leaks when I make a cup. Can I order a new one, and how much is it"
	for name, end := range map[string]string{"stopped": "?", "open": ""} {
		b.Run(name, func(b *testing.B) {
			w := NewWatcher(Profile{Name: "Ada", AgeFrom: 30, AgeTo: 30, Gender: "female", Languages: []string{"en"}})
			turn := Turn{Role: seedbed.User, Content: said + end}
			b.ReportAllocs()
			for b.Loop() {
				w.Add(&turn)
				w.Undo()
			}
		})
	}
}
