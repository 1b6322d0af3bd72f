package release

import "strings"

// Inspected is what people found who looked at the rows, as an inspection planned it.
type Inspected struct {
	Stage    string   // the inspection's name
	Sentence string   // what may be claimed, whole
	Claims   []string // how each claim stands, each a sentence
	Raters   []string // how those who looked wish to be named; whoever does not wish it is counted alone
	Unnamed  int      // how many do not
	// Notes are what else one has to know: that people saw a judge's answers first,
	// that the guideline was changed on the way.
	Notes []string
}

// people writes what people found who looked at the rows.
func (c *card) people() {
	if len(c.in.Facts.Inspections) == 0 {
		return
	}
	c.heading("What people found who looked")
	for _, in := range c.in.Facts.Inspections {
		c.line("**%s:** %s", inline(in.Stage, cardLine), inline(in.Sentence, cardNote))
		if len(in.Claims)+len(in.Notes) > 0 {
			c.line("")
		}
		for _, s := range in.Claims {
			c.line("- %s", inline(s, cardNote))
		}
		for _, s := range in.Notes {
			c.line("- %s", inline(s, cardNote))
		}
		if thanks := rated(in.Raters, in.Unnamed); thanks != "" {
			c.line("\n%s\n", thanks)
		}
	}
}

// rated says who looked, as they wish to be named.
func rated(names []string, unnamed int) string {
	if len(names) == 0 {
		return ""
	}
	said := make([]string, len(names))
	for i, n := range names {
		said[i] = inline(n, cardLine)
	}
	s := "Rated by " + strings.Join(said, ", ")
	switch unnamed {
	case 0:
		return s + "."
	case 1:
		return s + " and one who is not named."
	}
	return s + " and others who are not named."
}
