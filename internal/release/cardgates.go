package release

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed/internal/prose"
)

// Governance is who answers for a release: gates, signatures, what was asked before
// the data was made, who was consulted, who objected.
type Governance struct {
	Gates         []Gate // as they stood
	Synthetic     *Synthetic
	Consultations []Consultation
	Contests      Contests
}

// Gate is a stop before a release, as it stood.
type Gate struct {
	Name       string
	Tier       string // of risk, where that brings the gate
	Because    string
	Conditions []GateCondition
}

// GateCondition is one demand of a gate.
type GateCondition struct {
	Wants   string   // "no serious finding is open"
	Stands  string   // "met", "missing", "lowered" or "overridden"
	Because string   // why it was lowered
	Note    string   // what else one has to know
	Missing []string // each a sentence without its point
	Signed  []string // who signed: name, role, day, and what they said
}

// Synthetic is whether the data should be synthetic at all, as its owners answered.
type Synthetic struct {
	Decision string // "yes", "partly" or "no"
	Because  string
	Who, On  string
	Answers  []SyntheticAnswer
}

// SyntheticAnswer is one of the questions, with its answer.
type SyntheticAnswer struct{ Ask, Answer string }

// Consultation is what a panel was asked, and what came of it.
type Consultation struct {
	When, On, Asked, Shown string
	Voices                 []Voice
}

// Voice is what one person of a panel said. Name is "" where they did not agree to be
// named, Said where they did not agree to be quoted.
type Voice struct {
	As, Name, Said string
	Changed, Not   string // what was changed because of it, or why nothing was
}

// Contests counts objections to rows.
type Contests struct {
	Upheld, Dismissed, Withdrawn, Open int
	Answers                            []string // of those that are answered, each a sentence
}

// maxVoices bounds the voices that the card quotes of one consultation, and
// maxContests the objections whose answers it gives.
const (
	maxVoices   = 50
	maxContests = 20
)

// governance writes who answers for the release.
func (c *card) governance() {
	c.gates()
	c.synthetic()
	c.consulted()
	c.contested()
}

func (c *card) gates() {
	g := &c.in.Facts.Governance
	if len(g.Gates) == 0 && len(c.in.Facts.Overrides) == 0 {
		return
	}
	c.heading("What had to hold")
	for _, gate := range g.Gates {
		c.line("%s", gateHead(&gate))
		for _, k := range gate.Conditions {
			c.line("- %s: **%s**%s", inline(k.Wants, cardNote), inline(k.Stands, cardLine), conditionRest(&k))
			for _, s := range k.Signed {
				c.line("  - %s", inline(s, cardNote))
			}
		}
		c.line("")
	}
	for _, o := range c.in.Facts.Overrides {
		c.line("**Released although it was not met:** %s\n", inline(o, cardNote))
	}
}

func gateHead(g *Gate) string {
	s := "At the gate **" + inline(g.Name, cardLine) + "**"
	if g.Tier != "" {
		s = "What risk of the tier **" + inline(g.Tier, cardLine) + "** asks for"
	}
	if g.Because != "" {
		s += ", because " + strings.TrimRight(inline(g.Because, cardNote), ".")
	}
	return s + ":\n"
}

func conditionRest(k *GateCondition) string {
	switch {
	case k.Because != "":
		return ", because " + inline(k.Because, cardNote)
	case len(k.Missing) > 0:
		shown := k.Missing[:min(len(k.Missing), 10)]
		out := make([]string, len(shown))
		for i, m := range shown {
			out[i] = inline(m, cardNote)
		}
		rest := ". " + strings.Join(out, "; ")
		if more := len(k.Missing) - len(shown); more > 0 {
			rest += fmt.Sprintf("; and %d more", more)
		}
		return rest
	case k.Note != "":
		return "; " + inline(k.Note, cardNote)
	}
	return ""
}

func (c *card) synthetic() {
	s := c.in.Facts.Governance.Synthetic
	if s == nil {
		return
	}
	c.heading("Should it be synthetic at all?")
	c.line("**%s**, because: %s", inline(capital(s.Decision), cardLine), inline(s.Because, cardNote))
	c.line("\nAnswered by %s on %s.\n", inline(s.Who, cardLine), inline(s.On, cardLine))
	for _, a := range s.Answers {
		c.line("- **%s** %s", inline(a.Ask, cardLine), inline(a.Answer, cardNote))
	}
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (c *card) consulted() {
	all := c.in.Facts.Governance.Consultations
	if len(all) == 0 {
		return
	}
	c.heading("Who was consulted")
	for i := range all {
		k := &all[i]
		c.line("On the **%s**, %s: %s", inline(k.When, cardLine), inline(k.On, cardLine), panel(k.Voices))
		c.line("\n- Asked: %s\n- Shown: %s", inline(k.Asked, cardNote), inline(k.Shown, cardNote))
		for j := range k.Voices {
			if j == maxVoices {
				c.line("- … and %d more", len(k.Voices)-maxVoices)
				break
			}
			c.line("- %s", voice(&k.Voices[j]))
		}
		c.line("")
	}
}

// panelWords are what people were asked as.
var panelWords = []struct{ as, one, many string }{
	{"expert", "expert", "experts"},
	{"affected", "person who is affected", "people who are affected"},
	{"subject", "person whose data is in it", "people whose data is in it"},
	{"rater", "rater", "raters"},
}

// panel counts who was asked.
func panel(voices []Voice) string {
	var out []string
	for _, w := range panelWords {
		n := 0
		for i := range voices {
			if voices[i].As == w.as {
				n++
			}
		}
		if n > 0 {
			out = append(out, prose.Plural(n, w.one, w.many))
		}
	}
	return strings.Join(out, ", ") + "."
}

func voice(v *Voice) string {
	as := v.As
	if i := slices.IndexFunc(panelWords, func(w struct{ as, one, many string }) bool { return w.as == v.As }); i >= 0 {
		as = panelWords[i].one
	}
	s := capital(inline(as, cardLine))
	if v.Name != "" {
		s = inline(v.Name, cardLine) + " (" + inline(as, cardLine) + ")"
	}
	if v.Said != "" {
		s += ": “" + inline(v.Said, cardNote) + "”"
	} else {
		s += " did not wish to be quoted."
	}
	if v.Changed != "" {
		return s + " **Changed:** " + inline(v.Changed, cardNote)
	}
	return s + " **Not changed:** " + inline(v.Not, cardNote)
}

func (c *card) contested() {
	k := &c.in.Facts.Governance.Contests
	n := k.Upheld + k.Dismissed + k.Withdrawn + k.Open
	if n == 0 {
		return
	}
	c.heading("Objections to rows")
	c.line("%s: %d upheld, %d dismissed, %d withdrawn, %d not answered yet.\n", prose.Plural(n, "objection", "objections"), k.Upheld, k.Dismissed, k.Withdrawn, k.Open)
	for i, a := range k.Answers {
		if i == maxContests {
			c.line("- … and %d more", len(k.Answers)-maxContests)
			break
		}
		c.line("- %s", inline(a, cardNote))
	}
}
