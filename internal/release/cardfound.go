package release

// findings writes what was measured, by what it asks of the reader.
func (c *card) findings() {
	found := c.in.Facts.Findings
	if len(found) == 0 {
		return
	}
	c.heading("What was measured")
	c.line("Of the accepted rows, at the end of the run. There is no single score: each figure has its own limits.")
	section := ""
	for i := range found {
		f := &found[i]
		if f.Section != section {
			section = f.Section
			c.line("\n### %s\n", inline(section, cardLine))
		}
		verdict := ""
		if f.Verdict != "" {
			verdict = " **" + inline(f.Verdict, cardLine) + ".**"
		}
		c.line("- **%s:** %s%s _%s_", inline(f.Measure, cardLine), inline(f.Says, cardNote), verdict, inline(f.Caveat, cardNote))
	}
}
