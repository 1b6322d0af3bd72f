package bias

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// The kinds of damage.
const (
	Dropped  = "sentences dropped"
	Negated  = "facts negated"
	Swapped  = "another row's text"
	Shuffled = "words shuffled"
)

// Damages are all kinds, in the order in which rows take turns.
func Damages() []string { return []string{Dropped, Negated, Swapped, Shuffled} }

// damage makes a text surely worse; ok is false where the kind can do nothing to it.
// other is another row's text.
func damage(kind, text, other string, seed uint64) (string, bool) {
	out := text
	switch kind {
	case Dropped:
		out = drop(text)
	case Negated:
		out = negate(text)
	case Swapped:
		out = other
	case Shuffled:
		out = shuffle(text, seed)
	}
	return out, strings.TrimSpace(out) != "" && strings.Join(strings.Fields(out), " ") != strings.Join(strings.Fields(text), " ")
}

var sentenceEnd = regexp.MustCompile(`[.!?。！？…]+["'”’)\]]*(?:\s+|$)|\n{2,}`)

// sentences cuts a text after each sentence; the pieces together are the text.
func sentences(text string) []string {
	var out []string
	at := 0
	for _, m := range sentenceEnd.FindAllStringIndex(text, -1) {
		out = append(out, text[at:m[1]])
		at = m[1]
	}
	if at < len(text) {
		out = append(out, text[at:])
	}
	return out
}

// drop leaves every second sentence out; of a single one, its second half.
func drop(text string) string {
	all := sentences(text)
	if len(all) < 2 {
		words := strings.Fields(text)
		return strings.Join(words[:len(words)/2], " ")
	}
	var b strings.Builder
	for i := 1; i < len(all); i += 2 { // the first mostly says what the others are about
		b.WriteString(all[i])
	}
	return b.String()
}

var (
	// Verbs with their denial, in the languages of most data.
	denied   = regexp.MustCompile(`(?i)\b(is|are|was|were|will|can|could|should|must|has|have|does|do|did|would|may) (not )?|\b(ist|sind|war|waren|wird|werden|kann|können|soll|muss|hat|haben) (nicht )?`)
	digits   = regexp.MustCompile(`[0-9]+`)
	opposite = strings.NewReplacer("always", "never", "never", "always", "more", "less", "less", "more", "before", "after", "after", "before",
		"first", "last", "last", "first", "true", "false", "false", "true", "all", "none", "add", "subtract", "subtract", "add",
		"multiply", "divide", "divide", "multiply", "increase", "decrease", "decrease", "increase")
)

// negate says the contrary: denies what is said and the other way round, and makes
// other numbers of numbers.
func negate(text string) string {
	text = denied.ReplaceAllStringFunc(text, func(m string) string {
		words := strings.Fields(m)
		if len(words) > 1 {
			return words[0] + " "
		}
		no := "not"
		if strings.Contains(" ist sind war waren wird werden kann können soll muss hat haben ", " "+strings.ToLower(words[0])+" ") && !strings.EqualFold(words[0], "war") {
			no = "nicht"
		}
		return words[0] + " " + no + " "
	})
	text = digits.ReplaceAllStringFunc(text, func(m string) string {
		b := []byte(m)
		b[0] = '1' + (b[0]-'0'+3)%9
		return string(b)
	})
	return opposite.Replace(text)
}

// shuffle puts the words into another order.
func shuffle(text string, seed uint64) string {
	words := strings.Fields(text)
	rng := rand.New(rand.NewPCG(seed, 1))
	rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words, " ")
}
