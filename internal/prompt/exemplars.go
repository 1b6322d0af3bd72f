package prompt

// The ways to pick exemplars.
const (
	PickFixed    = "fixed"
	PickRandom   = "random"
	PickBalanced = "balanced"
)
