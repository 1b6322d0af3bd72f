package seedbed

// Vote is what one person said of a record, by one criterion. Judges' scores and
// automatic measures are held against votes.
type Vote struct {
	Criterion string
	Person    string // an id, never a name
	Value     string // as anchors name it: "7", "yes", one of the choices
	// Share is the probability with which a record like this one was to be looked at,
	// above 0 up to 1, where it was drawn at random. 0: it was chosen for what it is
	// (near a threshold, gold), and tells nothing of how often something is so.
	Share float64
	// Settled: an adjudicator's answer, which counts in place of the others.
	Settled bool
}
