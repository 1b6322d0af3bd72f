package transcripts

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
