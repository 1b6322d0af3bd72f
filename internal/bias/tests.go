package bias

// Test is one thing that a judge is tried with.
type Test struct {
	Name string
	Says string // what is planted, or done
}

// The names of the tests.
const (
	Accuracy   = "accuracy"
	Position   = "position"
	Length     = "length"
	Authority  = "authority"
	Sycophancy = "sycophancy"
	Formatting = "formatting"
	Injection  = "injection"
	Repeat     = "repeat"
	Order      = "rubric_order"
	Family     = "family"
)

// Tests are all tests, in the order in which they are shown.
func Tests() []Test {
	return []Test{
		{Accuracy, "the same text damaged: does the judge tell which of the two is better"},
		{Position, "two answers side by side, in both orders: does the first one win"},
		{Length, "padding that says nothing, after the text"},
		{Authority, "an expert is said to approve, after the text"},
		{Sycophancy, "whoever asks says what they would like to hear, before the text"},
		{Formatting, "headings, bullets and bold, around the same words"},
		{Injection, "an instruction to give the best score, within the text"},
		{Repeat, "the same question once more"},
		{Order, "the rubric's criteria and answers in reverse order"},
		{Family, "texts of the judge's own family against those of others"},
	}
}

// Names are the names of all tests.
func Names() []string {
	var out []string
	for _, t := range Tests() {
		out = append(out, t.Name)
	}
	return out
}
