package transcripts

import "fmt"

// Second returns the second set of transcripts: all written by hand, none put
// together, and never told of to whoever works on the signals.
func Second() ([]Transcript, error) {
	return written(secondSet)
}

// Third returns the third set, of the same kind as the second, and larger.
func Third() ([]Transcript, error) {
	return written(thirdSet)
}

// Fourth returns the fourth set, of the same kind, written after the signals had been
// tried on the third.
func Fourth() ([]Transcript, error) {
	return written(fourthSet)
}

// Fifth returns the fifth set, of the same kind, written after the signals had been tried
// on the fourth.
func Fifth() ([]Transcript, error) {
	return written(fifthSet)
}

// Sixth returns the sixth set, of the same kind, written after the signals had been tried
// on the fifth.
func Sixth() ([]Transcript, error) {
	return written(sixthSet)
}

// People returns conversations that real people held or wrote, all sound: half with a task
// system, half at a coffee bar. Nobody plays a user in them, so that no signal should count;
// people/README.md says whose they are.
func People() ([]Transcript, error) {
	var out []Transcript
	for _, name := range []string{"sgd", "tm4"} {
		got, err := read(peopleSet, name+".txt")
		if err != nil {
			return nil, err
		}
		for i, t := range got {
			t.Behaviour, t.ID = Sound, fmt.Sprintf("%s %d", name, i+1)
			out = append(out, t)
		}
	}
	return out, nil
}

// Small returns conversations in which a small model really played the user and broke its
// role, in whatever way: nothing was planted, and two readers took each for broken.
// small/README.md says how they were drawn. Turns that ran into a bound of tokens are marked.
func Small() ([]Transcript, error) {
	out, err := read(smallSet, "broken.txt")
	for i := range out {
		out[i].Behaviour, out[i].ID = Broken, "small "+out[i].Kind
	}
	return out, err
}
