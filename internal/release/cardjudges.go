package release

import (
	"fmt"

	"seedbed.dev/seedbed/internal/prose"
)

// Judging is one judge with one model whose work it judged.
type Judging struct {
	Stage    string // of the judge
	Judge    string // the judge's name in the recipe
	Model    string // whose work it judged
	As       string // what that model did: "writer", "system"
	Relation string // "same", "inheritance", "family", "unknown" or "independent"
	Related  bool   // it is not independent
	Why      string // as the end of a sentence
	Because  string // why a relative judged all the same; "" for no reason given
}

// JudgeTest is what a judge was tried with before it counted.
type JudgeTest struct {
	Stage string // of the judge
	Pairs int    // pairs of known quality that it was shown
	Rows  []JudgeTestRow
	// Why is why there is nothing: the judge was not tried.
	Why string
}

// JudgeTestRow is what one test came to.
type JudgeTestRow struct {
	Test    string
	Says    string // what was planted
	N       int
	Figure  string // with its interval
	Verdict string
}

// judges writes who judged whom, and what the judges were tried with.
func (c *card) judges() {
	f := &c.in.Facts
	if len(f.Judgings) > 0 {
		c.line("\n### Who judged whom\n")
		for _, j := range f.Judgings {
			c.line("- %s", judging(&j))
		}
	}
	c.calibrations()
	for _, t := range f.JudgeTests {
		c.line("\n### What the judge of %s was tried with\n", inline(t.Stage, cardLine))
		if len(t.Rows) == 0 {
			c.line("Nothing: %s.", inline(t.Why, cardNote))
			continue
		}
		c.line("Before it counted, it was shown %s of which one text was damaged, and the same texts with something planted "+
			"that should not change a score.\n", prose.Plural(t.Pairs, "pair", "pairs"))
		var rows [][]string
		for _, r := range t.Rows {
			rows = append(rows, []string{
				inline(r.Test, cardLine), inline(r.Says, cardLine), prose.Count(r.N), inline(r.Figure, cardLine), inline(r.Verdict, cardLine),
			})
		}
		c.WriteString(markdownTable([]string{"test", "what it was shown", "n", "moved by, in shares of the scale", "verdict"}, rows))
	}
}

func judging(j *Judging) string {
	s := fmt.Sprintf("**%s** (stage %s) judged **%s** (%s): %s, as %s.", inline(j.Judge, cardLine), inline(j.Stage, cardLine),
		inline(j.Model, cardLine), inline(j.As, cardLine), inline(j.Relation, cardLine), inline(j.Why, cardNote))
	switch {
	case j.Related && j.Because != "":
		return s + " **Judged by a relative**, because: " + inline(j.Because, cardNote)
	case j.Related && j.Relation == "unknown":
		return s + " **Unknown is not independent**; no reason was given."
	case j.Related:
		return s + " **Judged by a relative**; no reason was given, and judges favour their own kind."
	}
	return s
}
