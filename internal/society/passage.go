package society

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"
)

// Passage is a sentence that a document has to hold: sensitive, or one that merely
// looks so.
type Passage struct {
	Label     string   // "health", "salary", ...
	Says      string   // one sentence
	Keep      []string // what of it has to be in the text however it is worded
	Sensitive bool
	Fact      int32 // the fact that it tells; -1: none
}

// says are ways to word a sensitive fact. %[1]s, %[2]s and %[3]s are what the fact
// keeps.
var says = map[Predicate][]string{
	Health: {
		"%[1]s has been off sick with %[2]s since %[3]s.",
		"Please keep it to yourself: the doctor's note of %[3]s says that %[1]s has %[2]s.",
		"Because of %[2]s, %[1]s has worked half days since %[3]s.",
		"%[1]s told me in confidence about %[2]s, which the clinic found on %[3]s.",
		"The occupational physician confirmed on %[3]s that %[1]s cannot travel, because of %[2]s.",
	},
	Discipline: {
		"%[1]s got a written warning for %[2]s on %[3]s.",
		"After the talk of %[3]s about %[2]s there is a note in the personnel file of %[1]s.",
		"On %[3]s we had to warn %[1]s formally because of %[2]s.",
		"If it happens again, %[1]s loses the job; the warning of %[3]s for %[2]s still stands.",
	},
	Legal: {
		"%[1]s has gone to the labour court over %[2]s; the claim came in on %[3]s.",
		"Our counsel advises to settle with %[1]s, who has been suing us over %[2]s since %[3]s.",
		"The hearing in the matter of %[1]s (%[2]s) follows the claim of %[3]s; nobody else may know.",
	},
	Salary: {
		"%[1]s's salary is %[4]s a year.",
		"Gross pay of %[1]s: %[4]s a year.",
		"Between us: %[1]s earns %[4]s a year.",
		"The payroll has %[1]s at %[4]s a year.",
	},
	Contact: {
		"%[1]s lives at %[2]s; the private telephone number is %[3]s.",
		"Send the flowers to %[1]s, %[2]s, and ring %[3]s first.",
		"At home %[1]s can be reached on %[3]s, or at %[2]s.",
		"For emergencies: %[1]s, %[2]s, private mobile %[3]s.",
	},
	Credential: {
		"The password of the %[1]s is %[2]s.",
		"You get into the %[1]s with %[2]s as the password.",
		"Login for the %[1]s: admin, then %[2]s.",
		"I have set the %[1]s to the password %[2]s for now.",
	},
}

// lookAlikes are passages that are about the same things and give nothing away.
// %[1]s is the currency, %[2]s a place.
var lookAlikes = map[string][]string{
	"health": {
		"The first-aid course also covers epilepsy and asthma.",
		"The health insurer offers everybody a free check of the back.",
		"A leaflet on burnout and how to prevent it is in the canteen in %[2]s.",
		"Flu vaccinations are given in the %[2]s office in November.",
	},
	"salary": {
		"The advertised pay for the open post is %[1]s 41,000 to 48,000 a year, as everybody can read.",
		"The statutory minimum wage goes up, which concerns none of us.",
		"The trade magazine says that engineers earn %[1]s 57,000 a year on average.",
		"Travel expenses are paid at %[1]s 0.30 a kilometre.",
	},
	"discipline": {
		"In the training case Jane Doe, who is made up, gets a written warning for coming late.",
		"The handbook explains in general when a warning may be given.",
		"The warning on the new machine has to be read before it is switched on.",
		"The football club gave its goalkeeper a warning on Saturday.",
	},
	"contact": {
		"The switchboard can be reached on " + switchboard + ".",
		"The fire brigade's number hangs beside every door in %[2]s.",
		"Letters go to the post box of the %[2]s office, as the web site says.",
		"The address on the form, 1 Example Street, is a sample.",
	},
	"credentials": {
		"The manual's example password is correct-horse-battery-staple, which nobody uses.",
		"A good password has twelve characters or more.",
		"The guest network needs no password.",
		"The printed sample card shows the PIN 0000, which opens nothing.",
	},
	"legal": {
		"The court ruled on a case between two other companies.",
		"The seminar on labour law is open to everybody.",
		"The lawyers' association in %[2]s has a new web site.",
		"The contract template on the intranet has been updated.",
	},
}

// sensitive words a private fact.
func (o *Organisation) sensitive(n int32, rng *rand.Rand) Passage {
	f := &o.Facts[n]
	args := make([]any, 4)
	for i := range args {
		args[i] = ""
		if i < len(f.Keep) {
			args[i] = f.Keep[i]
		}
	}
	args[3] = o.money(f.Amount)
	return Passage{Label: f.Label(), Says: filled(pick(rng, says[f.Predicate]), args...), Keep: f.Keep, Sensitive: true, Fact: n}
}

func (o *Organisation) lookAlike(label string, rng *rand.Rand) Passage {
	text := filled(pick(rng, lookAlikes[label]), o.Brief.Currency, pick(rng, o.Brief.Places))
	return Passage{Label: label, Says: text, Keep: []string{strings.TrimRight(text, ".")}, Fact: -1}
}

// filled is Sprintf for formats that leave arguments out.
func filled(format string, args ...any) string {
	for i, a := range args {
		format = strings.ReplaceAll(format, fmt.Sprintf("%%[%d]s", i+1), fmt.Sprint(a))
	}
	return format
}

// Span is a passage found in a text, in code points.
type Span struct {
	Label      string
	Start, End int
	Text       string
}

// marks are the tags that a writer may put around a passage.
func marks(label string) (string, string) { return "<" + label + ">", "</" + label + ">" }

// Unmark takes the tags of labels out of a text and returns what stood between them,
// in bytes of the text without tags.
func Unmark(text string) (string, []Span) {
	if !strings.Contains(text, "<") {
		return text, nil
	}
	type tag struct {
		label string
		shut  bool
	}
	tags := map[string]tag{}
	for _, l := range Labels {
		open, shut := marks(l)
		tags[open], tags[shut] = tag{l, false}, tag{l, true}
	}
	var b strings.Builder
	var spans []Span
	open := map[string]int{}
	for i := 0; i < len(text); {
		if text[i] == '<' {
			if end := strings.IndexByte(text[i:min(len(text), i+20)], '>'); end > 0 {
				if t, ok := tags[strings.ToLower(text[i:i+end+1])]; ok {
					at, was := open[t.label]
					switch {
					case !t.shut:
						open[t.label] = b.Len()
					case was:
						spans = append(spans, Span{Label: t.label, Start: at, End: b.Len()})
						delete(open, t.label)
					}
					i += end + 1
					continue
				}
			}
		}
		b.WriteByte(text[i])
		i++
	}
	clean := b.String()
	for k := range spans {
		s := &spans[k]
		for s.Start < s.End && strings.IndexByte(" \n\t", clean[s.Start]) >= 0 {
			s.Start++
		}
		for s.End > s.Start && strings.IndexByte(" \n\t", clean[s.End-1]) >= 0 {
			s.End--
		}
		s.Text = clean[s.Start:s.End]
	}
	return clean, spans
}

// FindPassage finds a passage in a text without tags: word for word, whatever the
// spacing, case and quotes; or else within one of the spans of its tags, where
// everything that it has to keep is there. ok is false where it cannot be found.
func FindPassage(text string, tagged []Span, p Passage) (Span, bool) {
	if start, end, ok := locate(text, p.Says); ok {
		return inPoints(text, p.Label, start, end), true
	}
	for _, s := range tagged {
		if s.Label != p.Label || s.Text == "" {
			continue
		}
		all := true
		for _, k := range p.Keep {
			if _, _, ok := locate(s.Text, k); !ok {
				all = false
			}
		}
		if all {
			return inPoints(text, p.Label, s.Start, s.End), true
		}
	}
	return Span{}, false
}

func inPoints(text, label string, start, end int) Span {
	n := utf8.RuneCountInString(text[:start])
	return Span{Label: label, Start: n, End: n + utf8.RuneCountInString(text[start:end]), Text: text[start:end]}
}

// locate finds the words of want in text, in their order and nothing between, and
// returns the bytes from the first to behind the last, a full stop among them.
func locate(text, want string) (start, end int, ok bool) {
	type at struct {
		word       string
		start, end int
	}
	words := func(s string) []at {
		var out []at
		sc := scanner{text: s}
		var t token
		for sc.next(&t) {
			if t.kind == tokWord || t.kind == tokNumber || t.kind == tokDate {
				w := string(sc.fold)
				if t.kind == tokDate {
					w = s[t.start:t.end]
				}
				out = append(out, at{w, int(t.start), int(t.end)})
			}
		}
		return out
	}
	needle, hay := words(want), words(text)
	if len(needle) == 0 {
		return 0, 0, false
	}
	for i := 0; i+len(needle) <= len(hay); i++ {
		k := 0
		for k < len(needle) && hay[i+k].word == needle[k].word {
			k++
		}
		if k < len(needle) {
			continue
		}
		start, end = hay[i].start, hay[i+k-1].end
		if end < len(text) && text[end] == '.' && strings.HasSuffix(want, ".") {
			end++
		}
		return start, end, true
	}
	return 0, 0, false
}

// Told returns those of the planned facts that a text tells: a check found them
// stated, or all that they keep is in it.
func (o *Organisation) Told(text string, planned, stated []int32) []int32 {
	var out []int32
	for _, n := range planned {
		told := slices.Contains(stated, n)
		if !told {
			told = len(o.Facts[n].Keep) > 0
			for _, k := range o.Facts[n].Keep {
				_, _, ok := locate(text, k)
				told = told && ok
			}
		}
		if told {
			out = append(out, n)
		}
	}
	return out
}
