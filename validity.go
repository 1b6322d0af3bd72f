package seedbed

// Validity says whether a conversation, an attack or another simulated record can
// be counted: Valid, or why not. What broke is missing data, and not data: a rate is
// over what is valid, with bounds for what is missing.
type Validity string

// The validities.
const (
	Valid       Validity = "valid"
	Derailed    Validity = "derailed"    // the auxiliary model left its role
	Declined    Validity = "declined"    // the auxiliary model refused to play
	Unreachable Validity = "unreachable" // the system under test gave no answer
	CutOff      Validity = "cut off"     // a turn ran into its bound of tokens
	Looped      Validity = "looped"      // the same turns again and again
	Unparsable  Validity = "unparsable"  // a reply could not be read
)

// Validities are all of them, Valid first.
var Validities = []Validity{Valid, Derailed, Declined, Unreachable, CutOff, Looped, Unparsable}

// The fields that stages write validity into: one of Validities, and in a
// sentence where and by what it was told ("turn 3: praises a refusal"), "" where
// valid.
const (
	FieldValidity = "validity"
	FieldInvalid  = "invalid_because"
)

// ValidityOf returns the validity that a record carries; ok is false for a record
// whose kind has none, which counts as it is.
func ValidityOf(f Fields) (v Validity, ok bool) {
	x, _ := f.Get(FieldValidity)
	s, ok := x.(string)
	return Validity(s), ok
}

// AboutRow reports whether a field says something of its row, such as how a conversation
// ended, rather than being what was made.
func AboutRow(field string) bool {
	return field == FieldValidity || field == FieldInvalid || field == "ended"
}
