package population

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/text"
)

const (
	textMost = 1 << 16 // of a text that is looked at, in bytes
	lookBack = 40      // words of a sentence that are looked at before one, and behind it
)

// Contradiction is a passage that tells a trait otherwise than the person has it.
type Contradiction struct {
	Trait, Value string
	Says         string // the passage, as it stands in the text
	At           int    // where it begins, in bytes
}

// String says it in a few words: age 18-29, "a 62-year-old nurse".
func (c Contradiction) String() string {
	return fmt.Sprintf("%s is %s, and it says %q", c.Trait, text.Harmless(c.Value, 40), text.Harmless(c.Says, 80))
}

// Checker finds what contradicts people's traits. It knows the values that people may
// have: one from the north who "lives in the south" contradicts its traits where both are
// regions. It is immutable.
type Checker struct {
	values map[string]map[string]bool // of places and occupations, normalised, by trait
}

// NewChecker returns a Checker for people with such traits; without any it knows
// countries and common occupations by name, and no other places and occupations.
func NewChecker(traits []Trait) *Checker {
	c := &Checker{values: map[string]map[string]bool{}}
	for i := range traits {
		if about := aspects[aspectName(traits[i].Name)]; about != ofPlace && about != ofWork {
			continue
		}
		values := make(map[string]bool, len(traits[i].Values))
		for _, v := range traits[i].Values {
			values[text.NormalizeWords(seedbed.TextOf(v))] = true
		}
		c.values[traits[i].Name] = values
	}
	return c
}

// aspect is what a trait is about.
type aspect int

const (
	noAspect aspect = iota
	ofAge
	ofGender
	ofPlace
	ofWork
)

var aspects = map[string]aspect{
	"age": ofAge, "age group": ofAge, "age band": ofAge, "age range": ofAge,
	"gender": ofGender, "sex": ofGender,
	"place": ofPlace, "country": ofPlace, "region": ofPlace, "city": ofPlace, "town": ofPlace, "state": ofPlace,
	"residence": ofPlace, "location": ofPlace, "country of residence": ofPlace,
	"occupation": ofWork, "job": ofWork, "profession": ofWork,
}

// Checked reports whether texts are looked at for what they tell of a trait of this name.
func Checked(trait string) bool { return aspects[aspectName(trait)] != noAspect }

func aspectName(s string) string { return strings.ReplaceAll(strings.ToLower(s), "_", " ") }

// Contradicts returns where a text by or about a person says otherwise than the
// person's traits: age (age, age_group), gender (gender, sex), place (country,
// region, city, place) and occupation (occupation, job, profession). It looks for
// what is said outright of the person in the present tense, in English; what is told of
// others, of the past or of wishes is passed over. No contradiction does not mean that
// the text agrees.
func (c *Checker) Contradicts(traits seedbed.Fields, s string) []Contradiction {
	if len(s) > textMost {
		s = s[:textMost]
	}
	r := readText(s)
	for i := range traits {
		if aspects[aspectName(traits[i].Name)] == ofGender {
			r.someone = pronounOfOthers(seedbed.TextOf(traits[i].Value))
		}
	}
	var out []Contradiction
	for i := range traits {
		about := aspects[aspectName(traits[i].Name)]
		value := strings.TrimSpace(seedbed.TextOf(traits[i].Value))
		if about == noAspect || value == "" {
			continue
		}
		from, to := -1, -1
		switch about {
		case ofAge:
			from, to = r.otherAge(value)
		case ofGender:
			from, to = r.otherGender(value)
		case ofPlace:
			from, to = r.otherPlace(value, c.values[traits[i].Name])
		case ofWork:
			from, to = r.otherWork(value, c.values[traits[i].Name])
		}
		if from >= 0 {
			start, end := r.words[from].from, r.words[to].to
			out = append(out, Contradiction{Trait: traits[i].Name, Value: value, Says: s[start:end], At: start})
		}
	}
	return out
}

// holds reports whether the words of part stand together in s; both normalised.
func holds(s, part string) bool {
	return part != "" && strings.Contains(" "+s+" ", " "+part+" ")
}

// reading is a text as words in sentences.
type reading struct {
	text    string
	words   []word
	someone string // a pronoun that tells of somebody else; "" for none
}

type word struct {
	from, to int
	lower    string
	sentence int
	clause   int // counts commas and the like too
}

func readText(s string) *reading {
	r := &reading{text: s}
	sentence, clause, at := 0, 0, 0
	for {
		from, to := text.NextWord(s, at)
		if from < 0 {
			return r
		}
		between := s[at:from]
		switch {
		case at > 0 && endsSentence(between):
			sentence++
			clause++
		case at > 0 && strings.ContainsAny(between, ",;:()\"“”–—"):
			clause++
		}
		lower := strings.ReplaceAll(strings.ToLower(s[from:to]), "’", "'")
		for _, x := range contracted(lower) {
			r.words = append(r.words, word{from, to, x, sentence, clause})
		}
		at = to
	}
}

func endsSentence(between string) bool {
	if strings.Contains(between, "\n") {
		return true
	}
	if i := strings.IndexAny(between, ".!?…"); i >= 0 {
		_, size := utf8.DecodeRuneInString(between[i:])
		rest := between[i+size:]
		return rest == "" || strings.IndexFunc(rest, unicode.IsSpace) >= 0
	}
	return false
}

// contracted parts what an apostrophe joins: i'm is i am.
func contracted(w string) []string {
	switch w {
	case "i'm":
		return []string{"i", "am"}
	case "he's":
		return []string{"he", "is"}
	case "she's":
		return []string{"she", "is"}
	case "they're":
		return []string{"they", "are"}
	}
	return []string{w}
}

// is reports whether the words from i on are the given ones, in one sentence.
func (r *reading) is(i int, list ...string) bool {
	if i < 0 || i+len(list) > len(r.words) || r.words[i].sentence != r.words[i+len(list)-1].sentence {
		return false
	}
	for k, w := range list {
		if r.words[i+k].lower != w {
			return false
		}
	}
	return true
}

// aside reports whether what stands at word i is told of somebody else, another time
// or a wish: something before it in its sentence says so.
func (r *reading) aside(i int) bool {
	for k := i - 1; k >= max(0, i-lookBack) && r.words[k].sentence == r.words[i].sentence; k-- {
		w := r.words[k].lower
		if r.someone != "" && w == r.someone || kin[w] || kin[strings.TrimSuffix(w, "'s")] || strings.HasSuffix(w, "n't") {
			return true
		}
		if k >= i-6 && unreal[w] {
			return true
		}
	}
	return false
}

// near reports whether word i stands within the first few of its sentence, behind
// its subject.
func (r *reading) near(i int) bool {
	return i < 5 || r.words[i-5].sentence != r.words[i].sentence
}
