package adherence

import (
	"context"
	"fmt"
	"strings"

	"seedbed.dev/seedbed/internal/measure"
	"seedbed.dev/seedbed/internal/prose"
	"seedbed.dev/seedbed/internal/stats"
)

// refusals is the measure of replies that open with a refusal or a disclaimer.
type refusals struct {
	words func() *refusalWords // made once, when first needed
}

func (refusals) Info() measure.Info {
	return measure.Info{
		Name: "refusals", Family: family, Title: "Refusals and disclaimers",
		Says: "How many texts open with a refusal (\"I'm sorry, but I can't help with that\") or with a disclaimer of the model about itself (\"As an AI language model\", \"I am not a doctor\"), where in the data they are, and which rows. " +
			"A phrase counts only in the opening: in the first 40 words, at the start of a clause and outside of quotation marks; where a text has turns, the opening of each turn of an assistant. \"It is illegal to park here\" is no refusal. " +
			"A finding is serious where ten rows or more do so and the lower end of the interval is 1 % or more; notable where three rows do and it is .1 % or more, or there are fewer than 100 rows.",
		Cannot:  "It knows English, German, French, Spanish, Italian, Portuguese and Dutch, and the phrases that models use: a refusal in other words, or in the middle of a text, is missed. A text whose task is to refuse is counted too. It does not say whether a refusal was right.",
		Formula: "k rows of n with such an opening; the interval of the share is that of package stats (mid-p, Lancaster 1961; Clopper and Pearson 1934 for small counts). Places (label, group, ingredient) are compared with all other rows by Fisher's exact test, q by Benjamini and Hochberg (1995) over all places.",
		Use:     "Always, on texts that a model wrote. With --by model,revision it says whose. Residue finds a model's words about itself anywhere in a text.",
		Cost:    "One pass over the first 40 words of each text; keeps 20 rows of each kind, and counts by label, group and ingredient (at most 1,024 values of each).",
		Needs:   []measure.Need{measure.NeedText},
		Figures: []measure.Figure{
			{Name: "refusals", Unit: measure.Share, Says: "texts that open with a refusal"},
			{Name: "refusals.disclaimers", Unit: measure.Share, Says: "texts that open with a disclaimer"},
		},
	}
}

// The kinds of phrases.
const (
	kindRefusal = iota
	kindDisclaimer
	kindApology // alone is none
	kindCannot  // with what it is that cannot be
)

// The kinds of what cannot be.
const (
	whatWhole = iota // is a refusal
	whatVerb         // is one after an apology
)

var refusalKinds = [...]string{"refusal", "disclaimer"}

// refusalWords are the words of refusals. They are read only once made.
type refusalWords struct {
	phrases, what *phrases
	bridges, own  map[uint64]bool
	assistant, ai uint64
}

func newRefusalWords() *refusalWords {
	return &refusalWords{
		phrases: newPhrases(refusalPatterns, disclaimerPatterns, apologyPatterns, cannotPatterns), what: newPhrases(cannotWhat, cannotVerbs),
		bridges: hashSet(bridges), own: hashSet(strings.Join(ownKinds, " ")),
		assistant: measure.WordHash("assistant"), ai: measure.WordHash("ai"),
	}
}

func (m refusals) Start(s *measure.Setup, _ measure.Known) (measure.Summary, error) {
	sum := &refusing{setup: s, refusalWords: m.words()}
	for i := range sum.where {
		sum.where[i] = newPlaces(s)
	}
	return sum, nil
}

type refusing struct {
	*refusalWords
	setup *measure.Setup
	hits  measure.Hits
	where [2]*places
	found []measure.Hit // of the row at hand
}

// openingWords is how long an opening is.
const openingWords = 40

// mostTurns is how many turns of an assistant are looked at in one text.
const mostTurns = 16

func (s *refusing) Add(r *measure.Row) {
	words := r.Tokens.Words()
	if len(words) == 0 {
		return
	}
	hashes := r.Tokens.Hashes()
	s.found = s.found[:0]
	s.opening(r, 0)
	for i, turns := 0, 0; i+1 < len(hashes) && turns < mostTurns; i++ {
		if hashes[i] == s.assistant && strings.HasPrefix(strings.TrimLeft(r.Text[words[i].To:words[i+1].From], "*|>"), ":") {
			turns++
			s.opening(r, i+1)
		}
	}
	s.hits.Add(r, s.found)
	var is [2]bool
	for _, h := range s.found {
		is[kindOf(h.Kind)] = true
	}
	for k, w := range s.where {
		w.add(r, is[k], false)
	}
}

func kindOf(name string) int {
	if name == refusalKinds[kindRefusal] {
		return kindRefusal
	}
	return kindDisclaimer
}

// opening looks for phrases in the opening that starts with word from.
func (s *refusing) opening(r *measure.Row, from int) {
	words, hashes := r.Tokens.Words(), r.Tokens.Hashes()
	end := min(len(words), from+openingWords)
	apology := -1 // the word after one
	for i := from; i < end; i++ {
		n, kind := s.phrases.at(hashes[i:])
		if n == 0 || i > from && i != apology && !startsClause(r.Text, words, i) && !s.bridges[hashes[i-1]] {
			continue
		}
		switch kind {
		case kindApology:
			apology = i + n
			i += n - 1
			continue
		case kindCannot:
			more := s.cannot(hashes[i+n:], apology >= 0 && i-apology <= 1)
			if more == 0 {
				continue
			}
			n, kind = n+more, kindRefusal
		}
		if i+n < len(hashes) && hashes[i+n-1] == s.ai && s.own[hashes[i+n]] || inQuotes(r.Text, words[from].From, words[i].From) {
			continue
		}
		name := refusalKinds[kind]
		mark := measure.Span{From: words[i].From, To: words[i+n-1].To}
		s.found = append(s.found, measure.Hit{
			Kind: name, Marks: []measure.Span{mark}, Note: fmt.Sprintf("%s: %s", name, prose.Quoted(r.Text[mark.From:mark.To])),
			Weight: float64(n) - float64(i-from)/4,
		})
		i += n - 1
	}
}

// cannot returns how many of the words that follow "I can't" make it a refusal.
func (s *refusing) cannot(rest []uint64, sorry bool) int {
	if len(rest) == 0 {
		return 0
	}
	n, what := s.what.at(rest)
	if n > 0 && what == whatVerb && !sorry {
		return 0
	}
	return n
}

// inQuotes reports whether byte at is inside of quotation marks that opened after
// byte from, unless they enclose the text as a whole.
func inQuotes(text string, from, at int) bool {
	lead := strings.TrimSpace(text[:from])
	if strings.HasSuffix(lead, `"`) || strings.HasSuffix(lead, "“") || strings.HasSuffix(lead, "„") || strings.HasSuffix(lead, "«") {
		t := strings.TrimSpace(text)
		return !strings.HasSuffix(t, `"`) && !strings.HasSuffix(t, "”") && !strings.HasSuffix(t, "“") && !strings.HasSuffix(t, "»")
	}
	s := text[from:at]
	return strings.Count(s, `"`)%2 == 1 || strings.Count(s, "„") > strings.Count(s, "“") ||
		!strings.Contains(s, "„") && strings.Count(s, "“") > strings.Count(s, "”") || strings.Count(s, "«") > strings.Count(s, "»")
}

func (s *refusing) Merge(o measure.Summary) error {
	other := o.(*refusing)
	s.hits.Merge(&other.hits)
	for i := range s.where {
		s.where[i].merge(other.where[i])
	}
	return nil
}

func (s *refusing) Report(context.Context) ([]measure.Finding, error) {
	if s.hits.Checked == 0 {
		return nil, measure.Cannot("", "no row has words")
	}
	out := []measure.Finding{s.finding(kindRefusal)}
	if s.hits.Of(refusalKinds[kindDisclaimer]).Rows > 0 {
		out = append(out, s.finding(kindDisclaimer))
	}
	return out, nil
}

func (s *refusing) finding(kind int) measure.Finding {
	name := refusalKinds[kind]
	found := s.hits.Of(name)
	f := measure.Finding{
		Figure: "refusals", Unit: measure.Share, Census: true, Evidence: found.Top.Evidence(),
		Estimate: s.setup.Share(int(found.Rows), int(s.hits.Checked)),
		Caveat:   "Refusals in words that models seldom use, later than in the opening, or in other languages than seven of Europe are missed.",
		Compared: "phrases with which models refuse",
	}
	if kind == kindDisclaimer {
		f.Figure = "refusals.disclaimers"
		f.Caveat = "People write disclaimers too; disclaimers in other words are missed."
	}
	f.Severity = worth(f.Estimate, found.Rows)
	f.Says = fmt.Sprintf("%s of %s open with a %s", prose.Share(f.Estimate), prose.Rows(s.hits.Checked), name)
	if found.Rows == 0 {
		f.Says = fmt.Sprintf("none of %s opens with a %s", prose.Rows(s.hits.Checked), name)
	}
	addPlaces(&f, s.where[kind].compare(s.hits.Checked, found.Rows, false), s.setup.Level, "Where "+name+"s are")
	if f.Estimate.Value > habit {
		f.Says += ": it is how this data is written"
	}
	return f
}

// addPlaces says where hits are far above the rest, and shows the table.
func addPlaces(f *measure.Finding, all []place, level float64, title string) {
	if top := above(all, .1); len(top) > 0 {
		l := &top[0]
		f.Says += fmt.Sprintf(", above all with %s: %s of %s, and %s of the others", l.name(), prose.Count(l.k), prose.Count(l.n), l.others())
	}
	if t, ok := placesTable(title, all, level); ok {
		f.Tables = append(f.Tables, t)
	}
	if !f.Estimate.Defined() {
		f.Estimate = stats.Undefined("no row was looked at")
	}
}
