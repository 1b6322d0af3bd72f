package release

import (
	"fmt"
	"slices"
	"strings"

	"seedbed.dev/seedbed"
	"seedbed.dev/seedbed/internal/prose"
)

// Calibration is how one judge stands against people by one criterion.
type Calibration struct {
	Stage, Judge, Criterion string
	Calibrated              bool     // it was compared with people by enough rows
	Words                   string   // "calibrated against 3 people on 140 rows: κ .71 [.60, .80]"
	Rates                   []string // what it says of all rows, each with what people's answers make of it
}

// Work is what people changed in a release.
type Work struct {
	// Ignored: what people decided and mended was left out of the release on purpose.
	Ignored bool
	LeftOut []LeftOut // by decision, oldest first; those that stand for no row are not there
	Mended  []Mended  // by who mended rows, in the order of their names
	Refused []Refused // repairs that were not taken
	// Astray are mended rows whose old rows are not among those of the release, and so
	// have no place in it.
	Astray int
}

// LeftOut is a decision by which rows are not in the release.
type LeftOut struct {
	ID, Reason, Filter string
	By                 string // as they wish to be named; "": not at all
	On                 string // the day
	Rows               int    // that would have been released otherwise
	Of                 int    // rows that it leaves out, in this release or not
}

// Missed says in a sentence how many of the rows of a decision the release would not have
// anyway; "" where it would have all.
func (d *LeftOut) Missed() string {
	if d.Rows >= d.Of {
		return ""
	}
	have := "none is"
	if d.Rows > 0 {
		have = fmt.Sprintf("%s of them would be", prose.Count(d.Rows))
	}
	return fmt.Sprintf("Decision %s leaves out %s; %s in this release. Where a prompt or another step has changed since, rows have new ids, and what was decided is not about them.",
		d.ID, prose.Rows(d.Of), have)
}

// MissedRepairs says in a sentence how many mended rows the release has no place for; ""
// where there are none.
func (w *Work) MissedRepairs() string {
	if w.Astray == 0 {
		return ""
	}
	return fmt.Sprintf("%s not in this release, as the rows that they stand for are not: those went on into other rows, were turned away, or are of an earlier state of the recipe.",
		prose.Plural(w.Astray, "mended row is", "mended rows are"))
}

// Mended counts the rows that somebody mended.
type Mended struct {
	By   string // as they wish to be named; "": not at all
	Rows int
}

// Refused is a repair that was not taken: the old row is released.
type Refused struct {
	Row seedbed.ID
	Why string
}

// mostRefused bounds the refused repairs that the card lists.
const mostRefused = 20

// changed are the rows that the work of people changed.
func (w *Work) changed() (leftOut, mended int) {
	for i := range w.LeftOut {
		leftOut += w.LeftOut[i].Rows
	}
	for i := range w.Mended {
		mended += w.Mended[i].Rows
	}
	return leftOut, mended
}

// work writes what people left out of the release and mended in it.
func (c *card) work() {
	w := &c.in.Facts.Work
	left, mended := w.changed()
	switch {
	case w.Ignored:
		c.heading("What people changed")
		c.line("Nothing: rows that people left out, and rows that they mended, are released as if they had not (`--no-people`).")
		return
	case len(w.LeftOut)+mended+len(w.Refused)+w.Astray == 0:
		return
	}
	c.heading("What people changed")
	for i := range w.LeftOut {
		d := &w.LeftOut[i]
		filter := ""
		if d.Filter != "" {
			filter = " (rows by the filter " + inline(d.Filter, cardLine) + ")"
		}
		rows := prose.Rows(d.Rows)
		if d.Rows == 0 {
			rows = "No row"
		}
		c.line("- %s left out by %s on %s: %s%s. Decision %s.", rows, who(d.By), inline(d.On, cardLine),
			strings.TrimRight(inline(d.Reason, cardNote), "."), filter, inline(d.ID, cardLine))
		if missed := d.Missed(); missed != "" {
			c.line("  - %s", inline(missed, cardNote))
		}
	}
	for _, m := range w.Mended {
		c.line("- %s mended by %s: the new row is of human origin, and its parent is the old one, which is among the rejected.", prose.Rows(m.Rows), who(m.By))
	}
	for i, r := range w.Refused {
		if i == mostRefused {
			c.line("- … and %s more that were not taken", prose.Plural(len(w.Refused)-mostRefused, "repair", "repairs"))
			break
		}
		c.line("- The repair of row `%s` was not taken: %s.", r.Row.Short(), inline(r.Why, cardNote))
	}
	if missed := w.MissedRepairs(); missed != "" {
		c.line("- %s", inline(missed, cardNote))
	}
	if left+mended > 0 {
		c.line("\nWhat was measured and claimed is of the rows as they were before.")
	}
}

func who(name string) string {
	if name == "" {
		return "somebody who is not named"
	}
	return inline(name, cardLine)
}

// uncalibrated says which scores nobody knows the worth of.
func (c *card) uncalibrated() {
	if !c.accepted.stats.scored && !c.rejected.stats.scored {
		return
	}
	all := c.in.Facts.Calibrations
	if !slices.ContainsFunc(all, func(k Calibration) bool { return k.Calibrated }) {
		compared := " nobody has compared this judge with people yet."
		if len(all) > 0 {
			compared = "" // each judge's own words say how far it was
		}
		c.line("- **The scores are uncalibrated:**%s They say what a model answered, not what people would.", compared)
		for i := range all {
			k := &all[i]
			c.line("  - %s on %s: %s", inline(judgeName(k), cardLine), inline(k.Criterion, cardLine), inline(k.Words, cardNote))
		}
		return
	}
	for i := range all {
		if k := &all[i]; !k.Calibrated {
			c.line("- **The scores of %s on %s are uncalibrated:** they say what a model answered, not what people would.", inline(judgeName(k), cardLine), inline(k.Criterion, cardLine))
		}
	}
}

func judgeName(k *Calibration) string {
	if k.Judge != "" {
		return k.Judge
	}
	return "stage " + k.Stage
}

// calibrations says how each judge stands against people, and its rates.
func (c *card) calibrations() {
	all := c.in.Facts.Calibrations
	if len(all) == 0 {
		return
	}
	c.line("\n### What the judges' scores are worth\n")
	for i := range all {
		k := &all[i]
		c.line("- **%s** on **%s** (stage %s): %s.", inline(judgeName(k), cardLine), inline(k.Criterion, cardLine), inline(k.Stage, cardLine), inline(k.Words, cardNote))
		for _, r := range k.Rates {
			c.line("  - %s", inline(r, cardNote))
		}
	}
}

// worth says of the column of a criterion what its scores are worth.
func (c *card) worth(criterion string) string {
	var out []string
	for i := range c.in.Facts.Calibrations {
		if k := &c.in.Facts.Calibrations[i]; k.Criterion == criterion && !slices.Contains(out, k.Words) {
			out = append(out, k.Words)
		}
	}
	if len(out) == 0 {
		return "uncalibrated"
	}
	return inline(strings.Join(out, "; "), cardNote)
}

// votes says what the files of votes hold.
func (c *card) votes() {
	if c.said == nil {
		return
	}
	c.heading("What each person said")
	programs := c.said.stats.origins[seedbed.OriginGenerated]
	answers := prose.Plural(c.said.stats.rows-programs, "answer", "answers") + " by people"
	if programs > 0 {
		answers += fmt.Sprintf(" and %s by programs, which are no people's", prose.Count(programs))
	}
	c.line("`%s` and `%s` have %s, one a line: real disagreement stays, and the release keeps every vote. "+
		"Whoever does not wish to be named has a number, which means nothing outside of this release; answers of people who withdrew are not there, nor those to rows whose answers were known. "+
		"Load them with `datasets.load_dataset(\"path/to/this/folder\", \"votes\")`.\n", votesParquet, votesJSONL, answers)
	var rows [][]string
	for _, col := range voteColumns {
		rows = append(rows, []string{col.name, col.typ.String(), col.means})
	}
	c.WriteString(markdownTable([]string{"column", "type", "what it is"}, rows))
}
