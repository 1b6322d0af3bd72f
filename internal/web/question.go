package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/review"
	"seedbed.dev/seedbed/internal/text"
)

// question is a criterion as the form asks it.
type question struct {
	Name, Question, Kind string
	Options              []option
	Number               bool // a scale too long for a button each
	Min, Max             int
	Value                string // of a Number
	Anchors              []seedbed.Anchor
	Examples             []seedbed.RubricExample
}

type option struct {
	Value  string
	Label  string // what is shown
	Words  string // what it means
	Key    string // that answers it
	Chosen bool
}

// buttonsMost is the longest scale that is shown as buttons.
const buttonsMost = 12

func questionOf(c *seedbed.Criterion, given, letters map[string]string) question {
	q := question{
		Name: c.Name, Question: paragraph(cmp.Or(c.Question, c.Name)), Kind: string(c.Kind),
		Min: c.Min, Max: c.Max, Examples: c.Examples, Value: given[c.Name],
	}
	words := map[string]string{}
	for _, a := range c.Anchors {
		words[a.Value] = visible(a.Words)
	}
	switch c.Kind {
	case seedbed.Scale:
		q.Anchors = c.Anchors
		if c.Max-c.Min >= buttonsMost {
			q.Number = true
			return q
		}
		for n := c.Min; n <= c.Max; n++ {
			q.Options = append(q.Options, option{Value: strconv.Itoa(n)})
		}
	case seedbed.YesNo:
		q.Options = []option{{Value: "yes", Key: "y"}, {Value: "no", Key: "n"}}
	case seedbed.Choice:
		for i, v := range sorted(c.Choices, letters) {
			o := option{Value: v}
			if i < 9 {
				o.Key = strconv.Itoa(i + 1)
			}
			q.Options = append(q.Options, o)
		}
	}
	for i := range q.Options {
		o := &q.Options[i]
		o.Label, o.Words, o.Chosen = visible(cmp.Or(letters[o.Value], o.Value)), words[o.Value], given[c.Name] == o.Value
	}
	return q
}

// sorted puts choices that are sides into the order in which they are shown, so that
// the first key is the side that is seen first.
func sorted(choices []string, letters map[string]string) []string {
	out := slices.Clone(choices)
	slices.SortStableFunc(out, func(a, b string) int {
		return cmp.Compare(cmp.Or(letters[a], "~"), cmp.Or(letters[b], "~"))
	})
	return out
}

// sidesOf names the fields between which a criterion chooses, in the order in which
// they are shown: A, B and so on. What a field is called could tell whose it is.
func sidesOf(t *review.Task, rubric *seedbed.Rubric) map[string]string {
	if len(t.Order) == 0 {
		return nil
	}
	letters := map[string]string{}
	for _, at := range t.Order {
		if at < 0 || at >= len(t.Record.Fields) || len(letters) == 26 {
			continue
		}
		name := t.Record.Fields[at].Name
		for i := range rubric.Criteria {
			if c := &rubric.Criteria[i]; c.Kind == seedbed.Choice && slices.Contains(c.Choices, name) {
				letters[name] = string(rune('A' + len(letters)))
				break
			}
		}
	}
	return letters
}

// paragraph makes a text of a rubric fit to be shown; it keeps its lines.
func paragraph(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = text.Harmless(lines[i], 0)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// sentence makes a sentence of a clause.
func sentence(s string) string {
	if r, n := utf8.DecodeRuneInString(s); unicode.IsLower(r) {
		s = string(unicode.ToUpper(r)) + s[n:]
	}
	if s != "" && !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
